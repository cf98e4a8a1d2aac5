/* plan.c - see plan.h. */
#include "aggregate/plan.h"
#include "aggregate/row_digest.h"
#include "base/status.h"

/* ---- Reading the options ---- */

static vox_status refuse(vox_str ask, const char *why, vox_error *err) {
  int n = ask.len < 60 ? (int)ask.len : 60;
  return fail(err, VOX_ERR_ARGUMENT, "%.*s: %s", n, ask.ptr, why);
}

/* Cuts `s` at the last `mark`; false: there is none. */
static bool cut_last(vox_str s, char mark, vox_str *head, vox_str *tail) {
  for (size_t i = s.len; i-- > 0;)
    if (s.ptr[i] == mark) {
      *head = str_sub(s, 0, i), *tail = str_sub(s, i + 1, s.len);
      return true;
    }
  return false;
}

static bool read_small(vox_str s, int32_t *out) {
  bool minus = s.len && s.ptr[0] == '-';
  if (minus) s = str_sub(s, 1, s.len);
  *out = 0;
  for (size_t i = 0; i < s.len; i++) {
    if (s.ptr[i] < '0' || s.ptr[i] > '9' || i > 3) return false;
    *out = *out * 10 + s.ptr[i] - '0';
  }
  if (minus) *out = -*out;
  return s.len > 0;
}

static bool read_scale(vox_str s, int32_t *low, int32_t *high) {
  static const struct {
    const char *name;
    int32_t low, high;
  } named[] = {{"nps", 0, 10}, {"stars5", 1, 5}, {"csat5", 1, 5}, {"ces5", 1, 5}, {"ces7", 1, 7}};
  for (size_t i = 0; i < sizeof named / sizeof *named; i++)
    if (str_eq(s, str_of(named[i].name))) return *low = named[i].low, *high = named[i].high, true;
  for (size_t i = 0; i + 1 < s.len; i++)
    if (s.ptr[i] == '.' && s.ptr[i + 1] == '.')
      return read_small(str_sub(s, 0, i), low) && read_small(str_sub(s, i + 2, s.len), high) && *low < *high;
  return false;
}

static vox_status add_measure(plan *p, vox_str ask, vox_str value, vox_error *err) {
  plan_measure m = {0};
  vox_str rest, scale, name = value;
  if (p->measure_count == MEASURES_MAX) return refuse(ask, "too many measures", err);
  rest = value;
  name = str_cut(&rest, ':');
  if (!name.len || !rest.len || !cut_last(rest, ':', &m.column, &scale) || !m.column.len ||
      !read_scale(scale, &m.low, &m.high))
    return refuse(ask, "a measure reads NAME:COLUMN:SCALE, scale csat5, ces7, nps or MIN..MAX", err);
  m.name = name;
  p->measures[p->measure_count++] = m;
  return VOX_OK;
}

static vox_status add_levels(plan *p, vox_str ask, vox_str value, vox_error *err) {
  while (value.len) {
    if (p->level_count == PLAN_LEVELS) return refuse(ask, "a hierarchy has at most 8 levels", err);
    p->levels[p->level_count] = str_cut(&value, '/');
    if (!p->levels[p->level_count++].len) return refuse(ask, "a level has no name", err);
  }
  return VOX_OK;
}

/* ---- Comparisons ---- */

static bool read_days(vox_str s, plan_arm *arm) {
  arm->kind = ARM_DATES;
  for (size_t i = 0; i + 1 < s.len; i++) {
    if (s.ptr[i] != '.' || s.ptr[i + 1] != '.') continue;
    arm->from = str_sub(s, 0, i), arm->to = str_sub(s, i + 2, s.len);
    bool good = (!arm->from.len || is_day(arm->from)) && (!arm->to.len || is_day(arm->to));
    if (good && arm->from.len && arm->to.len && memcmp(arm->from.ptr, arm->to.ptr, arm->from.len) > 0)
      return false;
    return good && (arm->from.len || arm->to.len);
  }
  return false;
}

static bool read_group(vox_str s, plan_arm *arm) {
  static const char *const names[] = {NULL, "promoter", "passive", "detractor"};
  arm->kind = ARM_GROUP;
  for (int g = 1; g < REPORT_GROUPS; g++)
    if (str_eq(s, str_of(names[g]))) return arm->group = (vox_group)g, true;
  return false;
}

