/* sink.c - see sink.h. */
#include "sink.h"
#include "exit.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A device or a pipe is written as it is: a file in its place would take it away. */
static int is_special(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && !S_ISREG(info.st_mode);
}

static int open_to_write(const char *path) {
  int fd;
  do fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  while (fd < 0 && errno == EINTR);
  return fd;
}

int sink_open(sink *s, const command *c, const char *path, int force) {
  *s = (sink){.fd = STDOUT_FILENO, .path = path};
  if (!path) return 0;
  if (is_special(path)) {
    s->fd = open_to_write(path);
    return s->fd < 0 ? complain(c, EXIT_IO, "%s: %s", path, strerror(errno)) : 0;
  }
  if (!force && access(path, F_OK) == 0)
    return complain(c, EXIT_USE, "%s exists already; --force replaces it", path);
  int n = snprintf(s->temporary, sizeof s->temporary, "%s.%ld.tmp", path, (long)getpid());
  if (n < 0 || (size_t)n >= sizeof s->temporary) return complain(c, EXIT_USE, "the path of -o is too long");
  s->fd = open_to_write(s->temporary);
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

/* On the disk, then under its name; errno of what failed. */
static int sync_file(int fd) {
  int bad;
  do bad = fsync(fd) != 0 ? errno : 0;
  while (bad == EINTR);
  return bad == EINVAL ? 0 : bad;
}

static int finish_file(sink *s, int wanted) {
  int bad = s->broken;
  if (!bad && wanted) bad = sync_file(s->fd);
  /* An interrupted close has closed; what was written is synced already. */
  if (close(s->fd) != 0 && errno != EINTR && !bad) bad = errno;
  if (!s->temporary[0]) return bad;
  if (!bad && wanted && rename(s->temporary, s->path) != 0) bad = errno;
  if (bad || !wanted) unlink(s->temporary);
  return bad;
}

int sink_close(sink *s, const command *c, int code) {
  if (s->path) s->broken = finish_file(s, code == 0);
  if (s->broken == EPIPE) return EXIT_PIPE;
  if (s->broken)
    return complain(c, EXIT_IO, "%s: %s", s->path ? s->path : "standard output", strerror(s->broken));
  return code;
}
