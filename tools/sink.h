/* sink.h - where output goes: standard output, or a file that appears whole or not at all. */
#ifndef TOOLS_SINK_H
#define TOOLS_SINK_H
#include "opt.h"
#include "vox.h"

typedef struct sink {
  int fd;
  const char *path;     /* NULL: standard output */
  char temporary[4096]; /* empty: `path` itself is written, being no ordinary file */
  int broken;           /* errno of the first failed write */
} sink;

/* `path` NULL: standard output. An existing file needs `force`. 0, or an exit code after a message. */
int sink_open(sink *s, const command *c, const char *path, int force);
/* A vox_write_fn whose payload is a sink. */
vox_status sink_write(void *payload, const void *bytes, size_t len);
/* Ends the output: with `code` 0 the file gets its name, otherwise it is taken away (standard output keeps
 * what was written). Returns `code`, or the exit code of a failed write. */
int sink_close(sink *s, const command *c, int code);
#endif
