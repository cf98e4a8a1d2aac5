/* json_read_test.c - the gate against JSONTestSuite, the walk, the strings. */
#include "intake_support.h"
#include "json/json_read.h"
#include <dirent.h>

static vox_status gate(vox_str text) {
  json_fault fault = {(size_t)-1, NULL, NULL};
  /* A block of exactly this size, so that a byte read too far is found. */
  char *copy = malloc(text.len ? text.len : 1);
  if (text.len) memcpy(copy, text.ptr, text.len);
  vox_status status = json_gate((vox_str){copy, text.len}, &fault);
  free(copy);
  if (status != VOX_OK) assert_true(fault.offset <= text.len && fault.code && fault.reason);
  return status;
}

static void test_suite(void **state) {
  (void)state;
  const char *shared = getenv("VOX_SHARED");
  char folder[3072];
  snprintf(folder, sizeof folder, "%s/suites/JSONTestSuite/test_parsing", shared ? shared : "../shared");
  DIR *dir = opendir(folder);
  if (!dir) {
    print_message("skipped: no JSONTestSuite\n");
    skip();
  }
  int accepted = 0, rejected = 0;
  for (struct dirent *entry; (entry = readdir(dir));) {
    if (entry->d_name[0] == '.') continue;
    char path[4096];
    static char bytes[1 << 20];
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t len = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    vox_status status = gate((vox_str){bytes, len});
    if (entry->d_name[0] == 'y' && status != VOX_OK) fail_msg("%s is rejected", entry->d_name);
    if (entry->d_name[0] == 'n' && status == VOX_OK) fail_msg("%s is accepted", entry->d_name);
    accepted += entry->d_name[0] == 'y';
    rejected += entry->d_name[0] == 'n';
  }
  closedir(dir);
  assert_int_equal(accepted, 95);
  assert_int_equal(rejected, 188);
}

static void check_fault(vox_str text, vox_status status, size_t offset, const char *code) {
  json_fault fault = {0, "", ""};
  assert_int_equal(json_gate(text, &fault), status);
  assert_int_equal(fault.offset, offset);
  assert_string_equal(fault.code, code);
}

static void test_faults(void **state) {
  (void)state;
  check_fault(STR(""), VOX_ERR_SYNTAX, 0, "bad_json");
  check_fault(STR("{\"a\":01}"), VOX_ERR_SYNTAX, 6, "bad_json");
  check_fault(STR("{\"a\":1} x"), VOX_ERR_SYNTAX, 8, "bad_json");
  check_fault(STR("{\"a\":\"\xC3(\"}"), VOX_ERR_ENCODING, 6, "bad_utf8");
  check_fault(STR("{\"a\":\"\t\"}"), VOX_ERR_SYNTAX, 6, "bad_json");
  check_fault((vox_str){"[1\0]", 4}, VOX_ERR_SYNTAX, 2, "bad_json");
  check_fault(STR("[\"\\ud800\"]"), VOX_ERR_SYNTAX, 3, "bad_json");
  check_fault(STR("[\"\\udc00\\ud800\"]"), VOX_ERR_SYNTAX, 3, "bad_json");
  check_fault(STR("\xEF\xBB\xBF{}"), VOX_ERR_SYNTAX, 0, "bad_json");
  check_fault(STR("{\"a\" 1}"), VOX_ERR_SYNTAX, 5, "bad_json");
  check_fault(STR("{\"a\":1,}"), VOX_ERR_SYNTAX, 7, "bad_json");
}

static void test_depth(void **state) {
  (void)state;
  char text[2 * (JSON_MAX_DEPTH + 1)];
  for (size_t depth = JSON_MAX_DEPTH - 1; depth <= JSON_MAX_DEPTH + 1; depth++) {
    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    assert_int_equal(gate((vox_str){text, 2 * depth}), depth <= JSON_MAX_DEPTH ? VOX_OK : VOX_ERR_SYNTAX);
  }
}

/* Every beginning of a good text is bad, and reads nothing behind its end. */
static void test_prefixes(void **state) {
  (void)state;
  vox_str text = STR("{\"k\\n\":[1,-0.5e+3,true,{\"\":null}],\"s\":\"\\uD83D\\uDE00\\\\ 客\"}");
  assert_int_equal(gate(text), VOX_OK);
  for (size_t n = 0; n < text.len; n++) assert_int_not_equal(gate(str_sub(text, 0, n)), VOX_OK);
}

static void test_walk(void **state) {
  (void)state;
  vox_str text = json_token(
      STR(" {\"id\" : 9007199254740993 ,\"a\":[1,\"]\",{\"b\":\"}\\\"\"}], \"t\":\"x\\ny\",\"n\":null }\n"));
  json_walk walk = json_walk_of(text);
  vox_str key, value;
  assert_true(json_next_member(&walk, &key, &value));
  assert_str(key, "\"id\"");
  assert_str(value, "9007199254740993");
  assert_int_equal(json_kind_of(value), JSON_NUMBER);
  assert_true(json_next_member(&walk, &key, &value));
  assert_str(value, "[1,\"]\",{\"b\":\"}\\\"\"}]");
  json_walk inner = json_walk_of(value);
  vox_str element;
  assert_true(json_next_element(&inner, &element));
  assert_str(element, "1");
  assert_true(json_next_element(&inner, &element));
  assert_str(element, "\"]\"");
  assert_true(json_next_element(&inner, &element));
  assert_str(element, "{\"b\":\"}\\\"\"}");
  assert_false(json_next_element(&inner, &element));
  assert_true(json_next_member(&walk, &key, &value));
  assert_int_equal(json_kind_of(value), JSON_STRING);
  assert_false(json_is_plain(value));
  assert_true(json_is_plain(key));
  assert_true(json_next_member(&walk, &key, &value));
  assert_int_equal(json_kind_of(value), JSON_NULL);
  assert_false(json_next_member(&walk, &key, &value));
  walk = json_walk_of(STR("{}"));
  assert_false(json_next_member(&walk, &key, &value));
}

static void test_strings(void **state) {
  (void)state;
  buf out;
  buf_init(&out, &test_mem, 1024);
  json_unescape(STR("\"a\\u0041\\u00e9\\u5ba2\\uD83D\\uDE00\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000z\""), &out);
  vox_str want = {"aAé客😀\"\\/\b\f\n\r\t\0z", sizeof "aAé客😀\"\\/\b\f\n\r\t\0z" - 1};
  assert_true(str_eq(buf_view(&out), want));
  assert_true(json_string_is(STR("\"\\u5ba2\\u670D\""), STR("客服")));
  assert_true(json_string_is(STR("\"客服\""), STR("客服")));
  assert_false(json_string_is(STR("\"客服\""), STR("客")));
  assert_false(json_string_is(STR("\"客\""), STR("客服")));
  assert_true(json_string_is(STR("\"\""), STR("")));
  buf_free(&out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_suite), cmocka_unit_test(test_faults),
      cmocka_unit_test(test_depth), cmocka_unit_test(test_prefixes),
      cmocka_unit_test(test_walk),  cmocka_unit_test_setup_teardown(test_strings, mem_begin, mem_end),
  };
  return cmocka_run_group_tests_name("json_read", tests, NULL, NULL);
}
