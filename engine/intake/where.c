/* where.c - judging rows; see where.h. where_parse.c reads the expression. */
#include "intake/where.h"
#include "intake/where_number.h"

void where_free(where *w, mem *m) {
  vec_free(m, &w->names);
  vec_free(m, &w->places);
  vec_free(m, &w->steps);
}

static bool contains(vox_str text, vox_str part) {
  for (size_t at = 0; at + part.len <= text.len; at++) {
    if (part.len == 0 || memcmp(text.ptr + at, part.ptr, part.len) == 0) return true;
  }
  return false;
}

/* `order`: of the cell against the value. */
static bool fits(where_op op, int order) {
  switch (op) {
  case WHERE_EQUAL:
    return order == 0;
  case WHERE_NOT_EQUAL:
    return order != 0;
  case WHERE_LESS:
    return order < 0;
  case WHERE_LESS_EQUAL:
    return order <= 0;
  case WHERE_MORE:
    return order > 0;
  default:
    return order >= 0;
  }
}

static bool test_holds(const where_step *s, vox_str value) {
  value = str_trim(value);
  if (s->op == WHERE_CONTAINS) return contains(value, s->text);
  if (!s->is_number) return fits(s->op, str_cmp(value, s->text));
  int64_t number;
  if (!where_number_of_cell(value, &number)) return s->op == WHERE_NOT_EQUAL;
  return fits(s->op, (number > s->number) - (number < s->number));
}

bool where_holds(const where *w, const cell *cells) {
  bool stack[WHERE_DEPTH + 2];
  size_t top = 0;
  for (size_t i = 0; i < w->steps.len; i++) {
    const where_step *s = &w->steps.ptr[i];
    if (s->kind == WHERE_TEST) {
      stack[top++] = test_holds(s, cells[s->cell].text);
    } else if (s->kind == WHERE_NOT) {
      stack[top - 1] = !stack[top - 1];
    } else {
      bool right = stack[--top];
      stack[top - 1] = s->kind == WHERE_AND ? stack[top - 1] && right : stack[top - 1] || right;
    }
  }
  return top == 0 || stack[0];
}
