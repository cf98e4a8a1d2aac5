/* reader_parts.h - what reader.c and reader_open.c share. */
#ifndef INTAKE_READER_PARTS_H
#define INTAKE_READER_PARTS_H
#include "intake/reader.h"
#include "intake/records.h"
#include "intake/row.h"
#include "intake/where.h"

struct reader {
  mem mem;
  records records;
  columns columns;
  row_maker maker;
  cell *values;
  buf scratch;
  vox_format format;
  where where;
  char since[11], until[11]; /* empty: no limit */
  vox_input input;           /* what is known once the reader is open */
  bool inspect;
  uint64_t checked;  /* bytes of the source up to here are UTF-8 without NUL */
  vox_error problem; /* of columns that cannot be told, while inspecting */
  uint64_t dropped_where, dropped_date;
  uint64_t number; /* of the last row */
  uint64_t rows, bad;
  vox_error final; /* what ended the reading */
};

/* The row filters of the options. */
vox_status reader_read_filters(reader *r, const vox_reader_options *o, vox_error *err);
/* After columns_resolve has failed: was it a name of the row filter? Then the error says where it stands. */
void reader_place_where(const reader *r, vox_error *err);
/* Do scale, order of days and filters go with what the cells of the sample hold? Settles the order. */
vox_status reader_check_cells(reader *r, const vox_reader_options *o, vox_error *err);
/* Is the record at hand text, without NUL bytes? Fills the error of the row if not. */
vox_status reader_check_bytes(reader *r, vox_error *err);
#endif
