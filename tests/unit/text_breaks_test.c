/* text_breaks_test.c - UAX #29: the three conformance files, and input made to be slow. */
#include "text_suites.h"

#include "text/breaks.h"
#include "text/tables.h"
#include <utf8proc.h>

typedef void breaker(const uint32_t *cps, size_t n, uint8_t *breaks);

enum { LONGEST = 256, HOSTILE = 1000000 };

/* One line: (÷|×) HEX (÷|×) HEX ... ÷. Returns how many code points it has, 0 for an empty line. */
static size_t read_case(vox_str line, uint32_t *cps, uint8_t *expected) {
  size_t n = 0;
  while (line.len) {
    assert_true(n + 1 < LONGEST);
    vox_str mark = str_cut(&line, ' '), hex = str_cut(&line, ' ');
    expected[n] = str_eq(mark, STR("\xC3\xB7"));
    assert_true(expected[n] || str_eq(mark, STR("\xC3\x97")));
    if (hex.len) assert_true(hex_next(&hex, &cps[n++]));
  }
  return n;
}

static void check_suite(const char *name, breaker *breaks_of, size_t cases) {
  vox_str file = suite_read(name), rest = file;
  size_t seen = 0;
  while (rest.len) {
    uint32_t cps[LONGEST];
    uint8_t expected[LONGEST], breaks[LONGEST];
    size_t n = read_case(data_line(&rest), cps, expected);
    if (n == 0) continue;
    memset(breaks, 7, sizeof breaks);
    breaks_of(cps, n, breaks);
    assert_memory_equal(breaks, expected, n + 1);
    assert_int_equal(breaks[n + 1], 7);
    seen++;
  }
  assert_int_equal(seen, cases);
  free((char *)file.ptr);
}

static void test_grapheme_suite(void **state) {
  (void)state;
  check_suite("unicode-15.0.0/GraphemeBreakTest.txt", breaks_graphemes, 602);
}

static void test_word_suite(void **state) {
  (void)state;
  check_suite("unicode-15.0.0/WordBreakTest.txt", breaks_words, 1823);
}

static void test_sentence_suite(void **state) {
  (void)state;
  check_suite("unicode-15.0.0/SentenceBreakTest.txt", breaks_sentences, 502);
}

static bool is_one_of(unsigned c, unsigned first, unsigned last) { return c >= first && c <= last; }
static bool is_w_end(unsigned c) { return is_one_of(c, WB_CR, WB_NEWLINE); }
static bool is_w_attached(unsigned c) { return is_one_of(c, WB_EXTEND, WB_FORMAT); }
static bool is_w_letter(unsigned c) { return is_one_of(c, WB_HEBREW, WB_ALETTER); }

/* WB4 going back: the class before element `i` that counts, and where it stands in `*at`. */
static unsigned w_before(const unsigned *c, size_t i, size_t *at) {
  if (i == 0) return WB_CR;
  size_t k = i - 1;
  while (k > 0 && is_w_attached(c[k]) && !is_w_end(c[k - 1])) k--;
  *at = k;
  return c[k];
}

static bool w_letter_mid(unsigned c) {
  return c == WB_MIDLETTER || c == WB_MIDNUMLET || c == WB_SINGLE_QUOTE;
}

static bool w_number_mid(unsigned c) { return c == WB_MIDNUM || c == WB_MIDNUMLET || c == WB_SINGLE_QUOTE; }

/* Rules that look at three: `a` b `c`, either x between. */
static bool w_bridge(unsigned a, unsigned b, unsigned c) {
  return (is_w_letter(a) && w_letter_mid(b) && is_w_letter(c)) ||
         (a == WB_HEBREW && b == WB_DOUBLE_QUOTE && c == WB_HEBREW) ||
         (a == WB_NUMERIC && w_number_mid(b) && c == WB_NUMERIC);
}

static bool w_pair(unsigned a, unsigned b) {
  bool la = is_w_letter(a), lb = is_w_letter(b), na = a == WB_NUMERIC, nb = b == WB_NUMERIC;
  if ((la && lb) || (na && nb) || (la && nb) || (na && lb)) return true;
  if (a == WB_HEBREW && b == WB_SINGLE_QUOTE) return true;
  if (a == WB_KATAKANA && b == WB_KATAKANA) return true;
  if (b == WB_EXTENDNUMLET) return la || na || a == WB_KATAKANA || a == WB_EXTENDNUMLET;
  return a == WB_EXTENDNUMLET && (lb || nb || b == WB_KATAKANA);
}

