/* The artefact's frame: sections come back, and no change of it goes unnoticed. */
#include "base/bytes.h"
#include "pack/pack_read.h"
#include "pack/pack_write.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { A = PACK_TAG('A', 'A', 'A', 'A'), B = PACK_TAG('B', 'B', 'B', 'B'), C = PACK_TAG('C', 'C', 'C', 'C') };

static mem memory;

static vox_status write_three(buf *out, const uint32_t order[3], vox_error *err) {
  static const char bytes[200] = "some bytes";
  pack_writer w;
  pack_writer_init(&w, 7, "15.0.0");
  for (int i = 0; i < 3; i++) {
    uint32_t tag = order[i];
    vox_str s = {bytes, tag == A ? 100 : tag == B ? 0 : 56};
    vox_status status = pack_add(&w, tag, tag == A ? 11 : 22, s, err);
    if (status != VOX_OK) return status;
  }
  return pack_write(&w, out, err);
}

static void make(buf *out) {
  static const uint32_t order[3] = {A, B, C};
  buf_init(out, &memory, 1 << 20);
  assert_int_equal(write_three(out, order, NULL), VOX_OK);
}

static void test_round_trip(void **state) {
  (void)state;
  buf b;
  pack p;
  make(&b);
  assert_int_equal(pack_open(&p, buf_view(&b), NULL), VOX_OK);
  assert_int_equal(p.major, PACK_MAJOR);
  assert_int_equal(p.fold_version, 7);
  assert_string_equal(p.unicode, "15.0.0");
  assert_int_equal(p.section_count, 3);
  const pack_section *s = pack_find(&p, A);
  assert_non_null(s);
  assert_int_equal(s->count, 11);
  assert_int_equal(s->bytes.len, 100);
  assert_memory_equal(s->bytes.ptr, "some bytes", 10);
  assert_int_equal((s->bytes.ptr - b.ptr) % PACK_ALIGN, 0);
  assert_int_equal(pack_find(&p, B)->bytes.len, 0);
  for (int i = 0; i < 8; i++) assert_int_equal(pack_find(&p, C)->bytes.ptr[56 + i], 0);
  buf_free(&b);
}

static void test_missing_section(void **state) {
  (void)state;
  buf b;
  pack p;
  vox_error err;
  const pack_section *s;
  make(&b);
  assert_int_equal(pack_open(&p, buf_view(&b), NULL), VOX_OK);
  assert_null(pack_find(&p, PACK_TAG('D', 'D', 'D', 'D')));
  assert_int_equal(pack_need(&p, PACK_TAG('D', 'x', 'D', '\n'), &s, &err), VOX_ERR_CORRUPT);
  assert_non_null(strstr(err.message, "DxD?"));
  assert_int_equal(pack_need(&p, C, &s, &err), VOX_OK);
  assert_ptr_equal(s, pack_find(&p, C));
  buf_free(&b);
}

static void test_order_of_adding_does_not_matter(void **state) {
  (void)state;
  static const uint32_t other[3] = {C, A, B};
  buf x, y;
  make(&x);
  buf_init(&y, &memory, 1 << 20);
  assert_int_equal(write_three(&y, other, NULL), VOX_OK);
  assert_int_equal(x.len, y.len);
  assert_memory_equal(x.ptr, y.ptr, x.len);
  buf_free(&x), buf_free(&y);
}

static void test_wrong_use(void **state) {
  (void)state;
  static const uint32_t twice[3] = {A, B, A};
  buf b;
  pack_writer w;
  buf_init(&b, &memory, 1 << 20);
  assert_int_equal(write_three(&b, twice, NULL), VOX_ERR_ARGUMENT);
  pack_writer_init(&w, 1, "15.0.0");
  for (uint32_t i = 0; i < PACK_MAX_SECTIONS; i++)
    assert_int_equal(pack_add(&w, i + 1, 0, STR("x"), NULL), VOX_OK);
  assert_int_equal(pack_add(&w, 99, 0, STR("x"), NULL), VOX_ERR_ARGUMENT);
  buf_byte(&b, 'x');
  assert_int_equal(pack_write(&w, &b, NULL), VOX_ERR_ARGUMENT);
  buf_free(&b);
  buf_init(&b, &memory, 1000);
  assert_int_equal(pack_write(&w, &b, NULL), VOX_ERR_LIMIT);
  buf_free(&b);
}

