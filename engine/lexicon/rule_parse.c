/* rule_parse.c - one rule to its steps. The words are read one after another; operators and brackets wait on
 * a stack of their own until the operands behind them are there (Dijkstra's shunting yard), and a macro is
 * read in its place as if it stood in brackets. Nothing calls itself. */
#include "lexicon/draft.h"
#include "lexicon/rule_scan.h"

enum { WAITING = 2 * RULE_DEPTH, MACROS_DEEP = 16, BRACKET = OP_COUNT };

typedef struct frame {
  const draft_rule *rule; /* whose text is read */
  size_t at;
  unsigned brackets; /* open in this text */
} frame;

typedef struct waiting {
  uint8_t op; /* rule_op or BRACKET */
  uint16_t reach;
  size_t at; /* in its text, for complaints */
  const draft_rule *rule;
} waiting;

typedef struct reader {
  lexicon_compiler *c;
  draft_rule *rule;
  frame frames[MACROS_DEEP];
  unsigned deep; /* frames in use */
  waiting stack[WAITING];
  unsigned waits;
  bool placed[RULE_DEPTH]; /* of each operand: it has places in the text */
  unsigned operands;
  bool need; /* an operand must come next */
  bool wrong, out_of_memory;
} reader;

/* Characters before byte `at`, from 1. */
static uint64_t column_of(vox_str raw, size_t at) {
  uint64_t column = 1;
  for (size_t i = 0; i < at && i < raw.len; i++) column += (raw.ptr[i] & 0xC0) != 0x80;
  return column;
}

/* Where byte `at` of the rule's text stands in its line: a backslash there is one byte more. */
static size_t place_in_line(const draft_rule *r, size_t at) {
  size_t i = r->text_at;
  for (size_t n = 0; n < at && i < r->raw.len; n++) i += r->raw.ptr[i] == '\\' ? 2 : 1;
  return i;
}

void rule_complain(lexicon_compiler *c, const draft_rule *r, size_t at, const char *code, const char *what) {
  vox_str path = vec_at(&c->sources, r->source).path;
  uint64_t column = r->raw.len ? column_of(r->raw, place_in_line(r, at)) : 0;
  diagnose_at(c->tell, path, r->line, column, r->raw, code, what);
}

/* Of one rule only the first complaint is told. These functions are false when reading cannot go on. */
static bool complain(reader *p, const draft_rule *r, size_t at, const char *what) {
  if (!p->wrong) rule_complain(p->c, r, at, "bad-rule", what);
  p->wrong = true;
  return false;
}

static bool no_memory(reader *p) {
  p->out_of_memory = true;
  return false;
}

/* ---- Steps ---- */

static bool push_step(reader *p, rule_op op, uint16_t reach, uint32_t arg) {
  if (!vec_push(p->c->mem, &p->c->rules.steps, ((rule_step){(uint8_t)op, reach, arg}))) return no_memory(p);
  p->rule->count++;
  return true;
}

static bool add_operand(reader *p, const draft_rule *r, size_t at, rule_op op, uint16_t reach, uint32_t arg) {
  if (p->wrong) return false;
  if (p->rule->count >= RULE_STEPS) return complain(p, r, at, "the rule has more than 1024 steps");
  if (p->operands == RULE_DEPTH) return complain(p, r, at, "more than 64 operands wait here for an operator");
  if (!push_step(p, op, reach, arg)) return false;
  p->placed[p->operands++] = op != OP_TEST;
  return true;
}

/* The operator's step, its operands being there. */
static bool apply(reader *p, const waiting *w) {
  if (p->wrong || p->rule->count >= RULE_STEPS)
    return complain(p, w->rule, w->at, "the rule has more than 1024 steps");
  unsigned takes = op_takes_two(w->op) ? 2 : 1;
  bool *right = &p->placed[p->operands - 1], *left = takes == 2 ? right - 1 : right;
  if (w->op >= OP_NEAR && !(*left && *right))
    return complain(p, w->rule, w->at, "one side of this operator has no place in the text");
  bool placed = w->op == OP_AND ? *left || *right : w->op == OP_OR ? *left && *right : w->op >= OP_NEAR;
  p->operands -= takes - 1;
  p->placed[p->operands - 1] = placed;
  return push_step(p, (rule_op)w->op, w->reach, 0);
}

static unsigned binding(uint8_t op) {
  static const uint8_t bindings[OP_COUNT + 1] = {[OP_OR] = 1, [OP_AND] = 2, [OP_NOT] = 3};
  return op == BRACKET ? 0 : bindings[op] ? bindings[op] : 4;
}

static bool push_waiting(reader *p, const draft_rule *r, size_t at, uint8_t op, uint16_t reach) {
  if (p->waits == WAITING) return complain(p, r, at, "brackets and operators are nested too deep");
  p->stack[p->waits++] = (waiting){op, reach, at, r};
  return true;
}

