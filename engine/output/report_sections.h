/* report_sections.h - the sections of a report behind its themes; each appends its members to the document.
 */
#ifndef OUTPUT_REPORT_SECTIONS_H
#define OUTPUT_REPORT_SECTIONS_H
#include "output/report_slice.h"

void section_segments(telling_work *k); /* "segments", "hierarchy" (report_segments.c) */
void section_trend(telling_work *k);    /* "trend" (report_trend.c) */
void section_compare(telling_work *k);  /* "compare" (report_compare.c) */
void section_emerging(telling_work *k); /* "emerging" (report_emerging.c) */
void section_drivers(telling_work *k);  /* "drivers", "cooccurrence" (report_drivers.c) */
void section_matrix(telling_work *k);   /* "matrix" (report_matrix.c) */
void section_measures(
    telling_work *k); /* "nss", "effort", "measures", "targets", "weighted" (report_measures.c) */
void section_choices(telling_work *k);   /* "choices" (report_choices.c) */
void section_customers(telling_work *k); /* "customers" (report_customers.c) */
void section_terms(telling_work *k);     /* "terms" (report_terms.c) */
void section_quality(telling_work *k);   /* "intents", "quality" (report_quality.c) */

/* "untagged_terms": words of rows without a theme (report_terms.c). */
void part_untagged_terms(telling_work *k);

/* The kept cells of a table in order of their keys; NULL and k->status when memory ends. Given back with
 * cells_done. */
const tally_cell **cells_of(telling_work *k, extras_table table, size_t *count);
void cells_done(telling_work *k, extras_table table, const tally_cell **list);
/* Theme cells of slices [0, count) that add up to shown totals: flags[i][position in list[i]->sub]. Slices
 * that are hidden themselves count as hidden. NULL: nothing is to be hidden, or memory ended (k->status). */
typedef struct hidden_themes {
  bool *flags;   /* count * most */
  uint32_t most; /* themes of the longest list */
  size_t count;
} hidden_themes;
hidden_themes hide_themes(telling_work *k, const tally_cell **list, const bool *hidden, size_t count);
static inline const bool *hidden_of(const hidden_themes *h, size_t i) {
  return h->flags ? h->flags + i * h->most : NULL;
}
void hide_done(telling_work *k, hidden_themes *h);
#endif
