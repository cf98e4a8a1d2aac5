/* workbook.h - a sheet of an Excel workbook (.xlsx, .xlsm) as CSV, while it is read.
 *
 * xl/workbook.xml names the sheets, the relations beside it say where they lie, shared strings hold the texts
 * that cells name by number, styles say which numbers are days. Texts and styles are kept in memory, the
 * sheet is a stream. A row of the sheet is a row of the table, an empty one an empty line; a day is ISO
 * (2026-03-01, with a time 2026-03-01 10:30:00), a number has the 15 digits that Excel shows, an error such
 * as #N/A is that text. */
#ifndef TOOLS_WORKBOOK_H
#define TOOLS_WORKBOOK_H
#include <stddef.h>

typedef enum workbook_kind {
  WORKBOOK_NONE,
  WORKBOOK_ZIP, /* a workbook, or another ZIP archive */
  WORKBOOK_OLD  /* of Excel 97 to 2003, or under a password */
} workbook_kind;
enum { WORKBOOK_HEAD = 8 };
/* By the first bytes of a file. */
workbook_kind workbook_look(const unsigned char *head, size_t len);

typedef struct workbook workbook;
/* The first visible sheet, or the one of that name or number (from 1). NULL: `reason` says why. The
 * descriptor is a regular file's and stays the caller's. */
workbook *workbook_open(int fd, const char *sheet, char *reason, size_t size);
/* Up to `cap` bytes; 0: the sheet has ended. -1: `reason` says why the rest cannot be read. */
long workbook_read(workbook *w, void *buf, size_t cap, char *reason, size_t size);
void workbook_close(workbook *w);
#endif
