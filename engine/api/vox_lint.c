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

static bool has_han(vox_str term) {
  for (size_t at = 0; at < term.len;)
    if (char_kind_of(utf8_next(term, &at)) == CHAR_HAN) return true;
  return false;
}

/* Does the term stand in the carrier? A word must be one token there, anything else a match. */
static vox_status stands_in(probe *p, const carrier *k, vox_str term, uint32_t number, bool *stands,
                            vox_error *err) {
  size_t from = strlen(k->before);
  buf_clear(&p->text);
  buf_text(&p->text, k->before);
  buf_str(&p->text, term);
  buf_text(&p->text, k->behind);
  if (p->text.status != VOX_OK) return fail(err, p->text.status, "a term is too long");
  if (number) return probe_stands(p, buf_view(&p->text), from, from + term.len, number, stands, err);
  return probe_is_token(p, buf_view(&p->text), from, from + term.len, stands, err);
}

/* The form of a term as it would be written in a comment: without the star that ends a beginning. */
static vox_str written_form(vox_str term) {
  if (term.len > 1 && term.ptr[term.len - 1] == '*') term.len--;
  return str_trim(term);
}

static vox_status check_term(probe *p, diagnostics *tell, const source *s, uint32_t line, vox_str term,
                             bool word, vox_error *err) {
  uint32_t number = 0;
  unsigned lost = 0, asked = 0;
  term = word ? term : written_form(term);
  if (probe_term(p, term, &number) != VOX_OK) return fail_memory(err);
  if (!word && !number) return VOX_OK; /* an alias without entries: compiler_audit's business */
  if (word) number = 0;
  for (size_t i = 0; i < CARRIER_COUNT; i++) {
    bool stands = false, suits = CARRIERS[i].sort == ANY || (CARRIERS[i].sort == HAN) == has_han(term);
    vox_status status = suits ? stands_in(p, &CARRIERS[i], term, number, &stands, err) : VOX_OK;
    if (status != VOX_OK) return status;
    if (suits && !stands && i < BARE) {
      diagnose(tell, VOX_WARNING, s->path, line, "unreachable-entry",
               "the entry is not matched where it stands %s", i ? "between marks" : "alone");
      return VOX_OK;
    }
    asked += suits && i >= BARE;
    lost += suits && i >= BARE && !stands;
  }
  if (lost)
    diagnose(tell, VOX_NOTE, s->path, line, "broken-entry",
             "between other words the entry's own letters go astray");
  return VOX_OK;
}

static bool is_form(vox_str klass) {
  return !str_eq(klass, STR("define")) && !str_eq(klass, STR("setting")) && !str_starts(klass, STR("weight"));
}

static vox_status check_line(probe *p, diagnostics *tell, const source *s, const source_line *l,
                             vox_error *err) {
  vox_str left, right;
  if (!is_form(l->klass) || str_eq(l->value, STR("-")) || str_eq(l->klass, STR("non_answer"))) return VOX_OK;
  if (!str_eq(l->klass, STR("pair")))
    return check_term(p, tell, s, l->line, l->term, str_eq(l->klass, STR("word")), err);
  if (!probe_sides(l->term, &left, &right)) return VOX_OK;
  vox_status status = check_term(p, tell, s, l->line, left, false, err);
  return status == VOX_OK ? check_term(p, tell, s, l->line, right, false, err) : status;
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
