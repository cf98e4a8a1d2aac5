/* words.h - the words of a comment that are worth counting, folded; which of them say nothing of a subject.
 */
#ifndef AGGREGATE_WORDS_H
#define AGGREGATE_WORDS_H
#include "analysis/analyse.h"
#include "base/buf.h"

/* Is the token a word long enough to be counted? */
bool word_counts(const token *t);
/* Appends its text and a NUL. False: it is none to be counted. Where memory ends the buffer remembers it. */
bool word_add(buf *out, const segmented *s, const token *t);
/* The number that stands for the word's text: of the term that a word of the dictionary is; 0: none. */
uint32_t word_number(const segmented *s, const token *t);
/* A pronoun, link or particle: counted like others, not told. */
bool word_is_common(vox_str word);
#endif
