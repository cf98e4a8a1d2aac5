/* join.h - a side table by id: columns of another file beside each row (report --join).
 *
 * The columns that are taken are held in memory, one value each for each id; of an id that stands twice the
 * first row counts. */
#ifndef TOOLS_JOIN_H
#define TOOLS_JOIN_H
#include "common.h"

typedef struct join_options {
  const char *file, *on; /* the column that holds the row's id */
  opt_list columns;      /* to take */
} join_options;

#define JOIN_ROWS(o)                                                                                         \
  {"--join", OPT_TEXT, &(o).file, "FILE", "a table to take more columns from, by the row's id"},             \
      {"--on", OPT_TEXT, &(o).on, "NAME", "its column of ids (default: id)"}, {                              \
    "--join-column", OPT_LIST, &(o).columns, "NAME",                                                         \
        "a column to take; then as good as one of the input; may be repeated"                                \
  }

typedef struct joined joined;
/* *out NULL where nothing is to be joined. Its columns are taken out of in->segment_columns: the input need
 * not have them. 0, or an exit code after a message. */
int join_open(joined **out, const command *c, const join_options *o, input_options *in);
void join_free(joined *j);
/* How many columns are added. */
size_t join_width(const joined *j);
/* The row's fields and those of the table behind them into `room` (segment_count + join_width). 0: the table
 * does not know the id, and the fields are empty. Any number of threads may ask. */
int join_row(const joined *j, const vox_row *row, vox_field *room);
#endif
