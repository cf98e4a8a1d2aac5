/* survey.c - what kinds of tokens a comment has. */
#include "analysis/comment.h"

/* Which token is of which kind cannot be foretold: no branch. */
survey survey_tokens(const segmented *s) {
  enum { KINDS = 16 };
  uint32_t of_kind[KINDS] = {0}, lone = 0, bracket = 0, asks = 0, latin = 0;
  for (const token *t = s->tokens, *end = t + s->token_count; t < end; t++) {
    uint32_t first = s->cp[t->from], mark = t->kind == VOX_TOKEN_PUNCTUATION;
    of_kind[t->kind % KINDS]++;
    lone += (t->kind == VOX_TOKEN_HAN) & (t->to - t->from == 1);
    bracket |= mark & (first == '(');
    asks |= mark & (first == '?');
    latin |= first - 'a' < 26;
  }
  return (survey){.words = of_kind[VOX_TOKEN_WORD],
                  .numbers = of_kind[VOX_TOKEN_NUMBER],
                  .links = of_kind[VOX_TOKEN_LINK],
                  .others = of_kind[VOX_TOKEN_OTHER],
                  .han = of_kind[VOX_TOKEN_HAN],
                  .lone = lone,
                  .bracket = bracket,
                  .asks = asks,
                  .latin = latin};
}
