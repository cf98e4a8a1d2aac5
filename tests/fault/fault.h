/* fault.h - faults on order, for the programs of this folder. */
#ifndef TESTS_FAULT_H
#define TESTS_FAULT_H
#include <stddef.h>
#include <stdint.h>

/* From now on the n-th allocation (1: the next one) fails, and with `forever` every one after it. 0: none. */
void fault_arm(uint64_t n, int forever);
uint64_t fault_count(void); /* allocations since fault_arm */
uint64_t fault_hits(void);  /* of these: refused */
int64_t fault_live(void);   /* blocks held at this moment by everybody in this process */
#endif
