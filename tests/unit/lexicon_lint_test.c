/* lexicon_lint_test.c - what lint finds, each finding with its line; what it leaves alone; examples. */
#include "small_model.h"

#define WORDS "物流 1000 n\n好吃 900 a\n难吃 800 a\n我们 9000 r\n因为 9000 c\n这里 9000 r\n但是 9000 c\n"

typedef struct linted {
  told told;
  vox_compiler *compiler;
  vox_model *model;
} linted;

static void open_sources(linted *l, const char *text) {
  vox_compiler_options options = VOX_COMPILER_OPTIONS_INIT;
  *l = (linted){.model = NULL};
  options.diagnose = told_keep;
  options.payload = &l->told;
  options.lint = 1;
  assert_int_equal(vox_compiler_new(&l->compiler, &options, NULL), VOX_OK);
  assert_int_equal(vox_compiler_dictionary(l->compiler, "words", STR(WORDS), NULL), VOX_OK);
  assert_int_equal(vox_compiler_add(l->compiler, "settings", STR(SETTINGS), NULL), VOX_OK);
  assert_int_equal(vox_compiler_add(l->compiler, "text", str_of(text), NULL), VOX_OK);
  assert_int_equal(vox_compiler_model(l->compiler, &l->model, NULL), VOX_OK);
}

static void drop(linted *l) {
  vox_model_free(l->model);
  vox_compiler_free(l->compiler);
}

static void lint(linted *l, const char *text) {
  open_sources(l, text);
  assert_int_equal(vox_compiler_lint(l->compiler, l->model, NULL), VOX_OK);
  drop(l);
}

/* The lines tell one finding, of `line`. */
static void expect_finding(const char *text, vox_severity severity, const char *code, uint64_t line) {
  linted l;
  lint(&l, text);
  expect_told(&l.told, severity, code, line);
}

static void expect_clean(const char *text) {
  linted l;
  lint(&l, text);
  expect_quiet(&l.told);
}

static void test_clean(void **state) {
  (void)state;
  expect_clean(
      HEAD("x") "好吃\tsentiment\t+2\tpos=a domain=food\t口味\nnot bad\tsentiment\t+1\n物流 + 快\tpair\t+2\n"
                "food\tdefine\t餐食 | Food\tstage=use\nfood.taste\tdefine\t口味 | Taste\n"
                "好吃\ttheme\tfood.taste\tweak\n软件\tsentiment\t+1\n軟體\talias\t软件\n"
                "disappoint*\tsentiment\t-2\n:-)\tsentiment\t+1\n暂无\tnon_"
                "answer\nt恤\tword\n极了\tdegree\t2\tafter\n");
}

static void test_blanks(void **state) {
  (void)state;
  expect_finding(HEAD("x") "好吃\tsentiment\t+2 \n", VOX_WARNING, "trailing-blank", 7);
  expect_finding(HEAD("x") "好吃\tsentiment\t+2\t\n", VOX_WARNING, "trailing-blank", 7);
  expect_finding(HEAD("x") "好吃 \tsentiment\t+2\n", VOX_WARNING, "trailing-blank", 7);
  expect_finding(HEAD("x") "# a comment \n好吃\tsentiment\t+2\n", VOX_WARNING, "trailing-blank", 7);
  expect_clean(HEAD("x") "好吃\tsentiment\t+2\r\n");
}

static void test_flags(void **state) {
  (void)state;
  expect_finding(HEAD("x") "好吃\tsentiment\t+2\tpos=a weka\n", VOX_WARNING, "unknown-flag", 7);
  expect_finding(HEAD("x") "好吃\tsentiment\t+2\tpos=\n", VOX_WARNING, "unknown-flag", 7);
}

static void test_doubles(void **state) {
  (void)state;
  expect_finding(HEAD("x") "软件\tsentiment\t+1\n軟件\tsentiment\t+1\n", VOX_WARNING, "folded-double", 8);
  expect_finding(HEAD("x") "软件\tsentiment\t+1\n软件\tsentiment\t+1\n", VOX_WARNING, "duplicate-entry", 8);
  expect_finding(HEAD("x") "软件\tsentiment\t+1\n軟件\tsentiment\t-1\n", VOX_WARNING, "contradiction", 8);
  expect_finding(HEAD("x") "ABC\tsentiment\t+1\nabc\tsentiment\t+1\n", VOX_WARNING, "folded-double", 8);
}

