/* alert_json.h - the alerts of a record. */
#ifndef OUTPUT_ALERT_JSON_H
#define OUTPUT_ALERT_JSON_H
#include "analysis/result.h"

/* `[{"id","severity","owner","key","spans"}]` appended to `out`. */
void alerts_json(buf *out, const vox_result *result, const vox_row *row, size_t cell);
#endif
