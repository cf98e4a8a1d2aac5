/* arena.h - memory of one comment (or one row), given back at one stroke.
 *
 * Blocks are kept after a reset, so that a ctx that has seen a long comment allocates no more. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include "base/alloc.h"
#include "base/span.h"

/* Cut from its front. */
typedef struct arena_block {
  struct arena_block *next;
  size_t size, used; /* bytes behind the header */
  _Alignas(16) unsigned char data[];
} arena_block;
enum { ARENA_ALIGN = 16 };

typedef struct arena {
  mem *mem;
  arena_block *first, *now;
} arena;

void arena_init(arena *a, mem *m);
void arena_free(arena *a);
/* Forgets what was taken, keeps the blocks. */
void arena_reset(arena *a);
void *arena_more(arena *a, size_t size); /* the rare half of arena_get */
/* 16-byte aligned, not cleared; NULL when memory ends. */
static inline void *arena_get(arena *a, size_t size) {
  arena_block *b = a->now;
  if (!b || size > b->size - b->used) return arena_more(a, size);
  void *at = b->data + b->used;
  b->used += (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
  return at;
}
/* `count` times `size`, product checked, zeroed. */
void *arena_array(arena *a, size_t count, size_t size);
/* A copy of `s` in the arena; ptr NULL and len 0 on failure of a non-empty copy. */
vox_str arena_copy(arena *a, vox_str s);
#endif
