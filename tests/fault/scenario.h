/* scenario.h - one thing the library does, to be done again and again while memory fails.
 *
 * What it answers goes through note() into a sum, so that a run with a fault can be held against one without.
 */
#ifndef TESTS_SCENARIO_H
#define TESTS_SCENARIO_H
#include "vox.h"

typedef struct scenario {
  const char *name;
  int (*prepare)(void); /* before memory fails: handles to be used; 0: ready */
  vox_status (*act)(vox_error *err);
  int (*kept)(void);    /* after a failed act: is what must stay still there? May be NULL */
  void (*finish)(void); /* gives back what prepare made; may be NULL */
} scenario;

extern const scenario SCENARIOS[];
extern const size_t SCENARIO_COUNT;

/* Once for all: a small artefact and the inputs. 0: ready. */
int scenarios_open(const char *folder);
void scenarios_close(void);

void note(const void *bytes, size_t len);
void note_number(int64_t n);
vox_status note_write(void *payload, const void *bytes, size_t len); /* a vox_write_fn */
#endif
