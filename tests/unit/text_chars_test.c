/* text_chars_test.c - properties of single code points: exact values, Unicode's own emoji data, and what
 * holds of all of them. */
#include "text_suites.h"

#include "text/chars.h"
#include "text/utf8.h"
#include <utf8proc.h>

enum { CODE_POINTS = 0x110000 };

/* Every character of `text` is of `kind`. */
static void check_kind(const char *text, char_kind kind) {
  vox_str s = str_of(text);
  for (size_t at = 0; at < s.len;) {
    uint32_t cp = utf8_next(s, &at);
    if (char_kind_of(cp) != kind) fail_msg("U+%04X is of kind %d", (unsigned)cp, (int)char_kind_of(cp));
  }
}

static void test_kinds(void **state) {
  (void)state;
  check_kind("\t \u00A0\u3000\u2003\x1F\x7F", CHAR_SPACE);
  check_kind("\n\r\v\f\u2028\u2029\xC2\x85", CHAR_NEWLINE);
  check_kind("慢服務々〇㐀𠀀豈〆⺀", CHAR_HAN);
  check_kind("azAZéßДяΩאงⅣªＡ", CHAR_LATIN);
  check_kind("あアｱーｰㄅㄆゝ", CHAR_KANA);
  check_kind("가각ㄱ\u1100\u1161\u11A8", CHAR_HANGUL);
  check_kind("0123456789０９٣", CHAR_DIGIT);
  check_kind("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~，。！？；：、…—～《》「」·", CHAR_PUNCTUATION);
  check_kind("😀👍🇨❤★☀©™㊙🏻⌚", CHAR_EMOJI);
  check_kind("\u0301\u200D\uFE0F\u20E3\u0903", CHAR_MARK);
  check_kind("\u200B\u200C\uFEFF\u202E\u2066\u3164\u2060", CHAR_INVISIBLE);
  check_kind("€￥°×÷→①½\uFFFD\uE000", CHAR_OTHER);
}

static void test_fold(void **state) {
  (void)state;
  assert_int_equal(char_fold('A'), 'a');
  assert_int_equal(char_fold('z'), 'z');
  assert_int_equal(char_fold(0xFF21), 'a');
  assert_int_equal(char_fold(0x3000), ' ');
  assert_int_equal(char_fold(0x8457), 0x7740); /* 著 着 */
  assert_int_equal(char_fold(0x4FC2), 0x7CFB); /* 係 系 */
  assert_int_equal(char_fold(0x55BA), 0x55BA); /* 喺 */
  assert_int_equal(char_fold(0xF900), 0x5C82); /* a compatibility ideograph, 豈, then 岂 */
  assert_int_equal(char_fold(0x2460), '1');    /* ① */
  assert_int_equal(char_fold(0x200B), FOLD_DROP);
  assert_int_equal(char_fold(0xFE0F), FOLD_DROP);
  assert_int_equal(char_fold(0x0301), FOLD_SLOW);
  assert_int_equal(char_fold(0x00DF), FOLD_SLOW); /* ß */
  assert_int_equal(char_fold(0xFF9E), FOLD_SLOW); /* half-width voiced mark */
  assert_int_equal(char_fold(0x1161), FOLD_SLOW); /* a vowel of Hangul */
  assert_int_equal(char_fold(0x110000), 0x110000);
}

static void test_widths(void **state) {
  (void)state;
  const uint32_t two[] = {0x4E00, 0x20000, 0xFF21, 0x3000, 0x3042, 0xAC00, 0x1F600, 0x231A, 0x1100};
  const uint32_t one[] = {'a', ' ', 0xE9, 0xFF71, 0x1F1E8, 0x2764, 0x2026, 0xFFFD};
  const uint32_t none[] = {0, '\n', 0x301, 0x200B, 0x200D, 0xFE0F, 0x1161, 0xFEFF, 0xAD};
  for (size_t i = 0; i < sizeof two / sizeof *two; i++) assert_int_equal(char_width(two[i]), 2);
  for (size_t i = 0; i < sizeof one / sizeof *one; i++) assert_int_equal(char_width(one[i]), 1);
  for (size_t i = 0; i < sizeof none / sizeof *none; i++) assert_int_equal(char_width(none[i]), 0);
}

