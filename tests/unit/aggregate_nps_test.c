/* aggregate_nps_test.c - the formula, its direction, and how it rounds. */
#include "aggregate/ratio.h"
#include "aggregate_support.h"

static void test_direction(void **state) {
  (void)state;
  assert_int_equal(nps_centi(&(nps_counts){10, 0, 0}), 10000); /* all promoters: +100, never -100 */
  assert_int_equal(nps_centi(&(nps_counts){0, 0, 7}), -10000);
  assert_int_equal(nps_centi(&(nps_counts){0, 5, 0}), 0);
}

static void test_rounding(void **state) {
  (void)state;
  assert_int_equal(nps_centi(&(nps_counts){250, 150, 190}), 1017); /* 10.169 */
  assert_int_equal(nps_centi(&(nps_counts){8, 6, 21}), -3714);     /* -37.143 */
  assert_int_equal(nps_centi(&(nps_counts){1, 31, 0}), 313);       /* 3.125: half away from zero */
  assert_int_equal(nps_centi(&(nps_counts){0, 31, 1}), -313);
  assert_int_equal(nps_centi(&(nps_counts){1, 2, 0}), 3333);
  assert_int_equal(nps_centi(&(nps_counts){2000000000000, 0, 1000000000000}), 3333);
}

static void test_count(void **state) {
  (void)state;
  nps_counts c = {0, 0, 0}, d = {1, 2, 3};
  nps_count(&c, VOX_GROUP_PROMOTER, 2);
  nps_count(&c, VOX_GROUP_PASSIVE, 1);
  nps_count(&c, VOX_GROUP_DETRACTOR, 4);
  nps_count(&c, VOX_GROUP_NONE, 9);
  assert_int_equal(nps_n(&c), 7);
  nps_merge(&c, &d);
  assert_int_equal(c.promoters, 3);
  assert_int_equal(c.passives, 3);
  assert_int_equal(c.detractors, 7);
  int64_t by_group[4] = {50, 1, 2, 3};
  c = nps_of_groups(by_group);
  assert_true(c.promoters == 1 && c.passives == 2 && c.detractors == 3);
}

static void test_ratio(void **state) {
  (void)state;
  assert_int_equal(ratio_round(7, 2), 4);
  assert_int_equal(ratio_round(-7, 2), -4);
  assert_int_equal(ratio_round(1, 3), 0);
  assert_int_equal(ratio_round(-2, 3), -1);
  assert_int_equal(ratio_round(0, 5), 0);
  assert_int_equal(ratio_round(INT64_MAX / 2, INT64_MAX), 0);
  assert_int_equal(ratio_round(INT64_MAX / 2 + 1, INT64_MAX), 1);
  for (int64_t part = -50; part <= 50; part++)
    for (int64_t whole = 1; whole <= 20; whole++) {
      int64_t twice = 2 * (part < 0 ? -part : part), want = (twice + whole) / (2 * whole);
      assert_int_equal(ratio_round(part, whole), part < 0 ? -want : want);
    }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_direction), cmocka_unit_test(test_rounding),
                                     cmocka_unit_test(test_count), cmocka_unit_test(test_ratio)};
  return cmocka_run_group_tests_name("aggregate_nps", tests, support_begin, support_end);
}
