/* serve_bench.c - the figures of `voxpop serve` over pipes, beside a peer that only echoes.
 *
 *   serve_bench VOXPOP FILE [REQUESTS]     FILE: requests, a line each
 *   serve_bench echo                       the peer: what comes in goes out
 *
 * Pipelined: requests are written as fast as they are taken while answers are read. Round trip: one request,
 * one answer, in turn with the echo of as many bytes; medians over many. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 20000, LINES_MAX = 1 << 20, ROOM = 1 << 20 };

typedef struct peer {
  pid_t pid;
  int in, out; /* ours: to write requests, to read answers */
} peer;

static char *lines[LINES_MAX];
static size_t lengths[LINES_MAX], line_count;
static char room[ROOM];

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int echo(void) {
  for (ssize_t n; (n = read(0, room, sizeof room)) > 0;)
    if (write(1, room, (size_t)n) != n) return 1;
  return 0;
}

static peer start(char *const argv[]) {
  int to[2], from[2];
  peer p = {0};
  if (pipe(to) != 0 || pipe(from) != 0) exit(1);
  /* The next peer must not hold this one's input open. */
  fcntl(to[1], F_SETFD, FD_CLOEXEC), fcntl(from[0], F_SETFD, FD_CLOEXEC);
  p.pid = fork();
  if (p.pid == 0) {
    dup2(to[0], 0), dup2(from[1], 1);
    close(to[0]), close(to[1]), close(from[0]), close(from[1]);
    execv(argv[0], argv);
    _exit(127);
  }
  close(to[0]), close(from[1]);
  p.in = to[1], p.out = from[0];
  return p;
}

/* Seconds of user and system time that the peer took. */
static double stop(peer *p) {
  struct rusage use;
  int status;
  close(p->in);
  while (read(p->out, room, sizeof room) > 0) continue;
  close(p->out);
  wait4(p->pid, &status, 0, &use);
  return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
         (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) * 1e-6;
}

/* Reads until `count` lines have ended. */
static void read_lines(int fd, size_t count) {
  while (count) {
    ssize_t n = read(fd, room, sizeof room);
    if (n <= 0) fprintf(stderr, "the peer ended\n"), exit(1);
    for (const char *at = room, *end = room + n; count && (at = memchr(at, '\n', (size_t)(end - at))); at++)
      count--;
  }
}

static void write_all(int fd, const char *at, size_t len) {
  while (len) {
    ssize_t n = write(fd, at, len);
    if (n < 0 && errno != EINTR) exit(1);
    if (n > 0) at += n, len -= (size_t)n;
  }
}

static void load(const char *path) {
  FILE *f = fopen(path, "r");
  char *line = NULL;
  size_t size = 0;
  if (!f) perror(path), exit(1);
  for (ssize_t n; line_count < LINES_MAX && (n = getline(&line, &size, f)) > 0; line_count++) {
    lines[line_count] = memcpy(malloc((size_t)n), line, (size_t)n);
    lengths[line_count] = (size_t)n;
  }
  free(line);
  fclose(f);
}

static size_t resident(pid_t pid) {
  char path[64];
  size_t pages = 0, held = 0;
  snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
  FILE *f = fopen(path, "r");
  if (f && fscanf(f, "%zu %zu", &pages, &held) != 2) held = 0;
  if (f) fclose(f);
  return held * (size_t)sysconf(_SC_PAGESIZE);
}

/* ---- Pipelined ---- */

static double pump(peer *p, size_t count) {
  size_t sent = 0, got = 0, at = 0;
  double begun = now();
  fcntl(p->in, F_SETFL, O_NONBLOCK);
  while (got < count) {
    struct pollfd wait[] = {{p->in, sent < count ? POLLOUT : 0, 0}, {p->out, POLLIN, 0}};
    poll(wait, 2, -1);
    while (sent < count) {
      const char *line = lines[sent % line_count];
      ssize_t n = write(p->in, line + at, lengths[sent % line_count] - at);
      if (n < 0) break;
      at += (size_t)n;
      if (at == lengths[sent % line_count]) sent++, at = 0;
    }
    if (!(wait[1].revents & (POLLIN | POLLHUP))) continue;
    ssize_t n = read(p->out, room, sizeof room);
    if (n <= 0) fprintf(stderr, "the peer ended\n"), exit(1);
    for (const char *c = room, *end = room + n; (c = memchr(c, '\n', (size_t)(end - c))); c++) got++;
  }
  fcntl(p->in, F_SETFL, 0);
  return now() - begun;
}

