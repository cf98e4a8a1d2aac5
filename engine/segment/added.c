/* added.c - see added.h. */
#include "segment/added.h"
#include "base/bytes.h"
#include "segment/costs.h"
#include "segment/walk.h"
#include "segment/work.h"
#include "text/utf8.h"
#include <stdlib.h>

enum { STEPS_FIRST = 1 << 10, HEAD_WORDS = (1 << ADDED_HEAD_BITS) / 64, WORDS_MAX = 1 << 22 };

vox_status added_new(added **out, mem *m, const dict *d, uint64_t least, vox_error *err) {
  added *a = mem_array(m, 1, sizeof *a);
  if (!a) return fail_memory(err);
  a->mem = m, a->dict = d, a->least = least, a->step_cap = STEPS_FIRST;
  folded_init(&a->folded, m);
  buf_init(&a->key, m, 1 << 20);
  a->steps = mem_array(m, a->step_cap, sizeof *a->steps);
  a->heads = mem_array(m, HEAD_WORDS, sizeof *a->heads);
  bool room = a->steps && a->heads && vec_push(m, &a->nodes, 0);
  vox_status status = room ? segmenter_new(&a->atoms, m, NULL, err) : fail_memory(err);
  if (status == VOX_OK)
    *out = a;
  else
    added_free(a);
  return status;
}

static void free_tools(added *a) {
  folded_free(&a->folded);
  buf_free(&a->key);
  segmenter_free(a->atoms);
  a->atoms = NULL;
}

void added_free(added *a) {
  if (!a) return;
  free_tools(a);
  vec_free(a->mem, &a->words);
  vec_free(a->mem, &a->text);
  vec_free(a->mem, &a->nodes);
  if (a->steps) mem_put(a->mem, a->steps, a->step_cap * sizeof *a->steps);
  if (a->heads) mem_put(a->mem, a->heads, HEAD_WORDS * sizeof *a->heads);
  mem_put(a->mem, a, sizeof *a);
}

/* ---- The trie ---- */

static void put_step(added *a, added_step step) {
  size_t i = added_slot(a, step.node, step.cp);
  while (a->steps[i].child) i = (i + 1) & (a->step_cap - 1);
  a->steps[i] = step;
}

static bool widen_steps(added *a) {
  added_step *old = a->steps, *wide = mem_array(a->mem, 2 * a->step_cap, sizeof *wide);
  size_t cap = a->step_cap;
  if (!wide) return false;
  a->steps = wide, a->step_cap = 2 * cap;
  for (size_t i = 0; i < cap; i++)
    if (old[i].child) put_step(a, old[i]);
  mem_put(a->mem, old, cap * sizeof *old);
  return true;
}

/* The node behind `*node` by `cp`, made if it is new; false when memory ends. */
static bool make_step(added *a, uint32_t *node, uint32_t cp) {
  if (added_go(a, node, cp)) return true;
  uint32_t child = (uint32_t)a->nodes.len;
  if (2 * a->nodes.len >= a->step_cap && !widen_steps(a)) return false;
  if (!vec_push(a->mem, &a->nodes, 0)) return false;
  put_step(a, (added_step){*node, cp, child});
  *node = child;
  return true;
}

static bool put_word(added *a, const uint32_t *cps, uint32_t len, uint64_t count, uint64_t edges) {
  uint32_t node = 0, from = (uint32_t)a->text.len;
  for (uint32_t i = 0; i < len; i++)
    if (!make_step(a, &node, cps[i])) return false;
  if (a->nodes.ptr[node]) {
    added_word *known = &a->words.ptr[a->nodes.ptr[node] - 1];
    if (count > known->count) known->count = count;
    return true;
  }
  for (uint32_t i = 0; i < len; i++)
    if (!vec_push(a->mem, &a->text, cps[i])) return false;
  added_word word = {.from = from, .len = (uint8_t)len, .count = count, .edges = edges};
  if (!vec_push(a->mem, &a->words, word)) return false;
  a->nodes.ptr[node] = (uint32_t)a->words.len;
  uint32_t head = added_head(cps[0], cps[1]);
  a->heads[head / 64] |= (uint64_t)1 << head % 64;
  return true;
}

/* ---- Words as they are written ---- */

/* Spaces at the ends go, and of several in a row all but one. */
static void tidy_spaces(folded *f) {
  size_t kept = 0;
  for (size_t i = 0; i < f->len; i++) {
    bool space = char_kind_of(f->cp[i]) == CHAR_SPACE;
    if (!space || (kept && f->cp[kept - 1] != ' ')) f->cp[kept++] = space ? ' ' : f->cp[i];
  }
  if (kept && f->cp[kept - 1] == ' ') kept--;
  f->len = kept;
}

