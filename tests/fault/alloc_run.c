/* alloc_run.c - every allocation of every scenario fails, once and for ever, each time in a child process.
 *
 * The faults lie in malloc, which every library uses, or in the allocator given to ours.
 *
 * usage: alloc_run [STEP [SCENARIO]]    only every STEP-th point (default 1: all)
 *
 * A point fails by a crash, by 5 seconds without an end, by a leak, by a status that is neither VOX_OK nor
 * VOX_ERR_MEMORY, by VOX_OK with other answers than without the fault, or when the same handle does not work
 * afterwards. Prints a line for each scenario and one of totals. */
#include "fault.h"
#include "scenario.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unicode/uclean.h>
#include <unistd.h>

#ifdef WITH_ASAN
#include <sanitizer/lsan_interface.h>
static int leaked_blocks(void) { return __lsan_do_recoverable_leak_check(); }
#else
static int leaked_blocks(void) { return 0; }
#endif

enum { SECONDS = 5 };
typedef enum verdict {
  PASSED,
  DIFFERENT,
  LEAKED,
  STATUS,
  MESSAGE,
  BROKEN,
  LOST,
  NO_FAULT,
  CRASHED,
  HUNG
} verdict;
enum { VERDICTS = HUNG + 1 };
static const char *const VERDICT_NAMES[VERDICTS] = {
    "passed",        "answers differ", "leak",          "wrong status", "no message",
    "handle broken", "old file lost",  "fault not met", "crash",        "hang"};

/* What a child tells its parent. */
typedef struct tale {
  uint64_t sum, calls; /* calls: of the kind that is to fail */
  int verdict, status;
} tale;

/* Which allocation fails. */
typedef struct point {
  fault_where where;
  uint64_t n;
  int forever;
} point;

static uint64_t sum;

void note(const void *bytes, size_t len) {
  const unsigned char *p = bytes;
  sum = (sum ^ len) * 0x9E3779B97F4A7C15u;
  for (; len >= 8; p += 8, len -= 8) {
    uint64_t word;
    memcpy(&word, p, 8);
    sum = (sum ^ word ^ sum >> 29) * 0xD6E8FEB86659FD93u;
  }
  while (len--) sum = (sum ^ *p++ ^ sum >> 29) * 0xD6E8FEB86659FD93u;
}

void note_number(int64_t n) { note(&n, sizeof n); }

vox_status note_write(void *payload, const void *bytes, size_t len) {
  (void)payload;
  note(bytes, len);
  return VOX_OK;
}

static vox_status act(const scenario *s, vox_error *err) {
  memset(err, 0, sizeof *err);
  sum = 0;
  return s->act(err);
}

/* The run without a fault: what it answers, how often it allocates. */
static verdict measure(const scenario *s, fault_where where, tale *out) {
  vox_error err;
  if (s->prepare && s->prepare() != 0) return BROKEN;
  fault_arm(where, 0, 0);
  out->status = act(s, &err);
  out->calls = fault_count();
  out->sum = sum;
  return out->status == VOX_OK ? PASSED : STATUS;
}

static verdict judge(const scenario *s, const tale *good, vox_status status, const vox_error *met,
                     uint64_t hits) {
  vox_error err;
  if (!hits) return NO_FAULT;
  if (status == VOX_OK && sum != good->sum) return DIFFERENT;
  if (status != VOX_OK && status != VOX_ERR_MEMORY) return STATUS;
  if (status != VOX_OK && (met->status != status || !met->message[0])) return MESSAGE;
  if (status != VOX_OK && s->kept && !s->kept()) return LOST;
  return act(s, &err) == VOX_OK && sum == good->sum ? PASSED : BROKEN;
}

static verdict try_point(const scenario *s, const tale *good, const point *p, tale *out) {
  vox_error err;
  int64_t before = fault_live();
  if (s->prepare && s->prepare() != 0) return BROKEN;
  fault_arm(p->where, p->n, p->forever);
  vox_status status = act(s, &err);
  uint64_t hits = fault_hits();
  fault_arm(FAULT_MALLOC, 0, 0);
  out->status = status;
  verdict v = judge(s, good, status, &err, hits);
  if (s->finish) s->finish();
  u_cleanup();
  if (v == PASSED && (fault_live() > before || leaked_blocks())) v = LEAKED;
  return v;
}

