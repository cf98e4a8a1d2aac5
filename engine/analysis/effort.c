/* effort.c - how hard it was made for the customer: words that say so (麻烦, one click), and how long
 * somebody waited (等了半小时) or how often somebody tried (打了5次电话), where a rule found that somebody
 * did. */
#include "analysis/stages.h"

enum { FAR = 24, HARD = 200, SOME = 100, LONG_S = 1800, WHILE_S = 600, OFTEN = 3, AGAIN = 2, WHOLE = 100 };

typedef struct effort_sum {
  int32_t sum, count;
} effort_sum;

static void add(effort_sum *e, int32_t weight) {
  e->sum += weight;
  e->count++;
}

/* The bytes of the clause around a token, so far as it is looked at. */
static vox_span clause_around(const comment *c, uint32_t t) {
  uint32_t from = t, to = t + 1;
  while (from > 0 && t - from < FAR && c->clause[from - 1] == c->clause[t]) from--;
  while (to < c->seg.token_count && to - t < FAR && c->clause[to] == c->clause[t]) to++;
  return segmented_span(&c->seg, c->seg.tokens[from].from, c->seg.tokens[to - 1].to);
}

/* The greatest amount of the kind in the span, 1/100; 0: none. */
static int64_t most_within(const vox_result *r, uint8_t kind, vox_span where) {
  size_t low = 0, high = r->quantity_count;
  int64_t most = 0;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (r->quantities[middle].span.begin < where.begin)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < r->quantity_count && r->quantities[low].span.begin < where.end; low++)
    if (r->quantities[low].kind == kind && r->quantities[low].value > most) most = r->quantities[low].value;
  return most;
}

/* What a place of a rule weighs; 0: nothing was measured, or it was little. */
static int32_t weight_of(const comment *c, const vox_result *r, const hit *h) {
  if (h->entry.label == FRAME_HARD || h->entry.label == FRAME_EASY) return h->entry.weight;
  vox_span where = clause_around(c, h->from);
  int64_t most, least, hard;
  if (h->entry.label == FRAME_WAIT) {
    most = most_within(r, QUANTITY_DURATION_S, where), least = WHILE_S, hard = LONG_S;
  } else {
    most = most_within(r, QUANTITY_COUNT, where), least = AGAIN, hard = OFTEN;
  }
  return most >= hard * WHOLE ? HARD : most >= least * WHOLE ? SOME : 0;
}

/* Each clause once for what it names of a kind: 打 and 电话 are one call. */
static void add_framed(comment *c, const vox_result *r, effort_sum *e) {
  hit_list *l = &c->hits[FAMILY_FRAME];
  uint32_t spoken[FRAME_COUNT] = {0}; /* 1 + the clause */
  for (uint32_t i = 0; i < l->len; i++) {
    hit *h = &l->list[i];
    if (h->entry.klass != CLASS_EFFORT) continue;
    uint32_t clause = c->clause[h->from] + 1;
    int32_t weight = spoken[h->entry.label] == clause ? 0 : weight_of(c, r, h);
    h->dropped = weight == 0;
    if (h->dropped) continue;
    spoken[h->entry.label] = clause;
    h->entry.weight = (int16_t)weight;
    add(e, weight);
  }
}

/* The mean of hundredths as a whole number, rounded away from zero. */
static int8_t mean_effort(const effort_sum *e) {
  int32_t size = (e->sum < 0 ? -e->sum : e->sum) / e->count, whole = (size + 50) / 100;
  return (int8_t)(e->sum < 0 ? -whole : whole);
}

void answer_effort(comment *c, vox_result *r) {
  const hit_list *l = &c->hits[FAMILY_INTENT];
  effort_sum e = {0, 0};
  for (uint32_t i = 0; i < l->len; i++) {
    const hit *h = &l->list[i];
    if (h->entry.klass == CLASS_EFFORT && h->entry.weight && !h->dropped && !(h->rules & RULE_NEGATED))
      add(&e, h->entry.weight);
  }
  add_framed(c, r, &e);
  r->has_effort = e.count > 0;
  r->effort = e.count ? mean_effort(&e) : 0;
}
