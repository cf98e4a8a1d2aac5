/* fit.c - see fit.h. The variables lie in one vector: u, then bias, then lambda. */
#include "learn/fit.h"
#include "learn/number.h"
#include <string.h>

enum { HISTORY = 8, ROUNDS = 150, HALVINGS = 30 };
static const double ENOUGH = 1e-3; /* gradient at the end, as part of that at the beginning */

typedef struct work {
  const fit_problem *p;
  size_t n;
  double *x, *gradient, *next, *next_gradient, *direction;
  double *weight, *slope;  /* of each column: scale * u, and the loss's slope by it */
  double *steps, *changes; /* HISTORY vectors each */
  double rho[HISTORY];
  size_t kept;
} work;

static double dot(const double *a, const double *b, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

static double value_of(const fit_problem *p, uint32_t cell) { return cell & 1 ? 1 + p->repeat : 1; }

static double margin_of(const work *w, const double *x, const fit_row *row) {
  double sum = x[w->p->column_count] + x[w->p->column_count + 1] * row->prior;
  for (uint32_t i = 0; i < row->count; i++)
    sum += w->weight[row->cells[i] >> 1] * value_of(w->p, row->cells[i]);
  return sum;
}

/* The loss at x; its gradient into `gradient`. */
static double loss_at(work *w, const double *x, double *gradient) {
  const fit_problem *p = w->p;
  size_t n = p->column_count;
  double loss = dot(x, x, n) / 2;
  gradient[n] = gradient[n + 1] = 0;
  for (size_t i = 0; i < n; i++) w->weight[i] = p->scale[i] * x[i], w->slope[i] = 0;
  for (size_t i = 0; i < p->row_count; i++) {
    const fit_row *row = &p->rows[i];
    double z = row->label * margin_of(w, x, row), cost = p->cost * row->weight;
    double slope = -cost * row->label * sigma_of(-z);
    loss += cost * log1p_exp(-z);
    gradient[n] += slope;
    gradient[n + 1] += slope * row->prior;
    for (uint32_t k = 0; k < row->count; k++)
      w->slope[row->cells[k] >> 1] += slope * value_of(p, row->cells[k]);
  }
  for (size_t i = 0; i < n; i++) gradient[i] = x[i] + p->scale[i] * w->slope[i];
  if (!p->free_bias) gradient[n] = 0;
  if (!p->free_lambda) gradient[n + 1] = 0;
  return loss;
}

/* The direction of quasi-Newton descent from the history (Nocedal's two loops). */
static void choose_direction(work *w) {
  double alpha[HISTORY];
  size_t n = w->n, from = w->kept > HISTORY ? w->kept - HISTORY : 0;
  for (size_t i = 0; i < n; i++) w->direction[i] = -w->gradient[i];
  for (size_t k = w->kept; k-- > from;) {
    double *s = w->steps + k % HISTORY * n, *y = w->changes + k % HISTORY * n;
    alpha[k % HISTORY] = w->rho[k % HISTORY] * dot(s, w->direction, n);
    for (size_t i = 0; i < n; i++) w->direction[i] -= alpha[k % HISTORY] * y[i];
  }
  if (w->kept) {
    double *y = w->changes + (w->kept - 1) % HISTORY * n;
    double shrink = 1 / (w->rho[(w->kept - 1) % HISTORY] * dot(y, y, n));
    for (size_t i = 0; i < n; i++) w->direction[i] *= shrink;
  }
  for (size_t k = from; k < w->kept; k++) {
    double *s = w->steps + k % HISTORY * n, *y = w->changes + k % HISTORY * n;
    double beta = w->rho[k % HISTORY] * dot(y, w->direction, n);
    for (size_t i = 0; i < n; i++) w->direction[i] += s[i] * (alpha[k % HISTORY] - beta);
  }
}

/* Keeps the step just made, if it bends the right way. */
static void remember(work *w) {
  double *s = w->steps + w->kept % HISTORY * w->n, *y = w->changes + w->kept % HISTORY * w->n;
  for (size_t i = 0; i < w->n; i++) s[i] = w->next[i] - w->x[i], y[i] = w->next_gradient[i] - w->gradient[i];
  double bend = dot(s, y, w->n);
  if (bend <= 0) return;
  w->rho[w->kept % HISTORY] = 1 / bend;
  w->kept++;
}

/* Steps along the direction until the loss falls enough; false when it does not. */
static bool make_step(work *w, double *loss, double first) {
  double slope = dot(w->gradient, w->direction, w->n), step = first;
  for (int i = 0; i < HALVINGS && slope < 0; i++, step /= 2) {
    for (size_t k = 0; k < w->n; k++) w->next[k] = w->x[k] + step * w->direction[k];
    double there = loss_at(w, w->next, w->next_gradient);
    if (there > *loss + 1e-4 * step * slope) continue;
    remember(w);
    double *x = w->x, *g = w->gradient;
    w->x = w->next, w->next = x;
    w->gradient = w->next_gradient, w->next_gradient = g;
    *loss = there;
    return true;
  }
  return false;
}

static unsigned descend(work *w) {
  double loss = loss_at(w, w->x, w->gradient);
  double begin = root_of(dot(w->gradient, w->gradient, w->n)), now = begin;
  unsigned round = 0;
  for (; round < ROUNDS && now > ENOUGH * begin; round++) {
    choose_direction(w);
    if (!make_step(w, &loss, round ? 1 : 1 / (now > 1 ? now : 1))) break;
    now = root_of(dot(w->gradient, w->gradient, w->n));
  }
  return round;
}

vox_status fit_logistic(const fit_problem *p, fit_result *r, mem *m, vox_error *err) {
  size_t n = p->column_count + 2, total = n * (7 + 2 * HISTORY);
  double *all = mem_array(m, total, sizeof *all);
  if (!all) return fail_memory(err);
  work w = {.p = p, .n = n, .x = all, .gradient = all + n, .next = all + 2 * n, .next_gradient = all + 3 * n};
  w.direction = all + 4 * n;
  w.weight = all + 5 * n;
  w.slope = all + 6 * n;
  w.steps = all + 7 * n;
  w.changes = w.steps + HISTORY * n;
  memcpy(w.x, r->u, p->column_count * sizeof *r->u);
  w.x[n - 2] = r->bias;
  w.x[n - 1] = r->lambda;
  r->rounds = descend(&w);
  memcpy(r->u, w.x, p->column_count * sizeof *r->u);
  r->bias = w.x[n - 2];
  r->lambda = w.x[n - 1];
  mem_put(m, all, total * sizeof *all);
  return VOX_OK;
}
