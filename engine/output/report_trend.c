/* report_trend.c - the rows by period, each beside the one before and the same one a year before. */
#include "aggregate/suppress.h"
#include "output/report_sections.h"

static const tally_cell *find_period(const telling_work *k, vox_str period) {
  const tally_cell *e = ledger_find(&k->r->extras.tables[TABLE_PERIOD], period);
  return e && e->v[S_ROWS] ? e : NULL;
}

static void add_change(telling_work *k, const char *key, const tally_cell *before, const tally_cell *now) {
  json_writer *w = k->w;
  json_key(w, key);
  if (!before) {
    json_null(w);
    return;
  }
  nps_counts a = groups_at(before->v + S_GROUPS), b = groups_at(now->v + S_GROUPS);
  score_tally x = tally_at(before->v + S_SENTIMENT_N, 1), y = tally_at(now->v + S_SENTIMENT_N, 1);
  difference nps = k->v->config->is_nps ? nps_difference(&a, &b) : (difference){0},
             mood = mean_difference(&x, &y);
  json_object_begin(w);
  json_key(w, "period"), json_string(w, before->key);
  part_difference(w, "nps", &nps, 2, "nps.difference-adjusted-wald/1");
  part_difference(w, "sentiment", &mood, 4, "mean.difference-welch/1");
  if (!k->v->config->is_nps) {
    x = tally_at(before->v + S_SCORE_N, 10000), y = tally_at(now->v + S_SCORE_N, 10000);
    difference score = mean_difference(&x, &y);
    part_difference(w, "score", &score, 4, "mean.difference-welch/1");
  }
  json_object_end(w);
}

/* Mean of the NPS of this period and the two before it, by their rows. */
static void add_moving(telling_work *k, const tally_cell **list, size_t at, const bool *hidden) {
  nps_counts sum = {0, 0, 0};
  bool known = k->v->config->is_nps && at >= 2;
  for (size_t i = at >= 2 ? at - 2 : 0; i <= at; i++) {
    nps_counts own = groups_at(list[i]->v + S_GROUPS);
    nps_merge(&sum, &own);
    known &= !hidden[i];
  }
  json_key(k->w, "moving_nps");
  known &&nps_n(&sum) > 0 ? json_fixed(k->w, nps_centi(&sum), 2) : json_null(k->w);
}

static void add_period(telling_work *k, const tally_cell **list, size_t at, const bool *hidden,
                       const bool *hidden_theme) {
  const tally_cell *e = list[at];
  char ago[PERIOD_TEXT];
  size_t n = period_year_ago(e->key, ago), past = 0;
  json_object_begin(k->w);
  json_key(k->w, "period"), json_string(k->w, e->key);
  json_key(k->w, "suppressed"), json_bool(k->w, hidden[at]);
  if (!hidden[at]) {
    part_slice(k, e->v);
    add_change(k, "change", at && !hidden[at - 1] ? list[at - 1] : NULL, e);
    const tally_cell *year = n ? find_period(k, (vox_str){ago, n}) : NULL;
    while (year && past < at && list[past] != year) past++;
    add_change(k, "year_ago", year && list[past] == year && !hidden[past] ? year : NULL, e);
    add_moving(k, list, at, hidden);
    part_slice_themes(k, e->v, &e->sub, hidden_theme);
  }
  json_object_end(k->w);
}

void section_trend(telling_work *k) {
  size_t count;
  const tally_cell **list = cells_of(k, TABLE_PERIOD, &count);
  int64_t *n = mem_array(k->mem, count, sizeof *n);
  bool *hidden = mem_array(k->mem, count, sizeof *hidden);
  if (!n || !hidden) k->status = VOX_ERR_MEMORY;
  hidden_themes themes = {NULL, 1, count};
  json_key(k->w, "trend"), json_array_begin(k->w);
  if (k->status == VOX_OK) {
    for (size_t i = 0; i < count; i++) n[i] = list[i]->v[S_ROWS];
    suppress(n, hidden, count, k->r->telling.min_n);
    themes = hide_themes(k, list, hidden, count);
  }
  for (size_t i = 0; i < count && k->status == VOX_OK; i++)
    add_period(k, list, i, hidden, hidden_of(&themes, i));
  json_array_end(k->w);
  hide_done(k, &themes);
  mem_put(k->mem, n, count * sizeof *n);
  mem_put(k->mem, hidden, count * sizeof *hidden);
  cells_done(k, TABLE_PERIOD, list);
}
