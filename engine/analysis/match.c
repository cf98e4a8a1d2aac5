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
#define LEARNED                                                                                              \
  (BIT(CLASS_WEIGHT) | BIT(CLASS_WEIGHT_NEGATED) | BIT(CLASS_WEIGHT_LEFT) | BIT(CLASS_WEIGHT_RIGHT) |        \
   BIT(CLASS_EMOTION_WEIGHT))
#define SPEAKING (BIT(CLASS_WEIGHT) | BIT(CLASS_WEIGHT_NEGATED) | BIT(CLASS_WEIGHT_LEFT))

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

/* What the sweeps find out; a bit of each token. */
typedef struct sweep {
  comment *c;
  uint64_t *unknown; /* its own term is not known, it must be walked */
  uint64_t *heard;   /* its own term becomes hits, or a walk from it found some */
  uint64_t *marked;  /* its own term becomes a mark */
  uint64_t *maybe;   /* a longer term may go on behind it */
  uint32_t words;    /* of 64 bits */
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
  uint32_t term = c->own[t], row = lexicon_brief(l, term)->match;
  for (const term_match *m = &l->matches[row]; row; m++) {
    if (t >= w->free_from[FAMILY_OF[m->kind]] && !add_hit(c, m, t, t + 1, term)) return false;
    if (m->last) break;
  }
  return true;
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
  if (!b->match || (f.prefix && !(b->classes & 1u << 31))) return;
  for (const term_match *m = &l->matches[b->match];; m++) {
    unsigned k = FAMILY_OF[m->kind];
    found->found |= 1u << k;
    found->term[k] = f.term, found->end[k] = f.end, found->prefix[k] = f.prefix;
    if (m->last) return;
  }
}

