/* catalogue.h - the names that results refer to by number: themes, emotions, intents. Floors above
 * (aggregate, output) know the lexicon only through it. Read-only, shared by threads, lives as long as the
 * model. */
#ifndef ANALYSIS_CATALOGUE_H
#define ANALYSIS_CATALOGUE_H
#include "base/alloc.h"
#include "lexicon/lexicon.h"

typedef struct catalogue {
  uint32_t theme_count;
  theme_info *themes; /* sorted by id: a parent before its children */
  uint32_t *roots;    /* of each theme: the one at the top of its branch */
  uint8_t *overall;   /* the same as in themes, side by side: asked of every hit */
  vox_str emotions[EMOTION_COUNT];
  vox_str intents[INTENT_COUNT];
  lexicon_identity identity;
} catalogue;

vox_status catalogue_open(catalogue **out, mem *m, const lexicon *l, vox_error *err);
void catalogue_free(catalogue *c, mem *m);
#endif
