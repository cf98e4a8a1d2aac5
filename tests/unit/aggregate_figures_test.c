/* aggregate_figures_test.c - the statistics of a report by themselves: against libm, published vectors and
 * planted truths. The whole of them is checked against other libraries by tests/reference. */
#include "aggregate/contrast.h"
#include "aggregate/exact.h"
#include "aggregate/ledger.h"
#include "aggregate/plan.h"
#include "aggregate/suppress.h"
#include "aggregate/words.h"
#include "aggregate_support.h"
#include <math.h>

#define close_to(a, b, e)                                                                                    \
  do {                                                                                                       \
    double x_ = (a), y_ = (b);                                                                               \
    if (!(fabs(x_ - y_) <= (e))) fail_msg("%.17g instead of %.17g", x_, y_);                                 \
  } while (0)

static void test_exact(void **state) {
  (void)state;
  for (double x = 1e-12; x < 1e12; x *= 1.37) close_to(exact_log(x), log(x), 1e-14 * (1 + fabs(log(x))));
  for (double x = -600; x < 600; x += 1.618) close_to(exact_exp(x) / exp(x), 1, 1e-12);
  for (double z = -12; z < 12; z += 0.0937) close_to(exact_normal_p(z) / erfc(fabs(z) / sqrt(2)), 1, 1e-12);
  assert_true(exact_normal_p(0) == 1);
  assert_true(exact_normal_p(60) == 0);
  close_to(exact_normal_p(1.959964), 0.05, 1e-7);
}

/* ---- Differences ---- */

static void test_differences(void **state) {
  (void)state;
  /* 30 with n 100 and -20 with n 60; adjusted: 29.13 and -19.05, SE 7.69 and 10.19 points. */
  nps_counts a = {50, 30, 20}, b = {15, 18, 27};
  difference d = nps_difference(&a, &b);
  assert_true(d.known);
  assert_int_equal(d.value, -5000);
  assert_int_equal(d.ci95.low, -7320);
  assert_int_equal(d.ci95.high, -2315);
  nps_counts none = {0, 0, 0};
  assert_false(nps_difference(&none, &b).known);
  /* Newcombe 1998, table II (a): 56/70 and 48/80, method 10: 0.0524 to 0.3339. */
  d = share_difference(48, 80, 56, 70);
  assert_int_equal(d.value, 2000);
  assert_int_equal(d.ci95.low, 524);
  assert_int_equal(d.ci95.high, 3339);
  /* (b): 9/10 and 3/10: 0.1705 to 0.8090. */
  d = share_difference(3, 10, 9, 10);
  assert_int_equal(d.ci95.low, 1705);
  assert_int_equal(d.ci95.high, 8090);
  /* (h): 10/10 and 0/10: 0.6075 to 1. */
  d = share_difference(0, 10, 10, 10);
  assert_int_equal(d.ci95.low, 6075);
  assert_int_equal(d.ci95.high, 10000);
}

/* ---- Words ---- */

static void test_contrast(void **state) {
  (void)state;
  contrast list[] = {{.id = 0, .a = 40, .b = 5},
                     {.id = 1, .a = 30, .b = 31},
                     {.id = 2, .a = 2, .b = 60},
                     {.id = 3, .a = 100, .b = 100}};
  uint32_t order[4];
  contrasts_fill(list, 4, 100, 100, order);
  assert_true(list[0].known && list[1].known && list[2].known);
  assert_false(list[3].known); /* in every row: it tells nothing */
  assert_true(list[0].z < -30000 && list[2].z > 50000 && list[1].z < 5000 && list[1].z > -5000);
  /* G^2 of 40/100 against 5/100 is 38.6443 (R: 2 * sum(o * log(o / e))). */
  close_to((double)list[0].g2 / 10000,
           2 * (40 * log(40 / 22.5) + 5 * log(5 / 22.5) + 60 * log(60 / 77.5) + 95 * log(95 / 77.5)), 0.0001);
  assert_true(list[2].q <= list[0].q && list[0].q < 1000 && list[1].q > 500000);
  contrasts_fill(list, 0, 100, 100, order);
}

