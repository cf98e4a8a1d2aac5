/* io_run.c - the real program while its system calls and its memory fail, one call at a time (io.c).
 *
 * usage: io_run PROGRAM PRELOAD FOLDER [STEP]
 *
 * FOLDER holds small.vox and the inputs (io.sh makes them). Every run must end within 10 seconds, not by a
 * signal. Exit 0 means that all output is there to the byte; otherwise there is a message, the old file
 * stands (or the new one, whole), no temporary file is left, and no comment is quoted. EINTR and short counts
 * are survived. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS = 10, ROOM = 1 << 22, ARGS = 20 };
static const char OLD[] = "the old file\n";

typedef struct bytes {
  char *ptr;
  size_t len;
} bytes;

/* A command line; "@" stands for standard input from in.csv, TARGET for the file that is replaced. */
typedef struct scenario {
  const char *name;
  const char *args[ARGS];
  int from_stdin;
} scenario;

#define COLUMNS                                                                                              \
  "--id-column", "id", "--text-column", "text", "--score-column", "nps", "--segment-column", "branch"
static const scenario SCENARIOS[] = {
    {"score to a file", {"score", "in.csv", COLUMNS, "-o", "target", "--force", "--evidence"}, 0},
    {"score to a pipe", {"score", "in.csv", COLUMNS}, 0},
    {"score with threads", {"score", COLUMNS, "--jobs", "3", "--format", "csv"}, 1},
    {"score gb18030", {"score", "gb.csv", COLUMNS}, 0},
    {"report to a file and a page", {"report", "in.csv", COLUMNS, "-o", "target", "--force", "--summary"}, 0},
    {"report to a pipe", {"report", COLUMNS, "--jobs", "2", "--format", "csv"}, 1},
    {"segment to a file", {"segment", "in.csv", "-o", "target", "--force"}, 0},
    {"segment to a pipe", {"segment"}, 1},
    {"explain", {"explain", "客服很好，但是物流太慢", "slow"}, 0},
    {"explain as json", {"explain", "--json", "客服很好，但是物流太慢"}, 0},
    {"build a lexicon",
     {"lexicon", "build", "--dict-base", "dict.txt", "small.tsv", "settings.tsv", "-o", "target",
      "--min-count", "1"},
     0},
};

static const struct fault {
  const char *call, *how;
  int survived; /* the run must succeed */
} FAULTS[] = {
    {"open", "EIO", 0},      {"open", "EMFILE", 0},  {"open", "EINTR", 1},  {"read", "EIO", 0},
    {"read", "EINTR", 1},    {"read", "SHORT", 1},   {"write", "EIO", 0},   {"write", "ENOSPC", 0},
    {"write", "EINTR", 1},   {"write", "SHORT", 1},  {"mmap", "ENOMEM", 0}, {"mmap", "EIO", 0},
    {"fsync", "EIO", 0},     {"fsync", "ENOSPC", 0}, {"fsync", "EINTR", 1}, {"rename", "EIO", 0},
    {"rename", "ENOSPC", 0}, {"close", "EIO", 0},    {"close", "EINTR", 1}, {"pthread_create", "EAGAIN", 1},
    {"malloc", "ENOMEM", 0},
};
enum { SCENARIO_COUNT = sizeof SCENARIOS / sizeof *SCENARIOS, FAULT_COUNT = sizeof FAULTS / sizeof *FAULTS };

static const char *program, *preload;
static char room[4][ROOM];

static void put_file(const char *path, const char *content, size_t len) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (fd < 0 || write(fd, content, len) != (ssize_t)len) perror(path), exit(1);
  close(fd);
}

static bytes get_file(const char *path, char *into) {
  bytes b = {into, 0};
  int fd = open(path, O_RDONLY);
  for (ssize_t n = fd < 0 ? 0 : 1; n > 0 && b.len < ROOM;) {
    n = read(fd, into + b.len, ROOM - b.len);
    if (n > 0) b.len += (size_t)n;
  }
  if (fd >= 0) close(fd);
  return b;
}

static int same(bytes a, bytes b) { return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0; }

static int count_files(void) {
  int n = 0;
  DIR *dir = opendir(".");
  while (dir && readdir(dir)) n++;
  if (dir) closedir(dir);
  return n;
}

static void start_program(const scenario *s, const char *order, int out) {
  const char *argv[ARGS + 2] = {program};
  for (int i = 0; i < ARGS && s->args[i]; i++) argv[i + 1] = s->args[i];
  int in = open(s->from_stdin ? "in.csv" : "/dev/null", O_RDONLY), err = open("stderr", O_WRONLY | O_TRUNC);
  dup2(in, 0), dup2(out, 1), dup2(err, 2);
  for (int fd = 3; fd < 64; fd++) close(fd);
  setenv("LD_PRELOAD", preload, 1);
  setenv("VOXFAULT", order, 1);
  alarm(SECONDS);
  execv(program, (char *const *)(void *)argv);
  _exit(98);
}

