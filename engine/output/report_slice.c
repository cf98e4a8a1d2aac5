/* report_slice.c - see report_slice.h. */
#include "output/report_slice.h"
#include "aggregate/ratio.h"

score_tally tally_at(const int64_t *at, uint64_t scale) {
  sum128 squares = {0, (uint64_t)at[2]};
  return (score_tally){.n = at[0], .sum = at[1], .squares = sum128_times(squares, scale)};
}

void part_nps(json_writer *w, const char *key, const nps_counts *c) {
  json_key(w, key), json_object_begin(w);
  json_key(w, "n"), json_int(w, nps_n(c));
  json_key(w, "promoters"), json_int(w, c->promoters);
  json_key(w, "passives"), json_int(w, c->passives);
  json_key(w, "detractors"), json_int(w, c->detractors);
  json_key(w, "nps");
  nps_n(c) > 0 ? json_fixed(w, nps_centi(c), 2) : json_null(w);
  part_interval(w, "ci95", nps_interval(c), 2);
  json_key(w, "formula"), json_text(w, "nps.adjusted-wald/1");
  json_object_end(w);
}

/* Net sentiment: NPS of labels. Mixed comments stand with the neutral ones. */
void part_nss(json_writer *w, const int64_t *labels) {
  nps_counts c = {labels[VOX_LABEL_POSITIVE], labels[VOX_LABEL_NEUTRAL] + labels[VOX_LABEL_MIXED],
                  labels[VOX_LABEL_NEGATIVE]};
  json_key(w, "nss"), json_object_begin(w);
  json_key(w, "n"), json_int(w, nps_n(&c));
  json_key(w, "nss");
  nps_n(&c) > 0 ? json_fixed(w, nps_centi(&c), 2) : json_null(w);
  part_interval(w, "ci95", nps_interval(&c), 2);
  json_key(w, "formula"), json_text(w, "nss.adjusted-wald/1");
  json_object_end(w);
}

void part_effort(json_writer *w, const int64_t *v) {
  score_tally t = tally_at(v + S_EFFORT_N, 1);
  json_key(w, "effort"), json_object_begin(w);
  part_scores(w, &t);
  json_key(w, "formula"), json_text(w, "mean.normal/1");
  json_object_end(w);
}

void part_measures(telling_work *k, const int64_t *v) {
  const plan *p = &k->r->extras.plan;
  json_writer *w = k->w;
  json_key(w, "measures"), json_array_begin(w);
  for (uint32_t i = 0; i < p->measure_count; i++) {
    const plan_measure *m = &p->measures[i];
    const int64_t *at = v + S_MEASURES + (size_t)i * M_FIELDS;
    int64_t scaled[] = {at[M_N], 100 * at[M_SUM], at[M_SQUARES]};
    score_tally t = tally_at(scaled, 10000);
    json_object_begin(w);
    json_key(w, "name"), json_string(w, m->name);
    part_scores(w, &t);
    json_key(w, "top"), json_object_begin(w);
    json_key(w, "from"), json_int(w, m->high - m->low >= 10 ? m->high - 1 : m->high);
    json_key(w, "n"), json_int(w, at[M_TOP]);
    part_share_interval(w, at[M_TOP], at[M_N]);
    json_object_end(w);
    json_key(w, "formula"), json_text(w, "mean.normal/1");
    json_object_end(w);
  }
  json_array_end(w);
}

static void part_labels(json_writer *w, const int64_t *labels) {
  json_key(w, "labels"), json_object_begin(w);
  for (int label = VOX_LABEL_POSITIVE; label < TALLY_LABELS; label++)
    json_key(w, label_name((vox_label)label)), json_int(w, labels[label]);
  json_key(w, "none"), json_int(w, labels[VOX_LABEL_NONE]);
  json_object_end(w);
}

