/* find.h - the words of the dictionary in a comment: fills `two`, `longer`, `crossed`, `mixed` and `word`.
 *
 * Steps over the whole comment, each a simple loop over what the one before left:
 *   pairs    which characters, with the next, begin some word (a filter of the dictionary)
 *   seconds  look up these pairs: words of two; which of them a third character can follow
 *   thirds   which of these it does follow
 *   longer   walk on from there: words of three and more */
#ifndef SEGMENT_FIND_H
#define SEGMENT_FIND_H
#include "segment/work.h"

/* Of places 64w..: where a stretch of easy characters has ended. */
static inline uint64_t stretch_ends(const segmenter *s, uint32_t w) {
  return (s->easy[w] << 1 | (w ? s->easy[w - 1] >> 63 : 0)) & ~s->easy[w];
}

/* Of places 64w..: where tokens of easy characters begin, and where a stretch of them has ended. */
static inline uint64_t token_places(const segmenter *s, uint32_t w) {
  return (~s->crossed[w] & s->easy[w]) | stretch_ends(s, w);
}

/* The same; what begins where a stretch has ended is no word of the dictionary. */
static inline uint64_t easy_places(segmenter *s, uint32_t w) {
  for (uint64_t bits = stretch_ends(s, w); bits; bits &= bits - 1)
    s->word[64 * w + (uint32_t)__builtin_ctzll(bits)] = 0;
  return token_places(s, w);
}

/* The bit sets are clear before. `two` gets all words of two characters, Han or not. */
void find_words(segmenter *s);
void find_avx2(segmenter *s);
void find_avx512(segmenter *s);
/* The last step: words of three and more that begin at the places of `list`, from the cells of their first
 * three characters on. */
void find_longer(segmenter *s, const uint32_t *list, const uint32_t *third, uint32_t count);
#endif
