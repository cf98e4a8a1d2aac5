/* report_emerging.c - themes and words whose rate has risen: against an earlier report, a span of days, or
 * all periods but the last. Rare ones are listed too: what matters is the rise, not the place in a list. */
#include "aggregate/ratio.h"
#include "aggregate/words.h"
#include "output/report_sections.h"

enum { RISE_LEAST = 5, RISE_Z = 20000, RISEN_SHOWN = 50 };

/* What is compared: counts before (a) and now (b). */
typedef struct rising {
  contrast *list;
  vox_str *names;
  size_t n, cap;
  int64_t before, now;
  const char *kind, *against;
} rising;

static bool rising_init(telling_work *k, rising *x, size_t cap) {
  x->cap = cap;
  x->list = mem_array(k->mem, cap, sizeof *x->list);
  x->names = mem_array(k->mem, cap, sizeof *x->names);
  if (!x->list || !x->names) k->status = VOX_ERR_MEMORY;
  return k->status == VOX_OK;
}

static void rising_add(rising *x, vox_str name, int64_t before, int64_t now) {
  x->names[x->n] = name;
  x->list[x->n] = (contrast){.id = (uint32_t)x->n, .a = before, .b = now};
  x->n++;
}

/* A rise of the rate that chance does not explain. */
static bool has_risen(const telling_work *k, const rising *x, const contrast *c) {
  int64_t least = k->r->telling.min_n > RISE_LEAST ? k->r->telling.min_n : RISE_LEAST;
  return c->known && c->b >= least && c->z >= RISE_Z && c->q <= 50000 &&
         (double)c->b * (double)x->before > (double)c->a * (double)x->now;
}

static void add_side(json_writer *w, const char *key, int64_t n, int64_t of) {
  json_key(w, key), json_object_begin(w);
  json_key(w, "n"), json_int(w, n);
  json_key(w, "of"), json_int(w, of);
  part_share(w, n, of);
  json_object_end(w);
}

static void add_risen(telling_work *k, const rising *x, const contrast *c) {
  json_writer *w = k->w;
  difference d = share_difference(c->a, x->before, c->b, x->now);
  json_object_begin(w);
  json_key(w, "kind"), json_text(w, x->kind);
  json_key(w, "id"), json_string(w, x->names[c->id]);
  json_key(w, "against"), json_text(w, x->against);
  add_side(w, "before", c->a, x->before);
  add_side(w, "now", c->b, x->now);
  json_key(w, "z"), json_fixed(w, c->z, 4);
  json_key(w, "q"), json_fixed(w, c->q, 6);
  part_difference(w, "difference", &d, 4, "share.difference-newcombe/1");
  json_object_end(w);
}

static void tell_risen(telling_work *k, rising *x) {
  const contrast *best[RISEN_SHOWN];
  size_t count = 0;
  uint32_t *order = mem_array(k->mem, x->n, sizeof *order);
  if (!order) {
    k->status = VOX_ERR_MEMORY;
    return;
  }
  contrasts_fill(x->list, x->n, x->before, x->now, order);
  for (size_t i = 0; i < x->n; i++) {
    size_t at = count;
    if (!has_risen(k, x, &x->list[i])) continue;
    while (at && best[at - 1]->z < x->list[i].z) at--;
    if (at == RISEN_SHOWN) continue;
    if (count == RISEN_SHOWN) count--;
    memmove(&best[at + 1], &best[at], (count - at) * sizeof *best);
    best[at] = &x->list[i];
    count++;
  }
  for (size_t i = 0; i < count; i++) add_risen(k, x, best[i]);
  mem_put(k->mem, order, x->n * sizeof *order);
}

static void rising_free(telling_work *k, rising *x) {
  mem_put(k->mem, x->list, x->cap * sizeof *x->list);
  mem_put(k->mem, x->names, x->cap * sizeof *x->names);
}

static bool is_told(const telling_work *k, uint32_t theme) { return !k->v->names->themes[theme].overall; }

/* ---- Against an earlier report ---- */

