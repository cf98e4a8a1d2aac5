/* report_matrix.c - stage x touchpoint x driver: where in the journey what is felt. */
#include "aggregate/suppress.h"
#include "output/report_sections.h"

static void add_text(json_writer *w, const char *key, vox_str text) {
  json_key(w, key);
  text.len ? json_string(w, text) : json_null(w);
}

static void add_figures(telling_work *k, const int64_t *v) {
  json_writer *w = k->w;
  nps_counts groups = groups_at(v + X_GROUPS), all = k->v->impact_base;
  score_tally t = tally_at(v + X_SENTIMENT_N, 1);
  impact i = impact_of(&groups, &all);
  json_key(w, "n"), json_int(w, v[X_N]);
  part_share_interval(w, v[X_N], k->v->share_base);
  if (k->v->config->is_nps) {
    part_nps(w, "nps", &groups);
    json_key(w, "impact");
    i.known ? json_fixed(w, i.value, 2) : json_null(w);
    part_interval(w, "impact_ci95", i.ci95, 2);
  }
  json_key(w, "sentiment"), json_object_begin(w);
  part_scores(w, &t);
  json_object_end(w);
}

void section_matrix(telling_work *k) {
  size_t count;
  const tally_cell **list = cells_of(k, TABLE_MATRIX, &count);
  json_key(k->w, "matrix"), json_array_begin(k->w);
  for (size_t i = 0; list && i < count; i++) {
    vox_str rest = list[i]->key, stage = str_cut(&rest, '\x1f'), touch = str_cut(&rest, '\x1f');
    bool hidden = list[i]->v[X_N] < k->r->telling.min_n;
    json_object_begin(k->w);
    add_text(k->w, "stage", stage);
    add_text(k->w, "touchpoint", touch);
    add_text(k->w, "driver", rest);
    json_key(k->w, "suppressed"), json_bool(k->w, hidden);
    if (!hidden) add_figures(k, list[i]->v);
    json_object_end(k->w);
  }
  json_array_end(k->w);
  cells_done(k, TABLE_MATRIX, list);
}
