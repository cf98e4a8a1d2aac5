/* cells.h - where in a double array the children of a node go.
 *
 * A set of labels fits at `base` when every cell base + label is free. Free cells hang in a list in ascending
 * order, so the first fit is looked for among free cells only; a cell that has been in the way too often
 * leaves the list, which keeps building linear. Each base is given out once, so that a cell may be checked by
 * its label alone. */
#ifndef PACK_CELLS_H
#define PACK_CELLS_H
#include "base/alloc.h"
#include <stdbool.h>

typedef struct cells {
  mem *mem;
  uint32_t *next, *prev; /* the list; cell 0 is its head and never free */
  uint16_t *state;       /* CELL_TAKEN, CELL_BASE, or how often it was in the way */
  uint32_t count;
} cells;

/* Allocates nothing yet. */
void cells_init(cells *c, mem *m);
void cells_free(cells *c);
/* Takes base + label for each of `labels` (ascending, one at least) at the first base of 1 or more that fits
 * and was not given out before. False when memory ends, or at 2^30 cells. */
bool cells_place(cells *c, const uint16_t *labels, size_t count, uint32_t *base);
#endif
