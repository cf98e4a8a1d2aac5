/* column_names.h - header words that are well known, in Chinese and English, and names that are near others.
 */
#ifndef INTAKE_COLUMN_NAMES_H
#define INTAKE_COLUMN_NAMES_H
#include "base/span.h"

typedef enum column_meaning {
  COLUMN_TEXT,
  COLUMN_ID,
  COLUMN_SCORE,
  COLUMN_RATING, /* a score on a scale that must be said */
  COLUMN_GROUP_NAME,
  COLUMN_DATE
} column_meaning;

/* How well `name` says that its column has this meaning: 0 not at all, 1 it may, 2 it does. Case, spaces, `_`
 * and
 * `-` do not matter. */
unsigned column_name_rank(vox_str name, column_meaning meaning);
/* How many characters must change to make one of the other; 64 at most. */
unsigned column_name_distance(vox_str a, vox_str b);
#endif
