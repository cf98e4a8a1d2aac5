/* column_facts.c - see column_facts.h. */
#include "intake/column_facts.h"
#include "intake/where_number.h"
#include "text/utf8.h"

static uint32_t hash_of(vox_str cell) {
  uint32_t h = 2166136261u;
  for (size_t i = 0; i < cell.len; i++) h = (h ^ (unsigned char)cell.ptr[i]) * 16777619u;
  return h;
}

static void add_distinct(column_facts *f, vox_str cell) {
  uint32_t h = hash_of(cell);
  for (uint32_t i = 0; i < f->distinct; i++) {
    if (f->hashes[i] == h) return;
  }
  if (f->distinct < FACTS_ROWS) f->hashes[f->distinct++] = h;
}

static void add_chars(column_facts *f, vox_str cell) {
  bool wordy = false;
  for (size_t at = 0; at < cell.len;) {
    uint32_t cp = utf8_next(cell, &at);
    wordy = wordy || cp == ' ' || cp == '\n' || cp >= 0x2E80;
    f->chars++;
  }
  f->wordy += wordy;
}

static void add_score(column_facts *f, vox_str cell) {
  static const score_scale wide = {-1000000, 1000000, false, true};
  int32_t centi;
  int64_t number;
  f->numbers += where_number_of_cell(cell, &number);
  if (score_cell_read(cell, &wide, &centi) != SCORE_READ) return;
  if (!f->scores || centi < f->low) f->low = centi;
  if (!f->scores || centi > f->high) f->high = centi;
  f->scores++;
  f->not_whole += centi % 100 != 0;
  f->on_nps += centi >= 0 && centi <= 1000 && centi % 100 == 0;
}

static bool is_bare_number(vox_str cell) {
  for (size_t i = 0; i < cell.len; i++) {
    if ((cell.ptr[i] < '0' || cell.ptr[i] > '9') && cell.ptr[i] != '.') return false;
  }
  return true;
}

/* Which of day and month stands first, where the cell tells. */
static void add_order(column_facts *f, vox_str cell) {
  char day_first[11], month_first[11];
  date_order order;
  if (dates_tell_order(cell, &order)) {
    f->day_first += order == DATE_DAY_FIRST;
    f->month_first += order == DATE_MONTH_FIRST;
  } else if (dates_read(cell, DATE_DAY_FIRST, day_first) && dates_read(cell, DATE_MONTH_FIRST, month_first)) {
    f->either_first += memcmp(day_first, month_first, sizeof day_first) != 0;
  }
}

static void add_date(column_facts *f, vox_str cell) {
  char day[11];
  if (!dates_read(cell, DATE_DAY_FIRST, day)) return;
  f->dates++;
  f->marked_dates += !is_bare_number(cell);
  add_order(f, cell);
}

void facts_add(column_facts *f, vox_str cell) {
  cell = str_trim(cell);
  if (f->cells == FACTS_ROWS) {
    /* The order of day and month may only be told further down. */
    if (f->dates) add_order(f, cell);
    return;
  }
  f->cells++;
  if (!cell.len) return;
  f->filled++;
  add_distinct(f, cell);
  add_chars(f, cell);
  add_score(f, cell);
  add_date(f, cell);
  vox_group group = score_group_named(cell);
  f->groups += group != VOX_GROUP_NONE;
  if (group != VOX_GROUP_NONE) f->group_set |= 1u << group;
}

/* Nine in ten. */
static bool most(uint32_t part, uint32_t whole) { return whole && part * 10 >= whole * 9; }

bool facts_are_dates(const column_facts *f) { return most(f->marked_dates, f->filled); }

bool facts_are_numbers(const column_facts *f) { return most(f->numbers, f->filled); }

bool facts_are_groups(const column_facts *f) {
  return most(f->groups, f->filled) && (f->group_set & (f->group_set - 1));
}

bool facts_are_nps(const column_facts *f) { return most(f->on_nps, f->filled) && f->high > 100; }

bool facts_are_choices(const column_facts *f) {
  return f->filled >= 6 && f->distinct >= 2 && f->distinct <= 30 && f->distinct * 3 <= f->filled;
}

bool facts_are_keys(const column_facts *f) {
  return f->filled == f->cells && f->filled && f->distinct == f->filled;
}

bool facts_are_text(const column_facts *f) {
  bool other = facts_are_dates(f) || facts_are_numbers(f) || facts_are_groups(f) || facts_are_choices(f);
  bool constant = f->filled >= 6 && f->distinct == 1;
  return !other && !constant && f->wordy * 2 >= f->filled && facts_mean_chars(f) >= 2;
}
