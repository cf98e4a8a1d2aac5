/* vox_compile.c - the lexicon compiler and the segmenter's dictionary builder brought together. */
#include "api/compiler.h"
#include "api/handles.h"
#include "api/options.h"
#include "text/utf8.h"

enum { LIMIT = 1 << 30 };
#define TAG_BASE                                                                                             \
  PACK_TAG('B', 'A', 'S', 'E') /* the base dictionary's words and counts, for compiling over it */

/* The sections that the dictionary builder lays, until the artefact is written. */
typedef struct dict_bytes {
  buf base, chars, words, trie;
  uint32_t word_count;
} dict_bytes;

vox_status vox_compiler_new(vox_compiler **out, const vox_compiler_options *opts, vox_error *err) {
  vox_compiler_options o = VOX_COMPILER_OPTIONS_INIT;
  mem first;
  if (!out) return fail(err, VOX_ERR_ARGUMENT, "no place for the compiler");
  vox_status taken = options_take(&o, sizeof o, opts, err);
  if (taken != VOX_OK) return taken;
  opts = &o;
  mem_init(&first, opts->allocator, 0);
  vox_compiler *c = mem_array(&first, 1, sizeof *c);
  if (!c) return fail_memory(err);
  c->mem = first;
  arena_init(&c->names, &c->mem);
  c->tell = (diagnostics){.tell = opts->diagnose, .payload = opts->payload, .lint = opts->lint != 0};
  c->id = arena_copy(&c->names, str_of(opts->id));
  c->version = arena_copy(&c->names, str_of(opts->version));
  bool named =
      (c->id.ptr || !opts->id || !*opts->id) && (c->version.ptr || !opts->version || !*opts->version);
  vox_status status = named ? compiler_new(&c->lexicon, &c->mem, &c->tell, err) : fail_memory(err);
  if (status == VOX_OK) status = dict_builder_new(&c->dict, &c->mem, opts->min_count, err);
  if (status == VOX_OK)
    *out = c;
  else
    vox_compiler_free(c);
  return status;
}

void vox_compiler_free(vox_compiler *c) {
  if (!c) return;
  if (c->lexicon) compiler_free(c->lexicon);
  if (c->dict) dict_builder_free(c->dict);
  vec_free(&c->mem, &c->files);
  arena_free(&c->names);
  mem last = c->mem;
  mem_put(&last, c, sizeof *c);
}

vox_status compile_over(vox_compiler *c, const pack *p, const lexicon *l, vox_error *err) {
  const pack_section *words;
  vox_status status = pack_need(p, TAG_BASE, &words, err);
  if (status == VOX_OK) status = compiler_base(c->lexicon, l, err);
  if (status == VOX_OK) status = dict_builder_base(c->dict, words->bytes, err);
  vox_compiler_next_layer(c);
  return status;
}

vox_status vox_compiler_dictionary(vox_compiler *c, const char *path, vox_str bytes, vox_error *err) {
  vox_error inner = {0};
  vox_status status = dict_builder_base(c->dict, bytes, &inner);
  if (status == VOX_OK) return VOX_OK;
  if (status == VOX_ERR_SYNTAX)
    diagnose(&c->tell, VOX_ERROR, str_of(path), inner.line, "bad-dictionary", "%s", inner.message);
  if (err) *err = inner;
  return status;
}

/* Words and alphabet go to the dictionary, which then fixes the character ids. */
static vox_status feed_dictionary(vox_compiler *c, dict_bytes *d, charmap *chars, vox_error *err) {
  const uint32_t *cps = NULL;
  size_t count = 0;
  vox_status status = VOX_OK;
  for (size_t i = 0; i < compiler_word_count(c->lexicon) && status == VOX_OK; i++)
    status = dict_builder_word(c->dict, compiler_word(c->lexicon, i), err);
  if (status == VOX_OK && compiler_alphabet(c->lexicon, &cps, &count) != VOX_OK) status = fail_memory(err);
  if (status == VOX_OK) status = dict_builder_alphabet(c->dict, cps, count, err);
  if (status == VOX_OK) status = dict_builder_charmap(c->dict, &d->chars, err);
  return status == VOX_OK ? charmap_open(chars, buf_view(&d->chars), err) : status;
}

/* Would an entry be found in the form's parts, and not in the form? What makes it a form (不, 没) is none. */
static bool hides_entry(const void *context, vox_str form, uint64_t edges) {
  const lexicon_compiler *c = context;
  size_t ends[65], count = 0;
  for (size_t at = 0; edges; edges >>= 1, utf8_next(form, &at))
    if (edges & 1) ends[count++] = at;
  ends[count] = form.len;
  bool hides = false, is_entry = compiler_says(c, form);
  for (size_t i = 0; i < count && !is_entry; i++)
    for (size_t k = i + 1; k <= count && !hides; k++) {
      vox_str part = str_sub(form, ends[i], ends[k]);
      bool denial = str_eq(part, STR("不")) || str_eq(part, STR("没"));
      hides = !denial && compiler_says(c, part);
    }
  return hides;
}

