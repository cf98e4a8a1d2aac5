/* intake_where_test.c - row filters: what they mean, where they are wrong; columns told by names and cells.
 */
#include "intake/where.h"
#include "intake_support.h"

/* Does the filter hold for a row whose columns a, b, c have these cells? -1: it does not parse; `*at` where.
 */
static int holds(const char *filter, const char *a, const char *b, const char *c, size_t *at) {
  arena memory;
  where w = {0};
  vox_error err;
  cell cells[3] = {{{NULL, 0}, false}};
  arena_init(&memory, &test_mem);
  vox_status status = where_parse(&w, &test_mem, &memory, str_of(filter), &err);
  int result = -1;
  if (status == VOX_OK) {
    for (size_t i = 0; i < w.names.len; i++) {
      char name = w.names.ptr[i].ptr[0];
      cells[i].text = str_of(name == 'a' ? a : name == 'b' ? b : c);
    }
    result = where_holds(&w, cells);
  } else {
    assert_int_equal(status, VOX_ERR_ARGUMENT);
    assert_string_equal(err.code, "bad_where");
    if (at) *at = (size_t)err.offset;
  }
  where_free(&w, &test_mem);
  arena_free(&memory);
  return result;
}

static void test_meaning(void **state) {
  (void)state;
  static const struct {
    const char *filter, *a, *b, *c;
    int holds;
  } cases[] = {
      {"a == \"测试\"", "测试", "", "", 1},
      {"a == \"测试\"", " 测试 ", "", "", 1},
      {"a != \"测试\" and b <= 6", "正式", "6", "", 1},
      {"a != \"测试\" and b <= 6", "正式", "7", "", 0},
      {"a != \"测试\" and b <= 6", "测试", "6", "", 0},
      {"b <= 6", "", "6分", "", 1},
      {"b <= 6", "", "", "", 0},
      {"b != 6", "", "x", "", 1},
      {"b == 6.50", "", "6.5", "", 1},
      {"b > -1", "", "-0.5", "", 1},
      {"a contains '退款'", "我要退款了", "", "", 1},
      {"a contains '退款'", "退货", "", "", 0},
      {"a == 'x' or b == 1 and c == 2", "x", "0", "0", 1},
      {"(a == 'x' or b == 1) and c == 2", "x", "0", "0", 0},
      {"not a == 'x' and b == 1", "y", "1", "", 1},
      {"not (a == 'x' or b == 1)", "y", "1", "", 0},
      {"!(a == 'x') && b == 1 || c == 3", "x", "0", "3", 1},
      {"not not a == 'x'", "x", "", "", 1},
      {"`a` == 'it\\'s'", "it's", "", "", 1},
      {"a >= '2026-03-01' AND a < '2026-04-01'", "2026-03-31", "", "", 1},
      {"a >= '2026-03-01' AND a < '2026-04-01'", "2026-04-01", "", "", 0},
      {"a==''", "", "", "", 1},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    int got = holds(cases[i].filter, cases[i].a, cases[i].b, cases[i].c, NULL);
    if (got != cases[i].holds) fail_msg("%s: %d", cases[i].filter, got);
  }
}

static void test_faults(void **state) {
  (void)state;
  static const struct {
    const char *filter;
    size_t at;
  } cases[] = {{"", 0},         {"a", 1},        {"a = 1", 2},        {"a == ", 5},
               {"a == b", 5},   {"a == 1 b", 7}, {"(a == 1", 7},      {"a == 1)", 6},
               {"a == 'x", 5},  {"`a == 1", 0},  {"a == 1 and", 10},  {"a contains 3", 11},
               {"a == 12x", 5}, {"== 1", 0},     {"a == 1 or or", 12}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    size_t at = 999;
    if (holds(cases[i].filter, "", "", "", &at) != -1 || at != cases[i].at)
      fail_msg("%s: at %zu", cases[i].filter, at);
  }
}

static void test_depth(void **state) {
  (void)state;
  char filter[256];
  size_t at;
  memset(filter, '(', 200);
  memcpy(filter + 200, "a == 1", 7);
  assert_int_equal(holds(filter, "1", "", "", &at), -1);
  assert_int_equal(at, WHERE_DEPTH);
  size_t n = 0;
  for (int i = 0; i < 20; i++) n += (size_t)snprintf(filter + n, sizeof filter - n, "a==1 or ");
  memcpy(filter + n, "b==2", 5);
  assert_int_equal(holds(filter, "0", "2", "", NULL), 1);
}

/* ---- Columns ------------------------------------------------------------------------- */

static const vox_column *column_named(const vox_input *in, const char *name) {
  for (size_t i = 0; i < in->column_count; i++)
    if (str_eq(in->columns[i].name, str_of(name))) return &in->columns[i];
  fail_msg("no column %s", name);
  return NULL;
}

typedef struct opened {
  pieces input;
  vox_reader *reader;
  vox_error err;
  vox_status status;
  vox_input told;
} opened;

static void open_with(opened *o, const char *text, vox_reader_options *options) {
  *o = (opened){.input = {str_of(text), 1000, 0}};
  o->status = vox_reader_new(&o->reader, pieces_read, &o->input, options, &o->err);
  if (o->status == VOX_OK) vox_reader_input_get(o->reader, &o->told);
}

