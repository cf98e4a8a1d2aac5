/* numeral.c - numbers as people write them: 3, 1.5, 1,000, 三百多, 两万五, 十几, thirty-five, half a, a
 * dozen.
 *
 * The least that was said counts: of 三四天 three, of 20多 twenty. 几十 and several are no number. A list of
 * digits (二零二三) is a year or a call number. */
#include "analysis/quantity.h"

enum { WHOLE = 100 };
static const int64_t LARGEST = INT64_C(1000000000000) * WHOLE;

bool glyph_in(uint32_t cp, const uint32_t *list) {
  if (!cp) return false;
  while (*list && *list != cp) list++;
  return *list != 0;
}

uint32_t glyphs_match_whole(const glyphs *g, uint32_t i, const uint32_t *word) {
  uint32_t n = 0;
  while (word[n] && glyph(g, i + n) == word[n]) n++;
  return word[n] ? 0 : n;
}

uint32_t skip_blanks(const glyphs *g, uint32_t i) {
  for (uint32_t most = i + 4; i < most && is_blank(glyph(g, i));) i++;
  return i;
}

uint32_t word_end(const glyphs *g, uint32_t i) {
  enum { LONGEST = 16 };
  for (uint32_t most = i + LONGEST; i < most && is_letter_az(glyph(g, i));) i++;
  return i;
}

/* ---- Chinese ---- */

static int digit_of(uint32_t cp) {
  switch (cp) {
  case U'零':
  case U'〇':
    return 0;
  case U'一':
    return 1;
  case U'二':
  case U'两':
  case U'俩':
    return 2;
  case U'三':
    return 3;
  case U'四':
    return 4;
  case U'五':
    return 5;
  case U'六':
    return 6;
  case U'七':
    return 7;
  case U'八':
    return 8;
  case U'九':
    return 9;
  default:
    return -1;
  }
}

static int64_t scale_of(uint32_t cp) {
  switch (cp) {
  case U'十':
    return 10;
  case U'百':
    return 100;
  case U'千':
    return 1000;
  case U'万':
    return 10000;
  case U'亿':
    return 100000000;
  default:
    return 0;
  }
}

typedef struct han_sum {
  int64_t total, section; /* behind the last 万; within it */
  int64_t last;           /* the scale before the digit that waits */
  int digit, digits;      /* the digit that waits for its scale, -1: none; how many stood side by side */
  bool zero, rounded, string;
} han_sum;

static void take_digit(han_sum *s, int d) {
  s->string |= s->digits >= 2 || (s->digits == 1 && (d == 0 || s->digit == 0));
  if (d == 0 && s->last > 1) s->zero = true;
  if (s->digits++ == 0) s->digit = d;
}

static void take_scale(han_sum *s, int64_t scale) {
  int64_t own = s->digit < 0 ? 0 : s->digit;
  if (scale >= 10000) {
    s->total += (s->section + own ? s->section + own : 1) * scale;
    s->section = 0;
  } else {
    s->section += (own ? own : 1) * scale;
  }
  s->digit = -1, s->digits = 0, s->last = scale, s->zero = false;
}

/* 一千二 is 1,200, 一千零二 is 1,002. */
static int64_t han_value(const han_sum *s) {
  int64_t rest = s->digit < 0 ? 0 : s->digit;
  if (s->last >= 100 && !s->zero && s->digits == 1) rest *= s->last / 10;
  return s->total + s->section + rest;
}

static bool is_rounding(uint32_t cp) { return cp == U'多' || cp == U'几' || cp == U'来' || cp == U'余'; }

/* A scale without a digit begins a number only where it is 十, or rounded: 上百, 百来. */
static bool may_open(const glyphs *g, uint32_t i, int64_t scale) {
  uint32_t before = glyph_before(g, i), next = glyph(g, i + 1);
  if (scale == 10) return before != U'合' && before != U'红';
  return (scale == 100 || scale == 1000 || scale == 10000) &&
         (before == U'上' || next == U'来' || next == U'余' || next == U'把');
}

