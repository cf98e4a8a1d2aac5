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

static bool node_sound(const trie *t, uint32_t node) {
  uint32_t base = trie_word(t, node, 0), parent = trie_word(t, node, 1);
  if (base & TRIE_LEAF) return !(parent & TRIE_VALUED);
  if (t->count < TRIE_LABELS || base > t->count - TRIE_LABELS) return false;
  if (!(parent & TRIE_VALUED)) return true;
  return trie_word(t, base, 0) & TRIE_LEAF && trie_word(t, base, 1) == TRIE_VALUE;
}

vox_status trie_open(trie *out, vox_str bytes, vox_error *err) {
  const unsigned char *at = (const unsigned char *)bytes.ptr;
  uint32_t count = bytes.len < 16 ? 0 : get_u32(at);
  if (count == 0 || count > TRIE_MAX_NODES || get_u32(at + 4) != 0 || bytes.len - 8 != 8 * (size_t)count)
    return fail(err, VOX_ERR_CORRUPT, "the compiled lexicon is damaged: size of a trie");
  *out = (trie){at + 8, count};
  for (uint32_t i = 0; i < count; i++) {
    if (trie_word(out, i, 1) == TRIE_FREE && i > 0 && trie_word(out, i, 0) == 0) continue;
    if (!node_sound(out, i))
      return fail(err, VOX_ERR_CORRUPT, "the compiled lexicon is damaged: a node of a trie");
  }
  return VOX_OK;
}
