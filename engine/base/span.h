/* span.h - verbs for vox_str, a view of bytes that owns nothing. */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H
#include "vox.h"
#include <stdbool.h>
#include <string.h>

/* A view of a string literal. */
#define STR(literal) ((vox_str){(literal), sizeof(literal) - 1})

static inline vox_str str_of(const char *text) { return (vox_str){text, text ? strlen(text) : 0}; }

static inline vox_str str_sub(vox_str s, size_t from, size_t to) {
  return (vox_str){s.ptr ? s.ptr + from : NULL, to - from};
}

static inline bool str_eq(vox_str a, vox_str b) {
  return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Byte order, a prefix first: the order of every sorted table. */
static inline int str_cmp(vox_str a, vox_str b) {
  size_t n = a.len < b.len ? a.len : b.len;
  int c = n ? memcmp(a.ptr, b.ptr, n) : 0;
  return c ? c : (a.len > b.len) - (a.len < b.len);
}

static inline bool str_starts(vox_str s, vox_str prefix) {
  return s.len >= prefix.len && str_eq(str_sub(s, 0, prefix.len), prefix);
}

/* Without ASCII white space at either end. */
static inline vox_str str_trim(vox_str s) {
  while (s.len && strchr(" \t\r\n", s.ptr[0]) && s.ptr[0]) s = str_sub(s, 1, s.len);
  while (s.len && strchr(" \t\r\n", s.ptr[s.len - 1]) && s.ptr[s.len - 1]) s.len--;
  return s;
}

/* Cuts `*rest` at the first `mark`: gives what stands before it, leaves what follows (ptr NULL at the end).
 */
static inline vox_str str_cut(vox_str *rest, char mark) {
  const char *at = rest->len ? memchr(rest->ptr, mark, rest->len) : NULL;
  size_t n = at ? (size_t)(at - rest->ptr) : rest->len;
  vox_str head = str_sub(*rest, 0, n);
  *rest = at ? str_sub(*rest, n + 1, rest->len) : (vox_str){NULL, 0};
  return head;
}
#endif
