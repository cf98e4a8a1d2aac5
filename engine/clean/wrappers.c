/* wrappers.c - finds in the first comments of a file what is wrapped around them.
 *
 * Each comment names a few candidates: what stands in brackets or on a line of its own at its beginning or
 * end, and the label of a reply (开发者回复：) behind a separator. A candidate is a wrapper where at least 20
 * comments (5 of a reply) and one in a hundred hold it, and at least half as many different texts stand
 * beside it: a text that was sent many times over is no wrapper. */
#include "base/bytes.h"
#include "clean/look_parts.h"
#include "text/utf8.h"

enum {
  WRAPPER_ROWS = 20,
  REPLY_ROWS = 5,        /* a label that says reply is less of a coincidence */
  WRAPPER_SHARE = 100,   /* one in so many */
  WRAPPER_SHORTEST = 5,  /* characters */
  WRAPPER_LONGEST = 160, /* bytes */
  BESIDE = 32,           /* bytes beside a candidate that tell texts apart */
  KEY_MAX = 512
};

void candidates_init(candidates *c, mem *m) {
  map_init(&c->rows, m);
  map_init(&c->kinds, m);
  buf_init(&c->key, m, KEY_MAX);
  c->looked = 0;
}

void candidates_free(candidates *c) {
  map_free(&c->rows);
  map_free(&c->kinds);
  buf_free(&c->key);
}

/* ---- Marks ---- */

static bool is_one_of(vox_str text, size_t at, const char *const *marks, size_t count, size_t *len) {
  for (size_t i = 0; i < count; i++) {
    vox_str mark = str_of(marks[i]);
    if (mark.len > text.len - at || memcmp(text.ptr + at, mark.ptr, mark.len) != 0) continue;
    *len = mark.len;
    return true;
  }
  return false;
}

static bool opens(vox_str text, size_t at, size_t *len) {
  static const char *const marks[] = {"（", "(", "【", "[", "「", "『", "〔", "<"};
  return at < text.len && is_one_of(text, at, marks, sizeof marks / sizeof *marks, len);
}

static bool closes(vox_str text, size_t at, size_t *len) {
  static const char *const marks[] = {"）", ")", "】", "]", "」", "』", "〕", ">"};
  return at < text.len && is_one_of(text, at, marks, sizeof marks / sizeof *marks, len);
}

static size_t count_characters(vox_str s) {
  size_t n = 0;
  for (size_t i = 0; i < s.len; i++) n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
  return n;
}

/* ---- Counting ---- */

/* One more comment holds the candidate, with `beside` next to it. */
static bool count_candidate(candidates *c, wrapper_place place, vox_str text, vox_str beside) {
  if (count_characters(text) < WRAPPER_SHORTEST || text.len > WRAPPER_LONGEST) return true;
  buf_clear(&c->key);
  buf_byte(&c->key, (char)('0' + place));
  buf_str(&c->key, text);
  map_entry *row = map_put(&c->rows, buf_view(&c->key), 0);
  if (!row || c->key.status != VOX_OK) return false;
  uint64_t pair[2] = {row->hash, hash64(beside.ptr, beside.len, 7)};
  row->value++;
  size_t before = c->kinds.len;
  if (!map_put(&c->kinds, (vox_str){(const char *)pair, sizeof pair}, 0)) return false;
  if (c->kinds.len > before) row->value += (uint64_t)1 << 32; /* the upper half counts different texts */
  return true;
}

/* The brackets at the beginning of a comment, or its first line. */
static bool name_before(candidates *c, vox_str text) {
  size_t len;
  bool bracket = opens(text, 0, &len);
  for (size_t at = 0; at < text.len && at < WRAPPER_LONGEST; at++) {
    bool ends = bracket ? closes(text, at, &len) : (len = 1, text.ptr[at] == '\n' || text.ptr[at] == '|');
    if (!ends) continue;
    size_t rest = at + len, end = rest + BESIDE < text.len ? rest + BESIDE : text.len;
    return count_candidate(c, WRAPPER_BEFORE, str_sub(text, 0, rest), str_sub(text, rest, end));
  }
  return true;
}

/* The brackets at the end, or the last line. */
static bool name_behind(candidates *c, vox_str text) {
  size_t len = 0, last = text.len, least = text.len > WRAPPER_LONGEST ? text.len - WRAPPER_LONGEST : 0;
  while (last > least && ((unsigned char)text.ptr[last - 1] & 0xC0) == 0x80) last--;
  bool bracket = last > least && closes(text, last - 1, &len);
  for (size_t at = text.len; at-- > least + 1;) {
    bool begins = bracket ? opens(text, at, &len) : text.ptr[at] == '\n' || text.ptr[at] == '|';
    if (!begins) continue;
    size_t from = at > BESIDE ? at - BESIDE : 0;
    return count_candidate(c, WRAPPER_BEHIND, str_sub(text, at, text.len), str_sub(text, from, at));
  }
  return true;
}

/* ---- Replies ---- */

