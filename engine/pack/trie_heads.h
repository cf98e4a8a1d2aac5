/* trie_heads.h - which one or two first labels begin a key of a trie: a sieve before the walk.
 *
 * Most places of a text begin no term; asking one bit is cheaper than two look-ups in a trie that does not
 * fit the cache. A set bit may be a coincidence (pairs are hashed into 2^19 bits), a clear one never is. */
#ifndef PACK_TRIE_HEADS_H
#define PACK_TRIE_HEADS_H
#include "base/alloc.h"
#include "pack/trie.h"

enum { TRIE_HEAD_BITS = 19, TRIE_HEAD_WORDS = 1 << (TRIE_HEAD_BITS - 6) };

typedef struct trie_heads {
  uint64_t *bits;
} trie_heads;

/* Reads the trie once. VOX_ERR_MEMORY. Linear in the trie's size. */
vox_status trie_heads_open(trie_heads *out, mem *m, const trie *t);
void trie_heads_free(trie_heads *h, mem *m);

static inline bool trie_heads_bit(const trie_heads *h, uint32_t at) {
  return h->bits[at >> 6] >> (at & 63) & 1;
}

/* The place of keys that begin with two labels; `second` 0: of the key that is one label. */
static inline uint32_t trie_head_place(uint16_t first, uint16_t second) {
  uint32_t key = (uint32_t)first << 16 | second;
  return key * 2654435761u >> (32 - TRIE_HEAD_BITS);
}

/* May a key begin with `first` alone, or with `first` and `second`? `second` 0: whatever follows. */
static inline bool trie_may_begin(const trie_heads *h, uint16_t first, uint16_t second) {
  return trie_heads_bit(h, trie_head_place(first, second)) || trie_heads_bit(h, trie_head_place(first, 0));
}
#endif
