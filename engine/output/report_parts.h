/* report_parts.h - pieces that stand in several places of a report: shares, intervals, scores. */
#ifndef OUTPUT_REPORT_PARTS_H
#define OUTPUT_REPORT_PARTS_H
#include "aggregate/report.h"
#include "json/json_write.h"

extern const char *const part_group_names[REPORT_GROUPS]; /* by vox_group; NONE: NULL */
/* The groups in the order in which they are told. */
extern const vox_group part_group_order[3];

/* "key": [low, high] or null; `decimals` of the interval's unit. */
void part_interval(json_writer *w, const char *key, interval i, unsigned decimals);
/* "share": k / n in 4 decimals, null where n is 0. */
void part_share(json_writer *w, int64_t k, int64_t n);
/* part_share and the share's "ci95". */
void part_share_interval(json_writer *w, int64_t k, int64_t n);
/* "n", "mean", "ci95" of scores. */
void part_scores(json_writer *w, const score_tally *t);
/* part_scores and "labels". */
void part_sentiment(json_writer *w, const score_tally *t);
/* "by_group": counts by group, null for scales without groups; cells of fewer than `least` rows and those
 * that would give them away are null. False: some are hidden, and figures that they can be worked out from
 * must be hidden too. */
bool part_groups(json_writer *w, const int64_t by_group[REPORT_GROUPS], bool is_nps, int64_t least);

/* The list of themes (output/report_themes.c). */
vox_status part_themes(json_writer *w, const report *r, const report_view *v, int64_t *contributions, mem *m);
#endif
