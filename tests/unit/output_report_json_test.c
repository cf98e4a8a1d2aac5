/* output_report_json_test.c - the document of a report, and that no split of its rows can be seen in it. */
#include "aggregate_support.h"
#include "output/indent.h"
#include "output/report_json.h"

static vox_str print(const report *r, buf *out) {
  buf_init(out, &support_mem, (size_t)16 << 20);
  assert_int_equal(report_json(out, r, NULL), VOX_OK);
  assert_int_equal(out->status, VOX_OK);
  return buf_view(out);
}

static void test_empty(void **state) {
  (void)state;
  report *r = new_report(&support_config);
  buf out;
  vox_str json = print(r, &out);
  assert_has(json, "{\n \"schema\": \"voxpop.report/1\",\n \"manifest\": {\n  \"engine\": \"0.1.0\",\n");
  assert_has(json, "  \"options\": {},\n");
  assert_has(json, "  \"input\": {\n   \"digest\": "
                   "\"0000000000000000000000000000000000000000000000000000000000000000\",\n   \"rows\": 0,\n"
                   "   \"encodings\": [],\n   \"encoding_reasons\": []\n  }");
  assert_has(json, "  \"nps\": null,\n  \"ci95\": null,\n  \"formula\": \"nps.adjusted-wald/1\"\n");
  assert_has(json, " \"impact_base\": {\n  \"n\": 0,\n  \"nps\": null\n }");
  assert_has(json, " \"themes\": [],\n \"untagged_contribution\": 0,\n \"coverage\": {\n  \"n\": 0,\n"
                   "  \"base\": 0,\n  \"share\": null,\n  \"ci95\": null,\n  \"untagged_terms\": []\n },\n"
                   " \"segments\": [],\n \"hierarchy\": [],\n \"trend\": [],\n \"compare\": [\n");
  assert_has(json, " \"emerging\": [],\n \"drivers\": {\n  \"outcome\": \"nps\",\n  \"n\": 0,\n");
  assert_has(json, " \"weighted\": null,\n \"matrix\": [],\n \"choices\": null,\n \"customers\": null,\n");
  buf_free(&out);
  report_free(r);
}

/* Ten rows: the theme of four has NPS -75, all have 20 (the contract's vector). */
static void fill_vector(report *r) {
  support_result s;
  static const int scores[] = {0, 3, 6, 8, 10, 9, 9, 10, 9, 7};
  static const char *const ids[] = {"r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9"};
  static const char *const texts[] = {"客服态度太差了，电话13812345678没人回", "客服半天不理人，态度冷淡",
                                      "客服态度让人生气，找谁都推", "客服一般般，还可以再热情点"};
  for (int i = 0; i < 10; i++) {
    result_begin(&s, i < 4 ? texts[i] : "东西不错，下次还来");
    result_sentiment(&s, i < 3 ? -5000 : i == 3 ? 0 : 6000);
    if (i < 4) result_theme(&s, T_SERVICE_AGENT, i < 3 ? -5000 : 0);
    if (i == 9) result_theme(&s, T_PRICE, 100);
    if (i < 2) result_emotion(&s, EMOTION_ANGER, 2500);
    add_row(r, ids[i], scores[i], &s);
  }
}

