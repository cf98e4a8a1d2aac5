/* find_avx512.c - the steps of find.h with gathers: many look-ups wait for memory at once. */
#include "segment/find.h"

#ifdef SEGMENT_AVX512
#include <immintrin.h>

/* What a step hands on to the next, in memory of the segmenter that is free at this time. */
typedef struct scratch {
  uint32_t *cell; /* of each pair that passed the filter; then of each that may go on */
  uint32_t *next; /* the second id, and above it the third */
  /* a bit for each pair that passed: it is a word; it may go on; for each that may: it does */
  uint8_t *words, *open, *longer;
} scratch;

static scratch scratch_of(segmenter *s) {
  uint32_t *spare = (uint32_t *)(void *)s->spare;
  size_t n = s->cap + GUARD, piece = n / 4;
  return (scratch){spare, spare + n, s->breaks, s->breaks + piece, s->breaks + 2 * piece};
}

/* Ids of sixteen characters. */
AVX512 static inline __m512i ids_at(const segmenter *s, uint32_t at) {
  return _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(const void *)(s->id + at)));
}

/* Which of sixteen pairs pass the filter. */
AVX512 static inline __mmask16 pairs_may(const dict *d, __m512i a, __m512i b) {
  __m512i bit = _mm512_add_epi32(_mm512_mullo_epi32(a, _mm512_set1_epi32((int)PAIR_FIRST)),
                                 _mm512_mullo_epi32(b, _mm512_set1_epi32((int)PAIR_SECOND)));
  bit = _mm512_srli_epi32(bit, PAIR_SHIFT);
  __m512i bits = _mm512_i32gather_epi32(_mm512_srli_epi32(bit, 5), d->pairs, 4);
  __m512i mine = _mm512_sllv_epi32(_mm512_set1_epi32(1), _mm512_and_si512(bit, _mm512_set1_epi32(31)));
  return _mm512_test_epi32_mask(bits, mine);
}

/* Lists the pairs that pass the filter, and leaves their bits in `two` and their cells in `word`. */
AVX512 static uint32_t find_pairs(segmenter *s, const scratch *x) {
  uint32_t count = 0, last = s->len - 1;
  for (uint32_t i = 0; i < last; i += 16) {
    __m512i a = ids_at(s, i), b = ids_at(s, i + 1), c = ids_at(s, i + 2);
    __mmask16 here = (__mmask16)(last - i < 16 ? (1u << (last - i)) - 1 : 0xFFFF);
    __mmask16 hit = here & pairs_may(s->dict, a, b);
    __m512i base = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), hit, a, s->dict->bases, 4);
    __m512i cell = _mm512_add_epi32(base, b), next = _mm512_or_si512(b, _mm512_slli_epi32(c, 16));
    _mm512_storeu_si512(s->word + i, cell);
    _mm512_storeu_si512(x->cell + count, _mm512_maskz_compress_epi32(hit, cell));
    _mm512_storeu_si512(x->next + count, _mm512_maskz_compress_epi32(hit, next));
    s->two[i / 64] |= (uint64_t)hit << i % 64;
    count += (uint32_t)_mm_popcnt_u32(hit);
  }
  return count;
}

/* Which of `count` lanes from `k` on there are. */
static inline __mmask16 lanes(uint32_t count, uint32_t k) {
  return (__mmask16)(count - k < 16 ? (1u << (count - k)) - 1 : 0xFFFF);
}

static inline void put_bits(uint8_t *set, uint32_t at, __mmask16 bits) {
  uint16_t two = bits;
  memcpy(set + at / 8, &two, sizeof two);
}

/* The gist of those sixteen cells that are asked for. */
AVX512 static inline __m512i gist_at(const dict *d, __m512i cell, __mmask16 which) {
  return _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), which, cell, d->cells, 8);
}
_Static_assert(sizeof(cell_row) == 8 && offsetof(cell_row, gist) == 0, "how rows are gathered");

/* Which of `known` may be followed by the ids in the upper half of `next`: as gist_may. */
AVX512 static inline __mmask16 may_follow(__mmask16 known, __m512i gist, __m512i next) {
  __m512i bit = _mm512_and_si512(_mm512_srli_epi32(next, 16), _mm512_set1_epi32(255));
  bit = _mm512_srli_epi32(_mm512_add_epi32(bit, _mm512_slli_epi32(bit, 1)), 6);
  return _mm512_mask_test_epi32_mask(known, gist, _mm512_sllv_epi32(_mm512_set1_epi32(0x10000), bit));
}

