/* api_result_test.c - the getters of a result say what the record prints. */
#include "small_model.h"

#define ENTRIES                                                                                              \
  HEAD("small") "很好\tsentiment\t3\n太慢\tsentiment\t-3\n投诉\tintent.complaint\n但是\tcontrast\n"

static void getters(void **state) {
  (void)state;
  small_model s;
  vox_intent_hit asked;
  int effort = 7;
  small_open(&s, ENTRIES, "很好 50 d\n太慢 50 d\n投诉 50 v\n但是 50 c\n");
  const vox_result *r = small_analyse(&s, "很好，但是太慢，等了3小时，我要投诉");
  assert_string_equal(vox_result_lang(r), "zh-Hans");
  assert_int_equal(vox_result_intent(r, 0, &asked), 1);
  assert_true(str_eq(asked.id, STR("complaint")));
  assert_int_equal(asked.theme.len, 0);
  assert_int_equal(vox_result_intent(r, 1, &asked), 0);
  assert_int_equal(vox_result_effort(r, &effort), 0);
  assert_int_equal(effort, 7);
  assert_null(vox_result_quality(r, 0));
  size_t flags = 0;
  while (vox_result_flag(r, flags)) flags++;
  assert_true(flags >= 1);
  assert_null(vox_result_flag(r, 32));
  small_close(&s);
}

static void numbers(void **state) {
  (void)state;
  const result_quantity list[] = {{QUANTITY_DURATION_S, 1800}, {QUANTITY_MONEY_CNY, -5}};
  const vox_result r = {
      .quantities = list, .quantity_count = 2, .has_effort = true, .effort = -2, .quality = 6};
  vox_quantity quantity;
  int effort = 7;
  assert_int_equal(vox_result_quantity(&r, 1, &quantity), 1);
  assert_string_equal(quantity.kind, "money_cny");
  assert_int_equal(quantity.value, -5);
  assert_int_equal(vox_result_quantity(&r, 2, &quantity), 0);
  assert_int_equal(vox_result_effort(&r, &effort), 1);
  assert_int_equal(effort, -2);
  assert_string_equal(vox_result_quality(&r, 1), quality_name(2));
  assert_null(vox_result_quality(&r, 2));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(getters), cmocka_unit_test(numbers)};
  return cmocka_run_group_tests_name("api result", tests, NULL, NULL);
}
