/* reader.h - bytes of an export to rows: format, columns, limits, and going on after a bad row.
 *
 *   source (UTF-8 text) -> csv (one scanner for CSV, TSV, NDJSON and lines) -> slots -> vox_row
 *
 * A row is a view into the source's window, so one row's length bounds the memory. */
#ifndef INTAKE_READER_H
#define INTAKE_READER_H
#include "vox.h"

typedef struct reader reader;

/* As vox_reader_new and its kin in vox.h. */
vox_status reader_new(reader **out, vox_read_fn read, void *payload, const vox_reader_options *options,
                      vox_error *err);
vox_status reader_next(reader *r, vox_row *row, vox_error *err);
void reader_info(const reader *r, vox_reader_info *info);
void reader_input(const reader *r, vox_input *input);
void reader_free(reader *r);
#endif
