/* pack_read.c - verifies an artefact against the one layout that pack_write gives: sections follow each other
 * without a gap, so their offsets are known beforehand and every byte is covered by a checksum or must be
 * zero. */
#include "pack/pack_read.h"
#include "base/bytes.h"

static size_t align_up(size_t n) { return (n + PACK_ALIGN - 1) / PACK_ALIGN * PACK_ALIGN; }

static vox_status corrupt(vox_error *err, const char *what) {
  return fail(err, VOX_ERR_CORRUPT, "the compiled lexicon is damaged: %s", what);
}

static bool all_zero(const unsigned char *at, size_t len) {
  for (; len >= 8; at += 8, len -= 8)
    if (get_u64(at)) return false;
  while (len--)
    if (*at++) return false;
  return true;
}

/* Magic, checksum and size of header and table. */
static vox_status check_head(const unsigned char *head, size_t size, vox_error *err) {
  if (size < PACK_HEADER) return corrupt(err, "too short");
  if (memcmp(head, PACK_MAGIC, 8) != 0) return corrupt(err, "not a compiled lexicon");
  uint32_t count = get_u32(head + 12);
  if (count > PACK_MAX_SECTIONS || PACK_HEADER + (size_t)PACK_TABLE_ROW * count > size)
    return corrupt(err, "section count");
  size_t table_len = (size_t)PACK_TABLE_ROW * count;
  uint32_t crc = crc32c(crc32c(0, head, 28), head + 32, PACK_HEADER - 32 + table_len);
  if (crc != get_u32(head + 28)) return corrupt(err, "checksum of the header");
  if (get_u16(head + 8) != PACK_MAJOR)
    return fail(err, VOX_ERR_VERSION, "the compiled lexicon has format %u, this program reads %u",
                (unsigned)get_u16(head + 8), PACK_MAJOR);
  if (get_u64(head + 16) != size) return corrupt(err, "size");
  if (!all_zero(head + 40, PACK_HEADER - 40)) return corrupt(err, "header");
  return VOX_OK;
}

/* One section behind `*end`, the end of what was checked so far. */
static vox_status check_section(pack *p, uint32_t i, size_t *end, vox_error *err) {
  const unsigned char *file = (const unsigned char *)p->bytes.ptr;
  const unsigned char *row = file + PACK_HEADER + (size_t)PACK_TABLE_ROW * i;
  size_t offset = align_up(*end), size = p->bytes.len;
  uint64_t len = get_u64(row + 16);
  if (get_u64(row + 8) != offset || offset > size || len > size - offset ||
      align_up((size_t)len + PACK_GUARD) > size - offset)
    return corrupt(err, "place of a section");
  if (get_u32(row + 28) != 0) return corrupt(err, "table");
  pack_section *s = &p->sections[i];
  *s = (pack_section){get_u32(row), get_u32(row + 4), {p->bytes.ptr + offset, (size_t)len}};
  if (i && s->tag <= p->sections[i - 1].tag) return corrupt(err, "order of sections");
  if (!all_zero(file + *end, offset - *end)) return corrupt(err, "padding");
  if (crc32c(0, s->bytes.ptr, s->bytes.len) != get_u32(row + 24))
    return corrupt(err, "checksum of a section");
  if (!all_zero(file + offset + len, PACK_GUARD)) return corrupt(err, "guard");
  *end = offset + (size_t)len + PACK_GUARD;
  return VOX_OK;
}

vox_status pack_open(pack *out, vox_str bytes, vox_error *err) {
  const unsigned char *file = (const unsigned char *)bytes.ptr;
  vox_status status = check_head(file, bytes.len, err);
  if (status != VOX_OK) return status;
  memset(out, 0, sizeof *out);
  out->bytes = bytes;
  out->major = get_u16(file + 8), out->minor = get_u16(file + 10);
  out->fold_version = get_u32(file + 24);
  memcpy(out->unicode, file + 32, 8);
  out->section_count = get_u32(file + 12);
  size_t end = PACK_HEADER + (size_t)PACK_TABLE_ROW * out->section_count;
  for (uint32_t i = 0; status == VOX_OK && i < out->section_count; i++)
    status = check_section(out, i, &end, err);
  if (status != VOX_OK) return status;
  if (align_up(end) != bytes.len || !all_zero(file + end, bytes.len - end)) return corrupt(err, "end");
  return VOX_OK;
}

const pack_section *pack_find(const pack *p, uint32_t tag) {
  for (uint32_t i = 0; i < p->section_count; i++)
    if (p->sections[i].tag == tag) return &p->sections[i];
  return NULL;
}

vox_status pack_need(const pack *p, uint32_t tag, const pack_section **out, vox_error *err) {
  *out = pack_find(p, tag);
  if (*out) return VOX_OK;
  char name[5] = {0};
  for (int i = 0; i < 4; i++) {
    char c = (char)(tag >> 8 * i);
    name[i] = c >= ' ' && c <= '~' ? c : '?';
  }
  return fail(err, VOX_ERR_CORRUPT, "the compiled lexicon has no section %s", name);
}
