/* status.h - filling a vox_error without ever quoting a comment.
 *
 * Functions of the engine return vox_status and fill the caller's vox_error once, where the fault is seen;
 * everyone above passes the status on. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H
#include "vox.h"

/* Fills `err` (NULL is fine) and returns `status`. `format` is printf's; give it numbers, names of columns
 * and files, never text under analysis. */
__attribute__((format(printf, 3, 4))) vox_status fail(vox_error *err, vox_status status, const char *format,
                                                      ...);
/* The same for the error of one row: `code` is one of CONTRACT.md's. */
__attribute__((format(printf, 6, 7))) vox_status fail_row(vox_error *err, vox_status status, const char *code,
                                                          uint64_t line, uint64_t offset, const char *format,
                                                          ...);
/* VOX_ERR_IO with errno's meaning after `what`. */
vox_status fail_io(vox_error *err, int os_errno, const char *what);
vox_status fail_memory(vox_error *err);
/* Names the column of a row's error, cut at a character to fit. */
void fail_column(vox_error *err, vox_str column);
#endif
