/* trie_heads.c - see trie_heads.h. Every node knows its parent, so one pass over the cells finds those of
 * depth one and two: their labels are the differences to the bases of their parents. */
#include "pack/trie_heads.h"

static void set_bit(trie_heads *h, uint32_t at) { h->bits[at >> 6] |= (uint64_t)1 << (at & 63); }

static void set_pair(trie_heads *h, uint32_t first, uint32_t second) {
  set_bit(h, trie_head_place((uint16_t)first, (uint16_t)second));
}

static uint32_t parent_of(const trie *t, uint32_t node) { return trie_word(t, node, 1) & TRIE_INDEX; }

/* Is the cell a child of the root? */
static bool is_first(const trie *t, uint32_t node) {
  return node != 0 && node < t->count && parent_of(t, node) == 0;
}

static uint32_t label_of(const trie *t, uint32_t node) { return node - trie_word(t, parent_of(t, node), 0); }

/* Has the cell children, and is it no free or value cell? The marks of those are larger than any number. */
static bool is_inner(const trie *t, uint32_t node) {
  return node < t->count && !(trie_word(t, node, 0) & TRIE_LEAF);
}

static void note_node(trie_heads *h, const trie *t, uint32_t node) {
  uint32_t parent = parent_of(t, node);
  if (is_first(t, node)) {
    if (trie_value(t, node)) set_pair(h, label_of(t, node), 0);
    return;
  }
  if (is_inner(t, parent) && is_first(t, parent)) set_pair(h, label_of(t, parent), label_of(t, node));
}

vox_status trie_heads_open(trie_heads *out, mem *m, const trie *t) {
  out->bits = mem_array(m, TRIE_HEAD_WORDS, sizeof *out->bits);
  if (!out->bits) return VOX_ERR_MEMORY;
  if (trie_word(t, 0, 0) & TRIE_LEAF) return VOX_OK;
  for (uint32_t i = 1; i < t->count; i++) note_node(out, t, i);
  return VOX_OK;
}

void trie_heads_free(trie_heads *h, mem *m) {
  mem_put(m, h->bits, TRIE_HEAD_WORDS * sizeof *h->bits);
  h->bits = NULL;
}
