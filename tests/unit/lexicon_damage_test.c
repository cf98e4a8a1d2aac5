/* lexicon_damage_test.c - a lexicon that is damaged under right checksums is not opened, or does no harm. */
#include "lexicon_built.h"

/* Packs the sections of `b` anew after `len` bytes at `at` of one were replaced; what lexicon_open says. */
static vox_status reopen(const built *b, uint32_t tag, size_t at, const void *bytes, size_t len,
                         int32_t more) {
  pack_writer w;
  buf copy, out;
  pack p;
  lexicon *l = NULL;
  pack_writer_init(&w, FOLD_VERSION, "15.0.0");
  buf_init(&copy, &m, 1 << 24);
  buf_init(&out, &m, 1 << 24);
  for (uint32_t i = 0; i < b->pack.section_count; i++) {
    const pack_section *s = &b->pack.sections[i];
    vox_str content = s->bytes;
    uint32_t count = s->count;
    if (s->tag == tag) {
      assert_true(at + len <= s->bytes.len);
      buf_str(&copy, s->bytes);
      memcpy(copy.ptr + at, bytes, len);
      content = buf_view(&copy);
      count += (uint32_t)more;
    }
    assert_int_equal(pack_add(&w, s->tag, count, content, NULL), VOX_OK);
  }
  assert_int_equal(pack_write(&w, &out, NULL), VOX_OK);
  assert_int_equal(pack_open(&p, buf_view(&out), NULL), VOX_OK);
  vox_error err = {0};
  vox_status status = lexicon_open(&l, &m, &p, &err);
  if (status == VOX_OK) lexicon_free(l, &m);
  buf_free(&copy);
  buf_free(&out);
  return status;
}

static vox_status with_u32(const built *b, const char *tag, size_t at, uint32_t value) {
  char bytes[4];
  put_u32(bytes, value);
  return reopen(b, PACK_TAG(tag[0], tag[1], tag[2], tag[3]), at, bytes, 4, 0);
}

static size_t section_len(const built *b, const char *tag) {
  return pack_find(&b->pack, PACK_TAG(tag[0], tag[1], tag[2], tag[3]))->bytes.len;
}

static void expect_refused(const built *b, const char *tag, size_t at, uint32_t value) {
  vox_status status = with_u32(b, tag, at, value);
  if (status != VOX_ERR_CORRUPT) fail_msg("%s with %u at %zu: %d", tag, (unsigned)value, at, status);
}

/* The reference {offset, length} at `at` must stay within the strings. */
static void refuse_string(const built *b, const char *tag, size_t at) {
  uint32_t end = (uint32_t)section_len(b, "STRS");
  expect_refused(b, tag, at, end + 1);
  expect_refused(b, tag, at, 0xFFFFFFFFu);
  expect_refused(b, tag, at + 4, end + 1);
  expect_refused(b, tag, at + 4, 0xFFFFFFFFu);
}

static void damaged_setup(built *b) {
  build(b, HEAD("zh") "好\tsentiment\t+1\n生气\temotion.anger\t2\n客服\ttheme\ts.a\n投诉\tintent."
                      "complaint\n没想到\texpectation.above\n"
                      "s\tdefine\t服务 | Service\tstage=use\ns.a\tdefine\t客服 | Agents\n耗电 + "
                      "快\tpair\t-2\n物流 + 快\tpair\t+2\n");
  expect_quiet(&b->told);
  assert_int_equal(reopen(b, PACK_TAG('S', 'T', 'R', 'S'), 0, "", 0, 0), VOX_OK);
}

static void test_damaged_strings(void **state) {
  (void)state;
  built b;
  damaged_setup(&b);
  for (size_t at = 0; at < section_len(&b, "SRCS"); at += 8) refuse_string(&b, "SRCS", at);
  for (size_t row = 0; row < section_len(&b, "THEM"); row += 40)
    for (size_t at = 0; at < 32; at += 8) refuse_string(&b, "THEM", row + at);
  for (size_t row = 0; row < section_len(&b, "TERM"); row += 16) refuse_string(&b, "TERM", row + 8);
  refuse_string(&b, "META", 32), refuse_string(&b, "META", 40);
  drop(&b);
}

static void test_damaged_rows(void **state) {
  (void)state;
  built b;
  damaged_setup(&b);
  uint32_t themes = lexicon_theme_count(b.lexicon), entries = lexicon_entry_count(b.lexicon);
  for (uint32_t t = 0; t < themes; t++)
    for (uint32_t parent = t; parent < themes + 2; parent++) expect_refused(&b, "THEM", 40 * t + 32, parent);
  for (size_t row = 16; row < section_len(&b, "TERM"); row += 16)
    expect_refused(&b, "TERM", row, entries + 1);
  expect_refused(&b, "TERM", section_len(&b, "TERM") - 16, 0); /* entries run backwards */
  for (uint32_t i = 0; i < lexicon_entry_count(b.lexicon); i++) {
    entry e = lexicon_entry(b.lexicon, i);
    expect_refused(&b, "ENTR", 20 * i + 8, 0);
    expect_refused(&b, "ENTR", 20 * i + 8, lexicon_term_count(b.lexicon) + 1);
    expect_refused(&b, "ENTR", 20 * i + 12, 2);
    expect_refused(&b, "ENTR", 20 * i + 12, 0xFFFFFFFFu);
    expect_refused(&b, "ENTR", 20 * i, CLASS_NONE);
    expect_refused(&b, "ENTR", 20 * i, CLASS_COUNT);
    expect_refused(&b, "ENTR", 20 * i, 255);
    uint32_t labels = e.klass == CLASS_EMOTION       ? EMOTION_COUNT
                      : e.klass == CLASS_INTENT      ? INTENT_COUNT
                      : e.klass == CLASS_EXPECTATION ? EXPECTATION_COUNT
                      : e.klass == CLASS_THEME       ? themes
                                                     : 0;
    if (labels) expect_refused(&b, "ENTR", 20 * i, e.klass | labels << 16);
    if (labels) expect_refused(&b, "ENTR", 20 * i, e.klass | 0xFFFF0000u);
  }
  expect_refused(&b, "PAIR", 8, entries), expect_refused(&b, "PAIR", 20, 0xFFFFFFFFu);
  expect_refused(&b, "PAIR", 0, 0xFFFFFFFFu); /* no longer in order */
  drop(&b);
}

