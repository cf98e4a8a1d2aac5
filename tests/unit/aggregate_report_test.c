/* aggregate_report_test.c - what a row counts, once and where; tables that stay bounded; merging. */
#include "aggregate/alike.h"
#include "aggregate/duplicates.h"
#include "aggregate/row_digest.h"
#include "aggregate_support.h"

static report_view view_of(const report *r) {
  report_view v;
  report_view_of(r, &v);
  return v;
}

/* ---- Base ---- */

static void add_plain(report *r, const char *text, int score, uint32_t quality) {
  support_result s;
  result_begin(&s, text);
  s.result.quality = quality;
  add_row(r, "", score, &s);
}

static void test_base(void **state) {
  (void)state;
  report *r = new_report(&support_config);
  support_result foreign;
  add_plain(r, "很好", 9, 0);
  add_plain(r, "", 7, 0);                /* no text */
  add_plain(r, " \xE3\x80\x80\t", 3, 0); /* white space only */
  add_plain(r, "无", 2, QUALITY_NON_ANSWER);
  add_plain(r, "无", 2, QUALITY_NON_ANSWER); /* no duplicate: a non-answer */
  add_plain(r, "加微信", -1, QUALITY_SPAM);
  result_begin(&foreign, "très bien");
  foreign.result.lang = LANG_OTHER;
  add_row(r, "", 10, &foreign);
  report_bad_row(r);
  report_view v = view_of(r);
  assert_int_equal(v.base.rows, 8);
  assert_int_equal(v.base.bad, 1);
  assert_int_equal(v.base.scored, 6);
  assert_int_equal(v.base.answered, 5);
  assert_int_equal(v.base.non_answer, 2);
  assert_int_equal(v.base.duplicate, 0);
  assert_int_equal(v.base.spam, 1);
  assert_int_equal(v.base.other_language, 1);
  assert_int_equal(v.share_base, 3);
  assert_int_equal(nps_n(&v.nps), 6);
  assert_int_equal(nps_n(&v.impact_base), 2);
  report_free(r);
}

static void test_duplicates_of_rows(void **state) {
  (void)state;
  report *r = new_report(&support_config);
  for (int i = 0; i < 3; i++) add_plain(r, "好评", 9, 0);
  add_plain(r, " 好评\n", 3, 0);
  add_plain(r, "好评!", 3, 0);
  assert_int_equal(view_of(r).base.duplicate, 3);
  report_free(r);
}

/* ---- Several cells of a row ---- */

static void test_cells_count_once(void **state) {
  (void)state;
  report *r = new_report(&support_config);
  vox_cell cells[] = {{STR("Q1"), VOX_ROLE_OTHER, STR("客服态度差，物流也慢")},
                      {STR("Q2"), VOX_ROLE_OTHER, STR("客服不错")},
                      {STR("Q3"), VOX_ROLE_OTHER, STR("  ")}};
  vox_row row = {
      .cells = cells, .cell_count = 3, .has_score = 1, .score_centi = 300, .group = VOX_GROUP_DETRACTOR};
  support_result one, two;
  result_begin(&one, "客服态度差，物流也慢");
  result_sentiment(&one, -8000);
  result_theme(&one, T_DELIVERY_SPEED, -6000);
  result_theme(&one, T_SERVICE_ATTITUDE, -9000);
  result_emotion(&one, EMOTION_ANGER, 4000);
  result_begin(&two, "客服不错");
  result_sentiment(&two, 3001);
  result_theme(&two, T_SERVICE_AGENT, 4001);
  result_emotion(&two, EMOTION_ANGER, 2000);
  result_emotion(&two, EMOTION_JOY, 5000);
  assert_int_equal(report_begin(r, &row, NULL), VOX_OK);
  assert_int_equal(report_add(r, 0, &one.result, NULL), VOX_OK);
  assert_int_equal(report_add(r, 1, &two.result, NULL), VOX_OK);
  assert_int_equal(report_add(r, 2, &two.result, NULL), VOX_OK); /* blank: counts nothing */
  assert_int_equal(report_end(r, NULL), VOX_OK);
  report_view v = view_of(r);
  const theme_tally *service = &v.themes[T_SERVICE], *agent = &v.themes[T_SERVICE_AGENT];
  assert_int_equal(service->n, 1);
  assert_int_equal(service->mentions, 2);
  assert_int_equal(service->by_group[VOX_GROUP_DETRACTOR], 1);
  assert_int_equal(service->sentiment.sum, -2500); /* (-9000 + 4001) / 2, half away from zero */
  assert_int_equal(service->sentiment.labels[VOX_LABEL_MIXED], 1);
  assert_int_equal(agent->mentions, 2);
  assert_int_equal(v.themes[T_SERVICE_ATTITUDE].mentions, 1);
  assert_int_equal(v.themes[T_SERVICE_ATTITUDE].sentiment.labels[VOX_LABEL_NEGATIVE], 1);
  assert_int_equal(v.themes[T_DELIVERY].n, 1);
  assert_int_equal(service->emotions[EMOTION_ANGER].sum, 4000);      /* the maximum */
  assert_int_equal(v.themes[T_DELIVERY].emotions[EMOTION_JOY].n, 0); /* joy is of the other cell */
  assert_int_equal(v.sentiment.sum, -2500);
  assert_int_equal(v.sentiment.n, 1);
  assert_int_equal(v.emotions[EMOTION_ANGER].sum, 4000);
  assert_int_equal(v.emotions[EMOTION_JOY].by_group[VOX_GROUP_DETRACTOR], 1);
  assert_int_equal(v.covered, 1);
  report_free(r);
}

