/* page.c - see page.h. */
#include "output/page.h"
#include "aggregate/ratio.h"
#include "text/chars.h"
#include "text/utf8.h"

void page_fixed(buf *out, int64_t value, unsigned decimals, unsigned shown) {
  int64_t unit = 1, scale = 1;
  for (unsigned i = shown; i < decimals; i++) unit *= 10;
  for (unsigned i = 0; i < shown; i++) scale *= 10;
  int64_t rounded = ratio_round(value, unit);
  if (rounded < 0) buf_byte(out, '-');
  int64_t size = rounded < 0 ? -rounded : rounded;
  buf_i64(out, size / scale);
  if (!shown) return;
  buf_byte(out, '.');
  for (scale /= 10; scale; scale /= 10) buf_byte(out, (char)('0' + size / scale % 10));
}

void page_signed(buf *out, int64_t value, unsigned decimals, unsigned shown) {
  if (value > 0) buf_byte(out, '+');
  page_fixed(out, value, decimals, shown);
}

void page_share(buf *out, int64_t k, int64_t n) {
  if (n > 0) {
    page_fixed(out, ratio_round(10000 * k, n), 2, 1);
    buf_byte(out, '%');
  } else {
    buf_byte(out, '-');
  }
}

size_t page_width(vox_str text) {
  size_t width = 0;
  for (size_t at = 0; at < text.len;) width += char_width(utf8_next(text, &at));
  return width;
}

static void add_spaces(buf *out, size_t n) {
  while (n--) buf_byte(out, ' ');
}

/* The longest beginning that takes at most `columns`. */
static size_t fitting(vox_str text, size_t columns) {
  size_t width = 0;
  for (size_t at = 0; at < text.len;) {
    size_t begin = at;
    width += char_width(utf8_next(text, &at));
    if (width > columns) return begin;
  }
  return text.len;
}

void page_left(buf *out, vox_str text, size_t columns) {
  size_t from = out->len;
  buf_str(out, text);
  page_fit(out, from, columns);
  size_t width = page_width(str_sub(buf_view(out), from, out->len));
  if (width < columns) add_spaces(out, columns - width);
}

void page_right(buf *out, vox_str text, size_t columns) {
  size_t width = page_width(text);
  if (width < columns) add_spaces(out, columns - width);
  buf_str(out, text);
}

void page_one_line(buf *out, size_t from) {
  unsigned char *bytes = (unsigned char *)out->ptr;
  for (size_t i = from; i < out->len; i++) {
    bool is_c1 = bytes[i] == 0xC2 && i + 1 < out->len && bytes[i + 1] < 0xA0;
    if (is_c1) bytes[i + 1] = ' ';
    if (is_c1 || bytes[i] < 0x20 || bytes[i] == 0x7F) bytes[i] = ' ';
  }
}

void page_fit(buf *out, size_t from, size_t columns) {
  vox_str text = str_sub(buf_view(out), from, out->len);
  if (page_width(text) <= columns) return;
  out->len = from + fitting(text, columns - 1);
  buf_text(out, "…");
}