/* The rules word by word, looking both ways as they are written. */
static bool naive_word(const uint32_t *cps, const unsigned *c, size_t n, size_t i) {
  if (i == 0 || i == n) return true;
  if (c[i - 1] == WB_CR && c[i] == WB_LF) return false;
  if (is_w_end(c[i - 1]) || is_w_end(c[i])) return true;
  if (c[i - 1] == WB_ZWJ && char_is_pictographic(cps[i])) return false;
  if (c[i - 1] == WB_SPACE && c[i] == WB_SPACE) return false;
  if (is_w_attached(c[i])) return false;
  size_t at = 0, far = 0, next = i + 1, regional = 0;
  unsigned a = w_before(c, i, &at), before = w_before(c, at, &far);
  while (next < n && is_w_attached(c[next])) next++;
  if (w_bridge(before, a, c[i]) || (next < n && w_bridge(a, c[i], c[next])) || w_pair(a, c[i])) return false;
  for (size_t k = i; k > 0 && w_before(c, k, &far) == WB_REGIONAL; k = far) regional++;
  return !(c[i] == WB_REGIONAL && regional % 2 == 1);
}

static bool is_s_sep(unsigned c) { return is_one_of(c, SB_CR, SB_SEP); }
static bool is_s_attached(unsigned c) { return c == SB_EXTEND || c == SB_FORMAT; }
static bool is_s_term(unsigned c) { return c == SB_ATERM || c == SB_STERM; }

/* The classes before `i` that count under SB5. */
static size_t s_counting(const unsigned *c, size_t i, unsigned *out) {
  size_t n = 0;
  for (size_t k = 0; k < i; k++)
    if (!is_s_attached(c[k]) || k == 0 || is_s_sep(c[k - 1])) out[n++] = c[k];
  return n;
}

static bool s_lower_follows(const unsigned *c, size_t n, size_t i) {
  while (i < n && !is_s_sep(c[i]) && !is_s_term(c[i]) && !is_one_of(c[i], SB_LOWER, SB_OLETTER)) i++;
  return i < n && c[i] == SB_LOWER;
}

static bool naive_sentence(const unsigned *c, size_t n, size_t i) {
  unsigned e[LONGEST + 1] = {SB_OTHER};
  if (i == 0 || i == n) return true;
  if (c[i - 1] == SB_CR && c[i] == SB_LF) return false;
  if (is_s_sep(c[i - 1])) return true;
  if (is_s_attached(c[i])) return false;
  size_t last = s_counting(c, i, e + 1), close = last;
  if (e[last] == SB_ATERM && c[i] == SB_NUMERIC) return false;
  if (is_one_of(e[last - 1], SB_LOWER, SB_UPPER) && e[last] == SB_ATERM && c[i] == SB_UPPER) return false;
  while (e[close] == SB_SP) close--;
  size_t term = close;
  while (e[term] == SB_CLOSE) term--;
  if (e[term] == SB_ATERM && s_lower_follows(c, n, i)) return false;
  if (!is_s_term(e[term])) return false;
  if (c[i] == SB_SCONTINUE || is_s_term(c[i])) return false;
  if (close == last && c[i] == SB_CLOSE) return false;
  return c[i] != SB_SP && !is_s_sep(c[i]);
}

/* One character or more of each class of the three properties. */
static const uint32_t samples[] = {'\r',    '\n',   0x85,   0x2028,  0x300,  0x200D, 0xAD,   0x903,
                                   0x1F1E6, 0x30AB, 0x5D0,  'a',     'A',    0x4E00, '\'',   '"',
                                   '.',     ':',    ',',    '1',     '_',    ' ',    '!',    ')',
                                   0x3002,  0x600,  0x1100, 0x1161,  0x11A8, 0xAC00, 0xAC01, 0x1F469,
                                   0x2764,  0xA9,   '-',    0x1F3FB, 'b',    '.',    '.',    ' '};

/* utf8proc's boundary between each two, from the start. */
static void check_graphemes(const uint32_t *cps, size_t n, const uint8_t *breaks) {
  utf8proc_int32_t state = 0;
  for (size_t i = 1; i < n; i++) {
    bool expected =
        utf8proc_grapheme_break_stateful((utf8proc_int32_t)cps[i - 1], (utf8proc_int32_t)cps[i], &state);
    assert_int_equal(breaks[i], expected);
  }
}

static void test_random(void **state) {
  (void)state;
  uint64_t seed = 29;
  for (int round = 0; round < 100000; round++) {
    uint32_t cps[16];
    unsigned words[16], sentences[16];
    uint8_t breaks[17];
    size_t n = random_next(&seed) % 16;
    for (size_t i = 0; i < n; i++) {
      cps[i] = samples[random_next(&seed) % (sizeof samples / sizeof samples[0])];
      words[i] = char_word_break(cps[i]);
      sentences[i] = char_sentence_break(cps[i]);
    }
    breaks_words(cps, n, breaks);
    for (size_t i = 0; i <= n; i++) assert_int_equal(breaks[i], naive_word(cps, words, n, i));
    breaks_sentences(cps, n, breaks);
    for (size_t i = 0; i <= n; i++) assert_int_equal(breaks[i], naive_sentence(sentences, n, i));
    breaks_graphemes(cps, n, breaks);
    check_graphemes(cps, n, breaks);
  }
}

