/* rule_why.c - the tree of what finds a theme or an intent or raises an alert, with what of it stands in the
 * comment, and the first node that would have had to hold and did not. */
#include "analysis/rule_run.h"
#include "analysis/stages.h"

enum { NODES_MOST = 1 << 20 };

typedef struct teller {
  comment *c;
  const vox_result *result;
  rule_scene scene;
  buf text;
  vox_why_node *list;
  uint32_t len, cap;
  uint32_t *leaf_entries; /* of each leaf: 1 + its entry */
  bool broken;            /* memory ended */
} teller;

/* The text that was written to t->text, in the arena. */
static vox_str take_text(teller *t) {
  vox_str copy = arena_copy(t->c->arena, buf_view(&t->text));
  t->broken |= t->text.status != VOX_OK || copy.len != t->text.len;
  buf_clear(&t->text);
  return copy;
}

static vox_span span_of(const comment *c, place at) {
  return segmented_span(&c->seg, c->seg.tokens[at.from].from, c->seg.tokens[at.to - 1].to);
}

/* A node whose text was written to t->text; NULL when memory ends. */
static vox_why_node *add_node(teller *t, uint32_t depth, bool holds) {
  if (t->len == t->cap) {
    uint32_t cap = t->cap ? t->cap * 2 : 32;
    vox_why_node *grown = cap < NODES_MOST ? arena_get(t->c->arena, cap * sizeof *grown) : NULL;
    if (!grown) return t->broken = true, NULL;
    if (t->len) memcpy(grown, t->list, t->len * sizeof *grown);
    t->list = grown;
    t->cap = cap;
  }
  vox_why_node *n = &t->list[t->len++];
  *n = (vox_why_node){.depth = depth, .holds = holds, .what = take_text(t)};
  return t->broken ? NULL : n;
}

static void place_node(const teller *t, vox_why_node *n, const place *places, size_t count) {
  n->places = count;
  if (count) n->span = span_of(t->c, places[0]);
}

/* ---- Plain and weighted terms ---- */

static vox_str cite(const teller *t, uint32_t index, bool rule) {
  char room[96];
  size_t n = rule ? lexicon_cite_rule(t->c->lexicon, index, room) : lexicon_cite(t->c->lexicon, index, room);
  return arena_copy(t->c->arena, (vox_str){room, n});
}

static void tell_term(teller *t, uint32_t depth, const hit *h) {
  buf_str(&t->text, lexicon_term_text(t->c->lexicon, h->term));
  if (h->dropped && h->entry.flags & ENTRY_WEAK) buf_text(&t->text, " (weak: no other term of its branch)");
  if (h->entry.flags & ENTRY_HIDES) buf_text(&t->text, " (only hides what stands inside)");
  if (h->dropped && !(h->entry.flags & (ENTRY_WEAK | ENTRY_HIDES)))
    buf_text(&t->text, " (praises or blames nothing here)");
  vox_why_node *n = add_node(t, depth, !h->dropped);
  if (!n) return;
  n->entry = cite(t, h->index, false);
  place_node(t, n, &(place){h->from, h->to}, 1);
}

static uint32_t count_terms(const teller *t, uint32_t theme, entry_class klass) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < lexicon_entry_count(t->c->lexicon); i++) {
    entry e = lexicon_entry(t->c->lexicon, i);
    n += e.klass == klass && e.label == theme && !(e.flags & ENTRY_COPY);
  }
  return n;
}

static void tell_terms(teller *t, uint32_t theme) {
  const hit_list *l = &t->c->hits[FAMILY_THEME];
  uint32_t there = 0, alive = 0, all = count_terms(t, theme, CLASS_THEME);
  for (uint32_t i = 0; i < l->len; i++) {
    bool own = l->list[i].entry.label == theme && !(l->list[i].rules & (RULE_BY_RULE | RULE_BY_WEIGHT));
    there += own;
    alive += own && !l->list[i].dropped;
  }
  if (!all) return;
  buf_format(&t->text, "one of its %u terms%s", all, there ? "" : ": none stands here");
  add_node(t, 1, alive > 0);
  for (uint32_t i = 0; i < l->len; i++)
    if (l->list[i].entry.label == theme && !(l->list[i].rules & (RULE_BY_RULE | RULE_BY_WEIGHT)))
      tell_term(t, 2, &l->list[i]);
}

