/* quality.c - answers that say nothing are set apart from neutral ones: 无, 暂无, n/a, 。, 111. */
#include "analysis/stages.h"

static bool is_letter(const comment *c, uint32_t i) {
  uint8_t k = c->seg.kind[i];
  return k != CHAR_SPACE && k != CHAR_NEWLINE && k != CHAR_PUNCTUATION && k != CHAR_MARK && k != CHAR_OTHER;
}

/* Longest comment that can be a listed non-answer, in characters. */
enum { NON_ANSWER_MAX = 40 };

static bool is_space(const comment *c, uint32_t i) {
  return c->seg.kind[i] == CHAR_SPACE || c->seg.kind[i] == CHAR_NEWLINE;
}

/* Is the comment, read with or without its `marks` and the `spaces` inside it, one listed answer? Most are
 * not after a few steps. */
static bool is_listed(const comment *c, bool marks, bool spaces) {
  const trie *t = lexicon_trie(c->lexicon);
  uint32_t n = 0, node = 0;
  bool gap = false; /* white space was passed since the last character that was taken */
  for (uint32_t i = 0; i < c->seg.len; i++) {
    if (is_space(c, i)) gap = spaces && n;
    if (is_space(c, i) || (!marks && !is_letter(c, i))) continue;
    if (n + gap >= NON_ANSWER_MAX) return false;
    if (gap && (!c->space_id || !trie_step(t, &node, c->space_id))) return false;
    if (c->seg.id[i] == 0 || !trie_step(t, &node, c->seg.id[i])) return false;
    n += 1u + gap;
    gap = false;
  }
  return n && lexicon_classes_of(c->lexicon, trie_value(t, node)) & 1u << CLASS_NON_ANSWER;
}

/* 没 有 and N.A. are read without what stands inside them. */
static bool is_non_answer(const comment *c) {
  if (c->seg.len > 2 * NON_ANSWER_MAX) return false;
  return is_listed(c, true, true) || is_listed(c, false, true) || is_listed(c, false, false);
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

void tell_quality(comment *c) {
  bool silent = c->hits[FAMILY_SENTIMENT].len == 0 && is_wordless(c);
  if (silent || is_non_answer(c)) c->quality |= QUALITY_NON_ANSWER;
}
