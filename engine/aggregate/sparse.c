/* sparse.c - see sparse.h. */
#include "aggregate/sparse.h"
#include "aggregate/ratio.h"
#include <string.h>

/* The first position whose id is not below `id`. Which half it lies in cannot be foretold: no branch. */
static uint32_t place_of(const sparse *s, uint32_t id) {
  uint32_t low = 0, left = s->len;
  while (left > 1) {
    uint32_t half = left / 2;
    low += (s->ids[low + half - 1] < id) * half;
    left -= half;
  }
  return low + (left && s->ids[low] < id);
}

static bool widen(mem *m, sparse *s, uint32_t width) {
  uint32_t cap = s->cap ? s->cap * 2 : 8;
  uint32_t *ids = mem_array(m, cap, sizeof *ids);
  int64_t *values = mem_array(m, (size_t)cap * width, sizeof *values);
  if (!ids || !values) {
    mem_put(m, ids, cap * sizeof *ids);
    mem_put(m, values, (size_t)cap * width * sizeof *values);
    return false;
  }
  if (s->len) memcpy(ids, s->ids, s->len * sizeof *ids);
  if (s->len) memcpy(values, s->values, (size_t)s->len * width * sizeof *values);
  uint32_t len = s->len;
  sparse_free(m, s, width);
  *s = (sparse){ids, values, len, cap};
  return true;
}

int64_t *sparse_take(mem *m, sparse *s, uint32_t width, uint32_t id) {
  uint32_t at = place_of(s, id);
  if (at < s->len && s->ids[at] == id) return s->values + (size_t)at * width;
  if (s->len == s->cap && !widen(m, s, width)) return NULL;
  int64_t *own = s->values + (size_t)at * width;
  memmove(s->ids + at + 1, s->ids + at, (s->len - at) * sizeof *s->ids);
  memmove(own + width, own, (size_t)(s->len - at) * width * sizeof *own);
  memset(own, 0, width * sizeof *own);
  s->ids[at] = id;
  s->len++;
  return own;
}

int64_t *sparse_take_at(mem *m, sparse *s, uint32_t width, uint32_t id, uint16_t *hint) {
  if (hint && *hint < s->len && s->ids[*hint] == id) return s->values + (size_t)*hint * width;
  int64_t *own = sparse_take(m, s, width, id);
  size_t at = own ? (size_t)(own - s->values) / width : 0;
  if (hint && at <= UINT16_MAX) *hint = (uint16_t)at;
  return own;
}

const int64_t *sparse_find(const sparse *s, uint32_t width, uint32_t id) {
  uint32_t at = place_of(s, id);
  return at < s->len && s->ids[at] == id ? s->values + (size_t)at * width : NULL;
}

bool sparse_reserve_merge(mem *m, sparse *into, uint32_t width, const sparse *from) {
  for (uint32_t i = 0; i < from->len; i++)
    if (!sparse_take(m, into, width, from->ids[i])) return false;
  return true;
}

void sparse_merge(sparse *into, uint32_t width, const sparse *from) {
  for (uint32_t i = 0; i < from->len; i++) {
    int64_t *to = into->values + (size_t)place_of(into, from->ids[i]) * width;
    for (uint32_t k = 0; k < width; k++) to[k] = add_wrapped(to[k], from->values[(size_t)i * width + k]);
  }
}

void sparse_free(mem *m, sparse *s, uint32_t width) {
  mem_put(m, s->ids, s->cap * sizeof *s->ids);
  mem_put(m, s->values, (size_t)s->cap * width * sizeof *s->values);
  *s = (sparse){NULL, NULL, 0, 0};
}
