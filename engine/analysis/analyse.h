/* analyse.h - the order of stages; the only room that knows all of them.
 *
 *   segment -> match (entries over tokens) -> scope (negation, degree, wish, contrast, clauses)
 *     -> sentiment, emotion, theme, intent -> result
 *
 * Each stage reads the output of the one before and writes its own; none keeps state between comments. */
#ifndef ANALYSIS_ANALYSE_H
#define ANALYSIS_ANALYSE_H
#include "analysis/result.h"
#include "clean/look.h"
#include "segment/segment.h"

typedef struct analyser analyser;
struct comment;
/* One thread's workspace over shared, read-only `d`, `l`, `names`. */
vox_status analyser_new(analyser **out, mem *m, const dict *d, const lexicon *l, const catalogue *names,
                        vox_error *err);
void analyser_free(analyser *a);
/* A cutter of the caller's own in place of the segmenter's. */
void analyser_own_cutter(analyser *a, segment_own_fn own, void *self);
/* From now on a comment that is positive or negative with less confidence, 1/10000, has a score and no label.
 */
void analyser_abstain(analyser *a, int32_t below);
/* What is known of the file that comments come from; NULL: nothing. It must outlive its use. */
void analyser_look(analyser *a, const look *seen);
/* `*out` holds until the next call. No allocation once the workspace has grown to the longest comment. */
vox_status analyse(analyser *a, vox_str text, vox_role role, bool want_evidence, const vox_result **out,
                   vox_error *err);
/* The same of a cell of `row`, for rules that ask for what the row says. */
vox_status analyse_cell(analyser *a, const vox_row *row, const vox_cell *cell, bool want_evidence,
                        const vox_result **out, vox_error *err);
/* Why theme or alert `id` was found in the cell, or not: vox_why. */
vox_status analyse_why(analyser *a, const vox_row *row, const vox_cell *cell, vox_str id,
                       const vox_why_node **list, size_t *count, vox_error *err);
/* For learning: the comment with its clauses and function words, and the sum S of the hand-made lexicon
 * alone; learned weights of the model take no part. Until the next call. */
vox_status analyse_prior(analyser *a, vox_str text, const struct comment **out, int32_t *prior,
                         vox_error *err);
/* The tokens of `text` for vox_tokenise, until the next call. */
vox_status analyser_tokens(analyser *a, vox_str text, const vox_token **out, size_t *count, vox_error *err);
#endif
