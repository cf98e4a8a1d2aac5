/* layer.c - what a layer takes away from those below it, and what that leaves of each term. */
#include "lexicon/draft.h"
#include <stdlib.h>

static int by_left(const void *a, const void *b) {
  uint32_t x = ((const draft_pair *)a)->left, y = ((const draft_pair *)b)->left;
  return (x > y) - (x < y);
}

/* The first removal whose left side is `left`; removals.len when there is none. */
static size_t first_removal(const lexicon_compiler *c, uint32_t left) {
  size_t low = 0, high = c->removals.len;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    if (vec_at(&c->removals, mid).left < left)
      low = mid + 1;
    else
      high = mid;
  }
  return low;
}

/* `-` of a theme takes all themes of the term away, of any other class the entry with the same label. */
static bool is_meant(const draft_pair *r, uint32_t right, const draft_entry *e) {
  const draft_entry *by = &r->entry;
  return r->right == right && by->klass == e->klass &&
         (e->klass == CLASS_THEME || e->klass == CLASS_THEME_WEIGHT || by->label == e->label) &&
         (by->flags & ENTRY_PREFIX) == (e->flags & ENTRY_PREFIX) && by->layer > e->layer;
}

static bool is_removed(lexicon_compiler *c, uint32_t left, uint32_t right, const draft_entry *e) {
  bool found = false;
  for (size_t i = first_removal(c, left); i < c->removals.len && vec_at(&c->removals, i).left == left; i++) {
    draft_pair *r = &vec_at(&c->removals, i);
    if (!is_meant(r, right, e)) continue;
    r->entry.served = true;
    vox_str from = vec_at(&c->sources, e->source).path;
    if (!found)
      diagnose(c->tell, VOX_NOTE, vec_at(&c->sources, r->entry.source).path, r->entry.line, "overrides",
               "takes away %.*s:%u", (int)from.len, from.ptr, e->line);
    found = true;
  }
  return found;
}

static void remove_pairs(lexicon_compiler *c, draft_pairs *pairs) {
  size_t kept = 0;
  for (size_t i = 0; i < pairs->len; i++) {
    draft_pair p = vec_at(pairs, i);
    if (!is_removed(c, p.left, p.right, &p.entry)) pairs->ptr[kept++] = p;
  }
  pairs->len = kept;
}

void settle_removals(lexicon_compiler *c) {
  if (!c->removals.len) return;
  qsort(c->removals.ptr, c->removals.len, sizeof *c->removals.ptr, by_left);
  size_t kept = 0;
  for (size_t i = 0; i < c->entries.len; i++) {
    draft_entry e = vec_at(&c->entries, i);
    if (!is_removed(c, e.term, e.term, &e)) c->entries.ptr[kept++] = e;
  }
  c->entries.len = kept;
  remove_pairs(c, &c->pairs);
  remove_pairs(c, &c->weight_pairs);
}

void check_removals(const lexicon_compiler *c) {
  for (size_t i = 0; i < c->removals.len; i++) {
    const draft_entry *e = &vec_at(&c->removals, i).entry;
    if (!e->served)
      diagnose(c->tell, VOX_WARNING, vec_at(&c->sources, e->source).path, e->line, "removes-nothing",
               "no layer below has such an entry");
  }
}

static void mask_sides(lexicon_compiler *c, const draft_pairs *pairs, entry_class left, entry_class right) {
  for (size_t i = 0; i < pairs->len; i++) {
    vec_at(&c->terms, vec_at(pairs, i).left).mask |= 1u << left;
    vec_at(&c->terms, vec_at(pairs, i).right).mask |= 1u << right;
  }
}

void settle_masks(lexicon_compiler *c) {
  for (size_t i = 0; i < c->terms.len; i++) vec_at(&c->terms, i).mask = 0;
  for (size_t i = 0; i < c->entries.len; i++) {
    const draft_entry *e = &vec_at(&c->entries, i);
    vec_at(&c->terms, e->term).mask |= 1u << e->klass | (e->flags & ENTRY_PREFIX ? TERM_PREFIX : 0);
  }
  mask_sides(c, &c->pairs, CLASS_PAIR_LEFT, CLASS_PAIR_RIGHT);
  mask_sides(c, &c->weight_pairs, CLASS_WEIGHT_LEFT, CLASS_WEIGHT_RIGHT);
}
