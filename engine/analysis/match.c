/* match.c - the entries that stand over tokens. From every token the trie of terms is walked along the folded
 * characters; a term counts where it ends with a token. Within a family the longest term from a token wins,
 * and hides what begins inside it. */
#include "analysis/stages.h"

typedef struct walk {
  comment *c;
  uint32_t found;              /* families that have a term: bit 1 << family */
  uint32_t start;              /* token from which the trie is walked */
  uint32_t term[FAMILY_COUNT]; /* longest so far of each family; 0: none */
  uint32_t end[FAMILY_COUNT];  /* one past its last token */
  bool prefix[FAMILY_COUNT];   /* matched by its beginning only */
} walk;

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
    [FAMILY_ENTITY] = BIT(CLASS_ENTITY),
};

#define ALL_FAMILIES                                                                                         \
  ((BIT(CLASS_COMPARISON + 1) - BIT(CLASS_SENTIMENT)) | BIT(CLASS_THEME) | BIT(CLASS_INTENT) |               \
   BIT(CLASS_EXPECTATION) | BIT(CLASS_EFFORT) | BIT(CLASS_PAIR_LEFT) | BIT(CLASS_PAIR_RIGHT) |               \
   BIT(CLASS_JUNK) | BIT(CLASS_ENTITY))

bool hits_grow(comment *c, hit_list *l) {
  uint32_t cap = l->cap ? l->cap * 2 : 16;
  hit *grown = arena_get(c->arena, cap * sizeof *grown);
  if (!grown) return false;
  if (l->len) memcpy(grown, l->list, l->len * sizeof *grown);
  l->list = grown;
  l->cap = cap;
  return true;
}

/* The families that classes of a term belong to: bit 1 << family. The bits of CLASSES_OF, moved. */
static inline uint32_t families_of(uint32_t classes) {
  uint32_t function = (classes & CLASSES_OF[FAMILY_FUNCTION]) != 0;
  uint32_t wanted = (classes & CLASSES_OF[FAMILY_INTENT]) != 0;
  return (classes >> 1 & 3) | function << FAMILY_FUNCTION | wanted << FAMILY_INTENT | (classes >> 12 & 0x68) |
         (classes >> 18 & 0x80) | (classes >> CLASS_ENTITY & 1) << FAMILY_ENTITY;
}
_Static_assert(CLASS_SENTIMENT - 1 == FAMILY_SENTIMENT && CLASS_EMOTION - 1 == FAMILY_EMOTION, "moved by 1");
_Static_assert(CLASS_THEME - 12 == FAMILY_THEME && CLASS_PAIR_LEFT - 12 == FAMILY_PAIR_LEFT &&
                   CLASS_PAIR_RIGHT - 12 == FAMILY_PAIR_RIGHT &&
                   0x68 == (1 << FAMILY_THEME | 1 << FAMILY_PAIR_LEFT | 1 << FAMILY_PAIR_RIGHT),
               "moved by 12");
_Static_assert(CLASS_JUNK - 18 == FAMILY_JUNK && 0x80 == 1 << FAMILY_JUNK, "moved by 18");

static inline void note_term(walk *w, uint32_t term, uint32_t end, bool prefix) {
  uint32_t classes = lexicon_classes_of(w->c->lexicon, term);
  if (!(classes & ALL_FAMILIES) || (prefix && !(classes & 1u << 31))) return;
  uint32_t found = families_of(classes);
  w->found |= found;
  lexicon_expect_entries(w->c->lexicon, term);
  for (; found; found &= found - 1) {
    unsigned f = (unsigned)__builtin_ctz(found);
    w->term[f] = term, w->end[f] = end, w->prefix[f] = prefix;
  }
}

/* The step over white space between two tokens: by a space of the term, or over it between two Chinese words.
 */
static bool step_space(const comment *c, const trie *t, uint32_t *node, uint32_t next) {
  if (!(c->seg.tokens[next].flags & TOKEN_SPACE)) return true;
  if (c->space_id && trie_step(t, node, c->space_id)) return true;
  return c->seg.tokens[next].kind == VOX_TOKEN_HAN && c->seg.tokens[next - 1].kind == VOX_TOKEN_HAN;
}