/* Every row of the family that the winning term has. */
static bool add_family(sweep *w, const longest *found, uint32_t start, unsigned f) {
  const lexicon *l = w->c->lexicon;
  for (const term_match *m = &l->matches[lexicon_brief(l, found->term[f])->match];; m++) {
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
    c->classes[t] = lexicon_classes_of(c->lexicon, c->own[t]) & ~(carries_weight(c, t) ? 0 : LEARNED);
    c->speaking[t / 64] |= (uint64_t)((c->classes[t] & SPEAKING) != 0) << t % 64;
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

static bool add_all(sweep *w) {
  for (uint32_t k = 0; k < w->words; k++)
    for (uint64_t left = w->heard[k]; left; left &= left - 1) {
      uint32_t t = 64 * k + (uint32_t)__builtin_ctzll(left);
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

/* The marks of the tokens' own terms. */
static void add_marks(sweep *w) {
  for (uint32_t k = 0; k < w->words; k++)
    for (uint64_t left = w->marked[k]; left; left &= left - 1) {
      uint32_t t = 64 * k + (uint32_t)__builtin_ctzll(left);
      mark_add(w->c, (marked){w->c->own[t], t, t + 1, false});
    }
}

/* ---- Sweeps ---- */

/* A token's own term: a word of the dictionary, with no mark joined behind it, brings it; characters have a
 * table. The numbers of dictionaries are not checked against this lexicon. */
static inline uint32_t own_of(const comment *c, const token *t, bool *unknown) {
  bool word = (t->kind == VOX_TOKEN_HAN) & !(t->flags & TOKEN_UNKNOWN) & (c->seg.kind[t->to - 1] == CHAR_HAN);
  bool single = t->to - t->from == 1;
  uint32_t alone = lexicon_single(c->lexicon, c->seg.id[t->from]);
  uint32_t own = (t->payload & (0u - word)) | (alone & (0u - (single & !word)));
  *unknown = !(word | single);
  return own & (0u - (own <= c->lexicon->term_count));
}

static void find_own(sweep *w) {
  const comment *c = w->c;
  const term_brief *briefs = c->lexicon->briefs;
  uint32_t *own = c->own, count = c->seg.token_count;
  for (uint32_t k = 0, t = 0; k < w->words; k++) {
    uint64_t bits = 0;
    for (uint32_t end = count - t < 64 ? count : t + 64; t < end; t++) {
      bool unknown;
      own[t] = own_of(c, &c->seg.tokens[t], &unknown);
      __builtin_prefetch(&briefs[own[t]]);
      bits |= (uint64_t)unknown << t % 64;
    }
    w->unknown[k] = bits;
  }
}

/* May a term go on with character `id`, which is the first of the token behind t? White space is stepped over
 * by a space of the term, or between two Chinese words. */
static inline uint32_t may_follow(const term_brief *b, const token *t, uint32_t id) {
  uint32_t spaced = 0u - (t[1].flags / TOKEN_SPACE & 1u);
  uint32_t joined = ~spaced | (0u - ((t->kind == VOX_TOKEN_HAN) & (t[1].kind == VOX_TOKEN_HAN)));
  return ((b->follow & joined) | (b->spaced & spaced)) >> id % 32 & 1;
}

/* What the rows of tokens t .. end say; all of one word of bits. Behind `last` nothing follows. */
static void read_rows_of(sweep *w, uint32_t t, uint32_t end, uint32_t last) {
  const comment *c = w->c;
  const lexicon *l = c->lexicon;
  const token *tokens = c->seg.tokens;
  const uint16_t *ids = c->seg.id;
  uint64_t heard = 0, marks = 0, speaking = 0, maybe = 0;
  uint32_t k = t / 64;
  for (; t < end; t++) {
    const term_brief *b = &l->briefs[c->own[t]];
    uint32_t classes = b->classes & ~(LEARNED & (0u - !carries_weight(c, t)));
    uint32_t next = ids[tokens[t + (t < last)].from];
    __builtin_prefetch(&l->matches[b->match]);
    __builtin_prefetch(&l->hot[b->weight]);
    c->classes[t] = classes;
    heard |= (uint64_t)(b->match != 0) << t % 64;
    marks |= (uint64_t)((classes & MARKED) != 0) << t % 64;
    speaking |= (uint64_t)((classes & SPEAKING) != 0) << t % 64;
    maybe |= (uint64_t)(t < last ? may_follow(b, &tokens[t], next) : 0) << t % 64;
  }
  w->heard[k] = heard, w->marked[k] = marks, w->maybe[k] = maybe, c->speaking[k] = speaking;
}

static void read_rows(sweep *w) {
  uint32_t count = w->c->seg.token_count;
  for (uint32_t t = 0; t < count; t += 64) read_rows_of(w, t, count - t < 64 ? count : t + 64, count - 1);
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

/* May a term that begins with the whole of token t go on with the one behind it? That is asked of the first
 * three characters; of two where a term may end with the second. */
static inline asked ask(const comment *c, const trie_heads *heads, uint32_t t) {
  const token *k = &c->seg.tokens[t];
  const uint16_t *id = c->seg.id + k->from;
  uint32_t len = k->to - k->from;
  bool two = (len == 1) & ((k[1].to - k[1].from == 1) | (k[1].kind == VOX_TOKEN_WORD));
  bool unasked = ((k[1].flags & TOKEN_SPACE) != 0) | (k[1].from != k->to) | (len > 2);
  uint32_t by_two = trie_head_place(id[0], id[1]), by_three = trie_triple_place(id[0], id[1], id[2]);
  uint32_t place = unasked ? TRIE_ALWAYS : two ? by_two : by_three;
  trie_heads_expect(heads, place);
  return (asked){t, place};
}

/* Begins all walks: from tokens whose own term is not known or is none by their own characters, else behind
 * them. `list` has room for all tokens. */
static void begin_walks(sweep *w, asked *list) {
  const comment *c = w->c;
  const trie_heads *heads = lexicon_heads(c->lexicon);
  uint32_t count = 0, going = 0;
  for (uint32_t k = 0; k < w->words; k++)
    for (uint64_t left = w->maybe[k] & ~w->unknown[k]; left; left &= left - 1)
      list[count++] = ask(c, heads, 64 * k + (uint32_t)__builtin_ctzll(left));
  for (uint32_t i = 0; i < count; i++) {
    list[going] = list[i];
    going += trie_heads_bit(heads, list[i].place);
  }
  for (uint32_t i = 0; i < going; i++) {
    uint32_t t = list[i].token;
    walk_begin(c, &w->walks, lexicon_brief(c->lexicon, c->own[t]), c->own[t] ? t + 1 : t, t);
  }
  for (uint32_t k = 0; k < w->words; k++)
    for (uint64_t left = w->unknown[k]; left; left &= left - 1) {
      uint32_t t = 64 * k + (uint32_t)__builtin_ctzll(left);
      if (may_begin(c, &c->seg.tokens[t])) walk_begin(c, &w->walks, lexicon_brief(c->lexicon, 0), t, t);
    }
}

static bool sweep_open(sweep *w, comment *c) {
  size_t n = c->seg.token_count + (size_t)1;
  uint32_t words = (uint32_t)((n + 63) / 64);
  *w = (sweep){.c = c, .words = words};
  uint64_t *bits = arena_array(c->arena, 5 * (size_t)words, sizeof *bits);
  c->own = arena_get(c->arena, 2 * n * sizeof *c->own);
  w->walks.list = arena_get(c->arena, n * sizeof *w->walks.list);
  w->walks.heads = arena_array(c->arena, n, sizeof *w->walks.heads);
  if (!bits || !c->own || !w->walks.list || !w->walks.heads) return false;
  c->classes = c->own + n;
  w->unknown = bits, w->heard = w->walks.met = bits + words, w->maybe = bits + 2 * (size_t)words;
  w->marked = bits + 3 * (size_t)words, c->speaking = bits + 4 * (size_t)words;
  return hits_begin(c);
}

vox_status match_entries(comment *c) {
  sweep w;
  if (!sweep_open(&w, c)) return VOX_ERR_MEMORY;
  asked *list = arena_get(c->arena, (c->seg.token_count + (size_t)1) * sizeof *list);
  if (!list) return VOX_ERR_MEMORY;
  find_own(&w);
  read_rows(&w);
  begin_walks(&w, list);
  add_marks(&w);
  if (walk_all(c, &w.walks) != VOX_OK) return VOX_ERR_MEMORY;
  if (!add_all(&w)) return VOX_ERR_MEMORY;
  hide_functions(c);
  return VOX_OK;
}
