/* text_mask_test.c - what is masked, what must stay, and that it stays linear. */
#include "aggregate_support.h"
#include "text/mask.h"

static void check(const char *text, const char *want) {
  buf out;
  buf_init(&out, &support_mem, (size_t)1 << 20);
  assert_int_equal(mask_text(&out, str_of(text)), VOX_OK);
  assert_text(buf_view(&out), want);
  buf_free(&out);
}

static void stays(const char *text) { check(text, text); }

static void test_mobile(void **state) {
  (void)state;
  check("打我电话13812345678吧", "打我电话[手机号]吧");
  check("电话：138 1234 5678", "电话：[手机号]");
  check("138-1234-5678联系", "[手机号]联系");
  check("加+86 13812345678", "加[手机号]");
  check("加+86-138-1234-5678", "加[手机号]");
  check("加008613812345678", "加[手机号]");
  check("加8613812345678", "加[手机号]");
  check("手机１３８１２３４５６７８。", "手机[手机号]。");
  check("call 19912345678 now", "call [phone] now");
  check("tel13812345678", "tel[phone]");
  check("13812345678,13987654321", "[phone],[phone]");
}

static void test_landline(void **state) {
  (void)state;
  check("店里010-12345678", "店里[电话]");
  check("店里(0571)87654321", "店里[电话]");
  check("店里（0571）8765432", "店里[电话]");
  check("店里0571 8765 4321", "店里[电话]");
  check("店里02187654321", "店里[电话]");
  check("店里０１０－６２３４５６７８", "店里[电话]");
  check("call 415-555-0100 or (415) 555-0199", "call [phone] or [phone]");
}

static void test_email(void **state) {
  (void)state;
  check("发到zhang.san+1@mail.example.com.cn。", "发到[邮箱]。");
  check("write to a_b@example.org.", "write to [email].");
  check("ａｂ＠ｑｑ．ｃｏｍ谢谢", "[邮箱]谢谢");
  check("a@b.co@c.de", "[email]@c.de");
}

static void test_identity(void **state) {
  (void)state;
  check("身份证11010519491231002X", "身份证[身份证号]");
  check("身份证11010519491231002x。", "身份证[身份证号]。");
  check("id 440524188001010014", "id [id]");
  stays("号110105194912310021"); /* wrong check digit */
  stays("id 4405241880010100140");
}

static void test_what_stays(void **state) {
  (void)state;
  stays("客服400-820-8820和800-820-8820没人接");
  stays("打95588");
  stays("Order 00123456789 is late");
  stays("+100 000 000");
  stays("2024-01-15 12");
  stays("2024年01月15日 12:30:45");
  stays("20240115123045");
  stays("订单13812345678一直没到");
  stays("订单号：13812345678");
  stays("快递单号 13812345678");
  stays("order #13812345678");
  stays("单号SF13812345678");
  stays("编号A-13812345678");
  stays("138123456789"); /* twelve digits */
  stays("12812345678");  /* no mobile begins so */
  stays("0.13812345678");
  stays("价格13812345678.5元");
  stays("1381234 5678"); /* parted elsewhere */
  stays("138-12345678");
  stays("@somebody 说得对");
  stays("x@1.5");
  stays("3@ 4.5 a@b");
  stays("call 888-555-0100");
  stays("");
}

static void test_bytes_stay(void **state) {
  (void)state;
  static const char text[] = "\xFF好\x00\xE5\xA5 13812345678\xC0";
  buf out;
  buf_init(&out, &support_mem, 1000);
  assert_int_equal(mask_text(&out, (vox_str){text, sizeof text - 1}), VOX_OK);
  static const char want[] = "\xFF好\x00\xE5\xA5 [手机号]\xC0";
  assert_int_equal(out.len, sizeof want - 1);
  assert_memory_equal(out.ptr, want, sizeof want - 1);
  buf_free(&out);
}

static void test_ceiling(void **state) {
  (void)state;
  buf out;
  buf_init(&out, &support_mem, 4);
  assert_int_equal(mask_text(&out, STR("longer than four")), VOX_ERR_LIMIT);
  buf_free(&out);
}

/* Shapes that a careless matcher reads again and again: 1 MB each is done at once. */
static void test_linear(void **state) {
  (void)state;
  static const char *const pieces[] = {"a", "1",   "a@",   "a.",     "1-",  "0571 ",
                                       "(", "+86", "a@b.", "order ", "138 "};
  enum { SIZE = 1000000 };
  char *text = mem_get(&support_mem, SIZE);
  for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
    size_t n = strlen(pieces[k]);
    for (size_t i = 0; i < SIZE; i++) text[i] = pieces[k][i % n];
    buf out;
    buf_init(&out, &support_mem, (size_t)4 * SIZE);
    assert_int_equal(mask_text(&out, (vox_str){text, SIZE}), VOX_OK);
    buf_free(&out);
  }
  mem_put(&support_mem, text, SIZE);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_mobile),     cmocka_unit_test(test_landline),
                                     cmocka_unit_test(test_email),      cmocka_unit_test(test_identity),
                                     cmocka_unit_test(test_what_stays), cmocka_unit_test(test_bytes_stay),
                                     cmocka_unit_test(test_ceiling),    cmocka_unit_test(test_linear)};
  return cmocka_run_group_tests_name("text_mask", tests, support_begin, support_end);
}
