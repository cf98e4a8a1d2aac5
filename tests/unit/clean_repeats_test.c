/* clean_repeats_test.c - texts that come again, or nearly, in bounded memory. */
#include "clean/repeats.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static mem m;
static repeats *r;

static int begin(void **state) {
  (void)state;
  mem_init(&m, NULL, (size_t)120 << 20);
  return repeats_new(&r, &m, NULL) == VOX_OK ? 0 : 1;
}

static int end(void **state) {
  (void)state;
  repeats_free(r);
  return m.used == 0 ? 0 : 1;
}

static repeat see(const char *text) {
  repeat found;
  vox_str piece = str_of(text);
  assert_int_equal(repeats_see(r, &piece, 1, &found, NULL), VOX_OK);
  return found;
}

static void test_same(void **state) {
  (void)state;
  assert_int_equal(see("客服态度很差，等了很久"), REPEAT_NONE);
  assert_int_equal(see("客服态度很差,等了很久!!!"), REPEAT_SAME);
  assert_int_equal(see("客服態度很差 等了很久"), REPEAT_SAME);
  assert_int_equal(see("好"), REPEAT_NONE);
  assert_int_equal(see("好"), REPEAT_SAME);
  assert_int_equal(see("。。。"), REPEAT_NONE);
  assert_int_equal(see("。。"), REPEAT_NONE);
  assert_int_equal(see("。。。"), REPEAT_SAME);
}

static void test_near(void **state) {
  (void)state;
  assert_int_equal(see("排队两个小时才办好业务，窗口只开了一个，其他的都在聊天"), REPEAT_NONE);
  assert_int_equal(see("排队2个小时才办好业务，窗口只开了一个，其他的都在聊天"), REPEAT_NEAR);
  assert_int_equal(see("排队十分钟就办好了业务，窗口全开，工作人员很专业"), REPEAT_NONE);
  assert_int_equal(see("这次体验非常满意，会推荐给朋友"), REPEAT_NONE);
  assert_int_equal(see("这次体验非常不满意，会推荐给朋友"), REPEAT_NONE); /* it denies */
  assert_int_equal(see("味道不错"), REPEAT_NONE);
  assert_int_equal(see("味道不错的"), REPEAT_NONE); /* too short to be called near */
}

/* Pieces are apart: the same letters cut elsewhere are another row. */
static void test_pieces(void **state) {
  (void)state;
  repeat found;
  const vox_str one[] = {STR("很好"), STR("没有")}, other[] = {STR("很"), STR("好没有")};
  assert_int_equal(repeats_see(r, one, 2, &found, NULL), VOX_OK);
  assert_int_equal(found, REPEAT_NONE);
  assert_int_equal(repeats_see(r, other, 2, &found, NULL), VOX_OK);
  assert_int_equal(found, REPEAT_NONE);
  assert_int_equal(repeats_see(r, one, 2, &found, NULL), VOX_OK);
  assert_int_equal(found, REPEAT_SAME);
}

/* Many different texts: none is called a repeat of another, memory stays below the ceiling of this test, and
 * a text older than the ring is still known when it is the same. */
static void test_many(void **state) {
  (void)state;
  char text[200];
  see("第一条评论说的是排队太久而且没有座位");
  uint32_t seed = 1, wrong = 0;
  for (int i = 0; i < 70000; i++) {
    int n = 0;
    for (int k = 0; k < 14; k++) {
      seed = seed * 1664525u + 1013904223u;
      n += snprintf(text + n, sizeof text - (size_t)n, "%c%c%c%c", 'a' + (int)(seed >> 27) % 26,
                    'a' + (int)(seed >> 22 & 31) % 26, 'a' + (int)(seed >> 17 & 31) % 26,
                    'a' + (int)(seed >> 12 & 31) % 26);
    }
    wrong += see(text) != REPEAT_NONE;
  }
  assert_int_equal(wrong, 0);
  assert_int_equal(see("第一条评论说的是排队太久而且没有座位"), REPEAT_SAME);
  assert_int_equal(see("第一条评论说的是排队太久而且没有座位吧"), REPEAT_NONE); /* near ones are forgotten */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
int main(void) {
  const struct CMUnitTest tests[] = {TEST(test_same), TEST(test_near), TEST(test_pieces), TEST(test_many)};
  return cmocka_run_group_tests_name("clean/repeats", tests, NULL, NULL);
}
