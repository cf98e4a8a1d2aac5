/* serve_request_test.c - a line of the protocol to a row: what the dialogues of tests/cli/serve.sh do not
 * show, and lines cut and changed at every byte, copied to blocks of their own size. */
#include "base/span.h"
#include "text_suites.h"
#include "vox_serve.h"
#include <stdlib.h>

static vox_request_reader *reader_with(const char *scale, const char *order, size_t max_text) {
  vox_request_reader *r = NULL;
  vox_request_options options = VOX_REQUEST_OPTIONS_INIT;
  options.score_scale = scale;
  options.date_order = order;
  if (max_text) options.max_text = max_text;
  assert_int_equal(vox_request_reader_new(&r, &options, NULL), VOX_OK);
  return r;
}

static void expect_str(vox_str got, const char *wanted) {
  vox_str want = str_of(wanted);
  if (!str_eq(got, want)) fail_msg("%.*s instead of %s", (int)got.len, got.ptr ? got.ptr : "", wanted);
}

static void a_whole_row(void **state) {
  (void)state;
  vox_request_reader *r = reader_with(NULL, NULL, 0);
  vox_request q;
  vox_error err;
  vox_str line = STR(
      "{\"id\":[1],\"texts\":{\"a\\n\":\"x\\u0000y\",\"b\":\" \",\"c\":1e1},\"roles\":{\"c\":\"suggestion\"},"
      "\"score\":\"10-\\u975e\",\"group_name\":\"贬损者\",\"date\":\"2026年3月1日\","
      "\"segments\":{\"s\":null,\"t\":1.5},\"keep\":{\"k\":\"\\u0041\"},\"evidence\":true,\"model\":"
      "\"m\\u0031\"}");
  assert_int_equal(vox_request_read(r, line, &q, &err), VOX_OK);
  expect_str(q.id, "[1]");
  expect_str(q.model, "m1");
  assert_int_equal(q.op, VOX_OP_SCORE);
  assert_true(q.evidence && q.many);
  assert_int_equal(q.row.cell_count, 2); /* a blank one is no answer */
  expect_str(q.row.cells[0].question, "a\n");
  assert_int_equal(q.row.cells[0].text.len, 3);
  expect_str(q.row.cells[1].text, "10");
  assert_int_equal(q.row.cells[1].role, VOX_ROLE_SUGGESTION);
  assert_int_equal(q.row.score_centi, 1000);
  assert_int_equal(q.row.group, VOX_GROUP_PROMOTER);
  assert_int_equal(q.row.flags, VOX_ROW_GROUP_CONFLICT);
  expect_str(q.row.date, "2026-03-01");
  assert_int_equal(q.row.segment_count, 2);
  expect_str(q.row.segments[0].value, "");
  expect_str(q.row.segments[1].value, "1.5");
  expect_str(q.row.keep[0].value, "\"\\u0041\"");
  assert_true(q.row.keep[0].is_json);
  vox_request_reader_free(r);
}

static void options_of_a_reader(void **state) {
  (void)state;
  vox_request q;
  vox_error err;
  vox_request_reader *r = reader_with("stars5", "mdy", 5);
  assert_int_equal(
      vox_request_read(r, STR("{\"text\":\"12345\",\"score\":5,\"date\":\"03/01/2026\"}"), &q, &err), VOX_OK);
  assert_int_equal(q.row.group, VOX_GROUP_NONE);
  expect_str(q.row.date, "2026-03-01");
  expect_str(q.id, "null");
  assert_int_equal(vox_request_read(r, STR("{\"id\":7,\"text\":\"123456\"}"), &q, &err), VOX_ERR_LIMIT);
  assert_string_equal(err.code, "too_long");
  assert_int_equal(err.offset, 15);
  expect_str(q.id, "7");
  vox_request_reader_free(r);
  vox_request_options options = VOX_REQUEST_OPTIONS_INIT;
  options.score_scale = "huge";
  assert_int_equal(vox_request_reader_new(&r, &options, NULL), VOX_ERR_ARGUMENT);
  assert_null(r);
}

