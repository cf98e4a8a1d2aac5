/* han.c - the word lattice over Chinese text and the exactly cheapest path through it.
 *
 * Most of the lattice is never built. Steps over the whole comment, each a simple loop:
 *   pairs    which characters, with the next, begin some word (a bit of the dictionary for each pair)
 *   seconds  look up these pairs: words of two; which of them a third character can follow
 *   longer   walk on from there: words of three and more
 *   crossed  every place that lies inside a word. Where no word lies across a place, every path has a
 * boundary there. stretch  between two such places with two or more crossed ones in between, the cheapest
 * path decides; with just one, the only word is taken: the compiler left out words that are dearer than their
 * own parts.
 *
 * Cheapest: the smallest sum of costs; then the fewest words; then the longer first word, and so on. */
#include "segment/work.h"

enum { CELL = 0x7FFFFFFF };
#define PAYLOAD_MARK 0x80000000u /* in `word`: the word has a payload */

static uint32_t cell_mark(uint32_t cell, unit u) { return cell | (unit_has_payload(u) ? PAYLOAD_MARK : 0); }

static uint32_t find_pairs(segmenter *s, uint32_t *list) {
  uint32_t count = 0;
  for (uint32_t i = 0; i + 1 < s->len; i++) {
    list[count] = i;
    count += dict_pair_may(s->dict, s->id[i], s->id[i + 1]);
  }
  return count;
}

/* Looks the pairs up; leaves in `list` those that may begin a longer word. */
static uint32_t find_seconds(segmenter *s, uint32_t *list, uint32_t count) {
  const dict *d = s->dict;
  uint32_t left = 0;
  for (uint32_t k = 0; k < count; k++) {
    uint32_t i = list[k], cell;
    unit u;
    if (!dict_step(d, dict_first(d, s->id[i]), s->id[i + 1], &cell, &u)) continue;
    s->word[i] = cell_mark(cell, u);
    if (unit_is_word(u)) bit_set(bit_get(s->han, i) && bit_get(s->han, i + 1) ? s->two : s->mixed, i);
    if (i + 2 < s->len && unit_may(u, s->id[i + 2])) list[left++] = i;
  }
  return left;
}

/* Is every character of from..to Han? */
static bool all_han(const segmenter *s, uint32_t from, uint32_t to) {
  while (from < to && s->kind[from] == CHAR_HAN) from++;
  return from == to;
}

static void find_longer(segmenter *s, const uint32_t *list, uint32_t count) {
  for (uint32_t k = 0; k < count; k++) {
    uint32_t i = list[k], cell, end = i + 2;
    unit u = dict_cell(s->dict, s->word[i] & CELL);
    while (end < s->len && end - i < WORD_MAX && dict_step(s->dict, u, s->id[end], &cell, &u)) {
      end++;
      if (!unit_is_word(u)) continue;
      if (!all_han(s, i, end)) {
        bit_set(s->mixed, i);
        continue;
      }
      bit_set(s->longer, i);
      for (uint32_t p = i + 1; p < end; p++) bit_set(s->crossed, p);
    }
  }
}

/* `crossed` takes in the middles of words of two; says whether there are words that are not all Han. */
static void merge_two(segmenter *s) {
  uint64_t carry = 0, mixed = 0;
  for (uint32_t w = 0; w <= s->len / 64; w++) {
    s->crossed[w] |= s->two[w] << 1 | carry;
    carry = s->two[w] >> 63;
    mixed |= s->mixed[w];
  }
  s->any_mixed = mixed != 0;
}

/* Costs go before word counts. Sums wrap, so compare by the sign of the difference. */
static uint64_t edge(uint32_t cost) { return (uint64_t)cost << 32 | 1; }

static void offer(segmenter *s, uint32_t at, uint32_t len, uint32_t cost) {
  uint64_t sum = s->best[at + len] + edge(cost);
  if (s->best_len[at] && (int64_t)(sum - s->best[at]) > 0) return;
  s->best[at] = sum;
  s->best_len[at] = (uint8_t)len;
}

static uint32_t single_cost(const dict *d, uint32_t id) {
  uint32_t cost = unit_cost(dict_first(d, id));
  return cost == UNIT_NO_WORD ? d->unknown_cost : cost;
}

