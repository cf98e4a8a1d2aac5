/* tables.h - what scoring asks of most tokens, drawn together when a lexicon is opened. */
#ifndef LEXICON_TABLES_H
#define LEXICON_TABLES_H
#include "lexicon/lexicon.h"
#include "text/charmap.h"

/* After all sections were checked. VOX_ERR_MEMORY or VOX_OK; lexicon_tables_free frees what was made. */
vox_status lexicon_tables_open(lexicon *l, const pack *p, mem *m);
void lexicon_tables_free(lexicon *l, mem *m);
/* An entry as it is laid (lay.c). */
entry lexicon_read_entry(const lexicon *l, uint32_t index);
/* word_table.c: words of the letters a to z, after the rows of terms. */
vox_status lexicon_words_open(lexicon *l, const charmap *chars, mem *m);
void lexicon_words_free(lexicon *l, mem *m);
#endif
