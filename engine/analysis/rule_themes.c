/* rule_themes.c - themes by the weights of their terms, then by rules, and alerts. Only branches of rules
 * that wait for a term or a theme of the comment are asked, in the order in which the artefact keeps them: a
 * rule that asks for a theme comes after those that find it. */
#include "analysis/rule_run.h"
#include "analysis/stages.h"

typedef struct work {
  rule_scene scene;
  comment *c;
  vox_result *result;
  const catalogue *names;
  uint32_t own; /* theme hits that terms found */
  vox_alert *alerts;
  bool *hidden; /* of each theme; NULL: none */
} work;

bool has_rules(const comment *c) {
  const rule_table *r = lexicon_rules(c->lexicon);
  if (c->marks.len) return true;
  uint32_t open, end = rules_of_theme(r, r->theme_count, &open);
  return end > open || (r->count && c->hits[FAMILY_THEME].len);
}

/* Notes the place; a theme hit for it when there is none yet. */
static vox_status add_theme(work *w, uint32_t theme, place at, hit model) {
  bool is_new;
  if (theme_note(&w->scene, theme, at, &is_new) != VOX_OK) return VOX_ERR_MEMORY;
  if (!is_new) return VOX_OK;
  hit *h = hit_new(w->c, FAMILY_THEME);
  if (!h) return VOX_ERR_MEMORY;
  *h = model;
  h->from = h->anchor = at.from;
  h->to = at.to;
  h->entry.klass = CLASS_THEME;
  h->entry.label = (uint16_t)theme;
  return VOX_OK;
}

/* Themes that plain terms found. */
static vox_status note_themes(work *w) {
  const hit_list *l = &w->c->hits[FAMILY_THEME];
  bool is_new;
  w->scene.slots = arena_array(w->c->arena, w->names->theme_count + (size_t)1, sizeof *w->scene.slots);
  if (!w->scene.slots) return VOX_ERR_MEMORY;
  w->own = l->len;
  for (uint32_t i = 0; i < l->len; i++) {
    const hit *h = &l->list[i];
    if (!h->dropped && theme_note(&w->scene, h->entry.label, (place){h->from, h->to}, &is_new) != VOX_OK)
      return VOX_ERR_MEMORY;
  }
  return VOX_OK;
}

/* ---- Weights ---- */

/* Each weighted entry counts once, however often it stands in the comment. */
static void sum_weights(const work *w, int32_t *sums) {
  const keyed_list *l = &w->scene.weights;
  for (uint32_t i = 0; i < l->len; i++) {
    if (i && l->list[i - 1].key == l->list[i].key) continue;
    entry e = lexicon_entry(w->c->lexicon, l->list[i].key);
    sums[e.label] += e.weight;
  }
}

static vox_status add_weighted(work *w) {
  const keyed_list *l = &w->scene.weights;
  if (!l->len) return VOX_OK;
  int32_t *sums = arena_array(w->c->arena, w->names->theme_count + (size_t)1, sizeof *sums);
  if (!sums) return VOX_ERR_MEMORY;
  sum_weights(w, sums);
  for (uint32_t i = 0; i < l->len; i++) {
    entry e = lexicon_entry(w->c->lexicon, l->list[i].key);
    if (sums[e.label] + rules_offset(w->scene.rules, e.label) < 0) continue;
    hit model = {.term = lexicon_origin(w->c->lexicon, l->list[i].key).term,
                 .index = l->list[i].key,
                 .sum = e.weight,
                 .rules = RULE_BY_WEIGHT};
    model.entry.weight = e.weight;
    if (add_theme(w, e.label, l->list[i].at, model) != VOX_OK) return VOX_ERR_MEMORY;
  }
  return VOX_OK;
}

/* ---- Rules ---- */

static void want(work *w, uint32_t from, uint32_t to) {
  uint32_t *first = w->scene.bits + w->scene.rules->at.first,
           *second = w->scene.bits + w->scene.rules->at.second;
  for (; from < to; from++) {
    uint32_t post = rules_post(w->scene.rules, from), branch = post >> 2;
    first[branch / 32] |= (post & 1) << branch % 32;
    second[branch / 32] |= (post >> 1 & 1) << branch % 32;
  }
}

