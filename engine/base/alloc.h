/* alloc.h - memory through the caller's allocator, counted, with a ceiling.
 *
 * Every block is given back with its size, so a `mem` knows at any time how much it holds and can refuse to
 * grow past its ceiling: a bad input then meets VOX_ERR_MEMORY instead of the machine's end. A `mem` belongs
 * to one thread at a time. */
#ifndef BASE_ALLOC_H
#define BASE_ALLOC_H
#include "vox.h"

typedef struct mem {
  vox_allocator raw;
  size_t used;
  size_t ceiling; /* bytes; 0: none */
} mem;

/* `allocator` NULL: malloc, realloc, free. */
void mem_init(mem *m, const vox_allocator *allocator, size_t ceiling);
/* NULL when memory ends or the ceiling is reached. Size 0 gives a block of one byte. */
void *mem_get(mem *m, size_t size);
/* `count` times `size` zeroed bytes; the product is checked. */
void *mem_array(mem *m, size_t count, size_t size);
/* On failure NULL, and `block` stays as it was. */
void *mem_grow(mem *m, void *block, size_t old_size, size_t size);
/* `block` may be NULL. `size` is what it was asked with. */
void mem_put(mem *m, void *block, size_t size);
#endif
