/* fit.h - L2 logistic regression on sparse rows, by limited-memory BFGS in a fixed order of sums.
 *
 * Margin of a row: bias + lambda * prior + sum over its cells of scale * u * value, value 1, or 1 + repeat
 * for a repeated cell. Minimised: cost * sum of weight * log(1 + e^(-label * margin)) + |u|^2 / 2. Bias and
 * lambda are free of the penalty. */
#ifndef LEARN_FIT_H
#define LEARN_FIT_H
#include "base/alloc.h"
#include "base/status.h"
#include <stdbool.h>

typedef struct fit_row {
  const uint32_t *cells; /* column << 1 | repeated */
  uint32_t count;
  double label, weight, prior;
} fit_row;

typedef struct fit_problem {
  const fit_row *rows;
  size_t row_count;
  const double *scale; /* of each column */
  size_t column_count;
  double cost, repeat;
  bool free_bias, free_lambda;
} fit_problem;

typedef struct fit_result {
  double *u;           /* column_count, the caller's; before: where to begin */
  double bias, lambda; /* before: where to begin, or the fixed value */
  unsigned rounds;
} fit_result;

vox_status fit_logistic(const fit_problem *p, fit_result *r, mem *m, vox_error *err);
#endif
