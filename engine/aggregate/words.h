/* words.h - the words of a comment that are worth counting, folded; which of them say nothing of a subject.
 */
#ifndef AGGREGATE_WORDS_H
#define AGGREGATE_WORDS_H
#include "analysis/analyse.h"
#include "base/buf.h"

/* Appends them, each with a NUL behind it; as often as they stand. Returns how many. */
size_t words_of(buf *out, const vox_result *result);
/* A pronoun, link or particle: counted like others, not told. */
bool word_is_common(vox_str word);
#endif
