/* quotes.c - see quotes.h. */
#include "aggregate/quotes.h"
#include "aggregate/alike.h"
#include "base/bytes.h"

/* ---- Rank ---- */

static unsigned length_cost(size_t characters) {
  if (characters >= 12 && characters <= 120) return 0;
  return characters >= 6 && characters <= 200 ? 1 : 3;
}

/* 0: it speaks for its group; 3: it says the contrary. */
static unsigned direction_cost(vox_group group, vox_label label) {
  bool clear = label == VOX_LABEL_POSITIVE || label == VOX_LABEL_NEGATIVE;
  vox_label own = group == VOX_GROUP_PROMOTER ? VOX_LABEL_POSITIVE : VOX_LABEL_NEGATIVE;
  if (label == VOX_LABEL_MIXED) return 1;
  if (!clear) return 2;
  if (group != VOX_GROUP_PROMOTER && group != VOX_GROUP_DETRACTOR) return 0;
  return label == own ? 0 : 3;
}

uint64_t quote_rank(const quote_merits *m) {
  bool weak = m->sentiment.score > -5000 && m->sentiment.score < 5000;
  size_t others = m->themes ? m->themes - 1 : 0;
  uint64_t cost = (m->suspect ? 100u : 0u) + 8 * direction_cost(m->group, m->sentiment.label) +
                  4 * length_cost(m->characters) + 2 * (others < 5 ? others : 5) + weak;
  unsigned reasons = (direction_cost(m->group, m->sentiment.label) == 0 ? 1u : 0u) |
                     (length_cost(m->characters) == 0 ? 2u : 0u) | (m->themes == 1 ? 4u : 0u) |
                     (weak ? 0u : 8u);
  return cost << 48 | m->text_hash >> 24 << 8 | reasons;
}

/* ---- Bodies ---- */

static bool is_ascii_print(char c) { return c > 0x20 && c < 0x7F; }

static bool is_number_part(char c) { return (c >= '0' && c <= '9') || (c && strchr(" -()+", c)); }

/* A full-width digit or sign (U+FF01..U+FF5E) ends at byte `end` of `s`. */
static bool ends_wide(vox_str s, size_t end) {
  return end >= 3 && (unsigned char)s.ptr[end - 3] == 0xEF &&
         ((unsigned char)s.ptr[end - 2] == 0xBC || (unsigned char)s.ptr[end - 2] == 0xBD);
}

/* How much of a comment is kept. Where it is cut, the word or number that the cut may have parted is dropped
 * too: half a telephone number would not be known for one when it is masked. */
static size_t kept_length(vox_str s) {
  size_t at = 0, characters = 0;
  for (; at < s.len; at++)
    if (((unsigned char)s.ptr[at] & 0xC0) != 0x80 && characters++ == QUOTE_CHARACTERS) break;
  if (at == s.len) return at;
  while (at && (is_ascii_print(s.ptr[at - 1]) || ends_wide(s, at)))
    at -= is_ascii_print(s.ptr[at - 1]) ? 1 : 3;
  while (at && (is_number_part(s.ptr[at - 1]) || ends_wide(s, at)))
    at -= is_number_part(s.ptr[at - 1]) ? 1 : 3;
  return at;
}

static quote_body *body_of(mem *m, vox_str id, vox_str text) {
  quote_body *b = mem_get(m, sizeof *b + id.len + text.len);
  if (!b) return NULL;
  char *bytes = (char *)(b + 1);
  if (id.len) memcpy(bytes, id.ptr, id.len);
  if (text.len) memcpy(bytes + id.len, text.ptr, text.len);
  *b = (quote_body){.users = 1, .id = {bytes, id.len}, .text = {bytes + id.len, text.len}};
  return b;
}

vox_str quote_kept(vox_str comment) { return str_sub(comment, 0, kept_length(comment)); }

quote_body *quote_body_new(mem *m, const vox_field *id, vox_str comment, vox_str shown, bool *nothing) {
  *nothing = shown.len == 0;
  if (*nothing) return NULL;
  quote_body *b = body_of(m, id->value, shown);
  if (!b) return NULL;
  b->id_is_json = id->is_json != 0;
  b->is_cut = kept_length(comment) < comment.len;
  sha256(comment.ptr, comment.len, b->key);
  return b;
}

quote_body *quote_body_copy(mem *m, const quote_body *from) {
  quote_body *b = body_of(m, from->id, from->text);
  if (!b) return NULL;
  b->id_is_json = from->id_is_json;
  b->is_cut = from->is_cut;
  memcpy(b->key, from->key, sizeof b->key);
  return b;
}

void quote_body_drop(mem *m, quote_body *b) {
  if (b && --b->users == 0) mem_put(m, b, sizeof *b + b->id.len + b->text.len);
}

/* ---- Lists ---- */

/* Rank, then comment: two with the same of both are the same words. */
static int compare_words(const quote *a, const quote *b) {
  if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
  return memcmp(a->body->key, b->body->key, sizeof a->body->key);
}

static int compare_ids(const quote_body *a, const quote_body *b) {
  int c = str_cmp(a->id, b->id);
  return c ? c : (int)a->id_is_json - (int)b->id_is_json;
}

bool quotes_want(const quote_list *l, uint32_t max, uint64_t rank) {
  return max && (l->len < max || rank <= l->list[l->len - 1].rank);
}

bool quotes_reserve(mem *m, quote_list *l, uint32_t max) {
  if (l->cap >= max) return true;
  quote *list = mem_grow(m, l->list, l->cap * sizeof *list, max * sizeof *list);
  if (!list) return false;
  l->list = list;
  l->cap = max;
  return true;
}

/* The same words again: the smaller id stands for them. */
static void settle_same(mem *m, quote *kept, quote q) {
  if (compare_ids(q.body, kept->body) >= 0) return;
  quote_body_drop(m, kept->body);
  kept->body = q.body;
  q.body->users++;
}

void quotes_add(mem *m, quote_list *l, uint32_t max, quote q) {
  uint32_t at = l->len;
  while (at && compare_words(&q, &l->list[at - 1]) < 0) at--;
  if (at && compare_words(&q, &l->list[at - 1]) == 0) {
    settle_same(m, &l->list[at - 1], q);
    return;
  }
  if (at == max) return;
  if (l->len == max) quote_body_drop(m, l->list[--l->len].body);
  memmove(&l->list[at + 1], &l->list[at], (l->len - at) * sizeof *l->list);
  l->list[at] = q;
  l->len++;
  q.body->users++;
}

void quotes_free(mem *m, quote_list *l) {
  while (l->len) quote_body_drop(m, l->list[--l->len].body);
  mem_put(m, l->list, l->cap * sizeof *l->list);
  *l = (quote_list){NULL, 0, 0};
}

quote_body *quotes_find(const quote_list *l, const quote_body *b) {
  for (uint32_t i = 0; i < l->len; i++) {
    quote_body *own = l->list[i].body;
    if (memcmp(own->key, b->key, sizeof own->key) == 0 && compare_ids(own, b) == 0) return own;
  }
  return NULL;
}

size_t quotes_pick(const quote_list *l, uint32_t max, const quote **out) {
  size_t picked = 0;
  for (uint32_t i = 0; i < l->len && picked < max; i++) {
    size_t k = 0;
    while (k < picked && !texts_alike(out[k]->body->text, l->list[i].body->text)) k++;
    if (k == picked) out[picked++] = &l->list[i];
  }
  return picked;
}
