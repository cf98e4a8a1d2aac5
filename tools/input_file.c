/* input_file.c - see input_file.h. */
#include "input_file.h"
#include "exit.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int input_open(input_file *f, const command *c, const char *path) {
  *f = (input_file){.fd = STDIN_FILENO};
  if (strcmp(path, "-") == 0) return 0;
  do f->fd = open(path, O_RDONLY | O_CLOEXEC);
  while (f->fd < 0 && errno == EINTR);
  return f->fd < 0 ? complain(c, EXIT_IO, "%s: %s", path, strerror(errno)) : 0;
}

static ssize_t read_some(int fd, void *buf, size_t cap) {
  ssize_t n;
  do n = read(fd, buf, cap);
  while (n < 0 && errno == EINTR);
  return n;
}

/* ---- Is it a workbook? ---- */

static int is_regular(int fd) {
  struct stat s;
  return fstat(fd, &s) == 0 && S_ISREG(s.st_mode);
}

/* Of a pipe no more is waited for than can still become the beginning of a workbook. */
static workbook_kind look(input_file *f) {
  if (is_regular(f->fd)) {
    ssize_t n = pread(f->fd, f->head, sizeof f->head, lseek(f->fd, 0, SEEK_CUR));
    return n > 0 ? workbook_look(f->head, (size_t)n) : WORKBOOK_NONE;
  }
  while (f->head_len < sizeof f->head) {
    ssize_t n = read_some(f->fd, f->head + f->head_len, sizeof f->head - f->head_len);
    if (n < 0) f->broken = errno;
    if (n <= 0) break;
    f->head_len += (size_t)n;
    if (f->head[0] != 'P' && f->head[0] != 0xD0) break;
  }
  return workbook_look(f->head, f->head_len);
}

static int write_all(int fd, const void *bytes, size_t len) {
  for (size_t done = 0; done < len;) {
    ssize_t n = write(fd, (const char *)bytes + done, len - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return 0;
    done += (size_t)n;
  }
  return 1;
}

/* A file without a name in $TMPDIR, or /tmp. -1: errno tells why not. */
static int open_nameless(void) {
  const char *folder = getenv("TMPDIR");
  char name[4096];
  int n = snprintf(name, sizeof name, "%s/voxpop-XXXXXX", folder && *folder ? folder : "/tmp");
  if (n < 0 || (size_t)n >= sizeof name) return errno = ENAMETOOLONG, -1;
  int fd = mkstemp(name);
  if (fd >= 0) unlink(name);
  return fd;
}

/* The rest of a pipe behind what was looked at, into such a file. -1: errno tells why not. */
static int spool(const input_file *f) {
  char chunk[1 << 14];
  int fd = open_nameless();
  if (fd < 0) return -1;
  int good = write_all(fd, f->head, f->head_len);
  for (ssize_t n = 1; good && n;) {
    n = read_some(f->fd, chunk, sizeof chunk);
    good = n >= 0 && write_all(fd, chunk, (size_t)n);
  }
  if (good) return fd;
  int bad = errno;
  close(fd);
  errno = bad;
  return -1;
}

static int open_sheet(input_file *f, const command *c, const char *path, const char *sheet) {
  if (!is_regular(f->fd)) {
    int fd = spool(f);
    if (fd < 0) return complain(c, EXIT_IO, "%s: %s", path, strerror(errno));
    f->fd = fd;
  }
  f->book = workbook_open(f->fd, sheet, f->reason, sizeof f->reason);
  return f->book ? 0 : complain(c, EXIT_INPUT, "%s: %s", path, f->reason);
}

int input_open_table(input_file *f, const command *c, const char *path, const char *sheet) {
  int code = input_open(f, c, path);
  if (code) return code;
  workbook_kind kind = look(f);
  if (kind == WORKBOOK_OLD)
    code = complain(c, EXIT_INPUT,
                    "%s: an old workbook (.xls) or one under a password: save it as .xlsx or CSV", path);
  else if (kind == WORKBOOK_ZIP)
    code = open_sheet(f, c, path, sheet);
  else if (sheet)
    code = complain(c, EXIT_USE, "%s: --sheet is for workbooks", path);
  if (code) input_close(f);
  return code;
}

vox_status input_reader(vox_reader **out, input_file *f, const vox_reader_options *o, vox_error *err) {
  vox_reader_options table = *o;
  table.format = VOX_FORMAT_CSV;
  table.encoding = "utf-8";
  return vox_reader_new(out, input_read, f, f->book ? &table : o, err);
}

/* ---- Reading ---- */

static vox_status read_sheet(input_file *f, void *buf, size_t cap, size_t *got) {
  long n = workbook_read(f->book, buf, cap, f->reason, sizeof f->reason);
  *got = n < 0 ? 0 : (size_t)n;
  return n < 0 ? VOX_ERR_IO : VOX_OK;
}

vox_status input_read(void *payload, void *buf, size_t cap, size_t *got) {
  input_file *f = payload;
  if (f->book) return read_sheet(f, buf, cap, got);
  size_t left = f->head_len - f->head_taken;
  if (left) {
    *got = left < cap ? left : cap;
    memcpy(buf, f->head + f->head_taken, *got);
    f->head_taken += *got;
    return VOX_OK;
  }
  ssize_t n = f->broken ? -1 : read_some(f->fd, buf, cap);
  if (n < 0) {
    if (!f->broken) f->broken = errno;
    return VOX_ERR_IO;
  }
  *got = (size_t)n;
  return VOX_OK;
}

int input_failed(const input_file *f, const command *c, const char *path) {
  if (f->reason[0]) return complain(c, EXIT_INPUT, "%s: %s", path, f->reason);
  return f->broken ? complain(c, EXIT_IO, "%s: %s", path, strerror(f->broken)) : 0;
}

void input_close(input_file *f) {
  workbook_close(f->book);
  f->book = NULL;
  if (f->fd != STDIN_FILENO) close(f->fd);
}
