/* score_cell.c - see score_cell.h. */
#include "intake/score_cell.h"
#include "intake/cell_text.h"

#define SCALE_LIMIT 1000000

static bool named_scale(score_scale *scale, vox_str name) {
  static const struct {
    const char *name;
    score_scale scale;
  } known[] = {
      {"nps", {0, 10, true, false}},  {"stars5", {1, 5, false, false}}, {"csat5", {1, 5, false, false}},
      {"ces5", {1, 5, false, false}}, {"ces7", {1, 7, false, false}},
  };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    if (!str_eq(name, str_of(known[i].name))) continue;
    *scale = known[i].scale;
    return true;
  }
  return false;
}

static bool whole_number(vox_str s, int32_t *out) {
  bool minus = str_starts(s, STR("-"));
  if (minus) s = str_sub(s, 1, s.len);
  if (s.len == 0 || s.len > 7) return false;
  int32_t value = 0;
  for (size_t i = 0; i < s.len; i++) {
    if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
    value = value * 10 + (s.ptr[i] - '0');
  }
  *out = minus ? -value : value;
  return value <= SCALE_LIMIT;
}

bool score_scale_of(score_scale *scale, vox_str name) {
  if (named_scale(scale, name)) return true;
  for (size_t i = 1; i + 2 < name.len; i++) {
    if (name.ptr[i] != '.' || name.ptr[i + 1] != '.') continue;
    *scale = (score_scale){0, 0, false, true};
    return whole_number(str_sub(name, 0, i), &scale->min) &&
           whole_number(str_sub(name, i + 2, name.len), &scale->max) && scale->min < scale->max;
  }
  return false;
}

static bool is_digit(uint32_t cp) { return cp >= '0' && cp <= '9'; }
static bool is_colon(uint32_t cp) { return cp == ':' || cp == '='; }

/* Behind "NPS:" or "评分=", if the cell begins so; else where it begins. */
static size_t skip_label(const cell_text *t) {
  for (size_t i = 0; i < t->len && !is_digit(t->cp[i]) && t->cp[i] != '-'; i++) {
    if (!is_colon(t->cp[i])) continue;
    do i++;
    while (t->cp[i] == ' ');
    return i;
  }
  return 0;
}

/* How fine a number is. */
typedef enum grain { WHOLE, HUNDREDTHS, FINER } grain;

/* The digits behind the point, as hundredths. What is finer than that becomes 1/100 above the lower
 * neighbour: good enough to judge the range. */
static int64_t read_fraction(const cell_text *t, size_t *at, grain *g) {
  uint32_t hundredths;
  if (cell_text_digits(t, at, 2, &hundredths) == 1) hundredths *= 10;
  *g = hundredths ? HUNDREDTHS : WHOLE;
  for (; is_digit(t->cp[*at]); ++*at) {
    if (t->cp[*at] != '0') *g = FINER;
  }
  return hundredths + (*g == FINER);
}

/* A number at `*at`, in hundredths; nine digits before the point and more are as good as infinite. */
static bool read_number(const cell_text *t, size_t *at, int64_t *centi, grain *g) {
  bool minus = t->cp[*at] == '-';
  if (minus || t->cp[*at] == '+') ++*at;
  uint32_t units;
  *g = WHOLE;
  if (!cell_text_digits(t, at, 9, &units)) return false;
  for (; is_digit(t->cp[*at]); ++*at) units = 999999999;
  *centi = (int64_t)units * 100;
  if (t->cp[*at] == '.' && is_digit(t->cp[*at + 1])) {
    ++*at;
    *centi += read_fraction(t, at, g);
  }
  if (minus) *centi = -*centi;
  return true;
}

static bool skip_unit(const cell_text *t, size_t *at) {
  static const char *const units[] = {"分", "颗星", "顆星", "星", "points", "point", "pts", "stars", "star"};
  size_t from = *at;
  while (t->cp[from] == ' ') from++;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    if (!cell_text_has(t, from, units[i])) continue;
    vox_str unit = str_of(units[i]);
    *at = from + (unit.ptr[0] & 0x80 ? unit.len / 3 : unit.len);
    return true;
  }
  return false;
}

/* 以上, 左右, 到: the number is a bound or an estimate, not an answer. */
static bool is_hedge(const cell_text *t, size_t at) {
  static const char *const hedges[] = {"以",   "左右", "到",  "至",   "或", "多",
                                       "上下", "or ",  "to ", "and ", "钟", "鐘"};
  for (size_t i = 0; i < sizeof hedges / sizeof *hedges; i++) {
    if (cell_text_has(t, at, hedges[i])) return true;
  }
  return false;
}

