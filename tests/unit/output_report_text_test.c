/* output_report_text_test.c - the page: its words, its columns, its width. */
#include "aggregate_support.h"
#include "output/page.h"
#include "output/report_text.h"
#include "text/utf8.h"

/* ---- Pieces ---- */

static void check_fixed(int64_t value, unsigned decimals, unsigned shown, const char *want) {
  buf out;
  buf_init(&out, &support_mem, 100);
  page_fixed(&out, value, decimals, shown);
  assert_text(buf_view(&out), want);
  buf_free(&out);
}

static void test_numbers(void **state) {
  (void)state;
  check_fixed(1017, 2, 1, "10.2");
  check_fixed(-1017, 2, 1, "-10.2");
  check_fixed(-5, 2, 1, "-0.1");
  check_fixed(4, 2, 1, "0.0");
  check_fixed(-4, 2, 1, "0.0"); /* no minus before nothing */
  check_fixed(-6250, 4, 2, "-0.63");
  check_fixed(10000, 2, 0, "100");
  check_fixed(7, 0, 0, "7");
  check_fixed(105, 2, 2, "1.05");
}

static void test_columns(void **state) {
  (void)state;
  buf out;
  buf_init(&out, &support_mem, 1000);
  page_left(&out, STR("客服"), 6);
  page_right(&out, STR("12"), 4);
  assert_text(buf_view(&out), "客服    12");
  buf_clear(&out);
  page_left(&out, STR("客服态度"), 6); /* four characters take eight columns */
  buf_byte(&out, '|');
  assert_text(buf_view(&out), "客服… |");
  buf_clear(&out);
  buf_text(&out, "a\nb\x1B[2J\xC2\x9B\x7F");
  page_one_line(&out, 1);
  assert_text(buf_view(&out), "a b [2J   ");
  assert_int_equal(page_width(STR("ab客")), 4);
  buf_free(&out);
}

/* ---- The page ---- */

static void fill(report *r) {
  support_result s;
  for (int i = 0; i < 40; i++) {
    char id[16], text[100];
    int score = i % 11;
    snprintf(id, sizeof id, "r%d", i);
    snprintf(text, sizeof text,
             score < 7 ? "客服第%d次\n态度很差，电话13812345678" : "第%d次买了，物流非常快，很满意", i);
    result_begin(&s, text);
    result_sentiment(&s, score < 7 ? -5000 : 5000);
    if (score < 7) result_theme(&s, T_SERVICE_ATTITUDE, -8000);
    if (score > 5) result_theme(&s, T_DELIVERY_SPEED, 7000);
    if (i % 2) result_theme(&s, T_OVERALL, 3000);
    if (i < 3) result_theme(&s, T_PRICE, -100); /* too few for the table */
    add_row(r, id, score, &s);
  }
  report_bad_row(r);
}

/* Every line within the page, and none that holds a control. */
static void check_lines(vox_str page) {
  while (page.len) {
    vox_str line = str_cut(&page, '\n');
    if (page_width(line) > PAGE_COLUMNS) fail_msg("too wide: %.*s", (int)line.len, line.ptr);
    for (size_t i = 0; i < line.len; i++) assert_true((unsigned char)line.ptr[i] >= 0x20);
  }
}

/* The lines that begin with the names of themes end in the same column. */
static void check_table(vox_str page, const char *head, size_t rows) {
  page = str_sub(page, text_at(page, head), page.len);
  assert_true(page.len > 0);
  size_t width = page_width(str_cut(&page, '\n'));
  for (size_t i = 0; i < rows; i++) assert_int_equal(page_width(str_cut(&page, '\n')), width);
  assert_int_equal(str_cut(&page, '\n').len, 0);
}

static void test_chinese(void **state) {
  (void)state;
  report *r = new_report(&support_config);
  buf out;
  buf_init(&out, &support_mem, (size_t)1 << 20);
  fill(r);
  assert_int_equal(report_text(&out, r, VOX_TEXT_ZH, NULL), VOX_OK);
  vox_str page = buf_view(&out);
  assert_has(page, "NPS -55.0（95% 区间 -73.6 至 -28.7）  推荐者 6，中立者 6，贬损者 28\n");
  assert_has(page, "答卷 41，有评分 40，有评论 40，坏行 1\n评论中 无效回答 0，重复 0\n");
  assert_has(page, "情感均值 ");
  assert_has(page, "\n客服·态度 ");
  assert_false(has_text(page, "服务·客服")); /* its child stands in the same rows */
  assert_has(page, "\n拉低 NPS 最多的主题\n");
  assert_has(page, "\n拉高 NPS 最多的主题\n");
  assert_has(page, "「客服第");
  assert_has(page, "电话[手机号]」\n");
  assert_has(page, "物流非常快，很满意」\n");
  assert_false(has_text(page, "价格")); /* three rows are too few */
  assert_false(has_text(page, "13812345678"));
  check_lines(page);
  check_table(page, "主题   ", 3);
  buf_free(&out);
  report_free(r);
}

