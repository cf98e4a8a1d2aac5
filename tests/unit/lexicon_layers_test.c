/* lexicon_layers_test.c - layers of sources: overlays, includes, what replaces what, and overlays on an
 * artefact. */
#include "small_model.h"
#include <sys/stat.h>

#define BASE                                                                                                 \
  HEAD("base")                                                                                               \
  "好吃\tsentiment\t+2\n难吃\tsentiment\t-2\n不好吃\tsentiment\t-3\n慢\tsentiment\t-1\n"             \
  "物流 + 快\tpair\t+2\n好吃\ttheme\tfood\n好吃\ttheme\tprice\n餐点\ttheme\tfood\n"                 \
  "food\tdefine\t餐食 | Food\nprice\tdefine\t价格 | Price\n巨好吃\talias\t好吃\n很\tdegree\t1.5\n"
#define WORDS "物流 1000 n\n好吃 900 a\n难吃 800 a\n餐点 700 n\n真是 600 d\n"

typedef struct layered {
  told told;
  vox_model *model;
  vox_ctx *ctx;
} layered;

static vox_compiler *compiler_of(layered *l) {
  vox_compiler_options options = VOX_COMPILER_OPTIONS_INIT;
  vox_compiler *c = NULL;
  options.diagnose = told_keep;
  options.payload = &l->told;
  assert_int_equal(vox_compiler_new(&c, &options, NULL), VOX_OK);
  assert_int_equal(vox_compiler_dictionary(c, "words", STR(WORDS), NULL), VOX_OK);
  assert_int_equal(vox_compiler_add(c, "settings", STR(SETTINGS), NULL), VOX_OK);
  return c;
}

static vox_status build(layered *l, const char *const *layers, size_t count) {
  vox_compiler *c = compiler_of(l);
  for (size_t i = 0; i < count; i++) {
    if (i) vox_compiler_next_layer(c);
    assert_int_equal(vox_compiler_add(c, i ? "over" : "base", str_of(layers[i]), NULL), VOX_OK);
  }
  vox_status status = vox_compiler_model(c, &l->model, NULL);
  vox_compiler_free(c);
  return status;
}

/* The base with one layer over it. */
static void lay(layered *l, const char *over) {
  *l = (layered){.model = NULL};
  assert_int_equal(build(l, (const char *const[]){BASE, over}, 2), VOX_OK);
  vox_ctx_options want = VOX_CTX_OPTIONS_INIT;
  want.want = VOX_WANT_EVIDENCE;
  assert_int_equal(vox_ctx_new(&l->ctx, l->model, &want, NULL), VOX_OK);
}

static void drop(layered *l) {
  vox_ctx_free(l->ctx);
  vox_model_free(l->model);
}

static int32_t raw_of(vox_ctx *ctx, const char *text) {
  const vox_result *r;
  assert_int_equal(vox_analyse(&r, ctx, str_of(text), VOX_ROLE_OTHER, NULL), VOX_OK);
  vox_sentiment s = vox_result_sentiment(r);
  return s.label == VOX_LABEL_NONE ? NO_SENTIMENT : s.raw;
}

static size_t themes_of(vox_ctx *ctx, const char *text) {
  const vox_result *r;
  const vox_theme_hit *list;
  assert_int_equal(vox_analyse(&r, ctx, str_of(text), VOX_ROLE_OTHER, NULL), VOX_OK);
  return vox_result_themes(r, &list);
}

/* ---- What replaces what ---- */

static void test_later_layer_wins(void **state) {
  (void)state;
  layered l;
  lay(&l, HEAD("over") "好吃\tsentiment\t-1\n");
  assert_int_equal(raw_of(l.ctx, "好吃"), -60);
  assert_int_equal(raw_of(l.ctx, "巨好吃"), -60); /* the alias copies what stands */
  expect_told(&l.told, VOX_NOTE, "overrides", FIRST_LINE);
  assert_string_equal(l.told.list[0].path, "over");
  assert_string_equal(l.told.list[0].message, "replaces base:7");
  drop(&l);
}

static void test_one_layer_contradicts_itself(void **state) {
  (void)state;
  layered l;
  lay(&l, HEAD("over") "新词\tsentiment\t+1\n新词\tsentiment\t-1\n新词\tsentiment\t+1\n");
  assert_int_equal(raw_of(l.ctx, "新词"), 60);
  assert_int_equal(told_times(&l.told, "contradiction", 8), 1);
  assert_int_equal(told_times(&l.told, "duplicate-entry", 9), 1);
  assert_int_equal(l.told.count, 2);
  drop(&l);
}

