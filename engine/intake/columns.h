/* columns.h - which column is what: by the names that the caller gave, else by names that are well known.
 *
 * A slot is one use of a column. The slots of a row lie in this order: texts, segments, kept columns (as in
 * the options), then id, score, group name, date. The same column may fill several slots. */
#ifndef INTAKE_COLUMNS_H
#define INTAKE_COLUMNS_H
#include "base/arena.h"
#include "base/status.h"
#include "base/vec.h"

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
  name_list aliases; /* none, or one for each column */
  column_slot *slots;
  size_t slot_count, text_count, segment_count, keep_count;
  size_t id, score, group_name, date; /* slots */
  mem *mem;
} columns;

void columns_init(columns *c, mem *m);
void columns_free(columns *c);
/* Appends a name to the header. False: memory. */
bool columns_add(columns *c, vox_str name);
/* Gives column `i` a second name by which it is found too. False: memory. */
bool columns_add_alias(columns *c, size_t i, vox_str name);
/* Names column `i` by a question and one of its answers. False: memory. */
bool columns_rename(columns *c, size_t i, vox_str question, vox_str answer);
/* NO_COLUMN: not in the header. */
size_t columns_find(const columns *c, vox_str name);
/* Fills the slots. VOX_ERR_NOT_FOUND: a column that was named is not there, or no column of comments can be
 * told; the message lists the header and the nearest names. */
vox_status columns_resolve(columns *c, const vox_reader_options *options, vox_error *err);
#endif
