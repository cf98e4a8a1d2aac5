/* ratio.h - quotients of whole numbers, rounded half away from zero, so that figures never depend on a math
 * library. */
#ifndef AGGREGATE_RATIO_H
#define AGGREGATE_RATIO_H
#include <stdint.h>

/* part / whole, rounded half away from zero. whole > 0; |part| below 2^62. */
static inline int64_t ratio_round(int64_t part, int64_t whole) {
  int64_t quotient = part / whole, rest = part % whole;
  if (rest < 0) return -rest >= whole - -rest ? quotient - 1 : quotient;
  return rest >= whole - rest ? quotient + 1 : quotient;
}
/* a + b, round the corner where a forged partial report made it leave 64 bits. */
static inline int64_t add_wrapped(int64_t a, int64_t b) { return (int64_t)((uint64_t)a + (uint64_t)b); }
#endif
