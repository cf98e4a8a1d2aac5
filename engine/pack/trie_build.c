/* trie_build.c - lays a double-array trie level by level: hot upper nodes lie together. Cells: trie.c. */
#include "pack/trie_build.h"
#include "base/bytes.h"
#include "base/vec.h"
#include "pack/cells.h"
#include "pack/trie.h"

/* A node whose children are still to be laid: keys from..to share its `depth` labels. */
typedef struct pending {
  uint32_t node, from, to, depth;
} pending;

typedef struct builder {
  mem *mem;
  const trie_key *keys;
  cells cells;
  uint64_t *words; /* two words a cell, the first in the low half */
  uint32_t word_count, top;
  VEC(pending) queue;
  VEC(uint16_t) labels; /* of one node's children; 0 stands for its value */
} builder;

static int key_cmp(const trie_key *a, const trie_key *b) {
  uint32_t n = a->len < b->len ? a->len : b->len;
  for (uint32_t i = 0; i < n; i++)
    if (a->labels[i] != b->labels[i]) return a->labels[i] < b->labels[i] ? -1 : 1;
  return (a->len > b->len) - (a->len < b->len);
}

static bool key_sound(const trie_key *k) {
  if (k->len == 0 || k->value == 0 || k->value > TRIE_INDEX) return false;
  for (uint32_t i = 0; i < k->len; i++)
    if (k->labels[i] == 0) return false;
  return true;
}

static vox_status check_keys(const trie_key *keys, size_t count, vox_error *err) {
  if (count > TRIE_MAX_NODES / 2) return fail(err, VOX_ERR_LIMIT, "too many keys for a trie");
  for (size_t i = 0; i < count; i++)
    if (!key_sound(&keys[i]) || (i && key_cmp(&keys[i - 1], &keys[i]) >= 0))
      return fail(err, VOX_ERR_ARGUMENT, "key %zu of a trie is out of order or bad", i);
  return VOX_OK;
}

/* Cells up to `need` exist, new ones are free. */
static bool widen(builder *b, uint32_t need) {
  if (need <= b->word_count) return true;
  uint32_t count = b->word_count ? b->word_count : 1u << 12;
  while (count < need) count *= 2;
  uint64_t *wide =
      mem_grow(b->mem, b->words, b->word_count * sizeof *b->words, (size_t)count * sizeof *b->words);
  if (!wide) return false;
  for (uint32_t i = b->word_count; i < count; i++) wide[i] = (uint64_t)TRIE_FREE << 32;
  b->words = wide, b->word_count = count;
  return true;
}

static void set_cell(builder *b, uint32_t at, uint32_t first, uint32_t second) {
  b->words[at] = (uint64_t)second << 32 | first;
}

/* The first of keys from.. whose label at `depth` is not that of keys[from]. */
static uint32_t group_end(const builder *b, uint32_t from, uint32_t to, uint32_t depth) {
  uint16_t label = b->keys[from].labels[depth];
  while (from < to && b->keys[from].labels[depth] == label) from++;
  return from;
}

static bool gather_labels(builder *b, const pending *p) {
  uint32_t at = p->from;
  vec_clear(&b->labels);
  if (b->keys[at].len == p->depth) {
    if (!vec_push(b->mem, &b->labels, (uint16_t)0)) return false;
    at++;
  }
  for (; at < p->to; at = group_end(b, at, p->to, p->depth))
    if (!vec_push(b->mem, &b->labels, b->keys[at].labels[p->depth])) return false;
  return true;
}

/* Lays one child: at once when it is a leaf, else it waits in the queue. */
static bool lay_child(builder *b, uint32_t child, const pending *p, uint32_t from, uint32_t to) {
  const trie_key *key = &b->keys[from];
  bool leaf = to - from == 1 && key->len == p->depth + 1;
  set_cell(b, child, leaf ? TRIE_LEAF | key->value : 0, p->node);
  return leaf || vec_push(b->mem, &b->queue, ((pending){child, from, to, p->depth + 1}));
}

static bool lay_node(builder *b, const pending *p) {
  uint32_t base = 0, at = p->from;
  if (!gather_labels(b, p) || !cells_place(&b->cells, b->labels.ptr, b->labels.len, &base)) return false;
  if (base > TRIE_MAX_NODES - TRIE_LABELS || !widen(b, base + TRIE_LABELS)) return false;
  if (base + TRIE_LABELS > b->top) b->top = base + TRIE_LABELS;
  b->words[p->node] |= base;
  if (b->labels.ptr[0] == 0) {
    set_cell(b, base, TRIE_LEAF | b->keys[at++].value, TRIE_VALUE);
    b->words[p->node] |= (uint64_t)TRIE_VALUED << 32;
  }
  while (at < p->to) {
    uint32_t end = group_end(b, at, p->to, p->depth);
    if (!lay_child(b, base + b->keys[at].labels[p->depth], p, at, end)) return false;
    at = end;
  }
  return true;
}

static bool lay_all(builder *b, size_t count) {
  b->top = 1;
  if (!widen(b, 1)) return false;
  set_cell(b, 0, count ? 0 : TRIE_LEAF, TRIE_FREE);
  if (count && !vec_push(b->mem, &b->queue, ((pending){0, 0, (uint32_t)count, 0}))) return false;
  for (size_t i = 0; i < b->queue.len; i++) {
    pending p = b->queue.ptr[i];
    if (!lay_node(b, &p)) return false;
  }
  return true;
}

static void write_out(const builder *b, buf *out) {
  if (!buf_reserve(out, 8 + 8 * (size_t)b->top)) return;
  unsigned char *at = (unsigned char *)out->ptr + out->len;
  put_u32(at, b->top);
  put_u32(at + 4, 0);
  for (uint32_t i = 0; i < b->top; i++) put_u64(at + 8 + 8 * (size_t)i, b->words[i]);
  out->len += 8 + 8 * (size_t)b->top;
}

vox_status trie_build(buf *out, const trie_key *keys, size_t count, vox_error *err) {
  vox_status status = check_keys(keys, count, err);
  if (status != VOX_OK) return status;
  builder b = {.mem = out->mem, .keys = keys};
  cells_init(&b.cells, out->mem);
  bool laid = lay_all(&b, count);
  if (laid) write_out(&b, out);
  cells_free(&b.cells);
  vec_free(b.mem, &b.queue);
  vec_free(b.mem, &b.labels);
  mem_put(b.mem, b.words, b.word_count * sizeof *b.words);
  if (!laid) return fail_memory(err);
  if (out->status == VOX_ERR_LIMIT) return fail(err, VOX_ERR_LIMIT, "the trie grows too big");
  return out->status == VOX_OK ? VOX_OK : fail_memory(err);
}