static bool is_refused(const unsigned char *bytes, size_t len) {
  pack p;
  vox_status status = pack_open(&p, (vox_str){(const char *)bytes, len}, NULL);
  return status == VOX_ERR_CORRUPT || status == VOX_ERR_VERSION;
}

/* Each try lies in a block of its exact size, so that a sanitizer sees any read beyond it. */
static unsigned char *copy(const buf *b, size_t len) {
  unsigned char *block = malloc(len ? len : 1);
  assert_non_null(block);
  memcpy(block, b->ptr, len);
  return block;
}

static void test_every_changed_byte_is_refused(void **state) {
  (void)state;
  buf b;
  size_t refused = 0;
  make(&b);
  unsigned char *bytes = copy(&b, b.len);
  for (size_t i = 0; i < b.len; i++) {
    for (unsigned bit = 0; bit < 8; bit++) {
      bytes[i] ^= (unsigned char)(1u << bit);
      refused += is_refused(bytes, b.len);
      bytes[i] ^= (unsigned char)(1u << bit);
    }
    unsigned char old = bytes[i];
    bytes[i] = old ^ 0xFF;
    refused += is_refused(bytes, b.len);
    bytes[i] = old;
  }
  assert_int_equal(refused, 9 * b.len);
  assert_false(is_refused(bytes, b.len));
  free(bytes);
  buf_free(&b);
}

static void test_every_truncation_is_refused(void **state) {
  (void)state;
  buf b;
  make(&b);
  for (size_t len = 0; len < b.len; len++) {
    unsigned char *bytes = copy(&b, len);
    assert_true(is_refused(bytes, len));
    free(bytes);
  }
  buf_add(&b, "\0\0\0\0\0\0\0\0", 8);
  assert_true(is_refused((unsigned char *)b.ptr, b.len));
  buf_free(&b);
}

static void fix_header(unsigned char *bytes) {
  size_t table = (size_t)PACK_TABLE_ROW * get_u32(bytes + 12);
  put_u32(bytes + 28, crc32c(crc32c(0, bytes, 28), bytes + 32, 32 + table));
}

/* A sound header with each of its numbers, and each of the table's, set to bad values. */
static void test_hostile_headers(void **state) {
  (void)state;
  static const uint64_t bad[] = {0,          1,           63,          64,         65,
                                 0x7FFFFFFF, 0x80000000u, 0xFFFFFFFFu, UINT64_MAX, UINT64_MAX - 63};
  buf b;
  make(&b);
  size_t head = PACK_HEADER + 3 * PACK_TABLE_ROW;
  for (size_t at = 8; at + 8 <= head; at += 4) {
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
      unsigned char *bytes = copy(&b, b.len);
      put_u64(bytes + at, bad[k]);
      if (get_u32(bytes + 12) <= 3) fix_header(bytes);
      pack p;
      vox_status status = pack_open(&p, (vox_str){(char *)bytes, b.len}, NULL);
      assert_true(status == VOX_OK || status == VOX_ERR_CORRUPT || status == VOX_ERR_VERSION);
      for (uint32_t i = 0; status == VOX_OK && i < p.section_count; i++)
        assert_true(p.sections[i].bytes.ptr >= (char *)bytes &&
                    p.sections[i].bytes.ptr + p.sections[i].bytes.len + PACK_GUARD <= (char *)bytes + b.len);
      free(bytes);
    }
  }
  buf_free(&b);
}

static void test_versions(void **state) {
  (void)state;
  buf b;
  pack p;
  make(&b);
  unsigned char *bytes = (unsigned char *)b.ptr;
  put_u16(bytes + 10, 9);
  fix_header(bytes);
  assert_int_equal(pack_open(&p, buf_view(&b), NULL), VOX_OK);
  assert_int_equal(p.minor, 9);
  put_u16(bytes + 8, PACK_MAJOR + 1);
  fix_header(bytes);
  assert_int_equal(pack_open(&p, buf_view(&b), NULL), VOX_ERR_VERSION);
  buf_free(&b);
}

int main(void) {
  mem_init(&memory, NULL, 0);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_round_trip),
      cmocka_unit_test(test_missing_section),
      cmocka_unit_test(test_order_of_adding_does_not_matter),
      cmocka_unit_test(test_wrong_use),
      cmocka_unit_test(test_every_changed_byte_is_refused),
      cmocka_unit_test(test_every_truncation_is_refused),
      cmocka_unit_test(test_hostile_headers),
      cmocka_unit_test(test_versions),
  };
  int failed = cmocka_run_group_tests_name("pack", tests, NULL, NULL);
  return memory.used ? 1 : failed;
}
