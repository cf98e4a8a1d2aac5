/* lexicon_inline.h - the look-ups that every token makes, for lexicon.h alone. The rows are described in
 * lay.c.
 */
#ifndef LEXICON_LEXICON_INLINE_H
#define LEXICON_LEXICON_INLINE_H
#include "base/bytes.h"

enum { ENTRY_SIZE = 20, TERM_SIZE = 16 };

/* Of a term, drawn together out of its row; one more row closes the last. */
typedef struct term_brief {
  uint32_t first, classes;
} term_brief;

struct lexicon {
  vox_str strings;
  const char *sources, *themes, *entries, *terms, *pairs, *weights, *forms, *scores;
  uint32_t source_count, theme_count, entry_count, term_count, pair_count, weight_rows, form_count;
  int32_t settings[SETTING_COUNT];
  int32_t first_raw;
  uint32_t score_count;
  term_brief *briefs; /* of each term, from 1; row 0 has no entries */
  uint8_t *tags;      /* of each row of learned pairs: weight_tag; 0: a free row */
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
  if (term <= l->term_count) __builtin_prefetch(l->entries + (size_t)ENTRY_SIZE * l->briefs[term].first);
}

static inline entry lexicon_entry(const lexicon *l, uint32_t index) {
  const char *at = l->entries + (size_t)ENTRY_SIZE * index;
  return (entry){(uint8_t)at[0],  (uint8_t)at[1],  get_u16(at + 2),  (int16_t)get_u16(at + 4),
                 get_u16(at + 6), get_u32(at + 8), get_u32(at + 12), get_u32(at + 16)};
}

/* A byte of a learned pair's hash, never 0: most pairs that are not there end with it. */
static inline uint8_t weight_tag(uint32_t slot) { return (uint8_t)(slot >> 24 | 1); }

static inline bool lexicon_weight_pair(const lexicon *l, uint32_t left, uint32_t right, uint32_t *index) {
  uint32_t slot = weight_slot(left, right), mask = l->weight_rows - 1;
  for (uint32_t at = slot & mask; l->tags[at]; at = (at + 1) & mask) {
    const char *row = l->weights + (size_t)WEIGHT_ROW * at;
    if (l->tags[at] == weight_tag(slot) && get_u32(row) == left && get_u32(row + 4) == right)
      return *index = get_u32(row + 8) - 1, true;
  }
  return false;
}

static inline int32_t lexicon_setting(const lexicon *l, setting s) { return l->settings[s]; }

static inline vox_score lexicon_public_score(const lexicon *l, int32_t raw) {
  int64_t at = (int64_t)raw - l->first_raw;
  if (at < 0) at = 0;
  if (at >= l->score_count) at = l->score_count - 1;
  return (int16_t)get_u16(l->scores + 2 * at);
}
#endif
