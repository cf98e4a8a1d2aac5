/* find_avx2.c - the steps of find.h for x86-64-v3: eight pairs pass the filter at a time. */
#include "segment/find_steps.h"

#ifdef SEGMENT_AVX2
#include <immintrin.h>

/* Which of the eight pairs at `i` pass the filter. */
AVX2 static inline uint32_t pairs_may(const segmenter *s, uint32_t i) {
  const uint16_t *ids = s->id + i;
  __m256i a = _mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)(const void *)ids));
  __m256i b = _mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)(const void *)(ids + 1)));
  __m256i bit = _mm256_add_epi32(_mm256_mullo_epi32(a, _mm256_set1_epi32((int)PAIR_FIRST)),
                                 _mm256_mullo_epi32(b, _mm256_set1_epi32((int)PAIR_SECOND)));
  bit = _mm256_srli_epi32(bit, PAIR_SHIFT);
  __m256i bits =
      _mm256_i32gather_epi32((const int *)(const void *)s->dict->pairs, _mm256_srli_epi32(bit, 5), 4);
  /* the pair's bit comes to stand highest */
  __m256i up = _mm256_andnot_si256(bit, _mm256_set1_epi32(31));
  return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_sllv_epi32(bits, up)));
}

/* Lists the places of pairs that may begin a word: the bits of a mask are spread to bytes of places. */
AVX2 static uint32_t find_pairs(const segmenter *s, uint32_t *list) {
  uint32_t count = 0, last = s->len - 1;
  for (uint32_t i = 0; i < last; i += 8) {
    uint32_t hit = pairs_may(s, i);
    if (last - i < 8) hit &= (1u << (last - i)) - 1;
    uint64_t lanes = _pdep_u64(hit, 0x0101010101010101u) * 0xFF;
    __m256i places =
        _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((long long)_pext_u64(0x0706050403020100u, lanes)));
    _mm256_storeu_si256((__m256i *)(void *)(list + count),
                        _mm256_add_epi32(places, _mm256_set1_epi32((int)i)));
    count += (uint32_t)_mm_popcnt_u32(hit);
  }
  return count;
}

AVX2 void find_avx2(segmenter *s) { find_listed(s, find_pairs(s, s->list)); }
#endif
