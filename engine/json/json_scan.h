/* json_scan.h - how far a JSON string runs without a byte that needs care: reader and writer share it. */
#ifndef JSON_JSON_SCAN_H
#define JSON_JSON_SCAN_H
#include "base/bytes.h"
#include "base/span.h"

/* Has any of eight bytes the value 0? (Exact for the lowest such byte, which is all that is asked.) */
static inline uint64_t json_zero_bytes(uint64_t w) {
  return (w - 0x0101010101010101u) & ~w & 0x8080808080808080u;
}

/* The first byte at or after `at` that is a control character, `"` or `\`; s.len when there is none. */
static inline size_t json_plain_end(vox_str s, size_t at) {
  for (; s.len - at >= 8; at += 8) {
    uint64_t w = get_u64(s.ptr + at);
    uint64_t control = (w - 0x2020202020202020u) & ~w & 0x8080808080808080u;
    if (control | json_zero_bytes(w ^ 0x2222222222222222u) | json_zero_bytes(w ^ 0x5C5C5C5C5C5C5C5Cu)) break;
  }
  for (; at < s.len; at++) {
    unsigned char c = (unsigned char)s.ptr[at];
    if (c < 0x20 || c == '"' || c == '\\') break;
  }
  return at;
}
#endif
