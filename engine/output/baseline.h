/* baseline.h - an earlier report's figures, read back from its JSON, for what is new since. */
#ifndef OUTPUT_BASELINE_H
#define OUTPUT_BASELINE_H
#include "aggregate/report.h"

/* Themes with their rows, terms with theirs, and the rows they are of. VOX_ERR_SYNTAX when it is no report.
 */
vox_status baseline_read(report *r, vox_str document, vox_error *err);
#endif
