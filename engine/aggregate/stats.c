/* stats.c - see stats.h. Sources of the formulas are named there. */
#include "aggregate/stats.h"
#include "aggregate/rounding.h"
#include <math.h>

static int64_t clamp(int64_t x, int64_t low, int64_t high) { return x < low ? low : x > high ? high : x; }

/* Of shares that are counts, or weights brought to as many rows as they are worth. */
static interval adjusted_wald(double promoters, double detractors, double rows, int64_t point) {
  double n = rows + 3;
  double p = (promoters + 0.75) / n, d = (detractors + 0.75) / n;
  double half = z95 * sqrt((p + d - (p - d) * (p - d)) / n);
  int64_t low = clamp(nearest(10000 * (p - d - half)), -10000, 10000);
  int64_t high = clamp(nearest(10000 * (p - d + half)), -10000, 10000);
  return (interval){true, low < point ? low : point, high > point ? high : point};
}

interval nps_interval(const nps_counts *c) {
  if (nps_n(c) <= 0) return (interval){false, 0, 0};
  return adjusted_wald((double)c->promoters, (double)c->detractors, (double)nps_n(c), nps_centi(c));
}

weighted_nps nps_of_weights(const nps_counts *w, sum128 squares) {
  double sum = (double)nps_n(w), square = sum128_to_double(squares);
  if (!(sum > 0) || !(square > 0)) return (weighted_nps){0};
  double rows = sum * sum / square, scale = rows / sum;
  weighted_nps out = {true, nps_centi(w), {0}, nearest(100 * rows)};
  out.ci95 = adjusted_wald((double)w->promoters * scale, (double)w->detractors * scale, rows, out.value);
  return out;
}

interval share_interval(int64_t k, int64_t n) {
  if (n <= 0) return (interval){false, 0, 0};
  double m = (double)n, p = (double)k / m, zz = z95 * z95;
  double centre = p + zz / (2 * m), half = z95 * sqrt(p * (1 - p) / m + zz / (4 * m * m)), scale = 1 + zz / m;
  return (interval){true, clamp(nearest(10000 * ((centre - half) / scale)), 0, 10000),
                    clamp(nearest(10000 * ((centre + half) / scale)), 0, 10000)};
}

interval mean_interval(int64_t n, int64_t sum, sum128 sum_of_squares) {
  if (n < 2) return (interval){false, 0, 0};
  double spread = spread_of(n, sum, sum_of_squares);
  double m = (double)n, mean = (double)sum / m, half = z95 * sqrt(spread / (m * m * (m - 1)));
  return (interval){true, nearest(mean - half), nearest(mean + half)};
}

/* Of one row's s in {1, 0, -1}. */
static double variance_of(const nps_counts *c) {
  double n = (double)nps_n(c), p = (double)c->promoters / n, d = (double)c->detractors / n;
  return p + d - (p - d) * (p - d);
}

impact impact_of(const nps_counts *theme, const nps_counts *all) {
  nps_counts rest = {all->promoters - theme->promoters, all->passives - theme->passives,
                     all->detractors - theme->detractors};
  double n = (double)nps_n(theme), m = (double)nps_n(&rest), total = (double)nps_n(all);
  if (n < 2 || m < 2) return (impact){false, 0, {false, 0, 0}};
  double lead = (double)(theme->promoters - theme->detractors),
         base = (double)(all->promoters - all->detractors);
  double value = (total * lead - n * base) / (total * m), share = n / total;
  double half = z95 * sqrt(share * share * (variance_of(theme) / n + variance_of(&rest) / m));
  return (impact){
      true, nearest(10000 * value), {true, nearest(10000 * (value - half)), nearest(10000 * (value + half))}};
}

correlation score_correlation(const score_tally *with, const score_tally *all) {
  double n = (double)with->n, rest = (double)(all->n - with->n);
  double spread = spread_of(all->n, all->sum, all->squares);
  if (n < 1 || rest < 1 || spread <= 0) return (correlation){false, 0};
  double lead = (double)with->sum / n - (double)(all->sum - with->sum) / rest;
  /* lead / s * sqrt(n * rest / N^2), where s^2 = spread / N^2 */
  return (correlation){true, nearest(10000 * (lead * sqrt(n * rest / spread)))};
}

int64_t weight_share(int64_t part, int64_t whole) {
  return whole > 0 ? nearest(10000 * ((double)part / (double)whole)) : 0;
}
