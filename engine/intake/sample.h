/* sample.h - the first rows, looked at before any is given out: what is in which column. */
#ifndef INTAKE_SAMPLE_H
#define INTAKE_SAMPLE_H
#include "base/buf.h"
#include "intake/columns.h"
#include "intake/layout.h"

/* Gathers the facts of all columns from the rows in `head`, which is left as it is. False: memory ended. */
bool sample_table(columns *c, vox_str head, bool whole, csv_dialect dialect);
/* The same from JSON objects: one line, or one value of a stream. */
bool sample_object(columns *c, vox_str object, buf *scratch);
#endif
