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

static void read_term(const rule_scene *s, uint32_t leaf, verdict *v) {
  v->len = 0;
  v->holds = false;
  if (!leaf_is_there(s, leaf)) return;
  uint32_t from, to = keyed_find(&s->leaves, leaf, &from);
  for (; from < to && v->len < RULE_PLACES; from++) {
    place at = s->leaves.list[from].at;
    if (!v->len || !same_place(v->places[v->len - 1], at)) v->places[v->len++] = at;
  }
  v->holds = v->len > 0;
}

/* A term, and all that are joined to it one by one with OR, as the list of words that they are: most words
 * of a list stand nowhere. Returns the last step that was read. */
static uint32_t read_list(const rule_scene *s, const rule_row *row, uint32_t i, verdict *v) {
  verdict *spare = &s->stack[RULE_DEPTH], *one = spare + 1;
  read_term(s, rules_step(s->rules, row->first + i).arg, v);
  for (; i + 2 < row->count; i += 2) {
    rule_step term = rules_step(s->rules, row->first + i + 1);
    if (term.op != OP_TERM || rules_step(s->rules, row->first + i + 2).op != OP_OR) break;
    if (!leaf_is_there(s, term.arg)) continue;
    read_term(s, term.arg, one);
    join(spare, v, one);
    v->holds = true;
    v->len = spare->len;
    memcpy(v->places, spare->places, spare->len * sizeof *spare->places);
  }
  return i;
}

static void read_theme(const rule_scene *s, rule_step step, verdict *v, verdict *spare) {
  v->len = 0;
  for (uint32_t t = step.arg; t <= step.arg + step.reach; t++) {
    if (!s->slots[t]) continue;
    const place_list *l = &s->themes[s->slots[t] - 1];
    verdict *one = spare + 1; /* the stack has two more than its depth */
    one->len = l->len;
    memcpy(one->places, l->list, l->len * sizeof *l->list);
    join(spare, v, one);
    v->len = spare->len;
    memcpy(v->places, spare->places, spare->len * sizeof *spare->places);
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

static void combine(const comment *c, rule_step s, verdict *a, verdict *b, verdict *spare) {
  if (s.op >= OP_NEAR) {
    relate(c, s, a, b, spare);
    return;
  }
  if (s.op == OP_OR && !b->holds) return; /* most words of a list stand nowhere */
  a->holds = s.op == OP_AND ? a->holds && b->holds : a->holds || b->holds;
  join(spare, a, b); /* a side that does not hold has no places */
  a->len = a->holds ? spare->len : 0;
  memcpy(a->places, spare->places, a->len * sizeof *spare->places);
}

static void read_operand(const rule_scene *s, rule_step step, verdict *v) {
  if (step.op == OP_TERM) {
    read_term(s, step.arg, v);
  } else if (step.op == OP_THEME) {
    read_theme(s, step, v, &s->stack[RULE_DEPTH]);
  } else {
    rule_test t = rules_test(s->rules, step.arg);
    v->holds = test_holds(s->c, &t);
    v->len = 0;
  }
}

const verdict *rule_ask(rule_scene *s, const rule_row *row, verdict_fn each, void *payload) {
  verdict *top = s->stack;
  for (uint32_t i = 0; i < row->count; i++) {
    rule_step step = rules_step(s->rules, row->first + i);
    if (step.op == OP_TERM && !each) {
      i = read_list(s, row, i, top++);
    } else if (op_is_operand(step.op)) {
      read_operand(s, step, top++);
    } else if (step.op == OP_NOT) {
      top[-1].holds = !top[-1].holds;
      top[-1].len = 0;
    } else {
      combine(s->c, step, top - 2, top - 1, &s->stack[RULE_DEPTH]);
      top--;
    }
    if (each) each(payload, i, top - 1);
  }
  return s->stack;
}
