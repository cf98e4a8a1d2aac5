/* analysis_rule_test.c - the rule language: the table tests/data/rule-cases.tsv, cycles, layers, alerts,
 * weighted themes, what hostile bytes of a section meet. */
#include "api/handles.h"
#include "small_model.h"

#define RULE_LEXICON                                                                                         \
  HEAD("small")                                                                                              \
  "慢\tsentiment\t-1\n差\tsentiment\t-2\n好\tsentiment\t+1\n但是\tcontrast\n不\tnegator\n"             \
  "service\tdefine\t服务 | Service\nservice.agent\tdefine\t客服 | Agents\ndelivery\tdefine\t物流 | "   \
  "Delivery\nt\tdefine\t测 | Test\nu\tdefine\t测 | Test\nv\tdefine\t测 | Test\n"                          \
  "客服\ttheme\tservice.agent\n物流\ttheme\tdelivery\ndelivery\ttheme\tdelivery\n"                       \
  "slow\tmacro\t慢 OR slow*\nlate\tmacro\t@slow OR \"too late\"\n快\tmacro\t好快 OR 很快\n"

typedef struct complaint {
  char code[40], message[200];
  uint64_t column, line;
  unsigned count;
} complaint;

static void keep_first(void *payload, const vox_diagnostic *d) {
  complaint *c = payload;
  if (d->severity != VOX_ERROR || c->count++) return;
  snprintf(c->code, sizeof c->code, "%s", d->code);
  snprintf(c->message, sizeof c->message, "%s", d->message);
  c->column = d->column;
  c->line = d->line;
}

/* Compiles RULE_LEXICON with `more`; NULL after errors. */
static vox_model *compile(const char *more, complaint *heard) {
  vox_error err = {0};
  vox_compiler *c = NULL;
  vox_model *model = NULL;
  vox_compiler_options options = VOX_COMPILER_OPTIONS_INIT;
  char *text = malloc(strlen(RULE_LEXICON) + strlen(more) + 1);
  sprintf(text, "%s%s", RULE_LEXICON, more);
  *heard = (complaint){.count = 0};
  options.diagnose = keep_first;
  options.payload = heard;
  assert_int_equal(vox_compiler_new(&c, &options, &err), VOX_OK);
  assert_int_equal(vox_compiler_add(c, "settings", STR(SETTINGS), &err), VOX_OK);
  assert_int_equal(vox_compiler_add(c, "small", str_of(text), &err), VOX_OK);
  assert_int_equal(vox_compiler_dictionary(c, "words", str_of(SMALL_WORDS), &err), VOX_OK);
  vox_status status = vox_compiler_model(c, &model, &err);
  assert_true((status == VOX_OK) == (heard->count == 0));
  vox_compiler_free(c);
  free(text);
  return model;
}

/* ---- The table ---- */

static char *next_field(char **rest) {
  char *field = *rest, *tab = field ? strchr(field, '\t') : NULL;
  if (tab) *tab = 0;
  *rest = tab ? tab + 1 : NULL;
  return field;
}

/* What the fourth column knows, as a row of one cell. */
typedef struct context {
  vox_row row;
  vox_cell cell;
  vox_field segment;
} context;

static void read_context(context *x, char *text, char *known) {
  static const char *const groups[] = {"none", "promoter", "passive", "detractor"};
  *x = (context){.cell = {.text = str_of(text)}};
  x->row = (vox_row){.cells = &x->cell, .cell_count = 1};
  char *value = known ? strchr(known, '=') : NULL;
  if (!value) return;
  *value++ = 0;
  if (strcmp(known, "score") == 0) {
    x->row.has_score = 1;
    x->row.score_centi = 100 * atoi(value);
  } else if (strcmp(known, "group") == 0) {
    for (int g = 0; g < 4; g++)
      if (strcmp(groups[g], value) == 0) x->row.group = (vox_group)g;
  } else if (strcmp(known, "question") == 0) {
    x->cell.question = str_of(value);
  } else if (strcmp(known, "role") == 0) {
    x->cell.role = VOX_ROLE_SUGGESTION;
  } else {
    x->segment = (vox_field){str_of(known), str_of(value), 0};
    x->row.segments = &x->segment;
    x->row.segment_count = 1;
  }
}

