/* rule_run.c - the steps of a rule over the places of its terms. Bounded by the number of steps and
 * RULE_PLACES, whatever the text holds. */
#include "analysis/rule_run.h"

static bool same_place(place a, place b) { return a.from == b.from && a.to == b.to; }
static bool stands_before(place a, place b) { return a.from != b.from ? a.from < b.from : a.to < b.to; }

/* Both lists as one, in order and without repeats. */
static void join(verdict *to, const verdict *a, const verdict *b) {
  uint32_t i = 0, k = 0;
  to->len = 0;
  while (to->len < RULE_PLACES && (i < a->len || k < b->len)) {
    if (i < a->len && k < b->len && same_place(a->places[i], b->places[k])) k++;
    bool left = k == b->len || (i < a->len && stands_before(a->places[i], b->places[k]));
    to->places[to->len++] = left ? a->places[i++] : b->places[k++];
  }
}

/* ---- Operands ---- */

/* Keeps the places in order, each once; false: there is no room for this one nor for any behind it. */
static bool add_place(verdict *v, place at) {
  uint32_t i = v->len;
  while (i && stands_before(at, v->places[i - 1])) i--;
  if (i && same_place(v->places[i - 1], at)) return true;
  if (i == RULE_PLACES) return false;
  uint32_t behind = (v->len < RULE_PLACES ? v->len : RULE_PLACES - 1) - i;
  if (behind) memmove(&v->places[i + 1], &v->places[i], behind * sizeof at);
  v->places[i] = at;
  v->len = i + behind + 1;
  return true;
}

static void read_leaf(const rule_scene *s, uint32_t leaf, verdict *v) {
  v->len = 0;
  for (uint32_t i = 0; i < s->leaf_count; i++)
    if (s->leaves[i].leaf == leaf && !add_place(v, s->leaves[i].at)) break;
  v->holds = v->len > 0;
}

/* The places of the leaves of a list, kind by kind. */
static void read_list(const rule_scene *s, rule_step step, verdict *v) {
  uint32_t i, end = rules_kinds_of(s->rules, step.arg, &i);
  v->len = 0;
  v->holds = bit_is_set(s->bits, step.arg);
  for (; v->holds && i < end; i++) {
    uint32_t kind = rules_list_kind(s->rules, i);
    if (!bit_is_set(s->kinds_there, kind)) continue;
    for (uint32_t at = s->kinds[kind].first; at && add_place(v, s->leaves[at - 1].at);)
      at = s->leaves[at - 1].next;
  }
}

static void read_theme(const rule_scene *s, rule_step step, verdict *v) {
  v->len = 0;
  for (uint32_t t = step.arg; t <= step.arg + step.reach; t++) {
    if (!s->slots[t]) continue;
    const place_list *l = &s->themes[s->slots[t] - 1];
    for (uint32_t i = 0; i < l->len && add_place(v, l->list[i]);) i++;
  }
  v->holds = v->len > 0;
}

/* ---- Two places ---- */

static bool in_one(const uint32_t *part, place a, place b) { return part[a.from] == part[b.from]; }

/* `a` ends before `b` begins, at most `reach` tokens between. */
static bool leads(place a, place b, uint32_t reach) { return a.to <= b.from && b.from - a.to <= reach; }

static bool matches(const comment *c, rule_step s, place a, place b) {
  bool apart = a.to <= b.from || b.to <= a.from;
  switch (s.op) {
  case OP_BEFORE:
    return in_one(c->sentence, a, b) && leads(a, b, s.reach);
  case OP_CLAUSE:
    return apart && in_one(c->clause, a, b);
  case OP_SENTENCE:
    return apart && in_one(c->sentence, a, b);
  default:
    if (!apart && s.op == OP_NOTNEAR) return true;
    return in_one(c->sentence, a, b) && (leads(a, b, s.reach) || leads(b, a, s.reach));
  }
}

/* Marks those of the left side and of the right that have a partner. */
static void find_partners(const comment *c, rule_step s, const verdict *a, const verdict *b, bool *left,
                          bool *right) {
  memset(left, 0, RULE_PLACES);
  memset(right, 0, RULE_PLACES);
  for (uint32_t i = 0; i < a->len; i++)
    for (uint32_t k = 0; k < b->len; k++)
      if (!(left[i] && right[k]) && matches(c, s, a->places[i], b->places[k])) left[i] = right[k] = true;
}

static void keep_only(verdict *v, const bool *keep, bool wanted) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < v->len; i++)
    if (keep[i] == wanted) v->places[n++] = v->places[i];
  v->len = n;
}

static void relate(const comment *c, rule_step s, verdict *a, verdict *b, verdict *spare) {
  bool left[RULE_PLACES], right[RULE_PLACES];
  if (!a->len || !b->len) { /* nothing to compare */
    if (s.op != OP_NOTNEAR) a->len = 0;
    a->holds = a->len > 0;
    return;
  }
  find_partners(c, s, a, b, left, right);
  keep_only(a, left, s.op != OP_NOTNEAR);
  if (s.op == OP_NOTNEAR) {
    a->holds = a->len > 0;
    return;
  }
  keep_only(b, right, true);
  join(spare, a, b);
  a->len = spare->len;
  memcpy(a->places, spare->places, spare->len * sizeof *spare->places);
  a->holds = a->len > 0;
}

