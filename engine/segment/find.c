/* find.c - which dictionary words stand in a comment. See find.h. */
#include "segment/find.h"

/* Appends without a branch: whether a pair begins a word cannot be foretold. */
static uint32_t find_pairs(const segmenter *s, uint32_t *list) {
  const dict *d = s->dict;
  const uint16_t *ids = s->id;
  uint32_t count = 0, last = s->len - 1;
  for (uint32_t i = 0; i < last; i++) {
    list[count] = i;
    count += dict_pair_may(d, ids[i], ids[i + 1]);
  }
  return count;
}

/* Finds the pairs' cells, and asks for their gist ahead of its use. */
static void number_pairs(segmenter *s, const uint32_t *list, uint32_t count) {
  const dict *d = s->dict;
  const uint16_t *ids = s->id;
  for (uint32_t k = 0; k < count; k++) {
    uint32_t i = list[k];
    s->word[i] = dict_second(d, ids[i], ids[i + 1]);
    fetch_ahead(d->rows + s->word[i]);
  }
}

/* Looks the pairs up; leaves in `list` those that may begin a longer word. */
static uint32_t find_seconds(segmenter *s, uint32_t *list, uint32_t count) {
  const cell_row *rows = s->dict->rows;
  const uint16_t *ids = s->id;
  uint32_t left = 0, *words = s->word;
  uint64_t *two = s->two;
  for (uint32_t k = 0; k < count; k++) {
    uint32_t i = list[k], gist = rows[words[i]].gist, known = gist_label(gist) == ids[i + 1];
    words[i] |= gist & WORD_PAYLOAD;
    two[i / 64] |= (uint64_t)(known & (gist / CELL_WORD)) << i % 64;
    list[left] = i;
    left += known & gist_may(gist, ids[i + 2]);
  }
  return left;
}

/* Leaves those that a third character does follow in a word. */
static uint32_t find_thirds(const segmenter *s, uint32_t *list, uint32_t count) {
  const dict *d = s->dict;
  uint32_t left = 0;
  for (uint32_t k = 0; k < count; k++) {
    uint32_t i = list[k], id = s->id[i + 2];
    uint32_t third = d->rows[dict_child(dict_unit(d, s->word[i] & WORD_UNIT), id)].gist;
    list[left] = i;
    left += (i + 2 < s->len) & (gist_label(third) == id);
  }
  return left;
}

void find_words(segmenter *s) {
  if (s->len < 2) return;
#ifdef SEGMENT_AVX512
  if (s->path == PATH_AVX512) {
    find_avx512(s);
    return;
  }
#endif
  uint32_t count = find_pairs(s, s->list);
  number_pairs(s, s->list, count);
  count = find_seconds(s, s->list, count);
  count = find_thirds(s, s->list, count);
  find_longer(s, s->list, count);
}

/* Is every character of from..to Han? */
static bool all_han(const segmenter *s, uint32_t from, uint32_t to) {
  while (from < to && s->kind[from] == CHAR_HAN) from++;
  return from == to;
}

static void note_long(segmenter *s, uint32_t from, uint32_t to) {
  if (!all_han(s, from, to)) {
    bit_set(s->mixed, from);
    return;
  }
  bit_set(s->longer, from);
  for (uint32_t p = from + 1; p < to; p++) bit_set(s->crossed, p);
}

void find_longer(segmenter *s, const uint32_t *list, uint32_t count) {
  for (uint32_t k = 0; k < count; k++) {
    uint32_t i = list[k], at, end = i + 2;
    unit u = dict_unit(s->dict, s->word[i] & WORD_UNIT);
    while (end < s->len && end - i < WORD_MAX && dict_step(s->dict, u, s->id[end], &at, &u)) {
      end++;
      if (unit_is_word(u)) note_long(s, i, end);
    }
  }
}
