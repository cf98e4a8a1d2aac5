/* rules.c - see rules.h. */
#include "lexicon/rules.h"
#include "base/status.h"
#include "lexicon/classes.h"

enum {
  HEAD_SIZE = 56,
  ROW_SIZE = 32,
  ALERT_SIZE = 48,
  MACRO_SIZE = 24,
  STEP_SIZE = 8,
  TEST_SIZE = 24,
  BRANCH_SIZE = 12,
  QUICK_SIZE = 12
};

static vox_str string_at(const rule_table *r, const char *ref) {
  return str_sub(r->strings, get_u32(ref), (size_t)get_u32(ref) + get_u32(ref + 4));
}

static bool strings_ok(const rule_table *r, const char *refs, unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    const char *ref = refs + (size_t)8 * i;
    if (get_u32(ref) > r->strings.len || get_u32(ref + 4) > r->strings.len - get_u32(ref)) return false;
  }
  return true;
}

/* Cuts `count` rows of `size` bytes off `*rest`; false when there are fewer. */
static bool cut_table(vox_str *rest, size_t count, size_t size, const char **table) {
  if (count > rest->len / size) return false;
  *table = rest->ptr;
  *rest = str_sub(*rest, count * size, rest->len);
  return true;
}

static bool cut_tables(rule_table *r, vox_str bytes) {
  const char *head;
  if (!cut_table(&bytes, 1, HEAD_SIZE, &head)) return false;
  uint32_t *counts[] = {&r->count,      &r->alert_count, &r->macro_count, &r->step_count,     &r->test_count,
                        &r->leaf_count, &r->theme_count, &r->post_count,  &r->branch_count,   &r->quick_count,
                        &r->list_count, &r->kind_count,  &r->cell_count,  &r->list_kind_count};
  for (size_t i = 0; i < 14; i++) *counts[i] = get_u32(head + 4 * i);
  return cut_table(&bytes, r->count, ROW_SIZE, &r->rows) &&
         cut_table(&bytes, r->alert_count, ALERT_SIZE, &r->alerts) &&
         cut_table(&bytes, r->macro_count, MACRO_SIZE, &r->macros) &&
         cut_table(&bytes, r->step_count, STEP_SIZE, &r->steps) &&
         cut_table(&bytes, r->test_count, TEST_SIZE, &r->tests) &&
         cut_table(&bytes, r->branch_count, BRANCH_SIZE, &r->branches) &&
         cut_table(&bytes, r->quick_count, QUICK_SIZE, &r->quick) &&
         cut_table(&bytes, r->leaf_count, 4, &r->leaf_kinds) &&
         cut_table(&bytes, (size_t)r->kind_count + 1, 4, &r->kind_starts) &&
         cut_table(&bytes, r->cell_count, 8, &r->cells) &&
         cut_table(&bytes, (size_t)r->list_count + 1, 4, &r->list_starts) &&
         cut_table(&bytes, r->list_kind_count, 4, &r->list_kinds) &&
         cut_table(&bytes, (size_t)r->theme_count + 2, 4, &r->theme_posts) &&
         cut_table(&bytes, r->post_count, 4, &r->posts) &&
         cut_table(&bytes, r->theme_count, 4, &r->offsets) && bytes.len == 0;
}

static bool operand_ok(const rule_table *r, rule_step s, bool quick) {
  switch (s.op) {
  case OP_TERM:
    return !quick && s.arg < r->leaf_count;
  case OP_LIST:
    return quick && s.arg < r->list_count;
  case OP_THEME:
    return s.arg < r->theme_count && s.reach < r->theme_count - s.arg;
  default:
    return s.arg < r->test_count;
  }
}

/* Every jump leads forward to a step of the branch that leaves as many operands as stand now. */
static bool jumps_ok(const rule_table *r, rule_branch b, const uint8_t *depths) {
  for (uint32_t i = 0; i < b.count; i++) {
    uint32_t jump = rules_quick(r, b.first + i).jump;
    if (jump && (jump >= b.count - i || depths[i + jump] != depths[i])) return false;
  }
  return true;
}

/* The stack never runs empty nor over, and one operand is left. `depths`: operands that wait behind each
 * step. */
static bool steps_ok(const rule_table *r, uint32_t first, uint32_t count, bool quick, uint8_t *depths) {
  uint32_t deep = 0, all = quick ? r->quick_count : r->step_count;
  if (count == 0 || count > RULE_STEPS || first > all || count > all - first) return false;
  for (uint32_t i = 0; i < count; i++) {
    rule_step s = quick ? rules_quick(r, first + i).step : rules_step(r, first + i);
    if (s.op >= OP_COUNT || s.reach > (s.op == OP_THEME ? UINT16_MAX : RULE_REACH)) return false;
    if (op_is_operand(s.op)) {
      if (!operand_ok(r, s, quick) || ++deep > RULE_DEPTH) return false;
    } else {
      uint32_t takes = op_takes_two(s.op) ? 2 : 1;
      if (deep < takes) return false;
      deep -= takes - 1;
    }
    depths[i] = (uint8_t)deep;
  }
  return deep == 1;
}

static bool branches_ok(const rule_table *r) {
  uint8_t depths[RULE_STEPS];
  for (uint32_t i = 0; i < r->branch_count; i++) {
    rule_branch b = rules_branch(r, i);
    if (b.rule >= r->count || !steps_ok(r, b.first, b.count, true, depths) || !jumps_ok(r, b, depths))
      return false;
  }
  return true;
}

