/* added.h - words that are added to an opened dictionary: user dictionaries, without compiling anew.
 *
 * They lie beside the compiled words in a trie of their own, whose steps are kept in one hash table
 * {node, character} -> node. Characters are code points: a word may hold some that the dictionary has no id
 * for. Texts in which an added word stands are cut anew around it by mesh.c, over the words of both. */
#ifndef SEGMENT_ADDED_H
#define SEGMENT_ADDED_H
#include "base/vec.h"
#include "segment/dict_layout.h"

typedef struct added_word {
  uint32_t from; /* its characters in `text` */
  uint32_t cost, payload;
  uint8_t len;
  uint64_t count; /* how often it is used, as its file says; 0: not said */
  uint64_t edges; /* places at which it may be cut */
} added_word;

typedef struct added_step {
  uint32_t node, cp, child; /* child 0: a free row */
} added_step;

typedef struct added {
  mem *mem;
  const dict *dict;
  uint64_t least; /* a smaller count counts as this one */
  VEC(added_word) words;
  VEC(uint32_t) text;
  VEC(uint32_t) nodes; /* of each node: 1 + its word; 0: only longer words begin so */
  added_step *steps;
  size_t step_cap; /* a power of two */
  uint64_t *heads; /* a bit for the hash of the first two characters */
  folded folded;
  buf key;
  segmenter *atoms; /* cuts what is not Han */
} added;

/* A word that somebody adds is meant to be found: counts below `least` count as that, so that 顺滑 wins
 * against 不顺 in 不顺滑. */
vox_status added_new(added **out, mem *m, const dict *d, uint64_t least, vox_error *err);
void added_free(added *a);

/* What became of a word that was offered. */
typedef enum added_verdict {
  ADDED_WORD,
  ADDED_WHOLE,    /* it is one token in any case */
  ADDED_NOTHING,  /* nothing of it is left when it is folded */
  ADDED_TOO_LONG, /* more than WORD_MAX characters */
  ADDED_CONTROL   /* a control character or an end of line in it */
} added_verdict;
/* A word as it is written, of `count` uses; of repeated words the greatest count stands. VOX_ERR_MEMORY,
 * VOX_ERR_LIMIT. */
vox_status added_put(added *a, vox_str word, uint64_t count, added_verdict *verdict, vox_error *err);

/* Settles what the words cost: what their count says or, if less, one less than their cheapest split, so that
 * none is ever taken apart. `payload` tells the term number of a folded word (0: none). */
typedef uint32_t (*added_payload_fn)(void *context, const uint32_t *cps, size_t len);
vox_status added_settle(added *a, added_payload_fn payload, void *context, vox_error *err);
/* A digest of the words and counts, whatever their order. */
vox_status added_digest(const added *a, uint8_t digest[32], vox_error *err);

/* Gives the words to the dictionary, which frees them with itself. */
void dict_extend(dict *d, added *a);
/* Sets `mixed` where an added word begins. */
void added_find(segmenter *s);

/* ---- Look-ups ---- */

static inline size_t added_slot(const added *a, uint32_t node, uint32_t cp) {
  uint64_t h = ((uint64_t)node << 21 | cp) * 0x9E3779B97F4A7C15u;
  return (size_t)(h >> 20) & (a->step_cap - 1);
}

static inline bool added_go(const added *a, uint32_t *node, uint32_t cp) {
  for (size_t i = added_slot(a, *node, cp); a->steps[i].child; i = (i + 1) & (a->step_cap - 1))
    if (a->steps[i].node == *node && a->steps[i].cp == cp) return *node = a->steps[i].child, true;
  return false;
}

enum { ADDED_HEAD_BITS = 18 };
static inline uint32_t added_head(uint32_t first, uint32_t second) {
  return (first * 0x9E3779B1u ^ second * 0x85EBCA6Bu) * 0xC2B2AE35u >> (32 - ADDED_HEAD_BITS);
}

/* A walk over the added words that begin at a place of a text. A space in a word stands for one or more. */
typedef struct added_walk {
  const added *a;
  const uint32_t *cp;
  const uint8_t *kind;
  uint32_t len, end, node, word; /* `word`: the one that ends at `end` */
} added_walk;

static inline bool added_next(added_walk *w) {
  while (w->end < w->len) {
    uint32_t cp = w->cp[w->end];
    if (!added_go(w->a, &w->node, cp)) return false;
    for (w->end++; cp == ' ' && w->end < w->len && w->kind[w->end] == CHAR_SPACE; w->end++) continue;
    if (!w->a->nodes.ptr[w->node]) continue;
    w->word = w->a->nodes.ptr[w->node] - 1;
    return true;
  }
  return false;
}
#endif
