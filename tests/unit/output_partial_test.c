/* output_partial_test.c - reports of parts of the rows: any split in any order gives the same bytes, through
 * partial documents too, with tables at their bounds; forged and damaged documents are refused. */
#include "aggregate/state.h"
#include "aggregate_support.h"
#include "output/partial.h"
#include "output/report_json.h"
#include "segment/segment.h"
#include <stdlib.h>

static const vox_str asks[] = {NAME("segment=city"),       NAME("segment=plan"),
                               NAME("rollup=region/city"), NAME("by=day"),
                               NAME("weight=value"),       NAME("measure=csat:csat:csat5"),
                               NAME("choice=ticked"),      NAME("per=customer"),
                               NAME("stage=plan"),         NAME("compare=group:promoter,detractor"),
                               NAME("compare=city:c1,c2"), NAME("baseline=2026-01-01..2026-01-10")};

static report_config config_of(uint32_t max_terms) {
  return (report_config){.max_quotes = 2,
                         .max_duplicates = 40,
                         .is_nps = true,
                         .scale_max = 10,
                         .options_json = STR("{\"a\":\"b\"}"),
                         .asks = asks,
                         .ask_count = sizeof asks / sizeof *asks,
                         .max_terms = max_terms};
}

static uint64_t dice_state;
static uint32_t dice(uint32_t sides) {
  dice_state = dice_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(dice_state >> 33) % sides;
}

/* ---- Rows ---- */

typedef struct made_row {
  support_result said;
  segmented words;
  uint32_t cp[64];
  token tokens[8];
  char text[64], id[16], fields[7][24];
  vox_field list[7];
  vox_cell cell;
  vox_row row;
} made_row;

enum { ROWS = 300 };
static made_row rows[ROWS];

static void make_words(made_row *m) {
  uint32_t n = dice(8);
  for (uint32_t i = 0; i < n; i++) {
    for (int k = 0; k < 4; k++) m->cp[i * 4 + (uint32_t)k] = k ? 'a' + dice(3) : 'k';
    m->tokens[i] = (token){.from = i * 4, .to = i * 4 + 4, .kind = VOX_TOKEN_WORD};
  }
  m->words = (segmented){.cp = m->cp, .len = n * 4, .tokens = m->tokens, .token_count = n};
  m->said.result.words = &m->words;
}

static void make_row(made_row *m, uint32_t i) {
  static const char *const names[] = {"city", "region", "plan", "value", "csat", "ticked", "customer"};
  int score = (int)dice(12) - 1;
  snprintf(m->text, sizeof m->text, "comment %u of many \xE5\xA5\xBD", dice(200));
  snprintf(m->id, sizeof m->id, "r%u", i);
  snprintf(m->fields[0], 24, "c%u", dice(9));
  snprintf(m->fields[1], 24, "r%u", dice(2));
  snprintf(m->fields[2], 24, "%s", dice(2) ? "gold" : "");
  snprintf(m->fields[3], 24, "%u.%02u", dice(300), dice(100));
  snprintf(m->fields[4], 24, "%u", dice(7));
  snprintf(m->fields[5], 24, "%s", dice(2) ? "Delivery; Price" : "Price|Other");
  snprintf(m->fields[6], 24, "u%u", dice(60));
  for (int k = 0; k < 7; k++) m->list[k] = (vox_field){str_of(names[k]), str_of(m->fields[k]), 0};
  result_begin(&m->said, m->text);
  make_words(m);
  if (dice(4)) result_sentiment(&m->said, (int32_t)dice(20001) - 10000);
  for (uint32_t t = 0; t < T_COUNT; t++)
    if (dice(4) == 0) result_theme(&m->said, t, (int32_t)dice(3) * 5000 - 5000);
  if (dice(3) == 0) result_emotion(&m->said, (emotion)dice(EMOTION_COUNT), (int32_t)dice(10000) + 1);
  m->cell = (vox_cell){{NULL, 0}, (vox_role)dice(5), str_of(m->text)};
  m->row = (vox_row){.id = {{NULL, 0}, str_of(m->id), 0},
                     .cells = &m->cell,
                     .cell_count = 1,
                     .has_score = score >= 0,
                     .score_centi = score > 0 ? score * 100 : 0,
                     .group = score >= 0 ? support_group(score) : VOX_GROUP_NONE,
                     .segments = m->list,
                     .segment_count = 7};
}

static char days[28][24];

static void make_rows(uint64_t seed) {
  dice_state = seed;
  for (int d = 0; d < 28; d++) snprintf(days[d], sizeof days[d], "2026-01-%02d", d + 1);
  for (uint32_t i = 0; i < ROWS; i++) {
    make_row(&rows[i], i);
    if (dice(10)) rows[i].row.date = str_of(days[dice(28)]);
  }
}

