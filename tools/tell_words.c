/* tell_words.c - see tell_words.h. */
#include "tell_words.h"
#include "run_files.h"
#include "sink.h"

int tell_words(const command *c, const vox_model *model, uint32_t want, char **words, int count, tell_fn tell,
               void *context) {
  bytes page = {0};
  sink out;
  int code = 0;
  vox_ctx **ctx = contexts_new(c, model, 1, want, 0, &code);
  for (int i = 0; ctx && i < count && !code; i++) code = tell(c, context, ctx[0], words[i], &page);
  sink_open(&out, c, NULL, 0);
  sink_write(&out, page.ptr, page.len);
  code = sink_close(&out, c, code);
  contexts_free(ctx, 1);
  bytes_free(&page);
  return code;
}
