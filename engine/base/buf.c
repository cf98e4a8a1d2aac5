/* buf.c - see buf.h. */
#include "base/buf.h"
#include <stdarg.h>
#include <stdio.h>

void buf_init(buf *b, mem *m, size_t ceiling) { *b = (buf){NULL, 0, 0, ceiling, m, VOX_OK}; }

void buf_free(buf *b) {
  mem_put(b->mem, b->ptr, b->cap);
  buf_init(b, b->mem, b->ceiling);
}

bool buf_grow(buf *b, size_t more) {
  if (b->status != VOX_OK) return false;
  if (more <= b->cap - b->len) return true;
  if (more > b->ceiling || b->len > b->ceiling - more) {
    b->status = VOX_ERR_LIMIT;
    return false;
  }
  size_t want = b->len + more, cap = b->cap ? b->cap : b->ceiling < 64 ? b->ceiling : 64;
  while (cap < want) cap = cap > b->ceiling / 2 ? b->ceiling : cap * 2;
  char *grown = mem_grow(b->mem, b->ptr, b->cap, cap);
  if (!grown) {
    b->status = VOX_ERR_MEMORY;
    return false;
  }
  b->ptr = grown;
  b->cap = cap;
  return true;
}

void buf_u64(buf *b, uint64_t number) {
  char digits[20];
  size_t at = sizeof digits;
  do digits[--at] = (char)('0' + number % 10);
  while (number /= 10);
  buf_add(b, digits + at, sizeof digits - at);
}

void buf_i64(buf *b, int64_t number) {
  if (number < 0) buf_byte(b, '-');
  buf_u64(b, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

void buf_format(buf *b, const char *format, ...) {
  char piece[256];
  va_list args;
  va_start(args, format);
  int n = vsnprintf(piece, sizeof piece, format, args);
  va_end(args);
  if (n > 0) buf_add(b, piece, (size_t)n < sizeof piece ? (size_t)n : sizeof piece - 1);
}
