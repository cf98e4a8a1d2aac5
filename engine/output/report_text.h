/* report_text.h - a report as a page to read on a terminal, in Chinese or English. */
#ifndef OUTPUT_REPORT_TEXT_H
#define OUTPUT_REPORT_TEXT_H
#include "aggregate/report.h"
#include "base/buf.h"

/* Appends the page: base, NPS with its interval, sentiment, then the themes that matter as a table whose
 * columns stand straight although Chinese characters take two columns each (text/chars: char_width), with a
 * quote for the strongest drivers. About 30 lines, at most 100 columns wide. */
vox_status report_text(buf *out, const report *r, vox_text_lang lang, vox_error *err);
#endif
