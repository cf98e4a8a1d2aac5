/* telling.c - see telling.h. */
#include "aggregate/telling.h"
#include "base/status.h"

/* A number with at most 4 decimals, in 1/10000. */
static bool read_number(vox_str s, int64_t *out) {
  bool minus = s.len && s.ptr[0] == '-', seen = false;
  int decimals = -1;
  int64_t n = 0;
  for (size_t i = minus; i < s.len; i++) {
    if (s.ptr[i] == '.' && decimals < 0) {
      decimals = 0;
      continue;
    }
    if (s.ptr[i] < '0' || s.ptr[i] > '9' || n > 100000000000 || decimals == 4) return false;
    n = n * 10 + s.ptr[i] - '0';
    seen = true;
    decimals += decimals >= 0;
  }
  for (int d = decimals < 0 ? 0 : decimals; d < 4; d++) n *= 10;
  *out = minus ? -n : n;
  return seen;
}

static vox_status read_one(telling *t, vox_str how, vox_error *err) {
  vox_str value = how, name = str_cut(&value, '='), target;
  int64_t n = 0;
  if (str_eq(name, STR("target")) && t->target_count < TARGETS_MAX) {
    telling_target *to = &t->targets[t->target_count];
    target = str_cut(&value, '=');
    if (target.len && target.len < TARGET_NAME && read_number(value, &to->value)) {
      memcpy(to->name, target.ptr, target.len);
      to->name[target.len] = 0;
      t->target_count++;
      return VOX_OK;
    }
    return fail(err, VOX_ERR_ARGUMENT, "a target reads NAME=NUMBER, as nps=40, not \"%.*s\"",
                how.len < 60 ? (int)how.len : 60, how.ptr);
  } else if (read_number(value, &n) && n >= 0 && n % 10000 == 0) {
    if (str_eq(name, STR("min_n"))) return t->min_n = n / 10000, VOX_OK;
    if (str_eq(name, STR("min_quotes"))) return t->min_quotes = n / 10000, VOX_OK;
    if (str_eq(name, STR("ridge"))) return t->ridge = n / 10000, VOX_OK;
  }
  return fail(err, VOX_ERR_ARGUMENT, "a report is not told by \"%.*s\"", how.len < 60 ? (int)how.len : 60,
              how.ptr);
}

vox_status telling_read(telling *t, const vox_str *how, size_t count, vox_error *err) {
  vox_status status = VOX_OK;
  for (size_t i = 0; i < count && status == VOX_OK; i++) status = read_one(t, how[i], err);
  return status;
}

void telling_free(telling *t, mem *m) {
  mem_put(m, t->before_themes, t->before_theme_count * sizeof *t->before_themes);
  mem_put(m, t->before_terms, t->before_term_count * sizeof *t->before_terms);
  mem_put(m, (void *)(uintptr_t)t->before_text.ptr, t->before_text.len);
  *t = (telling){0};
}
