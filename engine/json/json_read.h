/* json_read.h - strict JSON (RFC 8259) without a tree: a gate that judges the whole text, then views into it.
 *
 * json_gate is passed once for each text. What it let through is well-formed UTF-8 and well-formed JSON of
 * bounded depth, so that the rest of this header need not check again: values are tokens, views into the text
 * as they were written, and only the strings that are wanted are unescaped.
 *
 * Where a key stands twice in an object, both members are given in order; a caller that keeps the last one
 * does what most readers do. */
#ifndef JSON_JSON_READ_H
#define JSON_JSON_READ_H
#include "base/buf.h"
#include "base/span.h"

#define JSON_MAX_DEPTH 64

typedef enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT } json_kind;

/* What is wrong, and at which byte. `reason` is static and quotes nothing. */
typedef struct json_fault {
  size_t offset;
  const char *code; /* "bad_utf8" or "bad_json" */
  const char *reason;
} json_fault;

/* VOX_OK: `text` is one JSON value with white space around it. VOX_ERR_ENCODING: ill-formed UTF-8.
 * VOX_ERR_SYNTAX: all else, among it lone surrogates, a byte order mark, nesting deeper than JSON_MAX_DEPTH.
 * Linear, no memory. */
vox_status json_gate(vox_str text, json_fault *fault);

/* Everything below is for text that passed the gate. */

/* The value in `text` without the white space around it. */
vox_str json_token(vox_str text);
json_kind json_kind_of(vox_str token);

/* Walks the members of an object or the elements of an array:
 *   json_walk walk = json_walk_of(object);
 *   while (json_next_member(&walk, &key, &value)) ...    both are tokens, `key` with its quotes */
typedef struct json_walk {
  vox_str text;
  size_t at;
} json_walk;

json_walk json_walk_of(vox_str container);
bool json_next_member(json_walk *walk, vox_str *key, vox_str *value);
bool json_next_element(json_walk *walk, vox_str *value);

/* Is the string token, unescaped, equal to `plain`? */
bool json_string_is(vox_str token, vox_str plain);
/* Appends the text of a string token. */
void json_unescape(vox_str token, buf *out);
/* True when the string token has no escapes: its text is then the view between the quotes. */
bool json_is_plain(vox_str token);
#endif
