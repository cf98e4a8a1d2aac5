/* cmd_lexicon.c - voxpop lexicon build: lexicon sources to the artefact. */
#include "commands.h"
#include "common.h"
#include "exit.h"
#include "vox_compile.h"
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

/* A file as it is; of a folder every .tsv below it, found by a list of folders still to read. */
static int collect(file_list *list, const char *root) {
  struct stat info;
  file_list folders = {calloc(FILES_MAX, PATH_SIZE), 0};
  int code = folders.paths ? 0 : complain(&command_lexicon, EXIT_IO, "out of memory");
  if (!code && stat(root, &info) != 0)
    code = complain(&command_lexicon, EXIT_IO, "%s: %s", root, strerror(errno));
  else if (!code && !S_ISDIR(info.st_mode))
    code = add_path(list, root);
  else if (!code)
    code = add_path(&folders, root);
  for (size_t at = 0; !code && at < folders.count; at++) {
    DIR *dir = opendir(folders.paths[at]);
    if (!dir) code = complain(&command_lexicon, EXIT_IO, "%s: %s", folders.paths[at], strerror(errno));
    for (struct dirent *e; dir && !code && (e = readdir(dir));) {
      char path[2 * PATH_SIZE];
      snprintf(path, sizeof path, "%s/%s", folders.paths[at], e->d_name);
      if (e->d_name[0] == '.' || stat(path, &info) != 0) continue;
      if (S_ISDIR(info.st_mode))
        code = add_path(&folders, path);
      else if (is_tsv(e->d_name))
        code = add_path(list, path);
    }
    if (dir) closedir(dir);
  }
  free(folders.paths);
  return code;
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

static void tell(void *payload, const vox_diagnostic *d) {
  static const char *const names[] = {"note", "warning", "error"};
  const int *verbose = payload;
  if (d->severity == VOX_NOTE && !*verbose) return;
  fprintf(stderr, "%s:%llu: %s: %s [%s]\n", d->path, (unsigned long long)d->line, names[d->severity],
          d->message, d->code);
}

static int code_of(vox_status status) {
  return status == VOX_ERR_MEMORY || status == VOX_ERR_IO ? EXIT_IO : EXIT_LEXICON;
}

typedef vox_status (*adder)(vox_compiler *, const char *, vox_str, vox_error *);

static int add_file(vox_compiler *compiler, const char *path, adder add) {
  bytes content = {0};
  vox_error err = {0};
  int code = read_whole(path, &content);
  if (!code) {
    vox_status status = add(compiler, path, (vox_str){content.ptr, content.len}, &err);
    if (status != VOX_OK) code = complain(&command_lexicon, code_of(status), "%s: %s", path, err.message);
  }
  bytes_free(&content);
  return code;
}

typedef struct build_options {
  const char *base, *output, *id, *version;
  long min_count;
  int verbose;
} build_options;

static int build_from(const build_options *o, const file_list *files) {
  vox_compiler_options options = VOX_COMPILER_OPTIONS_INIT;
  vox_compiler *compiler = NULL;
  vox_error err = {0};
  int verbose = o->verbose;
  options.diagnose = tell;
  options.payload = &verbose;
  options.min_count = (uint32_t)o->min_count;
  options.id = o->id;
  options.version = o->version;
  vox_status status = vox_compiler_new(&compiler, &options, &err);
  int code = status == VOX_OK ? add_file(compiler, o->base, vox_compiler_dictionary)
                              : complain(&command_lexicon, code_of(status), "%s", err.message);
  for (size_t i = 0; !code && i < files->count; i++)
    code = add_file(compiler, files->paths[i], vox_compiler_add);
  if (!code && (status = vox_compiler_write(compiler, o->output, &err)) != VOX_OK)
    code = complain(&command_lexicon, code_of(status), "%s", err.message);
  vox_compiler_free(compiler);
  return code;
}

static int build(int argc, char **argv) {
  const command *c = &command_lexicon;
  build_options o = {VOXPOP_DICT, "voxpop.vox", "general", vox_version(), 11, 0};
  int operands = 0;
  const opt table[] = {
      {"-o", OPT_TEXT, &o.output, "FILE", "the artefact (default voxpop.vox); replaced whole or not at all"},
      {"--dict-base", OPT_TEXT, &o.base, "FILE",
       "base dictionary, lines `word count tag` (default: jieba's dict.txt)"},
      {"--min-count", OPT_NUMBER, &o.min_count, "N",
       "leave out words of the base dictionary rarer than N (default 11)"},
      {"--id", OPT_TEXT, &o.id, "NAME", "id of the lexicon (default general)"},
      {"--lexicon-version", OPT_TEXT, &o.version, "V", "its version"},
      {"--verbose", OPT_FLAG, &o.verbose, NULL, "print notes as well as warnings and errors"},
  };
  int code = opt_parse(c, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  if (operands == 0) return complain(c, EXIT_USE, "build needs the sources: files or folders");
  file_list files = {calloc(FILES_MAX, PATH_SIZE), 0};
  if (!files.paths) return complain(c, EXIT_IO, "out of memory");
  for (int i = 0; i < operands && !code; i++) code = collect(&files, argv[i]);
  if (!code) code = build_from(&o, &files);
  free(files.paths);
  return code;
}

static int lexicon(int argc, char **argv) {
  if (argc > 0 && strcmp(argv[0], "build") == 0) return build(argc - 1, argv + 1);
  if (argc > 0 && (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0)) return build(argc, argv);
  return complain(&command_lexicon, EXIT_USE,
                  "say what to do: voxpop lexicon build; see voxpop lexicon --help");
}

const command command_lexicon = {
    "lexicon", "lexicon build [options] SOURCE...",
    "Compiles lexicon sources (files, or folders of .tsv files) and the base dictionary "
    "to an artefact.\nThe same sources give the same bytes, in whatever order they are named.",
    "  voxpop lexicon build lexicons -o voxpop.vox\n"
    "  voxpop lexicon build lexicons my-words.tsv -o mine.vox\n",
    lexicon};
