/* breaks.h - boundaries of graphemes, words and sentences by UAX #29 (Unicode 15.0) as our own small
 * machines.
 *
 * Over any array of code points; nothing is allocated. breaks[i] != 0: a boundary stands before cps[i];
 * breaks[0] and breaks[n] are always boundaries, so `breaks` has n + 1 elements. Linear time. */
#ifndef TEXT_BREAKS_H
#define TEXT_BREAKS_H
#include <stddef.h>
#include <stdint.h>

void breaks_graphemes(const uint32_t *cps, size_t n, uint8_t *breaks);
void breaks_words(const uint32_t *cps, size_t n, uint8_t *breaks);
void breaks_sentences(const uint32_t *cps, size_t n, uint8_t *breaks);
#endif
