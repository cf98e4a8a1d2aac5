/* aggregate_stats_test.c - the contract's vectors, and each formula against a plain reading of it. */
#include "aggregate/sum128.h"
#include "aggregate_support.h"
#include <math.h>

static void check_nps(nps_counts c, int64_t low, int64_t high) {
  interval i = nps_interval(&c);
  assert_true(i.known);
  assert_int_equal(i.low, low);
  assert_int_equal(i.high, high);
}

static void test_nps_vectors(void **state) {
  (void)state;
  check_nps((nps_counts){50, 30, 20}, 1405, 4420);
  check_nps((nps_counts){8, 6, 21}, -6054, -788);
  check_nps((nps_counts){3, 1, 1}, -2978, 7978);
  check_nps((nps_counts){10, 0, 0}, 4750, 10000);
  check_nps((nps_counts){0, 0, 10}, -10000, -4750);
  assert_false(nps_interval(&(nps_counts){0, 0, 0}).known);
}

static void test_nps_holds_the_point(void **state) {
  (void)state;
  for (int64_t p = 0; p <= 12; p++)
    for (int64_t s = 0; s <= 12; s++)
      for (int64_t d = 0; d <= 12; d++) {
        nps_counts c = {p, s, d};
        interval i = nps_interval(&c);
        if (!nps_n(&c)) continue;
        assert_true(i.low >= -10000 && i.high <= 10000);
        assert_true(i.low <= nps_centi(&c) && nps_centi(&c) <= i.high);
      }
}

static void test_shares(void **state) {
  (void)state;
  interval i = share_interval(5, 10); /* Wilson: 0.2366 .. 0.7634 */
  assert_int_equal(i.low, 2366);
  assert_int_equal(i.high, 7634);
  i = share_interval(0, 20); /* z^2 / (n + z^2) */
  assert_int_equal(i.low, 0);
  assert_int_equal(i.high, 1611);
  i = share_interval(20, 20);
  assert_int_equal(i.low, 8389);
  assert_int_equal(i.high, 10000);
  assert_false(share_interval(0, 0).known);
}

static void test_means(void **state) {
  (void)state;
  score_tally t = {0};
  static const int64_t scores[] = {-10000, 5000, 2500, 0};
  double sum = 0, squares = 0;
  for (size_t k = 0; k < 4; k++) {
    score_tally_add(&t, VOX_LABEL_NEUTRAL, scores[k]);
    sum += (double)scores[k], squares += (double)(scores[k] * scores[k]);
  }
  double mean = sum / 4, half = 1.959964 * sqrt((squares - sum * sum / 4) / 3 / 4);
  interval i = mean_interval(t.n, t.sum, t.squares);
  assert_true(i.known);
  assert_int_equal(i.low, (int64_t)floor(mean - half + 0.5));
  assert_int_equal(i.high, (int64_t)floor(mean + half + 0.5));
  assert_int_equal(score_tally_mean(&t), -625);
  assert_false(mean_interval(1, 5, (sum128){0, 25}).known);
  i = mean_interval(3, 30, (sum128){0, 300}); /* no spread */
  assert_true(i.low == 10 && i.high == 10);
}

/* Sums of squares beyond 64 bits: 2^40 rows of +-10000 with mean 0 have the standard error 10000 / 2^20. */
static void test_wide_means(void **state) {
  (void)state;
  int64_t n = (int64_t)1 << 50;
  interval i = mean_interval(n, 0, sum128_product((uint64_t)n, 100000000u));
  assert_true(i.known && i.low == 0 && i.high == 0);
  n = 10000000000;
  i = mean_interval(n, 5 * n, sum128_product((uint64_t)n, 100000000u));
  assert_true(i.low == 5 && i.high == 5);
}

static void test_sum128(void **state) {
  (void)state;
  sum128 p = sum128_product(UINT64_MAX, UINT64_MAX);
  assert_true(p.high == UINT64_MAX - 1 && p.low == 1);
  p = sum128_add(p, p);
  assert_true(p.high == UINT64_MAX - 3 && p.low == 2);
  p = sum128_sub((sum128){5, 0}, (sum128){1, 1});
  assert_true(p.high == 3 && p.low == UINT64_MAX);
  p = sum128_times((sum128){1, UINT64_MAX}, 3);
  assert_true(p.high == 5 && p.low == UINT64_MAX - 2);
  assert_true(sum128_to_double((sum128){3, 0}) == 55340232221128654848.0);
}

