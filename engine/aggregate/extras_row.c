/* extras_row.c - one row into the tables: first the cells that it belongs to, which may fail, then the
 * counting, which cannot. */
#include "aggregate/extras.h"
#include "aggregate/row_words.h"
#include "base/bytes.h"

static const char PART = '\x1f';

void extras_begin_row(extras *x) {
  x->serial++;
  x->slice_count = x->matrix_count = 0;
  x->comment = NULL;
  memset(x->row_langs, 0, sizeof x->row_langs);
  row_words_begin(x);
  vec_clear(&x->ticks);
}

void extras_note_cell(extras *x, const vox_result *result) {
  if ((unsigned)result->lang < LANGS) x->row_langs[result->lang]++;
  if (x->tables[TABLE_TERM].max && !(result->quality & QUALITY_NON_ANSWER)) row_words_note(x, result);
}

uint32_t row_leaves(const row_tally *t, uint32_t leaves[LEAVES_MAX]) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < t->touched_count; i++) {
    uint32_t theme = t->touched[i], at = n;
    if (!t->themes[theme].direct || t->themes[theme].above) continue;
    while (at && leaves[at - 1] > theme) at--;
    if (at == LEAVES_MAX) continue;
    if (n == LEAVES_MAX) n--;
    memmove(&leaves[at + 1], &leaves[at], (n - at) * sizeof *leaves);
    leaves[at] = theme;
    n++;
  }
  return n;
}

/* ---- Slices ---- */

static bool take_slice(extras *x, extras_table table, const row_tally *t) {
  bool beyond;
  if (x->key.status != VOX_OK) return false;
  tally_cell *e = ledger_take(&x->tables[table], buf_view(&x->key), &beyond);
  if (!e) return beyond;
  if (!slice_reserve(x->mem, &e->sub, t, NULL)) return false;
  x->slices[x->slice_count++] = e;
  return true;
}

static void key_of(buf *key, vox_str a, vox_str b) {
  buf_clear(key);
  buf_str(key, a);
  buf_byte(key, PART);
  buf_str(key, b);
}

/* Every node from the top to the row's own: "east", "east / Shanghai". An empty level ends the path. */
static bool take_nodes(extras *x, const row_tally *t) {
  char path[1024];
  size_t len = 0;
  for (uint32_t i = 0; i < x->plan.level_count; i++) {
    vox_str value = plan_value(&t->row, x->plan.levels[i]);
    if (!value.len || value.len + 1 > sizeof path - len) return true;
    if (i) path[len++] = PART;
    memcpy(path + len, value.ptr, value.len);
    len += value.len;
    buf_clear(&x->key);
    buf_add(&x->key, path, len);
    if (!take_slice(x, TABLE_NODE, t)) return false;
  }
  return true;
}

static bool take_slices(extras *x, const row_tally *t) {
  const plan *p = &x->plan;
  char period[PERIOD_TEXT];
  for (int i = TABLE_SEGMENT; i <= TABLE_ARM; i++)
    if (!ledger_reserve(&x->tables[i], PLAN_SEGMENTS)) return false;
  for (uint32_t i = 0; i < p->segment_count; i++) {
    key_of(&x->key, p->segments[i], plan_value(&t->row, p->segments[i]));
    if (!take_slice(x, TABLE_SEGMENT, t)) return false;
  }
  if (!take_nodes(x, t)) return false;
  size_t n = p->by == PERIOD_NONE ? 0 : period_of(t->row.date, p->by, period);
  if (n) {
    buf_clear(&x->key), buf_add(&x->key, period, n);
    if (!take_slice(x, TABLE_PERIOD, t)) return false;
  }
  for (uint32_t i = 0; i < p->arm_count; i++) {
    if (!plan_in_arm(&p->arms[i], &t->row)) continue;
    buf_clear(&x->key), buf_format(&x->key, "%02u", i);
    if (!take_slice(x, TABLE_ARM, t)) return false;
  }
  return slice_reserve(x->mem, &x->all_themes, t, x->theme_hints);
}

/* ---- Matrix ---- */

