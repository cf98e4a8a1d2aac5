/* score_bench - what a comment's full score costs, stage by stage, beside memcpy, counting lines and ICU's
 * word iterator, in one interleaved run.
 *
 * usage: score_bench MODEL FILE [ROUNDS]
 *
 * FILE has a comment a line. Each round times every contender once over the same lines, one thread. The
 * stages are those of analyse.c in their order, each called as there and timed by itself; of each comment and
 * stage the quickest round counts, since other work on the machine only ever adds to it. Printed are
 * nanoseconds of a comment, and MB/s as if that stage were alone. ICU gets the first 2 MB of the lines. */
#include "analysis/quality.h"
#include "base/file.h"
#include "output/record_json.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>

enum { ICU_BYTES = 2 << 20, OUTPUT = 1 << 16 };

typedef enum stage {
  SEGMENT,
  LANGUAGE,
  MATCH,
  CLAUSES,
  PAIRS,
  SCOPE,
  LEARNED,
  REPEATS,
  QUALITY,
  SENTIMENT,
  EMOTIONS,
  THEMES,
  INTENTS,
  RECORD,
  STAGES
} stage;

static const char *const STAGE_NAMES[STAGES] = {"segment",  "language", "match",   "clauses", "pairs",
                                                "scope",    "learned",  "repeats", "quality", "sentiment",
                                                "emotions", "themes",   "intents", "record"};

enum { ALL_STAGES = STAGES, MEMCPY, LINES, ICU, CONTENDERS };
static const char *const OTHER_NAMES[] = {"score, all stages", "memcpy", "wc -l", "ICU words"};

typedef struct bench {
  mem mem;
  vox_error err;
  vox_str lines;
  size_t comments, icu_bytes;
  pack pack;
  dict *dict;
  lexicon *lexicon;
  catalogue *names;
  segmenter *segmenter;
  arena arena;
  buf out;
  uint32_t (*least)[STAGES]; /* nanoseconds of each comment */
} bench;

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void stop(const bench *b, const char *what) {
  fprintf(stderr, "score_bench: %s: %s\n", what, b->err.message);
  exit(2);
}

/* The time since `*last` goes to the stage that has just ended. */
static void ends(bench *b, stage s, uint64_t *last) {
  uint64_t t = now();
  uint32_t *least = &b->least[b->comments][s];
  if (t - *last < *least) *least = (uint32_t)(t - *last);
  *last = t;
}

static vox_status evidence(bench *b, comment *c, uint64_t *last) {
  vox_status bad = segment_text(b->segmenter, c->seg.text, &c->seg, &b->err);
  ends(b, SEGMENT, last);
  c->survey = survey_tokens(&c->seg);
  tell_language(c), ends(b, LANGUAGE, last);
  bad |= match_entries(c), ends(b, MATCH, last);
  bad |= divide_clauses(c), ends(b, CLAUSES, last);
  bad |= join_pairs(c), ends(b, PAIRS, last);
  bad |= apply_scope(c), ends(b, SCOPE, last);
  bad |= add_learned(c), ends(b, LEARNED, last);
  bad |= damp_repeats(c), ends(b, REPEATS, last);
  tell_quality(c, NULL), ends(b, QUALITY, last);
  return bad;
}

static vox_status answers(bench *b, comment *c, vox_result *r, uint64_t *last) {
  vox_status bad = VOX_OK;
  answer_sentiment(c, r), ends(b, SENTIMENT, last);
  bad |= answer_emotions(c, r), ends(b, EMOTIONS, last);
  bad |= answer_themes(c, r), ends(b, THEMES, last);
  bad |= answer_intents(c, r), ends(b, INTENTS, last);
  r->lang = c->lang, r->quality = c->quality, r->flags = c->flags;
  return bad;
}

static void score(bench *b, vox_str line, uint64_t number) {
  vox_cell cell = {.text = line};
  vox_row row = {.number = number, .line = number, .cells = &cell, .cell_count = 1};
  comment c = {.arena = &b->arena,
               .lexicon = b->lexicon,
               .seg = {.text = line},
               .space_id = charmap_get(dict_charmap(b->dict), ' ').id};
  vox_result r = {.names = b->names, .text = line};
  uint64_t last = now();
  arena_reset(&b->arena);
  if (evidence(b, &c, &last) != VOX_OK || answers(b, &c, &r, &last) != VOX_OK) stop(b, "scoring");
  if (b->out.len > OUTPUT) buf_clear(&b->out);
  record_json(&b->out, &r, &row, 0), ends(b, RECORD, &last);
}

static void run_score(bench *b) {
  vox_str rest = b->lines;
  for (b->comments = 0; rest.len; b->comments++) score(b, str_cut(&rest, '\n'), b->comments + 1);
}

