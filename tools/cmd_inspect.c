/* cmd_inspect.c - voxpop inspect: how a file will be read, and why, before anything is scored. */
#include "commands.h"
#include "exit.h"
#include "inspection.h"
#include "packs.h"
#include "sink.h"
#include <stdlib.h>
#include <string.h>

/* ---- Non-answers ---- */

/* Without a lexicon: marks and digits alone, or one of a few words. */
static int is_empty_talk(vox_str text) {
  static const char *const words[] = {"无", "無",  "没有",    "沒有", "暂无",  "暫無",
                                      "没", "沒",  "不知道",  "none", "no",    "n/a",
                                      "na", "nil", "nothing", "无。", "没有。"};
  char small[32];
  size_t n = 0;
  int marks = 1;
  for (size_t i = 0; i < text.len; i++) {
    unsigned char c = (unsigned char)text.ptr[i];
    marks &= c < 0x80 && !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    if (c <= ' ' || c == '.') continue;
    if (n < sizeof small) small[n] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    n++;
  }
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strlen(words[i]) == n && memcmp(words[i], small, n < sizeof small ? n : sizeof small) == 0) return 1;
  return marks;
}

/* The record's list of qualities names it; ids are the lexicon's business. */
static int record_says_non_answer(const bytes *record) {
  static const char key[] = "\"quality\":[", word[] = "\"non_answer\"";
  for (size_t i = 0; i + sizeof key - 1 < record->len; i++) {
    if (memcmp(record->ptr + i, key, sizeof key - 1) != 0) continue;
    for (i += sizeof key - 1; i + sizeof word - 1 <= record->len && record->ptr[i] != ']'; i++)
      if (memcmp(record->ptr + i, word, sizeof word - 1) == 0) return 1;
    return 0;
  }
  return 0;
}

typedef struct looker {
  inspection *found;
  pack_guess *packs; /* NULL: there are none */
  vox_ctx *ctx;      /* NULL: there is no lexicon */
  bytes record;
} looker;

static vox_status count_comment(looker *l, const vox_cell *text, vox_error *err) {
  const vox_result *result;
  l->found->comments++;
  pack_guess_look(l->packs, text->text);
  if (!l->ctx) {
    l->found->non_answers += (uint64_t)is_empty_talk(text->text);
    return VOX_OK;
  }
  vox_status status = vox_analyse(&result, l->ctx, text->text, text->role, err);
  if (status == VOX_ERR_LIMIT) return VOX_OK;
  vox_row bare;
  memset(&bare, 0, sizeof bare);
  bare.cells = text, bare.cell_count = 1;
  l->record.len = 0;
  if (status == VOX_OK) status = vox_result_write_json(result, &bare, 0, bytes_write, &l->record, err);
  if (status == VOX_OK) l->found->non_answers += (uint64_t)record_says_non_answer(&l->record);
  return status;
}

/* ---- Reading ---- */

static vox_status count_row(looker *l, const vox_row *row, vox_error *err) {
  inspection *found = l->found;
  vox_status status = VOX_OK;
  found->scored += row->has_score != 0;
  found->dated += row->date.len > 0;
  found->empty += row->cell_count == 0;
  if (found->first.count < SHOWN_ROWS && !rows_add(&found->first, row)) return VOX_ERR_MEMORY;
  for (size_t i = 0; i < row->cell_count && status == VOX_OK; i++)
    status = count_comment(l, &row->cells[i], err);
  return status;
}

static vox_status read_rows(looker *l, vox_reader *reader, vox_error *err) {
  for (;;) {
    vox_row row;
    vox_status status = vox_reader_next(reader, &row, err);
    if (status == VOX_DONE) return VOX_OK;
    if (status == VOX_ERR_SYNTAX || status == VOX_ERR_ENCODING || status == VOX_ERR_LIMIT) continue;
    if (status == VOX_OK) status = count_row(l, &row, err);
    if (status != VOX_OK) return status;
  }
}

