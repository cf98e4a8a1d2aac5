/* view.c - a report as those read it who print it. */
#include "aggregate/nps.h"
#include "aggregate/state.h"
#include "base/status.h"

void report_view_of(const report *r, report_view *out) {
  const report_counts *c = &r->counts;
  *out = (report_view){.names = r->names,
                       .config = &r->config,
                       .base = c->base,
                       .nps = c->nps,
                       .impact_base = c->impact_base,
                       .share_base = c->share_base,
                       .covered = c->covered,
                       .score = c->score,
                       .score_of_answers = c->score_of_answers,
                       .sentiment = c->sentiment,
                       .emotions = c->emotions,
                       .themes = r->themes,
                       .encodings = r->encodings,
                       .encoding_count = r->encoding_count};
  out->base.duplicate = duplicates_repeats(&r->duplicates);
  memcpy(out->steps, c->steps, sizeof out->steps);
  memcpy(out->sentiment_by_group, c->sentiment_by_group, sizeof out->sentiment_by_group);
  memcpy(out->digest, r->digest, sizeof out->digest);
  if (r->config.is_nps) return;
  out->step_width = report_step_width(&r->config);
  out->step_count = (int32_t)(((int64_t)r->config.scale_max - r->config.scale_min) / out->step_width + 1);
}

size_t report_quotes(const report *r, uint32_t theme, vox_group group, const quote **out) {
  return quotes_pick(report_quote_list(r, theme, group), r->config.max_quotes, out);
}

/* ---- Contributions ---- */

/* What is left of a contribution after its whole hundredths. */
typedef struct remainder {
  int64_t left;
  bool rounded_up;
} remainder;

/* parts / whole in 1/10000, rounded down, by long division: no product leaves 64 bits. */
static int64_t divide_down(int64_t parts, int64_t whole, int64_t *left) {
  int64_t quotient = parts / whole, rest = parts % whole;
  if (rest < 0) quotient--, rest += whole;
  for (int digit = 0; digit < 4; digit++) {
    quotient = quotient * 10 + rest * 10 / whole;
    rest = rest * 10 % whole;
  }
  *left = rest;
  return quotient;
}

/* Gives the hundredths that rounding down took to the largest remainders, the first of equals. */
static void round_largest(int64_t *out, remainder *rest, size_t n, int64_t missing) {
  for (; missing > 0; missing--) {
    size_t best = 0;
    for (size_t i = 1; i < n; i++)
      if (rest[best].rounded_up || (!rest[i].rounded_up && rest[i].left > rest[best].left)) best = i;
    rest[best].rounded_up = true;
    out[best]++;
  }
}

vox_status report_contributions(const report *r, int64_t *out, vox_error *err) {
  size_t n = (size_t)r->names->theme_count + 1;
  memset(out, 0, n * sizeof *out);
  int64_t rows = nps_n(&r->counts.impact_base);
  if (rows <= 0 || rows > CONTRIBUTION_ROWS) return VOX_OK;
  remainder *rest = mem_array(r->mem, n, sizeof *rest);
  if (!rest) return fail_memory(err);
  int64_t missing = nps_centi(&r->counts.impact_base);
  for (size_t i = 0; i < n; i++) {
    out[i] = divide_down(r->contributions[i], CONTRIBUTION_UNIT * rows, &rest[i].left);
    missing -= out[i];
  }
  round_largest(out, rest, n, missing);
  mem_put(r->mem, rest, n * sizeof *rest);
  return VOX_OK;
}
