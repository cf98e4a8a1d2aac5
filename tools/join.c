/* join.c - see join.h. */
#include "join.h"
#include "exit.h"
#include <stdlib.h>
#include <string.h>

struct joined {
  opt_list columns;
  bytes text;      /* ids and values; offsets until all is read */
  vox_str *values; /* for each row: its id, then its columns */
  size_t rows, cap;
  uint32_t *slots; /* row + 1 by hash of the id */
  size_t slot_count;
};

size_t join_width(const joined *j) { return j ? j->columns.count : 0; }

void join_free(joined *j) {
  if (!j) return;
  bytes_free(&j->text);
  free(j->values);
  free(j->slots);
  free(j);
}

static uint64_t hash_of(vox_str s) {
  uint64_t hash = UINT64_C(0xCBF29CE484222325);
  for (size_t i = 0; i < s.len; i++) hash = (hash ^ (unsigned char)s.ptr[i]) * UINT64_C(0x100000001B3);
  return hash ^ hash >> 32;
}

static const vox_str *row_at(const joined *j, size_t row) { return j->values + row * (j->columns.count + 1); }

/* ---- Reading ---- */

static int keep(joined *j, vox_str s, vox_str *out) {
  *out = (vox_str){(const char *)(uintptr_t)j->text.len, s.len};
  return bytes_add(&j->text, s.ptr, s.len);
}

static int add_row(joined *j, const vox_row *row) {
  size_t width = j->columns.count + 1;
  if (j->rows == j->cap) {
    size_t cap = j->cap ? 2 * j->cap : 1024;
    vox_str *values = realloc(j->values, cap * width * sizeof *values);
    if (!values) return 0;
    j->values = values;
    j->cap = cap;
  }
  vox_str *own = j->values + j->rows * width;
  if (!keep(j, row->id.value, &own[0])) return 0;
  for (size_t i = 0; i + 1 < width; i++)
    if (!keep(j, row->segments[i].value, &own[i + 1])) return 0;
  j->rows++;
  return 1;
}

/* Offsets to views, and each id into the slots; the first of equals stays. */
static int settle(joined *j) {
  size_t width = j->columns.count + 1;
  for (size_t i = 0; i < j->rows * width; i++) j->values[i].ptr = j->text.ptr + (uintptr_t)j->values[i].ptr;
  for (j->slot_count = 16; j->slot_count < 2 * j->rows;) j->slot_count *= 2;
  j->slots = calloc(j->slot_count, sizeof *j->slots);
  if (!j->slots) return 0;
  for (size_t i = 0; i < j->rows; i++) {
    const vox_str *id = row_at(j, i);
    size_t at = (size_t)hash_of(*id) & (j->slot_count - 1), same = 0;
    for (; j->slots[at] && !same; at = (at + 1) & (j->slot_count - 1)) {
      const vox_str *own = row_at(j, j->slots[at] - 1);
      same = own->len == id->len && memcmp(own->ptr, id->ptr, id->len) == 0;
    }
    if (!same) j->slots[at] = (uint32_t)i + 1;
  }
  return 1;
}

static int read_rows(joined *j, const command *c, const join_options *o, vox_reader *reader) {
  vox_row row;
  vox_error err = {0};
  vox_status status;
  while ((status = vox_reader_next(reader, &row, &err)) != VOX_DONE) {
    if (status == VOX_ERR_SYNTAX || status == VOX_ERR_ENCODING || status == VOX_ERR_LIMIT) continue;
    if (status != VOX_OK) return complain_error(c, o->file, status, &err);
    if (j->rows >= UINT32_MAX - 1 || !add_row(j, &row)) return complain(c, EXIT_IO, "out of memory");
  }
  return settle(j) ? 0 : complain(c, EXIT_IO, "out of memory");
}

static int read_table(joined *j, const command *c, const join_options *o) {
  input_file file;
  vox_reader *reader = NULL;
  vox_error err = {0};
  vox_reader_options options = VOX_READER_OPTIONS_INIT;
  options.file_name = o->file;
  options.id_column = o->on ? o->on : "id";
  options.segment_columns = j->columns.items;
  options.segment_count = j->columns.count;
  /* A reader wants comments; the ids will do. */
  const vox_question ids = {options.id_column, VOX_ROLE_OTHER};
  options.texts = &ids;
  options.text_count = 1;
  int code = input_open_table(&file, c, o->file, NULL);
  if (code) return code;
  vox_status status = input_reader(&reader, &file, &options, &err);
  code = status == VOX_OK ? read_rows(j, c, o, reader) : complain_error(c, o->file, status, &err);
  vox_reader_free(reader);
  input_close(&file);
  return code;
}

static int is_taken(const joined *j, const char *column) {
  for (size_t i = 0; i < j->columns.count; i++)
    if (strcmp(j->columns.items[i], column) == 0) return 1;
  return 0;
}

int join_open(joined **out, const command *c, const join_options *o, input_options *in) {
  *out = NULL;
  if (!o->file) return o->columns.count ? complain(c, EXIT_USE, "--join-column needs --join") : 0;
  if (!o->columns.count) return complain(c, EXIT_USE, "--join needs --join-column");
  joined *j = calloc(1, sizeof *j);
  if (!j) return complain(c, EXIT_IO, "out of memory");
  j->columns = o->columns;
  int code = read_table(j, c, o);
  if (code) return join_free(j), code;
  size_t kept = 0;
  for (size_t i = 0; i < in->segment_columns.count; i++)
    if (!is_taken(j, in->segment_columns.items[i]))
      in->segment_columns.items[kept++] = in->segment_columns.items[i];
  in->segment_columns.count = kept;
  *out = j;
  return 0;
}

/* ---- Asking ---- */

static const vox_str *find(const joined *j, vox_str id) {
  for (size_t at = (size_t)hash_of(id) & (j->slot_count - 1); j->slots[at];
       at = (at + 1) & (j->slot_count - 1)) {
    const vox_str *own = row_at(j, j->slots[at] - 1);
    if (own->len == id.len && memcmp(own->ptr, id.ptr, id.len) == 0) return own;
  }
  return NULL;
}

int join_row(const joined *j, const vox_row *row, vox_field *room) {
  vox_str id = row->id.value;
  if (row->id.is_json && id.len > 1 && id.ptr[0] == '"') id.ptr++, id.len -= 2;
  const vox_str *own = find(j, id);
  if (row->segment_count) memcpy(room, row->segments, row->segment_count * sizeof *room);
  for (size_t i = 0; i < j->columns.count; i++) {
    const char *name = j->columns.items[i];
    room[row->segment_count + i] = (vox_field){{name, strlen(name)}, own ? own[i + 1] : (vox_str){"", 0}, 0};
  }
  return own != NULL;
}