vox_str facet_of(const theme_info *theme, vox_str name) {
  vox_str rest = theme->facets;
  while (rest.len) {
    vox_str value = str_cut(&rest, ' '), key = str_cut(&value, '=');
    if (str_eq(key, name)) return value;
  }
  return (vox_str){NULL, 0};
}

static vox_str driver_of(const catalogue *names, uint32_t theme) {
  vox_str facet = facet_of(&names->themes[theme], STR("driver"));
  if (facet.len) return facet;
  while (names->themes[theme].parent != NO_THEME) theme = names->themes[theme].parent;
  return names->themes[theme].id;
}

theme_place *theme_places(mem *m, const catalogue *names) {
  theme_place *list = mem_array(m, names->theme_count, sizeof *list);
  for (uint32_t i = 0; list && i < names->theme_count; i++)
    list[i] = (theme_place){facet_of(&names->themes[i], STR("stage")),
                            facet_of(&names->themes[i], STR("touchpoint")), driver_of(names, i)};
  return list;
}

static row_matrix *matrix_of(extras *x, tally_cell *e) {
  for (uint32_t i = 0; i < x->matrix_count; i++)
    if (x->matrix[i].cell == e) return &x->matrix[i];
  x->matrix[x->matrix_count] = (row_matrix){.cell = e};
  return &x->matrix[x->matrix_count++];
}

static bool take_matrix(extras *x, const row_tally *t, const uint32_t *leaves, uint32_t n) {
  vox_str stage = plan_value(&t->row, x->plan.stage), touch = plan_value(&t->row, x->plan.touchpoint);
  bool beyond;
  if (!ledger_reserve(&x->tables[TABLE_MATRIX], LEAVES_MAX)) return false;
  for (uint32_t i = 0; i < n; i++) {
    const theme_place *place = &x->places[leaves[i]];
    const row_theme *own = &t->themes[leaves[i]];
    vox_str at = stage.len ? stage : place->stage;
    vox_str by = touch.len ? touch : place->touchpoint;
    if ((!at.len && !by.len) || x->names->themes[leaves[i]].overall) continue;
    key_of(&x->key, at, by);
    buf_byte(&x->key, PART), buf_str(&x->key, place->driver);
    if (x->key.status != VOX_OK) return false;
    tally_cell *e = ledger_take(&x->tables[TABLE_MATRIX], buf_view(&x->key), &beyond);
    if (!e && !beyond) return false;
    if (!e) continue;
    row_matrix *m = matrix_of(x, e);
    m->sum += own->sum, m->scored += own->scored, m->labels |= own->labels;
  }
  return true;
}

/* ---- Ticked drivers ---- */

/* The next label of a multiple choice: parted by ; | , line ends and their full-width forms. */
static vox_str next_tick(vox_str *rest) {
  static const char *const marks[] = {";", "|", ",", "\n", "\r", "；", "，", "┋", "｜"};
  for (size_t i = 0; i < rest->len; i++)
    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
      vox_str mark = str_of(marks[k]);
      if (!str_starts(str_sub(*rest, i, rest->len), mark)) continue;
      vox_str head = str_trim(str_sub(*rest, 0, i));
      *rest = str_sub(*rest, i + mark.len, rest->len);
      return head;
    }
  vox_str head = str_trim(*rest);
  *rest = (vox_str){NULL, 0};
  return head;
}

static bool take_tick(extras *x, const row_tally *t, vox_str label) {
  bool beyond;
  tally_cell *e = ledger_take(&x->tables[TABLE_CHOICE], label, &beyond);
  if (!e) return beyond;
  if (e->stamp == x->serial) return true;
  e->stamp = x->serial;
  for (uint32_t i = 0; i < t->touched_count; i++)
    if (!sparse_take(x->mem, &e->sub, 1, t->touched[i])) return false;
  return vec_push(x->mem, &x->ticks, e);
}

