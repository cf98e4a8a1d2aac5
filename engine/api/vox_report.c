/* vox_report.c - the handle of a report. */
#include "aggregate/state.h"
#include "api/handles.h"
#include "api/options.h"
#include "output/baseline.h"
#include "output/partial.h"
#include "output/report_csv.h"
#include "output/report_json.h"
#include "output/report_text.h"
#include "text/mask.h"
#include <stdio.h>

vox_status vox_report_new(vox_report **out, const vox_model *model, const vox_report_options *opts,
                          vox_error *err) {
  vox_report_options o = VOX_REPORT_OPTIONS_INIT;
  mem first;
  if (!out || !model) return fail(err, VOX_ERR_ARGUMENT, "no place for the report, or no model");
  *out = NULL;
  vox_status status = options_take(&o, sizeof o, opts, err);
  if (status != VOX_OK) return status;
  mem_init(&first, model->allocator, 0);
  vox_report *r = mem_array(&first, 1, sizeof *r);
  if (!r) return fail_memory(err);
  r->mem = first;
  report_config config = {.max_quotes = o.max_quotes,
                          .max_duplicates = o.max_duplicates,
                          .is_nps = o.is_nps != 0,
                          .scale_min = o.scale_min,
                          .scale_max = o.scale_max,
                          .options_json = o.options_json,
                          .asks = o.asks,
                          .ask_count = o.asks ? o.ask_count : 0,
                          .max_terms = o.max_terms,
                          .mask = mask_text};
  status = report_new(&r->report, &r->mem, model->names, &config, err);
  if (status == VOX_OK)
    *out = r;
  else
    vox_report_free(r);
  return status;
}

void vox_report_free(vox_report *r) {
  if (!r) return;
  if (r->report) report_free(r->report);
  mem last = r->mem;
  mem_put(&last, r, sizeof *r);
}

vox_status vox_report_begin(vox_report *r, const vox_row *row, vox_error *err) {
  return report_begin(r->report, row, err);
}

vox_status vox_report_add(vox_report *r, size_t cell, const vox_result *result, vox_error *err) {
  return report_add(r->report, cell, result, err);
}

vox_status vox_report_end(vox_report *r, vox_error *err) { return report_end(r->report, err); }

void vox_report_bad_row(vox_report *r) { report_bad_row(r->report); }

vox_status vox_report_input(vox_report *r, const char *encoding, const char *reason, vox_error *err) {
  char both[128];
  int n = snprintf(both, sizeof both, "%s: %s", encoding ? encoding : "", reason ? reason : "");
  if (n < 0 || (size_t)n >= sizeof both)
    return fail(err, VOX_ERR_ARGUMENT, "the name of an encoding is too long");
  return report_input(r->report, (vox_str){both, (size_t)n}, err);
}

vox_status vox_report_merge(vox_report *into, const vox_report *from, vox_error *err) {
  return report_merge(into->report, from->report, err);
}

/* Prints through `print` into one buffer and hands it on whole. */
typedef vox_status (*print_fn)(buf *out, const report *r, vox_text_lang lang, vox_error *err);

static vox_status print_report(const vox_report *r, print_fn print, vox_text_lang lang, vox_write_fn write,
                               void *payload, vox_error *err) {
  mem m;
  buf b;
  mem_init(&m, &r->mem.raw, 0);
  buf_init(&b, &m, (size_t)1 << 30);
  vox_status status = print(&b, r->report, lang, err);
  if (status == VOX_OK && b.status != VOX_OK)
    status = fail(err, b.status, "the report does not fit into memory");
  if (status == VOX_OK && write(payload, b.ptr, b.len) != VOX_OK)
    status = fail(err, VOX_ERR_IO, "the report could not be written");
  buf_free(&b);
  return status;
}

static vox_status print_json(buf *out, const report *r, vox_text_lang lang, vox_error *err) {
  (void)lang;
  return report_json(out, r, err);
}

