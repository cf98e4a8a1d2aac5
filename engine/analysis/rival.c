/* rival.c - what a comment was measured against: expectations (没想到这么慢, than expected) and rivals (别家,
 * the competition), and who comes off better. Told as flags; the words stand in the evidence. */
#include "analysis/quantity.h"
#include "analysis/stages.h"

/* The sum of what sentiment hits say in tokens [from, to). */
static int64_t said_between(const comment *c, uint32_t from, uint32_t to) {
  const hit_list *l = &c->hits[FAMILY_SENTIMENT];
  uint32_t low = 0, high = l->len;
  int64_t sum = 0;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (l->list[middle].from < from)
      low = middle + 1;
    else
      high = middle;
  }
  for (uint32_t i = low; i < l->len && l->list[i].from < to; i++)
    if (!l->list[i].dropped) sum += l->list[i].sum;
  return sum;
}

/* A sentence is looked at so far from a hit, in tokens: enough for any comparison, and linear. */
enum { FAR = 24 };

static uint32_t sentence_start(const comment *c, uint32_t t) {
  uint32_t from = t;
  while (from > 0 && t - from < FAR && c->sentence[from - 1] == c->sentence[t]) from--;
  return from;
}

static uint32_t sentence_end(const comment *c, uint32_t t) {
  uint32_t to = t;
  while (to < c->seg.token_count && to - t < FAR && c->sentence[to] == c->sentence[t]) to++;
  return to;
}

/* ---- Expectation ---- */

/* An entry without a side of its own (value open) takes that of the opinion behind it, or before it in the
 * sentence: 没想到 + 慢, faster + than expected. */
static int side_of(const comment *c, const hit *h) {
  if (h->entry.label != EXPECTATION_OPEN) return h->entry.label;
  int64_t sum = said_between(c, h->from, sentence_end(c, h->from));
  if (!sum) sum = said_between(c, sentence_start(c, h->from), h->from);
  return sum > 0 ? 2 : sum < 0 ? 0 : -1;
}

/* The last place where a rule found a frame from `first` to `last`; NULL. */
static const hit *last_framed(const comment *c, unsigned first, unsigned last) {
  const hit_list *l = &c->hits[FAMILY_FRAME];
  for (uint32_t i = l->len; i-- > 0;)
    if (l->list[i].entry.label >= first && l->list[i].entry.label <= last) return &l->list[i];
  return NULL;
}

/* The last word counts: 本以为很差, 没想到这么好. */
static void tell_expectation(comment *c) {
  static const uint32_t flags[] = {FLAG_EXPECTATION_BELOW, FLAG_EXPECTATION_MET, FLAG_EXPECTATION_ABOVE};
  const hit_list *l = &c->hits[FAMILY_INTENT];
  const hit *framed = last_framed(c, FRAME_BELOW, FRAME_ABOVE);
  uint32_t until = 0;
  int side = -1;
  for (uint32_t i = 0; i < l->len; i++) {
    const hit *h = &l->list[i];
    if (h->dropped || h->entry.klass != CLASS_EXPECTATION || h->rules & RULE_NEGATED) continue;
    int told = side_of(c, h);
    if (told >= 0) side = told, until = h->to;
  }
  if (framed && framed->to >= until) side = framed->entry.label - FRAME_BELOW;
  if (side >= 0) c->flags |= flags[side];
}

/* ---- Rivals ---- */

static bool is_than(const comment *c, const hit *f) {
  glyphs g = {c->seg.cp, c->seg.len};
  uint32_t at = c->seg.tokens[f->from].from;
  return glyphs_match(&g, at, U"比") || glyphs_match(&g, at, U"than");
}

/* Function hits from the first that may stand in the sentence. */
static uint32_t first_function(const comment *c, uint32_t from) {
  const hit_list *f = &c->hits[FAMILY_FUNCTION];
  uint32_t low = 0, high = f->len;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (f->list[middle].to <= from)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* +1 the own side wins, -1 the rival, 0 open. */
static int winner(const comment *c, const hit *rival) {
  uint32_t from = sentence_start(c, rival->from), to = sentence_end(c, rival->from);
  const hit_list *f = &c->hits[FAMILY_FUNCTION];
  int64_t all = said_between(c, from, to);
  for (uint32_t i = first_function(c, from); i < f->len && f->list[i].from < to; i++) {
    const hit *h = &f->list[i];
    if (h->entry.klass != CLASS_COMPARISON) continue;
    if (h->entry.weight) return h->entry.weight > 0 ? 1 : -1;
    if (!is_than(c, h)) continue;
    bool ours_first = h->from < rival->from; /* 比别家好: ours is good; 别家比你们好: theirs */
    return (all > 0) - (all < 0) == 0 ? 0 : (all > 0) == ours_first ? 1 : -1;
  }
  if (rival->entry.weight) return rival->entry.weight > 0 ? 1 : -1;
  return all > 0 ? -1 : all < 0 ? 1 : 0; /* said of the rival */
}

static void tell_rivals(comment *c) {
  const hit_list *l = &c->hits[FAMILY_ENTITY];
  const hit *framed = last_framed(c, FRAME_RIVAL_WINS, FRAME_RIVAL_LOSES);
  int wins = !framed ? 0 : framed->entry.label == FRAME_RIVAL_WINS ? -1 : 1;
  if (framed || last_framed(c, FRAME_RIVAL_OPEN, FRAME_RIVAL_OPEN)) c->flags |= FLAG_COMPETITOR;
  for (uint32_t i = 0; i < l->len; i++) {
    c->flags |= FLAG_COMPETITOR;
    if (!wins) wins = winner(c, &l->list[i]);
  }
  if (wins) c->flags |= wins > 0 ? FLAG_COMPETITOR_LOSES : FLAG_COMPETITOR_WINS;
}

void tell_measured(comment *c) {
  tell_expectation(c);
  tell_rivals(c);
}
