/* dict_build.h - the base dictionary and our own words to sections CHAR, WORD and WTRI. */
#ifndef SEGMENT_DICT_BUILD_H
#define SEGMENT_DICT_BUILD_H
#include "base/buf.h"
#include "base/status.h"

typedef struct dict_builder dict_builder;

/* `min_count`: words of the base dictionary below it are left out (CONTRACT.md: 11 keeps 101,380 of jieba's).
 */
vox_status dict_builder_new(dict_builder **out, mem *m, uint32_t min_count, vox_error *err);
void dict_builder_free(dict_builder *b);
/* The base dictionary: lines `word freq tag`. Words are folded; of equal folded words the counts add up.
 * Errors name the line. Words that are no pure stretch of Han characters are left out: the other cutters see
 * to them. */
vox_status dict_builder_base(dict_builder *b, vox_str file, vox_error *err);
/* What dict_builder_base took, as such a file again: folded, sorted, counts added up. */
vox_status dict_builder_list(const dict_builder *b, buf *out, vox_error *err);
/* A word of ours, folded already: kept whole by construction (its cost is at most that of its cheapest split
 * minus one). Mixed words (T恤, 5G套餐, C++) are welcome. */
vox_status dict_builder_word(dict_builder *b, vox_str folded_utf8, vox_error *err);
/* The forms that the language makes of words of the base dictionary (forms.h). Behind the words, before they
 * are laid. A form costs what its cheapest parts of the base dictionary cost: being one word it takes their
 * place, and no other's. Those are left out of which `skip` says true; bits of `edges` tell which characters
 * begin parts. */
typedef bool (*dict_skip_fn)(const void *context, vox_str folded_utf8, uint64_t edges);
vox_status dict_builder_forms(dict_builder *b, dict_skip_fn skip, const void *context, vox_error *err);
/* Characters outside the dictionary that terms are written in: they get ids too. */
vox_status dict_builder_alphabet(dict_builder *b, const uint32_t *cps, size_t count, vox_error *err);
/* Fixes the alphabet and appends section CHAR; from then on ids can be asked with charmap_open on it. */
vox_status dict_builder_charmap(dict_builder *b, buf *out, vox_error *err);
/* How often a folded word may be met, in counts of the base dictionary: its own; of a word that is not listed
 * there a guess by its rarest character. */
uint64_t dict_builder_use(const dict_builder *b, vox_str folded_utf8);
/* Lays WORD and WTRI. `payload` tells the term number of a folded word (0: none). `*words`: how many were
 * kept, forms not counted. */
typedef uint32_t (*dict_payload_fn)(void *context, vox_str folded_utf8);
vox_status dict_builder_lay(dict_builder *b, dict_payload_fn payload, void *context, buf *words,
                            uint32_t *word_count, buf *trie, vox_error *err);
#endif