static void add_centi(buf *b, int32_t n) {
  buf_format(b, "%s%d.%02d", n < 0 ? "-" : "+", (n < 0 ? -n : n) / 100, (n < 0 ? -n : n) % 100);
}

static void tell_weight(teller *t, const keyed_place *p) {
  entry e = lexicon_entry(t->c->lexicon, p->key);
  add_centi(&t->text, e.weight);
  buf_byte(&t->text, ' ');
  buf_str(&t->text, lexicon_term_text(t->c->lexicon, lexicon_origin(t->c->lexicon, p->key).term));
  vox_why_node *n = add_node(t, 2, true);
  if (!n) return;
  n->entry = cite(t, p->key, false);
  place_node(t, n, &p->at, 1);
}

static void tell_weights(teller *t, uint32_t theme) {
  const keyed_list *l = &t->scene.weights;
  int32_t sum = rules_offset(t->scene.rules, theme);
  if (!count_terms(t, theme, CLASS_THEME_WEIGHT)) return;
  for (uint32_t i = 0; i < l->len; i++) {
    entry e = lexicon_entry(t->c->lexicon, l->list[i].key);
    if (e.label == theme && (!i || l->list[i - 1].key != l->list[i].key)) sum += e.weight;
  }
  buf_text(&t->text, "weights, offset ");
  add_centi(&t->text, rules_offset(t->scene.rules, theme));
  buf_text(&t->text, " included: ");
  add_centi(&t->text, sum);
  buf_text(&t->text, sum < 0 ? ", below 0" : "");
  add_node(t, 1, sum >= 0);
  for (uint32_t i = 0; i < l->len; i++)
    if (lexicon_entry(t->c->lexicon, l->list[i].key).label == theme &&
        (!i || l->list[i - 1].key != l->list[i].key))
      tell_weight(t, &l->list[i]);
}

/* ---- Rules ---- */

static void write_leaf(teller *t, uint32_t leaf) {
  uint32_t at = t->leaf_entries[leaf];
  entry e = at ? lexicon_entry(t->c->lexicon, at - 1) : (entry){.klass = CLASS_NONE};
  uint32_t term = at ? lexicon_origin(t->c->lexicon, at - 1).term : 0;
  vox_str text = lexicon_term_text(t->c->lexicon, term);
  bool star = text.len && text.ptr[text.len - 1] == '*';
  if (star) text.len--;
  buf_str(&t->text, text);
  if (e.flags & ENTRY_PREFIX) buf_byte(&t->text, '*');
}

static void write_test(teller *t, uint32_t number) {
  static const char *const fields[TEST_FIELDS] = {"group",    "score", "sentiment", "language",
                                                  "question", "role",  ""};
  static const char *const relations[RELATION_COUNT] = {"=", "!=", "<", "<=", ">", ">="};
  rule_test test = rules_test(t->scene.rules, number);
  buf_byte(&t->text, '{');
  if (test.field == TEST_SEGMENT)
    buf_str(&t->text, test.name);
  else
    buf_text(&t->text, fields[test.field]);
  buf_text(&t->text, relations[test.relation]);
  buf_str(&t->text, test.value);
  buf_byte(&t->text, '}');
}

static void write_step(teller *t, rule_step s) {
  if (s.op == OP_TERM) {
    write_leaf(t, s.arg);
  } else if (s.op == OP_THEME) {
    buf_byte(&t->text, '#');
    buf_str(&t->text, t->result->names->themes[s.arg].id);
  } else if (s.op == OP_TEST) {
    write_test(t, s.arg);
  } else {
    buf_text(&t->text, rule_op_name((rule_op)s.op));
    if (s.op >= OP_NEAR && s.op <= OP_NOTNEAR) buf_format(&t->text, "/%u", s.reach);
  }
}

/* What each step of a rule yielded, and how many steps its own tree has. */
typedef struct told_step {
  bool holds;
  uint32_t size, places;
  place first;
} told_step;

typedef struct listener {
  told_step *steps;
} listener;

static void hear(void *payload, uint32_t step, const verdict *v) {
  told_step *s = &((listener *)payload)->steps[step];
  s->holds = v->holds;
  s->places = v->len;
  if (v->len) s->first = v->places[0];
}

/* The step that would have had to hold, of those of a rule that does not; steps of one side end where the
 * other begins. */