static void test_nulls_are_not_zero(void **state) {
  (void)state;
  report *r = new_report(&support_config);
  support_result s;
  result_begin(&s, "收到货了");
  result_theme_of(&s, T_DELIVERY, (vox_sentiment){VOX_LABEL_NONE, 0, 0, 0});
  add_row(r, "", 8, &s);
  result_begin(&s, "总体还行");
  result_theme_of(&s, T_OVERALL, (vox_sentiment){VOX_LABEL_NEUTRAL, 0, 6000, 0});
  add_row(r, "", 8, &s);
  report_view v = view_of(r);
  assert_int_equal(v.sentiment.n, 0);
  assert_int_equal(v.sentiment.labels[VOX_LABEL_NONE], 2);
  assert_int_equal(v.themes[T_DELIVERY].n, 1);
  assert_int_equal(v.themes[T_DELIVERY].sentiment.n, 0);
  assert_int_equal(v.themes[T_OVERALL].sentiment.labels[VOX_LABEL_NEUTRAL], 1);
  assert_int_equal(v.covered, 1); /* overall covers nothing */
  report_free(r);
}

static void test_unfinished_row_leaves_no_trace(void **state) {
  (void)state;
  report *r = new_report(&support_config);
  support_result s;
  vox_cell cell = {{NULL, 0}, VOX_ROLE_OTHER, STR("客服态度很差很差")};
  vox_row row = {.cells = &cell, .cell_count = 1, .has_score = 1, .group = VOX_GROUP_DETRACTOR};
  result_begin(&s, "客服态度很差很差");
  result_theme(&s, T_SERVICE_ATTITUDE, -9000);
  assert_int_equal(report_add(r, 0, &s.result, NULL), VOX_ERR_ARGUMENT); /* no row */
  assert_int_equal(report_end(r, NULL), VOX_ERR_ARGUMENT);
  assert_int_equal(report_begin(r, &row, NULL), VOX_OK);
  assert_int_equal(report_add(r, 1, &s.result, NULL), VOX_ERR_ARGUMENT); /* no such cell */
  assert_int_equal(report_add(r, 0, &s.result, NULL), VOX_OK);
  add_plain(r, "别的", 9, 0);
  report_view v = view_of(r);
  const quote *quotes[5];
  assert_int_equal(v.base.rows, 1);
  assert_int_equal(v.themes[T_SERVICE].n, 0);
  assert_int_equal(report_quotes(r, T_SERVICE, VOX_GROUP_DETRACTOR, quotes), 0);
  report_free(r);
}

static void test_other_lexicon_is_refused(void **state) {
  (void)state;
  catalogue other = support_names;
  other.identity.sha256[0] = 'b';
  report *r = new_report(&support_config), *of_other = NULL;
  support_result s;
  vox_cell cell = {{NULL, 0}, VOX_ROLE_OTHER, STR("好")};
  vox_row row = {.cells = &cell, .cell_count = 1};
  vox_error err = {0};
  result_begin(&s, "好");
  s.result.names = &other;
  assert_int_equal(report_begin(r, &row, NULL), VOX_OK);
  assert_int_equal(report_add(r, 0, &s.result, &err), VOX_ERR_ARGUMENT);
  assert_int_equal(report_new(&of_other, &support_mem, &other, &support_config, NULL), VOX_OK);
  assert_int_equal(report_merge(r, of_other, &err), VOX_ERR_ARGUMENT);
  assert_non_null(strstr(err.message, "lexicons"));
  report_free(of_other);
  report_config config = support_config;
  config.options_json = STR("{\"x\":1}");
  of_other = new_report(&config);
  assert_int_equal(report_merge(r, of_other, &err), VOX_ERR_ARGUMENT);
  assert_non_null(strstr(err.message, "options"));
  report_free(of_other);
  report_free(r);
}

