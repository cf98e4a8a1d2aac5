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

/* The entries of class `klass` that the mark speaks for, appended to `to`; how many. */
static uint32_t expand(const comment *c, const marked *m, entry_class klass, keyed_place *to) {
  uint32_t first, n = 0, count = lexicon_entries_of(c->lexicon, m->term, &first);
  if (!(lexicon_classes_of(c->lexicon, m->term) & 1u << klass)) return 0;
  for (uint32_t i = 0; i < count; i++) {
    entry e = lexicon_entry(c->lexicon, first + i);
    if (e.klass != klass || (m->prefix && !(e.flags & ENTRY_PREFIX))) continue;
    if (to) to[n] = (keyed_place){klass == CLASS_RULE ? e.label : first + i, {m->from, m->to}};
    n++;
  }
  return n;
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

/* Sorted by merging ever longer runs; `spare` is as long as the list. Returns where the result lies. */
static keyed_place *sort_places(keyed_place *list, keyed_place *spare, size_t n) {
  for (size_t run = 1; run < n; run *= 2) {
    for (size_t low = 0; low < n; low += 2 * run) {
      size_t middle = low + run < n ? low + run : n, high = middle + run < n ? middle + run : n;
      merge_runs(list, spare, (uint32_t)low, (uint32_t)middle, (uint32_t)high);
    }
    keyed_place *swap = list;
    list = spare;
    spare = swap;
  }
  return list;
}

static vox_status list_places(comment *c, entry_class klass, keyed_list *out) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < c->marks.len; i++) n += expand(c, &c->marks.list[i], klass, NULL);
  *out = (keyed_list){NULL, n};
  if (!n) return VOX_OK;
  keyed_place *list = arena_get(c->arena, n * sizeof *list), *spare = arena_get(c->arena, n * sizeof *spare);
  if (!list || !spare) return VOX_ERR_MEMORY;
  for (uint32_t i = 0, at = 0; i < c->marks.len; i++) at += expand(c, &c->marks.list[i], klass, list + at);
  out->list = sort_places(list, spare, n);
  return VOX_OK;
}

vox_status scene_open(rule_scene *s, comment *c) {
  *s = (rule_scene){.c = c, .rules = lexicon_rules(c->lexicon)};
  if (c->marks.broken || list_places(c, CLASS_RULE, &s->leaves) != VOX_OK) return VOX_ERR_MEMORY;
  return list_places(c, CLASS_THEME_WEIGHT, &s->weights);
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

vox_status theme_note(rule_scene *s, uint32_t theme, place at, bool *is_new) {
  place_list *l = &s->themes[theme];
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
