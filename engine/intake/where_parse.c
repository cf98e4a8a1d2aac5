/* where_parse.c - a row filter's text to its steps: operators wait on a stack until what they bind is there.
 */
#include "intake/where.h"
#include "intake/where_number.h"

typedef struct parser {
  where *w;
  mem *mem;
  arena *memory;
  vox_str text;
  size_t at;
  where_kind pending[WHERE_DEPTH];
  size_t depth;
  vox_error *err;
} parser;

static vox_status refuse(parser *p, size_t at, const char *what) {
  fail(p->err, VOX_ERR_ARGUMENT, "the row filter, at byte %zu: %s", at + 1, what);
  if (p->err) p->err->code = "bad_where", p->err->offset = at;
  return VOX_ERR_ARGUMENT;
}

static void skip_blanks(parser *p) {
  while (p->at < p->text.len && (unsigned char)p->text.ptr[p->at] <= ' ') p->at++;
}

static bool is_name_byte(char b) {
  unsigned char c = (unsigned char)b;
  return c >= 0x80 || c == '_' || c == '.' || c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z');
}

/* The bare word at `at`, which may be empty. */
static vox_str word_at(const parser *p) {
  size_t end = p->at;
  while (end < p->text.len && is_name_byte(p->text.ptr[end])) end++;
  return str_sub(p->text, p->at, end);
}

static bool same_word(vox_str word, const char *small) {
  vox_str want = str_of(small);
  for (size_t i = 0; i < word.len && word.len == want.len; i++) {
    char c = word.ptr[i];
    if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != want.ptr[i]) return false;
  }
  return word.len == want.len;
}

/* Takes `sign` or the word `small` if it stands here. */
static bool take(parser *p, vox_str sign, const char *small) {
  vox_str rest = str_sub(p->text, p->at, p->text.len), word = word_at(p);
  bool is_sign = sign.len && str_starts(rest, sign), is_word = small && same_word(word, small);
  if (is_sign || is_word) p->at += is_sign ? sign.len : word.len;
  return is_sign || is_word;
}

/* ---- Columns and values ----------------------------------------------------------- */

static vox_status add_name(parser *p, vox_str name, size_t place, size_t *index) {
  for (*index = 0; *index < p->w->names.len; ++*index) {
    if (str_eq(p->w->names.ptr[*index], name)) return VOX_OK;
  }
  vox_str copy = arena_copy(p->memory, name);
  if (!copy.ptr || !vec_push(p->mem, &p->w->names, copy) || !vec_push(p->mem, &p->w->places, place))
    return fail_memory(p->err);
  return VOX_OK;
}

static vox_status read_column(parser *p, size_t *index) {
  size_t from = p->at;
  vox_str name = word_at(p);
  if (from < p->text.len && p->text.ptr[from] == '`') {
    vox_str rest = str_sub(p->text, from + 1, p->text.len), all = rest;
    name = str_cut(&rest, '`');
    if (name.len == all.len) return refuse(p, from, "this backtick is never closed");
    p->at = from + name.len + 2;
    name = str_trim(name);
  } else {
    p->at += name.len;
  }
  return name.len ? add_name(p, name, from, index) : refuse(p, from, "a column's name is due here");
}

static vox_status read_operator(parser *p, where_op *op) {
  static const struct {
    const char *sign;
    where_op op;
  } signs[] = {{"==", WHERE_EQUAL},      {"!=", WHERE_NOT_EQUAL}, {"<=", WHERE_LESS_EQUAL},
               {">=", WHERE_MORE_EQUAL}, {"<", WHERE_LESS},       {">", WHERE_MORE}};
  skip_blanks(p);
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
    if (take(p, str_of(signs[i].sign), NULL)) return *op = signs[i].op, VOX_OK;
  }
  if (take(p, (vox_str){NULL, 0}, "contains")) return *op = WHERE_CONTAINS, VOX_OK;
  return refuse(p, p->at, "one of == != < <= > >= contains is due here");
}

/* The text behind the quote at `at`, whose last byte is `closing`. */
static vox_status read_text(parser *p, char closing, vox_str *out) {
  size_t from = p->at++, len = 0;
  char *to = arena_get(p->memory, p->text.len - from);
  if (!to) return fail_memory(p->err);
  for (; p->at < p->text.len && p->text.ptr[p->at] != closing; p->at++) {
    if (p->text.ptr[p->at] == '\\' && p->at + 1 < p->text.len) p->at++;
    to[len++] = p->text.ptr[p->at];
  }
  if (p->at == p->text.len) return refuse(p, from, "this quote is never closed");
  p->at++;
  *out = (vox_str){to, len};
  return VOX_OK;
}

