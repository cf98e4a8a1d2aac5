/* bytes.h - growable bytes of the program: lines on their way out, copies of rows on their way to a worker.
 */
#ifndef TOOLS_BYTES_H
#define TOOLS_BYTES_H
#include "vox.h"

typedef struct bytes {
  char *ptr;
  size_t len, cap;
  int broken; /* something could not be added */
} bytes;

/* 0 when memory ends; the content stays as it was, and `broken` tells whoever did not look. */
int bytes_add(bytes *b, const void *from, size_t len);
/* Room for `more` bytes behind the content. 0: memory ended, and nothing is noted in `broken`. */
int bytes_room(bytes *b, size_t more);
void bytes_free(bytes *b);
/* A vox_write_fn whose payload is a `bytes`. */
vox_status bytes_write(void *payload, const void *from, size_t len);
#endif
