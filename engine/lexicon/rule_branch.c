/* rule_branch.c - rules as scoring asks them: in branches, with lists.
 *
 * What stands between the outermost ORs of a rule is a branch, with what it waits for: of a rule of many
 * alternatives only those are looked at whose words stand in the comment. The single terms among them are one
 * branch together. Inside a branch a choice between terms alone is one step: a list, which all rules share
 * that use one macro; a single term is a list too. The steps as they were written remain for whoever asks
 * why. */
#include "lexicon/draft.h"
#include <stdlib.h>

/* Of each step of one rule: where the expression begins of which it is the root, and of what kind that is. */
typedef struct shape {
  uint16_t from[RULE_STEPS];
  bool choice[RULE_STEPS];  /* nothing but terms and OR */
  bool covered[RULE_STEPS]; /* inside a larger choice */
} shape;

static const rule_step *step_of(const lexicon_compiler *c, const draft_rule *r, uint32_t i) {
  return &vec_at(&c->rules.steps, r->first + i);
}

static void find_shape(const lexicon_compiler *c, const draft_rule *r, shape *s) {
  uint32_t roots[RULE_DEPTH + 1], n = 0;
  memset(s->covered, 0, r->count * sizeof *s->covered);
  for (uint32_t i = 0; i < r->count; i++) {
    uint8_t op = step_of(c, r, i)->op;
    s->from[i] = (uint16_t)i;
    s->choice[i] = op == OP_TERM;
    if (op_takes_two(op)) {
      s->choice[i] = op == OP_OR && s->choice[roots[n - 1]] && s->choice[roots[n - 2]];
      n--;
    }
    if (!op_is_operand(op)) s->from[i] = s->from[roots[--n]];
    roots[n++] = i;
  }
  for (uint32_t i = r->count; i-- > 0;)
    if (s->choice[i] && !s->covered[i])
      memset(s->covered + s->from[i], 1, (i - s->from[i]) * sizeof *s->covered);
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

/* The step of the choice whose root is `at`. */
static bool push_choice(lexicon_compiler *c, const draft_rule *r, const shape *s, uint32_t at) {
  uint32_t leaves[RULE_STEPS], n = 0;
  for (uint32_t i = s->from[at]; i <= at; i++)
    if (step_of(c, r, i)->op == OP_TERM) leaves[n++] = step_of(c, r, i)->arg;
  return push_list(c, leaves, n);
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

static bool close_branch(lexicon_compiler *c, draft_branch b) {
  b.count = (uint32_t)c->rules.quick.len - b.first;
  lay_jumps(c, &b);
  return find_waits(c, &b) && vec_push(c->mem, &c->rules.branches, b);
}

/* The expression whose root is `root`. */
static bool add_branch(lexicon_compiler *c, const draft_rule *r, uint32_t rule, const shape *s,
                       uint32_t root) {
  draft_branch b = {.first = (uint32_t)c->rules.quick.len, .rule = rule};
  for (uint32_t i = s->from[root]; i <= root; i++) {
    if (s->covered[i]) continue;
    bool ok = s->choice[i] ? push_choice(c, r, s, i) : push_quick(c, *step_of(c, r, i));
    if (!ok) return false;
  }
  return close_branch(c, b);
}

static bool add_terms(lexicon_compiler *c, uint32_t rule, uint32_t *leaves, size_t n) {
  draft_branch b = {.first = (uint32_t)c->rules.quick.len, .rule = rule};
  return push_list(c, leaves, n) && close_branch(c, b);
}

bool rule_branches(lexicon_compiler *c, const draft_rule *r, uint32_t rule) {
  shape s;
  uint32_t roots[RULE_STEPS], terms[RULE_STEPS], waiting = 0, n = 0;
  find_shape(c, r, &s);
  roots[waiting++] = r->count - 1;
  while (waiting) {
    uint32_t at = roots[--waiting];
    uint8_t op = step_of(c, r, at)->op;
    if (op == OP_TERM) {
      terms[n++] = step_of(c, r, at)->arg;
    } else if (op == OP_OR) {
      roots[waiting++] = at - 1;
      roots[waiting++] = s.from[at - 1] - 1u;
    } else if (!add_branch(c, r, rule, &s, at)) {
      return false;
    }
  }
  return !n || add_terms(c, rule, terms, n);
}
