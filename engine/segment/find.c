/* find.c - which dictionary words stand in a comment. See find.h. */
#include "segment/find_steps.h"

/* Appends without a branch: whether a pair begins a word cannot be foretold. */
static uint32_t find_pairs(const segmenter *s, uint32_t *list) {
  const unsigned char *pairs = s->dict->pairs;
  const uint16_t *ids = s->id;
  uint32_t count = 0, last = s->len - 1, next = ids[0];
  for (uint32_t i = 0; i < last; i++) {
    uint32_t id = next, bit = pair_bit(id, next = ids[i + 1]);
    list[count] = i;
    count += pairs[bit >> 3] >> (bit & 7) & 1;
  }
  return count;
}

void find_words(segmenter *s) {
  if (s->len < 2) return;
#ifdef SEGMENT_AVX512
  if (s->path == PATH_AVX512) {
    find_avx512(s);
    return;
  }
#endif
#ifdef SEGMENT_AVX2
  if (s->path == PATH_AVX2) {
    find_avx2(s);
    return;
  }
#endif
  find_listed(s, find_pairs(s, s->list));
}

static void note_long(segmenter *s, uint32_t from, uint32_t len) {
  uint64_t inside = (((uint64_t)1 << (len - 1)) - 1) << 1;
  if ((bits_from(s->han, from) & inside) != inside || !bit_get(s->han, from)) {
    bit_set(s->mixed, from);
    return;
  }
  bit_set(s->longer, from);
  s->crossed[from / 64] |= inside << from % 64;
  s->crossed[from / 64 + 1] |= inside >> 1 >> (63 - from % 64);
}

void find_longer(segmenter *s, const uint32_t *list, const uint32_t *third, uint32_t count) {
  for (uint32_t k = 0; k < count; k++) {
    uint32_t i = list[k], at, end = i + 3;
    if (end > s->len) continue;
    unit u = dict_unit(s->dict, third[k]);
    for (;; end++) {
      if (unit_is_word(u)) note_long(s, i, end - i);
      if (end == s->len || end - i == WORD_MAX || !dict_step(s->dict, u, s->id[end], &at, &u)) break;
    }
  }
}
