/* conflict.c - a score and a text that contradict each other: a 10 with anger, a 0 with praise. A scale read
 * the wrong way round, sarcasm, or an answer that belongs to another row. */
#include "analysis/result.h"

enum { HIGH = 900, LOW = 200, CLEAR = 7500 }; /* scores of 0..10 in 1/100; of the text in 1/10000 */

static bool has_emotion(const vox_result *r, unsigned from, unsigned to) {
  for (size_t i = 0; i < r->emotion_count; i++)
    if (r->emotion_ids[i] >= from && r->emotion_ids[i] <= to) return true;
  return false;
}

static bool has_intent(const vox_result *r, unsigned a, unsigned b) {
  for (size_t i = 0; i < r->intent_count; i++)
    if (r->intents[i].intent == a || r->intents[i].intent == b) return true;
  return false;
}

/* Plainly against: more than a complaint about one thing, which those who score high have too. */
static bool is_against(const vox_result *r) {
  vox_sentiment s = r->sentiment;
  if (s.label != VOX_LABEL_NEGATIVE) return false;
  bool heated = has_emotion(r, EMOTION_ANGER, EMOTION_DISGUST);
  return heated || has_intent(r, INTENT_CHURN, INTENT_WARN_OTHERS) || s.score <= -CLEAR;
}

static bool is_for(const vox_result *r) {
  vox_sentiment s = r->sentiment;
  if (s.label != VOX_LABEL_POSITIVE) return false;
  return has_emotion(r, EMOTION_GRATITUDE, EMOTION_LIKING) ||
         has_intent(r, INTENT_RECOMMEND, INTENT_REPURCHASE) || s.score >= CLEAR;
}

bool contradicts_score(const vox_result *r, const vox_row *row, vox_role role) {
  if (!row->has_score || row->group == VOX_GROUP_NONE) return false;
  if (row->score_centi >= HIGH && row->group == VOX_GROUP_PROMOTER)
    return role != VOX_ROLE_REASON_NEG && role != VOX_ROLE_SUGGESTION && is_against(r);
  return row->score_centi <= LOW && row->group == VOX_GROUP_DETRACTOR && role != VOX_ROLE_REASON_POS &&
         is_for(r);
}
