/* row.h - the slots of a row to a vox_row: scores, groups, days, the texts that are not empty. */
#ifndef INTAKE_ROW_H
#define INTAKE_ROW_H
#include "intake/columns.h"
#include "intake/dates.h"
#include "intake/jsonl.h"
#include "intake/score_cell.h"

typedef struct row_maker {
  const columns *columns;
  score_scale scale;
  date_order order;
  vox_cell *cells;
  vox_field *segments, *keep;
  char date[11]; /* of the row at hand; only where `dated` */
  bool dated;
  vox_reader_info counts; /* only the counts of scores and groups */
} row_maker;

/* The arrays come from `memory`. */
vox_status row_maker_init(row_maker *m, const columns *c, arena *memory, vox_error *err);
/* Is this a row of totals and not an answer: 合计 or Total as its first or id value, and no text? */
bool row_is_total(const row_maker *m, vox_str first, const cell *values);
/* Reads the row's day, before row_make is asked. */
void row_read_date(row_maker *m, const cell *values);
/* Score and group of a row out of their cells; `score` NULL: there is no such column. */
void row_judge(const score_scale *scale, const vox_str *score, vox_str group_name, vox_row *row,
               vox_reader_info *counts);
/* Fills `row` but for number, line and offset. Views hold as long as those of `values`, and until the next
 * call. */
void row_make(row_maker *m, const cell *values, vox_row *row);
#endif
