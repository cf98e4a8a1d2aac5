/* match.c - the entries that stand over tokens. A token brings its own term; for longer ones the trie of
 * terms is walked along the folded characters (walk.c); a term counts where it ends with a token. Within a
 * family the longest term from a token wins, and hides what begins inside it. */
#include "analysis/stages.h"
#include "analysis/walk.h"

/* The longest terms from one token. */
typedef struct longest {
  comment *c;
  uint32_t found;              /* families that have a term: bit 1 << family */
  uint32_t start;              /* the token */
  uint32_t term[FAMILY_COUNT]; /* longest so far of each family */
  uint32_t end[FAMILY_COUNT];  /* one past its last token */
  bool prefix[FAMILY_COUNT];   /* matched by its beginning only */
} longest;

/* The classes of each family as bits of lexicon_classes_of. */
#define BIT(class) (1u << (class))
static const uint32_t CLASSES_OF[FAMILY_COUNT] = {
    [FAMILY_SENTIMENT] = BIT(CLASS_SENTIMENT),
    [FAMILY_EMOTION] = BIT(CLASS_EMOTION),
    [FAMILY_FUNCTION] = BIT(CLASS_NEGATOR) | BIT(CLASS_DOUBLE_NEGATION) | BIT(CLASS_DEGREE) |
                        BIT(CLASS_CONTRAST) | BIT(CLASS_CONCESSION) | BIT(CLASS_WISH) | BIT(CLASS_QUESTION) |
                        BIT(CLASS_COMPARISON),
    [FAMILY_THEME] = BIT(CLASS_THEME),
    [FAMILY_INTENT] = BIT(CLASS_INTENT) | BIT(CLASS_EXPECTATION) | BIT(CLASS_EFFORT),
    [FAMILY_PAIR_LEFT] = BIT(CLASS_PAIR_LEFT),
    [FAMILY_PAIR_RIGHT] = BIT(CLASS_PAIR_RIGHT),
    [FAMILY_JUNK] = BIT(CLASS_JUNK),
};

#define ALL_FAMILIES                                                                                         \
  ((BIT(CLASS_COMPARISON + 1) - BIT(CLASS_SENTIMENT)) | BIT(CLASS_THEME) | BIT(CLASS_INTENT) |               \
   BIT(CLASS_EXPECTATION) | BIT(CLASS_EFFORT) | BIT(CLASS_PAIR_LEFT) | BIT(CLASS_PAIR_RIGHT) |               \
   BIT(CLASS_JUNK))

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

/* The families that classes of a term belong to: bit 1 << family. The bits of CLASSES_OF, moved. */
static inline uint32_t families_of(uint32_t classes) {
  uint32_t function = (classes & CLASSES_OF[FAMILY_FUNCTION]) != 0;
  uint32_t wanted = (classes & CLASSES_OF[FAMILY_INTENT]) != 0;
  return (classes >> 1 & 3) | function << FAMILY_FUNCTION | wanted << FAMILY_INTENT | (classes >> 12 & 0x68) |
         (classes >> 18 & 0x80);
}
_Static_assert(CLASS_SENTIMENT - 1 == FAMILY_SENTIMENT && CLASS_EMOTION - 1 == FAMILY_EMOTION, "moved by 1");
_Static_assert(CLASS_THEME - 12 == FAMILY_THEME && CLASS_PAIR_LEFT - 12 == FAMILY_PAIR_LEFT &&
                   CLASS_PAIR_RIGHT - 12 == FAMILY_PAIR_RIGHT &&
                   0x68 == (1 << FAMILY_THEME | 1 << FAMILY_PAIR_LEFT | 1 << FAMILY_PAIR_RIGHT),
               "moved by 12");
_Static_assert(CLASS_JUNK - 18 == FAMILY_JUNK && 0x80 == 1 << FAMILY_JUNK, "moved by 18");

#define MARKED (BIT(CLASS_RULE) | BIT(CLASS_THEME_WEIGHT))
static inline void note_term(longest *w, uint32_t term, uint32_t end, bool prefix) {
  uint32_t classes = lexicon_classes_of(w->c->lexicon, term);
  if (classes & MARKED) mark_add(w->c, (marked){term, w->start, end, prefix});
  if (!(classes & ALL_FAMILIES) || (prefix && !(classes & 1u << 31))) return;
  uint32_t found = families_of(classes);
  w->found |= found;
  for (; found; found &= found - 1) {
    unsigned f = (unsigned)__builtin_ctz(found);
    w->term[f] = term, w->end[f] = end, w->prefix[f] = prefix;
  }
}

/* May a term begin at the token? Where white space follows its first character the walk itself must tell. */
static bool may_begin(const comment *c, const trie_heads *heads, const token *t) {
  const segmented *s = &c->seg;
  uint32_t next = t->from + 1;
  if (s->id[t->from] == 0) return false;
  if (next == s->len) return trie_may_begin(heads, s->id[t->from], 0);
  bool spaced = s->kind[next] == CHAR_SPACE || s->kind[next] == CHAR_NEWLINE;
  return spaced || trie_may_begin(heads, s->id[t->from], s->id[next]);
}

