/* word_table.c - which words of the letters a to z are terms, or begin longer ones: scoring asks a hash table
 * for the whole word instead of walking the trie of terms letter by letter.
 *
 * A word stands in the table when the trie's node behind it has a term, or goes on by something that is no
 * such letter. What then does not stand in it begins nothing, unless a term with a star matches it by its
 * beginning: three letters tell where that may be. */
#include "lexicon/tables.h"
#include <string.h>

enum { LETTERS = 26, LETTER_BITS = 5, THREE = 3 };
#define PREFIX_CLASS (1u << 31) /* of a term: it has an entry with a star */

typedef struct builder {
  lexicon *l;
  const trie *t;
  uint8_t *letter; /* of each label: 1 to 26; 0: no letter */
  uint64_t *ends;  /* a bit of each node that words end at */
  size_t count;    /* of them, at most; then of words */
} builder;

static uint32_t parent_of(const trie *t, uint32_t node) { return trie_word(t, node, 1) & TRIE_INDEX; }

/* The letter by which the node hangs on its parent; 0: none. */
static uint8_t letter_of(const builder *b, uint32_t node, uint32_t parent) {
  return b->letter[(node - trie_word(b->t, parent, 0)) & (TRIE_LABELS - 1)];
}

static uint32_t term_at(const builder *b, uint32_t node) {
  uint32_t term = trie_value(b->t, node);
  return term > b->l->term_count ? 0 : term;
}

static void note_end(builder *b, uint32_t node) {
  uint64_t bit = (uint64_t)1 << node % 64;
  b->count += !(b->ends[node / 64] & bit);
  b->ends[node / 64] |= bit;
}

/* Nodes that hang on a letter and have a term, or a child by something else. */
static void find_ends(builder *b) {
  for (uint32_t node = 1; node < b->t->count; node++) {
    uint32_t parent = parent_of(b->t, node);
    if (parent >= b->t->count) continue;
    if (!letter_of(b, node, parent)) {
      if (parent) note_end(b, parent);
    } else if (term_at(b, node)) {
      note_end(b, node);
    }
  }
}

/* The word from the root to the node: its letters, the first one highest; 0: it is no word of the table.
 * `*stem`: does a term with a star end before the node? */
static uint64_t key_of(const builder *b, uint32_t node, unsigned *length, bool *stem) {
  uint64_t key = 0;
  *stem = false;
  for (*length = 0; node; ++*length) {
    uint32_t parent = parent_of(b->t, node);
    if (parent >= b->t->count || *length == WORD_LETTERS) return 0;
    uint8_t letter = letter_of(b, node, parent);
    if (!letter) return 0;
    key |= (uint64_t)letter << LETTER_BITS * *length;
    *stem |= parent && b->l->briefs[term_at(b, parent)].classes & PREFIX_CLASS;
    node = parent;
  }
  return key;
}

/* Every three letters with which the word of a term with a star begins; those behind a shorter one are any.
 */
static void note_stem(lexicon *l, uint64_t key, unsigned length) {
  uint32_t missing = length < THREE ? THREE - length : 0;
  uint32_t head = (uint32_t)(missing ? key << LETTER_BITS * missing : key >> LETTER_BITS * (length - THREE));
  for (uint32_t i = 0; i < 1u << LETTER_BITS * missing; i++)
    l->stems[(head | i) / 64] |= (uint64_t)1 << (head | i) % 64;
}

static void add_word(builder *b, uint32_t node) {
  lexicon *l = b->l;
  unsigned length;
  bool stem;
  uint64_t key = key_of(b, node, &length, &stem);
  uint32_t term = term_at(b, node), at = word_slot(l, key);
  while (l->words[at].key) at = (at + 1) & l->word_mask;
  l->words[at] = (word_row){key, term, stem};
  if (l->briefs[term].classes & PREFIX_CLASS) note_stem(l, key, length);
}

/* Of the nodes that words end at those which no such word leads to are left out. */
static void keep_words(builder *b) {
  unsigned length;
  bool stem;
  for (uint32_t k = 0; k <= b->t->count / 64; k++)
    for (uint64_t left = b->ends[k]; left; left &= left - 1) {
      if (key_of(b, 64 * k + (uint32_t)__builtin_ctzll(left), &length, &stem)) continue;
      b->ends[k] ^= left & (0 - left);
      b->count--;
    }
}

static bool lay_words(builder *b, mem *m) {
  lexicon *l = b->l;
  size_t size = 64;
  keep_words(b);
  while (size < 2 * b->count) size *= 2;
  l->word_mask = (uint32_t)(size - 1);
  l->words = mem_array(m, size, sizeof *l->words);
  l->stems = mem_array(m, WORD_HEADS / 64, sizeof *l->stems);
  if (!l->words || !l->stems) return false;
  for (uint32_t k = 0; k <= b->t->count / 64; k++)
    for (uint64_t left = b->ends[k]; left; left &= left - 1)
      add_word(b, 64 * k + (uint32_t)__builtin_ctzll(left));
  return true;
}

vox_status lexicon_words_open(lexicon *l, const charmap *chars, mem *m) {
  builder b = {.l = l, .t = &l->trie};
  size_t words = b.t->count / 64 + (size_t)1;
  b.letter = mem_array(m, TRIE_LABELS, sizeof *b.letter);
  b.ends = mem_array(m, words, sizeof *b.ends);
  bool ok = b.letter && b.ends;
  for (uint8_t i = 0; ok && i < LETTERS; i++) b.letter[charmap_get(chars, 'a' + i).id] = (uint8_t)(i + 1);
  if (ok) b.letter[0] = 0;
  if (ok) find_ends(&b);
  ok = ok && lay_words(&b, m);
  mem_put(m, b.letter, TRIE_LABELS * sizeof *b.letter);
  mem_put(m, b.ends, words * sizeof *b.ends);
  return ok ? VOX_OK : VOX_ERR_MEMORY;
}

void lexicon_words_free(lexicon *l, mem *m) {
  mem_put(m, l->words, ((size_t)l->word_mask + 1) * sizeof *l->words);
  mem_put(m, l->stems, WORD_HEADS / 64 * sizeof *l->stems);
}
