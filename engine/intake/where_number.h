/* where_number.h - decimals for row filters, in 1/1000000. */
#ifndef INTAKE_WHERE_NUMBER_H
#define INTAKE_WHERE_NUMBER_H
#include "base/span.h"

/* Reads [+-]digits[.digits] at the beginning; gives the bytes it took, 0: no number. Too large: the largest.
 */
size_t where_number_read(vox_str text, int64_t *number);
/* All of the cell, or a score in one of the ways that score_cell.h reads. */
bool where_number_of_cell(vox_str cell, int64_t *number);
#endif
