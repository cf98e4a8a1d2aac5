/* base_buf_test.c - the growing buffer: its ceiling, its sticky error, numbers at their ends. */
#include "text_suites.h"

#include "base/buf.h"
#include <inttypes.h>

static mem m;

static int setup(void **state) {
  (void)state;
  mem_init(&m, NULL, 0);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  return m.used != 0;
}

static void expect(const buf *b, const char *text) {
  vox_str got = buf_view(b);
  if (!str_eq(got, str_of(text))) fail_msg("\"%.*s\" instead of \"%s\"", (int)got.len, got.ptr, text);
}

static void test_appending(void **state) {
  (void)state;
  buf b;
  buf_init(&b, &m, 1000);
  assert_int_equal(m.used, 0);
  buf_add(&b, NULL, 0);
  assert_int_equal(b.len, 0);
  buf_text(&b, "ab"), buf_byte(&b, 'c'), buf_str(&b, STR("de")), buf_format(&b, "%d-%s", 7, "x");
  expect(&b, "abcde7-x");
  buf_clear(&b);
  assert_int_equal(b.len, 0);
  assert_int_equal(m.used, b.cap);
  buf_free(&b);
  assert_int_equal(m.used, 0);
  buf_text(&b, "again");
  expect(&b, "again");
  buf_free(&b);
}

/* No content is longer than the ceiling, one that is just as long fits, and nothing is written in part. */
static void test_ceiling(void **state) {
  (void)state;
  static const size_t ceilings[] = {0, 1, 10, 63, 64, 65, 100, 127, 128, 1000, 4097};
  for (size_t i = 0; i < sizeof ceilings / sizeof *ceilings; i++) {
    size_t ceiling = ceilings[i];
    buf b;
    buf_init(&b, &m, ceiling);
    for (size_t n = 0; n < ceiling; n++) buf_byte(&b, (char)n);
    assert_int_equal(b.status, VOX_OK);
    assert_int_equal(b.len, ceiling);
    assert_true(b.cap <= ceiling);
    assert_true(buf_reserve(&b, 0));
    buf_byte(&b, 'x');
    assert_int_equal(b.status, VOX_ERR_LIMIT);
    assert_int_equal(b.len, ceiling);
    for (size_t n = 0; n < ceiling; n++) assert_int_equal((unsigned char)b.ptr[n], n & 255);
    buf_free(&b);
  }
}

static void test_ceiling_in_one_piece(void **state) {
  (void)state;
  char bytes[40] = {0};
  buf b;
  buf_init(&b, &m, 30);
  buf_add(&b, bytes, 5);
  buf_add(&b, bytes, 26);
  assert_int_equal(b.status, VOX_ERR_LIMIT);
  assert_int_equal(b.len, 5);
  buf_clear(&b);
  buf_add(&b, bytes, 31);
  assert_int_equal(b.status, VOX_ERR_LIMIT);
  buf_clear(&b);
  assert_false(buf_reserve(&b, SIZE_MAX));
  assert_int_equal(b.status, VOX_ERR_LIMIT);
  buf_free(&b);
}

static void test_error_sticks(void **state) {
  (void)state;
  buf b;
  buf_init(&b, &m, 8);
  buf_text(&b, "12345");
  buf_text(&b, "6789");
  assert_int_equal(b.status, VOX_ERR_LIMIT);
  buf_byte(&b, '6'), buf_u64(&b, 1), buf_i64(&b, -1), buf_format(&b, "%d", 1);
  assert_false(buf_reserve(&b, 1));
  expect(&b, "12345");
  buf_clear(&b);
  assert_int_equal(b.status, VOX_OK);
  buf_text(&b, "12345678");
  expect(&b, "12345678");
  buf_free(&b);
}

static void test_memory_error_sticks(void **state) {
  (void)state;
  counted calls = {0, 1};
  vox_allocator failing = counted_allocator(&calls);
  mem small;
  buf b;
  mem_init(&small, &failing, 0);
  buf_init(&b, &small, 100000);
  for (int i = 0; i < 1000; i++) buf_byte(&b, 'a');
  assert_int_equal(b.status, VOX_ERR_MEMORY);
  assert_int_equal(b.len, 64);
  assert_int_equal(calls.calls, 2);
  buf_free(&b);
  assert_int_equal(small.used, 0);
}

static void check_number(uint64_t n) {
  char want[32];
  buf b;
  buf_init(&b, &m, 100);
  snprintf(want, sizeof want, "%" PRIu64, n);
  buf_u64(&b, n);
  expect(&b, want);
  buf_clear(&b);
  int64_t with_sign;
  memcpy(&with_sign, &n, sizeof n);
  snprintf(want, sizeof want, "%" PRId64, with_sign);
  buf_i64(&b, with_sign);
  expect(&b, want);
  buf_free(&b);
}

static void test_numbers(void **state) {
  (void)state;
  uint64_t seed = 7;
  check_number(0);
  for (uint64_t power = 1;; power *= 10) {
    check_number(power - 1), check_number(power), check_number(power + 1);
    if (power > UINT64_MAX / 10) break;
  }
  for (int shift = 0; shift < 64; shift++)
    check_number((uint64_t)1 << shift), check_number(((uint64_t)1 << shift) - 1);
  check_number(UINT64_MAX);
  check_number((uint64_t)INT64_MIN);
  for (int i = 0; i < 2000; i++)
    check_number(((uint64_t)random_next(&seed) << 32 | random_next(&seed)) >> random_next(&seed) % 64);
}

static void test_growth_keeps_content(void **state) {
  (void)state;
  uint64_t seed = 3;
  static char model[100000];
  size_t len = 0;
  buf b;
  buf_init(&b, &m, sizeof model);
  while (len + 300 < sizeof model) {
    char piece[300];
    size_t n = random_next(&seed) % sizeof piece;
    for (size_t i = 0; i < n; i++) piece[i] = (char)random_next(&seed);
    memcpy(model + len, piece, n);
    len += n;
    buf_add(&b, piece, n);
  }
  assert_int_equal(b.status, VOX_OK);
  assert_int_equal(b.len, len);
  assert_memory_equal(b.ptr, model, len);
  buf_free(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_appending, setup, teardown),
      cmocka_unit_test_setup_teardown(test_ceiling, setup, teardown),
      cmocka_unit_test_setup_teardown(test_ceiling_in_one_piece, setup, teardown),
      cmocka_unit_test_setup_teardown(test_error_sticks, setup, teardown),
      cmocka_unit_test_setup_teardown(test_memory_error_sticks, setup, teardown),
      cmocka_unit_test_setup_teardown(test_numbers, setup, teardown),
      cmocka_unit_test_setup_teardown(test_growth_keeps_content, setup, teardown),
  };
  return cmocka_run_group_tests_name("base/buf", tests, NULL, NULL);
}
