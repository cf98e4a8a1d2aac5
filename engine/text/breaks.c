/* breaks.c - see breaks.h: the rules of UAX #29, one pass each.
 *
 * Where a rule looks ahead (a letter, a full stop, a letter), the boundary is set at once and taken back when
 * what follows is seen; so no input is read twice, however long the runs between are. Rule numbers are UAX
 * #29's. */
#include "text/breaks.h"
#include "text/tables.h"

static const char_props *props_at(uint32_t cp) { return table_props_of(cp <= 0x10FFFF ? cp : 0x10FFFF); }

/* Where a picture stands in GB11: Picture Extend* ZWJ x Picture. */
typedef enum picture_state { PICTURE_NONE, PICTURE_SEEN, PICTURE_JOINED } picture_state;

static picture_state next_picture(picture_state now, const char_props *p) {
  if (p->pictographic) return PICTURE_SEEN;
  if (now == PICTURE_SEEN && p->grapheme == GB_EXTEND) return PICTURE_SEEN;
  return now == PICTURE_SEEN && p->grapheme == GB_ZWJ ? PICTURE_JOINED : PICTURE_NONE;
}

/* GB6..GB8. */
static bool syllable_goes_on(unsigned a, unsigned b) {
  if (a == GB_L) return b == GB_L || b == GB_V || b == GB_LV || b == GB_LVT;
  if (a == GB_LV || a == GB_V) return b == GB_V || b == GB_T;
  return (a == GB_LVT || a == GB_T) && b == GB_T;
}

static bool is_control(unsigned g) { return g == GB_CR || g == GB_LF || g == GB_CONTROL; }

static bool grapheme_goes_on(unsigned a, unsigned b, bool joined_picture, bool odd_regional) {
  if (a == GB_CR && b == GB_LF) return true;                   /* GB3 */
  if (is_control(a) || is_control(b)) return false;            /* GB4, GB5 */
  if (syllable_goes_on(a, b)) return true;                     /* GB6..GB8 */
  if (b == GB_EXTEND || b == GB_ZWJ) return true;              /* GB9 */
  if (b == GB_SPACING || a == GB_PREPEND) return true;         /* GB9a, GB9b */
  return joined_picture || (odd_regional && b == GB_REGIONAL); /* GB11..GB13 */
}

void breaks_graphemes(const uint32_t *cps, size_t n, uint8_t *breaks) {
  unsigned before = GB_CONTROL;
  picture_state picture = PICTURE_NONE;
  bool odd_regional = false; /* an odd number of regional indicators stands before */
  for (size_t i = 0; i < n; i++) {
    const char_props *p = props_at(cps[i]);
    bool joined = picture == PICTURE_JOINED && p->pictographic;
    breaks[i] = !grapheme_goes_on(before, p->grapheme, joined, odd_regional);
    odd_regional = p->grapheme == GB_REGIONAL && !odd_regional;
    picture = next_picture(picture, p);
    before = p->grapheme;
  }
  if (n) breaks[0] = 1;
  breaks[n] = 1;
}

static bool is_line_end(unsigned w) { return w == WB_CR || w == WB_LF || w == WB_NEWLINE; }
static bool is_attached(unsigned w) { return w == WB_EXTEND || w == WB_FORMAT || w == WB_ZWJ; }
static bool is_letter(unsigned w) { return w == WB_ALETTER || w == WB_HEBREW; }

static bool is_mid_letter(unsigned w) {
  return w == WB_MIDLETTER || w == WB_MIDNUMLET || w == WB_SINGLE_QUOTE;
}

static bool is_mid_number(unsigned w) { return w == WB_MIDNUM || w == WB_MIDNUMLET || w == WB_SINGLE_QUOTE; }

/* The last characters that count under WB4 (attached ones do not), nearest first, and where the nearest
 * stands. */
typedef struct word_past {
  unsigned one, two;
  size_t at;
  bool odd_regional;
} word_past;

/* Does `w` join the two before it over the middle one: WB6+7, WB7b+c, WB11+12? */
static bool word_bridges(const word_past *past, unsigned w) {
  if (is_letter(w) && is_letter(past->two) && is_mid_letter(past->one)) return true;
  if (w == WB_HEBREW && past->two == WB_HEBREW && past->one == WB_DOUBLE_QUOTE) return true;
  return w == WB_NUMERIC && past->two == WB_NUMERIC && is_mid_number(past->one);
}

static bool word_goes_on(const word_past *past, unsigned w) {
  unsigned a = past->one;
  bool a_word = is_letter(a) || a == WB_NUMERIC, w_word = is_letter(w) || w == WB_NUMERIC;
  if (a_word && w_word) return true;                       /* WB5, WB8..WB10 */
  if (a == WB_HEBREW && w == WB_SINGLE_QUOTE) return true; /* WB7a */
  if (a == WB_KATAKANA && w == WB_KATAKANA) return true;   /* WB13 */
  if (w == WB_EXTENDNUMLET && (a_word || a == WB_KATAKANA || a == WB_EXTENDNUMLET)) return true; /* WB13a */
  if (a == WB_EXTENDNUMLET && (w_word || w == WB_KATAKANA)) return true;                         /* WB13b */
  return w == WB_REGIONAL && past->odd_regional; /* WB15, WB16 */
}

