/* rule_marks.c - the terms that rules ask for, as the pass over the text found them, in order of leaf. */
#include "analysis/rule_run.h"
#include "analysis/stages.h"

void mark_add(comment *c, marked m) {
  mark_list *l = &c->marks;
  if (l->len == l->cap) {
    uint32_t cap = l->cap ? l->cap * 2 : 32;
    marked *grown = arena_get(c->arena, cap * sizeof *grown);
    if (!grown) {
      l->broken = true;
      return;
    }
    if (l->len) memcpy(grown, l->list, l->len * sizeof *grown);
    l->list = grown;
    l->cap = cap;
  }
  l->list[l->len++] = m;
}

/* The entries that the mark speaks for, each behind the list of its kind. */
static void expand(const comment *c, const marked *m, keyed_list *leaves, keyed_list *weights) {
  uint32_t first, count = lexicon_entries_of(c->lexicon, m->term, &first);
  for (uint32_t i = 0; i < count; i++) {
    entry e = lexicon_entry(c->lexicon, first + i);
    if (m->prefix && !(e.flags & ENTRY_PREFIX)) continue;
    if (e.klass == CLASS_RULE) leaves->list[leaves->len++] = (keyed_place){e.label, {m->from, m->to}};
    if (e.klass == CLASS_THEME_WEIGHT)
      weights->list[weights->len++] = (keyed_place){first + i, {m->from, m->to}};
  }
}

static bool stands_before(const keyed_place *a, const keyed_place *b) {
  if (a->key != b->key) return a->key < b->key;
  if (a->at.from != b->at.from) return a->at.from < b->at.from;
  return a->at.to < b->at.to;
}

static void merge_runs(const keyed_place *from, keyed_place *to, uint32_t low, uint32_t middle,
                       uint32_t high) {
  uint32_t i = low, k = middle;
  for (uint32_t n = low; n < high; n++)
    to[n] = k == high || (i < middle && !stands_before(&from[k], &from[i])) ? from[i++] : from[k++];
}

/* Few places: each is put among those before it. */
static void sort_few(keyed_place *list, uint32_t n) {
  for (uint32_t i = 1; i < n; i++) {
    keyed_place p = list[i];
    uint32_t at = i;
    for (; at && stands_before(&p, &list[at - 1]); at--) list[at] = list[at - 1];
    list[at] = p;
  }
}

/* Sorted by merging ever longer runs to `spare`, which is as long as the list, and back. */
static void sort_places(keyed_list *l, keyed_place *spare) {
  enum { FEW = 24 };
  keyed_place *from = l->list, *to = spare;
  size_t n = l->len;
  if (n <= FEW) {
    sort_few(from, (uint32_t)n);
    return;
  }
  for (size_t run = 1; run < n; run *= 2) {
    for (size_t low = 0; low < n; low += 2 * run) {
      size_t middle = low + run < n ? low + run : n, high = middle + run < n ? middle + run : n;
      merge_runs(from, to, (uint32_t)low, (uint32_t)middle, (uint32_t)high);
    }
    keyed_place *swap = from;
    from = to;
    to = swap;
  }
  if (from != l->list) memcpy(l->list, from, n * sizeof *from);
}

/* The bits of the leaves that stand in the comment. */
static bool note_leaves(rule_scene *s) {
  const keyed_list *l = &s->leaves;
  if (!l->len) return true;
  s->there = arena_array(s->c->arena, s->rules->leaf_count / 64 + (size_t)1, sizeof *s->there);
  for (uint32_t i = 0; s->there && i < l->len; i++)
    s->there[l->list[i].key / 64] |= (uint64_t)1 << l->list[i].key % 64;
  return s->there != NULL;
}

vox_status scene_open(rule_scene *s, comment *c) {
  uint32_t first, most = 0;
  *s = (rule_scene){.c = c, .rules = lexicon_rules(c->lexicon)};
  if (c->marks.broken) return VOX_ERR_MEMORY;
  for (uint32_t i = 0; i < c->marks.len; i++) {
    most += lexicon_entries_of(c->lexicon, c->marks.list[i].term, &first);
    lexicon_expect_entries(c->lexicon, c->marks.list[i].term);
  }
  if (!most) return VOX_OK;
  keyed_place *room = arena_get(c->arena, (size_t)3 * most * sizeof *room);
  if (!room) return VOX_ERR_MEMORY;
  s->leaves.list = room;
  s->weights.list = room + most;
  for (uint32_t i = 0; i < c->marks.len; i++) expand(c, &c->marks.list[i], &s->leaves, &s->weights);
  sort_places(&s->leaves, room + 2 * (size_t)most);
  sort_places(&s->weights, room + 2 * (size_t)most);
  return note_leaves(s) ? VOX_OK : VOX_ERR_MEMORY;
}

uint32_t keyed_find(const keyed_list *l, uint32_t key, uint32_t *from) {
  uint32_t low = 0, high = l->len;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    if (l->list[mid].key < key)
      low = mid + 1;
    else
      high = mid;
  }
  *from = low;
  while (low < l->len && l->list[low].key == key) low++;
  return low;
}

/* The list of a theme, made when it is new; NULL when memory ends. */
static place_list *list_of(rule_scene *s, uint32_t theme) {
  if (s->slots[theme]) return &s->themes[s->slots[theme] - 1];
  if (s->present == s->room) {
    uint32_t room = s->room ? s->room * 2 : 16;
    place_list *grown = arena_get(s->c->arena, room * sizeof *grown);
    if (!grown) return NULL;
    if (s->present) memcpy(grown, s->themes, s->present * sizeof *grown);
    s->themes = grown;
    s->room = room;
  }
  s->themes[s->present] = (place_list){.theme = theme};
  s->slots[theme] = (uint16_t)++s->present;
  return &s->themes[s->present - 1];
}

vox_status theme_note(rule_scene *s, uint32_t theme, place at, bool *is_new) {
  place_list *l = list_of(s, theme);
  if (!l) return VOX_ERR_MEMORY;
  uint32_t i = l->len;
  while (i &&
         (l->list[i - 1].from > at.from || (l->list[i - 1].from == at.from && l->list[i - 1].to >= at.to)))
    i--;
  *is_new = l->len < RULE_PLACES && (i == l->len || l->list[i].from != at.from || l->list[i].to != at.to);
  if (!*is_new) return VOX_OK;
  if (l->len == l->cap) {
    uint32_t cap = l->cap ? l->cap * 2 : 4;
    place *grown = arena_get(s->c->arena, cap * sizeof *grown);
    if (!grown) return VOX_ERR_MEMORY;
    if (l->len) memcpy(grown, l->list, l->len * sizeof *grown);
    l->list = grown;
    l->cap = cap;
  }
  memmove(l->list + i + 1, l->list + i, (l->len - i) * sizeof *l->list);
  l->list[i] = at;
  l->len++;
  return VOX_OK;
}
