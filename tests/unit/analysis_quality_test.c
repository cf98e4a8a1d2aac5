/* analysis_quality_test.c - answers that say nothing are set apart, whatever marks stand around them. */
#include "small_fixture.h"

static void expect_quality(const char *text, uint32_t quality) {
  small_analyse(&s, text);
  if (s.result->quality != quality) fail_msg("%s: quality %u", text, (unsigned)s.result->quality);
}

static void test_listed(void **state) {
  (void)state;
  static const char *const nothing[] = {"无",
                                        "無",
                                        "暂无",
                                        "暫無",
                                        "没有",
                                        "没有。",
                                        "  无  ",
                                        "无!!!",
                                        "“无”",
                                        "(暂无)",
                                        "N/A",
                                        "n/a",
                                        "Ｎ／Ａ",
                                        "NA",
                                        "N.A.",
                                        "No Comment",
                                        "no comment.",
                                        " no comment\n",
                                        "无\xE2\x80\x8B",
                                        "\n\n无\n",
                                        "暂\xE2\x80\x8B无",
                                        "没 有"};
  for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
    expect_quality(nothing[i], QUALITY_NON_ANSWER);
}

static void test_wordless(void **state) {
  (void)state;
  static const char *const nothing[] = {"",    " ", "\n", "。",     "。。。", "...",     "---",
                                        "111", "1", "?!", "、、 ,", "１２３", "3.5 / 10"};
  for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
    if (!(small_analyse(&s, nothing[i])->quality & QUALITY_NON_ANSWER)) fail_msg("%s: an answer", nothing[i]);
}

static void test_answers(void **state) {
  (void)state;
  static const char *const something[] = {
      "无货", "没有问题", "没有人", "暂无货",      "无 好", "nah", "n/a 好", "无👍", "👍",      "😡",
      ":)",   "5分",      "12元",   "no comments", "差",    "a",   "ok",     "T_T", "[微笑]", "1个人差"};
  for (size_t i = 0; i < sizeof something / sizeof *something; i++) expect_quality(something[i], 0);
}

/* A non-answer has no sentiment and its themes none either, whatever the question was. */
static void test_nothing_is_null(void **state) {
  (void)state;
  assert_int_equal(small_raw(&s, "没有"), NO_SENTIMENT);
  const vox_theme_hit *list;
  small_analyse_as(&s, STR("无"), VOX_ROLE_REASON_NEG);
  assert_int_equal(vox_result_themes(s.result, &list), 0);
}

/* What is far longer than any listed answer is none, however it is padded. */
static void test_long(void **state) {
  (void)state;
  char text[400] = "";
  for (int i = 0; i < 100; i++) strcat(text, "无");
  expect_quality(text, QUALITY_NON_ANSWER | QUALITY_GIBBERISH); /* one key again and again */
  char marks[400] = "无";
  for (int i = 0; i < 60; i++) strcat(marks, "!");
  expect_quality(marks, QUALITY_NON_ANSWER);
}

#define TEST(name) cmocka_unit_test(name)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_listed), TEST(test_wordless), TEST(test_answers), TEST(test_nothing_is_null), TEST(test_long),
  };
  return cmocka_run_group_tests_name("analysis/quality", tests, open_model, close_model);
}
