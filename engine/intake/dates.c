/* dates.c - see dates.h. */
#include "intake/dates.h"
#include "intake/cell_text.h"

typedef struct day {
  uint32_t year, month, day;
} day;

static bool is_leap(uint32_t y) { return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0); }

static uint32_t month_days(uint32_t year, uint32_t month) {
  static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1] + (month == 2 && is_leap(year) ? 1u : 0u);
}

static bool is_day(day d) {
  return d.year >= 1900 && d.year < 2200 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
         d.day <= month_days(d.year, d.month);
}

/* "26" is 2026, "98" 1998. */
static uint32_t full_year(uint32_t year, size_t digits) {
  return digits > 2 ? year : year < 70 ? year + 2000 : year + 1900;
}

static bool is_mark(uint32_t cp) { return cp == '-' || cp == '/' || cp == '.'; }

/* What may follow a day: nothing, or something that is no digit of it. */
static bool ends_well(const cell_text *t, size_t at) {
  uint32_t cp = t->cp[at];
  if (cp == 0x65E5 || cp == 0x53F7 || cp == 0x865F) cp = t->cp[++at], cp = cp ? ' ' : 0; /* 日 号 號 */
  return cp == 0 || cp == ' ' || cp == 't' || cp == ',' || cp == 0x661F || cp == 0x5468 ||
         cp == '('; /* 星期 周 */
}

/* Three numbers with marks between them; `digits` of each. */
static bool read_triple(const cell_text *t, uint32_t n[3], size_t digits[3]) {
  size_t at = 0;
  for (int i = 0; i < 3; i++) {
    digits[i] = cell_text_digits(t, &at, 4, &n[i]);
    if (!digits[i]) return false;
    if (i == 2) break;
    bool chinese = (i == 0 && t->cp[at] == 0x5E74) || (i == 1 && t->cp[at] == 0x6708); /* 年 月 */
    if (!chinese && !is_mark(t->cp[at])) return false;
    at++;
    while (t->cp[at] == ' ') at++;
  }
  return ends_well(t, at);
}

static bool year_first(const uint32_t n[3], const size_t digits[3], day *out) {
  *out = (day){n[0], n[1], n[2]};
  return digits[0] == 4 && digits[1] <= 2 && digits[2] <= 2;
}

static bool year_last(const uint32_t n[3], const size_t digits[3], date_order order, day *out) {
  if (digits[0] > 2 || digits[1] > 2 || (digits[2] != 4 && digits[2] != 2)) return false;
  bool month_first = n[1] > 12 || (order == DATE_MONTH_FIRST && n[0] <= 12);
  *out = (day){full_year(n[2], digits[2]), n[month_first ? 0 : 1], n[month_first ? 1 : 0]};
  return true;
}

static bool read_marked(const cell_text *t, date_order order, day *out) {
  uint32_t n[3];
  size_t digits[3];
  return read_triple(t, n, digits) && (year_first(n, digits, out) || year_last(n, digits, order, out));
}

/* A month's English name at `*at`, whole or its first three letters. 0: none. */
static uint32_t read_month_name(const cell_text *t, size_t *at) {
  static const char *const names[] = {"january", "february", "march",     "april",   "may",      "june",
                                      "july",    "august",   "september", "october", "november", "december"};
  for (uint32_t m = 0; m < 12; m++) {
    size_t n = 0;
    while (names[m][n] && t->cp[*at + n] == (unsigned char)names[m][n]) n++;
    if (n < 3 || (n > 3 && names[m][n])) continue;
    *at += n;
    if (t->cp[*at] == '.') ++*at;
    return m + 1;
  }
  return 0;
}

static void skip_marks(const cell_text *t, size_t *at) {
  while (t->cp[*at] == ' ' || t->cp[*at] == ',' || t->cp[*at] == '-' || t->cp[*at] == '/') ++*at;
}

