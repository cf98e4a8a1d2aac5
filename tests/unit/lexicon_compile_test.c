/* lexicon_compile_test.c - sources to sections and back: what entries become, and every complaint. */
#include "lexicon_built.h"

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
      TEST(test_failing_memory),
  };
  return cmocka_run_group_tests_name("lexicon/compile", tests, NULL, NULL);
}