/* The boundaries of ASCII `text` as a string of 0 and 1. */
static void check_ascii(breaker *breaks_of, const char *text, const char *expected) {
  uint32_t cps[LONGEST];
  uint8_t breaks[LONGEST];
  char shown[LONGEST] = "";
  size_t n = strlen(text);
  for (size_t i = 0; i < n; i++) cps[i] = (unsigned char)text[i];
  breaks_of(cps, n, breaks);
  for (size_t i = 0; i <= n; i++) shown[i] = breaks[i] ? '1' : '0';
  assert_string_equal(shown, expected);
}

static void test_words(void **state) {
  (void)state;
  check_ascii(breaks_words, "", "1");
  check_ascii(breaks_words, "don't", "100001");
  check_ascii(breaks_words, "a:b", "1001"); /* the colon joins: UAX #29 of Unicode 15.0, not CLDR */
  check_ascii(breaks_words, "a.b.", "10011");
  check_ascii(breaks_words, "a..b", "11111");
  check_ascii(breaks_words, "3.14,5", "1000001");
  check_ascii(breaks_words, "a  b\r\nc", "11011011");
}

static void test_sentences(void **state) {
  (void)state;
  check_ascii(breaks_sentences, "Hi. Yes", "10001001");
  check_ascii(breaks_sentences, "Hi. yes", "10000001");
  check_ascii(breaks_sentences, "Hi. (1) yes", "100000000001");
  check_ascii(breaks_sentences, "Hi. (1) Yes", "100010000001");
  check_ascii(breaks_sentences, "U.S.A 3.5", "1000000001");
  check_ascii(breaks_sentences, "a!b", "1011");
  check_ascii(breaks_sentences, "a\r\nb", "10011");
}

/* A million characters from a repeated pattern: done at once when linear, in an hour when not. */
static void check_hostile(const uint32_t *pattern, size_t len) {
  uint32_t *cps = malloc(HOSTILE * sizeof *cps);
  uint8_t *breaks = malloc(HOSTILE + 1);
  assert_true(cps && breaks);
  for (size_t i = 0; i < HOSTILE; i++) cps[i] = pattern[i % len];
  cps[0] = 'a';
  breaker *const all[] = {breaks_graphemes, breaks_words, breaks_sentences};
  for (size_t k = 0; k < 3; k++) {
    memset(breaks, 7, HOSTILE + 1);
    all[k](cps, HOSTILE, breaks);
    assert_int_equal(breaks[0], 1);
    assert_int_equal(breaks[HOSTILE], 1);
    for (size_t i = 0; i < HOSTILE; i++)
      if (breaks[i] > 1) fail_msg("boundary %zu was not set", i);
  }
  free(breaks);
  free(cps);
}

static void test_hostile(void **state) {
  (void)state;
  check_hostile((const uint32_t[]){0x300}, 1);
  check_hostile((const uint32_t[]){0x200D}, 1);
  check_hostile((const uint32_t[]){0xAD}, 1);
  check_hostile((const uint32_t[]){'a', '.'}, 2);
  check_hostile((const uint32_t[]){'.', ')', ' '}, 3);
  check_hostile((const uint32_t[]){'.', '1', ','}, 3);
  check_hostile((const uint32_t[]){0x1F1E6}, 1);
  check_hostile((const uint32_t[]){0x1F469, 0x200D}, 2);
}

/* SB8 looks over any number of characters: one lower case letter, a million characters later, undoes a
 * boundary. */
static void test_far_lower_case(void **state) {
  (void)state;
  uint32_t *cps = malloc(HOSTILE * sizeof *cps);
  uint8_t *breaks = malloc(HOSTILE + 1);
  assert_true(cps && breaks);
  for (size_t i = 0; i < HOSTILE; i++) cps[i] = '1';
  cps[0] = 'a', cps[1] = '.', cps[2] = ' ', cps[HOSTILE - 1] = 'A';
  breaks_sentences(cps, HOSTILE, breaks);
  assert_int_equal(breaks[3], 1);
  cps[HOSTILE - 1] = 'a';
  breaks_sentences(cps, HOSTILE, breaks);
  assert_int_equal(breaks[3], 0);
  free(breaks);
  free(cps);
}

/* What is no code point is no fault. */
static void test_no_code_points(void **state) {
  (void)state;
  const uint32_t cps[] = {0x110000, 0xFFFFFFFF, 0xD800};
  uint8_t breaks[4];
  breaks_graphemes(cps, 3, breaks);
  breaks_words(cps, 3, breaks);
  assert_memory_equal(breaks, "\1\1\1\1", 4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_grapheme_suite), cmocka_unit_test(test_word_suite),
      cmocka_unit_test(test_sentence_suite), cmocka_unit_test(test_random),
      cmocka_unit_test(test_words),          cmocka_unit_test(test_sentences),
      cmocka_unit_test(test_hostile),        cmocka_unit_test(test_far_lower_case),
      cmocka_unit_test(test_no_code_points),
  };
  return cmocka_run_group_tests_name("text_breaks", tests, NULL, NULL);
}
