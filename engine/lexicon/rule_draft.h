/* rule_draft.h - rules, alerts and macros on their way from sources to the artefact.
 *
 * rule_settle.c keeps the order of work, rule_parse.c reads one rule, rule_branch.c cuts it into
 * branches, rule_waits.c finds what each of them waits for, rule_kinds.c what a leaf means for them,
 * rule_lay.c writes the section. Part of draft.h.
 */
#ifndef LEXICON_RULE_DRAFT_H
#define LEXICON_RULE_DRAFT_H
#include "base/map.h"
#include "base/vec.h"
#include "lexicon/rule.h"
#include "lexicon/source.h"

typedef enum rule_kind { KIND_RULE, KIND_ALERT, KIND_MACRO } rule_kind;

typedef struct draft_rule {
  uint8_t kind; /* rule_kind */
  bool removes;
  bool hides; /* flag: the theme is silent where it holds */
  uint8_t severity;
  vox_str name;        /* theme id, alert id, name of the macro */
  vox_str text, flags; /* the rule as written */
  vox_str zh, en, owner, key;
  uint32_t source, line, layer;
  vox_str raw; /* its line, and where the rule begins in it; empty when it comes out of an artefact */
  uint32_t text_at;
  uint32_t target;       /* number of the theme, intent or alert */
  bool wanted;           /* the target is an intent */
  uint32_t first, count; /* steps */
  uint32_t level;        /* 1 + the highest of the themes it asks for */
} draft_rule;

/* One of the alternatives of a rule (rule_branch.c). */
typedef struct draft_branch {
  uint32_t first, count; /* of `quick` */
  uint32_t rule;
  bool open; /* may hold where none of its words stands */
  uint32_t wait, wait_second,
      wait_count; /* lists, or themes with WAITS_FOR_THEME: two lists (rule_waits.c) */
} draft_branch;
#define WAITS_FOR_THEME (1u << 31)

typedef struct list_link {
  uint32_t leaf, list;
} list_link;

/* `theme.id theme.offset -1.20` */
typedef struct draft_offset {
  vox_str theme;
  int32_t offset;
  uint32_t source, line, layer;
} draft_offset;

typedef struct rule_drafts {
  VEC(draft_rule) list; /* after settling: rules in the order in which they run, then alerts, then macros */
  VEC(rule_step) steps;
  VEC(rule_test) tests;
  VEC(uint32_t) waits;
  VEC(draft_branch) branches; /* in order of rules */
  VEC(quick_step) quick;
  VEC(list_link) links;
  map lists; /* the leaves of a list, in order -> number */
  map kinds; /* the cells of a kind of leaves -> number; rule_kinds.c */
  VEC(uint32_t) leaf_kinds;
  VEC(list_link) list_kinds; /* `leaf`: a kind; in order of lists */
  map leaves;                /* folded term, with a star if it is a beginning -> number */
  VEC(draft_offset) offset_lines;
  int32_t *offsets; /* of each theme, 1/100: what its weighted terms' sum begins with */
  size_t offset_count;
  uint32_t alerts, rules; /* of the list, once it is settled */
} rule_drafts;
enum { OFFSET_STANDARD = -100, WEIGHTED_MOST = 200 };
#endif
