/* lexicon_suggest.c - voxpop lexicon suggest: words that come often and that no entry speaks of, with the
 * theme that they come with and places where they stand; lexicon export: the entries of an artefact.
 *
 * A word is counted once a comment (suggested.h). Where the table is full, words that are not in it yet are
 * left out and that is said. Words with digits are never counted: among them are numbers of people. */
#include "commands.h"
#include "exit.h"
#include "lexicon_commands.h"
#include "lexicon_files.h"
#include "packs.h"
#include "run_files.h"
#include "sink.h"
#include "suggested.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THEMES_MOST = 256, AROUND = 10 };

typedef struct suggesting {
  vox_ctx **contexts;
  const vox_model *model;
  suggested words;
  uint64_t comments, least;
  uint64_t *totals; /* comments of each theme, by its number in the model */
  size_t theme_count;
  bytes masked;
} suggesting;

/* ---- Counting ---- */

/* Letters only, A to Z made small. 0: not a word to suggest. */
static size_t plain_word(char out[SUGGESTED_WORD], vox_str text, const vox_token *token) {
  size_t len = token->span.end - token->span.begin, chars = 0;
  if (token->kind != VOX_TOKEN_WORD && token->kind != VOX_TOKEN_HAN) return 0;
  if (len >= SUGGESTED_WORD) return 0;
  for (size_t i = 0; i < len; i++) {
    char c = text.ptr[token->span.begin + i];
    if (c >= '0' && c <= '9') return 0;
    chars += ((unsigned char)c & 0xC0) != 0x80;
    out[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
  }
  out[len] = 0;
  return chars > 1 ? len : 0;
}

/* Learned weights and rules stand on nearly every word: only a hand-made entry covers one. */
static int covered(const vox_evidence *list, size_t count, vox_span word) {
  for (size_t i = 0; i < count; i++) {
    int learned = list[i].rule.len >= 7 && memcmp(list[i].rule.ptr + list[i].rule.len - 7, "learned", 7) == 0;
    if (!learned && list[i].span.begin < word.end && word.begin < list[i].span.end) return 1;
  }
  return 0;
}

/* The numbers of the comment's themes; praise and blame of the whole say nothing of what is spoken of. */
static size_t list_themes(suggesting *s, const vox_result *result, uint32_t out[THEMES_MOST]) {
  const vox_theme_hit *list;
  vox_theme_info info;
  size_t count = vox_result_themes(result, &list), n = 0;
  for (size_t t = 0; t < s->theme_count && n < THEMES_MOST; t++) {
    vox_model_theme(s->model, t, &info);
    if (info.id.len >= 7 && memcmp(info.id.ptr, "overall", 7) == 0) continue;
    for (size_t i = 0; i < count; i++)
      if (list[i].id.len == info.id.len && memcmp(list[i].id.ptr, info.id.ptr, info.id.len) == 0)
        s->totals[t]++, out[n++] = (uint32_t)t;
  }
  return n;
}

/* The comment as it may be shown, made for the first word that asks. */
static vox_status show_word(suggesting *s, counted_word *w, vox_str text, vox_error *err) {
  const vox_field whole = {{"", 0}, text, 0};
  vox_status status = s->masked.len ? VOX_OK : vox_mask(&whole, bytes_write, &s->masked, err);
  vox_str shown = {s->masked.ptr ? s->masked.ptr : "", s->masked.len};
  return status == VOX_OK ? suggested_context(w, shown, AROUND) : status;
}

static vox_status count_word(suggesting *s, vox_str text, const vox_token *token, const counted_comment *in,
                             vox_error *err) {
  char word[SUGGESTED_WORD];
  counted_word *w;
  size_t len = plain_word(word, text, token);
  if (!len || is_stop_word(word)) return VOX_OK;
  vox_status status = suggested_count(&s->words, word, len, in, &w);
  return status == VOX_OK && w && w->comments >= s->least ? show_word(s, w, text, err) : status;
}

static vox_status count_cell(suggesting *s, const vox_row *row, const vox_cell *cell, vox_error *err) {
  const vox_result *result;
  const vox_evidence *evidence;
  const vox_token *tokens;
  uint32_t themes[THEMES_MOST];
  size_t count = 0;
  vox_status status = vox_tokenise(&tokens, &count, s->contexts[1], cell->text, err);
  if (status == VOX_OK) status = vox_analyse(&result, s->contexts[0], cell->text, cell->role, err);
  if (status == VOX_ERR_LIMIT) return VOX_OK;
  if (status != VOX_OK) return status;
  size_t reasons = vox_result_evidence(result, &evidence);
  counted_comment in = {++s->comments, row->group == VOX_GROUP_DETRACTOR, themes,
                        list_themes(s, result, themes)};
  s->masked.len = 0;
  for (size_t i = 0; i < count && status == VOX_OK; i++)
    if (!covered(evidence, reasons, tokens[i].span)) status = count_word(s, cell->text, &tokens[i], &in, err);
  return status;
}

static vox_status count_row(void *context, unsigned worker, const vox_row *row, const vox_error *bad,
                            bytes *out, vox_error *err) {
  vox_status status = VOX_OK;
  (void)worker, (void)out;
  for (size_t i = 0; !bad && i < row->cell_count && status == VOX_OK; i++)
    status = count_cell(context, row, &row->cells[i], err);
  return status;
}

/* ---- Printing ---- */

static const command SUGGEST = {
    "lexicon", "lexicon suggest [options] [FILE...]",
    "Lists the words that stand in many comments and that no entry written by hand speaks of: what to look "
    "at\n"
    "when a lexicon or a theme is to grow. Tab-separated: word, comments that hold it, those of detractors,\n"
    "those without any theme, the theme that comes with it more often than by chance and in how many of\n"
    "them, and up to three places where it stands, personal data masked. Words with digits and words that\n"
    "only hold a sentence together are left out.",
    "  voxpop lexicon suggest survey.csv --text-column 评价内容 --score-column 推荐度\n"
    "  voxpop lexicon suggest survey.csv --overlay my-words.tsv --top 50 --min-comments 10\n",
    NULL};

static void add_word(const suggesting *s, bytes *b, const counted_word *w) {
  const theme_count *t = suggested_theme(w, s->totals, s->comments);
  vox_theme_info info = {.id = {"", 0}};
  if (t) vox_model_theme(s->model, t->theme, &info);
  char line[SUGGESTED_WORD + 96];
  int n = snprintf(line, sizeof line, "%s\t%llu\t%llu\t%llu\t", w->text, (unsigned long long)w->comments,
                   (unsigned long long)w->detractors, (unsigned long long)w->untagged);
  bytes_add(b, line, (size_t)n);
  bytes_add(b, info.id.ptr, info.id.len);
  n = snprintf(line, sizeof line, "\t%lu\t", t ? (unsigned long)t->comments : 0ul);
  bytes_add(b, line, (size_t)n);
  for (int i = 0; i < SUGGESTED_CONTEXTS && w->contexts[i]; i++) {
    if (i) bytes_add(b, " | ", 3);
    bytes_add(b, w->contexts[i], strlen(w->contexts[i]));
  }
  bytes_add(b, "\n", 1);
}

static int write_words(suggesting *s, long top, const char *path, int force) {
  static const char head[] = "term\tcomments\tdetractors\twithout_theme\ttheme\twith_theme\tcontexts\n";
  const counted_word *w = s->words.words;
  sink out;
  bytes all = {0};
  int code = sink_open(&out, &SUGGEST, path, force);
  if (code) return code;
  suggested_sort(&s->words);
  bytes_add(&all, head, sizeof head - 1);
  for (size_t i = 0; i < s->words.count && (long)i < top && w[i].comments >= s->least; i++)
    add_word(s, &all, &w[i]);
  if (all.broken) code = complain(&SUGGEST, EXIT_IO, "out of memory");
  if (!code) sink_write(&out, all.ptr, all.len);
  bytes_free(&all);
  return sink_close(&out, &SUGGEST, code);
}

/* ---- The verbs ---- */

static int run_suggest(suggesting *s, const input_options *in, char **files, int count) {
  vox_theme_info info;
  int code = 0;
  while (vox_model_theme(s->model, s->theme_count, &info)) s->theme_count++;
  s->totals = calloc(s->theme_count + 1, sizeof *s->totals);
  if (!s->totals || !suggested_init(&s->words)) return complain(&SUGGEST, EXIT_IO, "out of memory");
  s->contexts = contexts_new(&SUGGEST, s->model, 2, VOX_WANT_EVIDENCE, 0, &code);
  if (!s->contexts) return code;
  pipeline_job job = {count_row, s, 1, NULL, NULL, -1, NULL};
  return run_files(&SUGGEST, in, files, count, &job, NULL);
}

int lexicon_suggest(int argc, char **argv) {
  input_options in = INPUT_OPTIONS_INIT;
  suggesting s = {0};
  long top = 100, least = 5;
  const char *path = NULL;
  int operands = 0, force = 0;
  const opt table[] = {
      INPUT_ROWS(in),
      {"--top", OPT_NUMBER, &top, "N", "at most so many words (default 100)"},
      {"--min-comments", OPT_NUMBER, &least, "N", "only words of so many comments (default 5)"},
      {"-o", OPT_TEXT, &path, "FILE", "write there (whole or not at all) instead of to standard output"},
      {"--force", OPT_FLAG, &force, NULL, "let -o replace a file"},
  };
  int code = opt_parse(&SUGGEST, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  vox_model *model = NULL;
  if ((code = model_open_packs(&model, &SUGGEST, in.model, &in.packs, &in.overlays, &in.dicts))) return code;
  s.model = model;
  s.least = least > 0 ? (uint64_t)least : 1;
  code = run_suggest(&s, &in, argv, operands);
  if (!code) code = write_words(&s, top, path, force);
  if (!code && s.words.full)
    fprintf(stderr, "voxpop lexicon: more than %d different words: the latest are not counted\n",
            SUGGESTED_FULL);
  suggested_free(&s.words);
  free(s.totals);
  bytes_free(&s.masked);
  contexts_free(s.contexts, 2);
  vox_model_free(model);
  return code;
}