static bool take_ticks(extras *x, const row_tally *t) {
  vox_str rest = plan_value(&t->row, x->plan.choice);
  if (!x->plan.choice.len || !rest.len) return true;
  if (!ledger_reserve(&x->tables[TABLE_CHOICE], 65) || !take_tick(x, t, STR(""))) return false;
  for (int i = 0; i < 64 && rest.len; i++) {
    vox_str label = next_tick(&rest);
    if (label.len && !take_tick(x, t, label)) return false;
  }
  return true;
}

/* ---- Customers ---- */

static bool take_comment(extras *x, const row_tally *t) {
  vox_str customer = plan_value(&t->row, x->plan.per);
  bool beyond;
  if (!x->plan.per.len || !customer.len || customer.len > 256 || t->row.id.value.len > 256) return true;
  if (memchr(customer.ptr, PART, customer.len)) return true;
  buf_clear(&x->key);
  buf_str(&x->key, customer), buf_byte(&x->key, PART);
  buf_str(&x->key, t->row.date.len >= 10 ? str_sub(t->row.date, 0, 10) : STR("")), buf_byte(&x->key, PART);
  for (int i = 0; i < 8; i++) buf_format(&x->key, "%02x", t->digest[i]);
  buf_byte(&x->key, PART), buf_byte(&x->key, t->row.id.is_json ? 'j' : 's'),
      buf_str(&x->key, t->row.id.value);
  if (x->key.status != VOX_OK || !ledger_reserve(&x->tables[TABLE_COMMENT], 1)) return false;
  x->comment = ledger_take(&x->tables[TABLE_COMMENT], buf_view(&x->key), &beyond);
  return x->comment || beyond;
}

static int64_t *take_pair(extras *x, uint32_t a, uint32_t b) {
  uint16_t *hint = x->pair_hints ? &x->pair_hints[a * x->names->theme_count + b] : NULL;
  return sparse_take_at(x->mem, &x->pairs[a], PAIR_FIELDS, b, hint);
}

static bool reserve_pairs(extras *x, const uint32_t *leaves, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t k = i; k < n; k++)
      if (!take_pair(x, leaves[i], leaves[k])) return false;
  return true;
}

bool extras_reserve_row(extras *x, const row_tally *t) {
  uint32_t leaves[LEAVES_MAX], n = row_leaves(t, leaves);
  /* A row may be tried again after memory came back. */
  x->slice_count = x->matrix_count = 0;
  vec_clear(&x->word_cells), vec_clear(&x->ticks);
  x->serial++;
  if (!take_slices(x, t)) return false;
  if (!row_in_share_base(t)) return true;
  return take_matrix(x, t, leaves, n) && take_ticks(x, t) && row_words_take(x) && take_comment(x, t) &&
         reserve_pairs(x, leaves, n);
}

/* ---- Counting ---- */

/* 0: none or neutral, 1: positive, 2: negative. */
static int sign_of(const row_theme *theme) { return theme->sum > 0 ? 1 : theme->sum < 0 ? 2 : 0; }

static void count_drivers(extras *x, const row_tally *t, const uint32_t *leaves, uint32_t n) {
  bool known = x->is_nps ? t->row.group != VOX_GROUP_NONE : t->row.has_score != 0;
  int64_t y = t->row.score_centi;
  if (x->is_nps) y = t->row.group == VOX_GROUP_PROMOTER ? 1 : t->row.group == VOX_GROUP_DETRACTOR ? -1 : 0;
  if (!known) return;
  x->outcome[0]++;
  x->outcome[1] += y;
  x->outcome[2] += y * y;
  for (uint32_t i = 0; i < n; i++) {
    int sign = sign_of(&t->themes[leaves[i]]);
    int64_t *own = x->drivers + (size_t)leaves[i] * D_FIELDS;
    own[D_N + sign]++;
    own[D_SUM + sign] += y;
    for (uint32_t k = i; k < n; k++) {
      int64_t *pair = take_pair(x, leaves[i], leaves[k]);
      if (pair) pair[sign * SIGNS + sign_of(&t->themes[leaves[k]])]++;
    }
  }
}

