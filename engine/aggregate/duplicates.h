/* duplicates.h - how many rows repeat an earlier text: a table of the K smallest 64-bit hashes.
 *
 * Exact while there are at most K distinct texts; beyond that the K smallest hashes are counted and the rest
 * is left out. Which hashes are the smallest depends on no order, so parts of an input merge to what one run
 * would have kept. The table is an ascending list with counts; new hashes wait unsorted in `fresh` until it
 * is full. */
#ifndef AGGREGATE_DUPLICATES_H
#define AGGREGATE_DUPLICATES_H
#include "base/vec.h"

typedef struct duplicates {
  mem *mem;
  size_t max;
  uint64_t *hashes; /* ascending, each once */
  uint32_t *counts; /* rows with it */
  size_t len, hash_cap, count_cap;
  VEC(uint64_t) fresh; /* in no order, with repeats */
} duplicates;

void duplicates_init(duplicates *d, mem *m, size_t max);
void duplicates_free(duplicates *d);
/* Room for one more duplicates_add, or for one duplicates_merge; false when memory ends: nothing is lost. */
bool duplicates_reserve(duplicates *d);
bool duplicates_reserve_merge(duplicates *d, const duplicates *from);
void duplicates_add(duplicates *d, uint64_t hash);
void duplicates_merge(duplicates *d, const duplicates *from);
/* Rows beyond the first of each text. */
int64_t duplicates_repeats(const duplicates *d);
/* Everything into the table, for whoever reads it; false when memory ends. */
bool duplicates_settle(duplicates *d);
/* Appends a hash, greater than those before it, to a table that is being read; false when memory ends. */
bool duplicates_append(duplicates *d, uint64_t hash, uint32_t count);
#endif
