/* source.h - reads one lexicon source (format: lexicons/README.md) into entries, with diagnostics that name
 * line, column and a stable code. */
#ifndef LEXICON_SOURCE_H
#define LEXICON_SOURCE_H
#include "base/arena.h"
#include "base/status.h"
#include "base/vec.h"
#include "vox_compile.h"

typedef struct source_line {
  vox_str term, klass, value, flags, note; /* unescaped, trimmed; views into the arena */
  uint32_t line;
  vox_str raw;       /* of a rule, alert or macro: the line as written */
  uint32_t value_at; /* and where its value begins in it */
} source_line;

typedef struct source_example {
  vox_str text;
  uint32_t line, entry; /* index of the entry it belongs to */
  bool positive;
} source_example;

typedef struct source {
  vox_str path, id, version, language, licence, author, method;
  vox_str words; /* of learned weights: how many words the dictionary had that they were learned with */
  VEC(source_line) lines;
  VEC(source_example) examples;
  VEC(vox_str) includes;
  VEC(uint32_t) include_lines;
  uint32_t layer; /* later layers win; set by the compiler */
  uint32_t base;  /* 1 + its number in the artefact that is laid over; 0: it was read from text */
} source;

/* Where diagnostics go: counts them and hands them on to the caller's function. */
typedef struct diagnostics {
  vox_diagnose_fn tell; /* may be NULL */
  void *payload;
  uint32_t errors, warnings;
  bool lint; /* tell what only `lexicon lint` is asked for as well */
} diagnostics;
__attribute__((format(printf, 6, 7))) void diagnose(diagnostics *d, vox_severity severity, vox_str path,
                                                    uint64_t line, const char *code, const char *format, ...);

/* An error at a column of `text`, the line it is about. */
void diagnose_at(diagnostics *d, vox_str path, uint64_t line, uint64_t column, vox_str text, const char *code,
                 const char *what);

/* What to do about a diagnostic: a sentence for its code, or NULL. */
const char *mend_of(const char *code);

/* Parses `bytes`; strings are copied to `keep`. Malformed lines are diagnosed and left out. VOX_ERR_MEMORY
 * only. */
vox_status source_parse(source *out, arena *keep, mem *m, vox_str path, vox_str bytes, diagnostics *d);
/* rule, alert, macro: the value is an expression, not a value of the term. */
bool is_rule_class(vox_str klass);
void source_drop(source *s, mem *m);
#endif
