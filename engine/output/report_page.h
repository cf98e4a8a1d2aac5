/* report_page.h - the slices of a report on its page: segments, periods, targets, a line each. */
#ifndef OUTPUT_REPORT_PAGE_H
#define OUTPUT_REPORT_PAGE_H
#include "aggregate/report.h"
#include "base/buf.h"

/* Appends what there is; hidden cells have a line without figures. */
void report_page_slices(buf *out, const report *r, bool zh);
#endif
