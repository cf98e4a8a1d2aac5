/* analysis_words_test.c - the ways by which a token comes to its term are many (words of dictionaries, single
 * characters, a table of words of letters, walks), and sieves stand before the walks: what is found must be
 * what the lexicon's lines say, compared here with a search over words. */
#include "small_model.h"

static const char LEXICON[] = HEAD("mul") "great\tsentiment\t+2\n"
                                          "greatness*\tsentiment\t+1\n"
                                          "gr*\tsentiment\t+0.5\n"
                                          "out of order\tsentiment\t-2\n"
                                          "out of\tsentiment\t-1\n"
                                          "plan b*\tsentiment\t+1\n"
                                          "plan\tsentiment\t+0.5\n"
                                          "disappoint*\tsentiment\t-2\n"
                                          "self-service\tsentiment\t+1\n"
                                          "self\tsentiment\t+0.5\n"
                                          "internationalisation\tsentiment\t-1\n"
                                          "can't wait\tsentiment\t+2\n"
                                          "ab\tsentiment\t+1\n"
                                          "a*\tsentiment\t+0.25\n"
                                          "很好\tsentiment\t+1\n"
                                          "很好用\tsentiment\t+2\n"
                                          "vip服务\tsentiment\t+1\n"
                                          "很 nice\tsentiment\t+2\n";

static small_model s;

static int open_model(void **state) {
  (void)state;
  small_open(&s, LEXICON, "");
  return 0;
}

static int close_model(void **state) {
  (void)state;
  return small_close(&s);
}

/* The one sentiment evidence of `text` is `term` over `span`. */
static void expect_hit(const char *text, const char *span, const char *term) {
  small_analyse(&s, text);
  const vox_evidence *e = only_evidence(&s, "sentiment");
  expect_span(text, e->span, span);
  expect_str(e->term, term);
}

static void expect_nothing(const char *text) {
  small_analyse(&s, text);
  if (count_evidence(&s, "sentiment")) fail_msg("something was found in %s", text);
}

static void test_whole_words(void **state) {
  (void)state;
  expect_hit("it is great", "great", "great");
  expect_hit("GREAT", "GREAT", "great");
  expect_hit("my self", "self", "self");
  expect_hit("internationalisation", "internationalisation", "internationalisation");
  expect_nothing("internationalisatio");
  expect_nothing("selfish");
  expect_nothing("xself");
}

/* A star matches words that stand in no table, by one letter and by many. */
static void test_stars(void **state) {
  (void)state;
  expect_hit("it grew", "grew", "gr*");
  expect_hit("greater", "greater", "gr*");
  expect_hit("greatnesses", "greatnesses", "greatness*");
  expect_hit("disappointing", "disappointing", "disappoint*");
  expect_hit("disappoint", "disappoint", "disappoint*");
  expect_hit("ax", "ax", "a*");
  expect_hit("absolutely", "absolutely", "a*");
  expect_hit("ab", "ab", "ab");
  expect_nothing("bax");
}

static void test_longer(void **state) {
  (void)state;
  expect_hit("out of order", "out of order", "out of order");
  expect_hit("out  of\torder", "out  of\torder", "out of order");
  expect_hit("out of orders", "out of", "out of");
  expect_hit("out of it", "out of", "out of");
  expect_nothing("out");
  expect_nothing("outof order");
  expect_hit("plan b", "plan b", "plan b*");
  expect_hit("plan big", "plan big", "plan b*");
  expect_hit("plan c", "plan", "plan");
  expect_hit("self-service", "self-service", "self-service");
  expect_hit("self service", "self", "self");
  expect_hit("I can't wait", "can't wait", "can't wait");
}

static void test_two_scripts(void **state) {
  (void)state;
  expect_hit("这个很好用", "很好用", "很好用");
  expect_hit("这个很好", "很好", "很好");
  expect_hit("VIP服务", "VIP服务", "vip服务");
  expect_hit("真的很 nice", "很 nice", "很 nice");
  expect_nothing("vip 服");
}

/* In comments of more tokens than a word of bits each word is found as often as it stands there. */
static void test_position(void **state) {
  (void)state;
  static const char *const words[] = {"great", "grew", "ax",  "ab", "self",
                                      "plan",  "zoo",  "out", "x",  "disappointed"};
  enum { WORDS = sizeof words / sizeof *words };
  uint32_t seed = 7;
  for (int round = 0; round < 200; round++) {
    char text[4096] = "";
    size_t wanted = 0;
    for (int k = 0; k < 70 + round % 60; k++) {
      seed = seed * 1664525u + 1013904223u;
      const char *word = words[(seed >> 16) % WORDS];
      wanted += strcmp(word, "zoo") != 0 && strcmp(word, "out") != 0 && strcmp(word, "x") != 0;
      size_t len = strlen(text); /* numbered, since what stands twice in a row is read once */
      snprintf(text + len, sizeof text - len, "%s %d%s", word, k, k % 9 ? ", " : ". ");
    }
    small_analyse(&s, text);
    assert_int_equal(count_evidence(&s, "sentiment"), wanted);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_whole_words), cmocka_unit_test(test_stars),
                                     cmocka_unit_test(test_longer), cmocka_unit_test(test_two_scripts),
                                     cmocka_unit_test(test_position)};
  return cmocka_run_group_tests_name("words", tests, open_model, close_model);
}
