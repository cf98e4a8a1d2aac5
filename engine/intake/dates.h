/* dates.h - the days of exports in the many ways they are written, as "2026-03-01".
 *
 * A time behind the day is passed over; a zone is not applied: the day is the one that was written. */
#ifndef INTAKE_DATES_H
#define INTAKE_DATES_H
#include "base/span.h"

/* How 03/01/2026 is read. A day above 12 decides for itself. */
typedef enum date_order { DATE_DAY_FIRST, DATE_MONTH_FIRST } date_order;

/* False: empty or not readable as a day of the years 1900 to 2199. */
bool dates_read(vox_str cell, date_order order, char out[11]);
/* For finding the order out of many cells: true and `*order` when this one can only be read one way. */
bool dates_tell_order(vox_str cell, date_order *order);
#endif
