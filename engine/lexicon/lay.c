/* lay.c - settled drafts to the sections of the artefact. All numbers are little-endian.
 *
 *   STRS  strings, one after another; others refer to them by {u32 offset, u32 length}
 *   SRCS  {id} a source, sorted by id
 *   FORM  {form, canonical form} an alias, then {word, empty} a word kept whole; each sorted, no repeats
 *   WPAR  {u32 left term, u32 right term, u32 entry + 1} of learned pairs, an open hash table: a power of two
 * of rows, probed onwards from weight_slot (lexicon.h); entry 0: a free row, and there is one at least THEM
 * {id, name zh, name en, facets, u32 parent, u32 overall} a theme, sorted by id ENTR  20 bytes an entry: u8
 * class, u8 flags, u16 label, i16 weight, u16 reach, u32 term, u32 source, u32 line; those of terms first, in
 * order of term, then those of pairs TERM  {u32 first entry, u32 classes, written form} a term, from 1; row 0
 * is empty, one row more closes the last PAIR  {u32 left term, u32 right term, u32 entry}, sorted CONF  u32
 * settings, i32 each; i32 first raw sum, u32 length, i16 public score of each raw sum META  32 bytes of
 * digest, then id and version as {u32, u32} TTRI  trie of terms (pack/trie)
 */
#include "base/bytes.h"
#include "lexicon/draft.h"
#include "pack/trie_build.h"
#include <stdlib.h>

enum { STRS, SRCS, THEM, ENTR, TERM, PAIR, CONF, META, TTRI, WPAR, FORM, RULE };
enum { FORM_SIZE = 16, PAIR_SIZE = 12 };
enum { SCORE_RANGE = 1200 }; /* raw sums beyond it are as sure as those at it */

void lay_u32(buf *b, uint32_t n) {
  char bytes[4];
  put_u32(bytes, n);
  buf_add(b, bytes, sizeof bytes);
}

static void add_u16(buf *b, uint16_t n) {
  char bytes[2];
  put_u16(bytes, n);
  buf_add(b, bytes, sizeof bytes);
}

void lay_string(lexicon_compiler *c, buf *to, vox_str s) {
  lay_u32(to, (uint32_t)c->sections[STRS].len);
  lay_u32(to, (uint32_t)s.len);
  buf_str(&c->sections[STRS], s);
}

static void lay_sources(lexicon_compiler *c) {
  for (size_t i = 0; i < c->sources.len; i++) lay_string(c, &c->sections[SRCS], vec_at(&c->sources, i).id);
}

static void lay_forms(lexicon_compiler *c) {
  buf *b = &c->sections[FORM];
  for (size_t i = 0; i < c->aliases.len; i++) {
    const draft_alias *a = &vec_at(&c->aliases, i), *last = i ? a - 1 : NULL;
    if (last && str_eq(last->folded, a->folded) && str_eq(last->canonical, a->canonical)) continue;
    lay_string(c, b, a->folded);
    lay_string(c, b, a->canonical);
  }
  for (size_t i = 0; i < c->words.len; i++) {
    lay_string(c, b, compiler_word(c, i));
    lay_string(c, b, STR(""));
  }
}

static uint32_t parent_of(const lexicon_compiler *c, size_t theme) {
  vox_str id = vec_at(&c->themes, theme).id;
  size_t n = id.len;
  while (n && id.ptr[n - 1] != '.') n--;
  for (size_t i = theme; n && i-- > 0;)
    if (str_eq(vec_at(&c->themes, i).id, str_sub(id, 0, n - 1))) return (uint32_t)i;
  return NO_THEME;
}

static bool is_overall(vox_str id) { return str_eq(id, STR("overall")) || str_starts(id, STR("overall.")); }

static void lay_themes(lexicon_compiler *c) {
  buf *b = &c->sections[THEM];
  for (size_t i = 0; i < c->themes.len; i++) {
    const draft_theme *t = &vec_at(&c->themes, i);
    lay_string(c, b, t->id);
    lay_string(c, b, t->zh);
    lay_string(c, b, t->en);
    lay_string(c, b, t->facets);
    lay_u32(b, parent_of(c, i));
    lay_u32(b, is_overall(t->id));
  }
}