/* ---- Hits ---- */

typedef struct place {
  uint32_t from, to, term;
} place;

static inline bool add_hit(comment *c, family f, place p, uint32_t index, entry e) {
  hit *h = hit_new(c, f);
  if (!h) return false;
  *h = (hit){.from = p.from, .to = p.to, .anchor = p.from, .term = p.term, .index = index, .entry = e};
  return true;
}

/* One side of a pair, which join_pairs (pair.c) may find the other to. */
static bool add_side(comment *c, family f, place p, uint32_t index) {
  return add_hit(c, f, p, index, (entry){.klass = CLASS_PAIR});
}

/* Every entry of the family that the winning term carries. */
static bool add_family(longest *w, family f) {
  uint32_t first, count = lexicon_entries_of(w->c->lexicon, w->term[f], &first);
  place p = {w->start, w->end[f], w->term[f]};
  if (f == FAMILY_PAIR_LEFT || f == FAMILY_PAIR_RIGHT) return add_side(w->c, f, p, first);
  for (uint32_t i = first; i < first + count; i++) {
    entry e = lexicon_entry(w->c->lexicon, i);
    if (!(CLASSES_OF[f] & BIT(e.klass)) || (w->prefix[f] && !(e.flags & ENTRY_PREFIX))) continue;
    if (!add_hit(w->c, f, p, i, e)) return false;
  }
  return true;
}

/* The hits of each family that has a term, where no longer one hides them. */
static bool add_found(longest *w, uint32_t *free_from) {
  for (uint32_t found = w->found; found; found &= found - 1) {
    family f = (family)__builtin_ctz(found);
    if (w->start < free_from[f]) continue;
    if (!add_family(w, f)) return false;
    free_from[f] = w->end[f];
  }
  return true;
}