static uint32_t first_failed(const rule_table *r, const rule_row *row, const told_step *steps) {
  uint32_t at = row->count - 1;
  for (;;) {
    rule_step s = rules_step(r, row->first + at);
    if (!op_takes_two(s.op)) return at;
    uint32_t right = at - 1, left = right - steps[right].size;
    if (!steps[left].holds)
      at = left;
    else if (!steps[right].holds && s.op != OP_NOTNEAR)
      at = right;
    else
      return at;
  }
}

static void measure_steps(const rule_table *r, const rule_row *row, told_step *steps) {
  for (uint32_t i = 0; i < row->count; i++) {
    uint8_t op = rules_step(r, row->first + i).op;
    steps[i].size = 1;
    if (op_is_operand(op)) continue;
    steps[i].size += steps[i - 1].size;
    if (op_takes_two(op)) steps[i].size += steps[i - 1 - steps[i - 1].size].size;
  }
}

/* Is the step a choice between many terms and nothing else? Its terms are told only where they stand. */
static uint32_t listed_terms(const rule_table *r, const rule_row *row, const told_step *steps, uint32_t at) {
  enum { MANY = 4 };
  uint32_t terms = (steps[at].size + 1) / 2;
  if (rules_step(r, row->first + at).op != OP_OR || terms <= MANY) return 0;
  for (uint32_t i = at + 1 - steps[at].size; i < at; i++) {
    uint8_t op = rules_step(r, row->first + i).op;
    if (op != OP_OR && op != OP_TERM) return 0;
  }
  return terms;
}

static void tell_listed(teller *t, const rule_row *row, const told_step *steps, uint32_t at, uint32_t depth) {
  for (uint32_t i = at + 1 - steps[at].size; i < at && !t->broken; i++) {
    rule_step s = rules_step(t->scene.rules, row->first + i);
    if (s.op != OP_TERM || !steps[i].holds) continue;
    write_step(t, s);
    vox_why_node *n = add_node(t, depth, true);
    if (n) place_node(t, n, &steps[i].first, steps[i].places);
  }
}

/* Steps from the root down, left side first. */
static void tell_steps(teller *t, const rule_row *row, const told_step *steps, uint32_t *stack) {
  uint32_t waiting = 0,
           failed = steps[row->count - 1].holds ? row->count : first_failed(t->scene.rules, row, steps);
  stack[2 * waiting] = row->count - 1, stack[2 * waiting++ + 1] = 2;
  while (waiting && !t->broken) {
    uint32_t at = stack[2 * --waiting], depth = stack[2 * waiting + 1];
    rule_step s = rules_step(t->scene.rules, row->first + at);
    uint32_t listed = listed_terms(t->scene.rules, row, steps, at);
    if (listed)
      buf_format(&t->text, "one of %u words", listed);
    else
      write_step(t, s);
    vox_why_node *n = add_node(t, depth, steps[at].holds);
    if (!n) return;
    n->first_failed = at == failed;
    place_node(t, n, &steps[at].first, steps[at].places);
    if (listed) {
      tell_listed(t, row, steps, at, depth + 1);
      continue;
    }
    if (op_is_operand(s.op)) continue;
    stack[2 * waiting] = at - 1, stack[2 * waiting++ + 1] = depth + 1;
    if (!op_takes_two(s.op)) continue;
    stack[2 * waiting] = at - 1 - steps[at - 1].size, stack[2 * waiting++ + 1] = depth + 1;
  }
}

static void tell_rule(teller *t, uint32_t number) {
  rule_row row = rules_row(t->scene.rules, number);
  told_step *steps = arena_array(t->c->arena, row.count, sizeof *steps);
  uint32_t *stack = arena_array(t->c->arena, 2 * (size_t)row.count + 4, sizeof *stack);
  if (!steps || !stack) {
    t->broken = true;
    return;
  }
  listener l = {steps};
  bool holds = rule_ask(&t->scene, &row, hear, &l)->holds;
  measure_steps(t->scene.rules, &row, steps);
  buf_text(&t->text, "rule ");
  buf_str(&t->text, row.text);
  vox_why_node *n = add_node(t, 1, holds);
  if (n) n->entry = cite(t, number, true);
  tell_steps(t, &row, steps, stack);
}

/* ---- The whole ---- */