/* Lists have a length that is stated, and the next request is read all the same. */
static void too_many(void **state) {
  (void)state;
  static const char *const keys[] = {"texts", "segments", "keep"};
  vox_request_reader *r = reader_with(NULL, NULL, 0);
  vox_request q;
  vox_error err;
  for (size_t k = 0; k < 3; k++)
    for (int count = 256; count <= 257; count++) {
      char line[8192];
      size_t n = (size_t)snprintf(line, sizeof line, "{%s\"%s\":{", k ? "\"text\":\"x\"," : "", keys[k]);
      for (int i = 0; i < count; i++)
        n += (size_t)snprintf(line + n, sizeof line - n, "%s\"q%d\":\"y\"", i ? "," : "", i);
      n += (size_t)snprintf(line + n, sizeof line - n, "}}");
      vox_status status = vox_request_read(r, (vox_str){line, n}, &q, &err);
      assert_int_equal(status, count == 256 ? VOX_OK : VOX_ERR_SYNTAX);
    }
  assert_int_equal(vox_request_read(r, STR("{\"text\":\"x\"}"), &q, &err), VOX_OK);
  vox_request_reader_free(r);
}

static void a_batch(void **state) {
  (void)state;
  vox_request_reader *r = reader_with(NULL, NULL, 0);
  vox_request q, item;
  vox_error err;
  vox_str line = STR("{\"op\":\"batch\",\"items\":[ {\"id\":1,\"text\":\"x\"} , [[2]],[3],\"]\" "
                     ",{\"id\":4,\"text\":\"]\"}]}");
  assert_int_equal(vox_request_read(r, line, &q, &err), VOX_OK);
  vox_str rest = q.items;
  assert_int_equal(vox_request_next_item(r, &rest, &item, &err), VOX_OK);
  expect_str(item.id, "1");
  for (int i = 0; i < 3; i++) assert_int_equal(vox_request_next_item(r, &rest, &item, &err), VOX_ERR_SYNTAX);
  assert_int_equal(vox_request_next_item(r, &rest, &item, &err), VOX_OK);
  expect_str(item.row.cells[0].text, "]");
  assert_int_equal(vox_request_next_item(r, &rest, &item, &err), VOX_DONE);
  assert_int_equal(vox_request_next_item(r, &rest, &item, &err), VOX_DONE);
  vox_request_reader_free(r);
}

/* Reads a copy whose end is the block's end: a sanitizer sees every step beyond it. */
static void read_copy(vox_request_reader *r, const char *bytes, size_t len) {
  vox_request q, item;
  vox_error err;
  char *copy = malloc(len ? len : 1);
  assert_non_null(copy);
  memcpy(copy, bytes, len);
  vox_status status = vox_request_read(r, (vox_str){copy, len}, &q, &err);
  vox_str rest = q.items;
  if (status == VOX_OK && q.op == VOX_OP_BATCH)
    for (int i = 0; i < 100 && vox_request_next_item(r, &rest, &item, &err) != VOX_DONE; i++) continue;
  if (status != VOX_OK) assert_true(err.code && err.offset <= len);
  free(copy);
}

static void every_cut_and_change(void **state) {
  (void)state;
  static const char *const lines[] = {
      "{\"id\":{\"a\":[1,\"\\u00e9\"]},\"op\":\"score\",\"texts\":{\"Q\":\"\\ud83d\\ude00 "
      "很好\"},\"roles\":{\"Q\":\"other\"}}",
      "{\"text\":\"x\",\"score\":1e1,\"date\":\"2026-03-01\",\"segments\":{\"a\":1},\"keep\":{\"b\":[1,{}]},"
      "\"evidence\":false}",
      "{\"op\":\"batch\",\"items\":[{\"id\":1,\"text\":\"x\"},{\"id\":2,\"op\":\"ping\"},[],0]}"};
  static const char others[] = "\"\\{}[],:0e\n\xFF";
  vox_request_reader *r = reader_with(NULL, NULL, 0);
  for (size_t l = 0; l < 3; l++) {
    char line[512];
    size_t len = strlen(lines[l]);
    for (size_t i = 0; i <= len; i++) read_copy(r, lines[l], i);
    for (size_t i = 0; i < len; i++)
      for (size_t k = 0; k < sizeof others; k++) {
        memcpy(line, lines[l], len);
        line[i] = others[k];
        read_copy(r, line, len);
      }
  }
  vox_request_reader_free(r);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_whole_row), cmocka_unit_test(options_of_a_reader),
                                     cmocka_unit_test(too_many), cmocka_unit_test(a_batch),
                                     cmocka_unit_test(every_cut_and_change)};
  return cmocka_run_group_tests_name("serve request", tests, NULL, NULL);
}
