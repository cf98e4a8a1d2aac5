/* sparse.h - rows of whole numbers under few of many ids: ascending ids, `width` numbers behind each. */
#ifndef AGGREGATE_SPARSE_H
#define AGGREGATE_SPARSE_H
#include "base/alloc.h"
#include <stdbool.h>

typedef struct sparse {
  uint32_t *ids;
  int64_t *values; /* width numbers for each id */
  uint32_t len, cap;
} sparse;

/* The numbers of `id`, zero when it is new; NULL when memory ends. Holds until the next sparse_take. */
int64_t *sparse_take(mem *m, sparse *s, uint32_t width, uint32_t id);
/* The same, looked for first where it stood the last time: `*hint`, which is kept up. NULL: no hint. */
int64_t *sparse_take_at(mem *m, sparse *s, uint32_t width, uint32_t id, uint16_t *hint);
/* The numbers of `id`; NULL: none. */
const int64_t *sparse_find(const sparse *s, uint32_t width, uint32_t id);
/* Room for every id of `from`; false when memory ends. Then sparse_merge adds and cannot fail. */
bool sparse_reserve_merge(mem *m, sparse *into, uint32_t width, const sparse *from);
void sparse_merge(sparse *into, uint32_t width, const sparse *from);
void sparse_free(mem *m, sparse *s, uint32_t width);
#endif
