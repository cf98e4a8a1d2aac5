/* consumer.c - a program of someone else's that embeds the library: requests as lines on standard input,
 * records on standard output. Also compiled as C++. */
#include <stdio.h>
#include <string.h>
#include <vox.h>
#include <vox_compile.h>
#include <vox_learn.h>
#include <vox_plugin.h>
#include <vox_serve.h>

static vox_status print(void *payload, const void *bytes, size_t len) {
  return fwrite(bytes, 1, len, (FILE *)payload) == len ? VOX_OK : VOX_ERR_IO;
}

static vox_status answer(vox_ctx *ctx, const vox_request *request, vox_error *err) {
  const vox_result *result;
  vox_status status = VOX_OK;
  for (size_t i = 0; i < request->row.cell_count && status == VOX_OK; i++) {
    const vox_cell *cell = &request->row.cells[i];
    status = vox_analyse(&result, ctx, cell->text, cell->role, err);
    if (status == VOX_OK) status = vox_result_write_json(result, &request->row, i, print, stdout, err);
  }
  return status;
}

static int serve(vox_ctx *ctx, vox_request_reader *reader) {
  static char line[1 << 20];
  vox_request request;
  vox_error err;
  while (fgets(line, sizeof line, stdin)) {
    vox_str view;
    view.ptr = line;
    view.len = strlen(line);
    vox_status status = vox_request_read(reader, view, &request, &err);
    if (status == VOX_OK) status = answer(ctx, &request, &err);
    if (status == VOX_OK) continue;
    if (vox_request_write_error(&request, &err, print, stdout, NULL) != VOX_OK || putchar('\n') == EOF)
      return 1;
  }
  return ferror(stdin) || fflush(stdout) != 0;
}

int main(int argc, char **argv) {
  vox_model *model = NULL;
  vox_ctx *ctx = NULL;
  vox_request_reader *reader = NULL;
  vox_error err;
  memset(&err, 0, sizeof err);
  vox_status status = argc < 2 ? VOX_ERR_ARGUMENT : vox_model_open(&model, argv[1], NULL, &err);
  if (status == VOX_OK) status = vox_ctx_new(&ctx, model, NULL, &err);
  if (status == VOX_OK) status = vox_request_reader_new(&reader, NULL, &err);
  int bad = status != VOX_OK || serve(ctx, reader);
  if (status != VOX_OK) fprintf(stderr, "consumer: %s\n", err.message);
  vox_request_reader_free(reader);
  vox_ctx_free(ctx);
  vox_model_free(model);
  return bad;
}
