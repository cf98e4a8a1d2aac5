/* sha.c - SHA-256 in pieces: blocks of 64 bytes go through the processor's own instructions where it has
 * them, else through libmd. */
#include "base/bytes.h"
#include <sha2.h>

enum { BLOCK = SHA256_BLOCK, TAIL = BLOCK - 8 };

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#include <immintrin.h>

static const uint32_t ROUNDS[64] = {
    0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
    0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
    0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
    0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
    0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
    0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
    0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
    0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2};

#define SHA __attribute__((target("sha,sse4.1,ssse3")))

/* The words of the block four at a time, and those that follow from them. */
SHA static __m128i words_of(__m128i w[4], int group, const uint8_t *block) {
  const __m128i big = _mm_set_epi64x(0x0C0D0E0F08090A0B, 0x0405060700010203);
  __m128i *own = &w[group % 4];
  if (group < 4) {
    *own = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)(block + 16 * group)), big);
  } else {
    __m128i before = _mm_alignr_epi8(w[(group + 3) % 4], w[(group + 2) % 4], 4);
    __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(*own, w[(group + 1) % 4]), before);
    *own = _mm_sha256msg2_epu32(sum, w[(group + 3) % 4]);
  }
  return _mm_add_epi32(*own, _mm_loadu_si128((const __m128i *)(const void *)(ROUNDS + 4 * group)));
}

/* The instructions keep the state as a b e f and c d g h, the highest word first. */
SHA static void compress_fast(uint32_t h[8], const uint8_t *block) {
  __m128i *at = (__m128i *)(void *)h;
  __m128i w[4], badc = _mm_shuffle_epi32(_mm_loadu_si128(at), 0xB1);
  __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128(at + 1), 0x1B);
  __m128i abef = _mm_alignr_epi8(badc, hgfe, 8), cdgh = _mm_blend_epi16(hgfe, badc, 0xF0);
  const __m128i first = abef, second = cdgh;
  for (int group = 0; group < 16; group++) {
    __m128i sum = words_of(w, group, block);
    cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
    abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
  }
  abef = _mm_shuffle_epi32(_mm_add_epi32(abef, first), 0x1B);
  cdgh = _mm_shuffle_epi32(_mm_add_epi32(cdgh, second), 0xB1);
  _mm_storeu_si128(at, _mm_blend_epi16(abef, cdgh, 0xF0));
  _mm_storeu_si128(at + 1, _mm_alignr_epi8(cdgh, abef, 8));
}

static bool is_fast(void) { return __builtin_cpu_supports("sha") && __builtin_cpu_supports("sse4.1"); }
#else
static bool is_fast(void) { return false; }
static void compress_fast(uint32_t h[8], const uint8_t *block) { SHA256Transform(h, block); }
#endif

static void compress(uint32_t h[8], const uint8_t *block) {
  if (is_fast())
    compress_fast(h, block);
  else
    SHA256Transform(h, block);
}

void sha256_begin(sha256_state *s) {
  *s = (sha256_state){
      .h = {0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19}};
}

void sha256_add(sha256_state *s, vox_str bytes) {
  const uint8_t *at = (const uint8_t *)bytes.ptr;
  size_t left = bytes.len, used = (size_t)(s->len % BLOCK);
  s->len += left;
  if (used && used + left >= BLOCK) {
    memcpy(s->block + used, at, BLOCK - used);
    compress(s->h, s->block);
    at += BLOCK - used, left -= BLOCK - used, used = 0;
  }
  for (; left >= BLOCK; at += BLOCK, left -= BLOCK) compress(s->h, at);
  if (left) memcpy(s->block + used, at, left);
}

void sha256_end(sha256_state *s, uint8_t digest[32]) {
  uint64_t bits = s->len * 8;
  size_t used = (size_t)(s->len % BLOCK);
  s->block[used++] = 0x80;
  if (used > TAIL) {
    memset(s->block + used, 0, BLOCK - used);
    compress(s->h, s->block);
    used = 0;
  }
  memset(s->block + used, 0, TAIL - used);
  for (int i = 0; i < 8; i++) s->block[TAIL + i] = (uint8_t)(bits >> (56 - 8 * i));
  compress(s->h, s->block);
  for (int i = 0; i < 32; i++) digest[i] = (uint8_t)(s->h[i / 4] >> (24 - 8 * (i % 4)));
}

void sha256(const void *bytes, size_t len, uint8_t digest[32]) {
  sha256_state s;
  sha256_begin(&s);
  sha256_add(&s, (vox_str){bytes, len});
  sha256_end(&s, digest);
}
