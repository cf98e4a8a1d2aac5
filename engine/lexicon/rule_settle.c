/* rule_settle.c - lines of class rule, alert, macro and theme.offset gathered, those of lower layers
 * replaced, themes found, each rule read to its steps. */
#include "lexicon/draft.h"
#include <stdlib.h>

static vox_str path_of(const lexicon_compiler *c, uint32_t src) { return vec_at(&c->sources, src).path; }

static void complain(lexicon_compiler *c, const draft_rule *r, const char *code, const char *what) {
  diagnose(c->tell, VOX_ERROR, path_of(c, r->source), r->line, code, "%s", what);
}

/* ---- Lines ---- */

vox_str rule_flag(vox_str flags, const char *key) {
  vox_str k = str_of(key);
  for (vox_str rest = flags; rest.ptr && rest.len;) {
    vox_str one = str_cut(&rest, ' ');
    if (str_starts(one, k)) return str_sub(one, k.len, one.len);
  }
  return STR("");
}

/* severity=, owner=, key= and the names of an alert, which stand in its note: `中文名 | English name`. */
static bool read_alert(lexicon_compiler *c, draft_rule *r, vox_str note) {
  vox_str severity = rule_flag(r->flags, "severity=");
  int which = severity.len ? severity_by_name(severity) : SEVERITY_MEDIUM;
  r->owner = rule_flag(r->flags, "owner=");
  r->key = rule_flag(r->flags, "key=");
  if (!r->key.len) r->key = r->name;
  r->en = note;
  r->zh = str_trim(str_cut(&r->en, '|'));
  r->en = r->en.ptr ? str_trim(r->en) : r->zh;
  r->severity = (uint8_t)(which < 0 ? 0 : which);
  if (which >= 0) return true;
  complain(c, r, "bad-value", "a severity is low, medium, high or critical");
  return false;
}

static bool has_flag(vox_str flags, const char *key) {
  for (vox_str rest = flags; rest.ptr && rest.len;)
    if (str_eq(str_cut(&rest, ' '), str_of(key))) return true;
  return false;
}

vox_status draft_rule_line(lexicon_compiler *c, const source_line *l, uint32_t src) {
  draft_rule r = {.kind = str_eq(l->klass, STR("rule"))    ? KIND_RULE
                          : str_eq(l->klass, STR("alert")) ? KIND_ALERT
                                                           : KIND_MACRO,
                  .removes = str_eq(l->value, STR("-")),
                  .name = l->term,
                  .text = l->value,
                  .flags = l->flags,
                  .hides = has_flag(l->flags, "hides"),
                  .source = src,
                  .line = l->line,
                  .layer = vec_at(&c->sources, src).layer,
                  .raw = l->raw,
                  .text_at = l->value_at};
  if (!r.text.len) return complain(c, &r, "missing-value", "this class needs a rule"), VOX_OK;
  if (r.kind == KIND_ALERT && !theme_id_ok(r.name))
    return complain(c, &r, "bad-theme-id", "the id of an alert reads a_b.c_d"), VOX_OK;
  if (r.kind == KIND_ALERT && !read_alert(c, &r, l->note)) return VOX_OK;
  return vec_push(c->mem, &c->rules.list, r) ? VOX_OK : VOX_ERR_MEMORY;
}

vox_status draft_offset_line(lexicon_compiler *c, const source_line *l, uint32_t src, int32_t offset) {
  draft_offset o = {l->term, offset, src, l->line, vec_at(&c->sources, src).layer};
  return vec_push(c->mem, &c->rules.offset_lines, o) ? VOX_OK : VOX_ERR_MEMORY;
}

/* ---- What the artefact below holds ---- */

static bool take_rule(lexicon_compiler *c, draft_rule r, uint32_t src, uint32_t line) {
  r.source = src;
  r.line = line;
  return vec_push(c->mem, &c->rules.list, r);
}

static bool take_row(lexicon_compiler *c, const rule_table *from, uint32_t i, const uint32_t *sources) {
  rule_row row = rules_row(from, i);
  draft_rule r = {.kind = KIND_RULE, .text = row.text, .hides = row.flags & RULE_HIDES};
  if (row.flags & RULE_ALERT) {
    alert_info a = rules_alert(from, row.target);
    r.kind = KIND_ALERT;
    r.name = a.id, r.zh = a.name_zh, r.en = a.name_en, r.owner = a.owner, r.key = a.key;
    r.severity = (uint8_t)a.severity;
  } else if (row.flags & RULE_FRAME) {
    r.name = rule_frame_name(row.target);
  } else {
    r.name = lexicon_theme(c->base, row.target).id;
  }
  return take_rule(c, r, sources[row.source], row.line);
}

