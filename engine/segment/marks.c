/* marks.c - emoji sequences, emoticons, tags, @names and runs of one mark. */
#include "segment/work.h"
#include "text/utf8.h"

enum { KEYCAP = 0x20E3, VARIATION_EMOJI = 0xFE0F, ZWJ = 0x200D };

static bool is_regional(uint32_t cp) { return cp - 0x1F1E6 < 26; }
static bool is_picture(uint32_t cp) {
  return char_is_pictographic(cp) || is_regional(cp) || cp - 0x1F3FB < 5;
}

/* Selectors, skin tones, keycaps and tags, that change the picture before them. */
static bool is_attached(uint32_t cp) {
  return cp - 0x1F3FB < 5 || cp - 0xE0020 < 0x60 || (char_kind_of(cp) == CHAR_MARK && cp != ZWJ);
}

/* The byte behind the emoji sequence at byte `at` of the text as it was written: folding drops joiners. */
static size_t sequence_end(vox_str text, size_t at) {
  uint32_t first = utf8_next(text, &at);
  bool flag = is_regional(first);
  while (at < text.len) {
    size_t next = at;
    uint32_t cp = utf8_next(text, &next);
    bool joined = cp == ZWJ && next < text.len && is_picture(utf8_next(text, &next));
    if (!joined && !is_attached(cp) && !(flag && is_regional(cp))) break;
    if (is_regional(cp)) flag = false;
    at = next;
  }
  return at;
}

static uint32_t emoji_cut(segmenter *s, uint32_t at) {
  size_t byte = s->begin[at], stop;
  while (byte < s->begin[at + 1]) {
    size_t next = byte;
    if (char_fold(utf8_next(s->text, &next)) != FOLD_DROP) break;
    byte = next;
  }
  stop = byte < s->text.len ? sequence_end(s->text, byte) : byte;
  uint32_t end = at + 1;
  while (end < s->len && s->begin[end] < stop) end++;
  token_add(s, at, end, VOX_TOKEN_EMOJI);
  return end;
}

/* A run of the same mark or symbol, as far as no emoticon begins in it. */
static uint32_t run_cut(segmenter *s, uint32_t at) {
  uint32_t end = at + 1;
  bool mark = s->kind[at] == CHAR_PUNCTUATION;
  while (cp_at(s, end) == s->cp[at]) end++;
  token_add(s, at, end, mark ? VOX_TOKEN_PUNCTUATION : VOX_TOKEN_OTHER);
  return end;
}

/* #great: the sign and the word; a Chinese #topic# has its signs alone. */
static uint32_t hashtag_cut(segmenter *s, uint32_t at) {
  uint32_t end = words_cut(s, at + 1);
  s->odd[s->odd_count - 1].from = at;
  tokens_cover(s, at, end);
  return end;
}

uint32_t marks_cut(segmenter *s, uint32_t at) {
  uint32_t cp = s->cp[at], end;
  if (s->kind[at] == CHAR_EMOJI) return emoji_cut(s, at);
  if (s->kind[at] == CHAR_PUNCTUATION && (cp >= 0x80 || (faces_never(cp) && cp != '#')))
    return run_cut(s, at);
  vox_token_kind kind = VOX_TOKEN_EMOTICON;
  end = faces_end(s, at);
  if (end == at && cp == '@') end = links_name_end(s, at), kind = VOX_TOKEN_LINK;
  if (end <= at) end = words_number(s, at), kind = VOX_TOKEN_NUMBER;
  if (end > at) {
    token_add(s, at, end, kind);
    return end;
  }
  if (cp == '#' && kind_at(s, at + 1) == CHAR_LATIN) return hashtag_cut(s, at);
  return run_cut(s, at);
}

/* Is the character before byte `stop` a selector for emoji? */
static bool selector_before(const segmenter *s, size_t from, size_t stop) {
  while (from < stop)
    if (utf8_next(s->text, &from) == VARIATION_EMOJI) return true;
  return false;
}

bool marks_change(const segmenter *s, uint32_t i) {
  if (s->cp[i] == KEYCAP && i > 0) return true;
  return s->begin[i + 1] - s->begin[i] > 3 && selector_before(s, s->begin[i], s->begin[i + 1]);
}

void marks_prepare(segmenter *s) {
  for (uint32_t i = 0; i < s->len; i++) {
    if (!marks_change(s, i)) continue;
    bool keycap = s->cp[i] == KEYCAP && i > 0;
    uint32_t base = keycap ? i - 1 : i;
    if (keycap && !(s->cp[base] - '0' < 10 || s->cp[base] == '#' || s->cp[base] == '*')) continue;
    if (s->kind[base] != CHAR_SPACE && s->kind[base] != CHAR_NEWLINE) s->kind[base] = CHAR_EMOJI;
  }
}
