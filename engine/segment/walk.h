/* walk.h - a walk over the dictionary words that begin at a place, two characters or longer. */
#ifndef SEGMENT_WALK_H
#define SEGMENT_WALK_H
#include "segment/dict_layout.h"

typedef struct walk {
  const dict *dict;
  const uint16_t *id;
  uint32_t len, at, end, found; /* of the text; `found`: the unit of at..end */
  unit u;
} walk;

static inline walk walk_from(const dict *d, const uint16_t *id, uint32_t len, uint32_t at) {
  return (walk){d, id, len, at, at + 1, 0, dict_first(d, id[at])};
}

static inline bool walk_step(walk *w) {
  if (w->end >= w->len || w->end - w->at >= WORD_MAX) return false;
  uint32_t id = w->id[w->end];
  if (w->end - w->at > 1) return dict_step(w->dict, w->u, id, &w->found, &w->u);
  if (!dict_pair_may(w->dict, w->id[w->at], id)) return false;
  w->found = dict_second(w->dict, w->id[w->at], id);
  w->u = dict_unit(w->dict, w->found);
  return unit_label(w->u) == id;
}

/* The next longer word. */
static inline bool walk_on(walk *w) {
  while (walk_step(w)) {
    w->end++;
    if (unit_is_word(w->u)) return true;
  }
  return false;
}
#endif
