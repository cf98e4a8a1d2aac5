/* scope.c - what stands around a hit changes its weight: negators, degrees, wishes, repetition.
 *
 * A negator or degree reaches the first hit behind it within its reach and clause, and no further: in
 * 不好吃又贵 only 好吃 is negated. An even number of negators leaves the weight as it is. The factors are
 * settings (lexicons/common). */
#include "analysis/stages.h"

enum { NO_DEGREE = INT32_MIN };

/* A negator or degree, as hits ask for it. */
typedef struct acting {
  uint32_t from, to, clause, reach;
  int32_t degree; /* percent; of a negator NO_DEGREE */
  bool after;     /* acts on what stands before it */
  bool dropped;   /* stands in a sentiment phrase */
} acting;

typedef struct acting_list {
  acting *list;
  uint32_t len;
} acting_list;

static uint32_t reach_of(const comment *c, const hit *f) {
  if (f->entry.klass == CLASS_DEGREE) return (uint32_t)lexicon_setting(c->lexicon, SETTING_DEGREE_REACH);
  return f->entry.reach ? f->entry.reach : (uint32_t)lexicon_setting(c->lexicon, SETTING_NEGATION_REACH);
}

static bool list_acting(const comment *c, acting_list *out) {
  const hit_list *l = &c->hits[FAMILY_FUNCTION];
  *out = (acting_list){arena_get(c->arena, (l->len + (size_t)1) * sizeof *out->list), 0};
  if (!out->list) return false;
  for (const hit *f = l->list, *end = f + l->len; f < end; f++) {
    bool degree = f->entry.klass == CLASS_DEGREE;
    out->list[out->len] = (acting){.from = f->from,
                                   .to = f->to,
                                   .clause = c->clause[f->from],
                                   .reach = reach_of(c, f),
                                   .degree = degree ? f->entry.weight : NO_DEGREE,
                                   .after = (f->entry.flags & ENTRY_AFTER) != 0,
                                   .dropped = f->dropped};
    out->len += degree | (f->entry.klass == CLASS_NEGATOR);
  }
  return true;
}

static void widen_scope(hit *h, const acting *f) {
  if (h->scope_from == h->scope_to) {
    h->scope_from = f->from;
    h->scope_to = f->to;
    return;
  }
  if (f->from < h->scope_from) h->scope_from = f->from;
  if (f->to > h->scope_to) h->scope_to = f->to;
}

/* Is another living hit of the list between tokens a and b? Then the function word spends itself on that one.
 */
static bool spent_between(const hit_list *l, uint32_t upto, uint32_t a, uint32_t b) {
  for (uint32_t i = upto; i-- > 0 && l->list[i].to > a;)
    if (!l->list[i].dropped && l->list[i].from >= a && l->list[i].to <= b) return true;
  return false;
}

/* Does `f` act on hit number `i` of the list, which stands in its clause? */
static bool reaches(const hit_list *l, uint32_t i, const acting *f) {
  const hit *h = &l->list[i];
  if (f->after) return f->from >= h->to && f->from - h->to < f->reach;
  return f->to <= h->anchor && h->anchor - f->to < f->reach && !spent_between(l, i, f->to, h->from);
}

/* No function word further off is asked, whatever its reach. */
enum { WIDEST_REACH = 10 };

typedef struct around {
  uint32_t negators;
  bool has_degree;
  int32_t degree; /* percent */
} around;

/* An English negator takes back one that stands before it: "nobody who didn't like it". Chinese strings its
 * clauses together without a word between, and there it does not. */
static bool is_taken_back(const comment *c, const acting_list *all, const hit_list *l, uint32_t i,
                          const acting *by) {
  enum { NEAR = 4 };
  if (c->seg.tokens[by->from].kind != VOX_TOKEN_WORD) return false;
  for (const acting *f = by; f-- > all->list && f->to + NEAR >= by->from && f->clause == by->clause;)
    if (f->degree == NO_DEGREE && !f->after && !f->dropped && f->to <= by->from)
      return !spent_between(l, i, f->to, by->from);
  return false;
}

/* `*cursor`: none before it is near this hit or one behind it. A function word inside a sentiment phrase is
 * spent for sentiment, not for what else stands there: 不满意 holds no joy. */
