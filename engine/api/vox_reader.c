/* vox_reader.c - the public reader: checks what the caller hands in and passes on to engine/intake. */
#include "api/options.h"
#include "intake/reader.h"
#include "vox.h"

/* A vox_reader is the engine's reader under its public name. */
static reader *inner(vox_reader *r) { return (reader *)r; }

vox_status vox_reader_new(vox_reader **out, vox_read_fn read, void *payload, const vox_reader_options *opts,
                          vox_error *err) {
  vox_reader_options o = VOX_READER_OPTIONS_INIT;
  if (!out || !read) return fail(err, VOX_ERR_ARGUMENT, "a reader needs a place for it and a read function");
  *out = NULL;
  vox_status status = options_take(&o, sizeof o, opts, err);
  if (status != VOX_OK) return status;
  reader *made = NULL;
  status = reader_new(&made, read, payload, &o, err);
  *out = (vox_reader *)made;
  return status;
}

vox_status vox_reader_next(vox_reader *r, vox_row *row, vox_error *err) {
  if (!r || !row) return fail(err, VOX_ERR_ARGUMENT, "no reader or no row");
  return reader_next(inner(r), row, err);
}

void vox_reader_info_get(const vox_reader *r, vox_reader_info *info) { reader_info((const reader *)r, info); }

void vox_reader_input_get(const vox_reader *r, vox_input *input) { reader_input((const reader *)r, input); }

void vox_reader_free(vox_reader *r) { reader_free(inner(r)); }