vox_status draft_base_rules(lexicon_compiler *c, const uint32_t *sources) {
  const rule_table *from = lexicon_rules(c->base);
  bool ok = true;
  for (uint32_t i = 0; ok && i < from->count; i++) ok = take_row(c, from, i, sources);
  for (uint32_t i = 0; ok && i < from->macro_count; i++) {
    macro_info m = rules_macro(from, i);
    ok = take_rule(c, (draft_rule){.kind = KIND_MACRO, .name = m.name, .text = m.text}, sources[m.source],
                   m.line);
  }
  for (uint32_t t = 0; ok && t < from->theme_count; t++) {
    draft_offset o = {lexicon_theme(c->base, t).id, rules_offset(from, t), sources[0], 0, 0};
    ok = o.offset == OFFSET_STANDARD || vec_push(c->mem, &c->rules.offset_lines, o);
  }
  return ok ? VOX_OK : VOX_ERR_MEMORY;
}

void rules_drop(lexicon_compiler *c) {
  vec_free(c->mem, &c->rules.list);
  vec_free(c->mem, &c->rules.steps);
  vec_free(c->mem, &c->rules.tests);
  vec_free(c->mem, &c->rules.waits);
  vec_free(c->mem, &c->rules.branches);
  vec_free(c->mem, &c->rules.quick);
  vec_free(c->mem, &c->rules.links);
  vec_free(c->mem, &c->rules.leaf_kinds);
  vec_free(c->mem, &c->rules.list_kinds);
  map_free(&c->rules.lists);
  map_free(&c->rules.kinds);
  vec_free(c->mem, &c->rules.offset_lines);
  map_free(&c->rules.leaves);
  mem_put(c->mem, c->rules.offsets, c->rules.offset_count * sizeof *c->rules.offsets);
}

/* ---- Layers ---- */

#define ORDER(x, y)                                                                                          \
  if ((x) != (y)) return (x) < (y) ? -1 : 1

static int by_name(const void *left, const void *right) {
  const draft_rule *a = left, *b = right;
  ORDER(a->kind, b->kind);
  int order = str_cmp(a->name, b->name);
  if (order) return order;
  ORDER(b->layer, a->layer);
  ORDER(!a->removes, !b->removes);
  ORDER(a->hides, b->hides);
  if ((order = str_cmp(a->text, b->text))) return order;
  ORDER(a->source, b->source);
  ORDER(a->line, b->line);
  return 0;
}

static bool same_name(const draft_rule *a, const draft_rule *b) {
  return a->kind == b->kind && str_eq(a->name, b->name);
}

static void note_replaced(lexicon_compiler *c, const draft_rule *by, const draft_rule *r) {
  vox_str lower = path_of(c, r->source);
  diagnose(c->tell, VOX_NOTE, path_of(c, by->source), by->line, "overrides", "replaces %.*s:%u",
           (int)lower.len, lower.ptr, r->line);
}

/* Rules of a theme add up; of alerts and macros with one name the highest stands. */
static bool is_displaced(lexicon_compiler *c, const draft_rule *kept, const draft_rule *r) {
  bool lower = r->layer < kept->layer;
  if (r->kind == KIND_RULE && (kept->hides != r->hides || !str_eq(kept->text, r->text))) return false;
  if (lower)
    note_replaced(c, kept, r);
  else if (r->kind == KIND_RULE)
    diagnose(c->tell, VOX_WARNING, path_of(c, r->source), r->line, "duplicate-entry",
             "the theme has this rule already; this line is left out");
  else
    complain(c, r, "repeated-rule", "this name is given twice");
  return true;
}

