/* rounding.h - from floating point back to whole numbers, and what the files of statistics share. */
#ifndef AGGREGATE_ROUNDING_H
#define AGGREGATE_ROUNDING_H
#include "aggregate/sum128.h"

static const double z95 = 1.959964;

/* Half away from zero; 0 for what is no number or too great for one. */
static inline int64_t nearest(double x) {
  if (!(x > -4e18 && x < 4e18)) return 0;
  return x < 0 ? -(int64_t)(0.5 - x) : (int64_t)(x + 0.5);
}

/* n * sum of squares - sum^2: exact, so nothing cancels. */
static inline double spread_of(int64_t n, int64_t sum, sum128 squares) {
  uint64_t size = sum < 0 ? 0 - (uint64_t)sum : (uint64_t)sum;
  return sum128_to_double(sum128_sub(sum128_times(squares, (uint64_t)n), sum128_product(size, size)));
}
#endif
