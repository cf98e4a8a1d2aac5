/* serve_loop.c - waits for clients, workers and signals, and passes each on. */
#include "exit.h"
#include "serve.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { RETRY_MS = 10, STALL_MS = 5000 };

/* ---- Signals ---- */

/* A signal has nobody to hand a pointer to. */
static volatile sig_atomic_t signalled_stop, signalled_reload, signalled_lease, signal_fd = -1;

static void note_signal(int number) {
  int kept = errno;
  if (number == SIGHUP)
    signalled_reload = 1;
  else if (number == SIGIO)
    signalled_lease = 1;
  else
    signalled_stop = number;
  serve_wake(signal_fd);
  errno = kept;
}

void serve_hear_leases(void) {
  struct sigaction action = {.sa_handler = note_signal};
  sigemptyset(&action.sa_mask);
  sigaction(SIGIO, &action, NULL);
}

static void hear_signals(int wake_fd) {
  struct sigaction action = {.sa_handler = note_signal};
  sigemptyset(&action.sa_mask);
  signal_fd = wake_fd;
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
}

void serve_wake(int wake_fd) {
  ssize_t n;
  do n = write(wake_fd, "", 1);
  while (n < 0 && errno == EINTR);
  /* A full pipe wakes as well as a fuller one. */
}

/* ---- Clients ---- */

static client *add_client(server *s, int in_fd, int out_fd, int standard) {
  client *c = client_new(in_fd, out_fd, standard);
  if (!c) return NULL;
  c->next = s->clients;
  s->clients = c;
  s->client_count++;
  if (!control_hello(s, c)) client_give_up(c, ENOMEM);
  return c;
}

static void refuse_client(server *s, int fd) {
  static const char full[] =
      "{\"id\":null,\"error\":{\"code\":\"busy\",\"message\":\"no room for another client\",\"offset\":0}}\n";
  s->refused++;
  if (send(fd, full, sizeof full - 1, MSG_NOSIGNAL | MSG_DONTWAIT) > 0)
    serve_say(s->log, "warning", "refused", "a client was refused: %zu are there", s->client_count);
  close(fd);
}

/* 0: the system has no more to give for now. */
static int accept_client(server *s) {
  int fd = accept(s->listener, NULL, NULL);
  if (fd < 0) return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR || errno == ECONNABORTED;
  fcntl(fd, F_SETFD, FD_CLOEXEC);
  if (s->client_count >= s->settings->max_clients || !add_client(s, fd, fd, 0)) refuse_client(s, fd);
  return 1;
}

static void drop_finished(server *s) {
  for (client **at = &s->clients; *at;) {
    client *c = *at;
    if (!client_is_finished(s, c)) {
      at = &c->next;
      continue;
    }
    if (c->standard && c->unread) {
      serve_say(s->log, "error", "input", "standard input: %s", strerror(c->unread));
      s->exit_code = EXIT_IO;
    }
    if (c->standard && c->broken == EPIPE) s->exit_code = EXIT_PIPE;
    if (c->standard && c->broken && c->broken != EPIPE) {
      serve_say(s->log, "error", "output", "standard output: %s", strerror(c->broken));
      s->exit_code = EXIT_IO;
    }
    *at = c->next;
    s->client_count--;
    client_free(c);
  }
}

/* ---- The socket ---- */

/* Does anybody answer there? */
static int is_live(const struct sockaddr_un *address) {
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int live = fd >= 0 && connect(fd, (const struct sockaddr *)address, sizeof *address) == 0;
  if (fd >= 0) close(fd);
  return live;
}

static int bind_socket(int fd, const struct sockaddr_un *address) {
  mode_t kept = umask(0177); /* for the owner alone */
  int bad = bind(fd, (const struct sockaddr *)address, sizeof *address);
  if (bad && errno == EADDRINUSE && !is_live(address) && unlink(address->sun_path) == 0)
    bad = bind(fd, (const struct sockaddr *)address, sizeof *address);
  umask(kept);
  return bad;
}

static int open_socket(server *s, const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path)
    return serve_say(s->log, "error", "socket", "%s: the path is too long for a socket", path), EXIT_USE;
  memcpy(address.sun_path, path, strlen(path) + 1);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd >= 0 && bind_socket(fd, &address) == 0 && listen(fd, 128) == 0) return s->listener = fd, 0;
  serve_say(s->log, "error", "socket", "%s: %s", path, strerror(errno));
  if (fd >= 0) close(fd);
  return EXIT_IO;
}

static void close_socket(server *s) {
  if (s->listener < 0) return;
  unlink(s->settings->socket_path);
  close(s->listener);
  s->listener = -1;
}

/* ---- The loop ---- */

void serve_drain(server *s) {
  s->draining = 1;
  close_socket(s);
}

/* Somebody wants to write over an artefact, and waits. */
static void hear_writers(server *s) {
  if (!signalled_lease) return;
  signalled_lease = 0;
  if (!model_set_settle(s->set)) signalled_lease = 1;
}

static void hear(server *s) {
  hear_writers(s);
  if (signalled_stop && !s->draining) {
    if (signalled_stop == SIGINT) s->exit_code = EXIT_INTERRUPTED;
    serve_drain(s);
  }
  if (signalled_reload && control_reload(s, NULL, (vox_str){NULL, 0})) signalled_reload = 0;
}

