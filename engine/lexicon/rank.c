/* rank.c - the numbers of terms, by falling use.
 *
 * Scoring looks every token's term up in tables that together are larger than the caches near the core. A few
 * thousand terms make up nearly all of any text, so their rows are laid side by side. */
#include "lexicon/draft.h"
#include <stdlib.h>

typedef struct ranked {
  uint64_t use;
  uint32_t index;
} ranked;

static int by_use(const void *left, const void *right) {
  const ranked *a = left, *b = right;
  if (a->use != b->use) return a->use > b->use ? -1 : 1;
  return (a->index > b->index) - (a->index < b->index);
}

vox_status compiler_rank(lexicon_compiler *c, term_use_fn use, const void *context, vox_error *err) {
  size_t n = c->terms.len;
  ranked *list = mem_array(c->mem, n, sizeof *list);
  c->term_order = mem_array(c->mem, n, sizeof *c->term_order);
  bool ok = list && c->term_order;
  for (size_t i = 0; ok && i < n; i++)
    list[i] = (ranked){use ? use(context, vec_at(&c->terms, i).folded) : 0, (uint32_t)i};
  if (ok && n) qsort(list, n, sizeof *list, by_use);
  for (size_t i = 0; ok && i < n; i++) {
    c->term_order[i] = list[i].index;
    vec_at(&c->terms, list[i].index).number = (uint32_t)i + 1;
  }
  mem_put(c->mem, list, n * sizeof *list);
  return ok ? VOX_OK : fail_memory(err);
}
