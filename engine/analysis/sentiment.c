/* sentiment.c - evidence to polarity. S is the sum of what the hits add, in 1/100; the public score is the
 * artefact's table of S; null where nothing evaluative was said.
 *
 * A comment is in the middle where |S| is below neutral_below, raised by the neutral weights of its words
 * (一般, 普通, 不错 + 但是) and by a part of its weaker side: who praises and blames takes no side. Mixed are
 * those in which both sides are strong; in the middle half as strong is enough. */
#include "analysis/stages.h"

static int64_t middle_of(const lexicon *l, const evidence_sum *sum, int64_t weak) {
  return lexicon_setting(l, SETTING_NEUTRAL_BELOW) +
         (sum->neutral * lexicon_setting(l, SETTING_NEUTRAL_STEP) +
          weak * lexicon_setting(l, SETTING_NEUTRAL_BOTH)) /
             100;
}

static vox_label label_of(const lexicon *l, const evidence_sum *sum) {
  int64_t weak = sum->positive < sum->negative ? sum->positive : sum->negative;
  int64_t strong = sum->positive < sum->negative ? sum->negative : sum->positive;
  int32_t above = lexicon_setting(l, SETTING_MIXED_ABOVE);
  bool even = weak * 100 >= strong * lexicon_setting(l, SETTING_MIXED_RATIO);
  if (even && weak > above) return VOX_LABEL_MIXED;
  if (strong == weak || strong - weak < middle_of(l, sum, weak))
    return even && 2 * weak > above ? VOX_LABEL_MIXED : VOX_LABEL_NEUTRAL;
  return sum->positive > sum->negative ? VOX_LABEL_POSITIVE : VOX_LABEL_NEGATIVE;
}

vox_sentiment sentiment_of(const lexicon *l, const evidence_sum *sum) {
  vox_sentiment s = {VOX_LABEL_NONE, 0, 0, 0};
  if (!sum->any) return s;
  int64_t raw = sum->positive - sum->negative;
  s.raw = (int32_t)(raw > INT32_MAX ? INT32_MAX : raw < INT32_MIN ? INT32_MIN : raw);
  s.label = label_of(l, sum);
  s.score = lexicon_public_score(l, s.raw);
  s.confidence = 5000 + (s.score < 0 ? -s.score : s.score) / 2;
  return s;
}

void answer_sentiment(const comment *c, vox_result *r) {
  const hit_list *l = &c->hits[FAMILY_SENTIMENT];
  evidence_sum sum = {0};
  for (uint32_t i = 0; i < l->len; i++) { /* which of them speak, and for what, cannot be foretold */
    const hit *h = &l->list[i];
    int64_t heard = 0 - (int64_t)!h->dropped, speaks = heard & (0 - (int64_t)(h->entry.weight != 0));
    int64_t praise = 0 - (int64_t)(h->sum > 0);
    sum.neutral += h->neutral & heard;
    sum.any |= speaks != 0;
    sum.positive += h->sum & speaks & praise;
    sum.negative -= h->sum & speaks & ~praise;
  }
  r->sentiment = sentiment_of(c->lexicon, &sum);
}
