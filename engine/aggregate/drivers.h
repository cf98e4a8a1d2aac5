/* drivers.h - which themes move the score: linear regression out of merged moments.
 *
 * y is 100, 0, -100 (NPS) or the score; x the leaf themes of a row (of more than LEAVES_MAX the first). Two
 * models over the same rows: a theme is mentioned or not; a theme is spoken well of, and spoken ill of, as
 * two variables. Normal equations of the centred moments, which are whole numbers until here, plus a ridge
 * penalty on the diagonal
 * ("drivers.ridge/1"); intervals are normal, of the estimator under the penalty. A variable that the others
 * explain (collinear) is left out. */
#ifndef AGGREGATE_DRIVERS_H
#define AGGREGATE_DRIVERS_H
#include "aggregate/report.h"

enum { DRIVERS_MAX = 40, DRIVER_ROWS = 150, DRIVER_LEAST = 5 };

typedef struct coefficient {
  bool known;
  int64_t n;
  int64_t value;     /* 1/10^8 NPS points or steps of the scale */
  int64_t low, high; /* the same */
  int64_t vif;       /* 1/10^4; only of the model of mentions */
} coefficient;

typedef struct driver {
  uint32_t theme;
  coefficient mention, positive, negative;
} driver;

typedef struct driver_model {
  int64_t n;
  bool known, few;       /* few: under DRIVER_ROWS rows, to be read with care */
  int64_t r2, r2_signed; /* 1/10^4 */
  uint32_t count;
  driver list[DRIVERS_MAX]; /* most rows first, then the catalogue's order */
} driver_model;

/* Themes of at least DRIVER_LEAST rows and of not all rows, overall.* left out, at most DRIVERS_MAX.
 * VOX_ERR_MEMORY. */
vox_status drivers_of(const report *r, driver_model *out, vox_error *err);
#endif
