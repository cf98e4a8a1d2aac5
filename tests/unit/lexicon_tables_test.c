/* lexicon_tables_test.c - the tables that an artefact brings for scoring: the same as those that are drawn up
 * where it brings none; of hostile ones nothing comes but a refusal, or an answer. */
#include "base/bytes.h"
#include "lexicon/tables.h"
#include "pack/pack_write.h"
#include "small_model.h"

enum { WORDS = 1300, LIMIT = 1 << 26 };
#define TAG_TABLES PACK_TAG('T', 'A', 'B', 'L')

static mem m;
static buf artefact; /* compiled, with tables */
static char path[40];

/* Terms of letters and of Chinese characters, of one word and of two, with a star, in pairs and learned. */
static void write_entries(buf *b) {
  buf_text(b, SMALL_LEXICON);
  for (unsigned i = 0; i < WORDS; i++) {
    unsigned a = 'a' + i % 26, c = 'a' + i / 26 % 26, d = 'a' + i / 676;
    buf_format(b, "w%c%c%c\tsentiment\t%s1\n", a, c, d, i % 2 ? "+" : "-");
    if (i % 5 == 0) buf_format(b, "w%c%c%c so %c\tsentiment\t+2\n", a, c, d, a);
    if (i % 7 == 0) buf_format(b, "s%c%c%c*\tsentiment\t-1\n", a, c, d);
    if (i % 3 == 0) buf_format(b, "w%c%c%c\tweight\t+0.%02u\n", a, c, d, 10 + i % 80);
    if (i % 11 == 0) buf_format(b, "w%c%c%c + x%c\tweight.pair\t-0.30\n", a, c, d, a);
    if (i % 13 == 0) buf_format(b, "w%c%c%c + y%c\tpair\t-2\n", a, c, d, a);
  }
}

/* Compiles them into the file `path`. */
static vox_status compile(const vox_allocator *allocator, vox_error *err) {
  vox_compiler *c = NULL;
  buf entries;
  vox_compiler_options options = VOX_COMPILER_OPTIONS_INIT;
  options.allocator = allocator;
  buf_init(&entries, &m, LIMIT);
  write_entries(&entries);
  vox_status status = vox_compiler_new(&c, &options, err);
  if (status == VOX_OK) status = vox_compiler_add(c, "settings", STR(SETTINGS), err);
  if (status == VOX_OK) status = vox_compiler_add(c, "many", buf_view(&entries), err);
  if (status == VOX_OK) status = vox_compiler_dictionary(c, "words", STR(SMALL_WORDS), err);
  if (status == VOX_OK) status = vox_compiler_write(c, path, err);
  vox_compiler_free(c);
  buf_free(&entries);
  return status;
}

static int setup(void **state) {
  (void)state;
  vox_error err = {0};
  file_view file;
  mem_init(&m, NULL, 0);
  buf_init(&artefact, &m, LIMIT);
  strcpy(path, "/tmp/voxpop-tables-XXXXXX");
  int fd = mkstemp(path);
  if (fd < 0) return 1;
  close(fd);
  vox_status status = compile(NULL, &err);
  if (status == VOX_OK) status = file_map(&file, path, &err);
  if (status != VOX_OK) return printf("%s\n", err.message), 1;
  buf_str(&artefact, file.bytes);
  file_unmap(&file);
  return unlink(path);
}

static int teardown(void **state) {
  (void)state;
  buf_free(&artefact);
  return m.used != 0;
}

/* The artefact with `tables` in the place of its own; none: without. */
static buf with_tables(vox_str tables) {
  pack p;
  pack_writer w;
  buf out;
  buf_init(&out, &m, LIMIT);
  assert_int_equal(pack_open(&p, buf_view(&artefact), NULL), VOX_OK);
  pack_writer_init(&w, p.fold_version, p.unicode);
  for (uint32_t i = 0; i < p.section_count; i++) {
    const pack_section *s = &p.sections[i];
    vox_str bytes = s->tag == TAG_TABLES ? tables : s->bytes;
    if (bytes.len) assert_int_equal(pack_add(&w, s->tag, s->count, bytes, NULL), VOX_OK);
  }
  assert_int_equal(pack_write(&w, &out, NULL), VOX_OK);
  return out;
}