static void test_vector(void **state) {
  (void)state;
  report_config config = support_config;
  config.options_json = STR("{\"score_column\":\"推荐度\"}");
  report *r = new_report(&config);
  buf out;
  fill_vector(r);
  assert_int_equal(report_input(r, STR("UTF-8: told"), NULL), VOX_OK);
  assert_int_equal(report_input(r, STR("GB18030: told"), NULL), VOX_OK);
  assert_int_equal(report_input(r, STR("UTF-8: mark"), NULL), VOX_OK);
  assert_int_equal(report_input(r, STR("UTF-8: told"), NULL), VOX_OK);
  vox_str json = print(r, &out);
  assert_has(json, "  \"options\": {\n   \"score_column\": \"推荐度\"\n  },\n");
  assert_has(json, "   \"encodings\": [\"GB18030\", \"UTF-8\"],\n"
                   "   \"encoding_reasons\": [\"GB18030: told\", \"UTF-8: mark\", \"UTF-8: told\"]\n");
  assert_has(json,
             " \"base\": {\n  \"rows\": 10,\n  \"scored\": 10,\n  \"answered\": 10,\n  \"non_answer\": 0,\n"
             "  \"duplicate\": 5,\n  \"spam\": 0,\n  \"bad\": 0,\n  \"other_language\": 0\n },\n");
  assert_has(json,
             " \"nps\": {\n  \"n\": 10,\n  \"promoters\": 5,\n  \"passives\": 2,\n  \"detractors\": 3,\n"
             "  \"nps\": 20,\n");
  assert_has(json, " \"impact_base\": {\n  \"n\": 10,\n  \"nps\": 20\n },\n");
  assert_has(json, "    \"value\": -63.33,\n");
  assert_has(json, "    \"formula\": \"impact.leave-one-out/1\"\n");
  assert_has(
      json,
      "   \"id\": \"service\",\n   \"parent\": null,\n   \"name\": {\n    \"zh\": \"服务\",\n"
      "    \"en\": \"Service\"\n   },\n   \"facets\": {\n    \"stage\": null,\n    \"touchpoint\": null,\n"
      "    \"driver\": null\n   },\n   \"owner\": null,\n   \"severity\": null,\n   \"n\": 4,\n   "
      "\"mentions\": 4,\n   \"share\": 0.4,\n");
  assert_has(json, "   \"id\": \"service.agent\",\n   \"parent\": \"service\",\n");
  assert_has(json,
             "   \"by_group\": {\n    \"promoter\": 0,\n    \"passive\": 1,\n    \"detractor\": 3\n   },\n");
  assert_has(json, "   \"contribution\": -30,\n");
  assert_has(json, " \"untagged_contribution\": 50,\n");
  assert_has(json, "  {\n   \"id\": \"anger\",\n   \"n\": 2,\n   \"share\": 0.2,\n");
  assert_has(json, "     \"id\": \"r0\",\n     \"group\": \"detractor\",\n"
                   "     \"text\": \"客服态度太差了，电话[手机号]没人回\",\n     \"reason\": [");
  assert_false(has_text(json, "13812345678"));
  assert_false(has_text(json, "\"id\": \"delivery\"")); /* not mentioned: left out */
  buf_free(&out);
  report_free(r);
}

/* Themes stand by rows, then by id. */
static void test_order(void **state) {
  (void)state;
  report *r = new_report(&support_config);
  buf out;
  fill_vector(r);
  vox_str json = print(r, &out);
  size_t last = 0;
  static const char *const keys[] = {"\"id\": \"service\",", "\"id\": \"service.agent\",",
                                     "\"id\": \"price\","};
  for (int i = 0; i < 3; i++) {
    size_t at = text_at(json, keys[i]);
    assert_true(at < json.len && at > last);
    last = at;
  }
  buf_free(&out);
  report_free(r);
}

static void test_other_scale(void **state) {
  (void)state;
  report_config config = {5, 100, false, 1, 5, {NULL, 0}};
  report *r = new_report(&config);
  support_result s;
  buf out;
  static const int scores[] = {1, 5, 5, 4};
  for (int i = 0; i < 4; i++) {
    result_begin(&s, i ? "包装很好，送得也快，下次还来" : "送得太慢了，等了一个星期才到");
    result_theme(&s, T_DELIVERY_SPEED, i ? 5000 : -5000);
    if (i == 3) result_theme(&s, T_PRICE, -10);
    add_row(r, "", scores[i], &s);
  }
  vox_str json = print(r, &out);
  assert_has(json,
             " \"nps\": null,\n \"impact_base\": null,\n \"score\": {\n  \"n\": 4,\n  \"mean\": 3.75,\n");
  assert_has(
      json,
      "  \"distribution\": {\n   \"1\": 1,\n   \"2\": 0,\n   \"3\": 0,\n   \"4\": 1,\n   \"5\": 2\n  },\n"
      "  \"top_box\": {\n   \"from\": 5,\n   \"n\": 2,\n   \"share\": 0.5,\n");
  assert_has(json, "  \"top2_box\": {\n   \"from\": 4,\n   \"n\": 3,\n   \"share\": 0.75,\n");
  assert_has(json, "   \"by_group\": null,\n");
  assert_has(json, "   \"impact\": null,\n   \"contribution\": null,\n");
  assert_has(json, " \"untagged_contribution\": null,\n");
  assert_has(json, "    \"mean\": 3.75,\n"); /* of the theme of all rows */
  assert_has(json, "    \"correlation\": null\n");
  assert_has(json, "    \"correlation\": 0.088\n"); /* scores 1 5 5 4, theme 0 0 0 1 */
  assert_has(json, "     \"id\": null,\n     \"group\": null,\n");
  buf_free(&out);
  report_free(r);
}

