/* encoding.h - from the encodings of exports to UTF-8: guess and convert a stream.
 *
 * The double-byte encodings are read through a table that is filled once from ICU; only what lies outside it
 * (four-byte sequences, characters above U+FFFF) asks ICU again. */
#ifndef TEXT_ENCODING_H
#define TEXT_ENCODING_H
#include "base/alloc.h"
#include "base/buf.h"

typedef enum encoding {
  ENCODING_UNKNOWN,
  ENCODING_UTF8,
  ENCODING_GB18030,
  ENCODING_BIG5, /* Big5-HKSCS */
  ENCODING_UTF16LE,
  ENCODING_UTF16BE
} encoding;

const char *encoding_name(encoding e);   /* "UTF-8", "GB18030", "Big5-HKSCS", "UTF-16LE", "UTF-16BE" */
encoding encoding_by_name(vox_str name); /* case, - and _ do not matter; common aliases; UNKNOWN: not ours */

/* ---- Guessing ------------------------------------------------------------------ */

typedef struct encoding_guess {
  encoding encoding;  /* UNKNOWN: not decided here */
  size_t bom;         /* bytes of a byte order mark at the beginning */
  const char *reason; /* static */
} encoding_guess;

/* From the beginning of a file (64 KiB are enough): a byte order mark, or UTF-16 without one. */
encoding_guess encoding_guess_head(vox_str head);
/* From the first byte above 0x7F on, up to 1 MiB: UTF-8, GB18030 or Big5-HKSCS. `cut`: the sample may end
 * inside a character. The one with the fewest invalid sequences and the commonest characters wins; text in
 * none of them is left to UTF-8, whose check refuses it row by row. */
encoding_guess encoding_guess_text(vox_str sample, bool cut);

/* ---- Converting ---------------------------------------------------------------- */

typedef struct decoder {
  encoding from;
  uint16_t *table; /* by lead and trail byte: a code point below U+10000; 0: ask `icu` */
  void *icu;
  mem *mem;
} decoder;

/* For every encoding but UTF-8. VOX_ERR_MEMORY. */
vox_status decoder_init(decoder *d, mem *m, encoding from);
void decoder_free(decoder *d);
/* Converts the beginning of `in` into `out` and gives how much of it was used; *made: bytes written. What is
 * left is the beginning of a character, or did not fit; `last`: nothing follows `in`. An invalid sequence
 * becomes one byte 0xFF, which no UTF-8 holds, so that the row it stands in is refused. */
size_t decoder_run(decoder *d, vox_str in, bool last, char *out, size_t cap, size_t *made);
#endif