static bool read_arm(vox_str column, vox_str s, plan_arm *arm) {
  *arm = (plan_arm){.kind = ARM_VALUE, .name = s, .column = column, .value = s};
  if (str_eq(column, STR("group"))) return read_group(s, arm);
  if (str_eq(column, STR("date"))) return read_days(s, arm);
  return s.len > 0;
}

static vox_status add_pair(plan *p, vox_str ask, plan_arm a, plan_arm b, bool baseline, vox_error *err) {
  if (p->arm_count + 2 > PLAN_ARMS) return refuse(ask, "too many comparisons", err);
  p->compares[p->compare_count++] = (plan_compare){p->arm_count, p->arm_count + 1, baseline};
  p->arms[p->arm_count++] = a;
  p->arms[p->arm_count++] = b;
  return VOX_OK;
}

static vox_status add_compare(plan *p, vox_str ask, vox_str value, vox_error *err) {
  plan_arm a, b;
  vox_str column, both, left, right;
  if (!cut_last(value, ':', &column, &both) || !column.len || !cut_last(both, ',', &left, &right) ||
      !read_arm(column, left, &a) || !read_arm(column, right, &b))
    return refuse(ask, "a comparison reads group:A,B or date:FROM..TO,FROM..TO or COLUMN:A,B", err);
  if (a.kind == ARM_GROUP && !p->has_groups) return refuse(ask, "this scale has no groups", err);
  return add_pair(p, ask, a, b, false, err);
}

static vox_status add_baseline(plan *p, vox_str ask, vox_str value, vox_error *err) {
  plan_arm a = {.name = value, .column = STR("date")},
           b = {.kind = ARM_DATES, .name = STR("later"), .after = true};
  if (!read_days(value, &a) || !a.to.len) return refuse(ask, "a baseline reads FROM..TO, two days", err);
  b.column = a.column;
  b.from = a.to;
  return add_pair(p, ask, a, b, true, err);
}

/* ---- All of them ---- */

static vox_status set_once(vox_str *to, vox_str ask, vox_str value, vox_error *err) {
  if (to->len) return refuse(ask, "given twice", err);
  if (!value.len) return refuse(ask, "no column", err);
  *to = value;
  return VOX_OK;
}

static vox_status take_ask(plan *p, vox_str ask, vox_error *err) {
  vox_str value = ask, name = str_cut(&value, '=');
  struct {
    vox_str name, *to;
  } columns[] = {{STR("weight"), &p->weight},
                 {STR("stage"), &p->stage},
                 {STR("choice"), &p->choice},
                 {STR("touchpoint"), &p->touchpoint},
                 {STR("per"), &p->per}};
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
    if (str_eq(name, columns[i].name)) return set_once(columns[i].to, ask, value, err);
  if (str_eq(name, STR("segment"))) {
    if (p->segment_count == PLAN_SEGMENTS) return refuse(ask, "too many segment columns", err);
    return set_once(&p->segments[p->segment_count++], ask, value, err);
  }
  if (str_eq(name, STR("by")))
    return period_kind_of(value, &p->by) ? VOX_OK : refuse(ask, "by day, week, month or quarter", err);
  if (str_eq(name, STR("rollup"))) return add_levels(p, ask, value, err);
  if (str_eq(name, STR("measure"))) return add_measure(p, ask, value, err);
  if (str_eq(name, STR("compare"))) return add_compare(p, ask, value, err);
  if (str_eq(name, STR("baseline"))) return add_baseline(p, ask, value, err);
  return refuse(ask, "no such question to a report", err);
}

static vox_status add_default(plan *p, vox_error *err) {
  plan_arm a, b;
  for (uint32_t i = 0; i < p->arm_count; i++)
    if (p->arms[i].kind == ARM_GROUP) return VOX_OK;
  if (!p->has_groups || p->arm_count + 2 > PLAN_ARMS) return VOX_OK;
  read_arm(STR("group"), STR("promoter"), &a);
  read_arm(STR("group"), STR("detractor"), &b);
  return add_pair(p, STR("compare"), a, b, false, err);
}

