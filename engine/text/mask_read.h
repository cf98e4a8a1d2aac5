/* mask_read.h - how the masks read a text: character by character as ASCII, forwards; words backwards. */
#ifndef TEXT_MASK_READ_H
#define TEXT_MASK_READ_H
#include "base/span.h"
#include "text/utf8.h"

/* The character at `*at` as ASCII (full-width forms too, the ideographic space, dashes); 0: another one, or
 * the end. Moves `*at` behind it. */
static inline char next_ascii(vox_str s, size_t *at) {
  if (*at >= s.len) return 0;
  uint32_t cp = utf8_next(s, at);
  if (cp >= 0xFF01 && cp <= 0xFF5E) cp -= 0xFEE0;
  if (cp == 0x3000 || cp == 0xA0) cp = ' ';
  if (cp >= 0x2010 && cp <= 0x2015) cp = '-';
  return cp < 0x80 ? (char)cp : 0;
}

static inline char peek(vox_str s, size_t at) { return next_ascii(s, &at); }

static inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static inline bool is_word(char c) { return is_digit(c) || is_letter(c); }
static inline bool is_local(char c) { return is_word(c) || (c && strchr("._%+-", c)); }

/* Reads `count` digits into `out` (may be NULL); false when there are fewer. */
static inline bool take_digits(vox_str s, size_t *at, unsigned count, char *out) {
  for (unsigned i = 0; i < count; i++) {
    char c = next_ascii(s, at);
    if (!is_digit(c)) return false;
    if (out) out[i] = c;
  }
  return true;
}

/* Skips `mark` if it is next. */
static inline bool take(vox_str s, size_t *at, char mark) {
  size_t to = *at;
  if (next_ascii(s, &to) != mark) return false;
  *at = to;
  return true;
}

static inline bool take_gap(vox_str s, size_t *at) { return take(s, at, '-') || take(s, at, ' '); }

/* Nothing of a number goes on at `at`. */
static inline size_t ends_at(vox_str s, size_t at) {
  size_t next = at;
  char c = next_ascii(s, &next);
  if (is_word(c) || (c == '.' && is_digit(peek(s, next)))) return 0;
  return at;
}

/* Ends the text before `at` in `word`? Case does not matter for ASCII. */
static inline bool stands_before(vox_str s, size_t at, const char *word) {
  size_t n = strlen(word);
  if (n > at) return false;
  for (size_t i = 0; i < n; i++) {
    char c = s.ptr[at - n + i];
    if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
    if (c != word[i]) return false;
  }
  return true;
}

static inline bool any_before(vox_str s, size_t at, const char *const *words, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (stands_before(s, at, words[i])) return true;
  return false;
}

static inline size_t end_of_run(vox_str s, size_t at, bool (*is_in)(char)) {
  for (size_t next = at; is_in(next_ascii(s, &next)); at = next) continue;
  return at;
}
#endif
