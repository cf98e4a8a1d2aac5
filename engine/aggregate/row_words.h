/* row_words.h - the words of the row at hand to their cells of the table of terms. */
#ifndef AGGREGATE_ROW_WORDS_H
#define AGGREGATE_ROW_WORDS_H
#include "aggregate/extras.h"

/* Forgets the row before. */
void row_words_begin(extras *x);
/* The words of a cell that is no non-answer. */
void row_words_note(extras *x, const vox_result *result);
/* Their cells into x->word_cells, each once. False: memory ended. */
bool row_words_take(extras *x);
void row_words_free(extras *x);
#endif
