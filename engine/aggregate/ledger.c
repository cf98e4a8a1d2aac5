/* ledger.c - see ledger.h. */
#include "aggregate/ledger.h"
#include "aggregate/ratio.h"
#include "base/bytes.h"
#include <sys/random.h>

void ledger_init(ledger *c, mem *m, uint32_t width, uint32_t sub_width, size_t max) {
  *c = (ledger){.mem = m, .width = width, .sub_width = sub_width, .max = max};
  if (getrandom(&c->seed, sizeof c->seed, GRND_NONBLOCK) != sizeof c->seed) c->seed = (uint64_t)(uintptr_t)c;
}

static size_t size_of(const ledger *c, size_t key) {
  return sizeof(tally_cell) + c->width * sizeof(int64_t) + key;
}

static void drop(ledger *c, tally_cell *e) {
  c->drops++;
  sparse_free(c->mem, &e->sub, c->sub_width);
  mem_put(c->mem, e, size_of(c, e->key.len));
}

void ledger_free(ledger *c) {
  for (size_t i = 0; i < c->len; i++) drop(c, c->list[i]);
  mem_put(c->mem, c->list, c->cap * sizeof *c->list);
  mem_put(c->mem, c->slots, c->slot_count * sizeof *c->slots);
  c->list = NULL, c->slots = NULL;
  c->len = c->cap = c->slot_count = 0;
}

/* ---- Finding ---- */

static size_t slot_of(const ledger *c, vox_str key, uint64_t hash) {
  size_t at = (size_t)hash & (c->slot_count - 1);
  while (c->slots[at].cell) {
    if (c->slots[at].hash == hash && str_eq(c->slots[at].cell->key, key)) break;
    at = (at + 1) & (c->slot_count - 1);
  }
  return at;
}

tally_cell *ledger_find(const ledger *c, vox_str key) {
  return c->len ? c->slots[slot_of(c, key, ledger_hash(c, key))].cell : NULL;
}

uint64_t ledger_hash(const ledger *c, vox_str key) { return hash64(key.ptr, key.len, c->seed); }

void ledger_expect_slot(const ledger *c, uint64_t hash) {
  if (c->slot_count) __builtin_prefetch(&c->slots[(size_t)hash & (c->slot_count - 1)]);
}

void ledger_expect_cell(const ledger *c, uint64_t hash) {
  const tally_cell *e = c->slot_count ? c->slots[(size_t)hash & (c->slot_count - 1)].cell : NULL;
  if (!e) return;
  __builtin_prefetch(e);
  __builtin_prefetch((const char *)e + 64);
}

/* The slots anew, after the list has changed. */
static void place_all(ledger *c) {
  memset(c->slots, 0, c->slot_count * sizeof *c->slots);
  for (size_t i = 0; i < c->len; i++) {
    size_t at = (size_t)c->list[i]->slot & (c->slot_count - 1);
    while (c->slots[at].cell) at = (at + 1) & (c->slot_count - 1);
    c->slots[at] = (ledger_slot){c->list[i]->slot, c->list[i]};
  }
}

/* ---- Order (heap sort: qsort may allocate) ---- */

typedef bool (*before_fn)(const tally_cell *a, const tally_cell *b);

static bool rank_before(const tally_cell *a, const tally_cell *b) {
  return a->rank != b->rank ? a->rank < b->rank : str_cmp(a->key, b->key) < 0;
}

static bool key_before(const tally_cell *a, const tally_cell *b) { return str_cmp(a->key, b->key) < 0; }

static void sift(const tally_cell **list, size_t root, size_t n, before_fn before) {
  for (size_t child; (child = 2 * root + 1) < n; root = child) {
    if (child + 1 < n && before(list[child], list[child + 1])) child++;
    if (!before(list[root], list[child])) return;
    const tally_cell *swap = list[root];
    list[root] = list[child], list[child] = swap;
  }
}

static void sort(const tally_cell **list, size_t n, before_fn before) {
  for (size_t i = n / 2; i-- > 0;) sift(list, i, n, before);
  for (; n > 1; n--) {
    const tally_cell *top = list[0];
    list[0] = list[n - 1], list[n - 1] = top;
    sift(list, 0, n - 1, before);
  }
}

void ledger_in_order(const ledger *c, const tally_cell **list, size_t *count) {
  *count = 0;
  for (size_t i = 0; i < c->len; i++)
    if (c->list[i]->v[0]) list[(*count)++] = c->list[i];
  if (*count > c->max) sort(list, *count, rank_before), *count = c->max;
  sort(list, *count, key_before);
}

