/* segment_bench - how fast comments are segmented, beside memcpy and ICU's word iterator, in one interleaved
 * run.
 *
 * usage: segment_bench [--json] MODEL FILE [ROUNDS]
 *
 * MODEL is an artefact, or a dictionary (lines `word count tag`), which is compiled first. FILE has a comment
 * a line. Each round times every contender once over the same lines, one thread, user CPU; medians and spans
 * are printed. ICU gets the first 2 MB of the lines, a line a call, which is its fastest; its conversion to
 * UTF-16 is counted. We are timed with a comment a call, and with lines of 2 KiB together, as `voxpop
 * segment` cuts them. */
#include "base/file.h"
#include "pack/pack_write.h"
#include "segment/dict_build.h"
#include "segment/work.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>
#include <unistd.h>

enum { MAX_ROUNDS = 101, ICU_BYTES = 2 << 20, MIN_COUNT = 11, CONTENDERS = 8, BLOCK = 1 << 11 };

typedef struct bench {
  mem mem;
  vox_error err;
  vox_str lines;
  pack pack;
  dict *dict;
  size_t tokens, characters;
  double open_ms, added;
} bench;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void stop(const bench *b, const char *what) {
  fprintf(stderr, "segment_bench: %s: %s\n", what, b->err.message);
  exit(2);
}

/* ---- Contenders: seconds for one pass ---- */

/* The next comment, or as many whole ones as `block` bytes hold. */
static vox_str next_text(vox_str *rest, size_t block) {
  size_t end = block < rest->len ? block : rest->len;
  while (end && rest->ptr[end - 1] != '\n') end--;
  if (!end) return str_cut(rest, '\n');
  vox_str text = str_sub(*rest, 0, end);
  *rest = str_sub(*rest, end, rest->len);
  return text;
}

/* `block` 0: a comment a call; else, as `voxpop segment` does, whole lines of so many bytes. */
static double run_segmenter(bench *b, segment_path path, size_t block) {
  segmenter *s;
  segmented out;
  vox_str rest = b->lines;
  if (segmenter_new(&s, &b->mem, b->dict, &b->err) != VOX_OK) stop(b, "segmenter");
  s->path = path;
  b->tokens = b->characters = 0;
  double start = now();
  while (rest.len) {
    if (segment_text(s, next_text(&rest, block), &out, &b->err) != VOX_OK) stop(b, "segmenting");
    b->tokens += out.token_count;
    b->characters += out.len;
  }
  double seconds = now() - start;
  segmenter_free(s);
  return seconds;
}

static double run_memcpy(const bench *b) {
  char *copy = malloc(b->lines.len);
  if (!copy) exit(2);
  memset(copy, 1, b->lines.len);
  double start = now();
  for (int i = 0; i < 4; i++) {
    memcpy(copy, b->lines.ptr, b->lines.len);
    __asm__ volatile("" : : "r"(copy) : "memory");
  }
  double seconds = (now() - start) / 4;
  free(copy);
  return seconds;
}

static double run_icu(const bench *b, size_t *bytes) {
  static UChar wide[1 << 20];
  UErrorCode code = U_ZERO_ERROR;
  UBreakIterator *words = ubrk_open(UBRK_WORD, "zh", NULL, 0, &code);
  vox_str rest = b->lines;
  double start = now();
  while (rest.len && (size_t)(rest.ptr - b->lines.ptr) < ICU_BYTES) {
    vox_str line = str_cut(&rest, '\n');
    int32_t len = 0;
    code = U_ZERO_ERROR;
    u_strFromUTF8(wide, 1 << 20, &len, line.ptr, (int32_t)line.len, &code);
    ubrk_setText(words, wide, len, &code);
    while (ubrk_next(words) != UBRK_DONE) continue;
  }
  *bytes = rest.len ? (size_t)(rest.ptr - b->lines.ptr) : b->lines.len;
  double seconds = now() - start;
  ubrk_close(words);
  return seconds;
}

/* ---- The model ---- */

static vox_str compile(bench *b, vox_str dictionary) {
  static buf chars, words, trie, out;
  buf *all[] = {&chars, &words, &trie, &out};
  for (int i = 0; i < 4; i++) buf_init(all[i], &b->mem, (size_t)1 << 30);
  dict_builder *builder;
  pack_writer w;
  uint32_t count = 0;
  pack_writer_init(&w, FOLD_VERSION, CHARS_UNICODE);
  if (dict_builder_new(&builder, &b->mem, MIN_COUNT, &b->err) != VOX_OK ||
      dict_builder_base(builder, dictionary, &b->err) != VOX_OK ||
      dict_builder_charmap(builder, &chars, &b->err) != VOX_OK ||
      dict_builder_lay(builder, NULL, NULL, &words, &count, &trie, &b->err) != VOX_OK ||
      pack_add(&w, PACK_TAG('C', 'H', 'A', 'R'), 0, buf_view(&chars), &b->err) != VOX_OK ||
      pack_add(&w, PACK_TAG('W', 'O', 'R', 'D'), count, buf_view(&words), &b->err) != VOX_OK ||
      pack_add(&w, PACK_TAG('W', 'T', 'R', 'I'), count, buf_view(&trie), &b->err) != VOX_OK ||
      pack_write(&w, &out, &b->err) != VOX_OK)
    stop(b, "compiling the dictionary");
  dict_builder_free(builder);
  return buf_view(&out);
}

