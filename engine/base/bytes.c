/* bytes.c - see bytes.h. */
#include "base/bytes.h"

/* Slicing by eight: table[k][b] is the checksum of byte b followed by k zero bytes. */
typedef struct crc_tables {
  uint32_t t[8][256];
} crc_tables;

static void crc_fill(crc_tables *c) {
  for (uint32_t b = 0; b < 256; b++) {
    uint32_t r = b;
    for (int i = 0; i < 8; i++) r = r >> 1 ^ (r & 1 ? 0x82F63B78u : 0);
    c->t[0][b] = r;
  }
  for (uint32_t b = 0; b < 256; b++)
    for (int k = 1; k < 8; k++) c->t[k][b] = c->t[k - 1][b] >> 8 ^ c->t[0][c->t[k - 1][b] & 255];
}

static uint32_t crc_portable(uint32_t crc, const unsigned char *p, size_t len) {
  crc_tables c;
  crc_fill(&c);
  crc = ~crc;
  for (; len >= 8; p += 8, len -= 8) {
    uint32_t lo = crc ^ get_u32(p), hi = get_u32(p + 4);
    crc = c.t[7][lo & 255] ^ c.t[6][lo >> 8 & 255] ^ c.t[5][lo >> 16 & 255] ^ c.t[4][lo >> 24] ^
          c.t[3][hi & 255] ^ c.t[2][hi >> 8 & 255] ^ c.t[1][hi >> 16 & 255] ^ c.t[0][hi >> 24];
  }
  while (len--) crc = crc >> 8 ^ c.t[0][(crc ^ *p++) & 255];
  return ~crc;
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
enum { LANE = 8192, LANE_LOG = 13 }; /* bytes */

/* The product of two remainders: bit 31 is that of x^0. */
static uint32_t crc_times(uint32_t a, uint32_t b) {
  uint32_t product = 0;
  for (; a; a <<= 1) {
    if (a >> 31) product ^= b;
    b = b >> 1 ^ (b & 1 ? 0x82F63B78u : 0);
  }
  return product;
}

/* What a lane's bytes behind it multiply a remainder by: x^(8 * LANE). */
static uint32_t crc_lane_shift(void) {
  uint32_t x = 1u << 30;
  for (int i = 0; i < LANE_LOG + 3; i++) x = crc_times(x, x);
  return x;
}

/* One instruction for eight bytes, which waits for the one before it: of three lanes it need not. Opening an
 * artefact is bounded by this pass. */
__attribute__((target("sse4.2"))) static uint64_t crc_lanes(uint64_t r, const unsigned char *p,
                                                            uint32_t shift) {
  uint64_t second = 0, third = 0;
  for (size_t i = 0; i < LANE; i += 8) {
    r = _mm_crc32_u64(r, get_u64(p + i));
    second = _mm_crc32_u64(second, get_u64(p + LANE + i));
    third = _mm_crc32_u64(third, get_u64(p + 2 * LANE + i));
  }
  return crc_times(crc_times((uint32_t)r, shift) ^ (uint32_t)second, shift) ^ (uint32_t)third;
}

__attribute__((target("sse4.2"))) static uint32_t crc_sse(uint32_t crc, const unsigned char *p, size_t len) {
  uint64_t r = ~crc;
  uint32_t shift = len >= 3 * LANE ? crc_lane_shift() : 0;
  for (; len >= 3 * LANE; p += 3 * LANE, len -= 3 * LANE) r = crc_lanes(r, p, shift);
  for (; len >= 8; p += 8, len -= 8) r = _mm_crc32_u64(r, get_u64(p));
  while (len--) r = _mm_crc32_u8((uint32_t)r, *p++);
  return ~(uint32_t)r;
}

uint32_t crc32c(uint32_t crc, const void *bytes, size_t len) {
  return __builtin_cpu_supports("sse4.2") ? crc_sse(crc, bytes, len) : crc_portable(crc, bytes, len);
}
#else
uint32_t crc32c(uint32_t crc, const void *bytes, size_t len) { return crc_portable(crc, bytes, len); }
#endif

static uint64_t mix(uint64_t h) {
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93u;
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93u;
  return h ^ h >> 32;
}

uint64_t hash64(const void *bytes, size_t len, uint64_t seed) {
  const unsigned char *p = bytes;
  uint64_t h = mix(seed ^ len * 0x9E3779B97F4A7C15u);
  for (; len >= 8; p += 8, len -= 8) h = mix(h ^ get_u64(p)) + 0x9E3779B97F4A7C15u;
  unsigned char tail[8] = {0};
  if (len) memcpy(tail, p, len);
  return mix(h ^ get_u64(tail));
}

void hex256(const uint8_t digest[32], char hex[65]) {
  for (int i = 0; i < 32; i++) {
    hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
    hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
  }
  hex[64] = 0;
}
