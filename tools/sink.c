/* sink.c - see sink.h. */
#include "sink.h"
#include "exit.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int sink_open(sink *s, const command *c, const char *path, int force) {
  *s = (sink){.fd = STDOUT_FILENO, .path = path};
  if (!path) return 0;
  if (!force && access(path, F_OK) == 0)
    return complain(c, EXIT_USE, "%s exists already; --force replaces it", path);
  int n = snprintf(s->temporary, sizeof s->temporary, "%s.%ld.tmp", path, (long)getpid());
  if (n < 0 || (size_t)n >= sizeof s->temporary) return complain(c, EXIT_USE, "the path of -o is too long");
  s->fd = open(s->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  return s->fd < 0 ? complain(c, EXIT_IO, "%s: %s", path, strerror(errno)) : 0;
}

vox_status sink_write(void *payload, const void *bytes, size_t len) {
  sink *s = payload;
  const char *at = bytes;
  while (len && !s->broken) {
    ssize_t n = write(s->fd, at, len);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0)
      s->broken = n < 0 ? errno : ENOSPC;
    else
      at += n, len -= (size_t)n;
  }
  return s->broken ? VOX_ERR_IO : VOX_OK;
}

static int finish_file(sink *s) {
  if (fsync(s->fd) != 0 && errno != EINVAL) return errno;
  return 0;
}

int sink_close(sink *s, const command *c, int code) {
  if (s->path) {
    if (!s->broken && code == 0) s->broken = finish_file(s);
    if (close(s->fd) != 0 && !s->broken) s->broken = errno;
    if (!s->broken && code == 0 && rename(s->temporary, s->path) != 0) s->broken = errno;
    if (s->broken || code) unlink(s->temporary);
  }
  if (s->broken == EPIPE) return EXIT_PIPE;
  if (s->broken)
    return complain(c, EXIT_IO, "%s: %s", s->path ? s->path : "standard output", strerror(s->broken));
  return code;
}
