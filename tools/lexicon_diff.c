/* lexicon_diff.c - voxpop lexicon diff: what one artefact says otherwise than another, and of which comments;
 * export: what one says.
 */
#include "commands.h"
#include "exit.h"
#include "lexicon_commands.h"
#include "lexicon_files.h"
#include "sink.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Entries ---- */

typedef struct lines {
  bytes text;
  char **list; /* sorted; each "term\tclass\tvalue" */
  size_t count;
} lines;

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static int lines_read(lines *l, const vox_model *model) {
  vox_error err = {0};
  vox_status status = vox_model_list(model, bytes_write, &l->text, &err);
  if (status != VOX_OK) return lexicon_failed(NULL, status, &err);
  size_t count = 0;
  for (size_t i = 0; i < l->text.len; i++) count += l->text.ptr[i] == '\n';
  if (!(l->list = calloc(count + 1, sizeof *l->list)))
    return complain(&command_lexicon, EXIT_IO, "out of memory");
  for (char *at = l->text.ptr; l->count < count; at = strchr(at, 0) + 1) {
    l->list[l->count++] = at;
    *strchr(at, '\n') = 0;
  }
  if (count) qsort(l->list, count, sizeof *l->list, by_text);
  return 0;
}

static void lines_free(lines *l) {
  free(l->list);
  bytes_free(&l->text);
}

/* Bytes of term and class, which say what an entry is about. */
static size_t key_len(const char *line) { return (size_t)(strrchr(line, '\t') - line); }

static int by_key(const char *a, const char *b) {
  size_t n = key_len(a), m = key_len(b);
  int order = memcmp(a, b, n < m ? n : m);
  return order ? order : (n > m) - (n < m);
}

typedef struct changes {
  size_t added, removed, changed;
} changes;

static changes print_entries(const lines *a, const lines *b) {
  changes c = {0, 0, 0};
  size_t i = 0, k = 0;
  while (i < a->count || k < b->count) {
    int order = i == a->count ? 1 : k == b->count ? -1 : by_key(a->list[i], b->list[k]);
    if (order < 0) {
      printf("- %s\n", a->list[i++]), c.removed++;
    } else if (order > 0) {
      printf("+ %s\n", b->list[k++]), c.added++;
    } else {
      if (strcmp(a->list[i], b->list[k]) != 0)
        printf("~ %s -> %s\n", a->list[i], b->list[k] + key_len(b->list[k]) + 1), c.changed++;
      i++, k++;
    }
  }
  return c;
}

/* ---- Comments ---- */

typedef struct comparison {
  vox_ctx *a, *b;
  unsigned long long comments, labels, themes;
} comparison;

static int same_themes(const vox_result *a, const vox_result *b) {
  const vox_theme_hit *x, *y;
  size_t n = vox_result_themes(a, &x), m = vox_result_themes(b, &y), i = 0;
  while (n == m && i < n && x[i].id.len == y[i].id.len && !memcmp(x[i].id.ptr, y[i].id.ptr, x[i].id.len)) i++;
  return n == m && i == n;
}

static vox_status compare_cell(comparison *c, const vox_row *row, const vox_cell *cell, vox_error *err) {
  static const char *const names[] = {"null", "positive", "negative", "neutral", "mixed"};
  const vox_result *a, *b;
  vox_status status = vox_analyse(&a, c->a, cell->text, cell->role, err);
  if (status == VOX_OK) status = vox_analyse(&b, c->b, cell->text, cell->role, err);
  if (status == VOX_ERR_LIMIT) return VOX_OK;
  if (status != VOX_OK) return status;
  vox_label from = vox_result_sentiment(a).label, to = vox_result_sentiment(b).label;
  int other_themes = !same_themes(a, b);
  c->comments++;
  c->labels += from != to;
  c->themes += other_themes != 0;
  if (from == to && !other_themes) return VOX_OK;
  if (row->id.value.len)
    printf("comment %.*s", (int)row->id.value.len, row->id.value.ptr);
  else
    printf("comment %llu", (unsigned long long)row->number);
  if (from != to) printf("\t%s -> %s", names[from], names[to]);
  printf("%s\n", other_themes ? "\tother themes" : "");
  return VOX_OK;
}

static int compare_rows(comparison *c, vox_reader *reader) {
  vox_row row;
  vox_error err = {0};
  vox_status status;
  while ((status = vox_reader_next(reader, &row, &err)) != VOX_DONE) {
    if (status == VOX_ERR_SYNTAX || status == VOX_ERR_ENCODING || status == VOX_ERR_LIMIT) continue;
    for (size_t i = 0; status == VOX_OK && i < row.cell_count; i++)
      status = compare_cell(c, &row, &row.cells[i], &err);
    if (status != VOX_OK) return complain_error(&command_lexicon, "comparing", status, &err);
  }
  printf("%llu comments: %llu with another label, %llu with other themes\n", c->comments, c->labels,
         c->themes);
  return 0;
}

