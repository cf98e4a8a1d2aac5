/* input_file.h - a file or standard input as a vox_read_fn; a workbook's sheet as the CSV it holds. */
#ifndef TOOLS_INPUT_FILE_H
#define TOOLS_INPUT_FILE_H
#include "opt.h"
#include "vox.h"
#include "workbook.h"

typedef struct input_file {
  int fd;
  int broken;                        /* errno */
  char reason[200];                  /* why the workbook cannot be read on; empty: it can */
  unsigned char head[WORKBOOK_HEAD]; /* bytes of a pipe that were looked at */
  size_t head_len, head_taken;
  workbook *book; /* NULL: the bytes as they are */
} input_file;

/* "-": standard input. The bytes as they are. 0, or an exit code after a message. */
int input_open(input_file *f, const command *c, const char *path);
/* The same for an export: of a workbook its first sheet, or the one that `sheet` names; a workbook that comes
 * by a pipe is put into a temporary file. */
int input_open_table(input_file *f, const command *c, const char *path, const char *sheet);
/* A reader of it. */
vox_status input_reader(vox_reader **out, input_file *f, const vox_reader_options *o, vox_error *err);
vox_status input_read(void *payload, void *buf, size_t cap, size_t *got);
/* The exit code, after a message, when reading failed; 0: it did not. */
int input_failed(const input_file *f, const command *c, const char *path);
void input_close(input_file *f);
#endif