static vox_str own_tables(void) {
  pack p;
  assert_int_equal(pack_open(&p, buf_view(&artefact), NULL), VOX_OK);
  const pack_section *s = pack_find(&p, TAG_TABLES);
  assert_non_null(s);
  return s->bytes;
}

/* What comes of an artefact with these tables. */
static vox_status open_tables(vox_str tables, lexicon **out, pack *p, buf *bytes) {
  *bytes = with_tables(tables);
  assert_int_equal(pack_open(p, buf_view(bytes), NULL), VOX_OK);
  return lexicon_open(out, &m, p, NULL);
}

static bool is_drawn(vox_str tables) {
  lexicon *l = NULL;
  pack p;
  buf bytes;
  assert_int_equal(open_tables(tables, &l, &p, &bytes), VOX_OK);
  bool drawn = !l->in_place;
  lexicon_free(l, &m);
  buf_free(&bytes);
  return drawn;
}

/* ---- Right ones ---- */

/* Drawn up anew they are the same bytes, and nothing is drawn up where they are there. */
static void test_same_tables(void **state) {
  (void)state;
  lexicon *l = NULL;
  pack p;
  buf bytes, again;
  buf_init(&again, &m, LIMIT);
  assert_int_equal(open_tables((vox_str){NULL, 0}, &l, &p, &bytes), VOX_OK);
  assert_false(l->in_place);
  lexicon_tables_lay(l, &again);
  assert_int_equal(again.len, own_tables().len);
  assert_memory_equal(again.ptr, own_tables().ptr, again.len);
  lexicon_free(l, &m);
  buf_free(&bytes);
  buf_free(&again);
  assert_false(is_drawn(own_tables()));
}

static void test_other_layout(void **state) {
  (void)state;
  buf other;
  buf_init(&other, &m, LIMIT);
  buf_str(&other, own_tables());
  put_u32(other.ptr, TABLES_LAYOUT + 1);
  assert_true(is_drawn(buf_view(&other)));
  buf_free(&other);
}

/* Where the artefact does not lie as its numbers must, they are drawn up too. */
static void test_unaligned(void **state) {
  (void)state;
  vox_model *model = NULL;
  char *odd = malloc(artefact.len + 4);
  assert_non_null(odd);
  memcpy(odd + 4, artefact.ptr, artefact.len);
  assert_int_equal(vox_model_open_bytes(&model, odd + 4, artefact.len, NULL, NULL), VOX_OK);
  vox_model_free(model);
  free(odd);
}

/* A small lexicon brings none: they would be most of it. */
static void test_small_has_none(void **state) {
  (void)state;
  small_model s;
  file_view file;
  pack p;
  small_open(&s, SMALL_LEXICON, SMALL_WORDS);
  assert_int_equal(file_map(&file, s.path, NULL), VOX_OK);
  assert_int_equal(pack_open(&p, file.bytes, NULL), VOX_OK);
  assert_null(pack_find(&p, TAG_TABLES));
  file_unmap(&file);
  small_close(&s);
}

/* ---- Hostile ones ---- */

/* Opens the tables with one number at `at` replaced. */
static vox_status with_number(size_t at, uint32_t number) {
  lexicon *l = NULL;
  pack p;
  buf bytes, tables;
  buf_init(&tables, &m, LIMIT);
  buf_str(&tables, own_tables());
  put_u32(tables.ptr + at, number);
  vox_status status = open_tables(buf_view(&tables), &l, &p, &bytes);
  if (status == VOX_OK) lexicon_free(l, &m);
  buf_free(&bytes);
  buf_free(&tables);
  return status;
}

