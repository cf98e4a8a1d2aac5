/* base_status_test.c - errors: filled once, cut to fit, names of columns cut at a character; string views. */
#include "base/status.h"
#include "text_suites.h"

#include <errno.h>

static void test_fail(void **state) {
  (void)state;
  vox_error err;
  memset(&err, 0xAA, sizeof err);
  assert_int_equal((fail)(&err, VOX_ERR_LIMIT, "%d of %s", 7, "them"), VOX_ERR_LIMIT);
  assert_int_equal(err.status, VOX_ERR_LIMIT);
  assert_string_equal(err.message, "7 of them");
  assert_string_equal(err.column, "");
  assert_null(err.code);
  assert_int_equal(err.line, 0);
  assert_int_equal(err.offset, 0);
  assert_int_equal(err.os_errno, 0);
  assert_int_equal((fail)(NULL, VOX_ERR_SYNTAX, "%d", 1), VOX_ERR_SYNTAX);
}

static void test_fail_row(void **state) {
  (void)state;
  vox_error err;
  memset(&err, 0xAA, sizeof err);
  assert_int_equal(fail_row(&err, VOX_ERR_ENCODING, "bad_utf8", 7, 913, "byte %u", 3u), VOX_ERR_ENCODING);
  assert_string_equal(err.code, "bad_utf8");
  assert_int_equal(err.line, 7);
  assert_int_equal(err.offset, 913);
  assert_string_equal(err.message, "byte 3");
  assert_int_equal(fail_row(NULL, VOX_ERR_ENCODING, "bad_utf8", 7, 913, "x"), VOX_ERR_ENCODING);
}

static void test_fail_io(void **state) {
  (void)state;
  vox_error err;
  assert_int_equal(fail_io(&err, ENOENT, "in.csv"), VOX_ERR_IO);
  assert_int_equal(err.os_errno, ENOENT);
  assert_string_equal(err.message, "in.csv: No such file or directory");
  assert_int_equal(fail_io(&err, 99999, "x"), VOX_ERR_IO);
  assert_int_equal(err.os_errno, 99999);
  assert_int_equal(strncmp(err.message, "x: ", 3), 0);
  assert_int_equal(fail_io(NULL, ENOENT, "x"), VOX_ERR_IO);
  assert_int_equal(fail_memory(&err), VOX_ERR_MEMORY);
  assert_int_equal(fail_memory(NULL), VOX_ERR_MEMORY);
}

static void test_long_message(void **state) {
  (void)state;
  char much[1000];
  memset(much, 'm', sizeof much - 1);
  much[sizeof much - 1] = 0;
  vox_error err;
  (fail)(&err, VOX_ERR_ARGUMENT, "%s", much);
  assert_int_equal(strlen(err.message), sizeof err.message - 1);
}

/* A message of Chinese names is cut between two of them: it goes into JSON as it is. */
static void test_long_message_is_text(void **state) {
  (void)state;
  for (size_t ascii = 0; ascii < 4; ascii++) {
    char much[1000] = "xxxx";
    much[ascii] = 0;
    for (int i = 0; i < 100; i++) strcat(much, "店");
    vox_error err;
    (fail)(&err, VOX_ERR_ARGUMENT, "%s", much);
    size_t len = strlen(err.message);
    assert_in_range(len, sizeof err.message - 4, sizeof err.message - 1);
    assert_int_equal((len - ascii) % 3, 0);
    assert_memory_equal(err.message, much, len);
  }
}

static void check_column(vox_str name, size_t want) {
  vox_error err;
  memset(&err, 0xAA, sizeof err);
  fail_column(&err, name);
  assert_int_equal(strlen(err.column), want);
  assert_memory_equal(err.column, name.ptr, want);
}

static void test_column_is_cut_at_a_character(void **state) {
  (void)state;
  char ascii[200], three[200], four[200];
  memset(ascii, 'c', sizeof ascii);
  for (size_t i = 0; i < sizeof three; i++) three[i] = "评"[i % 3];
  for (size_t i = 0; i < sizeof four; i++) four[i] = "😀"[i % 4];
  for (size_t len = 1; len < 64; len++) check_column((vox_str){ascii, len}, len);
  for (size_t len = 64; len < 200; len++) check_column((vox_str){ascii, len}, 63);
  check_column((vox_str){three, 63}, 63);
  check_column((vox_str){three, 66}, 63);
  check_column((vox_str){four, 60}, 60);
  check_column((vox_str){four, 64}, 60);
  memcpy(three + 1, "评评评评评评评评评评评评评评评评评评评评评评评评评评评评评评", 90);
  three[0] = 'x'; /* character boundaries now at 1, 4, ... 61, 64 */
  check_column((vox_str){three, 91}, 61);
  vox_error err;
  fail_column(&err, (vox_str){NULL, 0});
  assert_string_equal(err.column, "");
  fail_column(NULL, STR("x"));
}

/* Bytes that are no text at all must not be walked past the beginning. */
static void test_column_of_continuation_bytes(void **state) {
  (void)state;
  char wild[100];
  memset(wild, 0x80, sizeof wild);
  check_column((vox_str){wild, sizeof wild}, 0);
}

static void test_status_names(void **state) {
  (void)state;
  for (int i = VOX_ERR_PLUGIN; i <= VOX_DONE; i++) {
    assert_string_not_equal(vox_status_name((vox_status)i), "unknown");
    for (int k = VOX_ERR_PLUGIN; k < i; k++)
      assert_string_not_equal(vox_status_name((vox_status)i), vox_status_name((vox_status)k));
  }
  assert_string_equal(vox_status_name((vox_status)-99), "unknown");
}

static void test_spans(void **state) {
  (void)state;
  assert_true(str_eq(str_trim(STR(" \t\r\n")), STR("")));
  assert_true(str_eq(str_trim(STR(" a b\t")), STR("a b")));
  assert_true(str_eq(str_trim(((vox_str){" \0 ", 3})), ((vox_str){"\0", 1})));
  assert_true(str_eq(str_trim((vox_str){NULL, 0}), STR("")));
  assert_true(str_starts(STR("abc"), STR("ab")) && !str_starts(STR("a"), STR("ab")));
  assert_true(str_cmp(STR("a"), STR("ab")) < 0 && str_cmp(STR("\xFF"), STR("a")) > 0);
  assert_int_equal(str_cmp(STR(""), (vox_str){NULL, 0}), 0);
}

static void test_cutting(void **state) {
  (void)state;
  vox_str rest = STR("a,,b,");
  assert_true(str_eq(str_cut(&rest, ','), STR("a")));
  assert_true(str_eq(str_cut(&rest, ','), STR("")));
  assert_true(str_eq(str_cut(&rest, ','), STR("b")));
  assert_non_null(rest.ptr);
  assert_true(str_eq(str_cut(&rest, ','), STR("")));
  assert_null(rest.ptr);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fail),
      cmocka_unit_test(test_fail_row),
      cmocka_unit_test(test_fail_io),
      cmocka_unit_test(test_long_message),
      cmocka_unit_test(test_long_message_is_text),
      cmocka_unit_test(test_column_is_cut_at_a_character),
      cmocka_unit_test(test_column_of_continuation_bytes),
      cmocka_unit_test(test_status_names),
      cmocka_unit_test(test_spans),
      cmocka_unit_test(test_cutting),
  };
  return cmocka_run_group_tests_name("base/status", tests, NULL, NULL);
}
