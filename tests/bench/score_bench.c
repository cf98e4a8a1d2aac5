/* score_bench - what a comment's full score costs, stage by stage, beside memcpy, counting lines and ICU's
 * word iterator, in one interleaved run.
 *
 * usage: score_bench MODEL FILE [ROUNDS]
 *
 * FILE has a comment a line. Each round times every contender once over the same lines, one thread; medians
 * and spans are printed. The stages are those of analyse.c in their order, each called as there and timed by
 * itself: nanoseconds of a comment, and MB/s as if that stage were alone. ICU gets the first 2 MB of the
 * lines. */
#include "analysis/stages.h"
#include "base/file.h"
#include "output/record_json.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>

enum { MAX_ROUNDS = 101, ICU_BYTES = 2 << 20, OUTPUT = 1 << 18 };

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
  uint64_t spent[STAGES]; /* nanoseconds */
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
  b->spent[s] += t - *last;
  *last = t;
}

static vox_status evidence(bench *b, comment *c, uint64_t *last) {
  vox_status bad = segment_text(b->segmenter, c->seg.text, &c->seg, &b->err);
  ends(b, SEGMENT, last);
  tell_language(c), ends(b, LANGUAGE, last);
  bad |= match_entries(c), ends(b, MATCH, last);
  bad |= divide_clauses(c), ends(b, CLAUSES, last);
  bad |= join_pairs(c), ends(b, PAIRS, last);
  bad |= apply_scope(c), ends(b, SCOPE, last);
  bad |= add_learned(c), ends(b, LEARNED, last);
  bad |= damp_repeats(c), ends(b, REPEATS, last);
  tell_quality(c), ends(b, QUALITY, last);
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

/* Seconds of each stage, and of all together. */
static void run_score(bench *b, double seconds[CONTENDERS]) {
  vox_str rest = b->lines;
  memset(b->spent, 0, sizeof b->spent);
  for (b->comments = 0; rest.len; b->comments++) score(b, str_cut(&rest, '\n'), b->comments + 1);
  seconds[ALL_STAGES] = 0;
  for (int i = 0; i < STAGES; i++) seconds[ALL_STAGES] += seconds[i] = (double)b->spent[i] / 1e9;
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

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void print(const bench *b, int which, double *times, int rounds) {
  double bytes = (double)(which == ICU ? b->icu_bytes : b->lines.len) / 1e6;
  qsort(times, (size_t)rounds, sizeof *times, by_value);
  double median = times[rounds / 2];
  printf("%-20s %9.1f MB/s  %8.1f ns a comment  (%.1f - %.1f MB/s)\n",
         which < STAGES ? STAGE_NAMES[which] : OTHER_NAMES[which - STAGES], bytes / median,
         which == ICU ? 0 : median * 1e9 / (double)b->comments, bytes / times[rounds - 1], bytes / times[0]);
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

int main(int argc, char **argv) {
  static bench b;
  static double times[CONTENDERS][MAX_ROUNDS];
  file_view lines;
  if (argc < 3) return fprintf(stderr, "usage: score_bench MODEL FILE [ROUNDS]\n"), 2;
  int rounds = argc > 3 ? atoi(argv[3]) : 5;
  if (rounds < 1 || rounds > MAX_ROUNDS) return fprintf(stderr, "score_bench: 1 to 101 rounds\n"), 2;
  mem_init(&b.mem, NULL, 0);
  open_model(&b, argv[1]);
  if (file_map(&lines, argv[2], &b.err) != VOX_OK) stop(&b, "lines");
  b.lines = lines.bytes;
  char *copy = calloc(b.lines.len + 1, 1);
  for (int i = 0; copy && i < rounds; i++) {
    double one[CONTENDERS];
    run_score(&b, one);
    one[MEMCPY] = run_memcpy(&b, copy), one[LINES] = run_lines(&b), one[ICU] = run_icu(&b);
    for (int k = 0; k < CONTENDERS; k++) times[k][i] = one[k];
  }
  for (int i = 0; i < CONTENDERS; i++) print(&b, i, times[i], rounds);
  free(copy);
  return 0;
}
