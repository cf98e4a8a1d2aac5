/* learn_fit_test.c - weights that were planted are found again; a fold or set that is left out leaves no
 * trace; the same rows give the same bytes; learned entries count as they were learned and their evidence
 * adds up. */
#include "learn/fit.h"
#include "learn/number.h"
#include "small_fixture.h"
#include "vox_learn.h"

/* ---- Numbers ---- */

static void expect_near(double got, double want, double by) {
  double gap = got > want ? got - want : want - got;
  if (gap > by) fail_msg("%.17g instead of %.17g", got, want);
}

static void test_numbers(void **state) {
  (void)state;
  expect_near(exp_of(1), 2.718281828459045, 1e-14);
  expect_near(exp_of(-20), 2.061153622438558e-9, 1e-22);
  expect_near(log_of(10), 2.302585092994046, 1e-14);
  expect_near(log_of(exp_of(-3.7)), -3.7, 1e-13);
  expect_near(root_of(2), 1.4142135623730951, 1e-15);
  expect_near(root_of(0), 0, 0);
  expect_near(sigma_of(0), 0.5, 0);
  expect_near(log1p_exp(100), 100, 0);
  expect_near(log1p_exp(0), 0.6931471805599453, 1e-15);
}

/* ---- The fit by itself ---- */

enum { PLANTED = 6, PLANTED_ROWS = 20000 };

static uint64_t next_random(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return *state >> 33;
}

/* Rows with features drawn at random and labels drawn from the logistic model of the planted weights. */
static void test_planted(void **state) {
  (void)state;
  static const double planted[PLANTED] = {2, -2, 1, -1, 0.5, 0};
  static uint32_t cells[PLANTED_ROWS][PLANTED];
  static fit_row rows[PLANTED_ROWS];
  double scale[PLANTED] = {1, 1, 1, 1, 1, 1}, u[PLANTED] = {0};
  uint64_t seed = 7;
  for (size_t i = 0; i < PLANTED_ROWS; i++) {
    double margin = 0.3;
    rows[i] = (fit_row){cells[i], 0, 0, 1, (double)(next_random(&seed) % 5) - 2};
    margin += 0.7 * rows[i].prior;
    for (uint32_t f = 0; f < PLANTED; f++)
      if (next_random(&seed) % 2) cells[i][rows[i].count++] = f << 1, margin += planted[f];
    rows[i].label = (double)(next_random(&seed) % 100000) / 100000 < sigma_of(margin) ? 1 : -1;
  }
  mem m;
  vox_error err = {0};
  mem_init(&m, NULL, 0);
  fit_problem p = {rows, PLANTED_ROWS, scale, PLANTED, 10, 0.5, true, true};
  fit_result r = {.u = u};
  assert_int_equal(fit_logistic(&p, &r, &m, &err), VOX_OK);
  for (int f = 0; f < PLANTED; f++) expect_near(u[f], planted[f], 0.12);
  expect_near(r.bias, 0.3, 0.12);
  expect_near(r.lambda, 0.7, 0.05);
  assert_int_equal(m.used, 0);
}

/* ---- The learner ---- */

typedef struct text_out {
  char text[1 << 16];
  size_t len;
} text_out;

static vox_status keep_text(void *payload, const void *bytes, size_t len) {
  text_out *out = payload;
  if (len >= sizeof out->text - out->len) return VOX_ERR_LIMIT;
  memcpy(out->text + out->len, bytes, len);
  out->len += len;
  out->text[out->len] = 0;
  return VOX_OK;
}

typedef struct learning {
  vox_learner *learner;
  vox_learned done;
  text_out out;
} learning;

static vox_learner_options options_of(const char *language, int fold) {
  vox_learner_options o = VOX_LEARNER_OPTIONS_INIT;
  o.language = language;
  o.leave_fold = fold;
  o.min_domains = 1;
  return o;
}

static void add_row(learning *l, const char *set, const char *text, int label) {
  vox_error err = {0};
  vox_labelled row = {str_of(set), STR(""), str_of(text), STR(""), label, label != 0};
  if (vox_learner_add(l->learner, &row, &err) != VOX_OK) fail_msg("%s", err.message);
}

/* 40 rows a side: 软件 is planted positive, 电池 negative, 电池 under 没有 positive again, 今天 on both
 * sides. */
static void add_planted(learning *l, const char *set) {
  static const char *const tails[] = {"一般", "都有", "环境", "味道", "价格", "我的", "东西", "也是"};
  char text[200];
  for (int i = 0; i < 40; i++) {
    snprintf(text, sizeof text, "今天软件%s%d%s", tails[i % 8], i, set);
    add_row(l, set, text, 1);
    snprintf(text, sizeof text, "今天电池%s%d%s", tails[i % 8], i, set);
    add_row(l, set, text, -1);
    snprintf(text, sizeof text, "没有电池%s%d%s", tails[i % 8], i, set);
    add_row(l, set, text, 1);
  }
}

