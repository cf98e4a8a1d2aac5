/* artefact_bytes.h - the bytes of an artefact, which stay as they are whoever writes over its file.
 *
 * A held file is mapped, which costs no reading, under a lease: the system signals SIGIO before it lets
 * anyone open the file for writing, and lets them wait until artefact_settle has copied the bytes. Where no
 * lease is to be had (another user's file, one that is being written, a file system without them) it is read
 * into memory at once. */
#ifndef TOOLS_ARTEFACT_BYTES_H
#define TOOLS_ARTEFACT_BYTES_H
#include "vox.h"

typedef struct artefact_bytes {
  void *ptr;
  size_t len;
  int fd; /* it has the lease; -1: the bytes are the process's own */
} artefact_bytes;
#define ARTEFACT_BYTES_NONE                                                                                  \
  { NULL, 0, -1 }

/* Into memory. */
vox_status artefact_read(artefact_bytes *out, const char *path, vox_error *err);
/* Under a lease where it can be. SIGIO must be heard by then, and every held one settled soon after. */
vox_status artefact_hold(artefact_bytes *out, const char *path, vox_error *err);
/* Is somebody waiting to write over it? */
int artefact_is_wanted(const artefact_bytes *b);
/* Copies the bytes, at the same place, and gives the lease back. 0: there was no memory, and it is held
 * still.
 */
int artefact_settle(artefact_bytes *b);
void artefact_drop(artefact_bytes *b);
#endif
