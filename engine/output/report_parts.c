/* report_parts.c - see report_parts.h. */
#include "output/report_parts.h"
#include "aggregate/ratio.h"
#include "aggregate/suppress.h"

const char *const part_group_names[REPORT_GROUPS] = {NULL, "promoter", "passive", "detractor"};
const vox_group part_group_order[3] = {VOX_GROUP_PROMOTER, VOX_GROUP_PASSIVE, VOX_GROUP_DETRACTOR};

void part_interval(json_writer *w, const char *key, interval i, unsigned decimals) {
  json_key(w, key);
  if (!i.known) {
    json_null(w);
    return;
  }
  json_array_begin(w);
  json_fixed(w, i.low, decimals);
  json_fixed(w, i.high, decimals);
  json_array_end(w);
}

void part_share(json_writer *w, int64_t k, int64_t n) {
  json_key(w, "share");
  if (n > 0)
    json_fixed(w, ratio_round(10000 * k, n), 4);
  else
    json_null(w);
}

void part_share_interval(json_writer *w, int64_t k, int64_t n) {
  part_share(w, k, n);
  part_interval(w, "ci95", share_interval(k, n), 4);
}

void part_scores(json_writer *w, const score_tally *t) {
  json_key(w, "n"), json_int(w, t->n);
  json_key(w, "mean");
  if (t->n)
    json_score(w, score_tally_mean(t));
  else
    json_null(w);
  part_interval(w, "ci95", mean_interval(t->n, t->sum, t->squares), 4);
}

void part_sentiment(json_writer *w, const score_tally *t) {
  part_scores(w, t);
  json_key(w, "labels"), json_object_begin(w);
  for (int label = VOX_LABEL_POSITIVE; label < TALLY_LABELS; label++)
    json_key(w, label_name((vox_label)label)), json_int(w, t->labels[label]);
  json_key(w, "none"), json_int(w, t->labels[VOX_LABEL_NONE]);
  json_object_end(w);
}

bool part_groups(json_writer *w, const int64_t by_group[REPORT_GROUPS], bool is_nps, int64_t least) {
  bool hidden[REPORT_GROUPS] = {false};
  json_key(w, "by_group");
  if (!is_nps) {
    json_null(w);
    return true;
  }
  suppress(by_group, hidden, REPORT_GROUPS, least);
  json_object_begin(w);
  for (int i = 0; i < 3; i++) {
    json_key(w, part_group_names[part_group_order[i]]);
    hidden[part_group_order[i]] ? json_null(w) : json_int(w, by_group[part_group_order[i]]);
  }
  json_object_end(w);
  return !(hidden[0] || hidden[1] || hidden[2] || hidden[3]);
}
