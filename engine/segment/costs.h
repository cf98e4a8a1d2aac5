/* costs.h - word frequencies to costs, in whole numbers, so that the artefact's bytes depend on no math
 * library. */
#ifndef SEGMENT_COSTS_H
#define SEGMENT_COSTS_H
#include <stdint.h>

/* round(256 * log2(total / (count + 1))), at least 1 and at most COST_MAX; total 1 or more, below 2^48. */
uint32_t cost_of_count(uint64_t count, uint64_t total);
#endif
