/* api_plugin_test.c - a working plug-in for each stage, and what becomes of one that fails. */
#include "small_model.h"
#include "vox_plugin.h"

#define ENTRIES HEAD("small") "很好\tsentiment\t3\n太慢\tsentiment\t-3\nabc\tsentiment\t2\n"
static const char WORDS[] = "很好 50 d\n太慢 50 d\n服务 50 n\n";

/* ---- A segmenter: pieces between vertical bars ---- */

static vox_status cut_at_bars(void *self, vox_str text, vox_emit_token emit, void *sink) {
  (void)self;
  uint32_t from = 0;
  for (uint32_t i = 0; i <= text.len; i++) {
    if (i < text.len && text.ptr[i] != '|') continue;
    if (i > from) {
      vox_status status = emit(sink, (vox_span){from, i}, VOX_TOKEN_HAN);
      if (status != VOX_OK) return status;
    }
    from = i + 1;
  }
  return VOX_OK;
}

/* ---- A tagger: counts tokens of one kind in a memory of its own ---- */

typedef struct counter {
  vox_token_kind kind;
} counter;

static int made, gone;

static vox_status make_counter(void **self, void *payload, const vox_model *model) {
  vox_model_info info;
  vox_model_info_get(model, &info);
  counter *c = malloc(sizeof *c);
  if (!c) return VOX_ERR_MEMORY;
  c->kind = *(const vox_token_kind *)payload;
  *self = c;
  made++;
  return VOX_OK;
}

static void drop_counter(void *self) {
  free(self);
  gone++;
}

static vox_status count_tokens(void *self, vox_str text, const vox_token *tokens, size_t count,
                               vox_emit_label emit, void *sink) {
  const counter *c = self;
  (void)text;
  for (size_t i = 0; i < count; i++) {
    if (tokens[i].kind != c->kind) continue;
    vox_status status = emit(sink, STR("kind"), STR("punctuation"), 10000, tokens[i].span);
    if (status != VOX_OK) return status;
  }
  return VOX_OK;
}

/* ---- A scorer: the sign of the last evidence ---- */

static vox_status last_word(void *self, vox_str text, const vox_evidence *list, size_t count,
                            vox_sentiment *sentiment) {
  (void)self, (void)text;
  if (!count) return VOX_OK;
  int good = list[count - 1].sum > 0;
  *sentiment = (vox_sentiment){good ? VOX_LABEL_POSITIVE : VOX_LABEL_NEGATIVE, good ? 10000 : -10000, 10000,
                               list[count - 1].sum};
  return VOX_OK;
}

/* ---- Tests ---- */

static vox_token_kind punctuation = VOX_TOKEN_PUNCTUATION;
static const vox_plugin bars = {
    .abi = VOX_PLUGIN_ABI, .stage = VOX_STAGE_SEGMENT, .name = "bars", .segment = cut_at_bars};
static const vox_plugin marks = {.abi = VOX_PLUGIN_ABI,
                                 .stage = VOX_STAGE_TAG,
                                 .name = "marks",
                                 .payload = &punctuation,
                                 .create = make_counter,
                                 .destroy = drop_counter,
                                 .tag = count_tokens};
static const vox_plugin last = {
    .abi = VOX_PLUGIN_ABI, .stage = VOX_STAGE_SCORE, .name = "last", .score = last_word};

typedef struct fixture {
  small_model small;
  vox_model *model;
  vox_ctx *ctx;
  vox_error err;
} fixture;

static vox_status open_with(fixture *f, const vox_plugin *const *plugins, size_t count) {
  vox_model_options options = VOX_MODEL_OPTIONS_INIT;
  small_open(&f->small, ENTRIES, WORDS);
  options.plugins = plugins;
  options.plugin_count = count;
  vox_status status = vox_model_open(&f->model, f->small.path, &options, &f->err);
  return status == VOX_OK ? vox_ctx_new(&f->ctx, f->model, NULL, &f->err) : status;
}

static void close_all(fixture *f) {
  vox_ctx_free(f->ctx);
  vox_model_free(f->model);
  small_close(&f->small);
}

static vox_status keep(void *payload, const void *bytes, size_t len) {
  char *to = payload;
  size_t n = strlen(to);
  memcpy(to + n, bytes, len);
  to[n + len] = 0;
  return VOX_OK;
}

