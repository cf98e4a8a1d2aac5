/* cells.h - where in a double array the children of a node go.
 *
 * A set of labels fits at `base` when every cell base + label is free; the first fit is taken. A block of
 * cells in which nothing fitted too often is passed over from then on, which keeps building linear. Each base
 * is given out once, so that a cell may be checked by its label alone. */
#ifndef PACK_CELLS_H
#define PACK_CELLS_H
#include "base/alloc.h"
#include <stdbool.h>

typedef struct cells {
  mem *mem;
  uint64_t *open;  /* a bit of each cell: it is free; cell 0 never is */
  uint64_t *bases; /* a bit of each cell: it was given out as a base */
  uint32_t *next;  /* of each block of 64 cells: itself, or where to look on */
  uint16_t *tries; /* how often nothing fitted in it */
  uint32_t blocks;
} cells;

/* Allocates nothing yet. */
void cells_init(cells *c, mem *m);
void cells_free(cells *c);
/* Takes base + label for each of `labels` (ascending, one at least) at the first base of 1 or more that fits
 * and was not given out before. False when memory ends, or at 2^30 cells. */
bool cells_place(cells *c, const uint16_t *labels, size_t count, uint32_t *base);
#endif
