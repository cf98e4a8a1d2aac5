/* faces.c - emoticons: :-) xd t_t ^_^ >_< orz, kaomoji in brackets (╯°□°)╯, and tags such as [微笑].
 *
 * Text is folded, so faces are written in small letters and ASCII brackets here. */
#include "segment/work.h"

enum { KAOMOJI_MAX = 18, TAG_MAX = 8, TAIL_MAX = 8 };

static bool is_word(const segmenter *s, uint32_t at) {
  char_kind kind = kind_at(s, at);
  return kind == CHAR_LATIN || kind == CHAR_DIGIT;
}

static bool is_one_of(uint32_t cp, const char *set) { return cp && cp < 0x80 && strchr(set, (int)cp); }

/* The length of the text at `at` if it reads `face` and no letter or digit goes on where the face ends in
 * one. */
static uint32_t spells(const segmenter *s, uint32_t at, const char *face) {
  uint32_t n = 0;
  for (; face[n]; n++)
    if (cp_at(s, at + n) != (unsigned char)face[n]) return 0;
  return is_word(s, at + n - 1) && is_word(s, at + n) ? 0 : n;
}

/* Faces that are spelled with letters stand alone. */
static uint32_t letters_end(const segmenter *s, uint32_t at) {
  if (is_word(s, at + 1) && is_word(s, at + 2) && is_word(s, at + 3)) return at; /* a longer word, mostly */
  static const char faces[][5] = {"xd",  "xdd", "qaq", "qwq", "qvq", "tat", "orz", "otz",
                                  "t_t", "q_q", "t.t", "o_o", "u_u", "0_0", "t^t", "o.o"};
  for (size_t i = 0; i < sizeof faces / sizeof faces[0]; i++) {
    uint32_t n = spells(s, at, faces[i]);
    if (n) return at + n;
  }
  return at;
}

/* : ; = 8, a nose, a mouth: :-) ;d =( :'( :/ */
static uint32_t sideways_end(const segmenter *s, uint32_t at) {
  uint32_t p = at + 1;
  if (cp_at(s, p) == '\'') p++;
  if (cp_at(s, p) == '-' || cp_at(s, p) == 'o') p++;
  uint32_t mouth = cp_at(s, p);
  if (!is_one_of(mouth, ")(]dpo/|*3x\\") || (mouth == '/' && cp_at(s, p + 1) == '/')) return at;
  if (mouth == '|' && cp_at(s, p + 1) == '|') return at;
  if (is_word(s, p) && (is_word(s, p + 1) || (at && is_word(s, at - 1)))) return at;
  for (p++; mouth < 0x80 && is_one_of(mouth, ")(") && cp_at(s, p) == mouth;) p++;
  return p;
}

/* Two eyes and a mouth between: ^_^ -_- >_< t_t @_@ ._. ^^ */
static uint32_t upright_end(const segmenter *s, uint32_t at) {
  uint32_t left = s->cp[at], mouth = cp_at(s, at + 1), right = cp_at(s, at + 2);
  if (left == '^' && mouth == '^') return at + 2;
  if (left == '>' && mouth == '<') return at + 2;
  bool pair = (left == right && is_one_of(left, "^-=@*+.;~$xuqto0")) || (left == '>' && right == '<');
  if (!pair || !is_one_of(mouth, left == '^' || left == '>' ? "_.-ow~0" : "_")) return at;
  return is_word(s, at + 2) && is_word(s, at + 3) ? at : at + 3;
}

/* Is it a character that faces in brackets are drawn with? 2: it alone makes a face of what stands beside it.
 */
static unsigned drawing(const segmenter *s, uint32_t at) {
  uint32_t cp = s->cp[at];
  if (is_one_of(cp, "^_;*>=<~-'`\".oOtTxXwWvVuUdDqQ0") || cp == '|' || cp == '/' || cp == '\\')
    return cp < 'a' && cp != '0';
  switch (kind_at(s, at)) {
  case CHAR_OTHER:
  case CHAR_MARK:
  case CHAR_EMOJI:
    return 1;
  case CHAR_PUNCTUATION:
    return cp >= 0x80 && !(cp >= 0x3000 && cp <= 0x3011) && !(cp >= 0x2018 && cp <= 0x2026);
  case CHAR_KANA:
  case CHAR_LATIN:
    return cp >= 0x80;
  case CHAR_HAN:
    return cp == 0x53E3 || cp == 0x76BF || cp == 0x76CA || cp == 0x4EBA || cp == 0x5DE5;
  default:
    return 0;
  }
}

static bool may_draw(const segmenter *s, uint32_t at) {
  return drawing(s, at) || is_one_of(s->cp[at], "otxwvudq0e&@#$%+,");
}

