/* vox_lint.c - lexicon sources held against the model compiled from them: what cannot be found in any text,
 * and examples that do not hold. */
#include "api/compiler.h"
#include "api/probe.h"
#include "lexicon/audit.h"
#include "text/utf8.h"

/* A text around a term. `sort`: which terms it suits. */
typedef struct carrier {
  const char *before, *behind;
  enum { ANY, HAN, SPACED } sort;
} carrier;

/* The first two hold nothing that could draw a letter of the term to itself; the rest are everyday
 * neighbours. */
enum { BARE = 2 };
static const carrier CARRIERS[] = {
    {"", "", ANY}, {"，", "。", ANY}, {"我们", "因为", HAN}, {"这里", "但是", HAN}, {"the ", " and", SPACED}};
enum { CARRIER_COUNT = sizeof CARRIERS / sizeof *CARRIERS };

/* What decides which carriers suit a term. */
typedef struct shape {
  bool han;        /* it holds a Chinese character */
  bool mark_first; /* it begins with a mark: that may join a mark before it */
  bool mark_last;
} shape;

static bool is_mark(char_kind kind) {
  return kind == CHAR_PUNCTUATION || kind == CHAR_MARK || kind == CHAR_OTHER;
}

static shape shape_of(vox_str term) {
  shape s = {false, false, false};
  for (size_t at = 0; at < term.len;) {
    bool first = at == 0;
    char_kind kind = char_kind_of(utf8_next(term, &at));
    s.han |= kind == CHAR_HAN;
    s.mark_first |= first && is_mark(kind);
    s.mark_last = is_mark(kind);
  }
  return s;
}

static bool suits(const carrier *k, shape s) {
  if (k->sort == ANY) return !*k->before || !(s.mark_first || s.mark_last);
  return (k->sort == HAN) == s.han;
}

typedef enum sort_of_line { LINE_ENTRY, LINE_WORD, LINE_ALIAS } sort_of_line;

/* What a finding is about. */
typedef struct place {
  const source *source;
  uint32_t line;
} place;

/* Does the term stand in the carrier? A word must be one token there, anything else a match. */
static vox_status stands_in(probe *p, const carrier *k, vox_str term, uint32_t number, bool word,
                            bool *stands, vox_error *err) {
  size_t from = strlen(k->before);
  buf_clear(&p->text);
  buf_text(&p->text, k->before);
  buf_str(&p->text, term);
  buf_text(&p->text, k->behind);
  if (p->text.status != VOX_OK) return fail(err, p->text.status, "a term is too long");
  if (!word) return probe_stands(p, buf_view(&p->text), from, from + term.len, number, stands, err);
  return probe_is_token(p, buf_view(&p->text), from, from + term.len, stands, err);
}

/* The form of a term as it would be written in a comment: without the star that ends a beginning. */
static vox_str written_form(vox_str term) {
  if (term.len > 1 && term.ptr[term.len - 1] == '*') term.len--;
  return str_trim(term);
}

static void warn(diagnostics *d, const place *at, const char *code, const char *what) {
  diagnose(d, VOX_WARNING, at->source->path, at->line, code, "%s", what);
}

/* Between everyday neighbours an entry may lose a letter to one of them, but not to all. */
static vox_status check_neighbours(probe *p, diagnostics *d, const place *at, vox_str term, uint32_t number,
                                   bool word, vox_error *err) {
  unsigned lost = 0, asked = 0;
  shape s = shape_of(term);
  for (size_t i = BARE; i < CARRIER_COUNT; i++) {
    bool stands = true;
    vox_status status =
        suits(&CARRIERS[i], s) ? stands_in(p, &CARRIERS[i], term, number, word, &stands, err) : VOX_OK;
    if (status != VOX_OK) return status;
    asked += suits(&CARRIERS[i], s);
    lost += !stands;
  }
  if (lost && lost == asked)
    warn(d, at, "broken-entry", "between other words the entry loses letters to them");
  return VOX_OK;
}

static vox_status check_term(probe *p, diagnostics *d, const place *at, vox_str term, sort_of_line sort,
                             vox_error *err) {
  uint32_t number = 0;
  bool stands = true, word = sort == LINE_WORD;
  if (!word) term = written_form(term);
  if (!word && probe_term(p, term, &number) != VOX_OK) return fail_memory(err);
  if (sort == LINE_ALIAS && !number) return VOX_OK; /* no entries yet: compiler_audit's business */
  for (size_t i = 0; i < BARE && stands; i++) {
    if (!suits(&CARRIERS[i], shape_of(term))) continue;
    vox_status status = stands_in(p, &CARRIERS[i], term, number, word, &stands, err);
    if (status != VOX_OK) return status;
  }
  if (stands) return check_neighbours(p, d, at, term, number, word, err);
  warn(d, at, "unreachable-entry", "the entry is not matched even where it stands between marks");
  return VOX_OK;
}

