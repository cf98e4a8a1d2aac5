/* report_print.h - how a report is told: as a document, a page, tables, or a partial report for others.
 * Shared by `report` and `merge`, so that both print the same. */
#ifndef TOOLS_REPORT_PRINT_H
#define TOOLS_REPORT_PRINT_H
#include "common.h"

typedef struct print_options {
  const char *output, *lang, *csv;
  int force, summary, partial, bom;
  long min_n, min_quotes, ridge;
  opt_list targets;
} print_options;

#define PRINT_ROWS(o)                                                                                        \
  {"-o", OPT_TEXT, &(o).output, "FILE", "write the JSON there (whole or not at all)"},                       \
      {"--force", OPT_FLAG, &(o).force, NULL, "let -o and --csv replace files"},                             \
      {"--partial", OPT_FLAG, &(o).partial, NULL, "write a partial report, for voxpop merge"},               \
      {"--csv", OPT_TEXT, &(o).csv, "DIR", "write tidy tables there too, one file each"},                    \
      {"--bom", OPT_FLAG, &(o).bom, NULL, "begin each table with a byte order mark, for spreadsheets"},      \
      {"--min-n", OPT_NUMBER, &(o).min_n, "N",                                                               \
       "hide cells of fewer rows, and those that would give them away"},                                     \
      {"--min-quotes", OPT_NUMBER, &(o).min_quotes, "N", "no quotes from fewer rows than this"},             \
      {"--target", OPT_LIST, &(o).targets, "NAME=X",                                                         \
       "met, missed or undecided: nps=40, nss=20, sentiment=0.2, or a measure's name; may be repeated"},     \
      {"--ridge", OPT_NUMBER, &(o).ridge, "L",                                                               \
       "ridge penalty of the drivers, in 1/1000 of the rows (default 0)"},                                   \
      {"--summary", OPT_FLAG, &(o).summary, NULL,                                                            \
       "print a page to read on standard output; the JSON only to -o"},                                      \
  {                                                                                                          \
    "--lang", OPT_TEXT, &(o).lang, "zh|en", "language of the page (default zh)"                              \
  }

/* 0, or an exit code after a message. */
int print_check(const command *c, const print_options *o);
/* `baseline`: a file of an earlier report, or NULL. */
int print_report(const command *c, const print_options *o, vox_report *report, const char *baseline);
/* A whole file into `out`. 0, or an exit code after a message. */
int read_whole_file(const command *c, const char *path, bytes *out);
#endif
