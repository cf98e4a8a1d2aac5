/* intake_support.h - what the tests of engine/json and engine/intake share: inputs given out in pieces, a
 * mem. */
#ifndef INTAKE_SUPPORT_H
#define INTAKE_SUPPORT_H
#include "text_suites.h"

/* A text that is read in pieces. */
typedef struct pieces {
  vox_str rest;
  size_t piece; /* bytes of one read; 0: random, from `seed` */
  uint64_t seed;
} pieces;

static inline vox_status pieces_read(void *payload, void *to, size_t cap, size_t *got) {
  pieces *p = payload;
  size_t n = p->piece ? p->piece : 1 + random_next(&p->seed) % (random_next(&p->seed) % 4 ? 7 : 300);
  if (n > cap) n = cap;
  if (n > p->rest.len) n = p->rest.len;
  if (n) memcpy(to, p->rest.ptr, n);
  p->rest = str_sub(p->rest, n, p->rest.len);
  *got = n;
  return VOX_OK;
}

/* Every allocation of a test goes through this one, and must be given back. */
static mem test_mem;

static inline int mem_begin(void **state) {
  (void)state;
  mem_init(&test_mem, NULL, 0);
  return 0;
}

static inline int mem_end(void **state) {
  (void)state;
  return test_mem.used != 0;
}

#define assert_str(s, text)                                                                                  \
  do {                                                                                                       \
    vox_str got_ = (s), want_ = str_of(text);                                                                \
    if (!str_eq(got_, want_))                                                                                \
      fail_msg("\"%.*s\" instead of \"%s\"", (int)got_.len, got_.ptr ? got_.ptr : "", text);                 \
  } while (0)
#endif
