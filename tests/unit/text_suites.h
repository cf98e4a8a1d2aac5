/* text_suites.h - what the tests of engine/text share: suite files read whole, seeded random numbers, and an
 * allocator that counts. */
#ifndef TEXT_SUITES_H
#define TEXT_SUITES_H
#include "base/alloc.h"
#include "base/span.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The file `name` of the suites, to be freed by the caller; the test is skipped where there is none. */
static inline vox_str suite_read(const char *name) {
  const char *shared = getenv("VOX_SHARED");
  char path[4096];
  snprintf(path, sizeof path, "%s/suites/%s", shared ? shared : "../shared", name);
  FILE *file = fopen(path, "rb");
  if (!file) {
    print_message("skipped: no suite %s\n", name);
    skip();
  }
  assert_int_equal(fseek(file, 0, SEEK_END), 0);
  long size = ftell(file);
  assert_true(size > 0);
  rewind(file);
  char *bytes = malloc((size_t)size);
  assert_non_null(bytes);
  assert_int_equal(fread(bytes, 1, (size_t)size, file), size);
  fclose(file);
  return (vox_str){bytes, (size_t)size};
}

/* xorshift64*: the same numbers on every machine. */
static inline uint32_t random_next(uint64_t *state) {
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  return (uint32_t)(*state * 0x2545F4914F6CDD1Du >> 32);
}

/* Reads hexadecimal digits at `*s` and moves past them; false when there are none. */
static inline bool hex_next(vox_str *s, uint32_t *value) {
  size_t n = 0;
  *value = 0;
  for (; n < s->len; n++) {
    char c = s->ptr[n];
    int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c - 'a' + 10;
    if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'F') && !(c >= 'a' && c <= 'f')) break;
    *value = *value << 4 | (uint32_t)digit;
  }
  *s = str_sub(*s, n, s->len);
  return n > 0;
}

/* The line of a data file without its comment. */
static inline vox_str data_line(vox_str *file) {
  vox_str line = str_cut(file, '\n');
  return str_trim(str_cut(&line, '#'));
}

typedef struct counted {
  size_t calls, left; /* `left`: calls that will still succeed */
} counted;

static inline bool counted_passes(counted *c) {
  c->calls++;
  return c->left > 0 && c->left-- > 0;
}

static inline void *counted_get(void *payload, size_t size) {
  return counted_passes(payload) ? malloc(size) : NULL;
}

static inline void *counted_grow(void *payload, void *block, size_t old_size, size_t size) {
  (void)old_size;
  return counted_passes(payload) ? realloc(block, size) : NULL;
}

static inline void counted_put(void *payload, void *block, size_t size) {
  (void)payload, (void)size;
  free(block);
}

static inline vox_allocator counted_allocator(counted *c) {
  return (vox_allocator){c, counted_get, counted_grow, counted_put};
}
#endif
