/* utf8.h - UTF-8 to code points and back, strictly (Unicode 15, table 3-7).
 *
 * Ill-formed bytes are read as U+FFFD by maximal subparts (Unicode 15, 3.9, U+FFFD Substitution of Maximal
 * Subparts): the practice of the WHATWG decoder and of CPython. */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H
#include "base/span.h"

/* The length of the longest well-formed beginning: s.len when all of it is. */
size_t utf8_valid_prefix(vox_str s);
/* Reads one code point at `*at` (< s.len) and moves `*at` past it; ill-formed: U+FFFD. */
uint32_t utf8_next(vox_str s, size_t *at);
/* Writes a scalar value (1..4 bytes) and returns how many. */
size_t utf8_put(uint32_t cp, char out[4]);
#endif
