/* find_avx512.c - the steps of find.h with gathers: many look-ups wait for memory at once. */
#include "segment/find.h"

#ifdef SEGMENT_AVX512
#include <immintrin.h>

/* What the steps hand on, in memory of the segmenter that is free at this time. */
typedef struct scratch {
  uint32_t *place, *pair, *third; /* of each pair: where, its two ids, the id behind it */
  uint64_t *child;                /* of each that may go on: number of the unit, and above it the id */
  uint8_t *words;                 /* a bit for each pair: it is a word */
} scratch;

static scratch scratch_of(segmenter *s) {
  uint32_t *spare = (uint32_t *)(void *)s->spare;
  size_t n = s->cap + GUARD;
  return (scratch){s->list, spare, spare + n, (uint64_t *)(void *)(spare + 2 * n), s->breaks};
}

/* Ids of sixteen characters. */
AVX512 static inline __m512i ids_at(const segmenter *s, uint32_t at) {
  return _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(const void *)(s->id + at)));
}

/* Which of sixteen pairs begin a word, or have an id without a bit. */
AVX512 static inline __mmask16 pairs_may(const dict *d, __m512i a, __m512i b) {
  const __m512i low = _mm512_set1_epi32(PAIR_SIDE - 1);
  __mmask16 rare = _mm512_cmpgt_epu32_mask(_mm512_or_si512(a, b), low);
  __m512i x = _mm512_and_si512(a, low), y = _mm512_and_si512(b, low);
  __m512i block = _mm512_srli_epi32(_mm512_mullo_epi32(y, _mm512_set1_epi32(43691)), 22);
  __m512i bit = _mm512_sub_epi32(y, _mm512_mullo_epi32(block, _mm512_set1_epi32(PAIR_GROUP)));
  __m512i group = _mm512_add_epi32(_mm512_slli_epi32(block, 12), x);
  __m512i at = _mm512_add_epi32(_mm512_slli_epi32(group, 2), _mm512_srli_epi32(bit, 5));
  __m512i bits = _mm512_i32gather_epi32(at, d->pairs + 4, 4);
  __m512i mine = _mm512_sllv_epi32(_mm512_set1_epi32(1), _mm512_and_si512(bit, _mm512_set1_epi32(31)));
  return _mm512_test_epi32_mask(bits, mine) | rare;
}

/* Lists the pairs and leaves their bits in `two`. */
AVX512 static uint32_t find_pairs(segmenter *s, const scratch *x) {
  uint32_t count = 0, last = s->len - 1;
  const __m512i up = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  for (uint32_t i = 0; i < last; i += 16) {
    __m512i a = ids_at(s, i), b = ids_at(s, i + 1), c = ids_at(s, i + 2);
    uint32_t hit = pairs_may(s->dict, a, b);
    if (last - i < 16) hit &= (1u << (last - i)) - 1;
    __mmask16 m = (__mmask16)hit;
    _mm512_storeu_si512(x->place + count,
                        _mm512_maskz_compress_epi32(m, _mm512_add_epi32(up, _mm512_set1_epi32((int)i))));
    _mm512_storeu_si512(x->pair + count,
                        _mm512_maskz_compress_epi32(m, _mm512_or_si512(a, _mm512_slli_epi32(b, 16))));
    _mm512_storeu_si512(x->third + count, _mm512_maskz_compress_epi32(m, c));
    s->two[i / 64] |= (uint64_t)hit << i % 64;
    count += (uint32_t)__builtin_popcount(hit);
  }
  return count;
}

/* The numbers of the units of eight pairs. */
AVX512 static inline __m512i pair_numbers(const dict *d, __m512i a, __m512i b) {
  __m512i block = _mm512_srli_epi64(_mm512_mul_epu32(b, _mm512_set1_epi64(43691)), 22);
  __m512i bit = _mm512_sub_epi64(b, _mm512_mul_epu32(block, _mm512_set1_epi64(PAIR_GROUP)));
  __m512i at = _mm512_slli_epi64(_mm512_add_epi64(_mm512_slli_epi64(block, 12), a), 1);
  __m512i low = _mm512_i64gather_epi64(at, d->pairs, 8), high = _mm512_i64gather_epi64(at, d->pairs + 8, 8);
  const __m512i one = _mm512_set1_epi64(1), half = _mm512_set1_epi64(32);
  __m512i before_low = _mm512_sub_epi64(_mm512_sllv_epi64(one, bit), one);
  __m512i before_high = _mm512_sub_epi64(_mm512_sllv_epi64(one, _mm512_sub_epi64(bit, half)), one);
  __mmask8 beyond = _mm512_cmpge_epu64_mask(bit, half);
  __m512i count =
      _mm512_add_epi64(_mm512_popcnt_epi64(_mm512_and_si512(_mm512_srli_epi64(low, 32), before_low)),
                       _mm512_popcnt_epi64(_mm512_maskz_and_epi64(beyond, high, before_high)));
  return _mm512_add_epi64(_mm512_and_si512(low, _mm512_set1_epi64(0xFFFFFFFF)), count);
}

/* Numbers of pairs with an id that has no bit. */
AVX512 static __m512i rare_numbers(const dict *d, __m512i a, __m512i b) {
  __m512i base = _mm512_srli_epi64(_mm512_i64gather_epi64(a, d->first, 8), 32);
  base = _mm512_and_si512(base, _mm512_set1_epi64(UNIT_BASE_LIMIT - 1));
  return _mm512_add_epi64(_mm512_add_epi64(base, b), _mm512_set1_epi64(d->pair_count));
}

