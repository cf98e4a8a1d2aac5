/* aggregate_support.h - what the tests of engine/aggregate and engine/output share: a small catalogue made by
 * hand, results and rows filled in by hand. */
#ifndef AGGREGATE_SUPPORT_H
#define AGGREGATE_SUPPORT_H
#include "aggregate/report.h"
#include "base/buf.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NAME(literal)                                                                                        \
  { (literal), sizeof(literal) - 1 } /* STR is no constant */

/* Sorted by id, as a lexicon's are. */
enum {
  T_DELIVERY,
  T_DELIVERY_SPEED,
  T_OVERALL,
  T_PRICE,
  T_SERVICE,
  T_SERVICE_AGENT,
  T_SERVICE_ATTITUDE,
  T_COUNT
};

static theme_info support_themes[T_COUNT] = {
    [T_DELIVERY] = {.id = NAME("delivery"),
                    .name_zh = NAME("物流"),
                    .name_en = NAME("Delivery"),
                    .parent = NO_THEME},
    [T_DELIVERY_SPEED] = {.id = NAME("delivery.speed"),
                          .name_zh = NAME("配送速度"),
                          .name_en = NAME("Speed"),
                          .parent = T_DELIVERY},
    [T_OVERALL] = {.id = NAME("overall"),
                   .name_zh = NAME("总体"),
                   .name_en = NAME("Overall"),
                   .parent = NO_THEME,
                   .overall = true},
    [T_PRICE] = {.id = NAME("price"), .name_zh = NAME("价格"), .name_en = NAME("Price"), .parent = NO_THEME},
    [T_SERVICE] = {.id = NAME("service"),
                   .name_zh = NAME("服务"),
                   .name_en = NAME("Service"),
                   .parent = NO_THEME},
    [T_SERVICE_AGENT] = {.id = NAME("service.agent"),
                         .name_zh = NAME("客服"),
                         .name_en = NAME("Agents"),
                         .parent = T_SERVICE},
    [T_SERVICE_ATTITUDE] = {.id = NAME("service.agent.attitude"),
                            .name_zh = NAME("态度"),
                            .name_en = NAME("Attitude"),
                            .parent = T_SERVICE_AGENT}};

static catalogue support_names = {
    .theme_count = T_COUNT,
    .themes = support_themes,
    .emotions = {NAME("gratitude"), NAME("respect"), NAME("joy"), NAME("liking"), NAME("surprise"),
                 NAME("worry"), NAME("sadness"), NAME("disappointment"), NAME("frustration"), NAME("anger"),
                 NAME("disgust")},
    .intents = {NAME("complaint"), NAME("suggestion"), NAME("question"), NAME("praise"), NAME("churn"),
                NAME("repurchase"), NAME("recommend"), NAME("warn_others"), NAME("help")},
    .identity = {NAME("voxpop"), NAME("1"),
                 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}};

static const report_config support_config = {5, 1000, true, 0, 10, {NULL, 0}};

static mem support_mem; /* every block must be given back */

static inline int support_begin(void **state) {
  (void)state;
  mem_init(&support_mem, NULL, 0);
  return 0;
}

static inline int support_end(void **state) {
  (void)state;
  return support_mem.used != 0;
}

/* A result with its lists. */
typedef struct support_result {
  vox_result result;
  vox_theme_hit hits[32];
  uint32_t ids[32];
  vox_named_score emotions[EMOTION_COUNT];
  uint8_t emotion_ids[EMOTION_COUNT];
} support_result;

static inline vox_sentiment support_sentiment(int32_t score) {
  vox_label label = score > 0 ? VOX_LABEL_POSITIVE : score < 0 ? VOX_LABEL_NEGATIVE : VOX_LABEL_NEUTRAL;
  return (vox_sentiment){label, score, 8000, score / 50};
}

static inline void result_begin(support_result *r, const char *text) {
  memset(r, 0, sizeof *r);
  r->result.names = &support_names;
  r->result.text = str_of(text);
  r->result.emotions = r->emotions;
  r->result.emotion_ids = r->emotion_ids;
  r->result.themes = r->hits;
  r->result.theme_ids = r->ids;
}

static inline void result_sentiment(support_result *r, int32_t score) {
  r->result.sentiment = support_sentiment(score);
}

static inline void result_theme_of(support_result *r, uint32_t theme, vox_sentiment s) {
  r->hits[r->result.theme_count] = (vox_theme_hit){r->result.names->themes[theme].id, s};
  r->ids[r->result.theme_count++] = theme;
}

static inline void result_theme(support_result *r, uint32_t theme, int32_t score) {
  result_theme_of(r, theme, support_sentiment(score));
}

static inline void result_emotion(support_result *r, emotion e, int32_t score) {
  r->emotions[r->result.emotion_count] = (vox_named_score){r->result.names->emotions[e], score};
  r->emotion_ids[r->result.emotion_count++] = (uint8_t)e;
}

static inline vox_group support_group(int score) {
  return score >= 9 ? VOX_GROUP_PROMOTER : score >= 7 ? VOX_GROUP_PASSIVE : VOX_GROUP_DETRACTOR;
}

/* Adds a row of one cell; score -1: none. */
static inline void add_row(report *r, const char *id, int score, const support_result *result) {
  vox_cell cell = {{NULL, 0}, VOX_ROLE_OTHER, result->result.text};
  vox_row row = {.id = {{NULL, 0}, str_of(id), 0},
                 .cells = &cell,
                 .cell_count = result->result.text.len ? 1 : 0,
                 .has_score = score >= 0,
                 .score_centi = score >= 0 ? score * 100 : 0,
                 .group = score >= 0 ? support_group(score) : VOX_GROUP_NONE};
  assert_int_equal(report_begin(r, &row, NULL), VOX_OK);
  if (row.cell_count) assert_int_equal(report_add(r, 0, &result->result, NULL), VOX_OK);
  assert_int_equal(report_end(r, NULL), VOX_OK);
}

static inline report *new_report(const report_config *config) {
  report *r = NULL;
  assert_int_equal(report_new(&r, &support_mem, &support_names, config, NULL), VOX_OK);
  return r;
}

/* Where `text` first stands in `s`; s.len: nowhere. */
static inline size_t text_at(vox_str s, const char *text) {
  size_t n = strlen(text);
  for (size_t i = 0; i + n <= s.len; i++)
    if (memcmp(s.ptr + i, text, n) == 0) return i;
  return s.len;
}

static inline bool has_text(vox_str s, const char *text) { return text_at(s, text) < s.len; }

#define assert_has(s, text)                                                                                  \
  do {                                                                                                       \
    vox_str in_ = (s);                                                                                       \
    if (!has_text(in_, text)) fail_msg("no \"%s\" in\n%.*s", text, (int)in_.len, in_.ptr ? in_.ptr : "");    \
  } while (0)

#define assert_text(s, text)                                                                                 \
  do {                                                                                                       \
    vox_str got_ = (s), want_ = str_of(text);                                                                \
    if (!str_eq(got_, want_))                                                                                \
      fail_msg("\"%.*s\" instead of \"%s\"", (int)got_.len, got_.ptr ? got_.ptr : "", text);                 \
  } while (0)
#endif
