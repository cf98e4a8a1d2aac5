/* api_table_test.c - a table says what the results say, row by row, and stays as it was where a call fails.
 */
#include "small_model.h"
#include "vox_table.h"

static const char *const TEXTS[] = {"物流很慢，等了3小时", "", "客服态度好，但是包装差", "投诉", "无",
                                    "good but slow"};
enum { COUNT = sizeof TEXTS / sizeof *TEXTS };

typedef struct laid {
  char bytes[512];
  int32_t at32[COUNT + 1];
  int64_t at64[COUNT + 1];
} laid;

static void lay(laid *x) {
  *x = (laid){{0}, {0}, {0}};
  for (size_t i = 0; i < COUNT; i++) {
    size_t len = strlen(TEXTS[i]);
    memcpy(x->bytes + x->at64[i], TEXTS[i], len);
    x->at64[i + 1] = x->at64[i] + (int64_t)len;
    x->at32[i + 1] = (int32_t)x->at64[i + 1];
  }
}

static vox_column_view view_of(const vox_table *t, vox_column_id which) {
  vox_column_view view = {0};
  assert_int_equal(vox_table_column(t, which, &view), 1);
  return view;
}
static int32_t int_at(const vox_table *t, vox_column_id which, size_t i) {
  vox_column_view view = view_of(t, which);
  assert_in_range(i + 1, 1, view.count);
  return view.size == 4 ? ((const int32_t *)view.ptr)[i] : ((const uint8_t *)view.ptr)[i];
}
static void expect_name(const vox_table *t, vox_column_id which, int32_t i, vox_str want) {
  vox_str got;
  assert_int_equal(vox_table_name(t, which, (size_t)i, &got), 1);
  assert_true(str_eq(got, want));
}

static void expect_row(small_model *s, const vox_table *t, size_t row, const char *text) {
  const vox_result *r = small_analyse(s, text);
  vox_sentiment want = vox_result_sentiment(r);
  const vox_theme_hit *themes;
  size_t count = vox_result_themes(r, &themes), first = (size_t)int_at(t, VOX_COLUMN_THEME_AT, row);
  assert_int_equal(int_at(t, VOX_COLUMN_LABEL, row), want.label);
  assert_int_equal(int_at(t, VOX_COLUMN_SCORE, row), want.score);
  assert_int_equal(int_at(t, VOX_COLUMN_CONFIDENCE, row), want.confidence);
  assert_int_equal(int_at(t, VOX_COLUMN_RAW, row), want.raw);
  expect_name(t, VOX_COLUMN_LANG, int_at(t, VOX_COLUMN_LANG, row), str_of(vox_result_lang(r)));
  assert_int_equal((size_t)int_at(t, VOX_COLUMN_THEME_AT, row + 1) - first, count);
  for (size_t i = 0; i < count; i++) {
    expect_name(t, VOX_COLUMN_THEME, int_at(t, VOX_COLUMN_THEME, first + i), themes[i].id);
    assert_int_equal(int_at(t, VOX_COLUMN_THEME_SCORE, first + i), themes[i].sentiment.score);
  }
}

static void rows(void **state) {
  (void)state;
  small_model s;
  laid x;
  vox_table *t = NULL;
  small_open(&s, SMALL_LEXICON, SMALL_WORDS);
  lay(&x);
  assert_int_equal(vox_table_new(&t, s.model, NULL), VOX_OK);
  assert_int_equal(view_of(t, VOX_COLUMN_THEME_AT).count, 1);
  assert_int_equal(
      vox_table_score(t, s.ctx, &(vox_texts){x.bytes, x.at32, NULL, COUNT}, VOX_ROLE_OTHER, NULL), VOX_OK);
  assert_int_equal(
      vox_table_score(t, s.ctx, &(vox_texts){x.bytes, NULL, x.at64, COUNT}, VOX_ROLE_OTHER, NULL), VOX_OK);
  assert_int_equal(view_of(t, VOX_COLUMN_SCORE).count, 2 * COUNT);
  for (size_t i = 0; i < 2 * COUNT; i++) expect_row(&s, t, i, TEXTS[i % COUNT]);
  vox_table_clear(t);
  assert_int_equal(view_of(t, VOX_COLUMN_SCORE).count, 0);
  vox_table_free(t);
  vox_table_free(NULL);
  small_close(&s);
}

