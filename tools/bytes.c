/* bytes.c - see bytes.h. */
#include "bytes.h"
#include <stdlib.h>
#include <string.h>

int bytes_add(bytes *b, const void *from, size_t len) {
  if (len > b->cap - b->len) {
    size_t cap = b->cap ? b->cap : 4096;
    while (cap - b->len < len) cap *= 2;
    char *grown = realloc(b->ptr, cap);
    if (!grown) return b->broken = 1, 0;
    b->ptr = grown;
    b->cap = cap;
  }
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
