/* counted.h - words of the base dictionary that are a numeral and what it counts: 一个, 三年, 第一次.
 *
 * Which of them a dictionary happens to hold is chance, and every segmentation standard takes them apart; so
 * do we, for all numerals alike. */
#ifndef SEGMENT_COUNTED_H
#define SEGMENT_COUNTED_H
#include "base/span.h"

/* Is `word` (folded) a numeral followed by one classifier? `tag`: its part of speech, which must be that of
 * numerals. */
bool counted_is(vox_str word, vox_str tag);
#endif
