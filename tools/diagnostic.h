/* diagnostic.h - findings in lexicon sources as lines for people. */
#ifndef TOOLS_DIAGNOSTIC_H
#define TOOLS_DIAGNOSTIC_H
#include "vox.h"
#include <stdio.h>

/* "file:line: error: message [code]"; where the column is known "file:line:column:", and under it the line
 * with a caret. `mend`: and what to do about it. */
void diagnostic_print(FILE *to, const vox_diagnostic *d, vox_severity severity, int mend);
#endif
