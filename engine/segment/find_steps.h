/* find_steps.h - what becomes of the listed pairs, step by step; see find.h. */
#ifndef SEGMENT_FIND_STEPS_H
#define SEGMENT_FIND_STEPS_H
#include "segment/find.h"

/* Finds the pairs' cells, and asks for them ahead of their use. */
STEPS void number_pairs(segmenter *s, const uint32_t *list, uint32_t count) {
  const dict *d = s->dict;
  const uint16_t *ids = s->id;
  for (uint32_t k = 0; k < count; k++) {
    uint32_t i = list[k];
    s->word[i] = dict_second(d, ids[i], ids[i + 1]);
    fetch_ahead(d->cells + s->word[i]);
  }
}

/* Looks the pairs up; leaves in `list` those that may begin a longer word. */
STEPS uint32_t find_seconds(segmenter *s, uint32_t *list, uint32_t count) {
  const cell_row *cells = s->dict->cells;
  const uint16_t *ids = s->id;
  uint32_t left = 0;
  uint64_t *two = s->two;
  for (uint32_t k = 0; k < count; k++) {
    uint32_t i = list[k], gist = cells[s->word[i]].gist, known = gist_label(gist) == ids[i + 1];
    two[i / 64] |= (uint64_t)(known & (gist / ROW_WORD)) << i % 64;
    list[left] = i;
    left += known & gist_may(gist, ids[i + 2]);
  }
  return left;
}

/* Leaves those that a third character does follow in a word, and the cells of these in `third`. */
STEPS uint32_t find_thirds(const segmenter *s, uint32_t *list, uint32_t *third, uint32_t count) {
  const dict *d = s->dict;
  uint32_t left = 0;
  for (uint32_t k = 0; k < count; k++) {
    uint32_t i = list[k], id = s->id[i + 2], cell = dict_child(dict_unit(d, s->word[i]), id);
    list[left] = i, third[left] = cell;
    left += gist_label(d->cells[cell].gist) == id;
  }
  return left;
}

/* All of it for the `count` places of `list`. */
STEPS void find_listed(segmenter *s, uint32_t count) {
  uint32_t *third = (uint32_t *)(void *)s->spare; /* free at this time */
  number_pairs(s, s->list, count);
  count = find_seconds(s, s->list, count);
  find_longer(s, s->list, third, find_thirds(s, s->list, third, count));
}
#endif