/* Looks the listed pairs up, and leaves those that may go on. */
AVX512 static uint32_t find_seconds(const segmenter *s, const scratch *x, uint32_t count) {
  const __m512i label = _mm512_set1_epi32(0xFFFF), word = _mm512_set1_epi32(ROW_WORD);
  uint32_t left = 0;
  for (uint32_t k = 0; k < count; k += 16) {
    __m512i cell = _mm512_loadu_si512(x->cell + k), next = _mm512_loadu_si512(x->next + k);
    __m512i gist = gist_at(s->dict, cell, lanes(count, k));
    __mmask16 known = _mm512_mask_testn_epi32_mask(lanes(count, k), _mm512_xor_si512(gist, next), label);
    __mmask16 may = may_follow(known, gist, next);
    put_bits(x->words, k, _mm512_mask_test_epi32_mask(known, gist, word));
    put_bits(x->open, k, may);
    _mm512_storeu_si512(x->cell + left, _mm512_maskz_compress_epi32(may, cell));
    _mm512_storeu_si512(x->next + left, _mm512_maskz_compress_epi32(may, next));
    left += (uint32_t)_mm_popcnt_u32(may);
  }
  return left;
}

/* Leaves those whose third character does follow in a word: the cells of their first three. */
AVX512 static void find_thirds(const segmenter *s, const scratch *x, uint32_t count) {
  const __m512i base = _mm512_set1_epi32(UNIT_BASE_LIMIT - 1), label = _mm512_set1_epi32(0xFFFF);
  const unsigned char *upper = s->dict->units + 4; /* halves of units: base, children */
  uint32_t left = 0;
  for (uint32_t k = 0; k < count; k += 16) {
    __mmask16 mine = lanes(count, k);
    __m512i c = _mm512_srli_epi32(_mm512_loadu_si512(x->next + k), 16),
            cell = _mm512_loadu_si512(x->cell + k);
    __m512i half = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), mine, cell, upper, 8);
    __m512i third = _mm512_add_epi32(_mm512_and_si512(half, base), c);
    __m512i gist = gist_at(s->dict, third, mine);
    __mmask16 goes_on = _mm512_mask_cmpeq_epi32_mask(mine, _mm512_and_si512(gist, label), c);
    put_bits(x->longer, k, goes_on);
    _mm512_storeu_si512(x->cell + left, _mm512_maskz_compress_epi32(goes_on, third));
    left += (uint32_t)_mm_popcnt_u32(goes_on);
  }
}

/* The next bits of a set of bytes, one for each bit of `which`, spread to where these are. */
AVX512 static inline uint64_t spread(const uint8_t *set, size_t *from, uint64_t which) {
  uint64_t bits = get_u64(set + *from / 8) >> *from % 8;
  if (*from % 8) bits |= (uint64_t)set[*from / 8 + 8] << (64 - *from % 8);
  *from += (size_t)_mm_popcnt_u64(which);
  return _pdep_u64(bits, which);
}

/* `two` holds the bits of pairs that passed the filter: keeps those of words, and lists the places of those
 * that go on. */
AVX512 static uint32_t keep_words(segmenter *s, const scratch *x) {
  size_t pair = 0, pair_too = 0, open = 0;
  uint32_t count = 0;
  for (uint32_t w = 0; w <= s->len / 64; w++) {
    uint64_t pairs = s->two[w];
    s->two[w] = spread(x->words, &pair, pairs);
    uint64_t longer = spread(x->longer, &open, spread(x->open, &pair_too, pairs));
    for (; longer; longer &= longer - 1) s->list[count++] = 64 * w + (uint32_t)_tzcnt_u64(longer);
  }
  return count;
}

AVX512 void find_avx512(segmenter *s) {
  scratch x = scratch_of(s);
  uint32_t count = find_seconds(s, &x, find_pairs(s, &x));
  find_thirds(s, &x, count);
  find_longer(s, s->list, x.cell, keep_words(s, &x));
}
#endif
