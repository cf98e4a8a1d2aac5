/* tables_laid.c - the tables of tables.c as a section of the artefact, so that opening one need not draw them
 * up. They lie as a little-endian machine has them in memory and are read in place; where a machine is no
 * such one, or the section is absent or of another layout, they are drawn up.
 *
 *   TABL  HEAD_BYTES: u32 TABLES_LAYOUT, then the numbers of `sizes`; zero
 *         then, each from a multiple of 64 on, in this order: briefs, matches, entries, learned pairs, words,
 *         terms of one character, stems, sieve, sieve of pairs, onwards, heads
 *
 * Every number in it that leads somewhere is checked when it is opened; bits of sieves lead nowhere. */
#include "lexicon/tables.h"

enum { HEAD_BYTES = 64, ALIGN = 64 };

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
enum { IN_PLACE = 1 };
#else
enum { IN_PLACE = 0 };
#endif

typedef struct sizes {
  uint32_t terms, entries, nodes, matches, learned, words, space, stems;
} sizes;
enum { SIZES = sizeof(sizes) / sizeof(uint32_t) };

static sizes sizes_of(const lexicon *l) {
  return (sizes){l->term_count,  l->entry_count, l->trie.count,
                 l->match_count, l->weight_rows, l->words ? l->word_mask + 1 : 0,
                 l->space,       l->short_stems};
}

/* ---- To bytes ---- */

static void add_table(buf *out, const void *table, size_t size) {
  static const char zeros[ALIGN] = {0};
  buf_add(out, table, size);
  buf_add(out, zeros, (ALIGN - out->len % ALIGN) % ALIGN);
}

void lexicon_tables_lay(const lexicon *l, buf *out) {
  const sizes n = sizes_of(l);
  char head[HEAD_BYTES] = {0};
  if (!IN_PLACE || out->len) return;
  put_u32(head, TABLES_LAYOUT);
  memcpy(head + 4, &n, sizeof n);
  add_table(out, head, sizeof head);
  add_table(out, l->briefs, ((size_t)n.terms + 2) * sizeof *l->briefs);
  add_table(out, l->matches, n.matches * sizeof *l->matches);
  add_table(out, l->hot, hot_count(l) * sizeof *l->hot);
  add_table(out, l->learned, n.learned * sizeof *l->learned);
  add_table(out, l->words, n.words * sizeof *l->words);
  add_table(out, l->singles, TRIE_LABELS * sizeof *l->singles);
  add_table(out, l->stems, n.words ? WORD_HEADS / 8 : 0);
  add_table(out, l->sieve, SIEVE_BITS / 8);
  add_table(out, l->pair_sieve, PAIR_SIEVE_BITS / 8);
  add_table(out, l->onwards, ONWARD_WORDS * sizeof *l->onwards);
  add_table(out, l->heads.bits, TRIE_HEAD_WORDS * sizeof *l->heads.bits);
}

/* ---- In place ---- */

typedef struct cursor {
  vox_str bytes;
  size_t at; /* beyond `bytes`: the section is too short */
} cursor;

static void *take(cursor *c, size_t size) {
  size_t from = c->at, left = from <= c->bytes.len ? c->bytes.len - from : 0;
  c->at = size > left ? SIZE_MAX / 2 : from + (size + ALIGN - 1) / ALIGN * ALIGN;
  return size && size <= left ? (char *)(uintptr_t)c->bytes.ptr + from : NULL;
}

/* False: the section is not as long as its numbers say. */
static bool point_at(lexicon *l, const sizes *n, vox_str bytes) {
  cursor c = {bytes, HEAD_BYTES};
  l->match_count = n->matches, l->word_mask = n->words - 1;
  l->space = n->space, l->short_stems = n->stems;
  l->briefs = take(&c, ((size_t)n->terms + 2) * sizeof *l->briefs);
  l->matches = take(&c, n->matches * sizeof *l->matches);
  l->hot = take(&c, hot_count(l) * sizeof *l->hot);
  l->learned = take(&c, n->learned * sizeof *l->learned);
  l->words = take(&c, n->words * sizeof *l->words);
  l->singles = take(&c, TRIE_LABELS * sizeof *l->singles);
  l->stems = take(&c, n->words ? WORD_HEADS / 8 : 0);
  l->sieve = take(&c, SIEVE_BITS / 8);
  l->pair_sieve = take(&c, PAIR_SIEVE_BITS / 8);
  l->onwards = take(&c, ONWARD_WORDS * sizeof *l->onwards);
  l->heads.bits = take(&c, TRIE_HEAD_WORDS * sizeof *l->heads.bits);
  return c.at == bytes.len;
}

/* ---- Checks: all of a table without a branch that cannot be foretold ---- */