/* What a layer takes away, and what a higher one says anew, goes. */
static void settle_layers(lexicon_compiler *c) {
  draft_rule *list = c->rules.list.ptr, remover = {.removes = false};
  size_t kept = 0;
  for (size_t i = 0; i < c->rules.list.len; i++) {
    draft_rule r = list[i];
    if (remover.removes && !same_name(&remover, &r)) remover.removes = false;
    if (r.removes) {
      if (!remover.removes) remover = r;
    } else if (remover.removes && r.layer < remover.layer) {
      note_replaced(c, &remover, &r);
    } else if (!kept || !same_name(&list[kept - 1], &r) || !is_displaced(c, &list[kept - 1], &r)) {
      list[kept++] = r;
    }
  }
  c->rules.list.len = kept;
}

/* ---- Themes ---- */

bool theme_is_below(vox_str id, vox_str above) {
  return id.len > above.len && str_starts(id, above) && id.ptr[above.len] == '.';
}

static void find_targets(lexicon_compiler *c) {
  uint32_t alerts = 0;
  for (size_t i = 0; i < c->rules.list.len; i++) {
    draft_rule *r = &vec_at(&c->rules.list, i);
    if (r->kind == KIND_ALERT) r->target = alerts++;
    if (r->kind != KIND_RULE) continue;
    int which = rule_frame_of(r->name);
    r->wanted = which >= 0;
    r->target = (uint32_t)which;
    if (r->hides && r->wanted) complain(c, r, "bad-value", "only a theme can be hidden");
    if (r->wanted) continue;
    size_t t = 0;
    while (t < c->themes.len && !str_eq(vec_at(&c->themes, t).id, r->name)) t++;
    r->target = (uint32_t)t;
    if (t == c->themes.len) complain(c, r, "unknown-theme", "no such theme");
  }
  c->rules.alerts = alerts;
}

static vox_status settle_offsets(lexicon_compiler *c) {
  size_t n = c->themes.len;
  uint32_t *layer = mem_array(c->mem, n, sizeof *layer); /* 1 + that of the line that stands */
  c->rules.offsets = mem_array(c->mem, n, sizeof *c->rules.offsets);
  c->rules.offset_count = n;
  if (!layer || !c->rules.offsets) return mem_put(c->mem, layer, n * sizeof *layer), VOX_ERR_MEMORY;
  for (size_t t = 0; t < n; t++) c->rules.offsets[t] = OFFSET_STANDARD;
  for (size_t i = 0; i < c->rules.offset_lines.len; i++) {
    const draft_offset *o = &vec_at(&c->rules.offset_lines, i);
    draft_rule at = {.source = o->source, .line = o->line};
    size_t t = 0;
    while (t < n && !str_eq(vec_at(&c->themes, t).id, o->theme)) t++;
    if (t == n)
      complain(c, &at, "unknown-theme", "no such theme");
    else if (layer[t] == o->layer + 1)
      complain(c, &at, "repeated-setting", "the offset of this theme is given twice");
    else if (layer[t] <= o->layer)
      layer[t] = o->layer + 1, c->rules.offsets[t] = o->offset;
  }
  mem_put(c->mem, layer, n * sizeof *layer);
  return VOX_OK;
}

/* A theme that more than 200 terms vote for is nobody's to read. */
void check_weighted(lexicon_compiler *c) {
  for (size_t t = 0; t < c->themes.len; t++) {
    uint32_t n = 0;
    const draft_entry *last = NULL;
    for (size_t i = 0; i < c->entries.len; i++) {
      const draft_entry *e = &vec_at(&c->entries, i);
      if (e->klass == CLASS_THEME_WEIGHT && e->label == t && !(e->flags & ENTRY_COPY)) n++, last = e;
    }
    if (n > WEIGHTED_MOST)
      diagnose(c->tell, VOX_ERROR, path_of(c, last->source), last->line, "many-weights",
               "the theme has %u weighted terms; 200 are allowed", n);
  }
}

vox_status settle_rules(lexicon_compiler *c) {
  if (c->rules.list.len) qsort(c->rules.list.ptr, c->rules.list.len, sizeof *c->rules.list.ptr, by_name);
  settle_layers(c);
  find_targets(c);
  vox_status status = settle_offsets(c);
  bool sound = c->tell->errors == 0;
  for (size_t i = 0; i < c->rules.list.len && status == VOX_OK && sound; i++) {
    draft_rule *r = &vec_at(&c->rules.list, i);
    if (r->kind != KIND_MACRO) status = rule_parse(c, r);
  }
  return status == VOX_OK && !c->tell->errors ? order_rules(c) : status;
}