/* p 0.01, 0.02, 0.03, 0.5 have q 0.04, 0.04, 0.04, 0.5: the step-up takes the least from behind. */
static void test_step_up(void **state) {
  (void)state;
  contrast list[3] = {{.id = 0, .a = 10, .b = 20}, {.id = 1, .a = 10, .b = 21}, {.id = 2, .a = 10, .b = 19}};
  uint32_t order[3];
  contrasts_fill(list, 3, 100, 100, order);
  assert_true(list[1].q <= list[0].q && list[0].q <= list[2].q);
  for (int i = 0; i < 3; i++) assert_true((double)list[i].q >= 1e6 * list[i].p - 1);
  close_to((double)list[2].q, 1e6 * list[2].p, 0.6); /* the greatest p stays itself */
}

static void test_pairs(void **state) {
  (void)state;
  lift l = lift_of(20, 40, 50, 200);
  assert_int_equal(l.value, 20000);
  double half = 1.959964 * sqrt(1.0 / 20 - 1.0 / 40 + 1.0 / 50 - 1.0 / 200);
  assert_int_equal(l.ci95.low, (int64_t)(20000 * exp(-half) + 0.5));
  assert_int_equal(l.ci95.high, (int64_t)(20000 * exp(half) + 0.5));
  assert_false(lift_of(0, 40, 50, 200).known);
  int64_t kappa = 0;
  assert_true(kappa_of(20, 25, 30, 50, &kappa)); /* Cohen's own way: 20, 5, 10, 15 of 50 gives 0.4 */
  assert_int_equal(kappa, 4000);
  assert_false(kappa_of(50, 50, 50, 50, &kappa));
}

static void test_weights(void **state) {
  (void)state;
  /* All weights 1: the unweighted figures to the byte. */
  nps_counts c = {50, 30, 20}, w = {5000, 3000, 2000};
  weighted_nps n = nps_of_weights(&w, (sum128){0, 100 * 100 * 100});
  assert_int_equal(n.value, nps_centi(&c));
  assert_int_equal(n.ci95.low, nps_interval(&c).low);
  assert_int_equal(n.ci95.high, nps_interval(&c).high);
  assert_int_equal(n.rows, 10000);
  /* Weights 3, 1, 1: worth 25 / 11 rows. */
  w = (nps_counts){300, 100, 100};
  assert_int_equal(nps_of_weights(&w, (sum128){0, 90000 + 10000 + 10000}).rows, 227);
  assert_false(nps_of_weights(&(nps_counts){0, 0, 0}, (sum128){0, 0}).known);
}

/* ---- Hiding ---- */

static void test_suppress(void **state) {
  (void)state;
  /* newmeasures: 6 men and 4 women with k = 5: the total of 10 must not give the women away. */
  bool two[2] = {false, false};
  suppress((int64_t[]){6, 4}, two, 2, 5);
  assert_true(two[0] && two[1]);
  bool many[5] = {false};
  suppress((int64_t[]){100, 3, 20, 30, 0}, many, 5, 5);
  assert_true(many[1] && many[2] && !many[0] && !many[3] && !many[4]);
  bool tiny[4] = {false}; /* 1 and 1 hidden are together still fewer than five */
  suppress((int64_t[]){50, 1, 1, 9}, tiny, 4, 5);
  assert_true(tiny[1] && tiny[2] && tiny[3] && !tiny[0]);
  bool none[3] = {false};
  suppress((int64_t[]){5, 6, 0}, none, 3, 5);
  assert_false(none[0] || none[1] || none[2]);
  bool lone[1] = {false};
  suppress((int64_t[]){3}, lone, 1, 5);
  assert_true(lone[0]);
}

