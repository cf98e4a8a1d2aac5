/* malloc.c - stands before the C library's allocator in a test program, so that every library it uses (ICU,
 * zlib, zstd too) can be refused memory at a chosen call; see fault.h.
 *
 * Blocks are filled with a pattern when they are given out and when they come back: reading what was never
 * written, or what was given back already, changes the output or crashes. Under AddressSanitizer its own
 * allocator lies below and does that better. */
#include "fault.h"
#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#ifdef WITH_ASAN
#define BELOW(name) __interceptor_##name
void *BELOW(memalign)(size_t align, size_t size);
#define below_memalign BELOW(memalign)
enum { PATTERN = 0 };
#else
#define BELOW(name)    __libc_##name
void *__libc_memalign(size_t align, size_t size);
#define below_memalign __libc_memalign
enum { PATTERN = 1 };
#endif
void *BELOW(malloc)(size_t size);
void *BELOW(calloc)(size_t count, size_t size);
void *BELOW(realloc)(void *block, size_t size);
void BELOW(free)(void *block);

static atomic_uint_fast64_t calls, refused, target;
static atomic_int lasting, kind;
static atomic_int_fast64_t live;

void fault_arm(fault_where where, uint64_t n, int forever) {
  calls = refused = 0;
  kind = (int)where;
  lasting = forever;
  target = n;
}

uint64_t fault_count(void) { return calls; }
uint64_t fault_hits(void) { return refused; }
int64_t fault_live(void) { return live; }

static int refuse(fault_where where) {
  if ((int)where != kind) return 0;
  uint64_t now = ++calls, n = target;
  if (n == 0 || now < n || (now > n && !lasting)) return 0;
  refused++;
  errno = ENOMEM;
  return 1;
}

static void *given(void *block, int fill) {
  if (!block) return NULL;
  live++;
  if (PATTERN && fill) memset(block, 0xA5, malloc_usable_size(block));
  return block;
}

void *malloc(size_t size) { return refuse(FAULT_MALLOC) ? NULL : given(BELOW(malloc)(size), 1); }

void *calloc(size_t count, size_t size) {
  return refuse(FAULT_MALLOC) ? NULL : given(BELOW(calloc)(count, size), 0);
}

void free(void *block) {
  if (!block) return;
  live--;
  if (PATTERN) memset(block, 0xDB, malloc_usable_size(block));
  BELOW(free)(block);
}

void *realloc(void *block, size_t size) {
  if (!block) return malloc(size);
  if (refuse(FAULT_MALLOC)) return NULL;
  void *grown = BELOW(realloc)(block, size);
  if (!grown && size == 0) live--;
  return grown;
}

void *memalign(size_t align, size_t size) {
  return refuse(FAULT_MALLOC) ? NULL : given(below_memalign(align, size), 1);
}

void *aligned_alloc(size_t align, size_t size) { return memalign(align, size); }

int posix_memalign(void **out, size_t align, size_t size) {
  void *block = memalign(align, size);
  if (!block) return ENOMEM;
  *out = block;
  return 0;
}

/* ---- The library's own allocator: the size stands before the block ---- */

enum { BEFORE = 16 };

static void *get(void *payload, size_t size) {
  (void)payload;
  char *block = refuse(FAULT_ALLOCATOR) ? NULL : malloc(BEFORE + size);
  if (!block) return NULL;
  memcpy(block, &size, sizeof size);
  return block + BEFORE;
}

static char *checked(void *block, size_t size) {
  char *start = (char *)block - BEFORE;
  if (memcmp(start, &size, sizeof size) != 0) abort();
  return start;
}

static void put(void *payload, void *block, size_t size) {
  (void)payload;
  free(checked(block, size));
}

static void *grow(void *payload, void *block, size_t old_size, size_t size) {
  (void)payload;
  char *grown = refuse(FAULT_ALLOCATOR) ? NULL : realloc(checked(block, old_size), BEFORE + size);
  if (!grown) return NULL;
  memcpy(grown, &size, sizeof size);
  return grown + BEFORE;
}

const vox_allocator *fault_allocator(void) {
  static const vox_allocator allocator = {NULL, get, grow, put};
  return &allocator;
}
