/* report_compare.c - two groups of rows beside each other: figures, themes, and the words that tell one from
 * the other. All counts are of rows (documents), never of repeated words. */
#include "aggregate/ratio.h"
#include "aggregate/words.h"
#include "output/report_sections.h"

enum { TERMS_SHOWN = 25, TERM_LEAST = 5 };

typedef struct sides {
  const plan_compare *c;
  const plan_arm *arm_a, *arm_b;
  const tally_cell *a, *b; /* NULL: no row */
} sides;

static const tally_cell *arm_cell(const telling_work *k, uint32_t arm) {
  char key[3] = {(char)('0' + arm / 10 % 10), (char)('0' + arm % 10), 0};
  return ledger_find(&k->r->extras.tables[TABLE_ARM], (vox_str){key, 2});
}

static int64_t number_of(const tally_cell *e, int field) { return e ? e->v[field] : 0; }

static bool is_small(const telling_work *k, const tally_cell *e) {
  return number_of(e, S_ROWS) > 0 && number_of(e, S_ROWS) < k->r->telling.min_n;
}

static void add_side(telling_work *k, const char *key, const plan_arm *arm, const tally_cell *e) {
  static const int64_t nothing[S_FIELDS];
  json_key(k->w, key), json_object_begin(k->w);
  json_key(k->w, "column"), json_string(k->w, arm->kind == ARM_GROUP ? STR("group") : arm->column);
  json_key(k->w, "name"), json_string(k->w, arm->name);
  json_key(k->w, "suppressed"), json_bool(k->w, is_small(k, e));
  if (!is_small(k, e)) part_slice(k, e ? e->v : nothing);
  json_object_end(k->w);
}

static void add_differences(telling_work *k, const sides *s) {
  nps_counts a = {0, 0, 0}, b = {0, 0, 0};
  score_tally x = {0}, y = {0};
  if (s->a) a = groups_at(s->a->v + S_GROUPS), x = tally_at(s->a->v + S_SENTIMENT_N, 1);
  if (s->b) b = groups_at(s->b->v + S_GROUPS), y = tally_at(s->b->v + S_SENTIMENT_N, 1);
  difference nps = nps_difference(&a, &b), mood = mean_difference(&x, &y);
  if (!k->v->config->is_nps || s->arm_a->kind == ARM_GROUP) nps.known = false;
  part_difference(k->w, "nps_difference", &nps, 2, "nps.difference-adjusted-wald/1");
  part_difference(k->w, "sentiment_difference", &mood, 4, "mean.difference-welch/1");
}

static void add_contrast(json_writer *w, const contrast *c) {
  json_key(w, "a"), json_int(w, c->a);
  json_key(w, "b"), json_int(w, c->b);
  json_key(w, "z");
  c->known ? json_fixed(w, c->z, 4) : json_null(w);
  json_key(w, "g2");
  c->known ? json_fixed(w, c->g2, 4) : json_null(w);
  json_key(w, "q");
  c->known ? json_fixed(w, c->q, 6) : json_null(w);
}

/* ---- Themes ---- */

static int64_t theme_rows(const tally_cell *e, uint32_t theme) {
  const int64_t *v = e ? sparse_find(&e->sub, T_FIELDS, theme) : NULL;
  return v ? v[T_N] : 0;
}

static void add_theme(telling_work *k, const contrast *c, int64_t na, int64_t nb) {
  json_writer *w = k->w;
  int64_t least = k->r->telling.min_n;
  bool hidden = (c->a > 0 && c->a < least) || (c->b > 0 && c->b < least);
  difference d = share_difference(c->a, na, c->b, nb);
  json_object_begin(w);
  json_key(w, "id"), json_string(w, k->v->names->themes[c->id].id);
  json_key(w, "suppressed"), json_bool(w, hidden);
  if (!hidden) {
    add_contrast(w, c);
    json_key(w, "share_a"), json_fixed(w, na > 0 ? ratio_round(10000 * c->a, na) : 0, 4);
    json_key(w, "share_b"), json_fixed(w, nb > 0 ? ratio_round(10000 * c->b, nb) : 0, 4);
    part_difference(w, "difference", &d, 4, "share.difference-newcombe/1");
  }
  json_object_end(w);
}

