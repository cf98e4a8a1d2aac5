/* theme_fit.c - see themes.h. Floating point stays here: what is written are whole hundredths. */
#include "learn/fit.h"
#include "learn/number.h"
#include "learn/themes.h"
#include <stdlib.h>

#define NO_COLUMN 0xFFFFFFFFu
enum { ROUNDS = 3, ALL_ROWS = 255, FEW_ROWS = 40 };
static const double LEAST = 0.05; /* smaller weights are nobody's reason */

typedef struct term_count {
  uint32_t with, without;
} term_count;

/* What one label is learned from. */
typedef struct bench {
  const theme_corpus *c;
  const theme_options *o;
  mem *mem;
  size_t label;
  unsigned leave_inner; /* part of the rows that is not learned from; ALL_ROWS: none */
  term_count *seen;     /* of each term */
  uint32_t *column;     /* of each term; NO_COLUMN: left out */
  uint32_t *term;       /* of each column */
  double *scale, *u;    /* of each column */
  size_t columns;
  fit_row *rows;
  size_t row_count;
  uint32_t *cells; /* of columns */
  uint32_t sides[2];
  double bias;
} bench;

static bool takes_part(const bench *b, const theme_row *r) {
  return !(r->folds & b->o->leave_folds) && r->inner != b->leave_inner;
}

static bool has_label(const bench *b, const theme_row *r) { return r->labels >> b->label & 1; }

static void count_terms(bench *b) {
  memset(b->seen, 0, b->c->terms.len * sizeof *b->seen);
  b->sides[0] = b->sides[1] = 0;
  for (size_t i = 0; i < b->c->rows.len; i++) {
    const theme_row *r = &b->c->rows.ptr[i];
    if (!takes_part(b, r)) continue;
    bool with = has_label(b, r);
    b->sides[!with]++;
    for (uint32_t k = 0; k < r->count; k++) {
      term_count *n = &b->seen[b->c->cells.ptr[r->first + k]];
      if (with)
        n->with++;
      else
        n->without++;
    }
  }
}

/* log of a term's share of the label's rows over its share of the others; above 0: it speaks for the label.
 */
static double ratio_of(const bench *b, size_t t) {
  const term_count *n = &b->seen[t];
  return log_of((n->with + 0.5) / (b->sides[0] + 1.0)) - log_of((n->without + 0.5) / (b->sides[1] + 1.0));
}

static void choose_columns(bench *b) {
  b->columns = 0;
  for (size_t t = 0; t < b->c->terms.len; t++) {
    double ratio = ratio_of(b, t);
    bool in = b->seen[t].with >= 2 && b->seen[t].with + b->seen[t].without >= b->o->min_rows && ratio > 0.1;
    b->column[t] = in ? (uint32_t)b->columns : NO_COLUMN;
    if (!in) continue;
    b->term[b->columns] = (uint32_t)t;
    b->u[b->columns] = 0;
    b->scale[b->columns++] = ratio;
  }
}

/* Rows over columns; weights of both sides as many as they are. */
static void gather_rows(bench *b) {
  size_t at = 0;
  b->row_count = 0;
  for (size_t i = 0; i < b->c->rows.len; i++) {
    const theme_row *r = &b->c->rows.ptr[i];
    if (!takes_part(b, r)) continue;
    fit_row *row = &b->rows[b->row_count++];
    *row = (fit_row){b->cells + at, 0, has_label(b, r) ? 1 : -1, 1, 0};
    for (uint32_t k = 0; k < r->count; k++) {
      uint32_t column = b->column[b->c->cells.ptr[r->first + k]];
      if (column != NO_COLUMN) b->cells[at++] = column << 1, row->count++;
    }
  }
}

static vox_status fit_once(bench *b, vox_error *err) {
  gather_rows(b);
  fit_problem p = {b->rows, b->row_count, b->scale, b->columns, b->o->cost, 0, true, false};
  fit_result r = {b->u, b->bias, 0, 0};
  vox_status status = fit_logistic(&p, &r, b->mem, err);
  b->bias = r.bias;
  return status;
}

typedef struct candidate {
  double value;
  uint32_t column;
} candidate;

