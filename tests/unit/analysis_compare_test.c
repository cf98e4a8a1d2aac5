/* analysis_compare_test.c - a comparison that the own side loses turns the praise in it, once and in its
 * clause. */
#include "small_model.h"

static small_model s;

static int open_model(void **state) {
  (void)state;
  small_open(&s, SMALL_LEXICON "不如\tcomparison\t-1\n好过\tcomparison\t+1\nnot as good as\tcomparison\t-1\n",
             SMALL_WORDS "不如 900 v\n好过 900 v\n家 900 n\n");
  return 0;
}

static int close_model(void **state) {
  (void)state;
  return small_close(&s);
}

static void test_turned(void **state) {
  (void)state;
  expect_raw(&s, "不如我家快", -60);
  expect_raw(&s, "物流不如我家快", -120); /* the pair 物流 + 快 */
  assert_int_equal(theme_of(&s, "delivery")->sentiment.label, VOX_LABEL_NEGATIVE);
  expect_raw(&s, "not as good as it", -60);
  small_analyse(&s, "不如我家快");
  expect_str(only_evidence(&s, "sentiment")->rule, "compared");
}

static void test_left_alone(void **state) {
  (void)state;
  expect_raw(&s, "不如我家,包装好", 60); /* another clause */
  expect_raw(&s, "不如我家慢", -60);     /* no praise to give away */
  expect_raw(&s, "好过我家快", 60);      /* the own side wins */
  expect_raw(&s, "不如我家快又好", 0);   /* the first praise alone */
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_turned), cmocka_unit_test(test_left_alone)};
  return cmocka_run_group_tests_name("analysis/compare", tests, open_model, close_model);
}
