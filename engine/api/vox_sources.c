/* vox_sources.c - sources into the compiler: as bytes, or as files with what they include. */
#include "api/compiler.h"
#include "base/file.h"
#include "vox_compile.h"
#include <errno.h>
#include <stdlib.h>

enum { DEPTH_MAX = 64, LAYERS_EACH = DEPTH_MAX + 1 };

/* A file on the way down: which of its includes comes next. */
typedef struct visit {
  size_t file, next;
} visit;

vox_status vox_compiler_add(vox_compiler *c, const char *path, vox_str bytes, vox_error *err) {
  compiler_layer(c->lexicon, c->layer);
  vox_status status = compiler_source(c->lexicon, str_of(path), bytes, err);
  if (status != VOX_OK) return status;
  const source *s = compiler_source_at(c->lexicon, compiler_source_count(c->lexicon) - 1);
  for (size_t i = 0; i < s->includes.len; i++)
    diagnose(&c->tell, VOX_ERROR, s->path, vec_at(&s->include_lines, i), "include-missing",
             "the source is no file, so nothing can be found beside it");
  return VOX_OK;
}

void vox_compiler_next_layer(vox_compiler *c) { c->layer += LAYERS_EACH; }

static source_file *known_file(vox_compiler *c, vox_str real) {
  for (size_t i = 0; i < c->files.len; i++)
    if (str_eq(vec_at(&c->files, i).real, real)) return &vec_at(&c->files, i);
  return NULL;
}

/* Reads the file at `path` into the compiler. `real` becomes the compiler's. */
static vox_status read_file(vox_compiler *c, const char *path, vox_str real, vox_error *err) {
  file_view view = {0};
  source_file f = {
      .real = arena_copy(&c->names, real), .source = compiler_source_count(c->lexicon), .open = true};
  if (f.real.len != real.len) return fail_memory(err);
  vox_status status = file_map(&view, path, err);
  if (status != VOX_OK) return status;
  compiler_layer(c->lexicon, c->layer);
  status = compiler_source(c->lexicon, str_of(path), view.bytes, err);
  file_unmap(&view);
  if (status == VOX_OK && !vec_push(&c->mem, &c->files, f)) status = fail_memory(err);
  return status;
}

/* `name` beside the file `from`, with a NUL behind it; ptr NULL when memory ends. */
static vox_str beside(vox_compiler *c, vox_str from, vox_str name) {
  size_t folder = name.len && name.ptr[0] == '/' ? 0 : from.len;
  while (folder && from.ptr[folder - 1] != '/') folder--;
  char *at = arena_array(&c->names, folder + name.len + 1, 1);
  if (!at) return (vox_str){NULL, 0};
  if (folder) memcpy(at, from.ptr, folder);
  memcpy(at + folder, name.ptr, name.len);
  return (vox_str){at, folder + name.len};
}

/* A file goes on top of what it includes. */
static void close_file(vox_compiler *c, visit *stack, size_t height) {
  source_file *f = &vec_at(&c->files, stack[height - 1].file);
  f->open = false;
  compiler_source_layer(c->lexicon, f->source, c->layer + f->depth);
  if (height < 2) return;
  source_file *above = &vec_at(&c->files, stack[height - 2].file);
  if (above->depth <= f->depth) above->depth = f->depth + 1;
}

/* The next include of the file on top of the stack; one that is there already is not read again. */
static vox_status step_down(vox_compiler *c, visit *stack, size_t *height, vox_error *err) {
  visit *v = &stack[*height - 1];
  source_file *f = &vec_at(&c->files, v->file), *known = NULL;
  const source *s = compiler_source_at(c->lexicon, f->source);
  uint32_t line = vec_at(&s->include_lines, v->next);
  vox_str path = beside(c, s->path, vec_at(&s->includes, v->next)), from = s->path;
  v->next++;
  if (!path.ptr) return fail_memory(err);
  char *real = realpath(path.ptr, NULL);
  if (!real && errno == ENOMEM) return fail_memory(err);
  vox_status status = VOX_OK;
  if (!real)
    diagnose(&c->tell, VOX_ERROR, from, line, "include-missing", "there is no such file");
  else if ((known = known_file(c, str_of(real))) && known->open)
    diagnose(&c->tell, VOX_ERROR, from, line, "include-cycle", "this file is included by what it includes");
  else if (known)
    f->depth = f->depth > known->depth ? f->depth : known->depth + 1;
  else if (*height == DEPTH_MAX)
    diagnose(&c->tell, VOX_ERROR, from, line, "include-depth", "includes stand in each other too deep");
  else if ((status = read_file(c, path.ptr, str_of(real), err)) == VOX_OK)
    stack[(*height)++] = (visit){c->files.len - 1, 0};
  free(real);
  return status;
}

static vox_status read_tree(vox_compiler *c, vox_error *err) {
  visit stack[DEPTH_MAX] = {{c->files.len - 1, 0}};
  size_t height = 1;
  vox_status status = VOX_OK;
  while (height && status == VOX_OK) {
    const visit *v = &stack[height - 1];
    const source *s = compiler_source_at(c->lexicon, vec_at(&c->files, v->file).source);
    if (v->next < s->includes.len)
      status = step_down(c, stack, &height, err);
    else
      close_file(c, stack, height--);
  }
  return status;
}

vox_status vox_compiler_file(vox_compiler *c, const char *path, vox_error *err) {
  char *real = realpath(path, NULL);
  if (!real) return fail_io(err, errno, "reading a lexicon source");
  vox_status status = VOX_OK;
  if (!known_file(c, str_of(real))) {
    status = read_file(c, path, str_of(real), err);
    if (status == VOX_OK) status = read_tree(c, err);
  }
  free(real);
  return status;
}
