/* mesh.c - cuts anew around dictionary words that are not all Han: T恤, 5G套餐, C++, β细胞.
 *
 * Such a word counts only where it begins and ends at the edge of a token that the other cutters made (a Han
 * character is a token of its own here), so 5G套餐 is not found in 15G套餐. Around it a region is taken that
 * holds whole stretches of Han, and the cheapest path through all words and tokens of the region replaces
 * what was cut there. A token of the other cutters costs ATOM_COST; ties as in han.c. Regions do not overlap,
 * so this is linear too. Words that were added to the dictionary (added.h) are found in the same way,
 * whatever they are made of; spaces inside a region cost nothing. */
#include "segment/added.h"
#include "segment/walk.h"
#include "segment/work.h"

/* How a step is remembered: the unit of its word, an added word's number, or no word at all. */
#define NO_UNIT    0x7FFFFFFFu
#define ADDED_STEP 0x80000000u

typedef struct mesh {
  segmenter *s;
  uint64_t *edges;  /* places where a token begins or ends, Han characters being tokens */
  uint32_t *length; /* of the best first step from a place */
  uint32_t next;    /* first old token that was not carried over */
  uint32_t seen;    /* old token at the place that is looked at */
  uint32_t count;   /* new tokens */
} mesh;

/* Tokens' ends, and places before Han characters that are in no tag or the like. */
static void find_edges(mesh *m) {
  const segmenter *s = m->s;
  uint64_t last = 0; /* is the character before the last of a token? */
  for (uint32_t w = 0; w <= s->len / 64; w++) {
    m->edges[w] = s->begins[w] | s->lasts[w] << 1 | last | s->han[w];
    last = s->lasts[w] >> 63;
  }
  m->edges[s->len / 64 + 1] = last;
  for (uint32_t k = 0; k < s->odd_count; k++) {
    const token *t = &s->odd[k];
    for (uint32_t p = t->from + 1; p < t->to && t->kind != VOX_TOKEN_HAN; p++) bit_clear(m->edges, p);
  }
}

/* Is the character at `at` a Han character outside of tags and the like? */
static bool is_loose(const mesh *m, uint32_t at) {
  return kind_at(m->s, at) == CHAR_HAN && bit_get(m->edges, at) && bit_get(m->edges, at + 1);
}

static bool all_han(const segmenter *s, uint32_t from, uint32_t to) {
  while (from < to && s->kind[from] == CHAR_HAN) from++;
  return from == to;
}

static walk dict_walk(const segmenter *s, uint32_t at) { return walk_from(s->dict, s->id, s->len, at); }

/* Only where words were added. */
static added_walk walk_added(const segmenter *s, uint32_t at) {
  return (added_walk){s->dict->added, s->cp, s->kind, s->len, at, 0, 0};
}

/* The same of added words, or `end` if it is further. One that is a token already changes nothing: what it
 * costs less, the whole path costs less, and others do not. */
static uint32_t added_end(mesh *m, uint32_t at, uint32_t end) {
  const segmenter *s = m->s;
  while (s->tokens[m->seen].to <= at) m->seen++;
  const token *here = &s->tokens[m->seen];
  for (added_walk w = walk_added(s, at); added_next(&w);) {
    bool whole = here->from == at && here->to == w.end;
    if (bit_get(m->edges, w.end) && w.end > end && !whole) end = w.end;
  }
  return end;
}

/* The end of the longest mixed or added word at `at` that stands between edges; `at` when there is none. */
static uint32_t mixed_end(mesh *m, uint32_t at) {
  uint32_t end = at;
  if (!bit_get(m->edges, at)) return at;
  for (walk w = dict_walk(m->s, at); walk_on(&w);)
    if (bit_get(m->edges, w.end) && !all_han(m->s, at, w.end)) end = w.end;
  return m->s->dict->added ? added_end(m, at, end) : end;
}

static void offer(mesh *m, uint32_t at, uint32_t len, uint32_t cost, uint32_t found) {
  segmenter *s = m->s;
  uint64_t sum = s->best[at + len] + ((uint64_t)cost << 32 | 1);
  int64_t dearer = (int64_t)(sum - s->best[at]);
  if (m->length[at] && (dearer > 0 || (dearer == 0 && len < m->length[at]))) return;
  s->best[at] = sum, m->length[at] = len, s->word[at] = found;
}

static uint32_t next_edge(const mesh *m, uint32_t at) {
  for (at++; !bit_get(m->edges, at);) at++;
  return at;
}

/* White space, which is in no token but inside a word that has it. */
static bool is_gap(const mesh *m, uint32_t at) {
  return kind_at(m->s, at) == CHAR_SPACE || kind_at(m->s, at) == CHAR_NEWLINE;
}

