/* words.c - words and numbers of spaced scripts.
 *
 * Words are those of UAX #29, cut here at once while they are ASCII and by text/breaks otherwise, with three
 * departures that comments ask for: a colon never joins letters (service:good), a full stop only single ones
 * (U.S., but not good.But), and what is one figure to a reader is one token: 3.5%, 10:30, 2026-03-01, $5.99.
 */
#include "segment/work.h"
#include "text/breaks.h"

static bool is_digit(uint32_t cp) { return cp - '0' < 10; }
static bool is_letter(uint32_t cp) { return cp - 'a' < 26; } /* folded text has no capitals */
static bool is_word_part(uint32_t cp) { return is_digit(cp) || is_letter(cp) || cp == '_'; }

static uint32_t digits_end(const segmenter *s, uint32_t at) {
  while (is_digit(cp_at(s, at))) at++;
  return at;
}

/* Is the letter before `at` the only one since `from` or since a full stop, and that behind it alone too? */
static bool is_initial(const segmenter *s, uint32_t from, uint32_t at) {
  bool alone = at - 1 == from || s->cp[at - 2] == '.';
  return alone && is_letter(s->cp[at - 1]) && is_letter(cp_at(s, at + 1)) && !is_word_part(cp_at(s, at + 2));
}

/* Does the mark at `at` join the characters on both sides of it? */
static bool joins(const segmenter *s, uint32_t from, uint32_t at) {
  uint32_t mark = cp_at(s, at), before = s->cp[at - 1], behind = cp_at(s, at + 1);
  if (mark == '\'' || mark == 0x2019) return is_letter(before) && is_letter(behind);
  if (mark == '.' || mark == ',')
    return (is_digit(before) && is_digit(behind)) || (mark == '.' && is_initial(s, from, at));
  return false;
}

static uint32_t ascii_end(const segmenter *s, uint32_t from) {
  uint32_t at = from;
  for (;; at++) {
    while (at < s->len && is_word_part(s->cp[at])) at++;
    if (at == from || !joins(s, from, at)) return at;
  }
}

/* Does a letter, digit or mark stand at `at` that the ASCII rules do not know? */
static bool goes_on(const segmenter *s, uint32_t at) {
  char_kind kind = kind_at(s, at);
  return s->cp[at] >= 0x80 && (kind == CHAR_LATIN || kind == CHAR_DIGIT || kind == CHAR_MARK ||
                               kind == CHAR_KANA || kind == CHAR_HANGUL);
}

/* The boundaries of the whole comment are found once, however many words ask. */
static uint32_t break_behind(segmenter *s, uint32_t at) {
  if (!s->breaks_known) breaks_words(s->cp, s->len, s->breaks);
  s->breaks_known = true;
  for (at++; at < s->len && !s->breaks[at]; at++) continue;
  return at;
}

/* 10:30, 10:30:05; 2026-03-01, 2026/3/1, 2026-03. */
static uint32_t figure_end(const segmenter *s, uint32_t from, uint32_t at) {
  uint32_t mark = cp_at(s, at), next = digits_end(s, at + 1);
  if (mark == ':' && at - from <= 2 && next - at == 3) {
    uint32_t seconds = digits_end(s, next + 1);
    return cp_at(s, next) == ':' && seconds - next == 3 ? seconds : next;
  }
  if ((mark != '-' && mark != '/') || at - from != 4 || next == at + 1 || next - at > 3) return at;
  uint32_t day = digits_end(s, next + 1);
  if (cp_at(s, next) != mark || day == next + 1 || day - next > 3) return next;
  return day;
}

static bool is_currency(uint32_t cp) {
  return cp == '$' || cp == 0xA5 || cp == 0x20AC || cp == 0xA3 || cp == 0x20A9 || cp == 0x20B9;
}

