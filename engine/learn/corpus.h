/* corpus.h - labelled comments as learning sees them: rows of features.
 *
 * A feature is W, N or P of analysis/learned.h; a row lists its features once each, with a mark on those that
 * stand twice or more. Rows that say the same (case, marks and white space aside) are one row, which
 * remembers the folds and the sets of all of them: leaving out a fold or a set leaves out its doubles
 * elsewhere as well. */
#ifndef LEARN_CORPUS_H
#define LEARN_CORPUS_H
#include "analysis/analyse.h"
#include "base/bytes.h"
#include "base/map.h"
#include "base/vec.h"

enum { FOLDS = 5, SETS_MAX = 64, GROUPS_MAX = 128 };

typedef enum feature_kind { FEATURE_WORD, FEATURE_NEGATED, FEATURE_PAIR } feature_kind;

typedef struct feature {
  uint8_t kind;
  bool sign;     /* an emoji, emoticon or [tag]: means the same in every domain */
  int16_t known; /* weight that the model gives it already, 1/100 */
  neutral_weights known_neutral;
  uint32_t left, right; /* words; right 0 unless it is a pair */
} feature;

#define CELL_REPEATED 1u /* a cell: feature number << 1 | CELL_REPEATED */

typedef struct sample {
  size_t first; /* into cells */
  uint32_t count;
  int32_t prior;    /* S of the hand-made lexicon, when adapting of the whole model; 1/100 */
  int32_t sides[2]; /* what praises and what blames in it by the hand-made lexicon, both 0 or more; 1/100 */
  uint64_t sets;    /* bit of every set in which the comment stands */
  int8_t label;     /* 1, -1, 0: of neither side, or unknown where `learn` is false */
  bool learn;       /* false: only to be measured */
  uint8_t folds;    /* bit of every fold in which it stands */
  uint8_t set, group;
  uint16_t emotions; /* bits: its gold emotions */
} sample;

typedef struct hand_sums {
  int16_t of[EMOTION_COUNT]; /* emotions_by_hand */
} hand_sums;

/* A set of comments, or a category of one: domains across which a weight has to agree. */
typedef struct named_group {
  vox_str name;
  uint8_t set;
} named_group;

typedef struct corpus {
  mem *mem;
  analyser *analyser;
  arena keep;
  bool chinese, english; /* which words carry features */
  int32_t sure; /* adapting: the model labels each row itself where |S| reaches this, 1/100; 0: never */
  map words, features, texts;
  map stop; /* folded words that get no weight by themselves */
  VEC(feature) list;
  VEC(sample) samples;
  VEC(hand_sums) hand; /* of each sample, when emotions are learned */
  bool emotions;
  VEC(uint32_t) cells;
  VEC(uint32_t) spelt; /* of the comment at hand: each token's word + 1 */
  VEC(vox_str) sets;
  VEC(named_group) groups;
  sha256_state digests[SETS_MAX];
  uint64_t rows[SETS_MAX];
  buf scratch;
} corpus;

vox_status corpus_init(corpus *c, mem *m, const dict *d, const lexicon *l, const catalogue *names,
                       vox_error *err);
void corpus_free(corpus *c);
/* Lines of words that must not carry a weight by themselves; `#` begins a comment. */
vox_status corpus_stop_words(corpus *c, vox_str lines, vox_error *err);

typedef struct labelled_text {
  vox_str set, category, text;
  vox_str whole; /* the text as its file has it: decides the fold */
  int8_t label;
  bool learn;
  uint16_t emotions;
} labelled_text;
vox_status corpus_add(corpus *c, const labelled_text *row, vox_error *err);
/* The bit of a set, or of none. */
uint64_t corpus_set_bit(const corpus *c, vox_str name);
/* The fold of a text: the first byte of its SHA-256, modulo 5. */
unsigned fold_of(vox_str text);
/* "好吃", "不 + 好吃": the feature's term as a lexicon writes it, escaped. */
void feature_term(const corpus *c, const feature *f, buf *out);
/* Is it, or a side of it, a word of opinion, degree, wish, question or the like in the hand-made lexicon? */
bool feature_judges(const corpus *c, const feature *f);
bool feature_is_stopped(const corpus *c, const feature *f);
#endif
