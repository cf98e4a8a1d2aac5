/* sentiment.c - evidence to polarity. S is the sum of what the hits add, in 1/100; the public score is the
 * artefact's table of S; null where nothing evaluative was said. */
#include "analysis/stages.h"

static vox_label label_of(const lexicon *l, int64_t positive, int64_t negative) {
  int64_t sum = positive - negative, weak = positive < negative ? positive : negative;
  int64_t strong = positive < negative ? negative : positive;
  if (weak > lexicon_setting(l, SETTING_MIXED_ABOVE) &&
      weak * 100 >= strong * lexicon_setting(l, SETTING_MIXED_RATIO))
    return VOX_LABEL_MIXED;
  int64_t size = sum < 0 ? -sum : sum;
  if (size < lexicon_setting(l, SETTING_NEUTRAL_BELOW)) return VOX_LABEL_NEUTRAL;
  return sum > 0 ? VOX_LABEL_POSITIVE : VOX_LABEL_NEGATIVE;
}

vox_sentiment sentiment_of(const lexicon *l, int64_t positive, int64_t negative, bool any) {
  vox_sentiment s = {VOX_LABEL_NONE, 0, 0, 0};
  if (!any) return s;
  int64_t sum = positive - negative;
  s.raw = (int32_t)(sum > INT32_MAX ? INT32_MAX : sum < INT32_MIN ? INT32_MIN : sum);
  s.label = label_of(l, positive, negative);
  s.score = lexicon_public_score(l, s.raw);
  s.confidence = 5000 + (s.score < 0 ? -s.score : s.score) / 2;
  return s;
}

void answer_sentiment(const comment *c, vox_result *r) {
  const hit_list *l = &c->hits[FAMILY_SENTIMENT];
  int64_t positive = 0, negative = 0;
  bool any = false;
  for (uint32_t i = 0; i < l->len; i++) {
    const hit *h = &l->list[i];
    if (h->dropped || h->entry.weight == 0) continue;
    any = true;
    if (h->sum > 0)
      positive += h->sum;
    else
      negative -= h->sum;
  }
  r->sentiment = sentiment_of(c->lexicon, positive, negative, any);
}
