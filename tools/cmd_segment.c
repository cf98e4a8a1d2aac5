/* cmd_segment.c - voxpop segment: a line in, its words separated by one space out. */
#include "commands.h"
#include "common.h"
#include "exit.h"
#include "packs.h"
#include "sink.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 1 << 16, LINE_MAX_BYTES = 64 << 20 };

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

static int cut_line(segmenting *s, const char *line, size_t len) {
  const vox_token *tokens;
  size_t count;
  vox_error err = {0};
  if (len && line[len - 1] == '\r') len--;
  vox_status status = vox_tokenise(&tokens, &count, s->ctx, (vox_str){line, len}, &err);
  if (status != VOX_OK) return complain_error(s->command, "segmenting", status, &err);
  for (size_t i = 0; i < count; i++) {
    if (i) bytes_add(&s->text, " ", 1);
    vox_span span = tokens[i].span;
    add_token(&s->text, line + span.begin, span.end - span.begin);
  }
  bytes_add(&s->text, "\n", 1);
  if (s->text.broken) return complain(s->command, EXIT_IO, "out of memory");
  return s->text.len >= CHUNK ? flush(s) : 0;
}

/* Cuts every whole line of `line`; what follows the last newline stays for the next chunk. */
static int cut_lines(segmenting *s) {
  size_t from = 0;
  char *end;
  int code = 0;
  while (!code && (end = memchr(s->line.ptr + from, '\n', s->line.len - from))) {
    code = cut_line(s, s->line.ptr + from, (size_t)(end - s->line.ptr) - from);
    from = (size_t)(end - s->line.ptr) + 1;
  }
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
  if (!code && s->line.len) code = cut_line(s, s->line.ptr, s->line.len);
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