static bool open_scene(teller *t) {
  const hit_list *l = &t->c->hits[FAMILY_THEME];
  const lexicon *x = t->c->lexicon;
  bool is_new;
  if (scene_open(&t->scene, t->c) != VOX_OK) return false;
  t->scene.slots =
      arena_array(t->c->arena, t->result->names->theme_count + (size_t)1, sizeof *t->scene.slots);
  t->leaf_entries = arena_array(t->c->arena, t->scene.rules->leaf_count + (size_t)1, sizeof *t->leaf_entries);
  if (!t->scene.slots || !rule_stack(&t->scene) || !t->leaf_entries) return false;
  for (uint32_t i = 0; i < l->len; i++)
    if (!l->list[i].dropped && theme_note(&t->scene, l->list[i].entry.label,
                                          (place){l->list[i].from, l->list[i].to}, &is_new) != VOX_OK)
      return false;
  for (uint32_t i = 0; i < lexicon_entry_count(x); i++) {
    entry e = lexicon_entry(x, i);
    if (e.klass == CLASS_RULE && !(e.flags & ENTRY_COPY)) t->leaf_entries[e.label] = i + 1;
  }
  return true;
}

/* Another way led to the theme: that a rule does not hold is no reason. */
static void forget_failures(teller *t) {
  for (uint32_t i = 0; i < t->len; i++) t->list[i].first_failed = 0;
}

/* A theme without rules fails by its terms or weights. */
static void mark_failure(teller *t) {
  uint32_t i = 0;
  while (i < t->len && !t->list[i].first_failed) i++;
  if (i < t->len) return;
  for (i = 1; i < t->len && t->list[i].holds; i++) continue;
  if (i < t->len) t->list[i].first_failed = 1;
}

/* A rule that hides the theme, or one above it, is the reason that it is not found. */
static void tell_hidden(teller *t, uint32_t theme) {
  for (uint32_t i = 0; i < t->scene.rules->count; i++) {
    rule_row row = rules_row(t->scene.rules, i);
    uint32_t up = theme;
    while (up != NO_THEME && up != row.target) up = t->result->names->themes[up].parent;
    if (!(row.flags & RULE_HIDES) || up == NO_THEME || !rule_ask(&t->scene, &row, NULL, NULL)->holds)
      continue;
    buf_text(&t->text, "not hidden by rule ");
    buf_str(&t->text, row.text);
    vox_why_node *n = add_node(t, 1, false);
    if (!n) return;
    n->entry = cite(t, i, true);
    n->first_failed = 1;
  }
}

static void tell_theme(teller *t, uint32_t theme) {
  bool found = t->scene.slots[theme] != 0;
  buf_text(&t->text, "theme ");
  buf_str(&t->text, t->result->names->themes[theme].id);
  add_node(t, 0, found);
  tell_terms(t, theme);
  tell_weights(t, theme);
  for (uint32_t i = 0; i < t->scene.rules->count; i++) {
    rule_row row = rules_row(t->scene.rules, i);
    if (!(row.flags & (RULE_ALERT | RULE_FRAME | RULE_HIDES)) && row.target == theme) tell_rule(t, i);
  }
  if (found) forget_failures(t);
  if (!found) tell_hidden(t, theme), mark_failure(t);
}

static void tell_alert(teller *t, uint32_t number, vox_str id) {
  bool raised = false;
  for (size_t i = 0; i < t->result->alert_count; i++) raised |= str_eq(t->result->alerts[i].id, id);
  buf_text(&t->text, "alert ");
  buf_str(&t->text, id);
  add_node(t, 0, raised);
  tell_rule(t, number);
}

/* ---- Intents and the like ---- */

static bool has_frame(const teller *t, uint32_t frame) {
  const vox_result *r = t->result;
  const hit_list *l = &t->c->hits[FAMILY_FRAME];
  for (size_t i = 0; i < r->intent_count; i++)
    if (r->intents[i].intent == frame) return true;
  if (frame >= FRAME_BELOW && frame <= FRAME_ABOVE)
    return r->flags & FLAG_EXPECTATION_BELOW << (frame - FRAME_BELOW);
  if (frame == FRAME_RIVAL_WINS) return r->flags & FLAG_COMPETITOR_WINS;
  if (frame == FRAME_RIVAL_LOSES) return r->flags & FLAG_COMPETITOR_LOSES;
  if (frame == FRAME_RIVAL_OPEN) return r->flags & FLAG_COMPETITOR;
  if (frame == FRAME_WISHED) return r->flags & FLAG_SUGGESTION_WISHED;
  if (frame == FRAME_HARD || frame == FRAME_EASY)
    return r->has_effort && (frame == FRAME_HARD ? r->effort > 0 : r->effort < 0);
  for (uint32_t i = 0; i < l->len; i++)
    if (l->list[i].entry.label == frame && !l->list[i].dropped) return true;
  return false;
}

