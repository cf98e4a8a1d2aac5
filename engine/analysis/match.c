/* match.c - the entries that stand over tokens. A token brings its own term; for longer ones the trie of
 * terms is walked along the folded characters (walk.c); a term counts where it ends with a token. Within a
 * family the longest term from a token wins, and hides what begins inside it.
 *
 * What is known of a term lies in one row, and the rows of all tokens are asked for before the first is read.
 * Which tokens begin something cannot be foretold, so the sweeps over tokens note them as bits, without a
 * branch, and what follows goes from bit to bit. */
#include "analysis/learned.h"
#include "analysis/stages.h"
#include "analysis/walk.h"

#define BIT(class) (1u << (class))
#define MARKED     (BIT(CLASS_RULE) | BIT(CLASS_THEME_WEIGHT))
/* The family of the rows of each kind; of others, of which no term has rows, any. */
static const uint8_t FAMILY_OF[CLASS_COUNT] = {
    [CLASS_SENTIMENT] = FAMILY_SENTIMENT, [CLASS_EMOTION] = FAMILY_EMOTION,
    [CLASS_NEGATOR] = FAMILY_FUNCTION,    [CLASS_DOUBLE_NEGATION] = FAMILY_FUNCTION,
    [CLASS_DEGREE] = FAMILY_FUNCTION,     [CLASS_CONTRAST] = FAMILY_FUNCTION,
    [CLASS_CONCESSION] = FAMILY_FUNCTION, [CLASS_WISH] = FAMILY_FUNCTION,
    [CLASS_QUESTION] = FAMILY_FUNCTION,   [CLASS_COMPARISON] = FAMILY_FUNCTION,
    [CLASS_THEME] = FAMILY_THEME,         [CLASS_INTENT] = FAMILY_INTENT,
    [CLASS_EXPECTATION] = FAMILY_INTENT,  [CLASS_EFFORT] = FAMILY_INTENT,
    [CLASS_PAIR_LEFT] = FAMILY_PAIR_LEFT, [CLASS_PAIR_RIGHT] = FAMILY_PAIR_RIGHT,
    [CLASS_JUNK] = FAMILY_JUNK,           [CLASS_ENTITY] = FAMILY_ENTITY,
};

/* A byte of each token: above, the TRAIT_* of its own term, and */
#define NOTE_FOLLOWED 2u /* a longer term may go on with the character behind it */
#define NOTE_SPACED   1u /* white space stands behind it */
#define NOTE_TRAITS   4u

/* What the sweeps find out; bits of tokens. */
typedef struct sweep {
  comment *c;
  uint8_t *notes;
  uint64_t *unknown;   /* its own term is not known, it must be walked */
  uint64_t *silent;    /* nothing begins with it */
  struct spelt *spelt; /* words of letters, to be looked up together */
  uint32_t spelt_count;
  uint64_t *heard;  /* its own term becomes hits, or a walk from it found some */
  uint64_t *marked; /* its own term becomes a mark */
  uint64_t *maybe;  /* followed, or spaced: then the character behind the space was not asked for */
  uint32_t words;   /* of 64 bits */
  uint32_t free_from[FAMILY_COUNT];
  walks walks;
} sweep;

bool hits_grow(comment *c, hit_list *l) {
  uint32_t cap = l->cap ? l->cap * 2 : 16;
  hit *grown = arena_get(c->arena, cap * sizeof *grown);
  if (!grown) return false;
  if (l->len) memcpy(grown, l->list, l->len * sizeof *grown);
  l->list = grown;
  l->cap = cap;
  return true;
}

enum { FIRST_ROOM = 16 };

/* Room for the first hits of every family at once: nearly every comment has some of each. */
static bool hits_begin(comment *c) {
  hit *room = arena_get(c->arena, FAMILY_COUNT * FIRST_ROOM * sizeof *room);
  for (int f = 0; room && f < FAMILY_COUNT; f++)
    c->hits[f] = (hit_list){room + f * FIRST_ROOM, 0, FIRST_ROOM};
  return room != NULL;
}

