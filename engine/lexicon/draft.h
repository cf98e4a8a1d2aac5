/* draft.h - what the compiler gathers before it lays sections: terms, entries, pairs, themes, settings.
 *
 * Private to compile.c (the order of work), draft.c (lines to entries), base.c (a compiled lexicon to
 * entries), settle.c (aliases, duplicates, order), layer.c (what layers take away), lay.c (sections) and
 * audit.c (lint). */
#ifndef LEXICON_DRAFT_H
#define LEXICON_DRAFT_H
#include "base/bytes.h"
#include "base/map.h"
#include "lexicon/compile.h"
#include "lexicon/lexicon.h"
#include "lexicon/rule_draft.h"
#include "text/fold.h"

typedef struct draft_term {
  vox_str folded, written;
  uint32_t mask;   /* classes, TERM_PREFIX */
  uint32_t number; /* 1..; compiler_rank */
} draft_term;
#define TERM_PREFIX (1u << 31) /* has an entry that matches the rest of the word */

typedef struct draft_entry {
  uint8_t klass, flags;
  uint16_t label, reach;
  int16_t weight;
  uint32_t term, source, line; /* term: index into terms */
  uint32_t layer;              /* its source's */
  bool removes, served;        /* a layer's `-`; and there was something to remove */
  vox_str theme;               /* CLASS_THEME until labels are known */
} draft_entry;

typedef struct draft_pair {
  uint32_t left, right;
  draft_entry entry; /* its term: the left one */
} draft_pair;

typedef VEC(draft_pair) draft_pairs;

typedef struct draft_alias {
  vox_str folded, written, canonical;
  uint32_t source, line;
  bool used; /* some entry is written with the canonical form */
} draft_alias;

typedef struct draft_theme {
  vox_str id, zh, en, facets;
  uint32_t source, line, layer;
} draft_theme;

struct lexicon_compiler {
  mem *mem;
  diagnostics *tell;
  arena keep;
  folded fold;
  buf scratch;
  VEC(source) sources;
  map term_index; /* folded -> index into terms */
  VEC(draft_term) terms;
  VEC(draft_entry) entries;
  draft_pairs pairs, weight_pairs;
  draft_pairs removals; /* of a single term: both sides are the same */
  VEC(draft_alias) aliases;
  VEC(draft_theme) themes; /* sorted by id after settle */
  uint32_t *term_order;    /* of number - 1: index into terms; NULL before compiler_rank */
  map words;               /* folded `word` entries; value: the artefact below does not know it yet */
  uint32_t *word_order;
  VEC(uint32_t) alphabet;
  bool has_setting[SETTING_COUNT];
  uint32_t setting_layer[SETTING_COUNT];
  int32_t settings[SETTING_COUNT];
  const lexicon *base; /* what the sources are laid over; NULL: nothing */
  uint32_t layer;      /* of sources that come now */
  rule_drafts rules;   /* and what themes weigh */
  buf sections[12];    /* bytes laid by lay.c */
};

/* draft.c: all lines of source number `index` to draft entries. */
vox_status draft_source(lexicon_compiler *c, uint32_t index);
/* A star behind a letter stands for the rest of the word; behind a mark it is one of an emoticon: `:*`. */
bool draft_ends_open(vox_str surface);
/* The folded UTF-8 of `text` in the compiler's arena; ptr NULL when memory ends. */
vox_str draft_fold(lexicon_compiler *c, vox_str text);
/* The term of a folded surface, made if it is new; NULL when memory ends. `index` may be NULL. */
draft_term *draft_intern(lexicon_compiler *c, vox_str surface, vox_str written, uint32_t *index);
/* base.c: the compiled lexicon below to draft entries. */
vox_status draft_base(lexicon_compiler *c);
/* layer.c: takes out what a layer above removes; the classes of each term anew; complains of removals of
 * nothing. */
void settle_removals(lexicon_compiler *c);
void settle_masks(lexicon_compiler *c);
void check_removals(const lexicon_compiler *c);
/* settle.c */
vox_status settle_aliases(lexicon_compiler *c);
void settle_themes(lexicon_compiler *c);
void settle_entries(lexicon_compiler *c);
void settle_pairs(lexicon_compiler *c);
void settle_settings(lexicon_compiler *c);
bool theme_id_ok(vox_str id);                   /* reads a_b.c_d */
bool theme_is_below(vox_str id, vox_str above); /* a.b lies below a */
/* rule_settle.c: a line of class rule, alert, macro or theme.offset; rules of the artefact below; all of them
 * to steps, after settle_themes and before terms are numbered. */
vox_str rule_flag(vox_str flags, const char *key); /* what stands behind `key=`; empty: nothing */
vox_status draft_rule_line(lexicon_compiler *c, const source_line *l, uint32_t src);
vox_status draft_offset_line(lexicon_compiler *c, const source_line *l, uint32_t src, int32_t offset);
vox_status draft_base_rules(lexicon_compiler *c, const uint32_t *sources);
vox_status settle_rules(lexicon_compiler *c);
void check_weighted(lexicon_compiler *c);
void rules_drop(lexicon_compiler *c);
/* rule_parse.c: the steps of one rule. VOX_ERR_MEMORY only; after a complaint it has none. */
vox_status rule_parse(lexicon_compiler *c, draft_rule *rule);
void rule_complain(lexicon_compiler *c, const draft_rule *r, size_t at, const char *code, const char *what);
/* rule_order.c: rules in an order in which no rule asks for a theme that a later one finds, and their
 * branches. A cycle is a complaint. */
vox_status order_rules(lexicon_compiler *c);
/* rule_waits.c: what a branch waits for; false when memory ends. */
bool find_waits(lexicon_compiler *c, draft_branch *b);
/* rule_branch.c: the branches of rule number `rule`. */
bool rule_branches(lexicon_compiler *c, const draft_rule *r, uint32_t rule);
/* rule_kinds.c: the kinds of leaves, once all branches are there. */
vox_status rule_kinds(lexicon_compiler *c);
uint32_t wait_sides(const draft_branch *b, uint32_t wait); /* POST_* of its wait number `wait` */
/* rule_lay.c */
void lay_rules(lexicon_compiler *c, buf *out);
void digest_rules(lexicon_compiler *c, sha256_state *sha);
void lay_u32(buf *b, uint32_t n);
void lay_string(lexicon_compiler *c, buf *to, vox_str s);
#endif