static int compare_corpus(comparison *c, const char *path, const input_options *in) {
  reader_setup *setup = malloc(sizeof *setup);
  input_file file;
  vox_reader *reader = NULL;
  vox_error err = {0};
  int code = setup ? reader_setup_make(setup, &command_lexicon, in, path)
                   : complain(&command_lexicon, EXIT_IO, "out of memory");
  if (!code && !(code = input_open_table(&file, &command_lexicon, path, in->sheet))) {
    vox_status status = input_reader(&reader, &file, &setup->options, &err);
    code = status == VOX_OK ? compare_rows(c, reader) : complain_error(&command_lexicon, path, status, &err);
    vox_reader_free(reader);
    input_close(&file);
  }
  free(setup);
  return code;
}

/* ---- The verb ---- */

static const command DIFF = {
    "lexicon", "lexicon diff [options] A.vox B.vox",
    "Compares two artefacts: entries of B that A has not (+), of A that B has not (-), and those with "
    "another value\n"
    "(~). With --corpus also the comments whose label or themes change.",
    "  voxpop lexicon diff old.vox new.vox\n"
    "  voxpop lexicon diff old.vox new.vox --corpus survey.csv --text-column 评价内容 --id-column 答卷编号\n",
    NULL};

static int diff_models(const vox_model *a, const vox_model *b, const char *corpus, const input_options *in) {
  lines x = {{0}, NULL, 0}, y = {{0}, NULL, 0};
  comparison c = {NULL, NULL, 0, 0, 0};
  vox_error err = {0};
  int code = lines_read(&x, a);
  if (!code) code = lines_read(&y, b);
  if (!code) {
    changes n = print_entries(&x, &y);
    printf("%zu entries added, %zu removed, %zu changed\n", n.added, n.removed, n.changed);
  }
  if (!code && corpus) {
    vox_status status = vox_ctx_new(&c.a, a, NULL, &err);
    if (status == VOX_OK) status = vox_ctx_new(&c.b, b, NULL, &err);
    code = status == VOX_OK ? compare_corpus(&c, corpus, in) : lexicon_failed(NULL, status, &err);
  }
  vox_ctx_free(c.a);
  vox_ctx_free(c.b);
  lines_free(&x);
  lines_free(&y);
  return code;
}

int lexicon_diff(int argc, char **argv) {
  input_options in = INPUT_OPTIONS_INIT;
  const char *corpus = NULL;
  int operands = 0;
  const opt table[] = {
      {"--corpus", OPT_TEXT, &corpus, "FILE", "comments to score with both"},
      {"--format", OPT_TEXT, &in.format, "F", "of the corpus: csv, tsv, ndjson, lines or auto (default)"},
      {"--text-column", OPT_LIST, &in.text_columns, "NAME", "its column of comments; may be repeated"},
      {"--id-column", OPT_TEXT, &in.id_column, "NAME", "its column of ids (default: numbers of rows)"},
  };
  int code = opt_parse(&DIFF, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  if (operands != 2) return complain(&command_lexicon, EXIT_USE, "diff compares two artefacts");
  vox_model *a = NULL, *b = NULL;
  code = model_open(&a, &command_lexicon, argv[0]);
  if (!code) code = model_open(&b, &command_lexicon, argv[1]);
  if (!code) code = diff_models(a, b, corpus, &in);
  vox_model_free(a);
  vox_model_free(b);
  return code;
}

static const command EXPORT = {
    "lexicon", "lexicon export [options] A.vox",
    "Prints the entries of an artefact, a line `term TAB class TAB value and flags` each, in order of bytes: "
    "to read,\n"
    "to count, to compare. Terms are folded; what was laid over them has been settled.",
    "  voxpop lexicon export build/voxpop.vox > entries.tsv\n", NULL};

static int write_lines(const lines *l, const char *path, int force) {
  sink out;
  bytes all = {0};
  int code = sink_open(&out, &command_lexicon, path, force);
  if (code) return code;
  for (size_t i = 0; i < l->count; i++) {
    bytes_add(&all, l->list[i], strlen(l->list[i]));
    bytes_add(&all, "\n", 1);
  }
  if (all.broken) code = complain(&command_lexicon, EXIT_IO, "out of memory");
  if (!code && all.len) sink_write(&out, all.ptr, all.len);
  bytes_free(&all);
  return sink_close(&out, &command_lexicon, code);
}

int lexicon_export(int argc, char **argv) {
  lines l = {{0}, NULL, 0};
  const char *path = NULL;
  int operands = 0, force = 0;
  const opt table[] = {
      {"-o", OPT_TEXT, &path, "FILE", "write there (whole or not at all) instead of to standard output"},
      {"--force", OPT_FLAG, &force, NULL, "let -o replace a file"},
  };
  int code = opt_parse(&EXPORT, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  if (operands != 1) return complain(&command_lexicon, EXIT_USE, "export prints one artefact: name it");
  vox_model *model = NULL;
  code = model_open(&model, &command_lexicon, argv[0]);
  if (!code) code = lines_read(&l, model);
  if (!code) code = write_lines(&l, path, force);
  vox_model_free(model);
  lines_free(&l);
  return code;
}
