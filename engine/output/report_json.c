/* report_json.c - see report_json.h. The document is written compactly first, then indented. */
#include "output/report_json.h"
#include "aggregate/ratio.h"
#include "base/bytes.h"
#include "base/status.h"
#include "output/indent.h"
#include "output/report_sections.h"
#include <inttypes.h>
#include <stdio.h>

#define WORD_(x)       #x
#define WORD(x)        WORD_(x)
#define ENGINE_VERSION WORD(VOX_VERSION_MAJOR) "." WORD(VOX_VERSION_MINOR) "." WORD(VOX_VERSION_PATCH)

/* What stands before the colon of "UTF-8: why". */
static vox_str name_of(vox_str encoding) {
  vox_str rest = encoding;
  return str_cut(&rest, ':');
}

static void add_input(json_writer *w, const report_view *v) {
  char hex[65];
  hex256(v->digest, hex);
  json_key(w, "input"), json_object_begin(w);
  json_key(w, "digest"), json_text(w, hex);
  json_key(w, "rows"), json_int(w, v->base.rows);
  json_key(w, "encodings"), json_array_begin(w);
  for (size_t i = 0; i < v->encoding_count; i++)
    if (i == 0 || !str_eq(name_of(v->encodings[i]), name_of(v->encodings[i - 1])))
      json_string(w, name_of(v->encodings[i]));
  json_array_end(w);
  json_key(w, "encoding_reasons"), json_array_begin(w);
  for (size_t i = 0; i < v->encoding_count; i++) json_string(w, v->encodings[i]);
  json_array_end(w);
  json_object_end(w);
}

static void add_told(json_writer *w, const telling *t) {
  json_key(w, "told"), json_object_begin(w);
  json_key(w, "min_n"), json_int(w, t->min_n);
  json_key(w, "min_quotes"), json_int(w, t->min_quotes);
  json_key(w, "baseline"), t->before_digest.len ? json_string(w, t->before_digest) : json_null(w);
  json_object_end(w);
}

static void add_manifest(json_writer *w, const report *r, const report_view *v) {
  const lexicon_identity *words = &v->names->identity;
  vox_str options = v->config->options_json;
  json_key(w, "manifest"), json_object_begin(w);
  json_key(w, "engine"), json_text(w, ENGINE_VERSION);
  json_key(w, "lexicon"), json_object_begin(w);
  json_key(w, "id"), json_string(w, words->id);
  json_key(w, "version"), json_string(w, words->version);
  json_key(w, "sha256"), json_text(w, words->sha256);
  json_object_end(w);
  json_key(w, "options"), json_raw(w, options.len ? options : STR("{}"));
  add_told(w, &r->telling);
  add_input(w, v);
  json_key(w, "formulas"), json_object_begin(w);
  json_key(w, "share"), json_text(w, "share.wilson/1");
  json_key(w, "mean"), json_text(w, "mean.normal/1");
  json_key(w, "contribution"), json_text(w, "contribution.leaf-share/1");
  json_key(w, "correlation"), json_text(w, "correlation.point-biserial/1");
  json_key(w, "lift"), json_text(w, "lift.log-normal/1");
  json_object_end(w);
  json_object_end(w);
}

static void add_base(json_writer *w, const base_counts *b) {
  json_key(w, "base"), json_object_begin(w);
  json_key(w, "rows"), json_int(w, b->rows);
  json_key(w, "scored"), json_int(w, b->scored);
  json_key(w, "answered"), json_int(w, b->answered);
  json_key(w, "non_answer"), json_int(w, b->non_answer);
  json_key(w, "duplicate"), json_int(w, b->duplicate);
  json_key(w, "spam"), json_int(w, b->spam);
  json_key(w, "bad"), json_int(w, b->bad);
  json_key(w, "other_language"), json_int(w, b->other_language);
  json_object_end(w);
}

static void add_point(json_writer *w, const nps_counts *c) {
  json_key(w, "nps");
  nps_n(c) ? json_fixed(w, nps_centi(c), 2) : json_null(w);
}

static void add_nps(json_writer *w, const report_view *v) {
  const nps_counts *c = &v->nps;
  json_key(w, "nps"), json_object_begin(w);
  json_key(w, "n"), json_int(w, nps_n(c));
  json_key(w, "promoters"), json_int(w, c->promoters);
  json_key(w, "passives"), json_int(w, c->passives);
  json_key(w, "detractors"), json_int(w, c->detractors);
  add_point(w, c);
  part_interval(w, "ci95", nps_interval(c), 2);
  json_key(w, "formula"), json_text(w, "nps.adjusted-wald/1");
  json_object_end(w);
  json_key(w, "impact_base"), json_object_begin(w);
  json_key(w, "n"), json_int(w, nps_n(&v->impact_base));
  add_point(w, &v->impact_base);
  json_object_end(w);
}

/* ---- Scales other than nps ---- */

static int64_t step_begin(const report_view *v, int32_t step) {
  return (int64_t)v->config->scale_min + (int64_t)step * v->step_width;
}

