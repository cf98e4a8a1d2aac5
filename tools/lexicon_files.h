/* lexicon_files.h - what the parts of `voxpop lexicon` share: finding sources, filling a compiler, findings.
 */
#ifndef TOOLS_LEXICON_FILES_H
#define TOOLS_LEXICON_FILES_H
#include "common.h"
#include "vox_compile.h"

/* Options that say what to compile. */
typedef struct lexicon_input {
  const char *base, *id, *version;
  long min_count;
  opt_list overlays;
} lexicon_input;
#define LEXICON_INPUT_INIT                                                                                   \
  { .base = NULL, .id = "general", .version = vox_version(), .min_count = 11 }

#define LEXICON_ROWS(o)                                                                                      \
  {"--dict-base", OPT_TEXT, &(o).base, "FILE",                                                               \
   "base dictionary, lines `word count tag` (default: jieba's dict.txt)"},                                   \
      {"--min-count", OPT_NUMBER, &(o).min_count, "N",                                                       \
       "leave out words of the base dictionary rarer than N (default 11)"},                                  \
  {                                                                                                          \
    "--overlay", OPT_LIST, &(o).overlays, "FILE", "lay this source over those before it; may be repeated"    \
  }

/* A compiler with the base dictionary, the sources (of a folder every .tsv below it) and the overlays. 0, or
 * an exit code after a message. */
int lexicon_load(vox_compiler **out, const lexicon_input *in, const vox_compiler_options *options,
                 char **sources, int count);
/* The exit code of a failed compilation, after a message. */
int lexicon_failed(const char *what, vox_status status, const vox_error *err);

/* Findings, kept until they are printed in order of file and line. */
typedef struct finding {
  char *path, *code, *message;
  const char *mend;
  vox_severity severity;
  unsigned long long line, column;
  char *text; /* the line, where the column is known */
} finding;
typedef struct findings {
  finding *list;
  size_t count, room;
  int short_of_memory;
} findings;
void findings_keep(void *list, const vox_diagnostic *d); /* a vox_diagnose_fn */
/* Each as one line on standard output, those below `least` left out. `strict`: warnings count as errors.
 * Returns how many errors there are. */
size_t findings_print(findings *f, vox_severity least, int strict);
size_t findings_count(const findings *f, vox_severity severity);
void findings_free(findings *f);
#endif
