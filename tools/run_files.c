/* run_files.c - see run_files.h. */
#include "run_files.h"
#include "exit.h"
#include <stdlib.h>
#include <string.h>

static int report_end(const command *c, const char *path, const input_file *f, const pipeline_result *r) {
  if (r->too_many_bad)
    return complain(c, EXIT_INPUT, "%s: more than the allowed number of bad rows (%llu so far); stopped",
                    path, (unsigned long long)r->bad);
  if (r->status == VOX_OK) return 0;
  int code = input_failed(f, c, path);
  if (code) return code;
  return r->status == VOX_ERR_IO ? EXIT_IO : complain_error(c, path, r->status, &r->err);
}

/* What was left out, for whoever ran the command; the output does not say it. */
static void note_dropped(const command *c, const char *path, const vox_reader_info *info) {
  if (info->dropped_where)
    complain(c, 0, "%s: %llu rows dropped by --where", path, (unsigned long long)info->dropped_where);
  if (info->dropped_date)
    complain(c, 0, "%s: %llu rows dropped by --since and --until", path,
             (unsigned long long)info->dropped_date);
}

static int run_reader(const command *c, const char *path, const input_file *f, vox_reader *reader,
                      pipeline_job *job, file_done_fn done) {
  pipeline_result result;
  vox_reader_info info;
  vox_error err = {0};
  pipeline_run(&result, job, reader);
  int code = report_end(c, path, f, &result);
  vox_reader_info_get(reader, &info);
  note_dropped(c, path, &info);
  if (result.dropped)
    complain(c, 0, "%s: %llu rows whose text came again were left out", path,
             (unsigned long long)result.dropped);
  if (!code && done && done(job->context, &info, &err) != VOX_OK)
    code = complain_error(c, path, err.status, &err);
  if (job->max_bad >= 0) job->max_bad -= (long)result.bad;
  return code;
}

/* The reader has been opened on the file. */
static int clean_and_run(const command *c, const char *path, const input_file *f, const vox_reader_options *o,
                         vox_reader *reader, pipeline_job *job, file_done_fn done) {
  int code = cleaning_begin(job->cleaning, c, path, o, reader);
  if (!code) code = run_reader(c, path, f, reader, job, done);
  cleaning_end(job->cleaning);
  return code;
}

static int run_file(const command *c, const input_options *in, const char *path, pipeline_job *job,
                    file_done_fn done) {
  reader_setup *setup = malloc(sizeof *setup);
  input_file file;
  vox_reader *reader = NULL;
  vox_error err = {0};
  int code = setup ? reader_setup_make(setup, c, in, path) : complain(c, EXIT_IO, "out of memory");
  if (!code && !(code = input_open_table(&file, c, path, in->sheet))) {
    vox_status status = input_reader(&reader, &file, &setup->options, &err);
    if (status == VOX_OK)
      code = clean_and_run(c, path, &file, &setup->options, reader, job, done);
    else if (!(code = input_failed(&file, c, path)))
      code = complain_error(c, path, status, &err), point_at_filter(in->where, &err);
    vox_reader_free(reader);
    input_close(&file);
  }
  free(setup);
  return code;
}

int run_files(const command *c, const input_options *in, char **files, int count, pipeline_job *job,
              file_done_fn done) {
  char standard[] = "-", *alone[] = {standard};
  int code = 0;
  if (count == 0) files = alone, count = 1;
  job->max_bad = in->max_bad;
  if (job->cleaning) job->cleaning->sheet = in->sheet;
  for (int i = 0; i < count && !code; i++) code = run_file(c, in, files[i], job, done);
  return code;
}

vox_ctx **contexts_new(const command *c, const vox_model *model, unsigned jobs, uint32_t want, long abstain,
                       int *code) {
  vox_ctx_options options = VOX_CTX_OPTIONS_INIT;
  vox_error err = {0};
  vox_ctx **list = calloc(jobs, sizeof *list);
  vox_status status = list ? VOX_OK : VOX_ERR_MEMORY;
  options.want = want;
  options.abstain = (int32_t)abstain;
  for (unsigned i = 0; i < jobs && status == VOX_OK; i++)
    status = vox_ctx_new(&list[i], model, &options, &err);
  if (status == VOX_OK) return list;
  *code = complain_error(c, "workspace", status, &err);
  contexts_free(list, jobs);
  return NULL;
}

void contexts_free(vox_ctx **list, unsigned jobs) {
  for (unsigned i = 0; list && i < jobs; i++) vox_ctx_free(list[i]);
  free(list);
}
