/* workbook_book.h - what the sheet asks of its workbook: texts, days, and where it lies. For workbook*.c. */
#ifndef TOOLS_WORKBOOK_BOOK_H
#define TOOLS_WORKBOOK_BOOK_H
#include "bytes.h"
#include "workbook_parts.h"

typedef enum day_kind { DAY_NONE, DAY_DATE = 1, DAY_TIME = 2, DAY_BOTH = 3 } day_kind;

enum { PART_NAME = 256, STYLES_MAX = 65536, FORMATS_MAX = 4096 };

typedef struct number_format {
  int id;
  day_kind kind;
} number_format;

typedef struct book {
  parts parts;
  char sheet[PART_NAME]; /* its part */
  int from_1904;         /* days count from 1904 */
  bytes texts;           /* shared strings, one after another */
  uint64_t *ends;        /* where each ends */
  size_t text_count, text_room;
  unsigned char *style_days; /* of each style: a day_kind */
  size_t style_count;
  number_format formats[FORMATS_MAX]; /* of the workbook's own */
  size_t format_count;
} book;

/* Reads all but the sheet; 0: book->parts.reason says why not. `sheet` as for workbook_open. */
int book_open(book *b, int fd, const char *sheet);
void book_close(book *b);
/* The text of a number; 0: there is none. */
int book_text(const book *b, uint64_t number, vox_str *out);
day_kind book_days(const book *b, uint64_t style);
/* Adds text in which _xHHHH_ stands for a character that XML cannot hold. 0 when memory ends. */
int book_add_text(bytes *to, vox_str text);
/* Does a format code show days or times? Words in it do not count: "d"0 [Red]0.0 are none. */
day_kind book_format(const char *code);
#endif
