/* handles.h - what stands behind the opaque handles of include/. */
#ifndef API_HANDLES_H
#define API_HANDLES_H
#include "aggregate/report.h"
#include "analysis/analyse.h"
#include "base/file.h"

struct vox_model {
  mem mem; /* used only while opening and freeing, so threads may share the model */
  const vox_allocator *allocator;
  file_view file;
  buf own; /* an artefact compiled in memory; empty: it lies in the file or with the caller */
  pack pack;
  dict *dict;
  lexicon *lexicon;
  catalogue *names;
};

/* A model that takes over `bytes`, an artefact; they are freed with it, or when it fails. */
vox_status model_of_bytes(vox_model **out, buf *bytes, vox_error *err);

struct vox_ctx {
  mem mem;
  const vox_model *model;
  size_t max_text;
  uint32_t want;
  analyser *analyser;
};

struct vox_report {
  mem mem;
  report *report;
};
#endif
