/* inspection.h - what `voxpop inspect` found out about one file, and the two ways to print it. */
#ifndef TOOLS_INSPECTION_H
#define TOOLS_INSPECTION_H
#include "common.h"
#include "row_copy.h"

enum { SHOWN_ROWS = 5 };

typedef struct inspection {
  const char *path;
  const input_options *in;
  vox_input input;
  vox_reader_info info;          /* after all rows */
  rows first;                    /* the first rows, as they are read */
  uint64_t scored, dated, empty; /* rows with a score, with a day, without any comment */
  uint64_t comments, non_answers;
  const char *pack; /* the pack that fits these comments; NULL: none does clearly */
  unsigned pack_percent;
  int is_workbook; /* the table is a sheet of one */
  int by_lexicon;  /* non-answers were told by the lexicon, not by a short rule */
} inspection;

void inspection_print(bytes *b, const inspection *i);
void inspection_print_json(bytes *b, const inspection *i);
/* The command line that reads the file the same way again. */
void inspection_command(bytes *b, const inspection *i);

/* Names of formats, uses and roles as the options spell them. */
const char *name_of_format(vox_format format);
const char *name_of_use(vox_use use);
const char *name_of_role(vox_role role);
#endif
