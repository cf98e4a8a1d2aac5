/* theme_corpus.c - see themes.h. Comments that differ in marks, case and blanks only are one row, which keeps
 * the labels and folds of all of them. */
#include "analysis/learned.h"
#include "base/bytes.h"
#include "learn/common.h"
#include "learn/corpus.h"
#include "learn/themes.h"
#include "text/utf8.h"

enum { SCRATCH_LIMIT = 1 << 20, TOKENS_MOST = 3000 };

vox_status theme_corpus_init(theme_corpus *c, mem *m, const dict *d, const lexicon *l, const catalogue *names,
                             vox_error *err) {
  *c = (theme_corpus){.mem = m};
  arena_init(&c->keep, m);
  map_init(&c->terms, m);
  map_init(&c->texts, m);
  buf_init(&c->scratch, m, SCRATCH_LIMIT);
  return analyser_new(&c->analyser, m, d, l, names, err);
}

void theme_corpus_free(theme_corpus *c) {
  analyser_free(c->analyser);
  map_free(&c->terms);
  map_free(&c->texts);
  vec_free(c->mem, &c->rows);
  vec_free(c->mem, &c->cells);
  vec_free(c->mem, &c->labels);
  buf_free(&c->scratch);
  arena_free(&c->keep);
}

/* ---- Labels ---- */

static vox_status label_number(theme_corpus *c, vox_str name, size_t *out, vox_error *err) {
  for (size_t i = 0; i < c->labels.len; i++)
    if (str_eq(vec_at(&c->labels, i).name, name)) return *out = i, VOX_OK;
  if (c->labels.len == THEME_LABELS_MAX)
    return fail(err, VOX_ERR_LIMIT, "more than %d labels", THEME_LABELS_MAX);
  theme_label l = {.name = arena_copy(&c->keep, name)};
  if (l.name.len != name.len || !vec_push(c->mem, &c->labels, l)) return fail_memory(err);
  *out = c->labels.len - 1;
  return VOX_OK;
}

vox_status theme_corpus_name(theme_corpus *c, vox_str label, vox_str id, vox_error *err) {
  size_t i;
  vox_status status = label_number(c, label, &i, err);
  if (status != VOX_OK) return status;
  vox_str kept = arena_copy(&c->keep, id);
  if (kept.len != id.len) return fail_memory(err);
  if (!vec_at(&c->labels, i).id.len) vec_at(&c->labels, i).id = kept;
  return VOX_OK;
}

static vox_status read_labels(theme_corpus *c, vox_str labels, uint64_t *bits, vox_error *err) {
  *bits = 0;
  for (vox_str rest = labels; rest.ptr;) {
    size_t i;
    vox_str one = str_trim(str_cut(&rest, '|'));
    if (!one.len) continue;
    vox_status status = label_number(c, one, &i, err);
    if (status != VOX_OK) return status;
    *bits |= (uint64_t)1 << i;
  }
  return VOX_OK;
}

vox_status theme_corpus_settle(theme_corpus *c, vox_str root) {
  bool named = false;
  for (size_t i = 0; i < c->labels.len; i++) named |= vec_at(&c->labels, i).id.len > 0;
  for (size_t i = 0; i < c->labels.len && !named; i++) {
    size_t before = 0;
    for (size_t k = 0; k < c->labels.len; k++)
      before += str_cmp(vec_at(&c->labels, k).name, vec_at(&c->labels, i).name) < 0;
    buf_clear(&c->scratch);
    buf_str(&c->scratch, root);
    buf_format(&c->scratch, ".t%02zu", before + 1);
    vox_str id = arena_copy(&c->keep, buf_view(&c->scratch));
    if (c->scratch.status != VOX_OK || !id.len) return VOX_ERR_MEMORY;
    vec_at(&c->labels, i).id = id;
  }
  return VOX_OK;
}

/* ---- Terms ---- */

/* A token that a term can be made of. Bare punctuation in a word (a star, a hash) would be read as a mark of
 * the lexicon's format. */
