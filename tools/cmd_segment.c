/* cmd_segment.c - voxpop segment: a line in, its words separated by one space out. A number and its unit, one
 * token to the engine, are printed as the words that they are: 30 分钟. */
#include "commands.h"
#include "common.h"
#include "exit.h"
#include "packs.h"
#include "sink.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 1 << 16, BLOCK = 1 << 11, LINE_MAX_BYTES = 64 << 20 };

typedef struct segmenting {
  const command *command;
  vox_ctx *ctx;
  sink out;
  bytes line, text; /* the line being read; output not yet written */
} segmenting;

/* Does a whole character begin at `at`? `*got`: its bytes, or those to pass over. */
static int whole(const char *at, size_t len, size_t *got) {
  unsigned char lead = (unsigned char)*at;
  size_t n = lead < 0x80                   ? 1
             : lead >= 0xC2 && lead < 0xE0 ? 2
             : lead >= 0xE0 && lead < 0xF0 ? 3
             : lead >= 0xF0 && lead < 0xF5 ? 4
                                           : 0;
  *got = 1;
  while (*got < n && *got < len && ((unsigned char)at[*got] & 0xC0) == 0x80) ++*got;
  return *got == n;
}

/* The token's bytes; ill-formed ones become U+FFFD, one for each byte that belongs to no character. A space
 * in a word becomes U+00A0: an ordinary one separates words. */
static void add_token(bytes *b, const char *at, size_t len) {
  size_t from = 0, got;
  for (size_t i = 0; i < len; i += got) {
    bool space = at[i] == ' ' || at[i] == '\t';
    if (whole(at + i, len - i, &got) && !space) continue;
    bytes_add(b, at + from, i - from);
    if (space)
      bytes_add(b, "\xC2\xA0", 2);
    else
      bytes_add(b, "\xEF\xBF\xBD", 3);
    from = i + got;
  }
  bytes_add(b, at + from, len - from);
}

static int flush(segmenting *s) {
  vox_status status = sink_write(&s->out, s->text.ptr, s->text.len);
  s->text.len = 0;
  return status == VOX_OK ? 0 : EXIT_IO;
}

/* Ends as many lines of output as end in at..at+len of the input. */
static void add_ends(bytes *b, const char *at, size_t len) {
  for (const char *end = at + len; (at = memchr(at, '\n', (size_t)(end - at))); at++) bytes_add(b, "\n", 1);
}

/* Whole lines, cut at once: no word goes over the end of a line. */
static int cut_block(segmenting *s, const char *text, size_t len) {
  const vox_token *tokens;
  size_t count, at = 0;
  vox_error err = {0};
  vox_status status = vox_tokenise(&tokens, &count, s->ctx, (vox_str){text, len}, &err);
  if (status != VOX_OK) return complain_error(s->command, "segmenting", status, &err);
  for (size_t i = 0; i < count; i++) {
    vox_span span = tokens[i].span;
    size_t before = s->text.len;
    add_ends(&s->text, text + at, span.begin - at);
    if (i && before == s->text.len) bytes_add(&s->text, " ", 1);
    uint32_t unit = tokens[i].unit < span.end && tokens[i].unit > span.begin ? tokens[i].unit : span.end;
    add_token(&s->text, text + span.begin, unit - span.begin);
    if (unit < span.end) bytes_add(&s->text, " ", 1);
    add_token(&s->text, text + unit, span.end - unit);
    at = span.end;
  }
  add_ends(&s->text, text + at, len - at);
  if (s->text.broken) return complain(s->command, EXIT_IO, "out of memory");
  return s->text.len >= CHUNK ? flush(s) : 0;
}

/* What folding drops at the beginning of a line would go to the line before it. Nothing is dropped that
 * begins so. */
static int begins_plainly(const char *at, size_t len) {
  unsigned char first = (unsigned char)at[0], second = len > 1 ? (unsigned char)at[1] : 0;
  if (first == 0xE3) return second < 0x85;
  if (first == 0xEF) return second == 0xBC;
  return first < 0x80 || (first >= 0xE4 && first <= 0xE9) || first == 0xF0;
}

/* The bytes of the lines that begin at `from` and are cut together: BLOCK if they are short. 0: none ends. */
static size_t block_len(const bytes *b, size_t from) {
  size_t len = 0;
  while (len < BLOCK) {
    const char *end = memchr(b->ptr + from + len, '\n', b->len - from - len);
    size_t more = end ? (size_t)(end - b->ptr) + 1 - from - len : 0;
    if (!more || (len && (len + more > BLOCK || !begins_plainly(b->ptr + from + len, more)))) break;
    len += more;
  }
  return len;
}