vox_status plan_make(plan *p, mem *m, const vox_str *asks, size_t count, bool is_nps, vox_error *err) {
  *p = (plan){.has_groups = is_nps};
  arena_init(&p->text, m);
  if (count > PLAN_ASKS) return fail(err, VOX_ERR_ARGUMENT, "too many questions to a report");
  p->asks = arena_array(&p->text, count, sizeof *p->asks);
  if (!p->asks) return fail_memory(err);
  vox_status status = VOX_OK;
  for (size_t i = 0; i < count && status == VOX_OK; i++) {
    p->asks[i] = arena_copy(&p->text, asks[i]);
    if (asks[i].len && !p->asks[i].ptr) return fail_memory(err);
    p->ask_count++;
    status = take_ask(p, p->asks[i], err);
  }
  return status == VOX_OK ? add_default(p, err) : status;
}

void plan_free(plan *p, mem *m) {
  (void)m;
  if (p->text.mem) arena_free(&p->text);
}

bool plan_same(const plan *a, const plan *b) {
  if (a->ask_count != b->ask_count) return false;
  for (size_t i = 0; i < a->ask_count; i++)
    if (!str_eq(a->asks[i], b->asks[i])) return false;
  return true;
}

/* ---- What a row is to the plan ---- */

vox_str plan_value(const vox_row *row, vox_str column) {
  for (size_t i = 0; i < row->segment_count; i++)
    if (str_eq(row->segments[i].name, column)) return text_without_space(row->segments[i].value);
  return (vox_str){NULL, 0};
}

bool plan_in_arm(const plan_arm *arm, const vox_row *row) {
  if (arm->kind == ARM_GROUP) return row->group == arm->group;
  if (arm->kind == ARM_VALUE) return str_eq(plan_value(row, arm->column), arm->value);
  if (row->date.len < 10) return false;
  vox_str day = str_sub(row->date, 0, 10);
  int c = arm->from.len ? str_cmp(day, arm->from) : 1;
  return c >= arm->after && (!arm->to.len || str_cmp(day, arm->to) <= 0);
}

/* The figure that `s` begins with (5, 4.5, ５分, 12,000 is 12000), in 1/100; false: none, or beyond `max`. */
static bool read_centi(vox_str s, int64_t max, int64_t *out) {
  int64_t n = 0;
  int decimals = -1;
  bool seen = false;
  for (size_t i = 0; i < s.len;) {
    const unsigned char *p = (const unsigned char *)s.ptr + i;
    bool wide = s.len - i >= 3 && p[0] == 0xEF && p[1] == 0xBC && p[2] >= 0x8E && p[2] <= 0x99;
    int c = wide ? p[2] - 0x90 + '0' : *p;
    i += wide ? 3 : 1;
    if (c == ',' && seen && decimals < 0) continue;
    if (c == '.' && seen && decimals < 0) {
      decimals = 0;
      continue;
    }
    if (c < '0' || c > '9') break;
    seen = true;
    if (decimals >= 2) continue;
    n = n * 10 + c - '0';
    if (decimals >= 0) decimals++;
    if (n > max) return false;
  }
  for (int d = decimals < 0 ? 0 : decimals; d < 2; d++) n *= 10;
  *out = n;
  return seen && n <= max;
}

enum { WEIGHT_MAX = 100000000 }; /* a million, in 1/100 */

void plan_extras(const plan *p, const vox_row *row, row_extras *out) {
  int64_t n;
  *out = (row_extras){0};
  out->has_weight = p->weight.len && read_centi(plan_value(row, p->weight), WEIGHT_MAX, &out->weight);
  for (uint32_t i = 0; i < p->measure_count; i++) {
    const plan_measure *m = &p->measures[i];
    if (!read_centi(plan_value(row, m->column), 1000000, &n) || n < m->low * 100 || n > m->high * 100)
      continue;
    int32_t top = m->high - m->low >= 10 ? m->high - 1 : m->high;
    out->measure[i] = (int32_t)n;
    out->measured |= (uint8_t)(1u << i);
    if (n >= top * 100) out->top |= (uint8_t)(1u << i);
  }
}
