/* vox_list.c - the entries of a model as lines, for comparing two models. */
#include "api/handles.h"
#include "vox_compile.h"

typedef struct lister {
  const lexicon *l;
  folded fold;
  buf line;
  vox_write_fn write;
  void *payload;
} lister;

static void add_term(lister *t, uint32_t number, bool star) {
  vox_str written = lexicon_term_text(t->l, number);
  if (written.len > 1 && written.ptr[written.len - 1] == '*') written.len--;
  if (fold_text(&t->fold, written) == VOX_OK)
    fold_to_utf8(&t->fold, &t->line);
  else
    t->line.status = VOX_ERR_MEMORY;
  if (star) buf_byte(&t->line, '*');
}

static void add_class(lister *t, const entry *e) {
  buf_byte(&t->line, '\t');
  buf_text(&t->line, entry_class_name((entry_class)e->klass));
  if (e->klass == CLASS_EMOTION) buf_format(&t->line, ".%s", emotion_name((emotion)e->label));
  if (e->klass == CLASS_INTENT) buf_format(&t->line, ".%s", intent_name((intent)e->label));
  if (e->klass == CLASS_EXPECTATION) buf_format(&t->line, ".%s", expectation_name(e->label));
  if (e->klass == CLASS_THEME || e->klass == CLASS_THEME_WEIGHT) {
    buf_byte(&t->line, ' ');
    buf_str(&t->line, lexicon_theme(t->l, e->label).id);
  }
}

static void add_centi(lister *t, int centi) {
  int size = centi < 0 ? -centi : centi;
  buf_format(&t->line, "%s%d.%02d", centi < 0 ? "-" : "+", size / 100, size % 100);
}

/* How far it reaches; of a learned weight, what it says for the middle. */
static void add_reach(lister *t, const entry *e) {
  bool learned =
      e->klass == CLASS_WEIGHT || e->klass == CLASS_WEIGHT_NEGATED || e->klass == CLASS_WEIGHT_PAIR;
  neutral_weights n = entry_neutral(e);
  if (!learned) {
    buf_format(&t->line, " reach=%u", e->reach);
    return;
  }
  buf_text(&t->line, " neutral=");
  add_centi(t, n.praised);
  if (n.blamed != n.praised) buf_byte(&t->line, '/'), add_centi(t, n.blamed);
}

/* Weight and what else the entry says, behind the key. */
static vox_status end_line(lister *t, const entry *e) {
  add_class(t, e);
  buf_byte(&t->line, '\t');
  add_centi(t, e->weight);
  if (e->reach) add_reach(t, e);
  if (e->flags & ENTRY_AFTER) buf_text(&t->line, " after");
  if (e->flags & ENTRY_END) buf_text(&t->line, " end");
  if (e->flags & ENTRY_WEAK) buf_text(&t->line, " weak");
  if (e->flags & ENTRY_HIDES) buf_text(&t->line, " hides");
  buf_byte(&t->line, '\n');
  if (t->line.status != VOX_OK) return t->line.status;
  vox_status status = t->write(t->payload, t->line.ptr, t->line.len);
  buf_clear(&t->line);
  return status;
}

static vox_status list_pair(lister *t, pair_row row) {
  entry e = lexicon_entry(t->l, row.index);
  add_term(t, row.left, false);
  buf_text(&t->line, " + ");
  add_term(t, row.right, false);
  return end_line(t, &e);
}

static vox_status send_line(lister *t) {
  buf_byte(&t->line, '\n');
  vox_status status = t->line.status;
  if (status == VOX_OK) status = t->write(t->payload, t->line.ptr, t->line.len);
  buf_clear(&t->line);
  return status;
}

/* `theme or alert TAB class TAB rule`, and of an alert its severity. */
static vox_status list_rules(lister *t) {
  const rule_table *r = lexicon_rules(t->l);
  vox_status status = VOX_OK;
  for (uint32_t i = 0; i < r->count && status == VOX_OK; i++) {
    rule_row row = rules_row(r, i);
    bool alert = row.flags & RULE_ALERT;
    buf_str(&t->line, alert                    ? rules_alert(r, row.target).id
                      : row.flags & RULE_FRAME ? rule_frame_name(row.target)
                                               : lexicon_theme(t->l, row.target).id);
    buf_text(&t->line, alert ? "\talert\t" : "\trule\t");
    buf_str(&t->line, row.text);
    if (row.flags & RULE_HIDES) buf_text(&t->line, "\thides");
    if (alert) buf_format(&t->line, " severity=%s", severity_name(rules_alert(r, row.target).severity));
    status = send_line(t);
  }
  for (uint32_t i = 0; i < r->macro_count && status == VOX_OK; i++) {
    macro_info m = rules_macro(r, i);
    buf_str(&t->line, m.name);
    buf_text(&t->line, "\tmacro\t");
    buf_str(&t->line, m.text);
    status = send_line(t);
  }
  return status;
}

static vox_status list_all(lister *t) {
  vox_status status = list_rules(t);
  for (uint32_t n = 1; n <= lexicon_term_count(t->l); n++) {
    uint32_t first, count = lexicon_entries_of(t->l, n, &first);
    for (uint32_t i = 0; i < count && status == VOX_OK; i++) {
      entry e = lexicon_entry(t->l, first + i);
      if (e.klass == CLASS_RULE) continue; /* a rule is listed as it is written */
      add_term(t, n, e.flags & ENTRY_PREFIX);
      status = end_line(t, &e);
    }
  }
  for (uint32_t i = 0; i < lexicon_pair_count(t->l) && status == VOX_OK; i++)
    status = list_pair(t, lexicon_pair_row(t->l, i));
  for (uint32_t i = 0; i < lexicon_weight_rows(t->l) && status == VOX_OK; i++) {
    pair_row row;
    if (lexicon_weight_row(t->l, i, &row)) status = list_pair(t, row);
  }
  return status;
}

vox_status vox_model_list(const vox_model *model, vox_write_fn write, void *payload, vox_error *err) {
  mem m;
  lister t = {.l = model->lexicon, .write = write, .payload = payload};
  mem_init(&m, model->allocator, 0);
  folded_init(&t.fold, &m);
  buf_init(&t.line, &m, 1 << 20);
  vox_status status = list_all(&t);
  folded_free(&t.fold);
  buf_free(&t.line);
  return status == VOX_OK ? VOX_OK : fail(err, status, "the entries could not be listed");
}
