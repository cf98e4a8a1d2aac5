/* common.c - see common.h. */
#include "common.h"
#include "diagnostic.h"
#include "exit.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- The artefact ---- */

int beside_program(char *out, size_t size, const char *rest) {
  char self[2048];
  ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
  if (n <= 0) return 0;
  self[n] = 0;
  char *slash = strrchr(self, '/');
  if (!slash) return 0;
  *slash = 0;
  int made = snprintf(out, size, "%s/%s", self, rest);
  return made > 0 && (size_t)made < size && access(out, R_OK) == 0;
}

const char *model_find(char *room, size_t size) {
  const char *named = getenv("VOXPOP_MODEL");
  if (named && *named) return named;
  if (beside_program(room, size, "voxpop.vox") || beside_program(room, size, "../share/voxpop/voxpop.vox"))
    return room;
  snprintf(room, size, "%s/share/voxpop/voxpop.vox", VOXPOP_PREFIX);
  return access(room, R_OK) == 0 ? room : NULL;
}

static void tell_overlay(void *payload, const vox_diagnostic *d) {
  (void)payload;
  if (d->severity == VOX_NOTE) return;
  diagnostic_print(stderr, d, d->severity, 0);
}

int model_open(vox_model **out, const command *c, const char *path) {
  static const opt_list none = {.count = 0};
  return model_open_over(out, c, path, &none, &none);
}

size_t name_files(vox_overlay *list, const opt_list *files) {
  for (size_t i = 0; i < files->count; i++) list[i] = (vox_overlay){files->items[i], {NULL, 0}};
  return files->count;
}

int model_open_over(vox_model **out, const command *c, const char *path, const opt_list *overlays,
                    const opt_list *dicts) {
  char room[4096];
  vox_error err = {0};
  vox_overlay over[OPT_MAX], words[OPT_MAX];
  vox_model_options options = VOX_MODEL_OPTIONS_INIT;
  options.overlays = over, options.overlay_count = name_files(over, overlays);
  options.dicts = words, options.dict_count = name_files(words, dicts);
  options.diagnose = tell_overlay;
  if (!path) path = model_find(room, sizeof room);
  if (!path)
    return complain(c, EXIT_LEXICON, "no compiled lexicon found; name one with --model or $VOXPOP_MODEL");
  vox_status status = vox_model_open(out, path, &options, &err);
  if (status == VOX_OK) return 0;
  if (err.line) /* of a user dictionary, which the message names */
    complain(c, 0, "%s", err.message);
  else
    complain(c, 0, "lexicon %s: %s", path, err.message);
  return status == VOX_ERR_MEMORY ? EXIT_IO : EXIT_LEXICON;
}

int model_open_found(vox_model **out, const command *c, const char *path) {
  char room[4096];
  *out = NULL;
  if (!path) path = model_find(room, sizeof room);
  return path ? model_open(out, c, path) : 0;
}

/* ---- Errors ---- */

static int exit_code_of(vox_status status) {
  switch (status) {
  case VOX_ERR_ARGUMENT:
  case VOX_ERR_NOT_FOUND:
    return EXIT_USE;
  case VOX_ERR_CORRUPT:
  case VOX_ERR_VERSION:
    return EXIT_LEXICON;
  case VOX_ERR_SYNTAX:
  case VOX_ERR_ENCODING:
  case VOX_ERR_LIMIT:
    return EXIT_INPUT;
  default:
    return EXIT_IO;
  }
}

int complain_error(const command *c, const char *what, vox_status status, const vox_error *err) {
  const char *message = err->message[0] ? err->message : vox_status_name(status);
  if (err->line)
    complain(c, 0, "%s: line %llu: %s", what, (unsigned long long)err->line, message);
  else
    complain(c, 0, "%s: %s", what, message);
  return exit_code_of(status);
}

void point_at_filter(const char *filter, const vox_error *err) {
  if (!filter || !err->code || strcmp(err->code, "bad_where") != 0 || err->offset > strlen(filter)) return;
  size_t before = vox_text_width((vox_str){filter, (size_t)err->offset});
  fputs("  ", stderr);
  for (const char *p = filter; *p; p++) fputc((unsigned char)*p < 0x20 || *p == 0x7F ? ' ' : *p, stderr);
  fprintf(stderr, "\n  %*s^\n", (int)before, "");
}

