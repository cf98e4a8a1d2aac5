/* audit.h - findings that do no harm to compiling: what `lexicon lint` adds. */
#ifndef LEXICON_AUDIT_H
#define LEXICON_AUDIT_H
#include "lexicon/compile.h"

/* After compiler_settle. */
void compiler_audit(const lexicon_compiler *c);
#endif
