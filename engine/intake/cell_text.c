/* cell_text.c - see cell_text.h. */
#include "intake/cell_text.h"
#include "text/utf8.h"

static bool is_dash(uint32_t cp) { return (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0xFE63; }

static bool is_blank(uint32_t cp) {
  return cp <= 0x20 || cp == 0xA0 || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200B) || cp == 0xFEFF;
}

bool cell_is_blank(vox_str cell) {
  if (cell.len && (unsigned char)cell.ptr[0] >= 0xE4 && (unsigned char)cell.ptr[0] <= 0xE9) return false;
  for (size_t at = 0; at < cell.len;) {
    unsigned char byte = (unsigned char)cell.ptr[at];
    if (byte > ' ' && byte < 0x80) return false;
    if (!is_blank(utf8_next(cell, &at))) return false;
  }
  return true;
}

vox_str cell_trim(vox_str cell) {
  for (size_t at = 0; at < cell.len;) {
    size_t from = at;
    if (is_blank(utf8_next(cell, &at))) continue;
    cell = str_sub(cell, from, cell.len);
    break;
  }
  for (size_t n = 1; n <= 3 && n <= cell.len;) {
    size_t at = cell.len - n;
    bool blank = is_blank(utf8_next(cell, &at)) && at == cell.len;
    if (blank) cell.len -= n;
    n = blank ? 1 : n + 1;
  }
  return cell_is_blank(cell) ? str_sub(cell, 0, 0) : cell;
}

static uint32_t plain(uint32_t cp) {
  if (cp >= 0xFF01 && cp <= 0xFF5E) cp -= 0xFEE0;
  if (cp >= 'A' && cp <= 'Z') return cp + 0x20;
  return is_dash(cp) ? '-' : is_blank(cp) ? ' ' : cp;
}

void cell_text_of(cell_text *t, vox_str cell) {
  size_t at = 0, len = 0;
  t->cut = false;
  while (at < cell.len) {
    unsigned char byte = (unsigned char)cell.ptr[at];
    uint32_t cp = plain(byte < 0x80 ? (at++, byte) : utf8_next(cell, &at));
    if (cp == ' ' && len == 0) continue;
    if (len == CELL_TEXT_MAX) {
      t->cut = true;
      break;
    }
    t->cp[len++] = cp;
  }
  while (len && t->cp[len - 1] == ' ') len--;
  t->cp[len] = 0;
  t->len = len;
}

bool cell_text_has(const cell_text *t, size_t at, const char *word) {
  unsigned char first = (unsigned char)word[0];
  if (first < 0x80 && t->cp[at] != first) return false;
  if (first >= 0x80 && t->cp[at] < 0x80) return false;
  vox_str s = str_of(word);
  for (size_t i = 0; i < s.len; at++) {
    uint32_t cp = utf8_next(s, &i);
    if (at >= t->len || t->cp[at] != cp) return false;
  }
  return true;
}

size_t cell_text_digits(const cell_text *t, size_t *at, size_t most, uint32_t *value) {
  size_t n = 0;
  for (*value = 0; n < most && t->cp[*at] >= '0' && t->cp[*at] <= '9'; n++, ++*at) {
    *value = *value * 10 + (t->cp[*at] - '0');
  }
  return n;
}
