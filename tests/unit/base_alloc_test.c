/* base_alloc_test.c - memory: what is counted, where the ceiling refuses, products that overflow; vectors. */
#include "text_suites.h"

#include "base/vec.h"

static void test_counts(void **state) {
  (void)state;
  mem m;
  mem_init(&m, NULL, 0);
  void *a = mem_get(&m, 10);
  assert_non_null(a);
  assert_int_equal(m.used, 10);
  void *none = mem_get(&m, 0);
  assert_non_null(none);
  assert_int_equal(m.used, 11);
  a = mem_grow(&m, a, 10, 100);
  assert_int_equal(m.used, 101);
  a = mem_grow(&m, a, 100, 40);
  assert_int_equal(m.used, 41);
  a = mem_grow(&m, a, 40, 0);
  assert_int_equal(m.used, 2);
  mem_put(&m, a, 0);
  mem_put(&m, none, 0);
  mem_put(&m, NULL, 77);
  assert_int_equal(m.used, 0);
}

static void test_grow_keeps_content(void **state) {
  (void)state;
  mem m;
  mem_init(&m, NULL, 0);
  char *p = mem_grow(&m, NULL, 0, 3);
  assert_non_null(p);
  memcpy(p, "abc", 3);
  p = mem_grow(&m, p, 3, 5000);
  assert_memory_equal(p, "abc", 3);
  assert_int_equal(m.used, 5000);
  mem_put(&m, p, 5000);
  assert_int_equal(m.used, 0);
}

static void test_ceiling(void **state) {
  (void)state;
  mem m;
  mem_init(&m, NULL, 100);
  assert_null(mem_get(&m, 101));
  void *all = mem_get(&m, 100);
  assert_non_null(all);
  assert_null(mem_get(&m, 0));
  assert_null(mem_grow(&m, all, 100, 101));
  assert_int_equal(m.used, 100);
  all = mem_grow(&m, all, 100, 60);
  void *rest = mem_get(&m, 40);
  assert_non_null(rest);
  assert_null(mem_grow(&m, all, 60, 61));
  mem_put(&m, rest, 40);
  all = mem_grow(&m, all, 60, 100);
  assert_non_null(all);
  mem_put(&m, all, 100);
  assert_int_equal(m.used, 0);
}

static void test_products(void **state) {
  (void)state;
  mem m;
  mem_init(&m, NULL, 0);
  assert_null(mem_array(&m, SIZE_MAX / 8 + 1, 8));
  assert_null(mem_array(&m, SIZE_MAX, SIZE_MAX));
  assert_null(mem_array(&m, (size_t)1 << 32, (size_t)1 << 32));
  assert_null(mem_get(&m, SIZE_MAX / 2 + 1));
  assert_null(mem_get(&m, SIZE_MAX));
  assert_int_equal(m.used, 0);
  unsigned char *zero = mem_array(&m, 33, 7), *empty = mem_array(&m, 0, 8), *thin = mem_array(&m, 8, 0);
  assert_non_null(zero);
  assert_non_null(empty);
  assert_non_null(thin);
  assert_int_equal(m.used, 33 * 7 + 2);
  for (int i = 0; i < 33 * 7; i++) assert_int_equal(zero[i], 0);
  mem_put(&m, zero, 33 * 7);
  mem_put(&m, empty, 0);
  mem_put(&m, thin, 0);
  assert_int_equal(m.used, 0);
}

/* What the caller's allocator is told must be true. */
typedef struct ledger {
  size_t bytes, wrong;
} ledger;

static void *ledger_get(void *payload, size_t size) {
  ((ledger *)payload)->bytes += size;
  size_t *block = malloc(size + sizeof *block);
  *block = size;
  return block + 1;
}

static void ledger_put(void *payload, void *block, size_t size) {
  ledger *l = payload;
  size_t *own = (size_t *)block - 1;
  l->wrong += *own != size;
  l->bytes -= size;
  free(own);
}

static void *ledger_grow(void *payload, void *block, size_t old_size, size_t size) {
  void *grown = ledger_get(payload, size);
  memcpy(grown, block, old_size < size ? old_size : size);
  ledger_put(payload, block, old_size);
  return grown;
}

static void test_callers_allocator(void **state) {
  (void)state;
  ledger l = {0, 0};
  vox_allocator own = {&l, ledger_get, ledger_grow, ledger_put};
  mem m;
  mem_init(&m, &own, 0);
  void *none = mem_get(&m, 0), *a = mem_array(&m, 3, 5);
  assert_int_equal(l.bytes, m.used);
  a = mem_grow(&m, a, 15, 0);
  a = mem_grow(&m, a, 0, 9);
  assert_int_equal(l.bytes, 10);
  mem_put(&m, a, 9);
  mem_put(&m, none, 0);
  assert_int_equal(l.bytes, 0);
  assert_int_equal(l.wrong, 0);
}

static void test_failing_allocator(void **state) {
  (void)state;
  counted calls = {0, 1};
  vox_allocator failing = counted_allocator(&calls);
  mem m;
  mem_init(&m, &failing, 0);
  char *a = mem_get(&m, 8);
  assert_non_null(a);
  memcpy(a, "12345678", 8);
  assert_null(mem_get(&m, 8));
  assert_null(mem_array(&m, 1, 8));
  assert_null(mem_grow(&m, a, 8, 16));
  assert_int_equal(m.used, 8);
  assert_memory_equal(a, "12345678", 8);
  mem_put(&m, a, 8);
  assert_int_equal(m.used, 0);
}

static void test_vec(void **state) {
  (void)state;
  mem m;
  mem_init(&m, NULL, 0);
  VEC(uint32_t) list = {0};
  for (uint32_t i = 0; i < 10000; i++) assert_true(vec_push(&m, &list, i * 7));
  assert_int_equal(list.len, 10000);
  assert_true(list.cap >= list.len && list.cap < 2 * list.len);
  assert_int_equal(m.used, list.cap * sizeof(uint32_t));
  for (uint32_t i = 0; i < 10000; i++) assert_int_equal(vec_at(&list, i), i * 7);
  vec_clear(&list);
  assert_int_equal(list.len, 0);
  vec_free(&m, &list);
  assert_null(list.ptr);
  assert_int_equal(list.cap, 0);
  assert_int_equal(m.used, 0);
}

static void test_vec_stays_on_failure(void **state) {
  (void)state;
  mem m;
  mem_init(&m, NULL, 64);
  VEC(uint64_t) list = {0};
  for (uint64_t i = 0; i < 8; i++) assert_true(vec_push(&m, &list, i));
  assert_false(vec_push(&m, &list, 8u));
  assert_int_equal(list.len, 8);
  assert_int_equal(list.cap, 8);
  for (uint64_t i = 0; i < 8; i++) assert_int_equal(vec_at(&list, i), i);
  vec_free(&m, &list);
  void *block = NULL;
  size_t cap = SIZE_MAX / 4;
  assert_false(vec_grow(&m, &block, &cap, cap, 8));
  assert_int_equal(cap, SIZE_MAX / 4);
  assert_int_equal(m.used, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_counts),
      cmocka_unit_test(test_grow_keeps_content),
      cmocka_unit_test(test_ceiling),
      cmocka_unit_test(test_products),
      cmocka_unit_test(test_callers_allocator),
      cmocka_unit_test(test_failing_allocator),
      cmocka_unit_test(test_vec),
      cmocka_unit_test(test_vec_stays_on_failure),
  };
  return cmocka_run_group_tests_name("base/alloc", tests, NULL, NULL);
}