static void lay_entry(lexicon_compiler *c, const draft_entry *e) {
  buf *b = &c->sections[ENTR];
  buf_byte(b, (char)e->klass);
  buf_byte(b, (char)e->flags);
  add_u16(b, e->label);
  add_u16(b, (uint16_t)e->weight);
  add_u16(b, e->reach);
  lay_u32(b, vec_at(&c->terms, e->term).number);
  lay_u32(b, e->source);
  lay_u32(b, e->line);
}

/* The first draft entry of each term, which stand in order of term, and their end behind them. */
static uint32_t *find_entries(lexicon_compiler *c) {
  uint32_t *first = arena_array(&c->keep, c->terms.len + 1, sizeof *first);
  for (size_t i = 0; first && i < c->entries.len; i++) first[vec_at(&c->entries, i).term + 1]++;
  for (size_t i = 0; first && i < c->terms.len; i++) first[i + 1] += first[i];
  return first;
}

static void lay_terms(lexicon_compiler *c) {
  buf *b = &c->sections[TERM];
  uint32_t laid = 0, *first = find_entries(c);
  if (!first) b->status = VOX_ERR_MEMORY;
  for (int i = 0; i < 4; i++) lay_u32(b, 0);
  for (size_t i = 0; first && i < c->terms.len; i++) {
    uint32_t term = c->term_order[i];
    lay_u32(b, laid);
    lay_u32(b, vec_at(&c->terms, term).mask);
    lay_string(c, b, vec_at(&c->terms, term).written);
    laid += first[term + 1] - first[term];
    for (uint32_t k = first[term]; k < first[term + 1]; k++) lay_entry(c, &vec_at(&c->entries, k));
  }
  lay_u32(b, laid);
  for (int i = 0; i < 3; i++) lay_u32(b, 0);
}

static int by_numbers(const void *left, const void *right) {
  uint32_t a = get_u32(left), b = get_u32(right);
  if (a == b) a = get_u32((const char *)left + 4), b = get_u32((const char *)right + 4);
  return (a > b) - (a < b);
}

static void lay_pairs(lexicon_compiler *c) {
  buf *b = &c->sections[PAIR];
  for (size_t i = 0; i < c->pairs.len; i++) {
    const draft_pair *p = &vec_at(&c->pairs, i);
    lay_u32(b, vec_at(&c->terms, p->left).number);
    lay_u32(b, vec_at(&c->terms, p->right).number);
    lay_u32(b, (uint32_t)(c->entries.len + i));
    lay_entry(c, &p->entry);
  }
  if (b->status == VOX_OK && c->pairs.len) qsort(b->ptr, c->pairs.len, PAIR_SIZE, by_numbers);
}

/* Pairs by hash, at most half full. Put in order of term numbers, so that the same pairs give the same rows.
 */
static void lay_weight_pairs(lexicon_compiler *c) {
  buf *b = &c->sections[WPAR];
  size_t size = 2, base = c->entries.len + c->pairs.len;
  while (size < 2 * c->weight_pairs.len) size *= 2;
  for (size_t i = 0; i < 3 * size; i++) lay_u32(b, 0);
  if (b->status != VOX_OK) return;
  for (size_t i = 0; i < c->weight_pairs.len; i++) {
    const draft_pair *p = &vec_at(&c->weight_pairs, i);
    uint32_t left = vec_at(&c->terms, p->left).number, right = vec_at(&c->terms, p->right).number;
    size_t at = weight_slot(left, right) & (size - 1);
    while (get_u32(b->ptr + WEIGHT_ROW * at + 8)) at = (at + 1) & (size - 1);
    put_u32(b->ptr + WEIGHT_ROW * at, left);
    put_u32(b->ptr + WEIGHT_ROW * at + 4, right);
    put_u32(b->ptr + WEIGHT_ROW * at + 8, (uint32_t)(base + i + 1));
    lay_entry(c, &p->entry);
  }
}

/* e^x by + and * of IEEE doubles alone, so that every machine lays the same table: (1 + x/1024 + ...)^1024.
 */