typedef struct watch {
  struct pollfd *list; /* wake, listener, then two for each client: in and out */
  size_t room;
} watch;

static int watch_grow(watch *w, size_t count) {
  if (count <= w->room) return 1;
  struct pollfd *grown = realloc(w->list, 2 * count * sizeof *grown);
  if (!grown) return 0;
  w->list = grown;
  w->room = 2 * count;
  return 1;
}

/* What is to be waited for, and how long. */
static size_t fill_watch(const server *s, watch *w, int wake_in, int accepting, int *timeout) {
  size_t n = 0;
  w->list[n++] = (struct pollfd){.fd = wake_in, .events = POLLIN};
  w->list[n++] = (struct pollfd){.fd = accepting ? s->listener : -1, .events = POLLIN};
  *timeout = accepting || s->listener < 0 ? -1 : RETRY_MS;
  for (const client *c = s->clients; c; c = c->next) {
    int in = client_wants_input(s, c), out = client_wants_output(c);
    w->list[n++] = (struct pollfd){.fd = in ? c->in_fd : -1, .events = POLLIN};
    w->list[n++] = (struct pollfd){.fd = out ? c->out_fd : -1, .events = POLLOUT};
    if (c->stuck) *timeout = RETRY_MS;
    if (s->draining && in) *timeout = 0;
    if (s->draining && !c->standard && *timeout < 0 && !c->tasks) *timeout = STALL_MS;
  }
  if (s->reload && *timeout == STALL_MS) *timeout = -1;
  if (signalled_lease) *timeout = RETRY_MS;
  return n;
}

/* While the server ends a client is read until nothing is there, and not for ever. */
static void end_quiet_input(const server *s, client *c, int readable) {
  if (s->draining && !c->ended && !c->held && client_wants_input(s, c) && (!readable || !c->grace))
    client_end_input(c, 0);
}

static void serve_clients(server *s, const struct pollfd *at) {
  for (client *c = s->clients; c; c = c->next, at += 2) {
    if (at[0].fd >= 0 && at[0].revents) client_read(s, c);
    end_quiet_input(s, c, at[0].fd >= 0 && at[0].revents);
    if (at[1].fd >= 0 && at[1].revents) client_flush(c);
  }
  for (client *c = s->clients; c; c = c->next) {
    client_work(s, c);
    client_flush(c);
  }
}

/* Those who take nothing do not keep the server from ending. */
static void give_up_stalled(server *s) {
  for (client *c = s->clients; c; c = c->next)
    if (!c->standard) client_give_up(c, ETIMEDOUT);
}

static void empty_pipe(int fd) {
  char bin[256];
  while (read(fd, bin, sizeof bin) > 0) continue;
}

static int is_over(const server *s) { return !s->clients && !s->reload && (s->draining || s->listener < 0); }

static void run(server *s, int wake_in) {
  watch w = {NULL, 0};
  int accepting = 1;
  for (drop_finished(s); !is_over(s); drop_finished(s)) {
    int timeout = RETRY_MS, ready = 0;
    size_t count = 2 + 2 * s->client_count;
    if (watch_grow(&w, count)) {
      fill_watch(s, &w, wake_in, accepting, &timeout);
      ready = poll(w.list, (nfds_t)count, timeout);
      for (size_t i = 0; ready < 0 && i < count; i++) w.list[i].revents = 0;
      if (ready == 0 && timeout == STALL_MS) give_up_stalled(s);
      accepting = 1;
      if (w.list[0].revents) empty_pipe(wake_in);
      control_settle(s);
      serve_clients(s, w.list + 2);
      if (w.list[1].fd >= 0 && w.list[1].revents && s->listener >= 0) accepting = accept_client(s);
    } else {
      poll(NULL, 0, timeout);
    }
    hear(s);
  }
  free(w.list);
}

static void flush_hello(server *s) {
  for (client *c = s->clients; c; c = c->next) client_flush(c);
}

int serve_run(server *s) {
  int pipe_fds[2];
  int code = 0;
  s->listener = -1;
  if (pipe(pipe_fds) != 0) return EXIT_IO;
  for (int i = 0; i < 2; i++) {
    fcntl(pipe_fds[i], F_SETFD, FD_CLOEXEC);
    fcntl(pipe_fds[i], F_SETFL, O_NONBLOCK);
  }
  s->wake = pipe_fds[1];
  hear_signals(s->wake);
  if (s->settings->socket_path) code = open_socket(s, s->settings->socket_path);
  s->workshop = code ? NULL : workshop_new(s->settings, s->wake);
  if (!code && !s->workshop) code = EXIT_IO;
  if (!code && s->listener < 0 && !add_client(s, STDIN_FILENO, STDOUT_FILENO, 1)) code = EXIT_IO;
  if (!code) {
    flush_hello(s);
    run(s, pipe_fds[0]);
    code = s->exit_code;
  }
  close_socket(s);
  workshop_free(s->workshop);
  close(pipe_fds[0]);
  close(pipe_fds[1]);
  return code;
}
