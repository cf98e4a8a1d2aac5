/* aggregate_row_words_test.c - words that are terms find their cells by number: the same counts as by their
 * text, also where the table of words drops some of them meanwhile. */
#include "small_model.h"

enum { SIGNS = 24, ROWS = 400, WORDS_A_ROW = 9, LIMIT = 1 << 24 };
static const char *const signs[SIGNS] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛",
                                         "壬", "癸", "子", "丑", "寅", "卯", "辰", "巳",
                                         "午", "未", "申", "酉", "戌", "亥", "泰", "否"};
static small_model s;
static char comments[ROWS][200];

/* Words of two signs; every second one is a term, and of these every second one an alias of a word. */
static void write_sources(buf *entries, buf *words) {
  buf_text(entries, SMALL_LEXICON);
  buf_text(words, SMALL_WORDS);
  for (int a = 0; a < SIGNS; a++)
    for (int b = 0; b < SIGNS; b++) {
      buf_format(words, "%s%s %d n\n", signs[a], signs[b], 400 + 7 * a + b);
      if ((a + b) % 2) buf_format(entries, "%s%s\tsentiment\t%s1\n", signs[a], signs[b], a % 2 ? "+" : "-");
    }
  buf_byte(entries, 0);
  buf_byte(words, 0);
}

static int open_model(void **state) {
  (void)state;
  mem m;
  buf entries, words;
  uint64_t seed = 17;
  mem_init(&m, NULL, 0);
  buf_init(&entries, &m, LIMIT), buf_init(&words, &m, LIMIT);
  write_sources(&entries, &words);
  small_open(&s, entries.ptr, words.ptr);
  buf_free(&entries), buf_free(&words);
  for (int i = 0; i < ROWS; i++) {
    size_t len = 0;
    for (int k = 0; k < WORDS_A_ROW; k++) {
      /* Low numbers more often, as words are. */
      uint32_t x = random_next(&seed) % (SIGNS * SIGNS), y = random_next(&seed) % (SIGNS * SIGNS),
               w = x < y ? x : y;
      len += (size_t)snprintf(comments[i] + len, sizeof comments[i] - len, "%s%s%s", signs[w / SIGNS],
                              signs[w % SIGNS],
                              k % 3 == 2   ? "，"
                              : k % 4 == 3 ? " nice "
                                           : "");
    }
  }
  return m.used != 0;
}

static int close_model(void **state) {
  (void)state;
  return small_close(&s);
}

static vox_report *new_report(uint32_t max_terms) {
  vox_report_options o = VOX_REPORT_OPTIONS_INIT;
  vox_report *r = NULL;
  o.max_terms = max_terms;
  assert_int_equal(vox_report_new(&r, s.model, &o, NULL), VOX_OK);
  return r;
}

static void add_row(vox_report *r, int number) {
  vox_cell cells[2] = {{.text = str_of(comments[number])}, {.text = str_of(comments[(number * 7) % ROWS])}};
  vox_row row = {.number = (uint64_t)number + 1,
                 .cells = cells,
                 .cell_count = number % 5 ? 1 : 2,
                 .group = (vox_group)(number % 4)};
  assert_int_equal(vox_report_begin(r, &row, NULL), VOX_OK);
  for (size_t i = 0; i < row.cell_count; i++) {
    const vox_result *result;
    assert_int_equal(vox_analyse_cell(&result, s.ctx, &row, i, NULL), VOX_OK);
    assert_int_equal(vox_report_add(r, i, result, NULL), VOX_OK);
  }
  assert_int_equal(vox_report_end(r, NULL), VOX_OK);
}

static vox_status keep(void *payload, const void *bytes, size_t len) {
  buf_add(payload, bytes, len);
  return VOX_OK;
}

/* What the report has counted of words: behind the name of their table. */
static void write_words(vox_report *r, buf *out) {
  buf_clear(out);
  assert_int_equal(vox_report_write_json(r, keep, out, NULL), VOX_OK);
  assert_int_equal(vox_report_write_csv(r, "terms", 0, keep, out, NULL), VOX_OK);
  assert_int_equal(out->status, VOX_OK);
  assert_true(out->len > 1000);
}

/* One report of all rows, against one report of each row, merged: those know no word by its number. */
static void same_as_apart(uint32_t max_terms) {
  mem m;
  buf whole, parts;
  mem_init(&m, NULL, 0);
  buf_init(&whole, &m, LIMIT), buf_init(&parts, &m, LIMIT);
  vox_report *one = new_report(max_terms), *merged = new_report(max_terms);
  for (int i = 0; i < ROWS; i++) {
    vox_report *alone = new_report(max_terms);
    add_row(one, i);
    add_row(alone, i);
    assert_int_equal(vox_report_merge(merged, alone, NULL), VOX_OK);
    vox_report_free(alone);
  }
  write_words(one, &whole), write_words(merged, &parts);
  assert_int_equal(whole.len, parts.len);
  assert_memory_equal(whole.ptr, parts.ptr, whole.len);
  vox_report_free(one), vox_report_free(merged);
  buf_free(&whole), buf_free(&parts);
  assert_int_equal(m.used, 0);
}

static void test_all_kept(void **state) {
  (void)state;
  same_as_apart(100000);
}

static void test_some_dropped(void **state) {
  (void)state;
  same_as_apart(1);
  same_as_apart(20);
  same_as_apart(100);
}

/* A report that takes others in goes on counting. */
static void test_after_merging(void **state) {
  (void)state;
  mem m;
  buf whole, parts;
  mem_init(&m, NULL, 0);
  buf_init(&whole, &m, LIMIT), buf_init(&parts, &m, LIMIT);
  for (uint32_t max = 10; max <= 1000; max *= 10) {
    vox_report *one = new_report(max), *a = new_report(max), *b = new_report(max);
    for (int i = 0; i < ROWS; i++) add_row(one, i);
    for (int i = 0; i < ROWS / 3; i++) add_row(a, i);
    for (int i = ROWS / 3; i < ROWS / 2; i++) add_row(b, i);
    assert_int_equal(vox_report_merge(a, b, NULL), VOX_OK);
    for (int i = ROWS / 2; i < ROWS; i++) add_row(a, i);
    write_words(one, &whole), write_words(a, &parts);
    assert_int_equal(whole.len, parts.len);
    assert_memory_equal(whole.ptr, parts.ptr, whole.len);
    vox_report_free(one), vox_report_free(a), vox_report_free(b);
  }
  buf_free(&whole), buf_free(&parts);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_all_kept),
      cmocka_unit_test(test_some_dropped),
      cmocka_unit_test(test_after_merging),
  };
  return cmocka_run_group_tests_name("aggregate_row_words", tests, open_model, close_model);
}