static int by_value(const void *left, const void *right) {
  const candidate *a = left, *b = right;
  if (a->value != b->value) return a->value > b->value ? -1 : 1;
  return (a->column > b->column) - (a->column < b->column);
}

/* Columns of negative weight go, and all but the best `most`. The rest keep their order. False when memory
 * ends. */
static bool prune(bench *b, size_t most) {
  candidate *list = mem_array(b->mem, b->columns + 1, sizeof *list);
  size_t n = 0, kept = 0, all = b->columns + 1;
  if (!list) return false;
  for (size_t i = 0; i < b->columns; i++) {
    double weight = b->scale[i] * b->u[i];
    const term_count *seen = &b->seen[b->term[i]];
    if (weight >= LEAST) list[n++] = (candidate){weight * root_of(seen->with + seen->without), (uint32_t)i};
  }
  qsort(list, n, sizeof *list, by_value);
  for (size_t i = 0; i < b->columns; i++) b->column[b->term[i]] = NO_COLUMN;
  for (size_t i = 0; i < n && i < most; i++) b->column[b->term[list[i].column]] = 0;
  for (size_t i = 0; i < b->columns; i++) {
    if (b->column[b->term[i]] == NO_COLUMN) continue;
    b->column[b->term[i]] = (uint32_t)kept;
    b->term[kept] = b->term[i], b->scale[kept] = b->scale[i], b->u[kept++] = b->u[i];
  }
  b->columns = kept;
  mem_put(b->mem, list, all * sizeof *list);
  return true;
}

static vox_status learn(bench *b, vox_error *err) {
  vox_status status = VOX_OK;
  count_terms(b);
  choose_columns(b);
  b->bias = 0;
  for (int round = 0; round < ROUNDS && status == VOX_OK; round++) {
    status = fit_once(b, err);
    if (status == VOX_OK && !prune(b, round ? b->o->most : 4 * (size_t)b->o->most)) status = fail_memory(err);
  }
  return status;
}

/* ---- The offset ---- */

typedef struct scored {
  double score;
  bool with;
} scored;

static int by_score(const void *left, const void *right) {
  const scored *a = left, *b = right;
  if (a->score != b->score) return a->score > b->score ? -1 : 1;
  return (int)b->with - (int)a->with;
}

static double score_row(const bench *b, const theme_row *r) {
  double sum = b->bias;
  for (uint32_t k = 0; k < r->count; k++) {
    uint32_t column = b->column[b->c->cells.ptr[r->first + k]];
    if (column != NO_COLUMN) sum += b->scale[column] * b->u[column];
  }
  return sum;
}

/* Scores of rows that were left out while their scores were learned. */
static vox_status score_inner(bench *b, scored *list, size_t *count, vox_error *err) {
  *count = 0;
  for (b->leave_inner = 0; b->leave_inner < INNER_FOLDS; b->leave_inner++) {
    vox_status status = learn(b, err);
    if (status != VOX_OK) return status;
    for (size_t i = 0; i < b->c->rows.len; i++) {
      const theme_row *r = &b->c->rows.ptr[i];
      if (r->inner != b->leave_inner || r->folds & b->o->leave_folds) continue;
      list[(*count)++] = (scored){score_row(b, r), has_label(b, r)};
    }
  }
  return VOX_OK;
}

/* A finding is worth making when it is right so often: at the best F1 over all labels together, F / 2. */
static const double WORTH = 0.42;

typedef struct cut_point {
  double score, value, f1;
} cut_point;

/* The score from which on a row has the label: where the findings' worth is greatest; where none has any, as
 * of a label that is hard to tell, where F1 is. Drawn towards `even` when rows are few. */