/* Does the hit of an entry speak for the frame? */
static bool speaks_for(const hit *h, uint32_t frame) {
  if (h->entry.weight == 0 && h->entry.klass != CLASS_EXPECTATION) return false;
  if (frame < INTENT_COUNT) return h->entry.klass == CLASS_INTENT && h->entry.label == frame;
  if (frame <= FRAME_ABOVE)
    return h->entry.klass == CLASS_EXPECTATION && h->entry.label == frame - FRAME_BELOW;
  if (frame == FRAME_HARD) return h->entry.klass == CLASS_EFFORT && h->entry.weight > 0;
  return frame == FRAME_EASY && h->entry.klass == CLASS_EFFORT && h->entry.weight < 0;
}

static bool tell_entries(teller *t, uint32_t frame) {
  const hit_list *l = &t->c->hits[FAMILY_INTENT];
  bool any = false;
  for (uint32_t i = 0; i < l->len; i++) {
    const hit *h = &l->list[i];
    if (!speaks_for(h, frame)) continue;
    bool negated = h->rules & RULE_NEGATED;
    any |= !negated;
    buf_str(&t->text, lexicon_term_text(t->c->lexicon, h->term));
    if (negated) buf_text(&t->text, " (negated)");
    vox_why_node *n = add_node(t, 1, !negated);
    if (!n) return any;
    n->entry = cite(t, h->index, false);
    place_node(t, n, &(place){h->from, h->to}, 1);
  }
  return any;
}

/* Words may speak for an intent that is not there all the same: asked, or against what the whole says. */
static void tell_frame(teller *t, uint32_t frame) {
  bool found = has_frame(t, frame);
  buf_str(&t->text, rule_frame_name(frame));
  add_node(t, 0, found);
  bool spoken = tell_entries(t, frame);
  for (uint32_t i = 0; i < t->scene.rules->count; i++) {
    rule_row row = rules_row(t->scene.rules, i);
    if (!(row.flags & RULE_FRAME) || row.target != frame) continue;
    bool holds = rule_ask(&t->scene, &row, NULL, NULL)->holds;
    spoken |= holds;
    if (holds || !found) tell_rule(t, i); /* others are no reason */
  }
  if (found || spoken) forget_failures(t);
  if (spoken == found) return;
  if (spoken) buf_text(&t->text, "not asked, and not against what the comment says as a whole");
  if (found) buf_text(&t->text, "what the comment says as a whole");
  vox_why_node *n = add_node(t, 1, found);
  if (n) n->first_failed = !found;
}

static vox_status find_id(teller *t, vox_str id) {
  int frame = rule_frame_of(id);
  if (frame >= 0) return tell_frame(t, (uint32_t)frame), VOX_OK;
  for (uint32_t i = 0; i < t->result->names->theme_count; i++)
    if (str_eq(t->result->names->themes[i].id, id)) return tell_theme(t, i), VOX_OK;
  for (uint32_t i = 0; i < t->scene.rules->count; i++) {
    rule_row row = rules_row(t->scene.rules, i);
    if (row.flags & RULE_ALERT && str_eq(rules_alert(t->scene.rules, row.target).id, id))
      return tell_alert(t, i, id), VOX_OK;
  }
  return VOX_ERR_NOT_FOUND;
}

vox_status tell_why(comment *c, const vox_result *r, vox_str id, const vox_why_node **list, size_t *count) {
  teller t = {.c = c, .result = r};
  buf_init(&t.text, r->scratch->mem, 1 << 16);
  vox_status status = open_scene(&t) ? find_id(&t, id) : VOX_ERR_MEMORY;
  buf_free(&t.text);
  *list = t.list;
  *count = t.len;
  return t.broken ? VOX_ERR_MEMORY : status;
}
