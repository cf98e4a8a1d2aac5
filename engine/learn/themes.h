/* themes.h - weighted terms of themes, learned from comments that are labelled with what they talk about.
 *
 *   theme_corpus.c   comments to rows of terms: their words, and two words side by side
 *   theme_fit.c      one label against all others: L2 logistic regression of the terms that stand more often
 * in its comments, those of negative weight taken out until none is left, the best `most` by weight and root
 * of rows; the offset by cross-validation inside the rows theme_write.c    a lexicon source: define,
 * theme.offset, theme.weight */
#ifndef LEARN_THEMES_H
#define LEARN_THEMES_H
#include "analysis/analyse.h"
#include "base/map.h"
#include "base/vec.h"

enum { THEME_LABELS_MAX = 64, TERM_LONGEST = 48, INNER_FOLDS = 3 };

typedef struct theme_row {
  size_t first; /* into cells */
  uint32_t count;
  uint64_t labels; /* bits */
  uint8_t folds;   /* bits of all comments that say the same */
  uint8_t inner;   /* part of the inner cross-validation */
} theme_row;

typedef struct theme_label {
  vox_str name, id;
  uint32_t rows;
} theme_label;

typedef struct theme_corpus {
  mem *mem;
  analyser *analyser;
  arena keep;
  map terms, texts;
  VEC(theme_row) rows;
  VEC(uint32_t) cells;
  VEC(theme_label) labels;
  buf scratch;
} theme_corpus;

typedef struct theme_options {
  uint32_t most, min_rows;
  double cost;
  unsigned leave_folds; /* bits */
} theme_options;

typedef struct weighted_term {
  uint32_t term; /* number in corpus.terms */
  int32_t centi;
  uint32_t with, without; /* rows of the label, other rows */
} weighted_term;

typedef struct weighted_theme {
  weighted_term *list; /* the heaviest first */
  size_t count, room;
  int32_t offset; /* 1/100 */
  uint32_t rows;
  int32_t f1; /* inner cross-validation, 1/10000 */
} weighted_theme;

vox_status theme_corpus_init(theme_corpus *c, mem *m, const dict *d, const lexicon *l, const catalogue *names,
                             vox_error *err);
void theme_corpus_free(theme_corpus *c);
/* The theme that a label's terms are written for; labels without one are not learned once any has one. */
vox_status theme_corpus_name(theme_corpus *c, vox_str label, vox_str id, vox_error *err);
/* `labels`: between |; `whole` decides the fold. */
vox_status theme_corpus_add(theme_corpus *c, vox_str text, vox_str whole, vox_str labels, vox_error *err);

vox_status theme_fit(const theme_corpus *c, const theme_options *o, size_t label, weighted_theme *out, mem *m,
                     vox_error *err);
void weighted_theme_free(weighted_theme *t, mem *m);

typedef struct theme_header {
  vox_str id, version, licence, language;
  int32_t leave_fold;
} theme_header;
void theme_write_head(const theme_corpus *c, const theme_header *h, buf *out);
void theme_write(const theme_corpus *c, size_t label, const weighted_theme *t, buf *out);
/* Definitions of the labels' themes, and of those above them, that `names` does not hold. VOX_ERR_MEMORY or
 * VOX_OK. */
vox_status theme_write_definitions(theme_corpus *c, const catalogue *names, buf *out);
/* Gives labels the ids ROOT.t01 and on in order of name, unless some have ids: then only those are learned.
 */
vox_status theme_corpus_settle(theme_corpus *c, vox_str root);
#endif
