/* lexicon_suggest.c - voxpop lexicon suggest: words that come often and that no entry speaks of; lexicon
 * export: the entries of an artefact.
 *
 * A word is counted once a comment. The table is open addressing over folded copies; where it is full, words
 * that are not in it yet are left out and that is said. Words with digits are never counted: among them are
 * numbers of people. */
#include "commands.h"
#include "exit.h"
#include "lexicon_commands.h"
#include "lexicon_files.h"
#include "packs.h"
#include "run_files.h"
#include "sink.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 1 << 20, FULL = SLOTS / 4 * 3, WORD_MAX = 64 };

typedef struct counted_word {
  char *text;
  uint64_t comments, latest, detractors, untagged;
} counted_word;

typedef struct suggesting {
  vox_ctx **contexts;
  counted_word *words;
  size_t count;
  uint64_t comments;
  int full;
} suggesting;

/* ---- Counting ---- */

/* Letters only, A to Z made small. 0: not a word to suggest. */
static size_t plain_word(char out[WORD_MAX], vox_str text, const vox_token *token) {
  size_t len = token->span.end - token->span.begin, chars = 0;
  if (token->kind != VOX_TOKEN_WORD && token->kind != VOX_TOKEN_HAN) return 0;
  if (len >= WORD_MAX) return 0;
  for (size_t i = 0; i < len; i++) {
    char c = text.ptr[token->span.begin + i];
    if (c >= '0' && c <= '9') return 0;
    chars += ((unsigned char)c & 0xC0) != 0x80;
    out[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
  }
  out[len] = 0;
  return chars > 1 ? len : 0;
}

static counted_word *slot_of(suggesting *s, const char *word, size_t len) {
  uint64_t h = 1469598103934665603u;
  for (size_t i = 0; i < len; i++) h = (h ^ (unsigned char)word[i]) * 1099511628211u;
  size_t at = (size_t)(h ^ h >> 32) % SLOTS;
  while (s->words[at].text && strcmp(s->words[at].text, word) != 0) at = (at + 1) % SLOTS;
  return &s->words[at];
}

static vox_status count_word(suggesting *s, const char *word, size_t len, const vox_row *row, int untagged) {
  counted_word *w = slot_of(s, word, len);
  if (!w->text) {
    if (s->count == FULL) return s->full = 1, VOX_OK;
    if (!(w->text = malloc(len + 1))) return VOX_ERR_MEMORY;
    memcpy(w->text, word, len + 1);
    s->count++;
  }
  if (w->latest == s->comments) return VOX_OK;
  w->latest = s->comments;
  w->comments++;
  w->detractors += row->group == VOX_GROUP_DETRACTOR;
  w->untagged += untagged != 0;
  return VOX_OK;
}

/* Learned weights and rules stand on nearly every word: only a hand-made entry covers one. */
static int covered(const vox_evidence *list, size_t count, vox_span word) {
  for (size_t i = 0; i < count; i++) {
    int learned = list[i].rule.len >= 7 && memcmp(list[i].rule.ptr + list[i].rule.len - 7, "learned", 7) == 0;
    if (!learned && list[i].span.begin < word.end && word.begin < list[i].span.end) return 1;
  }
  return 0;
}

static vox_status count_cell(suggesting *s, const vox_row *row, const vox_cell *cell, vox_error *err) {
  const vox_result *result;
  const vox_evidence *evidence;
  const vox_theme_hit *themes;
  const vox_token *tokens;
  char word[WORD_MAX];
  size_t count = 0;
  vox_status status = vox_tokenise(&tokens, &count, s->contexts[1], cell->text, err);
  if (status == VOX_OK) status = vox_analyse(&result, s->contexts[0], cell->text, cell->role, err);
  if (status == VOX_ERR_LIMIT) return VOX_OK;
  if (status != VOX_OK) return status;
  size_t reasons = vox_result_evidence(result, &evidence);
  int untagged = vox_result_themes(result, &themes) == 0;
  s->comments++;
  for (size_t i = 0; i < count && status == VOX_OK; i++) {
    size_t len = plain_word(word, cell->text, &tokens[i]);
    if (len && !covered(evidence, reasons, tokens[i].span)) status = count_word(s, word, len, row, untagged);
  }
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
    "those without any theme. Words with digits are left out.",
    "  voxpop lexicon suggest survey.csv --text-column 评价内容 --score-column 推荐度\n"
    "  voxpop lexicon suggest survey.csv --overlay my-words.tsv --top 50 --min-comments 10\n",
    NULL};

static int by_count(const void *a, const void *b) {
  const counted_word *x = a, *y = b;
  if (x->comments != y->comments) return x->comments < y->comments ? 1 : -1;
  return x->text && y->text ? strcmp(x->text, y->text) : 0;
}

static void add_word(bytes *b, const counted_word *w) {
  char line[WORD_MAX + 72];
  int n = snprintf(line, sizeof line, "%s\t%llu\t%llu\t%llu\n", w->text, (unsigned long long)w->comments,
                   (unsigned long long)w->detractors, (unsigned long long)w->untagged);
  bytes_add(b, line, (size_t)n);
}

/* Sorts the table in place; empty slots have no comments and come last. */
static int write_words(suggesting *s, long top, long least, const char *path, int force) {
  static const char head[] = "term\tcomments\tdetractors\twithout_theme\n";
  sink out;
  bytes all = {0};
  int code = sink_open(&out, &SUGGEST, path, force);
  if (code) return code;
  qsort(s->words, SLOTS, sizeof *s->words, by_count);
  bytes_add(&all, head, sizeof head - 1);
  for (size_t i = 0; i < s->count && (long)i < top && s->words[i].comments >= (uint64_t)least; i++)
    add_word(&all, &s->words[i]);
  if (all.broken) code = complain(&SUGGEST, EXIT_IO, "out of memory");
  if (!code) sink_write(&out, all.ptr, all.len);
  bytes_free(&all);
  return sink_close(&out, &SUGGEST, code);
}

/* ---- The verbs ---- */

static int run_suggest(suggesting *s, const input_options *in, const vox_model *model, char **files,
                       int count) {
  int code = 0;
  s->words = calloc(SLOTS, sizeof *s->words);
  if (!s->words) return complain(&SUGGEST, EXIT_IO, "out of memory");
  s->contexts = contexts_new(&SUGGEST, model, 2, VOX_WANT_EVIDENCE, 0, &code);
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
  code = run_suggest(&s, &in, model, argv, operands);
  if (!code) code = write_words(&s, top, least ? least : 1, path, force);
  if (!code && s.full)
    fprintf(stderr, "voxpop lexicon: more than %d different words: the latest are not counted\n", FULL);
  for (size_t i = 0; s.words && i < SLOTS; i++) free(s.words[i].text);
  free(s.words);
  contexts_free(s.contexts, 2);
  vox_model_free(model);
  return code;
}
