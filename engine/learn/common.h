/* common.h - what sets of comments and fits of all kinds share: when two comments are the same, and which
 * features are kept first. */
#ifndef LEARN_COMMON_H
#define LEARN_COMMON_H
#include "analysis/comment.h"

/* What makes two comments the same: their folded letters and digits, as a SHA-256. */
void corpus_key(const comment *m, uint8_t key[32]);

/* A feature that may stay, and what it is worth. */
typedef struct candidate {
  double value;
  uint32_t feature;
} candidate;

/* For qsort: the worthiest first, then in order of number. */
int candidate_order(const void *left, const void *right);
#endif