/* A bracket folded from U+FE35, the arc in which a table flies. */
static bool is_arc(const segmenter *s, uint32_t at) {
  return cp_at(s, at) == '(' && kind_at(s, at + 1) == CHAR_OTHER && s->begin[at + 1] - s->begin[at] == 3;
}

/* The arms behind a face: ╯ ノ ~ and tables that are thrown: ︵┻━┻ */
static uint32_t arms_end(const segmenter *s, uint32_t at) {
  uint32_t from = at;
  while (at - from < TAIL_MAX && at < s->len &&
         ((s->cp[at] >= 0x80 && kind_at(s, at) == CHAR_OTHER) || is_arc(s, at) ||
          (at == from && kind_at(s, at) == CHAR_KANA)))
    at++;
  return at;
}

static uint32_t kaomoji_end(const segmenter *s, uint32_t at) {
  uint32_t p = at + 1, odd = 0;
  for (; p < s->len && p - at <= KAOMOJI_MAX && s->cp[p] != ')'; p++) {
    if (!may_draw(s, p)) return at;
    odd += drawing(s, p);
  }
  if (cp_at(s, p) != ')' || odd < 2) return at;
  return arms_end(s, p + 1);
}

/* [微笑], [doge]: 1 to 8 letters. */
static uint32_t tag_end(const segmenter *s, uint32_t at) {
  uint32_t p = at + 1;
  while (kind_at(s, p) == CHAR_HAN || kind_at(s, p) == CHAR_LATIN) {
    if (p - at > TAG_MAX) return at;
    p++;
  }
  return p > at + 1 && cp_at(s, p) == ']' ? p + 1 : at;
}

/* An arm or hand before the bracket: ヽ(^o^)ノ o(╯□╰)o */
static uint32_t raised_end(const segmenter *s, uint32_t at) {
  uint32_t p = at;
  while (p - at < 3 && (kind_at(s, p) == CHAR_OTHER || kind_at(s, p) == CHAR_KANA) && cp_at(s, p) >= 0x80)
    p++;
  if (p == at && cp_at(s, at) == 'o') p++;
  if (p == at || cp_at(s, p) != '(') return at;
  uint32_t end = kaomoji_end(s, p);
  if (end == p) return at;
  return cp_at(s, at) == 'o' && cp_at(s, end) == 'o' ? end + 1 : end;
}

/* What kinds of face may begin with an ASCII character. */
enum { SIDEWAYS = 1, UPRIGHT = 2, LETTERS = 4, ROUND = 8, SQUARE = 16, RAISED = 32, HEART = 64 };
static const uint8_t beginnings[128] = {[':'] = SIDEWAYS,
                                        [';'] = SIDEWAYS | UPRIGHT,
                                        ['='] = SIDEWAYS | UPRIGHT,
                                        ['x'] = LETTERS,
                                        ['q'] = LETTERS,
                                        ['t'] = LETTERS,
                                        ['0'] = LETTERS,
                                        ['u'] = LETTERS,
                                        ['o'] = LETTERS | RAISED,
                                        ['^'] = UPRIGHT,
                                        ['-'] = UPRIGHT,
                                        ['@'] = UPRIGHT,
                                        ['*'] = UPRIGHT,
                                        ['+'] = UPRIGHT,
                                        ['.'] = UPRIGHT,
                                        ['~'] = UPRIGHT,
                                        ['$'] = UPRIGHT,
                                        ['>'] = UPRIGHT,
                                        ['('] = ROUND,
                                        ['['] = SQUARE,
                                        ['<'] = HEART};

bool faces_never(uint32_t cp) { return cp < 0x80 && !beginnings[cp]; }

/* Of letters_end's faces xd is the only one of two letters; those of three are xdd, qaq, qwq, qvq, tat, orz
 * and otz. */
bool faces_never_letters(const uint32_t *cp, uint32_t len) {
  if (!beginnings[cp[0]] || len > 3) return true;
  if (len < 2) return false;
  switch (cp[0]) {
  case 'x':
    return cp[1] != 'd';
  case 'q':
    return len == 2;
  case 't':
    return len == 2 || cp[1] != 'a';
  case 'o':
    return len == 2 || cp[2] != 'z';
  default:
    return true;
  }
}

uint32_t faces_end(const segmenter *s, uint32_t at) {
  uint32_t cp = s->cp[at], end = at;
  if (cp >= 0x80) return raised_end(s, at);
  unsigned may = beginnings[cp];
  if (may & ROUND) return kaomoji_end(s, at);
  if (may & SQUARE) return tag_end(s, at);
  if (may & SIDEWAYS) end = sideways_end(s, at);
  if (end == at && may & LETTERS) end = letters_end(s, at);
  if (end == at && may & UPRIGHT) end = upright_end(s, at);
  if (end == at && may & RAISED) end = raised_end(s, at);
  if (may & HEART && cp_at(s, at + 1) == '3' && !is_word(s, at + 2)) end = at + 2;
  return end;
}
