/* tables.h - the Unicode tables of this floor: how they lie and how they are read.
 *
 * make_tables.c prints them once, at build time (build/gen/text_tables.c); they are constant data. A property
 * of a code point lies in two levels: `..._block` gives the number of a block of 128 neighbours, and equal
 * blocks are kept once. The helpers take scalar values (at most 0x10FFFF) and check nothing; chars.h has the
 * checking forms. */
#ifndef TEXT_TABLES_H
#define TEXT_TABLES_H
#include "text/chars.h"
#include <stddef.h>

enum { TABLE_SHIFT = 7, TABLE_BLOCK = 1 << TABLE_SHIFT, TABLE_BLOCKS = 0x110000 >> TABLE_SHIFT };

/* UAX #29, table 2: Grapheme_Cluster_Break. */
typedef enum grapheme_break {
  GB_OTHER,
  GB_CR,
  GB_LF,
  GB_CONTROL,
  GB_EXTEND,
  GB_ZWJ,
  GB_REGIONAL,
  GB_PREPEND,
  GB_SPACING,
  GB_L,
  GB_V,
  GB_T,
  GB_LV,
  GB_LVT
} grapheme_break;

/* UAX #29, table 3: Word_Break. */
typedef enum word_break {
  WB_OTHER,
  WB_CR,
  WB_LF,
  WB_NEWLINE,
  WB_EXTEND,
  WB_ZWJ,
  WB_FORMAT,
  WB_REGIONAL,
  WB_KATAKANA,
  WB_HEBREW,
  WB_ALETTER,
  WB_SINGLE_QUOTE,
  WB_DOUBLE_QUOTE,
  WB_MIDNUMLET,
  WB_MIDLETTER,
  WB_MIDNUM,
  WB_NUMERIC,
  WB_EXTENDNUMLET,
  WB_SPACE
} word_break;

/* UAX #29, table 4: Sentence_Break. */
typedef enum sentence_break {
  SB_OTHER,
  SB_CR,
  SB_LF,
  SB_SEP,
  SB_EXTEND,
  SB_FORMAT,
  SB_SP,
  SB_LOWER,
  SB_UPPER,
  SB_OLETTER,
  SB_NUMERIC,
  SB_ATERM,
  SB_STERM,
  SB_CLOSE,
  SB_SCONTINUE
} sentence_break;

/* What chars.h tells of one code point; few different ones exist, so an index of one byte finds them. */
typedef struct char_props {
  uint8_t kind, grapheme, word, sentence, width, pictographic;
} char_props;

/* A canonical composition: `first` followed by `second` is `composed`. Sorted by first, second. */
typedef struct char_pair {
  uint32_t first, second, composed;
} char_pair;

extern const uint16_t table_fold_block[TABLE_BLOCKS];
extern const uint32_t table_fold_delta[];
extern const uint16_t table_props_block[TABLE_BLOCKS];
extern const uint8_t table_props_index[];
extern const char_props table_props[];
extern const uint16_t table_class_block[TABLE_BLOCKS];
extern const uint8_t table_class_value[];
extern const uint16_t table_parts_block[TABLE_BLOCKS];
extern const uint16_t table_parts_at[];
extern const uint32_t table_parts[];
extern const char_pair table_pairs[];
extern const size_t table_pair_count;

/* char_is_common_han: a bit for each ideograph from COMMON_HAN_FIRST on. */
enum { COMMON_HAN_FIRST = 0x4E00, COMMON_HAN_WORDS = 656 };
extern const uint32_t table_common_han[];

static inline size_t table_slot(const uint16_t *block, uint32_t cp) {
  return (size_t)block[cp >> TABLE_SHIFT] << TABLE_SHIFT | (cp & (TABLE_BLOCK - 1));
}

/* char_fold. Differences are stored, modulo 2^32, because most characters fold to themselves. */
static inline uint32_t table_fold(uint32_t cp) {
  return cp + table_fold_delta[table_slot(table_fold_block, cp)];
}

static inline const char_props *table_props_of(uint32_t cp) {
  return &table_props[table_props_index[table_slot(table_props_block, cp)]];
}

/* Canonical_Combining_Class. */
static inline uint8_t table_class(uint32_t cp) {
  return table_class_value[table_slot(table_class_block, cp)];
}

/* The folded form of `cp`, canonically decomposed: `*n` code points; NULL when that is `cp` itself, or when
 * `cp` folds to one code point that does not decompose (ask table_fold), or is a Hangul syllable (decomposed
 * by rule). */
static inline const uint32_t *table_parts_of(uint32_t cp, size_t *n) {
  const uint32_t *entry = &table_parts[table_parts_at[table_slot(table_parts_block, cp)]];
  *n = entry[0];
  return *n ? entry + 1 : NULL;
}
#endif
