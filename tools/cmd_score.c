/* cmd_score.c - voxpop score: an export in, one record a comment out (NDJSON). */
#include "commands.h"
#include "exit.h"
#include "run_files.h"
#include "sink.h"
#include <stdlib.h>
#include <string.h>

typedef struct scoring {
  vox_ctx **contexts;
  masker *maskers; /* one for each worker; NULL: no column is masked */
} scoring;

/* One record for each text cell; a comment the library refuses (too long) becomes an error record in its
 * place. */
static vox_status score_row(void *context, unsigned worker, const vox_row *row, const vox_error *bad,
                            bytes *out, vox_error *err) {
  const scoring *s = context;
  vox_row masked;
  if (bad) return vox_error_write_json(bad, bytes_write, out, err);
  if (s->maskers) {
    if (masker_row(&s->maskers[worker], row, &masked, err) != VOX_OK) return err->status;
    row = &masked;
  }
  for (size_t i = 0; i < row->cell_count; i++) {
    const vox_result *result;
    vox_error one = {0};
    vox_status status = vox_analyse_cell(&result, s->contexts[worker], row, i, &one);
    if (status == VOX_OK) {
      status = vox_result_write_json(result, row, i, bytes_write, out, err);
    } else if (status == VOX_ERR_LIMIT) {
      one.line = row->line;
      one.offset = row->offset;
      status = vox_error_write_json(&one, bytes_write, out, err);
    } else {
      *err = one;
    }
    if (status != VOX_OK) return status;
  }
  return VOX_OK;
}

/* Columns to be masked are kept columns. 0, or an exit code after a message. */
static int add_masked(const command *c, input_options *in, const opt_list *masked) {
  for (size_t i = 0; i < masked->count; i++) {
    size_t k = 0;
    while (k < in->keep_columns.count && strcmp(in->keep_columns.items[k], masked->items[i]) != 0) k++;
    if (k < in->keep_columns.count) continue;
    if (k == OPT_MAX) return complain(c, EXIT_USE, "too many columns to keep");
    in->keep_columns.items[in->keep_columns.count++] = masked->items[i];
  }
  return 0;
}

static int maskers_new(const command *c, scoring *s, unsigned jobs, const opt_list *masked) {
  if (!masked->count) return 0;
  s->maskers = calloc(jobs, sizeof *s->maskers);
  if (!s->maskers) return complain(c, EXIT_IO, "out of memory");
  for (unsigned i = 0; i < jobs; i++) s->maskers[i].columns = masked;
  return 0;
}

static void maskers_free(scoring *s, unsigned jobs) {
  for (unsigned i = 0; s->maskers && i < jobs; i++) masker_free(&s->maskers[i]);
  free(s->maskers);
}

static int score(int argc, char **argv) {
  const command *c = &command_score;
  input_options in = INPUT_OPTIONS_INIT;
  cleaning_options clean = {0};
  opt_list masked = {.count = 0};
  cleaning cleaner = {0};
  const char *output = NULL;
  const char *abstain = NULL;
  long below = 0;
  int force = 0, evidence = 0, operands = 0;
  const opt table[] = {
      INPUT_ROWS(in),
      CLEANING_ROWS(clean),
      {"--mask-text", OPT_LIST, &masked, "NAME",
       "column to print beside the result with personal data masked; may be repeated"},
      {"--evidence", OPT_FLAG, &evidence, NULL, "print the reasons of every label"},
      {"--abstain", OPT_TEXT, &abstain, "T",
       "no label for comments positive or negative with a confidence below T, 0.5 to 1"},
      {"-o", OPT_TEXT, &output, "FILE", "write there (whole or not at all) instead of to standard output"},
      {"--force", OPT_FLAG, &force, NULL, "let -o replace a file"},
  };
  int code = opt_parse(c, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  if (abstain && (code = confidence_read(c, abstain, &below))) return code;
  if ((code = add_masked(c, &in, &masked))) return code;
  vox_model *model = NULL;
  sink out;
  unsigned jobs = pipeline_jobs(in.jobs);
  if ((code = model_open_over(&model, c, in.model, &in.overlays, &in.dicts))) return code;
  scoring s = {contexts_new(c, model, jobs, evidence ? VOX_WANT_EVIDENCE : 0, below, &code), NULL};
  if (s.contexts) code = cleaning_open(&cleaner, c, &clean, s.contexts, jobs);
  if (!code) code = maskers_new(c, &s, jobs, &masked);
  if (!code && !(code = sink_open(&out, c, output, force))) {
    pipeline_job job = {score_row, &s, jobs, sink_write, &out, -1, &cleaner};
    code = run_files(c, &in, argv, operands, &job, NULL);
    code = sink_close(&out, c, code);
  }
  cleaning_close(&cleaner);
  maskers_free(&s, jobs);
  contexts_free(s.contexts, jobs);
  vox_model_free(model);
  return code;
}

const command command_score = {
    "score", "score [options] [FILE...]",
    "Scores the comments of an export (CSV, TSV, NDJSON or plain lines; - or no file: standard input) and "
    "prints one\n"
    "JSON record a comment: sentiment, emotions, themes, intents, NPS group. Bad rows become error records.",
    "  voxpop score survey.csv --text-column 评价内容 --score-column 推荐度 > records.ndjson\n"
    "  voxpop score comments.txt --format lines --evidence\n"
    "  zcat big.ndjson.gz | voxpop score --format ndjson --text-column comment --jobs 4 -o out.ndjson\n",
    score};