static bool found_in(const vox_model *model, const context *x, const char *id) {
  vox_ctx *ctx = NULL;
  vox_error err = {0};
  small_model s = {.result = NULL};
  assert_int_equal(vox_ctx_new(&ctx, model, NULL, &err), VOX_OK);
  assert_int_equal(vox_analyse_cell(&s.result, ctx, &x->row, 0, &err), VOX_OK);
  bool found = theme_of(&s, id) != NULL;
  vox_ctx_free(ctx);
  return found;
}

/* A case that is an error is compiled by itself. */
static void expect_error(const char *rule, const char *want) {
  char more[1100], *words;
  complaint heard;
  unsigned long column = strtoul(want, &words, 10);
  snprintf(more, sizeof more, "t\trule\t%s\n", rule);
  vox_model_free(compile(more, &heard));
  if (!heard.count || heard.column != column + 7 || !strstr(heard.message, words + 1))
    fail_msg("%s: column %u: %s", rule, (unsigned)heard.column - 7,
             heard.count ? heard.message : "no complaint");
}

enum { CASES_MOST = 400 };
typedef struct table_case {
  char *rule, *text, *want, *known;
} table_case;

static size_t read_table(char *bytes, table_case *list) {
  size_t n = 0;
  for (char *line = strtok(bytes, "\n"); line; line = strtok(NULL, "\n")) {
    if (strncmp(line, "# ", 2) == 0) continue;
    assert_true(n < CASES_MOST);
    char *rest = line;
    table_case *k = &list[n++];
    k->rule = next_field(&rest);
    k->text = next_field(&rest);
    k->want = next_field(&rest);
    k->known = rest;
    assert_non_null(k->want);
  }
  return n;
}

/* All sound cases in one model, a theme each. */
static vox_model *compile_cases(const table_case *list, size_t n) {
  static char more[1 << 17];
  complaint heard;
  char *at = more;
  for (size_t i = 0; i < n; i++)
    if (list[i].want[0] != 'e')
      at += sprintf(at, "c%03zu\tdefine\t例 | Case\nc%03zu\trule\t%s\n", i, i, list[i].rule);
  vox_model *model = compile(more, &heard);
  if (!model)
    fail_msg("line %u, column %u: %s", (unsigned)heard.line, (unsigned)heard.column - 10, heard.message);
  return model;
}

static void test_table(void **state) {
  (void)state;
  static char bytes[1 << 16];
  static table_case list[CASES_MOST];
  FILE *f = fopen("tests/data/rule-cases.tsv", "r");
  assert_non_null(f);
  size_t len = fread(bytes, 1, sizeof bytes - 1, f), n = read_table(bytes, list);
  fclose(f);
  assert_in_range(len, 1, sizeof bytes - 2);
  assert_in_range(n, 60, CASES_MOST);
  vox_model *model = compile_cases(list, n);
  for (size_t i = 0; i < n; i++) {
    char id[8];
    context x;
    snprintf(id, sizeof id, "c%03u", (unsigned)i % 1000);
    if (list[i].want[0] == 'e') {
      expect_error(list[i].rule, list[i].want + 6);
      continue;
    }
    read_context(&x, list[i].text, list[i].known);
    if (found_in(model, &x, id) != (list[i].want[0] == 'y'))
      fail_msg("%s: not %s of %s", list[i].rule, list[i].want, list[i].text);
  }
  vox_model_free(model);
}

/* ---- Errors of several lines ---- */

static void expect_complaint(const char *more, const char *code, const char *words) {
  complaint heard;
  vox_model *model = compile(more, &heard);
  if (model || strcmp(heard.code, code) != 0 || !strstr(heard.message, words))
    fail_msg("%s: [%s] %s", more, heard.code, heard.count ? heard.message : "no complaint");
}

static void test_cycles(void **state) {
  (void)state;
  expect_complaint("t\trule\t慢 AND #t\n", "rule-cycle", "t -> t");
  expect_complaint("t\trule\t慢 AND #u\nu\trule\t差 AND #v\nv\trule\t好 AND #t\n", "rule-cycle",
                   "t -> u -> v -> t");
  expect_complaint("service.agent\trule\t慢 AND #service\n", "rule-cycle", "service.agent -> service.agent");
  expect_complaint("a\tmacro\t慢 OR @b\nb\tmacro\t@a\nt\trule\t@a\n", "rule-cycle", "a -> b -> a");
}

