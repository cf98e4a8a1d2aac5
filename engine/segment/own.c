/* own.c - tokens by a cutter of the caller's own: its bytes to folded characters, and nothing believed. */
#include "segment/segment.h"
#include "segment/work.h"

typedef struct own_cut {
  segmenter *s;
  uint32_t at; /* characters before this one are in tokens or passed over */
} own_cut;

/* The first character from `at` on that begins at `byte` or behind it. */
static uint32_t character_at(const segmenter *s, uint32_t at, uint32_t byte) {
  while (at < s->len && s->begin[at] < byte) at++;
  return at;
}

static void pass_between(segmenter *s, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i < to; i++) {
    if (s->kind[i] == CHAR_SPACE || s->kind[i] == CHAR_NEWLINE) s->space = TOKEN_SPACE;
    if (s->kind[i] == CHAR_NEWLINE && s->token_count) s->tokens[s->token_count - 1].flags |= TOKEN_LINE_END;
  }
}

static vox_status take_token(void *sink, vox_span span, vox_token_kind kind) {
  own_cut *c = sink;
  segmenter *s = c->s;
  if (span.begin >= span.end || span.end > s->text.len || (unsigned)kind > VOX_TOKEN_OTHER)
    return VOX_ERR_PLUGIN;
  if (c->at && span.begin < s->begin[c->at - 1] + 1) return VOX_ERR_PLUGIN; /* behind the last one */
  uint32_t from = character_at(s, c->at, span.begin), to = character_at(s, from, span.end);
  if (from == to) return VOX_OK; /* nothing that can be seen */
  pass_between(s, c->at, from);
  s->tokens[s->token_count++] = token_make(from, to, kind, TOKEN_UNKNOWN | s->space);
  s->space = 0;
  c->at = to;
  return VOX_OK;
}

vox_status segment_own(segmenter *s) {
  own_cut cut = {s, 0};
  s->token_count = 0, s->space = 0;
  vox_status status = s->own(s->own_self, s->text, take_token, &cut);
  pass_between(s, cut.at, s->len);
  return status;
}