static vox_table *table_of(const small_model *s, const laid *x, size_t first, size_t count) {
  vox_table *t = NULL;
  assert_int_equal(vox_table_new(&t, s->model, NULL), VOX_OK);
  assert_int_equal(
      vox_table_score(t, s->ctx, &(vox_texts){x->bytes, x->at32 + first, NULL, count}, VOX_ROLE_OTHER, NULL),
      VOX_OK);
  return t;
}

static void expect_same(const vox_table *a, const vox_table *b) {
  for (int i = VOX_COLUMN_STATUS; i <= VOX_COLUMN_QUANTITY_VALUE; i++) {
    vox_column_view x = view_of(a, (vox_column_id)i), y = view_of(b, (vox_column_id)i);
    assert_int_equal(x.count, y.count);
    if (x.count) assert_memory_equal(x.ptr, y.ptr, x.count * x.size);
  }
}

/* In two parts, wherever they are parted, and three times over. */
static void appended(void **state) {
  (void)state;
  small_model s;
  laid x;
  small_open(&s, SMALL_LEXICON, SMALL_WORDS);
  lay(&x);
  vox_table *all = table_of(&s, &x, 0, COUNT), *many = table_of(&s, &x, 0, 0);
  for (size_t cut = 0; cut <= COUNT; cut++) {
    vox_table *a = table_of(&s, &x, 0, cut), *b = table_of(&s, &x, cut, COUNT - cut);
    assert_int_equal(vox_table_append(a, b, NULL), VOX_OK);
    expect_same(a, all);
    vox_table_free(a), vox_table_free(b);
  }
  for (int i = 0; i < 3; i++) assert_int_equal(vox_table_append(many, all, NULL), VOX_OK);
  assert_int_equal(view_of(many, VOX_COLUMN_STATUS).count, 3 * COUNT);
  for (size_t i = 0; i < 3 * COUNT; i++) expect_row(&s, many, i, TEXTS[i % COUNT]);
  assert_int_equal(vox_table_append(all, all, NULL), VOX_ERR_ARGUMENT);
  assert_int_equal(vox_table_append(all, NULL, NULL), VOX_ERR_ARGUMENT);
  assert_int_equal(vox_table_append(NULL, all, NULL), VOX_ERR_ARGUMENT);
  vox_table_free(all), vox_table_free(many);
  small_close(&s);
}

static void refused(void **state) {
  (void)state;
  small_model s;
  laid x;
  vox_table *t = NULL;
  vox_error err = {0};
  vox_str name;
  vox_column_view view;
  int64_t falling[] = {0, 4, 2}, negative[] = {-1, 0}, one[] = {0, 1};
  small_open(&s, SMALL_LEXICON, SMALL_WORDS);
  lay(&x);
  assert_int_equal(vox_table_new(NULL, s.model, &err), VOX_ERR_ARGUMENT);
  assert_int_equal(vox_table_new(&t, NULL, &err), VOX_ERR_ARGUMENT);
  assert_int_equal(vox_table_new(&t, s.model, &err), VOX_OK);
  const vox_texts wrong[] = {{x.bytes, NULL, NULL, 1},    {x.bytes, x.at32, x.at64, 1},
                             {x.bytes, NULL, falling, 2}, {x.bytes, NULL, negative, 1},
                             {NULL, NULL, one, 1},        {x.bytes, NULL, x.at64, SIZE_MAX / 16}};
  for (size_t i = 0; i + 1 < sizeof wrong / sizeof *wrong; i++)
    assert_int_equal(vox_table_score(t, s.ctx, &wrong[i], VOX_ROLE_OTHER, &err), VOX_ERR_ARGUMENT);
  assert_int_equal(view_of(t, VOX_COLUMN_STATUS).count, 0);
  assert_int_equal(vox_table_column(t, (vox_column_id)(VOX_COLUMN_QUANTITY_VALUE + 1), &view), 0);
  assert_int_equal(vox_table_name(t, VOX_COLUMN_SCORE, 0, &name), 0);
  assert_int_equal(vox_table_name(t, VOX_COLUMN_THEME, 6, &name), 0);
  assert_int_equal(vox_table_name(t, VOX_COLUMN_LABEL, 0, &name), 0);
  vox_table_free(t);
  small_close(&s);
}

