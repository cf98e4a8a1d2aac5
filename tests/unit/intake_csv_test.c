/* intake_csv_test.c - the row scanner: csv-spectrum, a naive second reader, every way of cutting the input.
 */
#include "intake/csv.h"
#include "intake_support.h"
#include "json/json_read.h"
#include "json/json_write.h"

static const csv_dialect comma = {',', '"', CSV_NONE};

/* All rows as JSON arrays of strings, one after the other; an input that ends in quotes ends with "!". */
static void scan_all(vox_str text, csv_dialect dialect, size_t piece, uint64_t seed, buf *out) {
  csv c;
  json_writer w;
  csv_init(&c, &test_mem, dialect);
  json_writer_init(&w, out);
  size_t begin = 0, shown = 0;
  for (;;) {
    /* The window is a block of its own: nothing before or behind it may be read. */
    size_t len = shown - begin;
    char *window = malloc(len ? len : 1);
    if (len) memcpy(window, text.ptr + begin, len);
    csv_step step = csv_next(&c, (vox_str){window, len}, shown == text.len);
    if (step == CSV_ROW) {
      json_array_begin(&w);
      for (size_t i = 0; i < c.fields.len; i++) json_string(&w, csv_text(&c, window, i));
      json_array_end(&w);
      json_uint(&w, c.lines);
      begin += c.used;
    }
    free(window);
    if (step == CSV_OPEN) json_text(&w, "!");
    if (step == CSV_MORE) shown += piece ? piece : 1 + random_next(&seed) % 9;
    if (shown > text.len) shown = text.len;
    if (step == CSV_END || step == CSV_OPEN) break;
  }
  csv_free(&c);
}

static void check(const char *text, csv_dialect dialect, const char *want) {
  buf out;
  buf_init(&out, &test_mem, (size_t)1 << 20);
  for (size_t piece = 1; piece < 70; piece++) {
    buf_clear(&out);
    scan_all(str_of(text), dialect, piece, 1, &out);
    assert_str(buf_view(&out), want);
  }
  buf_free(&out);
}

static void test_rows(void **state) {
  (void)state;
  check("", comma, "");
  check("a,b\r\n1,2\r\n", comma, "[\"a\",\"b\"],1,[\"1\",\"2\"],1");
  check("a,b\n1,2", comma, "[\"a\",\"b\"],1,[\"1\",\"2\"],1");
  check("a,b\r1,2\r", comma, "[\"a\",\"b\"],1,[\"1\",\"2\"],1");
  check("a,b\r1\n,2\r", comma, "[\"a\",\"b\"],1,[\"1\"],1,[\"\",\"2\"],1");
  check("a\n\n1,\n", comma, "[\"a\"],1,[\"\"],1,[\"1\",\"\"],1");
  check(",\n,,", comma, "[\"\",\"\"],1,[\"\",\"\",\"\"],1");
}

static void test_quotes(void **state) {
  (void)state;
  check("\"a,\"\"b\"\"\",c\n\"\",\"\"\"\"\n", comma, "[\"a,\\\"b\\\"\",\"c\"],1,[\"\",\"\\\"\"],1");
  check("\"1\n2\r\n3\",x\r\ny\r\n", comma, "[\"1\\n2\\r\\n3\",\"x\"],3,[\"y\"],1");
  check("\"1\r2\",x\ry\r", comma, "[\"1\\r2\",\"x\"],2,[\"y\"],1");
  check("a\"b,\"c\"d,\"e\"f\"g\"\n", comma, "[\"a\\\"b\",\"cd\",\"ef\\\"g\\\"\"],1");
  check("\"a\" ,b\n", comma, "[\"a \",\"b\"],1");
  check("\"a\"\r", comma, "[\"a\"],1");
  check("\"a\"", comma, "[\"a\"],1");
  check("x\n\"a\nb", comma, "[\"x\"],1,\"!\"");
}

/* A CR inside a line is an ordinary byte where lines end in LF. */
static void test_stray_opening_quote(void **state) {
  (void)state;
  check("1,\"2,3,\"a,b\",4\nx,y\n", comma, "[\"1\",\"\\\"2\",\"3\",\"a,b\",\"4\"],1,[\"x\",\"y\"],1");
  check("1,\"2\nx,\"y\"\nz,\"w\"\n", comma, "[\"1\",\"\\\"2\"],1,[\"x\",\"y\"],1,[\"z\",\"w\"],1");
  check("\"a,\"b\"", comma, "[\"\\\"a\",\"b\"],1");
  check("\"a,\"\"b\"\"\",c\n", comma, "[\"a,\\\"b\\\"\",\"c\"],1");
}

static void test_stray_cr(void **state) {
  (void)state;
  check("a\nb\rc\n", comma, "[\"a\"],1,[\"b\\rc\"],1");
  check("a\r\nb\rc\r\nd\n", comma, "[\"a\"],1,[\"b\\rc\"],1,[\"d\"],1");
}