/* ---- Options of the reader ---- */

static int format_of(const char *name) {
  static const char *const names[] = {"auto", "csv", "tsv", "ndjson", "lines"};
  if (name && strcmp(name, "xlsx") == 0) return VOX_FORMAT_AUTO; /* a workbook is known by its first bytes */
  for (int i = 0; i < 5; i++)
    if (!name || strcmp(name, names[i]) == 0) return i;
  return -1;
}

static int role_of(const char *name) {
  static const char *const names[] = {"other", "reason_neg", "reason_pos", "suggestion", "expectation"};
  for (int i = 0; i < 5; i++)
    if (strcmp(name, names[i]) == 0) return i;
  return -1;
}

/* COLUMN:ROLE; the column may hold colons itself. */
static int add_question(reader_setup *s, const command *c, const char *spec, size_t slot) {
  const char *colon = strrchr(spec, ':');
  int role = colon ? role_of(colon + 1) : -1;
  size_t n = colon ? (size_t)(colon - spec) : 0;
  if (role < 0 || n == 0 || n >= sizeof s->names[0])
    return complain(
        c, EXIT_USE,
        "--question takes COLUMN:ROLE with a role of reason_neg, reason_pos, suggestion, expectation, other");
  memcpy(s->names[slot], spec, n);
  s->names[slot][n] = 0;
  s->questions[s->options.text_count++] = (vox_question){s->names[slot], (vox_role)role};
  return 0;
}

/* --text-column gives a column no role unless --question gives it one. */
static int add_texts(reader_setup *s, const command *c, const input_options *in) {
  for (size_t i = 0; i < in->questions.count; i++) {
    int bad = add_question(s, c, in->questions.items[i], i);
    if (bad) return bad;
  }
  size_t asked = s->options.text_count;
  for (size_t i = 0; i < in->text_columns.count; i++) {
    int known = 0;
    for (size_t k = 0; k < asked; k++)
      known |= strcmp(s->questions[k].column, in->text_columns.items[i]) == 0;
    if (!known)
      s->questions[s->options.text_count++] = (vox_question){in->text_columns.items[i], VOX_ROLE_OTHER};
  }
  s->options.texts = s->questions;
  return 0;
}

int reader_setup_make(reader_setup *s, const command *c, const input_options *in, const char *file) {
  static const vox_reader_options standard = VOX_READER_OPTIONS_INIT;
  int format = format_of(in->format);
  if (format < 0) return complain(c, EXIT_USE, "--format is csv, tsv, ndjson, lines, xlsx or auto");
  memset(s, 0, sizeof *s);
  s->options = standard;
  s->options.format = (vox_format)format;
  s->options.file_name = file;
  s->options.encoding = in->encoding;
  s->options.id_column = in->id_column;
  s->options.score_column = in->score_column;
  s->options.score_scale = in->score_scale;
  s->options.group_name_column = in->group_name_column;
  s->options.date_column = in->date_column;
  s->options.segment_columns = in->segment_columns.items;
  s->options.segment_count = in->segment_columns.count;
  s->options.keep_columns = in->keep_columns.items;
  s->options.keep_count = in->keep_columns.count;
  s->options.tsv_quotes = in->tsv_quotes;
  s->options.shard = in->shard;
  s->options.date_order = in->date_order;
  s->options.where = in->where;
  s->options.since = in->since;
  s->options.until = in->until;
  return add_texts(s, c, in);
}

int confidence_read(const command *c, const char *text, long *out) {
  char *end;
  double value = strtod(text, &end);
  int plain = text[0] >= '0' && text[0] <= '9' && text[strspn(text, "0123456789.")] == 0 && *end == 0;
  if (!plain || value < 0.5 || value > 1)
    return complain(c, EXIT_USE, "--abstain takes a confidence from 0.5 to 1");
  *out = (long)(value * 10000 + 0.5);
  return 0;
}
