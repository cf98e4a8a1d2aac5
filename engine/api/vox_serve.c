/* vox_serve.c - the handle of a reader of requests. */
#include "api/options.h"
#include "serve/request.h"

struct vox_request_reader {
  request_reader inner;
};

vox_status vox_request_reader_new(vox_request_reader **out, const vox_request_options *opts, vox_error *err) {
  vox_request_options o = VOX_REQUEST_OPTIONS_INIT;
  mem first;
  if (!out) return fail(err, VOX_ERR_ARGUMENT, "no place for the reader");
  *out = NULL;
  vox_status status = options_take(&o, sizeof o, opts, err);
  if (status != VOX_OK) return status;
  mem_init(&first, o.allocator, 0);
  vox_request_reader *r = mem_array(&first, 1, sizeof *r);
  if (!r) return fail_memory(err);
  r->inner.mem = first;
  status = request_reader_init(&r->inner, &o, err);
  if (status == VOX_OK)
    *out = r;
  else
    vox_request_reader_free(r);
  return status;
}

void vox_request_reader_free(vox_request_reader *r) {
  if (!r) return;
  request_reader_free(&r->inner);
  mem last = r->inner.mem;
  mem_put(&last, r, sizeof *r);
}

vox_status vox_request_read(vox_request_reader *r, vox_str line, vox_request *out, vox_error *err) {
  vox_error local;
  if (!r || !out) return fail(err, VOX_ERR_ARGUMENT, "no reader or no request");
  return request_read(&r->inner, line, out, err ? err : &local);
}

vox_status vox_request_next_item(vox_request_reader *r, vox_str *rest, vox_request *out, vox_error *err) {
  vox_error local;
  if (!r || !rest || !out) return fail(err, VOX_ERR_ARGUMENT, "no reader, no items or no request");
  return request_next_item(&r->inner, rest, out, err ? err : &local);
}

vox_status vox_request_write_error(const vox_request *request, const vox_error *what, vox_write_fn write,
                                   void *payload, vox_error *err) {
  /* Room that never grows: an error for want of memory must be told all the same. */
  static const char head[] = "{\"id\":";
  char tail[2048];
  buf b = {.ptr = tail, .cap = sizeof tail, .ceiling = sizeof tail};
  request_error_tail(&b, what);
  vox_status status = write(payload, head, sizeof head - 1);
  if (status == VOX_OK) status = write(payload, request->id.ptr, request->id.len);
  if (status == VOX_OK) status = write(payload, b.ptr, b.len);
  return status == VOX_OK ? VOX_OK : fail(err, status, "the answer could not be written");
}