static void test_themes(void **state) {
  (void)state;
  expect_finding(HEAD("x") "food\tdefine\t餐食 | Food\n", VOX_WARNING, "theme-without-terms", 7);
  expect_finding(HEAD("x") "food\tdefine\t餐食 | Food\nfood_b\tdefine\t餐食 | Food\n好吃\ttheme\tfood_b\n",
                 VOX_WARNING, "theme-without-terms", 7); /* food_b does not lie below food */
}

static void test_notes(void **state) {
  (void)state;
  expect_finding(HEAD("x") "不足\tnegator\n不足\tsentiment\t-1\n", VOX_NOTE, "shadowed-entry", 7);
  expect_finding(HEAD("x") "好吃\tsentiment\t+1\n軟體\talias\t软件\n", VOX_NOTE, "alias-idle", 8);
}

static void test_pairs_and_header(void **state) {
  (void)state;
  expect_finding(HEAD("x") "deliver* + slow\tpair\t-1\n", VOX_WARNING, "pair-star", 7);
  expect_finding(
      "#: id: x\n#: version: 1\n#: language: klingon\n#: licence: MIT\n#: author: us\n#: method: by hand\n",
      VOX_WARNING, "unknown-language", 1);
}

/* Terms that the segmenter can only cut otherwise. */
static void test_unreachable(void **state) {
  (void)state;
  /* folding makes its first character a blank and an accent, and a blank belongs to no token */
  expect_finding(HEAD("x") "¯\\\\_(ツ)_/¯\tsentiment\t-1\n", VOX_WARNING, "unreachable-entry", 7);
  expect_finding(HEAD("x") "¯\\\\_(ツ)_/¯ + 好吃\tpair\t-1\n", VOX_WARNING, "unreachable-entry", 7);
}

static void test_mends(void **state) {
  (void)state;
  static const char *const codes[] = {"duplicate-entry",   "contradiction",      "folded-double",
                                      "unreachable-entry", "missing-licence",    "trailing-blank",
                                      "unknown-flag",      "theme-without-terms"};
  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) assert_non_null(mend_of(codes[i]));
  assert_null(mend_of("no-such-code"));
}

/* ---- Examples ---- */

static void run(linted *l, const char *text, uint64_t want_run, uint64_t want_failed) {
  uint64_t ran, failed;
  open_sources(l, text);
  assert_int_equal(vox_compiler_test(l->compiler, l->model, &ran, &failed, NULL), VOX_OK);
  assert_int_equal(ran, want_run);
  assert_int_equal(failed, want_failed);
  drop(l);
}

static void test_examples_hold(void **state) {
  (void)state;
  linted l;
  run(&l,
      HEAD("x") "好吃\tsentiment\t+2\n+ 很好吃\n- 不好吃\n- 难吃\n不好吃\tsentiment\t-2\n+ 不好吃\n"
                "好吃\ttheme\tfood\n+ 好吃\nfood\tdefine\t餐食 | Food\n物流 + 快\tpair\t+2\n+ 物流很快\n- "
                "快的物流\n"
                "不\tnegator\n+ 不慢\n- 不好吃\n好吃\temotion.joy\t1\n+ 好吃\n给力\tword\n+ 真给力啊\n- 给 "
                "力\n"
                "暂无\tnon_answer\n+ 暂无。\n- 暂无货\n軟體\talias\t软件\n+ 这软体\n- "
                "软件\n软件\tsentiment\t-1\n",
      16, 0);
  expect_quiet(&l.told);
}

static void test_examples_fail(void **state) {
  (void)state;
  linted l;
  run(&l, HEAD("x") "好吃\tsentiment\t+2\n+ 难吃\n- 好吃\n+ 好吃\n不\tnegator\n- 不\n", 4, 3);
  assert_int_equal(l.told.count, 3);
  assert_int_equal(told_times(&l.told, "example-failed", 8), 1);
  assert_int_equal(told_times(&l.told, "example-failed", 9), 1);
  assert_int_equal(told_times(&l.told, "example-failed", 12), 1);
  assert_string_equal(l.told.list[0].message, "the text does not contain the entry of line 7");
  assert_string_equal(l.told.list[1].message, "the text contains the entry of line 7");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_clean),
      cmocka_unit_test(test_blanks),
      cmocka_unit_test(test_flags),
      cmocka_unit_test(test_doubles),
      cmocka_unit_test(test_themes),
      cmocka_unit_test(test_notes),
      cmocka_unit_test(test_pairs_and_header),
      cmocka_unit_test(test_unreachable),

      cmocka_unit_test(test_mends),
      cmocka_unit_test(test_examples_hold),
      cmocka_unit_test(test_examples_fail),
  };
  return cmocka_run_group_tests_name("lexicon_lint", tests, NULL, NULL);
}
