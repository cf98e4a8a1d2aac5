/* comment.h - what the stages of analysis hand to each other about one comment: tokens, clauses, hits.
 *
 * A hit is an entry found over tokens [from, to). Lists of hits are kept by family; within a family hits do
 * not overlap unless they have the same span, and stand in order of the text. Everything lies in the arena.
 */
#ifndef ANALYSIS_COMMENT_H
#define ANALYSIS_COMMENT_H
#include "analysis/result.h"
#include "segment/segment.h"

/* Entries of one family compete: the longest one wins. */
typedef enum family {
  FAMILY_SENTIMENT,
  FAMILY_EMOTION,
  FAMILY_FUNCTION, /* negators, degrees, contrast, wishes, questions, comparison */
  FAMILY_THEME,
  FAMILY_INTENT, /* intents, expectation, effort */
  FAMILY_PAIR_LEFT,
  FAMILY_PAIR_RIGHT,
  FAMILY_JUNK,   /* advertising, contacts, keyboard mash; quality.c */
  FAMILY_ENTITY, /* rivals; rival.c */
  FAMILY_FRAME,  /* intents and the like: a hit for each place of each rule; label: intent or rule_frame */
  FAMILY_COUNT
} family;

/* What changed a hit's weight, in the order in which it is told. */
#define RULE_NEGATED         1u
#define RULE_DOUBLE_NEGATION 2u
#define RULE_DEGREE          4u
#define RULE_WISH            8u
#define RULE_REPEATED        16u
#define RULE_LEARNED         32u
#define RULE_BY_RULE         64u  /* index: number of the rule that found the theme */
#define RULE_BY_WEIGHT       128u /* the theme's weighted terms reached what they must */
#define RULE_COMPARED        256u /* praise of the side that wins a comparison */
#define RULE_BITS            9

typedef struct hit {
  uint32_t from, to; /* tokens */
  uint32_t anchor;   /* token that negators and degrees aim at: `from`, or the right side of a pair */
  uint32_t term;
  uint32_t index; /* of the entry */
  entry entry;
  int32_t sum;                   /* what it adds, 1/100; scope.c */
  neutral_weights neutral;       /* of a learned hit: how much it speaks for the middle */
  uint32_t scope_from, scope_to; /* tokens that changed it; equal: none */
  uint32_t rules;                /* RULE_* */
  bool dropped;                  /* lost to a longer one of another family, or to a pair */
} hit;

typedef struct hit_list {
  hit *list;
  uint32_t len, cap;
} hit_list;

/* A term that rules or weighted themes ask for; all of them are kept, also those inside longer ones. */
typedef struct marked {
  uint32_t term, from, to; /* tokens */
  bool prefix;             /* matched by its beginning only */
} marked;

typedef struct mark_list {
  marked *list;
  uint32_t len, cap;
  bool broken; /* memory ended */
} mark_list;

/* A bit of each token, 64 to a word; of its own term, where nothing else is said. */
typedef struct token_bits {
  uint64_t *weighed; /* it has a learned weight */
  uint64_t *left;    /* it is the left one of a learned pair */
  uint64_t *right;   /* it is the right one */
  uint64_t *spaced;  /* white space stands behind the token */
  uint64_t *ending;  /* the token is a mark, or the last of a line */
} token_bits;

/* What the tokens are, counted once: stages ask it before they look for something rare. */
typedef struct survey {
  uint32_t words, numbers, links, others; /* others: neither letters, marks nor Han */
  uint32_t han, lone;                     /* Chinese tokens; those of one character */
  bool bracket, asks;                     /* an opening bracket stands somewhere; a question mark */
  bool latin;                             /* a token begins with a letter a..z */
} survey;
survey survey_tokens(const segmented *s); /* survey.c */

typedef struct comment {
  arena *arena;
  const lexicon *lexicon;
  segmented seg;
  survey survey; /* of seg */
  vox_role role;
  uint16_t space_id; /* character id of U+0020; 0: no term holds one */
  hit_list hits[FAMILY_COUNT];
  mark_list marks;
  const vox_row *row;   /* what conditions of rules ask for; NULL: not known */
  const vox_cell *cell; /* likewise */
  vox_sentiment said;   /* of the whole comment, once it is answered */
  uint32_t *own;        /* of each token: the term that it spells by itself; 0: none */
  uint32_t *classes;    /* of that term: lexicon_classes_of */
  token_bits bits;
  uint32_t *clause, *sentence; /* of each token */
  uint32_t clause_count;
  bool *wish; /* of each clause: a wish stands in it */
  uint32_t flags, quality;
  result_lang lang;
  bool filler;  /* no words of a customer: quality.h */
  bool foreign; /* words of a language that is not ours stand in it */
} comment;

bool hits_grow(comment *c, hit_list *l);
/* Room for one more hit, to be written whole; NULL when memory ends. */
static inline hit *hit_new(comment *c, family f) {
  hit_list *l = &c->hits[f];
  return l->len < l->cap || hits_grow(c, l) ? &l->list[l->len++] : NULL;
}
static inline bool token_is_punctuation(const comment *c, uint32_t t) {
  return c->seg.tokens[t].kind == VOX_TOKEN_PUNCTUATION;
}
/* The first folded character of a token. */
static inline uint32_t token_first(const comment *c, uint32_t t) { return c->seg.cp[c->seg.tokens[t].from]; }
/* What speaks in a comment, or of a theme, 1/100: both sides (0 or more), and for the middle, against praise
 * and against blame. */
typedef struct evidence_sum {
  int64_t positive, negative, neutral[2];
  int64_t best, worst; /* of its clauses, by hand-made entries alone; 0: not looked at */
  bool any;
} evidence_sum;
vox_sentiment sentiment_of(const lexicon *l, const evidence_sum *sum);
#endif
