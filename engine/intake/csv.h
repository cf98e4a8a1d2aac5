/* csv.h - bytes to the fields of one row: RFC 4180 and what real files do to it.
 *
 * The scanner owns no bytes and reads none. It is shown a window that begins with the row it is reading, says
 * CSV_MORE until the row's end is in sight, and remembers where it was, so that the rows do not depend on how
 * the input was cut and each byte is looked at once. Plain lines are rows without delimiter and quote.
 *
 *   - A row ends at LF or CRLF. Where the first line of the input ends with a CR alone, at every CR.
 *   - A quote opens a field only as the field's first byte; doubled inside it stands for itself. What follows
 * the closing quote up to the delimiter belongs to the field as it is, and so do quotes further inside.
 *   - Where the quote that would close a field looks like one that opens the next (a delimiter before it,
 * text behind it), the field's own first quote was a stray one: the field is read anew, that quote being
 * text.
 *   - Blank lines are rows of one empty field: the caller knows what they mean. */
#ifndef INTAKE_CSV_H
#define INTAKE_CSV_H
#include "base/alloc.h"
#include "base/span.h"
#include "base/vec.h"

#define CSV_MAX_FIELDS 16384u /* kept of one row; further ones are only counted */
#define CSV_NONE       '\n'   /* as delimiter, quote or escape: there is none */

typedef struct csv_dialect {
  char delimiter;
  char quote;
  char escape; /* takes the special meaning from the byte behind it */
} csv_dialect;

/* begin..end in the window. `raw`: quotes and escapes are still inside, csv_text takes them out. */
typedef struct csv_field {
  uint32_t begin, end;
  bool raw, quoted;
} csv_field;

typedef enum csv_step {
  CSV_ROW,  /* fields, used, text_end and lines describe it */
  CSV_MORE, /* the row's end is not in the window */
  CSV_OPEN, /* the input ends inside a quoted field */
  CSV_END,  /* nothing is left */
  CSV_MEMORY
} csv_step;

typedef struct csv {
  mem *mem;
  csv_dialect dialect;
  VEC(csv_field) fields; /* the first CSV_MAX_FIELDS */
  size_t field_count;    /* all of them */
  size_t width;          /* fields of the row before it; 0: there was none */
  size_t used;           /* bytes of the row, its line end included */
  size_t text_end;       /* bytes of the row without its line end */
  uint64_t lines;        /* lines of the input that the row takes up */
  /* How far the row at hand has been read. */
  size_t at, field_begin, quote_at, skip_at;
  size_t stray_at; /* a quote at a field's beginning that opens nothing */
  uint64_t lf, cr;
  uint64_t open_lf, open_cr; /* what they were where the field at hand was opened */
  uint8_t state, line_end;
  uint8_t rewinds; /* fields of the row at hand that were read anew */
  bool raw, quoted, dropping, fresh;
} csv;

void csv_init(csv *c, mem *m, csv_dialect dialect);
void csv_free(csv *c);
/* `window` begins with the row at hand and holds all that was shown before. `last`: nothing follows it. */
csv_step csv_next(csv *c, vox_str window, bool last);
/* The text of field `i` of the row, which lies at `window`. Takes out quotes and escapes in place, once. */
vox_str csv_text_raw(csv *c, char *window, size_t i);
static inline vox_str csv_text(csv *c, char *window, size_t i) {
  const csv_field *f = &c->fields.ptr[i];
  return f->raw ? csv_text_raw(c, window, i) : (vox_str){window + f->begin, f->end - f->begin};
}
/* After CSV_MORE: the first `at` bytes of the window may be let go; the row's fields are lost, its end is
 * still found. */
void csv_drop(csv *c);
/* After CSV_MORE: is the end of the window inside a quoted field? */
bool csv_is_open(const csv *c);
/* After CSV_MORE inside a quoted field: do the lines that follow the first look like rows of their own? */
bool csv_holds_rows(const csv *c, vox_str window);
/* Forgets what was read of the row at hand. */
void csv_restart(csv *c);
/* The first line of `window` as one row without fields: how a row that is past reading is given up. False:
 * its end is not in the window. */
bool csv_give_up(csv *c, vox_str window, bool last);
#endif
