/* vec.c - see vec.h. */
#include "base/vec.h"

bool vec_grow(mem *m, void **ptr, size_t *cap, size_t len, size_t size) {
  size_t next = *cap ? *cap * 2 : 8;
  if (len < *cap) return true;
  if (next > SIZE_MAX / 2 / size) return false;
  void *grown = mem_grow(m, *ptr, *cap * size, next * size);
  if (!grown) return false;
  *ptr = grown;
  *cap = next;
  return true;
}