static double power_of_e(double x) {
  double y = x / 1024, term = 1, sum = 1;
  for (int i = 1; i < 12; i++) {
    term = term * y / i;
    sum += term;
  }
  for (int i = 0; i < 10; i++) sum *= sum;
  return sum;
}

static int16_t public_score(const lexicon_compiler *c, int32_t raw) {
  double x = ((double)c->settings[SETTING_SLOPE] * raw + 100.0 * c->settings[SETTING_OFFSET]) / 10000;
  double score = 10000 * (2 / (1 + power_of_e(-x)) - 1);
  return (int16_t)(score < 0 ? score - 0.5 : score + 0.5);
}

static void lay_settings(lexicon_compiler *c) {
  buf *b = &c->sections[CONF];
  lay_u32(b, SETTING_COUNT);
  for (int i = 0; i < SETTING_COUNT; i++) lay_u32(b, (uint32_t)c->settings[i]);
  lay_u32(b, (uint32_t)-SCORE_RANGE);
  lay_u32(b, 2 * SCORE_RANGE + 1);
  for (int32_t raw = -SCORE_RANGE; raw <= SCORE_RANGE; raw++) add_u16(b, (uint16_t)public_score(c, raw));
}

/* ---- Digest: every entry in canonical form and order, and the words of the segmenter with their costs ----
 */

static void digest_entry(lexicon_compiler *c, sha256_state *sha, const draft_entry *e, vox_str right) {
  bool themed = e->klass == CLASS_THEME || e->klass == CLASS_THEME_WEIGHT;
  vox_str theme = themed ? e->theme : STR("");
  buf *b = &c->scratch;
  buf_clear(b);
  buf_str(b, vec_at(&c->terms, e->term).folded);
  buf_byte(b, '\t');
  buf_str(b, right);
  buf_format(b, "\t%u\t%u\t%d\t%u\t%d\t", e->klass, e->flags, themed ? 0 : e->label, e->reach, e->weight);
  buf_str(b, theme);
  buf_byte(b, '\n');
  sha256_add(sha, buf_view(b));
}

static void digest_pairs(lexicon_compiler *c, sha256_state *sha, const draft_pairs *pairs) {
  for (size_t i = 0; i < pairs->len; i++) {
    const draft_pair *p = &vec_at(pairs, i);
    digest_entry(c, sha, &p->entry, vec_at(&c->terms, p->right).folded);
  }
}

static void digest_strings(lexicon_compiler *c, sha256_state *sha) {
  for (size_t i = 0; i < c->themes.len; i++) {
    const draft_theme *t = &vec_at(&c->themes, i);
    sha256_add(sha, t->id);
    sha256_add(sha, STR("\n"));
  }
  for (size_t i = 0; i < c->words.len; i++) {
    vox_str word = compiler_word(c, i);
    sha256_add(sha, word);
    sha256_add(sha, STR("\n"));
  }
}

static void digest_all(lexicon_compiler *c, const pack_writer *w, uint8_t digest[32]) {
  sha256_state sha;
  sha256_begin(&sha);
  for (size_t i = 0; i < c->entries.len; i++)
    if (vec_at(&c->entries, i).klass != CLASS_RULE) digest_entry(c, &sha, &vec_at(&c->entries, i), STR(""));
  digest_rules(c, &sha);
  digest_pairs(c, &sha, &c->pairs);
  digest_pairs(c, &sha, &c->weight_pairs);
  digest_strings(c, &sha);
  sha256_add(&sha, buf_view(&c->sections[CONF]));
  for (uint32_t i = 0; i < w->count; i++)
    if (w->list[i].tag == PACK_TAG('W', 'O', 'R', 'D') || w->list[i].tag == PACK_TAG('W', 'T', 'R', 'I'))
      sha256_add(&sha, w->list[i].bytes);
  sha256_end(&sha, digest);
}

static void lay_meta(lexicon_compiler *c, const pack_writer *w, vox_str id, vox_str version) {
  uint8_t digest[32];
  digest_all(c, w, digest);
  buf_add(&c->sections[META], digest, sizeof digest);
  lay_string(c, &c->sections[META], id);
  lay_string(c, &c->sections[META], version);
}