static bool rows_ok(const rule_table *r, uint32_t sources) {
  uint8_t depths[RULE_STEPS];
  for (uint32_t i = 0; i < r->count; i++) {
    rule_row row = rules_row(r, i);
    uint32_t targets = row.flags & RULE_ALERT   ? r->alert_count
                       : row.flags & RULE_FRAME ? (uint32_t)FRAME_COUNT
                                                : r->theme_count;
    if (row.target >= targets || row.source >= sources || !steps_ok(r, row.first, row.count, false, depths))
      return false;
  }
  for (uint32_t i = 0; i < r->macro_count; i++)
    if (rules_macro(r, i).source >= sources) return false;
  return true;
}

static bool tests_ok(const rule_table *r) {
  for (uint32_t i = 0; i < r->test_count; i++) {
    const char *at = r->tests + (size_t)TEST_SIZE * i;
    if ((uint8_t)at[0] >= TEST_FIELDS || (uint8_t)at[1] >= RELATION_COUNT || !strings_ok(r, at + 8, 2))
      return false;
  }
  for (uint32_t i = 0; i < r->alert_count; i++)
    if (get_u32(r->alerts + (size_t)ALERT_SIZE * i + 40) >= SEVERITY_COUNT) return false;
  return true;
}

/* Rises, ends at `last`. */
static bool starts_ok(const char *starts, uint32_t count, uint32_t last) {
  for (uint32_t i = 0; i < count; i++)
    if (get_u32(starts + (size_t)4 * i) > get_u32(starts + (size_t)4 * (i + 1))) return false;
  return get_u32(starts + (size_t)4 * count) <= last;
}

static bool kinds_ok(const rule_table *r) {
  for (uint32_t i = 0; i < r->leaf_count; i++)
    if (rules_kind(r, i) >= r->kind_count) return false;
  for (uint32_t i = 0; i < r->cell_count; i++)
    if (rules_cell(r, i).word >= r->at.end) return false;
  for (uint32_t i = 0; i < r->list_kind_count; i++)
    if (rules_list_kind(r, i) >= r->kind_count) return false;
  return starts_ok(r->kind_starts, r->kind_count, r->cell_count) &&
         starts_ok(r->list_starts, r->list_count, r->list_kind_count);
}

static bool posts_ok(const rule_table *r) {
  for (uint32_t i = 0; i < r->post_count; i++)
    if (rules_post(r, i) >> 2 >= r->branch_count) return false;
  for (uint32_t t = 0; t < r->theme_count; t++)
    if (rules_offset(r, t) < -9999 || rules_offset(r, t) > 9999) return false;
  return starts_ok(r->theme_posts, r->theme_count + 1, r->post_count);
}

static bool all_strings_ok(const rule_table *r) {
  for (uint32_t i = 0; i < r->count; i++)
    if (!strings_ok(r, r->rows + (size_t)ROW_SIZE * i + 24, 1)) return false;
  for (uint32_t i = 0; i < r->alert_count; i++)
    if (!strings_ok(r, r->alerts + (size_t)ALERT_SIZE * i, 5)) return false;
  for (uint32_t i = 0; i < r->macro_count; i++)
    if (!strings_ok(r, r->macros + (size_t)MACRO_SIZE * i, 2)) return false;
  return true;
}

vox_status rules_open(rule_table *out, vox_str bytes, vox_str strings, uint32_t themes, uint32_t sources,
                      vox_error *err) {
  *out = (rule_table){.strings = strings};
  bool cut = cut_tables(out, bytes);
  out->at = rule_words_of(out->list_count, out->branch_count);
  bool ok = cut && out->theme_count == themes && all_strings_ok(out) && rows_ok(out, sources) &&
            branches_ok(out) && tests_ok(out) && kinds_ok(out) && posts_ok(out);
  return ok ? VOX_OK : fail(err, VOX_ERR_CORRUPT, "the lexicon's rules are damaged");
}

rule_row rules_row(const rule_table *r, uint32_t i) {
  const char *at = r->rows + (size_t)ROW_SIZE * i;
  return (rule_row){get_u32(at),      get_u32(at + 4),  get_u32(at + 8),      get_u32(at + 12),
                    get_u32(at + 16), get_u32(at + 20), string_at(r, at + 24)};
}

alert_info rules_alert(const rule_table *r, uint32_t i) {
  const char *at = r->alerts + (size_t)ALERT_SIZE * i;
  return (alert_info){string_at(r, at),      string_at(r, at + 8),  string_at(r, at + 16),
                      string_at(r, at + 24), string_at(r, at + 32), (rule_severity)get_u32(at + 40)};
}

macro_info rules_macro(const rule_table *r, uint32_t i) {
  const char *at = r->macros + (size_t)MACRO_SIZE * i;
  return (macro_info){string_at(r, at), string_at(r, at + 8), get_u32(at + 16), get_u32(at + 20)};
}

rule_test rules_test(const rule_table *r, uint32_t i) {
  const char *at = r->tests + (size_t)TEST_SIZE * i;
  return (rule_test){(uint8_t)at[0],           (uint8_t)at[1],       at[2] != 0,
                     (int32_t)get_u32(at + 4), string_at(r, at + 8), string_at(r, at + 16)};
}
