/* cell_text.h - a short cell (a score, a date, a name) as code points in one form: full-width ASCII as ASCII,
 * letters small, every dash `-`, every space ` `, without spaces at the ends. */
#ifndef INTAKE_CELL_TEXT_H
#define INTAKE_CELL_TEXT_H
#include "base/span.h"

#define CELL_TEXT_MAX 64u

typedef struct cell_text {
  uint32_t cp[CELL_TEXT_MAX + 1]; /* a 0 behind the last */
  size_t len;
  bool cut; /* the cell was longer */
} cell_text;

/* Nothing but white space, that of East Asia among it. */
bool cell_is_blank(vox_str cell);
/* Without such space at either end. */
vox_str cell_trim(vox_str cell);
void cell_text_of(cell_text *t, vox_str cell);
/* Does the plain ASCII or UTF-8 `word` stand at `at`? */
bool cell_text_has(const cell_text *t, size_t at, const char *word);
/* Reads decimal digits at `*at` into `*value`, at most `most` of them; gives how many. */
size_t cell_text_digits(const cell_text *t, size_t *at, size_t most, uint32_t *value);
#endif
