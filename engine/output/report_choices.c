/* report_choices.c - what was ticked beside what was written: ticked and not explained, written and not
 * offered. A choice is the theme whose name or id it bears. */
#include "output/report_sections.h"

static uint32_t theme_of(const telling_work *k, vox_str label) {
  const catalogue *names = k->v->names;
  for (uint32_t i = 0; i < names->theme_count; i++) {
    const theme_info *t = &names->themes[i];
    if (str_eq(label, t->id) || str_eq(label, t->name_zh) || str_eq(label, t->name_en)) return i;
  }
  return NO_THEME;
}

static int64_t both_of(const tally_cell *e, uint32_t theme) {
  const int64_t *v = theme == NO_THEME ? NULL : sparse_find(&e->sub, 1, theme);
  return v ? v[0] : 0;
}

static void add_agreement(telling_work *k, const tally_cell *base, const tally_cell *e, uint32_t theme) {
  json_writer *w = k->w;
  int64_t n = base->v[0], ticked = e->v[0], said = both_of(base, theme), both = both_of(e, theme), kappa = 0;
  bool known = theme != NO_THEME && kappa_of(both, ticked, said, n, &kappa);
  json_key(w, "ticked"), json_int(w, ticked);
  part_share_interval(w, ticked, n);
  json_key(w, "mentioned"), theme == NO_THEME ? json_null(w) : json_int(w, said);
  json_key(w, "both"), theme == NO_THEME ? json_null(w) : json_int(w, both);
  json_key(w, "ticked_only"), theme == NO_THEME ? json_null(w) : json_int(w, ticked - both);
  json_key(w, "mentioned_only"), theme == NO_THEME ? json_null(w) : json_int(w, said - both);
  json_key(w, "neither"), theme == NO_THEME ? json_null(w) : json_int(w, n - ticked - said + both);
  json_key(w, "kappa"), known ? json_fixed(w, kappa, 4) : json_null(w);
}

static void add_choice(telling_work *k, const tally_cell *base, const tally_cell *e) {
  uint32_t theme = theme_of(k, e->key);
  bool hidden = e->v[0] < k->r->telling.min_n;
  json_object_begin(k->w);
  json_key(k->w, "choice"), json_string(k->w, e->key);
  json_key(k->w, "theme"),
      theme == NO_THEME ? json_null(k->w) : json_string(k->w, k->v->names->themes[theme].id);
  json_key(k->w, "suppressed"), json_bool(k->w, hidden);
  if (!hidden) add_agreement(k, base, e, theme);
  json_object_end(k->w);
}

static bool is_offered(const telling_work *k, const tally_cell **list, size_t count, uint32_t theme) {
  for (size_t i = 0; i < count; i++) {
    if (!list[i]->key.len) continue;
    uint32_t own = theme_of(k, list[i]->key);
    for (uint32_t up = theme; own != NO_THEME && up != NO_THEME; up = k->v->names->themes[up].parent)
      if (up == own) return true;
  }
  return false;
}

/* Themes that were written of and stand under no choice. */
static void add_not_offered(telling_work *k, const tally_cell **list, size_t count, const tally_cell *base) {
  json_key(k->w, "not_offered"), json_array_begin(k->w);
  for (uint32_t i = 0; i < base->sub.len; i++) {
    uint32_t theme = base->sub.ids[i];
    int64_t n = base->sub.values[i];
    if (!n || n < k->r->telling.min_n || k->v->names->themes[theme].overall ||
        is_offered(k, list, count, theme))
      continue;
    json_object_begin(k->w);
    json_key(k->w, "id"), json_string(k->w, k->v->names->themes[theme].id);
    json_key(k->w, "n"), json_int(k->w, n);
    json_object_end(k->w);
  }
  json_array_end(k->w);
}

void section_choices(telling_work *k) {
  size_t count;
  const tally_cell *base = ledger_find(&k->r->extras.tables[TABLE_CHOICE], STR(""));
  json_key(k->w, "choices");
  if (!k->r->extras.plan.choice.len || !base) {
    json_null(k->w);
    return;
  }
  const tally_cell **list = cells_of(k, TABLE_CHOICE, &count);
  json_object_begin(k->w);
  json_key(k->w, "n"), json_int(k->w, base->v[0]);
  json_key(k->w, "bounded"), json_bool(k->w, ledger_bounded(&k->r->extras.tables[TABLE_CHOICE]));
  json_key(k->w, "formula"), json_text(k->w, "kappa.cohen/1");
  json_key(k->w, "list"), json_array_begin(k->w);
  for (size_t i = 0; list && i < count; i++)
    if (list[i]->key.len) add_choice(k, base, list[i]);
  json_array_end(k->w);
  if (list) add_not_offered(k, list, count, base);
  json_object_end(k->w);
  cells_done(k, TABLE_CHOICE, list);
}
