/* reader_parts.h - what reader.c and reader_open.c share. */
#ifndef INTAKE_READER_PARTS_H
#define INTAKE_READER_PARTS_H
#include "intake/reader.h"
#include "intake/records.h"
#include "intake/row.h"

struct reader {
  mem mem;
  records records;
  columns columns;
  row_maker maker;
  cell *values;
  buf scratch;
  vox_format format;
  uint64_t number; /* of the last row */
  uint64_t rows, bad;
  vox_error final; /* what ended the reading */
};

/* Is the record at hand text, without NUL bytes? Fills the error of the row if not. */
vox_status reader_check_bytes(reader *r, vox_error *err);
#endif
