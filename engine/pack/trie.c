/* trie.c - the structure of a trie, verified once.
 *
 * A cell is two words:
 *   leaf           {LEAF | value,  parent}           a key ends here, none goes on
 *   inner node     {base,          parent}           its child by label c is cell base + c
 *   the same       {base, VALUED | parent}           a key ends here as well: cell base holds its value
 *   value cell     {LEAF | value,  TRIE_VALUE}
 *   free cell      {0,             TRIE_FREE}
 * The root is node 0 with parent TRIE_FREE. Labels begin at 1, so cell base + 0 is no child's place. The
 * parent of a node is below TRIE_MAX_NODES, so neither mark can be taken for one. */
#include "pack/trie.h"

enum { BLOCK = 1024 }; /* cells */

/* Of the cells from..to: those with a value of their own go into `held`, by their bases; false: one leads
 * outside, or a leaf says that it has children. */
static bool read_block(const trie *t, uint32_t from, uint32_t to, uint32_t last, uint32_t *held,
                       uint32_t *count) {
  uint32_t bad = 0, n = 0;
  for (uint32_t i = from; i < to; i++) {
    uint64_t cell = get_u64(t->nodes + 8 * (size_t)i);
    uint32_t base = (uint32_t)cell, valued = (uint32_t)(cell >> 63);
    uint32_t outside = base - (last + 1) < TRIE_LEAF - (last + 1), leaf = base >> 31;
    bad |= outside | (leaf & valued);
    held[n] = base;
    n += valued & ~leaf;
  }
  *count = n;
  return !bad;
}

static bool are_values(const trie *t, const uint32_t *held, uint32_t count) {
  uint32_t bad = 0;
  for (uint32_t i = 0; i < count; i++) {
    uint64_t cell = get_u64(t->nodes + 8 * (size_t)held[i]);
    bad |= (~(uint32_t)cell & TRIE_LEAF) | ((uint32_t)(cell >> 32) ^ TRIE_VALUE);
  }
  return !bad;
}

/* Without branches that cannot be foretold. A base is at most `last`, so a step by any label stays inside. */
static bool cells_sound(const trie *t, uint32_t last) {
  uint32_t held[BLOCK + 1], count;
  for (uint32_t from = 0; from < t->count; from += BLOCK) {
    uint32_t to = t->count - from < BLOCK ? t->count : from + BLOCK;
    if (!read_block(t, from, to, last, held, &count) || !are_values(t, held, count)) return false;
  }
  return true;
}

/* So small a trie has no place for children: every cell is a leaf, a value or free, and none leads on. */
static bool few_sound(const trie *t) {
  for (uint32_t i = 0; i < t->count; i++) {
    uint32_t base = trie_word(t, i, 0), parent = trie_word(t, i, 1);
    bool unused = i > 0 && base == 0 && parent == TRIE_FREE;
    if (!unused && (!(base & TRIE_LEAF) || parent & TRIE_VALUED)) return false;
  }
  return true;
}

vox_status trie_open(trie *out, vox_str bytes, vox_error *err) {
  const unsigned char *at = (const unsigned char *)bytes.ptr;
  uint32_t count = bytes.len < 16 ? 0 : get_u32(at);
  if (count == 0 || count > TRIE_MAX_NODES || get_u32(at + 4) != 0 || bytes.len - 8 != 8 * (size_t)count)
    return fail(err, VOX_ERR_CORRUPT, "the compiled lexicon is damaged: size of a trie");
  *out = (trie){at + 8, count};
  bool sound = count < TRIE_LABELS ? few_sound(out) : cells_sound(out, count - TRIE_LABELS);
  return sound ? VOX_OK : fail(err, VOX_ERR_CORRUPT, "the compiled lexicon is damaged: a node of a trie");
}
