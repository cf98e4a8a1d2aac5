/* rules.h - compiled rules, alerts and macros as views of section RULE (rule_lay.c), checked once when
 * opened: after that no step can reach beyond its tables or its stack, whatever the bytes were. */
#ifndef LEXICON_RULES_H
#define LEXICON_RULES_H
#include "base/bytes.h"
#include "lexicon/rule.h"

#define RULE_ALERT  1u
#define POST_FIRST  1u /* the branch waits for one term, list or theme of each of two kinds */
#define POST_SECOND 2u
#define POST_BOTH   3u
#define RULE_FRAME  4u /* its target is an intent or another rule_frame */

typedef struct rule_table {
  const char *rows, *alerts, *macros, *steps, *tests, *branches, *quick, *link_starts, *links, *key_posts,
      *theme_posts, *posts, *offsets;
  uint32_t count, alert_count, macro_count, step_count, test_count, leaf_count, theme_count, post_count,
      branch_count, quick_count, list_count, link_count;
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
/* The lists that a leaf is in: links [*from, to). */
static inline uint32_t rules_lists_of(const rule_table *r, uint32_t leaf, uint32_t *from) {
  *from = get_u32(r->link_starts + (size_t)4 * leaf);
  return get_u32(r->link_starts + (size_t)4 * (leaf + 1));
}
static inline uint32_t rules_link(const rule_table *r, uint32_t i) {
  return get_u32(r->links + (size_t)4 * i);
}
/* The branches that wait for a key (a leaf, or a list: numbered behind the leaves), or for a theme: posts
 * [*from, to). Theme number theme_count: open branches. */
static inline uint32_t rules_of_key(const rule_table *r, uint32_t key, uint32_t *from) {
  *from = get_u32(r->key_posts + (size_t)4 * key);
  return get_u32(r->key_posts + (size_t)4 * (key + 1));
}
static inline uint32_t rules_of_theme(const rule_table *r, uint32_t theme, uint32_t *from) {
  *from = get_u32(r->theme_posts + (size_t)4 * theme);
  return get_u32(r->theme_posts + (size_t)4 * (theme + 1));
}
static inline uint32_t rules_keys(const rule_table *r) { return r->leaf_count + r->list_count; }
static inline uint32_t rules_post(const rule_table *r, uint32_t i) {
  return get_u32(r->posts + (size_t)4 * i);
}
/* What the sum of a theme's weighted terms begins with, 1/100. */
static inline int32_t rules_offset(const rule_table *r, uint32_t theme) {
  return (int32_t)get_u32(r->offsets + (size_t)4 * theme);
}
#endif