/* Cuts every whole line of `line`; what follows the last newline stays for the next chunk. */
static int cut_lines(segmenting *s) {
  size_t from = 0;
  int code = 0;
  for (size_t len; !code && (len = block_len(&s->line, from)); from += len)
    code = cut_block(s, s->line.ptr + from, len);
  memmove(s->line.ptr, s->line.ptr + from, s->line.len - from);
  s->line.len -= from;
  if (s->line.len > LINE_MAX_BYTES) return complain(s->command, EXIT_INPUT, "a line is longer than 64 MiB");
  return code;
}

static int segment_file(segmenting *s, const char *path) {
  input_file file;
  char chunk[CHUNK];
  int code = input_open(&file, s->command, path);
  if (code) return code;
  for (size_t got = 1; !code && got;) {
    if (input_read(&file, chunk, sizeof chunk, &got) != VOX_OK)
      code = complain(s->command, EXIT_IO, "%s: %s", path, strerror(file.broken));
    else if (got && !bytes_add(&s->line, chunk, got))
      code = complain(s->command, EXIT_IO, "out of memory");
    else if (got)
      code = cut_lines(s);
    /* A reader that waits for our answer gets it before we wait for more. */
    if (!code && got < sizeof chunk) code = flush(s);
  }
  if (!code && s->line.len && !bytes_add(&s->line, "\n", 1))
    code = complain(s->command, EXIT_IO, "out of memory");
  if (!code && s->line.len) code = cut_lines(s);
  s->line.len = 0;
  input_close(&file);
  return code;
}

static int segment_files(segmenting *s, char **files, int count) {
  char standard[] = "-", *alone[] = {standard};
  int code = 0;
  if (count == 0) files = alone, count = 1;
  for (int i = 0; i < count && !code; i++) code = segment_file(s, files[i]);
  if (!code) code = flush(s);
  return code;
}

static int run_segment(const command *c, const char *model_path, const opt_list *packs,
                       const opt_list *overlays, const opt_list *dicts, const char *output, int force,
                       char **files, int count) {
  segmenting s = {.command = c};
  vox_model *model = NULL;
  vox_error err = {0};
  vox_ctx_options options = VOX_CTX_OPTIONS_INIT;
  options.max_text = LINE_MAX_BYTES;
  options.max_memory = 0;
  int code = model_open_packs(&model, c, model_path, packs, overlays, dicts);
  if (code) return code;
  vox_status status = vox_ctx_new(&s.ctx, model, &options, &err);
  if (status != VOX_OK)
    code = complain_error(c, "workspace", status, &err);
  else if (!(code = sink_open(&s.out, c, output, force)))
    code = sink_close(&s.out, c, segment_files(&s, files, count));
  bytes_free(&s.line);
  bytes_free(&s.text);
  vox_ctx_free(s.ctx);
  vox_model_free(model);
  return code;
}

static int segment(int argc, char **argv) {
  const command *c = &command_segment;
  const char *model = NULL, *output = NULL;
  opt_list packs = {.count = 0}, overlays = {.count = 0}, dicts = {.count = 0};
  int force = 0, operands = 0;
  const opt table[] = {
      {"--model", OPT_TEXT, &model, "FILE", "compiled lexicon (default: found beside the program)"},
      {"--pack", OPT_LIST, &packs, "NAME", PACK_HELP},
      {"--overlay", OPT_LIST, &overlays, "FILE", "lexicon source laid over it; may be repeated"},
      {"--dict", OPT_LIST, &dicts, "FILE", DICT_HELP},
      {"-o", OPT_TEXT, &output, "FILE", "write there (whole or not at all) instead of to standard output"},
      {"--force", OPT_FLAG, &force, NULL, "let -o replace a file"},
  };
  int code = opt_parse(c, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  return run_segment(c, model, &packs, &overlays, &dicts, output, force, argv, operands);
}

const command command_segment = {
    "segment", "segment [options] [FILE...]",
    "Cuts each line into words and prints them separated by one space, a line out for "
    "each line in.\nIll-formed UTF-8 is mended to U+FFFD. A space inside a word (of a user dictionary) is "
    "printed as U+00A0.",
    "  echo '客服态度很好' | voxpop segment\n"
    "  voxpop segment comments.txt -o words.txt\n",
    segment};
