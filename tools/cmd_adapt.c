/* cmd_adapt.c - voxpop lexicon adapt: one round of self-training on a user's own unlabelled comments, written
 * as an overlay that a person reads before it is used. */
#include "commands.h"
#include "exit.h"
#include "labelled.h"
#include "lexicon_commands.h"
#include "packs.h"
#include "run_files.h"
#include "sink.h"
#include "vox_learn.h"
#include <stdio.h>
#include <string.h>

static const command ADAPT = {
    "lexicon adapt", "lexicon adapt [options] [FILE...]",
    "Adapts the sentiment weights to comments of your own that nobody has labelled: the model scores them, "
    "those\n"
    "that it is sure of serve as labels, and what they teach is written as an overlay, the greatest change "
    "first,\n"
    "each entry with its evidence. Read it, delete what is no reason for an opinion, use the rest with "
    "--overlay.\n"
    "Existing score or label columns are not looked at.",
    "  voxpop lexicon adapt survey.csv --text-column 评价内容 -o mine.tsv\n"
    "  voxpop score survey.csv --text-column 评价内容 --overlay mine.tsv\n",
    NULL};

typedef struct adapt_options {
  input_options in;
  const char *language, *id, *lexicon_version, *licence, *output;
  opt_list stop;
  long most, rows, cost, sure, trust;
  int force;
} adapt_options;

static int failed(const char *what, vox_status status, const vox_error *err) {
  return complain_error(&ADAPT, what, status, err);
}

static vox_status add_row(void *context, unsigned worker, const vox_row *row, const vox_error *bad,
                          bytes *out, vox_error *err) {
  (void)worker, (void)bad, (void)out;
  for (size_t i = 0; row && i < row->cell_count; i++) {
    vox_labelled l = {.set = {"comments", 8}, .text = row->cells[i].text};
    vox_status status = vox_learner_add(context, &l, err);
    if (status != VOX_OK && status != VOX_ERR_LIMIT) return status;
  }
  return VOX_OK;
}

static int add_stop_words(vox_learner *learner, const adapt_options *o) {
  int code = 0;
  for (size_t i = 0; !code && i < o->stop.count; i++) {
    bytes words = {0};
    vox_error err = {0};
    code = labelled_read(&words, &ADAPT, o->stop.items[i]);
    vox_status status =
        code ? VOX_OK : vox_learner_stop_words(learner, (vox_str){words.ptr, words.len}, &err);
    if (status != VOX_OK) code = failed(o->stop.items[i], status, &err);
    bytes_free(&words);
  }
  return code;
}

static int write_overlay(const vox_learner *learner, const adapt_options *o) {
  sink out;
  vox_error err = {0};
  int code = sink_open(&out, &ADAPT, o->output, o->force);
  if (code) return code;
  vox_status status = vox_learner_write(learner, sink_write, &out, &err);
  if (status != VOX_OK && !out.broken) code = failed("writing", status, &err);
  return sink_close(&out, &ADAPT, code);
}

static int adapt_to(vox_learner *learner, const adapt_options *o, char **files, int count) {
  pipeline_job job = {add_row, learner, 1, NULL, NULL, -1, NULL};
  vox_error err = {0};
  vox_learned done;
  int code = add_stop_words(learner, o);
  if (!code) code = run_files(&ADAPT, &o->in, files, count, &job, NULL);
  if (code) return code;
  vox_status status = vox_learner_learn(learner, &done, &err);
  if (status != VOX_OK) return failed("adapting", status, &err);
  fprintf(stderr,
          "voxpop lexicon adapt: %llu new or changed entries from %llu comments taken for positive and %llu "
          "for negative\n",
          (unsigned long long)done.entries, (unsigned long long)done.positive,
          (unsigned long long)done.negative);
  return write_overlay(learner, o);
}

static int run_adapt(const adapt_options *o, char **files, int count) {
  vox_learner_options options = VOX_LEARNER_OPTIONS_INIT;
  vox_learner *learner = NULL;
  vox_model *model = NULL;
  vox_error err = {0};
  int code = model_open_packs(&model, &ADAPT, o->in.model, &o->in.packs, &o->in.overlays, &o->in.dicts);
  if (code) return code;
  options.language = o->language;
  options.id = o->id;
  options.version = o->lexicon_version;
  options.licence = o->licence;
  options.most = (uint32_t)o->most;
  options.min_rows = (uint32_t)o->rows;
  options.min_domains = 1;
  options.cost = (uint32_t)o->cost;
  options.sure = (int32_t)o->sure;
  options.trust = (uint32_t)o->trust;
  vox_status status = vox_learner_new(&learner, model, &options, &err);
  code = status == VOX_OK ? adapt_to(learner, o, files, count) : failed("adapting", status, &err);
  vox_learner_free(learner);
  vox_model_free(model);
  return code;
}

int lexicon_adapt(int argc, char **argv) {
  adapt_options o = {.in = INPUT_OPTIONS_INIT,
                     .language = "mul",
                     .id = "adapted",
                     .lexicon_version = "0.1.0",
                     .licence = "own",
                     .most = 2000,
                     .rows = 5,
                     .cost = 200,
                     .sure = 100,
                     .trust = 20};
  int operands = 0;
  const opt table[] = {
      INPUT_ROWS(o.in),
      {"--language", OPT_TEXT, &o.language, "L", "zh, en, or mul for both (default)"},
      {"--sure", OPT_NUMBER, &o.sure, "N",
       "learn from comments whose sum |S| reaches N/100 (default 100): the model is right about most of "
       "them"},
      {"--trust", OPT_NUMBER, &o.trust, "P",
       "percent at which the model's own sum counts in the fit (default 20): less changes more"},
      {"--stop", OPT_LIST, &o.stop, "FILE",
       "words that must not carry a weight by themselves; may be repeated"},
      {"--most", OPT_NUMBER, &o.most, "N", "entries at most (default 2000)"},
      {"--min-rows", OPT_NUMBER, &o.rows, "N", "comments that an entry must stand in (default 5)"},
      {"--cost", OPT_NUMBER, &o.cost, "N", "of a mistake against the size of changes, 1/1000 (default 200)"},
      {"--id", OPT_TEXT, &o.id, "NAME", "id of the overlay (default adapted)"},
      {"--lexicon-version", OPT_TEXT, &o.lexicon_version, "V", "its version (default 0.1.0)"},
      {"--licence", OPT_TEXT, &o.licence, "NAME", "its licence (default own)"},
      {"-o", OPT_TEXT, &o.output, "FILE", "the overlay (default: standard output)"},
      {"--force", OPT_FLAG, &o.force, NULL, "replace an existing file"},
  };
  int code = opt_parse(&ADAPT, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  if (strcmp(o.language, "zh") != 0 && strcmp(o.language, "en") != 0 && strcmp(o.language, "mul") != 0)
    return complain(&ADAPT, EXIT_USE, "--language is zh, en or mul");
  if (o.sure < 1 || o.trust < 1 || o.rows < 1)
    return complain(&ADAPT, EXIT_USE, "--sure, --trust and --min-rows are 1 or more");
  return run_adapt(&o, argv, operands);
}