/* A term's row says what section TERM says, and leads into the trie, the rows of hits and the entries. */
static bool briefs_sound(const lexicon *l) {
  const trie *t = &l->trie;
  uint32_t bases = t->count < TRIE_LABELS ? 1 : t->count - TRIE_LABELS + 1; /* the first that leads outside */
  uint64_t bad = l->briefs[0].classes | (l->briefs[0].first ^ get_u32(l->terms + TERM_SIZE));
  for (uint32_t i = 0; i <= l->term_count + 1; i++) {
    const term_brief *b = &l->briefs[i];
    uint64_t said = (uint64_t)b->classes << 32 | b->first;
    bad |= i ? said ^ get_u64(l->terms + (size_t)TERM_SIZE * i) : 0;
    bad |= (b->node >= t->count) | (b->base - bases < TRIE_LEAF - bases) |
           (b->match >> MATCH_SHIFT >= l->match_count) | (b->weight > l->entry_count);
  }
  return !bad;
}

static bool hot_sound(const lexicon *l) {
  uint64_t bad = 0;
  for (uint32_t i = 0; i < l->entry_count; i++)
    bad |= get_u64(&l->hot[i]) ^ get_u64(l->entries + (size_t)ENTRY_SIZE * i);
  for (uint32_t i = 0; i < 2; i++) bad |= get_u64(&l->hot[l->entry_count + i]);
  return !bad;
}

/* A row is its entry's, or a side of a pair; the last one closes the last term's. Row 0 is nobody's. */
static bool matches_sound(const lexicon *l) {
  uint64_t bad = l->match_count == 0, last = 0;
  for (uint32_t i = 0; i < l->match_count; i++) {
    const char *row = (const char *)&l->matches[i];
    uint32_t index = get_u32(row + 8), kind = (unsigned char)row[12];
    uint64_t own = get_u64(row), side = kind == CLASS_PAIR_LEFT || kind == CLASS_PAIR_RIGHT;
    uint64_t whose = side || index >= l->entry_count ? CLASS_PAIR : get_u64(&l->hot[index]);
    uint64_t matched = side | (kind == (own & 255) && kind < 32 && MATCHED_CLASSES >> kind & 1);
    last = get_u16(row + 14) == 0 ? (unsigned char)row[13] : 2;
    bad |= last > 1 || (i && (index >= l->entry_count || own != whose || !matched));
  }
  return !bad && last;
}

/* The rows of WPAR; a free one ends a search. */
static bool learned_sound(const lexicon *l) {
  uint32_t bad = 0;
  for (uint32_t i = 0; i < l->weight_rows; i++) {
    const char *row = l->weights + (size_t)WEIGHT_ROW * i;
    const weight_row *w = &l->learned[i];
    uint32_t number = get_u32(row + 8), used = number ? UINT32_MAX : 0;
    bad |= w->left ^ (get_u32(row) & used);
    bad |= (w->right ^ get_u32(row + 4)) & used;
    bad |= ((w->index + 1) ^ number) & used;
  }
  return !bad;
}

static bool words_sound(const lexicon *l, const sizes *n) {
  uint32_t bad = n->words & (n->words - 1), used = 0;
  for (uint32_t i = 0; i < n->words; i++) {
    const word_row *w = &l->words[i];
    bad |= (w->term > l->term_count) | (w->stem > 1) | (!w->key & ((w->term | w->stem) != 0));
    used += w->key != 0;
  }
  return !bad && (used < n->words || !n->words);
}

static bool singles_sound(const lexicon *l) {
  uint32_t bad = 0;
  for (uint32_t i = 0; i < TRIE_LABELS; i++) bad |= l->singles[i] > l->term_count;
  return !bad;
}

/* They are this lexicon's, as far as numbers tell. */
static bool sizes_sound(const lexicon *l, const sizes *n) {
  return n->terms == l->term_count && n->entries == l->entry_count && n->nodes == l->trie.count &&
         n->learned == l->weight_rows && n->matches < MATCH_LIMIT && n->space <= TRIE_LABELS && n->stems <= 1;
}

static bool can_stand(const pack_section *s) {
  return IN_PLACE && s && s->bytes.len >= HEAD_BYTES && get_u32(s->bytes.ptr) == TABLES_LAYOUT &&
         (uintptr_t)s->bytes.ptr % sizeof(uint64_t) == 0;
}

vox_status lexicon_tables_view(lexicon *l, const pack *p, vox_error *err) {
  const pack_section *s = pack_find(p, PACK_TAG('T', 'A', 'B', 'L'));
  sizes n;
  if (!can_stand(s)) return VOX_DONE;
  memcpy(&n, s->bytes.ptr + 4, sizeof n);
  if (sizes_sound(l, &n) && point_at(l, &n, s->bytes) && briefs_sound(l) && hot_sound(l) &&
      matches_sound(l) && learned_sound(l) && words_sound(l, &n) && singles_sound(l))
    return VOX_OK;
  return fail(err, VOX_ERR_CORRUPT, "the lexicon's tables for scoring are damaged");
}
