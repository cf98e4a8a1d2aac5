/* cmd_explain.c - voxpop explain: one comment, its scores, and every reason for them in words. */
#include "commands.h"
#include "exit.h"
#include "packs.h"
#include "run_files.h"
#include "tell_words.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Text on its way to a terminal: control characters are shown, not obeyed. */
static void add_safe(bytes *b, vox_str s) {
  for (size_t i = 0; i < s.len; i++) {
    unsigned char c = (unsigned char)s.ptr[i];
    char shown[8];
    if (c >= 0x20 && c != 0x7F)
      bytes_add(b, &s.ptr[i], 1);
    else
      bytes_add(b, shown, (size_t)snprintf(shown, sizeof shown, "\\x%02X", c));
  }
}

__attribute__((format(printf, 2, 3))) static void add_format(bytes *b, const char *format, ...) {
  char piece[256];
  va_list args;
  va_start(args, format);
  int n = vsnprintf(piece, sizeof piece, format, args);
  va_end(args);
  if (n > 0) bytes_add(b, piece, (size_t)n < sizeof piece ? (size_t)n : sizeof piece - 1);
}

static void add_number(bytes *b, long n, long unit) {
  long whole = labs(n) / unit, rest = labs(n) % unit;
  add_format(b, "%s%ld.%0*ld", n < 0 ? "-" : "+", whole, unit == 10000 ? 4 : 2, rest);
}

static const char *label_of(vox_label label) {
  static const char *const names[] = {"nothing evaluative", "positive", "negative", "neutral", "mixed"};
  return names[label];
}

static void add_sentiment(bytes *b, vox_sentiment s) {
  add_format(b, "%s", label_of(s.label));
  if (s.label == VOX_LABEL_NONE) return;
  bytes_add(b, "  score ", 8);
  add_number(b, s.score, 10000);
  bytes_add(b, "  sum ", 6);
  add_number(b, s.raw, 100);
}

static int heavier(const void *left, const void *right) {
  const vox_evidence *a = left, *b = right;
  if (labs(a->sum) != labs(b->sum)) return labs(a->sum) > labs(b->sum) ? -1 : 1;
  return (a->span.begin > b->span.begin) - (a->span.begin < b->span.begin);
}

static void add_reason(bytes *b, vox_str text, const vox_evidence *e) {
  bytes_add(b, "  ", 2);
  add_number(b, e->sum, 100);
  bytes_add(b, "  ", 2);
  add_safe(b, (vox_str){text.ptr + e->span.begin, e->span.end - e->span.begin});
  add_format(b, "  [%.*s%s%.*s]", (int)e->kind.len, e->kind.ptr, e->id.len ? " " : "", (int)e->id.len,
             e->id.ptr);
  if (e->rule.len) {
    add_format(b, " %.*s", (int)e->rule.len, e->rule.ptr);
    if (e->scope.end > e->scope.begin) {
      bytes_add(b, " by ", 4);
      add_safe(b, (vox_str){text.ptr + e->scope.begin, e->scope.end - e->scope.begin});
    }
    bytes_add(b, ", own weight ", 13);
    add_number(b, e->weight, 100);
  }
  add_format(b, "  %.*s\n", (int)e->entry.len, e->entry.ptr);
}

/* The strongest reasons first, sentiment before the rest. */
static void add_reasons(bytes *b, vox_str text, const vox_result *r) {
  const vox_evidence *list;
  size_t n = vox_result_evidence(r, &list);
  vox_evidence *sorted = malloc((n ? n : 1) * sizeof *sorted);
  if (!sorted) {
    b->broken = 1;
    return;
  }
  if (n) memcpy(sorted, list, n * sizeof *sorted);
  qsort(sorted, n, sizeof *sorted, heavier);
  for (int pass = 0; pass < 2; pass++)
    for (size_t i = 0; i < n; i++) {
      int is_sentiment = sorted[i].kind.len == 9 && memcmp(sorted[i].kind.ptr, "sentiment", 9) == 0;
      if (is_sentiment == (pass == 0)) add_reason(b, text, &sorted[i]);
    }
  free(sorted);
}

static void add_page(bytes *b, vox_str text, const vox_result *r) {
  const vox_theme_hit *themes;
  const vox_named_score *emotions;
  bytes_add(b, "sentiment  ", 11);
  add_sentiment(b, vox_result_sentiment(r));
  bytes_add(b, "\n", 1);
  size_t n = vox_result_themes(r, &themes);
  for (size_t i = 0; i < n; i++) {
    add_format(b, "theme      %.*s  ", (int)themes[i].id.len, themes[i].id.ptr);
    add_sentiment(b, themes[i].sentiment);
    bytes_add(b, "\n", 1);
  }
  n = vox_result_emotions(r, &emotions);
  for (size_t i = 0; i < n; i++) {
    add_format(b, "emotion    %.*s  ", (int)emotions[i].id.len, emotions[i].id.ptr);
    add_number(b, emotions[i].score, 10000);
    bytes_add(b, "\n", 1);
  }
  bytes_add(b, "reasons\n", 8);
  add_reasons(b, text, r);
}

/* The record with its evidence, as `score --evidence` would print it. */
static vox_status add_record(bytes *b, vox_str text, const vox_result *r, vox_error *err) {
  vox_cell cell = {{NULL, 0}, VOX_ROLE_OTHER, text};
  vox_row row;
  memset(&row, 0, sizeof row);
  row.number = row.line = 1;
  row.cells = &cell;
  row.cell_count = 1;
  return vox_result_write_json(r, &row, 0, bytes_write, b, err);
}

static int explain_text(const command *c, void *context, vox_ctx *ctx, const char *words, bytes *page) {
  const int json = *(const int *)context;
  const vox_result *result;
  vox_error err = {0};
  vox_str text = {words, strlen(words)};
  vox_status status = vox_analyse(&result, ctx, text, VOX_ROLE_OTHER, &err);
  if (status == VOX_OK && json) status = add_record(page, text, result, &err);
  if (status != VOX_OK) return complain_error(c, "explaining", status, &err);
  if (!json) add_page(page, text, result);
  return page->broken ? complain(c, EXIT_IO, "out of memory") : 0;
}

static int explain(int argc, char **argv) {
  const command *c = &command_explain;
  const char *path = NULL;
  opt_list packs = {.count = 0}, overlays = {.count = 0}, dicts = {.count = 0};
  int json = 0, operands = 0;
  const opt table[] = {
      {"--model", OPT_TEXT, &path, "FILE", "compiled lexicon (default: found beside the program)"},
      {"--pack", OPT_LIST, &packs, "NAME", PACK_HELP},
      {"--overlay", OPT_LIST, &overlays, "FILE", "lexicon source laid over it; may be repeated"},
      {"--dict", OPT_LIST, &dicts, "FILE", DICT_HELP},
      {"--json", OPT_FLAG, &json, NULL, "print the record with its evidence instead of a page"},
  };
  int code = opt_parse(c, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  if (operands == 0) return complain(c, EXIT_USE, "give the comment as an argument");
  vox_model *model = NULL;
  if ((code = model_open_packs(&model, c, path, &packs, &overlays, &dicts))) return code;
  code = tell_words(c, model, VOX_WANT_EVIDENCE, argv, operands, explain_text, &json);
  vox_model_free(model);
  return code;
}

const command command_explain = {
    "explain", "explain [options] TEXT...",
    "Scores one comment and prints why: each reason with the words, the lexicon entry "
    "and the rule behind it.\nThe reasons of a sum add up to it exactly.",
    "  voxpop explain '物流慢但是包装好'\n"
    "  voxpop explain --json 'not bad at all'\n",
    explain};
