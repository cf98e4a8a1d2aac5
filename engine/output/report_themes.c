/* report_themes.c - the themes of a report: every node that was mentioned, the most frequent first. */
#include "aggregate/ratio.h"
#include "output/quote_text.h"
#include "output/report_slice.h"

enum { QUOTE_PRINTED = 200 }; /* characters */

/* What every theme needs besides its own tally. */
typedef struct themes_work {
  json_writer *w;
  const report *report;
  const report_view *view;
  const int64_t *contributions;
  const quote **quotes; /* max_quotes */
  buf text;
} themes_work;

static void add_name(json_writer *w, const theme_info *info) {
  json_key(w, "name"), json_object_begin(w);
  json_key(w, "zh"), info->name_zh.len ? json_string(w, info->name_zh) : json_null(w);
  json_key(w, "en"), info->name_en.len ? json_string(w, info->name_en) : json_null(w);
  json_object_end(w);
}

static void add_emotions(json_writer *w, const report_view *v, const theme_tally *t, int64_t least) {
  json_key(w, "emotions"), json_array_begin(w);
  for (int e = 0; e < EMOTION_COUNT; e++) {
    if (!t->emotions[e].n || t->emotions[e].n < least) continue;
    json_object_begin(w);
    json_key(w, "id"), json_string(w, v->names->emotions[e]);
    lift l = lift_of(t->emotions[e].n, t->n, v->emotions[e].n, v->share_base);
    json_key(w, "n"), json_int(w, t->emotions[e].n);
    part_share_interval(w, t->emotions[e].n, t->n);
    json_key(w, "lift"), l.known ? json_fixed(w, l.value, 4) : json_null(w);
    part_interval(w, "lift_ci95", l.ci95, 4);
    json_object_end(w);
  }
  json_array_end(w);
}

static void add_impact(json_writer *w, const report_view *v, const theme_tally *t, bool shown) {
  nps_counts theme = nps_of_groups(t->by_group);
  impact i = impact_of(&theme, &v->impact_base);
  json_key(w, "impact");
  if (!v->config->is_nps || !i.known || !shown) {
    json_null(w);
    return;
  }
  json_object_begin(w);
  json_key(w, "value"), json_fixed(w, i.value, 2);
  part_interval(w, "ci95", i.ci95, 2);
  json_key(w, "formula"), json_text(w, "impact.leave-one-out/1");
  json_object_end(w);
}

/* Scales other than nps: the theme's scores and how they go together with it, in the place of impact. */
static void add_score(json_writer *w, const report_view *v, const theme_tally *t) {
  if (v->config->is_nps) return;
  correlation r = score_correlation(&t->score, &v->score_of_answers);
  json_key(w, "score"), json_object_begin(w);
  part_scores(w, &t->score);
  json_key(w, "correlation");
  if (r.known)
    json_score(w, r.value);
  else
    json_null(w);
  json_object_end(w);
}

/* Why this comment was taken: what it had that others of its theme and group had not. */
static void add_reason(json_writer *w, uint64_t rank) {
  static const char *const reasons[] = {"speaks_for_group", "readable_length", "one_theme",
                                        "clear_sentiment"};
  json_key(w, "reason"), json_array_begin(w);
  for (unsigned i = 0; i < 4; i++)
    if (rank >> i & 1) json_text(w, reasons[i]);
  json_array_end(w);
}

static void add_quotes_of(themes_work *k, uint32_t theme, vox_group group) {
  const telling *told = &k->report->telling;
  int64_t rows = k->view->themes[theme].by_group[group], all = k->view->themes[theme].n;
  if (rows < told->min_quotes || rows < told->min_n || all < told->min_quotes) return;
  size_t count = report_quotes(k->report, theme, group, k->quotes);
  for (size_t i = 0; i < count; i++) {
    const quote_body *body = k->quotes[i]->body;
    buf_clear(&k->text);
    quote_text(&k->text, k->quotes[i], QUOTE_PRINTED);
    json_object_begin(k->w);
    json_key(k->w, "id");
    if (!body->id.len)
      json_null(k->w);
    else if (body->id_is_json)
      json_raw(k->w, body->id);
    else
      json_string(k->w, body->id);
    json_key(k->w, "group"), json_text(k->w, part_group_names[group]);
    json_key(k->w, "text"), json_string(k->w, buf_view(&k->text));
    add_reason(k->w, k->quotes[i]->rank);
    json_object_end(k->w);
    if (k->text.status != VOX_OK) k->w->out->status = k->text.status;
  }
}

static void add_quotes(themes_work *k, uint32_t theme) {
  json_key(k->w, "quotes"), json_array_begin(k->w);
  if (k->view->config->is_nps)
    for (int i = 0; i < 3; i++) add_quotes_of(k, theme, part_group_order[i]);
  else
    add_quotes_of(k, theme, VOX_GROUP_NONE);
  json_array_end(k->w);
}

