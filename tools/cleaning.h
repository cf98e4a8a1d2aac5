/* cleaning.h - what score and report do to rows before they are read: text around comments is taken off,
 * copied questions are known, texts that come again are marked or left out, columns are masked. */
#ifndef TOOLS_CLEANING_H
#define TOOLS_CLEANING_H
#include "common.h"

typedef struct cleaning_options {
  const char *dedup, *wrappers;
  opt_list strip, question_texts;
} cleaning_options;

/* Rows for an option table. */
#define CLEANING_ROWS(o)                                                                                     \
  {"--dedup", OPT_TEXT, &(o).dedup, "mark|drop",                                                             \
   "texts that come again, or nearly: mark their records, or leave the rows out"},                           \
      {"--wrappers", OPT_TEXT, &(o).wrappers, "auto|off",                                                    \
       "take off what a file puts around comments (auto: found in its first 10000; not in streams)"},        \
      {"--strip", OPT_LIST, &(o).strip, "TEXT",                                                              \
       "text to take off where a comment begins or ends with it; may be repeated"},                          \
  {                                                                                                          \
    "--question-text", OPT_LIST, &(o).question_texts, "TEXT",                                                \
        "what was asked: a comment that says the same is no answer; may be repeated"                         \
  }

/* What goes on while files are read. One for a run; `contexts` are told of each file in turn. */
typedef struct cleaning {
  const cleaning_options *options;
  vox_ctx **contexts;
  unsigned jobs;
  vox_repeats *repeats;
  int drop;
  vox_look *look;
  const char *sheet; /* of workbooks; NULL: the first */
} cleaning;

/* 0, or an exit code after a message. */
int cleaning_open(cleaning *k, const command *c, const cleaning_options *o, vox_ctx **contexts,
                  unsigned jobs);
void cleaning_close(cleaning *k);
/* Before and after each file. `reader` has been opened on it. `k` may be NULL. */
int cleaning_begin(cleaning *k, const command *c, const char *path, const vox_reader_options *options,
                   const vox_reader *reader);
void cleaning_end(cleaning *k);

/* Kept columns that are printed masked, one for each worker. */
typedef struct masker {
  const opt_list *columns;
  bytes text, fields;
} masker;
/* `row` with the columns masked; holds until the next call. */
vox_status masker_row(masker *m, const vox_row *row, vox_row *out, vox_error *err);
void masker_free(masker *m);
#endif
