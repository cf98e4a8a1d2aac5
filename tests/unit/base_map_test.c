/* base_map_test.c - the map against a naive list, at size, in key order, under failing memory. */
#include "text_suites.h"

#include "base/map.h"

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

static void test_empty(void **state) {
  (void)state;
  map t;
  map_init(&t, &m);
  assert_int_equal(m.used, 0);
  assert_null(map_find(&t, STR("")));
  assert_null(map_find(&t, STR("a")));
  uint32_t *order = map_sorted(&t, &m);
  assert_non_null(order);
  assert_int_equal(m.used, 1);
  mem_put(&m, order, 0);
  map_free(&t);
  map_free(&t);
}

static void test_first_value_stays(void **state) {
  (void)state;
  map t;
  map_init(&t, &m);
  char key[] = "key";
  assert_int_equal(map_put(&t, str_of(key), 5)->value, 5);
  key[0] = 'x'; /* the map has its own copy */
  assert_int_equal(map_put(&t, STR("key"), 6)->value, 5);
  assert_int_equal(t.len, 1);
  map_find(&t, STR("key"))->value = 9;
  assert_int_equal(map_put(&t, STR("key"), 6)->value, 9);
  assert_null(map_find(&t, str_of(key)));
  assert_int_equal(map_put(&t, STR(""), 1)->value, 1);
  assert_int_equal(map_find(&t, STR(""))->key.len, 0);
  assert_int_equal(map_put(&t, ((vox_str){"k\0y", 3}), 2)->value, 2);
  assert_null(map_find(&t, ((vox_str){"k\0z", 3})));
  assert_int_equal(t.len, 3);
  map_free(&t);
}

/* ---- Against a list that is searched from the start ---- */

enum { NAIVE = 600 };
typedef struct naive {
  char key[NAIVE][8];
  size_t len[NAIVE];
  uint64_t value[NAIVE];
  size_t count;
} naive;

static size_t naive_at(const naive *n, vox_str key) {
  size_t i = 0;
  while (i < n->count && !str_eq((vox_str){n->key[i], n->len[i]}, key)) i++;
  return i;
}

/* A short key over few letters, so that it is often there already. */
static vox_str random_key(uint64_t *seed, char at[8]) {
  size_t len = random_next(seed) % 6;
  for (size_t i = 0; i < len; i++) at[i] = (char)("\0ab\xFF"[random_next(seed) % 4]);
  return (vox_str){at, len};
}

static void check_order(const map *t) {
  uint32_t *order = map_sorted(t, &m);
  assert_non_null(order);
  for (size_t i = 1; i < t->len; i++)
    assert_true(str_cmp(t->list[order[i - 1]].key, t->list[order[i]].key) < 0);
  mem_put(&m, order, t->len * sizeof *order);
}

static void test_like_a_list(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 20; seed++) {
    static naive n;
    uint64_t random = seed;
    map t;
    map_init(&t, &m);
    n.count = 0;
    for (uint64_t step = 0; step < 1500; step++) {
      char at[8];
      vox_str key = random_key(&random, at);
      size_t known = naive_at(&n, key);
      map_entry *found = map_find(&t, key);
      assert_int_equal(found != NULL, known < n.count);
      if (found) assert_int_equal(found->value, n.value[known]);
      if (random_next(&random) % 2 || n.count == NAIVE) continue;
      assert_int_equal(map_put(&t, key, step)->value, known < n.count ? n.value[known] : step);
      if (known < n.count) continue;
      memcpy(n.key[known], key.ptr, key.len);
      n.len[known] = key.len, n.value[known] = step, n.count++;
    }
    assert_int_equal(t.len, n.count);
    for (size_t i = 0; i < n.count; i++) /* listed as they came */
      assert_true(str_eq(t.list[i].key, (vox_str){n.key[i], n.len[i]}));
    check_order(&t);
    map_free(&t);
  }
}

/* 25,000 keys in two orders and under two seeds are listed the same. */
static void test_many_keys(void **state) {
  (void)state;
  enum { KEYS = 25000 };
  map up, down;
  map_init(&up, &m);
  map_init(&down, &m);
  for (uint32_t i = 0; i < KEYS; i++) {
    char key[24];
    int n = snprintf(key, sizeof key, "%u", i * 2654435761u);
    assert_non_null(map_put(&up, (vox_str){key, (size_t)n}, i));
    n = snprintf(key, sizeof key, "%u", (KEYS - 1 - i) * 2654435761u);
    assert_non_null(map_put(&down, (vox_str){key, (size_t)n}, KEYS - 1 - i));
  }
  assert_int_equal(up.len, KEYS);
  uint32_t *a = map_sorted(&up, &m), *b = map_sorted(&down, &m);
  for (uint32_t i = 0; i < KEYS; i++) {
    assert_true(str_eq(up.list[a[i]].key, down.list[b[i]].key));
    assert_int_equal(up.list[a[i]].value, down.list[b[i]].value);
    assert_ptr_equal(map_find(&up, down.list[i].key), &up.list[KEYS - 1 - i]);
  }
  check_order(&up);
  mem_put(&m, a, KEYS * sizeof *a);
  mem_put(&m, b, KEYS * sizeof *b);
  map_free(&up);
  map_free(&down);
}

/* Wherever memory ends, the map stays whole and gives everything back. */
static void test_failing_memory(void **state) {
  (void)state;
  for (size_t left = 0; left < 14; left++) {
    counted calls = {0, left};
    vox_allocator failing = counted_allocator(&calls);
    mem small;
    map t;
    mem_init(&small, &failing, 0);
    map_init(&t, &small);
    uint64_t put = 0;
    for (char key[2] = "a"; put < 100; put++) {
      key[0] = (char)put;
      if (!map_put(&t, (vox_str){key, 1}, put)) break;
    }
    assert_true(put < 100 || left >= 9);
    assert_int_equal(t.len, put);
    for (uint64_t i = 0; i < put; i++) {
      char key = (char)i;
      assert_int_equal(map_find(&t, (vox_str){&key, 1})->value, i);
    }
    map_free(&t);
    assert_int_equal(small.used, 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_empty, setup, teardown),
      cmocka_unit_test_setup_teardown(test_first_value_stays, setup, teardown),
      cmocka_unit_test_setup_teardown(test_like_a_list, setup, teardown),
      cmocka_unit_test_setup_teardown(test_many_keys, setup, teardown),
      cmocka_unit_test_setup_teardown(test_failing_memory, setup, teardown),
  };
  return cmocka_run_group_tests_name("base/map", tests, NULL, NULL);
}
