/* small_model.h - what the tests of engine/lexicon and engine/analysis share: diagnostics that are kept to be
 * asked, sources in short, and models compiled from a few lines. */
#ifndef SMALL_MODEL_H
#define SMALL_MODEL_H
#include "analysis/result.h"
#include "base/file.h"
#include "lexicon/source.h"
#include "vox_compile.h"

#include "text_suites.h"
#include <unistd.h>

/* ---- Diagnostics ---- */

enum { TOLD_MAX = 64 };
typedef struct told_one {
  vox_severity severity;
  char path[40], code[40], message[120];
  uint64_t line;
} told_one;
typedef struct told {
  told_one list[TOLD_MAX];
  size_t count;
} told;

static inline void told_keep(void *payload, const vox_diagnostic *d) {
  told *t = payload;
  if (t->count == TOLD_MAX) return;
  told_one *one = &t->list[t->count++];
  one->severity = d->severity;
  one->line = d->line;
  snprintf(one->path, sizeof one->path, "%s", d->path);
  snprintf(one->code, sizeof one->code, "%s", d->code);
  snprintf(one->message, sizeof one->message, "%s", d->message);
}

/* How often `code` was told of `line`; line 0: of any. */
static inline size_t told_times(const told *t, const char *code, uint64_t line) {
  size_t n = 0;
  for (size_t i = 0; i < t->count; i++)
    n += strcmp(t->list[i].code, code) == 0 && (!line || t->list[i].line == line);
  return n;
}

/* Nothing was told but `code`, once, of `line`. */
static inline void expect_told(const told *t, vox_severity severity, const char *code, uint64_t line) {
  for (size_t i = 0; i < t->count; i++)
    if (strcmp(t->list[i].code, code) != 0 || t->list[i].line != line)
      fail_msg("told %s of line %u", t->list[i].code, (unsigned)t->list[i].line);
  if (t->count != 1) fail_msg("%s of line %u was told %zu times", code, (unsigned)line, t->count);
  assert_int_equal(t->list[0].severity, severity);
}

static inline void expect_quiet(const told *t) {
  if (t->count) fail_msg("told %s of %s:%u", t->list[0].code, t->list[0].path, (unsigned)t->list[0].line);
}

/* ---- Sources ---- */

/* A header of six lines: entries begin on line 7. */
#define HEAD(id)                                                                                             \
  "#: id: " id "\n#: version: 1\n#: language: mul\n#: licence: MIT\n#: author: us\n#: method: by hand\n"
enum { FIRST_LINE = 7 };

/* A test may set these before it includes this. */
#ifndef SMALL_SCALE
#define SMALL_SCALE "0"
#endif
#ifndef SMALL_CLAUSE
#define SMALL_CLAUSE "0"
#endif
#define SETTINGS                                                                                             \
  HEAD("settings")                                                                                           \
  "prior_step\tsetting\t60\nnegation_reach\tsetting\t3\nnegation_factor\tsetting\t-50\n"                     \
  "degree_reach\tsetting\t2\ndegree_limit\tsetting\t1000\nwish_factor\tsetting\t50\n"                        \
  "pair_gap\tsetting\t3\nrepeat_factor\tsetting\t50\nneutral_below\tsetting\t15\nneutral_"                   \
  "step\tsetting\t100\nneutral_both\tsetting\t20\n"                                                          \
  "mixed_above\tsetting\t60\nmixed_ratio\tsetting\t60\nslope\tsetting\t105\noffset\tsetting\t0\n"            \
  "emotion_step\tsetting\t3000\n"                                                                            \
  "wish_praise\tsetting\t20\nemotion_evidence\tsetting\t100\nevidence_scale\tsetting\t" SMALL_SCALE          \
  "\nmixed_clause\tsetting\t" SMALL_CLAUSE "\n"

/* ---- Models ---- */

typedef struct small_model {
  char path[40];
  told told;
  vox_model *model;
  vox_ctx *ctx;
  const vox_result *result;
} small_model;

