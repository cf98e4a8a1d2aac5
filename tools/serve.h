/* serve.h - the parts of `voxpop serve`.
 *
 *   serve_loop     one thread that waits, reads, writes, accepts clients and hears signals
 *   serve_client   a client's bytes in and out, cut into lines and lines into tasks
 *   serve_work     tasks to workers and back (one job: the loop's own thread does them)
 *   serve_control  ops that concern the whole server: stats, reload, snapshot, reset, shutdown
 *   serve_models   the artefacts; serve_answer  a line to its answer; serve_log  standard error
 *
 * A line goes from its client's `in` into a task with others behind it, is answered by a worker, and its
 * answer goes to the client's `out` when the tasks before it are done (with --unordered: at once). How many
 * tasks a client may have under way and how many bytes it may hold are bounded; beyond that it is not read,
 * which is the back-pressure. Everything here belongs to the loop's thread but what serve_work says. */
#ifndef TOOLS_SERVE_H
#define TOOLS_SERVE_H
#include "serve_answer.h"

typedef struct server server;
typedef struct client client;

typedef struct task {
  answer_work work;
  client *client;
  int done;
  struct task *behind; /* of the same client */
  struct task *queued; /* in the queue, among the done, or among the free */
} task;

struct client {
  int in_fd, out_fd;
  int socket, standard; /* standard: of the process itself, no client of --socket */
  bytes in;
  size_t from, seen; /* bytes of `in` that are in tasks already; that hold no further line end */
  int skipping;      /* inside a line that is too long */
  bytes out;
  size_t sent;
  task *first, *last; /* tasks under way, the oldest first */
  size_t tasks, task_bytes;
  int held;        /* the next line is for the whole server and waits for those before it */
  int reloading;   /* its reload is under way */
  int stuck;       /* memory ended; to be tried again */
  int ended, gone; /* nothing more comes; nobody takes answers */
  int unread;      /* errno of a failed read */
  int broken;      /* errno of a failed write */
  size_t grace;    /* while the server ends: bytes that are still read */
  client *next;
};

typedef struct serve_settings {
  unsigned jobs;
  int unordered;
  size_t max_line, max_client_bytes, max_clients;
  const char *socket_path;
  vox_request_options request;
} serve_settings;

/* ---- serve_work ---- */
typedef struct workshop workshop;

/* A place for tasks and those who do them. NULL: out of memory, or no thread could be had. */
workshop *workshop_new(const serve_settings *settings, int wake_fd);
void workshop_free(workshop *w); /* no task may be under way */
/* An empty task; NULL: out of memory. */
task *workshop_task(workshop *w);
void workshop_put_back(workshop *w, task *t);
/* Done at once where there is one job. */
void workshop_do(workshop *w, task *t);
/* The tasks that were done since the last call, in no order. */
task *workshop_done(workshop *w);
/* Reads one line for its op. */
vox_status workshop_read(workshop *w, vox_str line, vox_request *out, vox_error *err);

/* ---- serve_client ---- */
client *client_new(int in_fd, int out_fd, int standard);
void client_free(client *c);
int client_wants_input(const server *s, const client *c);
int client_wants_output(const client *c);
int client_is_finished(const server *s, const client *c);
/* Reads what there is. */
void client_read(server *s, client *c);
/* Nothing more will come; a line without its end is a line only if the input itself ended. */
void client_end_input(client *c, int whole);
/* Lines to tasks and control ops, as far as the bounds allow. */
void client_work(server *s, client *c);
void client_take_done(server *s, task *t);
/* Writes what can be written without waiting. */
void client_flush(client *c);
/* Nothing more is read or written; `why` is an errno. */
void client_give_up(client *c, int why);

/* ---- serve_control ---- */
typedef struct reload reload;

/* Answers a control op of a client that has nothing under way. 0: try again later (memory, or a reload of
 * another is under way). */
int control_answer(server *s, client *c, const vox_request *q);
int control_hello(server *s, client *c);
/* Begins a reload; `model` empty: all. NULL client: SIGHUP. 0: one is under way, or memory ended. */
int control_reload(server *s, client *c, vox_str model);
/* After the loop was woken: is the reload done? Then its set takes the place of the old one. */
void control_settle(server *s);

/* ---- serve_loop ---- */
/* Before artefacts are held: SIGIO is noted from now on. */
void serve_hear_leases(void);
struct server {
  const serve_settings *settings;
  const model_config *models;
  const serve_log *log;
  model_set *set;
  workshop *workshop;
  client *clients;
  size_t client_count;
  int listener, wake; /* wake: readable when a worker, a reload or a signal has something to tell */
  int draining;
  reload *reload; /* NULL: none is under way */
  answer_counts counts;
  uint64_t reloads, refused;
  int exit_code;
};

/* Serves until the input ends or a signal comes; the exit code. */
int serve_run(server *s);
/* No new clients, no new requests; what was asked is answered. */
void serve_drain(server *s);
/* Wakes the loop from another thread. */
void serve_wake(int wake_fd);
#endif
