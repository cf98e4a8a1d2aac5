/* status.c - see status.h. */
#include "base/status.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The longest beginning of `text` of at most `most` bytes that ends with a whole character. */
static size_t cut_at_character(vox_str text, size_t most) {
  size_t n = text.len < most ? text.len : most;
  while (n && n < text.len && ((unsigned char)text.ptr[n] & 0xC0) == 0x80) n--;
  return n;
}

static vox_status fill(vox_error *err, vox_status status, const char *format, va_list args) {
  memset(err, 0, sizeof *err);
  err->status = status;
  char whole[sizeof err->message + 1]; /* one byte more than fits: tells where a character begins */
  vsnprintf(whole, sizeof whole, format, args);
  memcpy(err->message, whole, cut_at_character((vox_str){whole, strlen(whole)}, sizeof err->message - 1));
  return status;
}

vox_status fail(vox_error *err, vox_status status, const char *format, ...) {
  if (!err) return status;
  va_list args;
  va_start(args, format);
  fill(err, status, format, args);
  va_end(args);
  return status;
}

vox_status fail_row(vox_error *err, vox_status status, const char *code, uint64_t line, uint64_t offset,
                    const char *format, ...) {
  if (!err) return status;
  va_list args;
  va_start(args, format);
  fill(err, status, format, args);
  va_end(args);
  err->code = code;
  err->line = line;
  err->offset = offset;
  return status;
}

vox_status fail_io(vox_error *err, int os_errno, const char *what) {
  char reason[96] = "unknown error";
  /* XSI strerror_r: the message depends on no locale unless the program sets one. */
  if (strerror_r(os_errno, reason, sizeof reason) != 0) snprintf(reason, sizeof reason, "error %d", os_errno);
  vox_status status = fail(err, VOX_ERR_IO, "%s: %s", what, reason);
  if (err) err->os_errno = os_errno;
  return status;
}

vox_status fail_memory(vox_error *err) { return fail(err, VOX_ERR_MEMORY, "out of memory"); }

void fail_column(vox_error *err, vox_str column) {
  if (!err) return;
  size_t n = cut_at_character(column, sizeof err->column - 1);
  if (n) memcpy(err->column, column.ptr, n);
  err->column[n] = 0;
}

const char *vox_status_name(vox_status status) {
  switch (status) {
  case VOX_OK:
    return "ok";
  case VOX_DONE:
    return "done";
  case VOX_ERR_ARGUMENT:
    return "argument";
  case VOX_ERR_MEMORY:
    return "memory";
  case VOX_ERR_IO:
    return "io";
  case VOX_ERR_CORRUPT:
    return "corrupt";
  case VOX_ERR_VERSION:
    return "version";
  case VOX_ERR_SYNTAX:
    return "syntax";
  case VOX_ERR_ENCODING:
    return "encoding";
  case VOX_ERR_LIMIT:
    return "limit";
  case VOX_ERR_NOT_FOUND:
    return "not found";
  case VOX_ERR_STOPPED:
    return "stopped";
  case VOX_ERR_PLUGIN:
    return "plugin";
  }
  return "unknown";
}
