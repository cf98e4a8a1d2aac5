/* wants.h - what the words around an intent make of it: who asks intends nothing, who praises does not
 * complain. Between the hits of the lexicon and intent.c, which lists intents. */
#ifndef ANALYSIS_WANTS_H
#define ANALYSIS_WANTS_H
#include "analysis/comment.h"

/* Of each clause: does it ask? In the arena; NULL when memory ends. */
bool *find_asking(const comment *c);
/* Does the wish hit say how things should be? 医生的建议 and 如果你喜欢 do not. */
bool is_suggestion(const comment *c, const hit *wish);
/* Is it a wish (希望, if only) rather than a proposal (建议, should)? */
bool is_wished(const comment *c, const hit *h);
/* Does the intent go with what the comment says as a whole? */
bool goes_with(const comment *c, unsigned wanted, const vox_sentiment *said);
/* A comment that is plainly for or against something praises or complains without saying so: INTENT_PRAISE,
 * INTENT_COMPLAINT or -1, and the token of its strongest word. */
int plain_intent(const comment *c, const vox_sentiment *said, uint32_t *token_number);
#endif
