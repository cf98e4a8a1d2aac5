/* chars.c - see chars.h: the tables, for any 32-bit number. */
#include "text/tables.h"

/* What is no code point is answered like the last one, which is a noncharacter. */
static uint32_t within(uint32_t cp) { return cp <= 0x10FFFF ? cp : 0x10FFFF; }

char_kind char_kind_of(uint32_t cp) { return (char_kind)table_props_of(within(cp))->kind; }
uint8_t char_word_break(uint32_t cp) { return table_props_of(within(cp))->word; }
uint8_t char_grapheme_break(uint32_t cp) { return table_props_of(within(cp))->grapheme; }
uint8_t char_sentence_break(uint32_t cp) { return table_props_of(within(cp))->sentence; }
bool char_is_pictographic(uint32_t cp) { return table_props_of(within(cp))->pictographic; }
unsigned char_width(uint32_t cp) { return table_props_of(within(cp))->width; }
bool char_is_common_han(uint32_t cp) {
  uint32_t at = cp - COMMON_HAN_FIRST;
  return at < 32 * COMMON_HAN_WORDS && table_common_han[at / 32] >> at % 32 & 1;
}
uint32_t char_fold(uint32_t cp) { return cp <= 0x10FFFF ? table_fold(cp) : cp; }
