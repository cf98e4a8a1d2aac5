/* pack_read.h - opening an artefact: everything is verified once, so no later look-up can leave it. */
#ifndef PACK_READ_H
#define PACK_READ_H
#include "base/span.h"
#include "base/status.h"
#include "pack/layout.h"

typedef struct pack_section {
  uint32_t tag, count;
  vox_str bytes; /* 64-byte aligned relative to the file; 8 readable zero bytes follow */
} pack_section;

typedef struct pack {
  vox_str bytes;
  uint32_t major, minor, fold_version;
  char unicode[9];
  uint32_t section_count;
  pack_section sections[PACK_MAX_SECTIONS];
} pack;

/* Checks magic, version, size, table, alignment, order, paddings and every checksum of `bytes` (borrowed,
 * 8-byte aligned). VOX_ERR_CORRUPT, VOX_ERR_VERSION (sound but of another major). Linear in the size. */
vox_status pack_open(pack *out, vox_str bytes, vox_error *err);
/* The section of `tag`; NULL when absent. */
const pack_section *pack_find(const pack *p, uint32_t tag);
/* The same, or VOX_ERR_CORRUPT naming the tag. */
vox_status pack_need(const pack *p, uint32_t tag, const pack_section **out, vox_error *err);
#endif
