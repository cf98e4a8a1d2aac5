/* source.h - from the caller's bytes to a window of UTF-8 text.
 *
 *   caller's read -> unpack (gzip, zstd) -> decode (encodings) -> window
 *
 * The window is one block of memory; its text lies at begin..end, grows at the end by source_more and shrinks
 * at the beginning by source_skip. Only source_more moves it. */
#ifndef INTAKE_SOURCE_H
#define INTAKE_SOURCE_H
#include "base/alloc.h"
#include "base/span.h"
#include "base/status.h"

typedef struct source {
  mem *mem;
  vox_read_fn read;
  void *payload;
  char *ptr;
  size_t begin, end, cap;
  uint64_t offset; /* of ptr[begin] in the text */
  bool ended;      /* nothing will follow the window */
} source;

void source_init(source *s, mem *m, vox_read_fn read, void *payload);
void source_free(source *s);
/* Reads on: the window is longer afterwards, or `ended` is set. */
vox_status source_more(source *s, vox_error *err);
/* Reads until the window holds `len` bytes or the input ends. */
vox_status source_want(source *s, size_t len, vox_error *err);
static inline vox_str source_window(const source *s) {
  return (vox_str){s->ptr + s->begin, s->end - s->begin};
}
static inline void source_skip(source *s, size_t len) { s->begin += len, s->offset += len; }
#endif
