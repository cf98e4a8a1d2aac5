/* suggested.h - the words that `lexicon suggest` counts: open addressing over folded copies, a word once a
 * comment; beside its counts the themes that its comments have, and a few places where it stands. */
#ifndef TOOLS_SUGGESTED_H
#define TOOLS_SUGGESTED_H
#include "bytes.h"

enum {
  SUGGESTED_SLOTS = 1 << 20,
  SUGGESTED_FULL = SUGGESTED_SLOTS / 4 * 3,
  SUGGESTED_WORD = 64, /* bytes of a word and its NUL */
  SUGGESTED_CONTEXTS = 3
};

typedef struct theme_count {
  uint32_t theme, comments;
} theme_count;

typedef struct counted_word {
  char *text;
  uint64_t comments, latest, detractors, untagged;
  theme_count *themes;
  uint32_t theme_count, theme_cap;
  char *contexts[SUGGESTED_CONTEXTS]; /* masked; NULL: not so many */
} counted_word;

/* What is known of the comment that is counted. */
typedef struct counted_comment {
  uint64_t number; /* from 1 */
  int detractor;
  const uint32_t *themes;
  size_t theme_count;
} counted_comment;

typedef struct suggested {
  counted_word *words; /* SUGGESTED_SLOTS */
  size_t count;
  int full; /* words were left out */
} suggested;

/* 0: memory ended. */
int suggested_init(suggested *s);
void suggested_free(suggested *s);
/* *out: the word, or NULL where there is no room or the comment has counted already. VOX_ERR_MEMORY or
 * VOX_OK. */
vox_status suggested_count(suggested *s, const char *word, size_t len, const counted_comment *in,
                           counted_word **out);
/* Keeps a place of the word, `around` characters on either side, on one line. */
vox_status suggested_context(counted_word *w, vox_str text, size_t around);
/* The words of most comments first. */
void suggested_sort(suggested *s);
/* The theme that comes with the word more often than chance would have it, by the most comments; NULL: none.
 * `totals`: comments of each theme, of `comments`. */
const theme_count *suggested_theme(const counted_word *w, const uint64_t *totals, uint64_t comments);

/* suggest_stop.c: words that hold a sentence together and name nothing. */
int is_stop_word(const char *word);
#endif
