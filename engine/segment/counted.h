/* counted.h - words of the base dictionary that are a numeral and what it counts: 一个, 三年, 第一次; and
 * some that nearly always are a classifier and the word behind it: 天才 of 三天才到, 道菜.
 *
 * Which of them a dictionary happens to hold is chance, and every segmentation standard takes them apart; so
 * do we, for all numerals alike. */
#ifndef SEGMENT_COUNTED_H
#define SEGMENT_COUNTED_H
#include "base/span.h"

/* Is `word` (folded) a numeral followed by one classifier, or one of those that begin with a classifier?
 * `tag`: its part of speech, which must be that of numerals for the former. */
bool counted_is(vox_str word, vox_str tag);
#endif
