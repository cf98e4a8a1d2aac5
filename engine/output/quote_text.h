/* quote_text.h - a comment as it may be shown: masked, and cut when it is long. */
#ifndef OUTPUT_QUOTE_TEXT_H
#define OUTPUT_QUOTE_TEXT_H
#include "aggregate/report.h"
#include "base/buf.h"

/* Appends the quote with numbers and addresses masked (text/mask.h), white space at its ends left out, cut at
 * `max` characters with an ellipsis behind them. */
void quote_text(buf *out, const quote *q, size_t max);
#endif
