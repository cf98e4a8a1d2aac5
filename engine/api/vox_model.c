/* vox_model.c - the artefact behind vox_model: mapped, verified, viewed. */
#include "api/handles.h"
#include "text/utf8.h"

#define TEXT_OF_(x) #x
#define TEXT_OF(x)  TEXT_OF_(x)

const char *vox_version(void) {
  return TEXT_OF(VOX_VERSION_MAJOR) "." TEXT_OF(VOX_VERSION_MINOR) "." TEXT_OF(VOX_VERSION_PATCH);
}

size_t vox_text_width(vox_str text) {
  size_t width = 0;
  for (size_t at = 0; at < text.len;) width += char_width(utf8_next(text, &at));
  return width;
}

/* Views of every floor over the verified bytes. */
static vox_status open_floors(vox_model *m, vox_str bytes, vox_error *err) {
  vox_status status = pack_open(&m->pack, bytes, err);
  if (status != VOX_OK) return status;
  if (m->pack.fold_version != FOLD_VERSION || strcmp(m->pack.unicode, CHARS_UNICODE) != 0)
    return fail(err, VOX_ERR_VERSION,
                "the lexicon was compiled for another version of text folding; build it anew");
  if ((status = dict_open(&m->dict, &m->mem, &m->pack, err)) != VOX_OK ||
      (status = lexicon_open(&m->lexicon, &m->mem, &m->pack, err)) != VOX_OK)
    return status;
  return catalogue_open(&m->names, &m->mem, m->lexicon, err);
}

static vox_model *new_model(const vox_model_options *opts) {
  mem first;
  mem_init(&first, opts ? opts->allocator : NULL, 0);
  vox_model *m = mem_array(&first, 1, sizeof *m);
  if (!m) return NULL;
  m->mem = first;
  m->allocator = opts ? opts->allocator : NULL;
  return m;
}

vox_status vox_model_open_bytes(vox_model **out, const void *data, size_t len, const vox_model_options *opts,
                                vox_error *err) {
  if (!out || !data) return fail(err, VOX_ERR_ARGUMENT, "no place for the model, or no bytes");
  vox_model *m = new_model(opts);
  if (!m) return fail_memory(err);
  vox_status status = open_floors(m, (vox_str){data, len}, err);
  if (status == VOX_OK)
    *out = m;
  else
    vox_model_free(m);
  return status;
}

vox_status vox_model_open(vox_model **out, const char *path, const vox_model_options *opts, vox_error *err) {
  if (!out || !path) return fail(err, VOX_ERR_ARGUMENT, "no place for the model, or no path");
  vox_model *m = new_model(opts);
  if (!m) return fail_memory(err);
  vox_status status = file_map(&m->file, path, err);
  if (status == VOX_OK) status = open_floors(m, m->file.bytes, err);
  if (status == VOX_OK)
    *out = m;
  else
    vox_model_free(m);
  return status;
}

void vox_model_free(vox_model *m) {
  if (!m) return;
  if (m->names) catalogue_free(m->names, &m->mem);
  if (m->lexicon) lexicon_free(m->lexicon, &m->mem);
  if (m->dict) dict_free(m->dict, &m->mem);
  file_unmap(&m->file);
  mem last = m->mem;
  mem_put(&last, m, sizeof *m);
}

void vox_model_info_get(const vox_model *m, vox_model_info *info) {
  const lexicon_identity *id = &m->names->identity;
  *info = (vox_model_info){.id = id->id,
                           .version = id->version,
                           .format_major = m->pack.major,
                           .format_minor = m->pack.minor,
                           .words = dict_word_count(m->dict),
                           .terms = lexicon_term_count(m->lexicon),
                           .themes = lexicon_theme_count(m->lexicon),
                           .entries = lexicon_entry_count(m->lexicon),
                           .unicode = str_of(m->pack.unicode)};
  memcpy(info->sha256, id->sha256, sizeof info->sha256);
}
