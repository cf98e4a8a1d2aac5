/* pack_write.h - sections to the bytes of an artefact. Same sections, same bytes, in whatever order they
 * came. */
#ifndef PACK_WRITE_H
#define PACK_WRITE_H
#include "base/buf.h"
#include "base/status.h"
#include "pack/layout.h"

typedef struct pack_piece {
  uint32_t tag, count;
  vox_str bytes; /* borrowed until pack_write */
} pack_piece;

typedef struct pack_writer {
  uint32_t count, fold_version;
  char unicode[9];
  pack_piece list[PACK_MAX_SECTIONS];
} pack_writer;

void pack_writer_init(pack_writer *w, uint32_t fold_version, const char *unicode);
/* VOX_ERR_ARGUMENT: the tag is there already, or too many. */
vox_status pack_add(pack_writer *w, uint32_t tag, uint32_t count, vox_str bytes, vox_error *err);
/* Appends the whole artefact to an empty `out`. */
vox_status pack_write(pack_writer *w, buf *out, vox_error *err);
#endif
