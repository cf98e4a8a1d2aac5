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

/* The bit sets are clear before. `two` gets all words of two characters, Han or not. */
void find_words(segmenter *s);
void find_avx2(segmenter *s);
void find_avx512(segmenter *s);
/* The last step: words of three and more that begin at the places of `list`, from the cells of their first
 * three characters on. */
void find_longer(segmenter *s, const uint32_t *list, const uint32_t *third, uint32_t count);
#endif
