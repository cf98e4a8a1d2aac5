/* pipeline.c - see pipeline.h. A batch goes EMPTY -> FULL (reader) -> DONE (worker) -> EMPTY (writer). */
#include "pipeline.h"
#include "row_copy.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BATCH_ROWS = 256, BATCH_BYTES = 256 * 1024, JOBS_MAX = 64 };

typedef enum state { EMPTY, FULL, TAKEN, DONE } state;

typedef struct batch {
  rows rows;
  bytes out;
  state state;
} batch;

typedef struct pipe_line {
  const pipeline_job *job;
  pipeline_result *result;
  batch *ring;
  size_t size;
  uint64_t filled, taken, written; /* batches so far; ring index is the number modulo size */
  int ended;                       /* no batch will be filled any more, or something failed */
  pthread_mutex_t lock;
  pthread_cond_t changed;
} pipe_line;

typedef struct worker {
  pipe_line *line;
  unsigned number;
  pthread_t thread;
} worker;

unsigned pipeline_jobs(long asked) {
  if (asked == 0) asked = sysconf(_SC_NPROCESSORS_ONLN);
  return asked < 1 ? 1 : asked > JOBS_MAX ? JOBS_MAX : (unsigned)asked;
}

/* The first failure is kept. */
static void note_failure(pipeline_result *r, vox_status status, const vox_error *err) {
  if (r->status != VOX_OK) return;
  r->status = status;
  r->err = *err;
}

static int is_row_error(vox_status s) {
  return s == VOX_ERR_SYNTAX || s == VOX_ERR_ENCODING || s == VOX_ERR_LIMIT;
}

static int is_repeat(const vox_row *row) {
  return (row->flags & (VOX_ROW_DUPLICATE | VOX_ROW_NEAR_DUPLICATE)) != 0;
}

/* The next row that counts: VOX_OK, the error of a bad row, or what ended the input. Rows that are left out
 * are counted and passed over. */
static vox_status next_row(pipeline_result *r, const pipeline_job *job, vox_reader *reader, vox_row *row,
                           vox_error *err) {
  vox_repeats *repeats = job->cleaning ? job->cleaning->repeats : NULL;
  for (;;) {
    *err = (vox_error){0};
    vox_status status = vox_reader_next(reader, row, err);
    if (status == VOX_OK && repeats) status = vox_repeats_see(repeats, row, err);
    if (status != VOX_OK || !repeats || !job->cleaning->drop || !is_repeat(row)) return status;
    r->dropped++;
  }
}

/* Counts a bad row, keeps a failure. 0: nothing more is to be read. */
static int goes_on(pipeline_result *r, const pipeline_job *job, vox_status status, const vox_error *err) {
  if (status == VOX_OK) return 1;
  if (!is_row_error(status)) {
    if (status != VOX_DONE) note_failure(r, status, err);
    return 0;
  }
  r->bad++;
  r->too_many_bad = job->max_bad >= 0 && r->bad > (uint64_t)job->max_bad;
  return !r->too_many_bad;
}

static int no_memory(pipeline_result *r) {
  note_failure(r, VOX_ERR_MEMORY, &(vox_error){.message = "out of memory"});
  return 0;
}

/* Reads rows until the batch is full. 0 at the end of the input or after a failure. */
static int fill(pipeline_result *r, const pipeline_job *job, vox_reader *reader, batch *b) {
  rows_clear(&b->rows);
  while (b->rows.count < BATCH_ROWS && b->rows.text.len < BATCH_BYTES) {
    vox_row row;
    vox_error err;
    vox_status status = next_row(r, job, reader, &row, &err);
    if (status == VOX_OK && !rows_add(&b->rows, &row)) return no_memory(r);
    if (is_row_error(status) && !rows_add_error(&b->rows, &err)) return no_memory(r);
    if (!goes_on(r, job, status, &err)) return 0;
  }
  return 1;
}

static vox_status work(const pipeline_job *job, unsigned number, batch *b, vox_error *err) {
  vox_status status = VOX_OK;
  b->out.len = 0;
  rows_settle(&b->rows);
  for (size_t i = 0; i < b->rows.count && status == VOX_OK; i++) {
    const row_slot *slot = rows_at(&b->rows, i);
    int bad = slot->bad.status != VOX_OK;
    status = job->row(job->context, number, bad ? NULL : &slot->row, bad ? &slot->bad : NULL, &b->out, err);
  }
  return status;
}

static vox_status pass_on(const pipeline_job *job, batch *b, vox_error *err) {
  if (!job->write || b->out.len == 0) return VOX_OK;
  vox_status status = job->write(job->write_payload, b->out.ptr, b->out.len);
  if (status != VOX_OK) *err = (vox_error){.status = status, .message = "writing failed"};
  return status;
}

/* Rows as they come, without a copy; their bytes are passed on as many at a time as a batch has. */
static int run_some(pipeline_result *out, const pipeline_job *job, vox_reader *reader, bytes *to,
                    vox_status *worked, vox_error *err) {
  to->len = 0;
  for (size_t n = 0; n < BATCH_ROWS && to->len < BATCH_BYTES; n++) {
    vox_row row;
    vox_error bad;
    vox_status status = next_row(out, job, reader, &row, &bad);
    int is_bad = is_row_error(status);
    if (status == VOX_OK || is_bad)
      *worked = job->row(job->context, 0, is_bad ? NULL : &row, is_bad ? &bad : NULL, to, err);
    if (!goes_on(out, job, status, &bad) || *worked != VOX_OK) return 0;
  }
  return 1;
}