static bool has_control(const folded *f) {
  bool found = false;
  for (size_t i = 0; i < f->len; i++)
    found |= f->cp[i] < ' ' || f->cp[i] == 0x7F || char_kind_of(f->cp[i]) == CHAR_NEWLINE;
  return found;
}

static bool all_han(const uint32_t *cps, size_t len) {
  size_t i = 0;
  while (i < len && char_kind_of(cps[i]) == CHAR_HAN) i++;
  return i == len;
}

/* Where the other cutters would cut the word: a bit for each place. False in `*parted`: it is one token. */
static vox_status find_edges(added *a, segmented *cut, uint64_t *edges, bool *parted, vox_error *err) {
  buf_clear(&a->key);
  fold_to_utf8(&a->folded, &a->key);
  if (a->key.status != VOX_OK) return fail_memory(err);
  vox_status status = segment_text(a->atoms, buf_view(&a->key), cut, err);
  if (status != VOX_OK || cut->len > WORD_MAX) return status;
  *edges = 0;
  for (uint32_t k = 0; k < cut->token_count; k++)
    *edges |= (uint64_t)1 << cut->tokens[k].from | (uint64_t)1 << cut->tokens[k].to;
  *parted = cut->token_count > 1;
  return VOX_OK;
}

static vox_status put_mixed(added *a, uint64_t count, added_verdict *verdict, vox_error *err) {
  segmented cut = {.len = 0};
  uint64_t edges = 0;
  bool parted = false;
  vox_status status = find_edges(a, &cut, &edges, &parted, err);
  if (status != VOX_OK) return status;
  if (cut.len > WORD_MAX) return *verdict = ADDED_TOO_LONG, VOX_OK;
  if (!parted) return *verdict = ADDED_WHOLE, VOX_OK;
  return put_word(a, cut.cp, cut.len, count, edges) ? VOX_OK : fail_memory(err);
}

vox_status added_put(added *a, vox_str word, uint64_t count, added_verdict *verdict, vox_error *err) {
  folded *f = &a->folded;
  if (a->words.len >= WORDS_MAX) return fail(err, VOX_ERR_LIMIT, "more than %d words are added", WORDS_MAX);
  vox_status status = fold_text(f, word);
  if (status != VOX_OK) return status == VOX_ERR_MEMORY ? fail_memory(err) : status;
  bool control = has_control(f);
  tidy_spaces(f);
  *verdict = control             ? ADDED_CONTROL
             : f->len == 0       ? ADDED_NOTHING
             : f->len > WORD_MAX ? ADDED_TOO_LONG
             : f->len == 1       ? ADDED_WHOLE
                                 : ADDED_WORD;
  if (*verdict != ADDED_WORD) return VOX_OK;
  if (!all_han(f->cp, f->len)) return put_mixed(a, count, verdict, err);
  uint64_t every = ~(uint64_t)0 >> (WORD_MAX - f->len);
  return put_word(a, f->cp, (uint32_t)f->len, count, every) ? VOX_OK : fail_memory(err);
}

/* ---- Costs ---- */

/* A frequency in a user dictionary counts at most as that of the commonest words (1 in 256): counts of some
 * other corpus must not tear the words of the dictionary apart. */
enum { LEAST_COST = 8 << 8 };

/* As costs.c says, from what a word of no known use costs. */
static uint32_t cost_of_use(const dict *d, uint64_t count) {
  uint32_t less = count ? cost_of_count(0, count + 1) : 0, least = LEAST_COST;
  if (least > d->unknown_cost) least = d->unknown_cost;
  return d->unknown_cost > less + least ? d->unknown_cost - less : least;
}

/* A word on the way to its cost. */
typedef struct splitting {
  const added *a;
  const uint32_t *cp;
  uint16_t id[WORD_MAX + 1];
  uint8_t kind[WORD_MAX + 1];
  uint64_t best[WORD_MAX + 1]; /* from each place to the end */
  uint64_t edges;
  uint32_t len;
} splitting;

static void prepare(splitting *s, const added *a, const added_word *w) {
  s->a = a, s->cp = a->text.ptr + w->from, s->len = w->len, s->edges = w->edges;
  for (uint32_t i = 0; i < w->len; i++) {
    char_entry e = charmap_get(&a->dict->chars, s->cp[i]);
    s->id[i] = e.id, s->kind[i] = (uint8_t)char_kind_of(s->cp[i]);
  }
}

static bool is_edge(const splitting *s, uint32_t at) { return s->edges >> at & 1; }

static uint64_t step_cost(const splitting *s, uint32_t at, uint32_t end) {
  const dict *d = s->a->dict;
  if (s->kind[at] == CHAR_SPACE) return 0;
  if (s->kind[at] != CHAR_HAN || end - at > 1) return ATOM_COST;
  uint32_t cost = unit_cost(dict_first(d, s->id[at]));
  return cost == UNIT_NO_WORD ? d->unknown_cost : cost;
}

