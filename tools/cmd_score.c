/* cmd_score.c - voxpop score: an export in, one record a comment out (NDJSON). */
#include "commands.h"
#include "exit.h"
#include "packs.h"
#include "run_files.h"
#include "sink.h"

typedef struct scoring {
  vox_ctx **contexts;
} scoring;

/* One record for each text cell; a comment the library refuses (too long) becomes an error record in its
 * place. */
static vox_status score_row(void *context, unsigned worker, const vox_row *row, const vox_error *bad,
                            bytes *out, vox_error *err) {
  const scoring *s = context;
  if (bad) return vox_error_write_json(bad, bytes_write, out, err);
  for (size_t i = 0; i < row->cell_count; i++) {
    const vox_result *result;
    vox_error one = {0};
    vox_status status =
        vox_analyse(&result, s->contexts[worker], row->cells[i].text, row->cells[i].role, &one);
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

static int score(int argc, char **argv) {
  const command *c = &command_score;
  input_options in = INPUT_OPTIONS_INIT;
  const char *output = NULL;
  int force = 0, evidence = 0, operands = 0;
  const opt table[] = {
      INPUT_ROWS(in),
      {"--evidence", OPT_FLAG, &evidence, NULL, "print the reasons of every label"},
      {"-o", OPT_TEXT, &output, "FILE", "write there (whole or not at all) instead of to standard output"},
      {"--force", OPT_FLAG, &force, NULL, "let -o replace a file"},
  };
  int code = opt_parse(c, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  vox_model *model = NULL;
  sink out;
  unsigned jobs = pipeline_jobs(in.jobs);
  if ((code = model_open_packs(&model, c, in.model, &in.packs, &in.overlays, &in.dicts))) return code;
  scoring s = {contexts_new(c, model, jobs, evidence ? VOX_WANT_EVIDENCE : 0, &code)};
  if (s.contexts && !(code = sink_open(&out, c, output, force))) {
    pipeline_job job = {score_row, &s, jobs, sink_write, &out, -1};
    code = run_files(c, &in, argv, operands, &job, NULL);
    code = sink_close(&out, c, code);
  }
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
