/* weights.h - from rows to signed weights: which rows and features take part, their fit, what is left of it.
 *
 *   rows      learned from, labelled, in no fold and no set that is left out; each set counts alike for both
 * classes features  frequent enough; scaled by the log ratio of their shares in the classes ("NB-SVM") pruned
 * by |w| * sqrt(rows); a feature stays only if it leans the same way in several domains refitted  on those,
 * rounded to 1/100 */
#ifndef LEARN_WEIGHTS_H
#define LEARN_WEIGHTS_H
#include "learn/corpus.h"

typedef struct weights_options {
  unsigned leave_folds; /* bits */
  uint64_t leave_sets;  /* bits */
  uint64_t leave_groups[2];
  size_t most;            /* entries kept */
  uint32_t min_rows;      /* rows that a word must stand in, */
  uint32_t min_pair_rows; /* and a pair */
  uint32_t min_groups;    /* domains in which it leans to the side of its weight */
  double cost;
  double set_rows;    /* a larger set counts no more than this many rows */
  double most_weight; /* of one row */
  double balance;     /* 1: both classes of a set weigh the same; 0: as many as they are */
  double repeat;      /* value of a repeated feature beyond 1 */
  double least;       /* smaller weights are left out */
  double lambda;      /* of the prior; 0: learned */
  /* The neutral weights: settings of the model that they go with; step 0: none are learned. */
  int32_t neutral_below, neutral_both, neutral_step;
  double neutral_cost, neutral_rows; /* as cost and set_rows */
  size_t most_neutral;
  int32_t evidence_scale; /* adapting: setting of the model */
} weights_options;
#define WEIGHTS_OPTIONS_INIT                                                                                 \
  {                                                                                                          \
    .most = 20000, .min_rows = 4, .min_pair_rows = 6, .min_groups = 2, .cost = 0.1, .set_rows = 12000,       \
    .most_weight = 3, .balance = 0.5, .repeat = 0.5, .least = 0.05, .neutral_cost = 0.1,                     \
    .neutral_rows = 3000, .most_neutral = 6000                                                               \
  }

typedef struct feature_count {
  uint32_t positive, negative; /* rows */
  uint16_t groups;             /* domains that agree with the weight's sign */
} feature_count;

typedef struct weights {
  mem *mem;
  size_t count;   /* features of the corpus */
  int16_t *centi; /* of each feature; 0: none */
  neutral_weights *neutral;
  feature_count *seen, *seen_neutral; /* of the second: rows of neither side, of a side */
  uint64_t neutral_sets;
  double lambda;
  size_t kept, rows;
  size_t sides[2]; /* rows that are positive, negative */
  unsigned rounds; /* of both fits */
} weights;

vox_status weights_learn(weights *w, const corpus *c, const weights_options *o, mem *m, vox_error *err);
/* Adapting: the setting `slope` at which the comments' scores are as far from 0, in the mean, as they were at
 * `slope` without the new weights: heavier weights must not make the model surer of itself. */
int32_t weights_steady_slope(const weights *w, const corpus *c, const weights_options *o, int32_t slope);
void weights_free(weights *w);
#endif
