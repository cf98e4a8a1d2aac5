/* state.h - the inside of a report, for the files of this floor that fill, merge and read it. */
#ifndef AGGREGATE_STATE_H
#define AGGREGATE_STATE_H
#include "aggregate/duplicates.h"
#include "aggregate/extras.h"
#include "aggregate/report.h"
#include "aggregate/row_tally.h"
#include "aggregate/telling.h"

enum { ENCODINGS_MAX = 32 };

/* A promoter's 1 (a detractor's -1) is shared out among the leaf themes of the row in whole parts: 720720 is
 * divisible by 1..16 (LEAVES_MAX). */
enum { CONTRIBUTION_UNIT = 720720 };
#define CONTRIBUTION_ROWS ((int64_t)1 << 43) /* more rows' parts would leave 64 bits */

typedef struct report_counts {
  base_counts base; /* but for duplicate */
  nps_counts nps, impact_base;
  int64_t share_base, covered;
  score_tally score, score_of_answers;
  int64_t steps[REPORT_STEPS];
  score_tally sentiment, sentiment_by_group[REPORT_GROUPS];
  emotion_tally emotions[EMOTION_COUNT];
} report_counts;

struct report {
  mem *mem;
  const catalogue *names;
  report_config config;
  report_counts counts;
  theme_tally *themes;    /* theme_count */
  int64_t *contributions; /* theme_count + 1, in 1/CONTRIBUTION_UNIT rows; the last: untagged */
  quote_list *quotes;     /* theme_count * REPORT_GROUPS */
  duplicates duplicates;
  vox_str encodings[ENCODINGS_MAX]; /* the smallest, ascending */
  size_t encoding_count;
  uint8_t digest[32];
  extras extras;
  telling telling;
  uint32_t parts; /* merged into it */
  row_tally row;
  buf masked; /* a quote on its way in */
};

static inline quote_list *report_quote_list(const report *r, uint32_t theme, vox_group group) {
  return &r->quotes[(size_t)theme * REPORT_GROUPS + (size_t)group];
}

/* Candidates kept in each list: more than are printed, as near-duplicates fall out then. */
uint32_t report_candidates(const report *r);
/* Where the scores of another scale are counted. */
int32_t report_step_width(const report_config *c);
void report_count_row(report *r);
#endif
