/* report.h - what is counted over rows, and in which order it is told.
 *
 * Everything here is an integer, so that a report over any split of the rows, merged in any order, is the
 * same to the byte. Denominators (CONTRACT.md): NPS: all rows with a group. Shares and coverage: rows
 * answered and not a non-answer. Impact: rows with a group, answered, not a non-answer. A row counts once for
 * each theme and each of its parents, however many of its cells mention them.
 *
 * What a row counts as:
 *   rows         every row read, bad ones included (rows = good + bad)
 *   scored       a readable score
 *   answered     a text cell that is more than white space; such cells alone are looked at below
 *   non_answer   answered, and every analysed cell is a non-answer
 *   duplicate    the text of an earlier row again (non-answers aside): rows beyond the first of each text,
 *                exact while there are at most max_duplicates distinct texts
 *   spam         a cell was called spam
 *   other_language  in the share base, and no cell in a language of ours
 * Sentiment, emotions and themes are counted over the share base. A row's sentiment is the mean over its
 * cells, its emotion the maximum over them, its theme sentiment the mean over its hits of the theme and of
 * those under it, nulls left out; the row's label is mixed where its labels disagree.
 *
 * Bounded tables (quotes, duplicate hashes, input encodings) keep the K smallest by a fixed order, which
 * merges. */
#ifndef AGGREGATE_REPORT_H
#define AGGREGATE_REPORT_H
#include "aggregate/nps.h"
#include "aggregate/quotes.h"
#include "aggregate/stats.h"
#include "aggregate/tally.h"
#include "base/buf.h"

enum {
  REPORT_STEPS = 101, /* of a scale other than nps that are counted apart */
  QUOTES_MAX = 1000   /* a larger max_quotes is taken for this */
};

typedef struct base_counts {
  int64_t rows, scored, answered, non_answer, duplicate, spam, bad, other_language;
} base_counts;

typedef struct report report;

typedef struct report_config {
  uint32_t max_quotes, max_duplicates;
  bool is_nps;
  int32_t scale_min, scale_max;
  vox_str options_json; /* copied */
  const vox_str *asks;  /* what else is to be counted (plan.h); copied */
  size_t ask_count;
  uint32_t max_terms; /* distinct words kept; 0: none are counted */
  /* Appends a comment without what identifies a person, ill-formed UTF-8 mended; NULL: as it is. Quotes are
   * kept masked, so nothing else can leave a report. */
  vox_status (*mask)(buf *out, vox_str text);
} report_config;

/* VOX_ERR_ARGUMENT when a scale other than nps is empty. `names` must outlive the report. */
vox_status report_new(report **out, mem *m, const catalogue *names, const report_config *config,
                      vox_error *err);
void report_free(report *r);
/* One row: begin, add once for each analysed cell, end. A row that is not ended leaves no trace. */
vox_status report_begin(report *r, const vox_row *row, vox_error *err);
vox_status report_add(report *r, size_t cell, const vox_result *result, vox_error *err);
vox_status report_end(report *r, vox_error *err);
void report_bad_row(report *r);
/* `encoding` reads "UTF-8: why". */
vox_status report_input(report *r, vox_str encoding, vox_error *err);
/* VOX_ERR_ARGUMENT when lexicon or configuration differ. After VOX_ERR_MEMORY the counts of `into` are as
 * they were, and the merge may be tried again. */
vox_status report_merge(report *into, const report *from, vox_error *err);

/* ---- Reading it (output) ---- */
typedef struct report_view {
  const catalogue *names;
  const report_config *config;
  base_counts base;
  nps_counts nps, impact_base;  /* all rows with a group; rows of the impact base */
  int64_t share_base;           /* rows answered and not a non-answer */
  int64_t covered;              /* of these: rows with a theme outside overall.* */
  score_tally score;            /* other scales: scores in 1/10000, no labels */
  score_tally score_of_answers; /* the same, rows of the share base alone */
  int64_t steps[REPORT_STEPS];  /* other scales: rows by step; step i begins at scale_min + i * step_width */
  int32_t step_width, step_count;
  score_tally sentiment, sentiment_by_group[REPORT_GROUPS];
  const emotion_tally *emotions; /* EMOTION_COUNT */
  const theme_tally *themes;     /* names->theme_count, parents included */
  const vox_str *encodings;      /* "UTF-8: why", sorted, each once */
  size_t encoding_count;
  uint8_t digest[32]; /* order-free sum of the rows' SHA-256, little-endian mod 2^256 */
} report_view;
void report_view_of(const report *r, report_view *out);
/* Quotes to print for a theme and group (VOX_GROUP_NONE: scales other than nps): at most max_quotes,
 * near-duplicates left out. `out` has room for max_quotes. */
size_t report_quotes(const report *r, uint32_t theme, vox_group group, const quote **out);
/* Additive contribution of every theme (leaf hits only; theme_count + 1 values, the last is `untagged`) to
 * the impact base's NPS: exact integers over one common denominator, printed in 1/100 rounded by largest
 * remainder so that they sum to the printed NPS. All 0 where the impact base is empty. VOX_ERR_MEMORY. `out`
 * has theme_count + 1 elements. */
vox_status report_contributions(const report *r, int64_t *out, vox_error *err);
#endif
