/* cells.c - see cells.h. */
#include "pack/cells.h"
#include <string.h>

enum { CELL_TAKEN = 0x8000, CELL_BASE = 0x4000, CELL_TRIES = 0x3FF };
#define CELLS_LIMIT (1u << 30)

void cells_init(cells *c, mem *m) { *c = (cells){.mem = m}; }

static void give_back(cells *c, uint32_t count) {
  mem_put(c->mem, c->next, count * sizeof *c->next);
  mem_put(c->mem, c->prev, count * sizeof *c->prev);
  mem_put(c->mem, c->state, count * sizeof *c->state);
}

void cells_free(cells *c) {
  give_back(c, c->count);
  cells_init(c, c->mem);
}

static void unlink_cell(cells *c, uint32_t at) {
  c->next[c->prev[at]] = c->next[at];
  c->prev[c->next[at]] = c->prev[at];
  c->next[at] = c->prev[at] = at;
}

/* Hangs the cells from..count at the list's end. */
static void hang(cells *c, uint32_t from) {
  if (from == 0) c->next[0] = c->prev[0] = 0, c->state[0] = CELL_TAKEN, from = 1;
  for (uint32_t i = from; i < c->count; i++) {
    uint32_t last = c->prev[0];
    c->next[last] = i, c->prev[i] = last;
    c->next[i] = 0, c->prev[0] = i;
    c->state[i] = 0;
  }
}

static bool widen(cells *c, uint32_t need) {
  uint32_t count = c->count ? c->count : 1u << 12;
  while (count < need) count *= 2;
  cells wide = {c->mem, mem_array(c->mem, count, sizeof *wide.next),
                mem_array(c->mem, count, sizeof *wide.prev), mem_array(c->mem, count, sizeof *wide.state),
                count};
  if (!wide.next || !wide.prev || !wide.state) {
    give_back(&wide, count);
    return false;
  }
  uint32_t old = c->count;
  if (old) {
    memcpy(wide.next, c->next, old * sizeof *c->next);
    memcpy(wide.prev, c->prev, old * sizeof *c->prev);
    memcpy(wide.state, c->state, old * sizeof *c->state);
  }
  cells_free(c);
  *c = wide;
  hang(c, old);
  return true;
}

static bool fits(const cells *c, uint32_t base, const uint16_t *labels, size_t count) {
  if (c->state[base] & CELL_BASE) return false;
  for (size_t i = 0; i < count; i++)
    if (c->state[base + labels[i]] & CELL_TAKEN) return false;
  return true;
}

static void take(cells *c, uint32_t base, const uint16_t *labels, size_t count) {
  c->state[base] |= CELL_BASE;
  for (size_t i = 0; i < count; i++) {
    uint32_t at = base + labels[i];
    c->state[at] |= CELL_TAKEN;
    unlink_cell(c, at);
  }
}

bool cells_place(cells *c, const uint16_t *labels, size_t count, uint32_t *base) {
  uint32_t low = labels[0], reach = labels[count - 1] - low;
  if (c->count == 0 && !widen(c, low + reach + 2)) return false;
  for (uint32_t at = c->next[0], next;; at = next) {
    if (at == 0 || at + reach >= c->count) {
      uint32_t old = c->count;
      if (old >= CELLS_LIMIT || !widen(c, old + reach + low + 2)) return false;
      if (at == 0) at = old; /* the first of the new ones */
    }
    next = c->next[at];
    if (at > low && fits(c, at - low, labels, count)) {
      take(c, *base = at - low, labels, count);
      return true;
    }
    if ((c->state[at] & CELL_TRIES) == CELL_TRIES)
      unlink_cell(c, at);
    else
      c->state[at]++;
  }
}
