/* json_write_test.c - bytes of the JSON writer. */
#include "intake_support.h"
#include "json/json_read.h"
#include "json/json_write.h"

static buf out;

static int setup(void **state) {
  mem_begin(state);
  buf_init(&out, &test_mem, (size_t)1 << 20);
  return 0;
}

static int teardown(void **state) {
  buf_free(&out);
  return mem_end(state);
}

static void test_commas(void **state) {
  (void)state;
  json_writer w;
  json_writer_init(&w, &out);
  json_object_begin(&w);
  json_key(&w, "a"), json_int(&w, -5);
  json_key(&w, "b"), json_array_begin(&w), json_array_end(&w);
  json_key(&w, "c"), json_array_begin(&w);
  json_bool(&w, true), json_null(&w), json_object_begin(&w), json_object_end(&w), json_uint(&w, UINT64_MAX);
  json_array_end(&w);
  json_key(&w, "d"), json_raw(&w, STR("1e5"));
  json_key(&w, "e"), json_text(&w, NULL);
  json_key(&w, "f"), json_text(&w, "x");
  json_object_end(&w);
  assert_int_equal(out.status, VOX_OK);
  assert_str(
      buf_view(&out),
      "{\"a\":-5,\"b\":[],\"c\":[true,null,{},18446744073709551615],\"d\":1e5,\"e\":null,\"f\":\"x\"}");
}

static void check_fixed(int64_t value, unsigned decimals, const char *want) {
  json_writer w;
  buf_clear(&out);
  json_writer_init(&w, &out);
  json_fixed(&w, value, decimals);
  assert_str(buf_view(&out), want);
}

static void test_numbers(void **state) {
  (void)state;
  check_fixed(-6200, 4, "-0.62");
  check_fixed(5000, 4, "0.5");
  check_fixed(10000, 4, "1");
  check_fixed(0, 4, "0");
  check_fixed(1, 4, "0.0001");
  check_fixed(-1, 4, "-0.0001");
  check_fixed(120034, 4, "12.0034");
  check_fixed(7, 0, "7");
  check_fixed(-6333, 2, "-63.33");
  check_fixed(100, 2, "1");
  check_fixed(INT64_MIN, 4, "-922337203685477.5808");
  check_fixed(INT64_MAX, 18, "9.223372036854775807");
}

static void check_string(vox_str text, const char *want) {
  buf_clear(&out);
  json_escape(&out, text);
  assert_str(buf_view(&out), want);
}

static void test_escapes(void **state) {
  (void)state;
  check_string(STR(""), "\"\"");
  check_string(STR("plain text, longer than a word"), "\"plain text, longer than a word\"");
  check_string(STR("a\"b\\c/d"), "\"a\\\"b\\\\c/d\"");
  check_string(STR("\n\r\t\b\f\v\x01\x1f"), "\"\\n\\r\\t\\b\\f\\u000b\\u0001\\u001f\"");
  check_string((vox_str){"a\0b", 3}, "\"a\\u0000b\"");
  check_string(STR("\x7f客服😀"), "\"\x7f客服😀\"");
  check_string(STR("客\xE5\xAE"), "\"客\xEF\xBF\xBD\"");
  check_string(STR("\xFFx\xC3\""), "\"\xEF\xBF\xBDx\xEF\xBF\xBD\\\"\"");
}

/* Whatever was written is let in by the gate and comes back as it was. */
static void test_round_trip(void **state) {
  (void)state;
  uint64_t seed = 7;
  buf back;
  buf_init(&back, &test_mem, 4096);
  for (int round = 0; round < 5000; round++) {
    char text[64];
    size_t len = random_next(&seed) % sizeof text;
    for (size_t i = 0; i < len; i++) text[i] = (char)(random_next(&seed) % 128);
    buf_clear(&out), buf_clear(&back);
    json_escape(&out, (vox_str){text, len});
    json_fault fault;
    assert_int_equal(json_gate(buf_view(&out), &fault), VOX_OK);
    json_unescape(buf_view(&out), &back);
    assert_true(str_eq(buf_view(&back), (vox_str){text, len}));
    assert_true(json_string_is(buf_view(&out), (vox_str){text, len}));
  }
  buf_free(&back);
}

static void test_ceiling(void **state) {
  (void)state;
  buf small;
  buf_init(&small, &test_mem, 100);
  for (int i = 0; i < 20; i++) json_escape(&small, STR("12345"));
  assert_int_equal(small.status, VOX_ERR_LIMIT);
  buf_free(&small);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_commas, setup, teardown),
      cmocka_unit_test_setup_teardown(test_numbers, setup, teardown),
      cmocka_unit_test_setup_teardown(test_escapes, setup, teardown),
      cmocka_unit_test_setup_teardown(test_round_trip, setup, teardown),
      cmocka_unit_test_setup_teardown(test_ceiling, setup, teardown),
  };
  return cmocka_run_group_tests_name("json_write", tests, NULL, NULL);
}
