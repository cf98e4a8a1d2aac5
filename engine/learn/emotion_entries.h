/* emotion_entries.h - learned weights of emotions as a lexicon source: the offsets as settings, then the
 * words of each emotion in order, with evidence. */
#ifndef LEARN_EMOTION_ENTRIES_H
#define LEARN_EMOTION_ENTRIES_H
#include "learn/emotions.h"
#include "learn/entries.h"

vox_status emotion_entries_write(const emotions *w, const corpus *c, const entries_header *h, buf *out,
                                 mem *m, vox_error *err);
#endif
