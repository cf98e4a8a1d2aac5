/* output_record_json_test.c - exact bytes of records and error records. */
#include "aggregate_support.h"
#include "output/record_json.h"

static buf out;

static int setup(void **state) {
  support_begin(state);
  buf_init(&out, &support_mem, (size_t)1 << 20);
  return 0;
}

static int teardown(void **state) {
  buf_free(&out);
  return support_end(state);
}

static void test_bare(void **state) {
  (void)state;
  support_result s;
  vox_cell cell = {{NULL, 0}, VOX_ROLE_OTHER, STR("嗯")};
  vox_row row = {.number = 7, .cells = &cell, .cell_count = 1};
  result_begin(&s, "嗯");
  record_json(&out, &s.result, &row, 0);
  assert_text(buf_view(&out),
              "{\"id\":7,\"question\":null,\"line\":null,\"lang\":\"zh-Hans\",\"score\":null,\"group\":null,"
              "\"date\":null,\"segments\":{},\"sentiment\":null,\"emotions\":[],\"themes\":[],\"intents\":[],"
              "\"quantities\":[],\"effort\":null,\"quality\":[],\"flags\":[],\"alerts\":[],\"keep\":{}}\n");
}

static void fill_lists(support_result *s) {
  static const result_intent intents[] = {{INTENT_COMPLAINT, T_SERVICE_ATTITUDE}, {INTENT_CHURN, NO_THEME}};
  static const result_quantity quantities[] = {{QUANTITY_DURATION_S, 180000, {0, 0}}, {QUANTITY_MONEY_CNY, -5000, {0, 0}}};
  s->result.lang = LANG_MIXED;
  s->result.sentiment = (vox_sentiment){VOX_LABEL_NEGATIVE, -6200, 8100, -124};
  result_emotion(s, EMOTION_ANGER, 7000);
  result_emotion(s, EMOTION_DISGUST, 10000);
  result_theme_of(s, T_PRICE, (vox_sentiment){VOX_LABEL_NONE, 0, 0, 0});
  result_theme(s, T_SERVICE_ATTITUDE, -8001);
  s->result.intents = intents, s->result.intent_count = 2;
  s->result.quantities = quantities, s->result.quantity_count = 2;
  s->result.has_effort = true, s->result.effort = -2;
  s->result.quality = QUALITY_SPAM | QUALITY_DUPLICATE;
  s->result.flags = FLAG_MIXED | FLAG_QUESTION;
}

static void test_full(void **state) {
  (void)state;
  support_result s;
  vox_cell cells[] = {{STR("Q1"), VOX_ROLE_OTHER, STR("x")}, {STR("原因\""), VOX_ROLE_REASON_NEG, STR("y")}};
  vox_field segments[] = {{STR("branch"), STR("浦东"), 0}, {STR("shop"), STR(""), 0}};
  vox_field keep[] = {
      {STR("raw"), STR("{\"a\": [1]}"), 1}, {STR("n\n"), STR("a\tb"), 0}, {STR("gone"), STR(""), 1}};
  vox_row row = {.number = 1,
                 .line = 2,
                 .id = {STR(""), STR("r\"1"), 0},
                 .cells = cells,
                 .cell_count = 2,
                 .has_score = 1,
                 .score_centi = 450,
                 .group = VOX_GROUP_DETRACTOR,
                 .date = STR("2026-03-01"),
                 .segments = segments,
                 .segment_count = 2,
                 .keep = keep,
                 .keep_count = 3,
                 .flags = VOX_ROW_GROUP_CONFLICT};
  result_begin(&s, "y");
  fill_lists(&s);
  record_json(&out, &s.result, &row, 1);
  assert_text(buf_view(&out),
              "{\"id\":\"r\\\"1\",\"question\":\"原因\\\"\",\"line\":2,\"lang\":\"mixed\",\"score\":4.5,"
              "\"group\":\"detractor\","
              "\"date\":\"2026-03-01\",\"segments\":{\"branch\":\"浦东\",\"shop\":\"\"},"
              "\"sentiment\":{\"score\":-0.62,\"label\":\"negative\",\"confidence\":0.81},"
              "\"emotions\":[{\"id\":\"anger\",\"score\":0.7},{\"id\":\"disgust\",\"score\":1}],"
              "\"themes\":[{\"id\":\"price\",\"sentiment\":null},"
              "{\"id\":\"service.agent.attitude\",\"sentiment\":{\"score\":-0.8001,\"label\":\"negative\"}}],"
              "\"intents\":[{\"id\":\"complaint\",\"theme\":\"service.agent.attitude\"},{\"id\":\"churn\","
              "\"theme\":null}],"
              "\"quantities\":[{\"kind\":\"duration_s\",\"value\":1800},{\"kind\":\"money_cny\",\"value\":-"
              "50}],\"effort\":-2,"
              "\"quality\":[\"spam\",\"duplicate\"],\"flags\":[\"mixed\",\"question\",\"group_conflict\"],"
              "\"alerts\":[],"
              "\"keep\":{\"raw\":{\"a\": [1]},\"n\\n\":\"a\\tb\",\"gone\":null}}\n");
}

