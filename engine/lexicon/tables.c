/* tables.c - what scoring asks of most tokens, drawn together out of the sections so that few lines of the
 * cache hold it: a row of each term, the entries that become hits, learned pairs by hash, and sieves. */
#include "lexicon/tables.h"

enum { LINE = 64, PAIR_SIZE = 12 };

/* ---- Rows of terms ---- */

static uint32_t parent_of(const trie *t, uint32_t node) { return trie_word(t, node, 1) & TRIE_INDEX; }

static uint32_t label_of(const trie *t, uint32_t node, uint32_t parent) {
  return node - trie_word(t, parent, 0);
}

/* The term that ends at the node; 0: none that is there. */
static uint32_t term_at(const lexicon *l, uint32_t node) {
  uint32_t term = trie_value(&l->trie, node);
  return term > l->term_count ? 0 : term;
}

/* What stands at a cell of the trie: the term that ends there, and the one that ends before a space that
 * leads there; 0: none. Looked up many times while the tables are drawn up. */
typedef struct stop {
  uint32_t term, above;
} stop;

/* Where the trie stands behind each term, the terms of one character, and all stops. */
static void place_terms(lexicon *l, stop *stops) {
  const trie *t = &l->trie;
  for (uint32_t node = 1; node < t->count; node++) {
    uint32_t parent = parent_of(t, node), base = trie_word(t, node, 0), term;
    if (parent >= t->count || !(term = term_at(l, node))) continue;
    stops[node].term = term;
    l->briefs[term].node = node, l->briefs[term].base = base;
    if (parent == 0) l->singles[label_of(t, node, 0) & (TRIE_LABELS - 1)] = term;
    if (base & TRIE_LEAF || l->space == TRIE_LABELS || base + l->space >= t->count) continue;
    if (parent_of(t, base + l->space) == node) stops[base + l->space].above = term;
  }
}

static void set_onward(lexicon *l, uint32_t place) { l->onwards[place / 64] |= (uint64_t)1 << place % 64; }

/* Which characters go on behind each term, at once and behind a space. */
static void note_followers(lexicon *l, const stop *stops) {
  const trie *t = &l->trie;
  for (uint32_t node = 1; node < t->count; node++) {
    uint32_t parent = parent_of(t, node);
    if (parent >= t->count || !(stops[parent].term | stops[parent].above)) continue;
    uint32_t label = label_of(t, node, parent), bit = 1u << label % 32;
    stop s = stops[parent];
    l->briefs[s.term].follow |= bit;
    l->briefs[s.above].spaced |= bit;
    if (s.term) set_onward(l, onward_place(s.term, label, 0));
    if (!s.above) continue;
    set_onward(l, onward_place(s.above | ONWARD_SPACED, label, 0));
    l->short_stems = l->short_stems || l->briefs[stops[node].term].classes >> 31;
  }
}

/* The same of two characters, and of the first two of any term. A term with a star that ends right behind the
 * first is not told by two. */
static void note_seconds(lexicon *l, const stop *stops) {
  const trie *t = &l->trie;
  for (uint32_t node = 1; node < t->count; node++) {
    uint32_t parent = parent_of(t, node), above = parent < t->count ? parent_of(t, parent) : TRIE_FREE;
    if (!parent || above >= t->count) continue;
    stop s = stops[above];
    if (above && !(s.term | s.above)) continue;
    uint32_t label = label_of(t, node, parent), before = label_of(t, parent, above);
    if (s.term || !above) set_onward(l, onward_place(s.term, before, label));
    if (s.above) set_onward(l, onward_place(s.above | ONWARD_SPACED, before, label));
  }
  set_onward(l, ONWARD_ALWAYS);
}

/* The characters that terms are written with; false: the artefact does not say. */
static bool open_chars(const pack *p, charmap *out) {
  const pack_section *s = pack_find(p, PACK_TAG('C', 'H', 'A', 'R'));
  return s && charmap_open(out, s->bytes, NULL) == VOX_OK;
}

