/* tally.h - what is counted of many rows: whole numbers that add up in any order. */
#ifndef AGGREGATE_TALLY_H
#define AGGREGATE_TALLY_H
#include "aggregate/sum128.h"
#include "analysis/result.h"

enum { REPORT_GROUPS = 4 }; /* index: vox_group; 0 holds rows without a group */
enum { TALLY_LABELS = 5 };  /* index: vox_label */

typedef struct score_tally {
  int64_t n, sum; /* null scores are not counted; 1/10000 */
  sum128 squares;
  int64_t labels[TALLY_LABELS]; /* by vox_label; [VOX_LABEL_NONE]: the nulls */
} score_tally;

typedef struct emotion_tally {
  int64_t n, sum; /* rows with it; sum of scores, 1/10000 */
  int64_t by_group[REPORT_GROUPS];
} emotion_tally;

typedef struct theme_tally {
  int64_t n, mentions;             /* rows; cells */
  int64_t by_group[REPORT_GROUPS]; /* rows: the impact counts are those of groups 1..3 */
  score_tally sentiment;           /* one a row: the mean of its cells' theme scores */
  score_tally score;               /* of its rows, where the scale is another than nps; no labels */
  emotion_tally emotions[EMOTION_COUNT];
} theme_tally;

/* Counts `label`, and the score too unless the label is VOX_LABEL_NONE. */
void score_tally_add(score_tally *t, vox_label label, int64_t score);
void score_tally_merge(score_tally *into, const score_tally *from);
void emotion_tally_add(emotion_tally *t, vox_group group, int64_t score);
void emotion_tally_merge(emotion_tally *into, const emotion_tally *from);
void theme_tally_merge(theme_tally *into, const theme_tally *from);
/* The mean in 1/10000, rounded half away from zero. n > 0. */
int64_t score_tally_mean(const score_tally *t);
#endif
