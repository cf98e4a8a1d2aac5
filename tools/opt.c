/* opt.c - see opt.h. */
#include "opt.h"
#include "exit.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int complain(const command *c, int code, const char *format, ...) {
  va_list args;
  fprintf(stderr, "voxpop %s: ", c->name);
  va_start(args, format);
  vfprintf(stderr, format, args);
  va_end(args);
  fputc('\n', stderr);
  return code;
}

static void print_help(const command *c, const opt *table, size_t rows) {
  printf("usage: voxpop %s\n\n%s\n\nexamples:\n%s\noptions:\n", c->usage, c->about, c->examples);
  for (size_t i = 0; i < rows; i++) {
    char left[64];
    snprintf(left, sizeof left, "%s%s%s", table[i].name, table[i].value ? " " : "",
             table[i].value ? table[i].value : "");
    printf("  %-28s %s\n", left, table[i].help);
  }
  printf("  %-28s %s\n", "--help", "this page");
}

/* The row whose name is `word` up to an equals sign; NULL: none. */
static const opt *row_of(const opt *table, size_t rows, const char *word) {
  size_t n = strcspn(word, "=");
  for (size_t i = 0; i < rows; i++)
    if (strlen(table[i].name) == n && strncmp(table[i].name, word, n) == 0) return &table[i];
  return NULL;
}

static int store(const command *c, const opt *o, const char *value) {
  if (o->kind == OPT_TEXT) *(const char **)o->target = value;
  if (o->kind == OPT_LIST) {
    opt_list *list = o->target;
    if (list->count == OPT_MAX)
      return complain(c, EXIT_USE, "%s is given more than %d times", o->name, OPT_MAX);
    list->items[list->count++] = value;
  }
  if (o->kind == OPT_NUMBER) {
    char *end;
    errno = 0;
    long n = strtol(value, &end, 10);
    if (errno || *value == 0 || *end || n < 0)
      return complain(c, EXIT_USE, "%s takes a whole number, 0 or more", o->name);
    *(long *)o->target = n;
  }
  return 0;
}

/* One option at argv[*at]; moves *at past its value. */
static int take(const command *c, const opt *table, size_t rows, int argc, char **argv, int *at) {
  const char *word = argv[*at];
  const opt *o = row_of(table, rows, word);
  const char *value = strchr(word, '=');
  if (!o) return complain(c, EXIT_USE, "unknown option %s; see voxpop %s --help", word, c->name);
  if (o->kind == OPT_FLAG) {
    if (value) return complain(c, EXIT_USE, "%s takes no value", o->name);
    *(int *)o->target = 1;
    return 0;
  }
  if (value) return store(c, o, value + 1);
  if (*at + 1 >= argc) return complain(c, EXIT_USE, "%s needs a value", o->name);
  return store(c, o, argv[++*at]);
}

int opt_parse(const command *c, const opt *table, size_t rows, int argc, char **argv, int *operands) {
  int kept = 0, only_operands = 0;
  for (int i = 0; i < argc; i++) {
    const char *word = argv[i];
    if (only_operands || word[0] != '-' || word[1] == 0) {
      argv[kept++] = argv[i];
    } else if (strcmp(word, "--") == 0) {
      only_operands = 1;
    } else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
      print_help(c, table, rows);
      return 1;
    } else {
      int bad = take(c, table, rows, argc, argv, &i);
      if (bad) return bad;
    }
  }
  *operands = kept;
  return 0;
}