static void test_other_classes_stay(void **state) {
  (void)state;
  layered l;
  lay(&l, HEAD("over") "好吃\temotion.joy\t2\n");
  expect_quiet(&l.told);
  assert_int_equal(raw_of(l.ctx, "好吃"), 120);
  drop(&l);
}

static void test_removal(void **state) {
  (void)state;
  layered l;
  lay(&l, HEAD("over") "不好吃\tsentiment\t-\n物流 + 快\tpair\t-\n");
  assert_int_equal(raw_of(l.ctx, "物流快"), NO_SENTIMENT);
  assert_int_equal(raw_of(l.ctx, "不好吃"), 120); /* what it hid speaks again */
  assert_int_equal(l.told.count, 2);
  assert_int_equal(told_times(&l.told, "overrides", 7), 1);
  assert_int_equal(told_times(&l.told, "overrides", 8), 1);
  drop(&l);
}

static void test_removal_of_themes(void **state) {
  (void)state;
  layered l;
  lay(&l, HEAD("over") "餐点\tsentiment\t+1\n");
  assert_int_equal(themes_of(l.ctx, "好吃"), 2);
  drop(&l);
  lay(&l, HEAD("over") "好吃\ttheme\t-\n");
  assert_int_equal(themes_of(l.ctx, "好吃"), 0);
  assert_int_equal(themes_of(l.ctx, "餐点"), 1);
  drop(&l);
}

static void test_removal_of_nothing(void **state) {
  (void)state;
  layered l;
  lay(&l, HEAD("over") "没有这个\tsentiment\t-\n");
  expect_told(&l.told, VOX_WARNING, "removes-nothing", FIRST_LINE);
  drop(&l);
  lay(&l, HEAD("over") "本层\tsentiment\t+1\n本层\tsentiment\t-\n"); /* its own layer is not below it */
  expect_told(&l.told, VOX_WARNING, "removes-nothing", 8);
  assert_int_equal(raw_of(l.ctx, "本层"), 60);
  drop(&l);
}

static void test_what_cannot_be_removed(void **state) {
  (void)state;
  static const char *const lines[] = {"好吃\tword\t-\n", "巨好吃\talias\t-\n", "food\tdefine\t-\n",
                                      "slope\tsetting\t-\n"};
  for (size_t i = 0; i < 4; i++) {
    layered l = {.model = NULL};
    char over[400];
    snprintf(over, sizeof over, "%s%s", HEAD("over"), lines[i]);
    assert_int_equal(build(&l, (const char *const[]){BASE, over}, 2), VOX_ERR_SYNTAX);
    expect_told(&l.told, VOX_ERROR, "not-removable", FIRST_LINE);
  }
}

static void test_settings_and_themes(void **state) {
  (void)state;
  layered l;
  lay(&l, HEAD("over") "prior_step\tsetting\t100\nfood\tdefine\t菜品 | Dishes\n");
  assert_int_equal(raw_of(l.ctx, "好吃"), 200);
  assert_int_equal(themes_of(l.ctx, "餐点"), 1);
  assert_int_equal(told_times(&l.told, "overrides", 8), 1);
  drop(&l);
}

static void test_three_layers(void **state) {
  (void)state;
  layered l = {.model = NULL};
  static const char *const layers[] = {BASE, HEAD("one") "好吃\tsentiment\t-\n",
                                       HEAD("two") "好吃\tsentiment\t+3\n"};
  assert_int_equal(build(&l, layers, 3), VOX_OK);
  assert_int_equal(vox_ctx_new(&l.ctx, l.model, NULL, NULL), VOX_OK);
  assert_int_equal(raw_of(l.ctx, "好吃"), 180);
  drop(&l);
}

/* ---- Includes ---- */

static char folder[64];

static void write_file(const char *name, const char *text) {
  char path[128];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  assert_int_equal(file_replace(path, str_of(text), NULL), VOX_OK);
}

static int make_folder(void **state) {
  (void)state;
  strcpy(folder, "/tmp/voxpop-layers-XXXXXX");
  if (!mkdtemp(folder)) return 1;
  char sub[96];
  snprintf(sub, sizeof sub, "%s/sub", folder);
  return mkdir(sub, 0700);
}

static int drop_folder(void **state) {
  (void)state;
  static const char *const names[] = {"a.tsv", "b.tsv", "sub/c.tsv", "sub", ""};
  for (size_t i = 0; i < 5; i++) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, names[i]);
    remove(path);
  }
  return 0;
}

