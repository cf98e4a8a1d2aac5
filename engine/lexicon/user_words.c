/* user_words.c - see user_words.h. */
#include "lexicon/user_words.h"
#include "text/utf8.h"

enum { COUNT_BITS = 40, PATH_SHOWN = 96 };

typedef struct words_reader {
  vox_str path, line; /* the line as it stands, without its end */
  uint64_t number, offset;
  bool ours; /* our own format */
  buf plain; /* a term without its escapes */
  user_word_fn take;
  void *context;
  vox_error *err;
} words_reader;

static size_t characters(vox_str s) {
  size_t n = 0;
  for (size_t at = 0; at < s.len; n++) utf8_next(s, &at);
  return n;
}

/* The fault stands at `at`, a place in the line. */
static vox_status refuse(const words_reader *r, const char *at, const char *cause) {
  size_t before = (size_t)(at - r->line.ptr);
  vox_str path = r->path;
  if (path.len > PATH_SHOWN) path = str_sub(path, path.len - PATH_SHOWN, path.len);
  return fail_row(r->err, VOX_ERR_SYNTAX, "bad_row", r->number, r->offset + before, "%.*s:%llu:%zu: %s",
                  (int)path.len, path.ptr, (unsigned long long)r->number,
                  characters(str_sub(r->line, 0, before)) + 1, cause);
}

static vox_status give(words_reader *r, vox_str word, uint64_t count, const char *at) {
  const char *fault = NULL;
  vox_status status = r->take(r->context, word, count, &fault, r->err);
  return status == VOX_OK && fault ? refuse(r, at, fault) : status;
}

/* ---- jieba's format ---- */