/* Leaves have set their bits already. */
static void want_all(work *w) {
  const rule_table *r = w->scene.rules;
  uint32_t from, to = rules_of_theme(r, r->theme_count, &from);
  want(w, from, to);
  for (uint32_t i = 0; i < w->scene.present; i++) {
    to = rules_of_theme(r, w->scene.themes[i].theme, &from);
    want(w, from, to);
  }
}

static vox_status raise_alert(work *w, const rule_row *row, const verdict *v) {
  alert_info a = rules_alert(w->scene.rules, row->target);
  if (!w->alerts)
    w->alerts = arena_get(w->c->arena, (w->scene.rules->alert_count + (size_t)1) * sizeof *w->alerts);
  if (!w->alerts) return VOX_ERR_MEMORY;
  vox_span *spans = arena_array(w->c->arena, v->len + (size_t)1, sizeof *spans);
  if (!spans) return VOX_ERR_MEMORY;
  const segmented *s = &w->c->seg;
  for (uint32_t i = 0; i < v->len; i++)
    spans[i] = segmented_span(s, s->tokens[v->places[i].from].from, s->tokens[v->places[i].to - 1].to);
  w->alerts[w->result->alert_count++] = (vox_alert){
      a.id, str_of(severity_name(a.severity)), a.owner, a.key, a.name_zh, a.name_en, spans, v->len};
  return VOX_OK;
}

static vox_status find_theme(work *w, uint32_t rule, const rule_row *row, const verdict *v) {
  uint32_t from, to = rules_of_theme(w->scene.rules, row->target, &from);
  for (uint32_t i = 0; i < v->len; i++) {
    hit model = {.index = rule, .rules = RULE_BY_RULE};
    if (add_theme(w, row->target, v->places[i], model) != VOX_OK) return VOX_ERR_MEMORY;
  }
  want(w, from, to);
  return VOX_OK;
}

/* The theme and those below it say nothing in this comment. */
static vox_status hide_theme(work *w, uint32_t theme) {
  if (!w->hidden) w->hidden = arena_array(w->c->arena, w->names->theme_count, sizeof *w->hidden);
  if (!w->hidden) return VOX_ERR_MEMORY;
  w->hidden[theme] = true;
  return VOX_OK;
}

static void drop_hidden(const work *w) {
  const hit_list *l = &w->c->hits[FAMILY_THEME];
  for (uint32_t i = 0; w->hidden && i < l->len; i++)
    for (uint32_t t = l->list[i].entry.label; t != NO_THEME; t = w->names->themes[t].parent)
      l->list[i].dropped |= w->hidden[t];
}

/* The class that evidence names for it. */
static entry_class class_of_frame(uint32_t frame) {
  if (frame < INTENT_COUNT || frame == FRAME_WISHED) return CLASS_INTENT;
  if (frame <= FRAME_ABOVE) return CLASS_EXPECTATION;
  return frame <= FRAME_RIVAL_OPEN ? CLASS_ENTITY : CLASS_EFFORT;
}

/* A hit for each place that speaks for the rule. */
static vox_status find_frame(comment *c, uint32_t rule, const rule_row *row, const verdict *v) {
  hit model = {.index = rule, .rules = RULE_BY_RULE};
  model.entry.klass = (uint8_t)class_of_frame(row->target);
  model.entry.label = (uint16_t)row->target;
  model.entry.weight = row->target == FRAME_EASY ? -200 : 200;
  for (uint32_t i = 0; i < v->len; i++) {
    hit *h = hit_new(c, FAMILY_FRAME);
    if (!h) return VOX_ERR_MEMORY;
    *h = model;
    h->from = h->anchor = v->places[i].from;
    h->to = v->places[i].to;
  }
  return VOX_OK;
}

/* One past the last branch of the rule that branch `i` is of. */
static uint32_t end_of_rule(const rule_table *r, uint32_t i) {
  uint32_t rule = rules_branch(r, i).rule;
  while (++i < r->branch_count && rules_branch(r, i).rule == rule) continue;
  return i;
}