/* Compiles the settings above, `entries` and the dictionary text `words` and opens the model. */
static inline void small_open(small_model *s, const char *entries, const char *words) {
  vox_error err = {0};
  vox_compiler *c = NULL;
  vox_compiler_options options = VOX_COMPILER_OPTIONS_INIT;
  vox_ctx_options want = VOX_CTX_OPTIONS_INIT;
  *s = (small_model){.path = "/tmp/voxpop-model-XXXXXX"};
  int fd = mkstemp(s->path);
  assert_true(fd >= 0);
  close(fd);
  options.diagnose = told_keep;
  options.payload = &s->told;
  assert_int_equal(vox_compiler_new(&c, &options, &err), VOX_OK);
  assert_int_equal(vox_compiler_add(c, "settings", STR(SETTINGS), &err), VOX_OK);
  assert_int_equal(vox_compiler_add(c, "small", str_of(entries), &err), VOX_OK);
  assert_int_equal(vox_compiler_dictionary(c, "words", str_of(words), &err), VOX_OK);
  vox_status status = vox_compiler_write(c, s->path, &err);
  expect_quiet(&s->told);
  if (status != VOX_OK) fail_msg("%s", err.message);
  vox_compiler_free(c);
  if (vox_model_open(&s->model, s->path, NULL, &err) != VOX_OK) fail_msg("%s", err.message);
  want.want = VOX_WANT_EVIDENCE;
  want.max_text = (size_t)16 << 20;
  want.max_memory = (size_t)1 << 30;
  assert_int_equal(vox_ctx_new(&s->ctx, s->model, &want, &err), VOX_OK);
}

static inline int small_close(small_model *s) {
  vox_ctx_free(s->ctx);
  vox_model_free(s->model);
  unlink(s->path);
  return 0;
}

static inline const vox_result *small_analyse_as(small_model *s, vox_str text, vox_role role) {
  vox_error err = {0};
  if (vox_analyse(&s->result, s->ctx, text, role, &err) != VOX_OK) fail_msg("%s", err.message);
  return s->result;
}

static inline const vox_result *small_analyse(small_model *s, const char *text) {
  return small_analyse_as(s, str_of(text), VOX_ROLE_OTHER);
}

/* The raw sum of `text`; -99999 where the sentiment is null. */
enum { NO_SENTIMENT = -99999 };
static inline int32_t small_raw(small_model *s, const char *text) {
  vox_sentiment got = vox_result_sentiment(small_analyse(s, text));
  return got.label == VOX_LABEL_NONE ? NO_SENTIMENT : got.raw;
}

static inline void expect_raw(small_model *s, const char *text, int32_t raw) {
  int32_t got = small_raw(s, text);
  if (got != raw) fail_msg("%s: %d instead of %d", text, got, raw);
}

/* The only evidence of a kind in the last result; fails when there is none or more. */
static inline const vox_evidence *only_evidence(const small_model *s, const char *kind) {
  const vox_evidence *list, *found = NULL;
  size_t n = vox_result_evidence(s->result, &list);
  for (size_t i = 0; i < n; i++) {
    if (!str_eq(list[i].kind, str_of(kind))) continue;
    if (found) fail_msg("more than one evidence of kind %s", kind);
    found = &list[i];
  }
  if (!found) fail_msg("no evidence of kind %s", kind);
  return found;
}

static inline size_t count_evidence(const small_model *s, const char *kind) {
  const vox_evidence *list;
  size_t n = vox_result_evidence(s->result, &list), count = 0;
  for (size_t i = 0; i < n; i++) count += str_eq(list[i].kind, str_of(kind));
  return count;
}

/* The bytes of `text` that a span covers are `want`. */
static inline void expect_span(const char *text, vox_span span, const char *want) {
  vox_str got = {text + span.begin, span.end - span.begin};
  assert_in_range(span.end, span.begin, strlen(text));
  if (!str_eq(got, str_of(want))) fail_msg("span \"%.*s\" instead of \"%s\"", (int)got.len, got.ptr, want);
}

static inline void expect_str(vox_str got, const char *want) {
  if (!str_eq(got, str_of(want)))
    fail_msg("\"%.*s\" instead of \"%s\"", (int)got.len, got.ptr ? got.ptr : "", want);
}

/* The theme `id` of the last result; NULL when it was not found. */
static inline const vox_theme_hit *theme_of(const small_model *s, const char *id) {
  const vox_theme_hit *list;
  size_t n = vox_result_themes(s->result, &list);
  for (size_t i = 0; i < n; i++)
    if (str_eq(list[i].id, str_of(id))) return &list[i];
  return NULL;
}

/* ---- One small lexicon for the tests of analysis: values are steps of 60 ---- */