static void test_english(void **state) {
  (void)state;
  report *r = new_report(&support_config);
  buf out;
  buf_init(&out, &support_mem, (size_t)1 << 20);
  fill(r);
  assert_int_equal(report_text(&out, r, VOX_TEXT_EN, NULL), VOX_OK);
  vox_str page = buf_view(&out);
  assert_has(page, "NPS -55.0 (95% interval -73.6 to -28.7)  promoters 6, passives 6, detractors 28\n");
  assert_has(page,
             "rows 41, scored 40, answered 40, bad rows 1\nof the answers: non-answers 0, duplicates 0\n");
  assert_has(page, "\nthemes that pull NPS down the most\n");
  assert_has(page, "Delivery / Speed");
  check_lines(page);
  check_table(page, "theme   ", 3);
  buf_free(&out);
  report_free(r);
}

/* Of a theme and its parent only one is called a driver; `overall` never is. */
static void test_drivers(void **state) {
  (void)state;
  report *r = new_report(&support_config);
  buf out;
  buf_init(&out, &support_mem, (size_t)1 << 20);
  fill(r);
  assert_int_equal(report_text(&out, r, VOX_TEXT_EN, NULL), VOX_OK);
  vox_str page = buf_view(&out);
  vox_str down = str_sub(page, text_at(page, "themes that pull"), page.len);
  size_t lines = 0;
  str_cut(&down, '\n');
  for (vox_str line = str_cut(&down, '\n'); line.len; line = str_cut(&down, '\n'))
    lines += line.ptr[2] != ' ';
  assert_int_equal(lines, 1);
  assert_false(has_text(down, "Overall"));
  buf_free(&out);
  report_free(r);
}

static void test_other_scale(void **state) {
  (void)state;
  report_config config = {5, 100, false, 1, 5, {NULL, 0}};
  report *r = new_report(&config);
  buf out;
  support_result s;
  buf_init(&out, &support_mem, (size_t)1 << 20);
  for (int i = 0; i < 20; i++) {
    result_begin(&s, "物流很快");
    if (i % 2) result_theme(&s, T_DELIVERY_SPEED, 5000);
    add_row(r, "", 1 + i % 5, &s);
  }
  assert_int_equal(report_text(&out, r, VOX_TEXT_ZH, NULL), VOX_OK);
  vox_str page = buf_view(&out);
  assert_has(page, "平均分 3.00（95% 区间 ");
  assert_has(page, "\n1 分 4，2 分 4，3 分 4，4 分 4，5 分 4\n");
  assert_false(has_text(page, "NPS"));
  check_lines(page);
  check_table(page, "主题   ", 1);
  buf_free(&out);
  report_free(r);
}

static void test_empty(void **state) {
  (void)state;
  report *r = new_report(&support_config);
  buf out;
  buf_init(&out, &support_mem, (size_t)1 << 20);
  assert_int_equal(report_text(&out, r, VOX_TEXT_EN, NULL), VOX_OK);
  assert_has(buf_view(&out), "NPS -  promoters 0, passives 0, detractors 0\nrows 0, scored 0, answered 0\n");
  check_lines(buf_view(&out));
  buf_free(&out);
  buf_init(&out, &support_mem, 20);
  assert_int_equal(report_text(&out, r, VOX_TEXT_EN, NULL), VOX_ERR_LIMIT);
  buf_free(&out);
  report_free(r);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_numbers), cmocka_unit_test(test_columns),
                                     cmocka_unit_test(test_chinese), cmocka_unit_test(test_english),
                                     cmocka_unit_test(test_drivers), cmocka_unit_test(test_other_scale),
                                     cmocka_unit_test(test_empty)};
  return cmocka_run_group_tests_name("output_report_text", tests, support_begin, support_end);
}
