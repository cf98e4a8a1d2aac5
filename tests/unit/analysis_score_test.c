/* analysis_score_test.c - the public score of a sum: the more was said on both sides, the flatter
 * (evidence_scale, 400 here); clauses of both sides (mixed_clause, 60). The slope is 105, an opinion 60 or
 * 120. */
#define SMALL_SCALE  "400"
#define SMALL_CLAUSE "60"
#include "small_fixture.h"

static void expect_score(const char *text, int32_t raw, vox_score score) {
  vox_sentiment got = vox_result_sentiment(small_analyse(&s, text));
  if (got.raw != raw || got.score != score)
    fail_msg("%s: sum %d, score %d", text, (int)got.raw, (int)got.score);
}

/* 2 sigma(0.0105 * 52.17) - 1: 60 * 400 / 460 is 52.17. */
static void test_one_side(void **state) {
  (void)state;
  expect_score("好", 60, 2672);
  expect_score("差", -120, -4498); /* of -120 * 400 / 520 = -92.31 */
}

/* -60 of 60 and 120: -60 * 400 / 580 is -41.38. */
static void test_both_sides(void **state) {
  (void)state;
  expect_score("差,好", -60, -2138);
}

static void test_nothing_left(void **state) {
  (void)state;
  expect_score("物流慢,包装好", 0, 0);
  assert_int_equal(vox_result_sentiment(s.result).confidence, 5000);
}

static void expect_label(const char *text, vox_label label) {
  vox_label got = vox_result_sentiment(small_analyse(&s, text)).label;
  if (got != label) fail_msg("%s: label %d", text, got);
}

/* Each side has a clause: 60 against 96, and against 120, which is too much. */
static void test_clauses_differ(void **state) {
  (void)state;
  expect_label("物流非常慢,包装好", VOX_LABEL_MIXED);
  expect_label("差,包装好", VOX_LABEL_NEGATIVE);
  expect_label("物流非常慢包装好", VOX_LABEL_NEGATIVE);
}

#define TEST(name) cmocka_unit_test(name)
int main(void) {
  const struct CMUnitTest tests[] = {TEST(test_one_side), TEST(test_both_sides), TEST(test_nothing_left),
                                     TEST(test_clauses_differ)};
  return cmocka_run_group_tests_name("analysis/score", tests, open_model, close_model);
}
