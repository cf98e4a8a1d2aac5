/* rule_run.h - one comment as rules see it, and one rule asked of it (the language: lexicon/rule.h).
 *
 *   rule_marks.c   terms found in the pass over the text -> where each leaf stands
 *   rule_test.c    conditions on what is known of the comment
 *   rule_run.c     the steps of one rule over those
 *   rule_themes.c  which rules to ask; themes by weight; what comes of it all */
#ifndef ANALYSIS_RULE_RUN_H
#define ANALYSIS_RULE_RUN_H
#include "analysis/comment.h"

typedef struct place {
  uint32_t from, to; /* tokens */
} place;

/* A mark of one leaf, or of one weighted entry. */
typedef struct keyed_place {
  uint32_t key; /* leaf, or index of the entry */
  place at;
} keyed_place;

typedef struct keyed_list {
  keyed_place *list; /* in order of key, then of the text */
  uint32_t len;
} keyed_list;

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
  keyed_list leaves, weights;
  uint64_t *there; /* a bit of each leaf: it stands in the comment; NULL: none does */
  uint16_t *slots; /* of each theme: 1 + its place in `themes`; 0: it is not present */
  place_list *themes;
  uint32_t present, room; /* of `themes` */
  verdict *stack;         /* RULE_DEPTH + 2: the last two are for joining */
} rule_scene;

/* rule_marks.c: `leaves` and `weights` out of the comment's marks. VOX_ERR_MEMORY or VOX_OK. */
vox_status scene_open(rule_scene *s, comment *c);
static inline bool leaf_is_there(const rule_scene *s, uint32_t leaf) {
  return s->there && s->there[leaf / 64] >> leaf % 64 & 1;
}
/* The places of one key: list[*from .. to). */
uint32_t keyed_find(const keyed_list *l, uint32_t key, uint32_t *from);
/* Keeps `at` if the theme has no such place yet and fewer than RULE_PLACES; *is_new says whether. */
vox_status theme_note(rule_scene *s, uint32_t theme, place at, bool *is_new);

bool test_holds(const comment *c, const rule_test *t); /* rule_test.c */

/* rule_run.c: asks a rule; the answer lies in the scene until the next question. `each` may be NULL: told of
 * every step's answer, in order. */
typedef void (*verdict_fn)(void *payload, uint32_t step, const verdict *v);
const verdict *rule_ask(rule_scene *s, const rule_row *row, verdict_fn each, void *payload);
#endif
