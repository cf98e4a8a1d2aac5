/* map.c - open addressing over a dense list of entries. See map.h. */
#include "base/map.h"
#include "base/bytes.h"
#include <stdlib.h>
#include <sys/random.h>

void map_init(map *m, mem *memory) {
  *m = (map){.mem = memory};
  arena_init(&m->keys, memory);
  if (getrandom(&m->seed, sizeof m->seed, GRND_NONBLOCK) != sizeof m->seed) m->seed = (uint64_t)(uintptr_t)m;
}

void map_free(map *m) {
  arena_free(&m->keys);
  mem_put(m->mem, m->list, m->cap * sizeof *m->list);
  mem_put(m->mem, m->slots, m->slot_count * sizeof *m->slots);
  m->list = NULL, m->slots = NULL;
  m->len = m->cap = m->slot_count = 0;
}

/* The slot that holds `key`, or the free one where it would go. */
static size_t slot_of(const map *m, vox_str key, uint64_t hash) {
  size_t at = (size_t)hash & (m->slot_count - 1);
  while (m->slots[at]) {
    const map_entry *e = &m->list[m->slots[at] - 1];
    if (e->hash == hash && str_eq(e->key, key)) break;
    at = (at + 1) & (m->slot_count - 1);
  }
  return at;
}

static bool widen(map *m) {
  size_t count = m->slot_count ? m->slot_count * 2 : 16;
  uint32_t *slots = mem_array(m->mem, count, sizeof *slots);
  map_entry *list = slots ? mem_grow(m->mem, m->list, m->cap * sizeof *list, count / 2 * sizeof *list) : NULL;
  if (!list) {
    mem_put(m->mem, slots, count * sizeof *slots);
    return false;
  }
  mem_put(m->mem, m->slots, m->slot_count * sizeof *m->slots);
  m->slots = slots, m->slot_count = count;
  m->list = list, m->cap = count / 2;
  for (size_t i = 0; i < m->len; i++) {
    size_t at = (size_t)list[i].hash & (count - 1);
    while (slots[at]) at = (at + 1) & (count - 1);
    slots[at] = (uint32_t)i + 1;
  }
  return true;
}

map_entry *map_find(const map *m, vox_str key) {
  if (!m->len) return NULL;
  uint32_t found = m->slots[slot_of(m, key, hash64(key.ptr, key.len, m->seed))];
  return found ? &m->list[found - 1] : NULL;
}

map_entry *map_put(map *m, vox_str key, uint64_t value) {
  uint64_t hash = hash64(key.ptr, key.len, m->seed);
  if (m->len == m->cap && !widen(m)) return NULL;
  size_t at = slot_of(m, key, hash);
  if (m->slots[at]) return &m->list[m->slots[at] - 1];
  vox_str copy = arena_copy(&m->keys, key);
  if (copy.len != key.len) return NULL;
  m->list[m->len] = (map_entry){copy, hash, value};
  m->slots[at] = (uint32_t)++m->len;
  return &m->list[m->len - 1];
}

/* Heap sort: qsort takes no context in POSIX.1-2008, and glibc's may allocate. */
static void sift(const map *m, uint32_t *order, size_t root, size_t n) {
  for (size_t child; (child = 2 * root + 1) < n; root = child) {
    if (child + 1 < n && str_cmp(m->list[order[child]].key, m->list[order[child + 1]].key) < 0) child++;
    if (str_cmp(m->list[order[root]].key, m->list[order[child]].key) >= 0) return;
    uint32_t swap = order[root];
    order[root] = order[child], order[child] = swap;
  }
}

uint32_t *map_sorted(const map *m, mem *memory) {
  uint32_t *order = mem_get(memory, m->len * sizeof *order);
  if (!order) return NULL;
  for (size_t i = 0; i < m->len; i++) order[i] = (uint32_t)i;
  for (size_t i = m->len / 2; i-- > 0;) sift(m, order, i, m->len);
  for (size_t n = m->len; n > 1; n--) {
    uint32_t top = order[0];
    order[0] = order[n - 1], order[n - 1] = top;
    sift(m, order, 0, n - 1);
  }
  return order;
}
