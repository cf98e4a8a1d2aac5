/* duplicates.c - see duplicates.h. */
#include "aggregate/duplicates.h"

enum { FRESH_MAX = 32768 };

void duplicates_init(duplicates *d, mem *m, size_t max) { *d = (duplicates){.mem = m, .max = max}; }

void duplicates_free(duplicates *d) {
  mem_put(d->mem, d->hashes, d->hash_cap * sizeof *d->hashes);
  mem_put(d->mem, d->counts, d->count_cap * sizeof *d->counts);
  vec_free(d->mem, &d->fresh);
  duplicates_init(d, d->mem, d->max);
}

static uint32_t count_add(uint32_t a, uint32_t b) { return a > UINT32_MAX - b ? UINT32_MAX : a + b; }

/* ---- Sorting (heap sort: qsort may allocate) ---- */

static void sift(uint64_t *list, size_t root, size_t n) {
  for (size_t child; (child = 2 * root + 1) < n; root = child) {
    if (child + 1 < n && list[child] < list[child + 1]) child++;
    if (list[root] >= list[child]) return;
    uint64_t swap = list[root];
    list[root] = list[child], list[child] = swap;
  }
}

static void sort(uint64_t *list, size_t n) {
  for (size_t i = n / 2; i-- > 0;) sift(list, i, n);
  for (; n > 1; n--) {
    uint64_t top = list[0];
    list[0] = list[n - 1], list[n - 1] = top;
    sift(list, 0, n - 1);
  }
}

/* ---- Two ascending lists into one ---- */

/* What is merged into the table: hashes in ascending order; without counts they may repeat, each counts one.
 */
typedef struct run {
  const uint64_t *hashes;
  const uint32_t *counts;
  size_t len;
} run;

static size_t distinct_of_both(const duplicates *d, const run *other) {
  size_t n = 0;
  for (size_t i = 0, k = 0; i < d->len || k < other->len; n++) {
    uint64_t a = i < d->len ? d->hashes[i] : UINT64_MAX, b = k < other->len ? other->hashes[k] : UINT64_MAX;
    uint64_t least = a < b ? a : b;
    if (i < d->len && a == least) i++;
    while (k < other->len && other->hashes[k] == least) k++;
  }
  return n;
}

/* The greatest hash below positions *i and *k, taken from both with its count. */
static uint64_t take_greatest(const duplicates *d, const run *other, size_t *i, size_t *k, uint32_t *count) {
  uint64_t a = *i ? d->hashes[*i - 1] : 0, b = *k ? other->hashes[*k - 1] : 0;
  uint64_t greatest = *k && (!*i || b > a) ? b : a;
  *count = 0;
  if (*i && a == greatest) *count = d->counts[--*i];
  for (; *k && other->hashes[*k - 1] == greatest; --*k)
    *count = count_add(*count, other->counts ? other->counts[*k - 1] : 1);
  return greatest;
}

/* In place, from the back. The table has room for what it may hold. */
static void absorb(duplicates *d, run other) {
  size_t total = distinct_of_both(d, &other), i = d->len, k = other.len;
  for (size_t at = total; at-- > 0;) {
    uint32_t count;
    uint64_t hash = take_greatest(d, &other, &i, &k, &count);
    if (at < d->max) d->hashes[at] = hash, d->counts[at] = count;
  }
  d->len = total < d->max ? total : d->max;
}

/* Each list has its own capacity: the second may fail to grow after the first one did. */
static bool grow_list(mem *m, void **list, size_t *cap, size_t want, size_t size) {
  if (want <= *cap) return true;
  void *grown = mem_grow(m, *list, *cap * size, want * size);
  if (!grown) return false;
  *list = grown;
  *cap = want;
  return true;
}

static bool grow_table(duplicates *d, size_t more) {
  size_t want = more < d->max && d->len < d->max - more ? d->len + more : d->max;
  size_t half_more = d->count_cap + d->count_cap / 2;
  if (want > d->count_cap && want < half_more) want = half_more < d->max ? half_more : d->max;
  return grow_list(d->mem, (void **)&d->hashes, &d->hash_cap, want, sizeof *d->hashes) &&
         grow_list(d->mem, (void **)&d->counts, &d->count_cap, want, sizeof *d->counts);
}

/* `fresh` in ascending order. Its order means nothing, so a reader may sort it too. */
static run sorted_fresh(const duplicates *d) {
  sort(d->fresh.ptr, d->fresh.len);
  return (run){d->fresh.ptr, NULL, d->fresh.len};
}

/* ---- The table ---- */

bool duplicates_reserve(duplicates *d) {
  if (d->fresh.len < FRESH_MAX)
    return d->fresh.len < d->fresh.cap ||
           vec_grow(d->mem, (void **)&d->fresh.ptr, &d->fresh.cap, d->fresh.len, sizeof *d->fresh.ptr);
  if (!grow_table(d, d->fresh.len)) return false;
  absorb(d, sorted_fresh(d));
  vec_clear(&d->fresh);
  return true;
}

void duplicates_add(duplicates *d, uint64_t hash) {
  if (!d->max || (d->len == d->max && hash > d->hashes[d->len - 1])) return;
  d->fresh.ptr[d->fresh.len++] = hash;
}

bool duplicates_reserve_merge(duplicates *d, const duplicates *from) {
  return grow_table(d, d->fresh.len + from->len + from->fresh.len);
}

void duplicates_merge(duplicates *d, const duplicates *from) {
  absorb(d, sorted_fresh(d));
  vec_clear(&d->fresh);
  absorb(d, (run){from->hashes, from->counts, from->len});
  absorb(d, sorted_fresh(from));
}

int64_t duplicates_repeats(const duplicates *d) {
  run fresh = sorted_fresh(d);
  int64_t repeats = 0;
  for (size_t i = 0, k = 0, n = 0; n < d->max && (i < d->len || k < fresh.len); n++) {
    bool old = i < d->len && (k == fresh.len || d->hashes[i] <= fresh.hashes[k]);
    uint64_t hash = old ? d->hashes[i] : fresh.hashes[k];
    uint32_t count = old ? d->counts[i++] : 0;
    for (; k < fresh.len && fresh.hashes[k] == hash; k++) count = count_add(count, 1);
    repeats += (int64_t)count - 1;
  }
  return repeats;
}

bool duplicates_settle(duplicates *d) {
  if (!d->fresh.len) return true;
  if (!grow_table(d, d->fresh.len)) return false;
  absorb(d, sorted_fresh(d));
  vec_clear(&d->fresh);
  return true;
}

bool duplicates_append(duplicates *d, uint64_t hash, uint32_t count) {
  if (!grow_table(d, 1)) return false;
  d->hashes[d->len] = hash;
  d->counts[d->len++] = count;
  return true;
}