/* ---- Other scales ---- */

static void test_other_scale(void **state) {
  (void)state;
  report_config config = {5, 100, false, 1, 5, {NULL, 0}};
  report *r = new_report(&config);
  support_result s;
  for (int score = 1; score <= 5; score++) {
    result_begin(&s, "物流很快，真的很快，好评");
    if (score >= 3) result_theme(&s, T_DELIVERY_SPEED, 5000);
    add_row(r, "", score, &s);
  }
  report_view v = view_of(r);
  const quote *quotes[5];
  assert_int_equal(nps_n(&v.nps), 0);
  assert_int_equal(v.step_width, 1);
  assert_int_equal(v.step_count, 5);
  for (int i = 0; i < 5; i++) assert_int_equal(v.steps[i], 1);
  assert_int_equal(v.score.n, 5);
  assert_int_equal(score_tally_mean(&v.score), 30000);
  assert_int_equal(score_tally_mean(&v.themes[T_DELIVERY].score), 40000);
  assert_int_equal(v.themes[T_DELIVERY].by_group[VOX_GROUP_NONE], 3);
  assert_int_equal(report_quotes(r, T_DELIVERY, VOX_GROUP_NONE, quotes), 1);
  report_free(r);
  config.scale_min = 0, config.scale_max = 1000;
  r = new_report(&config);
  add_plain(r, "好", 0, 0), add_plain(r, "好", 19, 0), add_plain(r, "好", 1000, 0);
  v = view_of(r);
  assert_int_equal(v.step_width, 10);
  assert_int_equal(v.step_count, 101);
  assert_true(v.steps[0] == 1 && v.steps[1] == 1 && v.steps[100] == 1);
  report_free(r);
  config.scale_max = -1;
  assert_int_equal(report_new(&r, &support_mem, &support_names, &config, NULL), VOX_ERR_ARGUMENT);
}

/* ---- Contribution ---- */

static void test_contribution(void **state) {
  (void)state;
  report *r = new_report(&support_config);
  support_result s;
  int64_t out[T_COUNT + 1];
  result_begin(&s, "a");
  result_theme(&s, T_DELIVERY, 1), result_theme(&s, T_PRICE, 1), result_theme(&s, T_SERVICE_ATTITUDE, 1);
  add_row(r, "", 10, &s); /* a third each */
  result_begin(&s, "b");
  result_theme(&s, T_PRICE, -1);
  add_row(r, "", 0, &s);
  result_begin(&s, "c");
  add_row(r, "", 9, &s); /* untagged */
  assert_int_equal(report_contributions(r, out, NULL), VOX_OK);
  /* exactly 100/9, 100/9 - 100/3, 100/9, 100/3: 11.11, -22.23 (rounded down), 11.11, 33.33 make 33.32
   * of 33.33 */
  int64_t sum = 0;
  for (int i = 0; i <= T_COUNT; i++) sum += out[i];
  assert_int_equal(sum, 3333);
  assert_int_equal(out[T_DELIVERY], 1111);
  assert_int_equal(out[T_PRICE], -2222); /* its remainder is the largest */
  assert_int_equal(out[T_SERVICE_ATTITUDE], 1111);
  assert_int_equal(out[T_SERVICE], 0);
  assert_int_equal(out[T_COUNT], 3333);
  report_free(r);
}

static void test_contribution_of_nothing(void **state) {
  (void)state;
  report *r = new_report(&support_config);
  int64_t out[T_COUNT + 1];
  assert_int_equal(report_contributions(r, out, NULL), VOX_OK);
  for (int i = 0; i <= T_COUNT; i++) assert_int_equal(out[i], 0);
  report_free(r);
}

/* A cell that names a parent beside one that names its child: the child alone shares. More than 16: the
 * first. */