static int64_t before_of(const telling_before *list, size_t n, vox_str id, int64_t otherwise) {
  size_t low = 0, high = n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int c = list[middle].id.len ? str_cmp(list[middle].id, id) : 1;
    if (c == 0) return list[middle].n;
    if (c < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return otherwise;
}

static void against_report(telling_work *k) {
  const telling *t = &k->r->telling;
  uint32_t themes = k->v->names->theme_count;
  rising x = {
      .before = t->before_base, .now = k->v->share_base, .kind = "theme", .against = "baseline report"};
  if (rising_init(k, &x, themes))
    for (uint32_t i = 0; i < themes; i++)
      if (k->v->themes[i].n && is_told(k, i))
        rising_add(&x, k->v->names->themes[i].id,
                   before_of(t->before_themes, t->before_theme_count, k->v->names->themes[i].id, 0),
                   k->v->themes[i].n);
  if (k->status == VOX_OK) tell_risen(k, &x);
  rising_free(k, &x);
}

/* A word that the earlier report does not list had at most as many rows as its rarest one. */
static void words_against_report(telling_work *k) {
  const telling *t = &k->r->telling;
  size_t count;
  const tally_cell **cells = cells_of(k, TABLE_TERM, &count);
  rising x = {
      .before = t->before_base, .now = k->v->share_base, .kind = "term", .against = "baseline report"};
  if (cells && rising_init(k, &x, count))
    for (size_t i = 0; i < count; i++)
      if (cells[i]->v[W_N] >= RISE_LEAST && !word_is_common(cells[i]->key))
        rising_add(&x, cells[i]->key,
                   before_of(t->before_terms, t->before_term_count, cells[i]->key, t->before_least),
                   cells[i]->v[W_N]);
  if (k->status == VOX_OK) tell_risen(k, &x);
  rising_free(k, &x);
  cells_done(k, TABLE_TERM, cells);
}

/* ---- Against days or periods ---- */

static int64_t theme_of(const sparse *s, uint32_t theme) {
  const int64_t *v = sparse_find(s, T_FIELDS, theme);
  return v ? v[T_N] : 0;
}

static const tally_cell *arm_cell(const telling_work *k, uint32_t arm) {
  char key[3] = {(char)('0' + arm / 10 % 10), (char)('0' + arm % 10), 0};
  return ledger_find(&k->r->extras.tables[TABLE_ARM], (vox_str){key, 2});
}

static void words_of_arms(telling_work *k, const plan_compare *c, int64_t before, int64_t now) {
  size_t count;
  const tally_cell **cells = cells_of(k, TABLE_TERM, &count);
  rising x = {.before = before, .now = now, .kind = "term", .against = "baseline days"};
  if (cells && rising_init(k, &x, count))
    for (size_t i = 0; i < count; i++)
      if (cells[i]->v[W_ARMS + c->b] >= RISE_LEAST && !word_is_common(cells[i]->key))
        rising_add(&x, cells[i]->key, cells[i]->v[W_ARMS + c->a], cells[i]->v[W_ARMS + c->b]);
  if (k->status == VOX_OK) tell_risen(k, &x);
  rising_free(k, &x);
  cells_done(k, TABLE_TERM, cells);
}

static void against_days(telling_work *k, const plan_compare *c) {
  const tally_cell *a = arm_cell(k, c->a), *b = arm_cell(k, c->b);
  uint32_t themes = k->v->names->theme_count;
  if (!a || !b) return;
  rising x = {.before = a->v[S_BASE], .now = b->v[S_BASE], .kind = "theme", .against = "baseline days"};
  if (rising_init(k, &x, themes))
    for (uint32_t i = 0; i < themes; i++)
      if (theme_of(&b->sub, i) && is_told(k, i))
        rising_add(&x, k->v->names->themes[i].id, theme_of(&a->sub, i), theme_of(&b->sub, i));
  if (k->status == VOX_OK) tell_risen(k, &x);
  rising_free(k, &x);
  words_of_arms(k, c, a->v[S_BASE], b->v[S_BASE]);
}

static void against_periods(telling_work *k) {
  size_t count;
  const tally_cell **list = cells_of(k, TABLE_PERIOD, &count);
  uint32_t themes = k->v->names->theme_count;
  rising x = {.kind = "theme", .against = "earlier periods"};
  if (list && count >= 2 && rising_init(k, &x, themes)) {
    for (size_t i = 0; i + 1 < count; i++) x.before += list[i]->v[S_BASE];
    x.now = list[count - 1]->v[S_BASE];
    for (uint32_t t = 0; t < themes; t++) {
      int64_t before = 0, now = theme_of(&list[count - 1]->sub, t);
      for (size_t i = 0; i + 1 < count; i++) before += theme_of(&list[i]->sub, t);
      if (now && is_told(k, t)) rising_add(&x, k->v->names->themes[t].id, before, now);
    }
    tell_risen(k, &x);
  }
  rising_free(k, &x);
  cells_done(k, TABLE_PERIOD, list);
}

void section_emerging(telling_work *k) {
  const plan *p = &k->r->extras.plan;
  bool days = false;
  json_key(k->w, "emerging"), json_array_begin(k->w);
  if (k->r->telling.before_base) against_report(k);
  if (k->r->telling.before_base && k->status == VOX_OK) words_against_report(k);
  for (uint32_t i = 0; i < p->compare_count && k->status == VOX_OK; i++)
    if (p->compares[i].baseline) against_days(k, &p->compares[i]), days = true;
  if (!days && !k->r->telling.before_base && k->status == VOX_OK) against_periods(k);
  json_array_end(k->w);
}
