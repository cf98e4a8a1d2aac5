/* suppress.c - see suppress.h. */
#include "aggregate/suppress.h"

void suppress(const int64_t *n, bool *hidden, size_t count, int64_t least) {
  size_t cells = 0;
  int64_t rows = 0;
  for (size_t i = 0; i < count; i++) {
    hidden[i] |= n[i] > 0 && n[i] < least;
    cells += hidden[i] && n[i] > 0;
    rows += hidden[i] ? n[i] : 0;
  }
  while (cells && (cells < 2 || rows < least)) {
    size_t best = count;
    for (size_t i = 0; i < count; i++)
      if (!hidden[i] && n[i] > 0 && (best == count || n[i] < n[best])) best = i;
    if (best == count) return;
    hidden[best] = true;
    cells++;
    rows += n[best];
  }
}
