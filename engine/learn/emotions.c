/* emotions.c - see emotions.h. */
#include "learn/emotions.h"
#include "learn/common.h"
#include "learn/fit.h"
#include "learn/number.h"
#include <stdlib.h>

#define NO_COLUMN 0xFFFFFFFFu

/* One emotion against the rest, over rows that a fit may see. */
typedef struct task {
  const corpus *c;
  const emotions_options *o;
  mem *mem;
  unsigned emotion, leave_folds;
  const uint32_t *chosen; /* samples that take part */
  size_t chosen_count;
  fit_row *rows;
  uint32_t *cells, *column;
  double *scale, *u;
  size_t row_count, column_count;
  uint32_t *seen, *with; /* of each feature: rows, and those with the emotion */
  double bias;
} task;

static bool has_emotion(const task *t, const sample *s) { return s->emotions >> t->emotion & 1; }

static void count_words(task *t) {
  memset(t->seen, 0, t->c->list.len * sizeof *t->seen);
  memset(t->with, 0, t->c->list.len * sizeof *t->with);
  t->row_count = 0;
  for (size_t i = 0; i < t->chosen_count; i++) {
    const sample *s = &t->c->samples.ptr[t->chosen[i]];
    if (s->folds & t->leave_folds) continue;
    t->row_count++;
    for (uint32_t k = 0; k < s->count; k++) {
      uint32_t f = t->c->cells.ptr[s->first + k] >> 1;
      t->seen[f]++;
      t->with[f] += has_emotion(t, s);
    }
  }
}

static void choose_columns(task *t) {
  t->column_count = 0;
  for (size_t f = 0; f < t->c->list.len; f++) {
    const feature *it = &t->c->list.ptr[f];
    bool in = it->kind == FEATURE_WORD && t->seen[f] >= t->o->min_rows && !feature_is_stopped(t->c, it);
    t->column[f] = in ? (uint32_t)t->column_count++ : NO_COLUMN;
  }
}

/* Rows over columns; both classes half evened out. */
static void lay_rows(task *t) {
  size_t at = 0, n = 0, gold = 0;
  for (size_t i = 0; i < t->chosen_count; i++) {
    const sample *s = &t->c->samples.ptr[t->chosen[i]];
    if (s->folds & t->leave_folds) continue;
    fit_row *row = &t->rows[n++];
    *row = (fit_row){t->cells + at, 0, has_emotion(t, s) ? 1 : -1, 1,
                     t->c->hand.ptr[t->chosen[i]].of[t->emotion] / 100.0};
    gold += row->label > 0;
    for (uint32_t k = 0; k < s->count; k++) {
      uint32_t column = t->column[t->c->cells.ptr[s->first + k] >> 1];
      if (column != NO_COLUMN) t->cells[at++] = column << 1;
    }
    row->count = (uint32_t)(t->cells + at - row->cells);
  }
  for (size_t i = 0; i < n; i++) {
    double size = (double)(t->rows[i].label > 0 ? gold : n - gold), even = (double)n / 2 / size;
    double weight = t->o->balance * even + 1 - t->o->balance;
    t->rows[i].weight = weight < t->o->most_weight ? weight : t->o->most_weight;
  }
}

/* |log| of a word's share among rows with the emotion over that among the others. */
static void scale_columns(task *t) {
  double with = (double)t->column_count, without = (double)t->column_count;
  for (size_t f = 0; f < t->c->list.len; f++)
    if (t->column[f] != NO_COLUMN) with += t->with[f], without += t->seen[f] - t->with[f];
  for (size_t f = 0; f < t->c->list.len; f++) {
    if (t->column[f] == NO_COLUMN) continue;
    double ratio = ((t->with[f] + 1) / with) / ((t->seen[f] - t->with[f] + 1) / without);
    double size = log_of(ratio);
    t->scale[t->column[f]] = size < 0 ? -size : size;
  }
}

