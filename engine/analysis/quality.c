/* quality.c - answers that say nothing are set apart from neutral ones: 无, 暂无, n/a, 。, 111. */
#include "analysis/stages.h"

/* The term that the given characters spell, as a class bit set; 0: none. */
static uint32_t classes_spelt(const comment *c, const uint16_t *ids, uint32_t n) {
  const trie *t = lexicon_trie(c->lexicon);
  uint32_t node = 0;
  for (uint32_t i = 0; i < n; i++)
    if (ids[i] == 0 || !trie_step(t, &node, ids[i])) return 0;
  return n ? lexicon_classes_of(c->lexicon, trie_value(t, node)) : 0;
}

static bool is_letter(const comment *c, uint32_t i) {
  uint8_t k = c->seg.kind[i];
  return k != CHAR_SPACE && k != CHAR_NEWLINE && k != CHAR_PUNCTUATION && k != CHAR_MARK && k != CHAR_OTHER;
}

/* Longest comment that can be a listed non-answer, in characters. */
enum { NON_ANSWER_MAX = 40 };

/* The comment's characters with or without its punctuation and spaces; the whole must be one listed answer.
 */
static bool is_listed(const comment *c, bool letters_only) {
  uint16_t ids[NON_ANSWER_MAX];
  uint32_t n = 0;
  for (uint32_t i = 0; i < c->seg.len; i++) {
    bool edge_space =
        c->seg.kind[i] == CHAR_NEWLINE || (c->seg.kind[i] == CHAR_SPACE && (n == 0 || i + 1 == c->seg.len));
    if (edge_space || (letters_only && !is_letter(c, i))) continue;
    if (n == NON_ANSWER_MAX) return false;
    ids[n++] = c->seg.id[i];
  }
  return classes_spelt(c, ids, n) & 1u << CLASS_NON_ANSWER;
}

/* Only digits and marks: 111, 。。。, ---; an emoji or emoticon says something. */
static bool is_wordless(const comment *c) {
  for (uint32_t i = 0; i < c->seg.token_count; i++) {
    uint8_t kind = c->seg.tokens[i].kind;
    if (kind != VOX_TOKEN_PUNCTUATION && kind != VOX_TOKEN_NUMBER) return false;
  }
  for (uint32_t i = 0; i < c->seg.len; i++)
    if (c->seg.kind[i] == CHAR_HAN) return false;
  return true;
}

vox_status tell_quality(comment *c) {
  if (is_wordless(c) || (c->seg.len <= 2 * NON_ANSWER_MAX && (is_listed(c, false) || is_listed(c, true))))
    c->quality |= QUALITY_NON_ANSWER;
  return VOX_OK;
}
