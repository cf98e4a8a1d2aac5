/* cmd_serve.c - voxpop serve: requests in, answers out, for as long as they come. */
#include "commands.h"
#include "exit.h"
#include "pipeline.h"
#include "serve.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 8 * 1024 * 1024, CLIENT_BYTES = 32 * 1024 * 1024, CLIENTS = 256, DUPLICATES = 1 << 16 };

typedef struct serve_options {
  model_words words;
  const char *score_scale, *date_order, *abstain, *socket, *log;
  long jobs, max_line, max_clients, max_client_bytes;
  int unordered, no_report;
} serve_options;

/* Opens and proves all models. 0, or an exit code after a message. */
static int open_models(const serve_log *log, const model_config *config, model_set **out) {
  loaded *list[MODELS_MAX] = {NULL};
  vox_error err = {.status = VOX_OK};
  vox_status status = VOX_OK;
  size_t n = 0;
  while (n < config->count && (status = loaded_open(&list[n], config, &config->specs[n], 1, &err)) == VOX_OK)
    n++;
  if (status == VOX_OK && (*out = model_set_new(list, n))) return 0;
  if (status == VOX_OK)
    serve_say(log, "error", "start", "out of memory");
  else
    serve_say(log, "error", "start", "lexicon %s: %s", config->specs[n].path, err.message);
  for (size_t i = 0; i < n; i++) loaded_free(list[i]);
  return status == VOX_OK || status == VOX_ERR_MEMORY ? EXIT_IO : EXIT_LEXICON;
}

static int check_numbers(const command *c, const serve_options *o) {
  if (o->max_line < 1024 || o->max_line > 1L << 30)
    return complain(c, EXIT_USE, "--max-line is 1024 to 1073741824 bytes");
  if (o->max_client_bytes < 2 * o->max_line)
    return complain(c, EXIT_USE, "--max-client-bytes is at least twice --max-line");
  if (o->max_clients < 1 || o->max_clients > 10000)
    return complain(c, EXIT_USE, "--max-clients is 1 to 10000");
  if (o->log && strcmp(o->log, "text") != 0 && strcmp(o->log, "json") != 0)
    return complain(c, EXIT_USE, "--log is text or json");
  return 0;
}

/* A scale or an order that is none is told before anything is opened. */
static int check_request(const command *c, const vox_request_options *options) {
  vox_request_reader *reader = NULL;
  vox_error err = {.status = VOX_OK};
  vox_status status = vox_request_reader_new(&reader, options, &err);
  vox_request_reader_free(reader);
  return status == VOX_OK ? 0 : complain_error(c, "options", status, &err);
}

static int run_server(const command *c, const serve_options *o, model_config *models) {
  serve_log log = {o->log && strcmp(o->log, "json") == 0};
  serve_settings settings = {.jobs = models->jobs,
                             .unordered = o->unordered,
                             .max_line = (size_t)o->max_line,
                             .max_client_bytes = (size_t)o->max_client_bytes,
                             .max_clients = (size_t)o->max_clients,
                             .socket_path = o->socket,
                             .request = VOX_REQUEST_OPTIONS_INIT};
  settings.request.score_scale = o->score_scale;
  settings.request.date_order = o->date_order;
  server s = {.settings = &settings, .models = models, .log = &log};
  models->log = &log;
  int code = check_request(c, &settings.request);
  serve_hear_leases();
  if (code || (code = open_models(&log, models, &s.set))) return code;
  code = serve_run(&s);
  model_set_drop(s.set, NULL, &log);
  return code;
}

static int serve(int argc, char **argv) {
  const command *c = &command_serve;
  serve_options o = {
      .jobs = 1, .max_line = LINE_BYTES, .max_clients = CLIENTS, .max_client_bytes = CLIENT_BYTES};
  int operands = 0;
  const opt table[] = {
      {"--model", OPT_LIST, &o.words.models, "[NAME=]FILE",
       "compiled lexicon; repeated with names: requests choose by \"model\", the first stands in"},
      {"--pack", OPT_LIST, &o.words.packs, "[NAME=]PACK",
       "lexicon of an industry laid over that model, or over all"},
      {"--overlay", OPT_LIST, &o.words.overlays, "[NAME=]FILE",
       "lexicon source laid over that model, or over all"},
      {"--dict", OPT_LIST, &o.words.dicts, "[NAME=]FILE", "user dictionary for that model, or for all"},
      {"--jobs", OPT_NUMBER, &o.jobs, "N", "threads (default 1; 0: all cores); the answers do not change"},
      {"--unordered", OPT_FLAG, &o.unordered, NULL, "answer as soon as it can be, in any order"},
      {"--score-scale", OPT_TEXT, &o.score_scale, "S", "nps, stars5, csat5, ces5, ces7 or MIN..MAX"},
      {"--date-order", OPT_TEXT, &o.date_order, "dmy|mdy",
       "how 03/01/2026 is read (default: such a day is refused)"},
      {"--abstain", OPT_TEXT, &o.abstain, "T",
       "as in score: leave out labels of a confidence below T (0.5 to 1)"},
      {"--no-report", OPT_FLAG, &o.no_report, NULL, "keep no running report: no snapshot, a little faster"},
      {"--socket", OPT_TEXT, &o.socket, "PATH",
       "serve many clients over a Unix socket instead of standard input"},
      {"--max-clients", OPT_NUMBER, &o.max_clients, "N", "clients at one time (default 256)"},
      {"--max-line", OPT_NUMBER, &o.max_line, "BYTES", "longest request (default 8388608)"},
      {"--max-client-bytes", OPT_NUMBER, &o.max_client_bytes, "BYTES",
       "held for one client before it is no longer read (default 33554432)"},
      {"--log", OPT_TEXT, &o.log, "text|json", "how events are told on standard error (default text)"},
  };
  int code = opt_parse(c, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  if (operands) return complain(c, EXIT_USE, "serve takes no files");
  if ((code = check_numbers(c, &o))) return code;
  model_config *models = calloc(1, sizeof *models);
  if (!models) return complain(c, EXIT_IO, "out of memory");
  const vox_report_options standard = VOX_REPORT_OPTIONS_INIT;
  models->jobs = pipeline_jobs(o.jobs);
  models->counting = !o.no_report;
  models->report = standard;
  models->report.max_duplicates = DUPLICATES;
  char listed[128] = "{}";
  if (o.score_scale) snprintf(listed, sizeof listed, "{\"score_scale\":\"%.64s\"}", o.score_scale);
  models->report.options_json = (vox_str){listed, strlen(listed)};
  code = report_set_scale(c, o.score_scale, &models->report);
  if (!code && o.abstain) {
    long below = 0;
    code = confidence_read(c, o.abstain, &below);
    models->abstain = (int32_t)below;
  }
  if (!code) code = model_specs_make(models, c, &o.words);
  if (!code) code = run_server(c, &o, models);
  free(models);
  return code;
}

const command command_serve = {
    "serve", "serve [options]",
    "Answers requests, one JSON object a line on standard input, one answer a line on standard output, until "
    "the\n"
    "input ends. A record is byte for byte what score prints. The protocol: CONTRACT.md, \"Serve\".",
    "  echo '{\"id\":1,\"text\":\"物流慢但是包装好\",\"score\":6}' | voxpop serve\n"
    "  voxpop serve --jobs 4 --socket /run/voxpop.sock\n"
    "  voxpop serve --model general=voxpop.vox --model hotel=voxpop.vox --overlay hotel=hotel.tsv\n",
    serve};