static vox_status build_files(layered *l, const char *const *names, size_t count) {
  vox_compiler *c = compiler_of(l);
  for (size_t i = 0; i < count; i++) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, names[i]);
    assert_int_equal(vox_compiler_file(c, path, NULL), VOX_OK);
  }
  vox_status status = vox_compiler_model(c, &l->model, NULL);
  vox_compiler_free(c);
  if (status == VOX_OK) assert_int_equal(vox_ctx_new(&l->ctx, l->model, NULL, NULL), VOX_OK);
  return status;
}

static void test_include(void **state) {
  (void)state;
  write_file("a.tsv", HEAD("a") "#: include: b.tsv\n#: include: sub/c.tsv\n好吃\tsentiment\t+1\n");
  write_file("b.tsv", HEAD("b") "#: include: sub/c.tsv\n好吃\tsentiment\t+2\n难吃\tsentiment\t-1\n");
  write_file("sub/c.tsv", HEAD("c") "好吃\tsentiment\t+3\n难吃\tsentiment\t-3\n慢\tsentiment\t-2\n");
  /* read once, whatever is named, and in whatever order */
  for (int turn = 0; turn < 2; turn++) {
    layered l = {.model = NULL};
    const char *const names[2][2] = {{"a.tsv", "b.tsv"}, {"sub/c.tsv", "a.tsv"}};
    assert_int_equal(build_files(&l, names[turn], 2), VOX_OK);
    assert_int_equal(raw_of(l.ctx, "好吃"), 60);
    assert_int_equal(raw_of(l.ctx, "难吃"), -60);
    assert_int_equal(raw_of(l.ctx, "慢"), -120);
    assert_int_equal(told_times(&l.told, "overrides", 0), l.told.count);
    assert_int_equal(l.told.count, 3);
    drop(&l);
  }
}

static void test_include_cycle(void **state) {
  (void)state;
  layered l = {.model = NULL};
  write_file("a.tsv", HEAD("a") "#: include: b.tsv\n好\tsentiment\t+1\n");
  write_file("b.tsv", HEAD("b") "#: include: ./sub/../a.tsv\n坏\tsentiment\t-1\n");
  assert_int_equal(build_files(&l, (const char *const[]){"a.tsv"}, 1), VOX_ERR_SYNTAX);
  expect_told(&l.told, VOX_ERROR, "include-cycle", FIRST_LINE);
}

static void test_include_missing(void **state) {
  (void)state;
  layered l = {.model = NULL};
  write_file("a.tsv", HEAD("a") "#: include: none.tsv\n好\tsentiment\t+1\n");
  assert_int_equal(build_files(&l, (const char *const[]){"a.tsv"}, 1), VOX_ERR_SYNTAX);
  expect_told(&l.told, VOX_ERROR, "include-missing", FIRST_LINE);
  l = (layered){.model = NULL};
  assert_int_equal(build(&l, (const char *const[]){HEAD("a") "#: include: b.tsv\n"}, 1), VOX_ERR_SYNTAX);
  expect_told(&l.told, VOX_ERROR, "include-missing", FIRST_LINE);
}

/* ---- Overlays on an artefact ---- */

static const char *const OVER =
    HEAD("over") "好吃\tsentiment\t-1\n难吃\tsentiment\t-\n真是给力\tsentiment\t+"
                 "3\n给力\tword\n鑫牛\tsentiment\t+1\n"
                 "物流 + 快\tpair\t+1\n餐点\ttheme\tprice\nprior_step\tsetting\t45\n美味\talias\t好吃\n";

static void make_base(char path[40]) {
  layered l = {.model = NULL};
  strcpy(path, "/tmp/voxpop-model-XXXXXX");
  int fd = mkstemp(path);
  assert_true(fd >= 0);
  close(fd);
  vox_compiler *c = compiler_of(&l);
  assert_int_equal(vox_compiler_add(c, "base", STR(BASE), NULL), VOX_OK);
  assert_int_equal(vox_compiler_write(c, path, NULL), VOX_OK);
  vox_compiler_free(c);
}

static vox_status open_over(layered *l, const char *path, const vox_overlay *list, size_t count) {
  vox_model_options options = VOX_MODEL_OPTIONS_INIT;
  options.overlays = list;
  options.overlay_count = count;
  options.diagnose = told_keep;
  options.payload = &l->told;
  vox_status status = vox_model_open(&l->model, path, &options, NULL);
  if (status == VOX_OK) assert_int_equal(vox_ctx_new(&l->ctx, l->model, NULL, NULL), VOX_OK);
  return status;
}