/* ---- Steps ---- */

/* Both sides' places in order; a side that does not hold has none. Mostly only one has any. */
static void put_together(verdict *a, const verdict *b, verdict *spare) {
  const verdict *all = b;
  if (!b->len) return;
  if (a->len) join(spare, a, b), all = spare;
  a->len = all->len;
  memcpy(a->places, all->places, all->len * sizeof *all->places);
}

static void combine(const comment *c, rule_step s, verdict *a, verdict *b, verdict *spare) {
  if (s.op >= OP_NEAR) {
    relate(c, s, a, b, spare);
    return;
  }
  a->holds = s.op == OP_AND ? a->holds && b->holds : a->holds || b->holds;
  if (a->holds)
    put_together(a, b, spare);
  else
    a->len = 0;
}

static void read_operand(const rule_scene *s, rule_step step, verdict *v) {
  if (step.op == OP_LIST) {
    read_list(s, step, v);
  } else if (step.op == OP_TERM) {
    read_leaf(s, step.arg, v);
  } else if (step.op == OP_THEME) {
    read_theme(s, step, v);
  } else {
    rule_test t = rules_test(s->rules, step.arg);
    v->holds = test_holds(s->c, &t);
    v->len = 0;
  }
}

static void take_step(rule_scene *s, rule_step step, verdict **top) {
  if (op_is_operand(step.op)) {
    read_operand(s, step, (*top)++);
  } else if (step.op == OP_NOT) {
    (*top)[-1].holds = !(*top)[-1].holds;
    (*top)[-1].len = 0;
  } else {
    combine(s->c, step, *top - 2, *top - 1, &s->stack[RULE_DEPTH]);
    --*top;
  }
}

bool rule_stack(rule_scene *s) {
  if (!s->stack) s->stack = arena_get(s->c->arena, (RULE_DEPTH + 2) * sizeof *s->stack);
  return s->stack != NULL;
}

const verdict *rule_ask(rule_scene *s, const rule_row *row, verdict_fn each, void *payload) {
  verdict *top = s->stack;
  for (uint32_t i = 0; i < row->count; i++) {
    take_step(s, rules_step(s->rules, row->first + i), &top);
    if (each) each(payload, i, top - 1);
  }
  return s->stack;
}

/* Most steps ask only whether words stand somewhere. */
static inline void take_quick(rule_scene *s, rule_step step, verdict **top) {
  if (step.op == OP_LIST && step.reach) { /* their places do not matter */
    verdict *v = (*top)++;
    v->holds = bit_is_set(s->bits, step.arg), v->len = 0;
  } else if (step.op == OP_NOT) {
    verdict *v = *top - 1;
    v->holds = !v->holds, v->len = 0;
  } else {
    take_step(s, step, top);
  }
}

/* The answer lies at the bottom of the stack. Sides that cannot matter are jumped over. */
static const verdict *ask_branch(rule_scene *s, uint32_t branch) {
  rule_branch b = rules_branch(s->rules, branch);
  verdict *top = s->stack;
  for (uint32_t i = 0; i < b.count; i++) {
    quick_step q = rules_quick(s->rules, b.first + i);
    take_quick(s, q.step, &top);
    while (q.jump && !top[-1].holds) q = rules_quick(s->rules, b.first + (i += q.jump));
  }
  return s->stack;
}

/* What a rule's branches say together. */
static void add_branch(verdict *all, const verdict *one, verdict *spare) {
  if (!one->holds) return;
  if (!all->len) {
    all->len = one->len;
    memcpy(all->places, one->places, one->len * sizeof *one->places);
  } else if (one->len) {
    join(spare, all, one);
    all->len = spare->len;
    memcpy(all->places, spare->places, spare->len * sizeof *spare->places);
  }
  all->holds = true;
}

static uint32_t wanted_bits(const rule_scene *s, uint32_t word) {
  const rule_words *at = &s->rules->at;
  return s->bits[at->first + word] & s->bits[at->second + word];
}

const verdict *rule_ask_wanted(rule_scene *s, uint32_t first, uint32_t end) {
  verdict *all = &s->stack[RULE_DEPTH + 1];
  all->holds = false;
  all->len = 0;
  for (uint32_t i = first; i < end; i++)
    if (wanted_bits(s, i / 32) >> i % 32 & 1) add_branch(all, ask_branch(s, i), &s->stack[RULE_DEPTH]);
  return all;
}

uint32_t rule_next_wanted(const rule_scene *s, uint32_t i) {
  uint32_t count = s->rules->branch_count;
  while (i < count) {
    uint32_t left = wanted_bits(s, i / 32) >> i % 32;
    if (left) return i + (uint32_t)__builtin_ctz(left);
    i = (i | 31) + 1;
  }
  return count;
}
