/* row_digest.c - see row_digest.h. */
#include "aggregate/row_digest.h"
#include "base/bytes.h"

/* ---- White space ---- */

static bool is_ascii_space(unsigned char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* The three bytes at `p` are one of the wide blanks. */
static bool is_wide_space(const unsigned char *p) {
  if (p[0] == 0xE3) return p[1] == 0x80 && p[2] == 0x80;
  if (p[0] == 0xEF) return p[1] == 0xBB && p[2] == 0xBF;
  if (p[0] != 0xE2 || p[1] != 0x80) return false;
  return p[2] <= 0x8B || p[2] == 0xA8 || p[2] == 0xA9 || p[2] == 0xAF;
}

/* Bytes of the blank at the beginning (or at the end) of `s`; 0: there is none. */
static size_t blank_at(vox_str s, bool end) {
  const unsigned char *p = (const unsigned char *)s.ptr;
  if (s.len && is_ascii_space(p[end ? s.len - 1 : 0])) return 1;
  const unsigned char *two = s.len >= 2 ? p + (end ? s.len - 2 : 0) : NULL;
  if (two && two[0] == 0xC2 && two[1] == 0xA0) return 2;
  return s.len >= 3 && is_wide_space(p + (end ? s.len - 3 : 0)) ? 3 : 0;
}

vox_str text_without_space(vox_str s) {
  size_t n;
  while ((n = blank_at(s, false)) > 0) s = str_sub(s, n, s.len);
  while ((n = blank_at(s, true)) > 0) s.len -= n;
  return s;
}

/* ---- Digests ---- */

/* Seven bits a byte, the lowest first: most numbers here are small, and every byte is to be hashed. */
static void add_number(sha256_state *s, uint64_t n) {
  char bytes[10];
  size_t len = 0;
  for (; n > 0x7F; n >>= 7) bytes[len++] = (char)((n & 0x7F) | 0x80);
  bytes[len++] = (char)n;
  sha256_add(s, (vox_str){bytes, len});
}

static void add_field(sha256_state *s, vox_str field) {
  add_number(s, field.len);
  sha256_add(s, field);
}

static void add_value(sha256_state *s, const vox_field *f) {
  add_number(s, f->is_json != 0);
  add_field(s, f->value);
}

void row_digest(const vox_row *row, uint8_t digest[32]) {
  sha256_state s;
  sha256_begin(&s);
  add_value(&s, &row->id);
  add_number(&s, row->has_score ? 1 : 0);
  add_number(&s, row->has_score ? (uint64_t)(int64_t)row->score_centi : 0);
  add_number(&s, (uint64_t)row->group);
  add_field(&s, row->date);
  add_number(&s, row->cell_count);
  for (size_t i = 0; i < row->cell_count; i++) {
    add_field(&s, row->cells[i].question);
    add_number(&s, (uint64_t)row->cells[i].role);
    add_field(&s, row->cells[i].text);
  }
  add_number(&s, row->segment_count);
  for (size_t i = 0; i < row->segment_count; i++) {
    add_field(&s, row->segments[i].name);
    add_value(&s, &row->segments[i]);
  }
  sha256_end(&s, digest);
}

void digest_add(uint8_t sum[32], const uint8_t more[32]) {
  unsigned carry = 0;
  for (int i = 0; i < 32; i++) {
    carry += (unsigned)sum[i] + more[i];
    sum[i] = (uint8_t)carry;
    carry >>= 8;
  }
}

uint64_t row_text_hash(const vox_row *row) {
  uint64_t hash = 0;
  for (size_t i = 0; i < row->cell_count; i++) {
    vox_str text = text_without_space(row->cells[i].text);
    if (text.len) hash = hash64(text.ptr, text.len, hash + 0x9E3779B97F4A7C15u);
  }
  return hash;
}
