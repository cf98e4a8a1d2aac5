/* walk.h - the terms of several tokens, and of tokens that no dictionary knows: all walks of a comment
 * through the trie of terms, a character of each at a time. */
#ifndef ANALYSIS_WALK_H
#define ANALYSIS_WALK_H
#include "analysis/comment.h"

/* A term that a walk came by. */
typedef struct found_term {
  uint32_t term, end; /* one past its last token */
  uint32_t next;      /* the next longer one of the same walk, counted from 1; 0: none */
  bool prefix;        /* it ends inside a spaced word, and matches it by its beginning */
} found_term;

/* One walk. */
typedef struct walker {
  uint32_t node, base; /* a cell of the trie and its first word */
  uint32_t token, at;  /* what is stepped over next, and its character */
  uint32_t start;      /* the token that it is of: its place in `heads` */
  uint32_t last;       /* what it found last, as in found_term.next */
} walker;

typedef struct walks {
  walker *list; /* room for one from each token */
  uint32_t count;
  uint32_t *heads; /* of each token, zero at first: what its walk found first, counted from 1 */
  uint64_t *met;   /* of each token: a bit that is set when its walk finds something */
  found_term *found;
  uint32_t found_count, found_cap;
} walks;

/* A walk from where the trie stands behind a term (`from`; no term: from its root) over tokens `first` ..;
 * `start`: the token that it is of. */
void walk_begin(const comment *c, walks *w, const term_brief *from, uint32_t first, uint32_t start);
/* Takes all of them to their ends. VOX_ERR_MEMORY. */
vox_status walk_all(const comment *c, walks *w);
#endif
