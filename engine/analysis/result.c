/* result.c - names of what a result holds as numbers. */
#include "analysis/result.h"

const char *lang_name(result_lang lang) {
  static const char *const names[] = {"zh-Hans", "zh-Hant", "yue", "en", "mixed", "other"};
  return names[lang];
}

const char *quality_name(unsigned bit) {
  static const char *const names[QUALITY_BITS] = {"non_answer",      "spam",    "gibberish",     "duplicate",
                                                  "copied_question", "garbled", "near_duplicate"};
  return names[bit];
}

const char *flag_name(unsigned bit) {
  static const char *const names[FLAG_BITS] = {"mixed",
                                               "suggestion",
                                               "contrast",
                                               "question",
                                               "group_conflict",
                                               "ruby",
                                               "doubled",
                                               "wrapper",
                                               "suggestion_explicit",
                                               "suggestion_wished",
                                               "expectation_below",
                                               "expectation_met",
                                               "expectation_above",
                                               "competitor",
                                               "competitor_wins",
                                               "competitor_loses",
                                               "score_text_conflict"};
  return names[bit];
}

const char *quantity_name(quantity_kind kind) {
  static const char *const names[] = {"duration_s", "count", "money_cny"};
  return names[kind];
}

const char *label_name(vox_label label) {
  static const char *const names[] = {NULL, "positive", "negative", "neutral", "mixed"};
  return names[label];
}
