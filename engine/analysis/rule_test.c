/* rule_test.c - conditions of rules: the group, the score, the sentiment, the language, the question, a
 * segment. What is not known equals nothing and is neither above nor below anything. */
#include "analysis/rule_run.h"

static bool compare(uint8_t relation, int64_t a, int64_t b) {
  switch (relation) {
  case RELATION_EQUAL:
    return a == b;
  case RELATION_UNEQUAL:
    return a != b;
  case RELATION_BELOW:
    return a < b;
  case RELATION_AT_MOST:
    return a <= b;
  case RELATION_ABOVE:
    return a > b;
  default:
    return a >= b;
  }
}

static bool is_any(vox_str value, const char *const *names) {
  for (size_t i = 0; names[i]; i++)
    if (str_eq(value, str_of(names[i]))) return true;
  return false;
}

static bool is_group(const comment *c, vox_str value) {
  static const char *const names[][5] = {{"none", NULL},
                                         {"promoter", "推荐者", "推薦者", NULL},
                                         {"passive", "中立者", NULL},
                                         {"detractor", "贬损者", "貶損者", NULL}};
  return is_any(value, names[c->row ? c->row->group : VOX_GROUP_NONE]);
}

static bool is_label(const comment *c, vox_str value) {
  static const char *const names[][5] = {{"none", NULL},
                                         {"positive", "正面", NULL},
                                         {"negative", "负面", "負面", NULL},
                                         {"neutral", "中性", NULL},
                                         {"mixed", "混合", NULL}};
  return is_any(value, names[c->said.label]);
}

/* zh is both ways of writing. */
static bool is_language(const comment *c, vox_str value) {
  vox_str lang = str_of(lang_name(c->lang));
  return str_eq(lang, value) || (str_eq(value, STR("zh")) && str_starts(lang, STR("zh-")));
}

static bool is_role(const comment *c, vox_str value) {
  static const char *const names[] = {"other", "reason_neg", "reason_pos", "suggestion", "expectation"};
  return str_eq(value, str_of(names[c->role]));
}

/* The value of a segment without the quotes of JSON; ptr NULL: there is no such column. */
static vox_str segment_of(const comment *c, vox_str name) {
  for (size_t i = 0; c->row && i < c->row->segment_count; i++) {
    const vox_field *f = &c->row->segments[i];
    if (!str_eq(f->name, name)) continue;
    bool quoted = f->is_json && f->value.len > 1 && f->value.ptr[0] == '"';
    return quoted ? str_sub(f->value, 1, f->value.len - 1) : f->value;
  }
  return (vox_str){NULL, 0};
}

static bool is_value(const comment *c, const rule_test *t, vox_str value) {
  switch (t->field) {
  case TEST_GROUP:
    return is_group(c, value);
  case TEST_SENTIMENT:
    return is_label(c, value);
  case TEST_LANGUAGE:
    return is_language(c, value);
  case TEST_QUESTION:
    return c->cell && str_eq(c->cell->question, value);
  case TEST_ROLE:
    return is_role(c, value);
  default:
    return str_eq(segment_of(c, t->name), value);
  }
}

/* The number that the field holds, 1/10000; false: none. */
static bool number_of(const comment *c, const rule_test *t, int64_t *out) {
  int32_t n;
  if (t->field == TEST_SCORE) {
    *out = c->row ? (int64_t)c->row->score_centi * 100 : 0;
    return c->row && c->row->has_score;
  }
  if (t->field == TEST_SENTIMENT) return *out = c->said.score, c->said.label != VOX_LABEL_NONE;
  if (t->field != TEST_SEGMENT || !rule_number(str_trim(segment_of(c, t->name)), &n)) return false;
  return *out = n, true;
}

bool test_holds(const comment *c, const rule_test *t) {
  int64_t n;
  bool unequal = t->relation == RELATION_UNEQUAL, ordered = t->relation >= RELATION_BELOW;
  if (t->numeric && number_of(c, t, &n)) return compare(t->relation, n, t->number);
  if (ordered) return false;
  if (t->field == TEST_SCORE || (t->numeric && t->field == TEST_SENTIMENT)) return unequal;
  for (vox_str rest = t->value; rest.ptr;)
    if (is_value(c, t, str_trim(str_cut(&rest, '|')))) return !unequal;
  return unequal;
}
