/* learned.c - learned weights of the tokens join the sentiment hits. See learned.h. */
#include "analysis/learned.h"
#include "analysis/stages.h"

/* A comment in which nothing else speaks needs one weight of this size, 1/100: below it words are mere hints.
 */
enum { ENOUGH_ALONE = 20 };
enum {
  NEAR = 3
}; /* tokens that a negator reaches here, whatever the entry says: weights were learned with it */

static bool is_comma(const comment *c, uint32_t t) {
  const token *k = &c->seg.tokens[t];
  return k->kind == VOX_TOKEN_PUNCTUATION && k->to - k->from == 1 &&
         (c->seg.cp[k->from] == ',' || c->seg.cp[k->from] == 0x3001);
}

/* Where no Chinese word follows at once. */
static uint32_t far_partner(const comment *c, uint32_t t) {
  uint32_t next = t + 1;
  if (c->seg.tokens[t].flags & TOKEN_LINE_END) return 0;
  if (next < c->seg.token_count && is_comma(c, next)) {
    if (c->seg.tokens[next].flags & TOKEN_LINE_END) return 0;
    next++;
  }
  return next < c->seg.token_count && carries_weight(c, next) ? next : 0;
}

static inline uint32_t partner_of(const comment *c, uint32_t t) {
  const token *k = &c->seg.tokens[t];
  bool near = t + 1 < c->seg.token_count && k[1].kind == VOX_TOKEN_HAN && !(k->flags & TOKEN_LINE_END);
  return near ? t + 1 : far_partner(c, t);
}

uint32_t pair_partner(const comment *c, uint32_t t) { return partner_of(c, t); }

static void negate(negation *n, const hit *h) {
  if (!n->count || h->from < n->from) n->from = h->from;
  if (!n->count || h->to > n->to) n->to = h->to;
  n->count++;
}

/* A phrase of the hand-made lexicon with a negator in it speaks for its tokens: of "not bad" the weight of
 * "bad" would say the contrary. */
static void note_phrases(const comment *c, negation *all) {
  const hit_list *s = &c->hits[FAMILY_SENTIMENT], *f = &c->hits[FAMILY_FUNCTION];
  uint32_t at = 0;
  for (uint32_t i = 0; i < f->len; i++) {
    const hit *h = &f->list[i];
    if (!h->dropped || h->entry.klass != CLASS_NEGATOR) continue;
    while (at < s->len && s->list[at].to <= h->from) at++;
    if (at == s->len || s->list[at].from > h->from) continue;
    for (uint32_t t = s->list[at].from; t < s->list[at].to; t++) all[t].phrase = s->list[at].from + 1;
  }
}

negation *find_negations(const comment *c) {
  const hit_list *f = &c->hits[FAMILY_FUNCTION];
  negation *all = arena_array(c->arena, c->seg.token_count + (size_t)1, sizeof *all);
  if (all) note_phrases(c, all);
  for (uint32_t i = 0; all && i < f->len; i++) {
    const hit *h = &f->list[i];
    if (h->dropped || h->entry.klass != CLASS_NEGATOR) continue;
    uint32_t clause = c->clause[h->from];
    if (h->entry.flags & ENTRY_AFTER)
      for (uint32_t t = h->from; t-- > 0 && h->from - t <= NEAR && c->clause[t] == clause;)
        negate(&all[t], h);
    else
      for (uint32_t t = h->to; t < c->seg.token_count && t - h->to < NEAR && c->clause[t] == clause; t++)
        negate(&all[t], h);
  }
  return all;
}

/* The learned entry of class `k` of a token that has one. */
static uint32_t entry_of(const comment *c, uint32_t t, entry_class k) {
  uint32_t both = 1u << CLASS_WEIGHT | 1u << CLASS_WEIGHT_NEGATED;
  bool second = k == CLASS_WEIGHT_NEGATED && (c->classes[t] & both) == both;
  return lexicon_brief(c->lexicon, c->own[t])->weight + second;
}