static vox_status read_value(parser *p, where_step *s) {
  skip_blanks(p);
  vox_str rest = str_sub(p->text, p->at, p->text.len);
  if (rest.len && (rest.ptr[0] == '"' || rest.ptr[0] == '\'')) return read_text(p, rest.ptr[0], &s->text);
  size_t from = p->at, used = where_number_read(rest, &s->number);
  p->at += used;
  if (!used || word_at(p).len) return refuse(p, from, "a number or a quoted text is due here");
  s->is_number = true;
  if (s->op != WHERE_CONTAINS) return VOX_OK;
  return refuse(p, from, "contains takes a quoted text");
}

static vox_status read_test(parser *p) {
  where_step s = {WHERE_TEST, WHERE_EQUAL, 0, false, 0, {NULL, 0}};
  vox_status status = read_column(p, &s.cell);
  if (status == VOX_OK) status = read_operator(p, &s.op);
  if (status == VOX_OK) status = read_value(p, &s);
  if (status != VOX_OK) return status;
  return vec_push(p->mem, &p->w->steps, s) ? VOX_OK : fail_memory(p->err);
}

/* ---- Operators ---------------------------------------------------------------------- */

static vox_status push(parser *p, where_kind kind, size_t place) {
  if (p->depth == WHERE_DEPTH) return refuse(p, place, "nested too deeply");
  p->pending[p->depth++] = kind;
  return VOX_OK;
}

/* Puts out the waiting operators that bind at least as tightly as `limit`: not, and, or in this order. */
static vox_status release(parser *p, where_kind limit) {
  static const int tightness[] = {[WHERE_NOT] = 3, [WHERE_AND] = 2, [WHERE_OR] = 1, [WHERE_OPEN] = 0};
  while (p->depth && p->pending[p->depth - 1] != WHERE_OPEN &&
         tightness[p->pending[p->depth - 1]] >= tightness[limit]) {
    where_step s = {p->pending[--p->depth], WHERE_EQUAL, 0, false, 0, {NULL, 0}};
    if (!vec_push(p->mem, &p->w->steps, s)) return fail_memory(p->err);
  }
  return VOX_OK;
}

/* What may stand before a test, and the test. */
static vox_status read_factor(parser *p) {
  for (;;) {
    skip_blanks(p);
    size_t from = p->at;
    vox_status status = VOX_OK;
    if (take(p, STR("("), NULL))
      status = push(p, WHERE_OPEN, from);
    else if (take(p, STR("!"), "not"))
      status = push(p, WHERE_NOT, from);
    else
      return read_test(p);
    if (status != VOX_OK) return status;
  }
}

static vox_status close_bracket(parser *p, size_t place) {
  vox_status status = release(p, WHERE_OPEN);
  if (status != VOX_OK) return status;
  if (!p->depth) return refuse(p, place, "no bracket is open here");
  p->depth--;
  return VOX_OK;
}

/* Behind a test: closing brackets, then `and`, `or` or the end. `*more`: another factor is due. */
static vox_status read_joint(parser *p, bool *more) {
  vox_status status = VOX_OK;
  for (*more = false; status == VOX_OK && !*more;) {
    skip_blanks(p);
    size_t from = p->at;
    if (from == p->text.len) return VOX_OK;
    if (take(p, STR(")"), NULL)) {
      status = close_bracket(p, from);
      continue;
    }
    where_kind kind = take(p, STR("&&"), "and")  ? WHERE_AND
                      : take(p, STR("||"), "or") ? WHERE_OR
                                                 : WHERE_TEST;
    if (kind == WHERE_TEST) return refuse(p, from, "and, or or the end is due here");
    status = release(p, kind);
    if (status == VOX_OK) status = push(p, kind, from);
    *more = true;
  }
  return status;
}

vox_status where_parse(where *w, mem *m, arena *memory, vox_str text, vox_error *err) {
  parser p = {.w = w, .mem = m, .memory = memory, .text = text, .err = err};
  vox_status status = VOX_OK;
  for (bool more = true; more && status == VOX_OK;) {
    status = read_factor(&p);
    if (status == VOX_OK) status = read_joint(&p, &more);
  }
  if (status == VOX_OK) status = release(&p, WHERE_OPEN);
  if (status == VOX_OK && p.depth) status = refuse(&p, text.len, "a bracket is still open at the end");
  return status;
}
