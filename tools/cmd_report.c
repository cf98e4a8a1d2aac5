/* cmd_report.c - voxpop report: an export in, one JSON report out, and on request a page to read. */
#include "commands.h"
#include "exit.h"
#include "join.h"
#include "report_asks.h"
#include "report_print.h"
#include "run_files.h"
#include <stdlib.h>
#include <string.h>

typedef struct reporting {
  vox_ctx **contexts;
  vox_report **parts; /* one for each worker; merged at the end */
  unsigned jobs;
  const joined *join; /* NULL: none */
  vox_field **fields; /* of each worker: room for a joined row's */
  size_t field_room;
  uint64_t *strangers; /* of each worker: rows whose id the joined table does not know */
} reporting;

/* The row with the columns of the joined table, in the worker's own room. */
static void join_fields(const reporting *r, unsigned worker, vox_row *row) {
  if (!r->join || row->segment_count + join_width(r->join) > r->field_room) return;
  r->strangers[worker] += !join_row(r->join, row, r->fields[worker]);
  row->segments = r->fields[worker];
  row->segment_count += join_width(r->join);
}

static vox_status count_row(void *context, unsigned worker, const vox_row *row, const vox_error *bad,
                            bytes *out, vox_error *err) {
  const reporting *r = context;
  vox_report *part = r->parts[worker];
  (void)out;
  if (bad) return vox_report_bad_row(part), VOX_OK;
  vox_row whole = *row;
  join_fields(r, worker, &whole);
  vox_status status = vox_report_begin(part, &whole, err);
  for (size_t i = 0; i < row->cell_count && status == VOX_OK; i++) {
    const vox_result *result;
    status = vox_analyse_cell(&result, r->contexts[worker], row, i, err);
    if (status == VOX_OK)
      status = vox_report_add(part, i, result, err);
    else if (status == VOX_ERR_LIMIT)
      status = VOX_OK; /* counted as a row; its text is too long to read */
  }
  return status == VOX_OK ? vox_report_end(part, err) : status;
}

static vox_status note_file(void *context, const vox_reader_info *info, vox_error *err) {
  const reporting *r = context;
  return vox_report_input(r->parts[0], info->encoding, info->encoding_reason, err);
}

static int merge_parts(const command *c, reporting *r) {
  vox_error err = {0};
  for (unsigned i = 1; i < r->jobs; i++) {
    vox_status status = vox_report_merge(r->parts[0], r->parts[i], &err);
    if (status != VOX_OK) return complain_error(c, "merging", status, &err);
  }
  return 0;
}

static int parts_new(const command *c, reporting *r, const vox_model *model,
                     const vox_report_options *options) {
  vox_error err = {0};
  vox_status status = VOX_OK;
  r->parts = calloc(r->jobs, sizeof *r->parts);
  if (!r->parts) return complain(c, EXIT_IO, "out of memory");
  for (unsigned i = 0; i < r->jobs && status == VOX_OK; i++)
    status = vox_report_new(&r->parts[i], model, options, &err);
  return status == VOX_OK ? 0 : complain_error(c, "report", status, &err);
}

/* Rooms for joined rows. */
static int join_begin(const command *c, reporting *r) {
  r->field_room = OPT_MAX + join_width(r->join);
  r->fields = calloc(r->jobs, sizeof *r->fields);
  r->strangers = calloc(r->jobs, sizeof *r->strangers);
  int good = r->fields && r->strangers;
  for (unsigned i = 0; r->join && good && i < r->jobs; i++)
    good = (r->fields[i] = calloc(r->field_room, sizeof **r->fields)) != NULL;
  return good ? 0 : complain(c, EXIT_IO, "out of memory");
}

static void join_end(const command *c, reporting *r, int code) {
  uint64_t strangers = 0;
  for (unsigned i = 0; r->strangers && i < r->jobs; i++) strangers += r->strangers[i];
  if (!code && strangers)
    complain(c, 0, "%llu rows have an id that the joined table does not know", (unsigned long long)strangers);
  for (unsigned i = 0; r->fields && i < r->jobs; i++) free(r->fields[i]);
  free(r->fields);
  free(r->strangers);
}

static void parts_free(reporting *r) {
  for (unsigned i = 0; r->parts && i < r->jobs; i++) vox_report_free(r->parts[i]);
  free(r->parts);
}

/* ---- The manifest's options ---- */

static void add_json_string(bytes *b, const char *text) {
  bytes_add(b, "\"", 1);
  for (const char *p = text; *p; p++) {
    if (*p == '"' || *p == '\\') bytes_add(b, "\\", 1);
    if ((unsigned char)*p >= 0x20) bytes_add(b, p, 1);
  }
  bytes_add(b, "\"", 1);
}

static void add_option(bytes *b, const char *name, const char *value) {
  if (!value) return;
  if (b->len > 1) bytes_add(b, ",", 1);
  add_json_string(b, name);
  bytes_add(b, ":", 1);
  add_json_string(b, value);
}

static void add_options(bytes *b, const char *name, const opt_list *list) {
  if (!list->count) return;
  if (b->len > 1) bytes_add(b, ",", 1);
  add_json_string(b, name);
  bytes_add(b, ":[", 2);
  for (size_t i = 0; i < list->count; i++) {
    if (i) bytes_add(b, ",", 1);
    add_json_string(b, list->items[i]);
  }
  bytes_add(b, "]", 1);
}

