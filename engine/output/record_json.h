/* record_json.h - a record (CONTRACT.md) as one line of JSON. */
#ifndef OUTPUT_RECORD_JSON_H
#define OUTPUT_RECORD_JSON_H
#include "analysis/result.h"
#include "base/buf.h"

/* Appends the record and LF. Keys in the order of the contract. */
void record_json(buf *out, const vox_result *result, const vox_row *row, size_t cell);
/* Appends {"error":{...}} and LF. */
void error_json(buf *out, const vox_error *what);
#endif
