/* serve_work.c - tasks to workers and back. Lists under one lock: the queue, and what is done. */
#include "serve.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT_BYTES = 256 * 1024 }; /* a task's buffers beyond this are not kept */

typedef struct worker {
  workshop *shop;
  answerer answerer;
  pthread_t thread;
} worker;

struct workshop {
  unsigned jobs, started;
  int wake_fd;
  answerer reading; /* the loop's own; with one job it answers too */
  worker *workers;
  task *unused;
  /* Under the lock: */
  pthread_mutex_t lock;
  pthread_cond_t filled;
  task *first, *last, *done;
  int closing;
};

/* ---- Workers ---- */

static task *take_task(workshop *w) {
  while (!w->first && !w->closing) pthread_cond_wait(&w->filled, &w->lock);
  task *t = w->first;
  if (t && !(w->first = t->queued)) w->last = NULL;
  return t;
}

/* The loop is woken for the first of those that it has not seen. */
static void hand_back(workshop *w, task *t) {
  int first = w->done == NULL;
  t->queued = w->done;
  w->done = t;
  if (first) serve_wake(w->wake_fd);
}

static void *work(void *payload) {
  worker *me = payload;
  workshop *w = me->shop;
  pthread_mutex_lock(&w->lock);
  for (task *t; (t = take_task(w));) {
    pthread_mutex_unlock(&w->lock);
    answer_lines(&me->answerer, &t->work);
    pthread_mutex_lock(&w->lock);
    hand_back(w, t);
  }
  pthread_mutex_unlock(&w->lock);
  return NULL;
}

static int start_workers(workshop *w, const serve_settings *settings) {
  w->workers = calloc(w->jobs, sizeof *w->workers);
  if (!w->workers) return 0;
  for (; w->started < w->jobs; w->started++) {
    worker *one = &w->workers[w->started];
    one->shop = w;
    if (answerer_init(&one->answerer, w->started, &settings->request, NULL) != VOX_OK) return 0;
    if (pthread_create(&one->thread, NULL, work, one) == 0) continue;
    answerer_free(&one->answerer);
    return 0;
  }
  return 1;
}

/* ---- The loop's side ---- */

workshop *workshop_new(const serve_settings *settings, int wake_fd) {
  workshop *w = calloc(1, sizeof *w);
  if (!w) return NULL;
  w->jobs = settings->jobs;
  w->wake_fd = wake_fd;
  pthread_mutex_init(&w->lock, NULL);
  pthread_cond_init(&w->filled, NULL);
  int made = answerer_init(&w->reading, 0, &settings->request, NULL) == VOX_OK;
  if (made && w->jobs > 1) made = start_workers(w, settings);
  if (made) return w;
  workshop_free(w);
  return NULL;
}

static void free_task(task *t) {
  bytes_free(&t->work.in);
  bytes_free(&t->work.out);
  free(t);
}

void workshop_free(workshop *w) {
  if (!w) return;
  pthread_mutex_lock(&w->lock);
  w->closing = 1;
  pthread_cond_broadcast(&w->filled);
  pthread_mutex_unlock(&w->lock);
  for (unsigned i = 0; i < w->started; i++) {
    pthread_join(w->workers[i].thread, NULL);
    answerer_free(&w->workers[i].answerer);
  }
  for (task *t = w->unused, *next; t; t = next) next = t->queued, free_task(t);
  answerer_free(&w->reading);
  pthread_cond_destroy(&w->filled);
  pthread_mutex_destroy(&w->lock);
  free(w->workers);
  free(w);
}

task *workshop_task(workshop *w) {
  task *t = w->unused;
  if (t)
    w->unused = t->queued;
  else if (!(t = calloc(1, sizeof *t)))
    return NULL;
  t->queued = NULL;
  if (answer_make_room(&t->work.out)) return t;
  workshop_put_back(w, t);
  return NULL;
}

static void empty(bytes *b) {
  if (b->cap > KEPT_BYTES) bytes_free(b);
  b->len = 0;
  b->broken = 0;
}

void workshop_put_back(workshop *w, task *t) {
  answer_work old = t->work;
  empty(&old.in);
  empty(&old.out);
  *t = (task){.work = {.in = old.in, .out = old.out}, .queued = w->unused};
  w->unused = t;
}

void workshop_do(workshop *w, task *t) {
  t->queued = NULL;
  if (w->jobs == 1) {
    answer_lines(&w->reading, &t->work);
    t->queued = w->done;
    w->done = t;
    return;
  }
  pthread_mutex_lock(&w->lock);
  if (w->last)
    w->last->queued = t;
  else
    w->first = t;
  w->last = t;
  pthread_cond_signal(&w->filled);
  pthread_mutex_unlock(&w->lock);
}

task *workshop_done(workshop *w) {
  pthread_mutex_lock(&w->lock);
  task *list = w->done;
  w->done = NULL;
  pthread_mutex_unlock(&w->lock);
  return list;
}

vox_status workshop_read(workshop *w, vox_str line, vox_request *out, vox_error *err) {
  return vox_request_read(w->reading.reader, line, out, err);
}
