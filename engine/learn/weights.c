/* weights.c - see weights.h. */
#include "learn/weights.h"
#include "learn/common.h"
#include "learn/fit.h"
#include "learn/number.h"
#include <stdlib.h>

#define NO_COLUMN 0xFFFFFFFFu

/* What is being learned from: rows that take part, and per feature its counts. */
typedef struct bench {
  bool neutral; /* what is learned: the middle against both sides, or one side against the other */
  feature_count *seen;
  const corpus *c;
  const weights_options *o;
  mem *mem;
  weights *w;
  fit_row *rows;
  uint8_t *row_group;
  bool *row_blames; /* S is below 0 */
  size_t row_count;
  uint32_t *cells;  /* of the columns alone, for the fit */
  uint32_t *column; /* of each feature; NO_COLUMN: left out */
  double *scale, *u;
  size_t column_count;
  size_t parts;            /* 1, or each column PARTS times, one part behind the other */
  uint32_t (*by_group)[2]; /* of one pass: rows of a group with label +, - */
} bench;

/* A word may speak for the middle against praise alone, or against blame alone (有点). So the last fit of the
 * neutral weights has each column three times: for all rows, for those whose S is above 0 and for the others.
 * What both have in common is learned once, from all. */
enum { PART_ALL, PART_PRAISED, PART_BLAMED, PARTS };

static size_t part_of(const bench *b, size_t row) { return b->row_blames[row] ? PART_BLAMED : PART_PRAISED; }

static bool takes_part(const bench *b, const sample *s) {
  if (!s->learn || (b->neutral ? !(b->w->neutral_sets >> s->set & 1) : !s->label) ||
      s->folds & b->o->leave_folds || s->sets & b->o->leave_sets)
    return false;
  return !(b->o->leave_groups[s->group / 64] >> s->group % 64 & 1);
}

/* Both sides of a comment by the weights just learned and the hand-made entries, 1/100. */
static void sum_both(const bench *b, const sample *s, double sides[2]) {
  sides[0] = s->sides[0], sides[1] = s->sides[1];
  for (uint32_t k = 0; k < s->count; k++) {
    uint32_t cell = b->c->cells.ptr[s->first + k];
    double sum = b->w->centi[cell >> 1] * (cell & CELL_REPEATED ? 1 + b->o->repeat : 1);
    sides[sum < 0] += sum < 0 ? -sum : sum;
  }
}

/* How far it is from the middle as the model sees it. */
static double from_middle(const bench *b, const double sides[2]) {
  double weak = sides[0] < sides[1] ? sides[0] : sides[1], size = sides[0] + sides[1] - 2 * weak;
  return b->o->neutral_below + b->o->neutral_both * weak / 100 - size;
}

static fit_row row_of(const bench *b, const sample *s, bool *blames) {
  fit_row r = {b->c->cells.ptr + s->first, s->count, s->label, 1, s->prior / 100.0};
  double sides[2];
  *blames = false;
  if (!b->neutral) return r;
  sum_both(b, s, sides);
  *blames = sides[0] < sides[1];
  r.label = s->label ? -1 : 1;
  r.prior = from_middle(b, sides) / 100;
  return r;
}

/* Of all rows, each perhaps in two parts. */
static size_t cells_at_most(const bench *b) { return b->c->cells.len * (b->neutral ? 2 : 1); }

static bool gather_rows(bench *b) {
  const corpus *c = b->c;
  b->rows = mem_array(b->mem, c->samples.len, sizeof *b->rows);
  b->row_group = mem_array(b->mem, c->samples.len, 1);
  b->row_blames = mem_array(b->mem, c->samples.len, sizeof *b->row_blames);
  b->cells = mem_array(b->mem, cells_at_most(b), sizeof *b->cells);
  if (!b->rows || !b->row_group || !b->row_blames || !b->cells) return false;
  for (size_t i = 0; i < c->samples.len; i++) {
    const sample *s = &c->samples.ptr[i];
    if (!takes_part(b, s)) continue;
    b->rows[b->row_count] = row_of(b, s, &b->row_blames[b->row_count]);
    b->row_group[b->row_count++] = s->group;
    if (!b->neutral) b->w->sides[s->label < 0]++;
  }
  return true;
}

