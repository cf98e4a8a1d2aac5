/* look.h - a first look at a file: what it puts around comments, and what was asked.
 *
 * Exports wrap comments: 「（该条评论已经被删除）」 before one, the pasted reply of a merchant behind one.
 * Such text is found by its repetition in the first rows. Questions and column names are told by the caller;
 * a comment that is one of them is no answer. After look_settle a look never changes, and threads may share
 * it. */
#ifndef CLEAN_LOOK_H
#define CLEAN_LOOK_H
#include "base/alloc.h"
#include "base/span.h"

enum {
  LOOK_ROWS = 10000,  /* comments that are looked at; more are ignored */
  LOOK_WRAPPERS = 32, /* found and given ones */
  LOOK_QUESTIONS = 64
};

typedef enum wrapper_place {
  WRAPPER_BEFORE, /* the comment begins with it */
  WRAPPER_BEHIND, /* the comment ends with it */
  WRAPPER_REPLY   /* it and all that follows is somebody's reply */
} wrapper_place;

typedef struct wrapper {
  vox_str text;
  wrapper_place place;
  uint32_t rows; /* comments of the first look that hold it; 0: given by the caller */
} wrapper;

typedef struct look look;
vox_status look_new(look **out, mem *m, vox_error *err);
void look_free(look *l);
/* The words of a question, or the name of a column. */
vox_status look_question(look *l, vox_str text, vox_error *err);
/* Text to take off where a comment begins or ends with it. VOX_ERR_LIMIT: too many. */
vox_status look_wrapper(look *l, vox_str text, vox_error *err);
/* A comment of the first rows. */
vox_status look_add(look *l, vox_str comment, vox_error *err);
/* Finds the wrappers; what look_add kept is given back. */
vox_status look_settle(look *l, vox_error *err);
size_t look_wrappers(const look *l, const wrapper **list);

/* The comment without what is wrapped around it: a part of `text`. */
vox_str look_unwrap(const look *l, vox_str text);
/* Are the folded characters those of a question, or nearly? Marks and white space do not count. */
bool look_is_question(const look *l, const uint32_t *cp, const uint8_t *kind, size_t len);
#endif
