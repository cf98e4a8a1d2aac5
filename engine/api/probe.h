/* probe.h - asks a model whether a line of a source can be found in a text. For lint and for examples. */
#ifndef API_PROBE_H
#define API_PROBE_H
#include "analysis/comment.h"
#include "api/handles.h"
#include "lexicon/source.h"

typedef struct probe {
  const vox_model *model;
  mem *mem;
  analyser *analyser;
  segmenter *segmenter;
  folded fold;
  buf text; /* of carriers */
} probe;

vox_status probe_init(probe *p, mem *m, const vox_model *model, vox_error *err);
void probe_free(probe *p);
/* The number of the term that a source writes so (a star at its end is no part of it); 0: the model has none.
 */
vox_status probe_term(probe *p, vox_str written, uint32_t *number);
/* Does the term stand in `text` from byte `from` to byte `to`, between token boundaries? */
vox_status probe_stands(probe *p, vox_str text, size_t from, size_t to, uint32_t number, bool *stands,
                        vox_error *err);
/* Is that stretch one token? */
vox_status probe_is_token(probe *p, vox_str text, size_t from, size_t to, bool *whole, vox_error *err);
/* Does the line speak in `text`: has its term a hit of the line's class and label that nothing else
 * displaced? Of a word: is it a token; of an alias: has its form any hit. */
vox_status probe_speaks(probe *p, const source_line *l, vox_str text, bool *speaks, vox_error *err);
/* `left + right` to its sides; false: it is no pair. */
bool probe_sides(vox_str term, vox_str *left, vox_str *right);
#endif
