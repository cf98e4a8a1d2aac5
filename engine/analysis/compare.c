/* compare.c - comparisons that the own side loses: 不如B家快, not as fast as theirs. The praise in them is
 * the other side's, and so blame of what is spoken of. */
#include "analysis/stages.h"

enum { REACH = 8 }; /* tokens behind the comparison: 不如隔壁那家新开的店快 */

/* Praise that the comparison gives away: the first in it or behind it in its clause. */
static hit *praise_of(const comment *c, const hit *f, uint32_t from) {
  const hit_list *s = &c->hits[FAMILY_SENTIMENT];
  for (uint32_t i = from; i < s->len && s->list[i].from < f->to + REACH; i++) {
    hit *h = &s->list[i];
    if (h->dropped || h->anchor < f->from || h->anchor >= f->to + REACH) continue;
    if (c->clause[h->anchor] != c->clause[f->from]) return NULL;
    if (h->sum > 0 && !(h->rules & RULE_NEGATED)) return h;
  }
  return NULL;
}

static void turn(hit *h, const hit *f) {
  h->sum = -h->sum;
  h->rules |= RULE_COMPARED;
  if (h->scope_from == h->scope_to) h->scope_from = f->from, h->scope_to = f->to;
  if (f->from < h->scope_from) h->scope_from = f->from;
  if (f->to > h->scope_to) h->scope_to = f->to;
}

/* 比不上 is blame by itself as well; inside a longer phrase the comparison is spent. */
static bool is_phrase(const hit_list *s, uint32_t at, const hit *f) {
  return at < s->len && s->list[at].from == f->from && s->list[at].to == f->to;
}

void turn_compared(comment *c) {
  const hit_list *l = &c->hits[FAMILY_FUNCTION], *s = &c->hits[FAMILY_SENTIMENT];
  uint32_t at = 0;
  for (uint32_t i = 0; i < l->len; i++) {
    const hit *f = &l->list[i];
    if (f->entry.klass != CLASS_COMPARISON || f->entry.weight >= 0) continue;
    while (at < s->len && s->list[at].to <= f->from) at++;
    if (f->dropped && !is_phrase(s, at, f)) continue;
    hit *h = praise_of(c, f, at);
    if (h) turn(h, f);
  }
}
