/* decode.c - a comment's bytes to folded characters with their ids and kinds. */
#include "segment/work.h"
#include "text/utf8.h"

/* The arrays are pieces of one block. `bytes` per element, rounded so that each begins on a cache line. */
static size_t piece(size_t count, size_t bytes) { return (count * bytes + 63) / 64 * 64; }

static size_t block_size(size_t cap) {
  size_t n = cap + GUARD, bits = n / 64 + 2;
  return 64 + 4 * piece(n, 4) + piece(n, 2) + 3 * piece(n, 1) + 5 * piece(bits, 8) + piece(n, 8) +
         2 * piece(n, sizeof(token));
}

static void *take(unsigned char **at, size_t count, size_t bytes) {
  void *here = *at;
  *at += piece(count, bytes);
  return here;
}

static void divide_block(segmenter *s) {
  size_t n = s->cap + GUARD, bits = n / 64 + 2;
  unsigned char *at = s->block;
  at += (64 - (uintptr_t)at % 64) % 64;
  s->cp = take(&at, n, 4), s->begin = take(&at, n, 4), s->word = take(&at, n, 4), s->list = take(&at, n, 4);
  s->id = take(&at, n, 2);
  s->kind = take(&at, n, 1), s->best_len = take(&at, n, 1), s->breaks = take(&at, n, 1);
  s->han = take(&at, bits, 8), s->two = take(&at, bits, 8), s->longer = take(&at, bits, 8);
  s->crossed = take(&at, bits, 8), s->mixed = take(&at, bits, 8);
  s->best = take(&at, n, 8);
  s->tokens = take(&at, n, sizeof(token)), s->spare = take(&at, n, sizeof(token));
}

void segmenter_give_block(segmenter *s) {
  if (s->cap) mem_put(s->mem, s->block, block_size(s->cap));
  s->block = NULL, s->cap = 0;
}

bool segmenter_reserve(segmenter *s, size_t count) {
  if (count <= s->cap) return true;
  size_t cap = count < 256 ? 256 : count;
  if (s->cap && cap < 2 * s->cap) cap = 2 * s->cap;
  void *block = mem_get(s->mem, block_size(cap));
  if (!block && cap > count) block = mem_get(s->mem, block_size(cap = count));
  if (!block) return false;
  segmenter_give_block(s);
  s->block = block, s->cap = cap;
  divide_block(s);
  return true;
}

/* White space holds no more than itself and dropped characters: marks behind it that canonical order has put into its
 * bytes go to the next character. False: it is no white space but a part of something visible (the macron U+FFE3). */
static bool settle_space(segmenter *s, uint32_t at) {
  size_t from = s->begin[at], end = s->begin[at + 1];
  bool space = false;
  while (from < end) {
    size_t next = from;
    uint32_t cp = utf8_next(s->text, &next);
    char_kind kind = char_kind_of(cp);
    if (char_fold(cp) != FOLD_DROP) {
      if (space) s->begin[at + 1] = (uint32_t)from;
      if (space || (kind != CHAR_SPACE && kind != CHAR_NEWLINE)) return space;
      space = true;
    }
    from = next;
  }
  return space;
}

static void look_up(segmenter *s, uint32_t at) {
  if (!s->dict) {
    s->id[at] = 0, s->kind[at] = (uint8_t)char_kind_of(s->cp[at]);
    return;
  }
  char_entry e = charmap_get(&s->dict->chars, s->cp[at]);
  s->id[at] = e.id, s->kind[at] = e.kind;
}

/* Any text, by fold_text. */
static vox_status decode_slow(segmenter *s, vox_error *err) {
  vox_status status = fold_text(&s->folded, s->text);
  if (status == VOX_ERR_LIMIT) return fail(err, status, "the text is longer than 1 GiB");
  if (status != VOX_OK || !segmenter_reserve(s, s->folded.len)) return fail_memory(err);
  uint32_t len = s->len = (uint32_t)s->folded.len;
  memcpy(s->cp, s->folded.cp, len * sizeof *s->cp);
  memcpy(s->begin, s->folded.begin, (len + 1) * sizeof *s->begin);
  for (uint32_t i = 0; i < len; i++) look_up(s, i);
  for (uint32_t i = 0; i < len; i++) {
    if (s->begin[i] == s->begin[i + 1]) s->parts = true;
    if ((s->kind[i] == CHAR_SPACE || s->kind[i] == CHAR_NEWLINE) && !settle_space(s, i)) s->kind[i] = CHAR_OTHER;
  }
  return VOX_OK;
}

vox_status decode_text(segmenter *s, vox_str text, vox_error *err) {
  s->text = text, s->parts = false;
  vox_status status = decode_slow(s, err);
  if (status != VOX_OK) return status;
  memset(s->id + s->len, 0, GUARD * sizeof *s->id);
  marks_prepare(s);
  return VOX_OK;
}