static void test_damaged_counts(void **state) {
  (void)state;
  static const char *const tags[] = {"SRCS", "THEM", "ENTR", "TERM", "PAIR"};
  built b;
  damaged_setup(&b);
  for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
    uint32_t tag = PACK_TAG(tags[i][0], tags[i][1], tags[i][2], tags[i][3]);
    assert_int_equal(reopen(&b, tag, 0, "", 0, 1), VOX_ERR_CORRUPT);
    assert_int_equal(reopen(&b, tag, 0, "", 0, -1), VOX_ERR_CORRUPT);
  }
  drop(&b);
}

static void test_damaged_settings(void **state) {
  (void)state;
  built b;
  damaged_setup(&b);
  size_t head = 4 + 4 * SETTING_COUNT;
  expect_refused(&b, "CONF", 0, SETTING_COUNT - 1);
  expect_refused(&b, "CONF", 0, SETTING_COUNT + 1);
  expect_refused(&b, "CONF", head, 1);
  expect_refused(&b, "CONF", head, 0x80000000u);
  expect_refused(&b, "CONF", head + 4, 0);
  expect_refused(&b, "CONF", head + 4, 2402);
  expect_refused(&b, "CONF", head + 4, 0xFFFFFFFFu);
  drop(&b);
}

/* A section that is missing is named. */
static void test_missing_sections(void **state) {
  (void)state;
  built b;
  damaged_setup(&b);
  for (uint32_t left_out = 0; left_out < b.pack.section_count; left_out++) {
    pack p = b.pack;
    uint32_t tag = p.sections[left_out].tag;
    if (tag == PACK_TAG('W', 'T', 'R', 'I')) continue; /* the segmenter's */
    p.sections[left_out] = p.sections[--p.section_count];
    lexicon *l = NULL;
    vox_error err = {0};
    assert_int_equal(lexicon_open(&l, &m, &p, &err), VOX_ERR_CORRUPT);
    char name[5] = {(char)tag, (char)(tag >> 8), (char)(tag >> 16), (char)(tag >> 24), 0};
    assert_non_null(strstr(err.message, name));
  }
  drop(&b);
}

/* Any word of any section replaced by any number: refused, or all that can be asked stays within the artefact
 * (a sanitizer watches). */
static void ask_everything(const lexicon *l) {
  uint32_t index, first;
  char cite[96];
  size_t sum = 0;
  for (uint32_t t = 0; t <= lexicon_term_count(l) + 1; t++) {
    vox_str text = lexicon_term_text(l, t);
    for (size_t i = 0; i < text.len; i++) sum += (unsigned char)text.ptr[i];
    uint32_t n = lexicon_entries_of(l, t, &first);
    for (uint32_t i = 0; i < n; i++)
      sum += lexicon_entry(l, first + i).reach + lexicon_cite(l, first + i, cite);
    for (uint32_t k = 0; k <= lexicon_term_count(l); k++)
      if (lexicon_pair(l, t, k, &index)) sum += lexicon_entry(l, index).reach;
  }
  for (uint32_t t = 0; t < lexicon_theme_count(l); t++) sum += lexicon_theme(l, t).name_en.len;
  for (int32_t raw = -2000; raw < 2000; raw += 7) sum += (size_t)(lexicon_public_score(l, raw) & 1);
  assert_true(sum != 1);
}

static void test_random_damage(void **state) {
  (void)state;
  static const uint32_t odd[] = {0, 1, 0x7FFFFFFFu, 0x80000000u, 0xFFFFFFFFu, 0xFFFFu, 24};
  built b;
  uint64_t seed = 99;
  size_t opened = 0;
  damaged_setup(&b);
  for (int round = 0; round < 2000; round++) {
    pack p = b.pack;
    const pack_section *s = &b.pack.sections[random_next(&seed) % p.section_count];
    if (s->bytes.len < 4 || s->tag == PACK_TAG('T', 'T', 'R', 'I')) continue;
    size_t at = random_next(&seed) % (s->bytes.len / 4) * 4;
    char *copy = malloc(s->bytes.len);
    memcpy(copy, s->bytes.ptr, s->bytes.len);
    put_u32(copy + at, random_next(&seed) % 2 ? odd[random_next(&seed) % 7] : get_u32(copy + at) + 1);
    p.sections[s - b.pack.sections].bytes.ptr = copy;
    lexicon *l = NULL;
    vox_status status = lexicon_open(&l, &m, &p, NULL);
    if (status == VOX_OK) {
      ask_everything(l);
      lexicon_free(l, &m);
      opened++;
    } else
      assert_int_equal(status, VOX_ERR_CORRUPT);
    free(copy);
  }
  assert_in_range(opened, 1, 1999);
  drop(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_damaged_strings),  TEST(test_damaged_rows),     TEST(test_damaged_counts),
      TEST(test_damaged_settings), TEST(test_missing_sections), TEST(test_random_damage),
  };
  return cmocka_run_group_tests_name("lexicon/damage", tests, NULL, NULL);
}
