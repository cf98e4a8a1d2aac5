/* serve_client.c - a client's bytes: in, cut into lines and lines into tasks; out, as far as they are taken.
 */
#include "serve.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
  READ_BYTES = 64 * 1024,
  TASK_BYTES = 64 * 1024,
  TASK_BYTES_SHARED = 8 * 1024, /* where several workers share a client's lines */
  KEPT_BYTES = 256 * 1024,
  GRACE_BYTES = 4 * 1024 * 1024
};

/* A pipe of the process is opened anew, so that writing to it need not wait and the flag stays with us:
 * whoever shares the pipe with us would be surprised by it. Where that cannot be done, writing waits. */
static int without_waiting(int fd) {
  struct stat info;
  char path[32];
  if (fstat(fd, &info) != 0 || !S_ISFIFO(info.st_mode)) return fd;
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  int own = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  return own < 0 ? fd : own;
}

static int is_socket(int fd) {
  struct stat info;
  return fstat(fd, &info) == 0 && S_ISSOCK(info.st_mode);
}

client *client_new(int in_fd, int out_fd, int standard) {
  client *c = calloc(1, sizeof *c);
  if (!c) return NULL;
  c->in_fd = in_fd;
  c->out_fd = standard ? without_waiting(out_fd) : out_fd;
  c->socket = is_socket(out_fd);
  c->standard = standard;
  c->grace = GRACE_BYTES;
  return c;
}

void client_free(client *c) {
  if (!c->standard) close(c->in_fd);
  if (c->standard && c->out_fd != STDOUT_FILENO) close(c->out_fd);
  bytes_free(&c->in);
  bytes_free(&c->out);
  free(c);
}

/* ---- Bounds ---- */

static size_t unsent(const client *c) { return c->out.len - c->sent; }

static size_t held_bytes(const client *c) { return c->in.len - c->from + c->task_bytes + unsent(c); }

static size_t most_tasks(const server *s) { return 2 * (size_t)s->settings->jobs; }

/* May another task begin? */
static int has_room(const server *s, const client *c) {
  return c->tasks < most_tasks(s) && c->task_bytes + unsent(c) < s->settings->max_client_bytes / 2;
}

int client_wants_input(const server *s, const client *c) {
  return !c->ended && !c->held && !c->stuck && has_room(s, c) &&
         held_bytes(c) < s->settings->max_client_bytes;
}

int client_wants_output(const client *c) { return !c->gone && unsent(c) > 0; }

int client_is_finished(const server *s, const client *c) {
  (void)s;
  int idle = !c->tasks && !c->reloading;
  return idle && (c->gone || (c->ended && !c->held && c->from == c->in.len && !unsent(c)));
}

/* ---- Out ---- */

void client_give_up(client *c, int why) {
  c->gone = c->ended = 1;
  c->held = 0;
  c->broken = why;
  c->out.len = c->sent = 0;
  c->in.len = c->from = c->seen = 0;
}

static ssize_t put(const client *c, const char *at, size_t len) {
  return c->socket ? send(c->out_fd, at, len, MSG_NOSIGNAL | MSG_DONTWAIT) : write(c->out_fd, at, len);
}

/* What was sent makes room, also where a slow client never takes all: the rest is moved when it is the
 * smaller part, so that each byte is moved once at most for each that was sent. */
static void forget_sent(client *c) {
  size_t left = unsent(c);
  if (left > c->sent) return;
  if (left) memmove(c->out.ptr, c->out.ptr + c->sent, left);
  c->out.len = left, c->sent = 0;
  if (!left && c->out.cap > KEPT_BYTES) bytes_free(&c->out);
}

void client_flush(client *c) {
  while (client_wants_output(c)) {
    ssize_t n = put(c, c->out.ptr + c->sent, unsent(c));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS)) break;
    if (n <= 0) {
      client_give_up(c, n < 0 ? errno : ENOSPC);
      return;
    }
    c->sent += (size_t)n;
  }
  forget_sent(c);
}

/* ---- In ---- */

/* What is in tasks already makes room for what comes. */
static void close_up(client *c) {
  if (!c->from) return;
  size_t left = c->in.len - c->from;
  memmove(c->in.ptr, c->in.ptr + c->from, left);
  c->in.len = left;
  c->seen = c->seen > c->from ? c->seen - c->from : 0;
  c->from = 0;
  if (!left && c->in.cap > KEPT_BYTES) bytes_free(&c->in);
}

