/* cut_avx512.c - the tokens of Han and plain marks, sixteen at a time.
 *
 * Places where tokens begin are listed first; a vector of them then yields sixteen tokens. */
#include "segment/find.h"

#ifdef SEGMENT_AVX512
#include <immintrin.h>

/* Lists the places of 64w.. whose bit is set; returns how many. Fifteen elements more may be written. */
AVX512 static inline uint32_t put_places(uint64_t bits, uint32_t first, uint32_t *list) {
  uint32_t count = (uint32_t)_mm_popcnt_u64(bits);
  const __m512i up =
      _mm512_set_epi8(63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42,
                      41, 40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20,
                      19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  __m512i low = _mm512_maskz_compress_epi8(bits, up), base = _mm512_set1_epi32((int)first);
  __m512i a = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(low));
  __m512i b = _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(low, 1));
  _mm512_storeu_si512(list, _mm512_add_epi32(a, base));
  _mm512_storeu_si512(list + 16, _mm512_add_epi32(b, base));
  if (count > 32) {
    a = _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(low, 2));
    b = _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(low, 3));
    _mm512_storeu_si512(list + 32, _mm512_add_epi32(a, base));
    _mm512_storeu_si512(list + 48, _mm512_add_epi32(b, base));
  }
  return count;
}

/* As list_places of han.c. */
AVX512 static uint32_t list_places(segmenter *s, uint32_t *list) {
  uint32_t count = 0;
  for (uint32_t w = 0; w <= s->len / 64; w++) count += put_places(easy_places(s, w), 64 * w, list + count);
  if (count && list[count - 1] == s->len) count--;
  list[count] = s->len;
  return count;
}

/* Sixteen tokens from their four words. */
AVX512 static inline void put_sixteen(token *out, __m512i from, __m512i to, __m512i what, __m512i payload) {
  __m512i a = _mm512_unpacklo_epi32(from, to), b = _mm512_unpackhi_epi32(from, to);
  __m512i c = _mm512_unpacklo_epi32(what, payload), d = _mm512_unpackhi_epi32(what, payload);
  __m512i e = _mm512_unpacklo_epi64(a, c), f = _mm512_unpackhi_epi64(a, c);
  __m512i g = _mm512_unpacklo_epi64(b, d), h = _mm512_unpackhi_epi64(b, d);
  __m512i even = _mm512_shuffle_i32x4(e, f, 0x88), even_on = _mm512_shuffle_i32x4(g, h, 0x88);
  __m512i odd = _mm512_shuffle_i32x4(e, f, 0xDD), odd_on = _mm512_shuffle_i32x4(g, h, 0xDD);
  _mm512_storeu_si512(out, _mm512_shuffle_i32x4(even, even_on, 0x88));
  _mm512_storeu_si512(out + 4, _mm512_shuffle_i32x4(odd, odd_on, 0x88));
  _mm512_storeu_si512(out + 8, _mm512_shuffle_i32x4(even, even_on, 0xDD));
  _mm512_storeu_si512(out + 12, _mm512_shuffle_i32x4(odd, odd_on, 0xDD));
}
_Static_assert(sizeof(token) == 16 && offsetof(token, kind) == 8 && offsetof(token, payload) == 12,
               "how put_sixteen writes them");

/* Tokens k.. of the listed places. */
AVX512 static inline void put_some(const segmenter *s, const uint32_t *list, uint32_t k, __mmask16 mine,
                                   token *out) {
  const dict *d = s->dict;
  const __m512i unknown = _mm512_set1_epi32(ROW_UNKNOWN), mark = _mm512_set1_epi32(ROW_MARK);
  const __m512i zero = _mm512_setzero_si512(), one = _mm512_set1_epi32(1);
  __m512i from = _mm512_loadu_si512(list + k), to = _mm512_loadu_si512(list + k + 1);
  __mmask16 single = _mm512_mask_cmpeq_epi32_mask(mine, _mm512_sub_epi32(to, from), one);
  __mmask16 longer = mine & (__mmask16)~single;
  __m512i id = _mm512_mask_i32gather_epi32(zero, single, from, s->id, 2);
  __m512i cell = _mm512_mask_i32gather_epi32(zero, longer, from, s->word, 4);
  __m512i slot = _mm512_mask_add_epi32(_mm512_and_si512(id, _mm512_set1_epi32(0xFFFF)), longer, cell,
                                       _mm512_set1_epi32((int)d->id_count));
  __m512i what = _mm512_mask_i32gather_epi32(zero, mine, slot, &d->rows->what, 8);
  __m512i kind = _mm512_mask_mov_epi32(_mm512_set1_epi32(VOX_TOKEN_HAN), _mm512_test_epi32_mask(what, mark),
                                       _mm512_set1_epi32(VOX_TOKEN_PUNCTUATION));
  kind = _mm512_or_si512(kind, _mm512_slli_epi32(_mm512_and_si512(what, unknown), 8));
  put_sixteen(out + k, from, to, kind, _mm512_srli_epi32(what, ROW_PAYLOAD));
}

AVX512 uint32_t cut_avx512(segmenter *s, token *out) {
  uint32_t count = list_places(s, s->list);
  for (uint32_t k = 0; k < count; k += 16)
    put_some(s, s->list, k, (__mmask16)(count - k < 16 ? (1u << (count - k)) - 1 : 0xFFFF), out);
  return count;
}
#endif
