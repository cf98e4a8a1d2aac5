/* rule_run.h - one comment as rules see it, and one rule asked of it (the language: lexicon/rule.h).
 *
 *   rule_marks.c   terms found in the pass over the text -> what of the rules stands there
 *   rule_test.c    conditions on what is known of the comment
 *   rule_run.c     the steps of one rule, or of one of its branches, over those
 *   rule_themes.c  which branches to ask; themes by weight; what comes of it all */
#ifndef ANALYSIS_RULE_RUN_H
#define ANALYSIS_RULE_RUN_H
#include "analysis/comment.h"

typedef struct place {
  uint32_t from, to; /* tokens */
} place;

/* A mark of one weighted entry. */
typedef struct keyed_place {
  uint32_t key; /* index of the entry */
  place at;
} keyed_place;

typedef struct keyed_list {
  keyed_place *list; /* in order of key, then of the text */
  uint32_t len;
} keyed_list;

/* Where a leaf stands. */
typedef struct leaf_place {
  place at;
  uint32_t leaf, next; /* the next one of its kind, counted from 1; 0: none */
} leaf_place;

/* The places of the leaves of one kind, as leaf_place.next. */
typedef struct kind_places {
  uint32_t first, last;
} kind_places;

typedef struct place_list {
  uint32_t theme;
  place *list; /* in order of the text, no repeats */
  uint32_t len, cap;
} place_list;

/* What a step yields. */
typedef struct verdict {
  bool holds;
  uint32_t len;
  place places[RULE_PLACES];
} verdict;

typedef struct rule_scene {
  comment *c;
  const rule_table *rules;
  keyed_list weights;
  uint32_t *bits;        /* rule_words; NULL: there are no rules */
  leaf_place *leaves;    /* in order of the text */
  uint32_t *kinds_there; /* a bit of each kind: it stands in the comment */
  kind_places *kinds;    /* of each of those; of others anything */
  uint32_t leaf_count;
  uint16_t *slots; /* of each theme: 1 + its place in `themes`; 0: it is not present */
  place_list *themes;
  uint32_t present, room; /* of `themes` */
  verdict *stack;         /* RULE_DEPTH + 2: one for joining, one for a whole rule */
} rule_scene;

/* rule_marks.c: leaves, bits and weighted entries out of the comment's marks. VOX_ERR_MEMORY or VOX_OK. */
vox_status scene_open(rule_scene *s, comment *c);
static inline bool bit_is_set(const uint32_t *bits, uint32_t i) { return bits[i / 32] >> i % 32 & 1; }
/* Keeps `at` if the theme has no such place yet and fewer than RULE_PLACES; *is_new says whether. */
vox_status theme_note(rule_scene *s, uint32_t theme, place at, bool *is_new);

bool test_holds(const comment *c, const rule_test *t); /* rule_test.c */

/* rule_run.c: the stack, made for the first question; false when memory ends. */
bool rule_stack(rule_scene *s);
/* Asks a rule as it was written; the answer lies in the scene until the next question. `each` may be NULL:
 * told of every step's answer, in order. */
typedef void (*verdict_fn)(void *payload, uint32_t step, const verdict *v);
const verdict *rule_ask(rule_scene *s, const rule_row *row, verdict_fn each, void *payload);
/* Asks those branches of one rule, [first, end), that are wanted. */
const verdict *rule_ask_wanted(rule_scene *s, uint32_t first, uint32_t end);
/* The first wanted branch from `i` on; branch_count: none. */
uint32_t rule_next_wanted(const rule_scene *s, uint32_t i);
#endif