static void choose(mesh *m, uint32_t at, uint32_t region_end) {
  const dict *d = m->s->dict;
  uint32_t end = next_edge(m, at), cost = is_gap(m, at) ? 0 : ATOM_COST;
  m->length[at] = 0;
  if (is_loose(m, at)) {
    cost = unit_cost(dict_first(d, m->s->id[at]));
    if (cost == UNIT_NO_WORD) cost = d->unknown_cost;
  }
  offer(m, at, end - at, cost, NO_UNIT);
  for (walk w = dict_walk(m->s, at); walk_on(&w);)
    if (w.end <= region_end && bit_get(m->edges, w.end)) offer(m, at, w.end - at, unit_cost(w.u), w.found);
  if (!d->added) return;
  for (added_walk w = walk_added(m->s, at); added_next(&w);)
    if (w.end <= region_end && bit_get(m->edges, w.end))
      offer(m, at, w.end - at, d->added->words.ptr[w.word].cost, ADDED_STEP | w.word);
}

static void add(mesh *m, token t) { m->s->spare[m->count++] = t; }

static bool has_han(const segmenter *s, uint32_t from, uint32_t to) {
  while (from < to && s->kind[from] != CHAR_HAN) from++;
  return from < to;
}

/* The token for the step from `at`, without flags. */
static token step_token(const mesh *m, uint32_t at, const token *old) {
  const segmenter *s = m->s;
  uint32_t end = at + m->length[at], found = s->word[at];
  if (found == NO_UNIT && !is_loose(m, at)) {
    bool same = old->from == at && old->to == end;
    return (token){at, end, old->kind, 0, same ? old->figure : 0, same ? old->payload : 0};
  }
  if (found & ADDED_STEP) {
    uint32_t payload = s->dict->added->words.ptr[found & ~ADDED_STEP].payload;
    return (token){at, end, has_han(s, at, end) ? VOX_TOKEN_HAN : VOX_TOKEN_WORD, 0, 0, payload};
  }
  uint32_t slot = found == NO_UNIT ? s->id[at] : s->dict->id_count + found;
  unit u = found == NO_UNIT ? dict_first(s->dict, s->id[at]) : dict_unit(s->dict, found);
  return (token){at,
                 end,
                 has_han(s, at, end) ? VOX_TOKEN_HAN : VOX_TOKEN_WORD,
                 unit_is_word(u) ? 0 : TOKEN_UNKNOWN,
                 0,
                 unit_has_payload(u) ? dict_payload(s->dict, slot) : 0};
}

static void cut_region(mesh *m, uint32_t from, uint32_t to) {
  segmenter *s = m->s;
  s->best[to] = 0;
  for (uint32_t at = to; at-- > from;)
    if (bit_get(m->edges, at)) choose(m, at, to);
  while (s->tokens[m->next].from < from) add(m, s->tokens[m->next++]);
  for (uint32_t at = from; at < to; at += m->length[at]) {
    if (is_gap(m, at) && m->s->word[at] == NO_UNIT) continue;
    while (s->tokens[m->next].to <= at) m->next++;
    const token *old = &s->tokens[m->next];
    token t = step_token(m, at, old);
    if (old->from == at) t.flags |= old->flags & TOKEN_SPACE;
    while (m->next < s->token_count && s->tokens[m->next].to < t.to) m->next++;
    if (s->tokens[m->next].to == t.to) t.flags |= s->tokens[m->next].flags & TOKEN_LINE_END;
    add(m, t);
  }
  while (m->next < s->token_count && s->tokens[m->next].from < to) m->next++;
}

/* Widens from..to over the stretches of Han that touch it. */
static void widen(const mesh *m, uint32_t least, uint32_t *from, uint32_t *to) {
  while (*from > least && is_loose(m, *from) && is_loose(m, *from - 1)) --*from;
  while (is_loose(m, *to - 1) && is_loose(m, *to)) ++*to;
}

void mesh_settle(segmenter *s) {
  mesh m = {s, s->two, s->list, 0, 0, 0};
  uint32_t from = 0, to = 0; /* the region that is being gathered */
  find_edges(&m);
  for (uint32_t w = 0; w <= s->len / 64; w++) {
    for (uint64_t bits = s->mixed[w]; bits; bits &= bits - 1) {
      uint32_t at = w * 64 + (uint32_t)__builtin_ctzll(bits), end = mixed_end(&m, at);
      if (end == at) continue;
      widen(&m, to, &at, &end);
      if (at >= to) {
        if (to > from) cut_region(&m, from, to);
        from = at;
      }
      if (end > to) to = end;
    }
  }
  if (to > from) cut_region(&m, from, to);
  if (!m.count) return;
  while (m.next < s->token_count) add(&m, s->tokens[m.next++]);
  token *swap = s->tokens;
  s->tokens = s->spare, s->spare = swap, s->token_count = m.count;
}
