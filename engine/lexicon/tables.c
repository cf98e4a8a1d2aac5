/* tables.c - what scoring asks of most tokens, drawn together out of the sections so that few lines of the
 * cache hold it: a row of each term, the entries that become hits, learned pairs by hash, and sieves. */
#include "lexicon/tables.h"
#include "text/charmap.h"

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

/* Where the trie stands behind each term, and the terms of one character. */
static void place_terms(lexicon *l) {
  const trie *t = &l->trie;
  for (uint32_t node = 1; node < t->count; node++) {
    uint32_t parent = parent_of(t, node), term;
    if (parent >= t->count || !(term = term_at(l, node))) continue;
    l->briefs[term].node = node, l->briefs[term].base = trie_word(t, node, 0);
    if (parent == 0) l->singles[label_of(t, node, 0) & (TRIE_LABELS - 1)] = term;
  }
}

/* Which characters go on behind each term, at once and behind a space. */
static void note_followers(lexicon *l, uint32_t space) {
  const trie *t = &l->trie;
  for (uint32_t node = 1; node < t->count; node++) {
    uint32_t parent = parent_of(t, node);
    if (parent >= t->count) continue;
    uint32_t bit = 1u << label_of(t, node, parent) % 32, above = parent_of(t, parent);
    l->briefs[term_at(l, parent)].follow |= bit;
    if (parent && above < t->count && label_of(t, parent, above) == space)
      l->briefs[term_at(l, above)].spaced |= bit;
  }
}

/* The number of white space; none: no character's. */
static uint32_t space_of(const pack *p) {
  const pack_section *s = pack_find(p, PACK_TAG('C', 'H', 'A', 'R'));
  charmap chars;
  if (!s || charmap_open(&chars, s->bytes, NULL) != VOX_OK) return TRIE_LABELS;
  return charmap_get(&chars, ' ').id;
}

static void open_briefs(lexicon *l, uint32_t space) {
  for (uint32_t i = 1; i <= l->term_count + 1; i++) {
    const char *row = l->terms + (size_t)TERM_SIZE * i;
    l->briefs[i] = (term_brief){.first = get_u32(row), .classes = get_u32(row + 4), .base = TRIE_LEAF};
    if (space == TRIE_LABELS) l->briefs[i].spaced = UINT32_MAX;
  }
  place_terms(l);
  note_followers(l, space);
  l->briefs[0] = (term_brief){.first = l->briefs[1].first,
                              .base = trie_word(&l->trie, 0, 0),
                              .follow = UINT32_MAX,
                              .spaced = UINT32_MAX};
}

/* ---- Entries ---- */

static void add_match(lexicon *l, uint8_t kind, uint32_t index, entry e) {
  l->matches[l->match_count++] = (term_match){e, index, kind, false};
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
  b->match = before;
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
  if (!l->matches) return false;
  l->matches[l->match_count++] = (term_match){.last = true};
  for (uint32_t i = 1; i <= l->term_count; i++) {
    add_matches(l, &l->briefs[i]);
    note_weight(l, &l->briefs[i]);
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

/* Two more than there are: of a damaged term's weights one is read wherever it says. */
static size_t hot_count(const lexicon *l) { return (size_t)l->entry_count + 2; }

vox_status lexicon_tables_open(lexicon *l, const pack *p, mem *m) {
  l->briefs_room = mem_array(m, 1, briefs_size(l));
  l->hot = mem_array(m, hot_count(l), sizeof *l->hot);
  l->singles = mem_array(m, TRIE_LABELS, sizeof *l->singles);
  l->learned = mem_array(m, l->weight_rows, sizeof *l->learned);
  l->sieve = mem_array(m, SIEVE_BITS / 64, sizeof *l->sieve);
  l->pair_sieve = mem_array(m, PAIR_SIEVE_BITS / 64, sizeof *l->pair_sieve);
  if (!l->briefs_room || !l->hot || !l->singles || !l->learned || !l->sieve || !l->pair_sieve)
    return VOX_ERR_MEMORY;
  l->briefs = (term_brief *)(((uintptr_t)l->briefs_room + LINE - 1) / LINE * LINE);
  open_briefs(l, space_of(p));
  if (!open_entries(l, m)) return VOX_ERR_MEMORY;
  open_learned(l);
  open_pairs(l);
  return trie_heads_open(&l->heads, m, &l->trie);
}

void lexicon_tables_free(lexicon *l, mem *m) {
  trie_heads_free(&l->heads, m);
  mem_put(m, l->briefs_room, briefs_size(l));
  mem_put(m, l->hot, hot_count(l) * sizeof *l->hot);
  mem_put(m, l->singles, TRIE_LABELS * sizeof *l->singles);
  mem_put(m, l->learned, l->weight_rows * sizeof *l->learned);
  mem_put(m, l->sieve, SIEVE_BITS / 64 * sizeof *l->sieve);
  mem_put(m, l->pair_sieve, PAIR_SIEVE_BITS / 64 * sizeof *l->pair_sieve);
  mem_put(m, l->matches, l->match_room * sizeof *l->matches);
}