static void test_impact_vector(void **state) {
  (void)state;
  nps_counts all = {5, 2, 3}, theme = {0, 1, 3};
  impact i = impact_of(&theme, &all);
  assert_true(i.known);
  assert_int_equal(i.value, -6333);
  /* T: var (0.75 - 0.5625) / 4; R: P 5 of 6, var (5/6 - 25/36) / 6; times (4/10)^2 */
  double half = 1.959964 * sqrt(0.16 * (0.1875 / 4 + (5.0 / 6 - 25.0 / 36) / 6));
  assert_int_equal(i.ci95.low, (int64_t)floor(10000 * (-38.0 / 60 - half) + 0.5));
  assert_int_equal(i.ci95.high, (int64_t)floor(10000 * (-38.0 / 60 + half) + 0.5));
}

static void test_impact_null(void **state) {
  (void)state;
  nps_counts all = {5, 2, 3};
  assert_false(impact_of(&(nps_counts){0, 0, 1}, &all).known); /* n < 2 */
  assert_false(impact_of(&(nps_counts){5, 2, 2}, &all).known); /* N - n < 2 */
  assert_false(impact_of(&all, &all).known);
  assert_true(impact_of(&(nps_counts){0, 2, 0}, &all).known);
  assert_true(impact_of(&(nps_counts){5, 0, 3}, &all).known);
}

/* n(T - A)/(N - n) and n(T - R)/N are the same, and both are NPS of all less NPS without the theme. */
static void test_impact_is_leave_one_out(void **state) {
  (void)state;
  uint64_t seed = 42;
  for (int k = 0; k < 1000; k++) {
    int64_t c[6];
    for (int i = 0; i < 6; i++) {
      seed = seed * 6364136223846793005u + 1442695040888963407u;
      c[i] = (int64_t)(seed >> 33) % 50 + 1;
    }
    nps_counts theme = {c[0], c[1], c[2]}, all = {c[0] + c[3], c[1] + c[4], c[2] + c[5]};
    double a = (double)(all.promoters - all.detractors) / (double)nps_n(&all);
    double rest = (double)(c[3] - c[5]) / (double)(c[3] + c[4] + c[5]);
    double want = 10000 * (a - rest), got = (double)impact_of(&theme, &all).value;
    assert_true(fabs(got - want) <= 0.5 + 1e-6);
  }
}

static void test_correlation(void **state) {
  (void)state;
  score_tally with = {0}, all = {0};
  static const int64_t scores[] = {1, 2, 3, 4, 5, 5};
  static const bool theme[] = {true, true, false, false, true, false};
  double n = 6, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
  for (int i = 0; i < 6; i++) {
    double x = theme[i], y = (double)scores[i];
    score_tally_add(&all, VOX_LABEL_NEUTRAL, scores[i] * 10000);
    if (theme[i]) score_tally_add(&with, VOX_LABEL_NEUTRAL, scores[i] * 10000);
    sx += x, sy += y, sxx += x * x, syy += y * y, sxy += x * y;
  }
  double want = (n * sxy - sx * sy) / sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
  correlation r = score_correlation(&with, &all);
  assert_true(r.known);
  assert_int_equal(r.value, (int64_t)floor(10000 * want + 0.5));
  assert_false(score_correlation(&all, &all).known);
  assert_false(score_correlation(&(score_tally){0}, &all).known);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_nps_vectors),
                                     cmocka_unit_test(test_nps_holds_the_point),
                                     cmocka_unit_test(test_shares),
                                     cmocka_unit_test(test_means),
                                     cmocka_unit_test(test_wide_means),
                                     cmocka_unit_test(test_sum128),
                                     cmocka_unit_test(test_impact_vector),
                                     cmocka_unit_test(test_impact_null),
                                     cmocka_unit_test(test_impact_is_leave_one_out),
                                     cmocka_unit_test(test_correlation)};
  return cmocka_run_group_tests_name("aggregate_stats", tests, support_begin, support_end);
}
