/* tables.h - what scoring asks of most tokens, drawn together when a lexicon is compiled, or when one is
 * opened that has no such tables. */
#ifndef LEXICON_TABLES_H
#define LEXICON_TABLES_H
#include "lexicon/lexicon.h"
#include "text/charmap.h"

enum { MATCH_LIMIT = 1 << (32 - MATCH_SHIFT), ONWARD_WORDS = (1 << ONWARD_BITS) / 64 + 1 };

/* Goes up when any table is drawn otherwise: an artefact with older ones is opened all the same, and more
 * slowly. */
enum { TABLES_LAYOUT = 1 };

/* Two more than there are: of a damaged term's weights one is read wherever it says. */
static inline size_t hot_count(const lexicon *l) { return (size_t)l->entry_count + 2; }

/* After all sections were checked. lexicon_tables_free frees what was made. */
vox_status lexicon_tables_open(lexicon *l, const pack *p, mem *m, vox_error *err);
void lexicon_tables_free(lexicon *l, mem *m);
/* tables_laid.c: the tables as the artefact has them. VOX_DONE: it has none that could be read in place;
 * VOX_ERR_CORRUPT. */
vox_status lexicon_tables_view(lexicon *l, const pack *p, vox_error *err);
/* An entry as it is laid (lay.c). */
entry lexicon_read_entry(const lexicon *l, uint32_t index);
/* word_table.c: words of the letters a to z, after the rows of terms. */
vox_status lexicon_words_open(lexicon *l, const charmap *chars, mem *m);
void lexicon_words_free(lexicon *l, mem *m);
#endif