/* In each set both classes weigh the same together, and a large set no more than set_rows. */
static void weigh_rows(bench *b) {
  double sizes[SETS_MAX][2] = {{0}};
  for (size_t i = 0; i < b->row_count; i++)
    sizes[vec_at(&b->c->groups, b->row_group[i]).set][b->rows[i].label < 0]++;
  for (size_t i = 0; i < b->row_count; i++) {
    const double *size = sizes[vec_at(&b->c->groups, b->row_group[i]).set];
    double all = size[0] + size[1], whole = all < b->o->set_rows ? all : b->o->set_rows;
    double even = whole / 2 / size[b->rows[i].label < 0], plain = whole / all;
    double weight = b->o->balance * even + (1 - b->o->balance) * plain;
    b->rows[i].weight = weight < b->o->most_weight ? weight : b->o->most_weight;
  }
}

static void count_features(bench *b) {
  memset(b->seen, 0, b->w->count * sizeof *b->seen);
  for (size_t i = 0; i < b->row_count; i++)
    for (uint32_t k = 0; k < b->rows[i].count; k++) {
      feature_count *n = &b->seen[b->rows[i].cells[k] >> 1];
      if (b->rows[i].label > 0)
        n->positive++;
      else
        n->negative++;
    }
}

/* Columns for the features that are frequent enough and may carry a weight. */
static void choose_columns(bench *b) {
  for (size_t f = 0; f < b->w->count; f++) {
    const feature *it = &b->c->list.ptr[f];
    const feature_count *n = &b->seen[f];
    uint32_t need = it->kind == FEATURE_PAIR ? b->o->min_pair_rows : b->o->min_rows;
    bool in = n->positive + n->negative >= need && !feature_is_stopped(b->c, it);
    b->column[f] = in ? (uint32_t)b->column_count++ : NO_COLUMN;
  }
}

/* log of the feature's share among weighted positive rows over that among negative ones. */
static void scale_part(const double (*mass)[2], size_t n, double *scale) {
  double total[2] = {0, 0};
  for (size_t i = 0; i < n; i++) total[0] += mass[i][0], total[1] += mass[i][1];
  for (size_t i = 0; i < n; i++) scale[i] = log_of(mass[i][0] / total[0]) - log_of(mass[i][1] / total[1]);
}

static bool scale_columns(bench *b) {
  size_t n = b->column_count, all = n * b->parts;
  double(*mass)[2] = mem_array(b->mem, all, sizeof *mass);
  if (!mass) return false;
  for (size_t i = 0; i < all; i++) mass[i][0] = mass[i][1] = 1;
  for (size_t i = 0; i < b->row_count; i++)
    for (uint32_t k = 0; k < b->rows[i].count; k++) {
      uint32_t column = b->column[b->rows[i].cells[k] >> 1];
      bool other = b->rows[i].label < 0;
      if (column == NO_COLUMN) continue;
      mass[column][other] += b->rows[i].weight;
      if (b->parts == PARTS) mass[part_of(b, i) * n + column][other] += b->rows[i].weight;
    }
  for (size_t part = 0; part < b->parts; part++)
    scale_part((const double(*)[2])mass + part * n, n, b->scale + part * n);
  mem_put(b->mem, mass, all * sizeof *mass);
  return true;
}

/* The rows over columns instead of features. */
static void copy_cells(const bench *b, fit_row *rows) {
  size_t at = 0;
  for (size_t i = 0; i < b->row_count; i++) {
    rows[i] = b->rows[i];
    rows[i].cells = b->cells + at;
    for (uint32_t k = 0; k < b->rows[i].count; k++) {
      uint32_t cell = b->rows[i].cells[k], column = b->column[cell >> 1];
      if (column == NO_COLUMN) continue;
      b->cells[at++] = column << 1 | (cell & CELL_REPEATED);
      if (b->parts < PARTS) continue;
      column += (uint32_t)(part_of(b, i) * b->column_count);
      b->cells[at++] = column << 1 | (cell & CELL_REPEATED);
    }
    rows[i].count = (uint32_t)(b->cells + at - rows[i].cells);
  }
}

