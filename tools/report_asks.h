/* report_asks.h - what `voxpop report` is asked to count, from the command line to the library. */
#ifndef TOOLS_REPORT_ASKS_H
#define TOOLS_REPORT_ASKS_H
#include "common.h"

typedef struct report_asks {
  const char *rollup, *by, *weight, *stage, *touchpoint, *choice, *per, *baseline;
  opt_list measures, compares;
  /* made by report_asks_make */
  bytes text;    /* of the questions */
  vox_str *list; /* "name=value" */
  size_t count;
  bytes columns; /* names of columns cut out of the options above, each with a NUL */
} report_asks;

#define REPORT_ASK_ROWS(a)                                                                                   \
  {"--by", OPT_TEXT, &(a).by, "PERIOD", "trend by day, week, month or quarter of the date column"},          \
      {"--rollup", OPT_TEXT, &(a).rollup, "A/B/C", "columns of a hierarchy, the top first"},                 \
      {"--measure", OPT_LIST, &(a).measures, "NAME:COL:SCALE",                                               \
       "another answer, as csat:COL:csat5, ces:COL:ces7, kept:COL:0..1; may be repeated"},                   \
      {"--weight-column", OPT_TEXT, &(a).weight, "NAME",                                                     \
       "what a row is worth: weighted figures, value at risk"},                                              \
      {"--compare", OPT_LIST, &(a).compares, "C:A,B",                                                        \
       "two groups: group:promoter,detractor (default), date:FROM..TO,FROM..TO, COLUMN:A,B"},                \
      {"--baseline", OPT_TEXT, &(a).baseline, "B",                                                           \
       "what is new since: FROM..TO (two days), or a report written before"},                                \
      {"--stage-column", OPT_TEXT, &(a).stage, "NAME", "column of the journey's stage (for the matrix)"},    \
      {"--touchpoint-column", OPT_TEXT, &(a).touchpoint, "NAME", "column of the touchpoint"},                \
      {"--choice-column", OPT_TEXT, &(a).choice, "NAME", "drivers that were ticked, parted by ; or |"}, {    \
    "--per", OPT_TEXT, &(a).per, "NAME", "column of the customer: who changed group"                         \
  }

/* The questions, and their columns added to in->segment_columns so that the reader reads them. 0, or an exit
 * code after a message. */
int report_asks_make(report_asks *a, const command *c, input_options *in);
void report_asks_free(report_asks *a);
/* Is --baseline a span of days (and not a file)? */
int report_baseline_is_days(const char *baseline);
#endif
