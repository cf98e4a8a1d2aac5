/* numbers.c - see numbers.h. */
#include "aggregate/numbers.h"
#include <stddef.h>

const char *const table_names[TABLES] = {"segment", "node",   "period", "arm",
                                         "matrix",  "choice", "term",   "comment"};

number_shape table_shape(extras_table table) {
  if (table <= TABLE_ARM) return SHAPE_SLICE;
  return table == TABLE_MATRIX ? SHAPE_MATRIX : SHAPE_COUNTS;
}

static bool is_slice_sum(size_t i) {
  if (i >= S_MEASURES)
    return (i - S_MEASURES) % M_FIELDS == M_SUM || (i - S_MEASURES) % M_FIELDS == M_SQUARES;
  return i == S_SENTIMENT_SUM || i == S_SENTIMENT_SQUARES || i == S_EFFORT_SUM || i == S_EFFORT_SQUARES ||
         i == S_SCORE_SUM || i == S_SCORE_SQUARES || (i >= S_WEIGHT_GROUPS && i <= S_WEIGHT_LOW);
}

static bool is_theme_sum(size_t i) {
  return i == T_SENTIMENT_SUM || i == T_SENTIMENT_SQUARES || i == T_WEIGHT || i == T_WEIGHT_DETRACTORS;
}

static bool is_sum(number_shape shape, size_t i) {
  switch (shape) {
  case SHAPE_COUNTS:
    return false;
  case SHAPE_SUMS:
    return true;
  case SHAPE_TALLY:
    return i % TALLY_WORDS == 1;
  case SHAPE_EMOTION:
    return i % EMOTION_WORDS == 1;
  case SHAPE_SLICE:
    return is_slice_sum(i % S_FIELDS);
  case SHAPE_SLICE_THEME:
    return is_theme_sum(i % T_FIELDS);
  case SHAPE_MATRIX:
    return i % X_FIELDS > X_SENTIMENT_N;
  case SHAPE_DRIVER:
    return i % D_FIELDS >= D_SUM;
  case SHAPE_OUTCOME:
    return i > 0;
  }
  return false;
}

bool number_fits(number_shape shape, size_t i, int64_t value) {
  if (shape == SHAPE_TALLY && (i % TALLY_WORDS == 2 || i % TALLY_WORDS == 3)) return true;
  if (is_sum(shape, i)) return value >= -NUMBER_SUM_MAX && value <= NUMBER_SUM_MAX;
  return value >= 0 && value <= NUMBER_COUNT_MAX;
}

bool theme_word_fits(size_t i, int64_t value) {
  size_t sentiment = offsetof(theme_tally, sentiment) / 8, emotions = offsetof(theme_tally, emotions) / 8;
  if (i < sentiment) return number_fits(SHAPE_COUNTS, i, value);
  if (i < emotions) return number_fits(SHAPE_TALLY, i - sentiment, value);
  return number_fits(SHAPE_EMOTION, i - emotions, value);
}

static void add(number_block *out, size_t *n, const char *name, number_shape shape, void *at, size_t size) {
  out[(*n)++] = (number_block){name, shape, at, size / sizeof(int64_t)};
}

size_t report_blocks(report *r, number_block out[REPORT_BLOCKS]) {
  report_counts *c = &r->counts;
  extras *x = &r->extras;
  size_t n = 0, themes = r->names->theme_count;
  add(out, &n, "base", SHAPE_COUNTS, &c->base, sizeof c->base);
  add(out, &n, "nps", SHAPE_COUNTS, &c->nps, sizeof c->nps);
  add(out, &n, "impact_base", SHAPE_COUNTS, &c->impact_base, sizeof c->impact_base);
  add(out, &n, "share_base", SHAPE_COUNTS, &c->share_base, sizeof c->share_base);
  add(out, &n, "covered", SHAPE_COUNTS, &c->covered, sizeof c->covered);
  add(out, &n, "score", SHAPE_TALLY, &c->score, sizeof c->score);
  add(out, &n, "score_of_answers", SHAPE_TALLY, &c->score_of_answers, sizeof c->score_of_answers);
  add(out, &n, "steps", SHAPE_COUNTS, c->steps, sizeof c->steps);
  add(out, &n, "sentiment", SHAPE_TALLY, &c->sentiment, sizeof c->sentiment);
  add(out, &n, "sentiment_by_group", SHAPE_TALLY, c->sentiment_by_group, sizeof c->sentiment_by_group);
  add(out, &n, "emotions", SHAPE_EMOTION, c->emotions, sizeof c->emotions);
  add(out, &n, "contributions", SHAPE_SUMS, r->contributions, (themes + 1) * sizeof(int64_t));
  add(out, &n, "all", SHAPE_SLICE, x->all, sizeof x->all);
  add(out, &n, "drivers", SHAPE_DRIVER, x->drivers, themes * D_FIELDS * sizeof(int64_t));
  add(out, &n, "outcome", SHAPE_OUTCOME, x->outcome, sizeof x->outcome);
  add(out, &n, "roles", SHAPE_COUNTS, x->roles, sizeof x->roles);
  add(out, &n, "quality", SHAPE_COUNTS, x->quality, sizeof x->quality);
  add(out, &n, "flags", SHAPE_COUNTS, x->flags, sizeof x->flags);
  add(out, &n, "langs", SHAPE_COUNTS, x->langs, sizeof x->langs);
  add(out, &n, "intents", SHAPE_COUNTS, x->intents, sizeof x->intents);
  add(out, &n, "group_conflicts", SHAPE_COUNTS, &x->group_conflicts, sizeof x->group_conflicts);
  return n;
}
