/* compile.c - the order of work: read sources, settle them. Terms are numbered in rank.c, sections are laid
 * in lay.c. */
#include "lexicon/draft.h"
#include <stdlib.h>

enum { LIMIT = 1 << 30 }; /* bytes of any one section */

vox_status compiler_new(lexicon_compiler **out, mem *m, diagnostics *d, vox_error *err) {
  lexicon_compiler *c = mem_array(m, 1, sizeof *c);
  if (!c) return fail_memory(err);
  c->mem = m;
  c->tell = d;
  arena_init(&c->keep, m);
  folded_init(&c->fold, m);
  buf_init(&c->scratch, m, LIMIT);
  map_init(&c->term_index, m);
  map_init(&c->words, m);
  map_init(&c->rules.leaves, m);
  map_init(&c->rules.lists, m);
  map_init(&c->rules.kinds, m);
  for (size_t i = 0; i < sizeof c->sections / sizeof *c->sections; i++) buf_init(&c->sections[i], m, LIMIT);
  *out = c;
  return VOX_OK;
}

void compiler_free(lexicon_compiler *c) {
  if (!c) return;
  mem *m = c->mem;
  for (size_t i = 0; i < c->sources.len; i++) source_drop(&vec_at(&c->sources, i), m);
  vec_free(m, &c->sources);
  mem_put(m, c->term_order, c->terms.len * sizeof *c->term_order);
  vec_free(m, &c->terms);
  vec_free(m, &c->entries);
  vec_free(m, &c->pairs);
  vec_free(m, &c->weight_pairs);
  vec_free(m, &c->removals);
  vec_free(m, &c->aliases);
  vec_free(m, &c->themes);
  vec_free(m, &c->alphabet);
  mem_put(m, c->word_order, c->words.len * sizeof *c->word_order);
  map_free(&c->term_index);
  map_free(&c->words);
  rules_drop(c);
  buf_free(&c->scratch);
  folded_free(&c->fold);
  arena_free(&c->keep);
  for (size_t i = 0; i < sizeof c->sections / sizeof *c->sections; i++) buf_free(&c->sections[i]);
  mem_put(m, c, sizeof *c);
}

vox_status compiler_source(lexicon_compiler *c, vox_str path, vox_str bytes, vox_error *err) {
  source s;
  vox_status status = source_parse(&s, &c->keep, c->mem, path, bytes, c->tell);
  s.layer = c->layer;
  if (status == VOX_OK && vec_push(c->mem, &c->sources, s)) return VOX_OK;
  source_drop(&s, c->mem);
  return fail_memory(err);
}

size_t compiler_source_count(const lexicon_compiler *c) { return c->sources.len; }
const source *compiler_source_at(const lexicon_compiler *c, size_t i) { return &vec_at(&c->sources, i); }
void compiler_source_layer(lexicon_compiler *c, size_t i, uint32_t layer) {
  vec_at(&c->sources, i).layer = layer;
}

void compiler_layer(lexicon_compiler *c, uint32_t layer) { c->layer = layer; }

vox_status compiler_base(lexicon_compiler *c, const lexicon *l, vox_error *err) {
  c->base = l;
  for (uint32_t i = 0; i < lexicon_source_count(l); i++) {
    vox_str id = lexicon_source_id(l, i);
    source s = {.path = id, .id = id, .base = i + 1};
    if (!vec_push(c->mem, &c->sources, s)) return fail_memory(err);
  }
  return VOX_OK;
}

static int by_source_id(const void *a, const void *b) {
  const source *x = a, *y = b;
  int order = str_cmp(x->id, y->id);
  return order ? order : str_cmp(x->path, y->path);
}

/* Sources in order of id: what follows depends no more on the order in which files were named. */
static void order_sources(lexicon_compiler *c) {
  if (c->sources.len) qsort(c->sources.ptr, c->sources.len, sizeof *c->sources.ptr, by_source_id);
  for (size_t i = 1; i < c->sources.len; i++)
    if (str_eq(vec_at(&c->sources, i - 1).id, vec_at(&c->sources, i).id))
      diagnose(c->tell, VOX_ERROR, vec_at(&c->sources, i).path, 1, "repeated-id",
               "another source has this id");
}

static void renumber_pairs(draft_pairs *pairs, const uint32_t *place) {
  for (size_t i = 0; i < pairs->len; i++) {
    draft_pair *p = &pairs->ptr[i];
    p->left = place[p->left], p->right = place[p->right], p->entry.term = p->left;
  }
}

/* Brings terms into the order of their folded form, which entries then follow. */
static vox_status order_terms(lexicon_compiler *c) {
  uint32_t *order = map_sorted(&c->term_index, c->mem);
  draft_term *sorted = mem_array(c->mem, c->terms.len, sizeof *sorted);
  uint32_t *place = mem_array(c->mem, c->terms.len, sizeof *place);
  bool ok = order && sorted && place;
  size_t n = c->terms.len;
  for (size_t i = 0; ok && i < n; i++) {
    size_t old = c->term_index.list[order[i]].value;
    sorted[i] = c->terms.ptr[old];
    place[old] = (uint32_t)i;
    c->term_index.list[order[i]].value = i;
  }
  if (ok && n) memcpy(c->terms.ptr, sorted, n * sizeof *sorted);
  for (size_t i = 0; ok && i < c->entries.len; i++) c->entries.ptr[i].term = place[c->entries.ptr[i].term];
  if (ok) renumber_pairs(&c->pairs, place);
  if (ok) renumber_pairs(&c->weight_pairs, place);
  if (ok) renumber_pairs(&c->removals, place);
  mem_put(c->mem, order, n * sizeof *order);
  mem_put(c->mem, sorted, n * sizeof *sorted);
  mem_put(c->mem, place, n * sizeof *place);
  return ok ? VOX_OK : VOX_ERR_MEMORY;
}

