/* row_copy.h - rows that outlive their reader's next call, packed into one block of bytes. */
#ifndef TOOLS_ROW_COPY_H
#define TOOLS_ROW_COPY_H
#include "bytes.h"

/* A list of rows or row errors. Strings lie in `text`; while rows are added they are kept as offsets, so the
 * block may move; rows_settle turns them into pointers. */
typedef struct row_slot {
  vox_row row;
  vox_error bad; /* status VOX_OK: `row` holds */
} row_slot;

typedef struct rows {
  bytes text, slots, cells, fields;
  size_t count;
} rows;

int rows_add(rows *r, const vox_row *row); /* 0 when memory ends */
int rows_add_error(rows *r, const vox_error *bad);
void rows_settle(rows *r);
const row_slot *rows_at(const rows *r, size_t i);
void rows_clear(rows *r);
void rows_free(rows *r);
#endif
