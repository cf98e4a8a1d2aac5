/* small_fixture.h - one small model `s`, opened before and closed after the tests of a file. */
#ifndef SMALL_FIXTURE_H
#define SMALL_FIXTURE_H
#include "small_model.h"

static small_model s;

static int open_model(void **state) {
  (void)state;
  small_open(&s, SMALL_LEXICON, SMALL_WORDS);
  return 0;
}

static int close_model(void **state) {
  (void)state;
  return small_close(&s);
}

#endif
