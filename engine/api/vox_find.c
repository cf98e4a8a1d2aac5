/* vox_find.c - words in a comment that was analysed. */
#include "api/handles.h"

/* Tokens from..to spell the `n` characters; `to` is the last one. */
static bool spells(const segmented *s, uint32_t from, const uint32_t *cp, uint32_t n, uint32_t *to) {
  uint32_t begin = s->tokens[from].from;
  if (s->len - begin < n || memcmp(s->cp + begin, cp, n * sizeof *cp) != 0) return false;
  for (*to = from; *to < s->token_count && s->tokens[*to].to < begin + n;) ++*to;
  return *to < s->token_count && s->tokens[*to].to == begin + n;
}

vox_status vox_result_find(const vox_result *result, vox_str word, vox_span *out, size_t max, size_t *count,
                           vox_error *err) {
  const segmented *s = result->words;
  mem m;
  folded f;
  *count = 0;
  /* Text that was cleaned by cutting pieces out of it has no bytes of the comment to point at. */
  size_t shift = s && s->text.ptr >= result->text.ptr ? (size_t)(s->text.ptr - result->text.ptr) : SIZE_MAX;
  if (!s || shift > result->text.len || s->text.len > result->text.len - shift) return VOX_OK;
  mem_init(&m, NULL, 0);
  folded_init(&f, &m);
  vox_status status = fold_text(&f, word);
  if (status != VOX_OK) status = fail_memory(err);
  for (uint32_t i = 0, to; status == VOX_OK && f.len && i < s->token_count && *count < max; i++) {
    if (!spells(s, i, f.cp, (uint32_t)f.len, &to)) continue;
    vox_span at = segmented_span(s, s->tokens[i].from, s->tokens[to].to);
    out[(*count)++] = (vox_span){at.begin + (uint32_t)shift, at.end + (uint32_t)shift};
    i = to;
  }
  folded_free(&f);
  return status;
}