static vox_status fit_columns(bench *b, vox_error *err) {
  fit_row *rows = mem_array(b->mem, b->row_count, sizeof *rows);
  if (!rows) return fail_memory(err);
  copy_cells(b, rows);
  double lambda = b->neutral ? 100.0 / b->o->neutral_step : b->o->lambda;
  fit_problem p = {rows,       b->row_count, b->scale, b->column_count * b->parts,
                   b->o->cost, b->o->repeat, false,    lambda == 0};
  fit_result r = {b->u, 0, lambda == 0 ? 1 : lambda, 0};
  vox_status status = fit_logistic(&p, &r, b->mem, err);
  if (!b->neutral) b->w->lambda = r.lambda;
  b->w->rounds += r.rounds;
  mem_put(b->mem, rows, b->row_count * sizeof *rows);
  return status;
}

static double weight_in(const bench *b, size_t f, size_t part) {
  size_t at = b->column[f] + part * b->column_count;
  return b->column[f] == NO_COLUMN ? 0 : b->scale[at] * b->u[at];
}
static double weight_of(const bench *b, size_t f) { return weight_in(b, f, PART_ALL); }

/* ---- Agreement of domains ---- */

/* Rows of each group that hold each feature: count[f * groups + g], positive and negative. */
static void count_groups(bench *b, uint16_t (*out)[2], size_t groups, double sizes[][2]) {
  for (size_t i = 0; i < b->row_count; i++) {
    size_t g = b->row_group[i];
    bool negative = b->rows[i].label < 0;
    sizes[g][negative]++;
    for (uint32_t k = 0; k < b->rows[i].count; k++) {
      uint32_t column = b->column[b->rows[i].cells[k] >> 1];
      if (column == NO_COLUMN) continue;
      uint16_t *n = &out[column * groups + g][negative];
      if (*n < UINT16_MAX) ++*n;
    }
  }
}

/* In how many domains the feature leans to the side of its weight, less those where it leans to the other one
 * by more than chance would have it. */
static unsigned agreement(const uint16_t (*n)[2], double sizes[][2], size_t groups, double weight) {
  unsigned with = 0, against = 0;
  for (size_t g = 0; g < groups; g++) {
    if (n[g][0] + n[g][1] < 2 || sizes[g][0] < 1 || sizes[g][1] < 1) continue;
    double share = sizes[g][0] / (sizes[g][0] + sizes[g][1]), all = n[g][0] + n[g][1];
    double surplus = (n[g][0] - share * all) / root_of(share * (1 - share) * all);
    if (weight < 0) surplus = -surplus;
    with += surplus > 0;
    against += surplus < -1;
  }
  return with > against ? with : 0;
}

/* Notes the agreement of every column. */
static bool note_agreement(bench *b) {
  size_t groups = b->c->groups.len, cells = b->column_count * groups;
  uint16_t(*n)[2] = mem_array(b->mem, cells, sizeof *n);
  double sizes[GROUPS_MAX][2] = {{0}};
  if (!n) return false;
  count_groups(b, n, groups, sizes);
  for (size_t f = 0; f < b->w->count; f++)
    if (b->column[f] != NO_COLUMN)
      b->seen[f].groups = (uint16_t)agreement((const uint16_t(*)[2])n + b->column[f] * groups, sizes, groups,
                                              weight_of(b, f));
  mem_put(b->mem, n, cells * sizeof *n);
  return true;
}

/* ---- Pruning ---- */

/* Emoji mean the same everywhere. Few sets tell who takes no side, so for that a word of opinion or the like
 * needs one; mere things, which would only tell the sets apart, need as many as ever. */
static unsigned domains_needed(const bench *b, size_t f) {
  const feature *it = &b->c->list.ptr[f];
  bool one = it->sign || (b->neutral && feature_judges(b->c, it));
  return one && b->o->min_groups ? 1 : b->o->min_groups;
}

