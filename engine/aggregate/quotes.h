/* quotes.h - which comments stand for a theme in a group: bounded lists of candidates that merge.
 *
 * A list keeps the best by rank, then by the SHA-256 of the whole comment, then by id: an order that depends
 * on nothing but the comments, so lists over parts of an input merge to the list over all of it. Candidates
 * are more than will be printed, because near-duplicates are left out only then. The texts are masked before
 * they come here (report_config.mask). */
#ifndef AGGREGATE_QUOTES_H
#define AGGREGATE_QUOTES_H
#include "base/alloc.h"
#include "base/span.h"

enum { QUOTE_CHARACTERS = 256 }; /* of a comment that are kept; more than is printed of it */

/* One comment, shared by the lists that hold it. */
typedef struct quote_body {
  uint32_t users;
  bool id_is_json, is_cut;
  uint8_t key[32];  /* SHA-256 of the whole comment */
  vox_str id, text; /* behind this struct; an empty id: rows have none */
} quote_body;

typedef struct quote {
  uint64_t rank; /* smaller is better */
  quote_body *body;
} quote;

typedef struct quote_list {
  quote *list; /* ascending */
  uint32_t len, cap;
} quote_list;

/* What a rank is made of. */
typedef struct quote_merits {
  vox_group group;
  vox_sentiment sentiment; /* of the theme in this comment */
  size_t characters, themes;
  bool suspect;       /* spam, gibberish */
  uint64_t text_hash; /* decides between equals, before anything dearer need be computed of them */
} quote_merits;

/* Prefers 12-120 characters, a clear sentiment in the direction of the group, few themes; then the smaller
 * hash. The lowest bits say why: 1 it speaks for its group, 2 its length, 4 one theme, 8 a clear sentiment.
 */
uint64_t quote_rank(const quote_merits *m);

/* As much of a comment as is kept; it may be masked then. */
vox_str quote_kept(vox_str comment);
/* A body with one user that shows `shown`; NULL when memory ends, or when there is nothing to show
 * (*nothing).
 */
quote_body *quote_body_new(mem *m, const vox_field *id, vox_str comment, vox_str shown, bool *nothing);
quote_body *quote_body_copy(mem *m, const quote_body *from);
void quote_body_drop(mem *m, quote_body *b); /* one user less; NULL is fine */

/* Could a comment of this rank enter a list bounded to `max`? (False only when it surely cannot.) */
bool quotes_want(const quote_list *l, uint32_t max, uint64_t rank);
/* Room for `max`; false when memory ends. */
bool quotes_reserve(mem *m, quote_list *l, uint32_t max);
/* Puts it where it belongs, or not at all; the list becomes one more user of the body. Room is there. */
void quotes_add(mem *m, quote_list *l, uint32_t max, quote q);
void quotes_free(mem *m, quote_list *l);
/* The quote in `l` that says the same: same comment, same id; NULL: none. */
quote_body *quotes_find(const quote_list *l, const quote_body *b);
/* The first `max` that are not nearly alike; returns how many. */
size_t quotes_pick(const quote_list *l, uint32_t max, const quote **out);
#endif