/* Runs the program; its standard output through a pipe into `out`. The wait status. */
static int run(const scenario *s, const char *order, bytes *out) {
  int ends[2], status = -1;
  if (pipe(ends) != 0) exit(1);
  put_file("target", OLD, sizeof OLD - 1);
  pid_t child = fork();
  if (child == 0) start_program(s, order, ends[1]);
  close(ends[1]);
  out->len = 0;
  for (ssize_t n = 1; n > 0;) {
    n = read(ends[0], out->ptr + out->len, ROOM - out->len);
    if (n > 0) out->len += (size_t)n;
  }
  close(ends[0]);
  waitpid(child, &status, 0);
  return status;
}

typedef struct wanted {
  bytes out, target;
  int files;
} wanted;

/* Words of the inputs' comments. */
static int quotes(bytes message) {
  static const char *const words[] = {"客服", "物流", "slow"};
  message.ptr[message.len < ROOM ? message.len : ROOM - 1] = 0;
  for (int i = 0; i < 3; i++)
    if (strstr(message.ptr, words[i])) return 1;
  return 0;
}

/* What is wrong with a run that met a fault; NULL: nothing. */
static const char *judge(const wanted *w, int status, bytes out, int survived) {
  bytes target = get_file("target", room[2]), message = get_file("stderr", room[3]),
        old = {(char *)(size_t)OLD, sizeof OLD - 1};
  if (WIFSIGNALED(status)) return WTERMSIG(status) == SIGALRM ? "hang" : "crash";
  int code = WEXITSTATUS(status);
  if (code == 0) return same(out, w->out) && same(target, w->target) ? NULL : "exit 0 with other output";
  if (survived) return "did not survive";
  if (code != 4 && code != 5) return "exit code";
  if (message.len == 0) return "no message";
  if (quotes(message)) return "a comment is quoted";
  if (!same(target, old) && !same(target, w->target)) return "neither the old file nor the new one";
  return count_files() == w->files ? NULL : "a temporary file is left";
}

static unsigned long count_calls(const scenario *s, const char *call, bytes *out) {
  char order[64];
  snprintf(order, sizeof order, "%s:0:EIO", call);
  setenv("VOXFAULT_COUNT", "count", 1);
  int status = run(s, order, out);
  unsetenv("VOXFAULT_COUNT");
  bytes number = get_file("count", room[3]);
  unlink("count");
  number.ptr[number.len < ROOM ? number.len : 0] = 0;
  return status == 0 ? strtoul(number.ptr, NULL, 10) : 0;
}

typedef struct tally {
  unsigned long tried, passed;
  char first[160];
} tally;

static void try_fault(const scenario *s, const struct fault *f, const wanted *w, unsigned long n, int forever,
                      tally *t) {
  char order[64];
  bytes out = {room[1], 0};
  snprintf(order, sizeof order, "%s:%lu:%s%s", f->call, n, f->how, forever ? ":ever" : "");
  int status = run(s, order, &out);
  const char *wrong = judge(w, status, out, f->survived);
  t->tried++;
  t->passed += !wrong;
  if (wrong && !t->first[0])
    snprintf(t->first, sizeof t->first, "; first: %s: %s (status %d)", order, wrong,
             WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
}

/* A thousand reads of one byte are still a success; EINTR for ever is not. */
static int lasts(const struct fault *f) { return strcmp(f->how, "EINTR") != 0; }

static int run_scenario(const scenario *s, unsigned long step, tally *total) {
  static char target[ROOM];
  tally mine = {0, 0, ""};
  wanted w = {{room[0], 0}, {target, 0}, 0};
  put_file("stderr", "", 0);
  if (run(s, "", &w.out) != 0) return printf("not ok io %s: fails without a fault\n", s->name), 1;
  w.target = get_file("target", target);
  w.files = count_files();
  for (int i = 0; i < FAULT_COUNT; i++) {
    bytes out = {room[1], 0};
    unsigned long calls = count_calls(s, FAULTS[i].call, &out);
    unsigned long stride = calls > 12 ? step : 1;
    for (unsigned long n = 1; n <= calls; n += stride)
      for (int forever = 0; forever <= lasts(&FAULTS[i]); forever++)
        try_fault(s, &FAULTS[i], &w, n, forever, &mine);
  }
  printf("%s io %s: %lu of %lu points%s\n", mine.tried && mine.passed == mine.tried ? "ok" : "not ok",
         s->name, mine.passed, mine.tried, mine.first);
  fflush(stdout);
  total->tried += mine.tried;
  total->passed += mine.passed;
  return mine.tried == 0 || mine.passed != mine.tried;
}

int main(int argc, char **argv) {
  tally total = {0, 0, ""};
  int bad = 0;
  if (argc < 4 || chdir(argv[3]) != 0)
    return fputs("usage: io_run PROGRAM PRELOAD FOLDER [STEP]\n", stderr), 2;
  program = argv[1];
  preload = argv[2];
  unsigned long step = argc > 4 ? strtoul(argv[4], NULL, 10) : 1;
  setenv("VOXPOP_MODEL", "small.vox", 1);
  for (int i = 0; i < SCENARIO_COUNT; i++) bad |= run_scenario(&SCENARIOS[i], step ? step : 1, &total);
  printf("# iofault: tried %lu, passed %lu\n", total.tried, total.passed);
  return bad;
}
