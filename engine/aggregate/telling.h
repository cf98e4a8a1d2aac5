/* telling.h - how a report is told; nothing of it changes what is counted. */
#ifndef AGGREGATE_TELLING_H
#define AGGREGATE_TELLING_H
#include "base/alloc.h"
#include "base/span.h"

enum { TARGETS_MAX = 16, TARGET_NAME = 64 };

typedef struct telling_target {
  char name[TARGET_NAME];
  int64_t value; /* 1/10000 */
} telling_target;

/* What an earlier report said, for what is new since. */
typedef struct telling_before {
  vox_str id; /* of a theme, or a term */
  int64_t n;
} telling_before;

typedef struct telling {
  int64_t min_n, min_quotes;
  int64_t ridge; /* 1/1000 of the rows */
  telling_target targets[TARGETS_MAX];
  uint32_t target_count;
  /* An earlier report; base 0: none. Lists ascending by id. */
  int64_t before_base;
  telling_before *before_themes, *before_terms;
  size_t before_theme_count, before_term_count;
  int64_t before_least; /* rows of the rarest term that it told */
  vox_str before_text;  /* what the ids point into */
  vox_str before_digest;
} telling;

/* "min_n=5"; VOX_ERR_ARGUMENT names what cannot be read. */
vox_status telling_read(telling *t, const vox_str *how, size_t count, vox_error *err);
void telling_free(telling *t, mem *m);
#endif
