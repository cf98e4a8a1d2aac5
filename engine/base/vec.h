/* vec.h - one typed vector for all: VEC(T) declares it, vec_push grows it, vec_at checks bounds (and
 * reads its index twice: no i++ there).
 *
 *   VEC(uint32_t) list = {0};
 *   if (!vec_push(m, &list, 7)) return fail_memory(err);
 *   vec_free(m, &list);
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H
#include "base/alloc.h"
#include <assert.h>
#include <stdbool.h>

#define VEC(T)                                                                                               \
  struct {                                                                                                   \
    T *ptr;                                                                                                  \
    size_t len, cap;                                                                                         \
  }

/* Room for one more element of `size` bytes; false when memory ends (the vector stays as it was). */
bool vec_grow(mem *m, void **ptr, size_t *cap, size_t len, size_t size);

#define vec_push(m, v, value)                                                                                \
  (((v)->len < (v)->cap || vec_grow((m), (void **)&(v)->ptr, &(v)->cap, (v)->len, sizeof *(v)->ptr)) &&      \
   ((v)->ptr[(v)->len++] = (value), true))
#define vec_at(v, i) (*(assert((size_t)(i) < (v)->len), &(v)->ptr[i]))
#define vec_clear(v) ((v)->len = 0)
#define vec_free(m, v)                                                                                       \
  (mem_put((m), (v)->ptr, (v)->cap * sizeof *(v)->ptr), (v)->ptr = NULL, (v)->len = 0, (v)->cap = 0)
#endif