static void cuts_in_our_place(void **state) {
  (void)state;
  fixture f = {0};
  const vox_plugin *plugins[] = {&bars};
  const vox_token *tokens;
  const vox_result *r;
  size_t count = 0;
  assert_int_equal(open_with(&f, plugins, 1), VOX_OK);
  assert_int_equal(vox_tokenise(&tokens, &count, f.ctx, STR("服务|很好 了|x"), &f.err), VOX_OK);
  assert_int_equal(count, 3);
  assert_int_equal(tokens[1].span.begin, 7);
  assert_int_equal(tokens[1].span.end, 17);
  /* 很好 is an entry of its own only where the cutter lets it stand alone. */
  assert_int_equal(vox_analyse(&r, f.ctx, STR("服务|很好"), VOX_ROLE_OTHER, &f.err), VOX_OK);
  assert_int_equal(vox_result_sentiment(r).label, VOX_LABEL_POSITIVE);
  assert_int_equal(vox_analyse(&r, f.ctx, STR("服务很好"), VOX_ROLE_OTHER, &f.err), VOX_OK);
  assert_int_equal(vox_result_sentiment(r).label, VOX_LABEL_NONE);
  assert_int_equal(vox_analyse(&r, f.ctx, STR(""), VOX_ROLE_OTHER, &f.err), VOX_OK);
  close_all(&f);
}

static void tags_beside_ours(void **state) {
  (void)state;
  fixture f = {0};
  const vox_plugin *plugins[] = {&marks};
  const vox_result *r;
  const vox_tag *tags;
  char line[2048] = "";
  vox_str text = STR("很好！ 太慢？");
  made = gone = 0;
  assert_int_equal(open_with(&f, plugins, 1), VOX_OK);
  assert_int_equal(vox_analyse(&r, f.ctx, text, VOX_ROLE_OTHER, &f.err), VOX_OK);
  assert_int_equal(vox_result_tags(r, &tags), 2);
  assert_int_equal(tags[0].span.begin, 6);
  assert_int_equal(tags[0].span.end, 9);
  vox_cell cell = {.text = text};
  vox_row row = {.number = 1, .cells = &cell, .cell_count = 1};
  assert_int_equal(vox_result_write_json(r, &row, 0, keep, line, &f.err), VOX_OK);
  assert_non_null(
      strstr(line, ",\"labels\":[{\"axis\":\"kind\",\"id\":\"punctuation\",\"score\":1,\"span\":[6,9]},"));
  close_all(&f);
  assert_int_equal(made, 1);
  assert_int_equal(gone, 1);
}

static void scores_in_our_place(void **state) {
  (void)state;
  fixture f = {0};
  const vox_plugin *plugins[] = {&last, &bars, &marks};
  const vox_result *r;
  const vox_evidence *list;
  assert_int_equal(open_with(&f, plugins, 3), VOX_OK);
  assert_int_equal(vox_analyse(&r, f.ctx, STR("很好|太慢"), VOX_ROLE_OTHER, &f.err), VOX_OK);
  assert_int_equal(vox_result_sentiment(r).score, -10000);
  assert_int_equal(vox_result_evidence(r, &list), 0); /* not asked for */
  vox_ctx_want(f.ctx, VOX_WANT_EVIDENCE);
  assert_int_equal(vox_analyse(&r, f.ctx, STR("太慢|很好"), VOX_ROLE_OTHER, &f.err), VOX_OK);
  assert_int_equal(vox_result_sentiment(r).score, 10000);
  assert_int_equal(vox_result_evidence(r, &list), 2);
  close_all(&f);
}

/* ---- Plug-ins that are wrong ---- */

static vox_status cut_backwards(void *self, vox_str text, vox_emit_token emit, void *sink) {
  (void)self, (void)text;
  vox_status status = emit(sink, (vox_span){3, 6}, VOX_TOKEN_HAN);
  return status == VOX_OK ? emit(sink, (vox_span){0, 3}, VOX_TOKEN_HAN) : status;
}

static vox_status cut_beyond(void *self, vox_str text, vox_emit_token emit, void *sink) {
  (void)self;
  return emit(sink, (vox_span){0, (uint32_t)text.len + 1}, VOX_TOKEN_HAN);
}

