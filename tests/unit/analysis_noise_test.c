/* analysis_noise_test.c - what is read over inside comments, and what is no answer; spans stay in the
 * caller's bytes, and nothing takes longer than the text is long. */
#include "analysis/quality.h"
#include "small_model.h"

static small_model s;

static int open_model(void **state) {
  (void)state;
  small_open(&s,
             SMALL_LEXICON
             "赚钱\tjunk.spam\t1.5\n日结\tjunk.spam\t1.5\n加微信\tjunk.contact\t1\n阿斯顿\tjunk.mash\n",
             SMALL_WORDS);
  return 0;
}

static int close_model(void **state) {
  (void)state;
  return small_close(&s);
}

static void expect(const char *text, uint32_t quality, uint32_t noise) {
  small_analyse(&s, text);
  if (s.result->quality != quality) fail_msg("quality %u: %s", (unsigned)s.result->quality, text);
  if ((s.result->flags & (FLAG_RUBY | FLAG_DOUBLED | FLAG_WRAPPER)) != noise)
    fail_msg("%s: flags %u", text, (unsigned)s.result->flags);
}

static void expect_sentiment_spans(const char *text, const char *const *want, size_t count) {
  const vox_evidence *list;
  small_analyse(&s, text);
  size_t n = vox_result_evidence(s.result, &list), at = 0;
  for (size_t i = 0; i < n; i++) {
    if (!str_eq(list[i].kind, STR("sentiment"))) continue;
    assert_true(at < count);
    expect_span(text, list[i].span, want[at++]);
  }
  assert_int_equal(at, count);
}

static void test_readings(void **state) {
  (void)state;
  static const char *const slow[] = {"慢"}, *const good[] = {"不(bù)错"};
  expect("物流(liú)慢", 0, FLAG_RUBY);
  assert_non_null(theme_of(&s, "delivery"));
  expect_sentiment_spans("物（wù）流(liú)慢", slow, 1);
  expect_sentiment_spans("不(bù)错(cuò)。", good, 1);
  expect("味道(a)不错(b)", 0, 0);
  expect("客服(nán)", 0, FLAG_RUBY);
  expect("人(wang)慢", 0, 0);
  expect("café(è)", 0, 0);
  expect("物流(liú慢", 0, 0);
}

static void test_doubled(void **state) {
  (void)state;
  static const char *const once[] = {"慢"};
  expect("物流今天真的慢物流今天真的慢", 0, FLAG_DOUBLED);
  expect_sentiment_spans("物流今天真的慢物流今天真的慢", once, 1);
  expect_sentiment_spans("我们说：物流今天真的慢，物流今天真的慢，", once, 1);
  expect("好好好好好好", 0, 0);
  expect("物流慢物流慢", 0, 0);
  expect("物流太慢物流太慢", 0, 0); /* four characters by themselves are emphasis */
  expect("物流太慢物流太慢，价格太贵价格太贵", 0, FLAG_DOUBLED);
}

static void test_no_answers(void **state) {
  (void)state;
  enum { MASH = QUALITY_NON_ANSWER | QUALITY_GIBBERISH };
  expect("asdfgh", MASH, 0);
  expect("啊啊啊啊", MASH, 0);
  expect("123456", MASH, 0);
  expect("阿斯顿", MASH, 0);
  expect("666", 0, 0);
  expect("哈哈哈哈哈", QUALITY_NON_ANSWER, 0);
  expect("HDMI", 0, 0);
  expect("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", QUALITY_GARBLED, 0);
  expect("瀹㈡湇鎬佸害寰堝樊", QUALITY_GARBLED, 0);
  assert_int_equal(small_raw(&s, "瀹㈡湇鎬佸害寰堝樊"), NO_SENTIMENT);
  expect("日结赚钱", QUALITY_SPAM, 0);
  expect("加微信abc123，赚钱", QUALITY_SPAM, 0);
  expect("加微信，赚钱", 0, 0);
  expect("赚钱不错", 0, 0);
}

/* `pieces` words side by side in no order, and a mark behind every `breath` of them. */
static void expect_breath(size_t pieces, size_t breath, uint32_t quality) {
  static const char *const words[] = {"天下", "文章", "生活", "道路", "今天", "朋友", "时候", "那里",
                                      "看见", "走过", "山水", "明月", "书本", "学校", "春风", "故事"};
  static char text[8192];
  size_t n = 0;
  uint32_t dice = 7;
  for (size_t i = 0; i < pieces; i++) {
    dice = dice * 1664525u + 1013904223u;
    n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", i && i % breath == 0 ? "，" : "",
                          words[dice >> 28]);
  }
  small_analyse(&s, text);
  assert_int_equal(s.result->quality, quality);
  if (quality & QUALITY_SPAM) assert_int_equal(s.result->theme_count + s.result->emotion_count, 0);
}

static void test_breathless(void **state) {
  (void)state;
  expect_breath(300, 1000, QUALITY_SPAM);
  expect_breath(150, 1000, 0);
  expect_breath(600, 100, 0);
}

/* 1 MB of each: done at once. */
static void test_linear(void **state) {
  (void)state;
  static const char *const pieces[] = {"(è)",    "物(", "asdf ",  "客户体验", "abcdefgh", "1",   "?",
                                       "锟斤拷", "é",   "加微信", "赚钱",     "啊",       "无，"};
  enum { SIZE = 1000000 };
  static char text[SIZE];
  for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
    size_t n = strlen(pieces[k]);
    for (size_t i = 0; i < SIZE; i++) text[i] = pieces[k][i % n];
    small_analyse_as(&s, (vox_str){text, SIZE - SIZE % n}, VOX_ROLE_OTHER);
  }
}

#define TEST(name) cmocka_unit_test(name)
int main(void) {
  const struct CMUnitTest tests[] = {TEST(test_readings), TEST(test_doubled), TEST(test_no_answers),
                                     TEST(test_breathless), TEST(test_linear)};
  return cmocka_run_group_tests_name("analysis/noise", tests, open_model, close_model);
}
