/* serve_models.h - the artefacts that `serve` answers from.
 *
 * A set is what requests are answered from at one time: one opened artefact for each name. A reload makes a
 * new set and leaves the old one to the work that has begun with it. Sets and artefacts are counted, and only
 * the main thread counts them: workers get a set with their task and give it back with it.
 *
 * Whoever writes over an artefact's file, rather than putting another in its place, changes nothing here
 * until the next reload: artefact_bytes.h. */
#ifndef TOOLS_SERVE_MODELS_H
#define TOOLS_SERVE_MODELS_H
#include "artefact_bytes.h"
#include "common.h"
#include "packs.h"
#include "serve_log.h"
#include <pthread.h>

enum { MODELS_MAX = 32, MODEL_NAME_MAX = 64, JOBS_MAX = 64 };

/* As named on the command line. */
typedef struct model_spec {
  char name[MODEL_NAME_MAX];
  const char *path;
  opt_list overlays, dicts;
} model_spec;

typedef struct model_config {
  model_spec specs[MODELS_MAX];
  size_t count;
  pack_paths packs; /* files of the packs named */
  unsigned jobs;
  int32_t abstain; /* as in vox_ctx_options */
  int counting;    /* a running report is kept */
  vox_report_options report;
  const serve_log *log;
} model_config;

/* What one worker needs of one artefact. The lock is for snapshots: workers never meet in it. */
typedef struct model_seat {
  vox_ctx *ctx;
  vox_report *report; /* of the rows that this worker answered; NULL: none is kept */
  pthread_mutex_t lock;
} model_seat;

typedef struct loaded {
  unsigned refs;
  const model_spec *spec;
  artefact_bytes bytes;
  vox_model *model;
  vox_model_info info;
  const model_config *config;
  model_seat *seats; /* config->jobs */
} loaded;

typedef struct model_set {
  unsigned refs;
  size_t count;
  loaded *list[MODELS_MAX];
} model_set;

/* What the command line names, each [NAME=]FILE: without a name it is for every model. */
typedef struct model_words {
  opt_list models, packs, overlays, dicts;
} model_words;
/* Into specs. 0, or an exit code after a message. */
int model_specs_make(model_config *out, const command *c, const model_words *words);

/* Opens and proves one artefact: it must answer a comment. At start its file is held, later it is read. */
vox_status loaded_open(loaded **out, const model_config *config, const model_spec *spec, int at_start,
                       vox_error *err);
void loaded_free(loaded *l);
/* A worker's context as small as at first, after a comment that made it large. */
void loaded_renew(loaded *l, unsigned seat);
/* All rows counted so far, over the workers. */
vox_status loaded_snapshot(loaded *l, vox_report **out, vox_error *err);
/* Begins the counting anew. */
vox_status loaded_reset(loaded *l, vox_error *err);
/* Where both are the same lexicon, what `from` has counted goes over to `to`, and `from` begins anew for the
 * work that still has it. On failure `from` is as it was. */
vox_status loaded_hand_over(loaded *to, loaded *from, vox_error *err);

/* A set with one reference; takes over a reference of each artefact. NULL: out of memory. */
model_set *model_set_new(loaded *const *list, size_t count);
/* Counts what the set's artefacts still hold towards `heir` (NULL: nothing is kept) when it was the last one.
 */
void model_set_drop(model_set *s, model_set *heir, const serve_log *log);
/* Copies the artefacts over whose files somebody waits to write. 0: memory ended, to be tried again. */
int model_set_settle(model_set *s);
/* NULL: there is no such model. An empty name is the first one. */
loaded *model_set_find(const model_set *s, vox_str name);
#endif
