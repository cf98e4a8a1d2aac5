/* charmap.h - code points to character ids: the alphabet of the artefact's tries.
 *
 * A raw code point is folded and numbered in one look-up: pages of 256 entries of 4 bytes {u16 id, u8 kind,
 * u8 flags} behind an index of 0x1100 u16 page numbers. Ids are dense and ranked by frequency (1 is the
 * commonest character of the dictionary), so that hot rows of later tables lie together. Id 0: the character
 * occurs in no word and no term. */
#ifndef TEXT_CHARMAP_H
#define TEXT_CHARMAP_H
#include "base/buf.h"
#include "base/bytes.h"
#include "base/status.h"
#include "text/chars.h"

#define CHARMAP_SLOW 1u /* flags: folds to several characters or may compose: ask fold_text */
#define CHARMAP_DROP 2u /* flags: folding drops it */

typedef struct charmap {
  const unsigned char *index, *pages; /* u16[0x1100]; 1024 bytes a page */
  const unsigned char *folded;        /* u32 for each id: the folded code point (id 0: 0) */
  uint32_t page_count, id_count;      /* ids are below id_count */
} charmap;

typedef struct char_entry {
  uint16_t id;
  uint8_t kind; /* char_kind of the folded character */
  uint8_t flags;
} char_entry;

/* Verifies the section's structure. `bytes` is borrowed. */
vox_status charmap_open(charmap *out, vox_str bytes, vox_error *err);

/* The entry of a raw code point (any value up to 0x10FFFF). */
static inline char_entry charmap_get(const charmap *m, uint32_t cp) {
  uint32_t page = get_u16(m->index + 2 * (cp >> 8));
  const unsigned char *at = m->pages + 1024 * (size_t)page + 4 * (cp & 255);
  return (char_entry){get_u16(at), at[2], at[3]};
}

/* Builds the section for an alphabet: `cps` are folded code points ranked by falling frequency (no repeats,
 * at most 65,000); each gets the id of its rank + 1. Entries of all code points that fold to one of them
 * carry its id. */
vox_status charmap_build(buf *out, const uint32_t *cps, size_t count, vox_error *err);
#endif
