/* map.h - strings to numbers, seeded, listed in key order so that no seed reaches an output. */
#ifndef BASE_MAP_H
#define BASE_MAP_H
#include "base/arena.h"

typedef struct map_entry {
  vox_str key; /* owned by the map */
  uint64_t hash;
  uint64_t value;
} map_entry;

typedef struct map {
  mem *mem;
  arena keys;
  map_entry *list; /* in order of arrival */
  size_t len, cap;
  uint32_t *slots; /* index into list + 1; 0: free */
  size_t slot_count;
  uint64_t seed;
} map;

/* Allocates nothing yet. The seed is the system's randomness, so nobody can choose colliding keys. */
void map_init(map *m, mem *memory);
void map_free(map *m);
/* NULL when absent. The pointer holds until the next map_put. */
map_entry *map_find(const map *m, vox_str key);
/* The entry of `key`, made with `value` if it was absent; NULL when memory ends. */
map_entry *map_put(map *m, vox_str key, uint64_t value);
/* Indexes of all entries in key order, `m->len` of them, from `memory` (give back with mem_put, 4 bytes each;
 * one byte when the map is empty). NULL when memory ends. */
uint32_t *map_sorted(const map *m, mem *memory);
#endif