/* Columns anew for the `most` best features that enough domains agree on. */
static bool prune(bench *b) {
  candidate *list = mem_array(b->mem, b->column_count, sizeof *list);
  if (!list || !note_agreement(b))
    return mem_put(b->mem, list, list ? b->column_count * sizeof *list : 0), false;
  size_t n = 0, before = b->column_count;
  for (size_t f = 0; f < b->w->count; f++) {
    const feature_count *seen = &b->seen[f];
    double weight = weight_of(b, f), size = weight < 0 ? -weight : weight;
    unsigned need = domains_needed(b, f);
    if (b->column[f] == NO_COLUMN || seen->groups < need || size < b->o->least) continue;
    list[n++] = (candidate){size * root_of(seen->positive + seen->negative), (uint32_t)f};
  }
  if (n) qsort(list, n, sizeof *list, candidate_order);
  if (n > b->o->most) n = b->o->most;
  for (size_t f = 0; f < b->w->count; f++) b->column[f] = NO_COLUMN;
  for (size_t i = 0; i < n; i++) b->column[list[i].feature] = (uint32_t)i;
  b->column_count = n;
  b->parts = b->neutral ? PARTS : 1;
  memset(b->u, 0, n * b->parts * sizeof *b->u);
  mem_put(b->mem, list, before * sizeof *list);
  return true;
}

/* In 1/100, whole steps of `step` of them. */
static int16_t rounded(const bench *b, double weight, int step, int most) {
  double steps = weight * 100 / step;
  int centi = step * (int)(steps < 0 ? steps - 0.5 : steps + 0.5);
  if (centi > most) centi = most;
  if (centi < -most) centi = -most;
  return (int16_t)(abs(centi) < (int)(b->o->least * 100) ? 0 : centi);
}

static void round_weights(bench *b) {
  for (size_t f = 0; f < b->w->count; f++) {
    double weight = weight_of(b, f);
    if (!b->neutral) {
      b->w->centi[f] = rounded(b, weight, 1, 999);
      continue;
    }
    neutral_weights *n = &b->w->neutral[f];
    n->praised = rounded(b, weight + weight_in(b, f, PART_PRAISED), 2, NEUTRAL_MOST);
    n->blamed = rounded(b, weight + weight_in(b, f, PART_BLAMED), 2, NEUTRAL_MOST);
  }
}

static vox_status learn_on(bench *b, vox_error *err) {
  if (!gather_rows(b)) return fail_memory(err);
  if (!b->row_count)
    return fail(err, VOX_ERR_ARGUMENT,
                b->c->sure ? "there is no comment that the model is sure of"
                           : "no labelled rows to learn from");
  if (!b->neutral) b->w->rows = b->row_count;
  weigh_rows(b);
  count_features(b);
  choose_columns(b);
  if (!scale_columns(b)) return fail_memory(err);
  vox_status status = fit_columns(b, err);
  if (status != VOX_OK) return status;
  if (!prune(b) || !scale_columns(b)) return fail_memory(err);
  if ((status = fit_columns(b, err)) == VOX_OK) round_weights(b);
  return status;
}

/* Sets in which comments of neither side are many enough to learn from. */
enum { NEUTRAL_ROWS = 30 };

static uint64_t find_neutral_sets(const corpus *c) {
  size_t rows[SETS_MAX] = {0};
  uint64_t bits = 0;
  for (size_t i = 0; i < c->samples.len; i++)
    if (c->samples.ptr[i].learn && !c->samples.ptr[i].label) rows[c->samples.ptr[i].set]++;
  for (size_t i = 0; i < c->sets.len; i++)
    if (rows[i] >= NEUTRAL_ROWS) bits |= (uint64_t)1 << i;
  return bits;
}

