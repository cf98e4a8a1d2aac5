/* measure.c - figures of one sample of rows, then of resamples drawn with replacement for their intervals.
 * Figures are ratios of whole numbers wherever they can be. */
#include "learn/measure.h"
#include "learn/number.h"
#include <stdlib.h>
#include <string.h>

enum { FIGURES = 5 }; /* accuracy, macro_f1, auc, spearman, macro_f1_3 */

typedef struct bench {
  const measured_rows *rows;
  uint32_t *times;               /* how often each row was drawn */
  uint32_t *by_score, *by_grade; /* rows in that order */
  double *rank_score, *rank_grade;
  double values[FIGURES];
} bench;

static int side_of(const measured_row *r) { return (r->got.score > 0) - (r->got.score < 0); }
static bool is_polar(const measured_row *r) { return r->gold.has_label && r->gold.label; }

/* F1 of one class from rows right, rows said to be of it, rows of it. */
static double f1_of(double right, double said, double gold) {
  return said + gold > 0 ? 2 * right / (said + gold) : 0;
}

static void measure_polar(bench *b) {
  double all = 0, halves = 0, right[2] = {0}, said[2] = {0}, gold[2] = {0};
  for (size_t i = 0; i < b->rows->len; i++) {
    const measured_row *r = &b->rows->ptr[i];
    double n = b->times[i];
    if (!is_polar(r)) continue;
    int side = side_of(r), is = r->gold.label < 0;
    all += n;
    gold[is] += n;
    halves += side == 0 ? n : side == r->gold.label ? 2 * n : 0;
    if (side) said[side < 0] += n;
    if (side == r->gold.label) right[is] += n;
  }
  b->values[0] = all > 0 ? halves / 2 / all : 0;
  b->values[1] = (f1_of(right[0], said[0], gold[0]) + f1_of(right[1], said[1], gold[1])) / 2;
}

/* The share of pairs of a positive and a negative row that stand in the right order, ties one half. */
static void measure_auc(bench *b) {
  double below = 0, pairs = 0, positive = 0, negative = 0;
  size_t n = b->rows->len;
  for (size_t i = 0, end; i < n; i = end) {
    double here[2] = {0, 0};
    vox_score score = b->rows->ptr[b->by_score[i]].got.score;
    for (end = i; end < n && b->rows->ptr[b->by_score[end]].got.score == score; end++) {
      const measured_row *r = &b->rows->ptr[b->by_score[end]];
      if (is_polar(r)) here[r->gold.label < 0] += b->times[b->by_score[end]];
    }
    pairs += here[0] * (below + here[1] / 2);
    below += here[1];
    positive += here[0];
    negative += here[1];
  }
  b->values[2] = positive > 0 && negative > 0 ? pairs / (positive * negative) : 0;
}

typedef double (*key_fn)(const measured_row *r);
static double score_key(const measured_row *r) { return r->got.score; }
static double grade_key(const measured_row *r) { return r->gold.grade; }

/* Mean ranks of the graded rows by a key whose order is given. */
static void rank_rows(const bench *b, const uint32_t *order, key_fn key, double *rank) {
  double before = 0;
  size_t n = b->rows->len;
  for (size_t i = 0, end; i < n; i = end) {
    double here = 0, value = key(&b->rows->ptr[order[i]]);
    for (end = i; end < n && key(&b->rows->ptr[order[end]]) == value; end++)
      if (b->rows->ptr[order[end]].gold.has_grade) here += b->times[order[end]];
    for (size_t k = i; k < end; k++) rank[order[k]] = before + (here + 1) / 2;
    before += here;
  }
}

static void measure_spearman(bench *b) {
  double n = 0, sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  rank_rows(b, b->by_score, score_key, b->rank_score);
  rank_rows(b, b->by_grade, grade_key, b->rank_grade);
  for (size_t i = 0; i < b->rows->len; i++) {
    if (!b->rows->ptr[i].gold.has_grade) continue;
    double t = b->times[i], x = b->rank_score[i], y = b->rank_grade[i];
    n += t, sa += t * x, sb += t * y, saa += t * x * x, sbb += t * y * y, sab += t * x * y;
  }
  double spread = n > 0 ? (saa - sa * sa / n) * (sbb - sb * sb / n) : 0;
  b->values[3] = spread > 0 ? (sab - sa * sb / n) / root_of(spread) : 0;
}