static ssize_t get(const client *c, char *to, size_t room) {
  ssize_t n;
  do n = c->socket ? recv(c->in_fd, to, room, MSG_DONTWAIT) : read(c->in_fd, to, room);
  while (n < 0 && errno == EINTR);
  return n;
}

void client_read(server *s, client *c) {
  close_up(c);
  if (!bytes_room(&c->in, READ_BYTES)) {
    c->stuck = 1;
    return;
  }
  ssize_t n = get(c, c->in.ptr + c->in.len, READ_BYTES);
  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
  if (n < 0) c->unread = errno;
  if (n <= 0) {
    client_end_input(c, n == 0);
    return;
  }
  c->in.len += (size_t)n;
  if (s->draining) c->grace -= (size_t)n < c->grace ? (size_t)n : c->grace;
}

void client_end_input(client *c, int whole) {
  if (c->ended) return;
  c->ended = 1;
  const char *at = c->in.ptr ? c->in.ptr + c->from : NULL;
  size_t left = c->in.len - c->from, kept = left;
  while (kept && at[kept - 1] != '\n') kept--;
  if (!whole || c->skipping) c->in.len = c->from + kept;
}

/* ---- Lines ---- */

typedef struct cut {
  size_t len; /* of the line, its end included */
  int whole;  /* it has its end, or nothing more comes */
} cut;

static cut next_line(const client *c, size_t from) {
  size_t look = c->seen > from ? c->seen : from;
  const char *end = look < c->in.len ? memchr(c->in.ptr + look, '\n', c->in.len - look) : NULL;
  if (end) return (cut){(size_t)(end - (c->in.ptr + from)) + 1, 1};
  return (cut){c->in.len - from, c->ended && c->in.len > from};
}

static int holds(vox_str line, const char word[4]) {
  const char *at = line.ptr, *end = line.ptr + line.len;
  while (end - at >= 4 && (at = memchr(at, word[0], (size_t)(end - at) - 3))) {
    if (memcmp(at, word, 4) == 0) return 1;
    at++;
  }
  return 0;
}

/* May the line be for the whole server? Its op can only be written with its own letters or with \u00 escapes.
 */
static int may_be_control(vox_str line) { return holds(line, "\"op\"") || holds(line, "\\u00"); }

static int read_control(server *s, vox_str line, vox_request *q) {
  vox_error err;
  if (!may_be_control(line) || workshop_read(s->workshop, line, q, &err) != VOX_OK) return 0;
  return q->op != VOX_OP_SCORE && q->op != VOX_OP_BATCH && q->op != VOX_OP_PING;
}

static void pass(client *c, size_t len) {
  c->from += len;
  if (c->seen < c->from) c->seen = c->from;
}

/* ---- Tasks ---- */

static void append(client *c, task *t) {
  t->client = c;
  if (c->last)
    c->last->behind = t;
  else
    c->first = t;
  c->last = t;
  c->tasks++;
  c->task_bytes += t->work.in.len;
}

/* The lines from `from` on that go into one task, as bytes; a control line is none of them. */
static size_t gather(server *s, const client *c) {
  size_t most = s->settings->jobs > 1 ? TASK_BYTES_SHARED : TASK_BYTES, len = 0;
  while (len < most) {
    cut line = next_line(c, c->from + len);
    vox_request q;
    if (!line.whole || line.len > s->settings->max_line + 1) break;
    if (read_control(s, (vox_str){c->in.ptr + c->from + len, line.len}, &q)) break;
    len += line.len;
  }
  return len;
}

/* 0: memory ended; the lines stay where they are. */
static int begin_task(server *s, client *c, size_t len) {
  task *t = workshop_task(s->workshop);
  if (!t) return c->stuck = 1, 0;
  if (!bytes_add(&t->work.in, c->in.ptr + c->from, len))
    return workshop_put_back(s->workshop, t), c->stuck = 1, 0;
  pass(c, len);
  t->work.set = s->set;
  s->set->refs++;
  append(c, t);
  workshop_do(s->workshop, t);
  return 1;
}

