/* labelled.c - see labelled.h. */
#include "labelled.h"
#include "common.h"
#include "exit.h"
#include <stdlib.h>
#include <string.h>

static int same(vox_str s, const char *text) {
  return s.len == strlen(text) && memcmp(s.ptr, text, s.len) == 0;
}

/* Cuts `*rest` at the first `mark`; rest.ptr is NULL after the last piece. */
static vox_str cut(vox_str *rest, char mark) {
  vox_str head = *rest;
  const char *at = rest->len ? memchr(rest->ptr, mark, rest->len) : NULL;
  if (at) head.len = (size_t)(at - rest->ptr);
  *rest = at ? (vox_str){at + 1, rest->len - head.len - 1} : (vox_str){NULL, 0};
  return head;
}

int labelled_read(bytes *out, const command *c, const char *path) {
  char chunk[1 << 16];
  input_file in;
  size_t got = 0;
  int code = input_open(&in, c, path);
  if (code) return code;
  while (!code && input_read(&in, chunk, sizeof chunk, &got) == VOX_OK && got)
    if (!bytes_add(out, chunk, got)) code = complain(c, EXIT_IO, "out of memory");
  if (!code && in.broken) code = complain(c, EXIT_IO, "%s: %s", path, strerror(in.broken));
  input_close(&in);
  return code;
}

static int column_of(const labelled_file *f, const char *name) {
  for (int i = 0; name && i < f->count; i++)
    if (same(f->names[i], name)) return i;
  return -1;
}

static int label_column(const labelled_file *f) {
  static const char *const names[] = {"sentiment",   "stars",   "nps_group", "rating",
                                      "recommended", "emotion", "valence"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (column_of(f, names[i]) >= 0) return column_of(f, names[i]);
  return -1;
}

static vox_str next_line(labelled_file *f) {
  vox_str line = cut(&f->rest, '\n');
  if (line.len && line.ptr[line.len - 1] == '\r') line.len--;
  return line;
}

static int split(vox_str line, vox_str cells[LABELLED_COLUMNS]) {
  int n = 0;
  for (vox_str rest = line; rest.ptr && n < LABELLED_COLUMNS;) cells[n++] = cut(&rest, '\t');
  return n;
}

int labelled_open(labelled_file *f, const command *c, const char *path, const char *category) {
  memset(f, 0, sizeof *f);
  int code = labelled_read(&f->content, c, path);
  if (code) return labelled_close(f), code;
  f->rest = (vox_str){f->content.ptr, f->content.len};
  f->count = split(next_line(f), f->names);
  f->id = column_of(f, "id");
  f->text = column_of(f, "text");
  f->category = column_of(f, category);
  f->label = label_column(f);
  f->emotions = column_of(f, "emotion");
  if (f->text >= 0 && (!category || f->category >= 0)) return 0;
  code = complain(c, EXIT_USE, "%s: no column %s", path, f->text < 0 ? "text" : category);
  return labelled_close(f), code;
}

void labelled_close(labelled_file *f) { bytes_free(&f->content); }

/* 1, 0, -1 for a name of a side; 2: no such name. */
static int side_of(vox_str value) {
  static const struct {
    const char *name;
    int side;
  } sides[] = {{"positive", 1}, {"promoter", 1}, {"yes", 1},     {"negative", -1}, {"detractor", -1},
               {"no", -1},      {"neutral", 0},  {"passive", 0}, {"mixed", 0},     {"neutral_or_mixed", 0}};
  for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
    if (same(value, sides[i].name)) return sides[i].side;
  return 2;
}

static int emotion_side(vox_str value) {
  static const struct {
    const char *name;
    int side;
  } sides[] = {{"happiness", 1}, {"joy", 1},   {"like", 1},    {"anger", -1},
               {"sadness", -1},  {"fear", -1}, {"disgust", -1}};
  for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
    if (same(value, sides[i].name)) return sides[i].side;
  return 2;
}

/* A plain decimal number; 0 when it is none. */
static int read_number(vox_str s, double *out) {
  char text[32], *end;
  if (!s.len || s.len >= sizeof text || !strchr("-.0123456789", s.ptr[0])) return 0;
  memcpy(text, s.ptr, s.len);
  text[s.len] = 0;
  *out = strtod(text, &end);
  return *end == 0;
}

static void read_gold(const labelled_file *f, const vox_str *cells, int n, labelled_row *row) {
  memset(&row->gold, 0, sizeof row->gold);
  vox_str name = f->label >= 0 ? f->names[f->label] : (vox_str){NULL, 0}, value = {NULL, 0};
  if (f->label >= 0 && f->label < n) value = cells[f->label];
  int stars = same(name, "stars") || same(name, "rating");
  row->emotion = same(name, "emotion");
  int side = row->emotion ? emotion_side(value) : side_of(value);
  if (stars && read_number(value, &row->gold.grade))
    side = row->gold.grade > 5 || row->gold.grade < 1 ? 2 : (row->gold.grade > 3) - (row->gold.grade < 3);
  row->gold.has_label = side != 2 && !same(name, "valence");
  row->gold.label = row->gold.has_label ? side : 0;
  static const char *const grades[] = {"stars", "rating", "nps", "valence"};
  for (size_t i = 0; i < sizeof grades / sizeof *grades && !row->gold.has_grade; i++) {
    int at = column_of(f, grades[i]);
    if (at >= 0 && at < n) row->gold.has_grade = read_number(cells[at], &row->gold.grade);
  }
}

int labelled_next(labelled_file *f, labelled_row *row) {
  vox_str cells[LABELLED_COLUMNS];
  while (f->rest.ptr && f->rest.len) {
    int n = split(next_line(f), cells);
    if (n <= f->text || !cells[f->text].len) continue;
    row->text = cells[f->text];
    row->id = f->id >= 0 && f->id < n ? cells[f->id] : (vox_str){NULL, 0};
    row->category = f->category >= 0 && f->category < n ? cells[f->category] : (vox_str){NULL, 0};
    row->emotions = f->emotions >= 0 && f->emotions < n ? cells[f->emotions] : (vox_str){NULL, 0};
    read_gold(f, cells, n, row);
    return 1;
  }
  return 0;
}

vox_str labelled_set_name(const char *path) {
  const char *file = strrchr(path, '/'), *from = file ? file + 1 : path;
  size_t len = strcspn(from, ".");
  if (file && strcmp(file, "/dev.tsv") == 0) {
    for (from = file; from > path && from[-1] != '/';) from--;
    len = (size_t)(file - from);
  }
  return (vox_str){from, len};
}
