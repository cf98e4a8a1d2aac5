/* The formats of user dictionaries: what is word, frequency and tag, and what a bad line is told as. */
#include "base/span.h"
#include "lexicon/user_words.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef struct got {
  char text[1000];
  size_t len;
  const char *fault; /* told of the word "bad" */
} got;

static vox_status take(void *context, vox_str word, uint64_t count, const char **fault, vox_error *err) {
  got *g = context;
  (void)err;
  if (str_eq(word, STR("bad"))) *fault = g->fault;
  if (str_eq(word, STR("stop"))) return VOX_ERR_MEMORY;
  g->len += (size_t)snprintf(g->text + g->len, sizeof g->text - g->len, "[%.*s]%llu", (int)word.len, word.ptr,
                             (unsigned long long)count);
  return VOX_OK;
}

static vox_status read_bytes(vox_str bytes, got *g, vox_error *err) {
  mem m;
  mem_init(&m, NULL, 0);
  *g = (got){.fault = "it is bad"};
  vox_status status = user_words_read(STR("my.txt"), bytes, &m, take, g, err);
  assert_int_equal(m.used, 0);
  return status;
}

static void expect_words(const char *file, const char *want) {
  got g;
  vox_error err = {0};
  if (read_bytes(str_of(file), &g, &err) != VOX_OK) fail_msg("%s", err.message);
  assert_string_equal(g.text, want);
}

static void expect_fault_in(vox_str file, const char *message, uint64_t line, uint64_t offset) {
  got g;
  vox_error err = {0};
  assert_int_equal(read_bytes(file, &g, &err), VOX_ERR_SYNTAX);
  assert_string_equal(err.message, message);
  assert_int_equal(err.line, line);
  assert_int_equal(err.offset, offset);
}

static void expect_fault(const char *file, const char *message, uint64_t line, uint64_t offset) {
  expect_fault_in(str_of(file), message, line, offset);
}

static void test_jieba(void **state) {
  (void)state;
  expect_words(
      "云计算 5\n李小福 2 nr\n创新办 3 i\neasy_install 3 eng\n好用 300\n韩玉赏鉴 3 nz\n台中\n凱特琳 nz\n"
      "Edu Trust认证 2000\n",
      "[云计算]5[李小福]2[创新办]3[easy_install]3[好用]300[韩玉赏鉴]3[台中]0[凱特琳]0[Edu Trust认证]2000");
}

static void test_fields(void **state) {
  (void)state;
  expect_words("a/d 5 n\nβ细胞\tn\nC++\t9\tnz\n", "[a/d]5[β细胞]0[C++]9");
  expect_words("小米 14 Pro\niPhone 15 Pro 20 nz\niphone 15 pro\nUSB 3 1\n",
               "[小米 14 Pro]0[iPhone 15 Pro]20[iphone 15 pro]0[USB 3]1");
  expect_words("customer service\nhello kitty 3\niphone nz\n会员 n_vip\n会员 3 n_vip\n",
               "[customer service]0[hello kitty]3[iphone]0[会员]0[会员]3");
  expect_words("  前后   7   n  \n# 注释 3 n\n#\n#话题 4\n12306 5 n\n12306\n",
               "[前后]7[#话题]4[12306]5[12306]0");
  expect_words("零 0 n\n大 1099511627775 n\n", "[零]0[大]1099511627775");
}

static void test_lines(void **state) {
  (void)state;
  expect_words("", "");
  expect_words("\xEF\xBB\xBF", "");
  expect_words("\xEF\xBB\xBF好词 3 n\r\n\r\n   \r\n次词\r\n末词", "[好词]3[次词]0[末词]0");
}

static void test_our_format(void **state) {
  (void)state;
  expect_words("#: id: mine\n#: version: 1\n# 注\n七天无理由\tword\t\tpos=n\n+ 例\n- 例\nC\\#\tword\n小米 "
               "14\tword\r\n",
               "[七天无理由]0[C#]0[小米 14]0");
  expect_words("# 说明\n\n#: id: mine\n好词\tword\n", "[好词]0");
  expect_fault(
      "#: id: x\n好\tsentiment\t1\n",
      "my.txt:2:3: a user dictionary holds lines of class `word` alone; lay others over with --overlay", 2,
      13);
  expect_fault("#: id: x\n好词\n", "my.txt:2:3: a tab and `word` are missing behind the term", 2, 15);
  expect_fault("#: id: x\n好词\t\n", "my.txt:2:3: a tab and `word` are missing behind the term", 2, 15);
}

static void test_faults(void **state) {
  (void)state;
  expect_fault("好词 3 n\n坏\xFF词 3\n", "my.txt:2:2: this is not UTF-8 text; convert the file", 2, 14);
  expect_fault("好词 3\n  量词 -3 n\n", "my.txt:2:6: a frequency is a whole number without a sign", 2, 18);
  expect_fault("好词 +3\n", "my.txt:1:4: a frequency is a whole number without a sign", 1, 7);
  expect_fault("好词 1099511627776 n\n", "my.txt:1:4: the frequency is above 2 to the 40", 1, 7);
  expect_fault("好词 99999999999999999999999999 n\n", "my.txt:1:4: the frequency is above 2 to the 40", 1, 7);
  expect_fault("\xEF\xBB\xBFok 1\nbad 1\n", "my.txt:2:1: it is bad", 2, 8);
  expect_fault_in(STR("a\0b 3\n"), "my.txt:1:2: a NUL byte stands in the line", 1, 1);
  got g;
  assert_int_equal(read_bytes(STR("一\nstop\n二\n"), &g, NULL), VOX_ERR_MEMORY);
  assert_string_equal(g.text, "[一]0");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_jieba),      cmocka_unit_test(test_fields), cmocka_unit_test(test_lines),
      cmocka_unit_test(test_our_format), cmocka_unit_test(test_faults),
  };
  return cmocka_run_group_tests_name("user dictionaries", tests, NULL, NULL);
}
