/* shipped_model.h - a context on the artefact that was built, for tests of what ships. Where there is none
 * the state is NULL, and the tests say that they are skipped. */
#ifndef SHIPPED_MODEL_H
#define SHIPPED_MODEL_H
#include "analysis/result.h"
#include "small_model.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct bench {
  vox_model *model;
  vox_ctx *ctx;
} bench;

static int open_model(void **state) {
  static bench b;
  char path[512];
  vox_error err = {0};
  vox_ctx_options want = VOX_CTX_OPTIONS_INIT;
  const char *build = getenv("BUILD"); /* tests/run.sh names it */
  *state = NULL;
  snprintf(path, sizeof path, "%s/voxpop.vox", build ? build : "build");
  if (access(path, R_OK) != 0) return printf("skipped: %s has not been made\n", path), 0;
  assert_int_equal(vox_model_open(&b.model, path, NULL, &err), VOX_OK);
  assert_int_equal(vox_ctx_new(&b.ctx, b.model, &want, &err), VOX_OK);
  *state = &b;
  return 0;
}

static int close_model(void **state) {
  bench *b = *state;
  if (!b) return 0;
  vox_ctx_free(b->ctx);
  vox_model_free(b->model);
  return 0;
}

static const vox_result *read_text(bench *b, const char *text) {
  const vox_result *r = NULL;
  vox_error err = {0};
  if (vox_analyse(&r, b->ctx, str_of(text), VOX_ROLE_OTHER, &err) != VOX_OK) fail_msg("%s", err.message);
  return r;
}
#endif
