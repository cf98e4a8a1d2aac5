/* ours.c - our own part in the bench: memcpy, ICU's word iterator, and the segmenter by each of its paths and through
 * the library's public function.
 *
 * usage: ours memcpy|icu|portable|avx512|lines|tokenise|analyse FILE MODEL
 *
 * `portable` and `avx512` are given whole lines of 2 KiB together, as `voxpop segment` cuts them; `lines` is the
 * best path with a comment a call. */
#define _GNU_SOURCE /* memrchr */
#include "../contender.h"
#include "base/file.h"
#include "segment/work.h"
#include "vox.h"
#include <unicode/ubrk.h>
#include <unicode/ustring.h>

static size_t copy_line(void *context, const char *line, size_t len) {
  char **to = context;
  memcpy(*to, line, len + 1);
  __asm__ volatile("" : : "r"(*to) : "memory");
  *to += len + 1;
  return 1;
}

/* As one block, or calls would be measured. */
static int serve_memcpy(const contender *c) {
  char ask[64], *to = malloc(c->len + 1);
  if (!to) return 2;
  memset(to, 1, c->len + 1);
  puts("ready 0"), fflush(stdout);
  while (fgets(ask, sizeof ask, stdin)) {
    size_t wanted = strtoul(ask, NULL, 10), n = wanted < c->len ? wanted : c->len;
    double start = contender_now();
    for (int i = 0; i < 4; i++) {
      char *at = to;
      copy_line(&at, c->text, n - 1);
    }
    printf("%zu 1 %.9f 0\n", n, (contender_now() - start) / 4), fflush(stdout);
  }
  free(to);
  return 0;
}

static size_t icu_line(void *context, const char *line, size_t len) {
  static UChar wide[1 << 20];
  UErrorCode code = U_ZERO_ERROR;
  int32_t units = 0;
  size_t tokens = 0;
  u_strFromUTF8(wide, 1 << 20, &units, line, (int32_t)len, &code);
  ubrk_setText(context, wide, units, &code);
  while (ubrk_next(context) != UBRK_DONE) tokens++;
  return tokens;
}

static size_t segment_line(void *context, const char *line, size_t len) {
  segmented out;
  return segment_text(context, (vox_str){line, len}, &out, NULL) == VOX_OK ? out.token_count : 0;
}

static size_t tokenise_line(void *context, const char *line, size_t len) {
  const vox_token *tokens;
  size_t count = 0;
  vox_tokenise(&tokens, &count, context, (vox_str){line, len}, NULL);
  return count;
}

static size_t analyse_line(void *context, const char *line, size_t len) {
  const vox_result *result;
  return vox_analyse(&result, context, (vox_str){line, len}, VOX_ROLE_OTHER, NULL) == VOX_OK;
}

static int fault(const vox_error *err) { return fprintf(stderr, "ours: %s\n", err->message), 2; }

enum { BLOCK = 1 << 11 };

/* Tokens of the lines that `wanted` bytes hold; `*at` comes to stand behind them. */
static size_t segment_blocks(segmenter *s, const contender *c, size_t wanted, size_t *at) {
  size_t tokens = 0, end;
  for (*at = 0; *at < c->len && *at < wanted; *at = end) {
    size_t left = c->len - *at;
    const char *from = c->text + *at, *last = memrchr(from, '\n', left > BLOCK ? BLOCK : left);
    if (!last) last = memchr(from, '\n', left); /* a line that is longer */
    end = last ? (size_t)(last - c->text) + 1 : c->len;
    tokens += segment_line(s, c->text + *at, end - *at);
  }
  return tokens;
}

static int serve_blocks(contender *c, segmenter *s) {
  char ask[64];
  for (size_t i = 0; i < c->len; i++)
    if (!c->text[i]) c->text[i] = '\n';
  printf("ready %.6f\n", contender_now() - c->begun), fflush(stdout);
  while (fgets(ask, sizeof ask, stdin)) {
    size_t at;
    double start = contender_now();
    size_t tokens = segment_blocks(s, c, strtoul(ask, NULL, 10), &at);
    double seconds = contender_now() - start;
    printf("%zu %zu %.6f %ld\n", at, tokens, seconds, contender_rss() - c->rss_before), fflush(stdout);
  }
  return 0;
}

static int serve_segmenter(contender *c, const char *model, segment_path path, int by_line) {
  vox_error err = {0};
  file_view file;
  pack p;
  mem m;
  dict *d;
  segmenter *s;
  if (path > path_best()) return puts("skipped this processor has no AVX-512 with VBMI2"), 0;
  mem_init(&m, NULL, 0);
  if (file_map(&file, model, &err) != VOX_OK || pack_open(&p, file.bytes, &err) != VOX_OK ||
      dict_open(&d, &m, &p, &err) != VOX_OK || segmenter_new(&s, &m, d, &err) != VOX_OK)
    return fault(&err);
  file_rest(&file); /* as vox_model_open does */
  s->path = path;
  return by_line ? contender_serve(c, segment_line, s) : serve_blocks(c, s);
}

static int serve_library(const contender *c, const char *path, contender_fn cut) {
  vox_error err = {0};
  vox_model *model;
  vox_ctx *ctx;
  if (vox_model_open(&model, path, NULL, &err) != VOX_OK || vox_ctx_new(&ctx, model, NULL, &err) != VOX_OK)
    return fault(&err);
  return contender_serve(c, cut, ctx);
}

int main(int argc, char **argv) {
  if (argc != 4) return fprintf(stderr, "usage: ours memcpy|icu|portable|avx512|lines|tokenise|analyse FILE MODEL\n"), 2;
  contender c = contender_open(argv[2]);
  UErrorCode code = U_ZERO_ERROR;
  if (strcmp(argv[1], "memcpy") == 0) return serve_memcpy(&c);
  if (strcmp(argv[1], "icu") == 0) return contender_serve(&c, icu_line, ubrk_open(UBRK_WORD, "zh", NULL, 0, &code));
  if (strcmp(argv[1], "portable") == 0) return serve_segmenter(&c, argv[3], PATH_PORTABLE, 0);
  if (strcmp(argv[1], "avx512") == 0) return serve_segmenter(&c, argv[3], PATH_AVX512, 0);
  if (strcmp(argv[1], "lines") == 0) return serve_segmenter(&c, argv[3], path_best(), 1);
  return serve_library(&c, argv[3], strcmp(argv[1], "analyse") == 0 ? analyse_line : tokenise_line);
}
