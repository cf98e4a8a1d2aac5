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
  pack pack;
  dict *dict;
  lexicon *lexicon;
  catalogue *names;
};

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
