/* clean_look_test.c - what a file puts around comments is found by repetition and taken off; questions are
 * known. */
#include "clean/look.h"
#include "text/chars.h"
#include "text/fold.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static mem m;
static look *l;

static int begin(void **state) {
  (void)state;
  mem_init(&m, NULL, 0);
  return look_new(&l, &m, NULL) == VOX_OK ? 0 : 1;
}

static int end(void **state) {
  (void)state;
  look_free(l);
  return m.used == 0 ? 0 : 1;
}

static void add(const char *text) { assert_int_equal(look_add(l, str_of(text), NULL), VOX_OK); }

/* `count` comments, each with its own number, as `format` (which holds one %d) puts them. */
static void add_many(const char *format, int count) {
  char text[600];
  for (int i = 0; i < count; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(text, sizeof text, format, i);
#pragma GCC diagnostic pop
    add(text);
  }
}

static void settle(void) { assert_int_equal(look_settle(l, NULL), VOX_OK); }

static void unwraps(const char *text, const char *want) {
  vox_str got = look_unwrap(l, str_of(text));
  if (got.len != strlen(want) || memcmp(got.ptr, want, got.len) != 0)
    fail_msg("%s: %.*s", text, (int)got.len, got.ptr);
}

static void test_before(void **state) {
  (void)state;
  add_many("（该条评论已经被删除）第%d次买", 40);
  add_many("普通的评论%d", 200);
  settle();
  unwraps("（该条评论已经被删除）很好", "很好");
  unwraps("  （该条评论已经被删除） 很好 ", "很好");
  unwraps("很好（该条评论已经被删除）", "很好（该条评论已经被删除）");
  unwraps("（该条评论已经被删除）", "");
  unwraps("（还没到）很慢", "（还没到）很慢");
}

static void test_behind(void **state) {
  (void)state;
  add_many("评论%d 号【来自手机客户端】", 30);
  add_many("评论%d\n发自我的手机", 30);
  add_many("普通的评论%d", 100);
  settle();
  unwraps("不错【来自手机客户端】", "不错");
  unwraps("不错\n发自我的手机", "不错");
  unwraps("不错，发自我的手机", "不错，发自我的手机");
}

/* A label that says what it is needs fewer comments than other text, but not four in a short file either. */
static void test_few_replies(void **state) {
  (void)state;
  add_many("第%d次闪退 ----------   开发者回复：感谢反馈，我们会改进", 5);
  add_many("一共%d句 ----------   官方答复：已收到", 4);
  add_many("普通的评论%d", 200);
  settle();
  unwraps("卡 ----------   开发者回复：请升级。", "卡");
  unwraps("卡 ----------   官方答复：请升级。", "卡 ----------   官方答复：请升级。");
}

static void test_reply(void **state) {
  (void)state;
  add_many("第%d次闪退 ----------   开发者回复：感谢反馈，我们会改进", 25);
  add_many("评论%d\n商家回复：谢谢光临", 25);
  add_many("客服回复：%d天后发货", 25);
  settle();
  unwraps("卡 ----------   开发者回复：请升级。", "卡");
  unwraps("好吃\n商家回复：欢迎再来\n谢谢", "好吃");
  unwraps("问了客服，客服回复：等着", "问了客服，客服回复：等着");
  unwraps("他说商家回复：没有", "他说商家回复：没有");
}

/* Too few, too short, or one text sent again and again: no wrapper. */
static void test_none(void **state) {
  (void)state;
  const wrapper *list;
  add_many("（第一次来的客人）评论%d", 19);
  add_many("【好评】评论%d", 50);
  for (int i = 0; i < 60; i++) add("【优惠大放送】快来看看吧");
  add_many("普通的评论%d", 100);
  settle();
  assert_int_equal(look_wrappers(l, &list), 0);
  unwraps("【优惠大放送】快来看看吧", "【优惠大放送】快来看看吧");
}

static void test_given(void **state) {
  (void)state;
  const wrapper *list;
  assert_int_equal(look_wrapper(l, STR("[app]"), NULL), VOX_OK);
  assert_int_equal(look_wrapper(l, STR(""), NULL), VOX_ERR_ARGUMENT);
  settle();
  assert_int_equal(look_wrappers(l, &list), 2);
  unwraps("[app]好[app]", "好");
  unwraps("[app]", "[app]");
}

static bool is_question(const char *text) {
  folded f;
  uint8_t kind[1000];
  folded_init(&f, &m);
  assert_int_equal(fold_text(&f, str_of(text)), VOX_OK);
  for (size_t i = 0; i < f.len && i < sizeof kind; i++) kind[i] = (uint8_t)char_kind_of(f.cp[i]);
  bool same = f.len <= sizeof kind && look_is_question(l, f.cp, kind, f.len);
  folded_free(&f);
  return same;
}

static void test_question(void **state) {
  (void)state;
  assert_int_equal(look_question(l, STR("您对我们的服务有什么建议？"), NULL), VOX_OK);
  assert_int_equal(look_question(l, STR("评价内容"), NULL), VOX_OK);
  settle();
  assert_true(is_question("您对我们的服务有什么建议"));
  assert_true(is_question("您對我們的服務有什麼建議？？"));
  assert_true(is_question("对我们的服务有什么建议"));
  assert_true(is_question("评价 内容"));
  assert_false(is_question("评价"));
  assert_false(is_question("我的建议是多开几个窗口"));
  assert_false(is_question(""));
  unwraps("您对我们的服务有什么建议？多开窗口", "多开窗口");
  unwraps("您对我们的服务有什么建议？", "您对我们的服务有什么建议？");
}

/* Shapes that a careless finder reads again and again. */
static void test_linear(void **state) {
  (void)state;
  static const char *const pieces[] = {"回复：", "-回复", "\n回复:", "（", "reply", "- - ", "[回复]"};
  enum { SIZE = 300000 };
  char *text = mem_get(&m, SIZE);
  for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
    size_t n = strlen(pieces[k]);
    for (size_t i = 0; i < SIZE; i++) text[i] = pieces[k][i % n];
    assert_int_equal(look_add(l, (vox_str){text, SIZE}, NULL), VOX_OK);
  }
  add_many("评论%d\n商家回复：谢谢光临", 25);
  settle();
  for (size_t i = 0; i < SIZE; i++) text[i] = "商家回复："[i % 15];
  look_unwrap(l, (vox_str){text, SIZE});
  mem_put(&m, text, SIZE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
int main(void) {
  const struct CMUnitTest tests[] = {TEST(test_before),      TEST(test_behind), TEST(test_reply),
                                     TEST(test_few_replies), TEST(test_none),   TEST(test_given),
                                     TEST(test_question),    TEST(test_linear)};
  return cmocka_run_group_tests_name("clean/look", tests, NULL, NULL);
}
