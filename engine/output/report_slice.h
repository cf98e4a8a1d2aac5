/* report_slice.h - the figures of a set of rows (aggregate/slice.h), wherever a report tells one. */
#ifndef OUTPUT_REPORT_SLICE_H
#define OUTPUT_REPORT_SLICE_H
#include "aggregate/contrast.h"
#include "aggregate/state.h"
#include "output/report_parts.h"

/* What every section needs. */
typedef struct telling_work {
  json_writer *w;
  const report *r;
  const report_view *v;
  mem *mem;
  vox_status status; /* the first failure */
} telling_work;

/* Three numbers (n, sum, sum of squares) as a tally; `scale`: the squares are in 1/scale of the tally's. */
score_tally tally_at(const int64_t *at, uint64_t scale);

/* Members of the object at hand: n, answered, base, nps or score, nss, sentiment, effort, measures. */
void part_slice(telling_work *k, const int64_t *v);
/* "nps": {...}, "nss": {...}, "effort": {...}, "measures": [...] alone. */
void part_nps(json_writer *w, const char *key, const nps_counts *c);
void part_nss(json_writer *w, const int64_t *labels);
void part_effort(json_writer *w, const int64_t *v);
void part_measures(telling_work *k, const int64_t *v);
/* "key": {value, ci95, p, formula} or null. */
void part_difference(json_writer *w, const char *key, const difference *d, unsigned decimals,
                     const char *formula);
/* "themes": those of a slice, most rows first; `hidden`: by position in `sub`, NULL: none. */
void part_slice_themes(telling_work *k, const int64_t *v, const sparse *sub, const bool *hidden);
#endif
