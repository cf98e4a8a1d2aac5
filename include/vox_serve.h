/* vox_serve.h - the protocol of `voxpop serve` for a program that speaks it itself: one JSON object a line
 * in, read into a row. CONTRACT.md, "Serve", says what a line may hold and what is answered.
 *
 *   vox_request request;
 *   if (vox_request_read(reader, line, &request, &err) != VOX_OK)
 *     vox_request_write_error(&request, &err, write, payload, NULL);
 *   else if (request.op == VOX_OP_SCORE)
 *     for (size_t i = 0; i < request.row.cell_count; i++) ... vox_analyse, vox_result_write_json
 */
#ifndef VOX_SERVE_H
#define VOX_SERVE_H
#include "vox.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What one thread needs for reading requests. */
typedef struct vox_request_reader vox_request_reader;

typedef enum vox_op {
  VOX_OP_SCORE,
  VOX_OP_BATCH,
  VOX_OP_PING,
  VOX_OP_STATS,
  VOX_OP_RELOAD,
  VOX_OP_SNAPSHOT,
  VOX_OP_RESET,
  VOX_OP_SHUTDOWN
} vox_op;

/* A request. Its views hold until the reader's next call and as long as the line. */
typedef struct vox_request {
  vox_str id; /* the JSON token as it came; "null" where there is none or it could not be read */
  vox_op op;
  vox_str model; /* its name; empty: the first one */
  int evidence;  /* 1: the reasons are asked for */
  int many;      /* 1: `texts` instead of `text`: the answer is a list of records */
  vox_row row;   /* of VOX_OP_SCORE; no cells: there is nothing to score */
  vox_str items; /* of VOX_OP_BATCH: the array as it came */
} vox_request;

typedef struct vox_request_options {
  size_t struct_size;
  const vox_allocator *allocator; /* NULL: malloc; must outlive the reader */
  size_t max_text;                /* bytes of one text; a longer one is refused as "too_long" */
  const char *score_scale;        /* as in vox_reader_options; NULL: nps */
  const char *date_order;         /* "dmy" or "mdy"; NULL: a day that can be read both ways is refused */
} vox_request_options;
#define VOX_REQUEST_OPTIONS_INIT                                                                             \
  { sizeof(vox_request_options), NULL, (size_t)1 << 20, NULL, NULL }

VOX_API vox_status vox_request_reader_new(vox_request_reader **out, const vox_request_options *opts,
                                          vox_error *err);
/* Reads one line (its end may be missing). On failure `out->id` is what could be read of it, and `err` holds
 * the code, the byte of the line and a message that quotes nothing. VOX_ERR_SYNTAX, _ENCODING, _LIMIT, or
 * _MEMORY; the reader can be used on after each of them. */
VOX_API vox_status vox_request_read(vox_request_reader *reader, vox_str line, vox_request *out,
                                    vox_error *err);
/* The requests of a batch, one after the other: `*rest` begins as request.items. VOX_DONE at the end. An
 * error is that of one item: call again for the next. Offsets count from the beginning of the line. */
VOX_API vox_status vox_request_next_item(vox_request_reader *reader, vox_str *rest, vox_request *out,
                                         vox_error *err);
/* {"id":...,"error":{...}} without LF. Allocates nothing. */
VOX_API vox_status vox_request_write_error(const vox_request *request, const vox_error *what,
                                           vox_write_fn write, void *payload, vox_error *err);
VOX_API void vox_request_reader_free(vox_request_reader *reader);

#ifdef __cplusplus
}
#endif
#endif
