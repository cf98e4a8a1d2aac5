/* where_number.c - see where_number.h. */
#include "intake/where_number.h"
#include "intake/score_cell.h"

#define UNIT    1000000
#define LARGEST (INT64_MAX / 2)

static bool is_digit(vox_str s, size_t at) { return at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9'; }

size_t where_number_read(vox_str s, int64_t *number) {
  bool minus = str_starts(s, STR("-"));
  size_t at = minus || str_starts(s, STR("+")) ? 1 : 0;
  int64_t value = 0;
  if (!is_digit(s, at)) return 0;
  for (; is_digit(s, at); at++)
    value = value > LARGEST / 10 / UNIT - 10 ? value : value * 10 + (s.ptr[at] - '0');
  value *= UNIT;
  if (at < s.len && s.ptr[at] == '.' && is_digit(s, at + 1)) {
    at++;
    for (int64_t unit = UNIT / 10; is_digit(s, at); at++, unit /= 10) value += unit * (s.ptr[at] - '0');
  }
  *number = minus ? -value : value;
  return at;
}

bool where_number_of_cell(vox_str cell, int64_t *number) {
  static const score_scale any = {-1000000, 1000000, false, true};
  size_t used = where_number_read(cell, number);
  if (used && used == cell.len) return true;
  int32_t centi;
  if (score_cell_read(cell, &any, &centi) != SCORE_READ) return false;
  *number = (int64_t)centi * (UNIT / 100);
  return true;
}