static double best_bound(scored *list, size_t n, double even, int32_t *f1) {
  size_t with = 0, right = 0;
  cut_point worth = {even, 0, 0}, best = {even, 0, 0};
  if (n) qsort(list, n, sizeof *list, by_score);
  for (size_t i = 0; i < n; i++) with += list[i].with;
  for (size_t i = 0; i < n; i++) {
    right += list[i].with;
    if (i + 1 < n && list[i + 1].score == list[i].score) continue;
    double now = 2.0 * (double)right / (double)(i + 1 + with),
           value = (double)right - WORTH * (double)(i + 1);
    double middle = i + 1 < n ? (list[i].score + list[i + 1].score) / 2 : list[i].score;
    if (now > best.f1) best = (cut_point){middle, value, now};
    if (value > worth.value) worth = (cut_point){middle, value, now};
  }
  if (worth.value > 0) best = worth;
  *f1 = (int32_t)(10000 * best.f1 + 0.5);
  double trust = (double)with / (double)(with + FEW_ROWS);
  return trust * best.score + (1 - trust) * even;
}

/* ---- The whole ---- */

static int by_weight(const void *left, const void *right) {
  const weighted_term *a = left, *b = right;
  if (a->centi != b->centi) return a->centi > b->centi ? -1 : 1;
  return (a->term > b->term) - (a->term < b->term);
}

static int32_t centi_of(double x) { return (int32_t)(x * 100 + (x < 0 ? -0.5 : 0.5)); }

static vox_status take_terms(const bench *b, double bound, weighted_theme *out, vox_error *err) {
  out->room = b->columns;
  out->list = mem_array(b->mem, b->columns, sizeof *out->list);
  if (!out->list) return fail_memory(err);
  for (size_t i = 0; i < b->columns; i++) {
    int32_t centi = centi_of(b->scale[i] * b->u[i]);
    const term_count *seen = &b->seen[b->term[i]];
    if (centi > 9999) centi = 9999;
    if (centi > 0) out->list[out->count++] = (weighted_term){b->term[i], centi, seen->with, seen->without};
  }
  if (out->count) qsort(out->list, out->count, sizeof *out->list, by_weight);
  out->offset = centi_of(b->bias - bound);
  if (out->offset > 9999) out->offset = 9999;
  if (out->offset < -9999) out->offset = -9999;
  out->rows = b->sides[0];
  return VOX_OK;
}

static vox_status fit_label(bench *b, weighted_theme *out, scored *list, vox_error *err) {
  size_t count;
  vox_status status = score_inner(b, list, &count, err);
  if (status != VOX_OK) return status;
  double bound = best_bound(list, count, -0.3, &out->f1);
  b->leave_inner = ALL_ROWS;
  status = learn(b, err);
  return status == VOX_OK ? take_terms(b, bound, out, err) : status;
}

vox_status theme_fit(const theme_corpus *c, const theme_options *o, size_t label, weighted_theme *out, mem *m,
                     vox_error *err) {
  size_t terms = c->terms.len, rows = c->rows.len, cells = c->cells.len;
  bench b = {.c = c, .o = o, .mem = m, .label = label};
  *out = (weighted_theme){.count = 0};
  b.seen = mem_array(m, terms, sizeof *b.seen);
  b.column = mem_array(m, terms, sizeof *b.column);
  b.term = mem_array(m, terms, sizeof *b.term);
  b.scale = mem_array(m, terms, sizeof *b.scale);
  b.u = mem_array(m, terms, sizeof *b.u);
  b.rows = mem_array(m, rows, sizeof *b.rows);
  b.cells = mem_array(m, cells, sizeof *b.cells);
  scored *list = mem_array(m, rows, sizeof *list);
  bool ok = b.seen && b.column && b.term && b.scale && b.u && b.rows && b.cells && list;
  vox_status status = ok ? fit_label(&b, out, list, err) : fail_memory(err);
  mem_put(m, b.seen, terms * sizeof *b.seen);
  mem_put(m, b.column, terms * sizeof *b.column);
  mem_put(m, b.term, terms * sizeof *b.term);
  mem_put(m, b.scale, terms * sizeof *b.scale);
  mem_put(m, b.u, terms * sizeof *b.u);
  mem_put(m, b.rows, rows * sizeof *b.rows);
  mem_put(m, b.cells, cells * sizeof *b.cells);
  mem_put(m, list, rows * sizeof *list);
  if (status != VOX_OK) weighted_theme_free(out, m);
  return status;
}

void weighted_theme_free(weighted_theme *t, mem *m) {
  mem_put(m, t->list, t->room * sizeof *t->list);
  *t = (weighted_theme){.count = 0};
}
