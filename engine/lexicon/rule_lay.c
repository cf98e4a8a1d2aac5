/* rule_lay.c - settled rules to section RULE; rules.c reads it. All numbers are little-endian; {..} is a
 * string as in lay.c.
 *
 *   head     12 u32: rules with alerts, alerts, macros, steps, tests, leaves, themes, posts, branches,
 *            steps of branches, lists, links
 *   rules    u32 first step, u32 steps, u32 theme, intent or alert, u32 flags, u32 source, u32 line, {text}
 *   alerts   {id} {name zh} {name en} {owner} {key} u32 severity, u32 0
 *   macros   {name} {text} u32 source, u32 line
 *   steps    u8 op, u8 0, u16 reach, u32 arg
 *   tests    u8 field, u8 relation, u8 numeric, u8 0, i32 number, {name} {value}
 *   branches u32 first step, u32 steps, u32 rule: of each rule some, in order of rules
 *   quick    the branches' steps: as above, and u32 jump
 *   links    u32 of each leaf and one more: where its lists begin; the numbers of lists, u32
 *   posts    u32 of each leaf, then of each list, and one more: where its branches begin in the list; the
 * same of each theme, of open branches, and one more; the list of u32, branch << 2 | POST_* offsets  i32 of
 * each theme */
#include "lexicon/draft.h"
#include "lexicon/rules.h"
#include <stdio.h>

static void lay_row(lexicon_compiler *c, buf *b, const draft_rule *r) {
  lay_u32(b, r->first);
  lay_u32(b, r->count);
  lay_u32(b, r->target);
  lay_u32(b, (r->kind == KIND_ALERT ? RULE_ALERT : 0) | (r->wanted ? RULE_FRAME : 0));
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

/* `keys` counts as the places where each key's numbers begin, and one more; then the place of its next. */
static void lay_starts(buf *b, uint32_t *counts, size_t keys) {
  uint32_t sum = 0;
  for (size_t k = 0; k <= keys; k++) {
    uint32_t n = k < keys ? counts[k] : 0;
    lay_u32(b, counts[k] = sum);
    sum += n;
  }
}

/* Room for `count` numbers that are put in any order; false: the buffer is full. */
static bool leave_room(buf *b, size_t count, size_t *at) {
  *at = b->len;
  for (size_t i = 0; i < count; i++) lay_u32(b, 0);
  return b->status == VOX_OK;
}

/* The lists of each leaf: counted first, then filled in order of lists. */
static void lay_links(const lexicon_compiler *c, buf *b, uint32_t *starts) {
  size_t leaves = c->rules.leaves.len, at;
  memset(starts, 0, (leaves + 1) * sizeof *starts);
  for (size_t i = 0; i < c->rules.links.len; i++) starts[vec_at(&c->rules.links, i).leaf]++;
  lay_starts(b, starts, leaves);
  if (!leave_room(b, c->rules.links.len, &at)) return;
  for (size_t i = 0; i < c->rules.links.len; i++) {
    list_link l = vec_at(&c->rules.links, i);
    put_u32(b->ptr + at + 4 * (size_t)starts[l.leaf]++, l.list);
  }
}

/* The key of what a branch waits for: leaves and lists, one that is none, themes, open branches. */
static size_t post_key(const lexicon_compiler *c, uint32_t wait) {
  size_t themes = c->rules.leaves.len + c->rules.lists.len + 1;
  return wait & WAITS_FOR_THEME ? themes + (wait & ~WAITS_FOR_THEME) : wait;
}

static uint32_t lists_of(const draft_branch *b, uint32_t wait) {
  if (b->wait_second == b->wait_count) return POST_BOTH;
  return wait < b->wait_second ? POST_FIRST : POST_SECOND;
}

/* The branches of each key, likewise. */
static void lay_posts(const lexicon_compiler *c, buf *b, uint32_t *starts) {
  size_t keys = c->rules.leaves.len + c->rules.lists.len + c->themes.len + 2, posts = c->rules.waits.len, at;
  memset(starts, 0, (keys + 1) * sizeof *starts);
  for (size_t i = 0; i < posts; i++) starts[post_key(c, vec_at(&c->rules.waits, i))]++;
  lay_starts(b, starts, keys);
  if (!leave_room(b, posts, &at)) return;
  for (uint32_t i = 0; i < c->rules.branches.len; i++) {
    const draft_branch *one = &vec_at(&c->rules.branches, i);
    for (uint32_t k = 0; k < one->wait_count; k++) {
      size_t key = post_key(c, vec_at(&c->rules.waits, one->wait + k));
      put_u32(b->ptr + at + 4 * (size_t)starts[key]++, i << 2 | lists_of(one, k));
    }
  }
}

void lay_rules(lexicon_compiler *c, buf *b) {
  size_t keys = c->rules.leaves.len + c->rules.lists.len + c->themes.len + 3;
  uint32_t *starts = mem_array(c->mem, keys, sizeof *starts);
  uint32_t macros = (uint32_t)c->rules.list.len - c->rules.rules;
  uint32_t head[12] = {c->rules.rules,
                       c->rules.alerts,
                       macros,
                       (uint32_t)c->rules.steps.len,
                       (uint32_t)c->rules.tests.len,
                       (uint32_t)c->rules.leaves.len,
                       (uint32_t)c->themes.len,
                       (uint32_t)c->rules.waits.len,
                       (uint32_t)c->rules.branches.len,
                       (uint32_t)c->rules.quick.len,
                       (uint32_t)c->rules.lists.len,
                       (uint32_t)c->rules.links.len};
  if (!starts) {
    b->status = VOX_ERR_MEMORY;
    return;
  }
  for (size_t i = 0; i < 12; i++) lay_u32(b, head[i]);
  lay_list(c, b, KIND_RULE, lay_row);
  lay_list(c, b, KIND_ALERT, lay_row);
  lay_list(c, b, KIND_ALERT, lay_alert);
  lay_list(c, b, KIND_MACRO, lay_macro);
  lay_steps(c, b);
  lay_tests(c, b);
  lay_branches(c, b);
  lay_links(c, b, starts);
  lay_posts(c, b, starts);
  for (size_t t = 0; t < c->themes.len; t++) lay_u32(b, (uint32_t)c->rules.offsets[t]);
  mem_put(c->mem, starts, keys * sizeof *starts);
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