/* Seconds of each stage, and of all together. */
static void add_up(const bench *b, double seconds[CONTENDERS]) {
  for (int s = 0; s < STAGES; s++) {
    uint64_t sum = 0;
    for (size_t i = 0; i < b->comments; i++) sum += b->least[i][s];
    seconds[ALL_STAGES] += seconds[s] = (double)sum / 1e9;
  }
}

static double run_memcpy(const bench *b, char *copy) {
  uint64_t start = now();
  for (int i = 0; i < 4; i++) {
    memcpy(copy, b->lines.ptr, b->lines.len);
    __asm__ volatile("" : : "r"(copy) : "memory");
  }
  return (double)(now() - start) / 4e9;
}

static double run_lines(const bench *b) {
  const char *at = b->lines.ptr, *end = at + b->lines.len;
  uint64_t start = now(), count = 0;
  while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) at++, count++;
  __asm__ volatile("" : : "r"(count));
  return (double)(now() - start) / 1e9;
}

static double run_icu(bench *b) {
  static UChar wide[1 << 20];
  UErrorCode code = U_ZERO_ERROR;
  UBreakIterator *words = ubrk_open(UBRK_WORD, "zh", NULL, 0, &code);
  vox_str rest = b->lines;
  uint64_t start = now();
  while (rest.len && (size_t)(rest.ptr - b->lines.ptr) < ICU_BYTES) {
    vox_str line = str_cut(&rest, '\n');
    int32_t len = 0;
    code = U_ZERO_ERROR;
    u_strFromUTF8(wide, 1 << 20, &len, line.ptr, (int32_t)line.len, &code);
    ubrk_setText(words, wide, len, &code);
    while (ubrk_next(words) != UBRK_DONE) continue;
  }
  b->icu_bytes = rest.len ? (size_t)(rest.ptr - b->lines.ptr) : b->lines.len;
  double seconds = (double)(now() - start) / 1e9;
  ubrk_close(words);
  return seconds;
}

static void print(const bench *b, int which, double seconds) {
  double bytes = (double)(which == ICU ? b->icu_bytes : b->lines.len) / 1e6;
  printf("%-20s %9.1f MB/s", which < STAGES ? STAGE_NAMES[which] : OTHER_NAMES[which - STAGES],
         bytes / seconds);
  if (which != ICU) printf("  %8.1f ns a comment", seconds * 1e9 / (double)b->comments);
  printf("\n");
}

static size_t count_lines(vox_str rest) {
  size_t count = 0;
  for (; rest.len; count++) str_cut(&rest, '\n');
  return count;
}

static void open_model(bench *b, const char *path) {
  file_view file;
  buf_init(&b->out, &b->mem, (size_t)1 << 30);
  arena_init(&b->arena, &b->mem);
  if (file_map(&file, path, &b->err) != VOX_OK || pack_open(&b->pack, file.bytes, &b->err) != VOX_OK ||
      dict_open(&b->dict, &b->mem, &b->pack, &b->err) != VOX_OK ||
      lexicon_open(&b->lexicon, &b->mem, &b->pack, &b->err) != VOX_OK ||
      catalogue_open(&b->names, &b->mem, b->lexicon, &b->err) != VOX_OK ||
      segmenter_new(&b->segmenter, &b->mem, b->dict, &b->err) != VOX_OK)
    stop(b, "model");
}

static void keep_least(double *least, double seconds) {
  if (*least == 0 || seconds < *least) *least = seconds;
}

int main(int argc, char **argv) {
  static bench b;
  static double seconds[CONTENDERS];
  file_view lines;
  if (argc < 3) return fprintf(stderr, "usage: score_bench MODEL FILE [ROUNDS]\n"), 2;
  int rounds = argc > 3 ? atoi(argv[3]) : 5;
  mem_init(&b.mem, NULL, 0);
  open_model(&b, argv[1]);
  if (file_map(&lines, argv[2], &b.err) != VOX_OK) stop(&b, "lines");
  b.lines = lines.bytes;
  size_t table = (count_lines(b.lines) + 1) * sizeof *b.least;
  char *copy = calloc(b.lines.len + 1, 1);
  b.least = malloc(table);
  if (!copy || !b.least) return 2;
  memset(b.least, 0xFF, table);
  for (int i = 0; i < rounds; i++) {
    run_score(&b);
    keep_least(&seconds[MEMCPY], run_memcpy(&b, copy));
    keep_least(&seconds[LINES], run_lines(&b));
    keep_least(&seconds[ICU], run_icu(&b));
  }
  add_up(&b, seconds);
  for (int i = 0; i < CONTENDERS; i++) print(&b, i, seconds[i]);
  free(b.least);
  free(copy);
  return 0;
}