/* Is what stands from `at` on a label for the number before it? */
static bool is_label(const cell_text *t, size_t at, bool unit) {
  uint32_t mark = t->cp[at];
  bool bracket = mark == '(' || mark == '[' || mark == 0x3010;
  bool separator = bracket || mark == ' ' || mark == '-' || is_colon(mark) || mark == ',' || mark == 0x3001 ||
                   mark == '.' || mark == '_' || mark == '|';
  if (at == t->len || bracket) return true;
  if (!separator && !unit) return false;
  while (t->cp[at] == ' ') at++;
  if (separator && mark != ' ' && t->cp[at] == mark) at++;
  while (t->cp[at] == ' ' || t->cp[at] == '-') at++;
  uint32_t first = t->cp[at];
  if (first == '(') return true;
  return first && !is_digit(first) && first != '/' && first != '~' && first != '%' && !is_hedge(t, at);
}

/* "4/5" on a scale whose highest score is 5 is 4; on nps it is not a score (CONTRACT.md). */
static bool skip_of_max(const cell_text *t, size_t *at, const score_scale *scale) {
  if (t->cp[*at] != '/' || scale->is_nps) return true;
  size_t end = *at + 1;
  uint32_t max;
  if (!cell_text_digits(t, &end, 7, &max) || (int32_t)max != scale->max) return false;
  *at = end;
  return true;
}

/* A digit or two and nothing else: what most cells are. */
static bool read_bare(vox_str cell, const score_scale *scale, int32_t *centi) {
  int32_t value = 0;
  if (cell.len == 0 || cell.len > 2) return false;
  for (size_t i = 0; i < cell.len; i++) {
    if (!is_digit((unsigned char)cell.ptr[i])) return false;
    value = value * 10 + (cell.ptr[i] - '0');
  }
  if (value < scale->min || value > scale->max) return false;
  *centi = value * 100;
  return true;
}

score_kind score_cell_read(vox_str cell, const score_scale *scale, int32_t *centi) {
  if (read_bare(cell, scale, centi)) return SCORE_READ;
  cell_text t;
  cell_text_of(&t, cell);
  if (t.len == 0) return SCORE_EMPTY;
  size_t at = skip_label(&t);
  int64_t value;
  grain g;
  if (!read_number(&t, &at, &value, &g) || !skip_of_max(&t, &at, scale)) return SCORE_UNREADABLE;
  bool unit = skip_unit(&t, &at);
  if (!is_label(&t, at, unit)) return SCORE_UNREADABLE;
  if (value < (int64_t)scale->min * 100 || value > (int64_t)scale->max * 100) return SCORE_OUT_OF_RANGE;
  if (g == FINER || (g == HUNDREDTHS && !scale->fractions)) return SCORE_NOT_WHOLE;
  *centi = (int32_t)value;
  return SCORE_READ;
}

vox_group score_group(int32_t centi) {
  return centi >= 900 ? VOX_GROUP_PROMOTER : centi >= 700 ? VOX_GROUP_PASSIVE : VOX_GROUP_DETRACTOR;
}

vox_group score_group_named(vox_str cell) {
  static const struct {
    const char *name;
    vox_group group;
  } names[] = {
      {"推荐者", VOX_GROUP_PROMOTER},     {"推薦者", VOX_GROUP_PROMOTER},
      {"促销员", VOX_GROUP_PROMOTER},     {"促銷員", VOX_GROUP_PROMOTER},
      {"promoters", VOX_GROUP_PROMOTER},  {"promoter", VOX_GROUP_PROMOTER},
      {"被动者", VOX_GROUP_PASSIVE},      {"被動者", VOX_GROUP_PASSIVE},
      {"中立者", VOX_GROUP_PASSIVE},      {"被动", VOX_GROUP_PASSIVE},
      {"被動", VOX_GROUP_PASSIVE},        {"中立", VOX_GROUP_PASSIVE},
      {"passives", VOX_GROUP_PASSIVE},    {"passive", VOX_GROUP_PASSIVE},
      {"neutral", VOX_GROUP_PASSIVE},     {"贬损者", VOX_GROUP_DETRACTOR},
      {"貶損者", VOX_GROUP_DETRACTOR},    {"批评者", VOX_GROUP_DETRACTOR},
      {"批評者", VOX_GROUP_DETRACTOR},    {"诋毁者", VOX_GROUP_DETRACTOR},
      {"詆毀者", VOX_GROUP_DETRACTOR},    {"贬低者", VOX_GROUP_DETRACTOR},
      {"貶低者", VOX_GROUP_DETRACTOR},    {"detractors", VOX_GROUP_DETRACTOR},
      {"detractor", VOX_GROUP_DETRACTOR},
  };
  cell_text t;
  if (cell.len == 0) return VOX_GROUP_NONE;
  cell_text_of(&t, cell);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (!cell_text_has(&t, 0, names[i].name)) continue;
    vox_str name = str_of(names[i].name);
    uint32_t next = t.cp[name.ptr[0] & 0x80 ? name.len / 3 : name.len];
    if (next == 0 || next == '(' || next == ' ') return names[i].group;
  }
  return VOX_GROUP_NONE;
}
