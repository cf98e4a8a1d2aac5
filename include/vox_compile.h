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

typedef struct vox_compiler_options {
  size_t struct_size;
  const vox_allocator *allocator; /* NULL: malloc */
  vox_diagnose_fn diagnose;       /* NULL: diagnostics are only counted */
  void *payload;
  uint32_t min_count;  /* words of the base dictionary rarer than this are left out */
  const char *id;      /* of the whole lexicon: "general" */
  const char *version; /* of the whole lexicon */
  int lint;            /* 1: findings that do no harm are told as well: blanks, unknown flags */
} vox_compiler_options;
#define VOX_COMPILER_OPTIONS_INIT                                                                            \
  { sizeof(vox_compiler_options), NULL, NULL, NULL, 11, "general", "0.1.0", 0 }

VOX_API vox_status vox_compiler_new(vox_compiler **out, const vox_compiler_options *opts, vox_error *err);
/* A lexicon source (lexicons/README.md), or with vox_compiler_dictionary the base
 * dictionary (lines `word count tag`). `path` serves diagnostics only. Order does not matter. */
VOX_API vox_status vox_compiler_add(vox_compiler *compiler, const char *path, vox_str bytes, vox_error *err);
VOX_API vox_status vox_compiler_dictionary(vox_compiler *compiler, const char *path, vox_str bytes,
                                           vox_error *err);
/* The same of a file, read with everything that it includes (`#: include: PATH`, from its own folder on; each
 * file once). What a file includes lies below it. */
VOX_API vox_status vox_compiler_file(vox_compiler *compiler, const char *path, vox_error *err);
/* What is added from now on lies above all that was added before: where two layers speak of the same thing,
 * the higher one stands and a note says so; the value `-` takes an entry away. */
VOX_API void vox_compiler_next_layer(vox_compiler *compiler);
/* Compiles and replaces the file at `path` whole, or leaves it as it was. VOX_ERR_SYNTAX after error
 * diagnostics. */
VOX_API vox_status vox_compiler_write(vox_compiler *compiler, const char *path, vox_error *err);
/* Instead of vox_compiler_write: the model itself. */
VOX_API vox_status vox_compiler_model(vox_compiler *compiler, vox_model **out, vox_error *err);

/* ---- Checking sources; all findings are told as diagnostics ---- */
/* Entries that `model` (compiled from these sources) cannot match whole: "unreachable-entry" where they stand
 * alone or between marks, "broken-entry" between any words of their language. */
VOX_API vox_status vox_compiler_check(vox_compiler *compiler, const vox_model *model, vox_error *err);
/* Beyond vox_compiler_check: what is shadowed or idle. After vox_compiler_write or _model. */
VOX_API vox_status vox_compiler_lint(vox_compiler *compiler, const vox_model *model, vox_error *err);
/* Runs the examples that stand under entries on any model. A failing one is told as VOX_ERROR
 * "example-failed". */
VOX_API vox_status vox_compiler_test(vox_compiler *compiler, const vox_model *model, uint64_t *run,
                                     uint64_t *failed, vox_error *err);
/* A source as it was read; 0 beyond the last one. */
typedef struct vox_source_info {
  vox_str path, id, version, language, licence, author, method;
  uint64_t entries, examples;
} vox_source_info;
VOX_API int vox_compiler_source(const vox_compiler *compiler, size_t number, vox_source_info *out);
/* The class of line `line` of that source ("sentiment", "emotion.joy"); empty beyond the last one. */
VOX_API vox_str vox_compiler_class(const vox_compiler *compiler, size_t number, size_t line);
/* The entries of a model, a line `term TAB class TAB weight and flags` each, terms folded; themes stand
 * behind their class. In no order that means anything. */
VOX_API vox_status vox_model_list(const vox_model *model, vox_write_fn write, void *payload, vox_error *err);
VOX_API void vox_compiler_free(vox_compiler *compiler);

#ifdef __cplusplus
}
#endif
#endif
