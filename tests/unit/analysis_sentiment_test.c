/* analysis_sentiment_test.c - labels, null, mixed, sums that add up, spans of any comment, and work that
 * grows with the text only. */
#include "small_fixture.h"

static void expect_label(const char *text, vox_label label) {
  vox_sentiment got = vox_result_sentiment(small_analyse(&s, text));
  if (got.label != label) fail_msg("%s: label %d, sum %d", text, got.label, (int)got.raw);
}

static void test_polarity(void **state) {
  (void)state;
  expect_label("好", VOX_LABEL_POSITIVE);
  expect_label("不错", VOX_LABEL_POSITIVE);
  expect_label("不好", VOX_LABEL_NEGATIVE);
  expect_label("不是不好", VOX_LABEL_POSITIVE);
  expect_label("服务差", VOX_LABEL_NEGATIVE);
  expect_label("有点贵", VOX_LABEL_NEGATIVE);
  expect_label("没有问题", VOX_LABEL_POSITIVE);
  expect_label("very good", VOX_LABEL_POSITIVE);
  expect_label("not good", VOX_LABEL_NEGATIVE);
}

static void expect_null(const char *text) {
  vox_sentiment got = vox_result_sentiment(small_analyse(&s, text));
  if (got.label != VOX_LABEL_NONE) fail_msg("%s says %d", text, (int)got.raw);
  assert_int_equal(got.score, 0);
  assert_int_equal(got.raw, 0);
  assert_int_equal(got.confidence, 0);
}

/* Nothing evaluative was said: null, which is not 0. */
static void test_null(void **state) {
  (void)state;
  expect_null("收到货了");
  expect_null("今天收到。");
  expect_null("the parcel arrived");
  expect_null("很"); /* a degree alone */
  expect_null("不");
  expect_null("");
  expect_null("无");
  expect_null("。。。");
}

static void test_neutral(void **state) {
  (void)state;
  expect_raw(&s, "有点贵,不差,差,好,有点贵", -30 + 60 - 60 + 60 - 15);
  expect_label("不贵,有点慢", VOX_LABEL_NEUTRAL);
  vox_sentiment got = vox_result_sentiment(s.result);
  assert_int_equal(got.raw, 0);
  assert_int_equal(got.score, 0);
  assert_int_equal(got.confidence, 5000);
}

static void test_mixed(void **state) {
  (void)state;
  expect_label("物流快,服务差", VOX_LABEL_MIXED); /* 120, -120 */
  assert_true(s.result->flags & FLAG_MIXED);
  expect_label("服务好,物流慢", VOX_LABEL_MIXED);  /* in the middle half of it is enough: above 30 */
  expect_label("不贵,有点慢", VOX_LABEL_NEUTRAL);  /* neither side is */
  expect_label("电池差,不错", VOX_LABEL_NEGATIVE); /* 90 is under 60 % of 180 */
  expect_label("电池差,物流快", VOX_LABEL_MIXED);
  assert_int_equal(vox_result_sentiment(s.result).raw, -60);
}

static void test_score_and_confidence(void **state) {
  (void)state;
  vox_sentiment good = vox_result_sentiment(small_analyse(&s, "好"));
  assert_int_equal(good.raw, 60);
  assert_int_equal(good.score, 3050);
  assert_int_equal(good.confidence, 6525);
  vox_sentiment bad = vox_result_sentiment(small_analyse(&s, "慢"));
  assert_int_equal(bad.score, -3050);
  assert_int_equal(bad.confidence, 6525);
}

/* ---- Comments put together from words, at random ---- */

static const char *const WORDS[] = {"好",
                                    "不错",
                                    "慢",
                                    "差",
                                    "贵",
                                    "快",
                                    "不",
                                    "不是",
                                    "没有",
                                    "没有问题",
                                    "很",
                                    "非常",
                                    "有点",
                                    "极了",
                                    "但是",
                                    "希望",
                                    "吗",
                                    "物流",
                                    "包装",
                                    "客服",
                                    "耗电",
                                    "电池",
                                    "出差",
                                    "有待提高",
                                    "开心",
                                    "生气",
                                    "投诉",
                                    "喜歡",
                                    "服務",
                                    "的",
                                    "人",
                                    "了",
                                    ",",
                                    "。",
                                    "!",
                                    "\n",
                                    " ",
                                    "、",
                                    "\xE2\x80\x8B",
                                    "\xE3\x80\x80",
                                    "\xFF",
                                    "😡",
                                    "👍🏽",
                                    ":)",
                                    "５Ｇ",
                                    "12.5元",
                                    "ＧＯＯＤ",
                                    " not ",
                                    " good ",
                                    " isn't ",
                                    " bad ",
                                    " very ",
                                    " disappointing ",
                                    " out of stock ",
                                    " but ",
                                    " slow ",
                                    "delivery ",
                                    "e\xCC\x81",
                                    "ﬁ",
                                    "㍿",
                                    "…",
                                    "无",
                                    "https://a.example/差"};

