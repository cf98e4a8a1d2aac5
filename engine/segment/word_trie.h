/* word_trie.h - words as strings of character ids to sections WTRI and WORD (dict_layout.h). */
#ifndef SEGMENT_WORD_TRIE_H
#define SEGMENT_WORD_TRIE_H
#include "base/buf.h"
#include "base/status.h"

typedef struct lattice_word {
  const uint16_t *ids; /* 1 or more of them, none 0 */
  uint32_t len, cost, payload;
} lattice_word;

/* Appends the sections for `words` (sorted in place, no two alike), of which `told` are told of.
 * VOX_ERR_LIMIT: more than the layout can hold. */
vox_status word_trie_build(lattice_word *words, size_t count, uint32_t told, uint32_t id_count,
                           uint32_t unknown_cost, buf *trie, buf *list, vox_error *err);
#endif