/* ---- The trie of terms ---- */

static int by_labels(const void *left, const void *right) {
  const trie_key *a = left, *b = right;
  for (uint32_t i = 0; i < a->len && i < b->len; i++)
    if (a->labels[i] != b->labels[i]) return a->labels[i] < b->labels[i] ? -1 : 1;
  return (a->len > b->len) - (a->len < b->len);
}

/* The character ids of a folded term, in the compiler's arena; NULL when memory ends. */
static uint16_t *labels_of(lexicon_compiler *c, const charmap *chars, vox_str surface, uint32_t *len) {
  if (fold_text(&c->fold, surface) != VOX_OK) return NULL;
  uint16_t *labels = arena_array(&c->keep, c->fold.len + 1, sizeof *labels);
  for (size_t i = 0; labels && i < c->fold.len; i++) labels[i] = charmap_get(chars, c->fold.cp[i]).id;
  *len = (uint32_t)c->fold.len;
  return labels;
}

vox_status compiler_terms(lexicon_compiler *c, const charmap *chars, vox_error *err) {
  if (!c->term_order && compiler_rank(c, NULL, NULL, err) != VOX_OK) return VOX_ERR_MEMORY;
  size_t n = c->terms.len;
  trie_key *keys = mem_array(c->mem, n, sizeof *keys);
  bool ok = keys != NULL;
  for (size_t i = 0; ok && i < n; i++) {
    const draft_term *t = &vec_at(&c->terms, i);
    keys[i].labels = labels_of(c, chars, t->folded, &keys[i].len);
    keys[i].value = t->number;
    ok = keys[i].labels != NULL;
  }
  if (ok && n) qsort(keys, n, sizeof *keys, by_labels);
  vox_status status = ok ? trie_build(&c->sections[TTRI], keys, n, err) : fail_memory(err);
  mem_put(c->mem, keys, n * sizeof *keys);
  return status;
}

static vox_status add_sections(lexicon_compiler *c, pack_writer *w, vox_error *err) {
  const struct {
    uint32_t tag;
    size_t count;
    int section;
  } list[] = {{PACK_TAG('S', 'T', 'R', 'S'), c->sections[STRS].len, STRS},
              {PACK_TAG('S', 'R', 'C', 'S'), c->sources.len, SRCS},
              {PACK_TAG('T', 'H', 'E', 'M'), c->themes.len, THEM},
              {PACK_TAG('E', 'N', 'T', 'R'), c->entries.len + c->pairs.len + c->weight_pairs.len, ENTR},
              {PACK_TAG('T', 'E', 'R', 'M'), c->terms.len, TERM},
              {PACK_TAG('P', 'A', 'I', 'R'), c->pairs.len, PAIR},
              {PACK_TAG('W', 'P', 'A', 'R'), c->sections[WPAR].len / WEIGHT_ROW, WPAR},
              {PACK_TAG('F', 'O', 'R', 'M'), c->sections[FORM].len / FORM_SIZE, FORM},
              {PACK_TAG('C', 'O', 'N', 'F'), SETTING_COUNT, CONF},
              {PACK_TAG('R', 'U', 'L', 'E'), c->rules.rules, RULE},
              {PACK_TAG('M', 'E', 'T', 'A'), 1, META},
              {PACK_TAG('T', 'T', 'R', 'I'), c->terms.len, TTRI}};
  for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
    const buf *b = &c->sections[list[i].section];
    if (b->status != VOX_OK) return fail(err, b->status, "the lexicon is too large for memory");
    vox_status status = pack_add(w, list[i].tag, (uint32_t)list[i].count, buf_view(b), err);
    if (status != VOX_OK) return status;
  }
  return VOX_OK;
}

vox_status compiler_lay(lexicon_compiler *c, pack_writer *w, vox_str id, vox_str version, vox_error *err) {
  lay_sources(c);
  lay_forms(c);
  lay_themes(c);
  lay_terms(c);
  lay_pairs(c);
  lay_weight_pairs(c);
  lay_settings(c);
  lay_rules(c, &c->sections[RULE]);
  lay_meta(c, w, id, version);
  return add_sections(c, w, err);
}
