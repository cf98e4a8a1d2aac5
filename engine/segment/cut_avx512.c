/* cut_avx512.c - which of 64 characters are of which kind; and the tokens of Han and plain marks, sixteen at
 * a time, from the bits of their 64 places. */
#include "segment/work.h"

#ifdef SEGMENT_AVX512
#include <immintrin.h>

#define COUNT_DOWN_64                                                                                        \
  63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38,    \
      37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13,    \
      12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0

/* What lies for 64 places. */
typedef struct stretch {
  __m512i id[2], cell[4];
} stretch;

AVX512 static inline stretch stretch_load(const segmenter *s, uint32_t at) {
  stretch x;
  for (int i = 0; i < 2; i++) x.id[i] = _mm512_loadu_si512(s->id + at + 32 * i);
  for (int i = 0; i < 4; i++) x.cell[i] = _mm512_loadu_si512(s->word + at + 16 * i);
  return x;
}

/* Slots of sixteen tokens: ids where they are one character, else cells behind the ids. */
AVX512 static inline __m512i slots_of(const stretch *x, __m128i place, __mmask16 single, uint32_t id_count) {
  __m512i narrow = _mm512_castsi256_si512(_mm256_cvtepu8_epi16(place)), wide = _mm512_cvtepu8_epi32(place);
  __m256i id = _mm512_castsi512_si256(_mm512_permutex2var_epi16(x->id[0], narrow, x->id[1]));
  __m512i low = _mm512_permutex2var_epi32(x->cell[0], wide, x->cell[1]);
  __m512i high = _mm512_permutex2var_epi32(x->cell[2], wide, x->cell[3]);
  __mmask16 upper = _mm512_test_epi32_mask(wide, _mm512_set1_epi32(32));
  __m512i cell = _mm512_add_epi32(_mm512_mask_mov_epi32(low, upper, high), _mm512_set1_epi32((int)id_count));
  return _mm512_mask_mov_epi32(cell, single, _mm512_cvtepu16_epi32(id));
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

/* The tokens whose first and last characters are those of 64w.. */
AVX512 static inline void put_some(const segmenter *s, const stretch *x, uint32_t at, __m128i first,
                                   __m128i last, __mmask16 mine, token *out) {
  const __m512i unknown = _mm512_set1_epi32(ROW_UNKNOWN), mark = _mm512_set1_epi32(ROW_MARK);
  const __m512i here = _mm512_set1_epi32((int)at), behind = _mm512_set1_epi32((int)at + 1);
  __m512i slot = slots_of(x, first, _mm_cmpeq_epi8_mask(first, last), s->dict->id_count);
  __m512i what = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), mine, slot, &s->dict->rows->what, 8);
  __m512i kind = _mm512_mask_mov_epi32(_mm512_set1_epi32(VOX_TOKEN_HAN), _mm512_test_epi32_mask(what, mark),
                                       _mm512_set1_epi32(VOX_TOKEN_PUNCTUATION));
  kind = _mm512_or_si512(kind, _mm512_slli_epi32(_mm512_and_si512(what, unknown), 8));
  put_sixteen(out, _mm512_add_epi32(_mm512_cvtepu8_epi32(first), here),
              _mm512_add_epi32(_mm512_cvtepu8_epi32(last), behind), kind,
              _mm512_srli_epi32(what, ROW_PAYLOAD));
}

/* Characters that end a token which began in this word: not the first, if it ends one that came into it. */
static inline uint64_t own_lasts(const segmenter *s, uint32_t w) {
  return s->lasts[w] & ~((s->begins[w] & (0 - s->begins[w])) - 1);
}

AVX512 static inline uint64_t twins(const uint16_t *ids) {
  return _mm512_cmpeq_epi16_mask(_mm512_loadu_si512(ids), _mm512_loadu_si512(ids + 1));
}

/* How far the ids of 32 characters are from the first plain mark, 255 at most. */
AVX512 static inline __m256i from_marks(const segmenter *s, const uint16_t *ids) {
  __m512i first = _mm512_set1_epi16((short)s->dict->first_mark);
  return _mm512_cvtusepi16_epi8(_mm512_sub_epi16(_mm512_loadu_si512(ids), first));
}

AVX512 static inline uint64_t plain_marks(const segmenter *s, const uint16_t *ids) {
  __m512i far = _mm512_castsi256_si512(from_marks(s, ids));
  far = _mm512_inserti64x4(far, from_marks(s, ids + 32), 1);
  __m512i low = _mm512_loadu_si512(s->dict->marks), high = _mm512_loadu_si512(s->dict->marks + 64);
  __mmask64 near = _mm512_cmplt_epu8_mask(far, _mm512_set1_epi8((char)MARKS_REACH));
  __m512i mark = _mm512_permutex2var_epi8(low, far, high);
  return _mm512_mask_test_epi8_mask(near, mark, mark);
}

AVX512 kind_sets kinds_avx512(const segmenter *s, uint32_t w) {
  const __m512i kind = _mm512_loadu_si512(s->kind + 64 * (size_t)w);
  const uint16_t *ids = s->id + 64 * (size_t)w;
  return (kind_sets){.han = _mm512_cmpeq_epi8_mask(kind, _mm512_set1_epi8(CHAR_HAN)),
                     .space = _mm512_cmpeq_epi8_mask(kind, _mm512_set1_epi8(CHAR_SPACE)),
                     .newline = _mm512_cmpeq_epi8_mask(kind, _mm512_set1_epi8(CHAR_NEWLINE)),
                     .plain = plain_marks(s, ids) &
                              _mm512_cmpeq_epi8_mask(kind, _mm512_set1_epi8(CHAR_PUNCTUATION)),
                     .twin = twins(ids) | twins(ids + 32) << 32};
}

AVX512 void cut_avx512(const segmenter *s, uint32_t w, token *out) {
  const __m512i up = _mm512_set_epi8(COUNT_DOWN_64), none = _mm512_set1_epi8(-1);
  stretch x = stretch_load(s, 64 * w);
  __m512i first = _mm512_maskz_compress_epi8(s->begins[w], up);
  __m512i last = _mm512_mask_compress_epi8(none, own_lasts(s, w), up);
  for (int left = (int)_mm_popcnt_u64(s->begins[w]); left > 0; left -= 16, out += 16) {
    __mmask16 mine = (__mmask16)(left < 16 ? (1u << left) - 1 : 0xFFFF);
    put_some(s, &x, 64 * w, _mm512_castsi512_si128(first), _mm512_castsi512_si128(last), mine, out);
    first = _mm512_alignr_epi32(first, first, 4), last = _mm512_alignr_epi32(last, last, 4);
  }
}
#endif