static void learn_planted(learning *l, const vox_learner_options *o, const char *leave) {
  vox_error err = {0};
  memset(l, 0, sizeof *l);
  assert_int_equal(vox_learner_new(&l->learner, s.model, o, &err), VOX_OK);
  assert_int_equal(vox_learner_stop_words(l->learner, STR("# none alone\n今天 ~没有\n"), &err), VOX_OK);
  add_planted(l, "one");
  add_planted(l, "two");
  if (leave) assert_int_equal(vox_learner_leave(l->learner, str_of(leave), &err), VOX_OK);
  if (vox_learner_learn(l->learner, &l->done, &err) != VOX_OK) fail_msg("%s", err.message);
  assert_int_equal(vox_learner_write(l->learner, keep_text, &l->out, &err), VOX_OK);
  vox_learner_free(l->learner);
}

/* The weight of `term` in what was written, 1/100; 0: it is not there. */
static int weight_of(const learning *l, const char *term, const char *klass) {
  char line[200];
  snprintf(line, sizeof line, "\n%s\t%s\t", term, klass);
  const char *at = strstr(l->out.text, line);
  int whole, part;
  char sign;
  if (!at) return 0;
  assert_int_equal(sscanf(at + strlen(line), "%c%d.%2d", &sign, &whole, &part), 3);
  return sign == '-' ? -(100 * whole + part) : 100 * whole + part;
}

static void test_learns(void **state) {
  (void)state;
  static learning l;
  vox_learner_options o = options_of("zh", -1);
  learn_planted(&l, &o, NULL);
  assert_int_equal(l.done.rows, 240);
  assert_in_range(weight_of(&l, "软件", "weight"), 50, 999);
  int battery = weight_of(&l, "电池", "weight") + weight_of(&l, "今天 + 电池", "weight.pair");
  if (battery >= -30) fail_msg("电池: %d", battery);
  assert_true(weight_of(&l, "电池", "weight.negated") > 30);
  assert_int_equal(weight_of(&l, "今天", "weight"), 0);
  assert_int_equal(weight_of(&l, "没有", "weight"), 0);
}

static void test_language(void **state) {
  (void)state;
  static learning l;
  vox_learner_options o = options_of("en", -1);
  learn_planted(&l, &o, NULL);
  assert_null(strstr(l.out.text, "软件"));
}

static void test_same_bytes(void **state) {
  (void)state;
  static learning a, b;
  vox_learner_options o = options_of("zh", -1);
  learn_planted(&a, &o, NULL);
  learn_planted(&b, &o, NULL);
  assert_int_equal(a.out.len, b.out.len);
  assert_memory_equal(a.out.text, b.out.text, a.out.len);
}

/* ---- What is left out ---- */

/* In the fold that is left out 软件 is bad, elsewhere it is good: nothing of the former is seen. */
static void test_leave_fold(void **state) {
  (void)state;
  char text[100];
  for (int fold = 0; fold < VOX_FOLDS; fold++) {
    static learning l;
    vox_error err = {0};
    vox_learner_options o = options_of("zh", fold);
    memset(&l, 0, sizeof l);
    assert_int_equal(vox_learner_new(&l.learner, s.model, &o, &err), VOX_OK);
    unsigned in_fold = 0;
    for (int i = 0; i < 200; i++) {
      snprintf(text, sizeof text, "软件%d", i);
      bool left = vox_fold_of(str_of(text)) == (unsigned)fold;
      in_fold += left;
      add_row(&l, "set", text, left ? -1 : 1);
      snprintf(text, sizeof text, "电池一%d", i);
      add_row(&l, "set", text, -1);
    }
    assert_in_range(in_fold, 10, 100);
    assert_int_equal(vox_learner_learn(l.learner, &l.done, &err), VOX_OK);
    assert_int_equal(vox_learner_write(l.learner, keep_text, &l.out, &err), VOX_OK);
    vox_learner_free(l.learner);
    assert_true(weight_of(&l, "软件", "weight") > 0);
    char want[60];
    snprintf(want, sizeof want, "\t%u+ 0- in 1\n", 200 - in_fold);
    assert_non_null(strstr(strstr(l.out.text, "\n软件\tweight\t"), want));
  }
}

