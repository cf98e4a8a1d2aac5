/* chars.h - what Unicode says of one code point, from tables made at build time (engine/text/make_tables.c
 * reads them out of ICU and utf8proc once; at run time nothing is allocated and no library is asked). */
#ifndef TEXT_CHARS_H
#define TEXT_CHARS_H
#include <stdbool.h>
#include <stdint.h>

#define CHARS_UNICODE "15.0.0"

/* The coarse kind by which the segmenter divides a comment. */
typedef enum char_kind {
  CHAR_OTHER,   /* symbols (also of money and mathematics, but ASCII's), unassigned */
  CHAR_SPACE,   /* white space and controls other than line ends */
  CHAR_NEWLINE, /* LF, CR, VT, FF, NEL, LS, PS */
  CHAR_HAN,     /* ideographs, incl. 々〇 */
  CHAR_LATIN,   /* letters of all other scripts: Latin, Greek, Cyrillic, ... */
  CHAR_KANA,    /* Hiragana, Katakana, Bopomofo */
  CHAR_HANGUL,
  CHAR_DIGIT,       /* decimal digits (after folding: 0-9) */
  CHAR_PUNCTUATION, /* incl. ASCII's signs $ + < = > ^ ` | ~, wide or not */
  CHAR_EMOJI,       /* Emoji_Presentation or Extended_Pictographic (not digits, # and *) */
  CHAR_MARK,        /* combining marks, ZWJ, variation selectors */
  CHAR_INVISIBLE    /* default ignorables that folding drops: ZWSP, BOM, bidi controls, soft hyphen */
} char_kind;

char_kind char_kind_of(uint32_t cp);
/* UAX #29 property values, in our own numbering; see tables.h. */
uint8_t char_word_break(uint32_t cp);
uint8_t char_grapheme_break(uint32_t cp);
uint8_t char_sentence_break(uint32_t cp);
bool char_is_pictographic(uint32_t cp); /* Extended_Pictographic */
/* An ideograph of daily use, in its folded form (GB 2312, level 1). */
bool char_is_common_han(uint32_t cp);
/* Columns on a terminal: 0, 1 or 2 (East_Asian_Width W and F, emoji presentation). A regional indicator has
 * 1, so that the two of a flag have 2. */
unsigned char_width(uint32_t cp);

/* The folded form of one code point: NFKC, case folding, width, Traditional -> Simplified (per character,
 * ICU's Hant-Hans), variants (凈淨 -> 净). Most fold to one code point, which is returned; FOLD_DROP:
 * invisible, nothing is left; FOLD_SLOW: it folds to several, or may compose with its neighbour: fold_text
 * knows how. */
#define FOLD_DROP 0xFFFFFFFFu
#define FOLD_SLOW 0xFFFFFFFEu
uint32_t char_fold(uint32_t cp);
#endif