/* ---- Hits ---- */

static inline bool add_hit(comment *c, const term_match *m, uint32_t from, uint32_t to, uint32_t term) {
  hit *h = hit_new(c, (family)FAMILY_OF[m->kind]);
  if (!h) return false;
  *h = (hit){.from = from, .to = to, .anchor = from, .term = term, .index = m->index, .entry = m->entry};
  return true;
}

/* The hits of a token's own term, which is the only one that begins there. */
static bool add_own(sweep *w, uint32_t t) {
  comment *c = w->c;
  const lexicon *l = c->lexicon;
  uint32_t term = c->own[t];
  for (const term_match *m = lexicon_matches(l, lexicon_brief(l, term));; m++) {
    if (t >= w->free_from[FAMILY_OF[m->kind]] && !add_hit(c, m, t, t + 1, term)) return false;
    if (m->last) return true;
  }
}

/* The longest terms from one token. */
typedef struct longest {
  uint32_t found;              /* families that have a term: bit 1 << family */
  uint32_t term[FAMILY_COUNT]; /* longest so far of each family; only read where `found` says so */
  uint32_t end[FAMILY_COUNT];  /* one past its last token */
  bool prefix[FAMILY_COUNT];   /* matched by its beginning only */
} longest;

/* A term that matches by its beginning has entries for that, or it is passed over. */
static void note_term(sweep *w, longest *found, found_term f) {
  const lexicon *l = w->c->lexicon;
  const term_brief *b = lexicon_brief(l, f.term);
  const term_match *m = lexicon_matches(l, b);
  if (!m || (f.prefix && !(b->classes & 1u << 31))) return;
  for (;; m++) {
    unsigned k = FAMILY_OF[m->kind];
    found->found |= 1u << k;
    found->term[k] = f.term, found->end[k] = f.end, found->prefix[k] = f.prefix;
    if (m->last) return;
  }
}

/* Every row of the family that the winning term has. */
static bool add_family(sweep *w, const longest *found, uint32_t start, unsigned f) {
  const lexicon *l = w->c->lexicon;
  for (const term_match *m = lexicon_matches(l, lexicon_brief(l, found->term[f]));; m++) {
    bool side = m->kind == CLASS_PAIR_LEFT || m->kind == CLASS_PAIR_RIGHT;
    bool fits = FAMILY_OF[m->kind] == f && (!found->prefix[f] || side || m->entry.flags & ENTRY_PREFIX);
    if (fits && !add_hit(w->c, m, start, found->end[f], found->term[f])) return false;
    if (m->last) return true;
  }
}

/* The own term of a token that was walked. */
static void settle_own(comment *c, uint32_t t, const walks *w) {
  for (uint32_t f = w->heads[t]; f; f = w->found[f - 1].next) {
    if (w->found[f - 1].end != t + 1 || w->found[f - 1].prefix) continue;
    c->own[t] = w->found[f - 1].term;
    const term_brief *b = lexicon_brief(c->lexicon, c->own[t]);
    c->classes[t] = b->classes;
    c->bits.weighed[t / 64] |= (uint64_t)(b->match / TRAIT_WEIGHED & 1) << t % 64;
    c->bits.left[t / 64] |= (uint64_t)(b->match / TRAIT_LEFT & 1) << t % 64;
    c->bits.right[t / 64] |= (uint64_t)(b->match / TRAIT_RIGHT & 1) << t % 64;
  }
}

/* The hits of each family that has a term, where no longer one hides them. */
static bool add_longest(sweep *w, uint32_t t) {
  const walks *walked = &w->walks;
  longest found;
  found.found = 0;
  if (w->c->own[t]) note_term(w, &found, (found_term){w->c->own[t], t + 1, 0, false});
  if (w->unknown[t / 64] >> t % 64 & 1) settle_own(w->c, t, walked);
  for (uint32_t f = walked->heads[t]; f; f = walked->found[f - 1].next) {
    const found_term *one = &walked->found[f - 1];
    if (lexicon_classes_of(w->c->lexicon, one->term) & MARKED)
      mark_add(w->c, (marked){one->term, t, one->end, one->prefix});
    note_term(w, &found, *one);
  }
  for (uint32_t left = found.found; left; left &= left - 1) {
    unsigned f = (unsigned)__builtin_ctz(left);
    if (t < w->free_from[f]) continue;
    if (!add_family(w, &found, t, f)) return false;
    w->free_from[f] = found.end[f];
  }
  return true;
}

