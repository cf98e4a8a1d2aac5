/* Code points to ids: every code point against char_fold; hostile bytes. */
#include "text/charmap.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static mem memory;

static void build(buf *b, const uint32_t *cps, size_t count) {
  buf_init(b, &memory, 1 << 24);
  assert_int_equal(charmap_build(b, cps, count, NULL), VOX_OK);
}

static const uint32_t alphabet[] = {0x7684, 'a', 0x8BA9, '5', 0x1F600, 0x20BB7, 0x30D1};
enum { COUNT = sizeof alphabet / sizeof alphabet[0] };

static uint16_t id_by_search(uint32_t folded) {
  for (size_t i = 0; i < COUNT; i++)
    if (alphabet[i] == folded) return (uint16_t)(i + 1);
  return 0;
}

static void test_every_code_point(void **state) {
  (void)state;
  buf b;
  charmap m;
  size_t wrong = 0;
  build(&b, alphabet, COUNT);
  assert_int_equal(charmap_open(&m, buf_view(&b), NULL), VOX_OK);
  assert_int_equal(m.id_count, COUNT + 1);
  for (uint32_t cp = 0; cp < 0x110000; cp++) {
    char_entry e = charmap_get(&m, cp);
    uint32_t to = char_fold(cp);
    if (to == FOLD_DROP)
      wrong += e.flags != CHARMAP_DROP || e.id != 0;
    else if (to == FOLD_SLOW)
      wrong += e.flags != CHARMAP_SLOW || e.id != id_by_search(cp);
    else
      wrong += e.flags != 0 || e.id != id_by_search(to) || e.kind != (uint8_t)char_kind_of(to);
  }
  assert_int_equal(wrong, 0);
  buf_free(&b);
}

static void test_exact_values(void **state) {
  (void)state;
  buf b;
  charmap m;
  build(&b, alphabet, COUNT);
  assert_int_equal(charmap_open(&m, buf_view(&b), NULL), VOX_OK);
  assert_int_equal(charmap_get(&m, 0x7684).id, 1);
  assert_int_equal(charmap_get(&m, 'A').id, 2);    /* case */
  assert_int_equal(charmap_get(&m, 0xFF21).id, 2); /* width */
  assert_int_equal(charmap_get(&m, 0x8B93).id, 3); /* Traditional */
  assert_int_equal(charmap_get(&m, 0xFF15).id, 4);
  assert_int_equal(charmap_get(&m, 0xFF15).kind, CHAR_DIGIT);
  assert_int_equal(charmap_get(&m, 0x20BB7).id, 6);
  assert_int_equal(charmap_get(&m, 0x20BB7).kind, CHAR_HAN);
  assert_int_equal(charmap_get(&m, 0x4E8C).id, 0);
  assert_int_equal(charmap_get(&m, 0x200B).flags, CHARMAP_DROP);
  assert_int_equal(charmap_get(&m, 0x2026).flags, CHARMAP_SLOW);
  assert_int_equal(charmap_get(&m, 0x10FFFF).id, 0);
  for (size_t i = 0; i < COUNT; i++) assert_int_equal(get_u32(m.folded + 4 * (i + 1)), alphabet[i]);
  assert_int_equal(get_u32(m.folded), 0);
  buf_free(&b);
}

static void test_wrong_alphabets(void **state) {
  (void)state;
  static const uint32_t twice[] = {'a', 'b', 'a'}, high[] = {0x110000}, zero[] = {0};
  buf b;
  buf_init(&b, &memory, 1 << 24);
  assert_int_equal(charmap_build(&b, twice, 3, NULL), VOX_ERR_ARGUMENT);
  assert_int_equal(charmap_build(&b, high, 1, NULL), VOX_ERR_ARGUMENT);
  assert_int_equal(charmap_build(&b, zero, 1, NULL), VOX_ERR_ARGUMENT);
  assert_int_equal(charmap_build(&b, NULL, 65001, NULL), VOX_ERR_LIMIT);
  assert_int_equal(b.len, 0);
  buf_free(&b);
  buf_init(&b, &memory, 1000);
  assert_int_equal(charmap_build(&b, alphabet, COUNT, NULL), VOX_ERR_LIMIT);
  buf_free(&b);
}

static void test_largest_alphabet(void **state) {
  (void)state;
  enum { MOST = 65000 };
  uint32_t *cps = malloc(MOST * sizeof *cps);
  buf b;
  charmap m;
  assert_non_null(cps);
  for (uint32_t i = 0; i < MOST; i++) cps[i] = 0x20000 + i;
  build(&b, cps, MOST);
  assert_int_equal(charmap_open(&m, buf_view(&b), NULL), VOX_OK);
  assert_int_equal(charmap_get(&m, 0x20000 + MOST - 1).id, MOST);
  buf_free(&b);
  free(cps);
}

/* A page number, an id, a kind, a flag or a length out of range is refused; truncation too. */
static void test_hostile_bytes(void **state) {
  (void)state;
  buf b;
  charmap m;
  build(&b, alphabet, COUNT);
  unsigned char *bytes = malloc(b.len);
  assert_non_null(bytes);
  memcpy(bytes, b.ptr, b.len);
  vox_str view = {(char *)bytes, b.len};
  const struct {
    size_t at;
    uint32_t value;
  } bad[] = {{0, 0},
             {0, 0x1101},
             {0, UINT32_MAX},
             {4, 0},
             {4, 65002},
             {4, 7},
             {4, UINT32_MAX},
             {64, 0x1100},
             {64, UINT32_MAX},
             {64 + 2 * 0x1100, 8},
             {64 + 2 * 0x1100, 12u << 16},
             {64 + 2 * 0x1100, 4u << 24},
             {b.len - 4, 0x110000},
             {b.len - 4 * (COUNT + 1), 1}};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    uint32_t old = get_u32(bytes + bad[i].at);
    put_u32(bytes + bad[i].at, bad[i].value);
    assert_int_equal(charmap_open(&m, view, NULL), VOX_ERR_CORRUPT);
    put_u32(bytes + bad[i].at, old);
  }
  assert_int_equal(charmap_open(&m, view, NULL), VOX_OK);
  for (size_t len = 0; len < b.len; len += 97)
    assert_int_equal(charmap_open(&m, (vox_str){(char *)bytes, len}, NULL), VOX_ERR_CORRUPT);
  free(bytes);
  buf_free(&b);
}

int main(void) {
  mem_init(&memory, NULL, 0);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_code_point), cmocka_unit_test(test_exact_values),
      cmocka_unit_test(test_wrong_alphabets),  cmocka_unit_test(test_largest_alphabet),
      cmocka_unit_test(test_hostile_bytes),
  };
  int failed = cmocka_run_group_tests_name("charmap", tests, NULL, NULL);
  return memory.used ? 1 : failed;
}