/* The wanted branches of one rule, [first, end). */
static vox_status ask(work *w, uint32_t first, uint32_t end) {
  uint32_t rule = rules_branch(w->scene.rules, first).rule;
  if (!rule_stack(&w->scene)) return VOX_ERR_MEMORY;
  const verdict *v = rule_ask_wanted(&w->scene, first, end);
  if (!v->holds) return VOX_OK;
  rule_row row = rules_row(w->scene.rules, rule);
  if (row.flags & RULE_HIDES) return hide_theme(w, row.target);
  if (row.flags & RULE_FRAME) return find_frame(w->c, rule, &row, v);
  return row.flags & RULE_ALERT ? raise_alert(w, &row, v) : find_theme(w, rule, &row, v);
}

/* Branches behind the rule that was asked may be wanted by what it found. */
static vox_status ask_wanted(work *w) {
  const rule_table *r = w->scene.rules;
  for (uint32_t i = rule_next_wanted(&w->scene, 0), end; i < r->branch_count;
       i = rule_next_wanted(&w->scene, end)) {
    end = end_of_rule(r, i);
    if (ask(w, i, end) != VOX_OK) return VOX_ERR_MEMORY;
  }
  return VOX_OK;
}

static vox_status run_rules(work *w) {
  if (!w->scene.rules->count) return VOX_OK;
  want_all(w);
  vox_status status = ask_wanted(w);
  w->result->alerts = w->alerts;
  drop_hidden(w);
  return status;
}

/* ---- Hits in order of the text, those of one span side by side ---- */

static bool comes_before(const hit *a, const hit *b) {
  if (a->from != b->from) return a->from < b->from;
  return a->to < b->to;
}

static void merge_runs(const hit *from, hit *to, uint32_t low, uint32_t middle, uint32_t high) {
  uint32_t i = low, k = middle;
  for (uint32_t n = low; n < high; n++)
    to[n] = k == high || (i < middle && !comes_before(&from[k], &from[i])) ? from[i++] : from[k++];
}

/* Those that rules found stand behind the others and are few: each goes to its place. */
static void order_few(hit_list *l) {
  for (uint32_t i = 1; i < l->len; i++) {
    uint32_t at = i;
    while (at && comes_before(&l->list[i], &l->list[at - 1])) at--;
    if (at == i) continue;
    hit own = l->list[i];
    memmove(&l->list[at + 1], &l->list[at], (i - at) * sizeof own);
    l->list[at] = own;
  }
}

static vox_status order_hits(comment *c, hit_list *l) {
  enum { FEW = 32 };
  if (l->len <= FEW) return order_few(l), VOX_OK;
  hit *list = l->list, *spare = arena_get(c->arena, l->len * sizeof *spare);
  if (!spare) return VOX_ERR_MEMORY;
  for (size_t run = 1; run < l->len; run *= 2) {
    for (size_t low = 0; low < l->len; low += 2 * run) {
      size_t middle = low + run < l->len ? low + run : l->len,
             high = middle + run < l->len ? middle + run : l->len;
      merge_runs(list, spare, (uint32_t)low, (uint32_t)middle, (uint32_t)high);
    }
    hit *swap = list;
    list = spare;
    spare = swap;
  }
  l->list = list;
  l->cap = l->len;
  return VOX_OK;
}

vox_status find_ruled(comment *c, vox_result *r) {
  work w = {.c = c, .result = r, .names = r->names};
  r->alert_count = 0;
  if (scene_open(&w.scene, c) != VOX_OK || note_themes(&w) != VOX_OK || add_weighted(&w) != VOX_OK ||
      run_rules(&w) != VOX_OK)
    return VOX_ERR_MEMORY;
  if (c->hits[FAMILY_FRAME].len > 1 && order_hits(c, &c->hits[FAMILY_FRAME]) != VOX_OK) return VOX_ERR_MEMORY;
  return c->hits[FAMILY_THEME].len == w.own ? VOX_OK : order_hits(c, &c->hits[FAMILY_THEME]);
}