static bool read_han(const glyphs *g, uint32_t i, numeral *out) {
  enum { LONGEST = 24 };
  han_sum s = {.last = 1, .digit = -1};
  uint32_t at = i;
  for (; at < i + LONGEST; at++) {
    uint32_t cp = glyph(g, at);
    int d = digit_of(cp);
    int64_t scale = scale_of(cp);
    if (d >= 0) {
      take_digit(&s, d);
    } else if (scale && (at > i || may_open(g, i, scale)) && s.total < 10000000000) {
      take_scale(&s, scale);
    } else if (at > i && is_rounding(cp) && s.digit < 0 && s.last > 1) {
      s.rounded = true;
    } else {
      break;
    }
  }
  if (at == i) return false;
  int64_t value = han_value(&s);
  *out = (numeral){.from = i, .to = at, .value = value * WHOLE, .scale = s.last, .han = true};
  out->vague = s.string || value == 0;
  return true;
}

/* 几, 数, 好几 before a scale or a unit: 几十次, 好几百块. All of it is passed over. */
static bool read_vague(const glyphs *g, uint32_t i, numeral *out) {
  uint32_t cp = glyph(g, i), at = i + 1;
  if (cp != U'几' && cp != U'数') return false;
  while (at < i + 4 && scale_of(glyph(g, at))) at++;
  *out = (numeral){.from = i, .to = at, .vague = true, .han = true, .scale = 1};
  return true;
}

/* ---- Figures ---- */

static bool stands_thousand(const glyphs *g, uint32_t i) {
  return glyph(g, i) == ',' && is_figure(glyph(g, i + 1)) && is_figure(glyph(g, i + 2)) &&
         is_figure(glyph(g, i + 3)) && !is_figure(glyph(g, i + 4));
}

static void scale_up(const glyphs *g, numeral *n) {
  uint32_t at = n->to;
  if (is_rounding(glyph(g, at))) at++;
  uint32_t cp = glyph(g, at);
  int64_t scale = cp == 'k' && !is_letter_az(glyph(g, at + 1)) ? 1000 : scale_of(cp);
  if (scale < 100 || n->value > LARGEST / scale) return;
  n->value *= scale, n->scale = scale, n->to = at + 1;
}

static bool read_figures(const glyphs *g, uint32_t i, numeral *out) {
  enum { MOST_DIGITS = 10 };
  uint32_t at = i, digits = 0;
  int64_t value = 0;
  while (is_figure(glyph(g, at)) || (digits && digits <= 9 && stands_thousand(g, at))) {
    uint32_t cp = glyph(g, at++);
    if (cp == ',') continue;
    if (++digits <= MOST_DIGITS) value = value * 10 + (int64_t)(cp - '0');
  }
  value *= WHOLE;
  if (glyph(g, at) == '.' && is_figure(glyph(g, at + 1))) {
    int64_t part = 10;
    for (at++; is_figure(glyph(g, at)); at++, part /= 10) value += part * (int64_t)(glyph(g, at) - '0');
  }
  *out = (numeral){.from = i, .to = at, .value = value, .scale = 1};
  out->vague = digits > MOST_DIGITS || glyph_before(g, i) == '.' || glyph_before(g, i) == ':' ||
               glyph_before(g, i) == '/' || glyph(g, at) == '/' || glyph(g, at) == ':' || glyph(g, at) == '%';
  scale_up(g, out);
  return true;
}

/* ---- English ---- */

/* In order of their first letters. */
static const struct word_value {
  const uint32_t *word;
  int value;
} WORDS[] = {{U"couple", 2},     {U"dozen", 12},  {U"eight", 8},     {U"eleven", 11},   {U"eighteen", 18},
             {U"eighty", 80},    {U"four", 4},    {U"five", 5},      {U"fourteen", 14}, {U"fifteen", 15},
             {U"forty", 40},     {U"fifty", 50},  {U"hundred", 100}, {U"nine", 9},      {U"nineteen", 19},
             {U"ninety", 90},    {U"one", 1},     {U"six", 6},       {U"seven", 7},     {U"sixteen", 16},
             {U"seventeen", 17}, {U"sixty", 60},  {U"seventy", 70},  {U"two", 2},       {U"three", 3},
             {U"ten", 10},       {U"twelve", 12}, {U"thirteen", 13}, {U"twenty", 20},   {U"thirty", 30},
             {U"thousand", 1000}};
/* Where those of each letter begin, and where those of z end. */
static const uint8_t OF_LETTER[27] = {0,  0,  0,  1,  2,  6,  12, 12, 13, 13, 13, 13, 13, 13,
                                      16, 17, 17, 17, 17, 23, 31, 31, 31, 31, 31, 31, 31};
_Static_assert(sizeof WORDS / sizeof *WORDS == 31, "the table above is as long as the words");

