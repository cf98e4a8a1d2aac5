/* contrast.c - see contrast.h. */
#include "aggregate/contrast.h"
#include "aggregate/exact.h"
#include "aggregate/rounding.h"
#include <math.h>

static int64_t p_of(double z) { return nearest(1e6 * exact_normal_p(z)); }

/* ---- Differences ---- */

typedef struct adjusted {
  double n, point, variance; /* variance of the mean */
} adjusted;

static adjusted adjust(const nps_counts *c) {
  double n = (double)nps_n(c) + 3, p = ((double)c->promoters + 0.75) / n,
         d = ((double)c->detractors + 0.75) / n;
  return (adjusted){n, p - d, (p + d - (p - d) * (p - d)) / n};
}

difference nps_difference(const nps_counts *a, const nps_counts *b) {
  if (nps_n(a) <= 0 || nps_n(b) <= 0) return (difference){0};
  adjusted x = adjust(a), y = adjust(b);
  double se = sqrt(x.variance + y.variance), lead = y.point - x.point;
  int64_t point = nps_centi(b) - nps_centi(a);
  int64_t low = nearest(10000 * (lead - z95 * se)), high = nearest(10000 * (lead + z95 * se));
  return (difference){
      true, point, {true, low < point ? low : point, high > point ? high : point}, p_of(lead / se)};
}

typedef struct wilson {
  double low, high;
} wilson;

static wilson wilson_of(double p, double n) {
  double zz = z95 * z95, centre = p + zz / (2 * n), scale = 1 + zz / n;
  double half = z95 * sqrt(p * (1 - p) / n + zz / (4 * n * n));
  return (wilson){(centre - half) / scale, (centre + half) / scale};
}

difference share_difference(int64_t ka, int64_t na, int64_t kb, int64_t nb) {
  if (na <= 0 || nb <= 0) return (difference){0};
  double n = (double)na, m = (double)nb, p = (double)ka / n, r = (double)kb / m, lead = r - p;
  wilson a = wilson_of(p, n), b = wilson_of(r, m);
  double low = lead - sqrt((r - b.low) * (r - b.low) + (a.high - p) * (a.high - p));
  double high = lead + sqrt((b.high - r) * (b.high - r) + (p - a.low) * (p - a.low));
  double pool = ((double)ka + (double)kb) / (n + m), se = sqrt(pool * (1 - pool) * (1 / n + 1 / m));
  return (difference){true,
                      nearest(10000 * lead),
                      {true, nearest(10000 * low), nearest(10000 * high)},
                      se > 0 ? p_of(lead / se) : 1000000};
}

static double mean_variance(const score_tally *t) {
  double n = (double)t->n;
  return spread_of(t->n, t->sum, t->squares) / (n * n * (n - 1));
}

difference mean_difference(const score_tally *a, const score_tally *b) {
  if (a->n < 2 || b->n < 2) return (difference){0};
  double lead = (double)b->sum / (double)b->n - (double)a->sum / (double)a->n;
  double se = sqrt(mean_variance(a) + mean_variance(b));
  return (difference){true,
                      nearest(lead),
                      {true, nearest(lead - z95 * se), nearest(lead + z95 * se)},
                      se > 0      ? p_of(lead / se)
                      : lead != 0 ? 0
                                  : 1000000};
}

/* ---- Words ---- */

static double part(double observed, double expected) {
  return observed > 0 && expected > 0 ? observed * exact_log(observed / expected) : 0;
}

static double g2_of(double a, double b, double na, double nb) {
  double n = na + nb, with = a + b, without = n - with;
  return 2 * (part(a, na * with / n) + part(b, nb * with / n) + part(na - a, na * without / n) +
              part(nb - b, nb * without / n));
}

static double odds(double k, double n) { return exact_log(k / (n - k)); }

static void fill(contrast *c, double na, double nb) {
  double a = (double)c->a, b = (double)c->b, share = (a + b) / (na + nb), prior = CONTRAST_PRIOR * share;
  c->known = a + b > 0 && share < 1 && a <= na && b <= nb && na > 0 && nb > 0;
  c->p = 1;
  if (!c->known) return;
  double lead = odds(b + prior, nb + CONTRAST_PRIOR) - odds(a + prior, na + CONTRAST_PRIOR);
  double g2 = g2_of(a, b, na, nb);
  c->z = nearest(10000 * (lead / sqrt(1 / (a + prior) + 1 / (b + prior))));
  c->g2 = nearest(10000 * g2);
  c->p = exact_normal_p(sqrt(g2 > 0 ? g2 : 0));
}

static void sift(const contrast *list, uint32_t *order, size_t root, size_t n) {
  for (size_t child; (child = 2 * root + 1) < n; root = child) {
    if (child + 1 < n && list[order[child]].p < list[order[child + 1]].p) child++;
    if (list[order[root]].p >= list[order[child]].p) return;
    uint32_t swap = order[root];
    order[root] = order[child], order[child] = swap;
  }
}

static void sort_by_p(const contrast *list, uint32_t *order, size_t n) {
  for (size_t i = n / 2; i-- > 0;) sift(list, order, i, n);
  for (; n > 1; n--) {
    uint32_t top = order[0];
    order[0] = order[n - 1], order[n - 1] = top;
    sift(list, order, 0, n - 1);
  }
}

void contrasts_fill(contrast *list, size_t n, int64_t na, int64_t nb, uint32_t *order) {
  size_t known = 0;
  double least = 1;
  for (size_t i = 0; i < n; i++) {
    fill(&list[i], (double)na, (double)nb);
    list[i].q = 1000000;
    if (list[i].known) order[known++] = (uint32_t)i;
  }
  sort_by_p(list, order, known);
  for (size_t rank = known; rank > 0; rank--) {
    double q = list[order[rank - 1]].p * (double)known / (double)rank;
    if (q < least) least = q;
    list[order[rank - 1]].q = nearest(1e6 * least);
  }
}

/* ---- Pairs ---- */

lift lift_of(int64_t both, int64_t a, int64_t b, int64_t n) {
  if (both <= 0 || a <= 0 || b <= 0 || n <= 0) return (lift){0};
  double k = (double)both, x = (double)a, y = (double)b, m = (double)n, value = k * m / (x * y);
  double variance = 1 / k - 1 / x + 1 / y - 1 / m, half = z95 * sqrt(variance > 0 ? variance : 0);
  double middle = exact_log(value);
  return (lift){true,
                nearest(10000 * value),
                {true, nearest(10000 * exact_exp(middle - half)), nearest(10000 * exact_exp(middle + half))}};
}

bool kappa_of(int64_t both, int64_t a, int64_t b, int64_t n, int64_t *out) {
  if (n <= 0) return false;
  double m = (double)n, x = (double)a / m, y = (double)b / m;
  double agreed = ((double)both + (m - (double)a - (double)b + (double)both)) / m;
  double chance = x * y + (1 - x) * (1 - y);
  if (!(chance < 1)) return false;
  *out = nearest(10000 * (agreed - chance) / (1 - chance));
  return true;
}