static size_t random_comment(uint64_t *seed, char *out, size_t most) {
  size_t len = 0, words = 1 + random_next(seed) % 40;
  for (size_t i = 0; i < words; i++) {
    const char *word = WORDS[random_next(seed) % (sizeof WORDS / sizeof *WORDS)];
    if (len + strlen(word) > most) break;
    memcpy(out + len, word, strlen(word));
    len += strlen(word);
  }
  return len;
}

static bool at_character(vox_str text, uint32_t at) {
  return at == text.len || ((unsigned char)text.ptr[at] & 0xC0) != 0x80;
}

static void check_span(vox_str text, vox_span span) {
  assert_true(span.begin <= span.end && span.end <= text.len);
  assert_true(at_character(text, span.begin) && at_character(text, span.end));
}

/* What is told of sentiment adds up to S, whole; themes are given no more than S's parts. */
static void check_sums(vox_str text) {
  const vox_evidence *list;
  vox_sentiment got = vox_result_sentiment(s.result);
  size_t n = vox_result_evidence(s.result, &list), counted_hits = 0;
  int64_t sum = 0;
  for (size_t i = 0; i < n; i++) {
    check_span(text, list[i].span);
    check_span(text, list[i].scope);
    assert_true(list[i].span.begin < list[i].span.end);
    assert_true(list[i].term.len > 0 && list[i].entry.len > 0);
    if (!str_eq(list[i].kind, STR("sentiment"))) continue;
    sum += list[i].sum;
    counted_hits++;
    assert_int_not_equal(list[i].weight, 0);
    assert_true(list[i].rule.len > 0 || list[i].sum == list[i].weight);
  }
  if (got.label == VOX_LABEL_NONE)
    assert_true(counted_hits == 0 || s.result->lang == LANG_OTHER || s.result->quality & QUALITY_NON_ANSWER);
  else
    assert_int_equal(sum, got.raw);
}

static void test_sums_add_up(void **state) {
  (void)state;
  uint64_t seed = 2026;
  size_t with_opinion = 0;
  for (int i = 0; i < 2000; i++) {
    char text[1200];
    size_t len = random_comment(&seed, text, sizeof text);
    small_analyse_as(&s, (vox_str){text, len}, VOX_ROLE_OTHER);
    check_sums((vox_str){text, len});
    with_opinion += vox_result_sentiment(s.result).label != VOX_LABEL_NONE;
  }
  assert_in_range(with_opinion, 1200, 2000);
}

/* The same answer whatever came before it, and without evidence. */
static void test_no_memory_of_other_comments(void **state) {
  (void)state;
  vox_ctx *fresh;
  const vox_result *r;
  uint64_t seed = 7;
  for (int i = 0; i < 200; i++) {
    char text[1200];
    size_t len = random_comment(&seed, text, sizeof text);
    vox_sentiment a = vox_result_sentiment(small_analyse_as(&s, (vox_str){text, len}, VOX_ROLE_OTHER));
    assert_int_equal(vox_ctx_new(&fresh, s.model, NULL, NULL), VOX_OK);
    assert_int_equal(vox_analyse(&r, fresh, (vox_str){text, len}, VOX_ROLE_OTHER, NULL), VOX_OK);
    vox_sentiment b = vox_result_sentiment(r);
    assert_true(a.label == b.label && a.raw == b.raw && a.score == b.score && a.confidence == b.confidence);
    const vox_evidence *list;
    assert_int_equal(vox_result_evidence(r, &list), 0);
    vox_ctx_free(fresh);
  }
}

/* ---- One clause of very many tokens ---- */

/* `pattern` until there are about `wanted` tokens. Work that grew with the square of it would not end while
 * one waits. */
static void check_clause(const char *pattern, size_t tokens_in_it, size_t wanted) {
  size_t len = strlen(pattern), times = wanted / tokens_in_it;
  char *text = malloc(len * times);
  for (size_t i = 0; i < times; i++) memcpy(text + i * len, pattern, len);
  const vox_token *tokens;
  size_t count;
  assert_int_equal(vox_tokenise(&tokens, &count, s.ctx, (vox_str){text, len * times}, NULL), VOX_OK);
  if (count != times * tokens_in_it)
    fail_msg("%s: %zu tokens instead of %zu", pattern, count, times * tokens_in_it);
  small_analyse_as(&s, (vox_str){text, len * times}, VOX_ROLE_OTHER);
  const vox_evidence *list;
  vox_sentiment got = vox_result_sentiment(s.result);
  size_t n = vox_result_evidence(s.result, &list);
  int64_t sum = 0;
  for (size_t i = 0; i < n; i++)
    if (str_eq(list[i].kind, STR("sentiment"))) sum += list[i].sum;
  if (got.label != VOX_LABEL_NONE) assert_int_equal(sum, got.raw);
  free(text);
}

