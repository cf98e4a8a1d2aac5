/* echo_records.c - what the reader's cutting makes of files: one line of JSON each,
 * [[header],[row],[row],...].
 *
 * Standard input names a file a line. `PATH` alone: everything is found out. With parameters behind it,
 * parted by tabs: delimiter, quote, escape (numbers of bytes; 10: there is none), rows of the header, rows
 * above it. A file without a header gets an empty one. The cells are those of engine/intake (source, layout,
 * records), before the reader judges whether a row fits its header. */
#include "intake/layout.h"
#include "intake/records.h"
#include "json/json_write.h"
#include <stdio.h>
#include <stdlib.h>

#define HEAD ((size_t)64 << 10)

typedef struct job {
  char path[8192];
  bool given;
  layout layout;
} job;

static vox_status read_file(void *payload, void *to, size_t cap, size_t *got) {
  *got = fread(to, 1, cap, payload);
  return ferror(payload) ? VOX_ERR_IO : VOX_OK;
}

static bool read_job(job *j) {
  char line[8192];
  int delimiter, quote, escape, header, above;
  if (!fgets(line, sizeof line, stdin)) return false;
  char *tab = strchr(line, '\t'), *end = strchr(line, '\n');
  if (end) *end = 0;
  j->given = tab && sscanf(tab, "%d %d %d %d %d", &delimiter, &quote, &escape, &header, &above) == 5;
  if (tab) *tab = 0;
  snprintf(j->path, sizeof j->path, "%s", line);
  if (j->given)
    j->layout =
        (layout){{(char)delimiter, (char)quote, (char)escape}, (size_t)above, (size_t)header, HEADER_SINGLE};
  return true;
}

static bool find_layout(job *j, mem *m, records *r) {
  vox_error err;
  if (j->given) return true;
  if (source_want(&r->source, HEAD, &err) != VOX_OK) return false;
  vox_str head = source_window(&r->source);
  bool whole = r->source.ended && head.len <= HEAD;
  if (head.len > HEAD) head.len = HEAD;
  csv_dialect usual = {',', '"', CSV_NONE};
  return layout_find(&j->layout, m, head, whole, usual, ",\t;|", (vox_str){NULL, 0});
}

static void add_row(json_writer *w, records *r) {
  json_array_begin(w);
  for (size_t i = 0; i < r->csv.fields.len; i++) json_string(w, csv_text(&r->csv, records_bytes(r), i));
  json_array_end(w);
}

/* The rows of a header under one another: the words of a column, parted by spaces. */
static void add_header(json_writer *w, mem *m, records *r, size_t rows) {
  buf names[64];
  size_t count = 0;
  vox_error err;
  for (size_t row = 0; row < rows && records_next(r, &err) == VOX_OK; row++) {
    for (size_t i = 0; i < r->csv.fields.len && i < 64; i++) {
      if (i == count) buf_init(&names[count++], m, SIZE_MAX / 4);
      if (names[i].len) buf_byte(&names[i], ' ');
      buf_str(&names[i], csv_text(&r->csv, records_bytes(r), i));
    }
  }
  json_array_begin(w);
  for (size_t i = 0; i < count; i++) json_string(w, buf_view(&names[i])), buf_free(&names[i]);
  json_array_end(w);
}

static void echo(job *j, mem *m, FILE *file) {
  records r;
  buf out;
  json_writer w;
  vox_error err;
  records_init(&r, m, read_file, file, ENCODING_UNKNOWN, (size_t)4 << 20);
  buf_init(&out, m, SIZE_MAX / 4);
  json_writer_init(&w, &out);
  json_array_begin(&w);
  if (find_layout(j, m, &r)) {
    records_cut_rows(&r, m, j->layout.dialect);
    for (size_t i = 0; i < j->layout.above; i++) (void)records_next(&r, &err);
    add_header(&w, m, &r, j->layout.header_rows);
    for (vox_status s; (s = records_next(&r, &err)) != VOX_DONE && s != VOX_ERR_MEMORY && s != VOX_ERR_IO;)
      if (s == VOX_OK) add_row(&w, &r);
  }
  json_array_end(&w);
  printf("%.*s\n", (int)out.len, out.ptr);
  buf_free(&out);
  records_free(&r);
}

int main(void) {
  job *j = malloc(sizeof *j);
  mem m;
  mem_init(&m, NULL, 0);
  while (j && read_job(j)) {
    FILE *file = fopen(j->path, "rb");
    if (!file) return perror(j->path), 1;
    echo(j, &m, file);
    fclose(file);
  }
  free(j);
  return m.used != 0;
}