static vox_status fit_columns(task *t, vox_error *err) {
  lay_rows(t);
  scale_columns(t);
  memset(t->u, 0, t->column_count * sizeof *t->u);
  fit_problem p = {t->rows, t->row_count, t->scale, t->column_count, t->o->cost, 0, true, false};
  fit_result r = {t->u, 0, 1, 0};
  vox_status status = fit_logistic(&p, &r, t->mem, err);
  t->bias = r.bias;
  return status;
}

static double weight_of(const task *t, size_t f) {
  return t->column[f] == NO_COLUMN ? 0 : t->scale[t->column[f]] * t->u[t->column[f]];
}

/* Columns anew for the best words. */
static bool prune(task *t) {
  candidate *list = mem_array(t->mem, t->column_count + 1, sizeof *list);
  size_t n = 0, cap = t->column_count + 1;
  if (!list) return false;
  for (size_t f = 0; f < t->c->list.len; f++) {
    double weight = weight_of(t, f), size = weight < 0 ? -weight : weight;
    if (size >= t->o->least) list[n++] = (candidate){size * root_of(t->seen[f]), (uint32_t)f};
  }
  if (n) qsort(list, n, sizeof *list, candidate_order);
  if (n > t->o->most) n = t->o->most;
  for (size_t f = 0; f < t->c->list.len; f++) t->column[f] = NO_COLUMN;
  for (size_t i = 0; i < n; i++) t->column[list[i].feature] = (uint32_t)i;
  t->column_count = n;
  mem_put(t->mem, list, cap * sizeof *list);
  return true;
}

static vox_status fit_emotion(task *t, vox_error *err) {
  count_words(t);
  choose_columns(t);
  vox_status status = fit_columns(t, err);
  if (status != VOX_OK) return status;
  return prune(t) ? fit_columns(t, err) : fail_memory(err);
}

static int16_t rounded(const task *t, size_t f) {
  double weight = weight_of(t, f) * 100;
  int centi = (int)(weight < 0 ? weight - 0.5 : weight + 0.5);
  if (abs(centi) < (int)(t->o->least * 100)) centi = 0;
  return (int16_t)(centi > 999 ? 999 : centi < -999 ? -999 : centi);
}

static double margin_of(const task *t, uint32_t number) {
  const sample *s = &t->c->samples.ptr[number];
  double sum = t->bias + t->c->hand.ptr[number].of[t->emotion] / 100.0;
  for (uint32_t k = 0; k < s->count; k++) sum += weight_of(t, t->c->cells.ptr[s->first + k] >> 1);
  return sum;
}

/* ---- Offsets ---- */

/* Rows, their margins by fits that did not see them for each emotion, and the shifts being tried. */
typedef struct tuning {
  const corpus *c;
  const uint32_t *row;
  double *margin; /* row-major, EMOTION_COUNT each */
  size_t count;
  double shift[EMOTION_COUNT];
  uint16_t learned; /* bits */
} tuning;

enum { NONE = EMOTION_COUNT };

static unsigned answer_of(const tuning *t, size_t i) {
  unsigned best = NONE;
  double most = 0;
  for (unsigned e = 0; e < EMOTION_COUNT; e++) {
    double over = t->margin[i * EMOTION_COUNT + e] - t->shift[e];
    if (t->learned >> e & 1 && over > most) most = over, best = e;
  }
  return best;
}

static double macro_f1(const tuning *t) {
  size_t right[NONE + 1] = {0}, wrong[NONE + 1] = {0}, missed[NONE + 1] = {0};
  double sum = 0, classes = 0;
  for (size_t i = 0; i < t->count; i++) {
    unsigned gold = t->c->samples.ptr[t->row[i]].emotions & t->learned, got = answer_of(t, i);
    if (got == NONE ? gold == 0 : gold >> got & 1)
      right[got]++;
    else
      wrong[got]++, missed[gold ? (unsigned)__builtin_ctz(gold) : NONE]++;
  }
  for (unsigned e = 0; e <= NONE; e++) {
    if (e < NONE && !(t->learned >> e & 1)) continue;
    classes++;
    if (right[e]) sum += 2.0 * (double)right[e] / (double)(2 * right[e] + wrong[e] + missed[e]);
  }
  return sum / classes;
}

