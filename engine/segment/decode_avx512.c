/* decode_avx512.c - decoding sixteen characters at a time with AVX-512.
 *
 * Among the next 64 bytes the lead bytes are found by one comparison and their places compressed; the
 * characters then fetch their up to four bytes by a permutation and their table entries by gathers. A block
 * that is ill-formed or has a flagged character is left to decode_some. */
#include "segment/work.h"

#ifdef SEGMENT_AVX512
#include <immintrin.h>

#define COUNT_DOWN_64                                                                                        \
  63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38,    \
      37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13,    \
      12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0

enum { LANES = 16, LAST_LEAD = 61 }; /* a character that begins before LAST_LEAD ends within the block */

/* A block: the first sixteen characters of 64 bytes, or fewer. */
typedef struct block {
  __m512i bytes;
  uint64_t lead, two, three,
      four;      /* which bytes begin a character, take two bytes or more, three or more, four */
  unsigned size; /* bytes of the characters */
} block;

static uint64_t low_bits(size_t n) { return n < 64 ? ((uint64_t)1 << n) - 1 : ~(uint64_t)0; }

/* False: the bytes show that something is ill-formed. Each lead has its continuation bytes, no more and no
 * less. */
AVX512 static inline bool block_load(block *b, const char *at, size_t left) {
  uint64_t here = low_bits(left);
  b->bytes = _mm512_maskz_loadu_epi8(here, at);
  b->lead = _mm512_cmpgt_epi8_mask(b->bytes, _mm512_set1_epi8(-65)) & here;
  /* the characters that certainly end within the block, sixteen at most */
  uint64_t whole = left <= 64 ? b->lead : b->lead & low_bits(LAST_LEAD);
  uint64_t later = b->lead & ~whole, behind = _pdep_u64((uint64_t)1 << LANES, b->lead);
  b->size = (unsigned)_tzcnt_u64(behind | later);
  if (b->size > left) b->size = (unsigned)left;
  uint64_t mine = low_bits(b->size);
  b->lead &= mine;
  b->two = _mm512_cmpge_epu8_mask(b->bytes, _mm512_set1_epi8((char)0xC0)) & mine;
  b->three = _mm512_cmpge_epu8_mask(b->bytes, _mm512_set1_epi8((char)0xE0)) & mine;
  b->four = _mm512_cmpge_epu8_mask(b->bytes, _mm512_set1_epi8((char)0xF0)) & mine;
  bool ends = b->size < 64 || !((b->two >> 63) | (b->three >> 62) | (b->four >> 61));
  return ends && (b->two << 1 | b->three << 2 | b->four << 3) == (~b->lead & mine);
}

/* Code points of sixteen characters, their bytes in `l` from the lowest up; false: overlong, surrogate or too
 * high. */
AVX512 static inline bool code_points(__m512i l, const block *b, __m512i *cp) {
  const __m512i six = _mm512_set1_epi32(0x3F);
  __m512i second = _mm512_and_si512(_mm512_srli_epi32(l, 8), six);
  __m512i third = _mm512_and_si512(_mm512_srli_epi32(l, 16), six);
  __m512i first = _mm512_and_si512(l, _mm512_set1_epi32(0xFF));
  __mmask16 is_two = _mm512_cmpge_epu32_mask(first, _mm512_set1_epi32(0xC0));
  __mmask16 is_three = _mm512_cmpge_epu32_mask(first, _mm512_set1_epi32(0xE0));
  __m512i wide = _mm512_or_si512(_mm512_slli_epi32(_mm512_and_si512(first, _mm512_set1_epi32(0x0F)), 12),
                                 _mm512_or_si512(_mm512_slli_epi32(second, 6), third));
  __mmask16 bad = _mm512_mask_cmplt_epu32_mask(is_three, wide, _mm512_set1_epi32(0x800)) |
                  _mm512_mask_cmpeq_epi32_mask(is_three, _mm512_and_si512(wide, _mm512_set1_epi32(0xF800)),
                                               _mm512_set1_epi32(0xD800));
  *cp = _mm512_mask_mov_epi32(first, is_three, wide);
  if (b->two & ~b->three) {
    __mmask16 only = is_two & (__mmask16)~is_three;
    __m512i narrow =
        _mm512_or_si512(_mm512_slli_epi32(_mm512_and_si512(first, _mm512_set1_epi32(0x1F)), 6), second);
    bad |= _mm512_mask_cmplt_epu32_mask(only, narrow, _mm512_set1_epi32(0x80));
    *cp = _mm512_mask_mov_epi32(*cp, only, narrow);
  }
  if (b->four) {
    __mmask16 is_four = _mm512_cmpge_epu32_mask(first, _mm512_set1_epi32(0xF0));
    bad &= (__mmask16)~is_four;
    __m512i fourth = _mm512_and_si512(_mm512_srli_epi32(l, 24), six);
    __m512i full = _mm512_or_si512(
        _mm512_slli_epi32(_mm512_and_si512(first, _mm512_set1_epi32(0x0F)), 18),
        _mm512_or_si512(_mm512_slli_epi32(second, 12), _mm512_or_si512(_mm512_slli_epi32(third, 6), fourth)));
    bad |= _mm512_mask_cmplt_epu32_mask(is_four, full, _mm512_set1_epi32(0x10000)) |
           _mm512_mask_cmpgt_epu32_mask(is_four, full, _mm512_set1_epi32(0x10FFFF));
    *cp = _mm512_mask_mov_epi32(*cp, is_four, full);
  }
  return !bad;
}