typedef struct inspect_options {
  input_options in;
  int json;
} inspect_options;

static int print(const command *c, const inspect_options *o, const inspection *found) {
  bytes page = {0};
  sink out;
  if (o->json)
    inspection_print_json(&page, found);
  else
    inspection_print(&page, found);
  sink_open(&out, c, NULL, 0);
  int code = page.broken ? complain(c, EXIT_IO, "out of memory") : 0;
  if (!code) sink_write(&out, page.ptr, page.len);
  bytes_free(&page);
  return sink_close(&out, c, code);
}

static int look_through(const command *c, const inspect_options *o, vox_reader *reader, vox_ctx *ctx,
                        const char *path, const input_file *file) {
  inspection found = {
      .path = path, .in = &o->in, .by_lexicon = ctx != NULL, .is_workbook = file->book != NULL};
  looker l = {&found, pack_guess_new(o->in.model), ctx, {0}};
  vox_error err = {0};
  vox_status status = read_rows(&l, reader, &err);
  rows_settle(&found.first);
  found.pack = pack_guess_best(l.packs, &found.pack_percent);
  vox_reader_info_get(reader, &found.info);
  vox_reader_input_get(reader, &found.input);
  int code = input_failed(file, c, path);
  if (!code) code = status == VOX_OK ? print(c, o, &found) : complain_error(c, path, status, &err);
  pack_guess_free(l.packs);
  bytes_free(&l.record);
  rows_free(&found.first);
  return code;
}

static int inspect_file(const command *c, const inspect_options *o, vox_ctx *ctx, const char *path) {
  reader_setup *setup = malloc(sizeof *setup);
  input_file file;
  vox_reader *reader = NULL;
  vox_error err = {0};
  int code = setup ? reader_setup_make(setup, c, &o->in, path) : complain(c, EXIT_IO, "out of memory");
  if (!code && !(code = input_open_table(&file, c, path, o->in.sheet))) {
    setup->options.inspect = 1;
    vox_status status = input_reader(&reader, &file, &setup->options, &err);
    if (status == VOX_OK)
      code = look_through(c, o, reader, ctx, path, &file);
    else if (!(code = input_failed(&file, c, path)))
      code = complain_error(c, path, status, &err), point_at_filter(o->in.where, &err);
    vox_reader_free(reader);
    input_close(&file);
  }
  free(setup);
  return code;
}

static int inspect(int argc, char **argv) {
  const command *c = &command_inspect;
  inspect_options o = {.in = INPUT_OPTIONS_INIT};
  int operands = 0;
  const opt table[] = {
      INPUT_ROWS(o.in),
      {"--json", OPT_FLAG, &o.json, NULL, "print one JSON object a file"},
  };
  int code = opt_parse(c, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  vox_model *model = NULL;
  vox_ctx *ctx = NULL;
  vox_error err = {0};
  char standard[] = "-", *alone[] = {standard};
  if (operands == 0) argv = alone, operands = 1;
  if ((code = model_open_found(&model, c, o.in.model))) return code;
  vox_status status = model ? vox_ctx_new(&ctx, model, NULL, &err) : VOX_OK;
  if (status != VOX_OK) code = complain_error(c, "workspace", status, &err);
  for (int i = 0; i < operands && !code; i++) code = inspect_file(c, &o, ctx, argv[i]);
  vox_ctx_free(ctx);
  vox_model_free(model);
  return code;
}

const command command_inspect = {
    "inspect", "inspect [options] [FILE...]",
    "Shows how an export will be read: encoding, delimiter, header, what each column was taken for and why, "
    "counts,\n"
    "the first rows, and the command line that reads it the same way again. Scores nothing.",
    "  voxpop inspect survey.csv\n"
    "  voxpop inspect survey.csv --where 'response_type != \"测试\" and score <= 6'\n"
    "  voxpop inspect --json survey.xlsx.csv | jq .columns\n",
    inspect};
