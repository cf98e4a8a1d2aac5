/* fault.h - faults on order, for the programs of this folder. */
#ifndef TESTS_FAULT_H
#define TESTS_FAULT_H
#include "vox.h"

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif

typedef enum fault_where { FAULT_MALLOC, FAULT_ALLOCATOR } fault_where;

/* From now on the n-th allocation of that kind (1: the next one) fails, and with `forever` every one after
 * it. 0: none. */
void fault_arm(fault_where where, uint64_t n, int forever);
uint64_t fault_count(void); /* allocations of that kind since fault_arm */
uint64_t fault_hits(void);  /* of these: refused */
int64_t fault_live(void);   /* blocks held at this moment by everybody in this process */
/* An allocator for the library's options. It ends the process when a block comes back with another size than
 * it was asked with. */
const vox_allocator *fault_allocator(void);
#endif
