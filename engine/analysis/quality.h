/* quality.h - comments that are no answers, and what is read over in those that are. Each question is asked
 * behind a cheap one: the comment's survey tells which of them may be worth asking at all. */
#ifndef ANALYSIS_QUALITY_H
#define ANALYSIS_QUALITY_H
#include "analysis/stages.h"
#include "clean/look.h"

/* All flags of quality that the words tell; `seen` may be NULL. After match_entries: 666 is an answer where
 * the lexicon knows it. */
void tell_quality(comment *c, const look *seen);

/* garbled.c: is the comment, or most of it, text that was read in a wrong encoding? */
bool is_garbled(const comment *c);
/* gibberish.c: a hit of the hand-made lexicon, not a learned weight. */
bool is_hand_made(const hit_list *l);
/* Keys pressed at random, one letter again and again, 123123. */
bool is_gibberish(const comment *c);
bool is_said_number(const comment *c); /* 666, 233, 555 */
bool is_only_voice(const comment *c);  /* 哈哈哈哈, 嗯嗯 */
/* spam.c: advertising, or a telephone number or account put where people look. */
bool is_spam(const comment *c);
bool is_breathless(const comment *c); /* text between which advertising hides */

/* cuts.c: bytes of a comment that are not read, ascending. */
typedef struct cut_list {
  vox_span *list;
  uint32_t len, cap;
} cut_list;
/* Readings in brackets and text that stands twice in a row; sets FLAG_* for them. */
vox_status find_cuts(arena *a, const segmented *s, const survey *v, cut_list *out, uint32_t *flags);
/* `text` without the cuts. ptr NULL: memory ended. */
vox_str without_cuts(arena *a, vox_str text, const cut_list *cuts);
/* A span of the text without the cuts as one of the text with them, `shift` bytes further on. */
vox_span span_over_cuts(const cut_list *cuts, vox_span span, size_t shift);
#endif
