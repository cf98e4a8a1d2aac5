/* work.h - the workspace of a segmenter, and what its cutters share.
 *
 * One comment lies as parallel arrays over its folded characters. Bit sets have a bit for each place: place i
 * stands before character i. Arrays are longer than the comment by GUARD elements, so that steps may look
 * ahead. */
#ifndef SEGMENT_WORK_H
#define SEGMENT_WORK_H
#include "base/vec.h"
#include "segment/dict_layout.h"
#include "segment/segment.h"

enum { GUARD = 64, UNIT_CHAIN = 128 };

/* STEPS: a loop that is compiled once for each kind of processor, within the function that calls it. */
#ifdef __GNUC__
#define STEPS static inline __attribute__((always_inline))
#else
#define STEPS static inline
#endif

#if defined(__x86_64__) && defined(__GNUC__)
#define SEGMENT_AVX2
#define SEGMENT_AVX512
#define AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))
#define AVX512                                                                                               \
  __attribute__((                                                                                            \
      target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2,avx512vpopcntdq,bmi,bmi2,popcnt")))
#endif

/* The ways to the same tokens; the best that the machine has is chosen when a segmenter is made. */
typedef enum segment_path {
  PATH_FOLD,     /* all text by fold_text: slow, for tests */
  PATH_PORTABLE, /* C */
  PATH_AVX2,     /* x86-64-v3: the same C with its instructions, pairs by gathers */
  PATH_AVX512    /* AVX-512 with VBMI2 */
} segment_path;

struct segmenter {
  mem *mem;
  segment_path path;
  const dict *dict; /* NULL while a dictionary is built: Han characters stand alone then */
  folded folded;    /* for comments that hold characters which do not fold one to one */
  vox_str text;
  uint32_t len;
  size_t cap; /* characters that the arrays have room for, GUARD not counted */
  void *block;

  uint32_t *cp, *begin;
  uint16_t *id;
  uint8_t *kind;
  uint64_t *easy; /* Han, and plain marks that stand alone: tokens are the pieces between places */
  uint64_t *han;  /* characters that are Han */
  uint64_t *gaps; /* white space, ends of lines among it */
  uint64_t *line_ends;
  uint64_t *two;     /* a word of two Han characters begins */
  uint64_t *longer;  /* a Han word of three or more begins */
  uint64_t *crossed; /* a word lies across the place; after the lattice: no token begins there */
  uint64_t *mixed;   /* a word begins that is not all Han */
  uint32_t
      *word; /* cell of the pair of characters that begins here; after the lattice: of the token's word */
  uint32_t *list;    /* places to look at again */
  uint64_t *best;    /* cheapest way from here to the end of a stretch */
  uint8_t *best_len; /* and its first word's length */
  token *tokens, *spare;
  uint32_t token_count;
  /* While a comment is divided: where its tokens begin and which characters are the last of one; those that
   * are not made of easy characters, and flags of others, in order. */
  uint64_t *begins, *lasts;
  uint32_t *ranks; /* how many tokens begin before place 64w */
  token *odd;
  uint32_t odd_count;

  uint64_t unit_heads[4];                         /* first characters of units, by their low bytes */
  uint8_t unit_first[256], unit_next[UNIT_CHAIN]; /* units by these bytes: numbers counted from 1 */
  uint8_t space;  /* own.c: TOKEN_SPACE when white space was passed since the last token */
  bool any_mixed; /* some bit of `mixed` is set */
  bool plain;     /* no character was flagged (decode.c) */
  bool parts;     /* some character folded to several; none stands outside of these: */
  uint32_t first_part, last_part;
  bool any_marks;    /* there may be emoji selectors or keycaps */
  bool breaks_known; /* `breaks` holds the UAX #29 word boundaries of this comment */
  uint8_t *breaks;
  segment_own_fn own; /* cuts in our place; NULL: we do */
  void *own_self;
};

static inline bool bit_get(const uint64_t *set, uint32_t at) { return set[at / 64] >> at % 64 & 1; }
static inline void bit_set(uint64_t *set, uint32_t at) { set[at / 64] |= (uint64_t)1 << at % 64; }
static inline void bit_clear(uint64_t *set, uint32_t at) { set[at / 64] &= ~((uint64_t)1 << at % 64); }

/* The 64 bits from `at` on. */
static inline uint64_t bits_from(const uint64_t *set, uint32_t at) {
  return set[at / 64] >> at % 64 | set[at / 64 + 1] << 1 << (63 - at % 64);
}

/* The first place from `at` whose bit is clear; there is one. */
static inline uint32_t next_clear(const uint64_t *set, uint32_t at) {
  uint32_t w = at / 64;
  uint64_t bits = ~set[w] >> at % 64;
  if (bits) return at + (uint32_t)__builtin_ctzll(bits);
  while (!~set[++w]) continue;
  return w * 64 + (uint32_t)__builtin_ctzll(~set[w]);
}

/* The kind of character `at`; beyond the end CHAR_NEWLINE. */
static inline char_kind kind_at(const segmenter *s, uint32_t at) {
  return at < s->len ? (char_kind)s->kind[at] : CHAR_NEWLINE;
}
/* The folded character `at`; beyond the end 0. */
static inline uint32_t cp_at(const segmenter *s, uint32_t at) { return at < s->len ? s->cp[at] : 0; }

/* tokens.c: lets from..to be one token, whatever was to begin in it. */
void tokens_cover(segmenter *s, uint32_t from, uint32_t to);

static inline token token_make(uint32_t from, uint32_t to, vox_token_kind kind, uint8_t flags) {
  uint32_t len = to - from < UINT16_MAX ? to - from : UINT16_MAX;
  uint16_t figure = kind == VOX_TOKEN_NUMBER ? (uint16_t)len : 0;
  return (token){from, to, (uint8_t)kind, flags, figure, 0};
}

/* A token that is not made of easy characters; there is room for one for each character. */
static inline void token_add(segmenter *s, uint32_t from, uint32_t to, vox_token_kind kind) {
  s->odd[s->odd_count++] = token_make(from, to, kind, 0);
  tokens_cover(s, from, to);
}

/* How far decoding has come: bytes read, characters written. */
typedef struct decode_cursor {
  size_t byte;
  uint32_t len;
} decode_cursor;

/* paths.c: the best path of this machine. */
segment_path path_best(void);
const char *path_name(segment_path path);

/* decode.c: folds the comment into cp, begin, id, kind and len. */
vox_status decode_text(segmenter *s, vox_str text, vox_error *err);
/* Decodes until byte `stop` or a little beyond it, character by character. False: no room or memory. */
bool decode_some(segmenter *s, decode_cursor *c, size_t stop);
/* decode_avx512.c: as much as whole vectors allow. */
bool decode_avx512(segmenter *s, decode_cursor *c);
/* arrays.c: room for `count` characters; what the arrays held is lost. */
bool segmenter_reserve(segmenter *s, size_t count);
void segmenter_give_block(segmenter *s);

/* Bits of 64 characters: of each kind; `plain`: ROW_MARK; `twin`: its id is that of the next one. */
typedef struct kind_sets {
  uint64_t han, space, newline, plain, twin;
} kind_sets;
/* cut_avx512.c: of characters 64w.., with a dictionary whose marks lie near each other. */
kind_sets kinds_avx512(const segmenter *s, uint32_t w);

/* han.c: finds the words of all stretches of Han and settles `crossed` and `word`. */
void han_settle(segmenter *s);

/* tokens.c: begins and lasts of easy characters' tokens. */
void tokens_begin(segmenter *s);
/* The token of easy characters before place `at` as an odd one, so that it can be changed. */
token *tokens_take(segmenter *s, uint32_t at);
/* Fills `tokens` from all this. */
void tokens_put(segmenter *s);
/* cut_avx512.c: the tokens of places 64w.., of which there are some; the end of the last one is not known
 * here. */
void cut_avx512(const segmenter *s, uint32_t w, token *out);

/* words.c: one token that begins with a letter, digit, kana or hangul at `at`; returns its end. */
uint32_t words_cut(segmenter *s, uint32_t at);
/* The end of a number with its sign of currency, fraction and percent sign; `at` if none begins there. */
uint32_t words_number(const segmenter *s, uint32_t at);
/* links.c: the end of a URL, e-mail address or host name that begins with the word from..word_end; 0: none
 * does. */
uint32_t links_end(const segmenter *s, uint32_t from, uint32_t word_end);
/* The end of the @name at `from`; 0: none. */
uint32_t links_name_end(const segmenter *s, uint32_t from);

/* own.c: the tokens of the caller's own cutter. VOX_ERR_PLUGIN: it failed, or what it gave are none. */
vox_status segment_own(segmenter *s);

/* marks.c: one token that begins with a mark, symbol or emoji. */
uint32_t marks_cut(segmenter *s, uint32_t at);
/* Is character `i` a keycap, or does a selector for emoji belong to it? */
bool marks_change(const segmenter *s, uint32_t i);
/* Characters that are emoji only because a selector or keycap follows: sets their kind. */
void marks_prepare(segmenter *s);
/* faces.c: the end of an emoticon that begins at `at`; `at` if none does. */
uint32_t faces_end(const segmenter *s, uint32_t at);
/* Can none begin with `cp`? */
bool faces_never(uint32_t cp);
/* Is a word of `len` letters (a..z) that ends there no face that is spelled with letters? */
bool faces_never_letters(const uint32_t *cp, uint32_t len);

/* mesh.c: cuts anew where words with Latin letters, digits or symbols in them stand. */
void mesh_settle(segmenter *s);
/* joins.c: numbers take the Chinese unit behind them; parts of one character of the text stay together. */
void joins_init(segmenter *s);
uint32_t joins_unit(segmenter *s, token *number); /* while a comment is divided; returns its new end */
void joins_units(segmenter *s);                   /* all of them, later */
void joins_parts(segmenter *s);
#endif
