/* report_terms.c - the words of the comments by rows, and those of comments without a theme. */
#include "aggregate/words.h"
#include "output/report_sections.h"

enum { TERMS_TOLD = 500, UNTAGGED_TOLD = 30, TERM_ROWS = 3 };

/* The cells with the greatest v[field], at most `max`; equals in order of their keys. */
static size_t greatest(const telling_work *k, const tally_cell **list, size_t count, int field, size_t max,
                       const tally_cell **out) {
  size_t n = 0;
  int64_t least = k->r->telling.min_n > TERM_ROWS ? k->r->telling.min_n : TERM_ROWS;
  for (size_t i = 0; i < count; i++) {
    size_t at = n;
    if (list[i]->v[field] < least || (n == max && list[i]->v[field] <= out[n - 1]->v[field])) continue;
    if (word_is_common(list[i]->key)) continue;
    while (at && out[at - 1]->v[field] < list[i]->v[field]) at--;
    if (n == max) n--;
    memmove(&out[at + 1], &out[at], (n - at) * sizeof *out);
    out[at] = list[i];
    n++;
  }
  return n;
}

static void add_term(telling_work *k, const tally_cell *e) {
  int64_t groups[REPORT_GROUPS] = {0, e->v[W_GROUPS], e->v[W_GROUPS + 1], e->v[W_GROUPS + 2]};
  json_object_begin(k->w);
  json_key(k->w, "term"), json_string(k->w, e->key);
  json_key(k->w, "n"), json_int(k->w, e->v[W_N]);
  part_share_interval(k->w, e->v[W_N], k->v->share_base);
  part_groups(k->w, groups, k->v->config->is_nps, k->r->telling.min_n);
  json_object_end(k->w);
}

/* "terms": what a later report may take for its baseline. */
void section_terms(telling_work *k) {
  size_t count;
  const tally_cell **list = cells_of(k, TABLE_TERM, &count), *top[TERMS_TOLD];
  size_t n = list ? greatest(k, list, count, W_N, TERMS_TOLD, top) : 0;
  json_key(k->w, "terms"), json_object_begin(k->w);
  json_key(k->w, "n"), json_int(k->w, k->v->share_base);
  json_key(k->w, "distinct"), json_int(k->w, (int64_t)count);
  json_key(k->w, "bounded"), json_bool(k->w, ledger_bounded(&k->r->extras.tables[TABLE_TERM]));
  json_key(k->w, "least"), json_int(k->w, n == TERMS_TOLD ? top[n - 1]->v[W_N] : n ? TERM_ROWS - 1 : 0);
  json_key(k->w, "list"), json_array_begin(k->w);
  for (size_t i = 0; i < n; i++) add_term(k, top[i]);
  json_array_end(k->w);
  json_object_end(k->w);
  cells_done(k, TABLE_TERM, list);
}

void part_untagged_terms(telling_work *k) {
  size_t count;
  const tally_cell **list = cells_of(k, TABLE_TERM, &count), *top[UNTAGGED_TOLD];
  size_t n = list ? greatest(k, list, count, W_UNTAGGED, UNTAGGED_TOLD, top) : 0;
  json_key(k->w, "untagged_terms"), json_array_begin(k->w);
  for (size_t i = 0; i < n; i++) {
    json_object_begin(k->w);
    json_key(k->w, "term"), json_string(k->w, top[i]->key);
    json_key(k->w, "untagged"), json_int(k->w, top[i]->v[W_UNTAGGED]);
    json_key(k->w, "n"), json_int(k->w, top[i]->v[W_N]);
    json_object_end(k->w);
  }
  json_array_end(k->w);
  cells_done(k, TABLE_TERM, list);
}
