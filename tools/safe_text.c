/* safe_text.c - see safe_text.h. */
#include "safe_text.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void safe_text(bytes *b, const char *text) { bytes_add(b, text, strlen(text)); }

void safe_format(bytes *b, const char *format, ...) {
  char piece[512];
  va_list args;
  va_start(args, format);
  int n = vsnprintf(piece, sizeof piece, format, args);
  va_end(args);
  if (n > 0) bytes_add(b, piece, (size_t)n < sizeof piece ? (size_t)n : sizeof piece - 1);
}

/* Bytes of the character at `at`; 1 for a byte that begins none. */
static size_t char_len(vox_str s, size_t at) {
  unsigned char c = (unsigned char)s.ptr[at];
  size_t n = c < 0xC2 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 1;
  if (n > s.len - at) return 1;
  for (size_t i = 1; i < n; i++)
    if (((unsigned char)s.ptr[at + i] & 0xC0) != 0x80) return 1;
  return n;
}

/* Is this character one that a terminal would obey? Then `shown` is how it is printed. */
static int is_unsafe(vox_str c, char shown[8]) {
  const unsigned char *p = (const unsigned char *)c.ptr;
  if (c.len == 1 && p[0] >= 0x20 && p[0] < 0x7F) return 0;
  if (c.len == 1 && p[0] == '\n') return strcpy(shown, "\\n"), 1;
  if (c.len == 1 && p[0] == '\t') return strcpy(shown, "\\t"), 1;
  if (c.len == 1) return snprintf(shown, 8, "\\x%02X", p[0]), 1;
  if (c.len == 2 && p[0] == 0xC2 && p[1] < 0xA0) return snprintf(shown, 8, "\\x%02X", p[1]), 1;
  if (c.len != 3 || p[0] != 0xE2 || (p[1] != 0x80 && p[1] != 0x81)) return 0;
  unsigned cp = 0x2000u | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
  int turns =
      cp == 0x200E || cp == 0x200F || (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
  return turns ? snprintf(shown, 8, "\\u%04X", cp & 0xFFFFu), 1 : 0;
}

void safe_add(bytes *b, vox_str text, size_t width) {
  size_t used = 0;
  for (size_t at = 0, n; at < text.len; at += n) {
    char shown[8];
    n = char_len(text, at);
    vox_str one = {text.ptr + at, n};
    if (is_unsafe(one, shown)) one = (vox_str){shown, strlen(shown)};
    used += vox_text_width(one);
    if (width && used > width) {
      bytes_add(b, "...", 3);
      return;
    }
    bytes_add(b, one.ptr, one.len);
  }
}

void safe_add_shell(bytes *b, vox_str word) {
  int plain = word.len > 0, control = 0;
  for (size_t i = 0; i < word.len; i++) {
    unsigned char c = (unsigned char)word.ptr[i];
    int letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
    plain &= letter || (strchr("_-./:=,+@%", c) && c && (i || c != '='));
    control |= c < 0x20 || c == 0x7F;
  }
  if (plain) {
    bytes_add(b, word.ptr, word.len);
    return;
  }
  safe_text(b, control ? "$'" : "'");
  for (size_t i = 0; i < word.len; i++) {
    unsigned char c = (unsigned char)word.ptr[i];
    if (control && (c < 0x20 || c == 0x7F || c == '\\' || c == '\''))
      safe_format(b, "\\x%02x", c);
    else if (c == '\'')
      safe_text(b, "'\\''");
    else
      bytes_add(b, &word.ptr[i], 1);
  }
  safe_text(b, "'");
}

void safe_add_json(bytes *b, vox_str text) {
  bytes_add(b, "\"", 1);
  for (size_t at = 0, n; at < text.len; at += n) {
    unsigned char c = (unsigned char)text.ptr[at];
    n = char_len(text, at);
    if (c == '"' || c == '\\')
      bytes_add(b, "\\", 1), bytes_add(b, &text.ptr[at], 1);
    else if (c < 0x20 || c == 0x7F)
      safe_format(b, "\\u%04x", c);
    else if (n == 1 && c >= 0x80)
      safe_text(b, "\xEF\xBF\xBD");
    else
      bytes_add(b, text.ptr + at, n);
  }
  bytes_add(b, "\"", 1);
}
