/* lexicon_source_test.c - the text format: lines, columns, escapes, headers, examples, and every complaint.
 */
#include "small_model.h"

static mem m;
static arena keep;
static told seen;
static diagnostics tell;
static source parsed;

static int setup(void **state) {
  (void)state;
  mem_init(&m, NULL, 0);
  arena_init(&keep, &m);
  seen.count = 0;
  tell = (diagnostics){.tell = told_keep, .payload = &seen};
  parsed = (source){.path = {NULL, 0}};
  return 0;
}

static int teardown(void **state) {
  (void)state;
  source_drop(&parsed, &m);
  arena_free(&keep);
  return m.used != 0;
}

static void parse(vox_str bytes) {
  source_drop(&parsed, &m);
  seen.count = 0;
  assert_int_equal(source_parse(&parsed, &keep, &m, STR("a/b.tsv"), bytes, &tell), VOX_OK);
  for (size_t i = 0; i < seen.count; i++) assert_string_equal(seen.list[i].path, "a/b.tsv");
}

#define PARSE(text) parse(STR(text))

static void expect_line(size_t i, const char *const columns[5], uint32_t number) {
  const source_line *l = &vec_at(&parsed.lines, i);
  expect_str(l->term, columns[0]), expect_str(l->klass, columns[1]), expect_str(l->value, columns[2]);
  expect_str(l->flags, columns[3]), expect_str(l->note, columns[4]);
  assert_int_equal(l->line, number);
}

static void test_columns(void **state) {
  (void)state;
  PARSE(HEAD("x") "好\tsentiment\t+2\tpos=a\tnote\twith tab\n"
                  "  two words \t sentiment \t 1 \n"
                  "没有\tnegator\n"
                  "last\tsentiment\t1\t");
  expect_quiet(&seen);
  assert_int_equal(parsed.lines.len, 4);
  expect_line(0, (const char *[]){"好", "sentiment", "+2", "pos=a", "note\twith tab"}, 7);
  expect_line(1, (const char *[]){"two words", "sentiment", "1", "", ""}, 8);
  expect_line(2, (const char *[]){"没有", "negator", "", "", ""}, 9);
  expect_line(3, (const char *[]){"last", "sentiment", "1", "", ""}, 10);
}

static void test_header(void **state) {
  (void)state;
  PARSE("#:id:x\n#:  version :  1.2  \n#: language: zh\n#: licence: MIT\n#: author: a: b\n#: method: m\n"
        "#: include: one.tsv\n#: include: two.tsv\n");
  expect_quiet(&seen);
  expect_str(parsed.id, "x"), expect_str(parsed.version, "1.2"), expect_str(parsed.language, "zh");
  expect_str(parsed.licence, "MIT"), expect_str(parsed.author, "a: b"), expect_str(parsed.method, "m");
  expect_str(parsed.path, "a/b.tsv");
  assert_int_equal(parsed.includes.len, 2);
  expect_str(vec_at(&parsed.includes, 0), "one.tsv"), expect_str(vec_at(&parsed.includes, 1), "two.tsv");
}

static void test_missing_headers(void **state) {
  (void)state;
  static const char *const keys[] = {"id", "version", "language", "licence", "author", "method"};
  PARSE("");
  assert_int_equal(seen.count, 6);
  assert_int_equal(tell.errors, 6);
  for (size_t i = 0; i < 6; i++) {
    char text[400] = "", code[40];
    for (size_t k = 0; k < 6; k++)
      if (k != i) strcat(strcat(strcat(text, "#: "), keys[k]), ": v\n");
    snprintf(code, sizeof code, "missing-%s", keys[i]);
    parse(str_of(text));
    expect_told(&seen, VOX_ERROR, code, 1);
  }
}

static void test_bad_headers(void **state) {
  (void)state;
  PARSE(HEAD("x") "#: domain: food\n");
  expect_told(&seen, VOX_ERROR, "unknown-header", 7);
  PARSE(HEAD("x") "\n#: id: y\n");
  expect_told(&seen, VOX_ERROR, "repeated-header", 8);
  expect_str(parsed.id, "x");
  PARSE(HEAD("x") "#: note\n");
  expect_told(&seen, VOX_ERROR, "bad-header", 7);
  PARSE(HEAD("x") "#: include:  \n");
  expect_told(&seen, VOX_ERROR, "bad-header", 7);
  assert_int_equal(parsed.includes.len, 0);
}

static void test_bad_entries(void **state) {
  (void)state;
  PARSE(HEAD("x") "alone\n");
  expect_told(&seen, VOX_ERROR, "bad-entry", 7);
  PARSE(HEAD("x") "a\tword\nterm\t\t+1\n");
  expect_told(&seen, VOX_ERROR, "bad-entry", 8);
  PARSE(HEAD("x") "\tsentiment\t+1\n");
  expect_told(&seen, VOX_ERROR, "bad-entry", 7);
  PARSE(HEAD("x") "term sentiment +1\nb\tword\n");
  expect_told(&seen, VOX_ERROR, "bad-entry", 7);
  assert_int_equal(parsed.lines.len, 1); /* the rest goes on */
}

static void test_bad_utf8(void **state) {
  (void)state;
  PARSE(HEAD("x") "\xE5\xA5\tsentiment\t1\n好\tsentiment\t1\n");
  expect_told(&seen, VOX_ERROR, "bad-utf8", 7);
  assert_int_equal(parsed.lines.len, 1);
  PARSE(HEAD("x") "a\0b\tsentiment\t1\n");
  expect_told(&seen, VOX_ERROR, "bad-utf8", 7);
  PARSE(HEAD("x") "# \xFF in a comment\n");
  expect_told(&seen, VOX_ERROR, "bad-utf8", 7);
}

