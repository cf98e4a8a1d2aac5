/* column_facts.h - what the first cells of a column look like: numbers, days, names of groups, free text.
 *
 * Facts are gathered from a sample of the first rows and help the names of the columns to say what is what. A
 * column without filled cells says nothing, and its name alone counts. */
#ifndef INTAKE_COLUMN_FACTS_H
#define INTAKE_COLUMN_FACTS_H
#include "intake/dates.h"
#include "intake/score_cell.h"

#define FACTS_ROWS    128u /* of a column are looked at */
#define FACTS_COLUMNS 512u /* columns further to the right are known by their names alone */

typedef struct column_facts {
  uint32_t cells, filled;
  uint32_t chars;   /* code points of all filled cells */
  uint32_t wordy;   /* cells with white space between words, or with letters of East Asia */
  uint32_t numbers; /* plain ones, and scores */
  uint32_t scores;  /* cells read as a score on any scale */
  uint32_t on_nps;  /* of these, whole numbers 0..10 */
  uint32_t not_whole;
  int32_t low, high;     /* of the scores, in 1/100 */
  uint32_t dates;        /* readable as a day */
  uint32_t marked_dates; /* of these, not a bare number */
  uint32_t day_first, month_first, either_first;
  uint32_t groups; /* cells that name a group */
  uint32_t group_set;
  uint32_t distinct;
  uint32_t hashes[FACTS_ROWS];
} column_facts;

void facts_add(column_facts *f, vox_str cell);

/* What most cells are; false as well where nothing is filled. */
bool facts_are_dates(const column_facts *f);
bool facts_are_numbers(const column_facts *f);
bool facts_are_groups(const column_facts *f);
/* Whole numbers 0..10, more than two of them. */
bool facts_are_nps(const column_facts *f);
/* Sentences rather than codes and choices. */
bool facts_are_text(const column_facts *f);
/* Few values that come again and again: fit to group by. */
bool facts_are_choices(const column_facts *f);
/* Every cell another one, without blanks. */
bool facts_are_keys(const column_facts *f);
static inline uint32_t facts_mean_chars(const column_facts *f) {
  return f->filled ? f->chars / f->filled : 0;
}
#endif