static void add_themes(telling_work *k, const sides *s) {
  uint32_t themes = k->v->names->theme_count, *order = mem_array(k->mem, themes, sizeof *order);
  contrast *list = mem_array(k->mem, themes, sizeof *list);
  size_t n = 0;
  int64_t na = number_of(s->a, S_BASE), nb = number_of(s->b, S_BASE);
  json_key(k->w, "themes"), json_array_begin(k->w);
  if (!order || !list) k->status = VOX_ERR_MEMORY;
  for (uint32_t t = 0; k->status == VOX_OK && t < themes; t++) {
    contrast c = {.id = t, .a = theme_rows(s->a, t), .b = theme_rows(s->b, t)};
    if (c.a + c.b > 0) list[n++] = c;
  }
  if (k->status == VOX_OK) contrasts_fill(list, n, na, nb, order);
  for (size_t i = 0; k->status == VOX_OK && i < n; i++) add_theme(k, &list[i], na, nb);
  json_array_end(k->w);
  mem_put(k->mem, order, themes * sizeof *order);
  mem_put(k->mem, list, themes * sizeof *list);
}

/* ---- Words ---- */

/* The contrasts that belong the most to a side, the strongest first; at most TERMS_SHOWN. */
static size_t strongest(const contrast *list, size_t n, bool of_b, const contrast **out) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++) {
    int64_t pull = of_b ? list[i].z : -list[i].z;
    size_t at = count;
    if (!list[i].known || pull <= 0) continue;
    while (at && (of_b ? out[at - 1]->z : -out[at - 1]->z) < pull) at--;
    if (at == TERMS_SHOWN) continue;
    if (count == TERMS_SHOWN) count--;
    memmove(&out[at + 1], &out[at], (count - at) * sizeof *out);
    out[at] = &list[i];
    count++;
  }
  return count;
}

static void add_terms_of(telling_work *k, const tally_cell **cells, const contrast *list, size_t n,
                         bool of_b) {
  const contrast *best[TERMS_SHOWN];
  size_t count = strongest(list, n, of_b, best);
  for (size_t i = 0; i < count; i++) {
    json_object_begin(k->w);
    json_key(k->w, "side"), json_text(k->w, of_b ? "b" : "a");
    json_key(k->w, "term"), json_string(k->w, cells[best[i]->id]->key);
    add_contrast(k->w, best[i]);
    json_object_end(k->w);
  }
}

static void add_terms(telling_work *k, const sides *s) {
  size_t count, n = 0, size = k->r->extras.tables[TABLE_TERM].len;
  const tally_cell **cells = cells_of(k, TABLE_TERM, &count);
  contrast *list = mem_array(k->mem, size, sizeof *list);
  uint32_t *order = mem_array(k->mem, size, sizeof *order);
  int64_t least = k->r->telling.min_n > TERM_LEAST ? k->r->telling.min_n : TERM_LEAST;
  json_key(k->w, "terms"), json_array_begin(k->w);
  if (!list || !order) k->status = VOX_ERR_MEMORY;
  for (size_t i = 0; k->status == VOX_OK && i < count; i++) {
    contrast c = {.id = (uint32_t)i, .a = cells[i]->v[W_ARMS + s->c->a], .b = cells[i]->v[W_ARMS + s->c->b]};
    if (c.a + c.b < least || word_is_common(cells[i]->key)) continue;
    list[n++] = c;
  }
  if (k->status == VOX_OK) {
    contrasts_fill(list, n, number_of(s->a, S_BASE), number_of(s->b, S_BASE), order);
    add_terms_of(k, cells, list, n, false);
    add_terms_of(k, cells, list, n, true);
  }
  json_array_end(k->w);
  mem_put(k->mem, list, size * sizeof *list);
  mem_put(k->mem, order, size * sizeof *order);
  cells_done(k, TABLE_TERM, cells);
}

void section_compare(telling_work *k) {
  const plan *p = &k->r->extras.plan;
  json_key(k->w, "compare"), json_array_begin(k->w);
  for (uint32_t i = 0; i < p->compare_count; i++) {
    sides s = {&p->compares[i], &p->arms[p->compares[i].a], &p->arms[p->compares[i].b],
               arm_cell(k, p->compares[i].a), arm_cell(k, p->compares[i].b)};
    bool small = is_small(k, s.a) || is_small(k, s.b);
    json_object_begin(k->w);
    add_side(k, "a", s.arm_a, s.a);
    add_side(k, "b", s.arm_b, s.b);
    json_key(k->w, "formula"), json_text(k->w, "log-odds.dirichlet-prior/1");
    if (!small) {
      add_differences(k, &s);
      add_themes(k, &s);
      add_terms(k, &s);
    }
    json_object_end(k->w);
  }
  json_array_end(k->w);
}
