/* columns.h - which column is what: by the names that the caller gave, else by well-known names and by what
 * the first cells look like.
 *
 * A slot is one use of a column. The slots of a row lie in this order: texts, segments, kept columns (as in
 * the options), then id, score, group name, date, then the columns of a row filter. The same column may fill
 * several slots. */
#ifndef INTAKE_COLUMNS_H
#define INTAKE_COLUMNS_H
#include "base/arena.h"
#include "base/status.h"
#include "base/vec.h"
#include "intake/column_facts.h"

#define NO_COLUMN ((size_t)-1)

typedef struct column_slot {
  vox_str name;  /* empty: nothing fills this slot */
  size_t column; /* index in the header; NO_COLUMN */
  vox_role role; /* of a text */
  bool as_token; /* NDJSON: wanted as the JSON token it is */
} column_slot;

typedef VEC(vox_str) name_list;

typedef struct columns {
  arena arena;
  name_list header;
  name_list aliases;   /* none, or one for each column */
  column_facts *facts; /* of the first fact_count columns; NULL: none were gathered */
  size_t fact_count;
  vox_column *told; /* one for each column: what it was taken for and why */
  column_slot *slots;
  size_t slot_count, text_count, segment_count, keep_count, filter_count;
  size_t id, score, group_name, date, filters; /* slots */
  bool renamed;                                /* some names are of the form "question - answer" */
  mem *mem;
} columns;

void columns_init(columns *c, mem *m);
void columns_free(columns *c);
/* Appends a name to the header. False: memory. */
bool columns_add(columns *c, vox_str name);
/* Gives column `i` a second name by which it is found too. False: memory. */
bool columns_add_alias(columns *c, size_t i, vox_str name);
/* The second name of column `i`, or empty. */
vox_str columns_alias(const columns *c, size_t i);
/* Names column `i` by a question and one of its answers. False: memory. */
bool columns_rename(columns *c, size_t i, vox_str question, vox_str answer);
/* Question or answer alone will do where one column has it. NO_COLUMN: not in the header. */
size_t columns_find(const columns *c, vox_str name);
/* The same as a caller writes it: `NAME#2` is the second of the columns called NAME, unless one has that very
 * name. */
size_t columns_find_asked(const columns *c, vox_str name);
/* Room for facts about the columns, once the header is known. False: memory. */
bool columns_begin_facts(columns *c);
/* What the sample says of column `i`; facts of nothing where there is none. */
const column_facts *columns_facts(const columns *c, size_t i);
/* Fills the slots. `filters`: names of columns that a row filter looks at. VOX_ERR_NOT_FOUND: a column that
 * was named is not there, or what the columns hold cannot be told; the message lists names and reasons. */
vox_status columns_resolve(columns *c, const vox_reader_options *options, const name_list *filters,
                           vox_error *err);
/* Takes back the guess of the column of days, which can be read two ways. */
void columns_drop_date(columns *c);
/* After a failure: no column has a use, the rest can be read. False: memory. */
bool columns_give_up(columns *c);
/* Notes what column `i` was taken for; the first use stays. */
void columns_tell(columns *c, size_t i, vox_use use, bool guessed, const char *reason);

/* ---- Messages about columns ----------------------------------------------------- */

/* `pick`: for each column 1 to list it; NULL: all. `reasons`: list each with its vox_column.reason. */
vox_status columns_fail(columns *c, const char *what, vox_str name, const uint8_t *pick, bool reasons,
                        vox_error *err);
vox_status columns_fail_missing(columns *c, vox_str name, vox_error *err);
#endif