static vox_status score_beyond(void *self, vox_str text, const vox_evidence *list, size_t count,
                               vox_sentiment *sentiment) {
  (void)self, (void)text, (void)list, (void)count;
  *sentiment = (vox_sentiment){VOX_LABEL_POSITIVE, 10001, 10000, 0};
  return VOX_OK;
}

static vox_status tag_beyond(void *self, vox_str text, const vox_token *tokens, size_t count,
                             vox_emit_label emit, void *sink) {
  (void)self, (void)tokens, (void)count;
  return emit(sink, STR("a"), STR("b"), 0, (vox_span){0, (uint32_t)text.len + 1});
}

static void wrong_ones_end_the_comment(void **state) {
  (void)state;
  static const vox_plugin wrong[] = {
      {.abi = VOX_PLUGIN_ABI, .stage = VOX_STAGE_SEGMENT, .name = "w", .segment = cut_backwards},
      {.abi = VOX_PLUGIN_ABI, .stage = VOX_STAGE_SEGMENT, .name = "w", .segment = cut_beyond},
      {.abi = VOX_PLUGIN_ABI, .stage = VOX_STAGE_SCORE, .name = "w", .score = score_beyond},
      {.abi = VOX_PLUGIN_ABI, .stage = VOX_STAGE_TAG, .name = "w", .tag = tag_beyond}};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    fixture f = {0};
    const vox_plugin *plugins[] = {&wrong[i]};
    const vox_result *r;
    assert_int_equal(open_with(&f, plugins, 1), VOX_OK);
    assert_int_equal(vox_analyse(&r, f.ctx, STR("很好太慢"), VOX_ROLE_OTHER, &f.err), VOX_ERR_PLUGIN);
    assert_int_equal(f.err.status, VOX_ERR_PLUGIN);
    close_all(&f);
  }
}

static void wrong_tables_are_refused(void **state) {
  (void)state;
  static const vox_plugin old = {.abi = 0, .stage = VOX_STAGE_TAG, .name = "old", .tag = count_tokens};
  static const vox_plugin empty = {.abi = VOX_PLUGIN_ABI, .stage = VOX_STAGE_TAG, .name = "empty"};
  const vox_plugin *lists[][2] = {{&old, NULL}, {&empty, NULL}, {&marks, &marks}};
  for (size_t i = 0; i < 3; i++) {
    fixture f = {0};
    assert_int_equal(open_with(&f, lists[i], lists[i][1] ? 2 : 1), VOX_ERR_ARGUMENT);
    close_all(&f);
  }
}

/* Hostile text and a cutter that gives every byte as a token: nothing is read beyond it. */
static vox_status cut_bytes(void *self, vox_str text, vox_emit_token emit, void *sink) {
  (void)self;
  vox_status status = VOX_OK;
  for (uint32_t i = 0; i < text.len && status == VOX_OK; i++)
    status = emit(sink, (vox_span){i, i + 1}, (vox_token_kind)(i % 8));
  return status;
}

static void bytes_as_tokens(void **state) {
  (void)state;
  static const vox_plugin bytes = {
      .abi = VOX_PLUGIN_ABI, .stage = VOX_STAGE_SEGMENT, .name = "bytes", .segment = cut_bytes};
  const vox_plugin *plugins[] = {&bytes};
  fixture f = {0};
  const vox_result *r;
  char text[64];
  uint32_t seed = 7;
  assert_int_equal(open_with(&f, plugins, 1), VOX_OK);
  for (int round = 0; round < 2000; round++) {
    for (size_t i = 0; i < sizeof text; i++) text[i] = (char)((seed = seed * 1664525u + 1013904223u) >> 24);
    vox_status status = vox_analyse(&r, f.ctx, (vox_str){text, sizeof text}, VOX_ROLE_OTHER, &f.err);
    assert_true(status == VOX_OK || status == VOX_ERR_PLUGIN);
  }
  close_all(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(cuts_in_our_place),        cmocka_unit_test(tags_beside_ours),
      cmocka_unit_test(scores_in_our_place),      cmocka_unit_test(wrong_ones_end_the_comment),
      cmocka_unit_test(wrong_tables_are_refused), cmocka_unit_test(bytes_as_tokens)};
  return cmocka_run_group_tests_name("api plugin", tests, NULL, NULL);
}
