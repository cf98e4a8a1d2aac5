/* period.h - days, and the weeks, months and quarters they lie in, as texts that sort in time. */
#ifndef AGGREGATE_PERIOD_H
#define AGGREGATE_PERIOD_H
#include "base/span.h"

typedef enum period_kind { PERIOD_NONE, PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER } period_kind;

enum { PERIOD_TEXT = 16 };

/* "day", "week", "month", "quarter"; false: none of them. */
bool period_kind_of(vox_str name, period_kind *out);
const char *period_kind_name(period_kind kind);
/* Does `day` read 2026-03-01? */
bool is_day(vox_str day);
/* The period of an ISO day: 2026-03-01, 2026-W09 (ISO 8601), 2026-03, 2026-Q1. Its length; 0: no day. */
size_t period_of(vox_str day, period_kind kind, char out[PERIOD_TEXT]);
/* The same period a year before: 2025-03, 2025-Q1, 2025-W09, 2025-03-01. Its length. */
size_t period_year_ago(vox_str period, char out[PERIOD_TEXT]);
#endif