static void test_comments_and_blank_lines(void **state) {
  (void)state;
  PARSE("\n   \n\t\n" HEAD("x") "# comment\t with tab\n#\n#word\tword\n\r\nb\tword\n\n");
  expect_quiet(&seen);
  assert_int_equal(parsed.lines.len, 1);
  expect_line(0, (const char *[]){"b", "word", "", "", ""}, 14);
}

static void test_escapes(void **state) {
  (void)state;
  PARSE(HEAD("x") "\\#1\tword\n\\+ plus\tword\n\\- "
                  "minus\tword\na\\tb\tword\tc\\\\d\nend\\\tword\n+1\tword\n-_-\tword\n");
  expect_quiet(&seen);
  assert_int_equal(parsed.lines.len, 7);
  expect_line(0, (const char *[]){"#1", "word", "", "", ""}, 7);
  expect_line(1, (const char *[]){"+ plus", "word", "", "", ""}, 8);
  expect_line(2, (const char *[]){"- minus", "word", "", "", ""}, 9);
  expect_line(3, (const char *[]){"a\tb", "word", "c\\d", "", ""}, 10);
  expect_line(4, (const char *[]){"end\\", "word", "", "", ""}, 11);
  expect_line(5, (const char *[]){"+1", "word", "", "", ""}, 12);
  expect_line(6, (const char *[]){"-_-", "word", "", "", ""}, 13);
}

static void test_bom_and_line_ends(void **state) {
  (void)state;
  PARSE("\xEF\xBB\xBF#: id: x\r\n#: version: 1\r\n#: language: zh\r\n#: licence: MIT\r\n#: author: a\r\n"
        "#: method: m\r\n好\tsentiment\t+1\r\n+ 很好\r\n坏\tsentiment\t-1\r");
  expect_quiet(&seen);
  expect_str(parsed.id, "x"), expect_str(parsed.method, "m");
  assert_int_equal(parsed.lines.len, 2);
  expect_line(0, (const char *[]){"好", "sentiment", "+1", "", ""}, 7);
  expect_line(1, (const char *[]){"坏", "sentiment", "-1", "", ""}, 9);
  expect_str(vec_at(&parsed.examples, 0).text, "很好");
}

static void test_examples(void **state) {
  (void)state;
  PARSE(HEAD("x") "差\tsentiment\t-2\n+ 太差了\n- 出差\n# between\n好\tsentiment\t1\n+   a\\tb  \n");
  expect_quiet(&seen);
  assert_int_equal(parsed.examples.len, 3);
  const source_example *e = parsed.examples.ptr;
  expect_str(e[0].text, "太差了"), expect_str(e[1].text, "出差"), expect_str(e[2].text, "a\tb");
  assert_true(e[0].positive && !e[1].positive && e[2].positive);
  assert_true(e[0].entry == 0 && e[1].entry == 0 && e[2].entry == 1);
  assert_true(e[0].line == 8 && e[1].line == 9 && e[2].line == 12);
}

static void test_stray_example(void **state) {
  (void)state;
  PARSE(HEAD("x") "+ 太差了\n差\tsentiment\t-2\n");
  expect_told(&seen, VOX_ERROR, "stray-example", 7);
  assert_int_equal(parsed.examples.len, 0);
  assert_int_equal(parsed.lines.len, 1);
}

/* Without a listener diagnostics are still counted; a long path is cut. */
static void test_no_listener(void **state) {
  (void)state;
  static char path[3000];
  memset(path, 'p', sizeof path);
  tell = (diagnostics){.tell = NULL};
  PARSE("x\n");
  assert_int_equal(tell.errors, 7);
  tell = (diagnostics){.tell = told_keep, .payload = &seen};
  diagnose(&tell, VOX_WARNING, (vox_str){path, sizeof path}, 3, "code", "%s", "message");
  diagnose(&tell, VOX_NOTE, (vox_str){NULL, 0}, 3, "code", "%s", "message");
  assert_int_equal(seen.count, 2);
  assert_int_equal(tell.warnings, 1);
  assert_int_equal(tell.errors, 0);
}

/* Memory that ends anywhere is told as such, never as a fault of the text. */
static void test_failing_memory(void **state) {
  (void)state;
  static const char text[] =
      HEAD("x") "#: include: y.tsv\n好\tsentiment\t+1\tpos=a\tnote\n+ 很好\n坏\tsentiment\t-1\n";
  vox_status status = VOX_ERR_MEMORY;
  for (size_t left = 0; status != VOX_OK; left++) {
    counted calls = {0, left};
    vox_allocator failing = counted_allocator(&calls);
    mem small;
    arena strings;
    source s;
    told heard = {.count = 0};
    diagnostics d = {.tell = told_keep, .payload = &heard};
    mem_init(&small, &failing, 0);
    arena_init(&strings, &small);
    status = source_parse(&s, &strings, &small, STR("x.tsv"), STR(text), &d);
    expect_quiet(&heard);
    if (status != VOX_OK) assert_int_equal(status, VOX_ERR_MEMORY);
    source_drop(&s, &small);
    arena_free(&strings);
    assert_int_equal(small.used, 0);
    assert_in_range(left, 0, 20);
  }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_columns),
      TEST(test_header),
      TEST(test_missing_headers),
      TEST(test_bad_headers),
      TEST(test_bad_entries),
      TEST(test_bad_utf8),
      TEST(test_escapes),
      TEST(test_bom_and_line_ends),
      TEST(test_comments_and_blank_lines),
      TEST(test_examples),
      TEST(test_stray_example),
      TEST(test_no_listener),
      TEST(test_failing_memory),
  };
  return cmocka_run_group_tests_name("lexicon/source", tests, NULL, NULL);
}
