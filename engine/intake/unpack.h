/* unpack.h - gzip and zstd by their first bytes; everything else passes through as it is. */
#ifndef INTAKE_UNPACK_H
#define INTAKE_UNPACK_H
#include "base/alloc.h"
#include "base/span.h"
#include "base/status.h"

typedef enum packing { PACKING_UNKNOWN, PACKING_NONE, PACKING_GZIP, PACKING_ZSTD } packing;

typedef struct unpack {
  mem *mem;
  vox_read_fn read;
  void *payload;
  packing packing;
  unsigned char *in; /* packed bytes, or the first bytes of plain ones: at..end */
  size_t at, end;
  bool ended;  /* the caller's bytes have ended */
  bool inside; /* a packed stream has begun and not ended */
  bool done;
  void *stream; /* z_stream or ZSTD_DStream */
} unpack;

void unpack_init(unpack *u, mem *m, vox_read_fn read, void *payload);
void unpack_free(unpack *u);
/* Gives 1..cap bytes; *got 0 means the end. Damaged or cut off: VOX_ERR_IO. */
vox_status unpack_read(unpack *u, char *to, size_t cap, size_t *got, vox_error *err);
#endif
