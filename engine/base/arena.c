/* arena.c - a list of blocks; each request is cut from the current one. See arena.h. */
#include "base/arena.h"

enum { BLOCK = 64 * 1024 }; /* sizes are multiples of ARENA_ALIGN, so that what is used never passes them */

void arena_init(arena *a, mem *m) { *a = (arena){m, NULL, NULL}; }

void arena_free(arena *a) {
  for (arena_block *b = a->first, *next; b; b = next) {
    next = b->next;
    mem_put(a->mem, b, sizeof *b + b->size);
  }
  arena_init(a, a->mem);
}

void arena_reset(arena *a) {
  for (arena_block *b = a->first; b; b = b->next) b->used = 0;
  a->now = a->first;
}

/* A block with room for `size` behind the current one: an old one if it is big enough, else a new one. */
static arena_block *next_block(arena *a, size_t size) {
  while (a->now && a->now->next) {
    a->now = a->now->next;
    if (a->now->size - a->now->used >= size) return a->now;
  }
  size_t room = size > BLOCK ? size : BLOCK;
  arena_block *b = mem_get(a->mem, sizeof *b + room);
  if (!b) return NULL;
  *b = (arena_block){NULL, room, 0};
  if (a->now)
    a->now->next = b;
  else
    a->first = b;
  return a->now = b;
}

void *arena_more(arena *a, size_t size) {
  if (size > SIZE_MAX / 4) return NULL;
  size = (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
  arena_block *b = next_block(a, size);
  if (!b) return NULL;
  b->used += size;
  return b->data + b->used - size;
}

void *arena_array(arena *a, size_t count, size_t size) {
  if (size && count > SIZE_MAX / size) return NULL;
  void *at = arena_get(a, count * size);
  if (at) memset(at, 0, count * size);
  return at;
}

vox_str arena_copy(arena *a, vox_str s) {
  char *at = s.len ? arena_get(a, s.len) : NULL;
  if (!at) return (vox_str){NULL, 0};
  memcpy(at, s.ptr, s.len);
  return (vox_str){at, s.len};
}
