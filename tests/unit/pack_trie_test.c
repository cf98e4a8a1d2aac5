/* The double-array trie against a plain search in a sorted list; hostile bytes. */
#include "base/bytes.h"
#include "pack/trie.h"
#include "pack/trie_build.h"
#include "pack/trie_heads.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { KEYS = 3000, LEN = 6 };

typedef struct key_list {
  uint16_t labels[KEYS][LEN];
  trie_key keys[KEYS];
  size_t count;
} key_list;

static mem memory;
static uint64_t seed = 1;

static uint32_t random_below(uint32_t n) {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)((seed >> 33) % n);
}

static int compare(const void *x, const void *y) {
  const trie_key *a = x, *b = y;
  for (uint32_t i = 0; i < a->len && i < b->len; i++)
    if (a->labels[i] != b->labels[i]) return a->labels[i] < b->labels[i] ? -1 : 1;
  return (a->len > b->len) - (a->len < b->len);
}

/* Random keys over labels 1..alphabet, sorted, none twice. */
static void make_keys(key_list *l, size_t count, uint32_t alphabet) {
  for (size_t i = 0; i < count; i++) {
    uint32_t len = 1 + random_below(LEN);
    for (uint32_t k = 0; k < len; k++) l->labels[i][k] = (uint16_t)(1 + random_below(alphabet));
    l->keys[i] = (trie_key){l->labels[i], len, 1 + random_below(0x7FFFFFFE)};
  }
  qsort(l->keys, count, sizeof l->keys[0], compare);
  l->count = 0;
  for (size_t i = 0; i < count; i++)
    if (i == 0 || compare(&l->keys[l->count - 1], &l->keys[i]) != 0) l->keys[l->count++] = l->keys[i];
}

/* The value of `len` labels; 0: no key. `*reached` is how many steps went well. */
static uint32_t look_up(const trie *t, const uint16_t *labels, uint32_t len, uint32_t *reached) {
  uint32_t node = 0;
  for (*reached = 0; *reached < len; ++*reached)
    if (!trie_step(t, &node, labels[*reached])) return 0;
  return trie_value(t, node);
}

/* The same by search: the value, and the longest part of `labels` that some key begins with. */
static uint32_t search(const key_list *l, const uint16_t *labels, uint32_t len, uint32_t *reached) {
  trie_key wanted = {labels, len, 0};
  uint32_t value = 0;
  *reached = 0;
  for (size_t i = 0; i < l->count; i++) {
    uint32_t n = 0;
    while (n < len && n < l->keys[i].len && l->keys[i].labels[n] == labels[n]) n++;
    if (n > *reached) *reached = n;
    if (compare(&l->keys[i], &wanted) == 0) value = l->keys[i].value;
  }
  return value;
}

static void check(uint32_t alphabet, size_t count, size_t tries) {
  static key_list l;
  buf b;
  trie t;
  make_keys(&l, count, alphabet);
  buf_init(&b, &memory, 1 << 26);
  assert_int_equal(trie_build(&b, l.keys, l.count, NULL), VOX_OK);
  assert_int_equal(trie_open(&t, buf_view(&b), NULL), VOX_OK);
  for (size_t i = 0; i < l.count; i++) {
    uint32_t reached;
    assert_int_equal(look_up(&t, l.keys[i].labels, l.keys[i].len, &reached), l.keys[i].value);
  }
  for (size_t i = 0; i < tries; i++) {
    uint16_t labels[LEN + 1];
    uint32_t len = 1 + random_below(LEN + 1), mine, theirs;
    for (uint32_t k = 0; k < len; k++) labels[k] = (uint16_t)random_below(alphabet + 2);
    assert_int_equal(look_up(&t, labels, len, &mine), search(&l, labels, len, &theirs));
    assert_int_equal(mine, theirs);
  }
  buf_free(&b);
}

static void test_against_a_search(void **state) {
  (void)state;
  check(2, 100, 500);
  check(5, KEYS, 1000);
  check(300, KEYS, 500);
  check(65535, KEYS, 500);
}

static void test_no_keys(void **state) {
  (void)state;
  buf b;
  trie t;
  uint32_t node = 0;
  buf_init(&b, &memory, 1 << 20);
  assert_int_equal(trie_build(&b, NULL, 0, NULL), VOX_OK);
  assert_int_equal(trie_open(&t, buf_view(&b), NULL), VOX_OK);
  for (uint32_t c = 0; c < 65536; c++) assert_false(trie_step(&t, &node, (uint16_t)c));
  assert_int_equal(trie_value(&t, 0), 0);
  buf_free(&b);
}

static void test_prefixes_and_extreme_labels(void **state) {
  (void)state;
  static const uint16_t one[] = {1, 65535, 65535, 1};
  const trie_key keys[] = {{one, 1, 10}, {one, 2, 1}, {one, 3, 0x7FFFFFFF}, {one, 4, 5}, {one + 1, 1, 7}};
  buf b;
  trie t;
  uint32_t node = 0;
  buf_init(&b, &memory, 1 << 24);
  assert_int_equal(trie_build(&b, keys, 5, NULL), VOX_OK);
  assert_int_equal(trie_open(&t, buf_view(&b), NULL), VOX_OK);
  for (uint32_t i = 0; i < 4; i++) {
    assert_true(trie_step(&t, &node, one[i]));
    assert_int_equal(trie_value(&t, node), keys[i].value);
    assert_false(trie_step(&t, &node, 0));
  }
  assert_false(trie_step(&t, &node, 1));
  buf_free(&b);
}

