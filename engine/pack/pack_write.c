/* pack_write.c - lays header, table and sections one behind the other. See layout.h for the grammar. */
#include "pack/pack_write.h"
#include "base/bytes.h"
#include <assert.h>

static size_t align_up(size_t n) { return (n + PACK_ALIGN - 1) / PACK_ALIGN * PACK_ALIGN; }

void pack_writer_init(pack_writer *w, uint32_t fold_version, const char *unicode) {
  *w = (pack_writer){.fold_version = fold_version};
  size_t len = strlen(unicode);
  assert(len < sizeof w->unicode);
  memcpy(w->unicode, unicode, len < 8 ? len : 8);
}

vox_status pack_add(pack_writer *w, uint32_t tag, uint32_t count, vox_str bytes, vox_error *err) {
  for (uint32_t i = 0; i < w->count; i++)
    if (w->list[i].tag == tag)
      return fail(err, VOX_ERR_ARGUMENT, "section %08x is laid twice", (unsigned)tag);
  if (w->count == PACK_MAX_SECTIONS) return fail(err, VOX_ERR_ARGUMENT, "too many sections");
  w->list[w->count++] = (pack_piece){tag, count, bytes};
  return VOX_OK;
}

/* Insertion sort: there are few sections. */
static void sort_by_tag(pack_writer *w) {
  for (uint32_t i = 1; i < w->count; i++)
    for (uint32_t j = i; j > 0 && w->list[j - 1].tag > w->list[j].tag; j--) {
      pack_piece swap = w->list[j];
      w->list[j] = w->list[j - 1], w->list[j - 1] = swap;
    }
}

/* Where the section behind one of `len` bytes at `offset` begins: guard and padding lie between. */
static size_t after(size_t offset, size_t len) { return align_up(offset + len + PACK_GUARD); }

/* The table's rows; returns the size of the whole file. */
static size_t put_table(const pack_writer *w, unsigned char *table) {
  size_t offset = align_up(PACK_HEADER + (size_t)PACK_TABLE_ROW * w->count);
  for (uint32_t i = 0; i < w->count; i++) {
    unsigned char *row = table + (size_t)PACK_TABLE_ROW * i;
    vox_str bytes = w->list[i].bytes;
    put_u32(row, w->list[i].tag);
    put_u32(row + 4, w->list[i].count);
    put_u64(row + 8, offset);
    put_u64(row + 16, bytes.len);
    put_u32(row + 24, crc32c(0, bytes.ptr, bytes.len));
    put_u32(row + 28, 0);
    offset = after(offset, bytes.len);
  }
  return offset;
}

static void put_header(const pack_writer *w, unsigned char *header, size_t file_size) {
  memset(header, 0, PACK_HEADER);
  memcpy(header, PACK_MAGIC, 8);
  put_u16(header + 8, PACK_MAJOR);
  put_u16(header + 10, PACK_MINOR);
  put_u32(header + 12, w->count);
  put_u64(header + 16, file_size);
  put_u32(header + 24, w->fold_version);
  memcpy(header + 32, w->unicode, 8);
}

static uint32_t header_crc(const unsigned char *head, size_t table_len) {
  return crc32c(crc32c(0, head, 28), head + 32, PACK_HEADER - 32 + table_len);
}

/* Zero bytes up to the next multiple of PACK_ALIGN that leaves at least `least` of them. */
static void pad(buf *out, size_t least) {
  static const char zero[PACK_ALIGN + PACK_GUARD];
  buf_add(out, zero, align_up(out->len + least) - out->len);
}

vox_status pack_write(pack_writer *w, buf *out, vox_error *err) {
  unsigned char head[PACK_HEADER + PACK_TABLE_ROW * PACK_MAX_SECTIONS];
  size_t table_len = (size_t)PACK_TABLE_ROW * w->count;
  if (out->len) return fail(err, VOX_ERR_ARGUMENT, "the artefact must be written to an empty buffer");
  sort_by_tag(w);
  put_header(w, head, put_table(w, head + PACK_HEADER));
  put_u32(head + 28, header_crc(head, table_len));
  buf_add(out, head, PACK_HEADER + table_len);
  pad(out, 0);
  for (uint32_t i = 0; i < w->count; i++) {
    buf_str(out, w->list[i].bytes);
    pad(out, PACK_GUARD);
  }
  if (out->status == VOX_ERR_LIMIT) return fail(err, VOX_ERR_LIMIT, "the artefact grows too big");
  return out->status == VOX_OK ? VOX_OK : fail_memory(err);
}
