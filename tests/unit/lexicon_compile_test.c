/* lexicon_compile_test.c - sources to sections and back: what entries become, every complaint, what the
 * digest and the bytes depend on, and that a damaged lexicon is not opened. */
#include "lexicon/compile.h"
#include "lexicon/lexicon.h"
#include "pack/pack_read.h"
#include "pack/pack_write.h"
#include "text/fold.h"

#include "small_model.h"

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

static int setup(void **state) {
  (void)state;
  mem_init(&m, NULL, 0);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  return m.used != 0;
}

static vox_status lay(lexicon_compiler *c, buf *out, vox_str words) {
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
static void build_with(built *b, const char *const *sources, size_t n, vox_str words) {
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

static void drop(built *b) {
  if (b->lexicon) lexicon_free(b->lexicon, &m);
  buf_free(&b->bytes);
}

static void build(built *b, const char *text) {
  build_with(b, (const char *const[]){SETTINGS, text}, 2, STR("words"));
  if (b->status != VOX_OK)
    fail_msg("told %s of line %u", b->told.list[0].code, (unsigned)b->told.list[0].line);
}

/* The number of a term as it was written; 0: there is none. */
static uint32_t term_number(const built *b, const char *written) {
  for (uint32_t t = 1; t <= lexicon_term_count(b->lexicon); t++)
    if (str_eq(lexicon_term_text(b->lexicon, t), str_of(written))) return t;
  return 0;
}

/* Entry number `which` of a term. */
static entry entry_of(const built *b, const char *written, uint32_t which) {
  uint32_t first, count = lexicon_entries_of(b->lexicon, term_number(b, written), &first);
  if (which >= count) fail_msg("%s has %u entries", written, (unsigned)count);
  assert_int_equal(lexicon_origin(b->lexicon, first + which).term, term_number(b, written));
  return lexicon_entry(b->lexicon, first + which);
}

static uint32_t entry_count(const built *b, const char *written) {
  uint32_t first;
  return lexicon_entries_of(b->lexicon, term_number(b, written), &first);
}

/* ---- What lines become ---- */

static void test_classes(void **state) {
  (void)state;
  built b;
  build(&b,
        HEAD("zh") "好\tsentiment\t+1\n烂\tsentiment\t-2.5\n隐\tsentiment\t0\n生气\temotion."
                   "anger\t2\n哭\temotion.sadness\n"
                   "不\tnegator\t4\n没\tnegator\n很\tdegree\t1.3\n极了\tdegree\t1."
                   "75\tafter\n吗\tquestion\t\tend\n"
                   "但\tcontrast\n虽然\tconcession\n希望\twish\n比\tcomparison\n不如\tcomparison\t-1\n"
                   "投诉\tintent.complaint\t3\n没想到\texpectation.above\n麻烦\teffort\t+2\n无\tnon_answer\n"
                   "不得不\tdouble_negation\n物流\ttheme\tlog\tweak\nlog\tdefine\t物流 | "
                   "Delivery\tstage=delivery\n"
                   "disappoint*\tsentiment\t-2\n*\tsentiment\t1\n");
  expect_quiet(&b.told);
  assert_int_equal(entry_of(&b, "好", 0).weight, 60);
  assert_int_equal(entry_of(&b, "烂", 0).weight, -150);
  assert_int_equal(entry_of(&b, "隐", 0).weight, 0);
  entry e = entry_of(&b, "生气", 0);
  assert_true(e.klass == CLASS_EMOTION && e.label == EMOTION_ANGER && e.weight == 200);
  assert_int_equal(entry_of(&b, "哭", 0).weight, 100);
  assert_true(entry_of(&b, "不", 0).reach == 4 && entry_of(&b, "不", 0).weight == 0);
  assert_int_equal(entry_of(&b, "没", 0).reach, 0);
  assert_true(entry_of(&b, "很", 0).weight == 130 && entry_of(&b, "很", 0).flags == 0);
  assert_true(entry_of(&b, "极了", 0).weight == 175 && entry_of(&b, "极了", 0).flags == ENTRY_AFTER);
  assert_int_equal(entry_of(&b, "吗", 0).flags, ENTRY_END);
  assert_int_equal(entry_of(&b, "但", 0).klass, CLASS_CONTRAST);
  assert_int_equal(entry_of(&b, "虽然", 0).klass, CLASS_CONCESSION);
  assert_int_equal(entry_of(&b, "希望", 0).klass, CLASS_WISH);
  assert_int_equal(entry_of(&b, "比", 0).weight, 0);
  assert_int_equal(entry_of(&b, "不如", 0).weight, -100);
  assert_true(entry_of(&b, "投诉", 0).label == INTENT_COMPLAINT && entry_of(&b, "投诉", 0).weight == 300);
  assert_int_equal(entry_of(&b, "没想到", 0).label, 2);
  assert_int_equal(entry_of(&b, "麻烦", 0).weight, 200);
  assert_int_equal(entry_of(&b, "无", 0).klass, CLASS_NON_ANSWER);
  assert_int_equal(entry_of(&b, "不得不", 0).klass, CLASS_DOUBLE_NEGATION);
  assert_int_equal(entry_of(&b, "物流", 0).flags, ENTRY_WEAK);
  assert_int_equal(entry_of(&b, "disappoint*", 0).flags, ENTRY_PREFIX);
  assert_int_equal(entry_of(&b, "*", 0).flags, 0); /* a star alone is a star */
  assert_int_equal(lexicon_classes_of(b.lexicon, term_number(&b, "好")), 1u << CLASS_SENTIMENT);
  assert_int_equal(lexicon_classes_of(b.lexicon, term_number(&b, "disappoint*")),
                   1u << CLASS_SENTIMENT | 1u << 31);
  drop(&b);
}

static void test_many_entries_of_a_term(void **state) {
  (void)state;
  built b;
  build(&b, HEAD("zh") "感谢\temotion.respect\t1\n感谢\tsentiment\t+2\n感谢\temotion."
                       "gratitude\t3\n感谢\tintent.praise\n");
  expect_quiet(&b.told);
  assert_int_equal(entry_count(&b, "感谢"), 4);
  uint32_t first, bits = 1u << CLASS_SENTIMENT | 1u << CLASS_EMOTION | 1u << CLASS_INTENT;
  assert_int_equal(lexicon_classes_of(b.lexicon, term_number(&b, "感谢")), bits);
  assert_int_equal(entry_of(&b, "感谢", 0).klass, CLASS_SENTIMENT);
  assert_int_equal(entry_of(&b, "感谢", 1).label, EMOTION_GRATITUDE);
  assert_int_equal(entry_of(&b, "感谢", 2).label, EMOTION_RESPECT);
  assert_int_equal(lexicon_entries_of(b.lexicon, 0, &first), 0);
  assert_int_equal(lexicon_entries_of(b.lexicon, lexicon_term_count(b.lexicon) + 1, &first), 0);
  assert_int_equal(lexicon_classes_of(b.lexicon, 0xFFFFFFFFu), 0);
  drop(&b);
}

/* Terms that fold to the same are one term, written as its first line wrote it. */
static void test_folding(void **state) {
  (void)state;
  built b;
  build(&b, HEAD("zh") "ＡＰＰ\tsentiment\t1\n軟件\tsentiment\t2\napp\temotion.joy\n软件\teffort\t1\nOut  Of "
                       "STOCK\tsentiment\t-1\n");
  expect_quiet(&b.told);
  assert_int_equal(lexicon_term_count(b.lexicon), 3);
  assert_int_equal(entry_count(&b, "ＡＰＰ"), 2);
  assert_int_equal(entry_count(&b, "軟件"), 2);
  drop(&b);
}

static void test_citing(void **state) {
  (void)state;
  char cite[96];
  built b;
  uint32_t first;
  build(&b, HEAD("zh-service") "\n# x\n好\tsentiment\t+1\n");
  lexicon_entries_of(b.lexicon, term_number(&b, "好"), &first);
  assert_int_equal(lexicon_cite(b.lexicon, first, cite), 12);
  assert_string_equal(cite, "zh-service:9");
  lexicon_identity id = lexicon_identity_of(b.lexicon);
  expect_str(id.id, "test"), expect_str(id.version, "9.9");
  assert_int_equal(strlen(id.sha256), 64);
  drop(&b);
}

static void test_pairs(void **state) {
  (void)state;
  built b;
  uint32_t index;
  build(&b,
        HEAD("zh") "耗电 + 快\tpair\t-2\n物流 + 快\tpair\t+2\n快\tsentiment\t+1\n 耗電  +  慢 \tpair\t+1\n");
  expect_quiet(&b.told);
  uint32_t power = term_number(&b, "耗电"), post = term_number(&b, "物流"), fast = term_number(&b, "快"),
           slow = term_number(&b, "慢");
  assert_true(power && post && fast && slow);
  assert_true(lexicon_pair(b.lexicon, power, fast, &index));
  assert_int_equal(lexicon_entry(b.lexicon, index).weight, -120);
  assert_int_equal(lexicon_entry(b.lexicon, index).klass, CLASS_PAIR);
  assert_int_equal(lexicon_origin(b.lexicon, index).line, 7);
  assert_true(lexicon_pair(b.lexicon, post, fast, &index));
  assert_int_equal(lexicon_entry(b.lexicon, index).weight, 120);
  assert_true(lexicon_pair(b.lexicon, power, slow, &index));
  assert_int_equal(lexicon_entry(b.lexicon, index).weight, 60);
  assert_false(lexicon_pair(b.lexicon, fast, power, &index));
  assert_false(lexicon_pair(b.lexicon, post, slow, &index));
  assert_int_equal(lexicon_classes_of(b.lexicon, power), 1u << CLASS_PAIR_LEFT);
  assert_int_equal(lexicon_classes_of(b.lexicon, fast), 1u << CLASS_SENTIMENT | 1u << CLASS_PAIR_RIGHT);
  assert_int_equal(entry_count(&b, "快"), 1); /* that of the pairs stand apart */
  drop(&b);
}

static void test_themes(void **state) {
  (void)state;
  built b;
  build(&b, HEAD("themes") "service.agent.tone\tdefine\t语气 | Tone\nservice\tdefine\t服务 | "
                           "Service\tstage=use owner=cc\n"
                           "service.agent\tdefine\t客服|Agents\noverall.love\tdefine\t爱 | "
                           "Love\noverall\tdefine\t总体 | Overall\n"
                           "overall_x\tdefine\t别 | "
                           "Other\n客服\ttheme\tservice.agent\n语气\ttheme\tservice.agent.tone\n"
                           "客服\ttheme\tservice\n");
  expect_quiet(&b.told);
  static const char *const ids[] = {"overall", "overall.love",  "overall_x",
                                    "service", "service.agent", "service.agent.tone"};
  static const uint32_t parents[] = {NO_THEME, 0, NO_THEME, NO_THEME, 3, 4};
  assert_int_equal(lexicon_theme_count(b.lexicon), 6);
  for (uint32_t t = 0; t < 6; t++) {
    theme_info info = lexicon_theme(b.lexicon, t);
    expect_str(info.id, ids[t]);
    assert_int_equal(info.parent, parents[t]);
    assert_int_equal(info.overall, t < 2);
  }
  expect_str(lexicon_theme(b.lexicon, 4).name_zh, "客服");
  expect_str(lexicon_theme(b.lexicon, 4).name_en, "Agents");
  expect_str(lexicon_theme(b.lexicon, 3).facets, "stage=use owner=cc");
  assert_int_equal(entry_of(&b, "客服", 0).label, 3);
  assert_int_equal(entry_of(&b, "客服", 1).label, 4);
  assert_int_equal(entry_of(&b, "语气", 0).label, 5);
  drop(&b);
}

static void test_settings(void **state) {
  (void)state;
  built b;
  build(&b, HEAD("zh") "a\tsentiment\t1\n");
  static const int32_t want[SETTING_EMOTION_OFFSET_ZH] = {60, 3,   -50, 2,    1000, 50,  3,  50, 15, 60,
                                                          60, 105, 0,   3000, 20,   100, 20, 0,  0,  100};
  for (int i = 0; i < SETTING_EMOTION_OFFSET_ZH; i++)
    assert_int_equal(lexicon_setting(b.lexicon, (setting)i), want[i]);
  for (int i = SETTING_EMOTION_OFFSET_ZH; i < SETTING_COUNT; i++)
    assert_int_equal(lexicon_setting(b.lexicon, (setting)i), NOT_LEARNED);
  /* 2 / (1 + e^(-0.0105 S)) - 1 */
  assert_int_equal(lexicon_public_score(b.lexicon, 0), 0);
  assert_int_equal(lexicon_public_score(b.lexicon, 60), 3050);
  assert_int_equal(lexicon_public_score(b.lexicon, -60), -3050);
  assert_int_equal(lexicon_public_score(b.lexicon, 1200), 10000);
  for (int32_t raw = -1200; raw < 1200; raw++) {
    assert_true(lexicon_public_score(b.lexicon, raw) <= lexicon_public_score(b.lexicon, raw + 1));
    assert_int_equal(lexicon_public_score(b.lexicon, raw), -lexicon_public_score(b.lexicon, -raw));
  }
  assert_int_equal(lexicon_public_score(b.lexicon, INT32_MAX), lexicon_public_score(b.lexicon, 1200));
  assert_int_equal(lexicon_public_score(b.lexicon, INT32_MIN), lexicon_public_score(b.lexicon, -1200));
  drop(&b);
}

static void test_nothing_but_settings(void **state) {
  (void)state;
  built b;
  build_with(&b, (const char *const[]){SETTINGS}, 1, STR(""));
  assert_int_equal(b.status, VOX_OK);
  assert_int_equal(lexicon_term_count(b.lexicon), 0);
  assert_int_equal(lexicon_entry_count(b.lexicon), 0);
  assert_int_equal(lexicon_theme_count(b.lexicon), 0);
  drop(&b);
}

/* ---- Aliases ---- */

static void test_alias_copies(void **state) {
  (void)state;
  built b;
  build(&b, HEAD("zh") "软件\tsentiment\t+1\n软件卡\tsentiment\t-1\n好软件\temotion.joy\n軟體\talias\t软件\n"
                       "软件\temotion.joy\t2\n软件\temotion.liking\n软件\ttheme\tb\n软件\ttheme\ta\n"
                       "a\tdefine\t甲 | A\nb\tdefine\t乙 | B\n");
  expect_quiet(&b.told);
  assert_int_equal(entry_count(&b, "软件"), 5);
  assert_int_equal(entry_count(&b, "软体"), 5); /* every label of a class, not the first alone */
  assert_int_equal(entry_of(&b, "软体", 0).weight, 60);
  uint32_t first;
  lexicon_entries_of(b.lexicon, term_number(&b, "软体"), &first);
  assert_int_equal(lexicon_origin(b.lexicon, first).line, 7);
  assert_int_equal(entry_of(&b, "软体", 1).label, EMOTION_JOY);
  assert_int_equal(entry_of(&b, "软体", 2).label, EMOTION_LIKING);
  assert_int_equal(entry_of(&b, "软体卡", 0).weight, -60);
  assert_int_equal(entry_of(&b, "好软体", 0).klass, CLASS_EMOTION);
  drop(&b);
}

/* What the other form says itself wins, class by class. */
static void test_alias_gives_way(void **state) {
  (void)state;
  built b;
  build(&b, HEAD("zh") "软件\tsentiment\t+1\n軟體\talias\t软件\n软体\tsentiment\t-2\n软件\temotion.joy\n");
  expect_quiet(&b.told);
  assert_int_equal(entry_count(&b, "软体"), 2);
  assert_int_equal(entry_of(&b, "软体", 0).weight, -120);
  assert_int_equal(entry_of(&b, "软体", 1).label, EMOTION_JOY);
  drop(&b);
}

static void test_alias_of_one_ideograph(void **state) {
  (void)state;
  built b;
  build(&b, HEAD("zh") "差\tsentiment\t-1\n差别\tsentiment\t0\n衰\talias\t差\n");
  expect_quiet(&b.told);
  assert_int_equal(entry_of(&b, "衰", 0).weight, -60);
  assert_int_equal(term_number(&b, "衰别"), 0);
  drop(&b);
}

/* ---- Complaints ---- */

static void expect_complaint(const char *line, const char *code) {
  char text[1000];
  built b;
  snprintf(text, sizeof text, HEAD("zh") "好\tsentiment\t1\n%s\n", line);
  build_with(&b, (const char *const[]){SETTINGS, text}, 2, STR(""));
  if (b.status != VOX_ERR_SYNTAX) fail_msg("%s: status %d", line, b.status);
  expect_told(&b.told, VOX_ERROR, code, FIRST_LINE + 1);
  drop(&b);
}

static void test_complaints(void **state) {
  (void)state;
  static const char *const wrong[][2] = {{"a\tnothing\t1", "unknown-class"},
                                         {"a\temotion.love\t1", "unknown-class"},
                                         {"a\temotion\t1", "unknown-class"},
                                         {"a\tintent.x", "unknown-class"},
                                         {"a\texpectation.higher", "unknown-class"},
                                         {"a\tsentiment", "missing-value"},
                                         {"a\tdegree", "missing-value"},
                                         {"a\teffort", "missing-value"},
                                         {"a\ttheme", "missing-value"},
                                         {"a + b\tpair", "missing-value"},
                                         {"a\talias", "missing-value"},
                                         {"\xE2\x80\x8B\talias\t好", "empty-term"},
                                         {"a\tsentiment\t4", "bad-value"},
                                         {"a\tsentiment\t-3.01", "bad-value"},
                                         {"a\tsentiment\tgood", "bad-value"},
                                         {"a\tsentiment\t1.234", "bad-value"},
                                         {"a\tsentiment\t1.", "bad-value"},
                                         {"a\tsentiment\t.5", "bad-value"},
                                         {"a\tsentiment\t+-1", "bad-value"},
                                         {"a\tsentiment\t+", "bad-value"},
                                         {"a\tsentiment\t99999999999999999999", "bad-value"},
                                         {"a\tsentiment\t1 2", "bad-value"},
                                         {"a\tsentiment\t１", "bad-value"},
                                         {"a\temotion.joy\t0.5", "bad-value"},
                                         {"a\temotion.joy\t3.5", "bad-value"},
                                         {"a\tintent.praise\t4", "bad-value"},
                                         {"a\tdegree\t0.2", "bad-value"},
                                         {"a\tdegree\t2.1", "bad-value"},
                                         {"a\tcomparison\t2", "bad-value"},
                                         {"a\teffort\t-2.5", "bad-value"},
                                         {"a\tnegator\t0", "bad-value"},
                                         {"a\tnegator\t10", "bad-value"},
                                         {"slope\tsetting\t1.5", "bad-value"},
                                         {"slope\tsetting\t", "bad-value"},
                                         {"speed\tsetting\t1", "unknown-setting"},
                                         {"slope\tsetting\t105", "repeated-setting"},
                                         {"耗电快\tpair\t1", "bad-pair"},
                                         {"耗电+快\tpair\t1", "bad-pair"},
                                         {"a +\tpair\t1", "bad-pair"},
                                         {"a + \xE2\x80\x8B\tpair\t1", "bad-pair"},
                                         {"\xE2\x80\x8B + a\tpair\t1", "bad-pair"},
                                         {"two words\tword", "bad-word"},
                                         {"\xE2\x80\x8B\tword", "bad-word"},
                                         {"\xE3\x80\x80\tword", "bad-word"},
                                         {"\xE2\x80\x8B\tsentiment\t1", "empty-term"},
                                         {"\xE3\x80\x80\tsentiment\t1", "empty-term"},
                                         {"Service\tdefine\t服务 | Service", "bad-theme-id"},
                                         {"a..b\tdefine\tA | A", "bad-theme-id"},
                                         {".a\tdefine\tA | A", "bad-theme-id"},
                                         {"a.\tdefine\tA | A", "bad-theme-id"},
                                         {"服务\tdefine\tA | A", "bad-theme-id"},
                                         {"a\tdefine\t", "missing-name"},
                                         {"a\tdefine\t服务", "missing-name"},
                                         {"a\tdefine\t| Service", "missing-name"},
                                         {"a\tdefine\t服务 |", "missing-name"},
                                         {"a.b\tdefine\tA | A", "unknown-parent"},
                                         {"a\ttheme\tno.such", "unknown-theme"}};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) expect_complaint(wrong[i][0], wrong[i][1]);
}

static void test_missing_settings(void **state) {
  (void)state;
  built b;
  build_with(&b, (const char *const[]){HEAD("zh") "prior_step\tsetting\t60\n"}, 1, STR(""));
  assert_int_equal(b.status, VOX_ERR_SYNTAX);
  assert_int_equal(told_times(&b.told, "missing-setting", 0), SETTING_EMOTION_OFFSET_ZH - 1);
  assert_int_equal(b.told.count, SETTING_EMOTION_OFFSET_ZH - 1);
  assert_non_null(strstr(b.told.list[0].message, "negation_reach"));
  drop(&b);
}

static void test_repeated_theme_and_id(void **state) {
  (void)state;
  built b;
  build_with(&b,
             (const char *const[]){SETTINGS, HEAD("a") "t\tdefine\tA | A\n", HEAD("b") "t\tdefine\tB | B\n"},
             3, STR(""));
  assert_int_equal(b.status, VOX_ERR_SYNTAX);
  expect_told(&b.told, VOX_ERROR, "repeated-theme", 7);
  drop(&b);
  build_with(&b, (const char *const[]){SETTINGS, HEAD("a") "a\tword\n", HEAD("a") "b\tword\n"}, 3, STR(""));
  assert_int_equal(b.status, VOX_ERR_SYNTAX);
  expect_told(&b.told, VOX_ERROR, "repeated-id", 1);
  drop(&b);
}

/* ---- Duplicates and contradictions: told, the first by id and line stays ---- */

static void test_duplicates(void **state) {
  (void)state;
  built b;
  build(&b, HEAD("zh") "好\tsentiment\t+1\tpos=a\n好\tsentiment\t1.0\tpos=v\tnote\n");
  expect_told(&b.told, VOX_WARNING, "duplicate-entry", 8);
  assert_int_equal(entry_count(&b, "好"), 1);
  drop(&b);
  build(&b, HEAD("zh") "好\tsentiment\t+1\n好\tsentiment\t+2\n好\temotion.joy\n");
  expect_told(&b.told, VOX_WARNING, "contradiction", 8);
  assert_int_equal(entry_of(&b, "好", 0).weight, 60);
  drop(&b);
  build(&b, HEAD("zh") "極了\tdegree\t1.5\tafter\n极了\tdegree\t1.5\n");
  expect_told(&b.told, VOX_WARNING, "contradiction", 8);
  drop(&b);
  build(&b, HEAD("zh") "good*\tsentiment\t+1\ngood\tsentiment\t+2\n"); /* two different things */
  expect_quiet(&b.told);
  assert_int_equal(entry_count(&b, "good*"), 2);
  drop(&b);
}

static void test_duplicate_pairs(void **state) {
  (void)state;
  built b;
  uint32_t index;
  build(&b, HEAD("zh") "a + b\tpair\t+1\na + c\tpair\t+1\na + b\tpair\t-1\n A  +  C \tpair\t1\n");
  assert_int_equal(b.told.count, 2);
  assert_int_equal(told_times(&b.told, "contradiction", 9), 1);
  assert_int_equal(told_times(&b.told, "folded-double", 10), 1);
  assert_true(lexicon_pair(b.lexicon, term_number(&b, "a"), term_number(&b, "b"), &index));
  assert_int_equal(lexicon_entry(b.lexicon, index).weight, 60);
  drop(&b);
}

static void test_contradiction_between_sources(void **state) {
  (void)state;
  static const char *const sources[] = {SETTINGS, HEAD("b-late") "好\tsentiment\t-1\n",
                                        HEAD("a-early") "x\tword\n好\tsentiment\t+1\n"};
  built b;
  build_with(&b, sources, 3, STR(""));
  assert_int_equal(b.status, VOX_OK);
  expect_told(&b.told, VOX_WARNING, "contradiction", 7);
  assert_int_equal(entry_of(&b, "好", 0).weight, 60);
  drop(&b);
}

/* ---- What the digest and the bytes depend on ---- */

#define LINES_A                                                                                              \
  "好\tsentiment\t+1\n软件\tsentiment\t-1\n軟體\talias\t软件\n客服\ttheme\ts.agent\n慢 + 快\tpair\t1\n"
#define LINES_B                                                                                              \
  "s\tdefine\t服 | S\ns.agent\tdefine\t客 | A\n给力\tword\n开心\temotion.joy\t2\nout of "              \
  "stock\tsentiment\t-1\n"

static void digest_of(const char *const *sources, size_t n, vox_str words, char digest[65]) {
  built b;
  build_with(&b, sources, n, words);
  assert_int_equal(b.status, VOX_OK);
  memcpy(digest, lexicon_identity_of(b.lexicon).sha256, 65);
  drop(&b);
}

static void expect_digest(const char *other, bool same) {
  char a[65], b[65];
  digest_of((const char *const[]){SETTINGS, HEAD("x") LINES_A LINES_B}, 2, STR("w"), a);
  digest_of((const char *const[]){SETTINGS, other}, 2, STR("w"), b);
  if ((strcmp(a, b) == 0) != same) fail_msg("%s digest: %s", same ? "another" : "the same", other);
}

static void test_digest_ignores_form(void **state) {
  (void)state;
  expect_digest(HEAD("x") LINES_B LINES_A, true);
  expect_digest(HEAD("y") "# comment\n\n" LINES_A "\n# more\n" LINES_B, true);
  expect_digest(
      HEAD("x") "out of  stock\tsentiment\t-1.0\tpos=a\tnote\n开心\temotion.joy\t2\n  给力 \t word \n"
                "s.agent\tdefine\t客 | A\r\ns\tdefine\t服 | S\n+ an example\n"
                "慢  +  "
                "快\tpair\t+1\n客服\ttheme\ts.agent\n軟體\talias\t軟件\n软件\tsentiment\t-"
                "1\n好\tsentiment\t1\n",
      true);
}

static void test_digest_tells_changes(void **state) {
  (void)state;
  expect_digest(HEAD("x") LINES_A LINES_B "坏\tsentiment\t-1\n", false);
  expect_digest(HEAD("x") LINES_A LINES_B "给劲\tword\n", false);
  expect_digest(HEAD("x") LINES_A LINES_B "好\temotion.joy\t2\n", false);
  expect_digest(HEAD("x") LINES_A LINES_B "t\tdefine\t题 | T\n", false);
  expect_digest(HEAD("x") LINES_B
                "好\tsentiment\t+1.1\n软件\tsentiment\t-1\n軟體\talias\t软件\n客服\ttheme\ts.agent\n"
                "慢 + 快\tpair\t1\n",
                false);
  expect_digest(HEAD("x") LINES_B
                "好\tsentiment\t+1\n软件\tsentiment\t-1\n軟體\talias\t软件\n客服\ttheme\ts\n"
                "慢 + 快\tpair\t1\n",
                false);
  expect_digest(HEAD("x") LINES_B
                "好\tsentiment\t+1\n软件\tsentiment\t-1\n客服\ttheme\ts.agent\n慢 + 快\tpair\t1\n",
                false);
  expect_digest(HEAD("x") LINES_B
                "好\tsentiment\t+1\n软件\tsentiment\t-1\n軟體\talias\t软件\n客服\ttheme\ts.agent\n"
                "慢 + 快\tpair\t2\n",
                false);
}

static void test_digest_tells_settings_and_words(void **state) {
  (void)state;
  static const char entries[] = HEAD("x") LINES_A LINES_B;
  char other[2000] = SETTINGS, a[65], b[65];
  char *at = strstr(other, "105");
  at[2] = '6';
  digest_of((const char *const[]){SETTINGS, entries}, 2, STR("w"), a);
  digest_of((const char *const[]){other, entries}, 2, STR("w"), b);
  assert_string_not_equal(a, b);
  digest_of((const char *const[]){SETTINGS, entries}, 2, STR("v"),
            b); /* the segmenter's words cost something else */
  assert_string_not_equal(a, b);
}

/* The order in which files are named reaches neither the digest nor one byte. */
static void test_order_of_files(void **state) {
  (void)state;
  static const char *const sources[5] = {SETTINGS, HEAD("c") LINES_B, HEAD("a") LINES_A,
                                         HEAD("b") "好\tsentiment\t+1\n软体\temotion.joy\n",
                                         HEAD("d") "臺\tsentiment\t1\n台\tsentiment\t2\n軟体\tintent.help\n"};
  built first;
  build_with(&first, sources, 5, STR("w"));
  assert_int_equal(first.status, VOX_OK);
  uint64_t seed = 11;
  for (int round = 0; round < 20; round++) {
    const char *mixed[5];
    memcpy(mixed, sources, sizeof mixed);
    for (uint32_t i = 4; i > 0; i--) {
      uint32_t k = random_next(&seed) % (i + 1);
      const char *swap = mixed[i];
      mixed[i] = mixed[k], mixed[k] = swap;
    }
    built b;
    build_with(&b, mixed, 5, STR("w"));
    assert_int_equal(b.bytes.len, first.bytes.len);
    assert_memory_equal(b.bytes.ptr, first.bytes.ptr, first.bytes.len);
    drop(&b);
  }
  drop(&first);
}

/* Many entries in two orders of lines: the same digest, and every term leads to its own entry. */
static void test_order_of_many_lines(void **state) {
  (void)state;
  enum { LINES = 200 };
  static char up[20000], down[20000];
  char a[65], b[65], line[80];
  strcpy(up, HEAD("x")), strcpy(down, HEAD("x"));
  for (int i = 0; i < LINES; i++) {
    snprintf(line, sizeof line, "w%d\tsentiment\t%d.%02d\nz%d\talias\tw%d\n", i * 7 % LINES, i % 3, i % 100,
             i, i * 3 % LINES);
    strcat(up, line);
  }
  for (int i = LINES - 1; i >= 0; i--) {
    snprintf(line, sizeof line, "z%d\talias\tw%d\nw%d\tsentiment\t%d.%02d\n", i, i * 3 % LINES, i * 7 % LINES,
             i % 3, i % 100);
    strcat(down, line);
  }
  built made;
  build(&made, up);
  char digit[8];
  for (int i = 0; i < LINES; i++) {
    snprintf(digit, sizeof digit, "w%d", i * 7 % LINES);
    assert_int_equal(entry_of(&made, digit, 0).weight, (i % 3 * 100 + i % 100) * 60 / 100);
  }
  memcpy(a, lexicon_identity_of(made.lexicon).sha256, 65);
  drop(&made);
  digest_of((const char *const[]){SETTINGS, down}, 2, STR("words"), b);
  assert_string_equal(a, b);
}

/* ---- Damage with right checksums ---- */

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

/* ---- Memory ---- */

/* Wherever memory ends while sources are read and settled, it is told as that, and everything is given back.
 */
static void test_failing_memory(void **state) {
  (void)state;
  static const char text[] = HEAD("x") LINES_A LINES_B;
  vox_status status = VOX_ERR_MEMORY;
  for (size_t left = 0; status != VOX_OK; left++) {
    counted calls = {0, left};
    vox_allocator failing = counted_allocator(&calls);
    mem small;
    told heard = {.count = 0};
    diagnostics tell = {.tell = told_keep, .payload = &heard};
    lexicon_compiler *c = NULL;
    const uint32_t *cps;
    size_t count;
    mem_init(&small, &failing, 0);
    status = compiler_new(&c, &small, &tell, NULL);
    if (status == VOX_OK) status = compiler_source(c, STR("s"), STR(SETTINGS), NULL);
    if (status == VOX_OK) status = compiler_source(c, STR("x"), STR(text), NULL);
    if (status == VOX_OK) status = compiler_settle(c, NULL);
    if (status == VOX_OK) status = compiler_alphabet(c, &cps, &count);
    if (status != VOX_OK && status != VOX_ERR_MEMORY) fail_msg("status %d after %zu", status, left);
    expect_quiet(&heard);
    compiler_free(c);
    assert_int_equal(small.used, 0);
    assert_in_range(left, 0, 400);
  }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_classes),
      TEST(test_many_entries_of_a_term),
      TEST(test_folding),
      TEST(test_citing),
      TEST(test_pairs),
      TEST(test_themes),
      TEST(test_settings),
      TEST(test_nothing_but_settings),
      TEST(test_alias_copies),
      TEST(test_alias_gives_way),
      TEST(test_alias_of_one_ideograph),
      TEST(test_complaints),
      TEST(test_missing_settings),
      TEST(test_repeated_theme_and_id),
      TEST(test_duplicates),
      TEST(test_duplicate_pairs),
      TEST(test_contradiction_between_sources),
      TEST(test_digest_ignores_form),
      TEST(test_digest_tells_changes),
      TEST(test_digest_tells_settings_and_words),
      TEST(test_order_of_files),
      TEST(test_order_of_many_lines),
      TEST(test_damaged_strings),
      TEST(test_damaged_rows),
      TEST(test_damaged_counts),
      TEST(test_damaged_settings),
      TEST(test_missing_sections),
      TEST(test_random_damage),
      TEST(test_failing_memory),
  };
  return cmocka_run_group_tests_name("lexicon/compile", tests, NULL, NULL);
}