/* Walks the characters of one token. A term that ends inside a Latin word matches it by its beginning. */
static bool step_token(walk *w, const trie *t, uint32_t *node, uint32_t token_number) {
  const segmented *s = &w->c->seg;
  const token *tk = &s->tokens[token_number];
  for (uint32_t i = tk->from; i < tk->to; i++) {
    if (s->id[i] == 0 || !trie_step(t, node, s->id[i])) return false;
    uint32_t term = trie_value(t, *node);
    if (term && i + 1 < tk->to && tk->kind == VOX_TOKEN_WORD) note_term(w, term, token_number + 1, true);
  }
  return true;
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

/* No further than token `last`. */
static void walk_from(walk *w, uint32_t last) {
  const comment *c = w->c;
  const trie *t = lexicon_trie(c->lexicon);
  uint32_t node = 0;
  for (uint32_t i = w->start; i < last; i++) {
    if (i > w->start && !step_space(c, t, &node, i)) return;
    if (!step_token(w, t, &node, i)) return;
    uint32_t term = trie_value(t, node);
    if (i == w->start) c->own[i] = term;
    if (term) note_term(w, term, i + 1, false);
  }
}

/* Every entry of the family that the winning term carries. */
static vox_status add_hits(walk *w, family f) {
  uint32_t first, count = lexicon_entries_of(w->c->lexicon, w->term[f], &first);
  bool side = f == FAMILY_PAIR_LEFT || f == FAMILY_PAIR_RIGHT;
  if (side) count = 1;
  for (uint32_t i = 0; i < count; i++) {
    entry e = side ? (entry){.klass = CLASS_PAIR} : lexicon_entry(w->c->lexicon, first + i);
    if (!side && (!(CLASSES_OF[f] & BIT(e.klass)) || (w->prefix[f] && !(e.flags & ENTRY_PREFIX)))) continue;
    hit *h = hit_new(w->c, f);
    if (!h) return VOX_ERR_MEMORY;
    *h = (hit){.from = w->start,
               .to = w->end[f],
               .anchor = w->start,
               .term = w->term[f],
               .index = first + i,
               .entry = e};
  }
  return VOX_OK;
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

/* May a term that begins with the whole of token `i` go on behind it? Asked of the first three characters; of
 * two where a term may end with the second. */
static bool may_go_on(const comment *c, const trie_heads *heads, uint32_t i) {
  const token *t = &c->seg.tokens[i];
  const uint16_t *id = c->seg.id + t->from;
  uint32_t len = t->to - t->from;
  if (i + 1 == c->seg.token_count) return false;
  if (t[1].flags & TOKEN_SPACE || t[1].from != t->to || len > 2) return true;
  bool two = len == 1 && (t[1].to - t[1].from == 1 || t[1].kind == VOX_TOKEN_WORD);
  return two ? trie_head_bit(heads, id[0], id[1]) : trie_may_go_on(heads, id[0], id[1], id[2]);
}

/* Does the token spell a word of the dictionary, with no mark joined behind it? */
static bool is_word(const comment *c, const token *t) {
  return t->kind == VOX_TOKEN_HAN && !(t->flags & TOKEN_UNKNOWN) && c->seg.kind[t->to - 1] == CHAR_HAN;
}

/* What is to be done from a token. */
enum { NO_TERM, OWN_TERM, WALK_TOKEN, WALK_ON };

/* A word of the dictionary brings the number of its own term; the trie is walked for longer ones alone. */
static uint8_t plan_of(const comment *c, const trie_heads *heads, uint32_t i) {
  const token *t = &c->seg.tokens[i];
  bool word = is_word(c, t);
  if (!word && !may_begin(c, heads, t)) return NO_TERM;
  if (may_go_on(c, heads, i)) return WALK_ON;
  if (word) return t->payload ? OWN_TERM : NO_TERM;
  return WALK_TOKEN;
}

/* Of all tokens at once, so that none waits for the memory that the one before asks for. */
static void expect_words(const comment *c, const trie_heads *heads) {
  for (uint32_t i = 0; i < c->seg.token_count; i++) {
    const token *t = &c->seg.tokens[i];
    const uint16_t *id = c->seg.id + t->from;
    if (t->payload) lexicon_expect_term(c->lexicon, t->payload);
    if (t->to - t->from <= 2 && t->from + 2 < c->seg.len) trie_expect_three(heads, id[0], id[1], id[2]);
  }
}

static void plan_words(const comment *c, const trie_heads *heads, uint8_t *plan) {
  const trie *t = lexicon_trie(c->lexicon);
  for (uint32_t i = 0; i < c->seg.token_count; i++) {
    uint32_t at = c->seg.tokens[i].from;
    plan[i] = plan_of(c, heads, i);
    if (plan[i] == WALK_ON && at + 1 < c->seg.len) trie_expect(t, c->seg.id[at], c->seg.id[at + 1]);
  }
}

static void look_from(walk *w, uint8_t plan) {
  uint32_t i = w->start;
  if (plan >= WALK_TOKEN) {
    walk_from(w, plan == WALK_ON ? w->c->seg.token_count : i + 1);
  } else if (plan == OWN_TERM) {
    w->c->own[i] = w->c->seg.tokens[i].payload;
    note_term(w, w->c->own[i], i + 1, false);
  }
}

vox_status match_entries(comment *c) {
  uint32_t free_from[FAMILY_COUNT] = {0};
  const trie_heads *heads = lexicon_heads(c->lexicon);
  c->own = arena_array(c->arena, c->seg.token_count + (size_t)1, sizeof *c->own);
  uint8_t *plan = arena_get(c->arena, c->seg.token_count + (size_t)1);
  if (!c->own || !plan) return VOX_ERR_MEMORY;
  expect_words(c, heads);
  plan_words(c, heads, plan);
  walk w; /* of each family only read where `found` says so */
  w.c = c;
  for (uint32_t i = 0; i < c->seg.token_count; i++) {
    w.start = i, w.found = 0;
    look_from(&w, plan[i]);
    for (uint32_t found = w.found; found; found &= found - 1) {
      family f = (family)__builtin_ctz(found);
      if (i < free_from[f]) continue;
      if (add_hits(&w, f) != VOX_OK) return VOX_ERR_MEMORY;
      free_from[f] = w.end[f];
    }
  }
  hide_functions(c);
  return VOX_OK;
}