static void run_alone(pipeline_result *out, const pipeline_job *job, vox_reader *reader) {
  batch b = {.state = EMPTY};
  int more = 1;
  while (more && out->status == VOX_OK) {
    vox_error err = {0};
    vox_status status = VOX_OK;
    more = run_some(out, job, reader, &b.out, &status, &err);
    vox_status passed = pass_on(job, &b, status == VOX_OK ? &err : &(vox_error){0});
    if (status == VOX_OK) status = passed;
    if (status != VOX_OK) note_failure(out, status, &err);
  }
  bytes_free(&b.out);
}

/* ---- Many threads ---- */

static void end_line(pipe_line *l) {
  l->ended = 1;
  pthread_cond_broadcast(&l->changed);
}

/* The next full batch for a worker; NULL when there will be none. Called with the lock held. */
static batch *take_batch(pipe_line *l) {
  while (l->taken == l->filled && !l->ended) pthread_cond_wait(&l->changed, &l->lock);
  if (l->taken == l->filled) return NULL;
  batch *b = &l->ring[l->taken++ % l->size];
  b->state = TAKEN;
  return b;
}

static void *work_thread(void *payload) {
  worker *w = payload;
  pipe_line *l = w->line;
  pthread_mutex_lock(&l->lock);
  for (batch *b; (b = take_batch(l));) {
    vox_error err = {0};
    pthread_mutex_unlock(&l->lock);
    vox_status status = work(l->job, w->number, b, &err);
    pthread_mutex_lock(&l->lock);
    if (status != VOX_OK) note_failure(l->result, status, &err);
    b->state = DONE;
    pthread_cond_broadcast(&l->changed);
  }
  pthread_mutex_unlock(&l->lock);
  return NULL;
}

static void *write_thread(void *payload) {
  pipe_line *l = payload;
  pthread_mutex_lock(&l->lock);
  for (;;) {
    batch *b = &l->ring[l->written % l->size];
    while (!(l->written < l->filled && b->state == DONE) && !(l->ended && l->written == l->filled))
      pthread_cond_wait(&l->changed, &l->lock);
    if (l->written == l->filled) break;
    vox_error err = {0};
    int wanted = l->result->status == VOX_OK;
    pthread_mutex_unlock(&l->lock);
    vox_status status = wanted ? pass_on(l->job, b, &err) : VOX_OK;
    pthread_mutex_lock(&l->lock);
    if (status != VOX_OK) note_failure(l->result, status, &err);
    b->state = EMPTY;
    l->written++;
    pthread_cond_broadcast(&l->changed);
  }
  pthread_mutex_unlock(&l->lock);
  return NULL;
}

/* Fills batches in the calling thread until the input ends or something fails. */
static void read_all(pipe_line *l, vox_reader *reader) {
  pipeline_result mine = {.status = VOX_OK}; /* the reader's own view: no lock while reading */
  for (int more = 1; more;) {
    batch *b = &l->ring[l->filled % l->size];
    pthread_mutex_lock(&l->lock);
    while (b->state != EMPTY) pthread_cond_wait(&l->changed, &l->lock);
    int failed = l->result->status != VOX_OK;
    pthread_mutex_unlock(&l->lock);
    if (failed) break;
    more = fill(&mine, l->job, reader, b);
    pthread_mutex_lock(&l->lock);
    b->state = FULL;
    l->filled++;
    pthread_cond_broadcast(&l->changed);
    pthread_mutex_unlock(&l->lock);
  }
  pthread_mutex_lock(&l->lock);
  l->result->bad = mine.bad;
  l->result->dropped = mine.dropped;
  l->result->too_many_bad = mine.too_many_bad;
  if (mine.status != VOX_OK) note_failure(l->result, mine.status, &mine.err);
  end_line(l);
  pthread_mutex_unlock(&l->lock);
}

/* Starts as many workers as the system gives; how many. */
static unsigned start_workers(pipe_line *l, worker *workers, unsigned jobs) {
  unsigned started = 0;
  while (started < jobs) {
    workers[started] = (worker){.line = l, .number = started};
    if (pthread_create(&workers[started].thread, NULL, work_thread, &workers[started]) != 0) break;
    started++;
  }
  return started;
}

static int run_threads(pipe_line *l, vox_reader *reader) {
  worker workers[JOBS_MAX];
  pthread_t writer;
  unsigned started = start_workers(l, workers, l->job->jobs);
  int writing = started && pthread_create(&writer, NULL, write_thread, l) == 0;
  if (writing) read_all(l, reader);
  pthread_mutex_lock(&l->lock);
  end_line(l);
  pthread_mutex_unlock(&l->lock);
  for (unsigned i = 0; i < started; i++) pthread_join(workers[i].thread, NULL);
  if (writing) pthread_join(writer, NULL);
  return writing;
}

void pipeline_run(pipeline_result *out, const pipeline_job *job, vox_reader *reader) {
  *out = (pipeline_result){.status = VOX_OK};
  pipe_line l = {.job = job, .result = out, .size = 3 * (size_t)job->jobs + 1};
  int threaded = job->jobs > 1 && (l.ring = calloc(l.size, sizeof *l.ring)) != NULL;
  if (threaded) {
    pthread_mutex_init(&l.lock, NULL);
    pthread_cond_init(&l.changed, NULL);
    threaded = run_threads(&l, reader);
    pthread_cond_destroy(&l.changed);
    pthread_mutex_destroy(&l.lock);
    for (size_t i = 0; i < l.size; i++) rows_free(&l.ring[i].rows), bytes_free(&l.ring[i].out);
  }
  free(l.ring);
  if (!threaded) run_alone(out, job, reader);
}
