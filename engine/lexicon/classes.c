/* classes.c - see classes.h. */
#include "lexicon/classes.h"

static const char *const CLASSES[CLASS_COUNT] = {
    [CLASS_NONE] = "none",
    [CLASS_SENTIMENT] = "sentiment",
    [CLASS_EMOTION] = "emotion",
    [CLASS_NEGATOR] = "negator",
    [CLASS_DOUBLE_NEGATION] = "double_negation",
    [CLASS_DEGREE] = "degree",
    [CLASS_CONTRAST] = "contrast",
    [CLASS_CONCESSION] = "concession",
    [CLASS_WISH] = "wish",
    [CLASS_QUESTION] = "question",
    [CLASS_COMPARISON] = "comparison",
    [CLASS_INTENT] = "intent",
    [CLASS_EXPECTATION] = "expectation",
    [CLASS_EFFORT] = "effort",
    [CLASS_NON_ANSWER] = "non_answer",
    [CLASS_THEME] = "theme",
    [CLASS_PAIR] = "pair",
    [CLASS_PAIR_LEFT] = "pair_left",
    [CLASS_PAIR_RIGHT] = "pair_right",
    [CLASS_WEIGHT] = "weight",
    [CLASS_WEIGHT_NEGATED] = "weight.negated",
    [CLASS_WEIGHT_PAIR] = "weight.pair",
    [CLASS_WEIGHT_LEFT] = "weight_left",
    [CLASS_WEIGHT_RIGHT] = "weight_right",
    [CLASS_EMOTION_WEIGHT] = "emotion_weight",
    [CLASS_JUNK] = "junk",
    [CLASS_RULE] = "rule",
    [CLASS_THEME_WEIGHT] = "theme.weight",
    [CLASS_ENTITY] = "entity",
};
static const char *const JUNK[JUNK_COUNT] = {"spam", "contact", "mash"};
static const char *const EMOTIONS[EMOTION_COUNT] = {"gratitude",   "respect", "joy",     "liking",
                                                    "surprise",    "worry",   "sadness", "disappointment",
                                                    "frustration", "anger",   "disgust"};
static const char *const INTENTS[INTENT_COUNT] = {"complaint", "suggestion",  "question",
                                                  "praise",    "churn",       "repurchase",
                                                  "recommend", "warn_others", "help"};
static const char *const EXPECTATIONS[EXPECTATION_COUNT] = {"below", "met", "above", "open"};
static const char *const SETTINGS[SETTING_COUNT] = {
    "prior_step",   "negation_reach", "negation_factor", "degree_reach",  "degree_limit",
    "wish_factor",  "pair_gap",       "repeat_factor",   "neutral_below", "mixed_above",
    "mixed_ratio",  "slope",          "offset",          "emotion_step",  "wish_praise",
    "neutral_step", "neutral_both",   "evidence_scale",  "mixed_clause",  "emotion_evidence",
#define OFFSETS(l)                                                                                           \
  "emotion_offset." l ".gratitude", "emotion_offset." l ".respect", "emotion_offset." l ".joy",              \
      "emotion_offset." l ".liking", "emotion_offset." l ".surprise", "emotion_offset." l ".worry",          \
      "emotion_offset." l ".sadness", "emotion_offset." l ".disappointment",                                 \
      "emotion_offset." l ".frustration", "emotion_offset." l ".anger", "emotion_offset." l ".disgust"
    OFFSETS("zh"),  OFFSETS("en")};

const char *entry_class_name(entry_class c) { return CLASSES[c]; }
const char *emotion_name(emotion e) { return EMOTIONS[e]; }
const char *intent_name(intent i) { return INTENTS[i]; }
const char *expectation_name(unsigned e) { return EXPECTATIONS[e]; }
const char *junk_name(junk j) { return JUNK[j]; }
const char *setting_name(setting s) { return SETTINGS[s]; }

bool setting_in_range(setting s, int32_t value) {
  static const int32_t ranges[SETTING_COUNT][2] = {
      [SETTING_PRIOR_STEP] = {1, 300},
      [SETTING_NEGATION_REACH] = {0, 9},
      [SETTING_NEGATION_FACTOR] = {-200, 200},
      [SETTING_DEGREE_REACH] = {0, 9},
      [SETTING_DEGREE_LIMIT] = {0, 10000},
      [SETTING_WISH_FACTOR] = {-200, 200},
      [SETTING_PAIR_GAP] = {0, 9},
      [SETTING_REPEAT_FACTOR] = {0, 100},
      [SETTING_NEUTRAL_BELOW] = {0, 10000},
      [SETTING_MIXED_ABOVE] = {0, 10000},
      [SETTING_MIXED_RATIO] = {0, 100},
      [SETTING_SLOPE] = {1, 1000},
      [SETTING_OFFSET] = {-1000, 1000},
      [SETTING_EMOTION_STEP] = {0, 10000},
      [SETTING_WISH_PRAISE] = {-200, 200},
      [SETTING_NEUTRAL_STEP] = {0, 1000},
      [SETTING_NEUTRAL_BOTH] = {0, 300},
      [SETTING_EVIDENCE_SCALE] = {0, 100000},
      [SETTING_MIXED_CLAUSE] = {0, 10000},
      [SETTING_EMOTION_EVIDENCE] = {0, 10000},
  };
  if (s >= SETTING_EMOTION_OFFSET_ZH) return value >= -NOT_LEARNED && value <= NOT_LEARNED;
  return value >= ranges[s][0] && value <= ranges[s][1];
}

static int index_of(const char *const *names, int count, vox_str name) {
  for (int i = 0; i < count; i++)
    if (str_eq(str_of(names[i]), name)) return i;
  return -1;
}

int emotion_by_name(vox_str name) { return index_of(EMOTIONS, EMOTION_COUNT, name); }
int intent_by_name(vox_str name) { return index_of(INTENTS, INTENT_COUNT, name); }
int expectation_by_name(vox_str name) { return index_of(EXPECTATIONS, EXPECTATION_COUNT, name); }
int junk_by_name(vox_str name) { return index_of(JUNK, JUNK_COUNT, name); }
int setting_by_name(vox_str name) { return index_of(SETTINGS, SETTING_COUNT, name); }