/* 0 negative, 1 neutral or mixed, 2 positive, 3 none. */
static int class_of(vox_label label) {
  switch (label) {
  case VOX_LABEL_NEGATIVE:
    return 0;
  case VOX_LABEL_POSITIVE:
    return 2;
  case VOX_LABEL_NONE:
    return 3;
  default:
    return 1;
  }
}

static void measure_three(bench *b) {
  double right[3] = {0}, said[3] = {0}, gold[3] = {0};
  for (size_t i = 0; i < b->rows->len; i++) {
    const measured_row *r = &b->rows->ptr[i];
    if (!r->gold.has_label) continue;
    int is = r->gold.label + 1, got = class_of(r->got.label);
    if (got == 3) got = 1; /* nothing evaluative was said: not for a side */
    gold[is] += b->times[i];
    said[got] += b->times[i];
    if (got == is) right[is] += b->times[i];
  }
  b->values[4] = 0;
  for (int k = 0; k < 3; k++) b->values[4] += f1_of(right[k], said[k], gold[k]) / 3;
}

static void measure_all(bench *b) {
  measure_polar(b);
  measure_auc(b);
  measure_spearman(b);
  measure_three(b);
}

/* ---- What is counted once, without intervals ---- */

static int32_t rounded(double value) {
  return (int32_t)(value < 0 ? value * 10000 - 0.5 : value * 10000 + 0.5);
}

static void count_bins(const measured_row *r, vox_measures *out, double sums[VOX_BINS]) {
  if (!is_polar(r) || r->got.label == VOX_LABEL_NONE) return;
  int bin = r->got.confidence * VOX_BINS / 10000;
  if (bin >= VOX_BINS) bin = VOX_BINS - 1;
  out->bin_rows[bin]++;
  out->bin_right[bin] += side_of(r) == r->gold.label;
  sums[bin] += r->got.confidence;
}

static void count_rows(const measured_rows *rows, vox_measures *out) {
  double sums[VOX_BINS] = {0}, error = 0, all = 0;
  uint64_t gold[3] = {0};
  for (size_t i = 0; i < rows->len; i++) {
    const measured_row *r = &rows->ptr[i];
    out->rows++;
    out->covered += r->got.label != VOX_LABEL_NONE;
    out->polar += is_polar(r);
    out->graded += r->gold.has_grade != 0;
    count_bins(r, out, sums);
    if (!r->gold.has_label) continue;
    gold[r->gold.label + 1]++;
    out->confusion[r->gold.label + 1][class_of(r->got.label)]++;
  }
  for (int k = 0; k < VOX_BINS; k++) {
    double n = (double)out->bin_rows[k], gap = sums[k] / 10000 - (double)out->bin_right[k];
    all += n;
    error += gap < 0 ? -gap : gap;
    out->bin_confidence[k] = n > 0 ? (int32_t)(sums[k] / n + 0.5) : 0;
  }
  out->calibration_error = all > 0 ? rounded(error / all) : 0;
  out->has_three = gold[0] && gold[1] && gold[2];
}

/* ---- Orders and resamples ---- */

typedef struct keyed {
  double key;
  uint32_t row;
} keyed;

static int by_key(const void *left, const void *right) {
  const keyed *a = left, *b = right;
  if (a->key != b->key) return a->key < b->key ? -1 : 1;
  return (a->row > b->row) - (a->row < b->row);
}

static bool order_rows(const measured_rows *rows, key_fn key, uint32_t *order, mem *m) {
  keyed *list = mem_array(m, rows->len, sizeof *list);
  if (!list) return false;
  for (size_t i = 0; i < rows->len; i++) list[i] = (keyed){key(&rows->ptr[i]), (uint32_t)i};
  if (rows->len) qsort(list, rows->len, sizeof *list, by_key);
  for (size_t i = 0; i < rows->len; i++) order[i] = list[i].row;
  mem_put(m, list, rows->len * sizeof *list);
  return true;
}

