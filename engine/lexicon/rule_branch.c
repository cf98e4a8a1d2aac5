/* rule_branch.c - rules as scoring asks them: in branches, with lists.
 *
 * What stands between the outermost ORs of a rule is a branch, with what it waits for: of a rule of many
 * alternatives only those are looked at whose words stand in the comment. The single terms among them are one
 * branch together. Inside a branch the single terms of a choice are one step: a list, which all rules
 * share that use one macro; a term by itself is a list too. The steps as they were written remain for whoever
 * asks why. */
#include "lexicon/draft.h"
#include <stdlib.h>

/* Of each step of one rule: where the expression begins of which it is the root. */
typedef struct shape {
  uint16_t from[RULE_STEPS];
} shape;

static const rule_step *step_of(const lexicon_compiler *c, const draft_rule *r, uint32_t i) {
  return &vec_at(&c->rules.steps, r->first + i);
}

static void find_shape(const lexicon_compiler *c, const draft_rule *r, shape *s) {
  uint32_t roots[RULE_DEPTH + 1], n = 0;
  for (uint32_t i = 0; i < r->count; i++) {
    uint8_t op = step_of(c, r, i)->op;
    s->from[i] = (uint16_t)i;
    if (op_takes_two(op)) n--;
    if (!op_is_operand(op)) s->from[i] = s->from[roots[--n]];
    roots[n++] = i;
  }
}

/* The roots of what the ORs at and below `root` join, from left to right: they may be joined in any order. */
static uint32_t alternatives_of(const lexicon_compiler *c, const draft_rule *r, const shape *s, uint32_t root,
                                uint32_t out[RULE_STEPS]) {
  uint32_t stack[RULE_STEPS], waiting = 0, n = 0;
  stack[waiting++] = root;
  while (waiting) {
    uint32_t at = stack[--waiting];
    if (step_of(c, r, at)->op == OP_OR) {
      stack[waiting++] = at - 1;
      stack[waiting++] = s->from[at - 1] - 1u;
    } else {
      out[n++] = at;
    }
  }
  return n;
}

/* Takes the single terms out of the alternatives; returns how many others are left in front. */
static uint32_t take_terms(const lexicon_compiler *c, const draft_rule *r, uint32_t *list, uint32_t count,
                           uint32_t *leaves, uint32_t *terms) {
  uint32_t others = 0;
  *terms = 0;
  for (uint32_t i = 0; i < count; i++) {
    const rule_step *s = step_of(c, r, list[i]);
    if (s->op == OP_TERM)
      leaves[(*terms)++] = s->arg;
    else
      list[others++] = list[i];
  }
  return others;
}

/* ---- Lists ---- */

static int by_number(const void *left, const void *right) {
  uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
  return a < b ? -1 : a > b;
}

static bool link_leaves(lexicon_compiler *c, const uint32_t *leaves, size_t n, uint32_t list) {
  for (size_t i = 0; i < n; i++)
    if (!vec_push(c->mem, &c->rules.links, ((list_link){leaves[i], list}))) return false;
  return true;
}

/* The list of `n` leaves, which are put in order. */
static bool list_of(lexicon_compiler *c, uint32_t *leaves, size_t n, uint32_t *list) {
  size_t kept = 1, before = c->rules.lists.len;
  qsort(leaves, n, sizeof *leaves, by_number);
  for (size_t i = 1; i < n; i++)
    if (leaves[i] != leaves[kept - 1]) leaves[kept++] = leaves[i];
  map_entry *found = map_put(&c->rules.lists, (vox_str){(const char *)leaves, kept * sizeof *leaves}, before);
  if (!found) return false;
  *list = (uint32_t)found->value;
  return c->rules.lists.len == before || link_leaves(c, leaves, kept, *list);
}

/* ---- Branches ---- */

static bool push_quick(lexicon_compiler *c, rule_step step) {
  return vec_push(c->mem, &c->rules.quick, ((quick_step){step, 0}));
}

/* The step of a choice between `n` leaves. */
static bool push_list(lexicon_compiler *c, uint32_t *leaves, size_t n) {
  uint32_t list;
  return list_of(c, leaves, n, &list) && push_quick(c, (rule_step){OP_LIST, 0, list});
}

/* See quick_step. */
static void lay_jumps(lexicon_compiler *c, const draft_branch *b) {
  uint32_t roots[RULE_DEPTH + 1], n = 0;
  quick_step *steps = c->rules.quick.ptr + b->first;
  for (uint32_t i = 0; i < b->count; i++) {
    uint8_t op = steps[i].step.op;
    if (op_takes_two(op)) n -= 2;
    if (op == OP_NOT) n--;
    if (op_takes_two(op) && op != OP_OR) steps[roots[n]].jump = i - roots[n];
    roots[n++] = i;
  }
}