/* Hits and marks, in order of the text. */
static bool add_all(sweep *w) {
  for (uint32_t k = 0; k < w->words; k++)
    for (uint64_t left = w->heard[k] | w->marked[k]; left; left &= left - 1) {
      unsigned i = (unsigned)__builtin_ctzll(left);
      uint32_t t = 64 * k + i;
      if (w->marked[k] >> i & 1) mark_add(w->c, (marked){w->c->own[t], t, t + 1, false});
      if (!(w->heard[k] >> i & 1)) continue;
      if (!(w->walks.heads[t] ? add_longest(w, t) : add_own(w, t))) return false;
    }
  return true;
}

/* Does the function word change the weight of what stands beside it? */
static bool changes_weights(const hit *h) {
  return h->entry.klass == CLASS_NEGATOR || h->entry.klass == CLASS_DOUBLE_NEGATION ||
         h->entry.klass == CLASS_DEGREE;
}

/* A sentiment phrase speaks for the negators and degrees inside it: 没问题 is no negated 问题. A wish, a
 * question or a contrast stays one where it is a sentiment phrase too: 可惜, 最好. */
static void hide_functions(comment *c) {
  const hit_list *s = &c->hits[FAMILY_SENTIMENT];
  hit_list *f = &c->hits[FAMILY_FUNCTION];
  uint32_t at = 0;
  for (uint32_t i = 0; i < f->len; i++) {
    hit *h = &f->list[i];
    while (at < s->len && s->list[at].to <= h->from) at++;
    bool inside = at < s->len && s->list[at].from <= h->from && h->to <= s->list[at].to;
    bool whole = inside && s->list[at].from == h->from && h->to == s->list[at].to;
    h->dropped = inside && (changes_weights(h) || !whole);
  }
}

/* ---- Sweeps ---- */

static inline void set_bit(uint64_t *bits, uint32_t i) { bits[i / 64] |= (uint64_t)1 << i % 64; }

/* A word of the letters a to z. */
typedef struct spelt {
  uint64_t key; /* five bits a letter */
  uint32_t token, head;
} spelt;

/* Does the token behind t go on with a letter, as parts of a word that was cut do? */
static bool goes_on(const comment *c, uint32_t i) {
  const token *next = &c->seg.tokens[i + 1];
  return i + 1 < c->seg.token_count && !(next->flags & TOKEN_SPACE) && c->seg.cp[next->from] - 'a' < 26;
}

/* Reads it, where the table of words would have it. */
static bool spell(const comment *c, uint32_t i, spelt *out) {
  const token *t = &c->seg.tokens[i];
  uint32_t len = t->to - t->from;
  uint64_t key = 0;
  if (len > WORD_LETTERS || goes_on(c, i)) return false;
  for (uint32_t at = t->from; at < t->to; at++) {
    uint32_t letter = c->seg.cp[at] - 'a';
    if (letter >= 26) return false;
    key = key << 5 | (letter + 1);
  }
  uint32_t head = (uint32_t)(len < 3 ? key << 5 * (3 - len) : key >> 5 * (len - 3));
  *out = (spelt){key, i, head};
  return true;
}

/* Notes a word for look_up_words; false: it is none that they know. */
static bool note_word(sweep *w, uint32_t i) {
  const comment *c = w->c;
  spelt *one = &w->spelt[w->spelt_count];
  if (c->seg.tokens[i].kind != VOX_TOKEN_WORD || !c->lexicon->words || !spell(c, i, one)) return false;
  __builtin_prefetch(&c->lexicon->words[word_slot(c->lexicon, one->key)]);
  w->spelt_count++;
  return true;
}

