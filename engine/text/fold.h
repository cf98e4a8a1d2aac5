/* fold.h - the one form in which text is compared, with the way back to the caller's bytes.
 *
 * fold(text) = NFKC, full case folding, half/full width, Traditional -> Simplified per character, invisible
 * characters dropped; ill-formed bytes become U+FFFD. Compiler and analyser call this one function, and its
 * version is stamped in the artefact. The text itself is never changed. */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H
#include "base/alloc.h"
#include "base/buf.h"

#define FOLD_VERSION 1u

/* Folded code points cp[0..len) and where they came from: cp[i] stands for the bytes begin[i]..begin[i+1] of
 * the text (begin[len] is the text's length). Dropped characters belong to the one before them, at the start
 * of a text to the first; where one character folds to several, all but the first have an empty range behind
 * it: their begin is that of the character after it. `alnum`-like classes are not kept here: ask
 * char_kind_of(cp[i]). */
typedef struct folded {
  uint32_t *cp;
  uint32_t *begin; /* len + 1 of them */
  size_t len, cap;
  mem *mem;
} folded;

void folded_init(folded *f, mem *m);
void folded_free(folded *f);
/* Folds `text` (at most 1 GiB) into `f`, replacing what it held; memory is kept for the next call.
 * VOX_ERR_MEMORY, VOX_ERR_LIMIT. Linear in text.len for every input. Thread-safe over different `f`. */
vox_status fold_text(folded *f, vox_str text);
/* The folded text as UTF-8 appended to `out`. */
void fold_to_utf8(const folded *f, buf *out);
#endif