static void test_other_dialects(void **state) {
  (void)state;
  check("a\t\"b\n\"c\t\"\n", (csv_dialect){'\t', CSV_NONE, CSV_NONE},
        "[\"a\",\"\\\"b\"],1,[\"\\\"c\",\"\\\"\"],1");
  check("a,\"b;c\n", (csv_dialect){CSV_NONE, CSV_NONE, CSV_NONE}, "[\"a,\\\"b;c\"],1");
  check("a;'b;''c'\n", (csv_dialect){';', '\'', CSV_NONE}, "[\"a\",\"b;'c\"],1");
  check("\"a\\\"b\",c\\,d\n\"x\\\ny\"\n", (csv_dialect){',', '"', '\\'},
        "[\"a\\\"b\",\"c,d\"],1,[\"x\\ny\"],2");
}

/* RFC 4180 for well-formed input, a byte at a time, written down without looking at the scanner. */
static void naive_rows(vox_str s, buf *out) {
  json_writer w;
  json_writer_init(&w, out);
  for (size_t at = 0; at < s.len;) {
    uint64_t lines = 1;
    json_array_begin(&w);
    for (bool row = true; row;) {
      char field[4096];
      size_t n = 0;
      if (at < s.len && s.ptr[at] == '"') {
        for (at++; s.ptr[at] != '"' || (at + 1 < s.len && s.ptr[at + 1] == '"'); at++) {
          lines += s.ptr[at] == '\n';
          field[n++] = s.ptr[at];
          if (s.ptr[at] == '"') at++;
        }
        at++;
      } else {
        while (at < s.len && s.ptr[at] != ',' && s.ptr[at] != '\n') field[n++] = s.ptr[at++];
      }
      json_string(&w, (vox_str){field, n});
      row = at < s.len && s.ptr[at] == ',';
      at++;
    }
    json_array_end(&w);
    json_uint(&w, lines);
  }
}

static size_t random_field(char *to, uint64_t *seed) {
  static const char bytes[] = "ab,\"\n\r c";
  size_t len = random_next(seed) % 4 ? random_next(seed) % 6 : random_next(seed) % 150, n = 0;
  bool quoted = random_next(seed) % 2;
  if (quoted) to[n++] = '"';
  for (size_t i = 0; i < len; i++) {
    char b = bytes[random_next(seed) % (sizeof bytes - 1)];
    if (!quoted && strchr(",\"\n\r", b)) b = 'x';
    if (b == '"') to[n++] = b;
    to[n++] = b;
  }
  if (quoted) to[n++] = '"';
  return n;
}

static void test_against_naive(void **state) {
  (void)state;
  uint64_t seed = 42;
  buf want, got;
  buf_init(&want, &test_mem, (size_t)1 << 20);
  buf_init(&got, &test_mem, (size_t)1 << 20);
  for (int round = 0; round < 1500; round++) {
    char text[16384] = "head,er\n";
    size_t len = 8, fields = 1 + random_next(&seed) % 12;
    for (size_t i = 0; i < fields; i++) {
      len += random_field(text + len, &seed);
      text[len++] = random_next(&seed) % 3 ? ',' : '\n';
    }
    text[len - 1] = '\n';
    buf_clear(&want), buf_clear(&got);
    naive_rows((vox_str){text, len}, &want);
    scan_all((vox_str){text, len}, comma, round % 3 ? 0 : len, seed, &got);
    assert_true(str_eq(buf_view(&want), buf_view(&got)));
  }
  buf_free(&want);
  buf_free(&got);
}

/* Any bytes, cut anywhere: the same rows. */
static void test_any_cut(void **state) {
  (void)state;
  static const char bytes[] = "a\",\n\r\\";
  uint64_t seed = 4711;
  buf want, got;
  buf_init(&want, &test_mem, (size_t)1 << 20);
  buf_init(&got, &test_mem, (size_t)1 << 20);
  for (int round = 0; round < 4000; round++) {
    char text[200];
    size_t len = random_next(&seed) % sizeof text;
    for (size_t i = 0; i < len; i++) text[i] = bytes[random_next(&seed) % (sizeof bytes - 1)];
    csv_dialect dialect = {',', '"', round % 2 ? '\\' : CSV_NONE};
    buf_clear(&want), buf_clear(&got);
    scan_all((vox_str){text, len}, dialect, sizeof text, 1, &want);
    scan_all((vox_str){text, len}, dialect, 0, seed, &got);
    assert_true(str_eq(buf_view(&want), buf_view(&got)));
  }
  buf_free(&want);
  buf_free(&got);
}

