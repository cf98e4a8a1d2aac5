/* quality.c - answers that say nothing are set apart from neutral ones: 无, 暂无, n/a, 。, 111; and what is no
 * answer at all: keyboard mash, the question again, unreadable bytes, advertising. */
#include "analysis/quality.h"

static bool is_letter(const comment *c, uint32_t i) {
  uint8_t k = c->seg.kind[i];
  return k != CHAR_SPACE && k != CHAR_NEWLINE && k != CHAR_PUNCTUATION && k != CHAR_MARK && k != CHAR_OTHER;
}

/* Longest comment that can be a listed non-answer, in characters. */
enum { NON_ANSWER_MAX = 40 };

static bool is_space(const comment *c, uint32_t i) {
  return c->seg.kind[i] == CHAR_SPACE || c->seg.kind[i] == CHAR_NEWLINE;
}

/* Are the characters from..to, read with or without their `marks` and the `spaces` inside them, one listed
 * answer? Most are not after a few steps. */
static bool is_listed(const comment *c, uint32_t from, uint32_t to, bool marks, bool spaces) {
  const trie *t = lexicon_trie(c->lexicon);
  uint32_t n = 0, node = 0;
  bool gap = false; /* white space was passed since the last character that was taken */
  for (uint32_t i = from; i < to; i++) {
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
static bool is_one_of_list(const comment *c, uint32_t from, uint32_t to) {
  return is_listed(c, from, to, true, true) || is_listed(c, from, to, false, true) ||
         is_listed(c, from, to, false, false);
}

/* 没有意见，无: each piece between marks is listed. */
static bool is_list_of_listed(const comment *c) {
  uint32_t from = 0, pieces = 0;
  for (uint32_t i = 0; i <= c->seg.len; i++) {
    bool ends = i == c->seg.len || c->seg.kind[i] == CHAR_PUNCTUATION || is_space(c, i);
    if (!ends) continue;
    if (i > from && !is_one_of_list(c, from, i)) return false;
    pieces += i > from;
    from = i + 1;
  }
  return pieces > 1;
}

static bool is_non_answer(const comment *c) {
  if (c->seg.len > 2 * NON_ANSWER_MAX) return false;
  return is_one_of_list(c, 0, c->seg.len) || is_list_of_listed(c);
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

survey survey_tokens(const segmented *s) {
  survey v = {0};
  for (const token *t = s->tokens, *end = t + s->token_count; t < end; t++) {
    if (t->kind == VOX_TOKEN_HAN) {
      v.han++;
      v.lone += t->to - t->from == 1;
    } else if (t->kind == VOX_TOKEN_PUNCTUATION) {
      v.bracket |= s->cp[t->from] == '(';
    } else {
      v.words += t->kind == VOX_TOKEN_WORD;
      v.numbers += t->kind == VOX_TOKEN_NUMBER;
      v.others += t->kind == VOX_TOKEN_OTHER;
    }
  }
  return v;
}

void tell_quality(comment *c, const survey *v, const look *seen) {
  bool silent = c->hits[FAMILY_SENTIMENT].len == 0 && is_wordless(c);
  if (silent || is_non_answer(c)) c->quality |= QUALITY_NON_ANSWER;
  if (is_garbled(c, v)) c->quality |= QUALITY_GARBLED;
  if (seen && look_is_question(seen, c->seg.cp, c->seg.kind, c->seg.len)) c->quality |= QUALITY_COPIED;
  if (!(c->quality & (QUALITY_GARBLED | QUALITY_COPIED)) && is_gibberish(c, v))
    c->quality |= QUALITY_GIBBERISH;
  if (c->quality & (QUALITY_GIBBERISH | QUALITY_COPIED)) c->quality |= QUALITY_NON_ANSWER;
  if (c->hits[FAMILY_JUNK].len && !(c->quality & QUALITY_NON_ANSWER) && is_spam(c))
    c->quality |= QUALITY_SPAM;
}
