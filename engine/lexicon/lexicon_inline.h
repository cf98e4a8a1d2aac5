/* lexicon_inline.h - the look-ups that every token makes, for lexicon.h alone. The rows are described in
 * lay.c.
 */
#ifndef LEXICON_LEXICON_INLINE_H
#define LEXICON_LEXICON_INLINE_H
#include "base/bytes.h"

enum { ENTRY_SIZE = 20, TERM_SIZE = 16, SIEVE_BITS = 1 << 17, PAIR_SIEVE_BITS = 1 << 15 };

/* Of a term, drawn together out of its row, its entries and the trie: half a line of the cache, and in one
 * line. One more row closes the last. Row 0 is that of no term: anything may follow, the trie's root stands
 * behind it. */
typedef struct term_brief {
  uint32_t first, classes;
  uint32_t node, base; /* where the trie stands behind the term, and the first word of that cell */
  uint32_t follow;     /* which characters may come next in a longer term: bit id % 32 */
  uint32_t spaced;     /* the same behind a space */
  uint32_t match;      /* its first row in `matches`; 0: none */
  uint32_t weight;     /* its entry of CLASS_WEIGHT, and CLASS_WEIGHT_NEGATED behind it, or of one of them */
} term_brief;
_Static_assert(sizeof(term_brief) == 32, "two in a line");

/* An entry that becomes a hit, or one side of a pair: the rows of a term stand in order of its entries. */
typedef struct term_match {
  entry entry;
  uint32_t index;
  uint8_t kind; /* its class, or CLASS_PAIR_LEFT, CLASS_PAIR_RIGHT */
  bool last;    /* of its term */
} term_match;
/* The classes whose entries have such rows, but for pairs. */
#define MATCHED_CLASSES                                                                                      \
  (((1u << (CLASS_COMPARISON + 1)) - (1u << CLASS_SENTIMENT)) | 1u << CLASS_INTENT |                         \
   1u << CLASS_EXPECTATION | 1u << CLASS_EFFORT | 1u << CLASS_THEME | 1u << CLASS_JUNK | 1u << CLASS_ENTITY)
#define PAIR_SIDES (1u << CLASS_PAIR_LEFT | 1u << CLASS_PAIR_RIGHT)

/* A learned pair as scoring reads it; left 0: a free row. */
typedef struct weight_row {
  uint32_t left, right, index;
  int16_t weight, neutral; /* of its entry */
} weight_row;
_Static_assert(sizeof(weight_row) == 16, "four in a line");

struct lexicon {
  vox_str strings;
  const char *sources, *themes, *entries, *terms, *pairs, *weights, *forms, *scores;
  uint32_t source_count, theme_count, entry_count, term_count, pair_count, weight_rows, form_count;
  int32_t settings[SETTING_COUNT];
  int32_t first_raw;
  uint32_t score_count;
  term_brief *briefs; /* of each term, from 1, at the beginning of a line of the cache */
  void *briefs_room;
  term_match *matches; /* row 0 is of no term */
  uint32_t match_count;
  size_t match_room;
  entry *hot;           /* the entries as scoring reads them */
  uint32_t *singles;    /* by character id: the term of this one character; 0: none */
  weight_row *learned;  /* the rows of WPAR */
  uint64_t *sieve;      /* a bit of each learned pair's hash, of SIEVE_BITS */
  uint64_t *pair_sieve; /* a bit of each other pair's, of PAIR_SIEVE_BITS */
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

/* The learned pair; NULL when there is none. */
static inline const weight_row *lexicon_learned(const lexicon *l, uint32_t left, uint32_t right) {
  uint32_t mask = l->weight_rows - 1;
  for (uint32_t at = weight_slot(left, right) & mask; l->learned[at].left; at = (at + 1) & mask)
    if (l->learned[at].left == left && l->learned[at].right == right) return &l->learned[at];
  return NULL;
}

static inline bool lexicon_weight_pair(const lexicon *l, uint32_t left, uint32_t right, uint32_t *index) {
  const weight_row *row = lexicon_learned(l, left, right);
  return row ? *index = row->index, true : false;
}

/* Is the learned pair likely to be there? Few that are not pass. */
static inline bool lexicon_may_be_learned(const lexicon *l, uint32_t left, uint32_t right) {
  uint32_t bit = weight_slot(left, right) & (SIEVE_BITS - 1);
  return l->sieve[bit / 64] >> bit % 64 & 1;
}

/* Asks for the row where the search for it begins. */
static inline void lexicon_expect_learned(const lexicon *l, uint32_t left, uint32_t right) {
  __builtin_prefetch(&l->learned[weight_slot(left, right) & (l->weight_rows - 1)]);
}

/* Is the pair (of section PAIR) likely to be there? */
static inline bool lexicon_may_be_pair(const lexicon *l, uint32_t left, uint32_t right) {
  uint32_t bit = weight_slot(left, right) & (PAIR_SIEVE_BITS - 1);
  return l->pair_sieve[bit / 64] >> bit % 64 & 1;
}

static inline int32_t lexicon_setting(const lexicon *l, setting s) { return l->settings[s]; }

static inline vox_score lexicon_public_score(const lexicon *l, int32_t raw) {
  int64_t at = (int64_t)raw - l->first_raw;
  if (at < 0) at = 0;
  if (at >= l->score_count) at = l->score_count - 1;
  return (int16_t)get_u16(l->scores + 2 * at);
}
#endif
