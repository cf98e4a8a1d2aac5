/* lexicon_digest_test.c - what the digest and the bytes of a lexicon depend on. */
#include "lexicon_built.h"

static void digest_of(const char *const *sources, size_t n, vox_str words, char digest[65]) {
  built b;
  build_with(&b, sources, n, words);
  assert_int_equal(b.status, VOX_OK);
  memcpy(digest, lexicon_identity_of(b.lexicon).sha256, 65);
  drop(&b);
}

static void expect_digest(const char *other, bool same) {
  char a[65], b[65];
  digest_of((const char *const[]){SETTINGS, HEAD("x") LINES_A LINES_B}, 2, STR("w"), a);
  digest_of((const char *const[]){SETTINGS, other}, 2, STR("w"), b);
  if ((strcmp(a, b) == 0) != same) fail_msg("%s digest: %s", same ? "another" : "the same", other);
}

static void test_digest_ignores_form(void **state) {
  (void)state;
  expect_digest(HEAD("x") LINES_B LINES_A, true);
  expect_digest(HEAD("y") "# comment\n\n" LINES_A "\n# more\n" LINES_B, true);
  expect_digest(
      HEAD("x") "out of  stock\tsentiment\t-1.0\tpos=a\tnote\n开心\temotion.joy\t2\n  给力 \t word \n"
                "s.agent\tdefine\t客 | A\r\ns\tdefine\t服 | S\n+ an example\n"
                "慢  +  "
                "快\tpair\t+1\n客服\ttheme\ts.agent\n軟體\talias\t軟件\n软件\tsentiment\t-"
                "1\n好\tsentiment\t1\n",
      true);
}

static void test_digest_tells_changes(void **state) {
  (void)state;
  expect_digest(HEAD("x") LINES_A LINES_B "坏\tsentiment\t-1\n", false);
  expect_digest(HEAD("x") LINES_A LINES_B "给劲\tword\n", false);
  expect_digest(HEAD("x") LINES_A LINES_B "好\temotion.joy\t2\n", false);
  expect_digest(HEAD("x") LINES_A LINES_B "t\tdefine\t题 | T\n", false);
  expect_digest(HEAD("x") LINES_B
                "好\tsentiment\t+1.1\n软件\tsentiment\t-1\n軟體\talias\t软件\n客服\ttheme\ts.agent\n"
                "慢 + 快\tpair\t1\n",
                false);
  expect_digest(HEAD("x") LINES_B
                "好\tsentiment\t+1\n软件\tsentiment\t-1\n軟體\talias\t软件\n客服\ttheme\ts\n"
                "慢 + 快\tpair\t1\n",
                false);
  expect_digest(HEAD("x") LINES_B
                "好\tsentiment\t+1\n软件\tsentiment\t-1\n客服\ttheme\ts.agent\n慢 + 快\tpair\t1\n",
                false);
  expect_digest(HEAD("x") LINES_B
                "好\tsentiment\t+1\n软件\tsentiment\t-1\n軟體\talias\t软件\n客服\ttheme\ts.agent\n"
                "慢 + 快\tpair\t2\n",
                false);
}

static void test_digest_tells_settings_and_words(void **state) {
  (void)state;
  static const char entries[] = HEAD("x") LINES_A LINES_B;
  char other[2000] = SETTINGS, a[65], b[65];
  char *at = strstr(other, "105");
  at[2] = '6';
  digest_of((const char *const[]){SETTINGS, entries}, 2, STR("w"), a);
  digest_of((const char *const[]){other, entries}, 2, STR("w"), b);
  assert_string_not_equal(a, b);
  digest_of((const char *const[]){SETTINGS, entries}, 2, STR("v"),
            b); /* the segmenter's words cost something else */
  assert_string_not_equal(a, b);
}

/* The order in which files are named reaches neither the digest nor one byte. */
static void test_order_of_files(void **state) {
  (void)state;
  static const char *const sources[5] = {SETTINGS, HEAD("c") LINES_B, HEAD("a") LINES_A,
                                         HEAD("b") "好\tsentiment\t+1\n软体\temotion.joy\n",
                                         HEAD("d") "臺\tsentiment\t1\n台\tsentiment\t2\n軟体\tintent.help\n"};
  built first;
  build_with(&first, sources, 5, STR("w"));
  assert_int_equal(first.status, VOX_OK);
  uint64_t seed = 11;
  for (int round = 0; round < 20; round++) {
    const char *mixed[5];
    memcpy(mixed, sources, sizeof mixed);
    for (uint32_t i = 4; i > 0; i--) {
      uint32_t k = random_next(&seed) % (i + 1);
      const char *swap = mixed[i];
      mixed[i] = mixed[k], mixed[k] = swap;
    }
    built b;
    build_with(&b, mixed, 5, STR("w"));
    assert_int_equal(b.bytes.len, first.bytes.len);
    assert_memory_equal(b.bytes.ptr, first.bytes.ptr, first.bytes.len);
    drop(&b);
  }
  drop(&first);
}

/* Many entries in two orders of lines: the same digest, and every term leads to its own entry. */
static void test_order_of_many_lines(void **state) {
  (void)state;
  enum { LINES = 200 };
  static char up[20000], down[20000];
  char a[65], b[65], line[80];
  strcpy(up, HEAD("x")), strcpy(down, HEAD("x"));
  for (int i = 0; i < LINES; i++) {
    snprintf(line, sizeof line, "w%d\tsentiment\t%d.%02d\nz%d\talias\tw%d\n", i * 7 % LINES, i % 3, i % 100,
             i, i * 3 % LINES);
    strcat(up, line);
  }
  for (int i = LINES - 1; i >= 0; i--) {
    snprintf(line, sizeof line, "z%d\talias\tw%d\nw%d\tsentiment\t%d.%02d\n", i, i * 3 % LINES, i * 7 % LINES,
             i % 3, i % 100);
    strcat(down, line);
  }
  built made;
  build(&made, up);
  char digit[8];
  for (int i = 0; i < LINES; i++) {
    snprintf(digit, sizeof digit, "w%d", i * 7 % LINES);
    assert_int_equal(entry_of(&made, digit, 0).weight, (i % 3 * 100 + i % 100) * 60 / 100);
  }
  memcpy(a, lexicon_identity_of(made.lexicon).sha256, 65);
  drop(&made);
  digest_of((const char *const[]){SETTINGS, down}, 2, STR("words"), b);
  assert_string_equal(a, b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_digest_ignores_form),
      TEST(test_digest_tells_changes),
      TEST(test_digest_tells_settings_and_words),
      TEST(test_order_of_files),
      TEST(test_order_of_many_lines),
  };
  return cmocka_run_group_tests_name("lexicon/digest", tests, NULL, NULL);
}
