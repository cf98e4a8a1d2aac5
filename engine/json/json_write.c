/* json_write.c - see json_write.h. */
#include "json/json_write.h"
#include "text/utf8.h"
#include "json/json_scan.h"

void json_writer_init(json_writer *w, buf *out) { *w = (json_writer){out, false}; }

/* What stands before every value: the comma, if one is due. After the value one will be. */
static void begin_value(json_writer *w) {
  if (w->comma) buf_byte(w->out, ',');
  w->comma = true;
}

static void open_level(json_writer *w, char bracket) {
  begin_value(w);
  buf_byte(w->out, bracket);
  w->comma = false;
}

static void close_level(json_writer *w, char bracket) {
  buf_byte(w->out, bracket);
  w->comma = true;
}

void json_object_begin(json_writer *w) { open_level(w, '{'); }
void json_object_end(json_writer *w) { close_level(w, '}'); }
void json_array_begin(json_writer *w) { open_level(w, '['); }
void json_array_end(json_writer *w) { close_level(w, ']'); }

/* Copies bytes that need no escape, each ill-formed sequence replaced. */
static void add_run(buf *out, vox_str run) {
  while (run.len) {
    size_t good = utf8_valid_prefix(run), at = good;
    buf_add(out, run.ptr, good);
    if (good == run.len) return;
    utf8_next(run, &at);
    buf_add(out, "\xEF\xBF\xBD", 3);
    run = str_sub(run, at, run.len);
  }
}

static void add_escape(buf *out, unsigned char c) {
  static const char hex[] = "0123456789abcdef";
  static const char letters[] = "btn\0fr"; /* for 8..13; VT has none */
  char letter = c == '"' || c == '\\' ? (char)c : c >= 8 && c <= 13 ? letters[c - 8] : 0;
  if (letter) {
    buf_add(out, (char[2]){'\\', letter}, 2);
  } else {
    buf_add(out, (char[6]){'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]}, 6);
  }
}

/* Has any of eight bytes a value that a string cannot hold as it is, or that is not ASCII? */
static inline uint64_t is_rare(uint64_t w) {
  uint64_t control = (w - 0x2020202020202020u) & ~w;
  return (control & 0x8080808080808080u) | (w & 0x8080808080808080u) |
         json_zero_bytes(w ^ 0x2222222222222222u) | json_zero_bytes(w ^ 0x5C5C5C5C5C5C5C5Cu);
}

/* Is all of it ASCII that stands in a string as it is? Names and ids are. Eight bytes or more; the last step
 * looks at some of them again. */
static bool is_plain_ascii(vox_str text) {
  uint64_t rare = 0;
  for (size_t at = 0; at + 8 < text.len; at += 8) rare |= is_rare(get_u64(text.ptr + at));
  return !(rare | is_rare(get_u64(text.ptr + text.len - 8)));
}

/* The same of fewer bytes than eight: the word that they are is filled up with letters. */
static bool is_short_ascii(vox_str text) {
  uint64_t w = 0x6161616161616161u;
  for (size_t i = 0; i < text.len; i++) w = w << 8 | (unsigned char)text.ptr[i];
  return !is_rare(w);
}

static void add_plain(buf *out, vox_str text) {
  if (!buf_reserve(out, text.len + 2)) return;
  char *to = out->ptr + out->len;
  *to++ = '"';
  if (text.len) memcpy(to, text.ptr, text.len);
  to[text.len] = '"';
  out->len += text.len + 2;
}

enum { NAME_MIN_BYTES = 8, NAME_MAX_BYTES = 64 };

void json_escape(buf *out, vox_str text) {
  bool is_name = text.len <= NAME_MAX_BYTES &&
                 (text.len >= NAME_MIN_BYTES ? is_plain_ascii(text) : is_short_ascii(text));
  if (is_name) {
    add_plain(out, text);
    return;
  }
  buf_byte(out, '"');
  for (size_t at = 0; at < text.len;) {
    size_t end = json_plain_end(text, at);
    add_run(out, str_sub(text, at, end));
    at = end;
    if (at < text.len) add_escape(out, (unsigned char)text.ptr[at++]);
  }
  buf_byte(out, '"');
}

void json_key_str(json_writer *w, vox_str name) {
  if (w->comma) buf_byte(w->out, ',');
  json_escape(w->out, name);
  buf_byte(w->out, ':');
  w->comma = false;
}

void json_key(json_writer *w, const char *name) { json_key_str(w, str_of(name)); }

void json_string(json_writer *w, vox_str text) {
  begin_value(w);
  json_escape(w->out, text);
}

void json_raw(json_writer *w, vox_str token) {
  begin_value(w);
  buf_str(w->out, token);
}

void json_text(json_writer *w, const char *text) {
  if (text)
    json_string(w, str_of(text));
  else
    json_null(w);
}

void json_int(json_writer *w, int64_t number) {
  begin_value(w);
  buf_i64(w->out, number);
}

void json_uint(json_writer *w, uint64_t number) {
  begin_value(w);
  buf_u64(w->out, number);
}

void json_bool(json_writer *w, bool value) { json_raw(w, value ? STR("true") : STR("false")); }
void json_null(json_writer *w) { json_raw(w, STR("null")); }

/* Digits from the last one on: no division by a number that the compiler does not know. */
void json_fixed(json_writer *w, int64_t value, unsigned decimals) {
  char digits[40];
  size_t at = sizeof digits;
  uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  for (; decimals && rest % 10 == 0; decimals--) rest /= 10;
  for (unsigned i = 0; i < decimals; i++, rest /= 10) digits[--at] = (char)('0' + rest % 10);
  if (decimals) digits[--at] = '.';
  do digits[--at] = (char)('0' + rest % 10);
  while (rest /= 10);
  if (value < 0) digits[--at] = '-';
  begin_value(w);
  buf_add(w->out, digits + at, sizeof digits - at);
}
