/* serve_answer.h - request lines to answer lines. Knows models and requests, nothing of clients. */
#ifndef TOOLS_SERVE_ANSWER_H
#define TOOLS_SERVE_ANSWER_H
#include "serve_models.h"
#include "vox_serve.h"

typedef struct answer_counts {
  uint64_t requests, records, errors;
} answer_counts;

/* Lines on their way to a worker and their answers on the way back. */
typedef struct answer_work {
  model_set *set;
  bytes in;    /* whole lines, each with its LF */
  size_t next; /* byte of `in` where the first line without an answer begins */
  bytes out;
  answer_counts counts;
} answer_work;

/* One worker's place: its number among the seats of each model, and its reader of requests. */
typedef struct answerer {
  unsigned seat;
  const vox_request_options *options;
  vox_request_reader *reader;
} answerer;

vox_status answerer_init(answerer *a, unsigned seat, const vox_request_options *options, vox_error *err);
void answerer_free(answerer *a);
/* Answers the lines of `work` in their order, each with one line. Where memory ends it stops with the answers
 * so far in `out` (at least one of them); called again with `out` emptied it goes on. */
void answer_lines(answerer *a, answer_work *work);
/* Appends an error's answer and LF. 0: memory ended, and `out` is as it was. */
int answer_error(bytes *out, const vox_request *request, const vox_error *what);
/* Makes sure that an error with an id that could not be kept fits. 0: memory ended. */
int answer_make_room(bytes *out);
#endif
