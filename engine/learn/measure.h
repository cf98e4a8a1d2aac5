/* measure.h - how right scores are about gold labels and grades. */
#ifndef LEARN_MEASURE_H
#define LEARN_MEASURE_H
#include "base/status.h"
#include "base/vec.h"
#include "vox_learn.h"

typedef struct measured_row {
  vox_gold gold;
  vox_sentiment got;
} measured_row;
typedef VEC(measured_row) measured_rows;

/* Figures of `to` minus those of `from`: the same comments in the same order, drawn alike, so that the
 * intervals are those of the difference. */
vox_status measure_difference(const measured_rows *from, const measured_rows *to, unsigned rounds,
                              vox_difference *out, mem *m, vox_error *err);
vox_status measure(const measured_rows *rows, unsigned rounds, vox_measures *out, mem *m, vox_error *err);
#endif
