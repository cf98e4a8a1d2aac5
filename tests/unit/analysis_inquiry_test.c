/* analysis_inquiry_test.c - a comment that is one plain question has no sentiment; English negators that take
 * each other back. On the artefact that ships. */
#include "shipped_model.h"

static vox_label label_of(bench *b, const char *text) { return read_text(b, text)->sentiment.label; }

static void test_questions(void **state) {
  bench *b = *state;
  if (!b) skip();
  assert_int_equal(label_of(b, "这个插座支持定时吗？"), VOX_LABEL_NONE);
  assert_int_equal(label_of(b, "Is there a discount for seniors?"), VOX_LABEL_NONE);
}

static void test_heard(void **state) {
  bench *b = *state;
  if (!b) skip();
  assert_int_equal(label_of(b, "为什么物流这么慢？"), VOX_LABEL_NEGATIVE); /* it reproaches */
  assert_int_equal(label_of(b, "Is there anyone as rude as this clerk?"),
                   VOX_LABEL_NEGATIVE);                                          /* blame is heard */
  assert_int_equal(label_of(b, "很好吃，请问周末开门吗？"), VOX_LABEL_POSITIVE); /* more than a question */
  assert_int_equal(label_of(b, "There is a discount for seniors."), VOX_LABEL_POSITIVE);
}

static void test_negators_take_back(void **state) {
  bench *b = *state;
  if (!b) skip();
  assert_true(read_text(b, "I never met anyone who wasn't happy.")->sentiment.score > 0);
  assert_true(read_text(b, "He wasn't happy.")->sentiment.score < 0);
  assert_true(read_text(b, "The menu used to be great.")->sentiment.score < 0);
  assert_true(read_text(b, "I got used to great service.")->sentiment.score > 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_questions), cmocka_unit_test(test_heard),
                                     cmocka_unit_test(test_negators_take_back)};
  return cmocka_run_group_tests_name("analysis/inquiry", tests, open_model, close_model);
}
