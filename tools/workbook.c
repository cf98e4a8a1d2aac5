/* workbook.c - see workbook.h. The sheet's cells to lines of CSV.
 *
 * A row is gathered as cells of one buffer and written when it ends. How wide the table is, its first rows
 * tell: they are held back, and a row that is shorter than the widest of them gets empty cells. */
#include "workbook.h"
#include "workbook_book.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 16384, ROWS_MAX = 1048576, HELD_ROWS = 50, OUT_WANTED = 1 << 16 };

typedef struct cell {
  size_t end; /* in `row`; a cell begins where the one before it ends */
} cell;

struct workbook {
  book book;
  part_reader sheet;
  int broken;       /* memory ended, or the sheet is no sheet */
  bytes out;        /* lines of CSV */
  size_t taken;     /* of them */
  bytes row, value; /* the row's cells one after another; the value of a cell as it is read */
  cell cells[COLUMNS_MAX];
  size_t column, filled;  /* of the cell that is read; cells of the row, empty ones behind left out */
  uint64_t number, style; /* of the row, from 1; of the cell */
  char type;              /* s shared, i inline, t text, b boolean, n number, e error, d day */
  int in_value, in_text, in_reading;
  bytes held; /* first rows: width, then each cell's length and bytes */
  size_t held_rows, width;
  int flowing; /* the first rows are written */
};

workbook_kind workbook_look(const unsigned char *head, size_t len) {
  static const unsigned char old[WORKBOOK_HEAD] = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};
  if (len >= 4 && memcmp(head, "PK\3\4", 4) == 0) return WORKBOOK_ZIP;
  return len >= WORKBOOK_HEAD && memcmp(head, old, WORKBOOK_HEAD) == 0 ? WORKBOOK_OLD : WORKBOOK_NONE;
}

/* ---- Values ---- */

/* Civil day of a count of days since 1970-01-01 (H. Hinnant, "chrono-compatible low-level date algorithms").
 */
static void civil_of(int64_t days, int *year, int *month, int *day) {
  days += 719468;
  int64_t era = (days >= 0 ? days : days - 146096) / 146097, doe = days - era * 146097;
  int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365,
          doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  int64_t mp = (5 * doy + 2) / 153;
  *day = (int)(doy - (153 * mp + 2) / 5 + 1);
  *month = (int)(mp < 10 ? mp + 3 : mp - 9);
  *year = (int)(yoe + era * 400 + (*month <= 2));
}

/* A serial number of days as Excel counts them: 1 is 1900-01-01, and 60 is a day that never was. */
static int print_day(const workbook *w, char *out, size_t size, double serial, day_kind kind) {
  if (!(serial >= 0 && serial < 2958466)) return 0;
  int64_t seconds = (int64_t)(serial * 86400 + 0.5), days = seconds / 86400;
  int rest = (int)(seconds % 86400), year, month, day;
  int hour = rest / 3600, minute = rest / 60 % 60, second = rest % 60;
  if (days == 0 && kind == DAY_TIME) return snprintf(out, size, "%02d:%02d:%02d", hour, minute, second);
  if (kind == DAY_TIME) kind = DAY_BOTH;
  civil_of(w->book.from_1904 ? days - 24107 : days - (days > 60 ? 25569 : 25568), &year, &month, &day);
  int n = snprintf(out, size, "%04d-%02d-%02d", year, month, day);
  if (rest && (kind & DAY_TIME))
    n += snprintf(out + n, size - (size_t)n, " %02d:%02d:%02d", hour, minute, second);
  return n;
}

static int is_plain_number(vox_str s) {
  size_t i = s.len && s.ptr[0] == '-';
  for (size_t k = i; k < s.len; k++)
    if (s.ptr[k] < '0' || s.ptr[k] > '9') return 0;
  return s.len > i && s.len < 16;
}

static int add_number(workbook *w, vox_str raw) {
  char text[64], *end;
  day_kind days = book_days(&w->book, w->style);
  if (raw.len >= sizeof text || (is_plain_number(raw) && !days)) return bytes_add(&w->row, raw.ptr, raw.len);
  memcpy(text, raw.ptr, raw.len), text[raw.len] = 0;
  double value = strtod(text, &end);
  if (*end || end == text) return bytes_add(&w->row, raw.ptr, raw.len);
  int n = days ? print_day(w, text, sizeof text, value, days) : 0;
  if (!n) n = snprintf(text, sizeof text, "%.15g", value);
  return bytes_add(&w->row, text, (size_t)n);
}

