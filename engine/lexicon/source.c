/* source.c - one pass over the lines of a source. See source.h; the format is described in
 * lexicons/README.md. */
#include "lexicon/source.h"
#include "text/utf8.h"
#include <stdarg.h>
#include <stdio.h>

void diagnose(diagnostics *d, vox_severity severity, vox_str path, uint64_t line, const char *code,
              const char *format, ...) {
  char where[1024], message[256];
  if (severity == VOX_ERROR) d->errors++;
  if (severity == VOX_WARNING) d->warnings++;
  if (!d->tell) return;
  snprintf(where, sizeof where, "%.*s", (int)(path.len < 1000 ? path.len : 1000), path.ptr ? path.ptr : "");
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  d->tell(d->payload,
          &(vox_diagnostic){severity, where, line, code, message, mend_of(code), .column = 0, .text = NULL});
}

void diagnose_at(diagnostics *d, vox_str path, uint64_t line, uint64_t column, vox_str text, const char *code,
                 const char *what) {
  char where[1024], shown[1024];
  d->errors++;
  if (!d->tell) return;
  snprintf(where, sizeof where, "%.*s", (int)(path.len < 1000 ? path.len : 1000), path.ptr ? path.ptr : "");
  bool fits = column && text.len < sizeof shown;
  if (fits) snprintf(shown, sizeof shown, "%.*s", (int)text.len, text.ptr);
  d->tell(d->payload,
          &(vox_diagnostic){VOX_ERROR, where, line, code, what, mend_of(code), column, fits ? shown : NULL});
}

typedef struct parser {
  source *out;
  arena *keep;
  mem *mem;
  diagnostics *tell;
  uint32_t line;
} parser;

static void complain(parser *p, const char *code, const char *what) {
  diagnose(p->tell, VOX_ERROR, p->out->path, p->line, code, "%s", what);
}

/* A copy of a column with \t, \\, \# and the like undone; ptr NULL when memory ends. */
static vox_str unescape(parser *p, vox_str raw) {
  char *to = arena_get(p->keep, raw.len ? raw.len : 1);
  size_t n = 0;
  if (!to) return (vox_str){NULL, 0};
  for (size_t i = 0; i < raw.len; i++) {
    char c = raw.ptr[i];
    if (c == '\\' && i + 1 < raw.len) c = raw.ptr[++i] == 't' ? '\t' : raw.ptr[i];
    to[n++] = c;
  }
  return (vox_str){to, n};
}

static vox_str *header_slot(source *s, vox_str key) {
  if (str_eq(key, STR("id"))) return &s->id;
  if (str_eq(key, STR("version"))) return &s->version;
  if (str_eq(key, STR("language"))) return &s->language;
  if (str_eq(key, STR("licence"))) return &s->licence;
  if (str_eq(key, STR("words"))) return &s->words;
  if (str_eq(key, STR("author"))) return &s->author;
  return str_eq(key, STR("method")) ? &s->method : NULL;
}

/* `#: key: value`. These functions are false when memory ends. */
static bool header_line(parser *p, vox_str rest) {
  vox_str key = str_trim(str_cut(&rest, ':'));
  vox_str raw = str_trim(rest), value = arena_copy(p->keep, raw);
  if (value.len != raw.len) return false;
  if (value.len == 0) {
    complain(p, "bad-header", "a header line reads `#: key: value`");
    return true;
  }
  if (str_eq(key, STR("include")))
    return vec_push(p->mem, &p->out->includes, value) && vec_push(p->mem, &p->out->include_lines, p->line);
  vox_str *slot = header_slot(p->out, key);
  if (!slot)
    complain(p, "unknown-header", "unknown key in the header");
  else if (slot->len)
    complain(p, "repeated-header", "this key of the header is given twice");
  else
    *slot = value;
  return true;
}

static bool example_line(parser *p, vox_str text) {
  if (p->out->lines.len == 0) {
    complain(p, "stray-example", "an example stands under the entry it belongs to");
    return true;
  }
  source_example e = {unescape(p, str_trim(str_sub(text, 2, text.len))), p->line,
                      (uint32_t)p->out->lines.len - 1, text.ptr[0] == '+'};
  return e.text.ptr && vec_push(p->mem, &p->out->examples, e);
}

