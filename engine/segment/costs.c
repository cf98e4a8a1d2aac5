/* costs.c - see costs.h. */
#include "segment/costs.h"
#include "segment/dict_layout.h"

/* log2(n) in 1/65536, n 1 or more: the whole part by shifting, a bit of the fraction with each squaring. */
static uint64_t log2_fixed(uint64_t n) {
  uint32_t whole = 63u - (uint32_t)__builtin_clzll(n);
  uint64_t m = whole >= 31 ? n >> (whole - 31) : n << (31 - whole); /* 1.31: in [1, 2) */
  uint64_t log = whole;
  for (int i = 0; i < 16; i++) {
    m = m * m >> 31;
    log = log << 1 | (m >> 32 & 1);
    m >>= m >> 32 & 1;
  }
  return log;
}

uint32_t cost_of_count(uint64_t count, uint64_t total) {
  uint64_t all = log2_fixed(total), mine = log2_fixed(count + 1);
  uint64_t cost = all > mine ? (all - mine + 128) >> 8 : 0;
  return cost < 1 ? 1 : cost > COST_MAX ? COST_MAX : (uint32_t)cost;
}
