/* vox_result.c - what a comment said, one answer after the other. */
#include "analysis/result.h"

vox_sentiment vox_result_sentiment(const vox_result *r) { return r->sentiment; }

size_t vox_result_emotions(const vox_result *r, const vox_named_score **list) {
  *list = r->emotions;
  return r->emotion_count;
}

size_t vox_result_themes(const vox_result *r, const vox_theme_hit **list) {
  *list = r->themes;
  return r->theme_count;
}

size_t vox_result_alerts(const vox_result *r, const vox_alert **list) {
  *list = r->alerts;
  return r->alert_count;
}

size_t vox_result_evidence(const vox_result *r, const vox_evidence **list) {
  *list = r->evidence;
  return r->evidence_count;
}

size_t vox_result_tags(const vox_result *r, const vox_tag **list) {
  *list = r->tags;
  return r->tag_count;
}

const char *vox_result_lang(const vox_result *r) { return lang_name(r->lang); }

int vox_result_intent(const vox_result *r, size_t i, vox_intent_hit *out) {
  if (i >= r->intent_count) return 0;
  uint32_t theme = r->intents[i].theme;
  out->id = r->names->intents[r->intents[i].intent];
  out->theme = theme == NO_THEME ? (vox_str){NULL, 0} : r->names->themes[theme].id;
  return 1;
}

int vox_result_quantity(const vox_result *r, size_t i, vox_quantity *out) {
  if (i >= r->quantity_count) return 0;
  *out = (vox_quantity){quantity_name((quantity_kind)r->quantities[i].kind), r->quantities[i].value};
  return 1;
}

int vox_result_effort(const vox_result *r, int *effort) {
  if (r->has_effort) *effort = r->effort;
  return r->has_effort;
}

/* The name of the i-th bit that is set; NULL: there are not so many. */
static const char *bit_name(uint32_t bits, unsigned count, size_t i, const char *(*name)(unsigned)) {
  for (unsigned bit = 0; bit < count; bit++)
    if (bits & 1u << bit && i-- == 0) return name(bit);
  return NULL;
}

const char *vox_result_quality(const vox_result *r, size_t i) {
  return bit_name(r->quality, QUALITY_BITS, i, quality_name);
}

const char *vox_result_flag(const vox_result *r, size_t i) {
  return bit_name(r->flags, FLAG_BITS, i, flag_name);
}