uint32_t words_number(const segmenter *s, uint32_t from) {
  uint32_t first = is_currency(cp_at(s, from)) ? from + 1 : from;
  if (!is_digit(cp_at(s, first))) return from;
  uint32_t at = digits_end(s, first);
  while (joins(s, first, at)) at = digits_end(s, at + 1);
  if (first == from) at = figure_end(s, from, at);
  return cp_at(s, at) == '%' || cp_at(s, at) == 0x2030 ? at + 1 : at;
}

/* Units that are written right behind a figure. */
static bool is_unit(const uint32_t *cp, uint32_t len) {
  static const char units[][4] = {"kg", "km", "cm",  "mm", "ml", "mg", "min", "h", "s", "mb",
                                  "gb", "tb", "mah", "hz", "oz", "lb", "k",   "w", "m", "kw"};
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
    uint32_t n = 0;
    while (n < len && n < 3 && units[i][n] && (uint32_t)units[i][n] == cp[n]) n++;
    if (n == len && (n == 3 || !units[i][n])) return true;
  }
  return false;
}

static uint32_t add(segmenter *s, uint32_t from, uint32_t to, vox_token_kind kind) {
  token_add(s, from, to, kind);
  return to;
}

static bool is_gap(char_kind k) { return k == CHAR_SPACE || k == CHAR_NEWLINE; }

/* Does no word go on behind its letters, whatever stands there? */
static bool is_end_of_letters(const segmenter *s, uint32_t at) {
  char_kind behind = kind_at(s, at);
  if (is_gap(behind) || behind == CHAR_HAN) return true;
  switch (s->cp[at]) {
  case ',':
  case '!':
  case '?':
  case ';':
  case ')':
    return true;
  case '.':
    return is_gap(kind_at(s, at + 1));
  default:
    return false;
  }
}

/* A word of letters as most are: no face, no link, no number. Returns the end; 0: look closer. */
static uint32_t letters_cut(segmenter *s, uint32_t at) {
  uint32_t end = at;
  while (end < s->len && is_letter(s->cp[end])) end++;
  if (!is_end_of_letters(s, end) || !faces_never_letters(s->cp + at, end - at)) return 0;
  return add(s, at, end, VOX_TOKEN_WORD);
}

/* Letters and digits, or a number, between Han or white space: nothing of what follows can begin there.
 * Returns the end; 0: look closer. */
static uint32_t plain_cut(segmenter *s, uint32_t at) {
  uint32_t end = at, first = s->cp[at];
  if (is_letter(first) && (end = letters_cut(s, at)) > 0) return end;
  if (!faces_never(first)) return 0;
  for (end = at; end < s->len && is_word_part(s->cp[end]);) end++;
  if (!is_gap(kind_at(s, end)) && kind_at(s, end) != CHAR_HAN) return 0;
  if (is_letter(first)) return add(s, at, end, VOX_TOKEN_WORD);
  return digits_end(s, at) == end ? add(s, at, end, VOX_TOKEN_NUMBER) : 0;
}

uint32_t words_cut(segmenter *s, uint32_t at) {
  uint32_t end = plain_cut(s, at);
  if (end) return end;
  end = faces_end(s, at);
  if (end > at) return add(s, at, end, VOX_TOKEN_EMOTICON);
  end = ascii_end(s, at);
  if ((end = links_end(s, at, end)) > 0) return add(s, at, end, VOX_TOKEN_LINK);
  uint32_t number = words_number(s, at);
  end = ascii_end(s, at);
  if (end < s->len && goes_on(s, end)) return add(s, at, break_behind(s, at), VOX_TOKEN_WORD);
  if (number > at && number >= end) return add(s, at, number, VOX_TOKEN_NUMBER);
  bool measured = number > at && is_unit(s->cp + number, end - number);
  add(s, at, end, measured ? VOX_TOKEN_NUMBER : VOX_TOKEN_WORD);
  if (measured) s->odd[s->odd_count - 1].figure = (uint16_t)(number - at);
  return end;
}