static void test_contribution_leaves(void **state) {
  (void)state;
  enum { MANY = 20 };
  theme_info infos[MANY];
  catalogue names = support_names;
  report *r = NULL;
  int64_t out[MANY + 1];
  support_result s;
  for (int i = 0; i < MANY; i++) infos[i] = (theme_info){.id = STR("t"), .parent = i == 1 ? 0 : NO_THEME};
  names.themes = infos, names.theme_count = MANY;
  assert_int_equal(report_new(&r, &support_mem, &names, &support_config, NULL), VOX_OK);
  vox_cell cells[2] = {{STR("a"), VOX_ROLE_OTHER, STR("a")}, {STR("b"), VOX_ROLE_OTHER, STR("b")}};
  vox_row row = {
      .cells = cells, .cell_count = 2, .has_score = 1, .score_centi = 1000, .group = VOX_GROUP_PROMOTER};
  assert_int_equal(report_begin(r, &row, NULL), VOX_OK);
  result_begin(&s, "a");
  s.result.names = &names;
  for (uint32_t i = 19; i >= 2; i--) result_theme(&s, i, 1);
  result_theme(&s, 0, 1);
  assert_int_equal(report_add(r, 0, &s.result, NULL), VOX_OK);
  result_begin(&s, "b");
  s.result.names = &names;
  result_theme(&s, 1, 1);
  assert_int_equal(report_add(r, 1, &s.result, NULL), VOX_OK);
  assert_int_equal(report_end(r, NULL), VOX_OK);
  assert_int_equal(report_contributions(r, out, NULL), VOX_OK);
  assert_int_equal(out[0], 0);
  for (int i = 1; i <= 16; i++) assert_int_equal(out[i], 625);
  for (int i = 17; i <= MANY; i++) assert_int_equal(out[i], 0);
  report_free(r);
}

/* ---- Quotes ---- */

static void add_quoted(report *r, const char *id, const char *text, int score, int32_t sentiment) {
  support_result s;
  result_begin(&s, text);
  result_theme(&s, T_SERVICE_ATTITUDE, sentiment);
  add_row(r, id, score, &s);
}

static void test_quotes(void **state) {
  (void)state;
  report *r = new_report(&support_config);
  const quote *quotes[5];
  add_quoted(r, "praise", "客服小姐姐态度特别好特别耐心，点赞", 2, 9000); /* a detractor's praise: last */
  add_quoted(r, "short", "客服态度差", 2, -9000);
  add_quoted(r, "good", "客服态度太差了，问三句回一句，还挂我电话", 2, -9000);
  add_quoted(r, "same", "客服态度太差了！问三句，回一句！还挂我电话。", 2, -9000); /* nearly alike */
  add_quoted(r, "promoter", "客服态度非常好，帮我查了半个小时", 10, 9000);
  size_t n = report_quotes(r, T_SERVICE_ATTITUDE, VOX_GROUP_DETRACTOR, quotes);
  assert_int_equal(n, 3);
  assert_true(str_eq(quotes[0]->body->id, STR("good")) || str_eq(quotes[0]->body->id, STR("same")));
  assert_text(quotes[1]->body->id, "short");
  assert_text(quotes[2]->body->id, "praise");
  assert_int_equal(report_quotes(r, T_SERVICE, VOX_GROUP_DETRACTOR, quotes), 3); /* the parent has them too */
  assert_int_equal(report_quotes(r, T_SERVICE, VOX_GROUP_PROMOTER, quotes), 1);
  assert_int_equal(report_quotes(r, T_SERVICE, VOX_GROUP_PASSIVE, quotes), 0);
  assert_int_equal(report_quotes(r, T_PRICE, VOX_GROUP_DETRACTOR, quotes), 0);
  report_free(r);
}

/* Where a long comment is cut, no half of a number may stay. */
static void test_quotes_are_cut(void **state) {
  (void)state;
  report *r = new_report(&support_config);
  const quote *quotes[5];
  char text[2000] = "";
  for (int i = 0; i < 250; i++) strcat(text, "慢");
  strcat(text, "138 1234 5678好");
  add_quoted(r, "x", text, 0, -9000);
  assert_int_equal(report_quotes(r, T_SERVICE, VOX_GROUP_DETRACTOR, quotes), 1);
  assert_true(quotes[0]->body->is_cut);
  assert_int_equal(quotes[0]->body->text.len, 750);
  report_free(r);
}

