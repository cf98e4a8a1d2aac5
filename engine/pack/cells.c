/* cells.c - see cells.h. A bit for each cell tells that it is free; 64 bases are tried at once. */
#include "pack/cells.h"
#include <string.h>

enum { BLOCK = 64, BLOCKS_FIRST = 64, TRIES = 1023 };
#define BLOCKS_LIMIT (1u << 24) /* of 2^30 cells */

void cells_init(cells *c, mem *m) { *c = (cells){.mem = m}; }

static void give_back(cells *c) {
  mem_put(c->mem, c->open, c->blocks * sizeof *c->open);
  mem_put(c->mem, c->bases, c->blocks * sizeof *c->bases);
  mem_put(c->mem, c->next, c->blocks * sizeof *c->next);
  mem_put(c->mem, c->tries, c->blocks * sizeof *c->tries);
}

void cells_free(cells *c) {
  give_back(c);
  cells_init(c, c->mem);
}

static void copy_blocks(cells *to, const cells *from) {
  memcpy(to->open, from->open, from->blocks * sizeof *to->open);
  memcpy(to->bases, from->bases, from->blocks * sizeof *to->bases);
  memcpy(to->next, from->next, from->blocks * sizeof *to->next);
  memcpy(to->tries, from->tries, from->blocks * sizeof *to->tries);
}

/* The blocks behind `from` are free. */
static void open_blocks(cells *c, uint32_t from) {
  for (uint32_t i = from; i < c->blocks; i++) c->open[i] = ~(uint64_t)0, c->next[i] = i;
  if (from == 0) c->open[0] &= ~(uint64_t)1, c->bases[0] = 1;
}

/* At least `need` blocks. */
static bool widen(cells *c, uint32_t need) {
  uint32_t count = c->blocks ? c->blocks : BLOCKS_FIRST;
  if (need > BLOCKS_LIMIT) return false;
  while (count < need) count *= 2;
  cells wide = {c->mem,
                mem_array(c->mem, count, sizeof *wide.open),
                mem_array(c->mem, count, sizeof *wide.bases),
                mem_array(c->mem, count, sizeof *wide.next),
                mem_array(c->mem, count, sizeof *wide.tries),
                count};
  if (!wide.open || !wide.bases || !wide.next || !wide.tries) return give_back(&wide), false;
  uint32_t old = c->blocks;
  if (old) copy_blocks(&wide, c);
  cells_free(c);
  *c = wide;
  open_blocks(c, old);
  return true;
}

/* The first block from `i` on that is looked into; c->blocks: none. What is passed is passed at once the next
 * time. */
static uint32_t live_block(cells *c, uint32_t i) {
  uint32_t end = i;
  while (end < c->blocks && c->next[end] != end) end = c->next[end];
  while (i < end) {
    uint32_t then = c->next[i];
    c->next[i] = end;
    i = then;
  }
  return end;
}

/* 64 bits from bit `at` on; what stands before the first one counts as set. */
static uint64_t bits_from(const uint64_t *set, int64_t at) {
  if (at < 0) return at <= -BLOCK ? ~(uint64_t)0 : set[0] << -at | (((uint64_t)1 << -at) - 1);
  unsigned shift = (unsigned)(at % BLOCK);
  uint64_t low = set[at / BLOCK] >> shift;
  return shift ? low | set[at / BLOCK + 1] << (BLOCK - shift) : low;
}

/* Of the cells of a block those that may hold the first label, with all others behind it. */
static uint64_t fitting(const cells *c, uint32_t block, const uint16_t *labels, size_t count) {
  int64_t first = (int64_t)block * BLOCK;
  uint64_t fits = c->open[block] & ~bits_from(c->bases, first - labels[0]);
  for (size_t i = 1; i < count && fits; i++) fits &= bits_from(c->open, first + (labels[i] - labels[0]));
  return fits;
}

static void take(cells *c, uint32_t base, const uint16_t *labels, size_t count) {
  c->bases[base / BLOCK] |= (uint64_t)1 << base % BLOCK;
  for (size_t i = 0; i < count; i++) {
    uint32_t at = base + labels[i];
    c->open[at / BLOCK] &= ~((uint64_t)1 << at % BLOCK);
  }
}

bool cells_place(cells *c, const uint16_t *labels, size_t count, uint32_t *base) {
  uint32_t reach = (uint32_t)(labels[count - 1] - labels[0]) / BLOCK + 2;
  for (uint32_t i = live_block(c, 0);; i = live_block(c, i + 1)) {
    if (i + reach >= c->blocks && !widen(c, i + reach + 1)) return false;
    uint64_t fits = fitting(c, i, labels, count);
    if (fits) {
      *base = i * BLOCK + (uint32_t)__builtin_ctzll(fits) - labels[0];
      take(c, *base, labels, count);
      return true;
    }
    if (!c->open[i] || ++c->tries[i] == TRIES) c->next[i] = i + 1;
  }
}
