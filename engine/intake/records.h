/* records.h - the text of the source cut into records: rows of a table, lines, JSON values. Bounded in
 * length, and going on after a record that cannot be read. */
#ifndef INTAKE_RECORDS_H
#define INTAKE_RECORDS_H
#include "intake/csv.h"
#include "intake/json_split.h"
#include "intake/source.h"

/* The record at hand lies at the beginning of the source's window until the next call. */
typedef struct records {
  source source;
  csv csv;          /* rows and lines; its fields describe the record */
  json_split split; /* in place of `csv` where `values` is set */
  bool values;
  size_t max_record;
  size_t text_end; /* bytes of the record without its line end */
  size_t pending;  /* bytes to let go at the next call */
  uint64_t line;   /* on which the record begins */
  uint64_t next_line;
} records;

void records_init(records *r, mem *m, vox_read_fn read, void *payload, encoding declared, size_t max_record);
void records_free(records *r);
/* How to cut, before the first record is asked for. */
void records_cut_rows(records *r, mem *m, csv_dialect dialect);
void records_cut_values(records *r);
/* The next record that is not blank: VOX_OK, VOX_DONE, the error of a record (_SYNTAX, _LIMIT), or a final
 * error. */
vox_status records_next(records *r, vox_error *err);
static inline vox_str records_text(const records *r) {
  return str_sub(source_window(&r->source), 0, r->text_end);
}
/* The bytes of the record, for csv_text. */
static inline char *records_bytes(records *r) { return r->source.ptr + r->source.begin; }
/* Fills the error of the record at hand, `at` bytes behind its beginning. */
vox_status records_fail(const records *r, vox_status status, const char *code, size_t at, const char *reason,
                        vox_error *err);
#endif