void breaks_words(const uint32_t *cps, size_t n, uint8_t *breaks) {
  word_past past = {WB_NEWLINE, WB_NEWLINE, 0, false};
  unsigned before = WB_NEWLINE; /* the very character before, attached or not */
  for (size_t i = 0; i < n; i++) {
    const char_props *p = props_at(cps[i]);
    unsigned w = p->word;
    bool attached = is_attached(w) && !is_line_end(before), bridge = !attached && word_bridges(&past, w);
    if (bridge) breaks[past.at] = 0;
    breaks[i] = !((before == WB_CR && w == WB_LF) || (before == WB_ZWJ && p->pictographic) || attached ||
                  (before == WB_SPACE && w == WB_SPACE) || bridge || word_goes_on(&past, w));
    before = w;
    if (attached) continue;
    past = (word_past){w, past.one, i, w == WB_REGIONAL && !past.odd_regional};
  }
  if (n) breaks[0] = 1;
  breaks[n] = 1;
}

/* How far a sentence has come to its end: SATerm Close* Sp*. */
typedef enum closing_state { CLOSING_NOT, CLOSING_TERM, CLOSING_CLOSE, CLOSING_SP } closing_state;

typedef struct sentence_past {
  closing_state closing;
  bool dot;         /* the terminator was an ATerm */
  bool dot_in_word; /* and stood right behind an upper or lower case letter */
  unsigned one;     /* the last character that counts under SB5 */
  size_t doubtful;  /* a boundary behind an ATerm that a lower case letter would take back; SIZE_MAX: none */
} sentence_past;

static bool is_separator(unsigned s) { return s == SB_SEP || s == SB_CR || s == SB_LF; }
static bool is_terminator(unsigned s) { return s == SB_ATERM || s == SB_STERM; }

/* After a terminator: does the sentence go on with `s`? SB8 is seen to by settle_doubt. */
static bool sentence_goes_on(const sentence_past *past, unsigned s) {
  closing_state c = past->closing;
  if (c == CLOSING_NOT) return true;                                        /* SB998 */
  if (c == CLOSING_TERM && past->dot && s == SB_NUMERIC) return true;       /* SB6 */
  if (c == CLOSING_TERM && past->dot_in_word && s == SB_UPPER) return true; /* SB7 */
  if (s == SB_SCONTINUE || is_terminator(s)) return true;                   /* SB8a */
  if (s == SB_CLOSE && c != CLOSING_SP) return true;                        /* SB9 */
  return s == SB_SP || is_separator(s);                                     /* SB9, SB10 */
}

static closing_state next_closing(closing_state c, unsigned s) {
  if (is_terminator(s)) return CLOSING_TERM;
  if (c == CLOSING_NOT) return CLOSING_NOT;
  if (s == SB_CLOSE && c != CLOSING_SP) return CLOSING_CLOSE;
  return s == SB_SP ? CLOSING_SP : CLOSING_NOT;
}

/* SB8: ATerm Close* Sp* x (what is no letter, separator or terminator)* Lower. */
static void settle_doubt(sentence_past *past, unsigned s, uint8_t *breaks) {
  if (past->doubtful == SIZE_MAX) return;
  if (s == SB_LOWER) breaks[past->doubtful] = 0;
  if (s == SB_LOWER || s == SB_UPPER || s == SB_OLETTER || is_separator(s) || is_terminator(s))
    past->doubtful = SIZE_MAX;
}

static void sentence_step(sentence_past *past, unsigned s) {
  bool cased = past->one == SB_UPPER || past->one == SB_LOWER;
  past->closing = next_closing(past->closing, s);
  if (is_terminator(s)) past->dot = s == SB_ATERM, past->dot_in_word = past->dot && cased;
  past->one = s;
}

void breaks_sentences(const uint32_t *cps, size_t n, uint8_t *breaks) {
  sentence_past past = {CLOSING_NOT, false, false, SB_SEP, SIZE_MAX};
  for (size_t i = 0; i < n; i++) {
    unsigned s = props_at(cps[i])->sentence;
    bool fresh = is_separator(past.one) && !(past.one == SB_CR && s == SB_LF); /* SB3, SB4 */
    breaks[i] = fresh;
    if ((s == SB_EXTEND || s == SB_FORMAT) && !fresh) continue; /* SB5 */
    if (!fresh && !sentence_goes_on(&past, s)) {
      breaks[i] = 1;
      if (past.dot) past.doubtful = i;
    }
    settle_doubt(&past, s, breaks);
    sentence_step(&past, s);
  }
  if (n) breaks[0] = 1;
  breaks[n] = 1;
}
