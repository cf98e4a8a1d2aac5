/* file.c - see file.h. */
#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int open_file(const char *path, int flags) {
  int fd;
  do fd = open(path, flags | O_CLOEXEC, 0666);
  while (fd < 0 && errno == EINTR);
  return fd;
}

static int sync_file(int fd) {
  int bad;
  do bad = fsync(fd) != 0 ? errno : 0;
  while (bad == EINTR);
  return bad;
}

static vox_status fail_special(vox_error *err, const char *path) {
  vox_status status =
      fail(err, VOX_ERR_IO, "%s: a pipe or a device; save what it gives as a file first", path);
  if (err) err->os_errno = EINVAL;
  return status;
}

vox_status file_map(file_view *out, const char *path, vox_error *err) {
  *out = (file_view){{NULL, 0}};
  int fd = open_file(path, O_RDONLY | O_NONBLOCK); /* a FIFO is refused, not waited for */
  if (fd < 0) return fail_io(err, errno, path);
  struct stat info;
  int bad = fstat(fd, &info) != 0 ? errno : S_ISDIR(info.st_mode) ? EISDIR : 0;
  if (!bad && !S_ISREG(info.st_mode)) {
    close(fd);
    return fail_special(err, path);
  }
  if (!bad && info.st_size > 0) {
    void *at = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (at == MAP_FAILED)
      bad = errno;
    else
      out->bytes = (vox_str){at, (size_t)info.st_size};
  }
  close(fd);
  return bad ? fail_io(err, bad, path) : VOX_OK;
}

void file_unmap(file_view *view) {
  if (view->bytes.len) munmap((void *)(uintptr_t)view->bytes.ptr, view->bytes.len);
  *view = (file_view){{NULL, 0}};
}

void file_rest(const file_view *view) {
  if (view->bytes.len) madvise((void *)(uintptr_t)view->bytes.ptr, view->bytes.len, MADV_DONTNEED);
}

static int write_all(int fd, vox_str bytes) {
  while (bytes.len) {
    ssize_t n = write(fd, bytes.ptr, bytes.len);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    if (n == 0) return ENOSPC;
    bytes = str_sub(bytes, (size_t)n, bytes.len);
  }
  return 0;
}

/* The folder of `path` into `folder`; a name without one stands in ".". */
static void folder_of(const char *path, char *folder, size_t size) {
  const char *slash = strrchr(path, '/');
  size_t n = slash ? (size_t)(slash - path) + (slash == path) : 0;
  if (n == 0 || n >= size)
    snprintf(folder, size, ".");
  else
    memcpy(folder, path, n), folder[n] = 0;
}

static void sync_folder(const char *path) {
  char folder[4096];
  folder_of(path, folder, sizeof folder);
  int fd = open_file(folder, O_RDONLY | O_DIRECTORY);
  if (fd < 0) return;
  sync_file(fd); /* some file systems cannot: the file itself is synced already */
  close(fd);
}

/* Only an ordinary file may be replaced: a device would be taken away. */
static bool is_special(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && !S_ISREG(info.st_mode);
}

vox_status file_replace(const char *path, vox_str bytes, vox_error *err) {
  if (is_special(path)) return fail_io(err, EINVAL, path);
  char temporary[4096];
  int n = snprintf(temporary, sizeof temporary, "%s.%ld.tmp", path, (long)getpid());
  if (n < 0 || (size_t)n >= sizeof temporary) return fail(err, VOX_ERR_ARGUMENT, "path too long");
  int fd = open_file(temporary, O_WRONLY | O_CREAT | O_TRUNC);
  if (fd < 0) return fail_io(err, errno, temporary);
  int bad = write_all(fd, bytes);
  if (!bad) bad = sync_file(fd);
  /* An interrupted close has closed; what was written is synced already. */
  if (close(fd) != 0 && errno != EINTR && !bad) bad = errno;
  if (!bad && rename(temporary, path) != 0) bad = errno;
  if (bad) {
    unlink(temporary);
    return fail_io(err, bad, path);
  }
  sync_folder(path);
  return VOX_OK;
}
