/* rules.h - compiled rules, alerts and macros as views of section RULE (rule_lay.c), checked once when
 * opened: after that no step can reach beyond its tables or its stack, whatever the bytes were. */
#ifndef LEXICON_RULES_H
#define LEXICON_RULES_H
#include "base/bytes.h"
#include "lexicon/rule.h"

#define RULE_ALERT  1u
#define POST_FIRST  1u /* the branch waits for one list or theme of each of two groups */
#define POST_SECOND 2u
#define POST_BOTH   3u
#define RULE_FRAME  4u /* its target is an intent or another rule_frame */
#define RULE_HIDES  8u /* where it holds, its theme and those below say nothing */

/* The bits that a comment has of the rules, in words of 32: the lists that stand in it; from `first` and from
 * `second` on the branches for which one of either group stands there. */
typedef struct rule_words {
  uint32_t first, second, end;
} rule_words;
static inline rule_words rule_words_of(uint32_t lists, uint32_t branches) {
  uint32_t first = lists / 32 + 1, more = branches / 32 + 1;
  return (rule_words){first, first + more, first + 2 * more};
}

/* A word of what a leaf adds to them. */
typedef struct rule_cell {
  uint32_t word, bits;
} rule_cell;

typedef struct rule_table {
  const char *rows, *alerts, *macros, *steps, *tests, *branches, *quick, *leaf_kinds, *kind_starts, *cells,
      *list_starts, *list_kinds, *theme_posts, *posts, *offsets;
  uint32_t count, alert_count, macro_count, step_count, test_count, leaf_count, theme_count, post_count,
      branch_count, quick_count, list_count, kind_count, cell_count, list_kind_count;
  rule_words at;
  vox_str strings;
} rule_table;

typedef struct rule_row {
  uint32_t first, count, target, flags, source, line;
  vox_str text;
} rule_row;

/* One of the alternatives of a rule, as scoring asks it (rule_branch.c). */
typedef struct rule_branch {
  uint32_t first, count, rule;
} rule_branch;

typedef struct alert_info {
  vox_str id, name_zh, name_en, owner, key;
  rule_severity severity;
} alert_info;

typedef struct macro_info {
  vox_str name, text;
  uint32_t source, line;
} macro_info;

/* `bytes` and `strings` are borrowed. */
vox_status rules_open(rule_table *out, vox_str bytes, vox_str strings, uint32_t themes, uint32_t sources,
                      vox_error *err);
rule_row rules_row(const rule_table *r, uint32_t i);
alert_info rules_alert(const rule_table *r, uint32_t i);
macro_info rules_macro(const rule_table *r, uint32_t i);
rule_test rules_test(const rule_table *r, uint32_t i);

static inline rule_step rules_step(const rule_table *r, uint32_t i) {
  const char *at = r->steps + (size_t)8 * i;
  return (rule_step){(uint8_t)at[0], get_u16(at + 2), get_u32(at + 4)};
}
static inline rule_branch rules_branch(const rule_table *r, uint32_t i) {
  const char *at = r->branches + (size_t)12 * i;
  return (rule_branch){get_u32(at), get_u32(at + 4), get_u32(at + 8)};
}
static inline quick_step rules_quick(const rule_table *r, uint32_t i) {
  const char *at = r->quick + (size_t)12 * i;
  return (quick_step){{(uint8_t)at[0], get_u16(at + 2), get_u32(at + 4)}, get_u32(at + 8)};
}
static inline uint32_t rules_kind(const rule_table *r, uint32_t leaf) {
  return get_u32(r->leaf_kinds + (size_t)4 * leaf);
}
/* The cells of a kind of leaves: [*from, to), in order of words. */
static inline uint32_t rules_cells_of(const rule_table *r, uint32_t kind, uint32_t *from) {
  *from = get_u32(r->kind_starts + (size_t)4 * kind);
  return get_u32(r->kind_starts + (size_t)4 * (kind + 1));
}
static inline rule_cell rules_cell(const rule_table *r, uint32_t i) {
  const char *at = r->cells + (size_t)8 * i;
  return (rule_cell){get_u32(at), get_u32(at + 4)};
}
/* The kinds of the leaves of a list: list_kinds [*from, to). */
static inline uint32_t rules_kinds_of(const rule_table *r, uint32_t list, uint32_t *from) {
  *from = get_u32(r->list_starts + (size_t)4 * list);
  return get_u32(r->list_starts + (size_t)4 * (list + 1));
}
static inline uint32_t rules_list_kind(const rule_table *r, uint32_t i) {
  return get_u32(r->list_kinds + (size_t)4 * i);
}
/* The branches that wait for a theme: posts [*from, to). Theme number theme_count: open branches. */
static inline uint32_t rules_of_theme(const rule_table *r, uint32_t theme, uint32_t *from) {
  *from = get_u32(r->theme_posts + (size_t)4 * theme);
  return get_u32(r->theme_posts + (size_t)4 * (theme + 1));
}
static inline uint32_t rules_post(const rule_table *r, uint32_t i) {
  return get_u32(r->posts + (size_t)4 * i);
}
/* What the sum of a theme's weighted terms begins with, 1/100. */
static inline int32_t rules_offset(const rule_table *r, uint32_t theme) {
  return (int32_t)get_u32(r->offsets + (size_t)4 * theme);
}
#endif
