/* rule_lay.c - settled rules to section RULE; rules.c reads it. All numbers are little-endian; {..} is a
 * string as in lay.c.
 *
 *   head     13 u32: rules with alerts, alerts, macros, steps, tests, leaves, themes, posts, branches,
 *            steps of branches, lists, kinds of leaves, cells, kinds of lists
 *   rules    u32 first step, u32 steps, u32 theme, intent or alert, u32 flags, u32 source, u32 line, {text}
 *   alerts   {id} {name zh} {name en} {owner} {key} u32 severity, u32 0
 *   macros   {name} {text} u32 source, u32 line
 *   steps    u8 op, u8 0, u16 reach, u32 arg
 *   tests    u8 field, u8 relation, u8 numeric, u8 0, i32 number, {name} {value}
 *   branches u32 first step, u32 steps, u32 rule: of each rule some, in order of rules
 *   quick    the branches' steps: as above, and u32 jump
 *   kinds    u32 of each leaf: its kind; u32 of each kind and one more: where its cells begin
 *   cells    u32 word, u32 bits
 *   lists    u32 of each list and one more: where its kinds begin; their numbers, u32
 *   themes   u32 of each theme, of open branches, and one more: where their branches begin in the posts
 *   posts    u32 branch << 2 | POST_*
 *   offsets  i32 of each theme */
#include "lexicon/draft.h"
#include "lexicon/rules.h"
#include <stdio.h>

static void lay_row(lexicon_compiler *c, buf *b, const draft_rule *r) {
  lay_u32(b, r->first);
  lay_u32(b, r->count);
  lay_u32(b, r->target);
  lay_u32(b, (r->kind == KIND_ALERT ? RULE_ALERT : 0) | (r->wanted ? RULE_FRAME : 0) |
                 (r->hides ? RULE_HIDES : 0));
  lay_u32(b, r->source);
  lay_u32(b, r->line);
  lay_string(c, b, r->text);
}

static void lay_alert(lexicon_compiler *c, buf *b, const draft_rule *r) {
  lay_string(c, b, r->name);
  lay_string(c, b, r->zh);
  lay_string(c, b, r->en);
  lay_string(c, b, r->owner);
  lay_string(c, b, r->key);
  lay_u32(b, r->severity);
  lay_u32(b, 0);
}

static void lay_macro(lexicon_compiler *c, buf *b, const draft_rule *r) {
  lay_string(c, b, r->name);
  lay_string(c, b, r->text);
  lay_u32(b, r->source);
  lay_u32(b, r->line);
}

static void lay_list(lexicon_compiler *c, buf *b, rule_kind kind,
                     void (*lay)(lexicon_compiler *, buf *, const draft_rule *)) {
  for (size_t i = 0; i < c->rules.list.len; i++)
    if (vec_at(&c->rules.list, i).kind == kind) lay(c, b, &vec_at(&c->rules.list, i));
}

static void lay_step(buf *b, const rule_step *s) {
  lay_u32(b, s->op | (uint32_t)s->reach << 16);
  lay_u32(b, s->arg);
}

static void lay_steps(const lexicon_compiler *c, buf *b) {
  for (size_t i = 0; i < c->rules.steps.len; i++) lay_step(b, &vec_at(&c->rules.steps, i));
}

static void lay_branches(const lexicon_compiler *c, buf *b) {
  for (size_t i = 0; i < c->rules.branches.len; i++) {
    const draft_branch *one = &vec_at(&c->rules.branches, i);
    lay_u32(b, one->first);
    lay_u32(b, one->count);
    lay_u32(b, one->rule);
  }
  for (size_t i = 0; i < c->rules.quick.len; i++) {
    const quick_step *s = &vec_at(&c->rules.quick, i);
    lay_step(b, &s->step);
    lay_u32(b, s->jump);
  }
}

static void lay_tests(lexicon_compiler *c, buf *b) {
  for (size_t i = 0; i < c->rules.tests.len; i++) {
    rule_test t = vec_at(&c->rules.tests, i);
    lay_u32(b, t.field | (uint32_t)t.relation << 8 | (uint32_t)t.numeric << 16);
    lay_u32(b, (uint32_t)t.number);
    lay_string(c, b, t.name);
    lay_string(c, b, t.value);
  }
}

static size_t count_cells(const lexicon_compiler *c) {
  size_t cells = 0;
  for (size_t i = 0; i < c->rules.kinds.len; i++) cells += c->rules.kinds.list[i].key.len / 8;
  return cells;
}

static void lay_kinds(const lexicon_compiler *c, buf *b) {
  size_t cells = 0;
  for (size_t i = 0; i < c->rules.leaf_kinds.len; i++) lay_u32(b, vec_at(&c->rules.leaf_kinds, i));
  for (size_t i = 0; i < c->rules.kinds.len; i++) {
    lay_u32(b, (uint32_t)cells);
    cells += c->rules.kinds.list[i].key.len / 8;
  }
  lay_u32(b, (uint32_t)cells);
  for (size_t i = 0; i < c->rules.kinds.len; i++) buf_str(b, c->rules.kinds.list[i].key);
}

