/* trie.h - a double-array trie over 16-bit labels (character ids), read where it lies.
 *
 * Section bytes: u32 node count n, u32 reserved 0, then n nodes of 8 bytes {u32 base, u32 check_value}:
 *   node t is a child of node s by label c iff t == base(s) + c and check(t) == s; node 0 is the root.
 * Layout of a node's two words is documented in trie.c. Every base is verified to stay inside when it is
 * opened (base + 65535 < n is guaranteed by padding nodes), so a step needs no bounds check. */
#ifndef PACK_TRIE_H
#define PACK_TRIE_H
#include "base/span.h"
#include "base/status.h"

typedef struct trie {
  const unsigned char *nodes;
  uint32_t count;
} trie;

/* Verifies the structure of `bytes` (borrowed). VOX_ERR_CORRUPT. */
vox_status trie_open(trie *out, vox_str bytes, vox_error *err);
/* The child of `*node` by `label`: true and `*node` moved, or false. The root is 0. */
static inline bool trie_step(const trie *t, uint32_t *node, uint16_t label);
/* The value stored at `node`: 0 when no key ends there. */
static inline uint32_t trie_value(const trie *t, uint32_t node);

#include "base/bytes.h"
#include "pack/trie_inline.h"
#endif