static void refuse(size_t at, uint32_t number, const char *what) {
  vox_status status = with_number(at, number);
  if (status != VOX_ERR_CORRUPT) fail_msg("%s %u: %d", what, (unsigned)number, status);
}

/* Where in the section a table of the opened artefact lies. */
static size_t place_of(const void *table) { return (size_t)((const char *)table - own_tables().ptr); }

static void test_refused(void **state) {
  (void)state;
  lexicon *l = NULL;
  pack p;
  assert_int_equal(pack_open(&p, buf_view(&artefact), NULL), VOX_OK);
  assert_int_equal(lexicon_open(&l, &m, &p, NULL), VOX_OK);
  for (size_t at = 4; at < 4 + 8 * 4; at += 4) refuse(at, 0xFFFFFFFFu, "head");
  for (size_t i = 0; i < 3; i++) {
    size_t brief = place_of(&l->briefs[i * l->term_count / 2]);
    refuse(brief, l->entry_count + 1, "first entry");
    refuse(brief + 4, 0x7FFFFFFFu, "classes");
    refuse(brief + 8, l->trie.count, "node");
    refuse(brief + 12, l->trie.count - TRIE_LABELS + 1, "base");
    refuse(brief + 24, l->match_count << MATCH_SHIFT, "rows");
    refuse(brief + 28, l->entry_count + 1, "weight");
  }
  size_t match = place_of(&l->matches[1]), last = place_of(&l->matches[l->match_count - 1]);
  refuse(match, 0xFFFFFFFFu, "entry of a row");
  refuse(match + 8, l->entry_count, "number of an entry");
  refuse(match + 12, CLASS_COUNT, "class");
  refuse(match + 12, 0x200u | l->matches[1].kind, "end");
  refuse(last + 12, l->matches[l->match_count - 1].kind, "no end");
  refuse(place_of(l->hot), 0xFFFFFFFFu, "entry");
  refuse(place_of(l->learned), 0xFFFFFFFFu, "learned pair");
  refuse(place_of(l->singles), l->term_count + 1, "single");
  refuse(place_of(l->words) + 8, l->term_count + 1, "word");
  lexicon_free(l, &m);
}

/* No free row would end a search. */
static void test_full_words(void **state) {
  (void)state;
  lexicon *l = NULL, *full = NULL;
  pack p, other;
  buf tables, bytes;
  buf_init(&tables, &m, LIMIT);
  assert_int_equal(pack_open(&p, buf_view(&artefact), NULL), VOX_OK);
  assert_int_equal(lexicon_open(&l, &m, &p, NULL), VOX_OK);
  buf_str(&tables, own_tables());
  size_t at = place_of(l->words);
  for (uint32_t i = 0; i <= l->word_mask; i++) put_u32(tables.ptr + at + i * sizeof(word_row), 77);
  assert_int_equal(open_tables(buf_view(&tables), &full, &other, &bytes), VOX_ERR_CORRUPT);
  lexicon_free(l, &m);
  buf_free(&bytes);
  buf_free(&tables);
}

static void test_cut_off(void **state) {
  (void)state;
  lexicon *l = NULL;
  pack p;
  buf bytes;
  for (size_t len = own_tables().len - 64; len > 64; len = len / 3 * 2 / 64 * 64) {
    assert_int_equal(open_tables((vox_str){own_tables().ptr, len}, &l, &p, &bytes), VOX_ERR_CORRUPT);
    buf_free(&bytes);
  }
}