/* The learned entry of a token; false when it has none. */
static bool token_entry(const comment *c, uint32_t t, bool negated, entry *out) {
  entry_class k = negated ? CLASS_WEIGHT_NEGATED : CLASS_WEIGHT;
  if (!(c->classes[t] & 1u << k)) return false;
  return *out = lexicon_entry(c->lexicon, entry_of(c, t, k)), true;
}

static bool pair_entry(const comment *c, uint32_t t, uint32_t next, entry *out) {
  uint32_t index;
  if (!c->own[t] || !c->own[next]) return false;
  if (!lexicon_weight_pair(c->lexicon, c->own[t], c->own[next], &index)) return false;
  return *out = lexicon_entry(c->lexicon, index), true;
}

int32_t weight_of_token(const comment *c, uint32_t t, bool negated) {
  entry e;
  return token_entry(c, t, negated, &e) ? e.weight : 0;
}

int32_t weight_of_pair(const comment *c, uint32_t t, uint32_t next) {
  entry e;
  return pair_entry(c, t, next, &e) ? e.weight : 0;
}

neutral_weights neutral_of_token(const comment *c, uint32_t t, bool negated) {
  entry e;
  return token_entry(c, t, negated, &e) ? entry_neutral(&e) : (neutral_weights){0, 0};
}

neutral_weights neutral_of_pair(const comment *c, uint32_t t, uint32_t next) {
  entry e;
  return pair_entry(c, t, next, &e) ? entry_neutral(&e) : (neutral_weights){0, 0};
}

/* Hits of both kinds in order of the text: those that were there, and the learned ones as they come. */
typedef struct weigher {
  const comment *c;
  const hit *own, *own_end; /* not yet taken over */
  hit *out;                 /* where the next one goes; there is room for all */
  bool enough;
} weigher;

static inline void take_own(weigher *w, uint32_t upto) {
  while (w->own < w->own_end && w->own->from <= upto) *w->out++ = *w->own++;
}

static inline void add_weight(weigher *w, uint32_t from, uint32_t to, uint32_t index, entry e,
                              const negation *n) {
  *w->out++ = (hit){.from = from,
                    .to = to,
                    .anchor = from,
                    .term = w->c->own[from],
                    .index = index,
                    .entry = e,
                    .sum = e.weight,
                    .neutral = entry_neutral(&e),
                    .rules = RULE_LEARNED | (n ? RULE_NEGATED : 0),
                    .scope_from = n ? n->from : 0,
                    .scope_to = n ? n->to : 0};
  w->enough |= e.weight >= ENOUGH_ALONE || e.weight <= -ENOUGH_ALONE;
}

/* A token that may speak, and its partner in a learned pair; 0: none. */
typedef struct speaker {
  uint32_t token, partner;
} speaker;

/* Lists those that have a weight, or perhaps a pair, and asks for what will be read of them. Which they are
 * cannot be foretold: no branch. */
static uint32_t list_speakers(const comment *c, speaker *list) {
  const lexicon *l = c->lexicon;
  const token_bits *of = &c->bits;
  uint32_t count = 0, last = c->seg.token_count / 64;
  for (uint32_t k = 0; k <= last; k++) {
    uint64_t partners = of->right[k] | of->ending[k],
             behind = k < last ? of->right[k + 1] | of->ending[k + 1] : 0;
    uint64_t weighed = of->weighed[k], lefts = of->left[k] & (partners >> 1 | behind << 63);
    for (uint64_t left = weighed | lefts; left; left &= left - 1) {
      unsigned bit = (unsigned)__builtin_ctzll(left);
      uint32_t t = 64 * k + bit, next = partner_of(c, t), slot = weight_slot(c->own[t], c->own[next]);
      uint32_t pair = (uint32_t)(lefts >> bit) & (c->classes[next] >> CLASS_WEIGHT_RIGHT) & (next != 0) &
                      lexicon_sieve_bit(l, slot);
      if (!carries_weight(c, t)) continue;
      list[count] = (speaker){t, next & (0u - pair)};
      count += pair | (uint32_t)(weighed >> bit & 1);
      __builtin_prefetch(&l->learned[slot & (l->weight_rows - 1) & (0u - pair)]);
    }
  }
  return count;
}

