/* sentiment.c - evidence to polarity. S is the sum of what the hits add, in 1/100; the public score is the
 * artefact's table of S, the flatter the more was said on both sides: who writes much finds many words for
 * what he thinks, and each says less. Null where nothing evaluative was said.
 *
 * A comment is in the middle where |S| is below neutral_below, raised by the neutral weights of its words
 * (一般, 普通, 不错 + 但是) and by a part of its weaker side: who praises and blames takes no side. A word
 * may speak for the middle against praise and not against blame (有点): of its two neutral weights that of
 * the stronger side counts. Mixed are those in which both sides are strong; in the middle half as strong is
 * enough.
 */
#include "analysis/stages.h"

static int64_t middle_of(const lexicon *l, const evidence_sum *sum, int64_t weak) {
  return lexicon_setting(l, SETTING_NEUTRAL_BELOW) +
         (sum->neutral[sum->negative > sum->positive] * lexicon_setting(l, SETTING_NEUTRAL_STEP) +
          weak * lexicon_setting(l, SETTING_NEUTRAL_BOTH)) /
             100;
}

/* One clause plainly praises, another plainly blames about as much: mixed, where all else that was said does
 * not outweigh it by far. */
static bool clauses_differ(const lexicon *l, const evidence_sum *sum, int64_t weak, int64_t strong) {
  int64_t plain = lexicon_setting(l, SETTING_MIXED_CLAUSE), best = sum->best, worst = -sum->worst;
  if (!plain || best < plain || worst < plain) return false;
  return 10 * (best < worst ? best : worst) >= 6 * (best < worst ? worst : best) && 10 * weak >= 4 * strong;
}

static vox_label label_of(const lexicon *l, const evidence_sum *sum) {
  int64_t weak = sum->positive < sum->negative ? sum->positive : sum->negative;
  int64_t strong = sum->positive < sum->negative ? sum->negative : sum->positive;
  int32_t above = lexicon_setting(l, SETTING_MIXED_ABOVE);
  bool even = weak * 100 >= strong * lexicon_setting(l, SETTING_MIXED_RATIO);
  if ((even && weak > above) || clauses_differ(l, sum, weak, strong)) return VOX_LABEL_MIXED;
  if (strong == weak || strong - weak < middle_of(l, sum, weak))
    return even && 2 * weak > above ? VOX_LABEL_MIXED : VOX_LABEL_NEUTRAL;
  return sum->positive > sum->negative ? VOX_LABEL_POSITIVE : VOX_LABEL_NEGATIVE;
}

/* The score of S * scale / (scale + both sides), between two rows of the table: S alone would give too many
 * comments the same one. */
static vox_score score_of(const lexicon *l, const evidence_sum *sum, int32_t raw) {
  enum { PARTS = 100 };
  int64_t scale = lexicon_setting(l, SETTING_EVIDENCE_SCALE);
  if (!scale) return lexicon_public_score(l, raw);
  int64_t fine = raw * scale * PARTS / (scale + sum->positive + sum->negative);
  int32_t whole = (int32_t)(fine / PARTS), part = (int32_t)(fine % PARTS);
  int32_t here = lexicon_public_score(l, whole);
  int32_t next = lexicon_public_score(l, part < 0 ? whole - 1 : whole + 1);
  return (vox_score)(here + (next - here) * (part < 0 ? -part : part) / PARTS);
}

vox_sentiment sentiment_of(const lexicon *l, const evidence_sum *sum) {
  vox_sentiment s = {VOX_LABEL_NONE, 0, 0, 0};
  if (!sum->any) return s;
  int64_t raw = sum->positive - sum->negative;
  s.raw = (int32_t)(raw > INT32_MAX ? INT32_MAX : raw < INT32_MIN ? INT32_MIN : raw);
  s.label = label_of(l, sum);
  s.score = score_of(l, sum, s.raw);
  s.confidence = 5000 + (s.score < 0 ? -s.score : s.score) / 2;
  return s;
}

static void note_clause(evidence_sum *sum, int64_t said) {
  if (said > sum->best) sum->best = said;
  if (said < sum->worst) sum->worst = said;
}

/* What the hand-made entries of the best and of the worst clause say. */
static void weigh_clauses(const comment *c, evidence_sum *sum) {
  const hit_list *l = &c->hits[FAMILY_SENTIMENT];
  int64_t said = 0;
  uint32_t clause = 0;
  for (uint32_t i = 0; i < l->len; i++) {
    const hit *h = &l->list[i];
    if (h->dropped || h->rules & RULE_LEARNED) continue;
    if (c->clause[h->from] != clause) note_clause(sum, said), said = 0;
    clause = c->clause[h->from];
    said += h->sum;
  }
  note_clause(sum, said);
}

void answer_sentiment(const comment *c, vox_result *r) {
  const hit_list *l = &c->hits[FAMILY_SENTIMENT];
  evidence_sum sum = {0};
  for (uint32_t i = 0; i < l->len; i++) { /* which of them speak, and for what, cannot be foretold */
    const hit *h = &l->list[i];
    int64_t heard = 0 - (int64_t)!h->dropped, speaks = heard & (0 - (int64_t)(h->entry.weight != 0));
    int64_t praise = 0 - (int64_t)(h->sum > 0);
    sum.neutral[0] += h->neutral.praised & heard;
    sum.neutral[1] += h->neutral.blamed & heard;
    sum.any |= speaks != 0;
    sum.positive += h->sum & speaks & praise;
    sum.negative -= h->sum & speaks & ~praise;
  }
  if (sum.positive && sum.negative) weigh_clauses(c, &sum);
  r->sentiment = sentiment_of(c->lexicon, &sum);
}
