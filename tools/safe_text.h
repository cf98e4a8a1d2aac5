/* safe_text.h - text of strangers on its way to a terminal, a shell or a JSON reader. */
#ifndef TOOLS_SAFE_TEXT_H
#define TOOLS_SAFE_TEXT_H
#include "bytes.h"

/* Control characters, line ends and marks that turn the direction of writing are shown (\x1B, \u202E), not
 * obeyed. `width`: columns that it may take, then "..."; 0: no limit. */
void safe_add(bytes *b, vox_str text, size_t width);
/* One word of a shell's command line. */
void safe_add_shell(bytes *b, vox_str word);
/* A JSON string. */
void safe_add_json(bytes *b, vox_str text);
__attribute__((format(printf, 2, 3))) void safe_format(bytes *b, const char *format, ...);
void safe_text(bytes *b, const char *text);
#endif