static void too_long(void **state) {
  (void)state;
  small_model s;
  laid x;
  vox_ctx *ctx = NULL;
  vox_table *t = NULL;
  vox_ctx_options options = VOX_CTX_OPTIONS_INIT;
  small_open(&s, SMALL_LEXICON, SMALL_WORDS);
  lay(&x);
  options.max_text = 20;
  assert_int_equal(vox_ctx_new(&ctx, s.model, &options, NULL), VOX_OK);
  assert_int_equal(vox_table_new(&t, s.model, NULL), VOX_OK);
  assert_int_equal(vox_table_score(t, ctx, &(vox_texts){x.bytes, x.at32, NULL, COUNT}, VOX_ROLE_OTHER, NULL),
                   VOX_OK);
  const int8_t *status = view_of(t, VOX_COLUMN_STATUS).ptr;
  for (size_t i = 0; i < COUNT; i++) {
    bool long_one = strlen(TEXTS[i]) > 20;
    assert_int_equal(status[i], long_one ? VOX_ERR_LIMIT : VOX_OK);
    expect_row(&s, t, i, long_one ? "" : TEXTS[i]);
  }
  vox_table_free(t);
  vox_ctx_free(ctx);
  small_close(&s);
}

/* An allocator that fails once `left` blocks were given. */
typedef struct stingy {
  size_t left;
} stingy;
static void *stingy_get(void *payload, size_t size) {
  stingy *s = payload;
  return s->left && s->left-- ? malloc(size) : NULL;
}
static void *stingy_resize(void *payload, void *block, size_t old_size, size_t size) {
  stingy *s = payload;
  (void)old_size;
  return s->left && s->left-- ? realloc(block, size) : NULL;
}
static void stingy_release(void *payload, void *block, size_t size) {
  (void)payload, (void)size;
  free(block);
}

/* Whatever column has no room, the table keeps what it had. */
static void append_without_memory(const vox_model *model, vox_ctx *ctx, const laid *x, stingy *purse) {
  vox_table *a = NULL, *b = NULL;
  size_t given = 0;
  assert_int_equal(vox_table_new(&a, model, NULL), VOX_OK);
  assert_int_equal(vox_table_new(&b, model, NULL), VOX_OK);
  for (size_t i = 0; i < 40; i++)
    assert_int_equal(
        vox_table_score(b, ctx, &(vox_texts){x->bytes, x->at32, NULL, COUNT}, VOX_ROLE_OTHER, NULL), VOX_OK);
  for (purse->left = given; vox_table_append(a, b, NULL) != VOX_OK; purse->left = ++given) {
    assert_int_equal(view_of(a, VOX_COLUMN_STATUS).count, 0);
    assert_int_equal(view_of(a, VOX_COLUMN_THEME_AT).count, 1);
  }
  purse->left = SIZE_MAX;
  assert_true(given > 2); /* columns that grew in one attempt need not in the next */
  expect_same(a, b);
  vox_table_free(a), vox_table_free(b);
}

static void memory_ends(void **state) {
  (void)state;
  small_model s;
  laid x;
  stingy purse = {SIZE_MAX};
  const vox_allocator allocator = {&purse, stingy_get, stingy_resize, stingy_release};
  vox_model_options options = VOX_MODEL_OPTIONS_INIT;
  vox_model *model = NULL;
  vox_ctx *ctx = NULL;
  size_t given = 0;
  small_open(&s, SMALL_LEXICON, SMALL_WORDS);
  lay(&x);
  options.allocator = &allocator;
  assert_int_equal(vox_model_open(&model, s.path, &options, NULL), VOX_OK);
  assert_int_equal(vox_ctx_new(&ctx, model, NULL, NULL), VOX_OK);
  for (bool done = false; !done; given++) {
    vox_table *t = NULL;
    vox_error err = {0};
    purse.left = given;
    vox_status status = vox_table_new(&t, model, &err);
    if (status == VOX_OK) {
      status = vox_table_score(t, ctx, &(vox_texts){x.bytes, x.at32, NULL, COUNT}, VOX_ROLE_OTHER, &err);
      done = status == VOX_OK;
      assert_int_equal(view_of(t, VOX_COLUMN_STATUS).count, done ? COUNT : 0);
      assert_int_equal(view_of(t, VOX_COLUMN_THEME_AT).count, done ? COUNT + 1 : 1);
    }
    if (!done) assert_int_equal(status, VOX_ERR_MEMORY);
    if (!done) assert_int_equal(err.status, VOX_ERR_MEMORY);
    purse.left = SIZE_MAX;
    vox_table_free(t);
  }
  assert_true(given > 10);
  append_without_memory(model, ctx, &x, &purse);
  vox_ctx_free(ctx);
  vox_model_free(model);
  small_close(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(rows), cmocka_unit_test(appended),
                                     cmocka_unit_test(refused), cmocka_unit_test(too_long),
                                     cmocka_unit_test(memory_ends)};
  return cmocka_run_group_tests_name("api table", tests, NULL, NULL);
}
