/* handles.h - what stands behind the opaque handles of include/. */
#ifndef API_HANDLES_H
#define API_HANDLES_H
#include "aggregate/report.h"
#include "analysis/analyse.h"
#include "base/file.h"
#include "vox_plugin.h"

enum { PLUGIN_STAGES = VOX_STAGE_SCORE + 1 };

struct vox_model {
  mem mem; /* used only while opening and freeing, so threads may share the model */
  const vox_allocator *allocator;
  file_view file;
  buf own; /* an artefact compiled in memory; empty: it lies in the file or with the caller */
  pack pack;
  dict *dict;
  lexicon *lexicon;
  catalogue *names;
  const vox_plugin *plugins[PLUGIN_STAGES]; /* by stage; NULL: none */
};

/* A model that takes over `bytes`, an artefact; they are freed with it, or when it fails. */
vox_status model_of_bytes(vox_model **out, buf *bytes, vox_error *err);

/* What the plug-ins of a model keep for one ctx. */
typedef struct plugin_seats {
  void *self[PLUGIN_STAGES];
  bool made[PLUGIN_STAGES];
  arena arena;       /* of tags and tokens, emptied for each comment */
  vox_result result; /* the analyser's with what plug-ins made of it */
} plugin_seats;

struct vox_ctx {
  mem mem;
  const vox_model *model;
  size_t max_text;
  uint32_t want;
  analyser *analyser;
  plugin_seats seats;
};

/* plugins.c: takes the caller's list into the model. */
vox_status plugins_take(vox_model *m, const vox_model_options *opts, vox_error *err);
bool plugins_any(const vox_model *m);
vox_status plugins_open(vox_ctx *c, vox_error *err);
void plugins_close(vox_ctx *c);
/* vox_analyse of a model with plug-ins. */
vox_status plugins_analyse(vox_ctx *c, vox_str text, vox_role role, const vox_result **out, vox_error *err);

struct vox_report {
  mem mem;
  report *report;
};
#endif
