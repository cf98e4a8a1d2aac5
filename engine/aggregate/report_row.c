/* report_row.c - what a complete row counts. Nothing here allocates, so nothing here fails. */
#include "aggregate/row_digest.h"
#include "aggregate/state.h"

static void count_base(report *r) {
  const row_tally *t = &r->row;
  base_counts *b = &r->counts.base;
  b->rows++;
  b->scored += t->row.has_score != 0;
  b->answered += row_answered(t);
  b->non_answer += row_is_non_answer(t);
  b->spam += t->suspect;
  b->other_language += row_in_share_base(t) && t->seen && t->seen == t->foreign + t->non_answers;
}

static int32_t step_of(const report_config *c, int32_t score_centi) {
  int64_t above = (int64_t)score_centi - (int64_t)c->scale_min * 100;
  int64_t step = above < 0 ? 0 : above / 100 / report_step_width(c);
  return step < REPORT_STEPS ? (int32_t)step : REPORT_STEPS - 1;
}

/* Scales other than nps: the score itself takes the group's place. */
static void count_score(report *r) {
  const vox_row *row = &r->row.row;
  if (r->config.is_nps || !row->has_score) return;
  int64_t score = (int64_t)row->score_centi * 100;
  score_tally_add(&r->counts.score, VOX_LABEL_NEUTRAL, score);
  if (row_in_share_base(&r->row)) score_tally_add(&r->counts.score_of_answers, VOX_LABEL_NEUTRAL, score);
  r->counts.steps[step_of(&r->config, row->score_centi)]++;
}

static void count_feelings(report *r) {
  const row_tally *t = &r->row;
  vox_group group = t->row.group;
  vox_label label = label_of_bits(t->labels);
  int32_t score = row_mean(t->sum, t->scored);
  score_tally_add(&r->counts.sentiment, label, score);
  score_tally_add(&r->counts.sentiment_by_group[group], label, score);
  for (int e = 0; e < EMOTION_COUNT; e++)
    if (t->emotions[e] > 0) emotion_tally_add(&r->counts.emotions[e], group, t->emotions[e]);
}

static void count_theme(report *r, uint32_t theme) {
  const row_theme *own = &r->row.themes[theme];
  const vox_row *row = &r->row.row;
  theme_tally *to = &r->themes[theme];
  to->n++;
  to->mentions += own->cells;
  to->by_group[row->group]++;
  score_tally_add(&to->sentiment, label_of_bits(own->labels), row_mean(own->sum, own->scored));
  if (!r->config.is_nps && row->has_score)
    score_tally_add(&to->score, VOX_LABEL_NEUTRAL, (int64_t)row->score_centi * 100);
  for (int e = 0; e < EMOTION_COUNT; e++)
    if (own->emotions[e] > 0) emotion_tally_add(&to->emotions[e], row->group, own->emotions[e]);
}

static void count_themes(report *r) {
  const row_tally *t = &r->row;
  bool covered = false;
  for (uint32_t i = 0; i < t->touched_count; i++) {
    count_theme(r, t->touched[i]);
    covered |= !r->names->themes[t->touched[i]].overall;
  }
  r->counts.covered += covered;
}

/* ---- Contribution ---- */

static void count_contribution(report *r) {
  uint32_t leaves[LEAVES_MAX], n = row_leaves(&r->row, leaves);
  vox_group group = r->row.row.group;
  int64_t worth = group == VOX_GROUP_PROMOTER    ? CONTRIBUTION_UNIT
                  : group == VOX_GROUP_DETRACTOR ? -CONTRIBUTION_UNIT
                                                 : 0;
  if (!n) r->contributions[r->names->theme_count] += worth;
  for (uint32_t i = 0; i < n; i++) r->contributions[leaves[i]] += worth / (int64_t)n;
}

/* ---- All of it ---- */

static void add_quotes(report *r) {
  const row_tally *t = &r->row;
  for (size_t i = 0; i < t->quotes.len; i++)
    quotes_add(r->mem, report_quote_list(r, t->quotes.ptr[i].theme, t->row.group), report_candidates(r),
               t->quotes.ptr[i].quote);
}

void report_count_row(report *r) {
  const row_tally *t = &r->row;
  extras_count_row(&r->extras, t);
  count_base(r);
  count_score(r);
  nps_count(&r->counts.nps, t->row.group, 1);
  digest_add(r->digest, t->digest);
  if (!row_in_share_base(t)) return;
  r->counts.share_base++;
  nps_count(&r->counts.impact_base, t->row.group, 1);
  duplicates_add(&r->duplicates, t->text_hash);
  count_feelings(r);
  count_themes(r);
  if (t->row.group != VOX_GROUP_NONE) count_contribution(r);
  add_quotes(r);
}