static void ask(const void *bytes, size_t len) {
  static const char *const texts[] = {"物流很快，但是包装不好 waab wbab so b, sbab yes 客服态度差！",
                                      "waaa so a sacbing not waca + xa waaa xa ya", "好", ""};
  vox_model *model = NULL;
  vox_ctx *ctx = NULL;
  const vox_result *r;
  vox_ctx_options want = VOX_CTX_OPTIONS_INIT;
  want.want = VOX_WANT_EVIDENCE;
  if (vox_model_open_bytes(&model, bytes, len, NULL, NULL) != VOX_OK) return;
  assert_int_equal(vox_ctx_new(&ctx, model, &want, NULL), VOX_OK);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    assert_int_equal(vox_analyse(&r, ctx, str_of(texts[i]), VOX_ROLE_OTHER, NULL), VOX_OK);
  vox_ctx_free(ctx);
  vox_model_free(model);
}

/* Any number replaced by any: a sanitizer watches. */
static void test_random_damage(void **state) {
  (void)state;
  static const uint32_t odd[] = {0, 1, 0x7FFFFFFFu, 0x80000000u, 0xFFFFFFFFu, 0xFFFFu, 77};
  uint64_t seed = 4711;
  for (int round = 0; round < 150; round++) {
    buf tables;
    buf_init(&tables, &m, LIMIT);
    buf_str(&tables, own_tables());
    for (unsigned edits = 1 + random_next(&seed) % 4; edits; edits--) {
      size_t at = random_next(&seed) % (tables.len / 4) * 4;
      uint32_t now = get_u32(tables.ptr + at);
      put_u32(tables.ptr + at, random_next(&seed) % 2 ? odd[random_next(&seed) % 7] : now + 1);
    }
    buf bytes = with_tables(buf_view(&tables));
    ask(bytes.ptr, bytes.len);
    buf_free(&bytes);
    buf_free(&tables);
  }
}

/* ---- Memory ---- */

/* Wherever memory ends while the artefact is compiled, nothing is written and everything is given back. */
static void test_failing_memory(void **state) {
  (void)state;
  lexicon *l = NULL;
  pack p;
  buf bytes = with_tables((vox_str){NULL, 0});
  assert_int_equal(pack_open(&p, buf_view(&bytes), NULL), VOX_OK);
  vox_status status = VOX_ERR_MEMORY;
  size_t left = 0;
  for (; status != VOX_OK; left++) {
    counted calls = {0, left};
    vox_allocator failing = counted_allocator(&calls);
    mem small;
    buf tables;
    mem_init(&small, &failing, 0);
    buf_init(&tables, &small, LIMIT);
    status = lexicon_open(&l, &small, &p, NULL);
    if (status == VOX_OK) {
      lexicon_tables_lay(l, &tables);
      status = tables.status;
      lexicon_free(l, &small);
    }
    buf_free(&tables);
    assert_true(status == VOX_OK || status == VOX_ERR_MEMORY);
    assert_int_equal(small.used, 0);
  }
  assert_true(left > 8);
  buf_free(&bytes);
}

/* The last of what compiling asks for: the tables are drawn up, laid and written. */
static void test_failing_compiler(void **state) {
  (void)state;
  enum { LAST = 40 };
  counted calls = {0, SIZE_MAX};
  vox_allocator failing = counted_allocator(&calls);
  vox_error err;
  assert_int_equal(compile(&failing, &err), VOX_OK);
  unlink(path);
  size_t all = calls.calls;
  for (size_t left = all - LAST; left < all; left++) {
    calls = (counted){0, left};
    assert_int_equal(compile(&failing, &err), VOX_ERR_MEMORY);
    assert_int_not_equal(access(path, F_OK), 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_same_tables),    cmocka_unit_test(test_other_layout),
      cmocka_unit_test(test_unaligned),      cmocka_unit_test(test_small_has_none),
      cmocka_unit_test(test_refused),        cmocka_unit_test(test_full_words),
      cmocka_unit_test(test_cut_off),        cmocka_unit_test(test_random_damage),
      cmocka_unit_test(test_failing_memory), cmocka_unit_test(test_failing_compiler),
  };
  return cmocka_run_group_tests_name("lexicon_tables", tests, setup, teardown);
}