static void test_bad_keys(void **state) {
  (void)state;
  static const uint16_t l[] = {1, 2, 0, 3};
  const trie_key falling[] = {{l + 1, 1, 1}, {l, 1, 1}}, same[] = {{l, 2, 1}, {l, 2, 2}},
                 zero[] = {{l, 3, 1}}, empty[] = {{l, 0, 1}}, no_value[] = {{l, 1, 0}},
                 big[] = {{l, 1, 0x80000000u}};
  buf b;
  buf_init(&b, &memory, 1 << 20);
  assert_int_equal(trie_build(&b, falling, 2, NULL), VOX_ERR_ARGUMENT);
  assert_int_equal(trie_build(&b, same, 2, NULL), VOX_ERR_ARGUMENT);
  assert_int_equal(trie_build(&b, zero, 1, NULL), VOX_ERR_ARGUMENT);
  assert_int_equal(trie_build(&b, empty, 1, NULL), VOX_ERR_ARGUMENT);
  assert_int_equal(trie_build(&b, no_value, 1, NULL), VOX_ERR_ARGUMENT);
  assert_int_equal(trie_build(&b, big, 1, NULL), VOX_ERR_ARGUMENT);
  assert_int_equal(b.len, 0);
  buf_free(&b);
}

/* Whatever stands in the bytes: refused, or every step stays inside (a sanitizer watches the exact-size
 * block). */
static void test_hostile_bytes(void **state) {
  (void)state;
  static key_list l;
  buf b;
  size_t refused = 0;
  make_keys(&l, 20, 4);
  buf_init(&b, &memory, 1 << 24);
  assert_int_equal(trie_build(&b, l.keys, l.count, NULL), VOX_OK);
  unsigned char *bytes = malloc(b.len);
  assert_non_null(bytes);
  memcpy(bytes, b.ptr, b.len);
  for (int round = 0; round < 400; round++) {
    size_t at = random_below(60) * 4;
    uint32_t old = get_u32(bytes + at),
             bad = random_below(2) ? old ^ 1u << random_below(32) : random_below(1000);
    trie t;
    put_u32(bytes + at, bad);
    if (trie_open(&t, (vox_str){(char *)bytes, b.len}, NULL) != VOX_OK)
      refused++;
    else
      for (uint32_t k = 0; k < 300; k++) {
        uint32_t node = 0;
        while (random_below(8) && trie_step(&t, &node, (uint16_t)random_below(k % 2 ? 6 : 65536)))
          trie_value(&t, node);
      }
    put_u32(bytes + at, old);
  }
  assert_true(refused > 50 && refused < 400);
  for (size_t len = 0; len < 200; len++) {
    trie t;
    assert_int_equal(trie_open(&t, (vox_str){(char *)bytes, len}, NULL), VOX_ERR_CORRUPT);
  }
  free(bytes);
  buf_free(&b);
}

static void test_same_keys_same_bytes(void **state) {
  (void)state;
  static key_list l;
  buf x, y;
  make_keys(&l, KEYS, 50);
  buf_init(&x, &memory, 1 << 26), buf_init(&y, &memory, 1 << 26);
  assert_int_equal(trie_build(&x, l.keys, l.count, NULL), VOX_OK);
  assert_int_equal(trie_build(&y, l.keys, l.count, NULL), VOX_OK);
  assert_int_equal(x.len, y.len);
  assert_memory_equal(x.ptr, y.ptr, x.len);
  buf_free(&x), buf_free(&y);
}

/* The sieve lets every beginning of a key through, and stops most of what begins none. */
static void test_heads(void **state) {
  (void)state;
  static key_list l;
  buf b;
  trie t;
  trie_heads h;
  uint32_t passed = 0;
  make_keys(&l, 2000, 5000);
  buf_init(&b, &memory, 1 << 26);
  assert_int_equal(trie_build(&b, l.keys, l.count, NULL), VOX_OK);
  assert_int_equal(trie_open(&t, buf_view(&b), NULL), VOX_OK);
  assert_int_equal(trie_heads_open(&h, &memory, &t), VOX_OK);
  for (size_t i = 0; i < l.count; i++) {
    const uint16_t *k = l.keys[i].labels;
    if (l.keys[i].len == 1) assert_true(trie_may_begin(&h, k[0], 0));
    if (l.keys[i].len > 1) assert_true(trie_heads_bit(&h, trie_head_place(k[0], k[1])));
    passed += trie_heads_bit(&h, trie_head_place((uint16_t)(k[0] + 5000), (uint16_t)(i + 1)));
  }
  assert_true(passed < l.count / 50);
  trie_heads_free(&h, &memory);
  buf_free(&b);
}

int main(void) {
  mem_init(&memory, NULL, 0);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_against_a_search),
      cmocka_unit_test(test_no_keys),
      cmocka_unit_test(test_prefixes_and_extreme_labels),
      cmocka_unit_test(test_bad_keys),
      cmocka_unit_test(test_hostile_bytes),
      cmocka_unit_test(test_same_keys_same_bytes),
      cmocka_unit_test(test_heads),
  };
  int failed = cmocka_run_group_tests_name("trie", tests, NULL, NULL);
  return memory.used ? 1 : failed;
}
