/* decode.c - a comment's bytes to folded characters with their ids and kinds.
 *
 * Nearly every character is one look-up in the artefact's table. What the table flags (it folds to several,
 * may compose with a neighbour) is folded by fold_text together with the character before it, which gives the
 * same as folding the whole comment: a run of such characters meets no other neighbour. */
#include "segment/work.h"
#include "text/utf8.h"

/* White space holds no more than itself and dropped characters: marks behind it that canonical order has put
 * into its bytes go to the next character. False: it is no white space but a part of something visible (the
 * macron U+FFE3). */
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
  char_entry e = {0, (uint8_t)0, 0};
  if (s->dict)
    e = charmap_get(&s->dict->chars, s->cp[at]);
  else
    e.kind = (uint8_t)char_kind_of(s->cp[at]);
  s->id[at] = e.id, s->kind[at] = e.kind;
}

/* Characters from.. came out of fold_text; begin[len] is set. */
static void settle_folded(segmenter *s, uint32_t from, uint32_t len) {
  for (uint32_t i = from; i < len; i++) look_up(s, i);
  for (uint32_t i = from; i < len; i++) {
    if (s->begin[i] == s->begin[i + 1]) {
      if (!s->parts) s->first_part = i;
      s->parts = true, s->last_part = i;
    }
    s->any_marks |= marks_change(s, i);
    bool space = s->kind[i] == CHAR_SPACE || s->kind[i] == CHAR_NEWLINE;
    if (space && !settle_space(s, i)) s->kind[i] = CHAR_OTHER;
  }
}

/* Any text, all of it by fold_text. */
static vox_status decode_folded(segmenter *s, vox_error *err) {
  vox_status status = fold_text(&s->folded, s->text);
  if (status == VOX_ERR_LIMIT) return fail(err, status, "the text is longer than 1 GiB");
  if (status != VOX_OK || !segmenter_reserve(s, s->folded.len)) return fail_memory(err);
  s->len = (uint32_t)s->folded.len;
  memcpy(s->cp, s->folded.cp, s->len * sizeof *s->cp);
  memcpy(s->begin, s->folded.begin, (s->len + (size_t)1) * sizeof *s->begin);
  settle_folded(s, 0, s->len);
  return VOX_OK;
}

/* The byte behind the flagged characters that follow each other from byte `at`. */
static size_t flagged_end(const segmenter *s, size_t at) {
  while (at < s->text.len) {
    size_t next = at;
    if (!charmap_get(&s->dict->chars, utf8_next(s->text, &next)).flags) break;
    at = next;
  }
  return at;
}

/* The character at `c->byte` is flagged: folds it and its like with the character before. False: no room or
 * memory. */
static bool decode_flagged(segmenter *s, decode_cursor *c) {
  size_t from = c->len ? s->begin[c->len - 1] : 0, end = flagged_end(s, c->byte);
  uint32_t first = c->len ? c->len - 1 : 0;
  s->plain = false;
  if (fold_text(&s->folded, str_sub(s->text, from, end)) != VOX_OK) return false;
  if (first + s->folded.len + (s->text.len - end) > s->cap) return false;
  for (size_t i = 0; i < s->folded.len; i++) {
    s->cp[first + i] = s->folded.cp[i];
    s->begin[first + i] = (uint32_t)from + s->folded.begin[i];
  }
  c->len = first + (uint32_t)s->folded.len, c->byte = end;
  s->begin[c->len] = (uint32_t)end;
  settle_folded(s, first, c->len);
  return true;
}

/* The code point at `at`; the commonest forms without a call. */
static inline uint32_t next_cp(vox_str text, size_t *at) {
  const unsigned char *p = (const unsigned char *)text.ptr + *at;
  if (p[0] < 0x80) return *at += 1, p[0];
  if (text.len - *at > 3) {
    uint32_t four = get_u32(p);
    uint32_t cp = (four & 0xF) << 12 | (four >> 2 & 0xFC0) | (four >> 16 & 0x3F);
    if ((four & 0xC0C0F0) == 0x8080E0 && cp >= 0x800 && cp - 0xD800 >= 0x800) return *at += 3, cp;
  }
  return utf8_next(text, at);
}

/* The row of a character that has none in `chars_low`. */
static uint32_t row_beyond(const dict *d, uint32_t cp) {
  return char_row_make(charmap_get(&d->chars, cp), WAY_ASK);
}

/* How a character's folded form lies from it, by its char_way. */
static const uint32_t folded_by[] = {0, 0u - WAY_NARROW_BY, WAY_LOWER_BY, 0};

/* Where characters are written to. */
typedef struct outlet {
  uint32_t *cp, *begin;
  uint16_t *id;
  uint8_t *kind;
} outlet;

STEPS void put_char(const outlet *o, size_t n, size_t begin, uint32_t cp, uint32_t row) {
  o->cp[n] = cp + folded_by[row_way(row)];
  o->begin[n] = (uint32_t)begin, o->id[n] = (uint16_t)row, o->kind[n] = row_kind(row);
}

/* The code points of two characters of three bytes each, in the halves of a word: the first in the lower. */
static inline uint64_t cps_of_six(uint64_t bytes) {
  uint64_t x = (bytes & 0xFFFFFF) | (bytes << 8 & 0xFFFFFF00000000);
  return (x & 0xF0000000F) << 12 | (x >> 2 & 0xFC000000FC0) | (x >> 16 & 0x3F0000003F);
}

