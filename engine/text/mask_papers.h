/* mask_papers.h - papers, cards, plates and accounts, for mask.c. A match answers with the byte behind it. */
#ifndef TEXT_MASK_PAPERS_H
#define TEXT_MASK_PAPERS_H
#include "base/span.h"

typedef enum secret {
  SECRET_NONE,
  SECRET_MOBILE,
  SECRET_PHONE,
  SECRET_EMAIL,
  SECRET_IDENTITY,
  SECRET_CARD,
  SECRET_PLATE,
  SECRET_ACCOUNT, /* QQ, 微信, IBAN */
  SECRET_PAPER    /* passports, permits */
} secret;

/* 16 to 19 digits with Luhn's check digit, in one piece or in fours; 0: none stands at `at`. */
size_t match_card(vox_str s, size_t at);
/* A plate, or what the words before `at` announce. A word begins at `at`, or a character that is none of
 * ASCII's. */
secret match_paper(vox_str s, size_t at, size_t *end);
#endif
