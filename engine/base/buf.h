/* buf.h - growable bytes with a ceiling from birth and a sticky error.
 *
 * Appenders do nothing after the first failure, so a writer appends freely and asks `status` once at the end.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include "base/alloc.h"
#include "base/span.h"

typedef struct buf {
  char *ptr;
  size_t len, cap, ceiling;
  mem *mem;
  vox_status status; /* VOX_OK, VOX_ERR_MEMORY, or VOX_ERR_LIMIT at the ceiling */
} buf;

/* Allocates nothing yet. `ceiling`: the length at which the content is too big. */
void buf_init(buf *b, mem *m, size_t ceiling);
void buf_free(buf *b);
/* Empties it, keeps its memory, forgets an error. */
static inline void buf_clear(buf *b) { b->len = 0, b->status = VOX_OK; }
bool buf_grow(buf *b, size_t more); /* the rare half of buf_reserve */
/* Room for `more` bytes behind the content; false when that fails. */
static inline bool buf_reserve(buf *b, size_t more) {
  return (b->status == VOX_OK && more <= b->cap - b->len) || buf_grow(b, more);
}
static inline void buf_add(buf *b, const void *bytes, size_t len) {
  if (len == 0 || !buf_reserve(b, len)) return;
  memcpy(b->ptr + b->len, bytes, len);
  b->len += len;
}
void buf_u64(buf *b, uint64_t number); /* decimal */
void buf_i64(buf *b, int64_t number);
/* printf for short pieces (under 256 bytes): names and numbers, no locale-dependent conversions. */
__attribute__((format(printf, 2, 3))) void buf_format(buf *b, const char *format, ...);
static inline void buf_str(buf *b, vox_str s) { buf_add(b, s.ptr, s.len); }
static inline void buf_text(buf *b, const char *text) { buf_add(b, text, strlen(text)); }
static inline void buf_byte(buf *b, char byte) { buf_add(b, &byte, 1); }
static inline vox_str buf_view(const buf *b) { return (vox_str){b->ptr, b->len}; }
#endif
