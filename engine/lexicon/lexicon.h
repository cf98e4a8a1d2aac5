/* lexicon.h - entries, terms, themes and settings as views of an artefact, checked once when opened.
 *
 * A term is a distinct folded surface; it carries one or more entries (an entry: one line of a source). Term
 * numbers begin at 1, entries and themes at 0. Read-only after lexicon_open, shared by threads. */
#ifndef LEXICON_LEXICON_H
#define LEXICON_LEXICON_H
#include "base/alloc.h"
#include "base/buf.h"
#include "lexicon/classes.h"
#include "lexicon/rules.h"
#include "pack/pack_read.h"
#include "pack/trie_heads.h"

/* Eight bytes: scoring reads and copies many. */
typedef struct entry {
  uint8_t klass; /* entry_class */
  uint8_t flags; /* ENTRY_* */
  uint16_t label;
  int16_t
      weight; /* 1/100; sentiment: already multiplied by SETTING_PRIOR_STEP where the source gives steps */
  uint16_t reach;
} entry;

/* How much a learned entry speaks for the middle, 1/100, where praise weighs more and where blame does: two
 * bytes of `reach`, in 1/50. */
typedef struct neutral_weights {
  int16_t praised, blamed;
} neutral_weights;
enum { NEUTRAL_MOST = 254 };
static inline neutral_weights entry_neutral(const entry *e) {
  return (neutral_weights){(int16_t)(2 * (int8_t)(e->reach & 0xFF)), (int16_t)(2 * (int8_t)(e->reach >> 8))};
}

/* Where an entry comes from: its term, and the line of a source for citing. */
typedef struct entry_origin {
  uint32_t term, source, line;
} entry_origin;

typedef struct theme_info {
  vox_str id, name_zh, name_en, facets; /* facets: "stage=delivery touchpoint=courier" or empty */
  uint32_t parent;                      /* NO_THEME at the top */
  bool overall;                         /* overall and what lies under it: no coverage */
} theme_info;
#define NO_THEME 0xFFFFFFFFu

typedef struct lexicon lexicon;
vox_status lexicon_open(lexicon **out, mem *m, const pack *p, vox_error *err);
void lexicon_free(lexicon *l, mem *m);
/* Appends to an empty `out` the section TABL: what opening this lexicon had to draw up. Nothing on a machine
 * whose numbers lie otherwise. */
void lexicon_tables_lay(const lexicon *l, buf *out);

static inline const trie *lexicon_trie(const lexicon *l); /* character ids of a folded term -> term number */
static inline const trie_heads *
lexicon_heads(const lexicon *l); /* which characters may begin a term, and be its first three */
uint32_t lexicon_term_count(const lexicon *l);
uint32_t lexicon_entry_count(const lexicon *l);
/* The entries of a term: entries *first .. *first + count. */
static inline uint32_t lexicon_entries_of(const lexicon *l, uint32_t term, uint32_t *first);
/* Which classes a term has entries of: bit 1 << entry_class. */
static inline uint32_t lexicon_classes_of(const lexicon *l, uint32_t term);
static inline entry lexicon_entry(const lexicon *l, uint32_t index);
entry_origin lexicon_origin(const lexicon *l, uint32_t index);
vox_str lexicon_term_text(const lexicon *l, uint32_t term); /* as its first source wrote it */
/* The pair entry of two terms, left first; false when there is none. */
bool lexicon_pair(const lexicon *l, uint32_t left, uint32_t right, uint32_t *index);
/* The same of two tokens' terms among the learned pairs. */
static inline bool lexicon_weight_pair(const lexicon *l, uint32_t left, uint32_t right, uint32_t *index);
/* Where the search for a learned pair begins in its table (masked by its size). */
static inline uint32_t weight_slot(uint32_t left, uint32_t right) {
  uint32_t h = left * 0x9E3779B1u + right * 0x85EBCA6Bu;
  return h ^ h >> 15;
}
enum { WEIGHT_ROW = 12 }; /* bytes of a row of that table */
/* "zh-service:120" into `out` (at most 95 bytes and a NUL); returns its length. */
size_t lexicon_cite(const lexicon *l, uint32_t index, char out[96]);
size_t lexicon_cite_rule(const lexicon *l, uint32_t rule, char out[96]);

static inline const rule_table *lexicon_rules(const lexicon *l);
uint32_t lexicon_source_count(const lexicon *l);
vox_str lexicon_source_id(const lexicon *l, uint32_t source);
/* Row `i` of the tables of pairs, in their order; false: a free row. */
typedef struct pair_row {
  uint32_t left, right, index; /* two terms, an entry */
} pair_row;
uint32_t lexicon_pair_count(const lexicon *l);
pair_row lexicon_pair_row(const lexicon *l, uint32_t i);
uint32_t lexicon_weight_rows(const lexicon *l);
bool lexicon_weight_row(const lexicon *l, uint32_t i, pair_row *out);
/* Aliases (a folded form and the form whose entries it shares) and, with an empty `canonical`, words that the
 * segmenter was told to keep whole. */
typedef struct word_form {
  vox_str form, canonical;
} word_form;
uint32_t lexicon_form_count(const lexicon *l);
word_form lexicon_form(const lexicon *l, uint32_t i);

uint32_t lexicon_theme_count(const lexicon *l);
theme_info lexicon_theme(const lexicon *l,
                         uint32_t theme); /* themes are sorted by id: a parent before its children */
static inline int32_t lexicon_setting(const lexicon *l, setting s);
/* The public score (-10000..10000) of a raw sum in 1/100: the artefact's table, clamped at its ends. */
static inline vox_score lexicon_public_score(const lexicon *l, int32_t raw);

typedef struct lexicon_identity {
  vox_str id, version;
  char sha256[65];
} lexicon_identity;
lexicon_identity lexicon_identity_of(const lexicon *l);

#include "lexicon/lexicon_inline.h"
#endif
