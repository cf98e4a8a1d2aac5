/* learned.h - what a learned weight stands on, told once for scoring (learned.c) and for learning
 * (engine/learn): were the two ever to differ, weights would be learned on other words than they are counted
 * on.
 *
 *   W  a token by itself           weight
 *   N  a token under a negation    weight.negated, added to its W
 *   P  two tokens side by side     weight.pair */
#ifndef ANALYSIS_LEARNED_H
#define ANALYSIS_LEARNED_H
#include "analysis/comment.h"

/* A token that may carry a weight: a word, emoji or emoticon; no number, link, mark or single letter. */
static inline bool carries_weight(const comment *c, uint32_t t) {
  const token *k = &c->seg.tokens[t];
  const unsigned always = 1u << VOX_TOKEN_HAN | 1u << VOX_TOKEN_EMOJI | 1u << VOX_TOKEN_EMOTICON;
  return (always >> k->kind & 1) | ((k->kind == VOX_TOKEN_WORD) & (k->to - k->from > 1));
}
/* The token that makes a pair with t: the next one, or the one behind a single comma; 0: none. */
uint32_t pair_partner(const comment *c, uint32_t t);

/* How negators stand to a token: an odd number of them negates it. from..to: their tokens. */
typedef struct negation {
  uint32_t count, from, to;
  uint32_t phrase; /* the token stands in a negated phrase of the hand-made lexicon: 1 + its first token; 0:
                      in none */
} negation;
/* One for each token, in the arena; NULL when memory ends. */
negation *find_negations(const comment *c);

/* What hand-made entries say of each emotion, 1/100: the strongest hit, and a tenth for each further one. A
 * negated hit does not count. 0: nothing. */
void emotions_by_hand(const comment *c, int32_t out[EMOTION_COUNT]);

/* What the model itself says already, 1/100; 0: nothing. */
int32_t weight_of_token(const comment *c, uint32_t t, bool negated);
int32_t weight_of_pair(const comment *c, uint32_t t, uint32_t next);
/* The same for the middle. */
neutral_weights neutral_of_token(const comment *c, uint32_t t, bool negated);
neutral_weights neutral_of_pair(const comment *c, uint32_t t, uint32_t next);
#endif