/* The answer to a line that is too long, in its place. */
static int refuse_line(server *s, client *c) {
  task *t = workshop_task(s->workshop);
  vox_request nothing = {.id = {"null", 4}};
  vox_error err = {
      .code = "too_long", .offset = s->settings->max_line, .message = "the line is longer than allowed"};
  if (!t) return c->stuck = 1, 0;
  answer_error(&t->work.out, &nothing, &err);
  t->done = 1;
  t->work.counts = (answer_counts){.requests = 1, .errors = 1};
  append(c, t);
  client_take_done(s, t);
  return 1;
}

/* A line of which too much is there already: what follows of it is thrown away. */
static int pass_long_line(server *s, client *c, cut line) {
  if (!c->skipping && !refuse_line(s, c)) return 0;
  c->skipping = !line.whole;
  pass(c, line.len);
  return 1;
}

/* One step with the next line. 0: nothing more can be done now. */
static int step(server *s, client *c) {
  cut line = next_line(c, c->from);
  vox_request q;
  c->held = 0;
  if (!line.len || c->gone) return 0;
  if (c->skipping || line.len > s->settings->max_line + 1) return pass_long_line(s, c, line);
  if (!line.whole) return c->seen = c->in.len, 0;
  if (!read_control(s, (vox_str){c->in.ptr + c->from, line.len}, &q)) {
    size_t len = gather(s, c);
    return begin_task(s, c, len ? len : line.len);
  }
  /* The request is read in place: it must not move before it is answered. */
  c->held = 1;
  if (c->tasks || c->reloading || !control_answer(s, c, &q)) return 0;
  c->held = 0;
  pass(c, line.len);
  return 1;
}

/* ---- Done ---- */

/* Nothing waits to be sent and the task is through: its answers change places with what was sent. */
static int exchange_answers(client *c, task *t) {
  if (c->gone || unsent(c) || t->work.next < t->work.in.len) return 0;
  bytes sent = c->out;
  c->out = t->work.out;
  c->sent = 0;
  t->work.out = sent;
  return 1;
}

/* 0: memory ended; the answers stay in the task. */
static int deliver(client *c, task *t) {
  int through = c->gone || exchange_answers(c, t) || bytes_add(&c->out, t->work.out.ptr, t->work.out.len);
  if (!through) return c->stuck = 1, c->out.broken = 0;
  t->work.out.len = 0;
  return 1;
}

static void release(server *s, client *c, task *t) {
  c->tasks--;
  c->task_bytes -= t->work.in.len;
  s->counts.requests += t->work.counts.requests;
  s->counts.records += t->work.counts.records;
  s->counts.errors += t->work.counts.errors;
  if (t->work.set) model_set_drop(t->work.set, s->set, s->log);
  workshop_put_back(s->workshop, t);
}

static void unlink_task(client *c, task *before, task *t) {
  if (before)
    before->behind = t->behind;
  else
    c->first = t->behind;
  if (c->last == t) c->last = before;
}

/* Is the task through? One that stopped where memory ended goes on with its answers' room emptied. */
static int settle(server *s, client *c, task *t) {
  if (!deliver(c, t)) return 0;
  if (t->work.next < t->work.in.len && !c->gone) {
    t->done = 0;
    workshop_do(s->workshop, t);
    return 0;
  }
  return 1;
}

/* Tasks that are done, in their order, or with --unordered in any. */
static void settle_all(server *s, client *c) {
  task *before = NULL;
  for (task *at = c->first, *next; at; at = next) {
    next = at->behind;
    int through = at->done && settle(s, c, at);
    if (!through && !s->settings->unordered) return;
    if (!through) {
      before = at;
      continue;
    }
    unlink_task(c, before, at);
    release(s, c, at);
  }
}

void client_take_done(server *s, task *t) {
  t->done = 1;
  settle_all(s, t->client);
}

static void take_all_done(server *s) {
  for (task *list; (list = workshop_done(s->workshop));)
    for (task *next; list; list = next) next = list->queued, client_take_done(s, list);
}

void client_work(server *s, client *c) {
  c->stuck = 0;
  take_all_done(s);
  settle_all(s, c);
  while (!c->stuck && !c->reloading && has_room(s, c) && step(s, c)) take_all_done(s);
}