/* What changes the figures, nothing else: no paths, no number of jobs. */
static void list_options(bytes *b, const input_options *in, const report_asks *a, const join_options *j,
                         const cleaning_options *clean) {
  bytes_add(b, "{", 1);
  add_option(b, "id_column", in->id_column);
  add_options(b, "text_columns", &in->text_columns);
  add_options(b, "questions", &in->questions);
  add_option(b, "score_column", in->score_column);
  add_option(b, "score_scale", in->score_scale);
  add_option(b, "group_name_column", in->group_name_column);
  add_option(b, "date_column", in->date_column);
  add_option(b, "date_order", in->date_order);
  add_option(b, "where", in->where);
  add_option(b, "since", in->since);
  add_option(b, "until", in->until);
  add_options(b, "segment_columns", &in->segment_columns);
  add_option(b, "rollup", a->rollup);
  add_option(b, "by", a->by);
  add_options(b, "measures", &a->measures);
  add_option(b, "weight_column", a->weight);
  add_options(b, "compare", &a->compares);
  if (report_baseline_is_days(a->baseline)) add_option(b, "baseline", a->baseline);
  add_option(b, "stage_column", a->stage);
  add_option(b, "touchpoint_column", a->touchpoint);
  add_option(b, "choice_column", a->choice);
  add_option(b, "per", a->per);
  if (j->file) add_option(b, "join_on", j->on ? j->on : "id");
  add_options(b, "join_columns", &j->columns);
  add_option(b, "dedup", clean->dedup);
  add_option(b, "wrappers", clean->wrappers);
  add_options(b, "strip", &clean->strip);
  add_options(b, "question_texts", &clean->question_texts);
  bytes_add(b, "}", 1);
}

/* ---- Scales ---- */

int report_set_scale(const command *c, const char *scale, vox_report_options *o) {
  static const struct {
    const char *name;
    int32_t low, high;
  } named[] = {{"stars5", 1, 5}, {"csat5", 1, 5}, {"ces5", 1, 5}, {"ces7", 1, 7}};
  if (!scale || strcmp(scale, "nps") == 0) return 0;
  o->is_nps = 0;
  for (size_t i = 0; i < sizeof named / sizeof *named; i++)
    if (strcmp(scale, named[i].name) == 0)
      return o->scale_min = named[i].low, o->scale_max = named[i].high, 0;
  char *end;
  long low = strtol(scale, &end, 10), high = strncmp(end, "..", 2) == 0 ? strtol(end + 2, &end, 10) : low;
  if (*end || low >= high || low < -1000 || high > 1000 || high - low > 100)
    return complain(c, EXIT_USE,
                    "--score-scale is nps, stars5, csat5, ces5, ces7 or MIN..MAX (at most 101 steps)");
  o->scale_min = (int32_t)low;
  o->scale_max = (int32_t)high;
  return 0;
}

/* ---- Running ---- */

typedef struct report_options {
  input_options in;
  report_asks asks;
  join_options join;
  cleaning_options clean;
  print_options print;
} report_options;

static int run_report(const command *c, report_options *o, char **files, int count) {
  vox_model *model = NULL;
  vox_report_options options = VOX_REPORT_OPTIONS_INIT;
  bytes listed = {0};
  cleaning cleaner = {0};
  int code = report_set_scale(c, o->in.score_scale, &options);
  if (code || (code = model_open_over(&model, c, o->in.model, &o->in.overlays, &o->in.dicts))) return code;
  reporting r = {.jobs = pipeline_jobs(o->in.jobs)};
  list_options(&listed, &o->in, &o->asks, &o->join, &o->clean);
  options.options_json = (vox_str){listed.ptr, listed.len};
  code = listed.broken ? complain(c, EXIT_IO, "out of memory") : report_asks_make(&o->asks, c, &o->in);
  options.asks = o->asks.list, options.ask_count = o->asks.count;
  joined *join = NULL;
  if (!code) code = join_open(&join, c, &o->join, &o->in);
  r.join = join;
  if (!code) code = join_begin(c, &r);
  if (!code) r.contexts = contexts_new(c, model, r.jobs, 0, 0, &code);
  if (r.contexts) code = cleaning_open(&cleaner, c, &o->clean, r.contexts, r.jobs);
  const char *before = report_baseline_is_days(o->asks.baseline) ? NULL : o->asks.baseline;
  if (r.contexts && !code && !(code = parts_new(c, &r, model, &options))) {
    pipeline_job job = {count_row, &r, r.jobs, NULL, NULL, -1, &cleaner};
    code = run_files(c, &o->in, files, count, &job, note_file);
    if (!code && !(code = merge_parts(c, &r))) code = print_report(c, &o->print, r.parts[0], before);
  }
  join_end(c, &r, code);
  join_free(join);
  cleaning_close(&cleaner);
  parts_free(&r);
  contexts_free(r.contexts, r.jobs);
  vox_model_free(model);
  bytes_free(&listed);
  return code;
}

static int report(int argc, char **argv) {
  const command *c = &command_report;
  report_options o = {.in = INPUT_OPTIONS_INIT};
  int operands = 0;
  const opt table[] = {
      INPUT_ROWS(o.in),  CLEANING_ROWS(o.clean), REPORT_ASK_ROWS(o.asks),
      JOIN_ROWS(o.join), PRINT_ROWS(o.print),
  };
  int code = opt_parse(c, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  if ((code = print_check(c, &o.print))) return code;
  code = run_report(c, &o, argv, operands);
  report_asks_free(&o.asks);
  return code;
}

const command command_report = {
    "report", "report [options] [FILE...]",
    "Scores the comments of an export and prints one JSON report: NPS with its interval, themes by group "
    "with their\n"
    "impact on NPS, sentiment, emotions and masked quotes. The bytes do not depend on --jobs.",
    "  voxpop report survey.csv --text-column 评价内容 --score-column 推荐度 -o report.json\n"
    "  voxpop report survey.csv --text-column comment --score-column nps --summary --lang en\n"
    "  voxpop report reviews.tsv --text-column text --score-column stars --score-scale stars5\n",
    report};
