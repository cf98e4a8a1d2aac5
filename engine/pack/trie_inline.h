/* trie_inline.h - the two steps of a look-up, for trie.h alone. The words of a node are described in trie.c.
 */
#ifndef PACK_TRIE_INLINE_H
#define PACK_TRIE_INLINE_H

#define TRIE_LEAF      0x80000000u /* first word: no children; the rest is the value */
#define TRIE_VALUED    0x80000000u /* second word: the value lies in cell `base` */
#define TRIE_INDEX     0x7FFFFFFFu
#define TRIE_FREE      0x7FFFFFFFu /* parent of a cell that is no node, */
#define TRIE_VALUE     0x7FFFFFFEu /* of one that holds a value only */
#define TRIE_MAX_NODES 0x40000000u
#define TRIE_LABELS    65536u

static inline uint32_t trie_word(const trie *t, uint32_t node, unsigned which) {
  return get_u32(t->nodes + 8 * (size_t)node + 4 * which);
}

static inline bool trie_step(const trie *t, uint32_t *node, uint16_t label) {
  uint32_t base = trie_word(t, *node, 0);
  if (base & TRIE_LEAF) return false;
  uint32_t child = base + label;
  if ((trie_word(t, child, 1) & TRIE_INDEX) != *node) return false;
  *node = child;
  return true;
}

static inline uint32_t trie_value(const trie *t, uint32_t node) {
  uint32_t base = trie_word(t, node, 0);
  if (base & TRIE_LEAF) return base & TRIE_INDEX;
  return trie_word(t, node, 1) & TRIE_VALUED ? trie_word(t, base, 0) & TRIE_INDEX : 0;
}

/* Does a key end at the node? */
static inline bool trie_has_value(const trie *t, uint32_t node) {
  return (trie_word(t, node, 0) & TRIE_LEAF) || trie_word(t, node, 1) & TRIE_VALUED;
}

/* Asks for the cell in which the value of such a node lies. */
static inline void trie_expect_value(const trie *t, uint32_t node) {
  uint32_t base = trie_word(t, node, 0);
  if (!(base & TRIE_LEAF)) __builtin_prefetch(t->nodes + 8 * (size_t)base);
}

/* Of a node whose first word is known to be `base`: asks for the cell that a step by `label` will read;
 * false: no key goes on behind the node. */
static inline bool trie_expect(const trie *t, uint32_t base, uint16_t label) {
  if (base & TRIE_LEAF) return false;
  __builtin_prefetch(t->nodes + 8 * ((size_t)base + label));
  return true;
}

/* That step, after trie_expect was true: the node and its first word moved, or false. */
static inline bool trie_step_on(const trie *t, uint32_t *node, uint32_t *base, uint16_t label) {
  uint32_t child = *base + label;
  if ((trie_word(t, child, 1) & TRIE_INDEX) != *node) return false;
  *node = child;
  *base = trie_word(t, child, 0);
  return true;
}
#endif
