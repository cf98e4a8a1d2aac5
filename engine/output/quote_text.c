/* quote_text.c - see quote_text.h. */
#include "output/quote_text.h"
#include "text/mask.h"
#include "text/utf8.h"

void quote_text(buf *out, const quote *q, size_t max) {
  size_t from = out->len, end = from;
  if (mask_text(out, str_trim(q->body->text)) != VOX_OK) return;
  vox_str masked = str_sub(buf_view(out), from, out->len);
  size_t at = 0;
  for (size_t n = 0; n < max && at < masked.len; n++) utf8_next(masked, &at);
  end = from + at;
  bool is_cut = end < out->len || q->body->is_cut;
  out->len = end;
  if (is_cut) buf_text(out, "…");
}