static bool is_word(const comment *m, uint32_t t) {
  const token *k = &m->seg.tokens[t];
  if (!carries_weight(m, t) || k->to - k->from > TERM_LONGEST) return false;
  for (uint32_t i = k->from; i < k->to; i++) {
    uint32_t cp = m->seg.cp[i];
    if (m->seg.kind[i] == CHAR_SPACE || m->seg.kind[i] == CHAR_NEWLINE || cp == 0xFFFD || cp == '*' ||
        cp == '#' || cp == '\\' || cp == '+')
      return false;
  }
  return true;
}

static void spell(const comment *m, uint32_t t, buf *to) {
  const token *k = &m->seg.tokens[t];
  for (uint32_t i = k->from; i < k->to; i++) {
    char bytes[4];
    buf_add(to, bytes, utf8_put(m->seg.cp[i], bytes));
  }
}

/* The term in c->scratch as a cell, once a row. */
static bool add_cell(theme_corpus *c, size_t first) {
  const map_entry *e = c->scratch.status == VOX_OK ? map_put(&c->terms, buf_view(&c->scratch), 0) : NULL;
  if (!e) return false;
  uint32_t number = (uint32_t)(e - c->terms.list);
  for (size_t i = first; i < c->cells.len; i++)
    if (c->cells.ptr[i] == number) return true;
  return vec_push(c->mem, &c->cells, number);
}

/* Do the two tokens make a term that matching would find again? */
static bool are_neighbours(const comment *m, uint32_t t) {
  if (t + 1 >= m->seg.token_count || !is_word(m, t + 1)) return false;
  const token *a = &m->seg.tokens[t], *b = a + 1;
  bool spaced = b->flags & TOKEN_SPACE;
  if (a->flags & TOKEN_LINE_END) return false;
  if (a->kind == VOX_TOKEN_WORD && b->kind == VOX_TOKEN_WORD) return spaced;
  return a->kind == VOX_TOKEN_HAN && b->kind == VOX_TOKEN_HAN && !spaced;
}

static bool add_cells(theme_corpus *c, const comment *m, size_t first) {
  uint32_t n = m->seg.token_count < TOKENS_MOST ? m->seg.token_count : TOKENS_MOST;
  for (uint32_t t = 0; t < n; t++) {
    if (!is_word(m, t)) continue;
    buf_clear(&c->scratch);
    spell(m, t, &c->scratch);
    if (!add_cell(c, first)) return false;
    if (!are_neighbours(m, t)) continue;
    if (m->seg.tokens[t].kind == VOX_TOKEN_WORD) buf_byte(&c->scratch, ' ');
    spell(m, t + 1, &c->scratch);
    if (!add_cell(c, first)) return false;
  }
  return true;
}

vox_status theme_corpus_add(theme_corpus *c, vox_str text, vox_str whole, vox_str labels, vox_error *err) {
  const comment *m;
  int32_t prior;
  uint8_t key[32];
  theme_row row = {.folds = (uint8_t)(1u << fold_of(whole)), .first = c->cells.len};
  vox_status status = read_labels(c, labels, &row.labels, err);
  if (status == VOX_OK) status = analyse_prior(c->analyser, text, &m, &prior, err);
  if (status != VOX_OK) return status;
  corpus_key(m, key);
  row.inner = key[1] % INNER_FOLDS;
  size_t before = c->texts.len;
  const map_entry *e = map_put(&c->texts, (vox_str){(const char *)key, sizeof key}, c->rows.len);
  if (!e) return fail_memory(err);
  if (c->texts.len == before) {
    vec_at(&c->rows, e->value).folds |= row.folds;
    vec_at(&c->rows, e->value).labels |= row.labels;
    return VOX_OK;
  }
  if (!add_cells(c, m, row.first)) return fail_memory(err);
  row.count = (uint32_t)(c->cells.len - row.first);
  return vec_push(c->mem, &c->rows, row) ? VOX_OK : fail_memory(err);
}