bool is_rule_class(vox_str klass) {
  return str_eq(klass, STR("rule")) || str_eq(klass, STR("alert")) || str_eq(klass, STR("macro"));
}

/* Where the third column begins behind its blanks. */
static uint32_t value_at(vox_str text) {
  size_t at = 0;
  for (unsigned tabs = 0; at < text.len && tabs < 2; at++) tabs += text.ptr[at] == '\t';
  while (at < text.len && text.ptr[at] == ' ') at++;
  return (uint32_t)at;
}

static bool entry_line(parser *p, vox_str text) {
  vox_str columns[5] = {{0}};
  size_t count = 0;
  for (vox_str rest = text; rest.ptr && count < 5; count++) {
    columns[count] = unescape(p, str_trim(count < 4 ? str_cut(&rest, '\t') : rest));
    if (!columns[count].ptr) return false;
  }
  if (count < 2 || columns[0].len == 0 || columns[1].len == 0) {
    complain(p, "bad-entry", "an entry needs a term, a tab and a class");
    return true;
  }
  source_line line = {columns[0], columns[1], columns[2], columns[3], columns[4], p->line, {NULL, 0}, 0};
  if (is_rule_class(line.klass)) {
    line.raw = arena_copy(p->keep, text);
    line.value_at = value_at(text);
    if (!line.raw.ptr) return false;
  }
  return vec_push(p->mem, &p->out->lines, line);
}

/* Blanks at the end of a line, or beside a tab, are seen by no reader and so by no reviewer. */
static void check_blanks(const parser *p, vox_str text) {
  char last = text.len ? text.ptr[text.len - 1] : 0;
  bool found = last == ' ' || last == '\t';
  for (size_t i = 1; i < text.len && text.ptr[0] != '#'; i++)
    found |=
        (text.ptr[i] == '\t' && text.ptr[i - 1] == ' ') || (text.ptr[i] == ' ' && text.ptr[i - 1] == '\t');
  if (found)
    diagnose(p->tell, VOX_WARNING, p->out->path, p->line, "trailing-blank",
             "blanks stand at the end of a column");
}

static bool parse_line(parser *p, vox_str text) {
  if (text.len && text.ptr[text.len - 1] == '\r') text.len--;
  if (p->tell->lint) check_blanks(p, text);
  if (str_trim(text).len == 0) return true;
  if (utf8_valid_prefix(text) != text.len || memchr(text.ptr, 0, text.len)) {
    complain(p, "bad-utf8", "the line is not UTF-8 text");
    return true;
  }
  if (str_starts(text, STR("#:"))) return header_line(p, str_sub(text, 2, text.len));
  if (text.ptr[0] == '#') return true;
  if (str_starts(text, STR("+ ")) || str_starts(text, STR("- "))) return example_line(p, text);
  return entry_line(p, text);
}

static void check_header(parser *p) {
  const source *s = p->out;
  p->line = 1;
  if (!s->id.len) complain(p, "missing-id", "the header lacks `#: id:`");
  if (!s->version.len) complain(p, "missing-version", "the header lacks `#: version:`");
  if (!s->language.len) complain(p, "missing-language", "the header lacks `#: language:`");
  if (!s->licence.len) complain(p, "missing-licence", "the header lacks `#: licence:`");
  if (!s->author.len) complain(p, "missing-author", "the header lacks `#: author:`");
  if (!s->method.len) complain(p, "missing-method", "the header lacks `#: method:`");
}

vox_status source_parse(source *out, arena *keep, mem *m, vox_str path, vox_str bytes, diagnostics *d) {
  *out = (source){.path = arena_copy(keep, path)};
  parser p = {out, keep, m, d, 0};
  if (out->path.len != path.len) return VOX_ERR_MEMORY;
  if (str_starts(bytes, STR("\xEF\xBB\xBF"))) bytes = str_sub(bytes, 3, bytes.len);
  for (vox_str rest = bytes; rest.ptr && rest.len;) {
    p.line++;
    if (!parse_line(&p, str_cut(&rest, '\n'))) return VOX_ERR_MEMORY;
  }
  check_header(&p);
  return VOX_OK;
}

void source_drop(source *s, mem *m) {
  vec_free(m, &s->lines);
  vec_free(m, &s->examples);
  vec_free(m, &s->includes);
  vec_free(m, &s->include_lines);
}