/* A word that is a term is known, as Chinese ones are; one that begins a longer term, or may be matched by
 * its beginning, is walked. */
static void look_up_words(sweep *w) {
  const lexicon *l = w->c->lexicon;
  for (const spelt *s = w->spelt, *end = s + w->spelt_count; s < end; s++) {
    const word_row *row = lexicon_word(l, s->key);
    bool stem = row->key ? row->stem : lexicon_may_stem(l, s->head);
    if (stem || (row->key && !row->term))
      set_bit(w->unknown, s->token);
    else if (!row->key)
      set_bit(w->silent, s->token);
    else
      w->c->own[s->token] = row->term;
    __builtin_prefetch(&l->briefs[row->term]);
  }
}

/* The own term of a token that is no word of the dictionary: of characters there is a table. */
static uint32_t odd_own(sweep *w, uint32_t i) {
  const comment *c = w->c;
  const token *t = &c->seg.tokens[i];
  if (t->kind == VOX_TOKEN_PUNCTUATION) set_bit(c->bits.ending, i);
  if (t->to - t->from == 1) return lexicon_single(c->lexicon, c->seg.id[t->from]);
  if (!note_word(w, i)) set_bit(w->unknown, i);
  return 0;
}

/* Each token's own term: a word of the dictionary, with no mark joined behind it, brings it. The numbers of
 * dictionaries are not checked against this lexicon. Most tokens are such words. */
static void find_own(sweep *w) {
  const comment *c = w->c;
  const token *tokens = c->seg.tokens;
  const uint8_t *kinds = c->seg.kind;
  const term_brief *briefs = c->lexicon->briefs;
  uint32_t *own = c->own, count = c->seg.token_count, terms = c->lexicon->term_count;
  for (uint32_t i = 0; i < count; i++) {
    const token *t = &tokens[i];
    uint32_t what = t->kind + 64u * (t->flags & (TOKEN_UNKNOWN | TOKEN_LINE_END)), term = t->payload;
    if (what != VOX_TOKEN_HAN || kinds[t->to - 1] != CHAR_HAN) {
      if (t->flags & TOKEN_LINE_END) set_bit(c->bits.ending, i);
      if ((what & ~(64u * TOKEN_LINE_END)) != VOX_TOKEN_HAN || kinds[t->to - 1] != CHAR_HAN)
        term = odd_own(w, i);
    }
    if (term > terms) term = 0;
    __builtin_prefetch(&briefs[term]);
    own[i] = term;
  }
}

/* May a term go on with the first character of the token behind t? White space is stepped over by a space of
 * the term, or between two Chinese words. */
static bool may_follow(const comment *c, const term_brief *b, const token *t) {
  uint32_t spaced = 0u - (t[1].flags / TOKEN_SPACE & 1u);
  uint32_t joined = ~spaced | (0u - ((t->kind == VOX_TOKEN_HAN) & (t[1].kind == VOX_TOKEN_HAN)));
  return ((b->follow & joined) | (b->spaced & spaced)) >> c->seg.id[t[1].from] % 32 & 1;
}

/* What the row of token t says, and the token behind it. */
static inline void read_row(const comment *c, uint8_t *notes, uint32_t t, const token *next) {
  const lexicon *l = c->lexicon;
  const term_brief *b = &l->briefs[c->own[t]];
  uint32_t match = b->match, followed = b->follow >> c->seg.id[next->from] % 32 & 1;
  __builtin_prefetch(&l->matches[match >> MATCH_SHIFT]);
  __builtin_prefetch(&l->hot[b->weight]);
  c->classes[t] = b->classes;
  notes[t] = (uint8_t)((match & TRAITS) * NOTE_TRAITS + followed * NOTE_FOLLOWED +
                       (next->flags / TOKEN_SPACE & NOTE_SPACED));
}

