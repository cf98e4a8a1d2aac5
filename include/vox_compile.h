/* vox_compile.h - turn lexicon sources into the artefact that vox_model_open reads.
 *
 * Same sources, same bytes: entries are sorted, and no clock, path, host name
 * or hash seed reaches the output. */
#ifndef VOX_COMPILE_H
#define VOX_COMPILE_H
#include "vox.h"
#ifdef __cplusplus
extern "C" {
#endif

typedef struct vox_compiler vox_compiler;

typedef enum vox_severity { VOX_NOTE, VOX_WARNING, VOX_ERROR } vox_severity;
typedef struct vox_diagnostic {
  vox_severity severity;
  const char *path;
  uint64_t line;       /* 1-based, or 0 */
  const char *code;    /* "duplicate-entry"; stable, for scripts and for the manual */
  const char *message;
  const char *mend; /* what to do about it; NULL: the message says it */
} vox_diagnostic;
typedef void (*vox_diagnose_fn)(void *payload, const vox_diagnostic *diagnostic);

typedef struct vox_compiler_options {
  size_t struct_size;
  const vox_allocator *allocator; /* NULL: malloc */
  vox_diagnose_fn diagnose;       /* NULL: diagnostics are only counted */
  void *payload;
  uint32_t min_count;    /* words of the base dictionary rarer than this are left out */
  const char *id;        /* of the whole lexicon: "general" */
  const char *version;   /* of the whole lexicon */
} vox_compiler_options;
#define VOX_COMPILER_OPTIONS_INIT {sizeof(vox_compiler_options), NULL, NULL, NULL, 11, "general", "0.1.0"}

VOX_API vox_status vox_compiler_new(vox_compiler **out, const vox_compiler_options *opts, vox_error *err);
/* A lexicon source (lexicons/README.md), or with vox_compiler_dictionary the base
 * dictionary (lines `word count tag`). `path` serves diagnostics only. Order does not matter. */
VOX_API vox_status vox_compiler_add(vox_compiler *compiler, const char *path, vox_str bytes, vox_error *err);
VOX_API vox_status vox_compiler_dictionary(vox_compiler *compiler, const char *path, vox_str bytes,
                                           vox_error *err);
/* Compiles and replaces the file at `path` whole, or leaves it as it was. VOX_ERR_SYNTAX after error diagnostics. */
VOX_API vox_status vox_compiler_write(vox_compiler *compiler, const char *path, vox_error *err);
VOX_API void vox_compiler_free(vox_compiler *compiler);

#ifdef __cplusplus
}
#endif
#endif
