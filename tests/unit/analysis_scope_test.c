/* analysis_scope_test.c - what negators, degrees, wishes and repetition make of a weight. Weights are steps
 * of 60: 好 60, 不错 90, 差 -120; a negation takes -50 %, a wish 20 % of praise and 50 %
 * of blame, a repetition 50 %. */
#include "small_fixture.h"

static void expect_rule(const char *text, int32_t raw, const char *rule, const char *scope) {
  expect_raw(&s, text, raw);
  const vox_evidence *e = only_evidence(&s, "sentiment");
  expect_str(e->rule, rule);
  expect_span(text, e->scope, scope);
  assert_int_equal(e->sum, raw);
}

static void test_plain(void **state) {
  (void)state;
  expect_rule("好", 60, "", "");
  expect_rule("不错", 90, "", ""); /* the 不 inside speaks no longer for itself */
}

static void test_negation(void **state) {
  (void)state;
  expect_rule("不好", -30, "negated", "不");
  expect_rule("不是好的", -30, "negated", "不是");
  expect_rule("服务不是很好", -39, "negated,degree", "不是很");
  expect_rule("不差", 60, "negated", "不");
  expect_rule("不是我的好", -30, "negated", "不是");
  expect_rule("不是我的东西好", 60, "", ""); /* three tokens between */
}

static void test_negation_stays_in_its_clause(void **state) {
  (void)state;
  expect_raw(&s, "不,好", 60);
  expect_raw(&s, "不。好", 60);
  expect_raw(&s, "不 好", 60); /* a blank stands for a comma */
  expect_raw(&s, "不\n好", 60);
}

/* A negator spends itself on the first word behind it. */
static void test_negation_is_spent(void **state) {
  (void)state;
  expect_raw(&s, "不好又贵", -30 - 60);
  expect_raw(&s, "不贵又好", 30 + 60);
}

static void test_double_negation(void **state) {
  (void)state;
  expect_rule("不是不好", 60, "double_negation", "不是不");
  expect_rule("不不好", 60, "double_negation", "不不");
  expect_rule("不是不差", -120, "double_negation", "不是不");
  expect_rule("不是不不好", -30, "negated", "不是不不");
  expect_rule("不得不喜欢", 120, "", ""); /* one entry, whose negations cancel */
}

static void test_phrase_hides_its_negator(void **state) {
  (void)state;
  expect_rule("没有问题", 60, "", "");
  expect_rule("没有好的", -30, "negated", "没有"); /* reach: the setting */
}

static void test_degree(void **state) {
  (void)state;
  expect_rule("很好", 78, "degree", "很");
  expect_rule("非常好", 96, "degree", "非常");
  expect_rule("有点贵", -30, "degree", "有点");
  expect_rule("很不好", -39, "negated,degree", "很不");
  expect_rule("好极了", 108, "degree", "极了"); /* acts on what stands before it */
  expect_rule("极了好", 60, "", "");
  expect_rule("很我的好", 60, "", ""); /* beyond its reach of 2 */
  assert_true(small_raw(&s, "很好") > small_raw(&s, "好"));
  assert_true(small_raw(&s, "有点贵") > small_raw(&s, "贵"));
}

static void test_wish(void **state) {
  (void)state;
  expect_rule("希望服务好", 12, "wish", "");
  expect_raw(&s, "要是不贵就好了", 6 + 12);
}

static void test_wish_clauses(void **state) {
  (void)state;
  expect_raw(&s, "希望物流快", 24);
  expect_raw(&s, "服务好,希望价格不贵", 60 + 6);
  expect_raw(&s, "希望有,服务好", 60);
  expect_raw(&s, "服务好希望", 12); /* anywhere in the clause */
  assert_true(s.result->flags & FLAG_SUGGESTION);
  small_analyse(&s, "服务好");
  assert_false(s.result->flags & FLAG_SUGGESTION);
  small_analyse(&s, "希望服务好");
  assert_int_equal(s.result->intent_count, 1);
  assert_int_equal(s.result->intents[0].intent, INTENT_SUGGESTION);
  expect_str(s.result->names->themes[s.result->intents[0].theme].id, "service");
}

static void test_contrast_divides(void **state) {
  (void)state;
  expect_raw(&s, "不但是好", 60);
  small_analyse(&s, "物流慢但是包装好");
  assert_true(s.result->flags & FLAG_CONTRAST);
}

