/* lexicon_built.h - what the tests of the lexicon's compiler share: sources to a lexicon that is opened. */
#ifndef LEXICON_BUILT_H
#define LEXICON_BUILT_H
#include "lexicon/compile.h"
#include "lexicon/lexicon.h"
#include "pack/pack_read.h"
#include "pack/pack_write.h"
#include "small_model.h"
#include "text/fold.h"

enum { MOST = 8 };

/* One compilation and the lexicon that came of it. */
typedef struct built {
  told told;
  vox_status status;
  buf bytes;
  pack pack;
  lexicon *lexicon;
} built;

static mem m;

static inline int setup(void **state) {
  (void)state;
  mem_init(&m, NULL, 0);
  return 0;
}

static inline int teardown(void **state) {
  (void)state;
  return m.used != 0;
}

static inline vox_status lay(lexicon_compiler *c, buf *out, vox_str words) {
  const uint32_t *cps;
  size_t count;
  charmap chars;
  pack_writer w;
  buf section;
  buf_init(&section, &m, 1 << 24);
  pack_writer_init(&w, FOLD_VERSION, "15.0.0");
  vox_status status = compiler_alphabet(c, &cps, &count);
  if (status == VOX_OK) status = charmap_build(&section, cps, count, NULL);
  if (status == VOX_OK) status = charmap_open(&chars, buf_view(&section), NULL);
  if (status == VOX_OK) status = compiler_terms(c, &chars, NULL);
  if (status == VOX_OK) status = pack_add(&w, PACK_TAG('W', 'T', 'R', 'I'), 0, words, NULL);
  if (status == VOX_OK) status = compiler_lay(c, &w, STR("test"), STR("9.9"), NULL);
  if (status == VOX_OK) status = pack_write(&w, out, NULL);
  buf_free(&section);
  return status;
}

/* Compiles sources (named "0", "1" ...) with a stand-in for the segmenter's words, and opens the result. */
static inline void build_with(built *b, const char *const *sources, size_t n, vox_str words) {
  lexicon_compiler *c;
  *b = (built){.status = VOX_OK};
  buf_init(&b->bytes, &m, 1 << 24);
  diagnostics tell = {.tell = told_keep, .payload = &b->told};
  assert_int_equal(compiler_new(&c, &m, &tell, NULL), VOX_OK);
  for (size_t i = 0; i < n; i++)
    assert_int_equal(compiler_source(c, str_of(sources[i] + 7), str_of(sources[i]), NULL), VOX_OK);
  b->status = compiler_settle(c, NULL);
  if (b->status == VOX_OK) {
    assert_int_equal(lay(c, &b->bytes, words), VOX_OK);
    assert_int_equal(pack_open(&b->pack, buf_view(&b->bytes), NULL), VOX_OK);
    assert_int_equal(lexicon_open(&b->lexicon, &m, &b->pack, NULL), VOX_OK);
  }
  compiler_free(c);
}

static inline void drop(built *b) {
  if (b->lexicon) lexicon_free(b->lexicon, &m);
  buf_free(&b->bytes);
}

static inline void build(built *b, const char *text) {
  build_with(b, (const char *const[]){SETTINGS, text}, 2, STR("words"));
  if (b->status != VOX_OK)
    fail_msg("told %s of line %u", b->told.list[0].code, (unsigned)b->told.list[0].line);
}

/* The number of a term as it was written; 0: there is none. */
static inline uint32_t term_number(const built *b, const char *written) {
  for (uint32_t t = 1; t <= lexicon_term_count(b->lexicon); t++)
    if (str_eq(lexicon_term_text(b->lexicon, t), str_of(written))) return t;
  return 0;
}

/* Entry number `which` of a term. */
static inline entry entry_of(const built *b, const char *written, uint32_t which) {
  uint32_t first, count = lexicon_entries_of(b->lexicon, term_number(b, written), &first);
  if (which >= count) fail_msg("%s has %u entries", written, (unsigned)count);
  assert_int_equal(lexicon_origin(b->lexicon, first + which).term, term_number(b, written));
  return lexicon_entry(b->lexicon, first + which);
}

static inline uint32_t entry_count(const built *b, const char *written) {
  uint32_t first;
  return lexicon_entries_of(b->lexicon, term_number(b, written), &first);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* Some lines of most classes. */
#define LINES_A                                                                                              \
  "好\tsentiment\t+1\n软件\tsentiment\t-1\n軟體\talias\t软件\n客服\ttheme\ts.agent\n慢 + 快\tpair\t1\n"
#define LINES_B                                                                                              \
  "s\tdefine\t服 | S\ns.agent\tdefine\t客 | A\n给力\tword\n开心\temotion.joy\t2\nout of "              \
  "stock\tsentiment\t-1\n"
#endif
