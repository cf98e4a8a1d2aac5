/* segment.h - a comment to tokens.
 *
 * Steps over one comment: decode and fold (text), divide into stretches by kind of character, cut each
 * stretch: words.c  spaced scripts: UAX #29 words, contractions, numbers with units han.c    Chinese: word
 * lattice over the dictionary, the exactly cheapest path marks.c  emoji sequences, emoticons, [tags], links
 * and mentions, runs of one mark Tokens never overlap, stand in order, and leave out only white space and
 * dropped characters.
 *
 * Chinese words carry the `payload` that the compiler stored with them (a term number of the lexicon, which
 * the segmenter hands on without reading it). */
#ifndef SEGMENT_SEGMENT_H
#define SEGMENT_SEGMENT_H
#include "base/arena.h"
#include "pack/pack_read.h"
#include "text/charmap.h"
#include "text/fold.h"
#include "vox_plugin.h"

typedef struct token {
  uint32_t from, to; /* folded characters cp[from..to) */
  uint8_t kind;      /* vox_token_kind */
  uint8_t flags;     /* TOKEN_* */
  uint16_t figure;  /* of a NUMBER: how many of its characters are the figure, the rest is its unit; else 0 */
  uint32_t payload; /* term number of a dictionary word that is a term as well; 0: none */
} token;
#define TOKEN_LINE_END 1u /* a line ends behind it */
#define TOKEN_UNKNOWN  2u /* no dictionary word */
#define TOKEN_SPACE    4u /* white space stands before it */

/* The dictionary: read-only views of sections CHAR, WORD, WTRI. Shared by threads. */
typedef struct dict dict;
vox_status dict_open(dict **out, mem *m, const pack *p, vox_error *err);
void dict_free(dict *d, mem *m);
const charmap *dict_charmap(const dict *d);
uint32_t dict_word_count(const dict *d);

/* What segmenting one comment yields; valid until the next call on the same segmenter. */
typedef struct segmented {
  vox_str text;
  const uint32_t *cp;    /* folded characters */
  const uint16_t *id;    /* their character ids (0: in no word and no term) */
  const uint8_t *kind;   /* their char_kind */
  const uint32_t *begin; /* len + 1: the byte at which each begins */
  uint32_t len;
  const token *tokens;
  uint32_t token_count;
  bool plain; /* no character was dropped or folded to several: each lies between its `begin` and the next */
} segmented;

/* The workspace of one thread. Grows to its longest comment and then allocates nothing. */
typedef struct segmenter segmenter;
vox_status segmenter_new(segmenter **out, mem *m, const dict *d, vox_error *err);
void segmenter_free(segmenter *s);
/* A cutter of the caller's own in place of ours (vox_plugin.segment). */
typedef vox_status (*segment_own_fn)(void *self, vox_str text, vox_emit_token emit, void *sink);
void segmenter_own(segmenter *s, segment_own_fn own, void *self);
/* Linear in text.len for every input; text up to 1 GiB. VOX_ERR_MEMORY, or VOX_ERR_PLUGIN by an own cutter.
 */
vox_status segment_text(segmenter *s, vox_str text, segmented *out, vox_error *err);

/* The same without what folding dropped behind the last character and without white space at the ends. */
vox_span segmented_trimmed(const segmented *s, uint32_t from, uint32_t to);
/* The caller's bytes of the folded characters from..to of whole tokens. */
static inline vox_span segmented_span(const segmented *s, uint32_t from, uint32_t to) {
  return s->plain ? (vox_span){s->begin[from], s->begin[to]} : segmented_trimmed(s, from, to);
}
#endif
