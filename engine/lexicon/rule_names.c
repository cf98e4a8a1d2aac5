/* rule_names.c - names and numbers of the rule language. See rule.h. */
#include "lexicon/rule.h"

const char *rule_op_name(rule_op op) {
  static const char *const names[OP_COUNT] = {"term", "theme",  "test",    "NOT",    "AND",     "OR",
                                              "NEAR", "BEFORE", "NOTNEAR", "CLAUSE", "SENTENCE"};
  return names[op];
}

static const char *const SEVERITIES[SEVERITY_COUNT] = {"low", "medium", "high", "critical"};

const char *severity_name(rule_severity s) { return SEVERITIES[s]; }

int severity_by_name(vox_str name) {
  for (int i = 0; i < SEVERITY_COUNT; i++)
    if (str_eq(str_of(SEVERITIES[i]), name)) return i;
  return -1;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool rule_number(vox_str s, int32_t *out) {
  bool minus = s.len && s.ptr[0] == '-';
  if (s.len && (s.ptr[0] == '-' || s.ptr[0] == '+')) s = str_sub(s, 1, s.len);
  vox_str rest = s, whole = str_cut(&rest, '.');
  if (whole.len == 0 || whole.len > 5 || rest.len > 4 || (rest.ptr && rest.len == 0)) return false;
  int32_t n = 0, unit = 1000;
  for (size_t i = 0; i < whole.len; i++) {
    if (!is_digit(whole.ptr[i])) return false;
    n = n * 10 + (whole.ptr[i] - '0');
  }
  n *= 10000;
  for (size_t i = 0; i < rest.len; i++, unit /= 10) {
    if (!is_digit(rest.ptr[i])) return false;
    n += (rest.ptr[i] - '0') * unit;
  }
  *out = minus ? -n : n;
  return true;
}
