/* slice.h - what is counted for a set of rows: all of them, a branch, a month, a side of a comparison.
 *
 * A slice is a row of numbers (a cell of a table) and, for each theme that its rows mention, a shorter one.
 * Sums of scores are in 1/10000, their squares in 1/10^8; weights in 1/100, the square of a weight in two
 * halves so that 64 bits hold any number of rows (weight^2 = high * 2^24 + low). Everything from S_LABEL on
 * is counted over the share base. */
#ifndef AGGREGATE_SLICE_H
#define AGGREGATE_SLICE_H
#include "aggregate/nps.h"
#include "aggregate/row_tally.h"
#include "aggregate/sparse.h"

enum { MEASURES_MAX = 6 };

enum measure_field { M_N, M_SUM, M_SQUARES, M_TOP, M_FIELDS }; /* answers in 1/100 */

enum slice_field {
  S_ROWS,
  S_SCORED,
  S_ANSWERED,
  S_BASE,       /* rows of the share base */
  S_GROUPS,     /* by vox_group 1..3, of all rows */
  S_IMPACT = 7, /* the same of the share base */
  S_COVERED = 10,
  S_LABELS, /* by vox_label 0..4 */
  S_SENTIMENT_N = 16,
  S_SENTIMENT_SUM,
  S_SENTIMENT_SQUARES,
  S_EFFORT_N, /* rows that speak of effort, -2..2 in 1/10000 */
  S_EFFORT_SUM,
  S_EFFORT_SQUARES,
  S_CONFLICT_N, /* promoters and detractors with a clear sentiment */
  S_CONFLICT,   /* of these: it says the contrary of the group */
  S_SCORE_N,    /* answers of another scale than nps, 1/10000 */
  S_SCORE_SUM,
  S_SCORE_SQUARES,                         /* in 1/10^4: scores squared in hundredths */
  S_EMOTIONS,                              /* rows with each */
  S_WEIGHT_N = S_EMOTIONS + EMOTION_COUNT, /* rows with a weight */
  S_WEIGHT_GROUPS,                         /* by vox_group 1..3, of all rows */
  S_WEIGHT_BASE = S_WEIGHT_GROUPS + 3,
  S_WEIGHT_HIGH, /* squares, rows with a group */
  S_WEIGHT_LOW,
  S_MEASURES,
  S_FIELDS = S_MEASURES + MEASURES_MAX * M_FIELDS
};

enum slice_theme_field {
  T_N,
  T_MENTIONS,
  T_GROUPS, /* by vox_group 1..3 */
  T_SENTIMENT_N = T_GROUPS + 3,
  T_SENTIMENT_SUM,
  T_SENTIMENT_SQUARES,
  T_POSITIVE,
  T_NEGATIVE,
  T_WEIGHT,
  T_WEIGHT_DETRACTORS,
  T_FIELDS
};

/* What the options of a report make of a row, before it is counted. */
typedef struct row_extras {
  bool has_weight;
  int64_t weight;                /* 1/100 */
  int32_t measure[MEASURES_MAX]; /* 1/100 */
  uint8_t measured, top;         /* bits: a readable answer; in the top box */
} row_extras;

/* The row's numbers into `v`, and of its themes into `sub`, which has room for them (slice_reserve). `hints`:
 * where each theme stands in `sub`, as sparse_take_at keeps it; NULL: none are kept. */
bool slice_reserve(mem *m, sparse *sub, const row_tally *t, uint16_t *hints);
void slice_count(int64_t *v, sparse *sub, const row_tally *t, const row_extras *extras, bool is_nps,
                 uint16_t *hints);

/* Counts by group of S_GROUPS, S_IMPACT, T_GROUPS. */
static inline nps_counts groups_at(const int64_t *at) { return (nps_counts){at[0], at[1], at[2]}; }
#endif
