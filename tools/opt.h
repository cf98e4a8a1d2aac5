/* opt.h - options as a table; parsing and --help come from the same rows, so they cannot drift.
 *
 * Options may stand anywhere; `--name value` and `--name=value` are the same; `--` ends them; `-` is an
 * operand. */
#ifndef TOOLS_OPT_H
#define TOOLS_OPT_H
#include <stddef.h>

typedef enum opt_kind { OPT_FLAG, OPT_TEXT, OPT_LIST, OPT_NUMBER } opt_kind;

enum { OPT_MAX = 64 }; /* values of one list */

typedef struct opt_list {
  const char *items[OPT_MAX];
  size_t count;
} opt_list;

typedef struct opt {
  const char *name; /* "--jobs"; "-o" */
  opt_kind kind;
  void *target;      /* int *, const char **, opt_list *, long * */
  const char *value; /* "N" in the help; NULL for a flag */
  const char *help;
} opt;

typedef struct command {
  const char *name, *usage, *about, *examples;
  int (*run)(int argc, char **argv);
} command;

/* Moves operands to the front of argv and counts them into *operands. 0: go on; 1: --help was printed;
 * 2: wrong use, said on stderr. */
int opt_parse(const command *c, const opt *table, size_t rows, int argc, char **argv, int *operands);
/* "voxpop COMMAND: message" on stderr; returns `code`. */
__attribute__((format(printf, 3, 4))) int complain(const command *c, int code, const char *format, ...);
#endif
