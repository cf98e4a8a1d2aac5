/* vox_plugin.h - places where a researcher's own method takes over a stage of the analysis.
 *
 * A plug-in is a table of functions that is handed to vox_model_open (vox_model_options.plugins). There is no
 * registry: two models of one process may have different plug-ins, at most one for each stage. `create` runs
 * once for each ctx, so that `self` is never shared between threads; `payload` is shared and must not change
 * while the model is open. Table and payload must outlive the model. A function that returns anything but
 * VOX_OK ends the comment with VOX_ERR_PLUGIN. Text under analysis may hold any bytes.
 *
 * This header may change between minor versions; VOX_PLUGIN_ABI says when. tests/unit/api_plugin_test.c holds
 * a working example of each stage. */
#ifndef VOX_PLUGIN_H
#define VOX_PLUGIN_H
#include "vox.h"

#ifdef __cplusplus
extern "C" {
#endif

#define VOX_PLUGIN_ABI 1u

/* Hands on one token: bytes of the text, in order, without overlap. What lies between tokens is passed over.
 */
typedef vox_status (*vox_emit_token)(void *sink, vox_span span, vox_token_kind kind);
/* Hands on one label of the comment: `axis` is the tagger's own name of what it tells ("politeness"). Copied.
 */
typedef vox_status (*vox_emit_label)(void *sink, vox_str axis, vox_str id, vox_score score, vox_span span);

typedef enum vox_stage {
  VOX_STAGE_SEGMENT, /* text -> tokens, in place of the segmenter; entries are looked up over these */
  VOX_STAGE_TAG,     /* text and tokens -> further labels, beside themes and emotions */
  VOX_STAGE_SCORE    /* evidence -> the sentiment of the comment, in place of ours */
} vox_stage;

typedef struct vox_plugin {
  uint32_t abi; /* VOX_PLUGIN_ABI */
  vox_stage stage;
  const char *name; /* for messages */
  void *payload;
  /* May be NULL: `self` is then the payload. */
  vox_status (*create)(void **self, void *payload, const vox_model *model);
  void (*destroy)(void *self); /* may be NULL */
  /* Of these the one of its stage. */
  vox_status (*segment)(void *self, vox_str text, vox_emit_token emit, void *sink);
  vox_status (*tag)(void *self, vox_str text, const vox_token *tokens, size_t count, vox_emit_label emit,
                    void *sink);
  /* `sentiment` holds ours when it is called: score -10000..10000, confidence 5000..10000. */
  vox_status (*score)(void *self, vox_str text, const vox_evidence *list, size_t count,
                      vox_sentiment *sentiment);
} vox_plugin;

/* What a tagger said; a record prints it as "labels". */
typedef struct vox_tag {
  vox_str axis, id;
  vox_score score;
  vox_span span;
} vox_tag;
VOX_API size_t vox_result_tags(const vox_result *result, const vox_tag **list);

#ifdef __cplusplus
}
#endif
#endif