/* The value behind `key` in "stage=delivery touchpoint=courier". */
static void add_facet(json_writer *w, vox_str facets, const char *name) {
  size_t len = strlen(name);
  json_key(w, name);
  for (vox_str rest = facets; rest.ptr && rest.len;) {
    vox_str one = str_cut(&rest, ' ');
    if (one.len <= len + 1 || !str_starts(one, str_of(name)) || one.ptr[len] != '=') continue;
    json_string(w, str_sub(one, len + 1, one.len));
    return;
  }
  json_null(w);
}

/* Where in the journey, at what, and by which driver; who answers for it, and how grave it is. */
static void add_facets(json_writer *w, const theme_info *info) {
  json_key(w, "facets"), json_object_begin(w);
  add_facet(w, info->facets, "stage");
  add_facet(w, info->facets, "touchpoint");
  add_facet(w, info->facets, "driver");
  json_object_end(w);
  add_facet(w, info->facets, "owner");
  add_facet(w, info->facets, "severity");
}

static void add_theme(themes_work *k, uint32_t theme) {
  const report_view *v = k->view;
  const theme_tally *t = &v->themes[theme];
  const theme_info *info = &v->names->themes[theme];
  int64_t least = k->report->telling.min_n;
  json_writer *w = k->w;
  json_object_begin(w);
  json_key(w, "id"), json_string(w, info->id);
  json_key(w, "parent");
  info->parent == NO_THEME ? json_null(w) : json_string(w, v->names->themes[info->parent].id);
  add_name(w, info);
  add_facets(w, info);
  if (t->n < least) {
    json_key(w, "n"), json_null(w);
    json_key(w, "suppressed"), json_bool(w, true);
    json_object_end(w);
    return;
  }
  json_key(w, "n"), json_int(w, t->n);
  json_key(w, "mentions"), json_int(w, t->mentions);
  part_share_interval(w, t->n, v->share_base);
  bool shown = part_groups(w, t->by_group, v->config->is_nps, least);
  json_key(w, "sentiment"), json_object_begin(w);
  part_sentiment(w, &t->sentiment);
  json_object_end(w);
  add_emotions(w, v, t, least);
  add_score(w, v, t);
  add_impact(w, v, t, shown);
  json_key(w, "contribution");
  v->config->is_nps &&shown ? json_fixed(w, k->contributions[theme], 2) : json_null(w);
  add_quotes(k, theme);
  json_key(w, "suppressed"), json_bool(w, false);
  json_object_end(w);
}

/* Rows that decide a theme's place; hidden ones stand last, in the catalogue's order. */
static int64_t place_of(const report_view *v, uint32_t theme, int64_t least) {
  return v->themes[theme].n < least ? 0 : v->themes[theme].n;
}

/* Numbers of the themes that were mentioned: most rows first, then by id. */
static size_t order_themes(const report_view *v, uint32_t *order, int64_t least) {
  size_t n = 0;
  for (uint32_t theme = 0; theme < v->names->theme_count; theme++) {
    size_t at = n;
    if (!v->themes[theme].n) continue;
    for (; at && place_of(v, order[at - 1], least) < place_of(v, theme, least); at--)
      order[at] = order[at - 1];
    order[at] = theme;
    n++;
  }
  return n;
}

/* A node's contribution is its own and that of all under it: children stand behind their parents. */
static void add_up(const catalogue *names, int64_t *contributions) {
  for (uint32_t theme = names->theme_count; theme-- > 0;)
    if (names->themes[theme].parent != NO_THEME)
      contributions[names->themes[theme].parent] += contributions[theme];
}

vox_status part_themes(json_writer *w, const report *r, const report_view *v, int64_t *contributions,
                       mem *m) {
  uint32_t count = v->names->theme_count, max = v->config->max_quotes;
  uint32_t *order = mem_array(m, count, sizeof *order);
  themes_work k = {w, r, v, contributions, mem_array(m, max, sizeof *k.quotes), {0}};
  vox_status status = order && k.quotes ? VOX_OK : VOX_ERR_MEMORY;
  buf_init(&k.text, m, (size_t)1 << 20);
  if (status == VOX_OK) {
    size_t n = order_themes(v, order, r->telling.min_n);
    add_up(v->names, contributions);
    json_key(w, "themes"), json_array_begin(w);
    for (size_t i = 0; i < n; i++) add_theme(&k, order[i]);
    json_array_end(w);
  }
  buf_free(&k.text);
  mem_put(m, order, count * sizeof *order);
  mem_put(m, k.quotes, max * sizeof *k.quotes);
  return status;
}
