/* base_arena_test.c - the arena: alignment, blocks kept over a reset, big requests, failures. */
#include "text_suites.h"

#include "base/arena.h"

enum { BLOCK_SIZE = 64 * 1024 };

static mem m;
static arena a;

static int setup(void **state) {
  (void)state;
  mem_init(&m, NULL, 0);
  arena_init(&a, &m);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  arena_free(&a);
  return m.used != 0;
}

static void test_pieces_do_not_overlap(void **state) {
  (void)state;
  enum { PIECES = 3000 };
  static unsigned char *at[PIECES];
  static size_t size[PIECES];
  uint64_t seed = 1;
  for (size_t i = 0; i < PIECES; i++) {
    size[i] = random_next(&seed) % (i % 100 == 0 ? 200000 : 300);
    at[i] = arena_get(&a, size[i]);
    assert_non_null(at[i]);
    assert_int_equal((uintptr_t)at[i] % 16, 0);
    memset(at[i], (int)(i % 251), size[i]);
  }
  for (size_t i = 0; i < PIECES; i++)
    for (size_t k = 0; k < size[i]; k++)
      if (at[i][k] != i % 251) fail_msg("piece %zu was written over at %zu", i, k);
}

static void test_reset_keeps_memory(void **state) {
  (void)state;
  static const size_t sizes[] = {100, BLOCK_SIZE, 5, 1000000, 3 * BLOCK_SIZE, BLOCK_SIZE - 16, 16, 17};
  void *first[8];
  for (size_t i = 0; i < 8; i++) assert_non_null(first[i] = arena_get(&a, sizes[i]));
  size_t held = m.used;
  for (int round = 0; round < 5; round++) {
    arena_reset(&a);
    for (size_t i = 0; i < 8; i++) assert_ptr_equal(arena_get(&a, sizes[i]), first[i]);
    assert_int_equal(m.used, held);
  }
}

static void test_free_then_use(void **state) {
  (void)state;
  assert_non_null(arena_get(&a, 10));
  arena_free(&a);
  assert_int_equal(m.used, 0);
  assert_non_null(arena_get(&a, 10));
  assert_true(m.used >= BLOCK_SIZE);
}

static void test_big_requests(void **state) {
  (void)state;
  assert_null(arena_get(&a, SIZE_MAX));
  assert_null(arena_get(&a, SIZE_MAX / 4 + 1));
  assert_null(arena_array(&a, SIZE_MAX / 8 + 1, 8));
  assert_null(arena_array(&a, SIZE_MAX, SIZE_MAX));
  assert_int_equal(m.used, 0);
  assert_non_null(arena_get(&a, 0));
  assert_non_null(arena_array(&a, 0, 8));
}

static void test_array_is_zero_after_reset(void **state) {
  (void)state;
  memset(arena_get(&a, 4096), 0xAA, 4096);
  arena_reset(&a);
  unsigned char *zero = arena_array(&a, 512, 8);
  for (int i = 0; i < 4096; i++) assert_int_equal(zero[i], 0);
}

static void test_copy(void **state) {
  (void)state;
  char text[] = "一二三";
  vox_str copy = arena_copy(&a, str_of(text));
  memset(text, 'x', sizeof text - 1);
  assert_true(str_eq(copy, STR("一二三")));
  vox_str empty = arena_copy(&a, STR(""));
  assert_int_equal(empty.len, 0);
}

static void test_ceiling(void **state) {
  (void)state;
  m.ceiling = 2 * BLOCK_SIZE;
  assert_non_null(arena_get(&a, 1000));
  assert_null(arena_get(&a, BLOCK_SIZE + 1000));
  vox_str big = {calloc(1, 2 * BLOCK_SIZE), 2 * BLOCK_SIZE};
  vox_str copy = arena_copy(&a, big);
  assert_null(copy.ptr);
  assert_int_equal(copy.len, 0);
  free((void *)(uintptr_t)big.ptr);
  assert_non_null(arena_get(&a, 1000)); /* what there is stays of use */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_pieces_do_not_overlap, setup, teardown),
      cmocka_unit_test_setup_teardown(test_reset_keeps_memory, setup, teardown),
      cmocka_unit_test_setup_teardown(test_free_then_use, setup, teardown),
      cmocka_unit_test_setup_teardown(test_big_requests, setup, teardown),
      cmocka_unit_test_setup_teardown(test_array_is_zero_after_reset, setup, teardown),
      cmocka_unit_test_setup_teardown(test_copy, setup, teardown),
      cmocka_unit_test_setup_teardown(test_ceiling, setup, teardown),
  };
  return cmocka_run_group_tests_name("base/arena", tests, NULL, NULL);
}
