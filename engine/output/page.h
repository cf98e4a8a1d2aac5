/* page.h - text that stands straight on a terminal: numbers, and columns by display width. */
#ifndef OUTPUT_PAGE_H
#define OUTPUT_PAGE_H
#include "base/buf.h"

enum { PAGE_COLUMNS = 100 };

/* value / 10^decimals in exactly `shown` <= decimals digits behind the point, rounded half away from zero. */
void page_fixed(buf *out, int64_t value, unsigned decimals, unsigned shown);
/* The same with a sign before positive numbers too. */
void page_signed(buf *out, int64_t value, unsigned decimals, unsigned shown);
/* "21.4%", "-" where n is 0. */
void page_share(buf *out, int64_t k, int64_t n);
/* Columns that the text takes. */
size_t page_width(vox_str text);
/* The text at the left or right of a column; to the left, one that is too wide is cut with an ellipsis. */
void page_left(buf *out, vox_str text, size_t columns);
void page_right(buf *out, vox_str text, size_t columns);
/* What stands in `out` from byte `from` on: line ends and controls become spaces; cut to fit with an
 * ellipsis. */
void page_one_line(buf *out, size_t from);
void page_fit(buf *out, size_t from, size_t columns);
#endif
