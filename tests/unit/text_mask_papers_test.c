/* text_mask_papers_test.c - cards, plates, accounts and papers are masked; codes that look like them stay. */
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

static void test_cards(void **state) {
  (void)state;
  check("卡号4111111111111111被扣", "卡号[银行卡号]被扣");
  check("卡4111 1111 1111 1111。", "卡[银行卡号]。");
  check("card 4111-1111-1111-1111", "card [card]");
  stays("卡号4111111111111112"); /* check digit */
  stays("卡4111-1111 11111111"); /* parted otherwise */
  stays("流水号4111111111111111");
  stays("41111111111111111111"); /* twenty figures */
  stays("卡4111111111111111a");
}

static void test_plates(void **state) {
  (void)state;
  check("车牌京A12345", "车牌[车牌号]");
  check("粤B·8K9M2和沪AD12345", "[车牌号]和[车牌号]");
  check("苏E 6P7Q8", "[车牌号]");
  stays("京A座12345");
  stays("全新A12345");
  stays("房间A12345");
  stays("京ABCDEF");
  stays("京A1234");
  stays("京A12345678");
}

static void test_accounts(void **state) {
  (void)state;
  check("微信号kele8899", "微信号[账号]");
  check("微信：zhangsan谢谢", "微信：[账号]谢谢");
  check("加微信 zhang_3", "加微信 [账号]");
  check("我的QQ123456789", "我的QQ[账号]");
  check("QQ号是 2839104455", "QQ号是 [账号]");
  check("wechat: happy2020", "wechat: [account]");
  check("IBAN DE89370400440532013000", "IBAN [account]");
  check("IBAN DE89 3704 0044 0532 0130 00", "IBAN [account]");
  stays("DE88370400440532013000");
  stays("微信iphone12用不了");
  stays("微信小程序闪退");
  stays("QQ2013版");
  stays("微信支付10086元");
}

static void test_papers(void **state) {
  (void)state;
  check("护照号E12345678", "护照号[证件号]");
  check("passport no. EA1234567", "passport no. [document]");
  check("港澳通行证C12345678", "港澳通行证[证件号]");
  check("台胞证12345678", "台胞证[证件号]");
  stays("券码E12345678");
  stays("护照办理等了15天");
  stays("通行证1234567");
}

/* Shapes that a careless matcher reads again and again: 1 MB each is done at once. */
static void test_linear(void **state) {
  (void)state;
  static const char *const pieces[] = {"4111 ", "京A",   "微信号", "A1B2",
                                       "QQ: ",  "护照E", ": : :",  "通行证号码"};
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
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_cards), cmocka_unit_test(test_plates),
                                     cmocka_unit_test(test_accounts), cmocka_unit_test(test_papers),
                                     cmocka_unit_test(test_linear)};
  return cmocka_run_group_tests_name("text/mask papers", tests, support_begin, support_end);
}
