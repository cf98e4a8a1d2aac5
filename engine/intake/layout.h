/* layout.h - how a table of CSV or TSV is laid out, seen from its first rows: the delimiter, what stands
 * above the header, how many rows the header has.
 *
 *   sep=;                      a line for spreadsheets that names the delimiter
 *   Customer survey 2026       titles and comments: rows with too few cells to be the header
 *   id;comment;nps             the header
 *   {"ImportId":...}           rows of the header that hold no names (Qualtrics), or more of them
 * (SurveyMonkey) */
#ifndef INTAKE_LAYOUT_H
#define INTAKE_LAYOUT_H
#include "base/status.h"
#include "intake/csv.h"

typedef enum header_kind {
  HEADER_SINGLE,
  HEADER_QUALTRICS,   /* names; questions; import ids: the last one or two are not data */
  HEADER_SURVEYMONKEY /* questions, empty where the one before goes on; answers */
} header_kind;

typedef struct layout {
  csv_dialect dialect;
  size_t above;       /* rows, blank lines not counted, before the header */
  size_t header_rows; /* 1..3 */
  header_kind kind;
} layout;

/* `delimiters`: those to choose from, in order of preference. `name`: a column known to be in the header, or
 * empty. `whole`: nothing follows `head`. False: memory ended. */
bool layout_find(layout *l, mem *m, vox_str head, bool whole, csv_dialect dialect, const char *delimiters,
                 vox_str name);
/* What the second header row adds to a column's name: nothing when it only says that an answer is there. */
bool layout_is_plain_answer(vox_str cell);
#endif