/* Whatever the cells: nothing small is shown, and what is hidden cannot be worked out of the total. */
static void test_suppress_property(void **state) {
  (void)state;
  uint64_t dice = 5;
  for (int round = 0; round < 5000; round++) {
    int64_t n[8], hidden_rows = 0, all = 0;
    bool hidden[8] = {false};
    size_t hidden_cells = 0;
    for (int i = 0; i < 8; i++) {
      dice = dice * UINT64_C(6364136223846793005) + 1442695040888963407;
      n[i] = (int64_t)((dice >> 40) % 30);
      all += n[i];
    }
    suppress(n, hidden, 8, 7);
    for (int i = 0; i < 8; i++) {
      assert_true(hidden[i] || n[i] == 0 || n[i] >= 7);
      if (hidden[i] && n[i]) hidden_cells++, hidden_rows += n[i];
    }
    assert_true(!hidden_cells || (hidden_cells >= 2 && hidden_rows >= 7) || hidden_rows == all);
  }
}

/* ---- Periods ---- */

static void check_period(const char *day, period_kind kind, const char *want) {
  char out[PERIOD_TEXT];
  size_t n = period_of(str_of(day), kind, out);
  assert_text(((vox_str){out, n}), want);
}

static void test_periods(void **state) {
  (void)state;
  check_period("2026-03-01", PERIOD_DAY, "2026-03-01");
  check_period("2026-03-01 10:00:00", PERIOD_MONTH, "2026-03");
  check_period("2026-03-31", PERIOD_QUARTER, "2026-Q1");
  check_period("2026-10-01", PERIOD_QUARTER, "2026-Q4");
  /* ISO 8601: the year's first week holds its first Thursday. */
  check_period("2026-01-01", PERIOD_WEEK, "2026-W01");
  check_period("2025-12-29", PERIOD_WEEK, "2026-W01");
  check_period("2025-12-28", PERIOD_WEEK, "2025-W52");
  check_period("2027-01-03", PERIOD_WEEK, "2026-W53");
  check_period("2021-01-03", PERIOD_WEEK, "2020-W53");
  check_period("2021-01-04", PERIOD_WEEK, "2021-W01");
  check_period("2008-12-30", PERIOD_WEEK, "2009-W01");
  check_period("2026-13-01", PERIOD_MONTH, "");
  check_period("yesterday", PERIOD_MONTH, "");
  char out[PERIOD_TEXT];
  assert_int_equal(period_year_ago(STR("2026-Q1"), out), 7);
  assert_memory_equal(out, "2025-Q1", 7);
}

/* ---- Tables ---- */

static void test_bounded_table(void **state) {
  (void)state;
  ledger whole, half, other;
  char key[16];
  bool beyond;
  ledger_init(&whole, &support_mem, 1, 0, 50);
  ledger_init(&half, &support_mem, 1, 0, 50);
  ledger_init(&other, &support_mem, 1, 0, 50);
  for (int i = 0; i < 3000; i++) {
    int n = snprintf(key, sizeof key, "k%d", i * 7 % 1000);
    ledger *part = i % 3 ? &half : &other;
    assert_true(ledger_reserve(&whole, 1) && ledger_reserve(part, 1));
    tally_cell *e = ledger_take(&whole, (vox_str){key, (size_t)n}, &beyond);
    if (e) e->v[0]++;
    e = ledger_take(part, (vox_str){key, (size_t)n}, &beyond);
    if (e) e->v[0]++;
  }
  assert_true(ledger_reserve_merge(&half, &other));
  ledger_merge(&half, &other);
  const tally_cell *a[200], *b[200];
  size_t na, nb;
  assert_true(whole.len <= 200 && half.len <= 200);
  ledger_in_order(&whole, a, &na);
  ledger_in_order(&half, b, &nb);
  assert_int_equal(na, 50);
  assert_int_equal(nb, 50);
  for (size_t i = 0; i < na; i++) {
    assert_true(str_eq(a[i]->key, b[i]->key));
    assert_int_equal(a[i]->v[0], 3); /* complete: each key came three times */
    assert_int_equal(b[i]->v[0], 3);
  }
  assert_true(ledger_bounded(&whole) && ledger_bounded(&half));
  ledger_free(&whole), ledger_free(&half), ledger_free(&other);
}

