/* rule_order.c - the order in which rules run: a rule that asks for a theme runs after all rules that find
 * it. Its level is one above theirs, and levels that never come to rest are a cycle. */
#include "lexicon/draft.h"
#include <stdlib.h>

/* The highest level of the themes that a rule asks for; `which`: the theme. */
static uint32_t highest_asked(const lexicon_compiler *c, const draft_rule *r, const uint32_t *level,
                              uint32_t *which) {
  uint32_t high = 0;
  for (uint32_t i = 0; i < r->count; i++) {
    const rule_step *s = &vec_at(&c->rules.steps, r->first + i);
    if (s->op != OP_THEME) continue;
    for (uint32_t t = s->arg; t <= s->arg + s->reach; t++)
      if (level[t] > high) high = level[t], *which = t;
  }
  return high;
}

/* One round over all rules; true when a level rose. */
static bool raise_levels(lexicon_compiler *c, uint32_t *level) {
  bool rose = false;
  for (size_t i = 0; i < c->rules.list.len; i++) {
    draft_rule *r = &vec_at(&c->rules.list, i);
    uint32_t which = 0;
    if (r->kind == KIND_MACRO) continue;
    r->level = highest_asked(c, r, level, &which) + 1;
    if (r->kind == KIND_RULE && !r->wanted && r->level > level[r->target])
      level[r->target] = r->level, rose = true;
  }
  return rose;
}

/* The rule that gave its theme the level it has, and the theme it asked for; NULL: none asked. */
static const draft_rule *raised_by(const lexicon_compiler *c, uint32_t theme, const uint32_t *level,
                                   uint32_t *asked) {
  const draft_rule *best = NULL;
  uint32_t high = 0;
  for (size_t i = 0; i < c->rules.list.len; i++) {
    const draft_rule *r = &vec_at(&c->rules.list, i);
    uint32_t which = 0;
    if (r->kind != KIND_RULE || r->wanted || r->target != theme) continue;
    uint32_t n = highest_asked(c, r, level, &which);
    if (n > high) high = n, best = r, *asked = which;
  }
  return best;
}

/* From a theme whose level never comes to rest each one asks for another such: the walk meets itself. */
static void complain_cycle(lexicon_compiler *c, uint32_t theme, const uint32_t *level, bool *met) {
  buf *b = &c->scratch;
  const draft_rule *r = NULL;
  uint32_t next = theme;
  while (!met[theme] && raised_by(c, theme, level, &next)) met[theme] = true, theme = next;
  uint32_t first = theme;
  buf_clear(b);
  buf_text(b, "themes ask for each other: ");
  do {
    const draft_rule *by = raised_by(c, theme, level, &next);
    if (!r) r = by;
    buf_str(b, vec_at(&c->themes, theme).id);
    buf_text(b, " -> ");
    theme = next;
  } while (theme != first && b->len < 180);
  buf_str(b, vec_at(&c->themes, theme).id);
  buf_byte(b, 0);
  if (r) rule_complain(c, r, 0, "rule-cycle", b->status == VOX_OK ? b->ptr : "themes ask for each other");
}

static vox_status find_levels(lexicon_compiler *c) {
  size_t n = c->themes.len;
  uint32_t *level = mem_array(c->mem, n, sizeof *level);
  bool *met = mem_array(c->mem, n, sizeof *met);
  bool ok = level && met;
  size_t rounds = 0;
  while (ok && raise_levels(c, level) && rounds <= n) rounds++;
  for (uint32_t t = 0; ok && rounds > n && t < n; t++)
    if (level[t] > n) {
      complain_cycle(c, t, level, met);
      break;
    }
  mem_put(c->mem, level, n * sizeof *level);
  mem_put(c->mem, met, n * sizeof *met);
  return ok ? VOX_OK : VOX_ERR_MEMORY;
}

#define ORDER(x, y)                                                                                          \
  if ((x) != (y)) return (x) < (y) ? -1 : 1

static int by_turn(const void *left, const void *right) {
  const draft_rule *a = left, *b = right;
  ORDER(a->kind, b->kind);
  if (a->kind == KIND_RULE) ORDER(a->level, b->level);
  int order = str_cmp(a->name, b->name);
  return order ? order : str_cmp(a->text, b->text);
}

vox_status order_rules(lexicon_compiler *c) {
  if (find_levels(c) != VOX_OK) return VOX_ERR_MEMORY;
  if (c->rules.list.len) qsort(c->rules.list.ptr, c->rules.list.len, sizeof *c->rules.list.ptr, by_turn);
  c->rules.rules = 0;
  for (size_t i = 0; i < c->rules.list.len; i++) {
    draft_rule *r = &vec_at(&c->rules.list, i);
    if (r->kind == KIND_MACRO) continue;
    if (r->count && !rule_branches(c, r, c->rules.rules)) return VOX_ERR_MEMORY;
    c->rules.rules++;
  }
  return rule_kinds(c);
}