void part_slice(telling_work *k, const int64_t *v) {
  json_writer *w = k->w;
  nps_counts groups = groups_at(v + S_GROUPS);
  score_tally sentiment = tally_at(v + S_SENTIMENT_N, 1), score = tally_at(v + S_SCORE_N, 10000);
  json_key(w, "n"), json_int(w, v[S_ROWS]);
  json_key(w, "answered"), json_int(w, v[S_ANSWERED]);
  json_key(w, "base"), json_int(w, v[S_BASE]);
  if (k->v->config->is_nps) {
    part_nps(w, "nps", &groups);
  } else {
    json_key(w, "score"), json_object_begin(w);
    part_scores(w, &score);
    json_object_end(w);
  }
  json_key(w, "sentiment"), json_object_begin(w);
  part_scores(w, &sentiment);
  part_labels(w, v + S_LABELS);
  json_object_end(w);
  part_nss(w, v + S_LABELS);
  part_effort(w, v);
  if (k->r->extras.plan.measure_count) part_measures(k, v);
}

void part_difference(json_writer *w, const char *key, const difference *d, unsigned decimals,
                     const char *formula) {
  json_key(w, key);
  if (!d->known) {
    json_null(w);
    return;
  }
  json_object_begin(w);
  json_key(w, "value"), json_fixed(w, d->value, decimals);
  part_interval(w, "ci95", d->ci95, decimals);
  json_key(w, "p"), json_fixed(w, d->p, 6);
  json_key(w, "formula"), json_text(w, formula);
  json_object_end(w);
}

/* ---- Themes ---- */

static void part_impact(telling_work *k, const int64_t *slice, const int64_t *theme, bool shown) {
  nps_counts all = groups_at(slice + S_IMPACT), own = groups_at(theme + T_GROUPS);
  impact i = impact_of(&own, &all);
  json_key(k->w, "impact");
  if (!k->v->config->is_nps || !i.known || !shown) {
    json_null(k->w);
    return;
  }
  json_object_begin(k->w);
  json_key(k->w, "value"), json_fixed(k->w, i.value, 2);
  part_interval(k->w, "ci95", i.ci95, 2);
  json_key(k->w, "formula"), json_text(k->w, "impact.leave-one-out/1");
  json_object_end(k->w);
}

static void part_theme(telling_work *k, const int64_t *slice, const int64_t *t, uint32_t theme, bool hidden) {
  json_writer *w = k->w;
  score_tally sentiment = tally_at(t + T_SENTIMENT_N, 1);
  int64_t groups[REPORT_GROUPS] = {0, t[T_GROUPS], t[T_GROUPS + 1], t[T_GROUPS + 2]};
  json_object_begin(w);
  json_key(w, "id"), json_string(w, k->v->names->themes[theme].id);
  json_key(w, "suppressed"), json_bool(w, hidden);
  json_key(w, "n");
  if (hidden) {
    json_null(w);
    json_object_end(w);
    return;
  }
  json_int(w, t[T_N]);
  part_share_interval(w, t[T_N], slice[S_BASE]);
  bool shown = part_groups(w, groups, k->v->config->is_nps, k->r->telling.min_n);
  json_key(w, "sentiment"), json_object_begin(w);
  part_scores(w, &sentiment);
  json_object_end(w);
  part_impact(k, slice, t, shown);
  json_object_end(w);
}

void part_slice_themes(telling_work *k, const int64_t *v, const sparse *sub, const bool *hidden) {
  uint32_t *order = mem_array(k->mem, sub->len, sizeof *order);
  uint32_t n = 0;
  json_key(k->w, "themes"), json_array_begin(k->w);
  if (!order) k->status = VOX_ERR_MEMORY;
  for (uint32_t i = 0; order && i < sub->len; i++) {
    uint32_t at = n;
    int64_t rows = sub->values[(size_t)i * T_FIELDS];
    if (!rows) continue;
    for (; at && sub->values[(size_t)order[at - 1] * T_FIELDS] < rows; at--) order[at] = order[at - 1];
    order[at] = i;
    n++;
  }
  /* Hidden ones last: their place would tell their size. */
  for (int pass = 0; pass < 2; pass++)
    for (uint32_t i = 0; order && i < n; i++) {
      bool is_hidden = hidden != NULL && hidden[order[i]];
      if (is_hidden == (pass == 1))
        part_theme(k, v, sub->values + (size_t)order[i] * T_FIELDS, sub->ids[order[i]], is_hidden);
    }
  json_array_end(k->w);
  mem_put(k->mem, order, sub->len * sizeof *order);
}
