/* exact.c - see exact.h. */
#include "aggregate/exact.h"
#include <math.h>

static const double LN2 = 0.693147180559945309417;

/* x = m * 2^e with m in [0.70710678, 1.41421356); log m by the series of (m - 1) / (m + 1). */
double exact_log(double x) {
  int e = 0;
  if (!(x > 0) || x > 1e300) return 0;
  for (; x >= 1.4142135623730951; e++) x /= 2;
  for (; x < 0.70710678118654752; e--) x *= 2;
  double s = (x - 1) / (x + 1), square = s * s, sum = 0;
  for (int k = 25; k >= 1; k -= 2) sum = sum * square + 1.0 / k;
  return 2 * s * sum + e * LN2;
}

/* x = k * ln 2 + r with |r| <= 0.35; exp r by its series. */
double exact_exp(double x) {
  if (!(x > -700)) return 0;
  if (x > 700) x = 700;
  int k = (int)(x / LN2 + (x < 0 ? -0.5 : 0.5));
  double r = x - k * LN2, sum = 1;
  for (int i = 18; i >= 1; i--) sum = 1 + sum * r / i;
  for (; k > 0; k--) sum *= 2;
  for (; k < 0; k++) sum /= 2;
  return sum;
}

/* erfc(x) = 1 - 2/sqrt(pi) exp(-x^2) sum of 2^n x^(2n+1) / (2n+1)!!, for small x. */
static double erfc_near(double x) {
  double term = x, sum = x;
  for (int n = 1; n < 120; n++) {
    term *= 2 * x * x / (2 * n + 1);
    sum += term;
  }
  return 1 - 1.1283791670955126 * exact_exp(-x * x) * sum;
}

/* The continued fraction x + 1/2/(x + 1/(x + 3/2/(x + ...))), from its far end. */
static double erfc_far(double x) {
  double f = x;
  for (int n = 160; n >= 1; n--) f = x + n / 2.0 / f;
  return exact_exp(-x * x) * 0.56418958354775629 / f;
}

double exact_normal_p(double z) {
  double x = (z < 0 ? -z : z) * 0.70710678118654752;
  if (!(x < 26.2)) return 0;
  double p = x < 2 ? erfc_near(x) : erfc_far(x);
  return p < 0 ? 0 : p > 1 ? 1 : p;
}
