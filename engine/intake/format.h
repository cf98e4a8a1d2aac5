/* format.h - CSV, TSV, NDJSON or plain lines: by the ending of the name, else by the first lines. */
#ifndef INTAKE_FORMAT_H
#define INTAKE_FORMAT_H
#include "base/span.h"

/* VOX_FORMAT_AUTO: the name says nothing, or NULL. */
vox_format format_by_name(const char *file_name);
/* Always answers. `head`: the beginning of the text. */
vox_format format_by_content(vox_str head);
#endif
