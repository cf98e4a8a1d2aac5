/* reader_check.c - what the caller said against what the first cells hold: row filters, the scale of the
 * scores, the order of day and month. What would be read wrongly is refused. */
#include "intake/column_names.h"
#include "intake/reader_parts.h"

/* ---- Row filters ------------------------------------------------------------------- */

/* A day that can be read one way only. */
static vox_status read_limit(const char *day, const char *what, char out[11], vox_error *err) {
  char other[11];
  if (!day || !*day) return VOX_OK;
  if (dates_read(str_of(day), DATE_DAY_FIRST, out) && dates_read(str_of(day), DATE_MONTH_FIRST, other) &&
      memcmp(out, other, sizeof other) == 0)
    return VOX_OK;
  return fail(err, VOX_ERR_ARGUMENT, "%s takes a day such as 2026-03-01", what);
}

vox_status reader_read_filters(reader *r, const vox_reader_options *o, vox_error *err) {
  vox_status status = VOX_OK;
  if (o->where && *o->where)
    status = where_parse(&r->where, &r->mem, &r->columns.arena, str_of(o->where), err);
  if (status == VOX_OK) status = read_limit(o->since, "since", r->since, err);
  if (status == VOX_OK) status = read_limit(o->until, "until", r->until, err);
  if (status == VOX_OK && *r->since && *r->until && memcmp(r->since, r->until, 10) > 0)
    return fail(err, VOX_ERR_ARGUMENT, "since is later than until: no row can pass");
  return status;
}

void reader_place_where(const reader *r, vox_error *err) {
  if (err->status != VOX_ERR_NOT_FOUND || err->column[0] == 0) return;
  for (size_t i = 0; i < r->where.names.len; i++) {
    if (columns_find_asked(&r->columns, r->where.names.ptr[i]) != NO_COLUMN) continue;
    if (strncmp(r->where.names.ptr[i].ptr, err->column, strlen(err->column)) != 0) continue;
    err->code = "bad_where";
    err->offset = r->where.places.ptr[i];
    return;
  }
}

/* ---- Scale ---------------------------------------------------------------------------- */

static const char *print_centi(int32_t centi, char out[16]) {
  bool minus = centi < 0;
  uint32_t n = minus ? (uint32_t)-centi : (uint32_t)centi;
  char *at = out + 15;
  *at = 0;
  if (n % 100) *--at = (char)('0' + n % 10), *--at = (char)('0' + n / 10 % 10), *--at = '.';
  n /= 100;
  do *--at = (char)('0' + n % 10), n /= 10;
  while (n);
  if (minus) *--at = '-';
  return at;
}

/* Is it plainly not a 0..10 question: cells beyond it, or a rating's name and a short scale? A few stray
 * cells are counted row by row, not held against the column. */
static bool needs_scale(const column_facts *f, vox_str name) {
  uint32_t bad = f->scores - f->on_nps;
  if (!f->scores) return false;
  if (!f->on_nps || (f->scores >= 8 && bad * 2 > f->scores)) return true;
  if (column_name_rank(name, COLUMN_RATING)) return f->high <= 700;
  bool is_nps = column_name_rank(name, COLUMN_SCORE) >= NAME_CLEAR || column_name_recommends(name);
  return !is_nps && f->scores >= 20 && f->low >= 100 && f->high == 500;
}

static vox_status check_scale(const reader *r, const vox_reader_options *o, vox_error *err) {
  const column_slot *slot = &r->columns.slots[r->columns.score];
  const column_facts *f = columns_facts(&r->columns, slot->column);
  if (slot->column == NO_COLUMN || (o->score_scale && *o->score_scale) || !needs_scale(f, slot->name))
    return VOX_OK;
  char low[16], high[16];
  fail(err, VOX_ERR_ARGUMENT,
       "the cells of \"%.*s\" run from %s to %s: say which scale that is (--score-scale)",
       (int)(slot->name.len < 60 ? slot->name.len : 60), slot->name.ptr, print_centi(f->low, low),
       print_centi(f->high, high));
  fail_column(err, slot->name);
  return VOX_ERR_ARGUMENT;
}

/* ---- Days ------------------------------------------------------------------------------ */

static vox_status find_order(reader *r, const vox_reader_options *o, vox_error *err) {
  static const char *const names[] = {[DATE_DAY_FIRST] = "dmy", [DATE_MONTH_FIRST] = "mdy"};
  const column_slot *slot = &r->columns.slots[r->columns.date];
  const column_facts *f = columns_facts(&r->columns, slot->column);
  vox_str said = str_of(o->date_order);
  bool month_first = said.len ? str_eq(said, str_of(names[DATE_MONTH_FIRST])) : f->month_first > f->day_first;
  if (said.len && !month_first && !str_eq(said, str_of(names[DATE_DAY_FIRST])))
    return fail(err, VOX_ERR_ARGUMENT, "no such order of days: dmy or mdy");
  r->maker.order = month_first ? DATE_MONTH_FIRST : DATE_DAY_FIRST;
  if (slot->column == NO_COLUMN) return VOX_OK;
  if (f->day_first || f->month_first || f->either_first) r->input.date_order = names[r->maker.order];
  if (said.len || !f->either_first || f->day_first != f->month_first) return VOX_OK;
  if (r->columns.told[slot->column].guessed)
    return columns_drop_date(&r->columns), r->input.date_order = NULL, VOX_OK;
  fail(err, VOX_ERR_ARGUMENT,
       "the days of \"%.*s\" can be read day first or month first: say which (--date-order)",
       (int)(slot->name.len < 60 ? slot->name.len : 60), slot->name.ptr);
  fail_column(err, slot->name);
  return VOX_ERR_ARGUMENT;
}

vox_status reader_check_cells(reader *r, const vox_reader_options *o, vox_error *err) {
  vox_status status = check_scale(r, o, err);
  if (status == VOX_OK) status = find_order(r, o, err);
  if (status != VOX_OK) return status;
  bool dated = r->columns.slots[r->columns.date].column != NO_COLUMN;
  if (dated || (!*r->since && !*r->until)) return VOX_OK;
  return fail(err, VOX_ERR_NOT_FOUND, "since and until need a column of days: none is named or can be told");
}
