/* source.c - see source.h. */
#include "intake/source.h"
#include <errno.h>

#define CHUNK ((size_t)128 << 10) /* room offered to one read */

void source_init(source *s, mem *m, vox_read_fn read, void *payload) {
  memset(s, 0, sizeof *s);
  s->mem = m;
  s->read = read;
  s->payload = payload;
}

void source_free(source *s) {
  mem_put(s->mem, s->ptr, s->cap);
  s->ptr = NULL;
  s->begin = s->end = s->cap = 0;
}

/* Room for one read behind the text: by moving the text to the front, by growing. */
static bool make_room(source *s) {
  if (s->cap - s->end >= CHUNK) return true;
  size_t len = s->end - s->begin;
  if (len) memmove(s->ptr, s->ptr + s->begin, len);
  s->begin = 0;
  s->end = len;
  if (s->cap - len >= CHUNK) return true;
  size_t cap = s->cap ? s->cap * 2 : 2 * CHUNK;
  char *grown = mem_grow(s->mem, s->ptr, s->cap, cap);
  if (!grown) return false;
  s->ptr = grown;
  s->cap = cap;
  return true;
}

static vox_status read_some(source *s, char *to, size_t cap, size_t *got, vox_error *err) {
  errno = 0;
  vox_status status = s->read(s->payload, to, cap, got);
  if (status == VOX_OK)
    return *got <= cap ? VOX_OK : fail(err, VOX_ERR_ARGUMENT, "a read gave more than asked for");
  if (status == VOX_ERR_MEMORY) return fail_memory(err);
  if (status == VOX_ERR_STOPPED) return fail(err, status, "reading was stopped");
  return fail_io(err, errno ? errno : EIO, "reading the input");
}

vox_status source_more(source *s, vox_error *err) {
  if (s->ended) return VOX_OK;
  if (!make_room(s)) return fail_memory(err);
  size_t got = 0;
  vox_status status = read_some(s, s->ptr + s->end, s->cap - s->end, &got, err);
  if (status != VOX_OK) return status;
  s->end += got;
  s->ended = got == 0;
  return VOX_OK;
}

vox_status source_want(source *s, size_t len, vox_error *err) {
  while (!s->ended && s->end - s->begin < len) {
    vox_status status = source_more(s, err);
    if (status != VOX_OK) return status;
  }
  return VOX_OK;
}