static void test_chain(void **state) {
  (void)state;
  complaint heard;
  context x;
  vox_model *model = compile("t\trule\t#u AND 物流\nu\trule\t#v AND 差\nv\trule\t慢\n", &heard);
  assert_non_null(model);
  read_context(&x, "物流慢,差", NULL);
  assert_true(found_in(model, &x, "t") && found_in(model, &x, "u") && found_in(model, &x, "v"));
  read_context(&x, "物流慢", NULL);
  assert_true(!found_in(model, &x, "t") && !found_in(model, &x, "u") && found_in(model, &x, "v"));
  vox_model_free(model);
}

static void test_repeated(void **state) {
  (void)state;
  expect_complaint("a\tmacro\t慢\na\tmacro\t差\nt\trule\t@a\n", "repeated-rule", "given twice");
  expect_complaint("a.b\talert\t慢\na.b\talert\t差\n", "repeated-rule", "given twice");
  expect_complaint("a.b\talert\t慢\tseverity=huge\n", "bad-value", "a severity is");
  expect_complaint("A b\talert\t慢\n", "bad-theme-id", "alert");
  expect_complaint("慢\ttheme.weight\tt -1\n", "bad-value", "weight from 0");
  expect_complaint("t\ttheme.offset\t200\n", "bad-value", "offset");
}

/* A macro that doubles itself twelve times over is refused, not written out. */
static void test_growth(void **state) {
  (void)state;
  char more[2000] = "m0\tmacro\t慢\n", *at = more + strlen(more);
  for (int i = 1; i < 12; i++) at += sprintf(at, "m%d\tmacro\t@m%d OR @m%d\n", i, i - 1, i - 1);
  sprintf(at, "t\trule\t@m11\n");
  expect_complaint(more, "bad-rule", "1024 steps");
}

static void test_depth(void **state) {
  (void)state;
  char more[4000] = "t\trule\t", *at = more + strlen(more);
  for (int i = 0; i < 500; i++) *at++ = '(';
  sprintf(at, "慢\n");
  expect_complaint(more, "bad-rule", "nested too deep");
  at = more + strlen("t\trule\t");
  for (int i = 0; i < 70; i++) at += sprintf(at, "慢 OR (差 AND ");
  sprintf(at, "好\n");
  expect_complaint(more, "bad-rule", "more than 64 operands");
}

/* ---- Alerts ---- */

static void test_alerts(void **state) {
  (void)state;
  complaint heard;
  context x;
  const vox_result *r;
  const vox_alert *list;
  vox_ctx *ctx = NULL;
  vox_error err = {0};
  vox_model *model =
      compile("z.last\talert\t{score<=2}\n"
              "a.first\talert\t慢 AND #delivery\tseverity=critical owner=ops key=k1\t慢 | Slow\n",
              &heard);
  assert_non_null(model);
  assert_int_equal(vox_ctx_new(&ctx, model, NULL, &err), VOX_OK);
  read_context(&x, "物流慢", (char[]){"score=1"});
  assert_int_equal(vox_analyse_cell(&r, ctx, &x.row, 0, &err), VOX_OK);
  assert_int_equal(vox_result_alerts(r, &list), 2);
  expect_str(list[0].id, "a.first");
  expect_str(list[0].severity, "critical");
  expect_str(list[0].owner, "ops");
  expect_str(list[0].key, "k1");
  expect_str(list[0].name_en, "Slow");
  assert_int_equal(list[0].span_count, 2);
  expect_span("物流慢", list[0].spans[1], "慢");
  expect_str(list[1].id, "z.last");
  expect_str(list[1].severity, "medium");
  expect_str(list[1].key, "z.last");
  assert_int_equal(list[1].span_count, 0);
  read_context(&x, "物流", (char[]){"score=3"});
  assert_int_equal(vox_analyse_cell(&r, ctx, &x.row, 0, &err), VOX_OK);
  assert_int_equal(vox_result_alerts(r, &list), 0);
  vox_ctx_free(ctx);
  vox_model_free(model);
}

/* ---- Weighted themes ---- */