/* What holds of every code point. */
static void test_all(void **state) {
  (void)state;
  for (uint32_t cp = 0; cp < CODE_POINTS; cp++) {
    char_kind kind = char_kind_of(cp);
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)cp);
    uint32_t to = char_fold(cp);
    bool dropped = to == FOLD_DROP;
    bool mark = category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
                category == UTF8PROC_CATEGORY_ME;
    if (kind > CHAR_INVISIBLE) fail_msg("U+%04X has no kind", (unsigned)cp);
    if (dropped && kind != CHAR_INVISIBLE && kind != CHAR_MARK) fail_msg("U+%04X is dropped", (unsigned)cp);
    if (kind == CHAR_INVISIBLE && !dropped) fail_msg("U+%04X is not dropped", (unsigned)cp);
    if ((kind == CHAR_MARK) != (mark || cp == 0x200D)) fail_msg("U+%04X: mark?", (unsigned)cp);
    if ((kind == CHAR_DIGIT) != (category == UTF8PROC_CATEGORY_ND)) fail_msg("U+%04X: digit?", (unsigned)cp);
    if (char_width(cp) > 2) fail_msg("U+%04X is too wide", (unsigned)cp);
    if (to < FOLD_SLOW && char_fold(to) != to) fail_msg("U+%04X folds twice", (unsigned)cp);
  }
  assert_int_equal(char_kind_of(0xFFFFFFFF), char_kind_of(0x10FFFF));
}

enum { EMOJI_PRESENTATION = 1, PICTOGRAPHIC = 2 };

/* Reads "1F600..1F64F ; Property" into one bit for each code point. */
static void read_emoji_line(vox_str line, uint8_t *flags) {
  uint32_t first, last;
  vox_str range = str_trim(str_cut(&line, ';')), name = str_trim(line);
  if (!hex_next(&range, &first)) return;
  last = first;
  if (str_starts(range, STR(".."))) {
    range = str_sub(range, 2, range.len);
    assert_true(hex_next(&range, &last));
  }
  int flag = str_eq(name, STR("Emoji_Presentation"))      ? EMOJI_PRESENTATION
             : str_eq(name, STR("Extended_Pictographic")) ? PICTOGRAPHIC
                                                          : 0;
  for (uint32_t cp = first; cp <= last; cp++) flags[cp] = (uint8_t)(flags[cp] | flag);
}

/* The same of every code point as in Unicode's emoji-data.txt. */
static void test_emoji_data(void **state) {
  (void)state;
  vox_str file = suite_read("unicode-15.0.0/emoji-data.txt"), rest = file;
  uint8_t *flags = calloc(CODE_POINTS, 1);
  size_t pictographs = 0;
  assert_non_null(flags);
  while (rest.len) read_emoji_line(data_line(&rest), flags);
  for (uint32_t cp = 0; cp < CODE_POINTS; cp++) {
    bool pictographic = flags[cp] & PICTOGRAPHIC;
    bool regional = cp >= 0x1F1E6 && cp <= 0x1F1FF;
    pictographs += pictographic;
    if (char_is_pictographic(cp) != pictographic) fail_msg("U+%04X: pictographic?", (unsigned)cp);
    if ((char_kind_of(cp) == CHAR_EMOJI) != (flags[cp] != 0)) fail_msg("U+%04X: emoji?", (unsigned)cp);
    if (flags[cp] & EMOJI_PRESENTATION && char_width(cp) != (regional ? 1 : 2))
      fail_msg("U+%04X", (unsigned)cp);
  }
  assert_int_equal(pictographs, 3537);
  free(flags);
  free((char *)file.ptr);
}

/* Every line of emoji-test.txt begins with a character that is part of an emoji, and none of them is a
 * letter. */
static void test_emoji_test(void **state) {
  (void)state;
  vox_str file = suite_read("unicode-15.0.0/emoji-test.txt"), rest = file;
  size_t emoji = 0;
  while (rest.len) {
    vox_str line = data_line(&rest), points = str_cut(&line, ';');
    if (points.len == 0) continue;
    for (uint32_t cp; hex_next(&points, &cp); points = str_trim(points)) {
      char_kind kind = char_kind_of(cp);
      bool keycap = cp == '#' || cp == '*' || (cp >= '0' && cp <= '9');
      bool tag = cp >= 0xE0020 && cp <= 0xE007F;
      if (!keycap && !tag && kind != CHAR_EMOJI && kind != CHAR_MARK) fail_msg("U+%04X", (unsigned)cp);
    }
    emoji++;
  }
  assert_int_equal(emoji, 4733);
  free((char *)file.ptr);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_kinds), cmocka_unit_test(test_fold),       cmocka_unit_test(test_widths),
      cmocka_unit_test(test_all),   cmocka_unit_test(test_emoji_data), cmocka_unit_test(test_emoji_test),
  };
  return cmocka_run_group_tests_name("text_chars", tests, NULL, NULL);
}