static void test_drop(void **state) {
  (void)state;
  csv c;
  csv_init(&c, &test_mem, comma);
  assert_int_equal(csv_next(&c, STR("h\n"), false), CSV_ROW);
  assert_int_equal(csv_next(&c, STR("aaaa,\"bb\""), false), CSV_MORE);
  csv_drop(&c);
  assert_int_equal(csv_next(&c, STR("\"x\ny"), false), CSV_MORE); /* the quote was the first of two */
  assert_true(csv_is_open(&c));
  csv_drop(&c);
  assert_int_equal(csv_next(&c, STR("\",z\nnext"), false), CSV_ROW);
  assert_int_equal(c.used, 4);
  assert_int_equal(c.lines, 2);
  assert_int_equal(csv_next(&c, STR("next\n"), false), CSV_ROW);
  assert_int_equal(c.field_count, 1);
  csv_free(&c);
}

static void test_many_fields(void **state) {
  (void)state;
  csv c;
  csv_init(&c, &test_mem, comma);
  size_t len = CSV_MAX_FIELDS + 100;
  char *text = malloc(len);
  memset(text, ',', len);
  assert_int_equal(csv_next(&c, (vox_str){text, len}, true), CSV_ROW);
  assert_int_equal(c.field_count, len + 1);
  assert_int_equal(c.fields.len, CSV_MAX_FIELDS);
  free(text);
  csv_free(&c);
}

/* ---- csv-spectrum ---------------------------------------------------------------- */

static size_t scan_rows(vox_str text, csv *c, buf *arrays) {
  json_writer w;
  size_t rows = 0;
  json_writer_init(&w, arrays);
  json_array_begin(&w);
  for (size_t at = 0; csv_next(c, str_sub(text, at, text.len), true) == CSV_ROW; at += c->used, rows++) {
    json_array_begin(&w);
    for (size_t i = 0; i < c->fields.len; i++)
      json_string(&w, csv_text(c, (char *)(uintptr_t)text.ptr + at, i));
    json_array_end(&w);
  }
  json_array_end(&w);
  return rows;
}

static void compare_row(vox_str object, vox_str header, vox_str row, bool differs) {
  json_walk members = json_walk_of(object), names = json_walk_of(header), cells = json_walk_of(row);
  vox_str key, value, name, cell;
  buf text;
  buf_init(&text, &test_mem, 4096);
  for (bool first = true; json_next_member(&members, &key, &value); first = false) {
    assert_true(json_next_element(&names, &name) && json_next_element(&cells, &cell));
    buf_clear(&text);
    json_unescape(key, &text);
    assert_true(json_string_is(name, buf_view(&text)));
    buf_clear(&text);
    json_unescape(value, &text);
    if (!(differs && first)) assert_true(json_string_is(cell, buf_view(&text)));
  }
  assert_false(json_next_element(&cells, &cell));
  buf_free(&text);
}

static void check_spectrum(const char *name) {
  char path[128];
  snprintf(path, sizeof path, "csv-spectrum/csvs/%s.csv", name);
  vox_str text = suite_read(path);
  snprintf(path, sizeof path, "csv-spectrum/json/%s.json", name);
  vox_str answer = suite_read(path), want = json_token(answer), object, header, row;
  csv c;
  buf arrays;
  csv_init(&c, &test_mem, comma);
  buf_init(&arrays, &test_mem, (size_t)1 << 20);
  size_t rows = scan_rows(text, &c, &arrays), seen = 1;
  json_walk got = json_walk_of(buf_view(&arrays)), objects = json_walk_of(want);
  assert_true(json_next_element(&got, &header));
  /* This file's answer is one object, and another telephone number than the file's. */
  bool single = json_kind_of(want) == JSON_OBJECT;
  for (; single ? seen == 1 && (object = want, true) : json_next_element(&objects, &object); seen++) {
    assert_true(json_next_element(&got, &row));
    compare_row(object, header, row, single);
  }
  assert_int_equal(rows, seen);
  buf_free(&arrays);
  csv_free(&c);
  free((void *)(uintptr_t)text.ptr);
  free((void *)(uintptr_t)answer.ptr);
}

static void test_spectrum(void **state) {
  (void)state;
  static const char *const names[] = {
      "comma_in_quotes", "empty",         "empty_crlf",           "escaped_quotes",      "json",
      "newlines",        "newlines_crlf", "location_coordinates", "quotes_and_newlines", "simple",
      "simple_crlf",     "utf8"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) check_spectrum(names[i]);
}

#define WITH_MEM(test) cmocka_unit_test_setup_teardown(test, mem_begin, mem_end)

int main(void) {
  const struct CMUnitTest tests[] = {
      WITH_MEM(test_rows),     WITH_MEM(test_quotes),         WITH_MEM(test_stray_opening_quote),
      WITH_MEM(test_stray_cr), WITH_MEM(test_other_dialects), WITH_MEM(test_against_naive),
      WITH_MEM(test_any_cut),  WITH_MEM(test_drop),           WITH_MEM(test_many_fields),
      WITH_MEM(test_spectrum),
  };
  return cmocka_run_group_tests_name("intake_csv", tests, NULL, NULL);
}
