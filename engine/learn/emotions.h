/* emotions.h - weights of words for each emotion, learned from comments with gold emotions.
 *
 *   rows      learned from, in no fold that is left out; a comment may have several emotions or none
 *   one emotion against all others at a time: classes half evened out, features words alone, scaled by the
 * log ratio of their shares, L2 logistic regression with the hand-made sum as a column of weight 1, pruned by
 * |w| * sqrt(rows), refitted, rounded to 1/100 offsets   by macro-F1 over emotions and none on an inner fold
 * that a fit of their own did not see, so that the emotion that exceeds its offset most is the gold one as
 * often as can be */
#ifndef LEARN_EMOTIONS_H
#define LEARN_EMOTIONS_H
#include "learn/corpus.h"

typedef struct emotions_options {
  unsigned leave_folds; /* bits */
  size_t most;          /* entries of one emotion */
  uint32_t min_rows;    /* that a word must stand in */
  uint32_t min_gold;    /* rows that an emotion needs to be learned */
  double cost, balance, least, most_weight;
} emotions_options;
#define EMOTIONS_OPTIONS_INIT                                                                                \
  {                                                                                                          \
    .most = 1500, .min_rows = 4, .min_gold = 100, .cost = 0.1, .balance = 0.5, .least = 0.05,                \
    .most_weight = 20                                                                                        \
  }

typedef struct emotion_weights {
  bool learned;
  int32_t offset; /* 1/100 */
  int16_t *centi; /* of each feature; 0: none */
  uint32_t *rows; /* of each feature: rows with the emotion */
  size_t gold, kept;
} emotion_weights;

typedef struct emotions {
  mem *mem;
  size_t count;   /* features */
  uint32_t *rows; /* of each feature: rows */
  size_t row_count;
  emotion_weights of[EMOTION_COUNT];
} emotions;

vox_status emotions_learn(emotions *w, const corpus *c, const emotions_options *o, mem *m, vox_error *err);
void emotions_free(emotions *w);
#endif
