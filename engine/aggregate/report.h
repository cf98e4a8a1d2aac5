/* report.h - what is counted over rows, and in which order it is told.
 *
 * Everything here is an integer, so that a report over any split of the rows, merged in any order, is the same to the
 * byte. Denominators (CONTRACT.md): NPS: all rows with a group. Shares and coverage: rows answered and not a non-answer.
 * Impact: rows with a group, answered, not a non-answer. A row counts once for each theme and each of its parents,
 * however many of its cells mention them.
 *
 * Bounded tables (quotes, duplicate hashes, input encodings) keep the K smallest by a fixed order, which merges. */
#ifndef AGGREGATE_REPORT_H
#define AGGREGATE_REPORT_H
#include "aggregate/nps.h"
#include "aggregate/stats.h"
#include "analysis/result.h"

enum { REPORT_GROUPS = 4 }; /* index: vox_group; 0 holds rows without a group */

typedef struct sum128 { /* a sum of squares that cannot overflow */
  uint64_t high, low;
} sum128;

typedef struct score_tally {
  int64_t n, sum; /* null scores are not counted; 1/10000 */
  sum128 squares;
  int64_t labels[5]; /* by vox_label; [VOX_LABEL_NONE]: the nulls */
} score_tally;

typedef struct emotion_tally {
  int64_t n, sum; /* rows with it; sum of scores, 1/10000 */
  int64_t by_group[REPORT_GROUPS];
} emotion_tally;

typedef struct theme_tally {
  int64_t n, mentions;              /* rows; cells */
  int64_t by_group[REPORT_GROUPS];  /* rows: the impact counts are those of groups 1..3 */
  score_tally sentiment;            /* one a row: the mean of its cells' theme scores */
  emotion_tally emotions[EMOTION_COUNT];
} theme_tally;

typedef struct quote {
  uint64_t rank; /* smaller is better; ties by key */
  uint8_t key[32];
  vox_str id, text;     /* owned by the report */
  bool id_is_json;
} quote;

typedef struct quote_list {
  quote *list; /* ascending */
  uint32_t len, cap;
} quote_list;

typedef struct base_counts {
  int64_t rows, scored, answered, non_answer, duplicate, spam, bad, other_language;
} base_counts;

typedef struct report report;

typedef struct report_config {
  uint32_t max_quotes, max_duplicates;
  bool is_nps;
  int32_t scale_min, scale_max;
  vox_str options_json;
} report_config;

vox_status report_new(report **out, mem *m, const catalogue *names, const report_config *config, vox_error *err);
void report_free(report *r);
vox_status report_begin(report *r, const vox_row *row, vox_error *err);
vox_status report_add(report *r, size_t cell, const vox_result *result, vox_error *err);
vox_status report_end(report *r, vox_error *err);
void report_bad_row(report *r);
vox_status report_input(report *r, vox_str encoding, vox_error *err);
/* VOX_ERR_ARGUMENT when lexicon or configuration differ. */
vox_status report_merge(report *into, const report *from, vox_error *err);

/* ---- Reading it (output/report_json) ---- */
typedef struct report_view {
  const catalogue *names;
  const report_config *config;
  base_counts base;
  nps_counts nps, impact_base; /* all rows with a group; rows of the impact base */
  int64_t share_base;          /* rows answered and not a non-answer */
  int64_t covered;             /* of these: rows with a theme outside overall.* */
  int64_t scores[101];         /* other scales: rows by score - scale_min (clamped to 101 steps) */
  score_tally sentiment, sentiment_by_group[REPORT_GROUPS];
  const emotion_tally *emotions;    /* EMOTION_COUNT */
  const theme_tally *themes;        /* names->theme_count, parents included */
  const vox_str *encodings;         /* sorted, each once */
  size_t encoding_count;
  uint8_t digest[32];               /* order-free sum of the rows' SHA-256, little-endian mod 2^256 */
} report_view;
void report_view_of(const report *r, report_view *out);
/* Quotes to print for a theme and group: at most max_quotes, near-duplicates left out. `out` has room for max_quotes. */
size_t report_quotes(const report *r, uint32_t theme, vox_group group, const quote **out);
/* Additive contribution of every theme (leaf hits only; theme_count + 1 values, the last is `untagged`) to the impact
 * base's NPS: exact integers over one common denominator, printed in 1/100 rounded by largest remainder so that they sum
 * to the printed NPS. VOX_ERR_MEMORY. `out` has theme_count + 1 elements. */
vox_status report_contributions(const report *r, int64_t *out, vox_error *err);
#endif