static void read_rows(sweep *w) {
  comment view = *w->c; /* what no store can change */
  uint8_t *notes = w->notes;
  uint32_t last = view.seg.token_count - 1;
  for (uint32_t t = 0; t < last; t++) read_row(&view, notes, t, &view.seg.tokens[t + 1]);
  read_row(&view, notes, last, &view.seg.tokens[last]);
  notes[last] &= (uint8_t) ~(NOTE_FOLLOWED | NOTE_SPACED);
}

/* Bits of eight tokens, of a note that is in the lowest bit of each byte: a multiplication brings them
 * together. */
static inline uint64_t eight_bits(uint64_t notes) {
  return (notes & 0x0101010101010101u) * 0x0102040810204080u >> 56;
}

static void gather_word(sweep *w, uint32_t k) {
  const token_bits *of = &w->c->bits;
  uint32_t count = w->c->seg.token_count - 64 * k;
  uint64_t heard = 0, marks = 0, weighed = 0, left = 0, right = 0, followed = 0, spaced = 0;
  for (unsigned i = 0; i < 64 && i < count; i += 8) {
    uint64_t notes = get_u64(w->notes + 64 * (size_t)k + i);
    heard |= eight_bits(notes >> 6) << i;
    marks |= eight_bits(notes >> 5) << i;
    weighed |= eight_bits(notes >> 4) << i;
    left |= eight_bits(notes >> 3) << i;
    right |= eight_bits(notes >> 2) << i;
    followed |= eight_bits(notes >> 1) << i;
    spaced |= eight_bits(notes) << i;
  }
  w->heard[k] = heard, w->marked[k] = marks,
  w->maybe[k] = (followed | spaced) & ~(w->unknown[k] | w->silent[k]);
  of->weighed[k] = weighed, of->left[k] = left, of->right[k] = right, of->spaced[k] = spaced;
}
_Static_assert(TRAIT_HEARD *NOTE_TRAITS == 1 << 6 && TRAIT_RIGHT * NOTE_TRAITS == 1 << 2 &&
                   NOTE_FOLLOWED == 1 << 1 && NOTE_SPACED == 1,
               "where gather_word looks for them");

static void gather_bits(sweep *w) {
  for (uint32_t k = 0; k < w->words; k++) gather_word(w, k);
}

/* ---- Walks ---- */

/* May a term begin at the token? Where white space follows its first character the walk itself must tell. */
static bool may_begin(const comment *c, const token *t) {
  const trie_heads *heads = lexicon_heads(c->lexicon);
  const segmented *s = &c->seg;
  uint32_t next = t->from + 1;
  if (s->id[t->from] == 0) return false;
  if (next == s->len) return trie_may_begin(heads, s->id[t->from], 0);
  bool spaced = s->kind[next] == CHAR_SPACE || s->kind[next] == CHAR_NEWLINE;
  return spaced || trie_may_begin(heads, s->id[t->from], s->id[next]);
}

/* A token behind which a longer term may go on, and the place of the sieve that says more of it. */
typedef struct asked {
  uint32_t token, place;
} asked;

/* The same where white space stands between, or something that was dropped. */
static uint32_t place_apart(const comment *c, uint32_t own, const token *k) {
  const lexicon *l = c->lexicon;
  const uint16_t *id = c->seg.id + k[1].from;
  bool han = k->kind == VOX_TOKEN_HAN && k[1].kind == VOX_TOKEN_HAN; /* then a space may be none */
  if (!(k[1].flags & TOKEN_SPACE) || !own || han || l->space == TRIE_LABELS) return ONWARD_ALWAYS;
  bool more = k[1].to - k[1].from > 1 && !l->short_stems;
  return onward_place(own | ONWARD_SPACED, id[0], more ? id[1] : 0);
}

/* Asks of the first character that the walk would meet, and of the second where both are of one token: a word
 * of letters may end a term inside. */
static inline asked ask(const comment *c, uint32_t t) {
  const token *k = &c->seg.tokens[t];
  uint32_t own = c->own[t], none = 0u - (own == 0);
  uint32_t at = (k->from & none) | (k[1].from & ~none);
  uint32_t more = (k[1].to - k[1].from > 1) & (k[1].kind != VOX_TOKEN_WORD);
  uint32_t place = onward_place(own, c->seg.id[at], c->seg.id[at + 1] & (none | (0u - more)));
  if (k[1].flags & TOKEN_SPACE || k[1].from != k->to) place = place_apart(c, own, k);
  lexicon_expect_onward(c->lexicon, place);
  return (asked){t, place};
}

