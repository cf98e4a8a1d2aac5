/* trie_build.h - sorted keys to the bytes of a double-array trie. */
#ifndef PACK_TRIE_BUILD_H
#define PACK_TRIE_BUILD_H
#include "base/buf.h"
#include "base/status.h"

typedef struct trie_key {
  const uint16_t *labels; /* labels are 1..65535 */
  uint32_t len;           /* 1 or more */
  uint32_t value;         /* 1 or more, below 2^31 */
} trie_key;

/* Appends the section bytes for `keys` (strictly ascending by labels) to `out`. Deterministic; seconds at
 * most for 400,000 keys (a list of free cells, not a search from the start). VOX_ERR_ARGUMENT when the keys
 * are not sorted. */
vox_status trie_build(buf *out, const trie_key *keys, size_t count, vox_error *err);
#endif
