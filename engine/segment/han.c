/* han.c - the exactly cheapest path through the words of a comment.
 *
 * Most of the lattice is never built. Where no word lies across a place, every path has a boundary there.
 * Between two such places lies
 *
 *   one character                   a token
 *   more, with a word over all      that word: the compiler left out words dearer than their own parts
 *   others: a stretch               the cheapest path decides
 *
 * Cheapest: the smallest sum of costs; then the fewest words; then the longer first word, and so on. */
#include "segment/find.h"
#ifdef __SSE2__
#include <immintrin.h>
#endif

/* Tells words of two Han characters from others, and lets `crossed` take in their middles. */
static void merge_two(segmenter *s) {
  uint64_t carry = 0, mixed = 0;
  for (uint32_t w = 0; w <= s->len / 64; w++) {
    uint64_t han_pair = s->han[w] & (s->han[w] >> 1 | s->han[w + 1] << 63);
    s->mixed[w] |= s->two[w] & ~han_pair;
    s->two[w] &= han_pair;
    s->crossed[w] |= s->two[w] << 1 | carry;
    carry = s->two[w] >> 63;
    mixed |= s->mixed[w];
  }
  s->any_mixed = mixed != 0;
}

/* Costs go before word counts. Sums wrap, so compare by the sign of the difference. */
static uint64_t edge(uint32_t cost) { return (uint64_t)cost << 32 | 1; }

/* The words of three and more that begin at `at`: lengths go up, so of equal ways that with the longer word
 * stays. */
static void choose_longer(segmenter *s, uint32_t at) {
  uint32_t found, end = at + 2;
  unit u = dict_unit(s->dict, s->word[at]);
  while (end < s->len && end - at < WORD_MAX && dict_step(s->dict, u, s->id[end], &found, &u)) {
    if (s->kind[end++] != CHAR_HAN) return;
    uint64_t sum = s->best[end] + edge(unit_cost(u));
    if (!unit_is_word(u) || (int64_t)(sum - s->best[at]) > 0) continue;
    s->best[at] = sum, s->best_len[at] = (uint8_t)(end - at);
  }
}

/* The cheapest ways on from from..to. Whether one character or two are cheaper cannot be foretold, so there
 * is no branch. */
static void choose(segmenter *s, uint32_t from, uint32_t to) {
  const dict *d = s->dict;
  uint64_t one = 0, two = 0; /* the best ways from the next place and from the one behind it */
  s->best[to] = 0;
  for (uint32_t at = to; at-- > from;) {
    bool pair = bit_get(s->two, at);
    uint64_t by_one = one + edge(d->costs[s->id[at]]);
    uint64_t by_two = two + edge(unit_cost(dict_unit(d, s->word[at] & (0u - pair))));
    uint32_t wins = pair & ((int64_t)(by_two - by_one) <= 0);
    s->best[at] = wins ? by_two : by_one, s->best_len[at] = (uint8_t)(1 + wins);
    if (bit_get(s->longer, at)) choose_longer(s, at);
    two = one, one = s->best[at];
  }
}

/* The cell of the word from..to of three characters or more, whose pair is known; 0: there is none. */
static uint32_t word_over(const segmenter *s, uint32_t from, uint32_t to) {
  uint32_t found = s->word[from];
  unit u = dict_unit(s->dict, found);
  for (uint32_t at = from + 2; at < to; at++)
    if (!dict_step(s->dict, u, s->id[at], &found, &u)) return 0;
  return unit_is_word(u) ? found : 0;
}

/* Three characters, a word over the first two and one over the last two. */
static void settle_three(segmenter *s, uint32_t from) {
  const dict *d = s->dict;
  uint32_t left = unit_cost(dict_unit(d, s->word[from])) + d->costs[s->id[from + 2]];
  uint32_t right = unit_cost(dict_unit(d, s->word[from + 1])) + d->costs[s->id[from]];
  bit_clear(s->crossed, from + 1 + (left <= right));
}

/* A word over all of the stretch costs no more than its parts: the commonest case. */
static void settle_stretch(segmenter *s, uint32_t from, uint32_t to) {
  uint32_t whole = bit_get(s->longer, from) && to - from < WORD_MAX ? word_over(s, from, to) : 0;
  if (whole) {
    s->word[from] = whole;
    return;
  }
  if (to - from == 3) {
    settle_three(s, from);
    return;
  }
  choose(s, from, to);
  for (uint32_t at = from; at < to; at += s->best_len[at]) {
    if (at > from) bit_clear(s->crossed, at);
    if (s->best_len[at] > 2) s->word[at] = word_over(s, at, at + s->best_len[at]);
  }
}

/* Asks ahead for the costs of pairs in the stretches of places 64w..: they lie apart from all else. */
static void fetch_costs(const segmenter *s, uint32_t w) {
  uint64_t x = s->crossed[w], next = s->crossed[w + 1];
  uint64_t middles = x >> 1 | next << 63; /* of pairs that begin here */
  uint64_t pairs = s->two[w] & middles & (x | middles >> 1 | next << 62);
  for (; pairs; pairs &= pairs - 1)
    fetch_ahead(s->dict->units + 8 * (size_t)s->word[64 * w + (uint32_t)__builtin_ctzll(pairs)]);
}

