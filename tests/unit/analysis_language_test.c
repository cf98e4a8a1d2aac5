/* analysis_language_test.c - the language of short answers, by their characters. */
#include "small_fixture.h"

static void expect_language(const char *text, result_lang lang) {
  small_analyse(&s, text);
  if (s.result->lang != lang)
    fail_msg("%s: %s instead of %s", text, lang_name(s.result->lang), lang_name(lang));
}

static void test_chinese(void **state) {
  (void)state;
  static const char *const simplified[] = {
      "好",         "客服态度差",  "5分好评", "APP很卡",
      "软件 ok 好", "12元太贵了😡", "无",      "物流慢 https://a.example/x"};
  for (size_t i = 0; i < sizeof simplified / sizeof *simplified; i++)
    expect_language(simplified[i], LANG_ZH_HANS);
  static const char *const traditional[] = {"客服態度差", "軟體很難用", "服務好", "價錢太貴",
                                            "這個 APP 很卡"};
  for (size_t i = 0; i < sizeof traditional / sizeof *traditional; i++)
    expect_language(traditional[i], LANG_ZH_HANT);
}

static void test_cantonese(void **state) {
  (void)state;
  static const char *const cantonese[] = {"唔好", "佢哋嘅服務好差", "咁貴都冇人理", "我喺度等咗好耐"};
  for (size_t i = 0; i < sizeof cantonese / sizeof *cantonese; i++) expect_language(cantonese[i], LANG_YUE);
}

static void test_english(void **state) {
  (void)state;
  static const char *const english[] = {"good",
                                        "The delivery was slow.",
                                        "isn't bad",
                                        "10/10 would buy again",
                                        "café très bon",
                                        "OK 👍",
                                        "we went to the 好 shop for a very long time today"};
  for (size_t i = 0; i < sizeof english / sizeof *english; i++) expect_language(english[i], LANG_EN);
}

static void test_mixed(void **state) {
  (void)state;
  expect_language("服务 very good 喜欢", LANG_MIXED);
  expect_language("the staff is 很好 and the price 有点贵", LANG_MIXED);
}

static void test_other(void **state) {
  (void)state;
  static const char *const other[] = {
      "とても良かったです", "배송이 너무 느려요", "Очень хорошо", "สวัสดี", "123", "。。。", "", "\xFF"};
  for (size_t i = 0; i < sizeof other / sizeof *other; i++) expect_language(other[i], LANG_OTHER);
}

/* No sentiment is told of a language that is not ours, even where one of our words stands in it. */
static void test_other_has_no_sentiment(void **state) {
  (void)state;
  expect_language("とてもすごくすばらしい good", LANG_OTHER);
  assert_int_equal(vox_result_sentiment(s.result).label, VOX_LABEL_NONE);
}

/* The language does not hang on how the text is encoded in marks and widths. */
static void test_forms(void **state) {
  (void)state;
  expect_language("ＧＯＯＤ　ＪＯＢ", LANG_EN);
  expect_language("客\xE2\x80\x8B服\xE2\x80\x8B差", LANG_ZH_HANS);
}

static void test_names(void **state) {
  (void)state;
  static const char *const names[] = {"zh-Hans", "zh-Hant", "yue", "en", "mixed", "other"};
  for (int i = LANG_ZH_HANS; i <= LANG_OTHER; i++) assert_string_equal(lang_name((result_lang)i), names[i]);
  for (unsigned i = 0; i < QUALITY_BITS; i++) assert_non_null(quality_name(i));
  for (unsigned i = 0; i < FLAG_BITS; i++) assert_non_null(flag_name(i));
  assert_null(label_name(VOX_LABEL_NONE));
  assert_string_equal(label_name(VOX_LABEL_MIXED), "mixed");
}

#define TEST(name) cmocka_unit_test(name)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_chinese), TEST(test_cantonese), TEST(test_english),
      TEST(test_mixed),   TEST(test_other),     TEST(test_other_has_no_sentiment),
      TEST(test_forms),   TEST(test_names),
  };
  return cmocka_run_group_tests_name("analysis/language", tests, open_model, close_model);
}
