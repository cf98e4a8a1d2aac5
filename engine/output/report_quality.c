/* report_quality.c - what was meant to be done (intents), and how good the data are. */
#include "output/report_sections.h"

static void add_share(json_writer *w, const char *key, int64_t n, int64_t of) {
  json_key(w, key), json_object_begin(w);
  json_key(w, "n"), json_int(w, n);
  json_key(w, "of"), json_int(w, of);
  part_share_interval(w, n, of);
  json_object_end(w);
}

static void add_intents(telling_work *k) {
  json_writer *w = k->w;
  json_key(w, "intents"), json_array_begin(w);
  for (int i = 0; i < INTENT_COUNT; i++) {
    const int64_t *groups = k->r->extras.intents[i];
    int64_t n = groups[0] + groups[1] + groups[2] + groups[3];
    if (!n || n < k->r->telling.min_n) continue;
    json_object_begin(w);
    json_key(w, "id"), json_string(w, k->v->names->intents[i]);
    json_key(w, "n"), json_int(w, n);
    part_share_interval(w, n, k->v->share_base);
    part_groups(w, groups, k->v->config->is_nps, k->r->telling.min_n);
    json_object_end(w);
  }
  json_array_end(w);
}

static void add_counts(telling_work *k) {
  json_writer *w = k->w;
  const extras *x = &k->r->extras;
  json_key(w, "quality_flags"), json_object_begin(w);
  for (unsigned i = 0; i < QUALITY_BITS; i++) json_key(w, quality_name(i)), json_int(w, x->quality[i]);
  json_object_end(w);
  json_key(w, "flags"), json_object_begin(w);
  for (unsigned i = 0; i < FLAG_BITS; i++) json_key(w, flag_name(i)), json_int(w, x->flags[i]);
  json_object_end(w);
  json_key(w, "languages"), json_object_begin(w);
  for (int i = 0; i < LANGS; i++) json_key(w, lang_name((result_lang)i)), json_int(w, x->langs[i]);
  json_object_end(w);
}

static void add_roles(telling_work *k) {
  static const char *const names[ROW_ROLES] = {"other", "reason_neg", "reason_pos", "suggestion",
                                               "expectation"};
  json_writer *w = k->w;
  json_key(w, "roles"), json_array_begin(w);
  for (int i = 0; i < ROW_ROLES; i++) {
    const int64_t *v = k->r->extras.roles[i];
    if (!v[R_CELLS]) continue;
    json_object_begin(w);
    json_key(w, "role"), json_text(w, names[i]);
    json_key(w, "cells"), json_int(w, v[R_CELLS]);
    add_share(w, "non_answers", v[R_NON_ANSWERS], v[R_CELLS]);
    json_key(w, "labels"), json_object_begin(w);
    for (int label = VOX_LABEL_POSITIVE; label < TALLY_LABELS; label++)
      json_key(w, label_name((vox_label)label)), json_int(w, v[R_LABELS + label]);
    json_key(w, "none"), json_int(w, v[R_LABELS]);
    json_object_end(w);
    json_object_end(w);
  }
  json_array_end(w);
}

void section_quality(telling_work *k) {
  const base_counts *b = &k->v->base;
  const int64_t *all = k->r->extras.all;
  add_intents(k);
  json_key(k->w, "quality"), json_object_begin(k->w);
  add_share(k->w, "comment_rate", b->answered, b->rows - b->bad);
  add_share(k->w, "non_answers", b->non_answer, b->answered);
  add_share(k->w, "duplicates", b->duplicate, k->v->share_base);
  add_share(k->w, "spam", b->spam, b->answered);
  add_share(k->w, "bad_rows", b->bad, b->rows);
  add_share(k->w, "score_text_conflict", all[S_CONFLICT], all[S_CONFLICT_N]);
  add_share(k->w, "group_name_conflict", k->r->extras.group_conflicts, b->scored);
  add_counts(k);
  add_roles(k);
  json_object_end(k->w);
}