static void count_matrix(const extras *x, const row_tally *t) {
  for (uint32_t i = 0; i < x->matrix_count; i++) {
    const row_matrix *m = &x->matrix[i];
    int64_t *v = m->cell->v, score = row_mean(m->sum, m->scored);
    v[X_N]++;
    if (t->row.group != VOX_GROUP_NONE) v[X_GROUPS + (int)t->row.group - 1]++;
    if (!m->labels) continue;
    v[X_SENTIMENT_N]++, v[X_SENTIMENT_SUM] += score, v[X_SENTIMENT_SQUARES] += score * score;
  }
}

static void count_ticks(const extras *x, const row_tally *t) {
  for (size_t i = 0; i < x->ticks.len; i++) {
    tally_cell *e = x->ticks.ptr[i];
    e->v[0]++;
    for (uint32_t k = 0; k < t->touched_count; k++) {
      int64_t *both = sparse_take(x->mem, &e->sub, 1, t->touched[k]);
      if (both) both[0]++;
    }
  }
}

static void count_words(const extras *x, const row_tally *t) {
  bool untagged = true;
  uint64_t arms = 0;
  for (uint32_t i = 0; i < t->touched_count; i++) untagged &= t->names->themes[t->touched[i]].overall;
  for (uint32_t i = 0; i < x->plan.arm_count; i++)
    if (plan_in_arm(&x->plan.arms[i], &t->row)) arms |= UINT64_C(1) << i;
  for (size_t i = 0; i < x->word_cells.len; i++) {
    int64_t *v = x->word_cells.ptr[i]->v;
    v[W_N]++;
    if (t->row.group != VOX_GROUP_NONE) v[W_GROUPS + (int)t->row.group - 1]++;
    v[W_UNTAGGED] += untagged;
    for (uint32_t a = 0; a < x->plan.arm_count; a++) v[W_ARMS + a] += (int64_t)(arms >> a & 1);
  }
}

static void count_comment(const extras *x, const row_tally *t, const uint32_t *leaves, uint32_t n) {
  if (!x->comment) return;
  int64_t *v = x->comment->v;
  v[C_N]++;
  v[C_GROUP] += t->row.group;
  v[C_LABEL] += label_of_bits(t->labels);
  for (uint32_t i = 0; i < n; i++) {
    if (sign_of(&t->themes[leaves[i]]) != 2) continue;
    v[C_THEME] += leaves[i] + (int64_t)1;
    return;
  }
}

static void count_bits(int64_t *to, uint32_t bits) {
  for (int i = 0; i < BITS; i++) to[i] += (int64_t)(bits >> i & 1);
}

static void count_said(extras *x, const row_tally *t) {
  count_bits(x->quality, t->quality);
  count_bits(x->flags, t->flags);
  for (int i = 0; i < LANGS; i++) x->langs[i] += x->row_langs[i];
  x->group_conflicts += (t->row.flags & VOX_ROW_GROUP_CONFLICT) != 0;
  for (int i = 0; i < INTENT_COUNT; i++) x->intents[i][t->row.group] += (int64_t)(t->intents >> i & 1);
  for (int i = 0; i < ROW_ROLES; i++) {
    x->roles[i][R_CELLS] += t->roles[i].cells;
    x->roles[i][R_NON_ANSWERS] += t->roles[i].non_answers;
    for (int k = 0; k < TALLY_LABELS; k++) x->roles[i][R_LABELS + k] += t->roles[i].labels[k];
  }
}

void extras_count_row(extras *x, const row_tally *t) {
  uint32_t leaves[LEAVES_MAX], n = row_leaves(t, leaves);
  row_extras own;
  plan_extras(&x->plan, &t->row, &own);
  slice_count(x->all, &x->all_themes, t, &own, x->is_nps, x->theme_hints);
  for (uint32_t i = 0; i < x->slice_count; i++)
    slice_count(x->slices[i]->v, &x->slices[i]->sub, t, &own, x->is_nps, NULL);
  count_said(x, t);
  if (!row_in_share_base(t)) return;
  count_matrix(x, t);
  count_ticks(x, t);
  count_words(x, t);
  count_comment(x, t, leaves, n);
  count_drivers(x, t, leaves, n);
}