static void test_long_quote(void **state) {
  (void)state;
  report *r = new_report(&support_config);
  support_result s;
  buf out;
  char text[1000] = "", want[1000] = "\"text\": \"";
  for (int i = 0; i < 220; i++) strcat(text, "慢");
  for (int i = 0; i < 200; i++) strcat(want, "慢");
  strcat(want, "…\"");
  result_begin(&s, text);
  result_theme(&s, T_DELIVERY, -5000);
  add_row(r, "", 0, &s);
  assert_has(print(r, &out), want);
  buf_free(&out);
  report_free(r);
}

static void test_indent(void **state) {
  (void)state;
  buf out;
  buf_init(&out, &support_mem, 1000);
  indent_json(&out, STR("{\"a\":[1,-2.5],\"b\":{},\"c\":[],\"d\":[{\"e\":\"x,\\\"{\"},{\"f\":[[1],[2]]}],"
                        "\"g\":[1,{\"h\":2}]}"));
  assert_text(buf_view(&out),
              "{\n \"a\": [1, -2.5],\n \"b\": {},\n \"c\": [],\n \"d\": [\n  {\n   \"e\": \"x,\\\"{\"\n"
              "  },\n  {\n   \"f\": [\n    [1],\n    [2]\n   ]\n  }\n ],\n \"g\": [1, {\"h\": 2}]\n}");
  buf_free(&out);
}

/* ---- Any split, merged in any order ---- */

static uint64_t next(uint64_t *seed) {
  *seed = *seed * 6364136223846793005u + 1442695040888963407u;
  return *seed >> 33;
}

typedef struct random_row {
  char id[8], text[2][400];
  support_result results[2];
  vox_cell cells[2];
  vox_row row;
} random_row;

static void make_text(char *text, uint64_t *seed) {
  static const char *const words[] = {
      "客服", "态度", "很差",  "物流",  "太慢", "价格",    "不错",    "电话13812345678",
      " ",    "，",   "nice ", "slow ", "赞",   "a@b.cn ", "问了三次"};
  text[0] = 0;
  uint64_t n = next(seed) % 5 ? next(seed) % 12 : 0;
  for (uint64_t i = 0; i < n; i++) strcat(text, words[next(seed) % 15]);
  if (next(seed) % 40 == 0)
    for (int i = 0; i < 40; i++) strcat(text, "慢慢");
}

static void make_result(support_result *s, const char *text, uint64_t *seed) {
  result_begin(s, text);
  s->result.lang = (result_lang)(next(seed) % 6);
  if (next(seed) % 3) result_sentiment(s, (int32_t)(next(seed) % 20001) - 10000);
  for (uint32_t t = 0; t < T_COUNT; t++)
    if (next(seed) % 4 == 0) result_theme(s, t, (int32_t)(next(seed) % 3) * 6000 - 6000);
  for (int e = 0; e < EMOTION_COUNT; e++)
    if (next(seed) % 6 == 0) result_emotion(s, (emotion)e, (int32_t)(next(seed) % 10000) + 1);
  if (next(seed) % 8 == 0) s->result.quality = QUALITY_NON_ANSWER;
  if (next(seed) % 9 == 0) s->result.quality = QUALITY_SPAM;
}