/* The characters' rows, in the way of `chars_low`. */
AVX512 static inline __m512i rows_beyond(const charmap *m, __m512i cp) {
  const __m512i way = _mm512_set1_epi32(WAY_ASK << 20), kept = _mm512_set1_epi32((int)0xFF0FFFFF);
  __m512i page = _mm512_i32gather_epi32(_mm512_srli_epi32(cp, 8), m->index, 2);
  page = _mm512_and_si512(page, _mm512_set1_epi32(0xFFFF));
  __m512i at = _mm512_or_si512(_mm512_slli_epi32(page, 8), _mm512_and_si512(cp, _mm512_set1_epi32(0xFF)));
  return _mm512_or_si512(_mm512_and_si512(_mm512_i32gather_epi32(at, m->pages, 4), kept), way);
}

/* Characters that neither keep their form nor move by a known distance. */
AVX512 static void fold_some(const charmap *m, uint32_t *cp, __m512i id, __mmask16 which) {
  __mmask16 numbered = _mm512_mask_test_epi32_mask(which, id, id);
  __m512i to = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), numbered, id, m->folded, 4);
  _mm512_mask_storeu_epi32(cp, numbered, to);
  for (uint32_t rest = which & (uint32_t)~numbered; rest; rest &= rest - 1) {
    uint32_t *at = cp + __builtin_ctz(rest);
    *at = char_fold(*at);
  }
}

/* Writes the characters of the block; false: one of them is not for us. */
AVX512 static inline bool put_block(segmenter *s, const block *b, decode_cursor *c) {
  unsigned count = (unsigned)_mm_popcnt_u64(b->lead);
  const __m512i up = _mm512_set_epi8(COUNT_DOWN_64), low = _mm512_set1_epi32(15);
  __m128i places = _mm512_castsi512_si128(_mm512_maskz_compress_epi8(b->lead, up));
  __mmask16 mine = (__mmask16)low_bits(count);
  __m512i place = _mm512_cvtepu8_epi32(places), cp;
  __m512i four = _mm512_add_epi8(_mm512_mullo_epi32(place, _mm512_set1_epi32(0x01010101)),
                                 _mm512_set1_epi32(0x03020100));
  if (!code_points(_mm512_maskz_mov_epi32(mine, _mm512_permutexvar_epi8(four, b->bytes)), b, &cp))
    return false;
  __m512i row =
      b->four ? rows_beyond(&s->dict->chars, cp) : _mm512_i32gather_epi32(cp, s->dict->chars_low, 4);
  if (_mm512_mask_cmpge_epu32_mask(mine, row, _mm512_set1_epi32(ROW_FLAGS))) return false;
  __m512i id = _mm512_and_si512(row, _mm512_set1_epi32(0xFFFF));
  __m512i kind = _mm512_and_si512(_mm512_srli_epi32(row, 16), low),
          way = _mm512_and_si512(_mm512_srli_epi32(row, 20), _mm512_set1_epi32(3));
  const __m512i by =
      _mm512_setr_epi32(0, -(int)WAY_NARROW_BY, WAY_LOWER_BY, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  _mm512_storeu_si512(s->cp + c->len, _mm512_add_epi32(cp, _mm512_permutexvar_epi32(way, by)));
  _mm512_storeu_si512(s->begin + c->len, _mm512_add_epi32(place, _mm512_set1_epi32((int)c->byte)));
  _mm256_storeu_si256((__m256i *)(void *)(s->id + c->len), _mm512_cvtepi32_epi16(id));
  _mm_storeu_si128((__m128i *)(void *)(s->kind + c->len), _mm512_cvtepi32_epi8(kind));
  __mmask16 ask = _mm512_mask_cmpeq_epi32_mask(mine, way, _mm512_set1_epi32(WAY_ASK));
  if (ask) fold_some(&s->dict->chars, s->cp + c->len, id, ask);
  s->any_marks |= _mm512_mask_cmpeq_epi32_mask(mine, kind, _mm512_set1_epi32(CHAR_MARK)) != 0;
  *c = (decode_cursor){c->byte + b->size, c->len + count};
  return true;
}

AVX512 bool decode_avx512(segmenter *s, decode_cursor *c) {
  while (c->byte < s->text.len) {
    block b;
    size_t left = s->text.len - c->byte;
    if (block_load(&b, s->text.ptr + c->byte, left) && put_block(s, &b, c)) continue;
    if (!decode_some(s, c, c->byte + (left < 64 ? left : 64))) return false;
  }
  return true;
}
#endif