/* The same where the token's own term is the only one: its entries as they lie. */
static bool add_own(comment *c, uint32_t t, const uint32_t *free_from) {
  uint32_t classes = c->classes[t], first, count = lexicon_entries_of(c->lexicon, c->own[t], &first);
  place p = {t, t + 1, c->own[t]};
  if (classes & MARKED) mark_add(c, (marked){c->own[t], t, t + 1, false});
  for (uint32_t i = first; i < first + count; i++) {
    entry e = lexicon_entry(c->lexicon, i);
    uint32_t mine = families_of(BIT(e.klass)); /* one, or none */
    if (!mine || t < free_from[__builtin_ctz(mine)]) continue;
    if (!add_hit(c, (family)__builtin_ctz(mine), p, i, e)) return false;
  }
  if (classes & BIT(CLASS_PAIR_LEFT) && t >= free_from[FAMILY_PAIR_LEFT] &&
      !add_side(c, FAMILY_PAIR_LEFT, p, first))
    return false;
  return !(classes & BIT(CLASS_PAIR_RIGHT)) || t < free_from[FAMILY_PAIR_RIGHT] ||
         add_side(c, FAMILY_PAIR_RIGHT, p, first);
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

/* May a term that begins with the whole of token t go on with the one behind it? Asked of the first three
 * characters; of two where a term may end with the second. Both are looked up: which one cannot be foretold.
 */
static inline bool may_go_on(const comment *c, const trie_heads *heads, const token *t) {
  const uint16_t *id = c->seg.id + t->from;
  uint32_t len = t->to - t->from;
  bool two = (len == 1) & ((t[1].to - t[1].from == 1) | (t[1].kind == VOX_TOKEN_WORD));
  bool unasked = (t[1].flags & TOKEN_SPACE) | (t[1].from != t->to) | (len > 2);
  bool by_two = trie_head_bit(heads, id[0], id[1]), by_three = trie_may_go_on(heads, id[0], id[1], id[2]);
  return unasked | (by_two & two) | (by_three & !two);
}

/* ---- Tokens ---- */

/* The tokens from which something begins: a term of their own, or perhaps a longer one. */
typedef struct starts {
  uint32_t *list, count;
  uint32_t *going; /* room for those that a walk begins from */
  bool *unknown;   /* of each token: its own term is not known, it must be walked */
} starts;

/* Each token's own term: a word of the dictionary, with no mark joined behind it, brings it; characters have
 * a table. */
static void find_own(comment *c, starts *s) {
  for (uint32_t i = 0; i < c->seg.token_count; i++) {
    const token *t = &c->seg.tokens[i];
    bool word =
        (t->kind == VOX_TOKEN_HAN) & !(t->flags & TOKEN_UNKNOWN) & (c->seg.kind[t->to - 1] == CHAR_HAN);
    bool single = t->to - t->from == 1;
    uint32_t alone = lexicon_single(c->lexicon, c->seg.id[t->from]);
    c->own[i] = (t->payload & (0u - word)) | (alone & (0u - (single & !word)));
    s->unknown[i] = !(word | single);
    lexicon_expect_term(c->lexicon, c->own[i]);
  }
}

/* May a term go on with the first character of the token behind t? Where white space stands between them the
 * walk itself must tell. */
static inline bool may_follow(const comment *c, const term_brief *b, const token *t) {
  return (b->follow >> c->seg.id[t[1].from] % 32 & 1) | ((t[1].flags & TOKEN_SPACE) != 0);
}

/* Lists the starts without a branch: which tokens they are cannot be foretold. */
static void list_starts(comment *c, starts *s) {
  uint32_t n = c->seg.token_count;
  s->count = 0;
  for (uint32_t i = 0; i < n; i++) {
    const term_brief *b = lexicon_brief(c->lexicon, c->own[i]);
    bool last = i + 1 == n, longer = !last && may_follow(c, b, &c->seg.tokens[i]);
    c->classes[i] = b->classes;
    s->list[s->count] = i;
    s->count += ((b->classes & (ALL_FAMILIES | MARKED)) != 0) | longer | s->unknown[i];
  }
}

/* Begins all walks: from tokens whose own term is not known or is none by their own characters, else behind
 * them. Which tokens go on cannot be foretold either, so they are listed first. */
static void begin_walks(const comment *c, const starts *s, walks *w) {
  const trie_heads *heads = lexicon_heads(c->lexicon);
  uint32_t count = 0, *going = s->going;
  for (uint32_t k = 0; k < s->count; k++) {
    uint32_t i = s->list[k];
    const term_brief *b = lexicon_brief(c->lexicon, c->own[i]);
    const token *t = &c->seg.tokens[i];
    bool last = i + 1 == c->seg.token_count;
    w->heads[k] = 0;
    __builtin_prefetch(&c->lexicon->hot[b->first]);
    going[count] = k;
    if (last || s->unknown[i])
      count += s->unknown[i] && may_begin(c, heads, t);
    else
      count += (unsigned)may_follow(c, b, t) & (unsigned)may_go_on(c, heads, t);
  }
  for (uint32_t g = 0; g < count; g++) {
    uint32_t i = s->list[going[g]];
    walk_begin(c, w, lexicon_brief(c->lexicon, c->own[i]), c->own[i] ? i + 1 : i, going[g]);
  }
}

/* The own term of a token that was walked as well. */
static void settle_own(comment *c, uint32_t i, const walks *w, uint32_t head) {
  for (uint32_t f = head; f; f = w->found[f - 1].next) {
    if (w->found[f - 1].end != i + 1 || w->found[f - 1].prefix) continue;
    c->own[i] = w->found[f - 1].term;
    c->classes[i] = lexicon_classes_of(c->lexicon, c->own[i]);
  }
}

/* Keeps those from which something was found. */
static void drop_empty(const comment *c, starts *s, walks *w) {
  uint32_t kept = 0;
  for (uint32_t k = 0; k < s->count; k++) {
    uint32_t i = s->list[k], head = w->heads[k];
    s->list[kept] = i, w->heads[kept] = head;
    kept += (head != 0) | ((c->classes[i] & (ALL_FAMILIES | MARKED)) != 0);
  }
  s->count = kept;
}

static bool match_start(longest *l, const starts *s, const walks *w, uint32_t k, uint32_t *free_from) {
  uint32_t i = s->list[k];
  if (!w->heads[k]) return add_own(l->c, i, free_from);
  l->start = i, l->found = 0;
  if (l->c->own[i]) note_term(l, l->c->own[i], i + 1, false);
  if (s->unknown[i]) settle_own(l->c, i, w, w->heads[k]);
  for (uint32_t f = w->heads[k]; f; f = w->found[f - 1].next)
    note_term(l, w->found[f - 1].term, w->found[f - 1].end, w->found[f - 1].prefix);
  return add_found(l, free_from);
}

vox_status match_entries(comment *c) {
  uint32_t free_from[FAMILY_COUNT] = {0};
  size_t n = c->seg.token_count + (size_t)1;
  c->own = arena_get(c->arena, n * sizeof *c->own);
  c->classes = arena_get(c->arena, n * sizeof *c->classes);
  starts s = {arena_get(c->arena, n * sizeof *s.list), 0, arena_get(c->arena, n * sizeof *s.going),
              arena_get(c->arena, n * sizeof *s.unknown)};
  walks w = {.list = arena_get(c->arena, n * sizeof *w.list),
             .heads = arena_get(c->arena, n * sizeof *w.heads)};
  if (!c->own || !c->classes || !s.list || !s.going || !s.unknown || !w.list || !w.heads || !hits_begin(c))
    return VOX_ERR_MEMORY;
  find_own(c, &s);
  list_starts(c, &s);
  begin_walks(c, &s, &w);
  if (walk_all(c, &w) != VOX_OK) return VOX_ERR_MEMORY;
  drop_empty(c, &s, &w);
  longest l; /* of each family only read where `found` says so */
  l.c = c;
  for (uint32_t k = 0; k < s.count; k++)
    if (!match_start(&l, &s, &w, k, free_from)) return VOX_ERR_MEMORY;
  hide_functions(c);
  return VOX_OK;
}
