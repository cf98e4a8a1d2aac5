/* look_parts.h - the inside of a look, for the files of this floor. */
#ifndef CLEAN_LOOK_PARTS_H
#define CLEAN_LOOK_PARTS_H
#include "base/arena.h"
#include "base/map.h"
#include "base/status.h"
#include "clean/look.h"
#include "text/fold.h"

enum { QUESTION_MAX = 200 /* letters */ };

typedef struct question {
  uint32_t *letters, *pairs; /* folded; hashes of two side by side, ascending */
  size_t len;
} question;

/* Texts that may be wrappers, by place and words: how many comments hold each, and with how many different
 * words beside it. */
typedef struct candidates {
  map rows, kinds;
  buf key;
  uint32_t looked;
} candidates;

struct look {
  mem *mem;
  arena texts;
  folded folded;
  question questions[LOOK_QUESTIONS];
  size_t question_count;
  size_t longest; /* letters of the longest question */
  wrapper wrappers[LOOK_WRAPPERS];
  size_t wrapper_count;
  candidates candidates;
};

void candidates_init(candidates *c, mem *m);
void candidates_free(candidates *c);
vox_status look_put_wrapper(look *l, vox_str text, wrapper_place place, uint32_t rows, vox_error *err);
/* Where a reply that `label` announces (开发者回复：) begins in `text`, its separator included; text.len:
 * nowhere. */
size_t reply_at(vox_str text, vox_str label);
#endif
