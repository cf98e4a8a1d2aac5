/* audit.c - see audit.h. */
#include "lexicon/audit.h"
#include "lexicon/draft.h"

static void warn(const lexicon_compiler *c, uint32_t src, uint32_t line, const char *code, const char *what) {
  diagnose(c->tell, VOX_WARNING, vec_at(&c->sources, src).path, line, code, "%s", what);
}

static void note(const lexicon_compiler *c, uint32_t src, uint32_t line, const char *code, const char *what) {
  diagnose(c->tell, VOX_NOTE, vec_at(&c->sources, src).path, line, code, "%s", what);
}

static bool leads_to(vox_str id, vox_str theme) { return str_eq(id, theme) || theme_is_below(id, theme); }

/* A theme without a term of its own or of a theme below it is never found. Themes are sorted by id, so those
 * below one follow it. */
static void audit_themes(const lexicon_compiler *c) {
  for (size_t i = 0; i < c->themes.len; i++) {
    const draft_theme *t = &vec_at(&c->themes, i);
    bool found = false;
    for (size_t k = 0; k < c->entries.len && !found; k++) {
      const draft_entry *e = &vec_at(&c->entries, k);
      found = (e->klass == CLASS_THEME || e->klass == CLASS_THEME_WEIGHT) && leads_to(e->theme, t->id);
    }
    for (size_t k = 0; k < c->rules.list.len && !found; k++) {
      const draft_rule *r = &vec_at(&c->rules.list, k);
      found = r->kind == KIND_RULE && leads_to(r->name, t->id);
    }
    if (!found) warn(c, t->source, t->line, "theme-without-terms", "no term leads to this theme");
  }
}

static bool changes_weights(uint8_t klass) {
  return klass == CLASS_NEGATOR || klass == CLASS_DOUBLE_NEGATION || klass == CLASS_DEGREE;
}

/* A sentiment phrase speaks for the negators and degrees inside it, so one of the same span never acts. */
static void audit_shadows(const lexicon_compiler *c) {
  for (size_t i = 0; i < c->entries.len; i++) {
    const draft_entry *e = &vec_at(&c->entries, i);
    bool shadowed = changes_weights(e->klass) && vec_at(&c->terms, e->term).mask & 1u << CLASS_SENTIMENT;
    if (shadowed && !(e->flags & ENTRY_COPY))
      note(c, e->source, e->line, "shadowed-entry", "a sentiment entry of the same term speaks in its place");
  }
}

static void audit_aliases(const lexicon_compiler *c) {
  for (size_t i = 0; i < c->aliases.len; i++) {
    const draft_alias *a = &vec_at(&c->aliases, i);
    if (!a->used) note(c, a->source, a->line, "alias-idle", "no entry is written with the other form");
  }
}

static void audit_lines(const lexicon_compiler *c, uint32_t src) {
  const source *s = &vec_at(&c->sources, src);
  for (size_t i = 0; i < s->lines.len; i++) {
    const source_line *l = &vec_at(&s->lines, i);
    bool star = l->term.len && l->term.ptr[l->term.len - 1] == '*';
    for (size_t k = 1; k < l->term.len; k++) star |= l->term.ptr[k - 1] == '*' && l->term.ptr[k] == ' ';
    if (star && str_eq(l->klass, STR("pair")))
      warn(c, src, l->line, "pair-star", "a side of the pair ends in a star");
  }
  bool known =
      str_eq(s->language, STR("zh")) || str_eq(s->language, STR("en")) || str_eq(s->language, STR("mul"));
  if (s->language.len && !known)
    warn(c, src, 1, "unknown-language", "the header names no language that is known");
}

void compiler_audit(const lexicon_compiler *c) {
  audit_themes(c);
  audit_shadows(c);
  audit_aliases(c);
  for (uint32_t i = 0; i < c->sources.len; i++) audit_lines(c, i);
}
