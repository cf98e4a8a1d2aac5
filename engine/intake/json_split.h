/* json_split.h - a JSON array, or objects that span lines, to one value after the other.
 *
 * Works like csv.h: it is shown a window that begins with what is not yet read, and remembers where it was.
 * What stands between values (brackets of the array, commas, white space) is given out as a record without
 * text. Whether a value is JSON is not judged here. */
#ifndef INTAKE_JSON_SPLIT_H
#define INTAKE_JSON_SPLIT_H
#include "base/span.h"

typedef struct json_split {
  size_t used, text_end; /* of the record: bytes, and bytes of its text */
  uint64_t lines;        /* line ends in it */
  size_t at;             /* read so far of the record at hand */
  size_t depth;
  uint64_t gone_lines; /* in bytes that were let go */
  bool in_value, in_string, escaped, finished;
} json_split;

typedef enum split_step { SPLIT_RECORD, SPLIT_MORE, SPLIT_OPEN, SPLIT_END } split_step;

/* Starts as {0}. SPLIT_OPEN: the input ends inside a value. */
split_step json_split_next(json_split *s, vox_str window, bool last);
/* After SPLIT_MORE: the first `at` bytes of the window may be let go; the end is still found. */
void json_split_drop(json_split *s, vox_str window);
#endif
