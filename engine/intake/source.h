/* source.h - from the caller's bytes to a window of UTF-8 text.
 *
 *   caller's read -> unpack (gzip, zstd) -> raw bytes -> decode (encodings) -> window
 *
 * The window is one block of memory; its text lies at begin..end, grows at the end by source_more and shrinks
 * at the beginning by source_skip. Only source_more moves it.
 *
 * The encoding is found when it must be known: a byte order mark and UTF-16 from the first 64 KiB; else ASCII
 * passes through until the first byte above 0x7F, and up to 1 MiB from there on decide. */
#ifndef INTAKE_SOURCE_H
#define INTAKE_SOURCE_H
#include "base/span.h"
#include "intake/unpack.h"
#include "text/encoding.h"

typedef struct source {
  mem *mem;
  unpack unpack;
  char *raw; /* bytes not yet decoded: raw_begin..raw_end */
  size_t raw_begin, raw_end, raw_cap;
  bool raw_ended;
  bool begun;
  encoding encoding;  /* UNKNOWN: only ASCII so far */
  const char *reason; /* for the encoding; static */
  decoder decoder;
  bool decoding;
  char *ptr;
  size_t begin, end, cap;
  uint64_t offset; /* of ptr[begin]: in the file where that is UTF-8, else in its text as UTF-8 */
  bool ended;      /* nothing will follow the window */
} source;

/* `declared`: ENCODING_UNKNOWN to guess. */
void source_init(source *s, mem *m, vox_read_fn read, void *payload, encoding declared);
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