/* The cheapest way on from `at`; lengths go up, so of equal ways that with the longer word stays. */
static void choose(segmenter *s, uint32_t at) {
  s->best_len[at] = 0;
  offer(s, at, 1, single_cost(s->dict, s->id[at]));
  bool longer = bit_get(s->longer, at);
  if (!longer && !bit_get(s->two, at)) return;
  uint32_t cell, end = at + 2;
  unit u = dict_cell(s->dict, s->word[at] & CELL);
  if (unit_is_word(u) && bit_get(s->two, at)) offer(s, at, 2, unit_cost(u));
  while (longer && end < s->len && end - at < WORD_MAX && dict_step(s->dict, u, s->id[end], &cell, &u)) {
    if (s->kind[end++] != CHAR_HAN) break;
    if (unit_is_word(u)) offer(s, at, end - at, unit_cost(u));
  }
}

/* The cell of the word at..at+len, len 3 or more, whose pair is known. */
static uint32_t long_cell(const segmenter *s, uint32_t at, uint32_t len) {
  uint32_t cell = s->word[at] & CELL;
  unit u = dict_cell(s->dict, cell);
  for (uint32_t p = at + 2; p < at + len; p++) dict_step(s->dict, u, s->id[p], &cell, &u);
  return cell_mark(cell, u);
}

static void settle_stretch(segmenter *s, uint32_t from, uint32_t to) {
  s->best[to] = 0;
  for (uint32_t at = to; at-- > from;) choose(s, at);
  for (uint32_t at = from; at < to; at += s->best_len[at]) {
    if (at > from) bit_clear(s->crossed, at);
    if (s->best_len[at] > 2) s->word[at] = long_cell(s, at, s->best_len[at]);
  }
}

static uint32_t next_clear(const uint64_t *set, uint32_t at) {
  uint32_t w = at / 64;
  uint64_t bits = ~set[w] >> at % 64;
  if (bits) return at + (uint32_t)__builtin_ctzll(bits);
  while (!~set[++w]) continue;
  return w * 64 + (uint32_t)__builtin_ctzll(~set[w]);
}

/* Finds places followed by a crossed one, crossed themselves, with none before: there a stretch begins. */
static void settle_stretches(segmenter *s) {
  uint64_t before = 0;
  uint32_t settled = 0;
  for (uint32_t w = 0; w <= s->len / 64; w++) {
    uint64_t x = s->crossed[w];
    uint64_t starts = x & ~(x << 1 | before) & (x >> 1 | s->crossed[w + 1] << 63);
    before = x >> 63;
    for (; starts; starts &= starts - 1) {
      uint32_t first = w * 64 + (uint32_t)__builtin_ctzll(starts);
      if (first < settled) continue; /* what an earlier stretch left crossed */
      settled = next_clear(s->crossed, first);
      settle_stretch(s, first - 1, settled);
    }
  }
}

static void mark_han(segmenter *s) {
  size_t words = s->len / 64 + 2;
  memset(s->two, 0, words * sizeof *s->two);
  memset(s->longer, 0, words * sizeof *s->longer);
  memset(s->crossed, 0, words * sizeof *s->crossed);
  memset(s->mixed, 0, words * sizeof *s->mixed);
  for (uint32_t w = 0; w < words; w++) {
    uint64_t bits = 0;
    for (uint32_t i = 0; i < 64 && w * 64 + i < s->len; i++)
      bits |= (uint64_t)(s->kind[w * 64 + i] == CHAR_HAN) << i;
    s->han[w] = bits;
  }
}

void han_settle(segmenter *s) {
  mark_han(s);
  if (!s->dict) return;
  uint32_t count = find_pairs(s, s->list);
  count = find_seconds(s, s->list, count);
  find_longer(s, s->list, count);
  merge_two(s);
  settle_stretches(s);
}

static void add_single(segmenter *s, uint32_t at) {
  unit u = dict_first(s->dict, s->id[at]);
  uint32_t payload = unit_has_payload(u) ? dict_payload(s->dict, s->id[at]) : 0;
  token_add(s, at, at + 1, VOX_TOKEN_HAN, unit_is_word(u) ? 0 : TOKEN_UNKNOWN, payload);
}

static void add_word(segmenter *s, uint32_t from, uint32_t to) {
  uint32_t cell = s->word[from];
  uint32_t payload = cell & PAYLOAD_MARK ? dict_payload(s->dict, s->dict->id_count + (cell & CELL)) : 0;
  token_add(s, from, to, VOX_TOKEN_HAN, 0, payload);
}

uint32_t han_cut(segmenter *s, uint32_t at) {
  while (at < s->len && s->kind[at] == CHAR_HAN) {
    uint32_t end = next_clear(s->crossed, at + 1);
    if (!s->dict)
      token_add(s, at, at + 1, VOX_TOKEN_HAN, TOKEN_UNKNOWN, 0);
    else if (end - at == 1)
      add_single(s, at);
    else
      add_word(s, at, end);
    at = end;
  }
  return at;
}
