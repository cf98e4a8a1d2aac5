/* lexicon_files.c - see lexicon_files.h. */
#include "lexicon_files.h"
#include "commands.h"
#include "diagnostic.h"
#include "exit.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#ifndef VOXPOP_DICT
#define VOXPOP_DICT "/usr/lib/python3/dist-packages/jieba/dict.txt"
#endif

enum { FILES_MAX = 1024, PATH_SIZE = 4096 };

/* ---- Finding sources ---- */

typedef struct file_list {
  char (*paths)[PATH_SIZE];
  size_t count;
} file_list;

static int add_path(file_list *list, const char *path) {
  size_t n = strlen(path);
  if (list->count == FILES_MAX || n >= PATH_SIZE)
    return complain(&command_lexicon, EXIT_USE, "too many lexicon files, or a path too long");
  memcpy(list->paths[list->count++], path, n + 1);
  return 0;
}

static int is_tsv(const char *name) {
  size_t n = strlen(name);
  return n > 4 && strcmp(name + n - 4, ".tsv") == 0 && name[0] != '.';
}

static int complain_errno(const char *path) {
  return complain(&command_lexicon, EXIT_IO, "%s: %s", path, strerror(errno));
}

/* What lies in one folder: folders to `folders`, .tsv files to `files`. */
static int list_folder(const char *folder, file_list *folders, file_list *files) {
  struct stat info;
  int code = 0;
  DIR *dir = opendir(folder);
  if (!dir) return complain_errno(folder);
  for (struct dirent *e; !code && (e = readdir(dir));) {
    char path[2 * PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
    if (e->d_name[0] == '.' || stat(path, &info) != 0) continue;
    if (S_ISDIR(info.st_mode))
      code = add_path(folders, path);
    else if (is_tsv(e->d_name))
      code = add_path(files, path);
  }
  closedir(dir);
  return code;
}

/* A file as it is; of a folder every .tsv below it, found by a list of folders still to read. */
static int collect(file_list *list, const char *root) {
  struct stat info;
  if (strcmp(root, "-") == 0) return add_path(list, root);
  if (stat(root, &info) != 0) return complain_errno(root);
  if (!S_ISDIR(info.st_mode)) return add_path(list, root);
  file_list folders = {calloc(FILES_MAX, PATH_SIZE), 0};
  int code = folders.paths ? add_path(&folders, root) : complain(&command_lexicon, EXIT_IO, "out of memory");
  for (size_t at = 0; !code && at < folders.count; at++)
    code = list_folder(folders.paths[at], &folders, list);
  free(folders.paths);
  return code;
}

static int by_path(const void *a, const void *b) { return strcmp(a, b); }

/* ---- Filling a compiler ---- */

int lexicon_failed(const char *what, vox_status status, const vox_error *err) {
  int code = status == VOX_ERR_MEMORY || status == VOX_ERR_IO ? EXIT_IO : EXIT_LEXICON;
  return complain(&command_lexicon, code, "%s%s%s", what ? what : "", what ? ": " : "", err->message);
}

static int read_whole(const char *path, bytes *out) {
  char chunk[1 << 16];
  input_file file;
  int code = input_open(&file, &command_lexicon, path);
  if (code) return code;
  for (size_t got = 1; !code && got;) {
    if (input_read(&file, chunk, sizeof chunk, &got) != VOX_OK)
      code = complain(&command_lexicon, EXIT_IO, "%s: %s", path, strerror(file.broken));
    else if (!bytes_add(out, chunk, got))
      code = complain(&command_lexicon, EXIT_IO, "out of memory");
  }
  input_close(&file);
  return code;
}

typedef vox_status (*adder)(vox_compiler *, const char *, vox_str, vox_error *);

static int add_bytes(vox_compiler *compiler, const char *path, adder add) {
  bytes content = {0};
  vox_error err = {0};
  int code = read_whole(path, &content);
  if (!code) {
    vox_status status = add(compiler, path, (vox_str){content.ptr, content.len}, &err);
    if (status != VOX_OK) code = lexicon_failed(path, status, &err);
  }
  bytes_free(&content);
  return code;
}

static int add_source(vox_compiler *compiler, const char *path) {
  vox_error err = {0};
  if (strcmp(path, "-") == 0) return add_bytes(compiler, path, vox_compiler_add);
  vox_status status = vox_compiler_file(compiler, path, &err);
  return status == VOX_OK ? 0 : lexicon_failed(path, status, &err);
}

static int add_all(vox_compiler *compiler, const lexicon_input *in, char **sources, int count) {
  file_list files = {calloc(FILES_MAX, PATH_SIZE), 0};
  int code = files.paths ? 0 : complain(&command_lexicon, EXIT_IO, "out of memory");
  for (int i = 0; !code && i < count; i++) code = collect(&files, sources[i]);
  if (!code) qsort(files.paths, files.count, PATH_SIZE, by_path);
  for (size_t i = 0; !code && i < files.count; i++) code = add_source(compiler, files.paths[i]);
  for (size_t i = 0; !code && i < in->overlays.count; i++) {
    vox_compiler_next_layer(compiler);
    code = add_source(compiler, in->overlays.items[i]);
  }
  free(files.paths);
  return code;
}

int lexicon_load(vox_compiler **out, const lexicon_input *in, const vox_compiler_options *options,
                 char **sources, int count) {
  vox_compiler_options all = *options;
  vox_error err = {0};
  all.min_count = (uint32_t)in->min_count;
  all.id = in->id;
  all.version = in->version;
  vox_status status = vox_compiler_new(out, &all, &err);
  if (status != VOX_OK) return lexicon_failed(NULL, status, &err);
  int code = add_bytes(*out, in->base ? in->base : VOXPOP_DICT, vox_compiler_dictionary);
  if (!code) code = add_all(*out, in, sources, count);
  if (!code) return 0;
  vox_compiler_free(*out);
  *out = NULL;
  return code;
}

/* ---- Findings ---- */

static int keep(findings *f, const vox_diagnostic *d) {
  if (f->count == f->room) {
    size_t room = f->room ? 2 * f->room : 64;
    finding *grown = realloc(f->list, room * sizeof *grown);
    if (!grown) return 0;
    f->list = grown;
    f->room = room;
  }
  finding one = {strdup(d->path), strdup(d->code), strdup(d->message), d->mend,
                 d->severity,     d->line,         d->column,          d->text ? strdup(d->text) : NULL};
  f->list[f->count++] = one;
  return one.path && one.code && one.message && (one.text || !d->text);
}

void findings_keep(void *list, const vox_diagnostic *d) {
  findings *f = list;
  if (!f->short_of_memory) f->short_of_memory = !keep(f, d);
}

static int by_place(const void *left, const void *right) {
  const finding *a = left, *b = right;
  int order = strcmp(a->path, b->path);
  if (!order) order = (a->line > b->line) - (a->line < b->line);
  if (!order) order = strcmp(a->code, b->code);
  return order ? order : strcmp(a->message, b->message);
}

size_t findings_print(findings *f, vox_severity least, int strict) {
  size_t errors = 0;
  if (f->short_of_memory) return 0;
  if (f->count) qsort(f->list, f->count, sizeof *f->list, by_place);
  for (size_t i = 0; i < f->count; i++) {
    const finding *one = &f->list[i];
    vox_severity severity = strict && one->severity == VOX_WARNING ? VOX_ERROR : one->severity;
    errors += severity == VOX_ERROR;
    if (severity < least) continue;
    vox_diagnostic d = {severity,     one->path, one->line,   one->code,
                        one->message, one->mend, one->column, one->text};
    diagnostic_print(stdout, &d, severity, 1);
  }
  return errors;
}

size_t findings_count(const findings *f, vox_severity severity) {
  size_t n = 0;
  for (size_t i = 0; i < f->count; i++) n += f->list[i].severity == severity;
  return n;
}

void findings_free(findings *f) {
  for (size_t i = 0; i < f->count; i++) {
    free(f->list[i].path);
    free(f->list[i].code);
    free(f->list[i].message);
    free(f->list[i].text);
  }
  free(f->list);
  *f = (findings){0};
}
