/* common.h - what several commands share: finding the artefact, options of input, errors to exit codes. */
#ifndef TOOLS_COMMON_H
#define TOOLS_COMMON_H
#include "bytes.h"
#include "input_file.h"
#include "opt.h"
#include "vox.h"

#ifndef VOXPOP_PREFIX
#define VOXPOP_PREFIX "/usr/local"
#endif

/* The folder of the running program with `rest` behind it; 0 where no such file is. */
int beside_program(char *out, size_t size, const char *rest);
/* The artefact where none is named: $VOXPOP_MODEL, else beside the program, else in the prefix's
 * share/voxpop; NULL: there is none. `room` may come to hold the path. */
const char *model_find(char *room, size_t size);
/* Paths as the options of a model want them; `list` has room for OPT_MAX. How many there are. */
size_t name_files(vox_overlay *list, const opt_list *files);
/* Opens --model, else $VOXPOP_MODEL, else voxpop.vox beside the program, else in the prefix's share/voxpop.
 * 0, or an exit code after a message. */
int model_open(vox_model **out, const command *c, const char *path);
/* The same with lexicon sources laid over it, later ones above earlier ones, and the words of user
 * dictionaries. Warnings and errors go to stderr. */
int model_open_over(vox_model **out, const command *c, const char *path, const opt_list *overlays,
                    const opt_list *dicts);
/* The same, but says nothing where none is found: *out is then NULL and 0 is returned. */
int model_open_found(vox_model **out, const command *c, const char *path);
/* The exit code that a failed call means, after a message naming `what`. */
int complain_error(const command *c, const char *what, vox_status status, const vox_error *err);
/* Under the complaint about a row filter: the filter, and a caret where it went wrong. */
void point_at_filter(const char *filter, const vox_error *err);

/* Options that say how to read an export; used by every command that reads one. */
typedef struct input_options {
  const char *format, *encoding, *id_column, *score_column, *score_scale, *group_name_column, *date_column;
  opt_list text_columns, questions, segment_columns, keep_columns, packs, overlays, dicts;
  const char *where, *since, *until, *date_order, *sheet;
  int tsv_quotes, shard;
  long jobs, max_bad;
  const char *model;
} input_options;
#define INPUT_OPTIONS_INIT                                                                                   \
  { .max_bad = -1, .jobs = 1 }

#define PACK_HELP "lexicon of an industry laid over it (hotels, automotive, ...); may be repeated"
#define DICT_HELP "user dictionary (jieba's `word freq tag`) of words to keep whole; may be repeated"

/* Rows for an option table. */
#define INPUT_ROWS(o)                                                                                        \
  {"--model", OPT_TEXT, &(o).model, "FILE", "compiled lexicon (default: found beside the program)"},         \
      {"--pack", OPT_LIST, &(o).packs, "NAME", PACK_HELP},                                                   \
      {"--overlay", OPT_LIST, &(o).overlays, "FILE", "lexicon source laid over it; may be repeated"},        \
      {"--dict", OPT_LIST, &(o).dicts, "FILE", DICT_HELP},                                                   \
      {"--format", OPT_TEXT, &(o).format, "F", "csv, tsv, ndjson, lines, xlsx or auto (default)"},           \
      {"--sheet", OPT_TEXT, &(o).sheet, "NAME",                                                              \
       "sheet of a workbook, by name or number (default: the first)"},                                       \
      {"--encoding", OPT_TEXT, &(o).encoding, "NAME", "encoding of the input, or auto (default)"},           \
      {"--id-column", OPT_TEXT, &(o).id_column, "NAME", "column of the row's id (passes through as it is)"}, \
      {"--text-column", OPT_LIST, &(o).text_columns, "NAME", "column of comments; may be repeated"},         \
      {"--question", OPT_LIST, &(o).questions, "COL:ROLE",                                                   \
       "a text column and what it asked: reason_neg, reason_pos, suggestion, expectation, other"},           \
      {"--score-column", OPT_TEXT, &(o).score_column, "NAME", "column of the 0-10 score"},                   \
      {"--score-scale", OPT_TEXT, &(o).score_scale, "S", "nps, stars5, csat5, ces5, ces7 or MIN..MAX"},      \
      {"--group-name-column", OPT_TEXT, &(o).group_name_column, "NAME", "column that names the group"},      \
      {"--date-column", OPT_TEXT, &(o).date_column, "NAME", "column of the date"},                           \
      {"--segment-column", OPT_LIST, &(o).segment_columns, "NAME", "column to group by; may be repeated"},   \
      {"--keep", OPT_LIST, &(o).keep_columns, "NAME",                                                        \
       "column to print beside the result, unmasked; may be repeated"},                                      \
      {"--shard", OPT_FLAG, &(o).shard, NULL,                                                                \
       "NDJSON that is part of a whole: a named key need not be met at its beginning"},                      \
      {"--tsv-quotes", OPT_FLAG, &(o).tsv_quotes, NULL, "the TSV uses quotes as CSV does"},                  \
      {"--date-order", OPT_TEXT, &(o).date_order, "dmy|mdy",                                                 \
       "how 03/01/2026 is read (default: told by the rows)"},                                                \
      {"--where", OPT_TEXT, &(o).where, "FILTER",                                                            \
       "rows to read: 'type != \"test\" and (score <= 6 or `a name` contains \"refund\")'"},                 \
      {"--since", OPT_TEXT, &(o).since, "DATE", "rows of this day and later"},                               \
      {"--until", OPT_TEXT, &(o).until, "DATE", "rows of this day and earlier"},                             \
      {"--jobs", OPT_NUMBER, &(o).jobs, "N",                                                                 \
       "threads (default 1; 0: all cores); the output does not change"},                                     \
  {                                                                                                          \
    "--max-bad", OPT_NUMBER, &(o).max_bad, "N", "stop with exit code 3 after more than N bad rows"           \
  }

/* The reader's options from the command line's. `questions` has room for 2 * OPT_MAX rows and `names` keeps
 * cut column names. 0, or an exit code after a message. */
typedef struct reader_setup {
  vox_reader_options options;
  vox_question questions[2 * OPT_MAX];
  char names[OPT_MAX][256];
} reader_setup;
int reader_setup_make(reader_setup *out, const command *c, const input_options *in, const char *file);

/* --score-scale into the options of a report; NULL: nps. 0, or an exit code after a message. In cmd_report.c.
 */
int report_set_scale(const command *c, const char *scale, vox_report_options *o);

/* --abstain: "0.7" as 1/10000. 0, or an exit code after a message. */
int confidence_read(const command *c, const char *text, long *out);
#endif
