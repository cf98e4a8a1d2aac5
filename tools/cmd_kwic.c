/* cmd_kwic.c - voxpop kwic: a word or a theme wherever it stands, with what is around it. Comments are masked
 * before they are searched. */
#include "commands.h"
#include "exit.h"
#include "packs.h"
#include "run_files.h"
#include "safe_text.h"
#include "sink.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HITS_MAX = 64 };

typedef struct searching {
  vox_ctx **contexts;
  bytes *masked; /* one for each worker */
  const char *term, *theme;
  size_t around; /* characters on either side */
  int csv;
} searching;

/* ---- Printing ---- */

static void add_json(bytes *b, vox_str s) {
  bytes_add(b, "\"", 1);
  for (size_t i = 0; i < s.len; i++) {
    char code[8];
    unsigned char c = (unsigned char)s.ptr[i];
    if (c == '"' || c == '\\') bytes_add(b, "\\", 1);
    if (c >= 0x20) bytes_add(b, &s.ptr[i], 1);
    if (c < 0x20) bytes_add(b, code, (size_t)snprintf(code, sizeof code, "\\u%04x", c));
  }
  bytes_add(b, "\"", 1);
}

/* As it stands: numbers, and ids that are JSON already. */
static void add_raw(bytes *b, vox_str s) { bytes_add(b, s.ptr, s.len); }

static void add_text_or_null(bytes *b, vox_str s) {
  if (s.len)
    add_json(b, s);
  else
    bytes_add(b, "null", 4);
}

/* What a spreadsheet would take for a formula gets a ' before it. */
static void add_csv(bytes *b, vox_str s) {
  bytes_add(b, "\"", 1);
  if (s.len && strchr("=+-@\t\r", s.ptr[0])) bytes_add(b, "'", 1);
  for (size_t i = 0; i < s.len; i++) {
    if (s.ptr[i] == '"') bytes_add(b, "\"", 1);
    bytes_add(b, &s.ptr[i], 1);
  }
  bytes_add(b, "\"", 1);
}

/* A field of a table, or a member with `add` writing its value. */
static void add_field(const searching *k, bytes *b, const char *name, vox_str value,
                      void (*add)(bytes *, vox_str)) {
  int first = strcmp(name, "id") == 0;
  if (k->csv) {
    if (!first) bytes_add(b, ",", 1);
    add_csv(b, value);
    return;
  }
  bytes_add(b, first ? "{\"" : ",\"", 2);
  bytes_add(b, name, strlen(name));
  bytes_add(b, "\":", 2);
  add(b, value);
}

/* `n` characters before byte `at`, or behind it. */
static size_t before(vox_str s, size_t at, size_t n) {
  for (; n && at; n--) do
      at--;
    while (at && ((unsigned char)s.ptr[at] & 0xC0) == 0x80);
  return at;
}

static size_t behind(vox_str s, size_t at, size_t n) {
  for (; n && at < s.len; n--) do
      at++;
    while (at < s.len && ((unsigned char)s.ptr[at] & 0xC0) == 0x80);
  return at;
}

static void add_hit(const searching *k, bytes *out, const vox_row *row, vox_str text, vox_span at) {
  static const char *const groups[] = {"", "promoter", "passive", "detractor"};
  size_t from = before(text, at.begin, k->around), to = behind(text, at.end, k->around);
  char line[24];
  vox_str id = row->id.value;
  if (k->csv && row->id.is_json && id.len > 1 && id.ptr[0] == '"') id.ptr++, id.len -= 2;
  int n = snprintf(line, sizeof line, "%llu", (unsigned long long)row->line);
  add_field(k, out, "id", id, row->id.is_json ? add_raw : add_json);
  add_field(k, out, "line", (vox_str){line, (size_t)n}, add_raw);
  add_field(k, out, "group", (vox_str){groups[row->group], strlen(groups[row->group])}, add_text_or_null);
  add_field(k, out, "left", (vox_str){text.ptr + from, at.begin - from}, add_json);
  add_field(k, out, "match", (vox_str){text.ptr + at.begin, at.end - at.begin}, add_json);
  add_field(k, out, "right", (vox_str){text.ptr + at.end, to - at.end}, add_json);
  bytes_add(out, k->csv ? "\n" : "}\n", k->csv ? 1 : 2);
}

/* ---- Finding ---- */

static int is_theme(vox_str id, const char *theme) {
  size_t n = strlen(theme);
  return id.len >= n && memcmp(id.ptr, theme, n) == 0 && (id.len == n || id.ptr[n] == '.');
}

/* Spans of evidence for the theme, each once. */
static size_t theme_spans(const vox_result *result, const char *theme, vox_span *out) {
  const vox_evidence *list;
  size_t count = vox_result_evidence(result, &list), n = 0;
  for (size_t i = 0; i < count && n < HITS_MAX; i++) {
    int is_kind = list[i].kind.len == 5 && memcmp(list[i].kind.ptr, "theme", 5) == 0;
    if (!is_kind || !is_theme(list[i].id, theme)) continue;
    if (n && out[n - 1].begin == list[i].span.begin && out[n - 1].end == list[i].span.end) continue;
    out[n++] = list[i].span;
  }
  return n;
}