static void check_long(const char *pattern, size_t tokens_in_it) {
  check_clause(pattern, tokens_in_it, 40000);
}

static void test_hostile_clauses(void **state) {
  (void)state;
  check_long("不", 1);
  check_long("不好", 2);
  check_long("很不好", 3);
  check_long("好极了", 2);
  check_long("物流", 1);
  check_long("物流好", 2);
  check_long("物流耗电电池的", 4);
  check_long("耗电快", 2);
  check_long("快差", 2);
  check_long("有待", 1);
  check_long("有待提", 2);
  check_long("投诉物流", 2);
  check_long("希望", 1);
  check_long("开心", 1);
  check_long("人", 1);
  check_long("吗", 1);
  check_long("disappointing ", 1);
  check_long("out of ", 2);
  check_long("but ", 1);
  check_clause("不好", 2, 200000);
  check_clause("物流快差", 3, 200000);
}

static void test_work_is_counted_in_memory(void **state) {
  (void)state;
  counted calls = {0, SIZE_MAX};
  vox_allocator counting = counted_allocator(&calls);
  vox_model_options options = VOX_MODEL_OPTIONS_INIT;
  vox_model *model;
  vox_ctx *ctx;
  const vox_result *r;
  options.allocator = &counting;
  assert_int_equal(vox_model_open(&model, s.path, &options, NULL), VOX_OK);
  assert_int_equal(vox_ctx_new(&ctx, model, NULL, NULL), VOX_OK);
  static const char text[] = "物流慢但是包装好,客服态度差,我生气要投诉,味道一般,价格贵,希望服务好";
  assert_int_equal(vox_analyse(&r, ctx, STR(text), VOX_ROLE_OTHER, NULL), VOX_OK);
  size_t before = calls.calls;
  for (int i = 0; i < 100; i++)
    assert_int_equal(vox_analyse(&r, ctx, STR(text), VOX_ROLE_OTHER, NULL), VOX_OK);
  assert_int_equal(calls.calls, before); /* a workspace that has grown asks for no more */
  vox_ctx_free(ctx);
  vox_model_free(model);
}

/* Wherever memory ends the call says so, and the next one with memory is right. */
static void test_failing_memory(void **state) {
  (void)state;
  counted calls = {0, SIZE_MAX};
  vox_allocator counting = counted_allocator(&calls);
  vox_model_options options = VOX_MODEL_OPTIONS_INIT;
  vox_model *model;
  options.allocator = &counting;
  assert_int_equal(vox_model_open(&model, s.path, &options, NULL), VOX_OK);
  vox_status status = VOX_ERR_MEMORY;
  for (size_t left = 0; status != VOX_OK; left++) {
    vox_ctx *ctx = NULL;
    const vox_result *r;
    vox_error err = {0};
    calls.left = left;
    status = vox_ctx_new(&ctx, model, NULL, &err);
    if (status == VOX_OK) status = vox_analyse(&r, ctx, STR("物流慢但是包装好"), VOX_ROLE_OTHER, &err);
    calls.left = SIZE_MAX;
    if (status != VOX_OK) assert_true(status == VOX_ERR_MEMORY && err.status == VOX_ERR_MEMORY);
    if (ctx) assert_int_equal(vox_analyse(&r, ctx, STR("物流慢但是包装好"), VOX_ROLE_OTHER, NULL), VOX_OK);
    if (ctx) assert_int_equal(vox_result_sentiment(r).raw, 0);
    vox_ctx_free(ctx);
    assert_in_range(left, 0, 100);
  }
  vox_model_free(model);
}

static void test_limits(void **state) {
  (void)state;
  vox_ctx *ctx;
  const vox_result *r;
  vox_error err;
  vox_ctx_options options = VOX_CTX_OPTIONS_INIT;
  options.max_text = 6;
  assert_int_equal(vox_ctx_new(&ctx, s.model, &options, NULL), VOX_OK);
  assert_int_equal(vox_analyse(&r, ctx, STR("不好"), VOX_ROLE_OTHER, &err), VOX_OK);
  assert_int_equal(vox_analyse(&r, ctx, STR("不好!"), VOX_ROLE_OTHER, &err), VOX_ERR_LIMIT);
  assert_string_equal(err.code, "too_long");
  vox_ctx_free(ctx);
}

#define TEST(name) cmocka_unit_test(name)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_polarity),
      TEST(test_null),
      TEST(test_neutral),
      TEST(test_mixed),
      TEST(test_score_and_confidence),
      TEST(test_sums_add_up),
      TEST(test_no_memory_of_other_comments),
      TEST(test_hostile_clauses),
      TEST(test_work_is_counted_in_memory),
      TEST(test_failing_memory),
      TEST(test_limits),
  };
  return cmocka_run_group_tests_name("analysis/sentiment", tests, open_model, close_model);
}
