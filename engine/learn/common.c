/* common.c - see common.h. */
#include "learn/common.h"
#include "base/bytes.h"

void corpus_key(const comment *m, uint8_t key[32]) {
  sha256_state sha;
  sha256_begin(&sha);
  for (uint32_t i = 0; i < m->seg.len; i++) {
    uint8_t kind = m->seg.kind[i];
    if (kind == CHAR_PUNCTUATION || kind == CHAR_SPACE || kind == CHAR_NEWLINE) continue;
    char bytes[4];
    put_u32(bytes, m->seg.cp[i]);
    sha256_add(&sha, (vox_str){bytes, sizeof bytes});
  }
  sha256_end(&sha, key);
}

int candidate_order(const void *left, const void *right) {
  const candidate *a = left, *b = right;
  if (a->value != b->value) return a->value > b->value ? -1 : 1;
  return (a->feature > b->feature) - (a->feature < b->feature);
}
