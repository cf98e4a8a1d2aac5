/* file.h - reading a whole file by mapping it, replacing a file whole or not at all.
 *
 * Tests make each system call fail by interposing libc's (tests/fault). */
#ifndef BASE_FILE_H
#define BASE_FILE_H
#include "base/span.h"
#include "base/status.h"

typedef struct file_view {
  vox_str bytes; /* read-only, page-aligned */
} file_view;

/* Maps `path` read-only. An empty file is an empty view. */
vox_status file_map(file_view *out, const char *path, vox_error *err);
void file_unmap(file_view *view);
/* Gives back the memory of what was read of the view; what is read again comes anew. */
void file_rest(const file_view *view);
/* Writes `bytes` to a temporary file beside `path`, syncs, renames it over `path`, syncs the folder: after a
 * crash `path` is the old file or the new one, whole. */
vox_status file_replace(const char *path, vox_str bytes, vox_error *err);
#endif
