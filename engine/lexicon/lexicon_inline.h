/* lexicon_inline.h - the look-ups that every token makes, for lexicon.h alone. The rows are described in
 * lay.c.
 */
#ifndef LEXICON_LEXICON_INLINE_H
#define LEXICON_LEXICON_INLINE_H
#include "base/bytes.h"

enum { ENTRY_SIZE = 20, TERM_SIZE = 16, SIEVE_BITS = 1 << 17 };

/* Of a term, drawn together out of its row and the trie: few bytes, so that many stay in the cache. One more
 * row closes the last. */
typedef struct term_brief {
  uint32_t first, classes;
  uint32_t node, base; /* where the trie stands behind the term, and the first word of that cell */
  uint32_t follow;     /* which characters may come next in a longer term: bit id % 32 */
} term_brief;

/* A learned pair as scoring reads it. */
typedef struct weight_row {
  uint32_t left, right, index;
  entry entry;
} weight_row;

struct lexicon {
  vox_str strings;
  const char *sources, *themes, *entries, *terms, *pairs, *weights, *forms, *scores;
  uint32_t source_count, theme_count, entry_count, term_count, pair_count, weight_rows, form_count;
  int32_t settings[SETTING_COUNT];
  int32_t first_raw;
  uint32_t score_count;
  term_brief *briefs;  /* of each term, from 1; row 0 has no entries */
  entry *hot;          /* the entries as scoring reads them */
  uint32_t *singles;   /* by character id: the term of this one character; 0: none */
  uint8_t *tags;       /* of each row of learned pairs: weight_tag; 0: a free row */
  uint32_t *places;    /* of each such row: where it stands in `learned` */
  uint64_t *sieve;     /* a bit of each pair's hash, of SIEVE_BITS */
  weight_row *learned; /* the rows that are not free, by left term: those of frequent words lie together */
  rule_table rules;
  trie trie;
  trie_heads heads;
  lexicon_identity identity;
};

static inline const rule_table *lexicon_rules(const lexicon *l) { return &l->rules; }
static inline const trie *lexicon_trie(const lexicon *l) { return &l->trie; }
static inline const trie_heads *lexicon_heads(const lexicon *l) { return &l->heads; }

/* Term numbers also come from tries and dictionary payloads, whose values nobody could check against this
 * lexicon when they were opened: a number beyond the last term has no entries. */
static inline uint32_t lexicon_entries_of(const lexicon *l, uint32_t term, uint32_t *first) {
  if (term > l->term_count) return *first = 0;
  *first = l->briefs[term].first;
  return l->briefs[term + 1].first - *first;
}

static inline uint32_t lexicon_classes_of(const lexicon *l, uint32_t term) {
  return term > l->term_count ? 0 : l->briefs[term].classes;
}

/* Asks for what is soon to be read: the tables are larger than the caches near the core. */
static inline void lexicon_expect_term(const lexicon *l, uint32_t term) {
  if (term <= l->term_count) __builtin_prefetch(&l->briefs[term]);
}
static inline void lexicon_expect_entries(const lexicon *l, uint32_t term) {
  if (term <= l->term_count) __builtin_prefetch(l->hot + l->briefs[term].first);
}

static inline entry lexicon_entry(const lexicon *l, uint32_t index) { return l->hot[index]; }

/* The term of one character; 0: none. */
static inline uint32_t lexicon_single(const lexicon *l, uint16_t id) { return l->singles[id]; }

/* The brief of a term as it came from a trie or a dictionary; of one that is not there that of no term. */
static inline const term_brief *lexicon_brief(const lexicon *l, uint32_t term) {
  return &l->briefs[term > l->term_count ? 0 : term];
}
/* A byte of a learned pair's hash, never 0: most pairs that are not there end with it. */
static inline uint8_t weight_tag(uint32_t slot) { return (uint8_t)(slot >> 24 | 1); }

/* The learned pair; NULL when there is none. */
static inline const weight_row *lexicon_learned(const lexicon *l, uint32_t left, uint32_t right) {
  uint32_t slot = weight_slot(left, right), mask = l->weight_rows - 1;
  for (uint32_t at = slot & mask; l->tags[at]; at = (at + 1) & mask) {
    if (l->tags[at] != weight_tag(slot)) continue;
    const weight_row *row = &l->learned[l->places[at]];
    if (row->left == left && row->right == right) return row;
  }
  return NULL;
}

static inline bool lexicon_weight_pair(const lexicon *l, uint32_t left, uint32_t right, uint32_t *index) {
  const weight_row *row = lexicon_learned(l, left, right);
  return row ? *index = row->index, true : false;
}

/* Is the pair likely to be there? Few that are not pass. */
static inline bool lexicon_may_be_pair(const lexicon *l, uint32_t left, uint32_t right) {
  uint32_t bit = weight_slot(left, right) & (SIEVE_BITS - 1);
  return l->sieve[bit / 64] >> bit % 64 & 1;
}

static inline int32_t lexicon_setting(const lexicon *l, setting s) { return l->settings[s]; }

static inline vox_score lexicon_public_score(const lexicon *l, int32_t raw) {
  int64_t at = (int64_t)raw - l->first_raw;
  if (at < 0) at = 0;
  if (at >= l->score_count) at = l->score_count - 1;
  return (int16_t)get_u16(l->scores + 2 * at);
}
#endif
