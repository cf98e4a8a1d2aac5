/* garbled.c - text that was read in a wrong encoding. Three things tell it: signs that stand for lost
 * characters (U+FFFD, private use, rows of question marks), Latin letters in the places of UTF-8's or GBK's
 * bytes, and rare ideographs side by side. */
#include "analysis/quality.h"
#include "text/utf8.h"

static bool is_blank(const comment *c, uint32_t i) {
  return c->seg.kind[i] == CHAR_SPACE || c->seg.kind[i] == CHAR_NEWLINE;
}

static bool is_lost(uint32_t cp) {
  return cp == 0xFFFD || (cp >= 0xE000 && cp <= 0xF8FF) || (cp >= 0xE1000 && cp <= 0x10FFFF);
}

/* ASCII question marks where letters were: a full-width one was typed. */
static bool is_lost_mark(const comment *c, uint32_t i) {
  return c->seg.cp[i] == '?' && c->seg.text.ptr[c->seg.begin[i]] == '?';
}

/* Lost signs are three in ten (of a comment in which no opinion is left), or nothing but question marks is
 * left. */
static bool is_worn(const comment *c) {
  uint32_t lost = 0, marks = 0, letters = 0, all = 0;
  for (uint32_t i = 0; i < c->seg.len; i++) {
    uint8_t k = c->seg.kind[i];
    all += !is_blank(c, i);
    lost += is_lost(c->seg.cp[i]);
    marks += is_lost_mark(c, i);
    letters += k == CHAR_HAN || k == CHAR_LATIN || k == CHAR_KANA || k == CHAR_HANGUL;
  }
  if (lost >= 2 && lost * 10 >= all * 3) return true;
  return marks >= 8 && letters * 10 <= marks;
}

/* 锟斤拷 is U+FFFD twice, its bytes read as GBK; 烫 and 屯 are what a debugger fills memory with. */
static bool is_filler(const comment *c) {
  const uint32_t *cp = c->seg.cp;
  uint32_t filler = 0, all = 0;
  for (uint32_t i = 0; i < c->seg.len; i++) {
    all += !is_blank(c, i);
    if (i >= 2 && cp[i] == 0x62F7 && cp[i - 1] == 0x65A4 && cp[i - 2] == 0x951F) filler += 3;
    if (i >= 4 && (cp[i] == 0x70EB || cp[i] == 0x5C6F) && cp[i - 1] == cp[i] && cp[i - 2] == cp[i] &&
        cp[i - 3] == cp[i] && cp[i - 4] == cp[i])
      filler += i == 4 ? 5 : 1;
  }
  return filler >= 3 && filler * 10 >= all * 3;
}

/* What Windows-1252 shows for the bytes 80..9F. */
static bool is_windows_sign(uint32_t cp) {
  static const uint16_t signs[] = {0x20AC, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030,
                                   0x0160, 0x2039, 0x0152, 0x017D, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                   0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x017E, 0x0178};
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    if (signs[i] == cp) return true;
  return false;
}

/* Half of the signs are such as single bytes above 7F become. Read from the bytes: folding changes many. */
static bool is_byte_shaped(vox_str text) {
  size_t shaped = 0, strange = 0, all = 0;
  for (size_t at = 0; at < text.len;) {
    uint32_t cp = utf8_next(text, &at);
    all += cp > ' ';
    strange += cp >= 0x80 && cp <= 0xFF;
    shaped += (cp >= 0x80 && cp <= 0xFF) || cp == 0xFFFD || (cp >= 0x0152 && is_windows_sign(cp));
  }
  return strange >= 3 && shaped >= 4 && shaped * 2 >= all;
}

/* A lead byte of U+0080..U+00FF: no byte of an ideograph. */
static bool has_latin_1(vox_str text) {
  return text.len && (memchr(text.ptr, 0xC3, text.len) || memchr(text.ptr, 0xC2, text.len));
}

static bool is_filler_sign(uint32_t cp) {
  return cp == 0x951F || cp == 0x65A4 || cp == 0x70EB || cp == 0x5C6F;
}

/* Ideographs of no word, which few people write: two in five, and four at least; or what fills lost text. */
static bool is_rare(const comment *c) {
  uint32_t han = 0, rare = 0, first = 0, filler = 0;
  bool differ = false; /* 噗噗噗噗 is one character */
  for (uint32_t k = 0; k < c->seg.token_count; k++) {
    const token *t = &c->seg.tokens[k];
    if (t->kind != VOX_TOKEN_HAN) continue;
    han += t->to - t->from;
    filler += is_filler_sign(c->seg.cp[t->from]);
    if (t->to - t->from != 1 || char_is_common_han(c->seg.cp[t->from])) continue;
    differ |= rare && c->seg.cp[t->from] != first;
    first = c->seg.cp[t->from];
    rare++;
  }
  if (filler && is_filler(c)) return true;
  return differ && rare >= 4 && rare * 5 >= han * 2;
}

bool is_garbled(const comment *c) {
  const survey *v = &c->survey;
  uint32_t strange = v->others + v->words;
  if (c->seg.len < 4) return false;
  if (v->lone >= 3 && 5 * v->lone >= 3 * v->han && c->lang != LANG_YUE && is_rare(c)) return true;
  if (strange && has_latin_1(c->seg.text) && is_byte_shaped(c->seg.text)) return true;
  return (v->others || v->han + v->words == 0) && !is_hand_made(&c->hits[FAMILY_SENTIMENT]) && is_worn(c);
}
