/* arrays.c - the memory of a segmenter: one block, cut into its arrays, that only grows. */
#include "segment/work.h"

/* The arrays are pieces of one block. `bytes` per element, rounded so that each begins on a cache line. */
static size_t piece(size_t count, size_t bytes) { return (count * bytes + 63) / 64 * 64; }

static size_t block_size(size_t cap) {
  size_t n = cap + GUARD, bits = n / 64 + 2;
  return 64 + 4 * piece(n, 4) + piece(n, 2) + 3 * piece(n, 1) + 10 * piece(bits, 8) + piece(bits, 4) +
         piece(n, 8) + 2 * piece(n, sizeof(token));
}

static void *take(unsigned char **at, size_t count, size_t bytes) {
  void *here = *at;
  *at += piece(count, bytes);
  return here;
}

static void divide_block(segmenter *s) {
  size_t n = s->cap + GUARD, bits = n / 64 + 2;
  unsigned char *at = s->block;
  at += (64 - (uintptr_t)at % 64) % 64;
  s->cp = take(&at, n, 4), s->begin = take(&at, n, 4), s->word = take(&at, n, 4), s->list = take(&at, n, 4);
  s->id = take(&at, n, 2);
  s->kind = take(&at, n, 1), s->best_len = take(&at, n, 1), s->breaks = take(&at, n, 1);
  s->easy = take(&at, bits, 8);
  s->han = take(&at, bits, 8), s->two = take(&at, bits, 8), s->longer = take(&at, bits, 8);
  s->crossed = take(&at, bits, 8), s->mixed = take(&at, bits, 8);
  s->gaps = take(&at, bits, 8), s->line_ends = take(&at, bits, 8);
  s->begins = take(&at, bits, 8), s->lasts = take(&at, bits, 8), s->ranks = take(&at, bits, 4);
  s->best = take(&at, n, 8);
  s->tokens = take(&at, n, sizeof(token)), s->spare = take(&at, n, sizeof(token));
}

void segmenter_give_block(segmenter *s) {
  if (s->cap) mem_put(s->mem, s->block, block_size(s->cap));
  s->block = NULL, s->cap = 0;
}

bool segmenter_reserve(segmenter *s, size_t count) {
  if (count <= s->cap) return true;
  size_t cap = count < 256 ? 256 : count;
  if (s->cap && cap < 2 * s->cap) cap = 2 * s->cap;
  void *block = mem_get(s->mem, block_size(cap));
  if (!block && cap > count) block = mem_get(s->mem, block_size(cap = count));
  if (!block) return false;
  segmenter_give_block(s);
  s->block = block, s->cap = cap;
  divide_block(s);
  return true;
}