/* Under NOT nobody asks where the words of a list stand, unless something between asks how near they are. */
static void mark_bare(lexicon_compiler *c, const draft_branch *b) {
  bool wanted[RULE_STEPS + 2], want;
  uint32_t n = 0;
  rule_step *s;
  wanted[n++] = true;
  for (uint32_t i = b->count; i--;) {
    s = &vec_at(&c->rules.quick, b->first + i).step;
    want = wanted[--n];
    if (s->op == OP_LIST) s->reach = !want;
    if (s->op == OP_NOT) wanted[n++] = false;
    if (!op_takes_two(s->op)) continue;
    wanted[n] = wanted[n + 1] = want || s->op >= OP_NEAR;
    n += 2;
  }
}

static bool close_branch(lexicon_compiler *c, draft_branch b) {
  b.count = (uint32_t)c->rules.quick.len - b.first;
  mark_bare(c, &b);
  lay_jumps(c, &b);
  return find_waits(c, &b) && vec_push(c->mem, &c->rules.branches, b);
}

/* What is still to be written of a branch; the last of the stack comes first. */
typedef struct task {
  enum {
    WRITE_ALL,
    WRITE_TERMS,
    WRITE_STEP,
    WRITE_OR
  } what;        /* the expression; the single terms of a choice; */
  uint32_t root; /* the step by itself; OR */
} task;

typedef struct writer {
  lexicon_compiler *c;
  const draft_rule *r;
  shape shape;
  task stack[2 * RULE_STEPS + 4];
  uint32_t waiting;
} writer;

static void put_off(writer *w, task t) { w->stack[w->waiting++] = t; }

/* Alternatives one after another, single terms as the last. */
static void put_off_choice(writer *w, uint32_t root) {
  uint32_t list[RULE_STEPS], leaves[RULE_STEPS], terms;
  uint32_t n = alternatives_of(w->c, w->r, &w->shape, root, list);
  uint32_t others = take_terms(w->c, w->r, list, n, leaves, &terms);
  if (terms && others) put_off(w, (task){WRITE_OR, root});
  if (terms) put_off(w, (task){WRITE_TERMS, root});
  while (others--) {
    if (others) put_off(w, (task){WRITE_OR, root});
    put_off(w, (task){WRITE_ALL, list[others]});
  }
}

static bool write_terms(writer *w, uint32_t root) {
  uint32_t list[RULE_STEPS], leaves[RULE_STEPS], terms;
  uint32_t n = alternatives_of(w->c, w->r, &w->shape, root, list);
  take_terms(w->c, w->r, list, n, leaves, &terms);
  return push_list(w->c, leaves, terms);
}

static bool write_all(writer *w, uint32_t root) {
  const rule_step *s = step_of(w->c, w->r, root);
  if (s->op == OP_TERM) return push_list(w->c, &(uint32_t){s->arg}, 1);
  if (op_is_operand(s->op)) return push_quick(w->c, *s);
  if (s->op == OP_OR) return put_off_choice(w, root), true;
  put_off(w, (task){WRITE_STEP, root});
  put_off(w, (task){WRITE_ALL, root - 1});
  if (op_takes_two(s->op)) put_off(w, (task){WRITE_ALL, w->shape.from[root - 1] - 1u});
  return true;
}

static bool write_next(writer *w) {
  task t = w->stack[--w->waiting];
  switch (t.what) {
  case WRITE_ALL:
    return write_all(w, t.root);
  case WRITE_TERMS:
    return write_terms(w, t.root);
  case WRITE_STEP:
    return push_quick(w->c, *step_of(w->c, w->r, t.root));
  default:
    return push_quick(w->c, (rule_step){OP_OR, 0, 0});
  }
}

/* The expression whose root is `root`. */
static bool add_branch(writer *w, uint32_t rule, uint32_t root) {
  draft_branch b = {.first = (uint32_t)w->c->rules.quick.len, .rule = rule};
  put_off(w, (task){WRITE_ALL, root});
  while (w->waiting)
    if (!write_next(w)) return false;
  return close_branch(w->c, b);
}

static bool add_terms(lexicon_compiler *c, uint32_t rule, uint32_t *leaves, size_t n) {
  draft_branch b = {.first = (uint32_t)c->rules.quick.len, .rule = rule};
  return push_list(c, leaves, n) && close_branch(c, b);
}

bool rule_branches(lexicon_compiler *c, const draft_rule *r, uint32_t rule) {
  writer w = {.c = c, .r = r};
  uint32_t list[RULE_STEPS], leaves[RULE_STEPS], terms;
  find_shape(c, r, &w.shape);
  uint32_t n = alternatives_of(c, r, &w.shape, r->count - 1, list);
  uint32_t others = take_terms(c, r, list, n, leaves, &terms);
  for (uint32_t i = 0; i < others; i++)
    if (!add_branch(&w, rule, list[i])) return false;
  return !terms || add_terms(c, rule, leaves, terms);
}