static void make_row(random_row *r, uint64_t *seed) {
  int score = (int)(next(seed) % 13) - 2;
  memset(r, 0, sizeof *r);
  r->row = (vox_row){.cells = r->cells,
                     .has_score = score >= 0,
                     .score_centi = score >= 0 ? score * 100 : 0,
                     .group = score >= 0 ? support_group(score) : VOX_GROUP_NONE};
  if (next(seed) % 3) {
    snprintf(r->id, sizeof r->id, "%d", (int)(next(seed) % 500));
    r->row.id = (vox_field){STR(""), str_of(r->id), (int)(next(seed) % 2)};
  }
  for (int c = 0; c < 2; c++) {
    make_text(r->text[c], seed);
    if (!r->text[c][0]) continue;
    make_result(&r->results[r->row.cell_count], r->text[c], seed);
    r->cells[r->row.cell_count++] = (vox_cell){{NULL, 0}, VOX_ROLE_OTHER, str_of(r->text[c])};
  }
}

static void put_row(report *to, const random_row *r) {
  assert_int_equal(report_begin(to, &r->row, NULL), VOX_OK);
  for (size_t c = 0; c < r->row.cell_count; c++)
    assert_int_equal(report_add(to, c, &r->results[c].result, NULL), VOX_OK);
  assert_int_equal(report_end(to, NULL), VOX_OK);
}

enum { ROWS = 400, PARTS = 7 };

/* The rows dealt out to `parts` reports, shuffled within, merged pairwise until one is left. */
static report *split_and_merge(const report_config *config, const random_row *rows, int parts,
                               uint64_t *seed) {
  report *r[PARTS];
  int order[ROWS], left = parts;
  for (int p = 0; p < parts; p++) r[p] = new_report(config);
  for (int i = 0; i < ROWS; i++) order[i] = i;
  for (int i = ROWS - 1; i > 0; i--) {
    int k = (int)(next(seed) % (uint64_t)(i + 1)), swap = order[i];
    order[i] = order[k], order[k] = swap;
  }
  for (int i = 0; i < ROWS; i++) put_row(r[next(seed) % (uint64_t)parts], &rows[order[i]]);
  report_bad_row(r[next(seed) % (uint64_t)parts]);
  assert_int_equal(report_input(r[next(seed) % (uint64_t)parts], STR("UTF-8"), NULL), VOX_OK);
  assert_int_equal(report_input(r[next(seed) % (uint64_t)parts], STR("Big5-HKSCS"), NULL), VOX_OK);
  for (; left > 1; left--) {
    int from = (int)(next(seed) % (uint64_t)left), into = (from + 1) % left;
    assert_int_equal(report_merge(r[into], r[from], NULL), VOX_OK);
    report_free(r[from]);
    r[from] = r[left - 1];
  }
  return r[0];
}

static void check_splits(const report_config *config, uint64_t seed) {
  random_row *rows = mem_array(&support_mem, ROWS, sizeof *rows);
  buf whole, merged;
  for (int i = 0; i < ROWS; i++) make_row(&rows[i], &seed);
  report *one = split_and_merge(config, rows, 1, &seed);
  vox_str want = print(one, &whole);
  for (int parts = 1; parts <= PARTS; parts++) {
    report *r = split_and_merge(config, rows, parts, &seed);
    vox_str got = print(r, &merged);
    assert_int_equal(got.len, want.len);
    assert_memory_equal(got.ptr, want.ptr, want.len);
    buf_free(&merged);
    report_free(r);
  }
  buf_free(&whole);
  report_free(one);
  mem_put(&support_mem, rows, ROWS * sizeof *rows);
}

static void test_splits(void **state) {
  (void)state;
  report_config config = support_config;
  for (uint64_t seed = 1; seed <= 6; seed++) {
    config.max_quotes = (uint32_t)seed % 4;
    config.max_duplicates = seed % 2 ? 1000 : 20;
    config.is_nps = seed % 3 != 0;
    check_splits(&config, seed);
  }
}

