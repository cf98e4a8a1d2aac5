/* classes.h - the classes of entries, their numbers in the artefact and their names in the sources. */
#ifndef LEXICON_CLASSES_H
#define LEXICON_CLASSES_H
#include "base/span.h"
#include <stdbool.h>

/* Values are part of the artefact: append only. */
typedef enum entry_class {
  CLASS_NONE,
  CLASS_SENTIMENT, /* weight */
  CLASS_EMOTION,   /* label: emotion, weight: intensity 100..300 */
  CLASS_NEGATOR,   /* reach: tokens */
  CLASS_DOUBLE_NEGATION,
  CLASS_DEGREE, /* weight: factor in 1/100 */
  CLASS_CONTRAST,
  CLASS_CONCESSION,
  CLASS_WISH,
  CLASS_QUESTION,
  CLASS_COMPARISON,  /* weight: -100 own side loses, 100 wins, 0 open */
  CLASS_INTENT,      /* label: intent, weight: strength */
  CLASS_EXPECTATION, /* label: 0 below, 1 met, 2 above */
  CLASS_EFFORT,      /* weight -200..200 */
  CLASS_NON_ANSWER,
  CLASS_THEME, /* label: theme index */
  CLASS_PAIR,  /* weight; stands in section PAIR, its two terms carry CLASS_PAIR_LEFT, CLASS_PAIR_RIGHT */
  CLASS_PAIR_LEFT,
  CLASS_PAIR_RIGHT,
  CLASS_WEIGHT,         /* weight: learned, of a whole token */
  CLASS_WEIGHT_NEGATED, /* weight: added where the token stands under a negation */
  CLASS_WEIGHT_PAIR,    /* weight of two tokens side by side; section WPAR, its terms carry the next two */
  CLASS_WEIGHT_LEFT,
  CLASS_WEIGHT_RIGHT,
  CLASS_EMOTION_WEIGHT, /* label: emotion, weight: learned, of a whole token */
  CLASS_JUNK,           /* label: junk, weight: how much it speaks for an advertisement */
  CLASS_RULE,           /* label: leaf of the rules that ask for the term */
  CLASS_THEME_WEIGHT,   /* label: theme index, weight: what the term adds to the theme's sum */
  CLASS_ENTITY, /* entity.competitor; weight: -100 the rival wins by its name alone, 100 it loses, 0 open */
  CLASS_COUNT
} entry_class;

/* Labels of CLASS_EXPECTATION; an open one takes the side of the opinion beside it. */
enum { EXPECTATION_BELOW, EXPECTATION_MET, EXPECTATION_ABOVE, EXPECTATION_OPEN, EXPECTATION_COUNT };

#define ENTRY_AFTER  1u  /* acts on what stands before it */
#define ENTRY_END    2u  /* only at the end of a clause */
#define ENTRY_WEAK   4u  /* theme: only beside another term of the same branch */
#define ENTRY_PREFIX 8u  /* the term ended in a star: matches the rest of the word */
#define ENTRY_COPY   16u /* came by an alias */
#define ENTRY_HIDES  32u /* theme: says nothing itself, what stands inside is not read */

typedef enum emotion {
  EMOTION_GRATITUDE,
  EMOTION_RESPECT,
  EMOTION_JOY,
  EMOTION_LIKING,
  EMOTION_SURPRISE,
  EMOTION_WORRY,
  EMOTION_SADNESS,
  EMOTION_DISAPPOINTMENT,
  EMOTION_FRUSTRATION,
  EMOTION_ANGER,
  EMOTION_DISGUST,
  EMOTION_COUNT
} emotion;

typedef enum intent {
  INTENT_COMPLAINT,
  INTENT_SUGGESTION,
  INTENT_QUESTION,
  INTENT_PRAISE,
  INTENT_CHURN,
  INTENT_REPURCHASE,
  INTENT_RECOMMEND,
  INTENT_WARN_OTHERS,
  INTENT_HELP,
  INTENT_COUNT
} intent;

/* Words of comments that are none. */
typedef enum junk {
  JUNK_SPAM,    /* of advertisements; the weight says how sure */
  JUNK_CONTACT, /* announces a number or name to write to */
  JUNK_MASH,    /* what an input method makes of keys pressed at random */
  JUNK_COUNT
} junk;

/* Parameters of scoring, class `setting` of the sources (lexicons/common/settings.tsv); each must be given
 * once. */
typedef enum setting {
  SETTING_PRIOR_STEP,       /* raw weight (1/100) of one step of polarity */
  SETTING_NEGATION_REACH,   /* tokens, where a negator names none */
  SETTING_NEGATION_FACTOR,  /* percent, -50 */
  SETTING_DEGREE_REACH,     /* tokens */
  SETTING_DEGREE_LIMIT,     /* degrees act on |weight| below this (1/100) */
  SETTING_WISH_FACTOR,      /* percent, 50 */
  SETTING_PAIR_GAP,         /* tokens between the two sides */
  SETTING_REPEAT_FACTOR,    /* percent a second hit of the same entry counts; a third counts nothing */
  SETTING_NEUTRAL_BELOW,    /* |S| below it is neutral (1/100) */
  SETTING_MIXED_ABOVE,      /* mixed: both sides exceed it (1/100) */
  SETTING_MIXED_RATIO,      /* and the weaker side is at least so many percent of the stronger */
  SETTING_SLOPE,            /* p = sigma((slope * S + 100 * offset) / 10000), S in 1/100, flattened: */
  SETTING_OFFSET,           /* 1/100; score = 2 p - 1 */
  SETTING_EMOTION_STEP,     /* 1/10000 of score for one step of intensity */
  SETTING_WISH_PRAISE,      /* percent, for praise inside a wish clause: what is wished for is not there */
  SETTING_NEUTRAL_STEP,     /* percent: what a neutral weight adds to the |S| that is still neutral */
  SETTING_NEUTRAL_BOTH,     /* percent of the weaker side that adds to it as well */
  SETTING_EVIDENCE_SCALE,   /* S * scale / (scale + both sides), 1/100; 0: S as it is */
  SETTING_MIXED_CLAUSE,     /* mixed too: one clause praises and another blames by so much (1/100); 0: off */
  SETTING_EMOTION_EVIDENCE, /* learned weights above 0 that an emotion needs without a hand-made entry, 1/100
                             */
  /* What the sum of an emotion must exceed where learned weights speak of it, 1/100: of Chinese, then of
   * English comments, in order of emotions. NOT_LEARNED: hand-made entries alone speak. May be left out. */
  SETTING_EMOTION_OFFSET_ZH,
  SETTING_EMOTION_OFFSET_EN = SETTING_EMOTION_OFFSET_ZH + EMOTION_COUNT,
  SETTING_LAST = SETTING_EMOTION_OFFSET_EN + EMOTION_COUNT - 1,
  SETTING_COUNT
} setting;
enum { NOT_LEARNED = 1000 };

const char *entry_class_name(entry_class c);     /* "sentiment"; as in evidence's "kind" */
const char *emotion_name(emotion e);             /* "gratitude" */
const char *intent_name(intent i);               /* "complaint" */
const char *junk_name(junk j);                   /* "spam" */
const char *expectation_name(unsigned e);        /* "below", "met", "above", "open" */
bool setting_in_range(setting s, int32_t value); /* what scoring can work with */
const char *setting_name(setting s);             /* "prior_step" */
/* The reverse; -1 when it is no such name. */
int emotion_by_name(vox_str name);
int intent_by_name(vox_str name);
int expectation_by_name(vox_str name);
int junk_by_name(vox_str name);
int setting_by_name(vox_str name);
#endif
