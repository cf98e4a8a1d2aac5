/* partial.h - a partial report: everything that was counted, as one JSON document that other runs add to.
 *
 * Whole numbers only (fixed point: aggregate/numbers.h), the lexicon's digest, the options and questions; so
 * reports made anywhere of any split of the rows merge to the same bytes. Quotes are masked already. The same
 * rows give the same document, whatever their order. */
#ifndef OUTPUT_PARTIAL_H
#define OUTPUT_PARTIAL_H
#include "aggregate/report.h"
#include "base/buf.h"

/* Appends the document and LF. */
vox_status partial_write(buf *out, report *r, vox_error *err);
/* A report out of such a document. Whatever its bytes are, the report is sound: VOX_ERR_SYNTAX when it is no
 * partial report, VOX_ERR_VERSION when it is a later one, VOX_ERR_ARGUMENT when it was made with another
 * lexicon than `names`. `config` gives what is no part of the document (mask). */
vox_status partial_read(report **out, mem *m, const catalogue *names, const report_config *config,
                        vox_str text, vox_error *err);
#endif
