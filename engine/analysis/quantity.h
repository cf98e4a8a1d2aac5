/* quantity.h - what the rooms of quantities share: the folded text as characters, and numbers in it.
 *
 * quantity.c walks the text, numeral.c reads numbers, unit.c knows units. Values are in 1/100. */
#ifndef ANALYSIS_QUANTITY_H
#define ANALYSIS_QUANTITY_H
#include "analysis/comment.h"

/* The folded characters of a comment; 0 outside. */
typedef struct glyphs {
  const uint32_t *cp;
  uint32_t len;
} glyphs;

static inline uint32_t glyph(const glyphs *g, uint32_t i) { return i < g->len ? g->cp[i] : 0; }
static inline uint32_t glyph_before(const glyphs *g, uint32_t i) { return i ? glyph(g, i - 1) : 0; }
/* Is the character one of a list that ends with 0? */
bool glyph_in(uint32_t cp, const uint32_t *list);
uint32_t glyphs_match_whole(const glyphs *g, uint32_t i, const uint32_t *word);
/* The length of `word` where it stands at i, 0 where not. Of most the first character tells. */
static inline uint32_t glyphs_match(const glyphs *g, uint32_t i, const uint32_t *word) {
  return glyph(g, i) == word[0] ? glyphs_match_whole(g, i, word) : 0;
}
static inline bool is_figure(uint32_t cp) { return cp >= '0' && cp <= '9'; }
static inline bool is_letter_az(uint32_t cp) { return cp >= 'a' && cp <= 'z'; }
static inline bool is_blank(uint32_t cp) { return cp == ' ' || cp == '\t' || cp == 0xA0 || cp == 0x3000; }
uint32_t skip_blanks(const glyphs *g, uint32_t i);
/* One past the Latin word that begins at i. */
uint32_t word_end(const glyphs *g, uint32_t i);

/* A number at [from, to). */
typedef struct numeral {
  uint32_t from, to;
  int64_t value; /* 1/100 */
  int64_t scale; /* of 万, 千, k behind it: 10000, 1000; 1: none */
  bool vague;    /* 几, 数百, few: no number was said */
  bool article;  /* a, an: a number only beside a unit */
  bool han;      /* in Chinese numerals */
} numeral;

/* The number, of a range the lower end; false where none stands at i. Reads each character a bounded number
 * of times. */
bool numeral_read(const glyphs *g, uint32_t i, numeral *out);

typedef struct unit {
  uint8_t kind;   /* quantity_kind */
  int64_t factor; /* seconds, times, hundredths of a yuan in 1/100 */
  uint32_t to;    /* one past it */
  bool half;      /* 两个半小时, two and a half hours: half a unit more */
} unit;

/* The unit behind a number that ends at i; false where none stands there, or it means something else. */
bool unit_read(const glyphs *g, const numeral *n, uint32_t i, unit *out);
#endif