static bool found_plain(const vox_model *model, char *text, const char *id) {
  context x;
  read_context(&x, text, NULL);
  return found_in(model, &x, id);
}

static void test_weights(void **state) {
  (void)state;
  complaint heard;
  vox_model *model = compile("慢\ttheme.weight\tt 0.6\n差\ttheme.weight\tt 0.5\nslow*\ttheme.weight\tt 1.2\n"
                             "t\ttheme.offset\t-1.1\n物流\ttheme.weight\tu 1.00\nv\trule\t#t AND #u\n",
                             &heard);
  assert_non_null(model);
  assert_true(found_plain(model, "慢,差", "t"));
  assert_false(found_plain(model, "慢,慢", "t")); /* a term counts once */
  assert_true(found_plain(model, "slowly", "t"));
  assert_true(found_plain(model, "物流", "u")); /* the offset is -1 where none is given */
  assert_true(found_plain(model, "物流慢且差", "v"));
  assert_false(found_plain(model, "物流慢", "v"));
  vox_model_free(model);
}

/* ---- What opinions speak of ---- */

static int score_of(const vox_model *model, char *text, const char *id) {
  vox_ctx *ctx = NULL;
  vox_error err = {0};
  const vox_result *r;
  const vox_theme_hit *list;
  context x;
  int score = 0;
  read_context(&x, text, NULL);
  assert_int_equal(vox_ctx_new(&ctx, model, NULL, &err), VOX_OK);
  assert_int_equal(vox_analyse_cell(&r, ctx, &x.row, 0, &err), VOX_OK);
  size_t n = vox_result_themes(r, &list);
  for (size_t i = 0; i < n; i++)
    if (str_eq(list[i].id, str_of(id)) && list[i].sentiment.label != VOX_LABEL_NONE)
      score = list[i].sentiment.raw < 0 ? -1 : 1;
  vox_ctx_free(ctx);
  return score;
}

/* A rule that holds by 物流 and 慢 takes 慢 from no other theme of 物流. */
static void test_opinions_of_one_place(void **state) {
  (void)state;
  complaint heard;
  vox_model *model = compile("t\trule\t物流 NEAR/3 慢\nu\trule\t物流\nv\trule\t客服\n", &heard);
  assert_non_null(model);
  assert_int_equal(score_of(model, "物流慢", "t"), -1);
  assert_int_equal(score_of(model, "物流慢", "u"), -1);
  assert_int_equal(score_of(model, "客服,物流慢", "v"), 0);
  assert_int_equal(score_of(model, "物流好", "u"), 1);
  vox_model_free(model);
}

/* A rule with the flag `hides` silences its theme and those below, however they were found. */
static void test_hides(void **state) {
  (void)state;
  complaint heard;
  vox_model *model = compile("service\trule\t慢 NOT 好\thides\nt\trule\t客服\nu\trule\t物流\n"
                             "u\trule\t#service CLAUSE 差\thides\n",
                             &heard);
  assert_non_null(model);
  assert_true(found_plain(model, "客服", "service.agent"));
  assert_false(found_plain(model, "客服,慢", "service.agent"));
  assert_true(found_plain(model, "客服,慢,好", "service.agent"));
  assert_true(found_plain(model, "客服,慢", "t"));
  assert_true(found_plain(model, "物流差", "u"));
  assert_false(found_plain(model, "物流,客服差", "u"));
  assert_true(found_plain(model, "物流,客服差", "delivery"));
  vox_model_free(model);
  assert_null(compile("intent.churn\trule\t慢\thides\n", &heard));
  assert_string_equal(heard.code, "bad-value");
}

/* ---- Hostile bytes ---- */

