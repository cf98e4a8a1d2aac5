/* row_words.c - see row_words.h.
 *
 * A word of the dictionary that is a term brings the term's number. Where its cell is known by that number
 * its text is neither written nor looked up: `known` holds the cells by number, until the table drops some.
 * Other words are looked up by their text. */
#include "aggregate/row_words.h"
#include "aggregate/words.h"

enum { NUMBERS_MAX = 1 << 18 }; /* words with greater numbers go by their text */

void row_words_begin(extras *x) {
  buf_clear(&x->words);
  vec_clear(&x->word_numbers);
  vec_clear(&x->known_words);
  vec_clear(&x->word_cells);
}

void row_words_free(extras *x) {
  buf_free(&x->words);
  vec_free(x->mem, &x->word_numbers);
  vec_free(x->mem, &x->known_words);
  vec_free(x->mem, &x->word_cells);
  mem_put(x->mem, x->known, x->known_room * sizeof *x->known);
}

/* ---- Cells by number ---- */

/* After the table has dropped some: what it kept. */
static void check_known(extras *x) {
  const ledger *terms = &x->tables[TABLE_TERM];
  if (x->known_drops == terms->drops) return;
  x->known_drops = terms->drops;
  for (size_t i = 0; i < x->known_room; i++) x->known[i] = NULL;
  for (size_t i = 0; i < terms->len; i++)
    if (terms->list[i]->number < x->known_room) x->known[terms->list[i]->number] = terms->list[i];
  if (x->known_room) x->known[0] = NULL;
}

static void learn_number(extras *x, uint32_t number, tally_cell *e) {
  size_t room = x->known_room ? x->known_room : 4096;
  if (!number || number >= NUMBERS_MAX) return;
  while (room <= number) room *= 2;
  if (room > x->known_room) {
    tally_cell **wide = mem_grow(x->mem, x->known, x->known_room * sizeof *wide, room * sizeof *wide);
    if (!wide) return; /* its text will do */
    memset(wide + x->known_room, 0, (room - x->known_room) * sizeof *wide);
    x->known = wide, x->known_room = room;
  }
  e->number = number;
  x->known[number] = e;
}

/* ---- The words of a cell ---- */

static void note_word(extras *x, const segmented *s, const token *t) {
  uint32_t number = word_number(s, t);
  tally_cell *e = number < x->known_room ? x->known[number] : NULL;
  if (e && vec_push(x->mem, &x->known_words, number)) {
    __builtin_prefetch(&e->stamp);
    __builtin_prefetch(&e->v[W_UNTAGGED]);
    return;
  }
  if (!word_add(&x->words, s, t)) return;
  if (!vec_push(x->mem, &x->word_numbers, number)) x->words.status = VOX_ERR_MEMORY;
}

void row_words_note(extras *x, const vox_result *result) {
  const segmented *s = result->words;
  check_known(x);
  for (uint32_t i = 0; s && i < s->token_count; i++)
    if (word_counts(&s->tokens[i])) note_word(x, s, &s->tokens[i]);
}

/* ---- To their cells ---- */

static bool take_cell(extras *x, tally_cell *e) {
  if (e->stamp == x->serial) return true;
  e->stamp = x->serial;
  return vec_push(x->mem, &x->word_cells, e);
}

/* A word whose cell has been dropped lies beyond the table's bound. */
static bool take_known(extras *x) {
  check_known(x);
  for (size_t i = 0; i < x->known_words.len; i++) {
    tally_cell *e = x->known[x->known_words.ptr[i]];
    if (e && !take_cell(x, e)) return false;
  }
  return true;
}

/* A few words at a time: the table is larger than the caches, and what each look-up reads is on its way while
 * the others are prepared. */
enum { WORDS_AT_ONCE = 32 };

typedef struct word_batch {
  vox_str word[WORDS_AT_ONCE];
  uint64_t hash[WORDS_AT_ONCE];
  size_t len;
} word_batch;

/* The next words from byte `at` on; returns the byte behind them. */
static size_t next_words(const extras *x, size_t at, word_batch *b) {
  const ledger *terms = &x->tables[TABLE_TERM];
  for (b->len = 0; b->len < WORDS_AT_ONCE && at < x->words.len; b->len++) {
    vox_str word = {x->words.ptr + at, strlen(x->words.ptr + at)};
    b->word[b->len] = word;
    b->hash[b->len] = ledger_hash(terms, word);
    ledger_expect_slot(terms, b->hash[b->len]);
    at += word.len + 1;
  }
  for (size_t i = 0; i < b->len; i++) ledger_expect_cell(terms, b->hash[i]);
  return at;
}

static bool take_batch(extras *x, const word_batch *b, const uint32_t *numbers) {
  bool beyond;
  for (size_t i = 0; i < b->len; i++) {
    tally_cell *e = ledger_take_hashed(&x->tables[TABLE_TERM], b->word[i], b->hash[i], &beyond);
    if (!e && !beyond) return false;
    if (!e) continue;
    learn_number(x, numbers[i], e);
    if (!take_cell(x, e)) return false;
  }
  return true;
}

bool row_words_take(extras *x) {
  size_t at = 0, count = x->word_numbers.len, done = 0;
  word_batch b;
  if (x->words.status != VOX_OK) return false;
  if (count && !ledger_reserve(&x->tables[TABLE_TERM], count)) return false;
  if (!take_known(x)) return false;
  for (; at < x->words.len; done += b.len) {
    at = next_words(x, at, &b);
    if (!take_batch(x, &b, x->word_numbers.ptr + done)) return false;
  }
  return true;
}
