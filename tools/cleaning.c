/* cleaning.c - see cleaning.h. */
#include "cleaning.h"
#include "exit.h"
#include <string.h>
#include <sys/stat.h>

enum { FIRST_ROWS = 10000 };

static int is_choice(const char *given, const char *one, const char *other) {
  return !given || strcmp(given, one) == 0 || strcmp(given, other) == 0;
}

int cleaning_open(cleaning *k, const command *c, const cleaning_options *o, vox_ctx **contexts,
                  unsigned jobs) {
  vox_error err = {0};
  *k = (cleaning){.options = o, .contexts = contexts, .jobs = jobs};
  if (!is_choice(o->dedup, "mark", "drop")) return complain(c, EXIT_USE, "--dedup is mark or drop");
  if (!is_choice(o->wrappers, "auto", "off")) return complain(c, EXIT_USE, "--wrappers is auto or off");
  k->drop = o->dedup && strcmp(o->dedup, "drop") == 0;
  if (!o->dedup) return 0;
  vox_status status = vox_repeats_new(&k->repeats, &err);
  return status == VOX_OK ? 0 : complain_error(c, "--dedup", status, &err);
}

void cleaning_close(cleaning *k) {
  vox_repeats_free(k->repeats);
  k->repeats = NULL;
}

/* ---- A file ---- */

static vox_status tell_texts(vox_look *look, const cleaning_options *o, vox_error *err) {
  vox_status status = VOX_OK;
  for (size_t i = 0; i < o->strip.count && status == VOX_OK; i++)
    status = vox_look_wrapper(look, (vox_str){o->strip.items[i], strlen(o->strip.items[i])}, err);
  for (size_t i = 0; i < o->question_texts.count && status == VOX_OK; i++)
    status = vox_look_question(
        look, (vox_str){o->question_texts.items[i], strlen(o->question_texts.items[i])}, err);
  return status;
}

/* The names of text columns are what people were asked, as far as a file tells. */
static vox_status tell_columns(vox_look *look, const vox_reader *reader, vox_error *err) {
  vox_input input;
  vox_reader_input_get(reader, &input);
  vox_status status = VOX_OK;
  for (size_t i = 0; i < input.column_count && status == VOX_OK; i++)
    if (input.columns[i].use == VOX_USE_TEXT) status = vox_look_question(look, input.columns[i].name, err);
  return status == VOX_ERR_LIMIT ? VOX_OK : status; /* a file of very many text columns */
}

/* Can the file be read twice? */
static int is_regular(const char *path) {
  struct stat s;
  return strcmp(path, "-") != 0 && stat(path, &s) == 0 && S_ISREG(s.st_mode);
}

/* The comments of the first rows. Whatever is wrong with the file is told when it is read. */
static vox_status show_rows(vox_look *look, vox_reader *reader, vox_error *err) {
  for (int n = 0; n < FIRST_ROWS; n++) {
    vox_row row;
    vox_error unread = {0};
    vox_status status = vox_reader_next(reader, &row, &unread);
    if (status == VOX_ERR_SYNTAX || status == VOX_ERR_ENCODING || status == VOX_ERR_LIMIT) continue;
    if (status != VOX_OK) return VOX_OK;
    for (size_t i = 0; i < row.cell_count; i++)
      if ((status = vox_look_add(look, row.cells[i].text, err)) != VOX_OK) return status;
  }
  return VOX_OK;
}

static vox_status show_file(vox_look *look, const command *c, const char *path, const char *sheet,
                            const vox_reader_options *options, vox_error *err) {
  input_file file;
  vox_reader *reader = NULL;
  vox_error unread = {0};
  vox_status status = VOX_OK;
  if (!is_regular(path) || input_open_table(&file, c, path, sheet)) return VOX_OK;
  if (input_reader(&reader, &file, options, &unread) == VOX_OK) status = show_rows(look, reader, err);
  vox_reader_free(reader);
  input_close(&file);
  return status;
}

static void note_wrappers(const command *c, const char *path, const vox_look *look) {
  vox_wrapper w = {.rows = 0};
  unsigned found = 0;
  for (size_t i = 0; i < vox_look_wrappers(look, i, &w); i++) found += w.rows > 0;
  if (found)
    complain(c, 0, "%s: %u texts that stand around many comments are taken off (--wrappers off: left)", path,
             found);
}

int cleaning_begin(cleaning *k, const command *c, const char *path, const vox_reader_options *options,
                   const vox_reader *reader) {
  vox_error err = {0};
  if (!k) return 0;
  int looks = !k->options->wrappers || strcmp(k->options->wrappers, "auto") == 0;
  vox_status status = vox_look_new(&k->look, &err);
  if (status == VOX_OK) status = tell_texts(k->look, k->options, &err);
  if (status == VOX_OK) status = tell_columns(k->look, reader, &err);
  if (status == VOX_OK && looks) status = show_file(k->look, c, path, k->sheet, options, &err);
  if (status == VOX_OK) status = vox_look_settle(k->look, &err);
  if (status != VOX_OK) return complain_error(c, path, status, &err);
  note_wrappers(c, path, k->look);
  for (unsigned i = 0; i < k->jobs; i++) vox_ctx_look(k->contexts[i], k->look);
  return 0;
}

void cleaning_end(cleaning *k) {
  if (!k) return;
  for (unsigned i = 0; i < k->jobs; i++) vox_ctx_look(k->contexts[i], NULL);
  vox_look_free(k->look);
  k->look = NULL;
}

/* ---- Masked columns ---- */

static int is_masked(const opt_list *columns, vox_str name) {
  for (size_t i = 0; i < columns->count; i++)
    if (strlen(columns->items[i]) == name.len && memcmp(columns->items[i], name.ptr, name.len) == 0) return 1;
  return 0;
}

/* The field masked, its text's place in `text` kept as an offset until all of them are there. */
static vox_status mask_field(masker *m, const vox_field *field, vox_error *err) {
  vox_field f = *field;
  if (is_masked(m->columns, f.name)) {
    size_t at = m->text.len;
    vox_status status = vox_mask(field, bytes_write, &m->text, err);
    if (status != VOX_OK) return status;
    f.value = (vox_str){(const char *)(uintptr_t)at, m->text.len - at};
    f.is_json = 0;
  }
  return bytes_add(&m->fields, &f, sizeof f) ? VOX_OK : VOX_ERR_MEMORY;
}

vox_status masker_row(masker *m, const vox_row *row, vox_row *out, vox_error *err) {
  m->text.len = m->fields.len = 0;
  *out = *row;
  for (size_t i = 0; i < row->keep_count; i++) {
    vox_status status = mask_field(m, &row->keep[i], err);
    if (status != VOX_OK) return err->status = status;
  }
  vox_field *list = (vox_field *)(void *)m->fields.ptr;
  for (size_t i = 0; i < row->keep_count; i++)
    if (is_masked(m->columns, list[i].name))
      list[i].value.ptr = list[i].value.len ? m->text.ptr + (uintptr_t)list[i].value.ptr : "";
  out->keep = list;
  return VOX_OK;
}

void masker_free(masker *m) {
  bytes_free(&m->text);
  bytes_free(&m->fields);
}
