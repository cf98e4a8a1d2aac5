/* api_options_test.c - options of another version of the headers, and the caller's allocator: everything goes
 * through it and comes back. */
#include "small_model.h"
#include "vox_serve.h"
#include <stddef.h>

typedef struct purse {
  size_t held, calls;
} purse;

static void *count_get(void *payload, size_t size) {
  purse *c = payload;
  c->held += size, c->calls++;
  return malloc(size);
}
static void *count_grow(void *payload, void *block, size_t old_size, size_t size) {
  purse *c = payload;
  c->held += size - old_size, c->calls++;
  return realloc(block, size);
}
static void count_put(void *payload, void *block, size_t size) {
  purse *c = payload;
  c->held -= size;
  free(block);
}

#define ENTRIES HEAD("small") "很好\tsentiment\t3\n"
#define WORDS   "很好 50 d\n"

static vox_status open_sized(const small_model *s, size_t size) {
  vox_model_options options = VOX_MODEL_OPTIONS_INIT;
  vox_model *model = NULL;
  options.struct_size = size;
  vox_status status = vox_model_open(&model, s->path, &options, NULL);
  vox_model_free(model);
  return status;
}

static void sizes_of_options(void **state) {
  (void)state;
  small_model s;
  small_open(&s, ENTRIES, WORDS);
  assert_int_equal(open_sized(&s, sizeof(vox_model_options)), VOX_OK);
  assert_int_equal(open_sized(&s, offsetof(vox_model_options, overlays)), VOX_OK); /* of an earlier header */
  assert_int_equal(open_sized(&s, sizeof(size_t)), VOX_OK);
  assert_int_equal(open_sized(&s, sizeof(vox_model_options) + 8), VOX_ERR_ARGUMENT); /* of a later one */
  assert_int_equal(open_sized(&s, 0), VOX_ERR_ARGUMENT);                             /* not set */
  small_close(&s);
}

/* What an earlier header did not know keeps its default. */
static void later_members_keep_their_defaults(void **state) {
  (void)state;
  small_model s;
  vox_ctx *ctx = NULL;
  const vox_result *r;
  vox_ctx_options options = {.struct_size = offsetof(vox_ctx_options, max_memory), .max_text = 6, .want = 99};
  small_open(&s, ENTRIES, WORDS);
  assert_int_equal(vox_ctx_new(&ctx, s.model, &options, NULL), VOX_OK);
  assert_int_equal(vox_analyse(&r, ctx, STR("很好"), VOX_ROLE_OTHER, NULL), VOX_OK);
  assert_int_equal(vox_analyse(&r, ctx, STR("很好！"), VOX_ROLE_OTHER, NULL), VOX_ERR_LIMIT);
  vox_ctx_free(ctx);
  small_close(&s);
}

static void the_callers_allocator(void **state) {
  (void)state;
  small_model s;
  purse count = {0, 0};
  const vox_allocator allocator = {&count, count_get, count_grow, count_put};
  vox_model_options options = VOX_MODEL_OPTIONS_INIT;
  vox_request_options asking = VOX_REQUEST_OPTIONS_INIT;
  vox_model *model = NULL;
  vox_ctx *ctx = NULL;
  vox_report *report = NULL;
  vox_request_reader *reader = NULL;
  vox_request q;
  const vox_result *r;
  options.allocator = asking.allocator = &allocator;
  small_open(&s, ENTRIES, WORDS);
  assert_int_equal(vox_model_open(&model, s.path, &options, NULL), VOX_OK);
  assert_int_equal(vox_ctx_new(&ctx, model, NULL, NULL), VOX_OK);
  assert_int_equal(vox_report_new(&report, model, NULL, NULL), VOX_OK);
  assert_int_equal(vox_request_reader_new(&reader, &asking, NULL), VOX_OK);
  assert_int_equal(vox_request_read(reader, STR("{\"text\":\"\\u5f88\\u597d\"}"), &q, NULL), VOX_OK);
  assert_int_equal(vox_analyse(&r, ctx, q.row.cells[0].text, VOX_ROLE_OTHER, NULL), VOX_OK);
  assert_int_equal(vox_result_sentiment(r).label, VOX_LABEL_POSITIVE);
  assert_true(count.calls > 10);
  vox_request_reader_free(reader);
  vox_report_free(report);
  vox_ctx_free(ctx);
  vox_model_free(model);
  assert_int_equal(count.held, 0);
  small_close(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(sizes_of_options),
                                     cmocka_unit_test(later_members_keep_their_defaults),
                                     cmocka_unit_test(the_callers_allocator)};
  return cmocka_run_group_tests_name("api options", tests, NULL, NULL);
}
