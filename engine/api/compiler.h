/* compiler.h - what stands behind vox_compiler, shared by the files of this floor that fill and ask it. */
#ifndef API_COMPILER_H
#define API_COMPILER_H
#include "base/buf.h"
#include "base/vec.h"
#include "lexicon/compile.h"
#include "segment/dict_build.h"

/* A file that was read, known by its real path. */
typedef struct source_file {
  vox_str real;
  size_t source;  /* its number in the lexicon compiler until sources are put in order */
  uint32_t depth; /* files without includes 0, others one more than the deepest they include */
  bool open;      /* its includes are being read */
} source_file;

struct vox_compiler {
  mem mem;
  diagnostics tell;
  arena names;
  lexicon_compiler *lexicon;
  dict_builder *dict;
  vox_str id, version;
  VEC(source_file) files;
  uint32_t layer; /* of what is added now */
  bool done;
};

/* The artefact's bytes appended to an empty `out`. Once. */
vox_status compile_bytes(vox_compiler *c, buf *out, vox_error *err);
/* What is added from now on is laid over the artefact's lexicon and dictionary; both outlive the compiler. */
vox_status compile_over(vox_compiler *c, const pack *p, const lexicon *l, vox_error *err);
#endif
