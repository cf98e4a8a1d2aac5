/* report_json.h - a report (CONTRACT.md) as one JSON document. */
#ifndef OUTPUT_REPORT_JSON_H
#define OUTPUT_REPORT_JSON_H
#include "aggregate/report.h"
#include "base/buf.h"

/* Appends the document, indented by one space a level, and LF. Deterministic. */
vox_status report_json(buf *out, const report *r, vox_error *err);
#endif