static void test_overlay_is_a_layer(void **state) {
  (void)state;
  char path[40];
  layered built, opened = {.model = NULL};
  vox_model_info a, b;
  make_base(path);
  lay(&built, OVER);
  vox_overlay over = {"over", str_of(OVER)};
  assert_int_equal(open_over(&opened, path, &over, 1), VOX_OK);
  vox_model_info_get(built.model, &a);
  vox_model_info_get(opened.model, &b);
  assert_string_equal(a.sha256, b.sha256);
  assert_int_equal(a.entries, b.entries);
  assert_int_equal(a.terms, b.terms);
  assert_int_equal(a.words, b.words);
  static const char *const texts[] = {"好吃",   "难吃", "真是给力", "鑫牛", "物流快",
                                      "巨好吃", "美味", "很难吃",   "慢"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    assert_int_equal(raw_of(opened.ctx, texts[i]), raw_of(built.ctx, texts[i]));
  assert_int_equal(raw_of(opened.ctx, "美味"), -45);
  drop(&built);
  drop(&opened);
  unlink(path);
}

static void test_empty_overlay_changes_nothing(void **state) {
  (void)state;
  char path[40];
  layered plain = {.model = NULL}, over = {.model = NULL};
  vox_model_info a, b;
  make_base(path);
  vox_overlay nothing = {"nothing", STR(HEAD("nothing"))};
  assert_int_equal(vox_model_open(&plain.model, path, NULL, NULL), VOX_OK);
  assert_int_equal(open_over(&over, path, &nothing, 1), VOX_OK);
  vox_model_info_get(plain.model, &a);
  vox_model_info_get(over.model, &b);
  assert_string_equal(a.sha256, b.sha256);
  expect_quiet(&over.told);
  drop(&plain);
  drop(&over);
  unlink(path);
}

static void test_overlay_over_overlay(void **state) {
  (void)state;
  char path[40];
  layered l = {.model = NULL};
  make_base(path);
  vox_overlay list[] = {{"one", STR(HEAD("one") "好吃\tsentiment\t-1\n")},
                        {"two", STR(HEAD("two") "好吃\tsentiment\t+1\n")}};
  assert_int_equal(open_over(&l, path, list, 2), VOX_OK);
  assert_int_equal(raw_of(l.ctx, "好吃"), 60);
  assert_int_equal(told_times(&l.told, "overrides", FIRST_LINE), 2);
  assert_string_equal(l.told.list[0].message, "replaces one:7");
  assert_string_equal(l.told.list[1].message, "replaces base:7");
  drop(&l);
  unlink(path);
}

static void test_bad_overlay(void **state) {
  (void)state;
  char path[40];
  layered l = {.model = NULL};
  make_base(path);
  vox_overlay bad = {"bad", STR(HEAD("bad") "好吃\tsentiment\t+9\n")};
  assert_int_equal(open_over(&l, path, &bad, 1), VOX_ERR_SYNTAX);
  expect_told(&l.told, VOX_ERROR, "bad-value", FIRST_LINE);
  vox_overlay absent = {"/nowhere/absent.tsv", {NULL, 0}};
  assert_int_equal(open_over(&l, path, &absent, 1), VOX_ERR_IO);
  vox_overlay twice = {"twice", STR(HEAD("base") "好吃\tsentiment\t+1\n")};
  l.told.count = 0;
  assert_int_equal(open_over(&l, path, &twice, 1),
                   VOX_ERR_SYNTAX); /* evidence could not tell the two apart */
  assert_int_equal(told_times(&l.told, "repeated-id", 0), 1);
  unlink(path);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_later_layer_wins),
      cmocka_unit_test(test_one_layer_contradicts_itself),
      cmocka_unit_test(test_other_classes_stay),
      cmocka_unit_test(test_removal),
      cmocka_unit_test(test_removal_of_themes),
      cmocka_unit_test(test_removal_of_nothing),
      cmocka_unit_test(test_what_cannot_be_removed),
      cmocka_unit_test(test_settings_and_themes),
      cmocka_unit_test(test_three_layers),
      cmocka_unit_test_setup_teardown(test_include, make_folder, drop_folder),
      cmocka_unit_test_setup_teardown(test_include_cycle, make_folder, drop_folder),
      cmocka_unit_test_setup_teardown(test_include_missing, make_folder, drop_folder),
      cmocka_unit_test(test_overlay_is_a_layer),
      cmocka_unit_test(test_empty_overlay_changes_nothing),
      cmocka_unit_test(test_overlay_over_overlay),
      cmocka_unit_test(test_bad_overlay),
  };
  return cmocka_run_group_tests_name("lexicon_layers", tests, NULL, NULL);
}
