/* contender.h - what a program that is timed beside others does: reads the comments, loads, and then segments as many
 * bytes as it is asked for, again and again. C and C++.
 *
 *   contender FILE ...      prints `ready LOAD_SECONDS`
 *   > BYTES                 segments the lines of that many bytes, whole lines
 *   < BYTES TOKENS SECONDS RSS_KB
 *
 * Seconds are of processor time; RSS_KB is what loading and working added to the resident memory. */
#ifndef TESTS_BENCH_CONTENDER_H
#define TESTS_BENCH_CONTENDER_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct contender {
  char *text; /* lines, each ended by a NUL in place of its newline */
  size_t len;
  long rss_before;
  double begun;
} contender;

/* Segments one line (a NUL behind it); returns how many tokens. */
typedef size_t (*contender_fn)(void *context, const char *line, size_t len);

static double contender_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static long contender_rss(void) {
  char line[256];
  long kb = 0;
  FILE *f = fopen("/proc/self/status", "r");
  while (f && fgets(line, sizeof line, f))
    if (strncmp(line, "VmRSS:", 6) == 0) kb = strtol(line + 6, NULL, 10);
  if (f) fclose(f);
  return kb;
}

/* Reads the comments; loading begins behind it. */
static contender contender_open(const char *path) {
  contender c = {NULL, 0, 0, 0};
  FILE *f = fopen(path, "rb");
  long size = f && fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
  if (size < 0 || fseek(f, 0, SEEK_SET) != 0) exit(2);
  c.text = (char *)malloc((size_t)size + 1);
  if (!c.text || fread(c.text, 1, (size_t)size, f) != (size_t)size) exit(2);
  c.len = (size_t)size;
  fclose(f);
  for (size_t i = 0; i < c.len; i++)
    if (c.text[i] == '\n') c.text[i] = 0;
  c.text[c.len] = 0;
  c.rss_before = contender_rss();
  c.begun = contender_now();
  return c;
}

/* Answers until standard input ends. */
static int contender_serve(const contender *c, contender_fn cut, void *context) {
  char ask[64];
  printf("ready %.6f\n", contender_now() - c->begun);
  fflush(stdout);
  while (fgets(ask, sizeof ask, stdin)) {
    size_t wanted = strtoul(ask, NULL, 10), at = 0, tokens = 0;
    double start = contender_now();
    while (at < c->len && at < wanted) {
      size_t len = strlen(c->text + at);
      tokens += cut(context, c->text + at, len);
      at += len + 1;
    }
    double seconds = contender_now() - start;
    printf("%zu %zu %.6f %ld\n", at, tokens, seconds, contender_rss() - c->rss_before);
    fflush(stdout);
  }
  return 0;
}
#endif