#define SMALL_WORDS                                                                                                          \
  "物流 900 n\n包装 800 n\n客服 700 n\n态度 700 n\n服务 900 n\n出差 500 v\n希望 600 v\n但是 900 c\n不错 "  \
  "800 a\n"                                                                                                                  \
  "不是 900 v\n有点 700 d\n非常 700 d\n收到 500 v\n货 500 n\n了 9000 u\n的 9000 u\n好 4000 a\n不 9000 "         \
  "d\n很 4000 d\n"                                                                                                          \
  "慢 900 a\n快 900 a\n差 900 a\n贵 800 a\n我 9000 r\n是 9000 v\n又 900 d\n电池 500 n\n耗电 300 n\n提高 "       \
  "600 v\n"                                                                                                                  \
  "有待 300 v\n问题 900 n\n没有 900 v\n喜欢 800 v\n能 900 v\n生气 600 a\n开心 600 a\n感谢 600 v\n极了 300 " \
  "u\n"                                                                                                                      \
  "今天 900 t\n环境 700 n\n味道 700 n\n价格 700 n\n一般 600 a\n就 900 d\n要是 500 c\n更 900 d\n投诉 500 v\n" \
  "不得不 400 d\n东西 900 n\n也 900 d\n都 900 d\n呢 900 y\n真的 700 d\n软件 600 n\n人 900 n\n"

#define SMALL_LEXICON                                                                                             \
  HEAD("small")                                                                                                   \
  "好\tsentiment\t+1\n不错\tsentiment\t+1.5\n慢\tsentiment\t-1\n差\tsentiment\t-2\n贵\tsentiment\t-1\n"     \
  "喜欢\tsentiment\t+2\n提高\tsentiment\t+1\n有待提高\tsentiment\t-1\n问题\tsentiment\t-"               \
  "1\n没有问题\tsentiment\t+1\n"                                                                              \
  "快\tsentiment\t+1\n耗电 + 快\tpair\t-2\n物流 + 快\tpair\t+2\n电池 + "                                 \
  "差\tpair\t-3\n好慢\tsentiment\t-1.5\n"                                                                      \
  "不\tnegator\t3\n不是\tnegator\t3\n没有\tnegator\n不得不\tdouble_negation\n"                            \
  "很\tdegree\t1.3\n非常\tdegree\t1.6\n有点\tdegree\t0.5\n极了\tdegree\t1.8\tafter\n"                      \
  "但是\tcontrast\nbut\tcontrast\n希望\twish\n要是\twish\nplease\twish\n吗\tquestion\t\tend\n"             \
  "生气\temotion.anger\t2\n开心\temotion.joy\t1\n开心\tsentiment\t+2\n感谢\temotion.gratitude\t3\n"       \
  "投诉\tintent.complaint\t3\n😡\tsentiment\t-2\n好货\tsentiment\t+2\n"                                     \
  "物流\ttheme\tdelivery\n包装\ttheme\tpackaging\n客服\ttheme\tservice.agent\n服务\ttheme\tservice\n"     \
  "价格\ttheme\tprice\n价格表\ttheme\tprice\thides\n贵\ttheme\tprice\tweak\n态度\ttheme\tservice."        \
  "attitude\tweak\n"                                                                                              \
  "人\ttheme\tservice.agent\tweak\ndelivery\ttheme\tdelivery\nstaff\ttheme\tservice.agent\n"                     \
  "delivery\tdefine\t物流 | Delivery\npackaging\tdefine\t包装 | Packaging\nservice\tdefine\t服务 | "        \
  "Service\n"                                                                                                     \
  "service.agent\tdefine\t客服 | Agents\nservice.attitude\tdefine\t态度 | Attitude\nprice\tdefine\t价格 | " \
  "Price\n"                                                                                                       \
  "good\tsentiment\t+1\nbad\tsentiment\t-1\nlike\tsentiment\t+1\nslow\tsentiment\t-"                              \
  "1\nfriendly\tsentiment\t+2\n"                                                                                  \
  "disappoint*\tsentiment\t-2\nout of stock\tsentiment\t-1\nstock\tsentiment\t0\n"                                \
  "not\tnegator\t3\nisn't\tnegator\t3\ndon't\tnegator\t3\nvery\tdegree\t1.3\n"                                    \
  "无\tnon_answer\n暂无\tnon_answer\n没有\tnon_answer\nn/a\tnon_answer\nna\tnon_answer\nno "                 \
  "comment\tnon_answer\n"                                                                                         \
  "好评\tword\n給力\tword\n給力\tsentiment\t+2\n"
#endif