/* Coordinate by coordinate, in steps of a tenth: few rows know no more. */
static void tune(tuning *t) {
  double best = macro_f1(t);
  for (int round = 0; round < 3; round++)
    for (unsigned e = 0; e < EMOTION_COUNT; e++) {
      if (!(t->learned >> e & 1)) continue;
      double keep = t->shift[e];
      for (int step = -20; step <= 20; step++) {
        t->shift[e] = step / 10.0;
        double there = macro_f1(t);
        if (there > best) best = there, keep = t->shift[e];
      }
      t->shift[e] = keep;
    }
}

/* ---- The order of work ---- */

typedef struct bench {
  task task;
  tuning tuning;
  emotions *w;
  uint32_t *chosen;
} bench;

static void choose_rows(bench *b, const corpus *c, const emotions_options *o) {
  for (size_t i = 0; i < c->samples.len; i++) {
    const sample *s = &c->samples.ptr[i];
    if (!s->learn || s->folds & o->leave_folds) continue;
    b->chosen[b->task.chosen_count++] = (uint32_t)i;
    for (unsigned e = 0; e < EMOTION_COUNT; e++) b->w->of[e].gold += s->emotions >> e & 1;
  }
  b->w->row_count = b->tuning.count = b->task.chosen_count;
  for (unsigned e = 0; e < EMOTION_COUNT; e++) {
    b->w->of[e].learned = b->w->of[e].gold >= o->min_gold;
    b->tuning.learned |= (uint16_t)(b->w->of[e].learned << e);
  }
}

/* Margins of every row by a fit that did not see its fold. */
static vox_status fill_margins(bench *b, unsigned e, vox_error *err) {
  task *t = &b->task;
  for (unsigned k = 0; k < FOLDS; k++) {
    if (t->o->leave_folds >> k & 1) continue;
    t->leave_folds = t->o->leave_folds | 1u << k;
    vox_status status = fit_emotion(t, err);
    if (status != VOX_OK) return status;
    for (size_t i = 0; i < t->chosen_count; i++)
      if (t->c->samples.ptr[t->chosen[i]].folds >> k & 1)
        b->tuning.margin[i * EMOTION_COUNT + e] = margin_of(t, t->chosen[i]);
  }
  return VOX_OK;
}

/* Once fold by fold for the margins that offsets are tuned on, once with all rows for what ships. */
static vox_status learn_emotion(bench *b, unsigned e, vox_error *err) {
  task *t = &b->task;
  emotion_weights *w = &b->w->of[e];
  t->emotion = e;
  vox_status status = fill_margins(b, e, err);
  if (status != VOX_OK) return status;
  t->leave_folds = t->o->leave_folds;
  if ((status = fit_emotion(t, err)) != VOX_OK) return status;
  w->centi = mem_array(b->w->mem, t->c->list.len, sizeof *w->centi);
  w->rows = mem_array(b->w->mem, t->c->list.len, sizeof *w->rows);
  if (!w->centi || !w->rows) return fail_memory(err);
  for (size_t f = 0; f < t->c->list.len; f++) w->kept += (w->centi[f] = rounded(t, f)) != 0;
  memcpy(w->rows, t->with, t->c->list.len * sizeof *w->rows);
  memcpy(b->w->rows, t->seen, t->c->list.len * sizeof *b->w->rows);
  w->offset = (int32_t)(-t->bias * 100 + (t->bias < 0 ? 0.5 : -0.5));
  return VOX_OK;
}

