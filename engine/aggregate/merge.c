/* merge.c - two reports into one: sums, and the smallest of both bounded tables. */
#include "aggregate/ratio.h"
#include "aggregate/row_digest.h"
#include "aggregate/state.h"
#include "base/status.h"

static vox_status check_alike(const report *a, const report *b, vox_error *err) {
  const report_config *c = &a->config, *d = &b->config;
  if (a->names->theme_count != b->names->theme_count ||
      memcmp(a->names->identity.sha256, b->names->identity.sha256, 64) != 0)
    return fail(err, VOX_ERR_ARGUMENT, "the reports were made with different lexicons");
  if (c->max_quotes != d->max_quotes || c->max_duplicates != d->max_duplicates || c->is_nps != d->is_nps ||
      (!c->is_nps && (c->scale_min != d->scale_min || c->scale_max != d->scale_max)) ||
      c->max_terms != d->max_terms || !str_eq(c->options_json, d->options_json) ||
      !plan_same(&a->extras.plan, &b->extras.plan))
    return fail(err, VOX_ERR_ARGUMENT, "the reports were made with different options");
  return VOX_OK;
}

/* A list of `into` takes a quote of `from`. Where the parent's list holds the same comment, its body is
 * shared. */
static bool take_quote(report *into, uint32_t theme, vox_group group, const quote *q) {
  quote_list *list = report_quote_list(into, theme, group);
  uint32_t parent = into->names->themes[theme].parent, max = report_candidates(into);
  if (!quotes_want(list, max, q->rank)) return true;
  quote_body *body = parent == NO_THEME ? NULL : quotes_find(report_quote_list(into, parent, group), q->body);
  if (body)
    body->users++;
  else
    body = quote_body_copy(into->mem, q->body);
  bool good = body && quotes_reserve(into->mem, list, max);
  if (good) quotes_add(into->mem, list, max, (quote){q->rank, body});
  quote_body_drop(into->mem, body);
  return good;
}

static vox_status merge_quotes(report *into, const report *from, vox_error *err) {
  for (uint32_t theme = 0; theme < from->names->theme_count; theme++)
    for (int g = 0; g < REPORT_GROUPS; g++) {
      const quote_list *l = report_quote_list(from, theme, (vox_group)g);
      for (uint32_t i = 0; i < l->len; i++)
        if (!take_quote(into, theme, (vox_group)g, &l->list[i])) return fail_memory(err);
    }
  return VOX_OK;
}

static void merge_base(base_counts *into, const base_counts *from) {
  into->rows += from->rows;
  into->scored += from->scored;
  into->answered += from->answered;
  into->non_answer += from->non_answer;
  into->spam += from->spam;
  into->bad += from->bad;
  into->other_language += from->other_language;
}

static void merge_counts(report_counts *into, const report_counts *from) {
  merge_base(&into->base, &from->base);
  nps_merge(&into->nps, &from->nps);
  nps_merge(&into->impact_base, &from->impact_base);
  into->share_base += from->share_base;
  into->covered += from->covered;
  score_tally_merge(&into->score, &from->score);
  score_tally_merge(&into->score_of_answers, &from->score_of_answers);
  for (int i = 0; i < REPORT_STEPS; i++) into->steps[i] += from->steps[i];
  score_tally_merge(&into->sentiment, &from->sentiment);
  for (int g = 0; g < REPORT_GROUPS; g++)
    score_tally_merge(&into->sentiment_by_group[g], &from->sentiment_by_group[g]);
  for (int e = 0; e < EMOTION_COUNT; e++) emotion_tally_merge(&into->emotions[e], &from->emotions[e]);
}

/* Counts of a partial report may be anything up to NUMBER_COUNT_MAX; this many of them still leave every
 * product within 64 bits. */
enum { PARTS_MAX = 8192 };

/* First all that may fail (taking quotes and encodings twice changes nothing), then the sums. */
vox_status report_merge(report *into, const report *from, vox_error *err) {
  vox_status status = check_alike(into, from, err);
  if (into->parts + from->parts + 1 > PARTS_MAX)
    return fail(err, VOX_ERR_LIMIT, "more than %d reports at once: merge some of them first", (int)PARTS_MAX);
  for (size_t i = 0; status == VOX_OK && i < from->encoding_count; i++)
    status = report_input(into, from->encodings[i], err);
  if (status == VOX_OK) status = merge_quotes(into, from, err);
  if (status == VOX_OK && !duplicates_reserve_merge(&into->duplicates, &from->duplicates))
    status = fail_memory(err);
  if (status == VOX_OK && !extras_reserve_merge(&into->extras, &from->extras)) status = fail_memory(err);
  if (status != VOX_OK) return status;
  extras_merge(&into->extras, &from->extras);
  duplicates_merge(&into->duplicates, &from->duplicates);
  merge_counts(&into->counts, &from->counts);
  for (uint32_t i = 0; i < into->names->theme_count; i++)
    theme_tally_merge(&into->themes[i], &from->themes[i]);
  for (uint32_t i = 0; i <= into->names->theme_count; i++)
    into->contributions[i] = add_wrapped(into->contributions[i], from->contributions[i]);
  digest_add(into->digest, from->digest);
  into->parts += from->parts + 1;
  return VOX_OK;
}
