/* row_digest.h - what identifies a row and its text, whichever file, line or order it came in. */
#ifndef AGGREGATE_ROW_DIGEST_H
#define AGGREGATE_ROW_DIGEST_H
#include "base/span.h"

/* SHA-256 of id, score, group, date, text cells with their questions and roles, and segments, each field with
 * its length before it. Row numbers, lines and kept columns have no part in it. */
void row_digest(const vox_row *row, uint8_t digest[32]);
/* sum += more, both little-endian numbers modulo 2^256: the order of the rows does not matter. */
void digest_add(uint8_t sum[32], const uint8_t more[32]);
/* Hash of the row's texts, white space at their ends set aside: equal for rows that say the same. */
uint64_t row_text_hash(const vox_row *row);
/* Without white space at either end: ASCII's, and what Chinese and web exports hold besides (U+3000, U+00A0,
 * U+2000-200B, U+2028, U+2029, U+202F, U+FEFF). */
vox_str text_without_space(vox_str s);
#endif