/* An id of NDJSON is echoed as it was written. */
static void test_raw_id(void **state) {
  (void)state;
  support_result s;
  vox_row row = {.number = 1,
                 .id = {STR(""), STR("9007199254740993"), 1},
                 .has_score = 1,
                 .score_centi = 1000,
                 .group = VOX_GROUP_PROMOTER};
  result_begin(&s, "");
  record_json(&out, &s.result, &row, 0);
  assert_has(buf_view(&out), "{\"id\":9007199254740993,");
  assert_has(buf_view(&out), "\"score\":10,\"group\":\"promoter\"");
  buf_clear(&out);
  row.id = (vox_field){STR(""), STR("007"), 0};
  record_json(&out, &s.result, &row, 0);
  assert_has(buf_view(&out), "{\"id\":\"007\",");
}

static void test_evidence(void **state) {
  (void)state;
  support_result s;
  vox_evidence list[] = {{.span = {0, 3},
                          .scope = {3, 6},
                          .kind = STR("sentiment"),
                          .entry = STR("zh-prior:1204"),
                          .term = STR("慢"),
                          .rule = STR("degree"),
                          .weight = -120,
                          .sum = -180},
                         {.span = {6, 9},
                          .kind = STR("theme"),
                          .id = STR("price"),
                          .entry = STR("t:1"),
                          .term = STR("贵"),
                          .weight = 100,
                          .sum = 5}};
  vox_row row = {.number = 1};
  result_begin(&s, "");
  s.result.has_evidence = true;
  record_json(&out, &s.result, &row, 0);
  assert_has(buf_view(&out), "\"keep\":{},\"evidence\":[]}\n");
  buf_clear(&out);
  s.result.evidence = list, s.result.evidence_count = 2;
  record_json(&out, &s.result, &row, 0);
  assert_has(
      buf_view(&out),
      ",\"evidence\":[{\"span\":[0,3],\"entry\":\"zh-prior:1204\",\"term\":\"慢\",\"kind\":\"sentiment\","
      "\"id\":null,\"weight\":-1.2,\"sum\":-1.8,\"rule\":\"degree\",\"scope\":[3,6]},"
      "{\"span\":[6,9],\"entry\":\"t:1\",\"term\":\"贵\",\"kind\":\"theme\",\"id\":\"price\",\"weight\":1,"
      "\"sum\":0.05,\"rule\":null,\"scope\":null}]}\n");
}

static void test_error(void **state) {
  (void)state;
  vox_error e = {.status = VOX_ERR_ENCODING,
                 .offset = 913,
                 .line = 7,
                 .code = "bad_utf8",
                 .column = "text",
                 .message = "ill-formed \"UTF-8\""};
  error_json(&out, &e);
  assert_text(buf_view(&out),
              "{\"error\":{\"code\":\"bad_utf8\",\"line\":7,\"offset\":913,\"column\":\"text\","
              "\"message\":\"ill-formed \\\"UTF-8\\\"\"}}\n");
  buf_clear(&out);
  e.column[0] = 0, e.line = 0, e.code = NULL;
  error_json(&out, &e);
  assert_has(buf_view(&out), "{\"error\":{\"code\":null,\"line\":null,\"offset\":913,\"column\":null,");
}

static void test_memory_ends(void **state) {
  (void)state;
  support_result s;
  vox_row row = {.number = 1};
  buf small;
  buf_init(&small, &support_mem, 100);
  result_begin(&s, "");
  record_json(&small, &s.result, &row, 0);
  assert_int_equal(small.status, VOX_ERR_LIMIT);
  buf_free(&small);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(test_bare, setup, teardown),
                                     cmocka_unit_test_setup_teardown(test_full, setup, teardown),
                                     cmocka_unit_test_setup_teardown(test_raw_id, setup, teardown),
                                     cmocka_unit_test_setup_teardown(test_evidence, setup, teardown),
                                     cmocka_unit_test_setup_teardown(test_error, setup, teardown),
                                     cmocka_unit_test_setup_teardown(test_memory_ends, setup, teardown)};
  return cmocka_run_group_tests_name("output_record_json", tests, NULL, NULL);
}
