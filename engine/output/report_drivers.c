/* report_drivers.c - the regression of the score on themes, and themes that come together. */
#include "aggregate/drivers.h"
#include "output/report_sections.h"

enum { PAIRS_SHOWN = 60 };

static void add_coefficient(json_writer *w, const char *key, const coefficient *c, bool vif) {
  json_key(w, key);
  if (!c->known) {
    json_null(w);
    return;
  }
  json_object_begin(w);
  json_key(w, "n"), json_int(w, c->n);
  json_key(w, "coefficient"), json_fixed(w, c->value, 8);
  part_interval(w, "ci95", (interval){true, c->low, c->high}, 8);
  if (vif) json_key(w, "vif"), c->vif ? json_fixed(w, c->vif, 4) : json_null(w);
  json_object_end(w);
}

/* Kano: what only hurts where it fails, what only delights, what does both. */
static const char *reading_of(const driver *d) {
  bool lifts = d->positive.known && d->positive.low > 0, hurts = d->negative.known && d->negative.high < 0;
  if (lifts && hurts) return "performance";
  if (hurts) return "must_be";
  return lifts ? "attractive" : "indifferent";
}

static void add_driver(telling_work *k, const driver *d) {
  json_writer *w = k->w;
  bool hidden = d->mention.n < k->r->telling.min_n;
  json_object_begin(w);
  json_key(w, "id"), json_string(w, k->v->names->themes[d->theme].id);
  json_key(w, "suppressed"), json_bool(w, hidden);
  if (!hidden) {
    add_coefficient(w, "mention", &d->mention, true);
    add_coefficient(w, "positive", &d->positive, false);
    add_coefficient(w, "negative", &d->negative, false);
    json_key(w, "reading"), json_text(w, reading_of(d));
  }
  json_object_end(w);
}

static void add_model(telling_work *k, const driver_model *m) {
  json_writer *w = k->w;
  json_key(w, "drivers"), json_object_begin(w);
  json_key(w, "outcome"), json_text(w, k->v->config->is_nps ? "nps" : "score");
  json_key(w, "n"), json_int(w, m->n);
  json_key(w, "warning"),
      m->few ? json_text(w, "fewer than 150 rows: coefficients are unsteady") : json_null(w);
  json_key(w, "ridge"), json_fixed(w, k->r->telling.ridge, 3);
  json_key(w, "r2"), m->known ? json_fixed(w, m->r2, 4) : json_null(w);
  json_key(w, "r2_signed"), m->known ? json_fixed(w, m->r2_signed, 4) : json_null(w);
  json_key(w, "formula"), json_text(w, "drivers.ridge/1");
  json_key(w, "list"), json_array_begin(w);
  for (uint32_t i = 0; i < m->count; i++) add_driver(k, &m->list[i]);
  json_array_end(w);
  json_object_end(w);
}

/* ---- Pairs ---- */

typedef struct theme_pair {
  uint32_t a, b;
  int64_t n;
} theme_pair;

static int64_t pair_rows(const int64_t *v) {
  int64_t n = 0;
  for (int i = 0; i < PAIR_FIELDS; i++) n += v[i];
  return n;
}

/* The pairs of leaf themes with the most rows. */
static size_t choose_pairs(const telling_work *k, theme_pair *out) {
  size_t n = 0;
  for (uint32_t a = 0; a < k->v->names->theme_count; a++) {
    const sparse *s = &k->r->extras.pairs[a];
    for (uint32_t i = 0; i < s->len; i++) {
      theme_pair pair = {a, s->ids[i], pair_rows(s->values + (size_t)i * PAIR_FIELDS)};
      size_t at = n;
      if (pair.b == a || pair.n < 2 || pair.n < k->r->telling.min_n) continue;
      while (at && out[at - 1].n < pair.n) at--;
      if (at == PAIRS_SHOWN) continue;
      if (n == PAIRS_SHOWN) n--;
      memmove(&out[at + 1], &out[at], (n - at) * sizeof *out);
      out[at] = pair;
      n++;
    }
  }
  return n;
}

static void add_pair(telling_work *k, const theme_pair *p) {
  json_writer *w = k->w;
  int64_t n = k->r->extras.outcome[0], a = 0, b = 0;
  for (int i = 0; i < SIGNS; i++) {
    a += k->r->extras.drivers[(size_t)p->a * D_FIELDS + D_N + (size_t)i];
    b += k->r->extras.drivers[(size_t)p->b * D_FIELDS + D_N + (size_t)i];
  }
  lift l = lift_of(p->n, a, b, n);
  json_object_begin(w);
  json_key(w, "a"), json_string(w, k->v->names->themes[p->a].id);
  json_key(w, "b"), json_string(w, k->v->names->themes[p->b].id);
  json_key(w, "n"), json_int(w, p->n);
  json_key(w, "n_a"), json_int(w, a);
  json_key(w, "n_b"), json_int(w, b);
  json_key(w, "lift"), l.known ? json_fixed(w, l.value, 4) : json_null(w);
  part_interval(w, "ci95", l.ci95, 4);
  json_object_end(w);
}

void section_drivers(telling_work *k) {
  theme_pair pairs[PAIRS_SHOWN];
  driver_model *m = mem_array(k->mem, 1, sizeof *m);
  if (!m || drivers_of(k->r, m, NULL) != VOX_OK) k->status = VOX_ERR_MEMORY;
  if (k->status == VOX_OK) add_model(k, m);
  mem_put(k->mem, m, sizeof *m);
  size_t n = choose_pairs(k, pairs);
  json_key(k->w, "cooccurrence"), json_object_begin(k->w);
  json_key(k->w, "n"), json_int(k->w, k->r->extras.outcome[0]);
  json_key(k->w, "formula"), json_text(k->w, "lift.log-normal/1");
  json_key(k->w, "list"), json_array_begin(k->w);
  for (size_t i = 0; i < n; i++) add_pair(k, &pairs[i]);
  json_array_end(k->w);
  json_object_end(k->w);
}
