/* json_read.c - see json_read.h.
 *
 * The gate is one loop over a stack of bits (object or array), so that nesting costs no stack of ours. */
#include "json/json_read.h"
#include "text/utf8.h"
#include "json/json_scan.h"

typedef struct gate {
  vox_str text;
  size_t at;
  uint64_t objects; /* bit d: level d is an object */
  unsigned depth;
  json_fault *fault;
} gate;

static bool refuse(gate *g, const char *reason) {
  *g->fault = (json_fault){g->at, "bad_json", reason};
  return false;
}

/* The byte at the cursor; -1 at the end. */
static int peek(const gate *g) { return g->at < g->text.len ? (unsigned char)g->text.ptr[g->at] : -1; }

static bool is_digit(int c) { return c >= '0' && c <= '9'; }
static bool is_space(int c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static void skip_space(gate *g) {
  while (is_space(peek(g))) g->at++;
}

static bool eat(gate *g, char c) {
  if (peek(g) != c) return false;
  g->at++;
  return true;
}

static bool eat_digits(gate *g) {
  if (!is_digit(peek(g))) return refuse(g, "a digit is missing");
  while (is_digit(peek(g))) g->at++;
  return true;
}

static bool pass_number(gate *g) {
  eat(g, '-');
  if (eat(g, '0')) {
    if (is_digit(peek(g))) return refuse(g, "a number begins with 0");
  } else if (!eat_digits(g)) {
    return false;
  }
  if (eat(g, '.') && !eat_digits(g)) return false;
  if (!eat(g, 'e') && !eat(g, 'E')) return true;
  if (!eat(g, '+')) eat(g, '-');
  return eat_digits(g);
}

/* Four hexadecimal digits at `at`; -1 when they are not there. */
static int32_t hex4(vox_str s, size_t at) {
  if (s.len - at < 4) return -1;
  int32_t value = 0;
  for (size_t i = 0; i < 4; i++) {
    int c = (unsigned char)s.ptr[at + i], low = c | 0x20;
    int digit = is_digit(c) ? c - '0' : low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
    if (digit < 0) return -1;
    value = value << 4 | digit;
  }
  return value;
}

/* The code point of \uXXXX, or of a pair of them, whose first digit is at `*at`; moves `*at` behind it. -1:
 * not four digits; -2: a surrogate without its other half. */
static int32_t read_escaped(vox_str s, size_t *at) {
  int32_t high = hex4(s, *at);
  if (high < 0) return -1;
  *at += 4;
  if (high < 0xD800 || high > 0xDFFF) return high;
  if (high > 0xDBFF || s.len - *at < 6 || s.ptr[*at] != '\\' || s.ptr[*at + 1] != 'u') return -2;
  int32_t low = hex4(s, *at + 2);
  if (low < 0xDC00 || low > 0xDFFF) return -2;
  *at += 6;
  return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

static bool pass_escape(gate *g) {
  int c = peek(g);
  if (c == 'u') {
    size_t at = g->at + 1;
    int32_t cp = read_escaped(g->text, &at);
    if (cp < 0) return refuse(g, cp == -1 ? "\\u without four digits" : "half of a surrogate pair");
    g->at = at;
    return true;
  }
  if (c < 0 || !memchr("\"\\/bfnrt", c, 8)) return refuse(g, "an unknown escape");
  g->at++;
  return true;
}

static bool pass_string(gate *g) {
  g->at++;
  for (;;) {
    g->at = json_plain_end(g->text, g->at);
    int c = peek(g);
    if (c < 0) return refuse(g, "a string does not end");
    if (c < 0x20) return refuse(g, "a control character in a string");
    g->at++;
    if (c == '"') return true;
    if (!pass_escape(g)) return false;
  }
}

static bool pass_word(gate *g) {
  static const char *const words[] = {"null", "true", "false"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    vox_str word = str_of(words[i]);
    if (!str_starts(str_sub(g->text, g->at, g->text.len), word)) continue;
    g->at += word.len;
    return true;
  }
  return refuse(g, g->at == g->text.len ? "a value is missing" : "not a value");
}

static bool pass_scalar(gate *g) {
  int c = peek(g);
  if (c == '"') return pass_string(g);
  if (c == '-' || is_digit(c)) return pass_number(g);
  return pass_word(g);
}

static bool in_object(const gate *g) { return g->objects >> (g->depth - 1) & 1; }

static bool open_container(gate *g, bool object) {
  if (g->depth == JSON_MAX_DEPTH) return refuse(g, "nested too deeply");
  g->objects = (g->objects & ~(UINT64_C(1) << g->depth)) | (uint64_t)object << g->depth;
  g->depth++;
  g->at++;
  return true;
}

static bool pass_key(gate *g) {
  skip_space(g);
  if (peek(g) != '"') return refuse(g, "a key is missing");
  if (!pass_string(g)) return false;
  skip_space(g);
  return eat(g, ':') || refuse(g, "a colon is missing");
}

/* Behind a value: closes what ends here. True: another value is due, if `*more`; else all is read. */
static bool pass_closers(gate *g, bool *more) {
  for (*more = false; g->depth;) {
    skip_space(g);
    if (eat(g, ',')) {
      *more = true;
      return !in_object(g) || pass_key(g);
    }
    if (!eat(g, in_object(g) ? '}' : ']')) return refuse(g, "a comma or a closing bracket is missing");
    g->depth--;
  }
  return true;
}

/* At the beginning of a value: opens containers down to the first scalar or empty container and passes it. */
static bool pass_value(gate *g) {
  for (;;) {
    skip_space(g);
    int c = peek(g);
    if (c != '{' && c != '[') return pass_scalar(g);
    if (!open_container(g, c == '{')) return false;
    skip_space(g);
    if (eat(g, c == '{' ? '}' : ']')) {
      g->depth--;
      return true;
    }
    if (c == '{' && !pass_key(g)) return false;
  }
}

static bool pass_text(gate *g) {
  bool more;
  do {
    if (!pass_value(g) || !pass_closers(g, &more)) return false;
  } while (more);
  skip_space(g);
  return g->at == g->text.len || refuse(g, "something follows the value");
}

vox_status json_gate(vox_str text, json_fault *fault) {
  size_t valid = utf8_valid_prefix(text);
  if (valid < text.len) {
    *fault = (json_fault){valid, "bad_utf8", "ill-formed UTF-8"};
    return VOX_ERR_ENCODING;
  }
  gate g = {text, 0, 0, 0, fault};
  return pass_text(&g) ? VOX_OK : VOX_ERR_SYNTAX;
}

vox_str json_token(vox_str text) { return str_trim(text); }

json_kind json_kind_of(vox_str token) {
  switch (token.ptr[0]) {
  case '{':
    return JSON_OBJECT;
  case '[':
    return JSON_ARRAY;
  case '"':
    return JSON_STRING;
  case 'n':
    return JSON_NULL;
  case 't':
  case 'f':
    return JSON_BOOL;
  default:
    return JSON_NUMBER;
  }
}

/* One past the string that begins at `at`. */
static size_t string_end(vox_str s, size_t at) {
  for (at++; at < s.len; at += 2) {
    at = json_plain_end(s, at);
    if (at < s.len && s.ptr[at] == '"') return at + 1;
  }
  return s.len;
}

/* One past the container that begins at `at`: brackets are counted outside strings. */
static size_t container_end(vox_str s, size_t at) {
  for (size_t depth = 0; at < s.len;) {
    char c = s.ptr[at];
    if (c == '"') {
      at = string_end(s, at);
      continue;
    }
    at++;
    if (c == '{' || c == '[') depth++;
    if ((c == '}' || c == ']') && --depth == 0) return at;
  }
  return s.len;
}

static size_t scalar_end(vox_str s, size_t at) {
  while (at < s.len && !is_space(s.ptr[at]) && s.ptr[at] != ',' && s.ptr[at] != '}' && s.ptr[at] != ']') at++;
  return at;
}

static vox_str take_value(json_walk *walk) {
  vox_str s = walk->text;
  size_t from = walk->at;
  char c = s.ptr[from];
  walk->at = c == '"'               ? string_end(s, from)
             : c == '{' || c == '[' ? container_end(s, from)
                                    : scalar_end(s, from);
  return str_sub(s, from, walk->at);
}

/* Moves over white space and the one mark that is due between tokens. False: the container ends. */
static bool step_over(json_walk *walk, char mark) {
  vox_str s = walk->text;
  while (walk->at < s.len && (is_space(s.ptr[walk->at]) || s.ptr[walk->at] == mark)) walk->at++;
  return walk->at < s.len && s.ptr[walk->at] != '}' && s.ptr[walk->at] != ']';
}

json_walk json_walk_of(vox_str container) { return (json_walk){container, 1}; }

bool json_next_element(json_walk *walk, vox_str *value) {
  if (!step_over(walk, ',')) return false;
  *value = take_value(walk);
  return true;
}

bool json_next_member(json_walk *walk, vox_str *key, vox_str *value) {
  if (!step_over(walk, ',')) return false;
  *key = take_value(walk);
  if (!step_over(walk, ':')) return false;
  *value = take_value(walk);
  return true;
}

/* What one escape stands for: `*at` is behind the backslash and moves behind the escape. */
static size_t read_escape(vox_str s, size_t *at, char out[4]) {
  char c = s.ptr[(*at)++];
  if (c == 'u') {
    int32_t cp = read_escaped(s, at);
    return utf8_put(cp < 0 ? 0xFFFD : (uint32_t)cp, out);
  }
  static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
  const char *known = memchr(from, c, sizeof from - 1);
  out[0] = known ? to[known - from] : c;
  return 1;
}

static vox_str inside_quotes(vox_str token) { return str_sub(token, 1, token.len - 1); }

void json_unescape(vox_str token, buf *out) {
  vox_str s = inside_quotes(token);
  for (size_t at = 0; at < s.len;) {
    size_t end = json_plain_end(s, at);
    buf_add(out, s.ptr + at, end - at);
    at = end + 1;
    if (end == s.len) return;
    char bytes[4];
    size_t n = read_escape(s, &at, bytes);
    buf_add(out, bytes, n);
  }
}

bool json_is_plain(vox_str token) {
  vox_str s = inside_quotes(token);
  return !s.len || !memchr(s.ptr, '\\', s.len);
}

bool json_string_is(vox_str token, vox_str plain) {
  vox_str s = inside_quotes(token);
  size_t seen = 0, at = 0;
  if (s.len && plain.len && s.ptr[0] != '\\' && s.ptr[0] != plain.ptr[0]) return false;
  if (!s.len || !memchr(s.ptr, '\\', s.len)) return str_eq(s, plain);
  while (at < s.len) {
    char bytes[4] = {s.ptr[at++]};
    size_t n = bytes[0] == '\\' ? read_escape(s, &at, bytes) : 1;
    if (plain.len - seen < n || memcmp(plain.ptr + seen, bytes, n) != 0) return false;
    seen += n;
  }
  return seen == plain.len;
}
