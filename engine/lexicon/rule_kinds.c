/* rule_kinds.c - what a leaf that stands in a comment means for the rules, as bits: the lists that it is in,
 * and the branches that wait for one of those. Most leaves mean the same as others: they are of one kind, and
 * a kind is laid down as its words that are not zero (rules.h: rule_cell). Of each list its kinds are kept as
 * well. */
#include "lexicon/draft.h"
#include "lexicon/rules.h"
#include <stdlib.h>

typedef struct kinds {
  lexicon_compiler *c;
  uint32_t *links, *link_starts; /* lists by leaf */
  uint32_t *posts, *post_starts; /* branch << 2 | POST_*, by list */
  uint32_t *bits;                /* of one leaf */
  size_t leaves, lists, words;
  rule_words at;
} kinds;

/* Numbers of keys become the places behind their last. */
static void add_up(uint32_t *starts, size_t keys) {
  for (size_t k = 0; k < keys; k++) starts[k + 1] += starts[k];
}

static void group_links(const kinds *k) {
  const lexicon_compiler *c = k->c;
  for (size_t i = 0; i < c->rules.links.len; i++) k->link_starts[vec_at(&c->rules.links, i).leaf]++;
  add_up(k->link_starts, k->leaves);
  for (size_t i = c->rules.links.len; i-- > 0;) {
    list_link l = vec_at(&c->rules.links, i);
    k->links[--k->link_starts[l.leaf]] = l.list;
  }
}

uint32_t wait_sides(const draft_branch *b, uint32_t wait) {
  if (b->wait_second == b->wait_count) return POST_BOTH;
  return wait < b->wait_second ? POST_FIRST : POST_SECOND;
}

static void group_posts(const kinds *k) {
  const lexicon_compiler *c = k->c;
  for (size_t i = 0; i < c->rules.waits.len; i++)
    if (!(vec_at(&c->rules.waits, i) & WAITS_FOR_THEME)) k->post_starts[vec_at(&c->rules.waits, i)]++;
  add_up(k->post_starts, k->lists);
  for (uint32_t i = (uint32_t)c->rules.branches.len; i-- > 0;) {
    const draft_branch *b = &vec_at(&c->rules.branches, i);
    for (uint32_t w = b->wait_count; w-- > 0;) {
      uint32_t wait = vec_at(&c->rules.waits, b->wait + w);
      if (!(wait & WAITS_FOR_THEME)) k->posts[--k->post_starts[wait]] = i << 2 | wait_sides(b, w);
    }
  }
}

static void set_bit(uint32_t *bits, uint32_t from, uint32_t i) { bits[from + i / 32] |= 1u << i % 32; }

static void draw_leaf(const kinds *k, uint32_t leaf) {
  memset(k->bits, 0, k->words * sizeof *k->bits);
  for (uint32_t i = k->link_starts[leaf]; i < k->link_starts[leaf + 1]; i++) {
    uint32_t list = k->links[i];
    set_bit(k->bits, 0, list);
    for (uint32_t p = k->post_starts[list]; p < k->post_starts[list + 1]; p++) {
      if (k->posts[p] & POST_FIRST) set_bit(k->bits, k->at.first, k->posts[p] >> 2);
      if (k->posts[p] & POST_SECOND) set_bit(k->bits, k->at.second, k->posts[p] >> 2);
    }
  }
}

/* The cells of k->bits as bytes in the compiler's scratch. */
static vox_str cells_of(const kinds *k) {
  buf *b = &k->c->scratch;
  buf_clear(b);
  for (size_t w = 0; w < k->words; w++)
    if (k->bits[w]) lay_u32(b, (uint32_t)w), lay_u32(b, k->bits[w]);
  return buf_view(b);
}

static bool draw_kinds(const kinds *k) {
  lexicon_compiler *c = k->c;
  for (uint32_t leaf = 0; leaf < k->leaves; leaf++) {
    draw_leaf(k, leaf);
    map_entry *kind = map_put(&c->rules.kinds, cells_of(k), c->rules.kinds.len);
    if (!kind || c->scratch.status != VOX_OK ||
        !vec_push(c->mem, &c->rules.leaf_kinds, (uint32_t)kind->value))
      return false;
  }
  return true;
}

static int by_list(const void *left, const void *right) {
  const list_link *a = left, *b = right;
  if (a->list != b->list) return a->list < b->list ? -1 : 1;
  return a->leaf < b->leaf ? -1 : a->leaf > b->leaf;
}

/* The lists that the leaves of a kind are in, as bits: the first words of its cells. */
static uint32_t list_bits(vox_str cells, size_t i, uint32_t word_end, uint32_t *word) {
  *word = get_u32(cells.ptr + 8 * i);
  return *word < word_end ? get_u32(cells.ptr + 8 * i + 4) : 0;
}

/* The kinds of each list, in order of lists and kinds. */
static bool link_kinds(const kinds *k) {
  lexicon_compiler *c = k->c;
  for (uint32_t kind = 0; kind < c->rules.kinds.len; kind++) {
    vox_str cells = c->rules.kinds.list[kind].key;
    for (size_t i = 0; i < cells.len / 8; i++) {
      uint32_t word, bits = list_bits(cells, i, k->at.first, &word);
      for (; bits; bits &= bits - 1)
        if (!vec_push(c->mem, &c->rules.list_kinds,
                      ((list_link){kind, 32 * word + (uint32_t)__builtin_ctz(bits)})))
          return false;
    }
  }
  if (c->rules.list_kinds.len)
    qsort(c->rules.list_kinds.ptr, c->rules.list_kinds.len, sizeof *c->rules.list_kinds.ptr, by_list);
  return true;
}

vox_status rule_kinds(lexicon_compiler *c) {
  kinds k = {.c = c, .leaves = c->rules.leaves.len, .lists = c->rules.lists.len};
  k.at = rule_words_of((uint32_t)k.lists, (uint32_t)c->rules.branches.len);
  k.words = k.at.end;
  size_t links = c->rules.links.len + 1, posts = c->rules.waits.len + 1;
  k.links = mem_array(c->mem, links, sizeof *k.links);
  k.link_starts = mem_array(c->mem, k.leaves + 1, sizeof *k.link_starts);
  k.posts = mem_array(c->mem, posts, sizeof *k.posts);
  k.post_starts = mem_array(c->mem, k.lists + 1, sizeof *k.post_starts);
  k.bits = mem_array(c->mem, k.words, sizeof *k.bits);
  bool ok = k.links && k.link_starts && k.posts && k.post_starts && k.bits;
  if (ok) group_links(&k), group_posts(&k);
  ok = ok && draw_kinds(&k) && link_kinds(&k);
  mem_put(c->mem, k.links, links * sizeof *k.links);
  mem_put(c->mem, k.link_starts, (k.leaves + 1) * sizeof *k.link_starts);
  mem_put(c->mem, k.posts, posts * sizeof *k.posts);
  mem_put(c->mem, k.post_starts, (k.lists + 1) * sizeof *k.post_starts);
  mem_put(c->mem, k.bits, k.words * sizeof *k.bits);
  return ok ? VOX_OK : VOX_ERR_MEMORY;
}