static uint64_t next_random(uint64_t *seed) {
  *seed += 0x9E3779B97F4A7C15u;
  uint64_t z = *seed;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

/* Section RULE with a few bytes changed is refused, or what it says can be asked: nothing is read beyond it.
 * The copy ends with its memory, so that the address sanitizer sees a step too far. */
static void test_damage(void **state) {
  (void)state;
  complaint heard;
  vox_error err = {0};
  vox_ctx *ctx = NULL;
  const vox_result *r;
  const pack_section *section;
  vox_model *model =
      compile("t\trule\t(慢 NEAR/3 物流 OR #service NOT 差) AND {score<=6}\n"
              "u\trule\t#t AND \"deliver* late\"\nv\ttheme.offset\t-2\n慢\ttheme.weight\tv 2\n"
              "a.b\talert\tNOT #u AND {group=detractor|none}\tseverity=low owner=x key=y\tA | B\n",
              &heard);
  assert_non_null(model);
  assert_int_equal(pack_need(&model->pack, PACK_TAG('R', 'U', 'L', 'E'), &section, &err), VOX_OK);
  assert_int_equal(vox_ctx_new(&ctx, model, NULL, &err), VOX_OK);
  rule_table sound = *lexicon_rules(model->lexicon);
  unsigned refused = 0, asked = 0;
  for (uint64_t seed = 1; seed <= 5000; seed++) {
    uint64_t drawn = seed;
    size_t len = section->bytes.len - (seed % 10 == 0 ? next_random(&drawn) % section->bytes.len : 0);
    char *copy = malloc(len);
    memcpy(copy, section->bytes.ptr, len);
    for (unsigned i = 0; i <= seed % 3; i++) copy[next_random(&drawn) % len] = (char)next_random(&drawn);
    vox_status status = rules_open(&model->lexicon->rules, (vox_str){copy, len}, sound.strings,
                                   sound.theme_count, lexicon_source_count(model->lexicon), &err);
    bool leaves = status == VOX_OK && model->lexicon->rules.leaf_count >= sound.leaf_count;
    if (leaves)
      assert_int_equal(vox_analyse(&r, ctx, STR("物流慢,客服 delivered late。差"), VOX_ROLE_OTHER, &err),
                       VOX_OK);
    assert_true(status == VOX_OK || status == VOX_ERR_CORRUPT);
    refused += status != VOX_OK;
    asked += leaves;
    free(copy);
  }
  model->lexicon->rules = sound;
  if (refused < 300 || asked < 300) fail_msg("%u refused, %u asked", refused, asked);
  vox_ctx_free(ctx);
  vox_model_free(model);
}

/* ---- Intents ---- */

static size_t intents_of(vox_model *m, const char *text, const char *name) {
  vox_error err = {0};
  vox_ctx *ctx = NULL;
  const vox_result *r = NULL;
  size_t found = 0;
  vox_ctx_options want = VOX_CTX_OPTIONS_INIT;
  assert_int_equal(vox_ctx_new(&ctx, m, &want, &err), VOX_OK);
  assert_int_equal(vox_analyse(&r, ctx, str_of(text), VOX_ROLE_OTHER, &err), VOX_OK);
  for (size_t i = 0; i < r->intent_count; i++)
    found += str_eq(r->names->intents[r->intents[i].intent], str_of(name));
  vox_ctx_free(ctx);
  return found;
}

static void test_intents(void **state) {
  (void)state;
  complaint heard;
  vox_model *m =
      compile("intent.churn\trule\t客服 BEFORE/2 慢 NOT 好\nintent.help\trule\t#delivery\n", &heard);
  assert_non_null(m);
  assert_int_equal(intents_of(m, "客服慢", "churn"), 1);
  assert_int_equal(intents_of(m, "慢客服", "churn"), 0);
  assert_int_equal(intents_of(m, "客服慢,好", "churn"), 0);
  assert_int_equal(intents_of(m, "客服慢?", "churn"), 0);
  assert_int_equal(intents_of(m, "物流", "help"), 1);
  vox_model_free(m);
  assert_null(compile("intent.leave\trule\t慢\n", &heard));
  assert_string_equal(heard.code, "unknown-theme");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_table),
                                     cmocka_unit_test(test_cycles),
                                     cmocka_unit_test(test_chain),
                                     cmocka_unit_test(test_repeated),
                                     cmocka_unit_test(test_growth),
                                     cmocka_unit_test(test_depth),
                                     cmocka_unit_test(test_alerts),
                                     cmocka_unit_test(test_weights),
                                     cmocka_unit_test(test_opinions_of_one_place),
                                     cmocka_unit_test(test_hides),
                                     cmocka_unit_test(test_damage),
                                     cmocka_unit_test(test_intents)};
  return cmocka_run_group_tests_name("analysis/rule", tests, NULL, NULL);
}