static void lay_lists(const lexicon_compiler *c, buf *b) {
  size_t at = 0, all = c->rules.list_kinds.len;
  for (uint32_t list = 0; list <= c->rules.lists.len; list++) {
    while (at < all && vec_at(&c->rules.list_kinds, at).list < list) at++;
    lay_u32(b, (uint32_t)at);
  }
  for (size_t i = 0; i < all; i++) lay_u32(b, vec_at(&c->rules.list_kinds, i).leaf);
}

/* Counts the branches that wait for each theme, open ones as the last; returns how many there are. */
static uint32_t count_posts(const lexicon_compiler *c, uint32_t *counts) {
  uint32_t all = 0;
  for (size_t i = 0; i < c->rules.waits.len; i++) {
    uint32_t wait = vec_at(&c->rules.waits, i);
    if (!(wait & WAITS_FOR_THEME)) continue;
    counts[wait & ~WAITS_FOR_THEME]++;
    all++;
  }
  return all;
}

/* The counts become the places where each theme's branches begin, which are filled in order of branches. */
static void lay_posts(const lexicon_compiler *c, buf *b, uint32_t *starts, uint32_t posts) {
  uint32_t sum = 0;
  for (size_t k = 0; k < c->themes.len + 2; k++) {
    uint32_t n = starts[k];
    lay_u32(b, starts[k] = sum);
    sum += n;
  }
  size_t at = b->len;
  for (size_t i = 0; i < posts; i++) lay_u32(b, 0);
  if (b->status != VOX_OK) return;
  for (uint32_t i = 0; i < c->rules.branches.len; i++) {
    const draft_branch *one = &vec_at(&c->rules.branches, i);
    for (uint32_t k = 0; k < one->wait_count; k++) {
      uint32_t wait = vec_at(&c->rules.waits, one->wait + k);
      if (wait & WAITS_FOR_THEME)
        put_u32(b->ptr + at + 4 * (size_t)starts[wait & ~WAITS_FOR_THEME]++, i << 2 | wait_sides(one, k));
    }
  }
}

/* `posts`: of themes. */
static void lay_head(const lexicon_compiler *c, buf *b, uint32_t posts) {
  size_t head[14] = {c->rules.rules,
                     c->rules.alerts,
                     c->rules.list.len - c->rules.rules,
                     c->rules.steps.len,
                     c->rules.tests.len,
                     c->rules.leaves.len,
                     c->themes.len,
                     posts,
                     c->rules.branches.len,
                     c->rules.quick.len,
                     c->rules.lists.len,
                     c->rules.kinds.len,
                     count_cells(c),
                     c->rules.list_kinds.len};
  for (size_t i = 0; i < 14; i++) lay_u32(b, (uint32_t)head[i]);
}

void lay_rules(lexicon_compiler *c, buf *b) {
  size_t themes = c->themes.len + 2;
  uint32_t *starts = mem_array(c->mem, themes, sizeof *starts);
  if (!starts) {
    b->status = VOX_ERR_MEMORY;
    return;
  }
  uint32_t posts = count_posts(c, starts);
  lay_head(c, b, posts);
  lay_list(c, b, KIND_RULE, lay_row);
  lay_list(c, b, KIND_ALERT, lay_row);
  lay_list(c, b, KIND_ALERT, lay_alert);
  lay_list(c, b, KIND_MACRO, lay_macro);
  lay_steps(c, b);
  lay_tests(c, b);
  lay_branches(c, b);
  lay_kinds(c, b);
  lay_lists(c, b);
  lay_posts(c, b, starts, posts);
  for (size_t t = 0; t < c->themes.len; t++) lay_u32(b, (uint32_t)c->rules.offsets[t]);
  mem_put(c->mem, starts, themes * sizeof *starts);
}

/* ---- Digest: what rules say, in an order that depends on nothing else ---- */

static void digest_field(buf *b, vox_str s) {
  buf_str(b, s);
  buf_byte(b, '\t');
}

static void digest_rule(lexicon_compiler *c, sha256_state *sha, const draft_rule *r) {
  buf *b = &c->scratch;
  buf_clear(b);
  buf_format(b, "rule %u\t", r->kind);
  digest_field(b, r->name);
  digest_field(b, r->text);
  if (r->kind == KIND_ALERT) {
    digest_field(b, r->owner);
    digest_field(b, r->key);
    buf_format(b, "%u", r->severity);
  }
  buf_byte(b, '\n');
  sha256_add(sha, buf_view(b));
}

void digest_rules(lexicon_compiler *c, sha256_state *sha) {
  for (size_t i = 0; i < c->rules.list.len; i++) digest_rule(c, sha, &vec_at(&c->rules.list, i));
  for (size_t t = 0; t < c->themes.len; t++) {
    char line[32];
    if (c->rules.offsets[t] == OFFSET_STANDARD) continue;
    int n = snprintf(line, sizeof line, "offset %d\t", (int)c->rules.offsets[t]);
    sha256_add(sha, (vox_str){line, (size_t)n});
    sha256_add(sha, vec_at(&c->themes, t).id);
  }
}
