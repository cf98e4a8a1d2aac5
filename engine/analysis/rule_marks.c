/* rule_marks.c - the terms that rules ask for, as the pass over the text found them, in order of the text:
 * the places of leaves, the bits of what they mean for the rules, and weighted entries. */
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

/* ---- Leaves ---- */

/* A kind that was not met before adds its bits. */
static void note_kind(rule_scene *s, uint32_t kind) {
  uint32_t i, end = rules_cells_of(s->rules, kind, &i);
  s->kinds_there[kind / 32] |= 1u << kind % 32;
  s->kinds[kind] = (kind_places){0, 0};
  for (; i < end; i++) {
    rule_cell cell = rules_cell(s->rules, i);
    s->bits[cell.word] |= cell.bits;
  }
}

static void note_leaf(rule_scene *s, uint32_t leaf, const marked *m) {
  uint32_t kind = rules_kind(s->rules, leaf);
  if (!bit_is_set(s->kinds_there, kind)) note_kind(s, kind);
  kind_places *k = &s->kinds[kind];
  s->leaves[s->leaf_count++] = (leaf_place){{m->from, m->to}, leaf, 0};
  *(k->last ? &s->leaves[k->last - 1].next : &k->first) = s->leaf_count;
  k->last = s->leaf_count;
}

/* The leaves that the mark speaks for. */
static void note_mark(rule_scene *s, const marked *m) {
  const lexicon *l = s->c->lexicon;
  uint32_t first, count = lexicon_entries_of(l, m->term, &first);
  for (uint32_t i = 0; i < count; i++) {
    entry e = lexicon_entry(l, first + i);
    if (e.klass == CLASS_RULE && (!m->prefix || e.flags & ENTRY_PREFIX) && e.label < s->rules->leaf_count)
      note_leaf(s, e.label, m);
  }
}

static bool leaves_open(rule_scene *s) {
  const comment *c = s->c;
  uint32_t first, most = 0;
  if (!s->rules->count) return true;
  for (uint32_t i = 0; i < c->marks.len; i++) {
    most += lexicon_entries_of(c->lexicon, c->marks.list[i].term, &first);
    lexicon_expect_entries(c->lexicon, c->marks.list[i].term);
  }
  size_t bits = s->rules->at.end, kinds = s->rules->kind_count;
  s->bits = arena_array(c->arena, bits + kinds / 32 + 1, sizeof *s->bits);
  s->kinds = arena_get(c->arena, (kinds + 1) * sizeof *s->kinds);
  s->leaves = arena_get(c->arena, (most + (size_t)1) * sizeof *s->leaves);
  if (!s->bits || !s->kinds || !s->leaves) return false;
  s->kinds_there = s->bits + bits;
  for (uint32_t i = 0; i < c->marks.len; i++) note_mark(s, &c->marks.list[i]);
  return true;
}

/* ---- Weighted entries, in order of entry ---- */

static uint32_t count_weighted(const comment *c) {
  uint32_t first, most = 0;
  for (uint32_t i = 0; i < c->marks.len; i++) {
    uint32_t term = c->marks.list[i].term;
    if (lexicon_classes_of(c->lexicon, term) & 1u << CLASS_THEME_WEIGHT)
      most += lexicon_entries_of(c->lexicon, term, &first);
  }
  return most;
}

static void list_weighted(const comment *c, const marked *m, keyed_list *weights) {
  uint32_t first, count = lexicon_entries_of(c->lexicon, m->term, &first);
  for (uint32_t i = 0; i < count; i++) {
    entry e = lexicon_entry(c->lexicon, first + i);
    if (e.klass == CLASS_THEME_WEIGHT && (!m->prefix || e.flags & ENTRY_PREFIX))
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

static bool weights_open(rule_scene *s) {
  const comment *c = s->c;
  uint32_t most = count_weighted(c);
  if (!most) return true;
  keyed_place *room = arena_get(c->arena, (size_t)2 * most * sizeof *room);
  if (!room) return false;
  s->weights.list = room;
  for (uint32_t i = 0; i < c->marks.len; i++)
    if (lexicon_classes_of(c->lexicon, c->marks.list[i].term) & 1u << CLASS_THEME_WEIGHT)
      list_weighted(c, &c->marks.list[i], &s->weights);
  sort_places(&s->weights, room + most);
  return true;
}

vox_status scene_open(rule_scene *s, comment *c) {
  *s = (rule_scene){.c = c, .rules = lexicon_rules(c->lexicon)};
  if (c->marks.broken || !leaves_open(s)) return VOX_ERR_MEMORY;
  return weights_open(s) ? VOX_OK : VOX_ERR_MEMORY;
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
