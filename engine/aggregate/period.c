/* period.c - see period.h. */
#include "aggregate/period.h"
#include <stdio.h>

static const char *const names[] = {NULL, "day", "week", "month", "quarter"};

bool period_kind_of(vox_str name, period_kind *out) {
  for (int i = PERIOD_DAY; i <= PERIOD_QUARTER; i++)
    if (str_eq(name, str_of(names[i]))) return *out = (period_kind)i, true;
  return false;
}

const char *period_kind_name(period_kind kind) { return names[kind]; }

static bool digits(const char *at, size_t n, int *out) {
  *out = 0;
  for (size_t i = 0; i < n; i++) {
    if (at[i] < '0' || at[i] > '9') return false;
    *out = *out * 10 + at[i] - '0';
  }
  return true;
}

static bool split(vox_str day, int *year, int *month, int *date) {
  return day.len >= 10 && day.ptr[4] == '-' && day.ptr[7] == '-' && digits(day.ptr, 4, year) &&
         digits(day.ptr + 5, 2, month) && digits(day.ptr + 8, 2, date) && *month >= 1 && *month <= 12 &&
         *date >= 1 && *date <= 31 && *year >= 1;
}

bool is_day(vox_str day) {
  int year, month, date;
  return day.len == 10 && split(day, &year, &month, &date);
}

/* Days since 1 March of year 0 in the Gregorian calendar. */
static long day_number(int year, int month, int date) {
  long y = month <= 2 ? year - 1 : year, m = month <= 2 ? month + 9 : month - 3;
  return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + date - 1;
}

/* Monday 0 .. Sunday 6: day 0 was a Wednesday. */
static int weekday(long day) { return (int)((day + 2) % 7); }

/* Week 1 is the one with the year's first Thursday. */
static void iso_week(int year, int month, int date, int *week_year, int *week) {
  long day = day_number(year, month, date), thursday = day - weekday(day) + 3;
  *week_year = year;
  if (thursday < day_number(year, 1, 1)) *week_year = year - 1;
  if (thursday > day_number(year, 12, 31)) *week_year = year + 1;
  *week = (int)((thursday - day_number(*week_year, 1, 1)) / 7 + 1);
}

size_t period_of(vox_str day, period_kind kind, char out[PERIOD_TEXT]) {
  int year, month, date, week_year, week, n = 0;
  if (!split(day, &year, &month, &date)) return 0;
  if (kind == PERIOD_DAY) n = snprintf(out, PERIOD_TEXT, "%04d-%02d-%02d", year % 10000, month, date);
  if (kind == PERIOD_MONTH) n = snprintf(out, PERIOD_TEXT, "%04d-%02d", year % 10000, month);
  if (kind == PERIOD_QUARTER) n = snprintf(out, PERIOD_TEXT, "%04d-Q%d", year % 10000, (month + 2) / 3);
  if (kind == PERIOD_WEEK) {
    iso_week(year, month, date, &week_year, &week);
    n = snprintf(out, PERIOD_TEXT, "%04d-W%02d", week_year % 10000, week % 100);
  }
  return n > 0 && n < PERIOD_TEXT ? (size_t)n : 0;
}

size_t period_year_ago(vox_str period, char out[PERIOD_TEXT]) {
  int year;
  if (period.len < 6 || period.len >= PERIOD_TEXT || !digits(period.ptr, 4, &year) || year < 1) return 0;
  snprintf(out, PERIOD_TEXT, "%04d", (year - 1) % 10000);
  memcpy(out + 4, period.ptr + 4, period.len - 4);
  return period.len;
}
