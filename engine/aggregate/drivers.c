/* drivers.c - see drivers.h. */
#include "aggregate/drivers.h"
#include "aggregate/rounding.h"
#include "aggregate/state.h"
#include "base/status.h"
#include <math.h>

enum { WIDE = 2 * DRIVERS_MAX };

/* One model: moments about the means, then the inverse of what was penalised. */
typedef struct normal {
  uint32_t count;
  double n, yy, unit; /* unit: one of y in 1/10^8 of what is printed */
  int64_t rows[WIDE];
  double xx[WIDE][WIDE], xy[WIDE], inverse[WIDE][WIDE], b[WIDE];
  bool out[WIDE]; /* left out: collinear */
} normal;

/* ---- Moments ---- */

/* Rows where theme a has a sign of `signs_a` and b one of `signs_b` (bits). */
static int64_t together(const report *r, uint32_t a, uint32_t b, unsigned signs_a, unsigned signs_b) {
  bool turned = a > b;
  const int64_t *v = sparse_find(&r->extras.pairs[turned ? b : a], PAIR_FIELDS, turned ? a : b);
  int64_t n = 0;
  for (unsigned i = 0; v && i < SIGNS; i++)
    for (unsigned k = 0; k < SIGNS; k++) {
      bool in = turned ? (signs_b >> i & 1) && (signs_a >> k & 1) : (signs_a >> i & 1) && (signs_b >> k & 1);
      n += in ? v[i * SIGNS + k] : 0;
    }
  return n;
}

static int64_t of_signs(const int64_t *by_sign, unsigned signs) {
  int64_t n = 0;
  for (unsigned i = 0; i < SIGNS; i++) n += signs >> i & 1 ? by_sign[i] : 0;
  return n;
}

typedef struct variable {
  uint32_t theme;
  unsigned signs;
} variable;

static void fill_moments(normal *m, const report *r, const variable *x, uint32_t count) {
  const extras *e = &r->extras;
  double sum = (double)e->outcome[1];
  m->count = count;
  m->n = (double)e->outcome[0];
  m->yy = (double)e->outcome[2] - sum * sum / m->n;
  m->unit = r->config.is_nps ? 1e10 : 1e6;
  for (uint32_t i = 0; i < count; i++) {
    const int64_t *d = e->drivers + (size_t)x[i].theme * D_FIELDS;
    m->rows[i] = of_signs(d + D_N, x[i].signs);
    m->xy[i] = (double)of_signs(d + D_SUM, x[i].signs) - (double)m->rows[i] * sum / m->n;
  }
  for (uint32_t i = 0; i < count; i++)
    for (uint32_t k = 0; k < count; k++)
      m->xx[i][k] = (double)together(r, x[i].theme, x[k].theme, x[i].signs, x[k].signs) -
                    (double)m->rows[i] * (double)m->rows[k] / m->n;
}

/* ---- Solving ---- */

/* One step of Gauss and Jordan, in place. */
static void eliminate(double a[WIDE][WIDE], uint32_t n, uint32_t p) {
  double pivot = a[p][p];
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t k = 0; k < n && i != p; k++)
      if (k != p) a[i][k] -= a[i][p] * a[p][k] / pivot;
  for (uint32_t i = 0; i < n; i++)
    if (i != p) a[i][p] /= -pivot, a[p][i] /= pivot;
  a[p][p] = 1 / pivot;
}

/* The inverse of xx + penalty. A variable whose pivot has all but vanished is left out. */
static void invert(normal *m, double penalty) {
  uint32_t n = m->count;
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t k = 0; k < n; k++) m->inverse[i][k] = m->xx[i][k] + (i == k ? penalty : 0);
  for (uint32_t p = 0; p < n; p++) {
    double pivot = m->inverse[p][p];
    m->out[p] = !(pivot > 1e-9 * (m->xx[p][p] + penalty)) || !(pivot > 0);
    if (!m->out[p]) eliminate(m->inverse, n, p);
  }
}

static void solve(normal *m) {
  for (uint32_t i = 0; i < m->count; i++) {
    m->b[i] = 0;
    for (uint32_t k = 0; k < m->count && !m->out[i]; k++)
      if (!m->out[k]) m->b[i] += m->inverse[i][k] * m->xy[k];
  }
}

/* Sum of squares that is left, and how many variables took part. */
static double residual(const normal *m, uint32_t *used) {
  double rss = m->yy;
  *used = 0;
  for (uint32_t i = 0; i < m->count; i++) {
    *used += !m->out[i];
    rss -= 2 * m->b[i] * m->xy[i];
    for (uint32_t k = 0; k < m->count; k++) rss += m->b[i] * m->xx[i][k] * m->b[k];
  }
  return rss > 0 ? rss : 0;
}

