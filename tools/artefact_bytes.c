/* artefact_bytes.c - see artefact_bytes.h. */
#define _GNU_SOURCE /* leases, mremap */
#include "artefact_bytes.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGEST = 1 << 30 };

static vox_status told(vox_error *err, vox_status status, const char *what, int number) {
  *err = (vox_error){.status = status, .os_errno = number};
  snprintf(err->message, sizeof err->message, "%s%s%s", what, number ? ": " : "",
           number ? strerror(number) : "");
  return status;
}

static vox_status open_file(const char *path, int *fd, size_t *len, vox_error *err) {
  struct stat info;
  do *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  while (*fd < 0 && errno == EINTR);
  if (*fd < 0) return told(err, VOX_ERR_IO, "opening the lexicon", errno);
  vox_status status = VOX_OK;
  if (fstat(*fd, &info) != 0)
    status = told(err, VOX_ERR_IO, "reading the lexicon", errno);
  else if (!S_ISREG(info.st_mode) || info.st_size <= 0 || info.st_size > LARGEST)
    status = told(err, VOX_ERR_CORRUPT, "not a compiled lexicon", 0);
  if (status != VOX_OK) return close(*fd), status;
  *len = (size_t)info.st_size;
  return VOX_OK;
}

/* In large pages where the system has them: the file is in memory sooner. */
static void *room_for(size_t len) {
  void *at = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
#ifdef MADV_HUGEPAGE
  if (at != MAP_FAILED) madvise(at, len, MADV_HUGEPAGE); /* a wish */
#endif
  return at == MAP_FAILED ? NULL : at;
}

static vox_status read_all(int fd, artefact_bytes *b, vox_error *err) {
  if (!(b->ptr = room_for(b->len))) return told(err, VOX_ERR_MEMORY, "out of memory", 0);
  for (size_t got = 0; got < b->len;) {
    ssize_t n = read(fd, (char *)b->ptr + got, b->len - got);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return told(err, VOX_ERR_IO, "reading the lexicon", errno);
    if (n == 0) return told(err, VOX_ERR_CORRUPT, "the lexicon became shorter while it was read", 0);
    got += (size_t)n;
  }
  return VOX_OK;
}

static vox_status read_open(int fd, artefact_bytes *b, vox_error *err) {
  vox_status status = read_all(fd, b, err);
  close(fd);
  if (status != VOX_OK) artefact_drop(b);
  return status;
}

vox_status artefact_read(artefact_bytes *out, const char *path, vox_error *err) {
  int fd;
  *out = (artefact_bytes)ARTEFACT_BYTES_NONE;
  vox_status status = open_file(path, &fd, &out->len, err);
  return status == VOX_OK ? read_open(fd, out, err) : status;
}

#if defined(F_SETLEASE) && defined(MAP_POPULATE)

/* The lease first: from then on nobody changes what is mapped. */
static int map_leased(int fd, artefact_bytes *b) {
  if (fcntl(fd, F_SETLEASE, F_RDLCK) != 0) return 0;
  b->ptr = mmap(NULL, b->len, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
  struct stat info;
  if (b->ptr != MAP_FAILED && fstat(fd, &info) == 0 && (size_t)info.st_size == b->len) return b->fd = fd, 1;
  if (b->ptr != MAP_FAILED) munmap(b->ptr, b->len);
  fcntl(fd, F_SETLEASE, F_UNLCK);
  return b->ptr = NULL, 0;
}

int artefact_is_wanted(const artefact_bytes *b) { return b->fd >= 0 && fcntl(b->fd, F_GETLEASE) != F_RDLCK; }

int artefact_settle(artefact_bytes *b) {
  if (b->fd < 0) return 1;
  void *copy = mmap(NULL, b->len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (copy == MAP_FAILED) return 0;
  memcpy(copy, b->ptr, b->len);
  /* In one step: who reads the bytes meanwhile sees no difference. */
  if (mremap(copy, b->len, b->len, MREMAP_MAYMOVE | MREMAP_FIXED, b->ptr) == MAP_FAILED)
    return munmap(copy, b->len), 0;
  close(b->fd); /* with the lease */
  b->fd = -1;
  return 1;
}

#else
static int map_leased(int fd, artefact_bytes *b) { return (void)fd, (void)b, 0; }
int artefact_is_wanted(const artefact_bytes *b) { return (void)b, 0; }
int artefact_settle(artefact_bytes *b) { return (void)b, 1; }
#endif

vox_status artefact_hold(artefact_bytes *out, const char *path, vox_error *err) {
  int fd;
  *out = (artefact_bytes)ARTEFACT_BYTES_NONE;
  vox_status status = open_file(path, &fd, &out->len, err);
  if (status != VOX_OK || map_leased(fd, out)) return status;
  return read_open(fd, out, err);
}

void artefact_drop(artefact_bytes *b) {
  if (b->ptr) munmap(b->ptr, b->len);
  if (b->fd >= 0) close(b->fd);
  *b = (artefact_bytes)ARTEFACT_BYTES_NONE;
}
