/* alloc.c - see alloc.h. */
#include "base/alloc.h"
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

enum { LARGE = 1 << 20, LARGE_PAGE = 2 << 20 };

/* What is large is asked for in large pages: tables are filled sooner, and looked up with fewer misses. */
static void *large_get(size_t size) {
  void *block;
  if (posix_memalign(&block, LARGE_PAGE, size) != 0) return NULL;
#ifdef MADV_HUGEPAGE
  madvise(block, size, MADV_HUGEPAGE); /* a wish */
#endif
  return block;
}

static void *plain_get(void *payload, size_t size) {
  (void)payload;
  return size < LARGE ? malloc(size) : large_get(size);
}

static void *plain_grow(void *payload, void *block, size_t old_size, size_t size) {
  (void)payload, (void)old_size;
  return realloc(block, size);
}

static void plain_put(void *payload, void *block, size_t size) {
  (void)payload, (void)size;
  free(block);
}

void mem_init(mem *m, const vox_allocator *allocator, size_t ceiling) {
  static const vox_allocator plain = {NULL, plain_get, plain_grow, plain_put};
  *m = (mem){allocator ? *allocator : plain, 0, ceiling};
}

static int fits(const mem *m, size_t size) {
  if (size > SIZE_MAX / 2) return 0;
  return m->ceiling == 0 || (size <= m->ceiling && m->used <= m->ceiling - size);
}

void *mem_get(mem *m, size_t size) {
  if (size == 0) size = 1;
  if (!fits(m, size)) return NULL;
  void *block = m->raw.allocate(m->raw.payload, size);
  if (block) m->used += size;
  return block;
}

void *mem_array(mem *m, size_t count, size_t size) {
  if (size && count > SIZE_MAX / size) return NULL;
  void *block = mem_get(m, count * size);
  if (block) memset(block, 0, count * size);
  return block;
}

void *mem_grow(mem *m, void *block, size_t old_size, size_t size) {
  if (!block) return mem_get(m, size);
  if (size == 0) size = 1;
  if (old_size == 0) old_size = 1;
  if (size > old_size && !fits(m, size - old_size)) return NULL;
  void *grown = m->raw.resize(m->raw.payload, block, old_size, size);
  if (grown) m->used += size - old_size;
  return grown;
}

void mem_put(mem *m, void *block, size_t size) {
  if (!block) return;
  if (size == 0) size = 1;
  m->used -= size;
  m->raw.release(m->raw.payload, block, size);
}
