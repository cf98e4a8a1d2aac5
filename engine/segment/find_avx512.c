/* find_avx512.c - the steps of find.h with gathers: many look-ups wait for memory at once. */
#include "segment/find.h"

#ifdef SEGMENT_AVX512
#include <immintrin.h>

/* What a step hands on to the next, in memory of the segmenter that is free at this time. */
typedef struct scratch {
  uint32_t *place, *cell; /* of each pair that passed the filter, then of each that may go on */
  uint32_t *next;         /* the second id, and above it the third */
  uint8_t *words;         /* a bit for each pair that passed: it is a word */
} scratch;

static scratch scratch_of(segmenter *s) {
  uint32_t *spare = (uint32_t *)(void *)s->spare;
  return (scratch){s->list, spare, spare + s->cap + GUARD, s->breaks};
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
  const __m512i up = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  uint32_t count = 0, last = s->len - 1;
  for (uint32_t i = 0; i < last; i += 16) {
    __m512i a = ids_at(s, i), b = ids_at(s, i + 1), c = ids_at(s, i + 2);
    __mmask16 here = (__mmask16)(last - i < 16 ? (1u << (last - i)) - 1 : 0xFFFF);
    __mmask16 hit = here & pairs_may(s->dict, a, b);
    __m512i base = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), hit, a, s->dict->bases, 4);
    __m512i cell = _mm512_add_epi32(base, b), place = _mm512_add_epi32(up, _mm512_set1_epi32((int)i));
    __m512i next = _mm512_or_si512(b, _mm512_slli_epi32(c, 16));
    _mm512_storeu_si512(s->word + i, cell);
    _mm512_storeu_si512(x->place + count, _mm512_maskz_compress_epi32(hit, place));
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

/* Where rows lie, in eights of bytes. */
AVX512 static inline __m512i row_at(__m512i cell) { return _mm512_slli_epi32(cell, 1); }
_Static_assert(sizeof(cell_row) == 16 && offsetof(cell_row, gist) == 0, "how rows are gathered");

/* Looks the listed pairs up, and leaves those that may go on. */
AVX512 static uint32_t find_seconds(const segmenter *s, const scratch *x, uint32_t count) {
  const __m512i zero = _mm512_setzero_si512(), low = _mm512_set1_epi32(0xFFFF);
  uint32_t left = 0;
  for (uint32_t k = 0; k < count; k += 16) {
    __m512i cell = _mm512_loadu_si512(x->cell + k), next = _mm512_loadu_si512(x->next + k);
    __m512i place = _mm512_loadu_si512(x->place + k);
    __m512i gist = _mm512_mask_i32gather_epi32(zero, lanes(count, k), row_at(cell), s->dict->rows, 8);
    __mmask16 known = _mm512_mask_testn_epi32_mask(lanes(count, k), _mm512_xor_si512(gist, next), low);
    uint16_t words = _mm512_mask_test_epi32_mask(known, gist, _mm512_set1_epi32(CELL_WORD));
    memcpy(x->words + k / 8, &words, sizeof words);
    __m512i bit = _mm512_and_si512(_mm512_srli_epi32(next, 16), _mm512_set1_epi32(255));
    bit = _mm512_srli_epi32(_mm512_add_epi32(bit, _mm512_slli_epi32(bit, 1)), 6);
    bit = _mm512_sllv_epi32(_mm512_set1_epi32(0x10000), bit);
    __mmask16 may = _mm512_mask_test_epi32_mask(known, gist, bit);
    _mm512_storeu_si512(x->place + left, _mm512_maskz_compress_epi32(may, place));
    _mm512_storeu_si512(x->cell + left, _mm512_maskz_compress_epi32(may, cell));
    _mm512_storeu_si512(x->next + left, _mm512_maskz_compress_epi32(may, next));
    left += (uint32_t)_mm_popcnt_u32(may);
  }
  return left;
}

/* `two` holds the bits of pairs that passed the filter: keeps those of words. */
AVX512 static void keep_words(segmenter *s, const scratch *x, uint32_t count) {
  size_t from = 0; /* bits of `words` used up */
  memset(x->words + (count + 7) / 8, 0, 9);
  for (uint32_t w = 0; w <= s->len / 64; w++) {
    uint64_t pairs = s->two[w], bits = get_u64(x->words + from / 8) >> from % 8;
    if (from % 8) bits |= (uint64_t)x->words[from / 8 + 8] << (64 - from % 8);
    s->two[w] = _pdep_u64(bits, pairs);
    from += (size_t)_mm_popcnt_u64(pairs);
  }
}

/* Leaves the places whose third character does follow in a word. */
AVX512 static uint32_t find_thirds(const segmenter *s, const scratch *x, uint32_t count) {
  const dict *d = s->dict;
  const __m512i zero = _mm512_setzero_si512(), base = _mm512_set1_epi32(UNIT_BASE_LIMIT - 1);
  const __m512i label = _mm512_set1_epi32(0xFFFF);
  const uint32_t *upper =
      (const uint32_t *)(const void *)&d->rows->unit + 1; /* half of the unit: base, children */
  uint32_t left = 0;
  for (uint32_t k = 0; k < count; k += 16) {
    __mmask16 mine = lanes(count, k);
    __m512i c = _mm512_srli_epi32(_mm512_loadu_si512(x->next + k), 16);
    __m512i cell = _mm512_loadu_si512(x->cell + k);
    __m512i u = _mm512_mask_i32gather_epi32(zero, mine, row_at(cell), upper, 8);
    __m512i child = _mm512_add_epi32(_mm512_and_si512(u, base), c);
    __m512i gist = _mm512_mask_i32gather_epi32(zero, mine, row_at(child), d->rows, 8);
    __mmask16 goes_on = _mm512_mask_cmpeq_epi32_mask(mine, _mm512_and_si512(gist, label), c);
    __m512i place = _mm512_loadu_si512(x->place + k);
    _mm512_storeu_si512(x->place + left, _mm512_maskz_compress_epi32(goes_on, place));
    left += (uint32_t)_mm_popcnt_u32(goes_on);
  }
  return left;
}

AVX512 void find_avx512(segmenter *s) {
  scratch x = scratch_of(s);
  uint32_t count = find_pairs(s, &x), left = find_seconds(s, &x, count);
  keep_words(s, &x, count);
  find_longer(s, x.place, find_thirds(s, &x, left));
}
#endif
