/* tally.c - see tally.h. */
#include "aggregate/tally.h"
#include "aggregate/ratio.h"

static sum128 square(int64_t x) {
  uint64_t size = x < 0 ? 0 - (uint64_t)x : (uint64_t)x;
  return sum128_product(size, size);
}

void score_tally_add(score_tally *t, vox_label label, int64_t score) {
  t->labels[label]++;
  if (label == VOX_LABEL_NONE) return;
  t->n++;
  t->sum += score;
  t->squares = sum128_add(t->squares, square(score));
}

void score_tally_merge(score_tally *into, const score_tally *from) {
  into->n += from->n;
  into->sum = add_wrapped(into->sum, from->sum);
  into->squares = sum128_add(into->squares, from->squares);
  for (int i = 0; i < TALLY_LABELS; i++) into->labels[i] += from->labels[i];
}

void emotion_tally_add(emotion_tally *t, vox_group group, int64_t score) {
  t->n++;
  t->sum += score;
  t->by_group[group]++;
}

void emotion_tally_merge(emotion_tally *into, const emotion_tally *from) {
  into->n += from->n;
  into->sum = add_wrapped(into->sum, from->sum);
  for (int g = 0; g < REPORT_GROUPS; g++) into->by_group[g] += from->by_group[g];
}

void theme_tally_merge(theme_tally *into, const theme_tally *from) {
  into->n += from->n;
  into->mentions += from->mentions;
  for (int g = 0; g < REPORT_GROUPS; g++) into->by_group[g] += from->by_group[g];
  score_tally_merge(&into->sentiment, &from->sentiment);
  score_tally_merge(&into->score, &from->score);
  for (int e = 0; e < EMOTION_COUNT; e++) emotion_tally_merge(&into->emotions[e], &from->emotions[e]);
}

int64_t score_tally_mean(const score_tally *t) { return ratio_round(t->sum, t->n); }
