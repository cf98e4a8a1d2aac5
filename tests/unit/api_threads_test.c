/* api_threads_test.c - sixteen threads share one model, each with a ctx and a reader of requests of its own:
 * the same bytes as from one thread. Under a thread sanitizer this says whether what is shared never changes.
 */
#include "small_model.h"
#include "vox_serve.h"
#include <pthread.h>

enum { THREADS = 16, ROUNDS = 200, BYTES = 1 << 16 };

#define ENTRIES HEAD("small") "很好\tsentiment\t3\n太慢\tsentiment\t-3\n不\tnegator\t3\n"

static const char *const LINES[] = {
    "{\"id\":1,\"text\":\"物流太慢\",\"score\":3}",
    ("{\"id\":\"b\",\"text\":\"\\u5f88\\u597d "
     "\\ud83d\\ude00\",\"date\":\"2026-03-01\",\"segments\":{\"a\":\"b\"}}"),
    "{\"id\":3,\"text\":\"不太慢, fine\",\"evidence\":true}",
    "{\"id\":4,\"text\":", "{\"id\":5,\"texts\":{\"x\":\"很好\",\"y\":\"太慢太慢\"}}"};

typedef struct page {
  char bytes[BYTES];
  size_t len;
} page;

static vox_status add(void *payload, const void *bytes, size_t len) {
  page *p = payload;
  if (len > sizeof p->bytes - p->len) return VOX_ERR_LIMIT;
  memcpy(p->bytes + p->len, bytes, len);
  p->len += len;
  return VOX_OK;
}

static vox_status answer(vox_ctx *ctx, const vox_request *q, page *out, vox_error *err) {
  const vox_result *r;
  vox_status status = VOX_OK;
  vox_ctx_want(ctx, q->evidence ? VOX_WANT_EVIDENCE : 0);
  for (size_t i = 0; i < q->row.cell_count && status == VOX_OK; i++) {
    status = vox_analyse(&r, ctx, q->row.cells[i].text, q->row.cells[i].role, err);
    if (status == VOX_OK) status = vox_result_write_json(r, &q->row, i, add, out, err);
  }
  return status;
}

static vox_status answer_all(const vox_model *model, page *out) {
  vox_ctx *ctx = NULL;
  vox_request_reader *reader = NULL;
  vox_request q;
  vox_error err;
  vox_status status = vox_ctx_new(&ctx, model, NULL, &err);
  if (status == VOX_OK) status = vox_request_reader_new(&reader, NULL, &err);
  out->len = 0;
  for (size_t i = 0; i < sizeof LINES / sizeof *LINES && status == VOX_OK; i++) {
    status = vox_request_read(reader, str_of(LINES[i]), &q, &err);
    status =
        status == VOX_OK ? answer(ctx, &q, out, &err) : vox_request_write_error(&q, &err, add, out, NULL);
  }
  vox_request_reader_free(reader);
  vox_ctx_free(ctx);
  return status;
}

typedef struct thread {
  pthread_t id;
  const vox_model *model;
  const page *wanted;
  int same;
} thread;

static void *run(void *payload) {
  thread *t = payload;
  page *mine = malloc(sizeof *mine);
  t->same = 0;
  for (int round = 0; mine && round < ROUNDS; round++)
    t->same += answer_all(t->model, mine) == VOX_OK && mine->len == t->wanted->len &&
               memcmp(mine->bytes, t->wanted->bytes, mine->len) == 0;
  free(mine);
  return NULL;
}

static void sixteen_threads(void **state) {
  (void)state;
  small_model s;
  static page wanted;
  static thread threads[THREADS];
  small_open(&s, ENTRIES, "很好 50 d\n太慢 50 d\n物流 50 n\n");
  assert_int_equal(answer_all(s.model, &wanted), VOX_OK);
  assert_true(wanted.len > 500);
  for (int i = 0; i < THREADS; i++) {
    threads[i].model = s.model;
    threads[i].wanted = &wanted;
    assert_int_equal(pthread_create(&threads[i].id, NULL, run, &threads[i]), 0);
  }
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i].id, NULL);
  for (int i = 0; i < THREADS; i++) assert_int_equal(threads[i].same, ROUNDS);
  small_close(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(sixteen_threads)};
  return cmocka_run_group_tests_name("api threads", tests, NULL, NULL);
}