static void split_from(splitting *s, uint32_t at) {
  uint32_t end = at + 1;
  while (!is_edge(s, end)) end++;
  uint64_t best = s->best[end] + step_cost(s, at, end);
  for (walk w = walk_from(s->a->dict, s->id, s->len, at); walk_on(&w);) {
    if (w.end - at == s->len || !is_edge(s, w.end)) continue;
    uint64_t sum = s->best[w.end] + unit_cost(w.u);
    if (sum < best) best = sum;
  }
  for (added_walk w = {s->a, s->cp, s->kind, s->len, at, 0, 0}; added_next(&w);) {
    if (w.end - at == s->len || !is_edge(s, w.end)) continue;
    uint64_t sum = s->best[w.end] + s->a->words.ptr[w.word].cost;
    if (sum < best) best = sum;
  }
  s->best[at] = best;
}

static void settle_word(added *a, added_word *w) {
  splitting s;
  prepare(&s, a, w);
  s.best[s.len] = 0;
  for (uint32_t at = s.len; at-- > 0;)
    if (is_edge(&s, at)) split_from(&s, at);
  uint64_t most = s.best[0] > 1 ? s.best[0] - 1 : 0;
  w->cost = cost_of_use(a->dict, w->count > a->least ? w->count : a->least);
  if (w->cost > most) w->cost = (uint32_t)most;
}

/* Shorter words first: splits of longer ones may use them. */
vox_status added_settle(added *a, added_payload_fn payload, void *context, vox_error *err) {
  uint32_t starts[WORD_MAX + 2] = {0}, *order = mem_array(a->mem, a->words.len, sizeof *order);
  size_t n = a->words.len;
  if (!order && n) return fail_memory(err);
  for (size_t i = 0; i < n; i++) starts[a->words.ptr[i].len + 1]++;
  for (uint32_t len = 1; len <= WORD_MAX + 1; len++) starts[len] += starts[len - 1];
  for (size_t i = 0; i < n; i++) order[starts[a->words.ptr[i].len]++] = (uint32_t)i;
  for (size_t i = 0; i < n; i++) {
    added_word *w = &a->words.ptr[order[i]];
    settle_word(a, w);
    w->payload = payload ? payload(context, a->text.ptr + w->from, w->len) : 0;
  }
  mem_put(a->mem, order, n * sizeof *order);
  free_tools(a);
  return VOX_OK;
}

/* ---- The digest ---- */

typedef struct digest_row {
  const uint32_t *cps;
  uint32_t len;
  uint64_t count;
} digest_row;

static int by_text(const void *x, const void *y) {
  const digest_row *a = x, *b = y;
  uint32_t n = a->len < b->len ? a->len : b->len;
  for (uint32_t i = 0; i < n; i++)
    if (a->cps[i] != b->cps[i]) return a->cps[i] < b->cps[i] ? -1 : 1;
  return (a->len > b->len) - (a->len < b->len);
}

static void digest_word(sha256_state *sha, const digest_row *row) {
  unsigned char bytes[4 * WORD_MAX + 12];
  size_t at = 0;
  for (uint32_t i = 0; i < row->len; i++, at += 4) put_u32(bytes + at, row->cps[i]);
  put_u32(bytes + at, 0), put_u64(bytes + at + 4, row->count);
  sha256_add(sha, (vox_str){(const char *)bytes, at + 12});
}

vox_status added_digest(const added *a, uint8_t digest[32], vox_error *err) {
  size_t n = a->words.len;
  digest_row *rows = mem_array(a->mem, n, sizeof *rows);
  sha256_state sha;
  if (!rows && n) return fail_memory(err);
  for (size_t i = 0; i < n; i++) {
    const added_word *w = &a->words.ptr[i];
    rows[i] = (digest_row){a->text.ptr + w->from, w->len, w->count};
  }
  if (n) qsort(rows, n, sizeof *rows, by_text);
  sha256_begin(&sha);
  for (size_t i = 0; i < n; i++) digest_word(&sha, &rows[i]);
  sha256_end(&sha, digest);
  mem_put(a->mem, rows, n * sizeof *rows);
  return VOX_OK;
}

/* ---- In a text ---- */

void added_find(segmenter *s) {
  const added *a = s->dict->added;
  for (uint32_t at = 0; at + 1 < s->len; at++) {
    uint32_t head = added_head(s->cp[at], s->kind[at + 1] == CHAR_SPACE ? ' ' : s->cp[at + 1]);
    if (!(a->heads[head / 64] >> head % 64 & 1)) continue;
    added_walk w = {a, s->cp, s->kind, s->len, at, 0, 0};
    if (!added_next(&w)) continue;
    bit_set(s->mixed, at);
    s->any_mixed = true;
  }
}
