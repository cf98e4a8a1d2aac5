/* vox_find.c - words in a comment that was analysed, and comments without what identifies a person. */
#include "api/handles.h"
#include "text/mask.h"

vox_status vox_mask(vox_str text, vox_write_fn write, void *payload, vox_error *err) {
  mem m;
  buf b;
  mem_init(&m, NULL, 0);
  buf_init(&b, &m, (size_t)1 << 30);
  vox_status status = mask_text(&b, text) == VOX_OK ? VOX_OK : fail_memory(err);
  if (status == VOX_OK && b.len && write(payload, b.ptr, b.len) != VOX_OK)
    status = fail(err, VOX_ERR_IO, "the masked text could not be written");
  buf_free(&b);
  return status;
}

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
  mem_init(&m, NULL, 0);
  folded_init(&f, &m);
  vox_status status = fold_text(&f, word);
  if (status != VOX_OK) status = fail_memory(err);
  for (uint32_t i = 0, to; status == VOX_OK && s && f.len && i < s->token_count && *count < max; i++) {
    if (!spells(s, i, f.cp, (uint32_t)f.len, &to)) continue;
    out[(*count)++] = segmented_span(s, s->tokens[i].from, s->tokens[to].to);
    i = to;
  }
  folded_free(&f);
  return status;
}