static void test_guesses(void **state) {
  (void)state;
  vox_reader_options options = VOX_READER_OPTIONS_INIT;
  opened o;
  open_with(&o,
            "答卷编号,提交时间,您有多大可能推荐我们？,不愿意推荐的具体原因,您的建议,客户类型\n"
            "1,2026/3/1 10:00,9,,多开几家店,推荐者\n2,2026/3/2 10:00,3,服务太慢,,贬损者\n",
            &options);
  assert_int_equal(o.status, VOX_OK);
  assert_int_equal(column_named(&o.told, "答卷编号")->use, VOX_USE_ID);
  assert_int_equal(column_named(&o.told, "提交时间")->use, VOX_USE_DATE);
  assert_int_equal(column_named(&o.told, "您有多大可能推荐我们？")->use, VOX_USE_SCORE);
  assert_int_equal(column_named(&o.told, "不愿意推荐的具体原因")->role, VOX_ROLE_REASON_NEG);
  assert_int_equal(column_named(&o.told, "您的建议")->role, VOX_ROLE_SUGGESTION);
  assert_int_equal(column_named(&o.told, "客户类型")->use, VOX_USE_GROUP_NAME);
  vox_reader_free(o.reader);
  open_with(&o, "q,x\nThe staff were kind,1\nIt took too long,2\n", &options);
  assert_int_equal(o.status, VOX_OK);
  assert_int_equal(column_named(&o.told, "q")->use, VOX_USE_TEXT);
  vox_reader_free(o.reader);
}

static void test_refusals(void **state) {
  (void)state;
  static const struct {
    const char *text, *message;
  } cases[] = {
      {"comment,nps\ngood,100\nbad,40\n",
       "the cells of \"nps\" run from 40 to 100: say which scale that is (--score-scale)"},
      {"text,nps,推荐度\na,9,3\n", "several columns may hold the score; candidates: nps (its name and its "
                                   "cells), 推荐度 (its name and its "
                                   "cells)"},
      {"q1,q2\nThe staff were kind,It was clean\nIt took long,The room was cold\n",
       "several columns may hold the comments; candidates: q1 (free text), q2 (free text)"},
  };
  vox_reader_options options = VOX_READER_OPTIONS_INIT;
  opened o;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    options.inspect = 0;
    open_with(&o, cases[i].text, &options);
    assert_int_not_equal(o.status, VOX_OK);
    assert_string_equal(o.err.message, cases[i].message);
    options.inspect = 1;
    open_with(&o, cases[i].text, &options);
    assert_int_equal(o.status, VOX_OK);
    assert_string_equal(o.told.problem, cases[i].message);
    vox_reader_free(o.reader);
  }
}

/* Rows and days that pass, in "number day " form. */
static void check_rows(const char *text, vox_reader_options *options, const char *want) {
  opened o;
  vox_row row;
  char got[256];
  size_t n = 0;
  open_with(&o, text, options);
  assert_int_equal(o.status, VOX_OK);
  while (vox_reader_next(o.reader, &row, NULL) == VOX_OK)
    n += (size_t)snprintf(got + n, sizeof got - n, "%llu %.*s;", (unsigned long long)row.number,
                          (int)row.date.len, row.date.ptr ? row.date.ptr : "");
  got[n] = 0;
  assert_string_equal(got, want);
  vox_reader_free(o.reader);
}

static void test_days(void **state) {
  (void)state;
  vox_reader_options options = VOX_READER_OPTIONS_INIT;
  check_rows("text,date\na,03/01/2026\nb,03/31/2026\n", &options, "1 2026-03-01;2 2026-03-31;");
  check_rows("text,date\na,03/01/2026\nb,31/01/2026\n", &options, "1 2026-01-03;2 2026-01-31;");
  options.date_column = "date";
  opened o;
  open_with(&o, "text,date\na,03/01/2026\n", &options);
  assert_int_equal(o.status, VOX_ERR_ARGUMENT);
  options.date_order = "mdy";
  check_rows("text,date\na,03/01/2026\n", &options, "1 2026-03-01;");
  options.since = "2026-03-02", options.until = "2026/3/4";
  check_rows("text,date\na,03/01/2026\nb,03/02/2026\nc,03/04/2026\nd,03/05/2026\ne,\n", &options,
             "2 2026-03-02;3 2026-03-04;");
}

static void test_dropped(void **state) {
  (void)state;
  vox_reader_options options = VOX_READER_OPTIONS_INIT;
  opened o;
  vox_row row;
  vox_reader_info info;
  options.where = "`答卷 状态` != '测试'";
  open_with(&o, "text,答卷 状态\na,正式\nb,测试\nc,测试\n", &options);
  assert_int_equal(o.status, VOX_OK);
  assert_int_equal(vox_reader_next(o.reader, &row, NULL), VOX_OK);
  assert_int_equal(vox_reader_next(o.reader, &row, NULL), VOX_DONE);
  vox_reader_info_get(o.reader, &info);
  assert_int_equal(info.dropped_where, 2);
  assert_int_equal(info.rows, 1);
  vox_reader_free(o.reader);
  options.where = "text != '' and 状态 == 'x'";
  open_with(&o, "text,答卷 状态\na,正式\n", &options);
  assert_int_equal(o.status, VOX_ERR_NOT_FOUND);
  assert_string_equal(o.err.code, "bad_where");
  assert_int_equal(o.err.offset, 15);
}

#define WITH_MEM(test) cmocka_unit_test_setup_teardown(test, mem_begin, mem_end)

int main(void) {
  const struct CMUnitTest tests[] = {WITH_MEM(test_meaning), WITH_MEM(test_faults),   WITH_MEM(test_depth),
                                     WITH_MEM(test_guesses), WITH_MEM(test_refusals), WITH_MEM(test_days),
                                     WITH_MEM(test_dropped)};
  return cmocka_run_group_tests_name("intake: filters and guesses", tests, NULL, NULL);
}