/* The number that the whole word at [i, end) spells; 0: none. */
static int word_value(const glyphs *g, uint32_t i, uint32_t end) {
  if (end - i < 3 || end - i > 9) return 0;
  uint32_t letter = g->cp[i] - 'a';
  for (uint32_t k = OF_LETTER[letter]; k < OF_LETTER[letter + 1]; k++)
    if (WORDS[k].word[1] == g->cp[i + 1] && glyphs_match(g, i, WORDS[k].word) == end - i)
      return WORDS[k].value;
  return 0;
}

static bool is_word(const glyphs *g, uint32_t i, uint32_t end, const uint32_t *word) {
  return end > i && glyphs_match(g, i, word) == end - i;
}

/* The place behind one blank or hyphen. */
static uint32_t next_word(const glyphs *g, uint32_t end) {
  return glyph(g, end) == '-' ? end + 1 : skip_blanks(g, end);
}

/* twenty-five, a hundred, two dozen: the words that go on with a number. */
static uint32_t join_words(const glyphs *g, uint32_t end, int64_t *value) {
  for (int most = 0; most < 4; most++) {
    uint32_t at = next_word(g, end), stop = word_end(g, at);
    int v = at > end ? word_value(g, at, stop) : 0;
    bool scale = v == 100 || v == 1000 || v == 12;
    if (!v || v == 2 * (*value < 20) || (!scale && (*value % 10 || v > 9))) break;
    *value = scale ? *value * v : *value + v;
    end = stop;
  }
  return end;
}

static bool read_words(const glyphs *g, uint32_t i, numeral *out) {
  uint32_t end = word_end(g, i);
  int64_t value = word_value(g, i, end);
  bool article = is_word(g, i, end, U"a") || is_word(g, i, end, U"an");
  if (is_word(g, i, end, U"half")) {
    uint32_t at = skip_blanks(g, end), stop = word_end(g, at);
    if (is_word(g, at, stop, U"a") || is_word(g, at, stop, U"an")) end = stop;
    *out = (numeral){.from = i, .to = end, .value = WHOLE / 2, .scale = 1};
    return true;
  }
  if (!value && !article) return false;
  if (article) {
    uint32_t at = skip_blanks(g, end), stop = word_end(g, at);
    int v = word_value(g, at, stop);
    article = !(v == 100 || v == 1000 || v == 12 || v == 2);
    value = article ? 1 : v;
    if (!article) end = stop;
  }
  if (!article) end = join_words(g, end, &value);
  *out = (numeral){.from = i, .to = end, .value = value * WHOLE, .scale = 1, .article = article};
  return true;
}

/* ---- All ---- */

static bool read_plain(const glyphs *g, uint32_t i, numeral *out) {
  uint32_t cp = glyph(g, i);
  if (is_figure(cp)) return read_figures(g, i, out);
  if (is_letter_az(cp)) return read_words(g, i, out);
  if (cp == U'半') {
    *out = (numeral){.from = i, .to = i + 1, .value = WHOLE / 2, .scale = 1, .han = true};
    return true;
  }
  return read_vague(g, i, out) || read_han(g, i, out);
}

static bool begins_range(uint32_t cp) {
  return cp == ' ' || cp == '-' || cp == '~' || cp == U'到' || cp == U'至' || cp == U'—' || cp == U'–' ||
         cp == U'或';
}

/* The place behind what joins the two ends of a range; i: none. */
static uint32_t skip_range(const glyphs *g, uint32_t i) {
  static const uint32_t *const marks[] = {U"-",   U"~",    U"到",   U"至",  U"—", U"–",
                                          U" - ", U" to ", U" or ", U" – ", U"或"};
  if (!begins_range(glyph(g, i))) return i;
  for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
    uint32_t n = glyphs_match(g, i, marks[k]);
    if (n) return i + n;
  }
  return i;
}

bool numeral_read(const glyphs *g, uint32_t i, numeral *out) {
  numeral upper;
  if (!read_plain(g, i, out)) return false;
  uint32_t at = skip_range(g, out->to);
  if (at == out->to || out->article || !read_plain(g, at, &upper) || upper.article || upper.vague)
    return true;
  if (upper.value <= out->value) return true;
  out->to = upper.to;
  if (out->scale == 1 && upper.scale > 100 && out->value * upper.scale < upper.value)
    out->value *= upper.scale, out->scale = upper.scale;
  return true;
}