/* Finds places followed by a crossed one, crossed themselves, with none before: there a stretch begins. */
static void settle_stretches(segmenter *s) {
  uint64_t before = 0;
  uint32_t settled = 0;
  for (uint32_t w = 0; w <= s->len / 64; w++) fetch_costs(s, w);
  for (uint32_t w = 0; w <= s->len / 64; w++) {
    uint64_t x = s->crossed[w];
    uint64_t starts = x & ~(x << 1 | before) & (x >> 1 | s->crossed[w + 1] << 63);
    before = x >> 63;
    for (; starts; starts &= starts - 1) {
      uint32_t first = w * 64 + (uint32_t)__builtin_ctzll(starts);
      if (first < settled) continue; /* what an earlier stretch left crossed */
      settled = next_clear(s->crossed, first);
      settle_stretch(s, first - 1, settled);
    }
  }
}

#ifdef __SSE2__
static inline __m128i load(const void *at) { return _mm_loadu_si128((const __m128i *)at); }

/* A bit for each of 64 characters that is of `kind`. */
static uint64_t kind_bits(const uint8_t *kinds, char_kind kind) {
  uint64_t bits = 0;
  __m128i same = _mm_set1_epi8((char)kind);
  for (int i = 0; i < 64; i += 16)
    bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(load(kinds + i), same)) << i;
  return bits;
}

/* A bit for each of 64 characters whose id is the next one's too. */
static uint64_t twin_bits(const uint16_t *ids) {
  uint64_t bits = 0;
  for (int i = 0; i < 64; i += 16) {
    __m128i low = _mm_cmpeq_epi16(load(ids + i), load(ids + i + 1));
    __m128i high = _mm_cmpeq_epi16(load(ids + i + 8), load(ids + i + 9));
    bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_packs_epi16(low, high)) << i;
  }
  return bits;
}
#else
static uint64_t kind_bits(const uint8_t *kinds, char_kind kind) {
  uint64_t bits = 0;
  for (int i = 0; i < 64; i++) bits |= (uint64_t)(kinds[i] == kind) << i;
  return bits;
}

static uint64_t twin_bits(const uint16_t *ids) {
  uint64_t bits = 0;
  for (int i = 0; i < 64; i++) bits |= (uint64_t)(ids[i] == ids[i + 1]) << i;
  return bits;
}
#endif

/* Those of the marks among characters 64w.. that are plain. */
static uint64_t plain_marks(const segmenter *s, uint32_t w, uint64_t marks) {
  uint64_t bits = 0;
  for (; marks && s->dict; marks &= marks - 1) {
    uint32_t id = s->id[64 * w + (uint32_t)__builtin_ctzll(marks)];
    bits |= s->dict->rows[id].what & ROW_MARK ? marks & (0 - marks) : 0;
  }
  return bits;
}

static kind_sets kinds_of(const segmenter *s, uint32_t w) {
#ifdef SEGMENT_AVX512
  if (s->path == PATH_AVX512 && s->dict && s->dict->marks_near) return kinds_avx512(s, w);
#endif
  const uint8_t *kinds = s->kind + 64 * (size_t)w;
  return (kind_sets){.han = kind_bits(kinds, CHAR_HAN),
                     .space = kind_bits(kinds, CHAR_SPACE),
                     .newline = kind_bits(kinds, CHAR_NEWLINE),
                     .plain = plain_marks(s, w, kind_bits(kinds, CHAR_PUNCTUATION)),
                     .twin = twin_bits(s->id + 64 * (size_t)w)};
}

/* Fills `han`, `easy`, `gaps` and `line_ends` and clears the other sets; no bit stands behind the end. */
static void mark_easy(segmenter *s) {
  uint32_t last = s->len / 64;
  uint64_t before = 0; /* the last of the characters before is as the first of these */
  for (uint32_t w = 0; w <= last; w++) {
    kind_sets k = kinds_of(s, w);
    uint64_t here = w < last ? ~(uint64_t)0 : ((uint64_t)1 << s->len % 64) - 1;
    s->han[w] = k.han & here;
    s->easy[w] = s->han[w] | (k.plain & here & ~(k.twin | k.twin << 1 | before));
    s->line_ends[w] = k.newline & here;
    s->gaps[w] = (k.space & here) | s->line_ends[w];
    s->two[w] = s->longer[w] = s->crossed[w] = s->mixed[w] = 0;
    before = k.twin >> 63;
  }
  last++;
  s->han[last] = s->easy[last] = s->two[last] = s->longer[last] = s->crossed[last] = s->mixed[last] = 0;
}

void han_settle(segmenter *s) {
  mark_easy(s);
  s->any_mixed = false;
  if (!s->dict) return;
  find_words(s);
  merge_two(s);
  settle_stretches(s);
}