static void pipelined(char *const argv[], const char *name, size_t count) {
  peer p = start(argv);
  read_lines(p.out, 1);
  pump(&p, 1000);
  double wall = pump(&p, count), cpu = stop(&p);
  printf("%-34s %9.0f comments/s, %5.2f us of CPU each\n", name, (double)count / wall,
         cpu / (double)(count + 1000) * 1e6);
  fflush(stdout);
}

/* ---- Round trips ---- */

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double one_trip(peer *p, size_t i) {
  double begun = now();
  write_all(p->in, lines[i % line_count], lengths[i % line_count]);
  read_lines(p->out, 1);
  return now() - begun;
}

static void round_trips(char *const serve[], char *const mirror[]) {
  static double times[2][ROUNDS];
  peer p[2] = {start(mirror), start(serve)};
  read_lines(p[1].out, 1);
  /* In turn, so that what else the machine does falls on both. */
  for (size_t block = 0; block < ROUNDS; block += 100)
    for (int k = 0; k < 2; k++)
      for (size_t i = 0; i < 110; i++) {
        double t = one_trip(&p[k], block + i);
        if (i >= 10) times[k][block + i - 10] = t;
      }
  for (int k = 0; k < 2; k++) stop(&p[k]), qsort(times[k], ROUNDS, sizeof **times, by_value);
  double half[2] = {times[0][ROUNDS / 2], times[1][ROUNDS / 2]};
  double most[2] = {times[0][ROUNDS / 100 * 99], times[1][ROUNDS / 100 * 99]};
  printf("round trip, echo                   p50 %6.1f us   p99 %6.1f us\n", half[0] * 1e6, most[0] * 1e6);
  printf("round trip, serve                  p50 %6.1f us   p99 %6.1f us   x%.2f  x%.2f\n", half[1] * 1e6,
         most[1] * 1e6, half[1] / half[0], most[1] / most[0]);
}

/* ---- Start, memory ---- */

static void starts(char *const argv[]) {
  static double times[21];
  for (size_t i = 0; i < 21; i++) {
    double begun = now();
    peer p = start(argv);
    read_lines(p.out, 1);
    times[i] = now() - begun;
    stop(&p);
  }
  qsort(times, 21, sizeof *times, by_value);
  printf("start to hello                     %6.1f ms\n", times[10] * 1e3);
}

static void memory(char *const argv[], size_t count) {
  peer p = start(argv);
  read_lines(p.out, 1);
  pump(&p, 100000);
  size_t before = resident(p.pid);
  pump(&p, count - 100000);
  size_t after = resident(p.pid);
  printf("resident after 100,000             %6.2f MB, after %zu %6.2f MB: %+.2f %%\n", (double)before / 1e6,
         count, (double)after / 1e6, ((double)after / (double)before - 1) * 100);
  stop(&p);
}

int main(int argc, char **argv) {
  static char word[] = "serve", plain[] = "--no-report", mirror_word[] = "echo", jobs[] = "--jobs=2";
  if (argc == 2 && strcmp(argv[1], "echo") == 0) return echo();
  if (argc < 3) return 2;
  signal(SIGPIPE, SIG_IGN);
  load(argv[2]);
  size_t count = argc > 3 ? (size_t)atol(argv[3]) : 200000;
  char *serve[] = {argv[1], word, NULL}, *bare[] = {argv[1], word, plain, NULL},
       *mirror[] = {argv[0], mirror_word, NULL};
  char *two[] = {argv[1], word, jobs, NULL};
  for (int i = 0; i < 3; i++) {
    pipelined(serve, "pipelined, one worker", count);
    pipelined(bare, "pipelined, one worker, no report", count);
  }
  pipelined(two, "pipelined, two workers", count);
  for (int i = 0; i < 3; i++) round_trips(serve, mirror);
  starts(serve);
  if (argc > 4) memory(serve, (size_t)atol(argv[4]));
  return 0;
}