/* One run in a child: a point 0 measures. */
static verdict run(const scenario *s, const tale *good, const point *p, tale *out) {
  int status;
  fflush(stdout);
  pid_t child = fork();
  if (child < 0) return BROKEN;
  if (child == 0) {
    alarm(SECONDS);
    out->verdict = (int)(p->n ? try_point(s, good, p, out) : measure(s, p->where, out));
    _exit(0);
  }
  if (waitpid(child, &status, 0) != child) return BROKEN;
  if (WIFSIGNALED(status)) return WTERMSIG(status) == SIGALRM ? HUNG : CRASHED;
  return WEXITSTATUS(status) == 0 ? (verdict)out->verdict : CRASHED;
}

typedef struct tally {
  uint64_t by_verdict[VERDICTS];
  char first[96];
} tally;

static void tell(const scenario *s, uint64_t tried, const tally *t) {
  int ok = t->by_verdict[PASSED] == tried;
  printf("%s alloc %s: %llu of %llu points", ok ? "ok" : "not ok", s->name,
         (unsigned long long)t->by_verdict[PASSED], (unsigned long long)tried);
  for (int v = PASSED + 1; v < VERDICTS; v++)
    if (t->by_verdict[v]) printf("; %s %llu", VERDICT_NAMES[v], (unsigned long long)t->by_verdict[v]);
  printf("%s%s\n", ok ? "" : "; first at ", t->first);
}

static void try_one(const scenario *s, const tale *good, const point *p, tale *shared, tally *t) {
  static const char *const kinds[] = {"malloc", "allocator"};
  verdict v = run(s, good, p, shared);
  t->by_verdict[v]++;
  if (v != PASSED && !t->first[0])
    snprintf(t->first, sizeof t->first, "%s %llu %s (%s, status %d)", kinds[p->where],
             (unsigned long long)p->n, p->forever ? "for ever" : "once", VERDICT_NAMES[v], shared->status);
}

/* Every point of one kind; false when the scenario fails by itself. */
static int try_kind(const scenario *s, fault_where where, uint64_t step, tale *shared, tally *t) {
  point p = {where, 0, 0};
  if (run(s, NULL, &p, shared) != PASSED) return 0;
  tale good = *shared;
  for (p.n = 1; p.n <= good.calls; p.n += step)
    for (p.forever = 0; p.forever < 2; p.forever++) try_one(s, &good, &p, shared, t);
  return 1;
}

static int run_scenario(const scenario *s, uint64_t step, tale *shared, uint64_t totals[2]) {
  tally t = {{0}, ""};
  uint64_t tried = 0;
  if (!try_kind(s, FAULT_MALLOC, step, shared, &t) || !try_kind(s, FAULT_ALLOCATOR, step, shared, &t))
    return printf("not ok alloc %s: fails without a fault (status %d)\n", s->name, shared->status), 1;
  for (int v = 0; v < VERDICTS; v++) tried += t.by_verdict[v];
  tell(s, tried, &t);
  totals[0] += tried;
  totals[1] += t.by_verdict[PASSED];
  return t.by_verdict[PASSED] != tried;
}

int main(int argc, char **argv) {
  uint64_t step = argc > 1 ? strtoull(argv[1], NULL, 10) : 1, totals[2] = {0, 0};
  const char *only = argc > 2 ? argv[2] : NULL;
  char folder[] = "/tmp/voxpop-alloc-XXXXXX";
  int bad = 0;
  tale *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED || !mkdtemp(folder) || scenarios_open(folder) != 0) {
    puts("not ok alloc: could not be set up");
    return 1;
  }
  for (size_t i = 0; i < SCENARIO_COUNT; i++)
    if (!only || strcmp(only, SCENARIOS[i].name) == 0)
      bad |= run_scenario(&SCENARIOS[i], step ? step : 1, shared, totals);
  scenarios_close();
  rmdir(folder);
  printf("# fault: tried %llu, passed %llu\n", (unsigned long long)totals[0], (unsigned long long)totals[1]);
  return bad;
}
