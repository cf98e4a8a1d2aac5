/* number.c - see number.h. Arguments are reduced to a short interval around 0 or 1, where a series does the
 * rest. */
#include "learn/number.h"
#include <stdint.h>
#include <string.h>

static const double LN2 = 0.69314718055994530942;

/* 2^k for -1022 <= k <= 1023. */
static double power_of_two(int k) {
  uint64_t bits = (uint64_t)(k + 1023) << 52;
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

double exp_of(double x) {
  if (x > 700) x = 700;
  if (x < -700) x = -700;
  double turns = x / LN2;
  int k = (int)(turns < 0 ? turns - 0.5 : turns + 0.5);
  double r = x - k * LN2, sum = 1;
  for (int i = 14; i > 0; i--) sum = 1 + sum * r / i;
  return sum * power_of_two(k);
}

double log_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  int k = (int)(bits >> 52 & 0x7FF) - 1023;
  double m = x * power_of_two(-k);
  if (m > 1.4142135623730951) m /= 2, k++;
  double t = (m - 1) / (m + 1), t2 = t * t, sum = 0;
  for (int i = 21; i > 0; i -= 2) sum = sum * t2 + 1.0 / i;
  return k * LN2 + 2 * t * sum;
}

double root_of(double x) {
  if (!(x > 0)) return 0;
  double y = exp_of(log_of(x) / 2);
  for (int i = 0; i < 3; i++) y = (y + x / y) / 2;
  return y;
}

double sigma_of(double x) { return 1 / (1 + exp_of(-x)); }

double log1p_exp(double x) {
  if (x > 30) return x;
  return x < -30 ? exp_of(x) : log_of(1 + exp_of(x));
}
