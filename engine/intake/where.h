/* where.h - row filters: a small language over the cells of a row. Its grammar stands in vox.h.
 *
 * An expression becomes tests in postfix order; each test names a column by its place in `names`, and the
 * reader hands in those cells. */
#ifndef INTAKE_WHERE_H
#define INTAKE_WHERE_H
#include "intake/columns.h"
#include "intake/jsonl.h"

#define WHERE_DEPTH 64u /* of brackets and pending operators */

typedef enum where_op {
  WHERE_EQUAL,
  WHERE_NOT_EQUAL,
  WHERE_LESS,
  WHERE_LESS_EQUAL,
  WHERE_MORE,
  WHERE_MORE_EQUAL,
  WHERE_CONTAINS
} where_op;

typedef enum where_kind { WHERE_TEST, WHERE_AND, WHERE_OR, WHERE_NOT, WHERE_OPEN } where_kind;

typedef struct where_step {
  where_kind kind;
  where_op op;
  size_t cell; /* in `names` */
  bool is_number;
  int64_t number; /* in 1/1000000 */
  vox_str text;
} where_step;

typedef struct where {
  name_list names;       /* of columns, each once */
  VEC(size_t) places;    /* in the expression, of each name */
  VEC(where_step) steps; /* none: every row is taken */
} where;

/* Strings come from `memory`. VOX_ERR_ARGUMENT: `err->code` is "bad_where" and `err->offset` the place. */
vox_status where_parse(where *w, mem *m, arena *memory, vox_str text, vox_error *err);
void where_free(where *w, mem *m);
/* Does the row pass? `cells`: one for each of `names`. */
bool where_holds(const where *w, const cell *cells);
#endif