static int add_shared(workbook *w, vox_str raw) {
  uint64_t number = 0;
  vox_str text = {"", 0};
  for (size_t i = 0; i < raw.len && number < UINT32_MAX; i++)
    if (raw.ptr[i] >= '0' && raw.ptr[i] <= '9') number = 10 * number + (uint64_t)(raw.ptr[i] - '0');
  if (!raw.len) return 1;
  if (!book_text(&w->book, number, &text))
    return parts_fail(&w->book.parts, "row %llu names a text that is not there",
                      (unsigned long long)w->number);
  return bytes_add(&w->row, text.ptr, text.len);
}

/* The cell's value as text, behind the row's cells so far. */
static int add_value(workbook *w) {
  vox_str raw = {w->value.ptr ? w->value.ptr : "", w->value.len};
  switch (w->type) {
  case 's':
    return add_shared(w, raw);
  case 'b':
    return raw.len == 0 ||
           (raw.ptr[0] == '1' ? bytes_add(&w->row, "TRUE", 4) : bytes_add(&w->row, "FALSE", 5));
  case 'n':
    return raw.len == 0 || add_number(w, raw);
  default:
    return book_add_text(&w->row, raw);
  }
}

/* ---- Lines ---- */

static int add_field(workbook *w, vox_str field) {
  int quoted = 0;
  for (size_t i = 0; i < field.len && !quoted; i++) quoted = strchr(",\"\r\n", field.ptr[i]) != NULL;
  if (!quoted) return bytes_add(&w->out, field.ptr, field.len);
  if (!bytes_add(&w->out, "\"", 1)) return 0;
  for (size_t i = 0, from = 0; i <= field.len; i++) {
    if (i < field.len && field.ptr[i] != '"') continue;
    if (!bytes_add(&w->out, field.ptr + from, i - from) || !bytes_add(&w->out, "\"\"", i < field.len ? 2 : 1))
      return 0;
    from = i + 1;
  }
  return 1;
}

/* An empty row is an empty line, whatever the width. */
static int add_line(workbook *w, const cell *cells, size_t count, const char *text) {
  size_t from = 0, width = count ? (count > w->width ? count : w->width) : 0;
  for (size_t i = 0; i < width; i++) {
    size_t end = i < count ? cells[i].end : from;
    if (i && !bytes_add(&w->out, ",", 1)) return 0;
    if (!add_field(w, (vox_str){text + from, end - from})) return 0;
    from = end;
  }
  return bytes_add(&w->out, "\n", 1);
}

/* Writes the first rows, now that they have told the width. */
static int let_flow(workbook *w) {
  size_t at = 0;
  for (w->flowing = 1; at < w->held.len;) {
    size_t head[2];
    memcpy(head, w->held.ptr + at, sizeof head);
    at += sizeof head;
    const char *text = w->held.ptr + at + head[0] * sizeof(cell);
    memcpy(w->cells, w->held.ptr + at, head[0] * sizeof(cell));
    if (!add_line(w, w->cells, head[0], text)) return 0;
    at += head[0] * sizeof(cell) + head[1];
  }
  bytes_free(&w->held);
  return 1;
}

static int hold_row(workbook *w) {
  size_t head[2] = {w->filled, w->row.len};
  if (w->filled > w->width) w->width = w->filled;
  return bytes_add(&w->held, head, sizeof head) && bytes_add(&w->held, w->cells, w->filled * sizeof(cell)) &&
         bytes_add(&w->held, w->row.ptr, w->row.len) && (++w->held_rows < HELD_ROWS || let_flow(w));
}

static int end_row(workbook *w) {
  const char *text = w->row.ptr ? w->row.ptr : "";
  int good = w->flowing ? add_line(w, w->cells, w->filled, text) : hold_row(w);
  w->row.len = w->filled = w->column = 0;
  return good;
}

/* ---- The sheet's XML ---- */

/* 1-based column of a reference such as AB12; 0: there is none. */
static size_t column_of(const char *reference) {
  size_t column = 0;
  for (; reference && *reference >= 'A' && *reference <= 'Z' && column <= COLUMNS_MAX; reference++)
    column = 26 * column + (size_t)(*reference - 'A' + 1);
  return column;
}

static char type_of(const char *type) {
  if (!type) return 'n';
  if (strcmp(type, "inlineStr") == 0) return 'i';
  return strcmp(type, "str") == 0 ? 't' : type[0];
}

static int begin_row(workbook *w, const char *reference) {
  uint64_t next = reference ? strtoull(reference, NULL, 10) : w->number + 1;
  if (next <= w->number || next > ROWS_MAX)
    return parts_fail(&w->book.parts, "rows out of order behind row %llu", (unsigned long long)w->number);
  while (++w->number < next)
    if (!end_row(w)) return 0;
  return 1;
}

