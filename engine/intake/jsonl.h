/* jsonl.h - one JSON object to the slots of a row. Keys of the top level are the columns. */
#ifndef INTAKE_JSONL_H
#define INTAKE_JSONL_H
#include "base/buf.h"
#include "intake/columns.h"
#include "json/json_read.h"

/* What one slot holds in the row at hand. */
typedef struct cell {
  vox_str text; /* empty: nothing */
  bool is_json; /* a JSON token as it came */
} cell;

enum { JSONL_MORE = 16 }; /* bytes by which a text may be longer than its token: 1e12 */

/* Turns a token into what is wanted of it: itself, or the text that a cell would hold (null: nothing). Needs
 * room for the token's length and JSONL_MORE in `scratch`, where the text may come to lie. False: an object
 * or array where a text is wanted. */
bool jsonl_convert(cell *value, bool as_token, buf *scratch);
/* Adds the keys of `line` that the header lacks. VOX_ERR_SYNTAX and _ENCODING: not a JSON object;
 * VOX_ERR_LIMIT: too many keys; VOX_ERR_MEMORY. */
vox_status jsonl_keys(columns *c, vox_str line, buf *scratch);
/* Fills `values` (one for each slot). Texts that had escapes lie in `scratch`, which is emptied first. On
 * failure `fault` says where and why; `*slot` is the one concerned, or NO_COLUMN. */
vox_status jsonl_read(const columns *c, vox_str line, cell *values, buf *scratch, json_fault *fault,
                      size_t *slot);
#endif