/* "31-Jul-18", "1 March 2026", "Mar 1, 2026". */
static bool read_named(const cell_text *t, day *out) {
  size_t at = 0, digits;
  uint32_t month = read_month_name(t, &at), number, year;
  skip_marks(t, &at);
  if (!cell_text_digits(t, &at, 2, &number)) return false;
  skip_marks(t, &at);
  if (!month) month = read_month_name(t, &at);
  skip_marks(t, &at);
  digits = cell_text_digits(t, &at, 4, &year);
  *out = (day){full_year(year, digits), month, number};
  return month && (digits == 2 || digits == 4) && ends_well(t, at);
}

/* Days since 1899-12-30, as spreadsheets count them. */
static day from_serial(uint32_t serial) {
  day d = {1900, 1, 1};
  serial -= 2;
  for (; serial >= (is_leap(d.year) ? 366u : 365u); d.year++) serial -= is_leap(d.year) ? 366 : 365;
  for (; serial >= month_days(d.year, d.month); d.month++) serial -= month_days(d.year, d.month);
  d.day += serial;
  return d;
}

/* 20260301, 20260301 10:00, 20260301100000; 46082 and 46082.5 of a spreadsheet. */
static bool read_digits(const cell_text *t, day *out) {
  uint32_t n;
  size_t at = 0, len = 0;
  while (t->cp[len] >= '0' && t->cp[len] <= '9') len++;
  if (len == 8 || len == 12 || len == 14) {
    cell_text_digits(t, &at, 8, &n);
    *out = (day){n / 10000, n / 100 % 100, n % 100};
    return ends_well(t, len);
  }
  if (len != 5) return false;
  cell_text_digits(t, &at, 5, &n);
  if (n < 20000 || n > 80000) return false;
  *out = from_serial(n);
  uint32_t fraction;
  if (t->cp[at] == '.') at++, cell_text_digits(t, &at, 9, &fraction);
  while (t->cp[at] >= '0' && t->cp[at] <= '9') at++;
  return at == t->len;
}

static void print_day(day d, char out[11]) {
  uint32_t parts[3] = {d.year, d.month, d.day};
  static const uint8_t ends[3] = {4, 7, 10};
  memcpy(out, "0000-00-00", 11);
  for (int i = 0; i < 3; i++) {
    for (size_t at = ends[i]; parts[i]; parts[i] /= 10) out[--at] = (char)('0' + parts[i] % 10);
  }
}

/* 2026-03-01 and 2026/03/01, with or without a time: what most cells are. */
static bool read_plain(vox_str cell, day *out) {
  static const uint8_t places[8] = {0, 1, 2, 3, 5, 6, 8, 9};
  if (cell.len < 10 || (cell.len > 10 && cell.ptr[10] != ' ' && cell.ptr[10] != 'T')) return false;
  char mark = cell.ptr[4];
  if ((mark != '-' && mark != '/') || (cell.ptr[7] != '-' && cell.ptr[7] != '/')) return false;
  uint32_t n[8], bad = 0;
  for (size_t i = 0; i < 8; i++) {
    n[i] = (uint32_t)(unsigned char)cell.ptr[places[i]] - '0';
    bad |= n[i] > 9;
  }
  *out = (day){n[0] * 1000 + n[1] * 100 + n[2] * 10 + n[3], n[4] * 10 + n[5], n[6] * 10 + n[7]};
  return !bad;
}

static bool read_any(vox_str cell, date_order order, day *out) {
  cell_text t;
  cell_text_of(&t, cell);
  return read_marked(&t, order, out) || read_digits(&t, out) || read_named(&t, out);
}

bool dates_read(vox_str cell, date_order order, char out[11]) {
  day d;
  if (cell.len == 0) return false;
  if (read_plain(cell, &d) && is_day(d)) {
    memcpy(out, cell.ptr, 10);
    out[4] = out[7] = '-', out[10] = 0;
    return true;
  }
  if (!read_any(cell, order, &d) || !is_day(d)) return false;
  print_day(d, out);
  return true;
}

bool dates_tell_order(vox_str cell, date_order *order) {
  cell_text t;
  uint32_t n[3];
  size_t digits[3];
  cell_text_of(&t, cell);
  if (!read_triple(&t, n, digits) || digits[0] > 2 || (n[0] <= 12) == (n[1] <= 12)) return false;
  *order = n[0] > 12 ? DATE_DAY_FIRST : DATE_MONTH_FIRST;
  return true;
}