/* SplitMix64: the next number of a fixed sequence. */
static uint64_t next_random(uint64_t *state) {
  uint64_t z = *state += 0x9E3779B97F4A7C15u;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

static void draw(bench *b, uint64_t *state) {
  size_t n = b->rows->len;
  memset(b->times, 0, n * sizeof *b->times);
  for (size_t i = 0; i < n; i++) b->times[(size_t)((next_random(state) >> 32) * (uint64_t)n >> 32)]++;
}

static int by_size(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static vox_figure figure_of(double value, double *samples, unsigned rounds) {
  vox_figure f = {rounded(value), rounded(value), rounded(value)};
  if (!rounds) return f;
  qsort(samples, rounds, sizeof *samples, by_size);
  f.low = rounded(samples[rounds / 40]);
  f.high = rounded(samples[rounds - 1 - rounds / 40]);
  return f;
}

/* The figures of the rows as they are, and of `rounds` resamples. */
static void fill(bench *b, unsigned rounds, double *whole, double *samples) {
  uint64_t state = 1;
  for (size_t i = 0; i < b->rows->len; i++) b->times[i] = 1;
  measure_all(b);
  for (int k = 0; k < FIGURES; k++) whole[k] = b->values[k];
  for (unsigned r = 0; r < rounds; r++) {
    draw(b, &state);
    measure_all(b);
    for (unsigned k = 0; k < FIGURES; k++) samples[k * rounds + r] = b->values[k];
  }
}

static vox_status fill_rows(const measured_rows *rows, unsigned rounds, double *whole, double *samples,
                            mem *m, vox_error *err) {
  size_t n = rows->len;
  uint32_t *numbers = mem_array(m, n, 3 * sizeof *numbers);
  double *ranks = mem_array(m, n, 2 * sizeof *ranks);
  bench b = {.rows = rows};
  bool ok = numbers && ranks;
  if (ok) {
    b.times = numbers, b.by_score = numbers + n, b.by_grade = numbers + 2 * n;
    b.rank_score = ranks, b.rank_grade = ranks + n;
    ok = order_rows(rows, score_key, b.by_score, m) && order_rows(rows, grade_key, b.by_grade, m);
  }
  if (ok) fill(&b, rounds, whole, samples);
  mem_put(m, numbers, n * 3 * sizeof *numbers);
  mem_put(m, ranks, n * 2 * sizeof *ranks);
  return ok ? VOX_OK : fail_memory(err);
}

vox_status measure(const measured_rows *rows, unsigned rounds, vox_measures *out, mem *m, vox_error *err) {
  size_t count = (size_t)FIGURES * rounds;
  double whole[FIGURES], *samples = mem_array(m, count, sizeof *samples);
  *out = (vox_measures){0};
  vox_status status = samples ? fill_rows(rows, rounds, whole, samples, m, err) : fail_memory(err);
  vox_figure *figures[FIGURES] = {&out->accuracy, &out->macro_f1, &out->auc, &out->spearman,
                                  &out->macro_f1_3};
  if (status == VOX_OK) count_rows(rows, out);
  for (unsigned k = 0; status == VOX_OK && k < FIGURES; k++)
    *figures[k] = figure_of(whole[k], samples + k * rounds, rounds);
  mem_put(m, samples, count * sizeof *samples);
  return status;
}

vox_status measure_difference(const measured_rows *from, const measured_rows *to, unsigned rounds,
                              vox_difference *out, mem *m, vox_error *err) {
  size_t count = (size_t)FIGURES * rounds;
  double whole[2][FIGURES], *samples = mem_array(m, count, 2 * sizeof *samples);
  *out = (vox_difference){0};
  vox_status status = samples ? fill_rows(from, rounds, whole[0], samples, m, err) : fail_memory(err);
  if (status == VOX_OK) status = fill_rows(to, rounds, whole[1], samples + count, m, err);
  vox_figure *figures[FIGURES] = {&out->accuracy, &out->macro_f1, &out->auc, &out->spearman,
                                  &out->macro_f1_3};
  for (size_t i = 0; status == VOX_OK && i < count; i++) samples[i] = samples[count + i] - samples[i];
  for (unsigned k = 0; status == VOX_OK && k < FIGURES; k++)
    *figures[k] = figure_of(whole[1][k] - whole[0][k], samples + k * rounds, rounds);
  mem_put(m, samples, count * 2 * sizeof *samples);
  return status;
}
