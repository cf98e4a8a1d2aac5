/* bytes.c - see bytes.h. */
#include "bytes.h"
#include <stdlib.h>
#include <string.h>

int bytes_room(bytes *b, size_t more) {
  if (more <= b->cap - b->len) return 1;
  size_t cap = b->cap ? b->cap : 4096;
  while (cap - b->len < more) cap *= 2;
  char *grown = realloc(b->ptr, cap);
  if (!grown) return 0;
  b->ptr = grown;
  b->cap = cap;
  return 1;
}

int bytes_add(bytes *b, const void *from, size_t len) {
  if (!bytes_room(b, len)) return b->broken = 1, 0;
  if (len) memcpy(b->ptr + b->len, from, len);
  b->len += len;
  return 1;
}

void bytes_free(bytes *b) {
  free(b->ptr);
  *b = (bytes){NULL, 0, 0, 0};
}

vox_status bytes_write(void *payload, const void *from, size_t len) {
  return bytes_add(payload, from, len) ? VOX_OK : VOX_ERR_MEMORY;
}