/* Are both from U+1000 on? Bits 16 and 48 of the result are set then. */
static inline uint64_t far_enough(uint64_t cps) { return cps + 0xF0000000F000; }

/* Of twelve bytes, how many characters of three bytes they begin with, four at most. */
static inline size_t count_threes(uint64_t low, uint64_t high) {
  uint64_t odd = (low & 0xC0F0C0C0F0C0C0F0) ^ 0x80E08080E08080E0, odd_high = (high & 0xC0C0F0C0) ^ 0x8080E080;
  if (odd) return (size_t)__builtin_ctzll(odd) / 24;
  return odd_high ? (64 + (size_t)__builtin_ctzll(odd_high)) / 24 : 4;
}

/* Up to four characters of three bytes each from U+1000 on, as most are, if none is flagged, a CHAR_MARK or
 * must be asked for; returns how many. Four are written in any case. */
STEPS size_t put_four(const outlet *o, size_t n, const uint32_t *rows, const char *text, size_t at) {
  uint64_t low = get_u64(text + at), high = get_u32(text + at + 8);
  size_t count = count_threes(low, high);
  uint64_t ab = cps_of_six(low), cd = cps_of_six(low >> 48 | high << 16);
  uint32_t a = (uint32_t)ab, b = (uint32_t)(ab >> 32), c = (uint32_t)cd, d = (uint32_t)(cd >> 32);
  uint32_t ra = rows[a], rb = rows[b], rc = rows[c], rd = rows[d], all = ra | rb | rc | rd;
  if (all >= ROW_MARKS || row_way(all) == WAY_ASK) return 0;
  if ((~far_enough(ab) | ~far_enough(cd)) & 0x1000000010000) return 0;
  put_char(o, n, at, a, ra), put_char(o, n + 1, at + 3, b, rb);
  put_char(o, n + 2, at + 6, c, rc), put_char(o, n + 3, at + 9, d, rd);
  return count;
}

/* Decodes from `c` to byte `stop` or a little beyond it, or to the first flagged character; false: there it
 * stands. */
STEPS bool decode_plain(segmenter *s, decode_cursor *c, size_t stop) {
  const uint32_t *rows = s->dict->chars_low;
  const vox_str text = s->text;
  const outlet o = {s->cp + c->len, s->begin + c->len, s->id + c->len, s->kind + c->len};
  size_t at = c->byte, here = at, n = 0;
  uint32_t seen = 0, row = 0;
  while (at < stop) {
    if ((unsigned char)text.ptr[at] >= 0xE0 && text.len - at >= 12) {
      size_t count = put_four(&o, n, rows, text.ptr, at);
      n += count, at += 3 * count;
      if (count) continue;
    }
    here = at;
    uint32_t cp = next_cp(text, &at);
    row = cp < CHARS_LOW ? rows[cp] : row_beyond(s->dict, cp);
    if (row >= ROW_FLAGS) break;
    put_char(&o, n, here, cp, row);
    if (row_way(row) == WAY_ASK) o.cp[n] = char_fold(cp);
    seen |= row, n++;
  }
  *c = (decode_cursor){row >= ROW_FLAGS ? here : at, c->len + (uint32_t)n};
  s->any_marks |= (seen & ROW_MARKS) != 0;
  return row < ROW_FLAGS;
}

static bool decode_plain_c(segmenter *s, decode_cursor *c, size_t stop) { return decode_plain(s, c, stop); }
#ifdef SEGMENT_AVX2
AVX2 static bool decode_plain_avx2(segmenter *s, decode_cursor *c, size_t stop) {
  return decode_plain(s, c, stop);
}
#else
#define decode_plain_avx2 decode_plain_c
#endif

bool decode_some(segmenter *s, decode_cursor *c, size_t stop) {
  while (c->byte < stop && !(s->path >= PATH_AVX2 ? decode_plain_avx2 : decode_plain_c)(s, c, stop))
    if (!decode_flagged(s, c)) return false;
  return true;
}

/* False: try decode_folded, which says what is wrong. */
static bool decode_table(segmenter *s) {
  decode_cursor c = {0, 0};
  if (s->text.len >= UINT32_MAX / 2) return false;
  if (s->text.len > s->cap) { /* both workspaces grow with the longest comment */
    if (!segmenter_reserve(s, s->text.len) || fold_text(&s->folded, s->text) != VOX_OK) return false;
  }
#ifdef SEGMENT_AVX512
  if (s->path == PATH_AVX512 && !decode_avx512(s, &c)) return false;
#endif
  if (!decode_some(s, &c, s->text.len)) return false;
  s->len = c.len;
  if (s->len) s->any_marks |= s->begin[0] != 0, s->begin[0] = 0;
  s->begin[s->len] = (uint32_t)s->text.len;
  return true;
}

vox_status decode_text(segmenter *s, vox_str text, vox_error *err) {
  s->text = text;
  s->parts = s->any_marks = false, s->plain = true;
  if (!s->dict || s->path == PATH_FOLD || !decode_table(s)) {
    s->parts = s->any_marks = s->plain = false;
    vox_status status = decode_folded(s, err);
    if (status != VOX_OK) return status;
  }
  memset(s->id + s->len, 0, GUARD * sizeof *s->id);
  if (s->any_marks) marks_prepare(s);
  return VOX_OK;
}