/* A double of a comment in the left-out set, with other marks, is left out where it stands as well. */
static void test_doubles(void **state) {
  (void)state;
  vox_error err = {0};
  vox_learner_options o = options_of("zh", -1);
  learning l;
  memset(&l, 0, sizeof l);
  assert_int_equal(vox_learner_new(&l.learner, s.model, &o, &err), VOX_OK);
  for (int i = 0; i < 10; i++) {
    char text[100];
    snprintf(text, sizeof text, "软件 %d", i);
    add_row(&l, "kept", text, 1);
    snprintf(text, sizeof text, "软件%d！", i);
    add_row(&l, "left", text, 1);
    snprintf(text, sizeof text, "电池%d", i);
    add_row(&l, "kept", text, -1);
    snprintf(text, sizeof text, "东西%d", i);
    add_row(&l, "kept", text, 1);
  }
  assert_int_equal(vox_learner_leave(l.learner, STR("left"), &err), VOX_OK);
  assert_int_equal(vox_learner_learn(l.learner, &l.done, &err), VOX_OK);
  assert_int_equal(l.done.rows, 20);
  assert_int_equal(vox_learner_leave(l.learner, STR("absent"), &err), VOX_ERR_NOT_FOUND);
  vox_learner_free(l.learner);
}

/* ---- Learned entries at work ---- */

#define LEARNED                                                                                              \
  "软件\tweight\t+0.40\n电池\tweight\t-0.90\n电池\tweight.negated\t+1.50\n东西\tweight\t+0.10\n"     \
  "环境 + 味道\tweight.pair\t+0.70\n问题\tweight\t-0.80\nbattery\tweight\t-0.50\n"

static small_model taught;

static int open_taught(void **state) {
  (void)state;
  small_open(&taught, SMALL_LEXICON LEARNED, SMALL_WORDS);
  return 0;
}

static int close_taught(void **state) {
  (void)state;
  return small_close(&taught);
}

static void expect_sum(const char *text, int32_t raw) {
  const vox_evidence *list;
  expect_raw(&taught, text, raw);
  size_t n = vox_result_evidence(taught.result, &list);
  int64_t sum = 0;
  for (size_t i = 0; i < n; i++)
    if (str_eq(list[i].kind, STR("sentiment"))) sum += list[i].sum;
  if (raw != NO_SENTIMENT) assert_int_equal(sum, raw);
}

static void test_sums(void **state) {
  (void)state;
  expect_sum("软件", 40);
  expect_sum("软件。软件", 60);
  expect_sum("软件。软件。软件", 60);
  expect_sum("软件好", 40 + 60);
  expect_sum("电池", -90);
  expect_sum("没有电池", -90 + 150);
  expect_sum("不是没有电池", -90);
  expect_sum("没有。电池", -90);
  expect_sum("环境味道", 70);
  expect_sum("环境,味道", 70);
  expect_sum("环境、味道", 70);
  expect_sum("环境。味道", NO_SENTIMENT);
  expect_sum("味道环境", NO_SENTIMENT);
  expect_sum("Battery", -50);
}

/* A weak hint alone says nothing; beside something that speaks it counts. */
static void test_weak(void **state) {
  (void)state;
  expect_sum("东西", NO_SENTIMENT);
  assert_int_equal(count_evidence(&taught, "sentiment"), 0);
  expect_sum("东西好", 10 + 60);
}

/* A phrase with a negator in it speaks for its words. */
static void test_phrase(void **state) {
  (void)state;
  expect_sum("没有问题", 60);
  expect_sum("问题", -60 - 80);
}

static void test_evidence(void **state) {
  (void)state;
  const vox_evidence *list;
  const char *text = "没有电池";
  small_analyse(&taught, text);
  assert_int_equal(vox_result_evidence(taught.result, &list), 2);
  expect_str(list[0].rule, "learned");
  expect_str(list[1].rule, "negated,learned");
  expect_span(text, list[1].span, "电池");
  expect_span(text, list[1].scope, "没有");
  assert_int_equal(list[1].weight, 150);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_numbers),
      cmocka_unit_test(test_planted),
      cmocka_unit_test_setup_teardown(test_learns, open_model, close_model),
      cmocka_unit_test_setup_teardown(test_language, open_model, close_model),
      cmocka_unit_test_setup_teardown(test_same_bytes, open_model, close_model),
      cmocka_unit_test_setup_teardown(test_leave_fold, open_model, close_model),
      cmocka_unit_test_setup_teardown(test_doubles, open_model, close_model),
      cmocka_unit_test_setup_teardown(test_sums, open_taught, close_taught),
      cmocka_unit_test_setup_teardown(test_weak, open_taught, close_taught),
      cmocka_unit_test_setup_teardown(test_phrase, open_taught, close_taught),
      cmocka_unit_test_setup_teardown(test_evidence, open_taught, close_taught),
  };
  return cmocka_run_group_tests_name("learn_fit", tests, NULL, NULL);
}