/* ---- The bound ---- */

void ledger_settle(ledger *c) {
  if (c->len <= c->max) return;
  sort((const tally_cell **)c->list, c->len, rank_before);
  while (c->len > c->max) drop(c, c->list[--c->len]);
  c->dropped = true;
  c->last = c->len ? c->list[c->len - 1]->rank : 0;
  place_all(c);
}

static bool grow_list(ledger *c, size_t want) {
  if (want <= c->cap) return true;
  size_t cap = c->cap ? c->cap : 16;
  while (cap < want) cap *= 2;
  ledger_slot *slots = mem_array(c->mem, cap * 2, sizeof *slots);
  tally_cell **list = slots ? mem_grow(c->mem, c->list, c->cap * sizeof *list, cap * sizeof *list) : NULL;
  if (!list) return mem_put(c->mem, slots, cap * 2 * sizeof *slots), false;
  mem_put(c->mem, c->slots, c->slot_count * sizeof *c->slots);
  c->list = list, c->cap = cap;
  c->slots = slots, c->slot_count = cap * 2;
  place_all(c);
  return true;
}

bool ledger_reserve(ledger *c, size_t more) {
  if (c->len + more > 2 * c->max + 64) ledger_settle(c);
  return grow_list(c, c->len + more);
}

static uint64_t rank_of(const ledger *c, vox_str key) {
  vox_str head = key;
  if (c->by_head) head = str_cut(&key, '\x1f');
  return hash64(head.ptr, head.len, 0);
}

tally_cell *ledger_take(ledger *c, vox_str key, bool *beyond) {
  return ledger_take_hashed(c, key, ledger_hash(c, key), beyond);
}

tally_cell *ledger_take_hashed(ledger *c, vox_str key, uint64_t hash, bool *beyond) {
  *beyond = false;
  if (c->len == c->cap && !grow_list(c, c->len + 1)) return NULL;
  size_t at = slot_of(c, key, hash);
  if (c->slots[at].cell) return c->slots[at].cell;
  uint64_t rank = rank_of(c, key);
  if (c->dropped && rank > c->last) return *beyond = true, NULL;
  tally_cell *e = mem_array(c->mem, 1, size_of(c, key.len));
  if (!e) return NULL;
  char *bytes = (char *)(e->v + c->width);
  if (key.len) memcpy(bytes, key.ptr, key.len);
  e->rank = rank, e->slot = hash;
  e->key = (vox_str){bytes, key.len};
  c->list[c->len++] = e;
  c->slots[at] = (ledger_slot){hash, e};
  return e;
}

void ledger_mark_bounded(ledger *c) {
  c->dropped = true;
  c->last = 0;
  for (size_t i = 0; i < c->len; i++)
    if (c->list[i]->rank > c->last) c->last = c->list[i]->rank;
}

/* ---- Merging ---- */

bool ledger_reserve_merge(ledger *into, const ledger *from) {
  if (!ledger_reserve(into, from->len)) return false;
  for (size_t i = 0; i < from->len; i++) {
    bool beyond;
    tally_cell *e = ledger_take(into, from->list[i]->key, &beyond);
    if (!e && !beyond) return false;
    if (e && !sparse_reserve_merge(into->mem, &e->sub, into->sub_width, &from->list[i]->sub)) return false;
  }
  return true;
}

/* What the other table dropped this one may not keep: it would be incomplete. */
static void drop_beyond(ledger *into, const ledger *from) {
  if (!from->dropped) return;
  if (!into->dropped || from->last < into->last) into->last = from->last;
  into->dropped = true;
  size_t kept = 0;
  for (size_t i = 0; i < into->len; i++)
    if (into->list[i]->rank > into->last)
      drop(into, into->list[i]);
    else
      into->list[kept++] = into->list[i];
  into->len = kept;
  if (into->slot_count) place_all(into);
}

void ledger_merge(ledger *into, const ledger *from) {
  for (size_t i = 0; i < from->len; i++) {
    tally_cell *e = ledger_find(into, from->list[i]->key);
    if (!e) continue;
    for (uint32_t k = 0; k < into->width; k++) e->v[k] = add_wrapped(e->v[k], from->list[i]->v[k]);
    sparse_merge(&e->sub, into->sub_width, &from->list[i]->sub);
  }
  drop_beyond(into, from);
  ledger_settle(into);
}