static void count(report *r, const made_row *m) {
  assert_int_equal(report_begin(r, &m->row, NULL), VOX_OK);
  assert_int_equal(report_add(r, 0, &m->said.result, NULL), VOX_OK);
  assert_int_equal(report_end(r, NULL), VOX_OK);
}

/* ---- Through documents ---- */

static void write_partial(buf *out, report *r) {
  buf_init(out, &support_mem, (size_t)1 << 28);
  assert_int_equal(partial_write(out, r, NULL), VOX_OK);
}

static report *read_back(vox_str text) {
  report *r = NULL;
  vox_error err = {0};
  const report_config plain = {0};
  if (partial_read(&r, &support_mem, &support_names, &plain, text, &err) != VOX_OK)
    fail_msg("%s", err.message);
  return r;
}

static report *through_document(report *r) {
  buf text;
  write_partial(&text, r);
  report_free(r);
  report *again = read_back(buf_view(&text));
  buf_free(&text);
  return again;
}

static void say_all(buf *out, report *r) {
  buf_init(out, &support_mem, (size_t)1 << 28);
  assert_int_equal(report_json(out, r, NULL), VOX_OK);
  assert_int_equal(partial_write(out, r, NULL), VOX_OK);
}

static void assert_same(report *a, report *b) {
  buf x, y;
  say_all(&x, a);
  say_all(&y, b);
  size_t at = 0;
  while (at < x.len && at < y.len && x.ptr[at] == y.ptr[at]) at++;
  if (!str_eq(buf_view(&x), buf_view(&y)))
    fail_msg("differs at %zu: %.60s | %.60s", at, x.ptr + (at > 30 ? at - 30 : 0),
             y.ptr + (at > 30 ? at - 30 : 0));
  buf_free(&x);
  buf_free(&y);
}

/* `shards` parts, rows dealt at random in random order; parts merge at random, now and then by way of a
 * document. */
static report *split_run(uint32_t shards, uint32_t max_terms) {
  report_config config = config_of(max_terms);
  report *part[64];
  for (uint32_t i = 0; i < shards; i++) part[i] = new_report(&config);
  uint32_t order[ROWS];
  for (uint32_t i = 0; i < ROWS; i++) {
    uint32_t k = dice(i + 1);
    order[i] = order[k];
    order[k] = i;
  }
  for (uint32_t i = 0; i < ROWS; i++) count(part[dice(shards)], &rows[order[i]]);
  while (shards > 1) {
    uint32_t a = dice(shards), b = dice(shards);
    if (a == b) continue;
    if (dice(2)) part[a] = through_document(part[a]);
    if (dice(2)) part[b] = through_document(part[b]);
    assert_int_equal(report_merge(part[a], part[b], NULL), VOX_OK);
    report_free(part[b]);
    part[b] = part[--shards];
  }
  return part[0];
}

static void test_any_split(void **state) {
  (void)state;
  static const uint32_t shards[] = {1, 2, 7, 64};
  for (uint32_t round = 0; round < 8; round++) {
    make_rows(round + 1);
    uint32_t terms = round % 2 ? 5 : 1000; /* 27 words: the table of terms at its bound and below */
    report_config config = config_of(terms);
    report *whole = new_report(&config);
    for (uint32_t i = 0; i < ROWS; i++) count(whole, &rows[i]);
    report *split = split_run(shards[round % 4], terms);
    assert_same(whole, split);
    report_free(split);
    split = split_run(shards[3 - round % 4], terms);
    assert_same(whole, split);
    report_free(split);
    report_free(whole);
  }
}

/* ---- Refusals ---- */

static vox_status try_read(vox_str text, const catalogue *names, vox_error *err) {
  report *r = NULL;
  const report_config plain = {0};
  memset(err, 0, sizeof *err);
  vox_status status = partial_read(&r, &support_mem, names, &plain, text, err);
  if (status == VOX_OK) {
    buf out;
    buf_init(&out, &support_mem, (size_t)1 << 28);
    assert_int_equal(report_merge(r, r, NULL), VOX_OK); /* whatever the numbers are, nothing breaks */
    assert_int_equal(report_json(&out, r, NULL), VOX_OK);
    buf_free(&out);
    report_free(r);
  } else {
    assert_int_not_equal(err->message[0], 0);
  }
  return status;
}

