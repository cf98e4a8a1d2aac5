/* report_csv.h - the lists of a report as tidy tables: one row an observation, one column a variable. */
#ifndef OUTPUT_REPORT_CSV_H
#define OUTPUT_REPORT_CSV_H
#include "aggregate/report.h"
#include "base/buf.h"

/* "themes", ...; NULL behind the last. */
const char *report_table_name(size_t i);
/* Appends the table, RFC 4180 with LF. A cell that begins with = + - @, a tab or a carriage return and is no
 * number gets a ' before it. Nothing is appended where the report has no row of it. VOX_ERR_NOT_FOUND: no
 * such table. */
vox_status report_csv(buf *out, const report *r, const char *table, bool bom, vox_error *err);
#endif