static void close_down_to(reader *p, unsigned least) {
  while (!p->wrong && p->waits && p->stack[p->waits - 1].op != BRACKET &&
         binding(p->stack[p->waits - 1].op) >= least)
    apply(p, &p->stack[--p->waits]);
}

/* ---- Operands ---- */

/* The number of a leaf; its term gets an entry when it is new. */
static bool add_leaf(reader *p, const draft_rule *r, size_t at, vox_str written) {
  lexicon_compiler *c = p->c;
  draft_entry e = {.klass = CLASS_RULE, .source = p->rule->source, .line = p->rule->line};
  vox_str surface = written;
  if (surface.len > 1 && surface.ptr[surface.len - 1] == '*') surface.len--, e.flags = ENTRY_PREFIX;
  vox_str key = draft_fold(c, surface);
  if (!key.ptr) return no_memory(p);
  if (!key.len) return complain(p, r, at, "nothing is left of the term");
  if (e.flags && (unsigned char)key.ptr[key.len - 1] >= 0x80)
    return complain(p, r, at, "a star stands behind a Latin letter");
  if (memchr(key.ptr, '*', key.len)) return complain(p, r, at, "a star stands at the end of a word");
  buf_clear(&c->scratch);
  buf_str(&c->scratch, key);
  if (e.flags) buf_byte(&c->scratch, '*');
  size_t before = c->rules.leaves.len;
  map_entry *leaf =
      c->scratch.status == VOX_OK ? map_put(&c->rules.leaves, buf_view(&c->scratch), before) : NULL;
  if (!leaf) return no_memory(p);
  uint32_t number = (uint32_t)leaf->value;
  if (number > UINT16_MAX) return complain(p, r, at, "the rules have more than 65536 terms");
  e.label = (uint16_t)number;
  if (c->rules.leaves.len > before &&
      (!draft_intern(c, key, written, &e.term) || !vec_push(c->mem, &c->entries, e)))
    return no_memory(p);
  return add_operand(p, r, at, OP_TERM, 0, number);
}

/* "deliver* late": what stands up to a star, then what stands behind it, one right behind the other. */
static bool add_phrase(reader *p, const draft_rule *r, const rule_word *w) {
  vox_str rest = w->text;
  bool first = true;
  if (!rest.len) return complain(p, r, w->at, "nothing stands between the quotes");
  while (rest.len && !p->wrong && !p->out_of_memory) {
    size_t n = 1;
    while (n < rest.len && !(rest.ptr[n - 1] == '*' && rest.ptr[n] == ' ')) n++;
    add_leaf(p, r, w->at, str_trim(str_sub(rest, 0, n)));
    if (!first && !p->wrong) apply(p, &(waiting){OP_BEFORE, 0, w->at, r});
    first = false;
    rest = str_trim(str_sub(rest, n, rest.len));
  }
  return !p->wrong && !p->out_of_memory;
}

static bool add_theme(reader *p, const draft_rule *r, const rule_word *w) {
  size_t n = p->c->themes.len, at = 0, below = 0;
  while (at < n && !str_eq(vec_at(&p->c->themes, at).id, w->text)) at++;
  if (at == n) return complain(p, r, w->at, "no such theme");
  for (size_t i = at + 1; i < n && theme_is_below(vec_at(&p->c->themes, i).id, w->text); i++) below++;
  return add_operand(p, r, w->at, OP_THEME, (uint16_t)below, (uint32_t)at);
}

static bool add_test(reader *p, const draft_rule *r, const rule_word *w) {
  rule_test t = {0};
  const char *problem = rule_read_test(w->text, &t);
  if (problem) return complain(p, r, w->at, problem);
  if (!vec_push(p->c->mem, &p->c->rules.tests, t)) return no_memory(p);
  return add_operand(p, r, w->at, OP_TEST, 0, (uint32_t)(p->c->rules.tests.len - 1));
}

/* "late → slow → late". */
static bool complain_cycle(reader *p, const draft_rule *r, size_t at, const draft_rule *macro,
                           unsigned from) {
  buf *b = &p->c->scratch;
  buf_clear(b);
  buf_text(b, "the macros stand inside each other: ");
  for (unsigned i = from; i < p->deep; i++) {
    buf_str(b, p->frames[i].rule->name);
    buf_text(b, " -> ");
  }
  buf_str(b, macro->name);
  buf_byte(b, 0);
  if (!p->wrong) rule_complain(p->c, r, at, "rule-cycle", b->status == VOX_OK ? b->ptr : "a cycle of macros");
  p->wrong = true;
  return false;
}