static vox_status search_cell(const searching *k, unsigned worker, const vox_row *row, const vox_cell *cell,
                              bytes *out, vox_error *err) {
  const vox_result *result;
  vox_span hits[HITS_MAX];
  bytes *masked = &k->masked[worker];
  size_t n = 0;
  masked->len = 0;
  const vox_field whole = {{"", 0}, cell->text, 0};
  vox_status status = vox_mask(&whole, bytes_write, masked, err);
  vox_str text = {masked->ptr ? masked->ptr : "", masked->len};
  /* The row goes along, for rules that ask for its score, group or segments. */
  vox_cell own = *cell;
  vox_row alone = *row;
  own.text = text;
  alone.cells = &own;
  alone.cell_count = 1;
  if (status == VOX_OK) status = vox_analyse_cell(&result, k->contexts[worker], &alone, 0, err);
  if (status == VOX_ERR_LIMIT) return VOX_OK;
  if (status == VOX_OK && k->theme) n = theme_spans(result, k->theme, hits);
  if (status == VOX_OK && k->term)
    status = vox_result_find(result, (vox_str){k->term, strlen(k->term)}, hits, HITS_MAX, &n, err);
  for (size_t i = 0; status == VOX_OK && i < n; i++) add_hit(k, out, row, text, hits[i]);
  return status;
}

static vox_status search_row(void *context, unsigned worker, const vox_row *row, const vox_error *bad,
                             bytes *out, vox_error *err) {
  vox_status status = VOX_OK;
  for (size_t i = 0; !bad && i < row->cell_count && status == VOX_OK; i++)
    status = search_cell(context, worker, row, &row->cells[i], out, err);
  return status;
}

/* ---- Running ---- */

static int knows_theme(const vox_model *model, const char *theme) {
  vox_theme_info info;
  for (size_t i = 0; vox_model_theme(model, i, &info); i++)
    if (is_theme(info.id, theme)) return 1;
  return 0;
}

typedef struct kwic_options {
  input_options in;
  const char *term, *theme, *output;
  long around;
  int force, csv, bom;
} kwic_options;

static int run_kwic(const command *c, const kwic_options *o, const vox_model *model, char **files,
                    int count) {
  unsigned jobs = pipeline_jobs(o->in.jobs);
  sink out;
  int code = 0;
  searching k = {.term = o->term, .theme = o->theme, .around = (size_t)o->around, .csv = o->csv};
  k.masked = calloc(jobs, sizeof *k.masked);
  if (!k.masked) return complain(c, EXIT_IO, "out of memory");
  k.contexts = contexts_new(c, model, jobs, o->theme ? VOX_WANT_EVIDENCE : 0, 0, &code);
  if (k.contexts && !(code = sink_open(&out, c, o->output, o->force))) {
    pipeline_job job = {search_row, &k, jobs, sink_write, &out, -1, NULL};
    if (o->bom) sink_write(&out, "\xEF\xBB\xBF", 3);
    if (o->csv) sink_write(&out, "id,line,group,left,match,right\n", 31);
    code = run_files(c, &o->in, files, count, &job, NULL);
    code = sink_close(&out, c, code);
  }
  contexts_free(k.contexts, jobs);
  for (unsigned i = 0; i < jobs; i++) bytes_free(&k.masked[i]);
  free(k.masked);
  return code;
}

static int kwic(int argc, char **argv) {
  const command *c = &command_kwic;
  kwic_options o = {.in = INPUT_OPTIONS_INIT, .around = 20};
  int operands = 0;
  const opt table[] = {
      INPUT_ROWS(o.in),
      {"--term", OPT_TEXT, &o.term, "WORD", "the word or phrase to look for, in any script and case"},
      {"--theme", OPT_TEXT, &o.theme, "ID", "or what speaks of a theme"},
      {"--around", OPT_NUMBER, &o.around, "N", "characters on either side (default 20)"},
      {"--csv", OPT_FLAG, &o.csv, NULL, "a table instead of NDJSON"},
      {"--bom", OPT_FLAG, &o.bom, NULL, "begin with a byte order mark, for spreadsheets"},
      {"-o", OPT_TEXT, &o.output, "FILE", "write there (whole or not at all)"},
      {"--force", OPT_FLAG, &o.force, NULL, "let -o replace a file"},
  };
  int code = opt_parse(c, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  if (!o.term == !o.theme) return complain(c, EXIT_USE, "one of --term and --theme says what to look for");
  if (o.bom && !o.csv) return complain(c, EXIT_USE, "--bom goes with --csv: JSON begins with no such mark");
  if (o.term && !*o.term) return complain(c, EXIT_USE, "--term is empty");
  vox_model *model = NULL;
  if ((code = model_open_packs(&model, c, o.in.model, &o.in.packs, &o.in.overlays, &o.in.dicts))) return code;
  if (o.theme && !knows_theme(model, o.theme))
    code = complain(c, EXIT_USE, "there is no theme %s", o.theme);
  else
    code = run_kwic(c, &o, model, argv, operands);
  vox_model_free(model);
  return code;
}

const command command_kwic = {
    "kwic", "kwic [options] --term WORD [FILE...]",
    "Lists where a word or a theme stands, with what is around it (key word in context). Comments are "
    "masked:\n"
    "no telephone number, address or identity number is printed. A word is found as whole words of the "
    "text,\n"
    "whatever its script, width and case.",
    "  voxpop kwic survey.csv --text-column 评价内容 --score-column 推荐度 --term 客服\n"
    "  voxpop kwic survey.csv --text-column comment --theme delivery.speed --csv -o delivery.csv\n",
    kwic};