static void test_alike(void **state) {
  (void)state;
  assert_true(texts_alike(STR("很好！"), STR("很 好")));
  assert_true(texts_alike(STR("Very Good."), STR("very good")));
  assert_true(texts_alike(STR("ＡＢＣ"), STR("abc")));
  assert_true(texts_alike(STR("客服态度太差了问三句回一句"), STR("客服态度太差了问三句回一句唉")));
  assert_false(texts_alike(STR("客服态度太差"), STR("物流速度太慢")));
  assert_false(texts_alike(STR("好"), STR("差")));
  assert_true(texts_alike(STR("。"), STR("！"))); /* nothing but marks */
  assert_true(texts_alike(STR("\xFF\xE5"), STR("\xFF\xE5")));
}

/* ---- Duplicates ---- */

static uint64_t next(uint64_t *seed) {
  *seed = *seed * 6364136223846793005u + 1442695040888963407u;
  return *seed >> 20;
}

/* Against a plain count over all hashes, of which the K smallest are taken. */
static void test_duplicates(void **state) {
  (void)state;
  enum { ROWS = 100000, VALUES = 30000 };
  uint32_t *counts = mem_array(&support_mem, VALUES, sizeof *counts);
  uint64_t seed = 7;
  for (size_t max = 0; max <= 40000; max = max ? max * 20 : 5) {
    duplicates parts[3];
    for (int p = 0; p < 3; p++) duplicates_init(&parts[p], &support_mem, max);
    memset(counts, 0, VALUES * sizeof *counts);
    for (int i = 0; i < ROWS; i++) {
      uint64_t value = next(&seed) % VALUES;
      duplicates *part = &parts[next(&seed) % 3];
      counts[value]++;
      assert_true(duplicates_reserve(part));
      duplicates_add(part, value);
    }
    int64_t want = 0;
    size_t distinct = 0;
    for (int v = 0; v < VALUES && distinct < max; v++)
      if (counts[v]) want += counts[v] - 1, distinct++;
    for (int p = 1; p < 3; p++) {
      assert_true(duplicates_reserve_merge(&parts[0], &parts[p]));
      duplicates_merge(&parts[0], &parts[p]);
    }
    assert_int_equal(duplicates_repeats(&parts[0]), want);
    assert_int_equal(duplicates_repeats(&parts[0]), want);
    for (int p = 0; p < 3; p++) duplicates_free(&parts[p]);
  }
  mem_put(&support_mem, counts, VALUES * sizeof *counts);
}

/* ---- Digest ---- */

static void test_digest(void **state) {
  (void)state;
  report *a = new_report(&support_config), *b = new_report(&support_config);
  add_plain(a, "一", 1, 0), add_plain(a, "二", 2, 0);
  add_plain(b, "二", 2, 0), add_plain(b, "一", 1, 0);
  assert_memory_equal(view_of(a).digest, view_of(b).digest, 32);
  add_plain(b, "一", 1, 0);
  assert_memory_not_equal(view_of(a).digest, view_of(b).digest, 32);
  uint8_t sum[32], one[32] = {1};
  memset(sum, 0xFF, sizeof sum);
  digest_add(sum, one);
  for (int i = 0; i < 32; i++) assert_int_equal(sum[i], 0);
  report_free(a);
  report_free(b);
}

static void test_space(void **state) {
  (void)state;
  assert_text(text_without_space(STR(" \xC2\xA0\xE3\x80\x80好 的\xE2\x80\x8B\xEF\xBB\xBF\r\n")), "好 的");
  assert_text(text_without_space(STR("\xE3\x80\x81")), "、");
  assert_int_equal(text_without_space(STR("\v\f")).len, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_base),
                                     cmocka_unit_test(test_duplicates_of_rows),
                                     cmocka_unit_test(test_cells_count_once),
                                     cmocka_unit_test(test_nulls_are_not_zero),
                                     cmocka_unit_test(test_unfinished_row_leaves_no_trace),
                                     cmocka_unit_test(test_other_lexicon_is_refused),
                                     cmocka_unit_test(test_other_scale),
                                     cmocka_unit_test(test_contribution),
                                     cmocka_unit_test(test_contribution_of_nothing),
                                     cmocka_unit_test(test_contribution_leaves),
                                     cmocka_unit_test(test_quotes),
                                     cmocka_unit_test(test_quotes_are_cut),
                                     cmocka_unit_test(test_alike),
                                     cmocka_unit_test(test_duplicates),
                                     cmocka_unit_test(test_digest),
                                     cmocka_unit_test(test_space)};
  return cmocka_run_group_tests_name("aggregate_report", tests, support_begin, support_end);
}
