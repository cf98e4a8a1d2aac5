/* sum128.h - whole numbers of 128 bits: sums of squares that cannot overflow, and the little arithmetic that
 * a variance needs to be exact until its last step. */
#ifndef AGGREGATE_SUM128_H
#define AGGREGATE_SUM128_H
#include <stdint.h>

typedef struct sum128 {
  uint64_t high, low;
} sum128;

static inline sum128 sum128_add(sum128 a, sum128 b) {
  uint64_t low = a.low + b.low;
  return (sum128){a.high + b.high + (low < a.low), low};
}

/* a - b; modulo 2^128 where b is greater. */
static inline sum128 sum128_sub(sum128 a, sum128 b) {
  return (sum128){a.high - b.high - (a.low < b.low), a.low - b.low};
}

sum128 sum128_product(uint64_t a, uint64_t b);
/* a times b; modulo 2^128 where it does not fit. */
sum128 sum128_times(sum128 a, uint64_t b);
double sum128_to_double(sum128 a);
#endif
