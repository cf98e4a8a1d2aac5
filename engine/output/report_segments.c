/* report_segments.c - the rows by the values of a column, and by the nodes of a hierarchy. */
#include "aggregate/suppress.h"
#include "base/status.h"
#include "output/report_sections.h"

const tally_cell **cells_of(telling_work *k, extras_table table, size_t *count) {
  const ledger *l = &k->r->extras.tables[table];
  const tally_cell **list = mem_array(k->mem, l->len, sizeof *list);
  *count = 0;
  if (!list)
    k->status = VOX_ERR_MEMORY;
  else
    ledger_in_order(l, list, count);
  return list;
}

void cells_done(telling_work *k, extras_table table, const tally_cell **list) {
  mem_put(k->mem, list, k->r->extras.tables[table].len * sizeof *list);
}

/* ---- What is hidden ---- */

static uint32_t place_in(const sparse *s, uint32_t theme) {
  uint32_t i = 0;
  while (i < s->len && s->ids[i] != theme) i++;
  return i;
}

/* One theme's cells over all slices. */
static void hide_theme(const telling_work *k, hidden_themes *h, const tally_cell **list, const bool *hidden,
                       uint32_t theme, int64_t *n, bool *flags) {
  for (size_t i = 0; i < h->count; i++) {
    const int64_t *own = sparse_find(&list[i]->sub, T_FIELDS, theme);
    n[i] = own ? own[T_N] : 0;
    flags[i] = hidden[i] && n[i] > 0;
  }
  suppress(n, flags, h->count, k->r->telling.min_n);
  for (size_t i = 0; i < h->count; i++) {
    uint32_t at = place_in(&list[i]->sub, theme);
    if (at < list[i]->sub.len) h->flags[i * h->most + at] = flags[i];
  }
}

hidden_themes hide_themes(telling_work *k, const tally_cell **list, const bool *hidden, size_t count) {
  hidden_themes h = {NULL, 1, count};
  if (k->r->telling.min_n < 2 || !count) return h;
  for (size_t i = 0; i < count; i++)
    if (list[i]->sub.len > h.most) h.most = list[i]->sub.len;
  h.flags = mem_array(k->mem, count * h.most, sizeof *h.flags);
  int64_t *n = mem_array(k->mem, count, sizeof *n);
  bool *flags = mem_array(k->mem, count, sizeof *flags);
  if (!h.flags || !n || !flags) k->status = VOX_ERR_MEMORY;
  for (uint32_t t = 0; k->status == VOX_OK && t < k->v->names->theme_count; t++)
    hide_theme(k, &h, list, hidden, t, n, flags);
  mem_put(k->mem, n, count * sizeof *n);
  mem_put(k->mem, flags, count * sizeof *flags);
  return h;
}

void hide_done(telling_work *k, hidden_themes *h) {
  mem_put(k->mem, h->flags, h->count * h->most * sizeof *h->flags);
  h->flags = NULL;
}

/* Slices [from, to) that add up: which are hidden. */
static void hide_slices(telling_work *k, const tally_cell **list, size_t count, int64_t whole, bool *hidden) {
  int64_t *n = mem_array(k->mem, count + 1, sizeof *n);
  bool *flags = mem_array(k->mem, count + 1, sizeof *flags);
  if (!n || !flags) k->status = VOX_ERR_MEMORY;
  int64_t rest = whole;
  for (size_t i = 0; k->status == VOX_OK && i < count; i++) n[i] = list[i]->v[S_ROWS], rest -= n[i];
  if (k->status == VOX_OK) {
    n[count] = rest > 0 ? rest : 0; /* rows of no slice that is told */
    suppress(n, flags, count + 1, k->r->telling.min_n);
    memcpy(hidden, flags, count * sizeof *flags);
  }
  mem_put(k->mem, n, (count + 1) * sizeof *n);
  mem_put(k->mem, flags, (count + 1) * sizeof *flags);
}

/* ---- Segments ---- */

/* Beside the other rows of the whole. */
static void add_rest(telling_work *k, const int64_t *v) {
  nps_counts own = groups_at(v + S_GROUPS), all = groups_at(k->r->extras.all + S_GROUPS);
  nps_counts rest = {all.promoters - own.promoters, all.passives - own.passives,
                     all.detractors - own.detractors};
  difference d = k->v->config->is_nps ? nps_difference(&rest, &own) : (difference){0};
  part_difference(k->w, "nps_against_rest", &d, 2, "nps.difference-adjusted-wald/1");
}

static void add_segment(telling_work *k, const tally_cell *e, bool hidden, const bool *hidden_theme) {
  vox_str value = e->key, column = str_cut(&value, '\x1f');
  json_object_begin(k->w);
  json_key(k->w, "column"), json_string(k->w, column);
  json_key(k->w, "value"), json_string(k->w, value);
  json_key(k->w, "suppressed"), json_bool(k->w, hidden);
  if (!hidden) {
    part_slice(k, e->v);
    add_rest(k, e->v);
    part_slice_themes(k, e->v, &e->sub, hidden_theme);
  }
  json_object_end(k->w);
}

static vox_str column_of(const tally_cell *e) {
  vox_str rest = e->key;
  return str_cut(&rest, '\x1f');
}