/* ---- Questions ---- */

static vox_status try_ask(const char *text, bool is_nps) {
  plan p;
  vox_error err = {0};
  vox_str ask = str_of(text);
  vox_status status = plan_make(&p, &support_mem, &ask, 1, is_nps, &err);
  if (status != VOX_OK) assert_non_null(strstr(err.message, ":"));
  plan_free(&p, &support_mem);
  return status;
}

static void test_questions(void **state) {
  (void)state;
  static const char *const good[] = {"segment=x",
                                     "rollup=a/b/c",
                                     "by=week",
                                     "measure=csat:a:b:csat5",
                                     "measure=k:x:0..1",
                                     "compare=group:promoter,passive",
                                     "compare=date:2026-01-01..,..2025-12-31",
                                     "compare=a:b:c,d",
                                     "baseline=2026-01-01..2026-02-01",
                                     "per=u"};
  static const char *const bad[] = {"segment=",
                                    "rollup=a//b",
                                    "by=year",
                                    "measure=csat:csat5",
                                    "measure=k:x:5..5",
                                    "compare=group:promoter,nobody",
                                    "compare=date:2026-1-1..,..",
                                    "compare=ab",
                                    "nothing",
                                    "baseline=2026-01-01..",
                                    "weight=",
                                    "compare=:a,b"};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_int_equal(try_ask(good[i], true), VOX_OK);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    assert_int_equal(try_ask(bad[i], true), VOX_ERR_ARGUMENT);
  assert_int_equal(try_ask("compare=group:promoter,passive", false), VOX_ERR_ARGUMENT);
}

static void test_extras_of_a_row(void **state) {
  (void)state;
  plan p;
  row_extras x;
  vox_str asks[] = {STR("weight=w"), STR("measure=csat:c:csat5"), STR("measure=far:f:0..100")};
  assert_int_equal(plan_make(&p, &support_mem, asks, 3, true, NULL), VOX_OK);
  static const struct {
    const char *weight, *csat;
    int64_t want;
    int top;
  } rows[] = {{"12.5", "5", 1250, 1}, {"1,200", "\xEF\xBC\x95\xE5\x88\x86", 120000, 1},
              {" 3 ", "4.5", 300, 0}, {"-1", "6", -1, -1},
              {"x", "", -1, -1},      {"2000000", "0", -1, -1}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    vox_field f[] = {{STR("w"), str_of(rows[i].weight), 0}, {STR("c"), str_of(rows[i].csat), 0}};
    vox_row row = {.segments = f, .segment_count = 2};
    plan_extras(&p, &row, &x);
    assert_int_equal(x.has_weight, rows[i].want >= 0);
    if (x.has_weight) assert_int_equal(x.weight, rows[i].want);
    assert_int_equal(x.measured & 1, rows[i].top >= 0);
    assert_int_equal(x.top & 1, rows[i].top > 0);
    assert_int_equal(x.measured >> 1, 0);
  }
  plan_free(&p, &support_mem);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_exact),
      cmocka_unit_test(test_differences),
      cmocka_unit_test(test_contrast),
      cmocka_unit_test(test_step_up),
      cmocka_unit_test(test_pairs),
      cmocka_unit_test(test_weights),
      cmocka_unit_test(test_suppress),
      cmocka_unit_test(test_suppress_property),
      cmocka_unit_test(test_periods),
      cmocka_unit_test_setup_teardown(test_bounded_table, support_begin, support_end),
      cmocka_unit_test_setup_teardown(test_questions, support_begin, support_end),
      cmocka_unit_test_setup_teardown(test_extras_of_a_row, support_begin, support_end)};
  return cmocka_run_group_tests_name("figures", tests, NULL, NULL);
}