static bool open_briefs(lexicon *l, mem *m) {
  stop *stops = mem_array(m, l->trie.count, sizeof *stops);
  if (!stops) return false;
  for (uint32_t i = 1; i <= l->term_count + 1; i++) {
    const char *row = l->terms + (size_t)TERM_SIZE * i;
    l->briefs[i] = (term_brief){.first = get_u32(row), .classes = get_u32(row + 4), .base = TRIE_LEAF};
    if (l->space == TRIE_LABELS) l->briefs[i].spaced = UINT32_MAX;
  }
  place_terms(l, stops);
  note_followers(l, stops);
  note_seconds(l, stops);
  mem_put(m, stops, l->trie.count * sizeof *stops);
  l->briefs[0] = (term_brief){.first = l->briefs[1].first,
                              .base = trie_word(&l->trie, 0, 0),
                              .follow = UINT32_MAX,
                              .spaced = UINT32_MAX};
  return true;
}

/* ---- Entries ---- */

static void add_match(lexicon *l, uint8_t kind, uint32_t index, entry e) {
  l->matches[l->match_count++] = (term_match){.entry = e, .index = index, .kind = kind};
}

static bool is_matched(const entry *e) { return MATCHED_CLASSES >> e->klass & 1; }

/* The rows of one term's entries, then of its sides of pairs. */
static void add_matches(lexicon *l, term_brief *b) {
  const entry side = {.klass = CLASS_PAIR};
  uint32_t before = l->match_count;
  for (uint32_t i = b->first; i < b[1].first; i++)
    if (is_matched(&l->hot[i])) add_match(l, l->hot[i].klass, i, l->hot[i]);
  if (b->classes >> CLASS_PAIR_LEFT & 1) add_match(l, CLASS_PAIR_LEFT, b->first, side);
  if (b->classes >> CLASS_PAIR_RIGHT & 1) add_match(l, CLASS_PAIR_RIGHT, b->first, side);
  if (l->match_count == before) return;
  b->match = before << MATCH_SHIFT | TRAIT_HEARD;
  l->matches[l->match_count - 1].last = true;
}

/* How many rows there will be, with that of no term. */
static size_t count_matches(const lexicon *l) {
  size_t count = 1;
  for (uint32_t i = 0; i < l->entry_count; i++) count += is_matched(&l->hot[i]);
  for (uint32_t i = 1; i <= l->term_count; i++)
    count += (l->briefs[i].classes >> CLASS_PAIR_LEFT & 1) + (l->briefs[i].classes >> CLASS_PAIR_RIGHT & 1);
  return count;
}

/* The traits that do not hang on rows. */
static uint32_t traits_of(uint32_t classes) {
  uint32_t marked = 1u << CLASS_RULE | 1u << CLASS_THEME_WEIGHT;
  uint32_t weighed = 1u << CLASS_WEIGHT | 1u << CLASS_WEIGHT_NEGATED;
  return (classes & marked ? TRAIT_MARKED : 0) | (classes & weighed ? TRAIT_WEIGHED : 0) |
         (classes >> CLASS_WEIGHT_LEFT & 1 ? TRAIT_LEFT : 0) |
         (classes >> CLASS_WEIGHT_RIGHT & 1 ? TRAIT_RIGHT : 0);
}

static void note_weight(lexicon *l, term_brief *b) {
  for (uint32_t i = b[1].first; i-- > b->first;) {
    if (l->hot[i].klass == CLASS_WEIGHT_NEGATED && !b->weight) b->weight = i;
    if (l->hot[i].klass == CLASS_WEIGHT) b->weight = i;
  }
}

static bool open_entries(lexicon *l, mem *m) {
  for (uint32_t i = 0; i < l->entry_count; i++) l->hot[i] = lexicon_read_entry(l, i);
  l->match_room = count_matches(l);
  l->matches = mem_get(m, l->match_room * sizeof *l->matches);
  if (!l->matches || l->match_room > MATCH_LIMIT) return false;
  l->matches[l->match_count++] = (term_match){.last = true};
  for (uint32_t i = 1; i <= l->term_count; i++) {
    add_matches(l, &l->briefs[i]);
    note_weight(l, &l->briefs[i]);
    l->briefs[i].match |= traits_of(l->briefs[i].classes);
  }
  return true;
}