/* The tokens behind which a longer term may go on. */
static uint32_t list_going(const sweep *w, asked *list) {
  comment view = *w->c;
  uint32_t count = 0, going = 0;
  for (uint32_t k = 0; k < w->words; k++)
    for (uint64_t left = w->maybe[k]; left; left &= left - 1)
      list[count++] = ask(&view, 64 * k + (uint32_t)__builtin_ctzll(left));
  for (uint32_t i = 0; i < count; i++) {
    list[going] = list[i];
    going += lexicon_onward(view.lexicon, list[i].place);
  }
  return going;
}

/* Begins all walks: from tokens whose own term is not known or is none by their own characters, else behind
 * them. `list` has room for all tokens. */
static void begin_walks(sweep *w, asked *list) {
  const comment *c = w->c;
  uint32_t going = list_going(w, list);
  for (uint32_t i = 0; i < going; i++) {
    uint32_t t = list[i].token;
    const term_brief *b = lexicon_brief(c->lexicon, c->own[t]);
    if (!(w->notes[t] & NOTE_SPACED) || may_follow(c, b, &c->seg.tokens[t]))
      walk_begin(c, &w->walks, b, c->own[t] ? t + 1 : t, t);
  }
  for (uint32_t k = 0; k < w->words; k++)
    for (uint64_t left = w->unknown[k]; left; left &= left - 1) {
      uint32_t t = 64 * k + (uint32_t)__builtin_ctzll(left);
      if (may_begin(c, &c->seg.tokens[t])) walk_begin(c, &w->walks, lexicon_brief(c->lexicon, 0), t, t);
    }
}

/* Everything is zero that is not written before it is read. */
static bool sweep_open(sweep *w, comment *c) {
  size_t n = c->seg.token_count + (size_t)1, words = (n + 63) / 64;
  *w = (sweep){.c = c, .words = (uint32_t)words};
  uint64_t *bits = arena_get(c->arena, words * (10 * sizeof *bits + 64));
  c->own = arena_get(c->arena, 2 * n * sizeof *c->own);
  w->walks.list = arena_get(c->arena, n * sizeof *w->walks.list);
  w->walks.heads = arena_array(c->arena, n, sizeof *w->walks.heads);
  w->spelt = arena_get(c->arena, n * sizeof *w->spelt);
  if (!bits || !c->own || !w->walks.list || !w->walks.heads || !w->spelt) return false;
  c->classes = c->own + n;
  w->unknown = bits, w->silent = bits + words, w->heard = w->walks.met = bits + 3 * words;
  w->maybe = bits + 4 * words, w->marked = bits + 5 * words;
  c->bits = (token_bits){.ending = bits + 2 * words,
                         .weighed = bits + 6 * words,
                         .left = bits + 7 * words,
                         .right = bits + 8 * words,
                         .spaced = bits + 9 * words};
  w->notes = (uint8_t *)(bits + 10 * words);
  memset(bits, 0, 3 * words * sizeof *bits);
  memset(w->notes + 64 * (words - 1), 0, 64);
  return hits_begin(c);
}

vox_status match_entries(comment *c) {
  sweep w;
  if (!sweep_open(&w, c)) return VOX_ERR_MEMORY;
  asked *list = arena_get(c->arena, (c->seg.token_count + (size_t)1) * sizeof *list);
  if (!list) return VOX_ERR_MEMORY;
  find_own(&w);
  look_up_words(&w);
  if (c->seg.token_count) read_rows(&w);
  gather_bits(&w);
  begin_walks(&w, list);
  if (walk_all(c, &w.walks) != VOX_OK) return VOX_ERR_MEMORY;
  if (!add_all(&w)) return VOX_ERR_MEMORY;
  hide_functions(c);
  return VOX_OK;
}