static bool is_form(vox_str klass) {
  return !str_eq(klass, STR("define")) && !str_eq(klass, STR("setting")) &&
         !str_starts(klass, STR("weight")) && !str_starts(klass, STR("theme.")) && !is_rule_class(klass);
}

static vox_status check_line(probe *p, diagnostics *d, const source *s, const source_line *l,
                             vox_error *err) {
  vox_str left, right;
  place at = {s, l->line};
  bool word = str_eq(l->klass, STR("word")), alias = str_eq(l->klass, STR("alias"));
  if (!is_form(l->klass) || str_eq(l->value, STR("-")) || str_eq(l->klass, STR("non_answer"))) return VOX_OK;
  if (!str_eq(l->klass, STR("pair")))
    return check_term(p, d, &at, l->term, word ? LINE_WORD : alias ? LINE_ALIAS : LINE_ENTRY, err);
  if (!probe_sides(l->term, &left, &right)) return VOX_OK;
  vox_status status = check_term(p, d, &at, left, LINE_ENTRY, err);
  return status == VOX_OK ? check_term(p, d, &at, right, LINE_ENTRY, err) : status;
}

vox_status vox_compiler_check(vox_compiler *c, const vox_model *model, vox_error *err) {
  probe p;
  vox_status status = probe_init(&p, &c->mem, model, err);
  if (status != VOX_OK) return status;
  for (size_t i = 0; i < compiler_source_count(c->lexicon) && status == VOX_OK; i++) {
    const source *s = compiler_source_at(c->lexicon, i);
    for (size_t k = 0; k < s->lines.len && status == VOX_OK; k++)
      status = check_line(&p, &c->tell, s, &vec_at(&s->lines, k), err);
  }
  probe_free(&p);
  return status;
}

vox_status vox_compiler_lint(vox_compiler *c, const vox_model *model, vox_error *err) {
  compiler_audit(c->lexicon);
  return vox_compiler_check(c, model, err);
}

/* ---- Examples ---- */

static vox_status run_examples(probe *p, vox_compiler *c, const source *s, uint64_t *run, uint64_t *failed,
                               vox_error *err) {
  vox_status status = VOX_OK;
  for (size_t i = 0; i < s->examples.len && status == VOX_OK; i++) {
    const source_example *e = &vec_at(&s->examples, i);
    const source_line *l = &vec_at(&s->lines, e->entry);
    bool speaks = false;
    status = probe_speaks(p, l, e->text, &speaks, err);
    if (status != VOX_OK) break;
    ++*run;
    if (speaks == e->positive) continue;
    ++*failed;
    diagnose(&c->tell, VOX_ERROR, s->path, e->line, "example-failed", "the text %s the entry of line %u",
             e->positive ? "does not contain" : "contains", l->line);
  }
  return status;
}

vox_status vox_compiler_test(vox_compiler *c, const vox_model *model, uint64_t *run, uint64_t *failed,
                             vox_error *err) {
  probe p;
  *run = *failed = 0;
  vox_status status = probe_init(&p, &c->mem, model, err);
  if (status != VOX_OK) return status;
  for (size_t i = 0; i < compiler_source_count(c->lexicon) && status == VOX_OK; i++)
    status = run_examples(&p, c, compiler_source_at(c->lexicon, i), run, failed, err);
  probe_free(&p);
  return status;
}

/* ---- What was read ---- */

int vox_compiler_source(const vox_compiler *c, size_t number, vox_source_info *out) {
  if (number >= compiler_source_count(c->lexicon)) return 0;
  const source *s = compiler_source_at(c->lexicon, number);
  *out = (vox_source_info){s->path,   s->id,     s->version,   s->language,    s->licence,
                           s->author, s->method, s->lines.len, s->examples.len};
  return 1;
}

vox_str vox_compiler_class(const vox_compiler *c, size_t number, size_t line) {
  if (number >= compiler_source_count(c->lexicon)) return STR("");
  const source *s = compiler_source_at(c->lexicon, number);
  return line < s->lines.len ? vec_at(&s->lines, line).klass : STR("");
}
