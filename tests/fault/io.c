/* io.c - a shared object to be loaded before a program (LD_PRELOAD): the n-th call of one kind fails.
 *
 *   VOXFAULT=CALL:N:HOW[:ever]   HOW: EIO, ENOSPC, EINTR, EMFILE, ENOMEM, EAGAIN, or SHORT (one byte is
 * moved) VOXFAULT_COUNT=FILE          the number of calls of that kind is written there when the program ends
 *
 * CALL: open read write mmap fsync rename close malloc pthread_create. A failing close closes all the same.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef enum call { OPEN, READ, WRITE, MMAP, FSYNC, RENAME, CLOSE, MALLOC, THREAD, CALLS } call;
enum { SHORT = -1 };

static call armed = CALLS;
static unsigned long target;
static int how, forever;
static atomic_ulong calls;

static int error_of(const char *name) {
  static const struct {
    const char *name;
    int number;
  } known[] = {{"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EINTR", EINTR}, {"EMFILE", EMFILE},
               {"ENOMEM", ENOMEM}, {"EAGAIN", EAGAIN}, {"SHORT", SHORT}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strncmp(name, known[i].name, strlen(known[i].name)) == 0) return known[i].number;
  return EIO;
}

__attribute__((constructor)) static void start(void) {
  static const char *const names[CALLS] = {"open",   "read",  "write",  "mmap",          "fsync",
                                           "rename", "close", "malloc", "pthread_create"};
  const char *order = getenv("VOXFAULT"), *colon = order ? strchr(order, ':') : NULL;
  if (!colon) return;
  char *end;
  target = strtoul(colon + 1, &end, 10);
  how = *end ? error_of(end + 1) : EIO;
  forever = strstr(order, ":ever") != NULL;
  calls = 0;
  for (int i = 0; i < CALLS; i++)
    if (strlen(names[i]) == (size_t)(colon - order) && strncmp(order, names[i], (size_t)(colon - order)) == 0)
      armed = (call)i;
}

__attribute__((destructor)) static void end(void) {
  const char *path = getenv("VOXFAULT_COUNT");
  char number[32];
  if (!path) return;
  int n = snprintf(number, sizeof number, "%lu\n", (unsigned long)calls);
  long fd = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (fd < 0) return;
  if (syscall(SYS_write, fd, number, (size_t)n) != n) _exit(99);
  syscall(SYS_close, fd);
}

/* 0: go on; an errno; or SHORT. */
static int met(call c) {
  if (c != armed) return 0;
  unsigned long now = ++calls;
  return target && (now == target || (forever && now > target)) ? how : 0;
}

/* True: refused, with errno set. */
static int refused(call c) {
  int fault = met(c);
  if (fault) errno = fault;
  return fault != 0;
}

static int open_at(const char *path, int flags, va_list args) {
  if (refused(OPEN)) return -1;
  int mode = flags & O_CREAT ? va_arg(args, int) : 0;
  return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int open(const char *path, int flags, ...) {
  va_list args;
  va_start(args, flags);
  int fd = open_at(path, flags, args);
  va_end(args);
  return fd;
}

int open64(const char *path, int flags, ...) {
  va_list args;
  va_start(args, flags);
  int fd = open_at(path, flags, args);
  va_end(args);
  return fd;
}

ssize_t read(int fd, void *buf, size_t len) {
  int fault = met(READ);
  if (fault > 0) return errno = fault, -1;
  return syscall(SYS_read, fd, buf, fault == SHORT && len > 1 ? 1 : len);
}

ssize_t write(int fd, const void *buf, size_t len) {
  int fault = fd == STDERR_FILENO ? 0 : met(WRITE);
  if (fault > 0) return errno = fault, -1;
  return syscall(SYS_write, fd, buf, fault == SHORT && len > 1 ? 1 : len);
}

void *mmap(void *at, size_t len, int protection, int flags, int fd, off_t offset) {
  if (refused(MMAP)) return MAP_FAILED;
  return (void *)syscall(SYS_mmap, at, len, protection, flags, fd, offset);
}

void *mmap64(void *at, size_t len, int protection, int flags, int fd, off_t offset) {
  return mmap(at, len, protection, flags, fd, offset);
}

int fsync(int fd) { return refused(FSYNC) ? -1 : (int)syscall(SYS_fsync, fd); }

int rename(const char *from, const char *to) {
  return refused(RENAME) ? -1 : (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
}

int close(int fd) {
  int fault = met(CLOSE);
  long result = syscall(SYS_close, fd);
  if (!fault) return (int)result;
  errno = fault;
  return -1;
}

/* Below lies the C library's own allocator, under its other name. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *malloc(size_t size) { return refused(MALLOC) ? NULL : __libc_malloc(size); }
void *calloc(size_t count, size_t size) { return refused(MALLOC) ? NULL : __libc_calloc(count, size); }
void *realloc(void *block, size_t size) { return refused(MALLOC) ? NULL : __libc_realloc(block, size); }

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *payload) {
  typedef int create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
  create *real;
  int fault = met(THREAD);
  if (fault) return fault;
  *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
  return real ? real(thread, attributes, run, payload) : EAGAIN;
}
