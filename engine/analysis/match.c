/* match.c - the entries that stand over tokens. From every token the trie of terms is walked along the folded
 * characters; a term counts where it ends with a token. Within a family the longest term from a token wins,
 * and hides what begins inside it. */
#include "analysis/stages.h"

typedef struct walk {
  comment *c;
  uint32_t start;              /* token from which the trie is walked */
  uint32_t term[FAMILY_COUNT]; /* longest so far of each family; 0: none */
  uint32_t end[FAMILY_COUNT];  /* one past its last token */
  bool prefix[FAMILY_COUNT];   /* matched by its beginning only */
} walk;

static const uint8_t FAMILY_OF[CLASS_COUNT] = {
    [CLASS_NONE] = FAMILY_COUNT,
    [CLASS_SENTIMENT] = FAMILY_SENTIMENT,
    [CLASS_EMOTION] = FAMILY_EMOTION,
    [CLASS_NEGATOR] = FAMILY_FUNCTION,
    [CLASS_DOUBLE_NEGATION] = FAMILY_FUNCTION,
    [CLASS_DEGREE] = FAMILY_FUNCTION,
    [CLASS_CONTRAST] = FAMILY_FUNCTION,
    [CLASS_CONCESSION] = FAMILY_FUNCTION,
    [CLASS_WISH] = FAMILY_FUNCTION,
    [CLASS_QUESTION] = FAMILY_FUNCTION,
    [CLASS_COMPARISON] = FAMILY_FUNCTION,
    [CLASS_INTENT] = FAMILY_INTENT,
    [CLASS_EXPECTATION] = FAMILY_INTENT,
    [CLASS_EFFORT] = FAMILY_INTENT,
    [CLASS_NON_ANSWER] = FAMILY_COUNT,
    [CLASS_THEME] = FAMILY_THEME,
    [CLASS_PAIR] = FAMILY_COUNT,
    [CLASS_PAIR_LEFT] = FAMILY_PAIR_LEFT,
    [CLASS_PAIR_RIGHT] = FAMILY_PAIR_RIGHT,
};

/* The classes of each family as bits of lexicon_classes_of. */
static uint32_t classes_of_family(family f) {
  uint32_t bits = 0;
  for (uint32_t k = 0; k < CLASS_COUNT; k++)
    if (FAMILY_OF[k] == f) bits |= 1u << k;
  return bits;
}

hit *hit_new(comment *c, family f) {
  hit_list *l = &c->hits[f];
  if (l->len == l->cap) {
    uint32_t cap = l->cap ? l->cap * 2 : 16;
    hit *grown = arena_get(c->arena, cap * sizeof *grown);
    if (!grown) return NULL;
    if (l->len) memcpy(grown, l->list, l->len * sizeof *grown);
    l->list = grown;
    l->cap = cap;
  }
  hit *h = &l->list[l->len++];
  memset(h, 0, sizeof *h);
  return h;
}

static void note_term(walk *w, uint32_t term, uint32_t end, bool prefix) {
  uint32_t classes = lexicon_classes_of(w->c->lexicon, term);
  if (prefix && !(classes & 1u << 31)) return;
  for (family f = 0; f < FAMILY_COUNT; f++)
    if (classes & classes_of_family(f)) w->term[f] = term, w->end[f] = end, w->prefix[f] = prefix;
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

static void walk_from(walk *w) {
  const comment *c = w->c;
  const trie *t = lexicon_trie(c->lexicon);
  uint32_t node = 0;
  for (uint32_t i = w->start; i < c->seg.token_count; i++) {
    if (i > w->start && !step_space(c, t, &node, i)) return;
    if (!step_token(w, t, &node, i)) return;
    uint32_t term = trie_value(t, node);
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
    if (!side && (FAMILY_OF[e.klass] != f || (w->prefix[f] && !(e.flags & ENTRY_PREFIX)))) continue;
    hit *h = hit_new(w->c, f);
    if (!h) return VOX_ERR_MEMORY;
    h->from = h->anchor = w->start;
    h->to = w->end[f];
    h->term = w->term[f];
    h->index = first + i;
    h->entry = e;
  }
  return VOX_OK;
}

/* A sentiment phrase speaks for the function words inside it: 没问题 is no negated 问题. */
static void hide_functions(comment *c) {
  const hit_list *s = &c->hits[FAMILY_SENTIMENT];
  hit_list *f = &c->hits[FAMILY_FUNCTION];
  uint32_t at = 0;
  for (uint32_t i = 0; i < f->len; i++) {
    hit *h = &f->list[i];
    while (at < s->len && s->list[at].to <= h->from) at++;
    h->dropped = at < s->len && s->list[at].from <= h->from && h->to <= s->list[at].to;
  }
}

vox_status match_entries(comment *c) {
  uint32_t free_from[FAMILY_COUNT] = {0};
  for (uint32_t i = 0; i < c->seg.token_count; i++) {
    walk w = {.c = c, .start = i};
    walk_from(&w);
    for (family f = 0; f < FAMILY_COUNT; f++) {
      if (!w.term[f] || i < free_from[f]) continue;
      if (add_hits(&w, f) != VOX_OK) return VOX_ERR_MEMORY;
      free_from[f] = w.end[f];
    }
  }
  hide_functions(c);
  return VOX_OK;
}
