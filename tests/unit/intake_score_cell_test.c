/* intake_score_cell_test.c - cells to scores and groups, as CONTRACT.md "Score cells" has them. */
#include "intake/score_cell.h"
#include "intake_support.h"

typedef struct score_case {
  const char *cell;
  score_kind kind;
  int32_t centi;
} score_case;

static void check_all(const char *scale_name, const score_case *cases, size_t count) {
  score_scale scale;
  assert_true(score_scale_of(&scale, str_of(scale_name)));
  for (size_t i = 0; i < count; i++) {
    int32_t centi = -1;
    score_kind kind = score_cell_read(str_of(cases[i].cell), &scale, &centi);
    if (kind != cases[i].kind || (kind == SCORE_READ && centi != cases[i].centi)) {
      fail_msg("%s on %s: kind %d, %d", cases[i].cell, scale_name, (int)kind, (int)centi);
    }
  }
}

#define CHECK(scale, ...)                                                                                    \
  do {                                                                                                       \
    const score_case cases_[] = {__VA_ARGS__};                                                               \
    check_all(scale, cases_, sizeof cases_ / sizeof *cases_);                                                \
  } while (0)

static void test_contract(void **state) {
  (void)state;
  CHECK("nps", {"9", SCORE_READ, 900}, {"9分", SCORE_READ, 900}, {"９", SCORE_READ, 900},
        {"9.0", SCORE_READ, 900}, {"10-非常愿意", SCORE_READ, 1000}, {"NPS: 8", SCORE_READ, 800},
        {"0分(极差)", SCORE_READ, 0}, {"8.5", SCORE_NOT_WHOLE, 0}, {"8-9", SCORE_UNREADABLE, 0},
        {"10/10", SCORE_UNREADABLE, 0}, {"-1", SCORE_OUT_OF_RANGE, 0}, {"−1", SCORE_OUT_OF_RANGE, 0},
        {"11", SCORE_OUT_OF_RANGE, 0}, {"", SCORE_EMPTY, 0});
}

static void test_spellings(void **state) {
  (void)state;
  CHECK("nps", {" 7 ", SCORE_READ, 700}, {"\t10\xE3\x80\x80", SCORE_READ, 1000}, {"１０分", SCORE_READ, 1000},
        {"5 分", SCORE_READ, 500}, {"评分：9", SCORE_READ, 900}, {"评分=9分", SCORE_READ, 900},
        {"9：非常满意", SCORE_READ, 900}, {"9 非常满意", SCORE_READ, 900}, {"9（满意）", SCORE_READ, 900},
        {"10 - Extremely likely", SCORE_READ, 1000}, {"0-完全不愿意", SCORE_READ, 0},
        {"10——非常愿意", SCORE_READ, 1000}, {"10分非常愿意", SCORE_READ, 1000}, {"8 points", SCORE_READ, 800},
        {"9.00", SCORE_READ, 900}, {"+9", SCORE_READ, 900}, {"007", SCORE_READ, 700},
        {"9 (8-10 = good)", SCORE_READ, 900});
}

static void test_not_scores(void **state) {
  (void)state;
  CHECK("nps", {"   ", SCORE_EMPTY, 0}, {"N/A", SCORE_UNREADABLE, 0}, {"暂无", SCORE_UNREADABLE, 0},
        {"8~9", SCORE_UNREADABLE, 0}, {"8至9", SCORE_UNREADABLE, 0}, {"9分以上", SCORE_UNREADABLE, 0},
        {"9分钟", SCORE_UNREADABLE, 0}, {"3次", SCORE_UNREADABLE, 0}, {"9月", SCORE_UNREADABLE, 0},
        {"90%", SCORE_UNREADABLE, 0}, {"8 or 9", SCORE_UNREADABLE, 0}, {"1e1", SCORE_UNREADABLE, 0},
        {"九", SCORE_UNREADABLE, 0}, {"9.", SCORE_UNREADABLE, 0}, {"8,5", SCORE_UNREADABLE, 0},
        {"100", SCORE_OUT_OF_RANGE, 0}, {"99999999999999999999", SCORE_OUT_OF_RANGE, 0},
        {"10.5", SCORE_OUT_OF_RANGE, 0}, {"-0.5", SCORE_OUT_OF_RANGE, 0}, {"10.001", SCORE_OUT_OF_RANGE, 0},
        {"9.999", SCORE_NOT_WHOLE, 0}, {"2026-03-01", SCORE_UNREADABLE, 0}, {"\xFF", SCORE_UNREADABLE, 0});
}

