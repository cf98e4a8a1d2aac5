/* lexicon_inline.h - the look-ups that every token makes, for lexicon.h alone. The rows are described in
 * lay.c.
 */
#ifndef LEXICON_LEXICON_INLINE_H
#define LEXICON_LEXICON_INLINE_H
#include "base/bytes.h"

enum { ENTRY_SIZE = 20, TERM_SIZE = 16, SIEVE_BITS = 1 << 17, PAIR_SIEVE_BITS = 1 << 15, ONWARD_BITS = 21 };

/* Of a term, drawn together out of its row, its entries and the trie: half a line of the cache, and in one
 * line. One more row closes the last. Row 0 is that of no term: anything may follow, the trie's root stands
 * behind it. */
typedef struct term_brief {
  uint32_t first, classes;
  uint32_t node, base; /* where the trie stands behind the term, and the first word of that cell */
  uint32_t follow;     /* which characters may come next in a longer term: bit id % 32 */
  uint32_t spaced;     /* the same behind a space */
  uint32_t match;      /* TRAIT_*, and above them its first row in `matches`; 0: none */
  uint32_t weight;     /* its entry of CLASS_WEIGHT, and CLASS_WEIGHT_NEGATED behind it, or of one of them */
} term_brief;
_Static_assert(sizeof(term_brief) == 32, "two in a line");

/* An entry that becomes a hit, or one side of a pair: the rows of a term stand in order of its entries. */
typedef struct term_match {
  entry entry;
  uint32_t index;
  uint8_t kind; /* its class, or CLASS_PAIR_LEFT, CLASS_PAIR_RIGHT */
  bool last;    /* of its term */
  uint16_t zero;
} term_match;
_Static_assert(sizeof(term_match) == 16, "four in a line");

/* What most tokens are only asked for. */
#define TRAIT_HEARD   16u /* it has such rows */
#define TRAIT_MARKED  8u  /* rules or weighted themes ask for it */
#define TRAIT_WEIGHED 4u  /* it has a learned weight */
#define TRAIT_LEFT    2u  /* it is the left one of a learned pair */
#define TRAIT_RIGHT   1u
#define TRAITS        31u
#define MATCH_SHIFT   5
/* The classes whose entries have such rows, but for pairs. */
#define MATCHED_CLASSES                                                                                      \
  (((1u << (CLASS_COMPARISON + 1)) - (1u << CLASS_SENTIMENT)) | 1u << CLASS_INTENT |                         \
   1u << CLASS_EXPECTATION | 1u << CLASS_EFFORT | 1u << CLASS_THEME | 1u << CLASS_JUNK | 1u << CLASS_ENTITY)
#define PAIR_SIDES (1u << CLASS_PAIR_LEFT | 1u << CLASS_PAIR_RIGHT)

/* A word of the letters a to z with which terms end or go on otherwise than by such a letter. */
typedef struct word_row {
  uint64_t key;  /* word_key; 0: a free row */
  uint32_t term; /* 0: only longer ones begin with the word */
  uint32_t stem; /* a shorter term matches it by its beginning */
} word_row;
enum { WORD_LETTERS = 12, WORD_HEADS = 1 << 15 }; /* letters of a key; keys of three letters */

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
  /* The tables up to `stems`, and `heads`, lie in the artefact (`in_place`) or were drawn up when it was
   * opened.
   */
  bool in_place;
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
  uint64_t *onwards;    /* a bit of each way that goes on behind a term: onward_place */
  word_row *words;      /* by word_slot, `word_mask` + 1 rows; NULL: no such table */
  uint32_t word_mask;
  uint32_t space;   /* the number of white space; none: no character's */
  bool short_stems; /* a term with a star ends with the first letter of a later word */
  uint64_t *stems;  /* a bit of each three letters that words begin with which such a term may match */
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

static inline uint32_t word_slot(const lexicon *l, uint64_t key) {
  return (uint32_t)(key * 0x9E3779B97F4A7C15u >> 32) & l->word_mask;
}

/* The row of a key that word_slot was asked of; a free one where there is none. */
static inline const word_row *lexicon_word(const lexicon *l, uint64_t key) {
  uint32_t at = word_slot(l, key);
  while (l->words[at].key && l->words[at].key != key) at = (at + 1) & l->word_mask;
  return &l->words[at];
}

/* May a term match a word that begins with these letters by its beginning? `head`: 1 to 26 each, five bits a
 * letter, the first highest. */
static inline bool lexicon_may_stem(const lexicon *l, uint32_t head) {
  return l->stems[head / 64] >> head % 64 & 1;
}

/* May a longer term go on behind `term` with character `first`, and behind that with `second` (0: whatever
 * follows)? Of no term: may one begin so? The place of the bit that says so; a set bit may be a coincidence.
 */
static inline uint32_t onward_place(uint32_t term, uint32_t first, uint32_t second) {
  uint32_t h = term * 0x9E3779B1u ^ (first << 16 | second) * 0x85EBCA6Bu;
  return (h ^ h >> 15) * 0xC2B2AE35u >> (32 - ONWARD_BITS);
}
#define ONWARD_SPACED 0x80000000u         /* with the term: `first` stands behind a space */
#define ONWARD_ALWAYS (1u << ONWARD_BITS) /* a place whose bit is set */

static inline void lexicon_expect_onward(const lexicon *l, uint32_t place) {
  __builtin_prefetch(&l->onwards[place / 64]);
}
static inline uint32_t lexicon_onward(const lexicon *l, uint32_t place) {
  return l->onwards[place / 64] >> place % 64 & 1;
}

/* The rows of a term's hits up to the `last`; NULL: none. */
static inline const term_match *lexicon_matches(const lexicon *l, const term_brief *b) {
  return b->match & TRAIT_HEARD ? &l->matches[b->match >> MATCH_SHIFT] : NULL;
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

/* Is the learned pair with that slot likely to be there? Few that are not pass. */
static inline uint32_t lexicon_sieve_bit(const lexicon *l, uint32_t slot) {
  uint32_t bit = slot & (SIEVE_BITS - 1);
  return l->sieve[bit / 64] >> bit % 64 & 1;
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
