/* User dictionaries through the library: tokens, terms, the digest, errors, callers of an older header. */
#include "small_model.h"
#include <stddef.h>

static vox_model *open_with(const small_model *s, const vox_overlay *dicts, size_t count, vox_error *err) {
  vox_model_options options = VOX_MODEL_OPTIONS_INIT;
  vox_model *m = NULL;
  options.dicts = dicts, options.dict_count = count;
  if (vox_model_open(&m, s->path, &options, err) != VOX_OK) return NULL;
  return m;
}

/* The small model again, with one dictionary. */
static void reopen(small_model *s, const char *words) {
  vox_error err = {0};
  vox_overlay dict = {"mine.txt", str_of(words)};
  vox_ctx_free(s->ctx);
  vox_model_free(s->model);
  if (!(s->model = open_with(s, &dict, 1, &err))) fail_msg("%s", err.message);
  assert_int_equal(vox_ctx_new(&s->ctx, s->model, NULL, &err), VOX_OK);
}

static void expect_tokens(small_model *s, const char *text, const char *want) {
  const vox_token *tokens;
  size_t count, at = 0;
  char out[400] = "";
  assert_int_equal(vox_tokenise(&tokens, &count, s->ctx, str_of(text), NULL), VOX_OK);
  for (size_t i = 0; i < count; i++)
    at += (size_t)sprintf(out + at, "%s%.*s", i ? "|" : "", (int)(tokens[i].span.end - tokens[i].span.begin),
                          text + tokens[i].span.begin);
  assert_string_equal(out, want);
}

static void test_tokens(void **state) {
  (void)state;
  small_model s;
  small_open(&s, SMALL_LEXICON, SMALL_WORDS);
  expect_tokens(&s, "支持七天无理由，客服好", "支|持|七|天|无|理|由|，|客服|好");
  reopen(&s, "七天无理由 5 n\nout of office\n");
  expect_tokens(&s, "支持七天無理由，客服好", "支|持|七天無理由|，|客服|好");
  expect_tokens(&s, "Out of  Office好", "Out of  Office|好");
  small_close(&s);
}

/* A word that is a term as well brings its entries, also where the lexicon found it over several tokens. */
static void test_terms(void **state) {
  (void)state;
  small_model s;
  small_open(&s, SMALL_LEXICON, SMALL_WORDS);
  int32_t before = small_raw(&s, "有待提高"), stock = small_raw(&s, "out of stock");
  assert_true(before < 0 && stock < 0);
  reopen(&s, "有待提高 5 n\nout of stock 4 n\n没听说过\n");
  expect_tokens(&s, "有待提高", "有待提高");
  expect_raw(&s, "有待提高", before);
  expect_raw(&s, "out of stock", stock);
  expect_raw(&s, "没听说过", NO_SENTIMENT);
  small_close(&s);
}

static void digest(const small_model *s, const vox_overlay *dicts, size_t count, char out[65]) {
  vox_model_info info;
  vox_error err = {0};
  vox_model *m = open_with(s, dicts, count, &err);
  if (!m) fail_msg("%s", err.message);
  vox_model_info_get(m, &info);
  memcpy(out, info.sha256, 65);
  vox_model_free(m);
}

static void test_digest(void **state) {
  (void)state;
  small_model s;
  char none[65], empty[65], one[65], two[65], other[65];
  small_open(&s, SMALL_LEXICON, SMALL_WORDS);
  vox_overlay both = {"a", STR("七天无理由 5 n\n没听说过\n")};
  vox_overlay apart[] = {{"b", STR("没听说过\r\n")}, {"c", STR("\n七天無理由   5\n")}};
  vox_overlay nothing = {"d", STR("# x\n")}, more = {"e", STR("七天无理由 6 n\n没听说过\n")};
  digest(&s, NULL, 0, none);
  digest(&s, &nothing, 1, empty);
  digest(&s, &both, 1, one);
  digest(&s, apart, 2, two);
  digest(&s, &more, 1, other);
  assert_string_equal(none, empty);
  assert_string_equal(one, two);
  assert_string_not_equal(none, one);
  assert_string_not_equal(one, other);
  small_close(&s);
}

static void test_errors(void **state) {
  (void)state;
  small_model s;
  vox_error err = {0};
  char longest[64 * 3 + 1] = "";
  small_open(&s, SMALL_LEXICON, SMALL_WORDS);
  vox_overlay bad = {"folder/mine.txt", STR("好词 3 n\n好词 -3 n\n")}, missing = {"no/such.txt", {NULL, 0}};
  assert_null(open_with(&s, &bad, 1, &err));
  assert_int_equal(err.status, VOX_ERR_SYNTAX);
  assert_string_equal(err.message, "folder/mine.txt:2:4: a frequency is a whole number without a sign");
  assert_null(open_with(&s, &missing, 1, &err));
  assert_int_equal(err.status, VOX_ERR_IO);
  assert_non_null(strstr(err.message, "no/such.txt"));
  for (int i = 0; i < 64; i++) strcat(longest, "好");
  bad = (vox_overlay){"x", str_of(longest)};
  assert_null(open_with(&s, &bad, 1, &err));
  assert_string_equal(err.message, "x:1:1: the word has more than 63 characters");
  bad.bytes = STR("\xE2\x80\x8B\n");
  assert_null(open_with(&s, &bad, 1, &err));
  assert_string_equal(err.message, "x:1:1: nothing of the word is left when it is folded");
  small_close(&s);
}

/* Options of a caller who knows no dictionaries: what lies behind them is not read. */
static void test_older_header(void **state) {
  (void)state;
  small_model s;
  vox_error err = {0};
  vox_model *m = NULL;
  small_open(&s, SMALL_LEXICON, SMALL_WORDS);
  vox_overlay poison = {"x", STR("好词 -3 n\n")};
  vox_model_options options = VOX_MODEL_OPTIONS_INIT;
  options.dicts = &poison, options.dict_count = 1;
  options.struct_size = offsetof(vox_model_options, dicts);
  assert_int_equal(vox_model_open(&m, s.path, &options, &err), VOX_OK);
  vox_model_free(m);
  small_close(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_tokens), cmocka_unit_test(test_terms),        cmocka_unit_test(test_digest),
      cmocka_unit_test(test_errors), cmocka_unit_test(test_older_header),
  };
  return cmocka_run_group_tests_name("user dictionaries of a model", tests, NULL, NULL);
}
