/* charmap.c - builds and verifies the table from code points to character ids.
 *
 *   0     page_count u32, id_count u32, zero up to 64
 *   64    index u16[0x1100]: the page of code points 256*i .. 256*i + 255; equal pages are kept once
 *   8768  pages, 1024 bytes each: 256 entries of char_entry
 *   then  folded u32[id_count] */
#include "text/charmap.h"

enum { HEAD = 64, INDEX_COUNT = 0x1100, INDEX_BYTES = 2 * INDEX_COUNT, PAGE_BYTES = 1024, MAX_IDS = 65001 };
enum { SCALARS = 0x110000, HASH_SLOTS = 1 << 14 };

static vox_status corrupt(vox_error *err) {
  return fail(err, VOX_ERR_CORRUPT, "the compiled lexicon is damaged: table of characters");
}

static bool pages_sound(const charmap *m) {
  bool sound = true;
  for (size_t i = 0; i < INDEX_COUNT; i++) sound &= get_u16(m->index + 2 * i) < m->page_count;
  for (size_t i = 0; i < (size_t)m->page_count * 256; i++) {
    const unsigned char *at = m->pages + 4 * i;
    sound &= get_u16(at) < m->id_count && at[2] <= CHAR_INVISIBLE && at[3] <= (CHARMAP_SLOW | CHARMAP_DROP);
  }
  return sound;
}

static bool folded_sound(const charmap *m) {
  if (get_u32(m->folded) != 0) return false;
  for (size_t i = 0; i < m->id_count; i++)
    if (get_u32(m->folded + 4 * i) > 0x10FFFF) return false;
  return true;
}

vox_status charmap_open(charmap *out, vox_str bytes, vox_error *err) {
  const unsigned char *at = (const unsigned char *)bytes.ptr;
  if (bytes.len < HEAD + INDEX_BYTES) return corrupt(err);
  charmap m = {at + HEAD, at + HEAD + INDEX_BYTES, NULL, get_u32(at), get_u32(at + 4)};
  if (m.page_count == 0 || m.page_count > INDEX_COUNT || m.id_count == 0 || m.id_count > MAX_IDS)
    return corrupt(err);
  size_t pages = (size_t)m.page_count * PAGE_BYTES;
  if (bytes.len != HEAD + INDEX_BYTES + pages + 4 * (size_t)m.id_count) return corrupt(err);
  m.folded = m.pages + pages;
  if (!pages_sound(&m) || !folded_sound(&m)) return corrupt(err);
  *out = m;
  return VOX_OK;
}

/* What a raw code point maps to; `ids` gives the id of a folded one. */
static char_entry entry_of(uint32_t cp, const uint16_t *ids) {
  uint32_t to = char_fold(cp);
  if (to == FOLD_DROP) return (char_entry){0, (uint8_t)CHAR_INVISIBLE, CHARMAP_DROP};
  if (to == FOLD_SLOW) return (char_entry){ids[cp], (uint8_t)char_kind_of(cp), CHARMAP_SLOW};
  return (char_entry){ids[to], (uint8_t)char_kind_of(to), 0};
}

static void fill_page(unsigned char *page, uint32_t first, const uint16_t *ids) {
  for (uint32_t i = 0; i < 256; i++) {
    char_entry e = entry_of(first + i, ids);
    put_u16(page + 4 * i, e.id);
    page[4 * i + 2] = e.kind, page[4 * i + 3] = e.flags;
  }
}

/* The number of the page equal to `page` among those at `pages`, which is appended when it is new. */
static uint32_t page_number(const unsigned char *page, unsigned char *pages, uint32_t *count,
                            uint16_t *slots) {
  size_t slot = hash64(page, PAGE_BYTES, 0) % HASH_SLOTS;
  for (; slots[slot]; slot = (slot + 1) % HASH_SLOTS)
    if (memcmp(pages + (size_t)PAGE_BYTES * (slots[slot] - 1u), page, PAGE_BYTES) == 0)
      return slots[slot] - 1u;
  memcpy(pages + (size_t)PAGE_BYTES * *count, page, PAGE_BYTES);
  slots[slot] = (uint16_t)++ * count;
  return *count - 1;
}

/* Writes head, index and pages to `at`, which has room for all pages; returns how many there are. */
static uint32_t put_pages(unsigned char *at, const uint16_t *ids, uint16_t *slots, uint32_t id_count) {
  unsigned char page[PAGE_BYTES];
  uint32_t pages = 0;
  memset(at, 0, HEAD);
  for (uint32_t i = 0; i < INDEX_COUNT; i++) {
    fill_page(page, i << 8, ids);
    put_u16(at + HEAD + 2 * (size_t)i, (uint16_t)page_number(page, at + HEAD + INDEX_BYTES, &pages, slots));
  }
  put_u32(at, pages);
  put_u32(at + 4, id_count);
  return pages;
}

static bool number_ids(uint16_t *ids, const uint32_t *cps, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (cps[i] == 0 || cps[i] >= SCALARS || ids[cps[i]] != 0) return false;
    ids[cps[i]] = (uint16_t)(i + 1);
  }
  return true;
}

static void lay(buf *out, const uint32_t *cps, size_t count, const uint16_t *ids, uint16_t *slots) {
  size_t most = HEAD + INDEX_BYTES + (size_t)INDEX_COUNT * PAGE_BYTES;
  if (!buf_reserve(out, most)) return;
  unsigned char *at = (unsigned char *)out->ptr + out->len;
  out->len += HEAD + INDEX_BYTES + (size_t)PAGE_BYTES * put_pages(at, ids, slots, (uint32_t)count + 1);
  unsigned char number[4] = {0};
  buf_add(out, number, sizeof number);
  for (size_t i = 0; i < count; i++) {
    put_u32(number, cps[i]);
    buf_add(out, number, sizeof number);
  }
}

vox_status charmap_build(buf *out, const uint32_t *cps, size_t count, vox_error *err) {
  if (count > MAX_IDS - 1) return fail(err, VOX_ERR_LIMIT, "the lexicon is written with too many characters");
  uint16_t *ids = mem_array(out->mem, SCALARS, sizeof *ids);
  uint16_t *slots = mem_array(out->mem, HASH_SLOTS, sizeof *slots);
  bool sound = ids && slots && number_ids(ids, cps, count);
  if (sound) lay(out, cps, count, ids, slots);
  vox_status status = !ids || !slots ? fail_memory(err) : VOX_OK;
  if (status == VOX_OK && !sound)
    status = fail(err, VOX_ERR_ARGUMENT, "the alphabet holds a character twice");
  mem_put(out->mem, ids, SCALARS * sizeof *ids);
  mem_put(out->mem, slots, HASH_SLOTS * sizeof *slots);
  if (status != VOX_OK) return status;
  if (out->status == VOX_ERR_LIMIT) return fail(err, VOX_ERR_LIMIT, "the table of characters grows too big");
  return out->status == VOX_OK ? VOX_OK : fail_memory(err);
}