/* ---- Memory that ends: an error, no leak, and the next try is right ---- */

typedef struct short_memory {
  vox_allocator raw;
  long left; /* calls until one fails; below 0: none does */
} short_memory;

static void *short_get(void *payload, size_t size) {
  short_memory *s = payload;
  return s->left-- == 0 ? NULL : s->raw.allocate(s->raw.payload, size);
}

static void *short_grow(void *payload, void *block, size_t old_size, size_t size) {
  short_memory *s = payload;
  return s->left-- == 0 ? NULL : s->raw.resize(s->raw.payload, block, old_size, size);
}

static void short_put(void *payload, void *block, size_t size) {
  short_memory *s = payload;
  s->raw.release(s->raw.payload, block, size);
}

/* A scenario whose every allocation fails once: half of the rows, a merge, the document. */
typedef struct fault_work {
  const random_row *rows;
  const report *other;
  report *report;
  buf out;
  long failed; /* steps that did, and were tried again */
} fault_work;

enum { FEW = 30 };

static vox_status try_row(report *r, const random_row *row) {
  vox_status status = report_begin(r, &row->row, NULL);
  for (size_t c = 0; c < row->row.cell_count && status == VOX_OK; c++)
    status = report_add(r, c, &row->results[c].result, NULL);
  return status == VOX_OK ? report_end(r, NULL) : status;
}

static void run_with_fault(fault_work *w, mem *m) {
  buf_init(&w->out, m, (size_t)16 << 20);
  if (report_new(&w->report, m, &support_names, &support_config, NULL) != VOX_OK) {
    w->failed++;
    assert_int_equal(report_new(&w->report, m, &support_names, &support_config, NULL), VOX_OK);
  }
  for (int i = 0; i < FEW / 2; i++)
    if (try_row(w->report, &w->rows[i]) != VOX_OK) w->failed++, put_row(w->report, &w->rows[i]);
  if (report_merge(w->report, w->other, NULL) != VOX_OK) {
    w->failed++;
    assert_int_equal(report_merge(w->report, w->other, NULL), VOX_OK);
  }
  if (report_json(&w->out, w->report, NULL) == VOX_OK) return;
  w->failed++;
  buf_clear(&w->out);
  assert_int_equal(report_json(&w->out, w->report, NULL), VOX_OK);
}

static void test_memory_ends(void **state) {
  (void)state;
  uint64_t seed = 99;
  random_row *rows = mem_array(&support_mem, FEW, sizeof *rows);
  report *plain = new_report(&support_config), *other = new_report(&support_config);
  buf want;
  for (int i = 0; i < FEW; i++) {
    make_row(&rows[i], &seed);
    put_row(plain, &rows[i]);
    if (i >= FEW / 2) put_row(other, &rows[i]);
  }
  print(plain, &want);
  short_memory fault = {support_mem.raw, -1};
  const vox_allocator allocator = {&fault, short_get, short_grow, short_put};
  fault_work w = {rows, other, NULL, {0}, 0};
  for (long at = 0; w.failed == at; at++) {
    mem m;
    mem_init(&m, &allocator, 0);
    fault.left = at;
    run_with_fault(&w, &m);
    assert_int_equal(w.out.len, want.len);
    assert_memory_equal(w.out.ptr, want.ptr, want.len);
    buf_free(&w.out);
    report_free(w.report);
    assert_int_equal(m.used, 0);
  }
  assert_true(w.failed > 50);
  buf_free(&want);
  report_free(plain);
  report_free(other);
  mem_put(&support_mem, rows, FEW * sizeof *rows);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_empty),      cmocka_unit_test(test_vector),
                                     cmocka_unit_test(test_order),      cmocka_unit_test(test_other_scale),
                                     cmocka_unit_test(test_long_quote), cmocka_unit_test(test_indent),
                                     cmocka_unit_test(test_splits),     cmocka_unit_test(test_memory_ends)};
  return cmocka_run_group_tests_name("output_report_json", tests, support_begin, support_end);
}
