/* slice.c - see slice.h. */
#include "aggregate/slice.h"

static int64_t *take_theme(mem *m, sparse *sub, uint32_t theme, uint16_t *hints) {
  return sparse_take_at(m, sub, T_FIELDS, theme, hints ? &hints[theme] : NULL);
}

bool slice_reserve(mem *m, sparse *sub, const row_tally *t, uint16_t *hints) {
  if (!row_in_share_base(t)) return true;
  for (uint32_t i = 0; i < t->touched_count; i++)
    if (!take_theme(m, sub, t->touched[i], hints)) return false;
  return true;
}

static void add_square(int64_t *high, int64_t *low, int64_t weight) {
  uint64_t square = (uint64_t)weight * (uint64_t)weight;
  *high += (int64_t)(square >> 24);
  *low += (int64_t)(square & 0xFFFFFF);
}

static void count_weight(int64_t *v, const row_tally *t, const row_extras *x) {
  if (!x->has_weight) return;
  v[S_WEIGHT_N]++;
  if (row_in_share_base(t)) v[S_WEIGHT_BASE] += x->weight;
  if (t->row.group == VOX_GROUP_NONE) return;
  v[S_WEIGHT_GROUPS + (int)t->row.group - 1] += x->weight;
  add_square(&v[S_WEIGHT_HIGH], &v[S_WEIGHT_LOW], x->weight);
}

static void count_measures(int64_t *v, const row_extras *x) {
  for (int i = 0; i < MEASURES_MAX; i++) {
    int64_t *m = v + S_MEASURES + i * M_FIELDS, answer = x->measure[i];
    if (!(x->measured & 1u << i)) continue;
    m[M_N]++;
    m[M_SUM] += answer;
    m[M_SQUARES] += answer * answer;
    m[M_TOP] += (x->top >> i) & 1;
  }
}

static void count_scores(int64_t *at, int64_t n, int64_t score) {
  at[0] += n;
  at[1] += score;
  at[2] += score * score;
}

/* A promoter who speaks ill, a detractor who speaks well. */
static void count_conflict(int64_t *v, vox_group group, vox_label label) {
  bool clear = label == VOX_LABEL_POSITIVE || label == VOX_LABEL_NEGATIVE;
  if (!clear || (group != VOX_GROUP_PROMOTER && group != VOX_GROUP_DETRACTOR)) return;
  v[S_CONFLICT_N]++;
  v[S_CONFLICT] += (group == VOX_GROUP_PROMOTER) == (label == VOX_LABEL_NEGATIVE);
}

static void count_feelings(int64_t *v, const row_tally *t) {
  vox_label label = label_of_bits(t->labels);
  v[S_LABELS + (int)label]++;
  if (label != VOX_LABEL_NONE) count_scores(v + S_SENTIMENT_N, 1, row_mean(t->sum, t->scored));
  if (t->effort_cells) count_scores(v + S_EFFORT_N, 1, row_mean(t->effort * 10000, t->effort_cells));
  count_conflict(v, t->row.group, label);
  for (int e = 0; e < EMOTION_COUNT; e++) v[S_EMOTIONS + e] += t->emotions[e] > 0;
}

static void count_theme(int64_t *v, const row_tally *t, uint32_t theme, const row_extras *x) {
  const row_theme *own = &t->themes[theme];
  vox_label label = label_of_bits(own->labels);
  vox_group group = t->row.group;
  v[T_N]++;
  v[T_MENTIONS] += own->cells;
  if (group != VOX_GROUP_NONE) v[T_GROUPS + (int)group - 1]++;
  if (label != VOX_LABEL_NONE) count_scores(v + T_SENTIMENT_N, 1, row_mean(own->sum, own->scored));
  v[T_POSITIVE] += label == VOX_LABEL_POSITIVE;
  v[T_NEGATIVE] += label == VOX_LABEL_NEGATIVE;
  if (!x->has_weight) return;
  v[T_WEIGHT] += x->weight;
  if (group == VOX_GROUP_DETRACTOR) v[T_WEIGHT_DETRACTORS] += x->weight;
}

void slice_count(int64_t *v, sparse *sub, const row_tally *t, const row_extras *x, bool is_nps,
                 uint16_t *hints) {
  const vox_row *row = &t->row;
  bool covered = false;
  v[S_ROWS]++;
  v[S_SCORED] += row->has_score != 0;
  v[S_ANSWERED] += row_answered(t);
  if (row->group != VOX_GROUP_NONE) v[S_GROUPS + (int)row->group - 1]++;
  count_weight(v, t, x);
  count_measures(v, x);
  if (!is_nps && row->has_score) {
    int64_t score = row->score_centi;
    v[S_SCORE_N]++, v[S_SCORE_SUM] += score * 100, v[S_SCORE_SQUARES] += score * score;
  }
  if (!row_in_share_base(t)) return;
  v[S_BASE]++;
  if (row->group != VOX_GROUP_NONE) v[S_IMPACT + (int)row->group - 1]++;
  count_feelings(v, t);
  for (uint32_t i = 0; i < t->touched_count; i++) {
    covered |= !t->names->themes[t->touched[i]].overall;
    int64_t *own = take_theme(NULL, sub, t->touched[i], hints);
    if (own) count_theme(own, t, t->touched[i], x);
  }
  v[S_COVERED] += covered;
}
