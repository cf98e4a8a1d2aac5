/* sum128.c - see sum128.h. */
#include "aggregate/sum128.h"

sum128 sum128_product(uint64_t a, uint64_t b) {
  uint64_t a0 = a & 0xFFFFFFFFu, a1 = a >> 32, b0 = b & 0xFFFFFFFFu, b1 = b >> 32;
  uint64_t low = a0 * b0, mid = a1 * b0 + (low >> 32), mid2 = a0 * b1 + (mid & 0xFFFFFFFFu);
  return (sum128){a1 * b1 + (mid >> 32) + (mid2 >> 32), mid2 << 32 | (low & 0xFFFFFFFFu)};
}

sum128 sum128_times(sum128 a, uint64_t b) {
  sum128 product = sum128_product(a.low, b);
  product.high += a.high * b;
  return product;
}

double sum128_to_double(sum128 a) { return (double)a.high * 18446744073709551616.0 + (double)a.low; }