static bool is_rule(char c) { return c && strchr("-=_*~", c); }
static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/* Where the separator that ends at `at` begins: a new line, five marks in a row, an opening bracket; `at`:
 * there is none. */
static size_t separator_before(vox_str text, size_t at) {
  size_t from = at, rules = 0;
  bool line = false;
  while (from && (is_blank(text.ptr[from - 1]) || is_rule(text.ptr[from - 1]))) {
    from--;
    line |= text.ptr[from] == '\n';
    rules += is_rule(text.ptr[from]);
  }
  size_t open = at >= 3 ? at - 3 : 0, len = 0;
  if (at && text.ptr[at - 1] == '[') return at - 1;
  if (at >= 3 && opens(text, open, &len) && len == 3) return open;
  return line || rules >= 5 ? from : at;
}

/* The end of a label whose last word ends at `at`: a colon or closing bracket there; 0: none. */
static size_t label_end(vox_str text, size_t at) {
  size_t len = 0;
  if (at < text.len && text.ptr[at] == ':') return at + 1;
  if (text.len - at >= 3 && memcmp(text.ptr + at, "：", 3) == 0) return at + 3;
  return closes(text, at, &len) ? at + len : 0;
}

/* The byte at which a label begins whose word of reply stands at `word`; text.len: it stands behind no
 * separator. */
static size_t label_begin(vox_str text, size_t word) {
  enum { NAME_MAX_BYTES = 36 };
  for (size_t at = word;; at--) {
    if (((unsigned char)text.ptr[at] & 0xC0) != 0x80 && separator_before(text, at) < at) return at;
    if (at == 0 || word - at == NAME_MAX_BYTES || text.ptr[at - 1] == '\n') return text.len;
  }
}

typedef struct label {
  size_t begin, end; /* end 0: there is none */
} label;

/* The first label of a reply in the text. */
static label find_label(vox_str text) {
  static const char *const words[] = {"回复", "回覆", "答复", "reply", "Reply", "response", "Response"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    vox_str word = str_of(words[i]);
    for (size_t at = 0; at + word.len <= text.len; at++) {
      const char *hit = memchr(text.ptr + at, word.ptr[0], text.len - at);
      if (!hit) break;
      at = (size_t)(hit - text.ptr);
      if (text.len - at < word.len || memcmp(hit, word.ptr, word.len) != 0) continue;
      size_t end = label_end(text, at + word.len), begin = end ? label_begin(text, at) : text.len;
      if (begin < text.len) return (label){begin, end};
    }
  }
  return (label){0, 0};
}

static bool name_reply(candidates *c, vox_str text) {
  label l = find_label(text);
  if (!l.end) return true;
  size_t from = separator_before(text, l.begin);
  return count_candidate(c, WRAPPER_REPLY, str_sub(text, l.begin, l.end),
                         str_sub(text, 0, from < BESIDE ? from : BESIDE));
}

size_t reply_at(vox_str text, vox_str name) {
  for (size_t at = 0; at + name.len <= text.len; at++) {
    const char *hit = memchr(text.ptr + at, name.ptr[0], text.len - at);
    if (!hit) break;
    at = (size_t)(hit - text.ptr);
    if (text.len - at < name.len || memcmp(hit, name.ptr, name.len) != 0) continue;
    size_t from = separator_before(text, at);
    if (from < at) return from;
  }
  return text.len;
}

/* ---- The look ---- */

vox_status look_add(look *l, vox_str comment, vox_error *err) {
  candidates *c = &l->candidates;
  if (c->looked == LOOK_ROWS) return VOX_OK;
  vox_str text = str_trim(comment);
  c->looked++;
  bool kept = name_before(c, text) && name_behind(c, text) && name_reply(c, text);
  return kept ? VOX_OK : fail_memory(err);
}

static bool is_wrapper(const candidates *c, const map_entry *e) {
  uint64_t rows = e->value & UINT32_MAX, kinds = e->value >> 32;
  uint64_t least = e->key.ptr[0] == '0' + WRAPPER_REPLY ? REPLY_ROWS : WRAPPER_ROWS;
  return rows >= least && rows * WRAPPER_SHARE >= c->looked && 2 * kinds >= rows;
}

vox_status look_settle(look *l, vox_error *err) {
  candidates *c = &l->candidates;
  uint32_t *order = map_sorted(&c->rows, l->mem);
  vox_status status = order || !c->rows.len ? VOX_OK : fail_memory(err);
  for (size_t i = 0; i < c->rows.len && status == VOX_OK; i++) {
    const map_entry *e = &c->rows.list[order[i]];
    if (!is_wrapper(c, e) || l->wrapper_count == LOOK_WRAPPERS) continue;
    status = look_put_wrapper(l, str_sub(e->key, 1, e->key.len), (wrapper_place)(e->key.ptr[0] - '0'),
                              (uint32_t)e->value, err);
  }
  mem_put(l->mem, order, c->rows.len * sizeof *order);
  candidates_free(c);
  candidates_init(c, l->mem);
  return status;
}
