/* entries.h - learned weights as a lexicon source: sorted, with evidence, and digests of what they were
 * learned on. */
#ifndef LEARN_ENTRIES_H
#define LEARN_ENTRIES_H
#include "learn/weights.h"

typedef struct entries_header {
  vox_str id, version, language, licence;
  int32_t prior_step;
  uint32_t words; /* of the dictionary that cut the comments */
  int32_t leave_fold;
  int32_t slope; /* adapting: the setting that goes with the new weights */
  int32_t sure;  /* adapting: the least |S| of a comment that was learned from, 1/100; 0: gold labels */
} entries_header;

/* The keys that every learned source begins with. */
void entries_write_head(const entries_header *h, buf *out);
/* Which sets, how many comments of each, and the digest of their texts and labels. */
void entries_write_inputs(size_t rows, const corpus *c, buf *out);
vox_status entries_write(const weights *w, const corpus *c, const entries_header *h, buf *out, mem *m,
                         vox_error *err);
#endif
