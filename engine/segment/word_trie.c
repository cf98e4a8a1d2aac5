/* word_trie.c - places the words' cells level by level. See word_trie.h. */
#include "segment/word_trie.h"
#include "base/vec.h"
#include "pack/cells.h"
#include "segment/dict_layout.h"

/* Words from..to share their first `depth` characters; their unit lies in slot `slot`. */
typedef struct pending {
  uint32_t slot, from, to, depth;
} pending;

typedef struct builder {
  mem *mem;
  const lattice_word *words;
  unsigned char *pairs; /* their filter */
  uint32_t id_count;
  uint32_t cell_count; /* cells in use or within reach of a base */
  unit *units;         /* by slot: first units, cells */
  uint32_t *payloads;  /* by slot */
  size_t unit_cap;
  cells cells;
  VEC(pending) queue;
  VEC(uint16_t) labels;
} builder;

static int word_cmp(const lattice_word *a, const lattice_word *b) {
  uint32_t n = a->len < b->len ? a->len : b->len;
  for (uint32_t i = 0; i < n; i++)
    if (a->ids[i] != b->ids[i]) return a->ids[i] < b->ids[i] ? -1 : 1;
  return (a->len > b->len) - (a->len < b->len);
}

static void sift(lattice_word *w, size_t root, size_t n) {
  for (size_t child; (child = 2 * root + 1) < n; root = child) {
    if (child + 1 < n && word_cmp(&w[child], &w[child + 1]) < 0) child++;
    if (word_cmp(&w[root], &w[child]) >= 0) return;
    lattice_word swap = w[root];
    w[root] = w[child], w[child] = swap;
  }
}

static void sort_words(lattice_word *w, size_t count) {
  for (size_t i = count / 2; i-- > 0;) sift(w, i, count);
  for (size_t n = count; n > 1; n--) {
    lattice_word top = w[0];
    w[0] = w[n - 1], w[n - 1] = top;
    sift(w, 0, n - 1);
  }
}

/* Slots up to `need` exist; new ones are free. */
static bool widen(builder *b, size_t need) {
  if (need <= b->unit_cap) return true;
  size_t cap = b->unit_cap ? b->unit_cap : 1u << 12;
  while (cap < need) cap *= 2;
  uint32_t *payloads = mem_array(b->mem, cap, sizeof *payloads);
  unit *units =
      payloads ? mem_grow(b->mem, b->units, b->unit_cap * sizeof *units, cap * sizeof *units) : NULL;
  if (!units) {
    mem_put(b->mem, payloads, cap * sizeof *payloads);
    return false;
  }
  for (size_t i = b->unit_cap; i < cap; i++) units[i] = unit_make(UNIT_FREE, UNIT_NO_WORD, 0, 0);
  if (b->unit_cap) memcpy(payloads, b->payloads, b->unit_cap * sizeof *payloads);
  mem_put(b->mem, b->payloads, b->unit_cap * sizeof *payloads);
  b->units = units;
  b->payloads = payloads, b->unit_cap = cap;
  return true;
}

/* The first of words from.. whose character at `depth` is another one. */
static uint32_t group_end(const builder *b, uint32_t from, uint32_t to, uint32_t depth) {
  uint16_t label = b->words[from].ids[depth];
  while (from < to && b->words[from].ids[depth] == label) from++;
  return from;
}

/* Puts the unit of words from..to (alike up to and with `depth`) into `slot`; what goes on waits in the
 * queue. */
static bool lay_unit(builder *b, uint32_t slot, uint32_t from, uint32_t to, uint32_t depth) {
  const lattice_word *w = &b->words[from];
  uint32_t cost = UNIT_NO_WORD;
  if (w->len == depth + 1) {
    cost = w->cost | (w->payload ? UNIT_PAYLOAD : 0);
    b->payloads[slot] = w->payload;
    from++;
  }
  b->units[slot] = unit_make(w->ids[depth], cost, 0, 0);
  return from == to || vec_push(b->mem, &b->queue, ((pending){slot, from, to, depth + 1}));
}

static bool gather_labels(builder *b, const pending *p, uint32_t *children) {
  vec_clear(&b->labels);
  for (uint32_t at = p->from; at < p->to; at = group_end(b, at, p->to, p->depth)) {
    uint16_t label = b->words[at].ids[p->depth];
    *children |= 1u << unit_bit(label);
    if (!vec_push(b->mem, &b->labels, label)) return false;
  }
  return true;
}

static bool lay_children(builder *b, pending p, bool *full) {
  uint32_t base = 0, children = 0, before = b->id_count;
  if (!gather_labels(b, &p, &children)) return false;
  if (!cells_place(&b->cells, b->labels.ptr, b->labels.len, &base)) return false;
  if (base >= UNIT_BASE_LIMIT) return *full = true, false;
  if (base + b->id_count > b->cell_count) b->cell_count = base + b->id_count;
  if (!widen(b, (size_t)before + b->cell_count)) return false;
  b->units[p.slot] |= (uint64_t)base << 32 | (uint64_t)children << 52;
  for (uint32_t at = p.from, end; at < p.to; at = end) {
    end = group_end(b, at, p.to, p.depth);
    if (!lay_unit(b, before + base + b->words[at].ids[p.depth], at, end, p.depth)) return false;
  }
  return true;
}