vox_status vox_report_write_json(const vox_report *r, vox_write_fn write, void *payload, vox_error *err) {
  return print_report(r, print_json, VOX_TEXT_EN, write, payload, err);
}

vox_status vox_report_write_text(const vox_report *r, vox_text_lang lang, vox_write_fn write, void *payload,
                                 vox_error *err) {
  return print_report(r, report_text, lang, write, payload, err);
}

vox_status vox_report_write_partial(vox_report *r, vox_write_fn write, void *payload, vox_error *err) {
  buf b;
  buf_init(&b, &r->mem, (size_t)1 << 31);
  vox_status status = partial_write(&b, r->report, err);
  if (status == VOX_OK && write(payload, b.ptr, b.len) != VOX_OK)
    status = fail(err, VOX_ERR_IO, "the partial report could not be written");
  buf_free(&b);
  return status;
}

vox_status vox_report_read_partial(vox_report **out, const vox_model *model, vox_str text, vox_error *err) {
  if (!out || !model) return fail(err, VOX_ERR_ARGUMENT, "no place for the report, or no model");
  mem first;
  mem_init(&first, model->allocator, 0);
  vox_report *r = mem_array(&first, 1, sizeof *r);
  if (!r) return fail_memory(err);
  r->mem = first;
  report_config config = {.mask = mask_text};
  vox_status status = partial_read(&r->report, &r->mem, model->names, &config, text, err);
  if (status == VOX_OK)
    *out = r;
  else
    vox_report_free(r);
  return status;
}

/* Is there a figure to hold against the target, and can it be so high or low? */
static vox_status check_target(const plan *p, const telling_target *t, vox_error *err) {
  static const char *const fixed[] = {"nps", "nss", "sentiment", "effort", "score"};
  vox_str name = str_of(t->name);
  int64_t most = str_eq(name, STR("nps")) || str_eq(name, STR("nss")) ? 1000000 : 10000;
  bool known = false, bounded = most == 1000000 || str_eq(name, STR("sentiment"));
  for (size_t i = 0; i < sizeof fixed / sizeof *fixed && !known; i++) known = str_eq(name, str_of(fixed[i]));
  for (uint32_t i = 0; i < p->measure_count && !known; i++) known = str_eq(name, p->measures[i].name);
  if (!known)
    return fail(
        err, VOX_ERR_ARGUMENT,
        "no figure is called \"%s\": a target is of nps, nss, sentiment, effort, score or a measure's name",
        t->name);
  if (bounded && (t->value > most || t->value < -most))
    return fail(err, VOX_ERR_ARGUMENT, "a target of %s lies from -%d to %d", t->name, (int)(most / 10000),
                (int)(most / 10000));
  return VOX_OK;
}

vox_status vox_report_tell(vox_report *r, const vox_str *how, size_t count, vox_str baseline,
                           vox_error *err) {
  telling_free(&r->report->telling, &r->mem);
  const telling *t = &r->report->telling;
  vox_status status = telling_read(&r->report->telling, how, count, err);
  for (uint32_t i = 0; i < t->target_count && status == VOX_OK; i++)
    status = check_target(&r->report->extras.plan, &t->targets[i], err);
  return status == VOX_OK && baseline.len ? baseline_read(r->report, baseline, err) : status;
}

const char *vox_report_table(size_t i) { return report_table_name(i); }

vox_status vox_report_write_csv(const vox_report *r, const char *table, int bom, vox_write_fn write,
                                void *payload, vox_error *err) {
  mem m;
  buf b;
  mem_init(&m, &r->mem.raw, 0);
  buf_init(&b, &m, (size_t)1 << 30);
  vox_status status = report_csv(&b, r->report, table, bom != 0, err);
  if (status == VOX_OK && write(payload, b.ptr, b.len) != VOX_OK)
    status = fail(err, VOX_ERR_IO, "the table could not be written");
  buf_free(&b);
  return status;
}