static vox_status learn_all(bench *b, vox_error *err) {
  for (unsigned e = 0; e < EMOTION_COUNT; e++) {
    vox_status status = b->w->of[e].learned ? learn_emotion(b, e, err) : VOX_OK;
    if (status != VOX_OK) return status;
  }
  tune(&b->tuning);
  for (unsigned e = 0; e < EMOTION_COUNT; e++) {
    double shift = b->tuning.shift[e] * 100;
    int32_t offset = b->w->of[e].offset + (int32_t)(shift < 0 ? shift - 0.5 : shift + 0.5);
    b->w->of[e].offset = offset > 999 ? 999 : offset < -999 ? -999 : offset;
  }
  return VOX_OK;
}

static bool bench_open(bench *b, emotions *w, const corpus *c, const emotions_options *o, mem *m) {
  size_t n = c->list.len + 1, rows = c->samples.len + 1;
  *b = (bench){.w = w};
  task *t = &b->task;
  *t = (task){.c = c, .o = o, .mem = m};
  b->tuning.c = c;
  b->chosen = mem_array(m, rows, sizeof *b->chosen);
  b->tuning.row = b->chosen;
  b->tuning.margin = mem_array(m, rows * EMOTION_COUNT, sizeof *b->tuning.margin);
  t->rows = mem_array(m, rows, sizeof *t->rows);
  t->cells = mem_array(m, c->cells.len + 1, sizeof *t->cells);
  t->column = mem_array(m, n, sizeof *t->column);
  t->scale = mem_array(m, n, sizeof *t->scale);
  t->u = mem_array(m, n, sizeof *t->u);
  t->seen = mem_array(m, n, sizeof *t->seen);
  t->with = mem_array(m, n, sizeof *t->with);
  t->chosen = b->chosen;
  return b->chosen && b->tuning.margin && t->rows && t->cells && t->column && t->scale && t->u && t->seen &&
         t->with;
}

static void bench_close(bench *b, const corpus *c, mem *m) {
  size_t n = c->list.len + 1, rows = c->samples.len + 1;
  task *t = &b->task;
  mem_put(m, b->chosen, rows * sizeof *b->chosen);
  mem_put(m, b->tuning.margin, rows * EMOTION_COUNT * sizeof *b->tuning.margin);
  mem_put(m, t->rows, rows * sizeof *t->rows);
  mem_put(m, t->cells, (c->cells.len + 1) * sizeof *t->cells);
  mem_put(m, t->column, n * sizeof *t->column);
  mem_put(m, t->scale, n * sizeof *t->scale);
  mem_put(m, t->u, n * sizeof *t->u);
  mem_put(m, t->seen, n * sizeof *t->seen);
  mem_put(m, t->with, n * sizeof *t->with);
}

vox_status emotions_learn(emotions *w, const corpus *c, const emotions_options *o, mem *m, vox_error *err) {
  bench b;
  *w = (emotions){.mem = m, .count = c->list.len};
  w->rows = mem_array(m, c->list.len, sizeof *w->rows);
  bool ok = bench_open(&b, w, c, o, m) && w->rows;
  vox_status status = ok ? VOX_OK : fail_memory(err);
  if (ok) choose_rows(&b, c, o);
  if (ok && !b.tuning.learned)
    status = fail(err, VOX_ERR_ARGUMENT, "no emotion stands in %u rows or more", o->min_gold);
  if (status == VOX_OK) status = learn_all(&b, err);
  bench_close(&b, c, m);
  if (status != VOX_OK) emotions_free(w);
  return status;
}

void emotions_free(emotions *w) {
  if (!w->mem) return;
  for (unsigned e = 0; e < EMOTION_COUNT; e++) {
    mem_put(w->mem, w->of[e].centi, w->of[e].centi ? w->count * sizeof *w->of[e].centi : 0);
    mem_put(w->mem, w->of[e].rows, w->of[e].rows ? w->count * sizeof *w->of[e].rows : 0);
  }
  mem_put(w->mem, w->rows, w->rows ? w->count * sizeof *w->rows : 0);
  *w = (emotions){0};
}
