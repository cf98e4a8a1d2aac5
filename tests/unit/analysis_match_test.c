/* analysis_match_test.c - which entries stand over a comment: boundaries, longest match, prefixes, spaces,
 * pairs, and where their bytes are. */
#include "small_fixture.h"

/* The one sentiment evidence of `text` is `term` over the bytes `span`. */
static void expect_hit(const char *text, const char *span, const char *term) {
  small_analyse(&s, text);
  const vox_evidence *e = only_evidence(&s, "sentiment");
  expect_span(text, e->span, span);
  expect_str(e->term, term);
}

static void expect_no_sentiment(const char *text) {
  small_analyse(&s, text);
  if (count_evidence(&s, "sentiment")) fail_msg("something was found in %s", text);
}

static void test_boundaries(void **state) {
  (void)state;
  expect_hit("客服差", "差", "差");
  expect_no_sentiment("我今天出差");
  expect_hit("出差的人差", "差", "差");
  expect_no_sentiment("goodness knows");
  expect_no_sentiment("badly");
  expect_hit("it was bad.", "bad", "bad");
}

static void test_longest_wins(void **state) {
  (void)state;
  expect_hit("服务有待提高", "有待提高", "有待提高");
  expect_hit("服务提高了", "提高", "提高");
  expect_hit("没有问题", "没有问题", "没有问题");
  expect_hit("好慢", "好慢", "好慢");
  expect_hit("out of stock", "out of stock", "out of stock");
}

/* A term of weight 0 says nothing, and neither does what it hides. */
static void test_zero_hides(void **state) {
  (void)state;
  expect_no_sentiment("in stock");
  assert_int_equal(small_raw(&s, "in stock"), NO_SENTIMENT);
}

static void test_prefixes(void **state) {
  (void)state;
  expect_hit("so disappointing!", "disappointing", "disappoint*");
  expect_hit("they disappoint", "disappoint", "disappoint*");
  expect_hit("Disappointed", "Disappointed", "disappoint*");
  expect_no_sentiment("disappoi");
  expect_no_sentiment("liked slowly"); /* without a star the word must end there */
}

static void test_spaces(void **state) {
  (void)state;
  expect_hit("Out  of\tStock", "Out  of\tStock", "out of stock");
  expect_hit("it is out\nof stock", "out\nof stock", "out of stock");
  expect_no_sentiment("outof stock");
  expect_hit("服务有待 提高", "有待 提高", "有待提高");
}

static void test_pairs(void **state) {
  (void)state;
  expect_raw(&s, "耗电快", -120);
  expect_raw(&s, "物流快", 120);
  expect_raw(&s, "快", 60);
  expect_raw(&s, "物流也快", 120);
  expect_raw(&s, "物流的东西都就快", 60); /* four tokens between */
  expect_raw(&s, "物流,快", 60);          /* another clause */
  expect_raw(&s, "快物流", 60);           /* left before right */
  expect_raw(&s, "电池差", -180);
  expect_raw(&s, "物流很快", 156);
  expect_raw(&s, "物流不快", -60);
  expect_raw(&s, "耗电不快", 60);
}

static void test_pair_evidence(void **state) {
  (void)state;
  static const char text[] = "我的耗电也快了";
  small_analyse(&s, text);
  const vox_evidence *e = only_evidence(&s, "sentiment");
  expect_span(text, e->span, "耗电也快");
  assert_int_equal(e->weight, -120);
  assert_int_equal(e->sum, -120);
}

/* The sides of two pairs that lie crosswise are both silent: 物流 + 快, 电池 + 差. */
static void test_crossing_pairs(void **state) {
  (void)state;
  expect_raw(&s, "电池物流快差", 120 - 180);
  assert_int_equal(count_evidence(&s, "sentiment"), 2);
  expect_raw(&s, "物流电池快差", 120 - 180);
  assert_int_equal(count_evidence(&s, "sentiment"), 2);
  expect_raw(&s, "电池物流差快", 120 - 180);
  assert_int_equal(count_evidence(&s, "sentiment"), 2);
}

/* A right side is said of its nearest left, once. */
static void test_one_right_side(void **state) {
  (void)state;
  expect_raw(&s, "物流耗电快", -120);
  assert_int_equal(count_evidence(&s, "sentiment"), 1);
}

static void test_forms_of_writing(void **state) {
  (void)state;
  expect_hit("物流ＧＯＯＤ", "ＧＯＯＤ", "good");
  expect_hit("我喜歡", "喜歡", "喜欢");
  expect_hit("真的给力", "给力", "給力");
  expect_hit("没有\xE2\x80\x8B问题", "没有\xE2\x80\x8B问题", "没有问题");
  expect_hit("有待\xE2\x80\x8B提\xE2\x80\x8B高\xE2\x80\x8B。", "有待\xE2\x80\x8B提\xE2\x80\x8B高",
             "有待提高");
  expect_hit("\xEF\xBB\xBF差", "差", "差");
  expect_hit("服務有待提高！", "有待提高", "有待提高");
  expect_hit("😡", "😡", "😡");
}

/* Ill-formed bytes are no part of any entry and move no span. */
static void test_wild_bytes(void **state) {
  (void)state;
  expect_hit("\xFF\xFE客服\xE5差\x80", "差", "差");
  expect_hit("\xE5\xE5\xE5"
             "bad",
             "bad", "bad");
}

static void test_families_stand_side_by_side(void **state) {
  (void)state;
  small_analyse(&s, "开心");
  assert_int_equal(only_evidence(&s, "emotion")->weight, 100);
  assert_int_equal(only_evidence(&s, "sentiment")->weight, 120);
  small_analyse(&s, "贵的价格");
  assert_int_equal(only_evidence(&s, "sentiment")->weight, -60);
  assert_int_equal(count_evidence(&s, "theme"), 2);
}

static void test_evidence_in_order(void **state) {
  (void)state;
  const vox_evidence *list;
  small_analyse(&s, "物流慢但是包装好,客服态度差,我生气要投诉,味道一般,价格贵");
  size_t n = vox_result_evidence(s.result, &list);
  assert_true(n >= 10);
  for (size_t i = 1; i < n; i++)
    assert_true(list[i - 1].span.begin < list[i].span.begin ||
                (list[i - 1].span.begin == list[i].span.begin && list[i - 1].span.end <= list[i].span.end));
  expect_str(list[0].kind, "theme"), expect_str(list[0].id, "delivery"),
      expect_str(list[0].entry, "small:43");
}

#define TEST(name) cmocka_unit_test(name)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_boundaries),        TEST(test_longest_wins),   TEST(test_zero_hides),
      TEST(test_prefixes),          TEST(test_spaces),         TEST(test_pairs),
      TEST(test_pair_evidence),     TEST(test_crossing_pairs), TEST(test_one_right_side),
      TEST(test_forms_of_writing),  TEST(test_wild_bytes),     TEST(test_families_stand_side_by_side),
      TEST(test_evidence_in_order),
  };
  return cmocka_run_group_tests_name("analysis/match", tests, open_model, close_model);
}
