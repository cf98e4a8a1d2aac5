/* vox_model.c - the artefact behind vox_model: mapped, verified, viewed. */
#include "api/compiler.h"
#include "api/handles.h"
#include "api/options.h"
#include "api/user_dicts.h"
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

static vox_status open_pack(pack *p, vox_str bytes, vox_error *err) {
  vox_status status = pack_open(p, bytes, err);
  if (status != VOX_OK) return status;
  if (p->fold_version != FOLD_VERSION || strcmp(p->unicode, CHARS_UNICODE) != 0)
    return fail(err, VOX_ERR_VERSION,
                "the lexicon was compiled for another version of text folding; build it anew");
  return VOX_OK;
}

/* ---- Overlays ---- */

static bool has_overlays(const vox_model_options *opts) { return opts && opts->overlay_count > 0; }

static bool has_dicts(const vox_model_options *opts) { return opts && opts->dict_count > 0; }

static vox_status add_overlays(vox_compiler *c, const vox_model_options *opts, vox_error *err) {
  vox_status status = VOX_OK;
  for (size_t i = 0; i < opts->overlay_count && status == VOX_OK; i++) {
    const vox_overlay *o = &opts->overlays[i];
    if (i) vox_compiler_next_layer(c);
    status = o->bytes.ptr ? vox_compiler_add(c, o->path, o->bytes, err) : vox_compiler_file(c, o->path, err);
  }
  return status;
}

/* The artefact `bytes` with the overlays' entries, compiled into `out`. */
static vox_status compile_overlays(vox_model *m, vox_str bytes, const vox_model_options *opts,
                                   vox_error *err) {
  vox_compiler_options settings = VOX_COMPILER_OPTIONS_INIT;
  vox_compiler *c = NULL;
  pack under;
  lexicon *base = NULL;
  settings.allocator = opts->allocator;
  settings.diagnose = opts->diagnose;
  settings.payload = opts->payload;
  settings.min_count = 1;
  vox_status status = open_pack(&under, bytes, err);
  if (status == VOX_OK) status = lexicon_open(&base, &m->mem, &under, err);
  if (status == VOX_OK) status = vox_compiler_new(&c, &settings, err);
  if (status == VOX_OK) {
    c->id = lexicon_identity_of(base).id;
    c->version = lexicon_identity_of(base).version;
    status = compile_over(c, &under, base, err);
  }
  if (status == VOX_OK) status = add_overlays(c, opts, err);
  if (status == VOX_OK) status = compile_bytes(c, &m->own, err);
  vox_compiler_free(c);
  if (base) lexicon_free(base, &m->mem);
  return status;
}

/* Views of every floor over the verified bytes. */
static vox_status open_floors(vox_model *m, vox_str bytes, vox_error *err) {
  vox_status status = open_pack(&m->pack, bytes, err);
  if (status != VOX_OK) return status;
  if ((status = dict_open(&m->dict, &m->mem, &m->pack, err)) != VOX_OK ||
      (status = lexicon_open(&m->lexicon, &m->mem, &m->pack, err)) != VOX_OK)
    return status;
  return catalogue_open(&m->names, &m->mem, m->lexicon, err);
}

/* The artefact as it is, or with the overlays laid over it; then the user dictionaries beside it. */
static vox_status open_bytes(vox_model *m, vox_str bytes, const vox_model_options *opts, vox_error *err) {
  vox_status status = VOX_OK;
  if (has_overlays(opts)) {
    status = compile_overlays(m, bytes, opts, err);
    bytes = buf_view(&m->own);
  }
  if (status == VOX_OK) status = open_floors(m, bytes, err);
  if (status == VOX_OK && has_dicts(opts)) status = user_dicts_open(m, opts->dicts, opts->dict_count, err);
  return status;
}

enum { ARTEFACT_LIMIT = 1 << 30 };

static vox_model *new_model(const vox_model_options *opts) {
  mem first;
  mem_init(&first, opts ? opts->allocator : NULL, 0);
  vox_model *m = mem_array(&first, 1, sizeof *m);
  if (!m) return NULL;
  m->mem = first;
  m->allocator = opts ? opts->allocator : NULL;
  buf_init(&m->own, &m->mem, ARTEFACT_LIMIT);
  return m;
}

vox_status vox_model_open_bytes(vox_model **out, const void *data, size_t len, const vox_model_options *opts,
                                vox_error *err) {
  vox_model_options o = VOX_MODEL_OPTIONS_INIT;
  if (!out || !data) return fail(err, VOX_ERR_ARGUMENT, "no place for the model, or no bytes");
  *out = NULL;
  vox_status status = options_take(&o, sizeof o, opts, err);
  if (status != VOX_OK) return status;
  vox_model *m = new_model(&o);
  if (!m) return fail_memory(err);
  status = plugins_take(m, &o, err);
  if (status == VOX_OK) status = open_bytes(m, (vox_str){data, len}, &o, err);
  if (status == VOX_OK)
    *out = m;
  else
    vox_model_free(m);
  return status;
}

vox_status vox_model_open(vox_model **out, const char *path, const vox_model_options *opts, vox_error *err) {
  vox_model_options o = VOX_MODEL_OPTIONS_INIT;
  if (!out || !path) return fail(err, VOX_ERR_ARGUMENT, "no place for the model, or no path");
  *out = NULL;
  vox_status status = options_take(&o, sizeof o, opts, err);
  if (status != VOX_OK) return status;
  vox_model *m = new_model(&o);
  if (!m) return fail_memory(err);
  status = plugins_take(m, &o, err);
  if (status == VOX_OK) status = file_map(&m->file, path, err);
  if (status == VOX_OK) status = open_bytes(m, m->file.bytes, &o, err);
  file_rest(&m->file); /* proving it has read all of it; scoring reads half */
  if (status == VOX_OK)
    *out = m;
  else
    vox_model_free(m);
  return status;
}

vox_status model_of_bytes(vox_model **out, buf *bytes, vox_error *err) {
  vox_model_options options = VOX_MODEL_OPTIONS_INIT;
  options.allocator = &bytes->mem->raw;
  vox_model *m = new_model(&options);
  if (!m) {
    buf_free(bytes);
    return fail_memory(err);
  }
  m->allocator = NULL; /* the allocator was borrowed for as long as this call lasts */
  m->own = *bytes;
  m->own.mem = &m->mem;
  m->mem.used += bytes->cap;
  vox_status status = open_floors(m, buf_view(&m->own), err);
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
  buf_free(&m->own);
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

int vox_model_theme(const vox_model *m, size_t i, vox_theme_info *out) {
  if (i >= m->names->theme_count) return 0;
  const theme_info *t = &m->names->themes[i];
  *out = (vox_theme_info){t->id, t->name_zh, t->name_en};
  return 1;
}
