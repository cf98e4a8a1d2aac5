/* segment.c - divides a comment by kinds of character and lets each stretch be cut. See segment.h. */
#include "segment/segment.h"
#include "segment/added.h"
#include "segment/work.h"
#include "text/utf8.h"

vox_status segmenter_new(segmenter **out, mem *m, const dict *d, vox_error *err) {
  segmenter *s = mem_array(m, 1, sizeof *s);
  if (!s) return fail_memory(err);
  s->mem = m, s->dict = d, s->path = path_best();
  folded_init(&s->folded, m);
  joins_init(s);
  if (!segmenter_reserve(s, 1024)) {
    segmenter_free(s);
    return fail_memory(err);
  }
  *out = s;
  return VOX_OK;
}

void segmenter_free(segmenter *s) {
  if (!s) return;
  folded_free(&s->folded);
  segmenter_give_block(s);
  mem_put(s->mem, s, sizeof *s);
}

void segmenter_own(segmenter *s, segment_own_fn own, void *self) {
  s->own = own;
  s->own_self = self;
}

/* A stray mark or dropped-in control belongs to the token it touches. */
static uint32_t pass_mark(segmenter *s, uint32_t at) {
  uint32_t end = at + 1;
  while (kind_at(s, end) == CHAR_MARK) end++;
  if (at == 0 || bit_get(s->gaps, at - 1)) {
    token_add(s, at, end, VOX_TOKEN_OTHER);
    return end;
  }
  token *before = tokens_take(s, at);
  before->to = end;
  tokens_cover(s, before->from, end);
  return end;
}

static uint32_t cut_one(segmenter *s, uint32_t at) {
  switch ((char_kind)s->kind[at]) {
  case CHAR_LATIN:
  case CHAR_DIGIT:
  case CHAR_KANA:
  case CHAR_HANGUL:
    return words_cut(s, at);
  case CHAR_MARK:
  case CHAR_INVISIBLE:
    return pass_mark(s, at);
  default:
    return marks_cut(s, at);
  }
}

/* Units join the number before them at once, unless mesh.c may still cut anew. */
static uint32_t cut_odd(segmenter *s, uint32_t at) {
  uint32_t end = cut_one(s, at);
  token *last = &s->odd[s->odd_count - 1];
  bool joins = last->kind == VOX_TOKEN_NUMBER && bit_get(s->han, end) && s->dict && !s->any_mixed;
  return joins ? joins_unit(s, last) : end;
}

/* What is neither easy nor white space is cut here; the tokens of the rest are those that han_settle left. */
static void divide(segmenter *s) {
  uint32_t done = 0;
  s->odd = s->spare, s->odd_count = 0;
  s->breaks_known = false;
  tokens_begin(s);
  for (uint32_t w = 0; w <= s->len / 64; w++) {
    uint64_t odd = ~(s->easy[w] | s->gaps[w]);
    if (w == s->len / 64) odd &= ((uint64_t)1 << s->len % 64) - 1;
    for (; odd; odd &= odd - 1) {
      uint32_t at = 64 * w + (uint32_t)__builtin_ctzll(odd);
      if (at >= done) done = cut_odd(s, at);
    }
  }
  tokens_put(s);
}

vox_status segment_text(segmenter *s, vox_str text, segmented *out, vox_error *err) {
  vox_status status = decode_text(s, text, err);
  if (status != VOX_OK) return status;
  if (s->own) {
    if (segment_own(s) != VOX_OK) return fail(err, VOX_ERR_PLUGIN, "the plug-in that segments failed");
    *out = (segmented){text, s->cp, s->id, s->kind, s->begin, s->len, s->tokens, s->token_count, false};
    return VOX_OK;
  }
  han_settle(s);
  if (s->dict && s->dict->added) added_find(s);
  divide(s);
  if (s->any_mixed) {
    mesh_settle(s);
    joins_units(s);
  }
  if (s->parts) joins_parts(s);
  *out = (segmented){text, s->cp, s->id, s->kind, s->begin, s->len, s->tokens, s->token_count, s->plain};
  return VOX_OK;
}

/* Does folding drop it, and is it no part of an emoji sequence (selector, joiner, tag)? */
static bool is_invisible(uint32_t cp) {
  bool tag = cp >= 0xE0020 && cp <= 0xE007F;
  return !tag && char_fold(cp) == FOLD_DROP && char_kind_of(cp) != CHAR_MARK;
}

static bool is_margin(uint32_t cp) {
  char_kind kind = char_kind_of(cp);
  return kind == CHAR_SPACE || kind == CHAR_NEWLINE || is_invisible(cp);
}

/* Where the character before byte `at` begins, not before `least`. */
static size_t step_back(vox_str text, size_t at, size_t least) {
  size_t low = at - least > 4 ? at - 4 : least;
  for (size_t from = at - 1; from >= low; from--) {
    size_t end = from;
    if (((unsigned char)text.ptr[from] & 0xC0) != 0x80 && (utf8_next(text, &end), end == at)) return from;
    if (from == 0) break;
  }
  return at - 1;
}

vox_span segmented_trimmed(const segmented *s, uint32_t from, uint32_t to) {
  size_t begin = s->begin[from], end = s->begin[to];
  while (begin < end) {
    size_t next = begin;
    if (!is_margin(utf8_next(s->text, &next))) break;
    begin = next;
  }
  while (end > begin) {
    size_t last = step_back(s->text, end, begin), at = last;
    if (!is_margin(utf8_next(s->text, &at))) break;
    end = last;
  }
  return (vox_span){(uint32_t)begin, (uint32_t)end};
}