/* The values of one column: list[0, count). */
static void add_column(telling_work *k, const tally_cell **list, size_t count) {
  bool *hidden = mem_array(k->mem, count, sizeof *hidden);
  if (!hidden) {
    k->status = VOX_ERR_MEMORY;
    return;
  }
  hide_slices(k, list, count, k->r->extras.all[S_ROWS], hidden);
  hidden_themes themes = hide_themes(k, list, hidden, count);
  for (size_t i = 0; i < count && k->status == VOX_OK; i++)
    add_segment(k, list[i], hidden[i], hidden_of(&themes, i));
  hide_done(k, &themes);
  mem_put(k->mem, hidden, count * sizeof *hidden);
}

static void add_segments(telling_work *k) {
  size_t count;
  const tally_cell **list = cells_of(k, TABLE_SEGMENT, &count);
  json_key(k->w, "segments"), json_array_begin(k->w);
  for (size_t from = 0, to; list && from < count; from = to) {
    for (to = from + 1; to < count && str_eq(column_of(list[to]), column_of(list[from]));) to++;
    add_column(k, list + from, to - from);
  }
  json_array_end(k->w);
  cells_done(k, TABLE_SEGMENT, list);
}

/* ---- Hierarchy ---- */

static uint32_t depth_of(vox_str path) {
  uint32_t depth = 0;
  for (size_t i = 0; i < path.len; i++) depth += path.ptr[i] == '\x1f';
  return depth;
}

static bool is_under(vox_str path, vox_str parent) {
  return path.len > parent.len && str_starts(path, parent) && path.ptr[parent.len] == '\x1f';
}

static void add_path(json_writer *w, vox_str path) {
  json_key(w, "path"), json_array_begin(w);
  while (path.len) json_string(w, str_cut(&path, '\x1f'));
  json_array_end(w);
}

static void add_node(telling_work *k, const tally_cell *e, bool hidden, const bool *hidden_theme) {
  json_object_begin(k->w);
  add_path(k->w, e->key);
  json_key(k->w, "level"), json_int(k->w, depth_of(e->key));
  json_key(k->w, "suppressed"), json_bool(k->w, hidden);
  if (!hidden) {
    part_slice(k, e->v);
    part_slice_themes(k, e->v, &e->sub, hidden_theme);
  }
  json_object_end(k->w);
}

/* What lies right under `parent` (NULL: at the top), as places in `list`. */
static size_t children_of(const tally_cell **list, size_t count, const tally_cell *parent, size_t *out) {
  size_t n = 0;
  uint32_t depth = parent ? depth_of(parent->key) + 1 : 0;
  for (size_t i = 0; i < count; i++)
    if (depth_of(list[i]->key) == depth && (!parent || is_under(list[i]->key, parent->key))) out[n++] = i;
  return n;
}

/* The children of each node add up to it, so they are hidden together; under a hidden node nothing is shown.
 */
static void hide_level(telling_work *k, const tally_cell **list, size_t count, const tally_cell *parent,
                       bool *hidden, bool below_hidden, size_t *places) {
  size_t n = children_of(list, count, parent, places);
  const tally_cell **own = mem_array(k->mem, n, sizeof *own);
  bool *flags = mem_array(k->mem, n, sizeof *flags);
  if (!own || !flags) k->status = VOX_ERR_MEMORY;
  for (size_t i = 0; k->status == VOX_OK && i < n; i++) own[i] = list[places[i]];
  if (k->status == VOX_OK)
    hide_slices(k, own, n, parent ? parent->v[S_ROWS] : k->r->extras.all[S_ROWS], flags);
  for (size_t i = 0; k->status == VOX_OK && i < n; i++) hidden[places[i]] = flags[i] || below_hidden;
  mem_put(k->mem, own, n * sizeof *own);
  mem_put(k->mem, flags, n * sizeof *flags);
}

static void hide_nodes(telling_work *k, const tally_cell **list, size_t count, bool *hidden, size_t *places) {
  if (k->r->telling.min_n < 2) return;
  hide_level(k, list, count, NULL, hidden, false, places);
  /* In order of their paths parents stand before their children. */
  for (size_t i = 0; i < count && k->status == VOX_OK; i++)
    hide_level(k, list, count, list[i], hidden, hidden[i], places);
}

static void add_hierarchy(telling_work *k) {
  size_t count;
  const tally_cell **list = cells_of(k, TABLE_NODE, &count);
  bool *hidden = mem_array(k->mem, count, sizeof *hidden);
  size_t *places = mem_array(k->mem, count, sizeof *places);
  if (!hidden || !places) k->status = VOX_ERR_MEMORY;
  json_key(k->w, "hierarchy"), json_array_begin(k->w);
  if (k->status == VOX_OK) hide_nodes(k, list, count, hidden, places);
  hidden_themes themes = {NULL, 1, count};
  if (k->status == VOX_OK) themes = hide_themes(k, list, hidden, count);
  for (size_t i = 0; i < count && k->status == VOX_OK; i++)
    add_node(k, list[i], hidden[i], hidden_of(&themes, i));
  json_array_end(k->w);
  hide_done(k, &themes);
  mem_put(k->mem, hidden, count * sizeof *hidden);
  mem_put(k->mem, places, count * sizeof *places);
  cells_done(k, TABLE_NODE, list);
}

void section_segments(telling_work *k) {
  add_segments(k);
  add_hierarchy(k);
}
