/* utf8.c - see utf8.h. */
#include "text/utf8.h"
#include "text/utf8_blocks.h"
#include <stdint.h>

enum { REPLACEMENT = 0xFFFD };

/* Table 3-7: how many bytes a lead byte announces (0: it leads nothing) and between what its second byte
 * lies. */
typedef struct lead {
  uint8_t len, low, high;
} lead;

static lead lead_of(uint8_t b) {
  if (b < 0xC2 || b > 0xF4) return (lead){0, 0, 0};
  if (b < 0xE0) return (lead){2, 0x80, 0xBF};
  if (b < 0xF0) return (lead){3, b == 0xE0 ? 0xA0 : 0x80, b == 0xED ? 0x9F : 0xBF};
  return (lead){4, b == 0xF0 ? 0x90 : 0x80, b == 0xF4 ? 0x8F : 0xBF};
}

uint32_t utf8_next(vox_str s, size_t *at) {
  const uint8_t *p = (const uint8_t *)s.ptr + *at;
  size_t left = s.len - *at;
  if (p[0] < 0x80) return *at += 1, p[0];
  /* Chinese, mostly: three bytes that no rule of the table is needed for. */
  if ((p[0] & 0xF0) == 0xE0 && p[0] != 0xE0 && p[0] != 0xED && left >= 3 && (p[1] & 0xC0) == 0x80 &&
      (p[2] & 0xC0) == 0x80)
    return *at += 3, (p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
  lead l = lead_of(p[0]);
  if (l.len == 0 || left < 2 || p[1] < l.low || p[1] > l.high) return *at += 1, REPLACEMENT;
  uint32_t cp = (p[0] & (0x7Fu >> l.len)) << 6 | (p[1] & 0x3Fu);
  for (size_t i = 2; i < l.len; i++) {
    if (i == left || (p[i] & 0xC0) != 0x80) return *at += i, REPLACEMENT;
    cp = cp << 6 | (p[i] & 0x3Fu);
  }
  *at += l.len;
  return cp;
}

/* How many of the bytes at `p` are ASCII, counted in steps of sixteen. */
static size_t ascii_steps(const uint8_t *p, size_t left) {
  size_t n = 0;
  for (uint64_t two[2]; left - n >= sizeof two; n += sizeof two) {
    memcpy(two, p + n, sizeof two);
    if ((two[0] | two[1]) & 0x8080808080808080u) break;
  }
  return n;
}

/* Length of the sequence at `p`, which is not ASCII; 0 when it is ill-formed. */
static size_t sequence(const uint8_t *p, size_t left) {
  lead l = lead_of(p[0]);
  if (l.len == 0 || left < l.len || p[1] < l.low || p[1] > l.high) return 0;
  for (size_t i = 2; i < l.len; i++)
    if ((p[i] & 0xC0) != 0x80) return 0;
  return l.len;
}

/* Length of the run of three-byte sequences with lead bytes E1..EC and EE..EF at `p`: Chinese, mostly. */
static size_t triples(const uint8_t *p, size_t left) {
  size_t n = 0;
  while (left - n >= 3 && (p[n] & 0xF0) == 0xE0 && p[n] != 0xE0 && p[n] != 0xED &&
         (p[n + 1] & 0xC0) == 0x80 && (p[n + 2] & 0xC0) == 0x80)
    n += 3;
  return n;
}

size_t utf8_valid_prefix(vox_str s) {
  const uint8_t *p = (const uint8_t *)s.ptr;
  size_t at = utf8_valid_blocks(p, s.len);
  while (at < s.len) {
    size_t n = p[at] < 0x80 ? ascii_steps(p + at, s.len - at) : triples(p + at, s.len - at);
    if (n == 0) n = p[at] < 0x80 ? 1 : sequence(p + at, s.len - at);
    if (n == 0) break;
    at += n;
  }
  return at;
}

size_t utf8_put(uint32_t cp, char out[4]) {
  if (cp < 0x80) return out[0] = (char)cp, 1;
  size_t len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
  for (size_t i = len - 1; i > 0; i--, cp >>= 6) out[i] = (char)(0x80 | (cp & 0x3F));
  out[0] = (char)((0xF00u >> len & 0xFFu) | cp);
  return len;
}