/* Diagonal of inverse * xx * inverse: the variance of b in units of the residual one. */
static double spread(const normal *m, uint32_t j) {
  double sum = 0;
  for (uint32_t i = 0; i < m->count; i++)
    for (uint32_t k = 0; k < m->count; k++)
      if (!m->out[i] && !m->out[k]) sum += m->inverse[j][i] * m->xx[i][k] * m->inverse[k][j];
  return sum > 0 ? sum : 0;
}

static coefficient coefficient_at(const normal *m, uint32_t j, double variance) {
  coefficient c = {.n = m->rows[j]};
  double half = z95 * sqrt(variance * spread(m, j));
  if (m->out[j] || !(variance >= 0)) return c;
  c.known = true;
  c.value = nearest(m->unit * m->b[j]);
  c.low = nearest(m->unit * (m->b[j] - half));
  c.high = nearest(m->unit * (m->b[j] + half));
  return c;
}

/* Of one model: its coefficients at out[0], out[stride] ...; r2. */
static int64_t run_model(normal *m, double penalty, coefficient *out) {
  uint32_t used;
  invert(m, penalty);
  solve(m);
  double rss = residual(m, &used), free_rows = m->n - used - 1;
  for (uint32_t i = 0; i < m->count; i++)
    out[i] = free_rows > 0 ? coefficient_at(m, i, rss / free_rows) : (coefficient){.n = m->rows[i]};
  return m->yy > 0 ? nearest(10000 * (1 - rss / m->yy)) : 0;
}

/* ---- Which themes ---- */

static int64_t theme_rows(const report *r, uint32_t theme) {
  return of_signs(r->extras.drivers + (size_t)theme * D_FIELDS + D_N, 7);
}

static uint32_t choose(const report *r, variable *x) {
  uint32_t n = 0;
  for (uint32_t theme = 0; theme < r->names->theme_count; theme++) {
    int64_t rows = theme_rows(r, theme);
    if (rows < DRIVER_LEAST || rows >= r->extras.outcome[0] || r->names->themes[theme].overall) continue;
    uint32_t at = n;
    while (at && theme_rows(r, x[at - 1].theme) < rows) at--;
    if (at == DRIVERS_MAX) continue;
    if (n == DRIVERS_MAX) n--;
    for (uint32_t i = n; i > at; i--) x[i] = x[i - 1];
    x[at] = (variable){theme, 7};
    n++;
  }
  return n;
}

static void fill_signed(normal *m, const report *r, const variable *x, driver_model *out, double penalty) {
  variable both[WIDE] = {{0, 0}};
  coefficient found[WIDE];
  uint32_t n = 0;
  for (uint32_t i = 0; i < out->count; i++)
    for (unsigned sign = 1; sign < SIGNS; sign++)
      if (of_signs(r->extras.drivers + (size_t)x[i].theme * D_FIELDS + D_N, 1u << sign) >= DRIVER_LEAST)
        both[n++] = (variable){x[i].theme, 1u << sign};
  fill_moments(m, r, both, n);
  out->r2_signed = run_model(m, penalty, found);
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t k = 0; k < out->count; k++)
      if (out->list[k].theme == both[i].theme)
        *(both[i].signs == 2 ? &out->list[k].positive : &out->list[k].negative) = found[i];
}

static void fill_mentions(normal *m, const report *r, const variable *x, driver_model *out, double penalty) {
  coefficient found[DRIVERS_MAX];
  fill_moments(m, r, x, out->count);
  invert(m, 0);
  for (uint32_t i = 0; i < out->count; i++)
    found[i].vif = m->out[i] ? 0 : nearest(10000 * (m->inverse[i][i] * m->xx[i][i]));
  for (uint32_t i = 0; i < out->count; i++) out->list[i].mention.vif = found[i].vif;
  out->r2 = run_model(m, penalty, found);
  for (uint32_t i = 0; i < out->count; i++) {
    int64_t vif = out->list[i].mention.vif;
    out->list[i].mention = found[i];
    out->list[i].mention.vif = vif;
  }
}

vox_status drivers_of(const report *r, driver_model *out, vox_error *err) {
  variable x[DRIVERS_MAX];
  *out = (driver_model){.n = r->extras.outcome[0]};
  out->few = out->n < DRIVER_ROWS;
  out->count = choose(r, x);
  if (!out->count || out->n < 3) return out->count = 0, VOX_OK;
  normal *m = mem_array(r->mem, 1, sizeof *m);
  if (!m) return fail_memory(err);
  double penalty = (double)out->n * (double)r->telling.ridge / 1000;
  for (uint32_t i = 0; i < out->count; i++) out->list[i].theme = x[i].theme;
  out->known = true;
  fill_mentions(m, r, x, out, penalty);
  fill_signed(m, r, x, out, penalty);
  mem_put(r->mem, m, sizeof *m);
  return VOX_OK;
}