/* One of the two fits, with its own rows and columns. */
static vox_status learn_one(weights *w, const corpus *c, const weights_options *o, bool neutral,
                            vox_error *err) {
  size_t n = c->list.len;
  mem *m = w->mem;
  bench b = {.c = c, .o = o, .mem = m, .w = w, .neutral = neutral, .parts = 1};
  size_t columns = n * (neutral ? PARTS : 1);
  b.seen = neutral ? w->seen_neutral : w->seen;
  b.column = mem_array(m, n, sizeof *b.column);
  b.scale = mem_array(m, columns, sizeof *b.scale);
  b.u = mem_array(m, columns, sizeof *b.u);
  vox_status status = b.column && b.scale && b.u ? learn_on(&b, err) : fail_memory(err);
  mem_put(m, b.column, n * sizeof *b.column);
  mem_put(m, b.scale, columns * sizeof *b.scale);
  mem_put(m, b.u, columns * sizeof *b.u);
  mem_put(m, b.rows, c->samples.len * sizeof *b.rows);
  mem_put(m, b.row_group, c->samples.len);
  mem_put(m, b.row_blames, c->samples.len * sizeof *b.row_blames);
  mem_put(m, b.cells, cells_at_most(&b) * sizeof *b.cells);
  return status;
}

vox_status weights_learn(weights *w, const corpus *c, const weights_options *o, mem *m, vox_error *err) {
  size_t n = c->list.len;
  *w = (weights){.mem = m, .count = n};
  w->centi = mem_array(m, n, sizeof *w->centi);
  w->neutral = mem_array(m, n, sizeof *w->neutral);
  w->seen = mem_array(m, n, sizeof *w->seen);
  w->seen_neutral = mem_array(m, n, sizeof *w->seen_neutral);
  bool ok = w->centi && w->neutral && w->seen && w->seen_neutral;
  vox_status status = ok ? learn_one(w, c, o, false, err) : fail_memory(err);
  w->neutral_sets = o->neutral_step > 0 ? find_neutral_sets(c) : 0;
  if (status == VOX_OK && w->neutral_sets) {
    weights_options middle = *o;
    middle.cost = o->neutral_cost, middle.most = o->most_neutral, middle.set_rows = o->neutral_rows;
    status = learn_one(w, c, &middle, true, err);
  }
  for (size_t f = 0; status == VOX_OK && f < n; f++)
    w->kept += w->centi[f] || w->neutral[f].praised || w->neutral[f].blamed;
  if (status != VOX_OK) weights_free(w);
  return status;
}

/* ---- How sure the scores are ---- */

/* S of a comment as its score has it (evidence_scale), with the new weights or without, 1/100. */
static double flat_sum(const weights *w, const corpus *c, const weights_options *o, const sample *s,
                       bool adapted) {
  double sum = s->prior, size = s->sides[0] + s->sides[1];
  for (uint32_t k = 0; k < s->count; k++) {
    uint32_t cell = c->cells.ptr[s->first + k];
    double times = cell & CELL_REPEATED ? 1 + o->repeat : 1;
    int change = adapted ? w->centi[cell >> 1] : 0;
    sum += change * times;
    size += abs(vec_at(&c->list, cell >> 1).known + change) * times;
  }
  return o->evidence_scale ? sum * o->evidence_scale / (o->evidence_scale + size) : sum;
}

static double mean_sureness(const weights *w, const corpus *c, const weights_options *o, bool adapted,
                            double slope) {
  double all = 0;
  for (size_t i = 0; i < c->samples.len; i++) {
    if (!c->samples.ptr[i].prior) continue;
    double score = 2 * sigma_of(slope * flat_sum(w, c, o, &c->samples.ptr[i], adapted) / 10000) - 1;
    all += score < 0 ? -score : score;
  }
  return all;
}

int32_t weights_steady_slope(const weights *w, const corpus *c, const weights_options *o, int32_t slope) {
  double want = mean_sureness(w, c, o, false, slope), low = slope / 4.0, high = slope;
  for (int i = 0; i < 20; i++) {
    double middle = (low + high) / 2;
    if (mean_sureness(w, c, o, true, middle) < want)
      low = middle;
    else
      high = middle;
  }
  return (int32_t)(high + 0.5);
}

void weights_free(weights *w) {
  if (!w->mem) return;
  mem_put(w->mem, w->centi, w->count * sizeof *w->centi);
  mem_put(w->mem, w->neutral, w->count * sizeof *w->neutral);
  mem_put(w->mem, w->seen, w->count * sizeof *w->seen);
  mem_put(w->mem, w->seen_neutral, w->count * sizeof *w->seen_neutral);
  *w = (weights){0};
}
