/* clause.c - where clauses and sentences end, and which clauses wish for something.
 *
 * A clause ends at , ; : . ! ? ~ and line ends, at a gap between Chinese words (many comments use a blank for
 * a comma), and before a contrast word (但是, but). The enumeration comma 、 ends none: 服务、环境都很好 is
 * one clause. */
#include "analysis/stages.h"

/* Folding has made full-width marks ASCII; 。 and … stay. */
static bool ends_sentence(uint32_t cp) {
  return cp == 0x3002 || cp == '.' || cp == '!' || cp == '?' || cp == 0xFF61;
}

static bool ends_clause(uint32_t cp) {
  return cp == ',' || ends_sentence(cp) || cp == ';' || cp == ':' || cp == '~' || cp == 0x2026;
}

/* What ends before token t, which is not the first, by the marks and white space there. */
enum { ENDS_CLAUSE = 1, ENDS_SENTENCE = 2 };

static unsigned ending_before(const comment *c, uint32_t t) {
  const token *a = &c->seg.tokens[t - 1], *b = &c->seg.tokens[t];
  if (a->flags & TOKEN_LINE_END) return ENDS_CLAUSE | ENDS_SENTENCE;
  if (a->kind == VOX_TOKEN_PUNCTUATION && b->kind != VOX_TOKEN_PUNCTUATION) {
    uint32_t mark = c->seg.cp[a->from];
    return (ends_clause(mark) ? ENDS_CLAUSE : 0) | (ends_sentence(mark) ? ENDS_SENTENCE : 0);
  }
  bool gap = b->flags & TOKEN_SPACE && a->kind == VOX_TOKEN_HAN && b->kind == VOX_TOKEN_HAN;
  return gap ? ENDS_CLAUSE : 0;
}

/* ENDS_* before each token: by what stands there, and by contrast words. */
static void find_endings(const comment *c, uint8_t *ends) {
  const hit_list *f = &c->hits[FAMILY_FUNCTION];
  uint32_t count = c->seg.token_count;
  memset(ends, 0, count);
  for (uint32_t k = 0; k <= count / 64; k++)
    for (uint64_t left = c->bits.ending[k] | c->bits.spaced[k]; left; left &= left - 1) {
      uint32_t t = 64 * k + (uint32_t)__builtin_ctzll(left) + 1;
      if (t < count) ends[t] = (uint8_t)ending_before(c, t);
    }
  for (uint32_t i = 0; i < f->len; i++)
    if (f->list[i].entry.klass == CLASS_CONTRAST && !f->list[i].dropped) ends[f->list[i].from] |= ENDS_CLAUSE;
}

static bool ends_its_clause(const comment *c, const hit *h) {
  for (uint32_t t = h->to; t < c->seg.token_count && c->clause[t] == c->clause[h->from]; t++)
    if (!token_is_punctuation(c, t)) return false;
  return true;
}

static void note_functions(comment *c) {
  const hit_list *f = &c->hits[FAMILY_FUNCTION];
  for (uint32_t i = 0; i < f->len; i++) {
    const hit *h = &f->list[i];
    if (h->dropped || (h->entry.flags & ENTRY_END && !ends_its_clause(c, h))) continue;
    if (h->entry.klass == CLASS_WISH) c->wish[c->clause[h->from]] = true, c->flags |= FLAG_SUGGESTION;
    if (h->entry.klass == CLASS_CONTRAST) c->flags |= FLAG_CONTRAST;
    if (h->entry.klass == CLASS_QUESTION) c->flags |= FLAG_QUESTION;
  }
}

vox_status divide_clauses(comment *c) {
  uint32_t n = c->seg.token_count, clause = 0, sentence = 0;
  c->clause = arena_get(c->arena, (n + (size_t)1) * sizeof *c->clause);
  c->sentence = arena_get(c->arena, (n + (size_t)1) * sizeof *c->sentence);
  uint8_t *ends = arena_get(c->arena, n + (size_t)1);
  if (!c->clause || !c->sentence || !ends) return VOX_ERR_MEMORY;
  find_endings(c, ends);
  c->clause[0] = c->sentence[0] = 0;
  for (uint32_t t = 1; t < n; t++) {
    c->clause[t] = clause += ends[t] & ENDS_CLAUSE;
    c->sentence[t] = sentence += ends[t] / ENDS_SENTENCE;
  }
  c->clause_count = clause + 1;
  c->wish = arena_array(c->arena, c->clause_count, sizeof *c->wish);
  if (!c->wish) return VOX_ERR_MEMORY;
  note_functions(c);
  return VOX_OK;
}