static int begin_cell(workbook *w, const char **attributes) {
  const char *style = xml_value(attributes, "s");
  size_t column = column_of(xml_value(attributes, "r"));
  if (!column) column = w->column + 1;
  if (column <= w->column || column > COLUMNS_MAX)
    return parts_fail(&w->book.parts, "cells out of order in row %llu", (unsigned long long)w->number);
  for (size_t i = w->filled; i + 1 < column; i++) w->cells[i].end = w->row.len;
  w->column = column;
  w->style = style ? strtoull(style, NULL, 10) : 0;
  w->type = type_of(xml_value(attributes, "t"));
  w->value.len = 0;
  return 1;
}

/* An empty cell leaves the row as short as it was. */
static int end_cell(workbook *w) {
  size_t before = w->row.len;
  if (!add_value(w)) return 0;
  if (w->row.len == before) return 1;
  w->cells[w->column - 1].end = w->row.len;
  w->filled = w->column;
  return 1;
}

/* Whatever stopped it without a reason of its own is memory. */
static void stop(workbook *w) {
  parts_fail(&w->book.parts, "out of memory");
  w->broken = 1;
  XML_StopParser(w->sheet.xml, 0);
}

static void XMLCALL sheet_start(void *data, const char *name, const char **attributes) {
  workbook *w = data;
  int good = 1;
  if (xml_is(name, "row")) good = begin_row(w, xml_value(attributes, "r"));
  if (xml_is(name, "c")) good = begin_cell(w, attributes);
  if (xml_is(name, "rPh")) w->in_reading = 1;
  if (xml_is(name, "v")) w->in_value = 1;
  if (xml_is(name, "t")) w->in_text = 1;
  if (!good) stop(w);
}

static void XMLCALL sheet_end(void *data, const char *name) {
  workbook *w = data;
  int good = 1;
  if (xml_is(name, "rPh")) w->in_reading = 0;
  if (xml_is(name, "v")) w->in_value = 0;
  if (xml_is(name, "t")) w->in_text = 0;
  if (xml_is(name, "c")) good = end_cell(w);
  if (xml_is(name, "row")) good = end_row(w);
  if (!good) stop(w);
}

static void XMLCALL sheet_text(void *data, const char *s, int n) {
  workbook *w = data;
  int wanted = w->type == 'i' ? w->in_text && !w->in_reading : w->in_value;
  if (wanted && !bytes_add(&w->value, s, (size_t)n)) stop(w);
}

/* ---- Opening, reading ---- */

static long fail_with(workbook *w, char *reason, size_t size) {
  parts *p = &w->book.parts;
  snprintf(reason, size, "%s", p->reason[0] ? p->reason : "out of memory");
  return -1;
}

workbook *workbook_open(int fd, const char *sheet, char *reason, size_t size) {
  workbook *w = calloc(1, sizeof *w);
  if (!w) return snprintf(reason, size, "out of memory"), NULL;
  int found = book_open(&w->book, fd, sheet) ? part_begin(&w->book.parts, &w->sheet, w->book.sheet, w,
                                                          sheet_start, sheet_end, sheet_text)
                                             : 0;
  if (found < 0) parts_fail(&w->book.parts, "the sheet's part is not in the workbook");
  if (found == 1) return w;
  fail_with(w, reason, size);
  workbook_close(w);
  return NULL;
}

/* The next piece of the sheet; behind its end whatever was held. 0: it failed. */
static int go_on(workbook *w) {
  int good = part_step(&w->book.parts, &w->sheet) && !w->broken;
  if (good && w->sheet.done && !w->flowing) good = let_flow(w);
  if (good && w->sheet.done) part_end(&w->book.parts, &w->sheet), good = !w->book.parts.reason[0];
  return good;
}

long workbook_read(workbook *w, void *buf, size_t cap, char *reason, size_t size) {
  if (w->taken == w->out.len) w->taken = w->out.len = 0;
  while (w->out.len == 0 && !w->sheet.done)
    if (w->broken || !go_on(w)) return w->broken = 1, fail_with(w, reason, size);
  if (w->broken) return fail_with(w, reason, size);
  size_t n = w->out.len - w->taken < cap ? w->out.len - w->taken : cap;
  if (n) memcpy(buf, w->out.ptr + w->taken, n);
  w->taken += n;
  return (long)n;
}

void workbook_close(workbook *w) {
  if (!w) return;
  part_end(&w->book.parts, &w->sheet);
  book_close(&w->book);
  bytes_free(&w->out), bytes_free(&w->row), bytes_free(&w->value), bytes_free(&w->held);
  free(w);
}
