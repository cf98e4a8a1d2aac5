/* run_files.h - the files of a command line through the pipeline, one after another. */
#ifndef TOOLS_RUN_FILES_H
#define TOOLS_RUN_FILES_H
#include "pipeline.h"

/* What a command wants to know when a file has been read: its encoding, counts. May be NULL. */
typedef vox_status (*file_done_fn)(void *context, const vox_reader_info *info, vox_error *err);

/* Runs every file ("-" and none: standard input). `job.max_bad` is filled here and counts over all files. 0,
 * or an exit code after a message. */
int run_files(const command *c, const input_options *in, char **files, int count, pipeline_job *job,
              file_done_fn done);
/* A context for each worker. NULL and a message when that fails; `*code` is then the exit code. */
vox_ctx **contexts_new(const command *c, const vox_model *model, unsigned jobs, uint32_t want, long abstain,
                       int *code);
void contexts_free(vox_ctx **list, unsigned jobs);
#endif
