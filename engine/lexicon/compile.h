/* compile.h - sources to the lexicon's sections: folds, sorts, joins, finds contradictions.
 *
 * The order of use (engine/api/vox_compile.c):
 *   compiler_new, compiler_source for each file, compiler_settle,
 *   compiler_word / compiler_alphabet feed the segmenter's dictionary, which fixes the character ids,
 *   compiler_rank numbers terms, compiler_terms lays their trie, compiler_lay lays the rest into a
 * pack_writer. */
#ifndef LEXICON_COMPILE_H
#define LEXICON_COMPILE_H
#include "lexicon/lexicon.h"
#include "lexicon/source.h"
#include "pack/pack_write.h"
#include "text/charmap.h"

typedef struct lexicon_compiler lexicon_compiler;
vox_status compiler_new(lexicon_compiler **out, mem *m, diagnostics *d, vox_error *err);
void compiler_free(lexicon_compiler *c);
/* `path` is what diagnostics print and what ids are cited from; never written into the artefact. */
vox_status compiler_source(lexicon_compiler *c, vox_str path, vox_str bytes, vox_error *err);
/* Sources in the order in which they came, after compiler_settle in order of id. */
size_t compiler_source_count(const lexicon_compiler *c);
const source *compiler_source_at(const lexicon_compiler *c, size_t i);
void compiler_source_layer(lexicon_compiler *c, size_t i, uint32_t layer);
/* The layer of the sources that follow (0 at first). Of two entries for the same thing in different layers
 * the higher one stands, and a note says so. */
void compiler_layer(lexicon_compiler *c, uint32_t layer);
/* What is added from now on is laid over `l`, which must outlive the compiler. Before any source. */
vox_status compiler_base(lexicon_compiler *c, const lexicon *l, vox_error *err);
/* Checks and joins everything: values, theme ids, aliases, duplicates, contradictions, settings. After an
 * error diagnostic VOX_ERR_SYNTAX. */
vox_status compiler_settle(lexicon_compiler *c, vox_error *err);
size_t compiler_word_count(const lexicon_compiler *c);
vox_str compiler_word(const lexicon_compiler *c, size_t i); /* folded UTF-8, sorted, no repeats */
/* Over a compiled lexicon: that lexicon does not know the word yet. */
bool compiler_word_is_new(const lexicon_compiler *c, size_t i);
/* Every distinct folded code point that a term is written with, ascending. */
vox_status compiler_alphabet(lexicon_compiler *c, const uint32_t **cps, size_t *count);
/* Numbers terms by falling use, so that what scoring asks for most lies together. Terms of one use: by folded
 * form; so are all where this is not called before compiler_terms. */
typedef uint64_t (*term_use_fn)(const void *context, vox_str folded_utf8);
vox_status compiler_rank(lexicon_compiler *c, term_use_fn use, const void *context, vox_error *err);
vox_status compiler_terms(lexicon_compiler *c, const charmap *chars, vox_error *err);
/* Tells of sources of learned weights whose dictionary had another number of words than the `words` of this
 * one. */
void compiler_check_words(lexicon_compiler *c, uint32_t words);
/* Is the folded form an entry by hand: one that says something, not only a learned weight, a whole answer or
 * a word that some rule asks for? */
bool compiler_says(const lexicon_compiler *c, vox_str folded_utf8);
uint32_t compiler_term_number(const lexicon_compiler *c, vox_str folded_utf8); /* 0: no term */
/* Adds sections TTRI TERM ENTR PAIR WPAR FORM STRS THEM CONF SRCS META to `w`; the compiler owns their bytes.
 * `id`, `version`: of the whole lexicon. The digest covers every entry, independent of order and white space.
 */
vox_status compiler_lay(lexicon_compiler *c, pack_writer *w, vox_str id, vox_str version, vox_error *err);
#endif