static uint32_t term_number(void *context, vox_str word) { return compiler_term_number(context, word); }

static uint64_t term_use(const void *context, vox_str word) { return dict_builder_use(context, word); }

static vox_status lay_all(vox_compiler *c, dict_bytes *d, pack_writer *w, vox_error *err) {
  charmap chars;
  vox_status status = feed_dictionary(c, d, &chars, err);
  if (status == VOX_OK) status = compiler_rank(c->lexicon, term_use, c->dict, err);
  if (status == VOX_OK) status = compiler_terms(c->lexicon, &chars, err);
  if (status == VOX_OK) status = dict_builder_forms(c->dict, hides_entry, c->lexicon, err);
  if (status == VOX_OK)
    status = dict_builder_lay(c->dict, term_number, c->lexicon, &d->words, &d->word_count, &d->trie, err);
  if (status == VOX_OK) compiler_check_words(c->lexicon, d->word_count);
  if (status == VOX_OK)
    status = pack_add(w, PACK_TAG('C', 'H', 'A', 'R'), chars.id_count, buf_view(&d->chars), err);
  if (status == VOX_OK) status = dict_builder_list(c->dict, &d->base, err);
  if (status == VOX_OK) status = pack_add(w, TAG_BASE, 0, buf_view(&d->base), err);
  if (status == VOX_OK)
    status = pack_add(w, PACK_TAG('W', 'O', 'R', 'D'), d->word_count, buf_view(&d->words), err);
  if (status == VOX_OK)
    status = pack_add(w, PACK_TAG('W', 'T', 'R', 'I'), d->word_count, buf_view(&d->trie), err);
  if (status == VOX_OK) status = compiler_lay(c->lexicon, w, c->id, c->version, err);
  return status;
}

/* Small lexicons are opened at once without the tables, which would be most of their bytes. */
enum { TABLES_FROM = 1000 };

/* What opening the lexicon would draw up goes into the artefact as well, and that is written anew. */
static vox_status add_tables(vox_compiler *c, pack_writer *w, buf *out, vox_error *err) {
  pack whole;
  lexicon *l = NULL;
  buf tables;
  vox_status status = pack_open(&whole, buf_view(out), err);
  if (status == VOX_OK) status = lexicon_open(&l, &c->mem, &whole, err);
  if (status != VOX_OK) return status;
  buf_init(&tables, &c->mem, LIMIT);
  if (lexicon_term_count(l) >= TABLES_FROM) lexicon_tables_lay(l, &tables);
  if (tables.status != VOX_OK) status = fail(err, tables.status, "the lexicon is too large for memory");
  if (tables.len && status == VOX_OK)
    status = pack_add(w, PACK_TAG('T', 'A', 'B', 'L'), 1, buf_view(&tables), err);
  if (tables.len && status == VOX_OK) buf_clear(out), status = pack_write(w, out, err);
  buf_free(&tables);
  lexicon_free(l, &c->mem);
  return status;
}

/* `kept`: to be written to a file, rather than opened at once. */
static vox_status lay_artefact(vox_compiler *c, buf *out, bool kept, vox_error *err) {
  dict_bytes d = {.word_count = 0};
  pack_writer w;
  buf_init(&d.base, &c->mem, LIMIT);
  buf_init(&d.chars, &c->mem, LIMIT);
  buf_init(&d.words, &c->mem, LIMIT);
  buf_init(&d.trie, &c->mem, LIMIT);
  pack_writer_init(&w, FOLD_VERSION, CHARS_UNICODE);
  vox_status status = lay_all(c, &d, &w, err);
  if (status == VOX_OK) status = pack_write(&w, out, err);
  if (status == VOX_OK && kept) status = add_tables(c, &w, out, err);
  buf_free(&d.base);
  buf_free(&d.chars);
  buf_free(&d.words);
  buf_free(&d.trie);
  return status;
}

static vox_status compile(vox_compiler *c, buf *out, bool kept, vox_error *err) {
  if (c->done) return fail(err, VOX_ERR_ARGUMENT, "a compiler writes once");
  c->done = true;
  vox_status status = compiler_settle(c->lexicon, err);
  return status == VOX_OK ? lay_artefact(c, out, kept, err) : status;
}

vox_status compile_bytes(vox_compiler *c, buf *out, vox_error *err) { return compile(c, out, false, err); }

vox_status vox_compiler_write(vox_compiler *c, const char *path, vox_error *err) {
  buf out;
  buf_init(&out, &c->mem, LIMIT);
  vox_status status = compile(c, &out, true, err);
  if (status == VOX_OK) status = file_replace(path, buf_view(&out), err);
  buf_free(&out);
  return status;
}

vox_status vox_compiler_model(vox_compiler *c, vox_model **out, vox_error *err) {
  mem m;
  buf bytes;
  mem_init(&m, &c->mem.raw, 0);
  buf_init(&bytes, &m, LIMIT);
  vox_status status = compile_bytes(c, &bytes, err);
  if (status == VOX_OK) return model_of_bytes(out, &bytes, err);
  buf_free(&bytes);
  return status;
}