static void test_repetition(void **state) {
  (void)state;
  expect_raw(&s, "好,好", 60 + 30);
  expect_raw(&s, "好,好,好", 60 + 30);
  expect_raw(&s, "好,好,好,好,好,好,好,好", 60 + 30);
  expect_raw(&s, "好,不好", 60 - 15);
  expect_raw(&s, "好,不错", 60 + 90); /* another entry */
}

static void test_emotions(void **state) {
  (void)state;
  const vox_named_score *list;
  small_analyse(&s, "我生气");
  assert_int_equal(vox_result_emotions(s.result, &list), 1);
  expect_str(list[0].id, "anger");
  assert_int_equal(list[0].score, 4615); /* .3 * 2 / (.3 * 2 + .7) */
  small_analyse(&s, "非常生气");
  assert_int_equal(vox_result_emotions(s.result, &list), 1);
  assert_int_equal(list[0].score, 5783); /* 3.2 steps */
  small_analyse(&s, "我不生气");
  assert_int_equal(vox_result_emotions(s.result, &list), 0);
  small_analyse(&s, "开心,感谢,生气,生气");
  assert_int_equal(vox_result_emotions(s.result, &list), 3);
  expect_str(list[0].id, "gratitude"), expect_str(list[1].id, "joy"), expect_str(list[2].id, "anger");
  assert_int_equal(list[0].score, 5625), assert_int_equal(list[1].score, 3000),
      assert_int_equal(list[2].score, 4736); /* 3, 1 and 2.1 steps */
}

static void test_intents(void **state) {
  (void)state;
  small_analyse(&s, "客服差,要投诉");
  assert_int_equal(s.result->intent_count, 1);
  assert_int_equal(s.result->intents[0].intent, INTENT_COMPLAINT);
  assert_int_equal(s.result->intents[0].theme, NO_THEME);
  small_analyse(&s, "投诉客服");
  expect_str(s.result->names->themes[s.result->intents[0].theme].id, "service.agent");
  small_analyse(&s, "不投诉");
  assert_int_equal(s.result->intent_count, 0);
}

static void test_question_at_the_end(void **state) {
  (void)state;
  small_analyse(&s, "服务好吗?");
  assert_true(s.result->flags & FLAG_QUESTION);
  small_analyse(&s, "服务好吗的人");
  assert_false(s.result->flags & FLAG_QUESTION);
}

static void test_english(void **state) {
  (void)state;
  expect_rule("not good", -30, "negated", "not");
  expect_rule("It isn't bad.", 30, "negated", "isn't");
  expect_rule("It isn’t bad.", 30, "negated", "isn’t"); /* as telephones write it */
  expect_rule("very good", 78, "degree", "very");
  expect_rule("I don't like it", -30, "negated", "don't");
  expect_rule("I DON'T really LIKE it", -30, "negated", "DON'T");
  expect_rule("not a very good one", -39, "negated,degree", "not a very");
  expect_raw(&s, "not slow, good", 30 + 60);
  expect_raw(&s, "slow but good", -60 + 60);
}

/* Shifters are data: without its entry a word shifts nothing. */
static void test_shifters_are_data(void **state) {
  (void)state;
  small_model other;
  small_open(&other, HEAD("x") "好\tsentiment\t+1\n很\tdegree\t0.5\n也\tnegator\t1\n", SMALL_WORDS);
  expect_raw(&other, "不好", 60);
  expect_raw(&other, "很好", 30);
  expect_raw(&other, "也好", -30);
  expect_raw(&other, "也都好", 60);
  small_close(&other);
}

#define TEST(name) cmocka_unit_test(name)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_plain),
      TEST(test_negation),
      TEST(test_negation_stays_in_its_clause),
      TEST(test_negation_is_spent),
      TEST(test_double_negation),
      TEST(test_phrase_hides_its_negator),
      TEST(test_degree),
      TEST(test_wish),
      TEST(test_wish_clauses),
      TEST(test_contrast_divides),
      TEST(test_repetition),
      TEST(test_emotions),
      TEST(test_intents),
      TEST(test_question_at_the_end),
      TEST(test_english),
      TEST(test_shifters_are_data),
  };
  return cmocka_run_group_tests_name("analysis/scope", tests, open_model, close_model);
}
