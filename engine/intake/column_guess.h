/* column_guess.h - columns that the caller did not name: by their names and by what their first cells look
 * like. What cannot be told apart is an error that lists the candidates, not a guess. */
#ifndef INTAKE_COLUMN_GUESS_H
#define INTAKE_COLUMN_GUESS_H
#include "intake/column_names.h"
#include "intake/columns.h"

typedef struct text_pick {
  size_t column;
  vox_role role;
} text_pick;
typedef VEC(text_pick) text_picks;

/* The columns of comments: one, or several open questions. */
vox_status guess_texts(columns *c, text_picks *picks, vox_error *err);
/* The column of one other meaning; `*column` NO_COLUMN: there is none. */
vox_status guess_single(columns *c, column_meaning meaning, size_t *column, vox_error *err);
/* For columns that nothing has taken: why not, and what they may be good for. */
void guess_rest(columns *c);
#endif