static void test_scales(void **state) {
  (void)state;
  CHECK("stars5", {"5星", SCORE_READ, 500}, {"4/5", SCORE_READ, 400}, {"4/10", SCORE_UNREADABLE, 0},
        {"0", SCORE_OUT_OF_RANGE, 0}, {"4.5", SCORE_NOT_WHOLE, 0}, {"3 stars", SCORE_READ, 300},
        {"1颗星", SCORE_READ, 100});
  CHECK("ces7", {"7", SCORE_READ, 700}, {"8", SCORE_OUT_OF_RANGE, 0});
  CHECK("csat5", {"5", SCORE_READ, 500}, {"6", SCORE_OUT_OF_RANGE, 0});
  CHECK("ces5", {"5", SCORE_READ, 500});
  CHECK("0..100", {"87", SCORE_READ, 8700}, {"87.5", SCORE_READ, 8750}, {"87.25分", SCORE_READ, 8725},
        {"87.125", SCORE_NOT_WHOLE, 0}, {"101", SCORE_OUT_OF_RANGE, 0}, {"87/100", SCORE_READ, 8700});
  CHECK("-4..4", {"-0.9", SCORE_READ, -90}, {"2.87", SCORE_READ, 287}, {"−4", SCORE_READ, -400},
        {"-4.01", SCORE_OUT_OF_RANGE, 0});
}

static void test_scale_names(void **state) {
  (void)state;
  static const char *const wrong[] = {"",     "NPS5", "5..1",  "1..",         "..5",
                                      "a..b", "1..1", "1...5", "0..10000000", "-..3"};
  score_scale scale;
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    if (score_scale_of(&scale, str_of(wrong[i]))) fail_msg("%s is a scale", wrong[i]);
  }
  assert_true(score_scale_of(&scale, STR("nps")));
  assert_true(scale.is_nps && scale.min == 0 && scale.max == 10);
  assert_true(score_scale_of(&scale, STR("-100..100")));
  assert_true(!scale.is_nps && scale.min == -100 && scale.max == 100);
}

static void test_groups(void **state) {
  (void)state;
  static const vox_group want[] = {VOX_GROUP_DETRACTOR, VOX_GROUP_DETRACTOR, VOX_GROUP_DETRACTOR,
                                   VOX_GROUP_DETRACTOR, VOX_GROUP_DETRACTOR, VOX_GROUP_DETRACTOR,
                                   VOX_GROUP_DETRACTOR, VOX_GROUP_PASSIVE,   VOX_GROUP_PASSIVE,
                                   VOX_GROUP_PROMOTER,  VOX_GROUP_PROMOTER};
  for (int32_t i = 0; i <= 10; i++) assert_int_equal(score_group(i * 100), want[i]);
  static const struct {
    const char *cell;
    vox_group group;
  } names[] = {
      {"推荐者", VOX_GROUP_PROMOTER},
      {"推薦者", VOX_GROUP_PROMOTER},
      {"促销员", VOX_GROUP_PROMOTER},
      {"Promoter", VOX_GROUP_PROMOTER},
      {"PROMOTERS", VOX_GROUP_PROMOTER},
      {"推荐者(9-10)", VOX_GROUP_PROMOTER},
      {"被动者", VOX_GROUP_PASSIVE},
      {"中立者", VOX_GROUP_PASSIVE},
      {"被动", VOX_GROUP_PASSIVE},
      {"被動者", VOX_GROUP_PASSIVE},
      {" passive ", VOX_GROUP_PASSIVE},
      {"贬损者", VOX_GROUP_DETRACTOR},
      {"批评者", VOX_GROUP_DETRACTOR},
      {"詆毀者", VOX_GROUP_DETRACTOR},
      {"Detractor", VOX_GROUP_DETRACTOR},
      {"貶損者", VOX_GROUP_DETRACTOR},
      {"批評者（0-6）", VOX_GROUP_DETRACTOR},
      {"", VOX_GROUP_NONE},
      {"推荐", VOX_GROUP_NONE},
      {"非推荐者", VOX_GROUP_NONE},
      {"promotered", VOX_GROUP_NONE},
      {"9", VOX_GROUP_NONE},
  };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (score_group_named(str_of(names[i].cell)) != names[i].group) fail_msg("%s", names[i].cell);
  }
}

/* No cell, however odd, is read past its end or gives a score outside the scale. */
static void test_any_cell(void **state) {
  (void)state;
  static const char *const parts[] = {"9",  "0",  "-",    ".",    "分", "/", ":", " ",
                                      "（", "星", "\xE5", "非常", "10", "=", "－"};
  uint64_t seed = 99;
  score_scale scale;
  assert_true(score_scale_of(&scale, STR("1..7")));
  for (int round = 0; round < 50000; round++) {
    char cell[128];
    size_t len = 0;
    for (uint32_t n = random_next(&seed) % 12; n; n--) {
      const char *part = parts[random_next(&seed) % (sizeof parts / sizeof *parts)];
      memcpy(cell + len, part, strlen(part));
      len += strlen(part);
    }
    char *exact = malloc(len ? len : 1);
    memcpy(exact, cell, len);
    int32_t centi = 100;
    score_kind kind = score_cell_read((vox_str){exact, len}, &scale, &centi);
    assert_true(kind <= SCORE_UNREADABLE && centi >= 100 && centi <= 700);
    score_group_named((vox_str){exact, len});
    free(exact);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_contract), cmocka_unit_test(test_spellings),   cmocka_unit_test(test_not_scores),
      cmocka_unit_test(test_scales),   cmocka_unit_test(test_scale_names), cmocka_unit_test(test_groups),
      cmocka_unit_test(test_any_cell),
  };
  return cmocka_run_group_tests_name("intake_score_cell", tests, NULL, NULL);
}
