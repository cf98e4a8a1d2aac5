/* suppress.h - which cells of a whole are hidden so that none can be worked out. */
#ifndef AGGREGATE_SUPPRESS_H
#define AGGREGATE_SUPPRESS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Cells that add up to a number that is shown. Hides those of 1 .. least-1 rows; then, so that the total less
 * the shown cells tells nothing, the smallest shown ones until two are hidden and hold `least` rows together.
 * Cells that are hidden already stay so and count as hidden. Empty cells are shown. */
void suppress(const int64_t *n, bool *hidden, size_t count, int64_t least);
#endif
