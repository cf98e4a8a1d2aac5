/* quality.c - answers that say nothing are set apart from neutral ones: 无, 暂无, n/a, 。, 111; and what is
 * no answer at all: keyboard mash, the question again, unreadable bytes, advertising. */
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

/* What a listed answer is: none, one that is only courtesy (谢谢: flag `weak`), or one that says nothing. */
typedef enum listed { NOT_LISTED, LISTED_COURTESY, LISTED_NOTHING } listed;

static listed kind_of_term(const comment *c, uint32_t term) {
  uint32_t first, count = lexicon_entries_of(c->lexicon, term, &first);
  if (!(lexicon_classes_of(c->lexicon, term) & 1u << CLASS_NON_ANSWER)) return NOT_LISTED;
  for (uint32_t i = 0; i < count; i++) {
    entry e = lexicon_entry(c->lexicon, first + i);
    if (e.klass == CLASS_NON_ANSWER) return e.flags & ENTRY_WEAK ? LISTED_COURTESY : LISTED_NOTHING;
  }
  return NOT_LISTED;
}

/* Are the characters from..to, read with or without their `marks` and the `spaces` inside them, one listed
 * answer? Most are not after a few steps; `*odd` becomes true where a mark or white space was met before
 * that. */
static listed find_listed(const comment *c, uint32_t from, uint32_t to, bool marks, bool spaces, bool *odd) {
  const trie *t = lexicon_trie(c->lexicon);
  uint32_t n = 0, node = 0;
  bool gap = false; /* white space was passed since the last character that was taken */
  for (uint32_t i = from; i < to; i++) {
    *odd |= !is_letter(c, i);
    if (is_space(c, i)) gap = spaces && n;
    if (is_space(c, i) || (!marks && !is_letter(c, i))) continue;
    if (n + gap >= NON_ANSWER_MAX) return NOT_LISTED;
    if (gap && (!c->space_id || !trie_step(t, &node, c->space_id))) return NOT_LISTED;
    if (c->seg.id[i] == 0 || !trie_step(t, &node, c->seg.id[i])) return NOT_LISTED;
    n += 1u + gap;
    gap = false;
  }
  return n ? kind_of_term(c, trie_value(t, node)) : NOT_LISTED;
}

/* 没 有 and N.A. are read without what stands inside them. */
static listed listed_as(const comment *c, uint32_t from, uint32_t to) {
  bool odd = false; /* without marks and white space the ways do not differ */
  listed k = find_listed(c, from, to, true, true, &odd);
  if (k == NOT_LISTED && odd) k = find_listed(c, from, to, false, true, &odd);
  return k == NOT_LISTED && odd ? find_listed(c, from, to, false, false, &odd) : k;
}

/* 没有意见，无，谢谢: each piece between marks is listed, and not all are courtesy. */
static bool is_list_of_listed(const comment *c) {
  bool any = false;
  if (c->seg.len > NON_ANSWER_MAX) return false;
  for (uint32_t i = 0, from = 0; i <= c->seg.len; i++) {
    if (i < c->seg.len && c->seg.kind[i] != CHAR_PUNCTUATION && !is_space(c, i)) continue;
    listed k = i > from ? listed_as(c, from, i) : LISTED_COURTESY;
    if (k == NOT_LISTED) return false;
    any |= k == LISTED_NOTHING;
    from = i + 1;
  }
  return any;
}

/* 凑字数凑字数: the same listed answer again and again. */
static bool is_listed_again(const comment *c) {
  if (is_said_number(c)) return false;
  for (uint32_t period = 2; period <= 8 && 2 * period <= c->seg.len; period++) {
    if (c->seg.len % period ||
        memcmp(c->seg.cp, c->seg.cp + period, (c->seg.len - period) * sizeof *c->seg.cp) != 0)
      continue;
    return listed_as(c, 0, period) == LISTED_NOTHING;
  }
  return false;
}

static bool is_non_answer(const comment *c) {
  if (c->seg.len > 2 * NON_ANSWER_MAX) return false;
  return listed_as(c, 0, c->seg.len) == LISTED_NOTHING || is_list_of_listed(c) || is_listed_again(c) ||
         is_only_voice(c);
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

void tell_quality(comment *c, const look *seen) {
  bool silent = c->hits[FAMILY_SENTIMENT].len == 0 && is_wordless(c) && !is_said_number(c);
  if (silent || is_non_answer(c)) c->quality |= QUALITY_NON_ANSWER;
  if (is_garbled(c)) c->quality |= QUALITY_GARBLED;
  if (seen && look_is_question(seen, c->seg.cp, c->seg.kind, c->seg.len)) c->quality |= QUALITY_COPIED;
  if (!(c->quality & (QUALITY_GARBLED | QUALITY_COPIED)) && is_gibberish(c)) c->quality |= QUALITY_GIBBERISH;
  if (c->quality & (QUALITY_GIBBERISH | QUALITY_COPIED)) c->quality |= QUALITY_NON_ANSWER;
  if (c->quality & QUALITY_NON_ANSWER) return;
  c->filler = is_breathless(c);
  if (c->filler || is_spam(c)) c->quality |= QUALITY_SPAM;
}
