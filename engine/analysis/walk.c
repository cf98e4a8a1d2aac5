/* walk.c - see walk.h.
 *
 * The trie does not fit the caches near the core, so a walk by itself would wait at each step. All walks of a
 * comment step together: each asks for the cell that it needs next and waits while the others step. */
#include "analysis/walk.h"

/* The step over white space before the walk's token: by a space of the term, or over it between two Chinese
 * words. */
static bool step_space(const comment *c, const trie *t, walker *w) {
  const token *next = &c->seg.tokens[w->token];
  if (!(next->flags & TOKEN_SPACE)) return true;
  if (c->space_id && trie_step(t, &w->node, c->space_id)) return w->base = trie_word(t, w->node, 0), true;
  return next->kind == VOX_TOKEN_HAN && next[-1].kind == VOX_TOKEN_HAN;
}

/* To the first character of the walk's token; false: no term goes on there. */
static bool enter_token(const comment *c, const trie *t, walker *w) {
  w->at = c->seg.tokens[w->token].from;
  return trie_expect(t, w->base, c->seg.id[w->at]);
}

void walk_begin(const comment *c, walks *w, const term_brief *from, uint32_t first, uint32_t start) {
  const trie *t = lexicon_trie(c->lexicon);
  walker *one = &w->list[w->count];
  *one = (walker){from->node, from->base, first, 0, start, 0};
  if (from->node && !step_space(c, t, one)) return;
  w->count += enter_token(c, t, one);
}

static bool grow_found(const comment *c, walks *w) {
  uint32_t cap = w->found_cap ? 2 * w->found_cap : 64;
  found_term *grown = arena_get(c->arena, cap * sizeof *grown);
  if (!grown) return false;
  if (w->found_count) memcpy(grown, w->found, w->found_count * sizeof *grown);
  w->found = grown, w->found_cap = cap;
  return true;
}

/* `term` holds the node until walk_all reads the values of all. */
static bool note_found(const comment *c, walks *w, walker *one, bool prefix) {
  if (w->found_count == w->found_cap && !grow_found(c, w)) return false;
  w->found[w->found_count++] = (found_term){one->node, one->token + 1, 0, prefix};
  if (one->last)
    w->found[one->last - 1].next = w->found_count;
  else
    w->heads[one->start] = w->found_count, w->met[one->start / 64] |= (uint64_t)1 << one->start % 64;
  one->last = w->found_count;
  trie_expect_value(lexicon_trie(c->lexicon), one->node);
  return true;
}

/* One character further: VOX_DONE at the end of the walk. */
static vox_status step(const comment *c, const trie *t, walks *w, walker *one) {
  const token *tk = &c->seg.tokens[one->token];
  uint16_t id = c->seg.id[one->at++];
  if (id == 0 || !trie_step_on(t, &one->node, &one->base, id)) return VOX_DONE;
  bool inside = one->at < tk->to;
  if ((!inside || tk->kind == VOX_TOKEN_WORD) && trie_has_value(t, one->node) &&
      !note_found(c, w, one, inside))
    return VOX_ERR_MEMORY;
  if (inside) return trie_expect(t, one->base, c->seg.id[one->at]) ? VOX_OK : VOX_DONE;
  bool more = ++one->token < c->seg.token_count && step_space(c, t, one);
  return more && enter_token(c, t, one) ? VOX_OK : VOX_DONE;
}

vox_status walk_all(const comment *c, walks *w) {
  const trie *t = lexicon_trie(c->lexicon);
  while (w->count) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < w->count; i++) {
      walker one = w->list[i];
      vox_status status = step(c, t, w, &one);
      if (status == VOX_ERR_MEMORY) return status;
      w->list[kept] = one;
      kept += status == VOX_OK;
    }
    w->count = kept;
  }
  for (uint32_t i = 0; i < w->found_count; i++) {
    w->found[i].term = trie_value(t, w->found[i].term);
    lexicon_expect_term(c->lexicon, w->found[i].term);
  }
  for (uint32_t i = 0; i < w->found_count; i++) {
    const term_brief *b = lexicon_brief(c->lexicon, w->found[i].term);
    __builtin_prefetch(&c->lexicon->matches[b->match >> MATCH_SHIFT]);
  }
  return VOX_OK;
}
