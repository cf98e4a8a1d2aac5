/* analysis_neutral_test.c - the second weight of learned entries, which speaks for the middle; function words
 * that are opinions too; labels left out below a confidence. The settings: neutral_below 15, neutral_step
 * 100, neutral_both 20. */
#include "small_model.h"

#define NEUTRAL_LEXICON                                                                                      \
  SMALL_LEXICON "东西\tweight\t0\tneutral=+0.80\n人\tweight\t+0.30\tneutral=-0.50\n"                      \
                "我 + "                                                                                     \
                "好\tweight.pair\t+0.00\tneutral=+0.90\n包装\tweight\t0\tneutral=+1.20/"                  \
                "-0.40\n但是\tsentiment\t-1\n不\tsentiment\t-1\n"

static small_model s;

static int open_model(void **state) {
  (void)state;
  small_open(&s, NEUTRAL_LEXICON, SMALL_WORDS);
  return 0;
}

static int close_model(void **state) {
  (void)state;
  return small_close(&s);
}

static vox_sentiment sentiment(const char *text) { return vox_result_sentiment(small_analyse(&s, text)); }

static void expect_label(const char *text, vox_label label, int32_t raw) {
  vox_sentiment got = sentiment(text);
  if (got.label != label || got.raw != raw) fail_msg("%s: label %d, sum %d", text, got.label, (int)got.raw);
}

static void test_middle(void **state) {
  (void)state;
  expect_label("好", VOX_LABEL_POSITIVE, 60);
  expect_label("东西好", VOX_LABEL_NEUTRAL, 60);      /* 60 < 15 + 80 */
  expect_label("东西非常好", VOX_LABEL_POSITIVE, 96); /* 96 >= 95 */
  expect_label("东西差", VOX_LABEL_NEGATIVE, -120);
  expect_label("我好", VOX_LABEL_NEUTRAL, 60);                        /* a pair: 60 < 15 + 90 */
  assert_int_equal(sentiment("东西好").score, sentiment("好").score); /* the score stays as it is */
}

/* Against praise 包装 speaks for the middle, against blame the contrary: 120 - 60 in the second. */
static void test_sides(void **state) {
  (void)state;
  expect_label("包装好", VOX_LABEL_NEUTRAL, 60);
  expect_label("东西包装差", VOX_LABEL_NEGATIVE, -120);
  small_analyse(&s, "包装好");
  assert_int_equal(only_evidence(&s, "neutral")->sum, 120);
  small_analyse(&s, "包装差");
  assert_int_equal(only_evidence(&s, "neutral")->sum, -40);
}

/* The second time counts half, a third nothing. */
static void test_repeated(void **state) {
  (void)state;
  expect_label("东西差,东西", VOX_LABEL_NEUTRAL, -120);                /* 120 < 15 + 80 + 40 */
  expect_label("东西非常差,东西,东西,东西", VOX_LABEL_NEGATIVE, -192); /* 192 >= 135 */
}

/* A word may speak against the middle: 30 - 50 leaves less than nothing of neutral_below. */
static void test_against(void **state) {
  (void)state;
  expect_label("人", VOX_LABEL_POSITIVE, 30);
  expect_label("人慢,好", VOX_LABEL_POSITIVE, 30);
}

/* What speaks for the middle alone is no opinion. */
static void test_alone(void **state) {
  (void)state;
  vox_sentiment got = sentiment("东西");
  assert_int_equal(got.label, VOX_LABEL_NONE);
  assert_int_equal(got.confidence, 0);
}

static void test_evidence(void **state) {
  (void)state;
  small_analyse(&s, "东西好");
  const vox_evidence *e = only_evidence(&s, "neutral");
  expect_str(e->term, "东西");
  expect_str(e->rule, "learned");
  assert_int_equal(e->weight, 80);
  assert_int_equal(e->sum, 80);
  small_analyse(&s, "人");
  assert_int_equal(count_evidence(&s, "neutral"), 1);
  assert_int_equal(count_evidence(&s, "sentiment"), 1);
}

/* 但是 is an opinion here and stays a contrast; 不 is one as well, and negates no longer. */
static void test_function_words_with_an_opinion(void **state) {
  (void)state;
  small_analyse(&s, "物流慢但是包装好");
  assert_true(s.result->flags & FLAG_CONTRAST);
  assert_int_equal(s.result->sentiment.raw, -60 - 60 + 60);
  expect_label("不好", VOX_LABEL_MIXED, 0);
}

static void test_abstain(void **state) {
  (void)state;
  vox_ctx_options options = VOX_CTX_OPTIONS_INIT;
  vox_ctx *ctx;
  const vox_result *r;
  options.abstain = 7000;
  assert_int_equal(vox_ctx_new(&ctx, s.model, &options, NULL), VOX_OK);
  assert_int_equal(vox_analyse(&r, ctx, STR("好"), VOX_ROLE_OTHER, NULL), VOX_OK);
  vox_sentiment unsure = vox_result_sentiment(r), sure = sentiment("好");
  assert_int_equal(unsure.label, VOX_LABEL_NONE); /* confidence 0.65 */
  assert_int_equal(unsure.score, sure.score);
  assert_int_equal(unsure.confidence, sure.confidence);
  assert_int_equal(vox_analyse(&r, ctx, STR("差"), VOX_ROLE_OTHER, NULL), VOX_OK);
  assert_int_equal(vox_result_sentiment(r).label, VOX_LABEL_NEGATIVE);
  assert_int_equal(vox_analyse(&r, ctx, STR("东西好"), VOX_ROLE_OTHER, NULL), VOX_OK);
  assert_int_equal(vox_result_sentiment(r).label, VOX_LABEL_NEUTRAL); /* sides alone are left open */
  vox_ctx_free(ctx);
}

#define TEST(name) cmocka_unit_test(name)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_middle),
      TEST(test_sides),
      TEST(test_repeated),
      TEST(test_against),
      TEST(test_alone),
      TEST(test_evidence),
      TEST(test_function_words_with_an_opinion),
      TEST(test_abstain),
  };
  return cmocka_run_group_tests_name("analysis/neutral", tests, open_model, close_model);
}