/* ---- Pairs ---- */

static void set_bit(uint64_t *sieve, uint32_t bits, uint32_t left, uint32_t right) {
  uint32_t bit = weight_slot(left, right) & (bits - 1);
  sieve[bit / 64] |= (uint64_t)1 << bit % 64;
}

static void open_learned(lexicon *l) {
  for (uint32_t i = 0; i < l->weight_rows; i++) {
    const char *row = l->weights + (size_t)WEIGHT_ROW * i;
    uint32_t left = get_u32(row), right = get_u32(row + 4), number = get_u32(row + 8);
    if (!number) continue;
    entry e = l->hot[number - 1];
    l->learned[i] = (weight_row){left, right, number - 1, e.weight, (int16_t)e.reach};
    set_bit(l->sieve, SIEVE_BITS, left, right);
  }
}

static void open_pairs(lexicon *l) {
  for (uint32_t i = 0; i < l->pair_count; i++) {
    const char *row = l->pairs + (size_t)PAIR_SIZE * i;
    set_bit(l->pair_sieve, PAIR_SIEVE_BITS, get_u32(row), get_u32(row + 4));
  }
}

static size_t briefs_size(const lexicon *l) {
  return ((size_t)l->term_count + 2) * sizeof(term_brief) + LINE;
}

static vox_status draw(lexicon *l, const pack *p, mem *m) {
  l->briefs_room = mem_array(m, 1, briefs_size(l));
  l->hot = mem_array(m, hot_count(l), sizeof *l->hot);
  l->singles = mem_array(m, TRIE_LABELS, sizeof *l->singles);
  l->learned = mem_array(m, l->weight_rows, sizeof *l->learned);
  l->sieve = mem_array(m, SIEVE_BITS / 64, sizeof *l->sieve);
  l->pair_sieve = mem_array(m, PAIR_SIEVE_BITS / 64, sizeof *l->pair_sieve);
  l->onwards = mem_array(m, ONWARD_WORDS, sizeof *l->onwards);
  if (!l->briefs_room || !l->hot || !l->singles || !l->learned || !l->sieve || !l->pair_sieve || !l->onwards)
    return VOX_ERR_MEMORY;
  charmap chars;
  bool known = open_chars(p, &chars);
  l->briefs = (term_brief *)(((uintptr_t)l->briefs_room + LINE - 1) / LINE * LINE);
  l->space = known ? charmap_get(&chars, ' ').id : TRIE_LABELS;
  if (!open_briefs(l, m)) return VOX_ERR_MEMORY;
  if (known && lexicon_words_open(l, &chars, m) != VOX_OK) return VOX_ERR_MEMORY;
  if (!open_entries(l, m)) return VOX_ERR_MEMORY;
  open_learned(l);
  open_pairs(l);
  return trie_heads_open(&l->heads, m, &l->trie);
}

vox_status lexicon_tables_open(lexicon *l, const pack *p, mem *m, vox_error *err) {
  vox_status status = lexicon_tables_view(l, p, err);
  l->in_place = status != VOX_DONE;
  if (l->in_place) return status;
  return draw(l, p, m) == VOX_OK ? VOX_OK : fail_memory(err);
}

void lexicon_tables_free(lexicon *l, mem *m) {
  if (l->in_place) return;
  trie_heads_free(&l->heads, m);
  lexicon_words_free(l, m);
  mem_put(m, l->briefs_room, briefs_size(l));
  mem_put(m, l->hot, hot_count(l) * sizeof *l->hot);
  mem_put(m, l->singles, TRIE_LABELS * sizeof *l->singles);
  mem_put(m, l->learned, l->weight_rows * sizeof *l->learned);
  mem_put(m, l->sieve, SIEVE_BITS / 64 * sizeof *l->sieve);
  mem_put(m, l->pair_sieve, PAIR_SIEVE_BITS / 64 * sizeof *l->pair_sieve);
  mem_put(m, l->onwards, ONWARD_WORDS * sizeof *l->onwards);
  mem_put(m, l->matches, l->match_room * sizeof *l->matches);
}