/* Bytes of memory that the process holds. */
static double resident(void) {
  unsigned long all = 0, held = 0;
  FILE *f = fopen("/proc/self/statm", "r");
  if (f && fscanf(f, "%lu %lu", &all, &held) != 2) held = 0;
  if (f) fclose(f);
  return (double)held * (double)sysconf(_SC_PAGESIZE);
}

/* What opening the model and segmenting all lines adds to memory. */
static void open_model(bench *b, const char *path) {
  file_view file;
  run_memcpy(b); /* the lines are in memory */
  double before = resident();
  if (file_map(&file, path, &b->err) != VOX_OK) stop(b, path);
  vox_str bytes = file.bytes;
  if (!str_starts(bytes, (vox_str){PACK_MAGIC, 8})) bytes = compile(b, bytes);
  double start = now();
  if (pack_open(&b->pack, bytes, &b->err) != VOX_OK ||
      dict_open(&b->dict, &b->mem, &b->pack, &b->err) != VOX_OK)
    stop(b, "opening");
  b->open_ms = (now() - start) * 1000;
  file_rest(&file); /* as the library does */
  run_segmenter(b, PATH_PORTABLE, 0);
  b->added = resident() - before;
}

/* ---- Figures ---- */

static int ascending(const void *x, const void *y) {
  double a = *(const double *)x, b = *(const double *)y;
  return (a > b) - (a < b);
}

typedef struct figure {
  const char *name;
  double speed[MAX_ROUNDS], ratio[MAX_ROUNDS]; /* MB/s; how many times ICU in the same round */
} figure;

static double middle(double *list, size_t n) {
  qsort(list, n, sizeof *list, ascending);
  return list[n / 2];
}

static void print(bench *b, figure *figures, size_t rounds, int json) {
  double memcpy_speed = middle(figures[0].speed, rounds);
  for (size_t i = 0; i < CONTENDERS; i++) {
    if (!figures[i].name) continue;
    double speed = middle(figures[i].speed, rounds), ratio = middle(figures[i].ratio, rounds);
    double low = figures[i].speed[0], high = figures[i].speed[rounds - 1];
    if (json)
      printf("{\"name\":\"%s\",\"mb_s\":%.1f,\"low\":%.1f,\"high\":%.1f,\"times_icu\":%.2f,\"memcpy_times\":%"
             ".1f}\n",
             figures[i].name, speed, low, high, ratio, memcpy_speed / speed);
    else
      printf("%-22s %9.1f MB/s  (%.1f..%.1f)  %7.2f x ICU  memcpy/this %7.1f\n", figures[i].name, speed, low,
             high, ratio, memcpy_speed / speed);
  }
  printf(json ? "{\"open_ms\":%.2f,\"added_mb\":%.1f,\"bytes\":%zu,\"tokens\":%zu,\"characters\":%zu}\n"
              : "opened in %.2f ms, %.1f MB of memory added; %zu bytes, %zu tokens, %zu characters\n",
         b->open_ms, b->added / 1048576, b->lines.len, b->tokens, b->characters);
}

int main(int argc, char **argv) {
  static bench b;
  static figure figures[CONTENDERS];
  int json = argc > 1 && strcmp(argv[1], "--json") == 0;
  char **names = argv + json;
  if (argc - json < 3) return fprintf(stderr, "usage: segment_bench [--json] MODEL FILE [ROUNDS]\n"), 2;
  size_t rounds = argc - json > 3 ? strtoul(names[3], NULL, 10) : 7;
  file_view file;
  mem_init(&b.mem, NULL, 0);
  if (rounds < 1 || rounds > MAX_ROUNDS || file_map(&file, names[2], &b.err) != VOX_OK) stop(&b, names[2]);
  b.lines = file.bytes;
  open_model(&b, names[1]);
  for (size_t r = 0; r < rounds; r++) {
    size_t icu_bytes;
    double icu = run_icu(&b, &icu_bytes), mega = (double)b.lines.len / 1e6;
    figures[1].name = "ICU word iterator", figures[1].speed[r] = (double)icu_bytes / 1e6 / icu;
    figures[0].name = "memcpy", figures[0].speed[r] = mega / run_memcpy(&b);
    for (segment_path path = PATH_PORTABLE; path <= path_best(); path++) {
      static const char *const together[] = {"", "portable, by 2 KiB", "AVX2, by 2 KiB", "AVX-512, by 2 KiB"};
      figures[1 + path].name = path_name(path), figures[4 + path].name = together[path];
      figures[1 + path].speed[r] = mega / run_segmenter(&b, path, 0);
      figures[4 + path].speed[r] = mega / run_segmenter(&b, path, BLOCK);
    }
    for (int i = 0; i < CONTENDERS; i++) figures[i].ratio[r] = figures[i].speed[r] / figures[1].speed[r];
  }
  print(&b, figures, rounds, json);
  dict_free(b.dict, &b.mem);
  return 0;
}
