/* pipeline.h - rows of one file through one or many workers, results in the order of the rows.
 *
 * The calling thread reads rows into batches (copies: a reader's row holds only until the next); workers turn
 * each batch into bytes; a writer thread passes the batches' bytes on in order. A fixed number of batches
 * goes round, so memory is bounded and a slow output holds the reader back. With one job everything happens
 * in the calling thread. */
#ifndef TOOLS_PIPELINE_H
#define TOOLS_PIPELINE_H
#include "cleaning.h"

/* What a worker does with one row, or with the error of a bad one (`row` NULL). Output goes to `out`. Called
 * by one thread at a time for a given `worker` (0 .. jobs-1). */
typedef struct pipeline_job {
  vox_status (*row)(void *context, unsigned worker, const vox_row *row, const vox_error *bad, bytes *out,
                    vox_error *err);
  void *context;
  unsigned jobs;
  vox_write_fn write; /* NULL: there is no output */
  void *write_payload;
  long max_bad;       /* -1: no limit */
  cleaning *cleaning; /* marks or leaves out rows whose text comes again, as they are read; NULL: none */
} pipeline_job;

typedef struct pipeline_result {
  uint64_t bad;      /* bad rows met */
  uint64_t dropped;  /* rows left out because their text came again */
  int too_many_bad;  /* the limit was passed; everything before it was written */
  vox_status status; /* first failure of reading, working or writing, else VOX_OK */
  vox_error err;
} pipeline_result;

void pipeline_run(pipeline_result *out, const pipeline_job *job, vox_reader *reader);
/* --jobs as given: 0 means all cores; at least 1, at most 64. */
unsigned pipeline_jobs(long asked);
#endif
