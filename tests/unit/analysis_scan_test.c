/* What is looked for only where it may begin, and what is counted several characters at a time: every word
 * of a number begins one, and a character tells its language wherever it stands.
 * Needs the artefact that was built. */
#include "shipped_model.h"

static void expect_minutes(bench *b, const char *text, int64_t minutes) {
  const vox_result *r = read_text(b, text);
  if (r->quantity_count != 1 || r->quantities[0].value != minutes * 60 * 100)
    fail_msg("%s: %zu amounts, the first %lld", text, r->quantity_count,
             r->quantity_count ? (long long)r->quantities[0].value : 0);
}

static void test_every_word_of_a_number(void **state) {
  static const struct {
    const char *word;
    int value;
  } words[] = {{"one", 1},      {"two", 2},        {"three", 3},       {"four", 4},      {"five", 5},
               {"six", 6},      {"seven", 7},      {"eight", 8},       {"nine", 9},      {"ten", 10},
               {"eleven", 11},  {"twelve", 12},    {"thirteen", 13},   {"fourteen", 14}, {"fifteen", 15},
               {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18},   {"nineteen", 19}, {"twenty", 20},
               {"thirty", 30},  {"forty", 40},     {"fifty", 50},      {"sixty", 60},    {"seventy", 70},
               {"eighty", 80},  {"ninety", 90},    {"a hundred", 100}, {"a dozen", 12}};
  if (!*state) skip();
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    char text[80];
    snprintf(text, sizeof text, "we waited %s minutes there", words[i].word);
    expect_minutes(*state, text, words[i].value);
    snprintf(text, sizeof text, "%s minutes", words[i].word);
    expect_minutes(*state, text, words[i].value);
  }
  assert_int_equal(read_text(*state, "they called me twice")->quantity_count, 1);
  assert_int_equal(read_text(*state, "they called me thrice")->quantity_count, 1);
}

static void test_every_numeral(void **state) {
  static const struct {
    const char *word;
    int value;
  } words[] = {{"一", 1},     {"二", 2}, {"两", 2},     {"俩", 2},      {"三", 3},      {"四", 4},
               {"五", 5},     {"六", 6}, {"七", 7},     {"八", 8},      {"九", 9},      {"十", 10},
               {"百来", 100}, {"8", 8},  {"一百", 100}, {"两千", 2000}, {"一万", 10000}};
  if (!*state) skip();
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    char text[80];
    snprintf(text, sizeof text, "等了%s分钟", words[i].word);
    expect_minutes(*state, text, words[i].value);
  }
}

/* A comment of `count` characters in which `odd` stands at `at`, and the two behind it too where they fit. */
static const char *row_of(char text[512], size_t count, size_t at, const char *odd, size_t times) {
  text[0] = 0;
  for (size_t i = 0; i < count; i++) strcat(text, i >= at && i < at + times ? odd : i % 2 ? "店" : "房");
  return text;
}

static void test_language_at_every_place(void **state) {
  char text[512];
  if (!*state) skip();
  for (size_t count = 12; count <= 25; count++)
    for (size_t at = 0; at + 3 <= count; at++) {
      assert_int_equal(read_text(*state, row_of(text, count, 0, "房", 1))->lang, LANG_ZH_HANS);
      assert_int_equal(read_text(*state, row_of(text, count, at, "嘅", 1))->lang, LANG_YUE);
      assert_int_equal(read_text(*state, row_of(text, count, at, "這", 3))->lang, LANG_ZH_HANT);
      /* Kana and Han of four bytes are counted one by one. */
      assert_int_equal(read_text(*state, row_of(text, count, at, "の", 3))->lang, LANG_ZH_HANS);
      assert_int_equal(read_text(*state, row_of(text, count, at, "𠮷", 3))->lang, LANG_ZH_HANS);
    }
}

/* An emotion's words count once each, however many there are of them. */
static void test_words_of_emotions_count_once(void **state) {
  enum { MOST = 400 };
  static char text[MOST * 16];
  vox_score first = 0;
  if (!*state) skip();
  for (size_t times = 1; times <= MOST; times += times < 4 ? 1 : 66) {
    text[0] = 0;
    for (size_t i = 0; i < times; i++) strcat(text, i % 2 ? "心酸。" : "心酸，");
    const vox_result *r = read_text(*state, text);
    vox_score sum = 0;
    for (size_t i = 0; i < r->emotion_count; i++) sum += r->emotions[i].score;
    if (times == 1) first = sum, assert_true(sum > 0);
    /* Hand-made entries add a tenth for each further one, and no more than three tenths. */
    assert_true(sum >= first && sum <= first + 3000);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_word_of_a_number),
      cmocka_unit_test(test_every_numeral),
      cmocka_unit_test(test_language_at_every_place),
      cmocka_unit_test(test_words_of_emotions_count_once),
  };
  return cmocka_run_group_tests_name("analysis/scan", tests, open_model, close_model);
}
