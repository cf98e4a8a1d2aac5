/* utf8_blocks.c - see utf8_blocks.h.
 *
 * Whether two neighbouring bytes may follow one another depends on three half bytes: both of the first and
 * the high one of the second. Three tables of 16 entries hold, one bit a fault, what each half allows; a
 * fault is there when all three say so (the method of Keiser and Lemire, "Validating UTF-8 in less than one
 * instruction per byte"). Third and fourth bytes are owed to a lead two or three places before. */
#include "text/utf8_blocks.h"
#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#include <string.h>

enum {
  TOO_SHORT = 1,    /* a lead without its continuation */
  TOO_LONG = 2,     /* a continuation behind ASCII */
  OVERLONG_3 = 4,   /* E0 80..9F */
  TOO_LARGE = 8,    /* F4 90.., F5.. */
  SURROGATE = 16,   /* ED A0.. */
  OVERLONG_2 = 32,  /* C0, C1 */
  TOO_LARGE_8 = 64, /* F5.. 80..8F */
  OVERLONG_4 = 64,  /* F0 80..8F */
  TWO_CONTS = 128,  /* fine when owed */
  CARRY = TOO_SHORT | TOO_LONG | TWO_CONTS,
  LARGE = CARRY | TOO_LARGE | TOO_LARGE_8,
  CONT = TOO_LONG | OVERLONG_2 | TWO_CONTS
};

#define AVX2 __attribute__((target("avx2")))

/* The same 16 bytes in both halves, as a shuffle wants them. */
AVX2 static __m256i both(const uint8_t table[16]) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)table));
}

static const uint8_t first_high[16] = {TOO_LONG,
                                       TOO_LONG,
                                       TOO_LONG,
                                       TOO_LONG,
                                       TOO_LONG,
                                       TOO_LONG,
                                       TOO_LONG,
                                       TOO_LONG,
                                       TWO_CONTS,
                                       TWO_CONTS,
                                       TWO_CONTS,
                                       TWO_CONTS,
                                       TOO_SHORT | OVERLONG_2,
                                       TOO_SHORT,
                                       TOO_SHORT | OVERLONG_3 | SURROGATE,
                                       TOO_SHORT | TOO_LARGE | TOO_LARGE_8 | OVERLONG_4};
static const uint8_t first_low[16] = {CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4,
                                      CARRY | OVERLONG_2,
                                      CARRY,
                                      CARRY,
                                      CARRY | TOO_LARGE,
                                      LARGE,
                                      LARGE,
                                      LARGE,
                                      LARGE,
                                      LARGE,
                                      LARGE,
                                      LARGE,
                                      LARGE,
                                      LARGE | SURROGATE,
                                      LARGE,
                                      LARGE};
static const uint8_t second_high[16] = {TOO_SHORT,
                                        TOO_SHORT,
                                        TOO_SHORT,
                                        TOO_SHORT,
                                        TOO_SHORT,
                                        TOO_SHORT,
                                        TOO_SHORT,
                                        TOO_SHORT,
                                        CONT | OVERLONG_3 | TOO_LARGE_8 | OVERLONG_4,
                                        CONT | OVERLONG_3 | TOO_LARGE,
                                        CONT | SURROGATE | TOO_LARGE,
                                        CONT | SURROGATE | TOO_LARGE,
                                        TOO_SHORT,
                                        TOO_SHORT,
                                        TOO_SHORT,
                                        TOO_SHORT};

/* `now` with `n` bytes of the block before it in front. */
#define SHIFTED(now, before, n)                                                                              \
  _mm256_alignr_epi8(now, _mm256_permute2x128_si256(before, now, 0x21), 16 - (n))

/* Not zero where `now`, behind `before`, is at fault. */
AVX2 static __m256i faults(__m256i now, __m256i before) {
  const __m256i low = _mm256_set1_epi8(0x0F);
  __m256i one = SHIFTED(now, before, 1), two = SHIFTED(now, before, 2), three = SHIFTED(now, before, 3);
  __m256i pair = _mm256_and_si256(
      _mm256_and_si256(
          _mm256_shuffle_epi8(both(first_high), _mm256_and_si256(_mm256_srli_epi16(one, 4), low)),
          _mm256_shuffle_epi8(both(first_low), _mm256_and_si256(one, low))),
      _mm256_shuffle_epi8(both(second_high), _mm256_and_si256(_mm256_srli_epi16(now, 4), low)));
  __m256i owed = _mm256_or_si256(_mm256_subs_epu8(two, _mm256_set1_epi8(0xE0 - 0x80)),
                                 _mm256_subs_epu8(three, _mm256_set1_epi8(0xF0 - 0x80)));
  return _mm256_xor_si256(_mm256_and_si256(owed, _mm256_set1_epi8((char)0x80)), pair);
}

AVX2 static size_t check(const uint8_t *p, size_t len) {
  __m256i before = _mm256_setzero_si256();
  size_t at = 0;
  for (; len - at >= 32; at += 32) {
    __m256i now = _mm256_loadu_si256((const __m256i *)(const void *)(p + at));
    __m256i fault = faults(now, before);
    if (!_mm256_testz_si256(fault, fault)) return at;
    before = now;
  }
  uint8_t rest[32] = {0};
  if (at == len) return at;
  memcpy(rest, p + at, len - at);
  __m256i fault = faults(_mm256_loadu_si256((const __m256i *)(const void *)rest), before);
  return _mm256_testz_si256(fault, fault) ? len : at;
}

size_t utf8_valid_blocks(const uint8_t *p, size_t len) {
  if (len < 16 || !__builtin_cpu_supports("avx2")) return 0;
  size_t n = check(p, len);
  /* The last character of the last good block may go on behind it. */
  for (size_t back = 1; back <= 3 && back <= n; back++) {
    if ((p[n - back] & 0xC0) == 0x80) continue;
    return p[n - back] < 0x80 ? n : n - back;
  }
  return n;
}
#else
size_t utf8_valid_blocks(const uint8_t *p, size_t len) {
  (void)p, (void)len;
  return 0;
}
#endif