static around look_around(const comment *c, const acting_list *all, const hit_list *l, uint32_t i,
                          uint32_t *cursor) {
  around a = {0, false, 100};
  hit *h = &l->list[i];
  const acting *by = NULL;
  bool spent = l == &c->hits[FAMILY_SENTIMENT];
  uint32_t clause = c->clause[h->anchor], end = h->to + WIDEST_REACH;
  while (*cursor < all->len && all->list[*cursor].to + WIDEST_REACH < h->from) ++*cursor;
  for (const acting *f = all->list + *cursor; f < all->list + all->len && f->from < end; f++) {
    if ((f->clause != clause) | (f->dropped & spent) || !reaches(l, i, f)) continue;
    if (f->degree == NO_DEGREE) a.negators++, by = f;
    if (f->degree != NO_DEGREE) a.has_degree = true, a.degree = f->degree;
    widen_scope(h, f);
  }
  a.negators += a.negators == 1 && is_taken_back(c, all, l, i, by);
  return a;
}

static int32_t percent(int32_t weight, int32_t factor) { return weight * factor / 100; }

static void weigh(const comment *c, const hit_list *l, hit *h, around a) {
  int32_t limit = lexicon_setting(c->lexicon, SETTING_DEGREE_LIMIT);
  int32_t sum = h->entry.weight;
  if (a.has_degree && sum < limit && sum > -limit) sum = percent(sum, a.degree), h->rules |= RULE_DEGREE;
  if (a.negators % 2)
    sum = percent(sum, lexicon_setting(c->lexicon, SETTING_NEGATION_FACTOR)), h->rules |= RULE_NEGATED;
  else if (a.negators)
    h->rules |= RULE_DOUBLE_NEGATION;
  if (c->wish[c->clause[h->from]]) {
    setting factor = sum > 0 && &c->hits[FAMILY_SENTIMENT] == l ? SETTING_WISH_PRAISE : SETTING_WISH_FACTOR;
    sum = percent(sum, lexicon_setting(c->lexicon, factor)), h->rules |= RULE_WISH;
  }
  h->sum = sum;
}

/* ---- Repetition: the second hit of an entry counts in part, later ones not at all ---- */

/* Counts entries in a small table of the arena: open addressing over entry indexes. */
typedef struct counter {
  uint32_t *index; /* entry + 1; 0: free */
  uint8_t *times;
  uint32_t mask;
} counter;

static bool counter_init(counter *k, arena *a, uint32_t hits) {
  uint32_t size = 16;
  while (size < 2 * hits) size *= 2;
  k->mask = size - 1;
  k->index = arena_array(a, size, sizeof *k->index);
  k->times = arena_array(a, size, sizeof *k->times);
  return k->index && k->times;
}

/* How often the entry was met before, at most 2. */
static unsigned count_again(counter *k, uint32_t entry_index) {
  uint32_t at = (entry_index * 2654435761u) & k->mask;
  while (k->index[at] && k->index[at] != entry_index + 1) at = (at + 1) & k->mask;
  k->index[at] = entry_index + 1;
  unsigned before = k->times[at];
  if (before < 2) k->times[at]++;
  return before;
}

/* Is every hit of an entry of its own? Asked of a few bits of the index: "no" may be a coincidence. */
static bool all_differ(const hit_list *l) {
  uint32_t seen[32] = {0}, again = 0;
  for (const hit *h = l->list, *end = h + l->len; h < end; h++) {
    uint32_t hash = h->index * 2654435761u, bit = (uint32_t)!h->dropped << (hash >> 22) % 32;
    again |= seen[hash >> 27] & bit;
    seen[hash >> 27] |= bit;
  }
  return !again;
}

vox_status damp_repeats(comment *c) {
  hit_list *l = &c->hits[FAMILY_SENTIMENT];
  counter k;
  if (all_differ(l)) return VOX_OK;
  if (!counter_init(&k, c->arena, l->len)) return VOX_ERR_MEMORY;
  for (uint32_t i = 0; i < l->len; i++) {
    hit *h = &l->list[i];
    unsigned before = h->dropped ? 0 : count_again(&k, h->index);
    if (!before) continue;
    int32_t factor = before == 1 ? lexicon_setting(c->lexicon, SETTING_REPEAT_FACTOR) : 0;
    h->sum = percent(h->sum, factor);
    h->neutral.praised = (int16_t)percent(h->neutral.praised, factor);
    h->neutral.blamed = (int16_t)percent(h->neutral.blamed, factor);
    h->rules |= RULE_REPEATED;
  }
  return VOX_OK;
}

vox_status apply_scope(comment *c) {
  static const family families[] = {FAMILY_SENTIMENT, FAMILY_EMOTION, FAMILY_INTENT};
  acting_list all;
  if (!list_acting(c, &all)) return VOX_ERR_MEMORY;
  for (size_t f = 0; f < sizeof families / sizeof *families; f++) {
    hit_list *l = &c->hits[families[f]];
    uint32_t cursor = 0;
    for (uint32_t i = 0; i < l->len; i++)
      if (!l->list[i].dropped) weigh(c, l, &l->list[i], look_around(c, &all, l, i, &cursor));
  }
  return VOX_OK;
}
