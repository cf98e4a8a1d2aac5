/* rule_run.h - one comment as rules see it, and one rule asked of it (the language: lexicon/rule.h).
 *
 *   rule_marks.c   terms found in the pass over the text -> where each leaf and each list stands
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

/* A place of a key (a leaf, or a list: numbered behind the leaves), and the next one of the same key. */
typedef struct linked_place {
  place at;
  uint32_t next; /* counted from 1; 0: none */
} linked_place;

/* A key that stands in the comment, and its places in order of the text. */
typedef struct present_key {
  uint32_t key, len, first, last; /* places counted from 1 */
} present_key;

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
  uint64_t *there;    /* a bit of each key: it stands in the comment; NULL: none does */
  uint32_t *key_slot; /* of such a key its place in `keys`; of others anything */
  present_key *keys;
  linked_place *places;
  uint32_t key_count, key_room, place_count, place_room;
  uint16_t *slots; /* of each theme: 1 + its place in `themes`; 0: it is not present */
  place_list *themes;
  uint32_t present, room; /* of `themes` */
  verdict *stack;         /* RULE_DEPTH + 3: one for joining, one for the places of a theme, one for a rule */
} rule_scene;

/* rule_marks.c: where keys and weighted entries stand, out of the comment's marks. VOX_ERR_MEMORY or VOX_OK.
 */
vox_status scene_open(rule_scene *s, comment *c);
static inline const present_key *key_find(const rule_scene *s, uint32_t key) {
  return s->there && s->there[key / 64] >> key % 64 & 1 ? &s->keys[s->key_slot[key]] : NULL;
}
/* Keeps `at` if the theme has no such place yet and fewer than RULE_PLACES; *is_new says whether. */
vox_status theme_note(rule_scene *s, uint32_t theme, place at, bool *is_new);

bool test_holds(const comment *c, const rule_test *t); /* rule_test.c */

/* rule_run.c: the stack, made for the first question; false when memory ends. */
bool rule_stack(rule_scene *s);
/* Asks a rule as it was written; the answer lies in the scene until the next question. `each` may be NULL:
 * told of every step's answer, in order. */
typedef void (*verdict_fn)(void *payload, uint32_t step, const verdict *v);
const verdict *rule_ask(rule_scene *s, const rule_row *row, verdict_fn each, void *payload);
/* Asks those branches of one rule, [first, end), whose bit is set in both `wanted`. */
const verdict *rule_ask_wanted(rule_scene *s, uint32_t first, uint32_t end, const uint64_t *const wanted[2]);
#endif
