/* diagnostic.c - see diagnostic.h. */
#include "diagnostic.h"
#include <string.h>

/* Bytes of the line before the column. */
static size_t bytes_before(const char *text, uint64_t column) {
  size_t i = 0;
  for (uint64_t at = 1; text[i]; i++) {
    at += ((unsigned char)text[i + 1] & 0xC0) != 0x80;
    if (at > column) break;
  }
  return column > 1 ? i : 0;
}

enum { LINE_MOST = 1024 };

static void print_caret(FILE *to, const vox_diagnostic *d) {
  char line[LINE_MOST];
  size_t n = 0;
  for (; d->text[n] && n + 1 < sizeof line; n++)
    line[n] = (unsigned char)d->text[n] < 0x20 || d->text[n] == 0x7F ? ' ' : d->text[n];
  line[n] = 0;
  size_t before = bytes_before(line, d->column);
  fprintf(to, "  %s\n  %*s^\n", line, (int)vox_text_width((vox_str){line, before}), "");
}

void diagnostic_print(FILE *to, const vox_diagnostic *d, vox_severity severity, int mend) {
  static const char *const names[] = {"note", "warning", "error"};
  fprintf(to, "%s:%llu:", d->path, (unsigned long long)d->line);
  if (d->column) fprintf(to, "%llu:", (unsigned long long)d->column);
  fprintf(to, " %s: %s [%s]%s%s\n", names[severity], d->message, d->code, mend && d->mend ? "  mend: " : "",
          mend && d->mend ? d->mend : "");
  if (d->column && d->text) print_caret(to, d);
}
