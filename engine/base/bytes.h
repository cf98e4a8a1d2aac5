/* bytes.h - little-endian numbers, checksum, hashes. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H
#include "vox.h"
#include <stdbool.h>
#include <string.h>

static inline uint16_t get_u16(const void *at) {
  const unsigned char *p = at;
  return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t get_u32(const void *at) {
  const unsigned char *p = at;
  return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint64_t get_u64(const void *at) {
  const unsigned char *p = at;
  return (uint64_t)get_u32(p) | (uint64_t)get_u32(p + 4) << 32;
}

static inline void put_u16(void *at, uint16_t n) {
  unsigned char *p = at;
  p[0] = (unsigned char)n, p[1] = (unsigned char)(n >> 8);
}

static inline void put_u32(void *at, uint32_t n) {
  unsigned char *p = at;
  for (int i = 0; i < 4; i++) p[i] = (unsigned char)(n >> 8 * i);
}

static inline void put_u64(void *at, uint64_t n) {
  unsigned char *p = at;
  for (int i = 0; i < 8; i++) p[i] = (unsigned char)(n >> 8 * i);
}

/* CRC-32C (Castagnoli, reflected 0x82F63B78), as RFC 3720 B.4: "123456789" gives 0xE3069283. Start with 0. */
uint32_t crc32c(uint32_t crc, const void *bytes, size_t len);

/* 64-bit hash of bytes under a seed: spreads keys in tables, is stable across machines and versions. */
uint64_t hash64(const void *bytes, size_t len, uint64_t seed);

/* SHA-256 (FIPS 180-4) of `len` bytes. */
void sha256(const void *bytes, size_t len, uint8_t digest[32]);
/* The same piece by piece: sha256_begin, sha256_add ..., sha256_end. */
enum { SHA256_BLOCK = 64 };
typedef struct sha256_state {
  uint32_t h[8];
  uint64_t len; /* bytes so far; those of no whole block stand in `block` */
  uint8_t block[SHA256_BLOCK];
} sha256_state;
void sha256_begin(sha256_state *s);
void sha256_add(sha256_state *s, vox_str bytes);
void sha256_end(sha256_state *s, uint8_t digest[32]);
/* Lower-case hex and a NUL. */
void hex256(const uint8_t digest[32], char hex[65]);
#endif
