/* indent.h - compact JSON to JSON that a person can read and diff can compare. */
#ifndef OUTPUT_INDENT_H
#define OUTPUT_INDENT_H
#include "base/buf.h"

/* Appends well-formed compact JSON with one member a line, indented by one space a level. Arrays of plain
 * values and what is empty stay on their line. No LF at the end. */
void indent_json(buf *out, vox_str compact);
#endif