/* Rows on the last `steps` steps of the scale. */
static void add_top(json_writer *w, const report_view *v, const char *key, int32_t steps) {
  int64_t n = 0;
  for (int32_t i = v->step_count - steps; i < v->step_count; i++) n += v->steps[i];
  json_key(w, key), json_object_begin(w);
  json_key(w, "from"), json_int(w, step_begin(v, v->step_count - steps));
  json_key(w, "n"), json_int(w, n);
  part_share_interval(w, n, v->score.n);
  json_object_end(w);
}

static void add_score(json_writer *w, const report_view *v) {
  json_key(w, "nps"), json_null(w);
  json_key(w, "impact_base"), json_null(w);
  json_key(w, "score"), json_object_begin(w);
  part_scores(w, &v->score);
  json_key(w, "distribution"), json_object_begin(w);
  for (int32_t i = 0; i < v->step_count; i++) {
    char name[24];
    snprintf(name, sizeof name, "%" PRId64, step_begin(v, i));
    json_key(w, name), json_int(w, v->steps[i]);
  }
  json_object_end(w);
  add_top(w, v, "top_box", 1);
  if (v->step_count >= 5) add_top(w, v, "top2_box", 2);
  json_object_end(w);
}

/* ---- What was said ---- */

static void add_sentiment(json_writer *w, const report_view *v) {
  json_key(w, "sentiment"), json_object_begin(w);
  part_sentiment(w, &v->sentiment);
  json_key(w, "by_group");
  if (v->config->is_nps) {
    json_object_begin(w);
    for (int i = 0; i < 3; i++) {
      json_key(w, part_group_names[part_group_order[i]]), json_object_begin(w);
      part_sentiment(w, &v->sentiment_by_group[part_group_order[i]]);
      json_object_end(w);
    }
    json_object_end(w);
  } else {
    json_null(w);
  }
  json_object_end(w);
}

static void add_emotions(json_writer *w, const report_view *v, int64_t least) {
  json_key(w, "emotions"), json_array_begin(w);
  for (int e = 0; e < EMOTION_COUNT; e++) {
    const emotion_tally *t = &v->emotions[e];
    if (!t->n) continue;
    json_object_begin(w);
    json_key(w, "id"), json_string(w, v->names->emotions[e]);
    json_key(w, "n"), json_int(w, t->n);
    part_share_interval(w, t->n, v->share_base);
    json_key(w, "mean"), json_score(w, ratio_round(t->sum, t->n));
    part_groups(w, t->by_group, v->config->is_nps, least);
    json_object_end(w);
  }
  json_array_end(w);
}

static void add_coverage(telling_work *k) {
  const report_view *v = k->v;
  json_key(k->w, "coverage"), json_object_begin(k->w);
  json_key(k->w, "n"), json_int(k->w, v->covered);
  json_key(k->w, "base"), json_int(k->w, v->share_base);
  part_share_interval(k->w, v->covered, v->share_base);
  part_untagged_terms(k);
  json_object_end(k->w);
}

static void add_sections(telling_work *k) {
  static void (*const sections[])(telling_work *) = {section_segments, section_trend,   section_compare,
                                                     section_emerging, section_drivers, section_measures,
                                                     section_matrix,   section_choices, section_customers,
                                                     section_terms,    section_quality};
  for (size_t i = 0; i < sizeof sections / sizeof *sections && k->status == VOX_OK; i++) sections[i](k);
}

static vox_status add_document(json_writer *w, const report *r, const report_view *v, int64_t *contributions,
                               mem *m) {
  json_object_begin(w);
  json_key(w, "schema"), json_text(w, "voxpop.report/1");
  add_manifest(w, r, v);
  add_base(w, &v->base);
  v->config->is_nps ? add_nps(w, v) : add_score(w, v);
  add_sentiment(w, v);
  add_emotions(w, v, r->telling.min_n);
  vox_status status = part_themes(w, r, v, contributions, m);
  json_key(w, "untagged_contribution");
  v->config->is_nps ? json_fixed(w, contributions[v->names->theme_count], 2) : json_null(w);
  telling_work k = {w, r, v, m, status};
  add_coverage(&k);
  add_sections(&k);
  json_object_end(w);
  return k.status;
}

vox_status report_json(buf *out, const report *r, vox_error *err) {
  report_view v;
  report_view_of(r, &v);
  size_t size = ((size_t)v.names->theme_count + 1) * sizeof(int64_t);
  int64_t *contributions = mem_get(out->mem, size);
  if (!contributions) return fail_memory(err);
  vox_status status = report_contributions(r, contributions, err);
  buf compact;
  json_writer w;
  buf_init(&compact, out->mem, out->ceiling);
  json_writer_init(&w, &compact);
  if (status == VOX_OK) status = add_document(&w, r, &v, contributions, out->mem);
  if (status == VOX_OK) status = compact.status;
  if (status == VOX_OK) indent_json(out, buf_view(&compact)), buf_byte(out, '\n');
  if (status == VOX_OK) status = out->status;
  buf_free(&compact);
  mem_put(out->mem, contributions, size);
  return status == VOX_OK ? VOX_OK : fail(err, status, "the report does not fit into memory");
}
