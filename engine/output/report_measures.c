/* report_measures.c - net sentiment, effort, other answers, weighted figures, and what was aimed at. */
#include "output/report_sections.h"

/* ---- Targets ---- */

/* A figure and its interval in 1/10000. */
typedef struct aimed {
  bool known;
  int64_t value;
  interval ci95;
} aimed;

static aimed of_nps(nps_counts c) {
  interval i = nps_interval(&c);
  if (nps_n(&c) <= 0) return (aimed){0};
  return (aimed){true, 100 * nps_centi(&c), {i.known, 100 * i.low, 100 * i.high}};
}

static aimed of_mean(score_tally t) {
  if (t.n <= 0) return (aimed){0};
  return (aimed){true, score_tally_mean(&t), mean_interval(t.n, t.sum, t.squares)};
}

static aimed figure_of(const telling_work *k, vox_str name) {
  const int64_t *all = k->r->extras.all, *labels = all + S_LABELS;
  const plan *p = &k->r->extras.plan;
  if (str_eq(name, STR("nps")) && k->v->config->is_nps) return of_nps(k->v->nps);
  if (str_eq(name, STR("nss")))
    return of_nps((nps_counts){labels[VOX_LABEL_POSITIVE],
                               labels[VOX_LABEL_NEUTRAL] + labels[VOX_LABEL_MIXED],
                               labels[VOX_LABEL_NEGATIVE]});
  if (str_eq(name, STR("sentiment"))) return of_mean(tally_at(all + S_SENTIMENT_N, 1));
  if (str_eq(name, STR("effort"))) return of_mean(tally_at(all + S_EFFORT_N, 1));
  if (str_eq(name, STR("score"))) return of_mean(tally_at(all + S_SCORE_N, 10000));
  for (uint32_t i = 0; i < p->measure_count; i++) {
    const int64_t *at = all + S_MEASURES + (size_t)i * M_FIELDS;
    int64_t scaled[] = {at[M_N], 100 * at[M_SUM], at[M_SQUARES]};
    if (str_eq(name, p->measures[i].name)) return of_mean(tally_at(scaled, 10000));
  }
  return (aimed){0};
}

static const char *verdict_of(const aimed *a, int64_t target) {
  if (!a->known) return "unknown";
  if (!a->ci95.known || (a->ci95.low < target && a->ci95.high >= target)) return "undecided";
  return a->ci95.low >= target ? "met" : "missed";
}

static void add_targets(telling_work *k) {
  const telling *t = &k->r->telling;
  json_writer *w = k->w;
  json_key(w, "targets"), json_array_begin(w);
  for (uint32_t i = 0; i < t->target_count; i++) {
    aimed a = figure_of(k, str_of(t->targets[i].name));
    json_object_begin(w);
    json_key(w, "name"), json_text(w, t->targets[i].name);
    json_key(w, "target"), json_fixed(w, t->targets[i].value, 4);
    json_key(w, "value"), a.known ? json_fixed(w, a.value, 4) : json_null(w);
    part_interval(w, "ci95", a.ci95, 4);
    json_key(w, "verdict"), json_text(w, verdict_of(&a, t->targets[i].value));
    json_object_end(w);
  }
  json_array_end(w);
}

/* ---- Weights ---- */

static void add_weighted_theme(telling_work *k, uint32_t theme, const int64_t *t) {
  const int64_t *all = k->r->extras.all;
  json_writer *w = k->w;
  bool hidden = t[T_N] < k->r->telling.min_n;
  json_object_begin(w);
  json_key(w, "id"), json_string(w, k->v->names->themes[theme].id);
  json_key(w, "suppressed"), json_bool(w, hidden);
  if (!hidden) {
    json_key(w, "n"), json_int(w, t[T_N]);
    json_key(w, "weight"), json_fixed(w, t[T_WEIGHT], 2);
    json_key(w, "share");
    all[S_WEIGHT_BASE] > 0 ? json_fixed(w, weight_share(t[T_WEIGHT], all[S_WEIGHT_BASE]), 4) : json_null(w);
    json_key(w, "value_at_risk");
    k->v->config->is_nps ? json_fixed(w, t[T_WEIGHT_DETRACTORS], 2) : json_null(w);
  }
  json_object_end(w);
}

static void add_weighted(telling_work *k) {
  const int64_t *all = k->r->extras.all;
  const sparse *themes = &k->r->extras.all_themes;
  json_writer *w = k->w;
  json_key(w, "weighted");
  if (!k->r->extras.plan.weight.len) {
    json_null(w);
    return;
  }
  nps_counts weights = groups_at(all + S_WEIGHT_GROUPS);
  sum128 squares = sum128_add(sum128_times((sum128){0, (uint64_t)all[S_WEIGHT_HIGH]}, UINT64_C(1) << 24),
                              (sum128){0, (uint64_t)all[S_WEIGHT_LOW]});
  weighted_nps nps = nps_of_weights(&weights, squares);
  json_object_begin(w);
  json_key(w, "n"), json_int(w, all[S_WEIGHT_N]);
  json_key(w, "weight"), json_fixed(w, all[S_WEIGHT_BASE], 2);
  json_key(w, "nps"), nps.known && k->v->config->is_nps ? json_fixed(w, nps.value, 2) : json_null(w);
  part_interval(w, "ci95", nps.ci95, 2);
  json_key(w, "effective_n"), nps.known ? json_fixed(w, nps.rows, 2) : json_null(w);
  json_key(w, "formula"), json_text(w, "nps.weighted-kish/1");
  json_key(w, "value_at_risk"), k->v->config->is_nps ? json_fixed(w, weights.detractors, 2) : json_null(w);
  json_key(w, "themes"), json_array_begin(w);
  for (uint32_t i = 0; i < themes->len; i++)
    if (themes->values[(size_t)i * T_FIELDS])
      add_weighted_theme(k, themes->ids[i], themes->values + (size_t)i * T_FIELDS);
  json_array_end(w);
  json_object_end(w);
}

void section_measures(telling_work *k) {
  part_nss(k->w, k->r->extras.all + S_LABELS);
  part_effort(k->w, k->r->extras.all);
  part_measures(k, k->r->extras.all);
  add_targets(k);
  add_weighted(k);
}