static void weigh_pair(weigher *w, speaker s, const negation *n) {
  const comment *c = w->c;
  if (n[s.token].phrase && n[s.token].phrase == n[s.partner].phrase) return;
  const weight_row *row = lexicon_learned(c->lexicon, c->own[s.token], c->own[s.partner]);
  if (!row) return;
  entry e = {.klass = CLASS_WEIGHT_PAIR, .weight = row->weight, .reach = (uint16_t)row->neutral};
  add_weight(w, s.token, s.partner + 1, row->index, e, NULL);
}

static void weigh_class(weigher *w, uint32_t t, entry_class k, const negation *n) {
  uint32_t index = entry_of(w->c, t, k);
  add_weight(w, t, t + 1, index, lexicon_entry(w->c->lexicon, index), n);
}

/* What a word says under a negator is not what it says without: where nothing was learned of it, nothing. */
static void weigh_token(weigher *w, speaker s, const negation *n) {
  uint32_t t = s.token, classes = n[t].phrase ? 0 : w->c->classes[t];
  take_own(w, t);
  bool turned = n[t].count % 2 && !(classes & 1u << CLASS_WEIGHT_NEGATED);
  if (classes & 1u << CLASS_WEIGHT && !turned) weigh_class(w, t, CLASS_WEIGHT, NULL);
  if (classes & 1u << CLASS_WEIGHT_NEGATED && n[t].count % 2) weigh_class(w, t, CLASS_WEIGHT_NEGATED, &n[t]);
  if (s.partner) weigh_pair(w, s, n);
}

/* One list in order of the text out of the first `own` hits and those behind them. */
vox_status merge_hits(comment *c, hit_list *l, uint32_t own) {
  hit *merged = arena_get(c->arena, (l->len + (size_t)1) * sizeof *merged);
  if (!merged) return VOX_ERR_MEMORY;
  uint32_t a = 0, b = own, n = 0;
  while (a < own && b < l->len) { /* which comes first cannot be foretold */
    uint32_t later = l->list[b].from < l->list[a].from;
    merged[n++] = l->list[later ? b : a];
    b += later, a += 1 - later;
  }
  if (a < own) memcpy(merged + n, l->list + a, (own - a) * sizeof *merged);
  if (b < l->len) memcpy(merged + n, l->list + b, (l->len - b) * sizeof *merged);
  l->list = merged;
  l->cap = l->len;
  return VOX_OK;
}

/* Does any hit of the hand-made lexicon speak? */
static bool speaks_already(const hit_list *l) {
  for (uint32_t i = 0; i < l->len; i++)
    if (!l->list[i].dropped && l->list[i].entry.weight) return true;
  return false;
}

vox_status add_learned(comment *c) {
  hit_list *l = &c->hits[FAMILY_SENTIMENT];
  speaker *list = arena_get(c->arena, (c->seg.token_count + (size_t)1) * sizeof *list);
  uint32_t count = list ? list_speakers(c, list) : 0;
  size_t most = l->len + 3 * (size_t)count; /* two weights and a pair of each */
  hit *all = arena_get(c->arena, (most + 1) * sizeof *all);
  negation *n = find_negations(c);
  if (!list || !all || !n) return VOX_ERR_MEMORY;
  weigher w = {c, l->list, l->list + l->len, all, speaks_already(l)};
  for (uint32_t i = 0; i < count; i++) weigh_token(&w, list[i], n);
  if (!w.enough) return VOX_OK;
  take_own(&w, UINT32_MAX);
  *l = (hit_list){all, (uint32_t)(w.out - all), (uint32_t)most + 1};
  return VOX_OK;
}
