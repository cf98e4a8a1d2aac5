/* pair.c - words whose polarity turns by what they speak of: 物流 + 快 is praise, 耗电 + 快 is a fault. */
#include "analysis/stages.h"

static bool overlaps(const hit *h, const hit *span) { return span->from < h->to && h->from < span->to; }

/* Sentiment hits that are one side of the pair no longer speak for themselves. `*cursor`: where the side
 * before was found. Sides come almost in order (of 电池物流快差 the right ones lie crosswise), so few steps
 * are taken. */
static void silence(hit_list *s, uint32_t count, const hit *side, uint32_t *cursor) {
  while (*cursor && s->list[*cursor - 1].to > side->from) --*cursor;
  while (*cursor < count && s->list[*cursor].to <= side->from) ++*cursor;
  for (uint32_t i = *cursor; i < count && s->list[i].from < side->to; i++)
    if (overlaps(&s->list[i], side)) s->list[i].dropped = true;
}

static hit joined(const comment *c, const hit *left, const hit *right, uint32_t index) {
  return (hit){.from = left->from,
               .to = right->to,
               .anchor = right->from,
               .term = left->term,
               .index = index,
               .entry = lexicon_entry(c->lexicon, index)};
}

static inline bool is_pair(const comment *c, const hit *left, const hit *right, uint32_t *index) {
  return lexicon_may_be_pair(c->lexicon, left->term, right->term) &&
         lexicon_pair(c->lexicon, left->term, right->term, index);
}

/* The nearest right side of `left` in its clause and reach that makes a pair with it; NULL. `first`: no right
 * side before it stands behind `left`. */
static const hit *partner(const comment *c, const hit *left, uint32_t first, uint32_t *index) {
  const hit_list *rights = &c->hits[FAMILY_PAIR_RIGHT];
  uint32_t gap = (uint32_t)lexicon_setting(c->lexicon, SETTING_PAIR_GAP);
  for (uint32_t k = first; k < rights->len; k++) {
    const hit *right = &rights->list[k];
    if (right->from - left->to > gap || c->clause[right->from] != c->clause[left->from]) return NULL;
    if (is_pair(c, left, right, index)) return right;
  }
  return NULL;
}

/* A right side belongs to its nearest left: in 价格实惠性价比高 the 高 is said of 性价比. */
static bool is_nearest(const comment *c, uint32_t left, const hit *right) {
  const hit_list *lefts = &c->hits[FAMILY_PAIR_LEFT];
  uint32_t index;
  for (uint32_t i = left + 1; i < lefts->len && lefts->list[i].to <= right->from; i++)
    if (is_pair(c, &lefts->list[i], right, &index)) return false;
  return true;
}

/* The pairs found, in order of the text, behind the `own` hits of the sentiment list. */
static vox_status find_pairs(comment *c, uint32_t own) {
  const hit_list *lefts = &c->hits[FAMILY_PAIR_LEFT], *rights = &c->hits[FAMILY_PAIR_RIGHT];
  uint32_t first = 0, left_cursor = 0, right_cursor = 0;
  for (uint32_t i = 0; i < lefts->len; i++) {
    const hit *left = &lefts->list[i];
    uint32_t index;
    while (first < rights->len && rights->list[first].from < left->to) first++;
    const hit *right = partner(c, left, first, &index);
    if (!right || !is_nearest(c, i, right)) continue;
    hit *h = hit_new(c, FAMILY_SENTIMENT);
    if (!h) return VOX_ERR_MEMORY;
    *h = joined(c, left, right, index);
    silence(&c->hits[FAMILY_SENTIMENT], own, left, &left_cursor);
    silence(&c->hits[FAMILY_SENTIMENT], own, right, &right_cursor);
  }
  return VOX_OK;
}

vox_status join_pairs(comment *c) {
  hit_list *l = &c->hits[FAMILY_SENTIMENT];
  uint32_t own = l->len;
  if (find_pairs(c, own) != VOX_OK) return VOX_ERR_MEMORY;
  return l->len > own ? merge_hits(c, l, own) : VOX_OK;
}