static bool is_blank(char c) { return c == ' ' || c == '\t'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
static bool is_letter(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }

static bool all_of(vox_str s, bool (*is)(char)) {
  size_t i = 0;
  while (i < s.len && is(s.ptr[i])) i++;
  return s.len > 0 && i == s.len;
}

/* Cuts the last field off; false when there is but one. */
static bool cut_last(vox_str *line, vox_str *field) {
  size_t at = line->len, end;
  while (at > 0 && !is_blank(line->ptr[at - 1])) at--;
  *field = str_sub(*line, at, line->len);
  for (end = at; end > 0 && is_blank(line->ptr[end - 1]);) end--;
  if (!end) return false;
  *line = str_sub(*line, 0, end);
  return true;
}

/* n, nz, n_brand. Behind a Latin word only what jieba itself writes: `iphone 15 pro` is a word. */
static bool is_tag(vox_str field, vox_str word) {
  if (!is_lower(field.ptr[0])) return false;
  for (size_t i = 1; i < field.len; i++)
    if (!is_lower(field.ptr[i]) && !is_digit(field.ptr[i]) && field.ptr[i] != '_') return false;
  bool known =
      field.len <= 2 || str_eq(field, STR("eng")) || str_eq(field, STR("nrt")) || str_eq(field, STR("nrfg"));
  char end = word.ptr[word.len - 1];
  return known || !(is_letter(end) || is_digit(end));
}

static bool is_signed(vox_str field) {
  return field.len > 1 && (field.ptr[0] == '-' || field.ptr[0] == '+') &&
         all_of(str_sub(field, 1, field.len), is_digit);
}

static bool read_count(vox_str digits, uint64_t *count) {
  *count = 0;
  for (size_t i = 0; i < digits.len && !(*count >> COUNT_BITS); i++)
    *count = *count * 10 + (uint64_t)(digits.ptr[i] - '0');
  return !(*count >> COUNT_BITS);
}

static vox_status take_frequency(words_reader *r, vox_str word, vox_str field) {
  uint64_t count = 0;
  if (is_signed(field)) return refuse(r, field.ptr, "a frequency is a whole number without a sign");
  if (!read_count(field, &count)) return refuse(r, field.ptr, "the frequency is above 2 to the 40");
  return give(r, word, count, word.ptr);
}

static bool is_frequency(vox_str field) { return all_of(field, is_digit) || is_signed(field); }

static vox_status jieba_line(words_reader *r, vox_str word) {
  vox_str rest = word, last = {0}, before = {0};
  if (word.ptr[0] == '#' && (word.len == 1 || is_blank(word.ptr[1]))) return VOX_OK;
  if (!cut_last(&rest, &last)) return give(r, word, 0, word.ptr);
  if (is_frequency(last)) return take_frequency(r, rest, last);
  vox_str head = rest;
  if (cut_last(&head, &before) && is_frequency(before) && is_tag(last, head))
    return take_frequency(r, head, before);
  return give(r, is_tag(last, rest) ? rest : word, 0, word.ptr);
}

/* ---- Our own format ---- */

/* \t, \\ and \# undone, as source.c does. */
static bool unescape(words_reader *r, vox_str raw) {
  buf_clear(&r->plain);
  for (size_t i = 0; i < raw.len; i++) {
    char c = raw.ptr[i];
    if (c == '\\' && i + 1 < raw.len) c = raw.ptr[++i] == 't' ? '\t' : raw.ptr[i];
    buf_byte(&r->plain, c);
  }
  return r->plain.status == VOX_OK;
}

static vox_status our_line(words_reader *r, vox_str text) {
  bool example = str_starts(text, STR("+ ")) || str_starts(text, STR("- "));
  if (text.ptr[0] == '#' || example) return VOX_OK;
  vox_str rest = text, term = str_trim(str_cut(&rest, '\t'));
  if (!rest.ptr) return refuse(r, text.ptr + text.len, "a tab and `word` are missing behind the term");
  vox_str klass = str_trim(str_cut(&rest, '\t'));
  if (!term.len) return refuse(r, text.ptr, "the term is missing");
  if (!str_eq(klass, STR("word")))
    return refuse(r, klass.len ? klass.ptr : text.ptr + text.len,
                  "a user dictionary holds lines of class `word` alone; lay others over with --overlay");
  if (!unescape(r, term)) return fail_memory(r->err);
  return give(r, buf_view(&r->plain), 0, term.ptr);
}

/* ---- Lines ---- */

/* Our own format has a header, `#: key: value`, before its first entry. */
static bool has_header(vox_str bytes) {
  while (bytes.ptr && bytes.len) {
    vox_str line = str_trim(str_cut(&bytes, '\n'));
    if (str_starts(line, STR("#:"))) return true;
    if (line.len && line.ptr[0] != '#') return false;
  }
  return false;
}

static vox_status read_line(words_reader *r) {
  size_t sound = utf8_valid_prefix(r->line);
  if (sound != r->line.len) {
    const char *at = r->line.ptr + sound;
    return refuse(r, at, "this is not UTF-8 text; convert the file");
  }
  const char *nul = memchr(r->line.ptr, 0, r->line.len);
  if (nul) return refuse(r, nul, "a NUL byte stands in the line");
  vox_str text = str_trim(r->line);
  if (!text.len) return VOX_OK;
  return r->ours ? our_line(r, text) : jieba_line(r, text);
}

vox_status user_words_read(vox_str path, vox_str bytes, mem *m, user_word_fn take, void *context,
                           vox_error *err) {
  words_reader r = {.path = path, .take = take, .context = context, .err = err};
  vox_status status = VOX_OK;
  const char *start = bytes.ptr;
  if (str_starts(bytes, STR("\xEF\xBB\xBF"))) bytes = str_sub(bytes, 3, bytes.len);
  r.ours = has_header(bytes);
  buf_init(&r.plain, m, 1 << 20);
  while (status == VOX_OK && bytes.ptr && bytes.len) {
    r.number++, r.offset = (uint64_t)(bytes.ptr - start);
    r.line = str_cut(&bytes, '\n');
    if (r.line.len && r.line.ptr[r.line.len - 1] == '\r') r.line.len--;
    status = read_line(&r);
  }
  buf_free(&r.plain);
  return status;
}
