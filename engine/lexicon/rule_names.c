/* rule_names.c - names and numbers of the rule language. See rule.h. */
#include "lexicon/classes.h"
#include "lexicon/rule.h"

const char *rule_op_name(rule_op op) {
  static const char *const names[OP_COUNT] = {"term", "list", "theme",  "test",    "NOT",    "AND",
                                              "OR",   "NEAR", "BEFORE", "NOTNEAR", "CLAUSE", "SENTENCE"};
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

static const char *const TARGETS[FRAME_COUNT] = {[INTENT_COMPLAINT] = "intent.complaint",
                                                 [INTENT_SUGGESTION] = "intent.suggestion",
                                                 [INTENT_QUESTION] = "intent.question",
                                                 [INTENT_PRAISE] = "intent.praise",
                                                 [INTENT_CHURN] = "intent.churn",
                                                 [INTENT_REPURCHASE] = "intent.repurchase",
                                                 [INTENT_RECOMMEND] = "intent.recommend",
                                                 [INTENT_WARN_OTHERS] = "intent.warn_others",
                                                 [INTENT_HELP] = "intent.help",
                                                 [FRAME_BELOW] = "expectation.below",
                                                 [FRAME_MET] = "expectation.met",
                                                 [FRAME_ABOVE] = "expectation.above",
                                                 [FRAME_RIVAL_WINS] = "competitor.wins",
                                                 [FRAME_RIVAL_LOSES] = "competitor.loses",
                                                 [FRAME_RIVAL_OPEN] = "competitor.open",
                                                 [FRAME_WISHED] = "suggestion.wished",
                                                 [FRAME_HARD] = "effort.hard",
                                                 [FRAME_EASY] = "effort.easy",
                                                 [FRAME_WAIT] = "effort.wait",
                                                 [FRAME_AGAIN] = "effort.again"};

int rule_frame_of(vox_str target) {
  for (int i = 0; i < FRAME_COUNT; i++)
    if (str_eq(str_of(TARGETS[i]), target)) return i;
  return -1;
}

vox_str rule_frame_name(uint32_t i) { return str_of(TARGETS[i]); }
