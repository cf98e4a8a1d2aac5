/* user_words.h - reads a user dictionary, one word a line.
 *
 * jieba's format, read as it is: `word`, `word freq`, `word tag`, `word freq tag`, separated by spaces or
 * tabs. A word may hold spaces: what is neither frequency nor tag belongs to it (小米 14 Pro). A tag begins
 * with a lower-case letter; behind a Latin word or a figure only jieba's own tags are taken for one (iphone
 * nz, but `customer service` and `iphone 15 pro` are words). A last field of digits is the frequency, so a
 * word that ends so needs one: `USB 3 1`. Lines that begin with `# ` are comments.
 *
 * Our own format (lexicons/README.md), known by a header line `#: key: value` before all words: lines `term
 * TAB word`. Other classes are refused: they need the lexicon compiler.
 *
 * In both: UTF-8 with or without a byte order mark, lines ended by LF or CRLF, empty lines passed over. */
#ifndef LEXICON_USER_WORDS_H
#define LEXICON_USER_WORDS_H
#include "base/buf.h"
#include "base/status.h"

/* Takes a word; *fault may be set to a static text that says what is wrong with it. */
typedef vox_status (*user_word_fn)(void *context, vox_str word, uint64_t count, const char **fault,
                                   vox_error *err);

/* Hands over every word of `bytes`. VOX_ERR_SYNTAX with "path:line:column: cause" (both from 1, the column in
 * characters), or what `take` returned. */
vox_status user_words_read(vox_str path, vox_str bytes, mem *m, user_word_fn take, void *context,
                           vox_error *err);
#endif
