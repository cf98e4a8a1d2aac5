/* learn_measure_test.c - figures of labelled rows: by hand where they can be, else against the plain
 * definition. */
#include "learn/number.h"
#include "text_suites.h"
#include "vox_learn.h"

enum { ROWS_MAX = 300 };

typedef struct made_row {
  vox_gold gold;
  vox_sentiment got;
} made_row;

static made_row row_of(int gold, int score) {
  made_row r = {{1, gold, 0, 0}, {VOX_LABEL_NEUTRAL, score, 5000 + abs(score) / 2, score / 100}};
  if (score > 0) r.got.label = VOX_LABEL_POSITIVE;
  if (score < 0) r.got.label = VOX_LABEL_NEGATIVE;
  return r;
}

static vox_measures measures_of(const made_row *rows, size_t n, unsigned rounds) {
  vox_evaluation *e;
  vox_measures m;
  vox_error err = {0};
  assert_int_equal(vox_evaluation_new(&e, &err), VOX_OK);
  for (size_t i = 0; i < n; i++)
    assert_int_equal(vox_evaluation_add(e, &rows[i].gold, rows[i].got, &err), VOX_OK);
  assert_int_equal(vox_evaluation_measure(e, rounds, &m, &err), VOX_OK);
  vox_evaluation_free(e);
  return m;
}

static void test_by_hand(void **state) {
  (void)state;
  made_row rows[] = {row_of(1, 9000),   row_of(1, 5000), row_of(1, -1000),
                     row_of(-1, -8000), row_of(-1, 0),   row_of(0, 0)};
  vox_measures m = measures_of(rows, 6, 0);
  assert_int_equal(m.rows, 6);
  assert_int_equal(m.polar, 5);
  assert_int_equal(m.accuracy.value, 7000);              /* 3 and a half of 5 */
  assert_int_equal(m.macro_f1.value, (8000 + 5000) / 2); /* 2*2/(2+3), 2*1/(2+2) */
  assert_int_equal(m.auc.value, 8333);                   /* 5 of 6 pairs */
  assert_true(m.has_three);
  assert_int_equal(m.confusion[2][2], 2);
  assert_int_equal(m.confusion[2][0], 1);
  assert_int_equal(m.confusion[0][0], 1);
  assert_int_equal(m.confusion[0][1], 1);
  assert_int_equal(m.confusion[1][1], 1);
}

/* A row without a score is wrong for both sides, counts half in accuracy, and is in no bin. */
static void test_null(void **state) {
  (void)state;
  made_row rows[] = {row_of(1, 8000), row_of(-1, 0)};
  rows[1].got = (vox_sentiment){VOX_LABEL_NONE, 0, 0, 0};
  vox_measures m = measures_of(rows, 2, 0);
  assert_int_equal(m.covered, 1);
  assert_int_equal(m.accuracy.value, 7500);
  assert_int_equal(m.macro_f1.value, 5000);
  assert_int_equal(m.bin_rows[9], 1);
  assert_int_equal(m.bin_right[9], 1);
  assert_int_equal(m.confusion[0][3], 1);
  assert_int_equal(m.calibration_error, 1000); /* sure by .9, right always */
}

static void test_bins(void **state) {
  (void)state;
  made_row rows[10];
  for (int i = 0; i < 10; i++) rows[i] = row_of(i < 7 ? 1 : -1, 4000); /* confidence .7, right 7 of 10 */
  vox_measures m = measures_of(rows, 10, 0);
  assert_int_equal(m.bin_rows[7], 10);
  assert_int_equal(m.bin_confidence[7], 7000);
  assert_int_equal(m.calibration_error, 0);
}

static uint64_t next_random(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return *state >> 33;
}

static void expect_near(int32_t got, double want) {
  double gap = got / 10000.0 - want;
  if (gap > 0.00006 || gap < -0.00006) fail_msg("%d instead of %.6f", (int)got, want);
}

static double naive_auc(const made_row *rows, size_t n) {
  double right = 0, pairs = 0;
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < n; k++) {
      if (rows[i].gold.label != 1 || rows[k].gold.label != -1) continue;
      pairs++;
      right += rows[i].got.score > rows[k].got.score ? 1 : rows[i].got.score == rows[k].got.score ? 0.5 : 0;
    }
  return right / pairs;
}

static double naive_spearman(const made_row *rows, size_t n) {
  double a[ROWS_MAX], b[ROWS_MAX], sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  for (size_t i = 0; i < n; i++) {
    a[i] = b[i] = 0;
    for (size_t k = 0; k < n; k++) {
      a[i] += rows[k].got.score < rows[i].got.score ? 1 : rows[k].got.score == rows[i].got.score ? 0.5 : 0;
      b[i] += rows[k].gold.grade < rows[i].gold.grade    ? 1
              : rows[k].gold.grade == rows[i].gold.grade ? 0.5
                                                         : 0;
    }
    sa += a[i], sb += b[i], saa += a[i] * a[i], sbb += b[i] * b[i], sab += a[i] * b[i];
  }
  double m = (double)n;
  return (sab - sa * sb / m) / root_of((saa - sa * sa / m) * (sbb - sb * sb / m));
}

static void make_random(made_row *rows, size_t n, uint64_t seed) {
  for (size_t i = 0; i < n; i++) {
    rows[i] = row_of((int)(next_random(&seed) % 3) - 1, (int)(next_random(&seed) % 9) * 2000 - 8000);
    rows[i].gold.has_grade = 1;
    rows[i].gold.grade = (double)(next_random(&seed) % 5) + rows[i].got.score / 8000.0;
  }
}

static void test_against_plain(void **state) {
  (void)state;
  static made_row rows[ROWS_MAX];
  for (uint64_t seed = 1; seed < 20; seed++) {
    size_t n = 20 + (size_t)seed * 10;
    make_random(rows, n, seed);
    vox_measures m = measures_of(rows, n, 0);
    expect_near(m.auc.value, naive_auc(rows, n));
    expect_near(m.spearman.value, naive_spearman(rows, n));
  }
}

static void test_intervals(void **state) {
  (void)state;
  static made_row rows[ROWS_MAX];
  make_random(rows, ROWS_MAX, 5);
  vox_measures a = measures_of(rows, ROWS_MAX, 200), b = measures_of(rows, ROWS_MAX, 200);
  assert_memory_equal(&a, &b, sizeof a);
  assert_in_range(a.accuracy.low, 1, a.accuracy.value - 1);
  assert_in_range(a.accuracy.high, a.accuracy.value + 1, 9999);
  assert_in_range(a.accuracy.high - a.accuracy.low, 600, 2000); /* 4 standard errors of 200 rows: .14 */
}

static void test_nothing(void **state) {
  (void)state;
  vox_measures m = measures_of(NULL, 0, 10);
  assert_int_equal(m.rows, 0);
  assert_int_equal(m.accuracy.value, 0);
  assert_int_equal(m.calibration_error, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_by_hand),       cmocka_unit_test(test_null),      cmocka_unit_test(test_bins),
      cmocka_unit_test(test_against_plain), cmocka_unit_test(test_intervals), cmocka_unit_test(test_nothing),
  };
  return cmocka_run_group_tests_name("learn_measure", tests, NULL, NULL);
}
