/* arena.h - memory of one comment (or one row), given back at one stroke.
 *
 * Blocks are kept after a reset, so that a ctx that has seen a long comment allocates no more. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include "base/alloc.h"
#include "base/span.h"

typedef struct arena_block arena_block;
typedef struct arena {
  mem *mem;
  arena_block *first, *now;
} arena;

void arena_init(arena *a, mem *m);
void arena_free(arena *a);
/* Forgets what was taken, keeps the blocks. */
void arena_reset(arena *a);
/* 16-byte aligned, not cleared; NULL when memory ends. */
void *arena_get(arena *a, size_t size);
/* `count` times `size`, product checked, zeroed. */
void *arena_array(arena *a, size_t count, size_t size);
/* A copy of `s` in the arena; ptr NULL and len 0 on failure of a non-empty copy. */
vox_str arena_copy(arena *a, vox_str s);
#endif
