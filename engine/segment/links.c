/* links.c - URLs, e-mail addresses, host names and @names: one token each.
 *
 * Look-ahead is bounded (an address has at most 64 characters before the @ and 255 behind it), so that text
 * made of beginnings of links stays linear. */
#include "segment/work.h"

enum { LOCAL_MAX = 64, HOST_MAX = 255, NAME_MAX = 20 };

static bool is_digit(uint32_t cp) { return cp - '0' < 10; }
static bool is_letter(uint32_t cp) { return cp - 'a' < 26; }

/* Was it one byte of the text? A full-width mark ends a link. */
static bool is_ascii(const segmenter *s, uint32_t at) {
  return at < s->len && s->cp[at] < 0x80 && s->begin[at + 1] - s->begin[at] == 1;
}

static bool is_one_of(uint32_t cp, const char *set) { return cp && cp < 0x80 && strchr(set, (int)cp); }

static bool is_url_part(const segmenter *s, uint32_t at) {
  return is_ascii(s, at) &&
         (is_digit(s->cp[at]) || is_letter(s->cp[at]) || is_one_of(s->cp[at], "-._~:/?#@!$&'*+,;=%"));
}

/* The path behind a host: marks at its end belong to the sentence. */
static uint32_t url_end(const segmenter *s, uint32_t from) {
  uint32_t at = from;
  while (is_url_part(s, at)) at++;
  while (at > from && is_one_of(s->cp[at - 1], ".,:;!?'*~")) at--;
  return at;
}

static bool is_host_part(const segmenter *s, uint32_t at) {
  return is_ascii(s, at) && (is_digit(s->cp[at]) || is_letter(s->cp[at]) || s->cp[at] == '-');
}

static bool is_top_level(const segmenter *s, uint32_t from, uint32_t to) {
  static const char names[][5] = {"com", "cn",  "net", "org", "io", "edu", "gov", "me",
                                  "tv",  "app", "hk",  "tw",  "uk", "co",  "vip", "shop"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    uint32_t n = 0;
    while (from + n < to && names[i][n] && (uint32_t)names[i][n] == s->cp[from + n]) n++;
    if (from + n == to && !names[i][n]) return true;
  }
  return false;
}

/* label.label...label, the last one a known top level unless `any`; 0 when there is none. */
static uint32_t host_end(const segmenter *s, uint32_t from, bool any) {
  uint32_t at = from, label = from, dots = 0, good = 0;
  for (; at - from < HOST_MAX; at++) {
    if (is_host_part(s, at)) continue;
    if (at == label) break;
    if (dots && (any || is_top_level(s, label, at))) good = at;
    if (!is_ascii(s, at) || s->cp[at] != '.') break;
    label = at + 1, dots++;
  }
  return good;
}

static uint32_t host_with_path(const segmenter *s, uint32_t from, bool any) {
  uint32_t end = host_end(s, from, any);
  if (!end) return 0;
  bool path = is_ascii(s, end) && is_one_of(s->cp[end], "/:?#");
  return path ? url_end(s, end) : end;
}

static uint32_t mail_end(const segmenter *s, uint32_t from) {
  uint32_t at = from;
  while (at - from < LOCAL_MAX && is_ascii(s, at) &&
         (is_digit(s->cp[at]) || is_letter(s->cp[at]) || is_one_of(s->cp[at], "._%+-")))
    at++;
  return at > from && cp_at(s, at) == '@' ? host_end(s, at + 1, true) : 0;
}

static bool spells(const segmenter *s, uint32_t from, uint32_t to, const char *text) {
  size_t len = strlen(text);
  if (to - from != len) return false;
  for (size_t i = 0; i < len; i++)
    if (s->cp[from + i] != (unsigned char)text[i]) return false;
  return true;
}

uint32_t links_end(const segmenter *s, uint32_t from, uint32_t word_end) {
  if (word_end == from || !is_ascii(s, word_end)) return 0;
  switch (s->cp[word_end]) {
  case ':':
    if (cp_at(s, word_end + 1) != '/' || cp_at(s, word_end + 2) != '/') return 0;
    if (!spells(s, from, word_end, "http") && !spells(s, from, word_end, "https") &&
        !spells(s, from, word_end, "ftp"))
      return 0;
    return url_end(s, word_end + 3);
  case '.': {
    uint32_t mail = mail_end(s, from);
    return mail ? mail : host_with_path(s, from, spells(s, from, word_end, "www"));
  }
  case '-':
  case '+':
  case '%':
  case '@':
    return mail_end(s, from);
  default:
    return 0;
  }
}

/* @name: letters and digits, or a Chinese name that white space or a colon ends. */
uint32_t links_name_end(const segmenter *s, uint32_t from) {
  uint32_t at = from + 1;
  bool han = false;
  for (; at < s->len && at - from <= NAME_MAX; at++) {
    char_kind kind = kind_at(s, at);
    if (kind == CHAR_HAN || kind == CHAR_KANA)
      han = true;
    else if (kind != CHAR_LATIN && kind != CHAR_DIGIT && s->cp[at] != '_' && s->cp[at] != '-')
      break;
    if (han && kind == CHAR_HAN && at - from > NAME_MAX) return 0;
  }
  if (at == from + 1) return 0;
  if (!han) return at;
  char_kind end = kind_at(s, at);
  return at - from <= NAME_MAX &&
                 (end == CHAR_SPACE || end == CHAR_NEWLINE || cp_at(s, at) == ':' || cp_at(s, at) == '@')
             ? at
             : 0;
}
