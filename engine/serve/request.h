/* request.h - one line of the protocol read into a row, by the same steps as a line of an NDJSON export: what
 * `serve` answers is what `score` prints. */
#ifndef SERVE_REQUEST_H
#define SERVE_REQUEST_H
#include "base/arena.h"
#include "base/buf.h"
#include "intake/row.h"
#include "vox_serve.h"

enum { REQUEST_FIELDS = 256 }; /* texts, roles, segments, kept fields: so many each at most */

typedef struct request_reader {
  mem mem;
  arena arena; /* unescaped texts of the request at hand */
  size_t max_text;
  score_scale scale;
  bool has_order;
  date_order order;
  vox_str line; /* offsets count in it */
  char date[11];
  vox_cell cells[REQUEST_FIELDS];
  vox_field segments[REQUEST_FIELDS], keep[REQUEST_FIELDS];
} request_reader;

/* VOX_ERR_ARGUMENT: a scale or an order that is none. */
vox_status request_reader_init(request_reader *r, const vox_request_options *o, vox_error *err);
void request_reader_free(request_reader *r);
vox_status request_read(request_reader *r, vox_str line, vox_request *out, vox_error *err);
vox_status request_next_item(request_reader *r, vox_str *rest, vox_request *out, vox_error *err);
/* Appends the error's answer from behind the id on, without LF. */
void request_error_tail(buf *out, const vox_error *what);
#endif