AVX512 static inline __m512i load_ids(const uint32_t *at) {
  return _mm512_cvtepu32_epi64(_mm256_loadu_si256((const __m256i *)(const void *)at));
}

/* Looks eight pairs up; returns which of them may be followed by their third character. */
AVX512 static inline __mmask8 second_lanes(segmenter *s, const scratch *x, uint32_t k, __mmask8 mine,
                                           __m512i *child) {
  const dict *d = s->dict;
  __m512i pair = load_ids(x->pair + k), c = load_ids(x->third + k);
  __m512i a = _mm512_and_si512(pair, _mm512_set1_epi64(0xFFFF)), b = _mm512_srli_epi64(pair, 16);
  __mmask8 rare = _mm512_mask_cmpgt_epu64_mask(mine, _mm512_or_si512(a, b), _mm512_set1_epi64(PAIR_SIDE - 1));
  const __m512i low = _mm512_set1_epi64(PAIR_SIDE - 1);
  __m512i number = pair_numbers(d, _mm512_and_si512(a, low), _mm512_and_si512(b, low));
  if (rare) number = _mm512_mask_mov_epi64(number, rare, rare_numbers(d, a, b));
  __m512i u = _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), mine, number, d->units, 8);
  __mmask8 known = _mm512_mask_cmpeq_epi64_mask(mine, _mm512_and_si512(u, _mm512_set1_epi64(0xFFFF)), b);
  const __m512i cost = _mm512_set1_epi64((long long)UNIT_NO_WORD << 16);
  x->words[k / 8] = (uint8_t)_mm512_mask_cmpneq_epi64_mask(known, _mm512_and_si512(u, cost), cost);
  __m512i mark = _mm512_or_si512(number, _mm512_and_si512(u, _mm512_set1_epi64(WORD_PAYLOAD)));
  _mm512_mask_i64scatter_epi32(s->word, known, load_ids(x->place + k), _mm512_cvtepi64_epi32(mark), 4);
  __m512i bit = _mm512_and_si512(c, _mm512_set1_epi64(255));
  bit = _mm512_srli_epi64(_mm512_add_epi64(bit, _mm512_slli_epi64(bit, 1)), 6);
  __m512i base = _mm512_and_si512(_mm512_srli_epi64(u, 32), _mm512_set1_epi64(UNIT_BASE_LIMIT - 1));
  __m512i at = _mm512_add_epi64(_mm512_add_epi64(base, c), _mm512_set1_epi64(d->pair_count));
  *child = _mm512_or_si512(at, _mm512_slli_epi64(c, 32));
  return _mm512_mask_test_epi64_mask(known, _mm512_srlv_epi64(_mm512_srli_epi64(u, 52), bit),
                                     _mm512_set1_epi64(1));
}

AVX512 static uint32_t find_seconds(segmenter *s, const scratch *x, uint32_t count) {
  uint32_t left = 0;
  for (uint32_t k = 0; k < count; k += 8) {
    __mmask8 mine = (__mmask8)(count - k < 8 ? (1u << (count - k)) - 1 : 0xFF);
    __m512i child;
    __m256i place = _mm256_loadu_si256((const __m256i *)(const void *)(x->place + k));
    __mmask8 may = second_lanes(s, x, k, mine, &child);
    _mm256_storeu_si256((__m256i *)(void *)(x->place + left), _mm256_maskz_compress_epi32(may, place));
    _mm512_storeu_si512(x->child + left, _mm512_maskz_compress_epi64(may, child));
    left += (uint32_t)__builtin_popcount(may);
  }
  return left;
}

/* `two` holds the pairs' bits: keeps those of words. */
AVX512 static void keep_words(segmenter *s, const scratch *x, uint32_t count) {
  size_t from = 0; /* bits of `words` used up */
  memset(x->words + (count + 7) / 8, 0, 9);
  for (uint32_t w = 0; w <= s->len / 64; w++) {
    uint64_t pairs = s->two[w], bits = get_u64(x->words + from / 8) >> from % 8;
    if (from % 8) bits |= (uint64_t)x->words[from / 8 + 8] << (64 - from % 8);
    s->two[w] = _pdep_u64(bits, pairs);
    from += (size_t)__builtin_popcountll(pairs);
  }
}

/* Leaves the places whose third character does follow in a word. */
AVX512 static uint32_t find_thirds(const segmenter *s, const scratch *x, uint32_t count) {
  uint32_t left = 0;
  for (uint32_t k = 0; k < count; k += 8) {
    __mmask8 mine = (__mmask8)(count - k < 8 ? (1u << (count - k)) - 1 : 0xFF);
    __m512i child = _mm512_loadu_si512(x->child + k),
            at = _mm512_and_si512(child, _mm512_set1_epi64(0xFFFFFFFF));
    __m512i u = _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), mine, at, s->dict->units, 8);
    __m512i label = _mm512_and_si512(u, _mm512_set1_epi64(0xFFFF));
    __mmask8 goes_on = _mm512_mask_cmpeq_epi64_mask(mine, label, _mm512_srli_epi64(child, 32));
    __m256i place = _mm256_loadu_si256((const __m256i *)(const void *)(x->place + k));
    _mm256_storeu_si256((__m256i *)(void *)(x->place + left), _mm256_maskz_compress_epi32(goes_on, place));
    left += (uint32_t)__builtin_popcount(goes_on);
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
