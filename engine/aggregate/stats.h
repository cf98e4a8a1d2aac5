/* stats.h - intervals and differences from tallies: the only floating point on the way to a report.
 *
 * Only + - * / and sqrt of IEEE doubles are used (all exactly rounded), so every machine prints the same
 * bytes. Results are in 1/100 of the printed unit (NPS points, percentages) or 1/10000 (shares, scores) as
 * each function says. */
#ifndef AGGREGATE_STATS_H
#define AGGREGATE_STATS_H
#include "aggregate/nps.h"
#include "aggregate/tally.h"
#include <stdbool.h>

typedef struct interval {
  bool known; /* false: printed as null */
  int64_t low, high;
} interval;

/* NPS, adjusted Wald ("nps.adjusted-wald/1", CONTRACT.md; after Rocks 2016): 1/100 points, clamped to +-100
 * and widened to hold the point. Unknown for n = 0. */
interval nps_interval(const nps_counts *c);
/* NPS of weights by group and the sum of their squares, rows with a group ("nps.weighted-kish/1"): the
 * interval is that of as many rows as the weights are worth (sum^2 / sum of squares, Kish 1965), in 1/100.
 * With all weights equal it is the unweighted one. */
typedef struct weighted_nps {
  bool known;
  int64_t value; /* 1/100 */
  interval ci95;
  int64_t rows; /* 1/100 */
} weighted_nps;
weighted_nps nps_of_weights(const nps_counts *weights, sum128 squares);
/* Share k/n, Wilson score ("share.wilson/1", Wilson 1927), z = 1.959964: 1/10000. Unknown for n = 0. */
interval share_interval(int64_t k, int64_t n);
/* Mean of n values from their sum and sum of squares (1/10000 and its square), normal approximation with the
 * sample's variance ("mean.normal/1"): 1/10000. Unknown for n < 2. */
interval mean_interval(int64_t n, int64_t sum, sum128 sum_of_squares);

typedef struct impact {
  bool known;
  int64_t value; /* 1/100 NPS points */
  interval ci95;
} impact;
/* Leave-one-out impact of a theme ("impact.leave-one-out/1", CONTRACT.md): theme and all rows of the impact
 * base. */
impact impact_of(const nps_counts *theme, const nps_counts *all);

typedef struct correlation {
  bool known;
  int64_t value; /* 1/10000 */
} correlation;
/* Scales other than nps: how the score goes together with a theme being mentioned (point-biserial,
 * "correlation.point-biserial/1"): scores of the rows with the theme, and of all. Unknown where either side
 * is empty or all scores are equal. */
correlation score_correlation(const score_tally *with, const score_tally *all);
/* A part of a weight: 1/10000. */
int64_t weight_share(int64_t part, int64_t whole);
#endif