static bool open_macro(reader *p, const draft_rule *r, const rule_word *w) {
  const draft_rule *found = NULL;
  for (size_t i = 0; i < p->c->rules.list.len && !found; i++) {
    const draft_rule *m = &vec_at(&p->c->rules.list, i);
    if (m->kind == KIND_MACRO && str_eq(m->name, w->text)) found = m;
  }
  if (!found) return complain(p, r, w->at, "no such macro");
  for (unsigned i = 0; i < p->deep; i++)
    if (p->frames[i].rule == found) return complain_cycle(p, r, w->at, found, i);
  if (p->deep == MACROS_DEEP) return complain(p, r, w->at, "macros stand more than 16 deep");
  if (!push_waiting(p, r, w->at, BRACKET, 0)) return false;
  p->frames[p->deep++] = (frame){found, 0, 0};
  return true;
}

static bool take_operand(reader *p, const draft_rule *r, const rule_word *w) {
  if (!p->need)
    return complain(p, r, w->at, "an operator is missing before this: AND, OR, NEAR/n; or quote a phrase");
  p->need = w->kind == WORD_MACRO;
  switch (w->kind) {
  case WORD_TERM:
    return add_leaf(p, r, w->at, w->text);
  case WORD_PHRASE:
    return add_phrase(p, r, w);
  case WORD_THEME:
    return add_theme(p, r, w);
  case WORD_TEST:
    return add_test(p, r, w);
  default:
    return open_macro(p, r, w);
  }
}

/* ---- Operators and brackets ---- */

static bool take_operator(reader *p, const draft_rule *r, const rule_word *w) {
  if (w->op == OP_NOT) {
    if (!p->need) { /* "a NOT b" is "a AND NOT b" */
      close_down_to(p, binding(OP_AND));
      push_waiting(p, r, w->at, OP_AND, 0);
    }
    p->need = true;
    return push_waiting(p, r, w->at, OP_NOT, 0);
  }
  if (p->need) return complain(p, r, w->at, "nothing stands before this operator that it could join");
  close_down_to(p, binding((uint8_t)w->op));
  if (!push_waiting(p, r, w->at, (uint8_t)w->op, w->reach)) return false;
  return p->need = true;
}

static bool close_bracket(reader *p, const draft_rule *r, size_t at, const char *problem) {
  if (p->need) return complain(p, r, at, "a term is missing here");
  close_down_to(p, 1);
  if (p->wrong) return false;
  if (!p->waits) return complain(p, r, at, problem);
  p->waits--;
  return true;
}

static bool take_bracket(reader *p, frame *f, const rule_word *w) {
  if (w->kind == WORD_OPEN) {
    if (!p->need) return complain(p, f->rule, w->at, "an operator is missing before this bracket");
    f->brackets++;
    return push_waiting(p, f->rule, w->at, BRACKET, 0);
  }
  if (!f->brackets) return complain(p, f->rule, w->at, "no bracket is open");
  f->brackets--;
  return close_bracket(p, f->rule, w->at, "no bracket is open");
}

/* The end of a text: of the rule, or of a macro, which goes on where it was named. */
static bool end_text(reader *p, const frame *f, size_t at) {
  if (p->need) return complain(p, f->rule, at, "a term is missing at the end");
  if (f->brackets) {
    unsigned i = p->waits;
    while (i && p->stack[i - 1].op != BRACKET) i--;
    return complain(p, f->rule, p->stack[i - 1].at, "this bracket is not closed");
  }
  if (--p->deep) return close_bracket(p, f->rule, at, "a macro is not closed");
  close_down_to(p, 1);
  return true;
}

static bool take_word(reader *p) {
  frame *f = &p->frames[p->deep - 1];
  rule_word w = rule_scan(f->rule->text, &f->at);
  switch (w.kind) {
  case WORD_END:
    return end_text(p, f, w.at);
  case WORD_BAD:
    return complain(p, f->rule, w.at, w.problem);
  case WORD_OPEN:
  case WORD_CLOSE:
    return take_bracket(p, f, &w);
  case WORD_OPERATOR:
    return take_operator(p, f->rule, &w);
  default:
    return take_operand(p, f->rule, &w);
  }
}

vox_status rule_parse(lexicon_compiler *c, draft_rule *rule) {
  reader p = {.c = c, .rule = rule, .deep = 1, .need = true};
  p.frames[0] = (frame){rule, 0, 0};
  rule->first = (uint32_t)c->rules.steps.len;
  rule->count = 0;
  while (p.deep && !p.wrong && !p.out_of_memory) take_word(&p);
  if (p.out_of_memory) return VOX_ERR_MEMORY;
  if (!p.wrong && rule->kind == KIND_RULE && !p.placed[0])
    complain(&p, rule, 0, "a theme's rule needs a term, a phrase or a theme that must stand in the text");
  if (p.wrong) rule->count = 0;
  return VOX_OK;
}