static bool mark_pairs(builder *b, uint32_t count) {
  if (!(b->pairs = mem_array(b->mem, PAIR_BYTES, 1))) return false;
  for (uint32_t i = 0; i < count; i++) {
    const lattice_word *w = &b->words[i];
    uint32_t bit = w->len > 1 ? pair_bit(w->ids[0], w->ids[1]) : 0;
    if (w->len > 1) b->pairs[bit >> 3] |= (unsigned char)(1u << (bit & 7));
  }
  return true;
}

static bool lay_all(builder *b, uint32_t count, bool *full) {
  b->cell_count = b->id_count;
  if (!mark_pairs(b, count) || !widen(b, 2 * (size_t)b->id_count)) return false;
  for (uint32_t at = 0, end; at < count; at = end) {
    end = group_end(b, at, count, 0);
    if (!lay_unit(b, b->words[at].ids[0], at, end, 0)) return false;
  }
  for (size_t i = 0; i < b->queue.len; i++)
    if (!lay_children(b, b->queue.ptr[i], full)) return false;
  return true;
}

static void zero_to_64(buf *out, size_t from) {
  static const char zero[64];
  buf_add(out, zero, (64 - (out->len - from) % 64) % 64);
}

static void put_units(buf *out, const unit *units, size_t count) {
  if (!buf_reserve(out, 8 * count)) return;
  for (size_t i = 0; i < count; i++) put_u64(out->ptr + out->len + 8 * i, units[i]);
  out->len += 8 * count;
}

static void put_head(buf *out, uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  unsigned char head[DICT_HEAD] = {0};
  put_u32(head, a), put_u32(head + 4, b), put_u32(head + 8, c), put_u32(head + 12, d);
  buf_add(out, head, sizeof head);
}

static void write_trie(const builder *b, size_t count, buf *out) {
  size_t start = out->len;
  uint32_t longest = 0;
  for (size_t i = 0; i < count; i++) longest = b->words[i].len > longest ? b->words[i].len : longest;
  put_head(out, b->cell_count, b->id_count, PAIR_BITS, longest);
  put_units(out, b->units, b->id_count);
  zero_to_64(out, start);
  buf_add(out, b->pairs, PAIR_BYTES);
  put_units(out, b->units + b->id_count, b->cell_count);
}

static void write_words(const builder *b, uint32_t told, uint32_t unknown_cost, buf *out) {
  uint32_t slots = b->id_count + b->cell_count, before = 0;
  for (uint32_t i = 0; i < slots; i++) before += b->payloads[i] != 0;
  put_head(out, told, unknown_cost, slots, before);
  before = 0;
  for (uint32_t block = 0; block < slots; block += 64) {
    unsigned char bytes[16] = {0};
    uint64_t bits = 0;
    for (uint32_t i = block; i < slots && i < block + 64; i++)
      bits |= (uint64_t)(b->payloads[i] != 0) << (i - block);
    put_u64(bytes, bits), put_u32(bytes + 8, before);
    buf_add(out, bytes, sizeof bytes);
    before += bits_in(bits);
  }
  for (uint32_t i = 0; i < slots; i++) {
    unsigned char number[4];
    put_u32(number, b->payloads[i]);
    if (b->payloads[i]) buf_add(out, number, sizeof number);
  }
}

static vox_status buffers_status(const buf *trie, const buf *list, vox_error *err) {
  if (trie->status == VOX_ERR_LIMIT || list->status == VOX_ERR_LIMIT)
    return fail(err, VOX_ERR_LIMIT, "the dictionary grows too big");
  return trie->status == VOX_OK && list->status == VOX_OK ? VOX_OK : fail_memory(err);
}

vox_status word_trie_build(lattice_word *words, size_t count, uint32_t told, uint32_t id_count,
                           uint32_t unknown_cost, buf *trie, buf *list, vox_error *err) {
  builder b = {.mem = trie->mem, .words = words, .id_count = id_count};
  bool full = count > UINT32_MAX / 2;
  cells_init(&b.cells, b.mem);
  sort_words(words, count);
  bool laid = !full && lay_all(&b, (uint32_t)count, &full);
  if (laid) write_trie(&b, count, trie), write_words(&b, told, unknown_cost, list);
  cells_free(&b.cells);
  vec_free(b.mem, &b.queue);
  vec_free(b.mem, &b.labels);
  mem_put(b.mem, b.pairs, PAIR_BYTES);
  mem_put(b.mem, b.units, b.unit_cap * sizeof *b.units);
  mem_put(b.mem, b.payloads, b.unit_cap * sizeof *b.payloads);
  if (full) return fail(err, VOX_ERR_LIMIT, "the dictionary has too many words");
  return laid ? buffers_status(trie, list, err) : fail_memory(err);
}
