/* emotion.c - evidence to emotions. The strongest hit of an emotion gives its score, each further one adds a
 * tenth; a negated emotion is not there. */
#include "analysis/stages.h"

enum { FURTHER_HIT = 1000, HIGHEST = 10000 };

static bool counts(const hit *h) { return !h->dropped && !(h->rules & RULE_NEGATED); }

static vox_score score_of(const comment *c, emotion e) {
  const hit_list *l = &c->hits[FAMILY_EMOTION];
  int64_t best = 0, hits = 0;
  for (uint32_t i = 0; i < l->len; i++) {
    const hit *h = &l->list[i];
    if (h->entry.label != e || !counts(h)) continue;
    int64_t one = (int64_t)h->sum * lexicon_setting(c->lexicon, SETTING_EMOTION_STEP) / 100;
    if (one > best) best = one;
    hits++;
  }
  int64_t score = best + (hits > 1 ? (hits - 1) * FURTHER_HIT : 0);
  return (vox_score)(score > HIGHEST ? HIGHEST : score);
}

vox_status answer_emotions(const comment *c, vox_result *r) {
  vox_named_score *list = arena_array(c->arena, EMOTION_COUNT, sizeof *list);
  uint8_t *ids = arena_array(c->arena, EMOTION_COUNT, sizeof *ids);
  if (!list || !ids) return VOX_ERR_MEMORY;
  r->emotions = list;
  r->emotion_ids = ids;
  r->emotion_count = 0;
  if (!c->hits[FAMILY_EMOTION].len) return VOX_OK;
  for (int e = 0; e < EMOTION_COUNT; e++) {
    vox_score score = score_of(c, (emotion)e);
    if (score <= 0) continue;
    list[r->emotion_count] = (vox_named_score){r->names->emotions[e], score};
    ids[r->emotion_count++] = (uint8_t)e;
  }
  return VOX_OK;
}