static void make_document(buf *text) {
  report_config config = config_of(1000);
  report *r = new_report(&config);
  make_rows(99);
  for (uint32_t i = 0; i < 60; i++) count(r, &rows[i]);
  write_partial(text, r);
  report_free(r);
}

/* The document with `from` replaced by `to` once. */
static vox_status with(vox_str text, const char *from, const char *to, vox_error *err) {
  buf changed;
  size_t at = text_at(text, from);
  assert_true(at < text.len);
  buf_init(&changed, &support_mem, (size_t)1 << 28);
  buf_add(&changed, text.ptr, at);
  buf_text(&changed, to);
  buf_str(&changed, str_sub(text, at + strlen(from), text.len));
  vox_status status = try_read(buf_view(&changed), &support_names, err);
  buf_free(&changed);
  return status;
}

static void test_refusals(void **state) {
  (void)state;
  buf text;
  vox_error err;
  make_document(&text);
  vox_str whole = buf_view(&text);
  catalogue other = support_names;
  memset(other.identity.sha256, 'b', 64);
  assert_int_equal(try_read(whole, &other, &err), VOX_ERR_ARGUMENT);
  assert_non_null(strstr(err.message, "another lexicon"));
  assert_int_equal(with(whole, "voxpop.partial/1", "voxpop.partial/2", &err), VOX_ERR_VERSION);
  assert_int_equal(with(whole, "voxpop.partial/1", "voxpop.report/1", &err), VOX_ERR_SYNTAX);
  assert_int_equal(with(whole, "\"base\":[", "\"base\":[-", &err), VOX_ERR_SYNTAX);
  assert_int_equal(with(whole, "\"base\":[", "\"base\":[1,", &err), VOX_ERR_SYNTAX);
  assert_int_equal(with(whole, "\"base\":[", "\"base\":[99999999999999999999,", &err), VOX_ERR_SYNTAX);
  assert_int_equal(with(whole, "\"base\":[60", "\"base\":[1e9", &err), VOX_ERR_SYNTAX);
  assert_int_equal(with(whole, "\"outcome\"", "\"outcomes\"", &err), VOX_ERR_SYNTAX);
  assert_int_equal(with(whole, "\"segment=city\"", "\"segment=\"", &err), VOX_ERR_ARGUMENT);
  assert_int_equal(with(whole, "\"scale\":[true,0,10]", "\"scale\":[false,10,0]", &err), VOX_ERR_SYNTAX);
  assert_int_equal(with(whole, "\"hashes\":\"", "\"hashes\":\"ffffffffffffffff", &err), VOX_ERR_SYNTAX);
  assert_int_equal(try_read(STR(""), &support_names, &err), VOX_ERR_SYNTAX);
  assert_int_equal(try_read(STR("[]"), &support_names, &err), VOX_ERR_SYNTAX);
  assert_int_equal(try_read(STR("{\"schema\":7}"), &support_names, &err), VOX_ERR_SYNTAX);
  buf_free(&text);
}

static void test_other_options(void **state) {
  (void)state;
  report_config config = config_of(10), other = config_of(10);
  other.ask_count--;
  report *a = new_report(&config), *b = new_report(&other);
  assert_int_equal(report_merge(a, b, NULL), VOX_ERR_ARGUMENT);
  report_free(b);
  other = config_of(11);
  b = new_report(&other);
  assert_int_equal(report_merge(a, b, NULL), VOX_ERR_ARGUMENT);
  report_free(b);
  report_free(a);
}

/* Cut and damaged documents: refused or read, never a crash; with sanitizers this is the test's point. */
static void test_damage(void **state) {
  (void)state;
  buf text;
  vox_error err;
  make_document(&text);
  char *copy = malloc(text.len);
  for (size_t cut = 0; cut < text.len; cut += 1 + text.len / 60)
    assert_int_not_equal(try_read((vox_str){text.ptr, cut}, &support_names, &err), VOX_OK);
  static const char digits[] = "0123456789-,[]\"{}:etrf";
  for (int i = 0; i < 600; i++) {
    memcpy(copy, text.ptr, text.len);
    for (uint32_t k = 0; k <= dice(3); k++) copy[dice((uint32_t)text.len)] = digits[dice(sizeof digits - 1)];
    try_read((vox_str){copy, text.len}, &support_names, &err);
  }
  free(copy);
  buf_free(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_any_split, support_begin, support_end),
      cmocka_unit_test_setup_teardown(test_refusals, support_begin, support_end),
      cmocka_unit_test_setup_teardown(test_other_options, support_begin, support_end),
      cmocka_unit_test_setup_teardown(test_damage, support_begin, support_end)};
  return cmocka_run_group_tests_name("partial reports", tests, NULL, NULL);
}