/* Entries in order, aliases copied from them in that order, and all in order again. */
static vox_status settle_terms(lexicon_compiler *c) {
  vox_status status = order_terms(c);
  if (status != VOX_OK) return status;
  settle_entries(c);
  settle_pairs(c);
  settle_removals(c);
  settle_masks(c);
  if ((status = settle_aliases(c)) != VOX_OK || (status = order_terms(c)) != VOX_OK) return status;
  settle_entries(c);
  settle_pairs(c);
  settle_removals(c);
  settle_masks(c);
  check_removals(c);
  return VOX_OK;
}

/* Sentiment is written in steps of polarity; the artefact holds raw weights. */
static void scale_steps(lexicon_compiler *c) {
  int32_t step = c->settings[SETTING_PRIOR_STEP];
  for (size_t i = 0; i < c->entries.len; i++)
    if (c->entries.ptr[i].klass == CLASS_SENTIMENT)
      c->entries.ptr[i].weight = (int16_t)(c->entries.ptr[i].weight * step / 100);
  for (size_t i = 0; i < c->pairs.len; i++)
    c->pairs.ptr[i].entry.weight = (int16_t)(c->pairs.ptr[i].entry.weight * step / 100);
}

vox_status compiler_settle(lexicon_compiler *c, vox_error *err) {
  vox_status status = VOX_OK;
  order_sources(c);
  if (c->base) status = draft_base(c);
  for (uint32_t i = 0; i < c->sources.len && status == VOX_OK; i++) status = draft_source(c, i);
  if (status != VOX_OK) return fail_memory(err);
  settle_themes(c);
  settle_settings(c);
  if (settle_rules(c) != VOX_OK) return fail_memory(err);
  if (settle_terms(c) != VOX_OK || !(c->word_order = map_sorted(&c->words, c->mem))) return fail_memory(err);
  scale_steps(c);
  check_weighted(c);
  if (c->tell->errors) return fail(err, VOX_ERR_SYNTAX, "%u errors in the lexicon sources", c->tell->errors);
  return VOX_OK;
}

size_t compiler_word_count(const lexicon_compiler *c) { return c->words.len; }

vox_str compiler_word(const lexicon_compiler *c, size_t i) { return c->words.list[c->word_order[i]].key; }

bool compiler_word_is_new(const lexicon_compiler *c, size_t i) {
  return c->words.list[c->word_order[i]].value != 0;
}

static int by_code_point(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

vox_status compiler_alphabet(lexicon_compiler *c, const uint32_t **cps, size_t *count) {
  vec_clear(&c->alphabet);
  for (size_t i = 0; i < c->terms.len; i++) {
    if (fold_text(&c->fold, c->terms.ptr[i].folded) != VOX_OK) return VOX_ERR_MEMORY;
    for (size_t k = 0; k < c->fold.len; k++)
      if (!vec_push(c->mem, &c->alphabet, c->fold.cp[k])) return VOX_ERR_MEMORY;
  }
  size_t kept = 0, n = c->alphabet.len;
  uint32_t *list = c->alphabet.ptr;
  if (n) qsort(list, n, sizeof *list, by_code_point);
  for (size_t i = 0; i < n; i++)
    if (kept == 0 || list[i] != list[kept - 1]) list[kept++] = list[i];
  c->alphabet.len = kept;
  *cps = list;
  *count = kept;
  return VOX_OK;
}

/* A plain number; 0 when it is none. */
static uint32_t number_of(vox_str s) {
  uint32_t n = 0;
  if (s.len > 8) return 0;
  for (size_t i = 0; i < s.len; i++) {
    if (s.ptr[i] < '0' || s.ptr[i] > '9') return 0;
    n = n * 10 + (uint32_t)(s.ptr[i] - '0');
  }
  return n;
}

/* A few words more or less change little; beyond one in a hundred comments are cut otherwise than they were
 * learned. */
void compiler_check_words(lexicon_compiler *c, uint32_t words) {
  for (size_t i = 0; i < c->sources.len; i++) {
    const source *s = &vec_at(&c->sources, i);
    if (!s->words.len) continue;
    uint32_t then = number_of(s->words), gap = then > words ? then - words : words - then;
    if (gap)
      diagnose(c->tell, gap > then / 100 ? VOX_WARNING : VOX_NOTE, s->path, 1, "learned-elsewhere",
               "learned with a dictionary of %u words, this one has %u: learn anew", then, words);
  }
}

bool compiler_says(const lexicon_compiler *c, vox_str folded_utf8) {
  static const uint32_t silent = 1u << CLASS_WEIGHT | 1u << CLASS_WEIGHT_NEGATED | 1u << CLASS_WEIGHT_PAIR |
                                 1u << CLASS_WEIGHT_LEFT | 1u << CLASS_WEIGHT_RIGHT |
                                 1u << CLASS_EMOTION_WEIGHT | 1u << CLASS_NON_ANSWER | 1u << CLASS_RULE;
  const map_entry *found = map_find(&c->term_index, folded_utf8);
  return found && (vec_at(&c->terms, found->value).mask & ~silent);
}

uint32_t compiler_term_number(const lexicon_compiler *c, vox_str folded_utf8) {
  const map_entry *found = map_find(&c->term_index, folded_utf8);
  return found ? vec_at(&c->terms, found->value).number : 0;
}
