/* The segmenter against a plain Viterbi over the whole lattice: random dictionaries, random texts, same
 * tokens.
 *
 * The reference knows only the list of words and the rules that dict_build.c and han.c state. Tokens that are
 * not Han it takes from a segmenter without words. */
#include "base/file.h"
#include "dict_help.h"
#include "segment/costs.h"
#include "segment/work.h"
#include "text/utf8.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { WORDS = 400, WORD_LEN = 6, TEXT_LEN = 400 };

typedef struct word {
  uint32_t cp[WORD_LEN], len, cost;
  uint64_t count;
  bool ours;
} word;

typedef struct model {
  word words[WORDS];
  size_t count;
  uint64_t total;
  test_dict plain, full; /* without words, with all */
} model;

static uint64_t seed = 11;
static uint32_t below(uint32_t n) { return test_random(&seed) % n; }

static word *find(model *m, const uint32_t *cp, uint32_t len) {
  for (size_t i = 0; i < m->count; i++)
    if (m->words[i].len == len && memcmp(m->words[i].cp, cp, len * sizeof *cp) == 0) return &m->words[i];
  return NULL;
}

/* ---- The reference: every edge between every two places ---- */

typedef struct way {
  uint64_t cost;
  uint32_t steps, first;
} way;

static bool better(way a, way b) {
  if (a.cost != b.cost) return a.cost < b.cost;
  if (a.steps != b.steps) return a.steps < b.steps;
  return a.first > b.first;
}

/* Fills `way_from` for places 0..len; `edge` tells where tokens of the other cutters and Han characters meet.
 * `without`: the whole text may not be taken as one word. */
static void reference(model *m, const uint32_t *cp, uint32_t len, const bool *edge, const bool *han,
                      way *from, bool without) {
  from[len] = (way){0, 0, 0};
  for (uint32_t at = len; at-- > 0;) {
    if (!edge[at]) continue;
    uint32_t end = at + 1;
    while (!edge[end]) end++;
    word *single = han[at] ? find(m, cp + at, 1) : NULL;
    uint64_t cost = single ? single->cost : han[at] ? cost_of_count(0, m->total) : ATOM_COST;
    from[at] = (way){from[end].cost + cost, from[end].steps + 1, end - at};
    for (; end <= len; end++) {
      if (!edge[end] || end - at < 2 || end - at > WORD_LEN || (without && end - at == len)) continue;
      word *w = find(m, cp + at, end - at);
      way with = {from[end].cost + (w ? w->cost : 0), from[end].steps + 1, end - at};
      if (w && better(with, from[at])) from[at] = with;
    }
  }
}

/* ---- Making a model ---- */

static void find_edges(model *m, vox_str text, segmented *s, bool *edge, bool *han) {
  assert_int_equal(segment_text(m->plain.segmenter, text, s, NULL), VOX_OK);
  memset(edge, 0, TEXT_LEN * 4 + 1);
  edge[0] = edge[s->len] = true;
  for (uint32_t k = 0; k < s->token_count; k++) edge[s->tokens[k].from] = edge[s->tokens[k].to] = true;
  for (uint32_t i = 0; i < s->len; i++) han[i] = s->kind[i] == CHAR_HAN;
}

static size_t put(const uint32_t *cp, size_t len, char *out) {
  size_t at = 0;
  for (size_t i = 0; i < len; i++) at += utf8_put(cp[i], out + at);
  out[at] = 0;
  return at;
}

static void set_costs(model *m) {
  for (size_t i = 0; i < m->count; i++)
    m->words[i].cost = cost_of_count(m->words[i].ours ? 0 : m->words[i].count, m->total);
  for (uint32_t len = 2; len <= WORD_LEN; len++)
    for (size_t i = 0; i < m->count; i++) {
      word *w = &m->words[i];
      way from[TEXT_LEN * 4 + 1];
      bool edge[TEXT_LEN * 4 + 1], han[TEXT_LEN * 4 + 1];
      char text[WORD_LEN * 4 + 1];
      segmented s;
      if (!w->ours || w->len != len) continue;
      find_edges(m, (vox_str){text, put(w->cp, w->len, text)}, &s, edge, han);
      reference(m, w->cp, w->len, edge, han, from, true);
      if (w->cost > from[0].cost - 1) w->cost = (uint32_t)from[0].cost - 1;
    }
}

enum { HAN_CHARS = 6000 };

/* The n-th of some Han characters that fold to themselves. */
static uint32_t han_char(uint32_t n) {
  static uint32_t list[HAN_CHARS];
  for (uint32_t i = 0, cp = 0x6000; !list[HAN_CHARS - 1]; cp++)
    if (char_fold(cp) == cp) list[i++] = cp;
  return list[n];
}

/* Characters of words and texts: `width` Han characters, some letters and marks where `mixed`. */
static uint32_t any_char(uint32_t width, bool mixed) {
  static const uint32_t others[] = {'a', 'b', '5', '+', '-', 0x3B2};
  return mixed && below(5) == 0 ? others[below(6)] : han_char(below(width));
}

static void make_word(model *m, word *w, uint32_t width, bool mixed) {
  uint32_t letters = 0;
  do {
    *w = (word){.len = 1 + below(WORD_LEN), .count = 1 + below(below(2) ? 20 : 4000)};
    for (uint32_t i = letters = 0; i < w->len; i++) letters += (w->cp[i] = any_char(width, mixed)) < 0x6000;
  } while (find(m, w->cp, w->len) || (letters == w->len));
  w->ours = letters || below(4) == 0;
}

static void make_model(model *m, size_t count, uint32_t width, bool mixed) {
  static char base[WORDS * 64], ours[WORDS * 64];
  size_t base_len = 0, ours_len = 0;
  *m = (model){0};
  base[0] = ours[0] = 0;
  for (; m->count < count; m->count++) {
    word *w = &m->words[m->count];
    make_word(m, w, width, mixed);
    if (w->ours) {
      ours_len += put(w->cp, w->len, ours + ours_len);
      ours[ours_len++] = '\n', ours[ours_len] = 0;
      continue;
    }
    base_len += put(w->cp, w->len, base + base_len);
    base_len += (size_t)sprintf(base + base_len, " %llu n\n", (unsigned long long)w->count);
    m->total += w->count;
  }
  if (!m->total) m->total = 1;
  assert_true(test_dict_make(&m->plain, "", "", 1, NULL));
  assert_true(test_dict_make(&m->full, base, ours, 1, NULL));
  set_costs(m);
}

static void free_model(model *m) {
  assert_true(test_dict_free(&m->plain));
  assert_true(test_dict_free(&m->full));
}

/* ---- The comparison ---- */

static void compare_path(model *m, vox_str text, segment_path path) {
  static way from[TEXT_LEN * 4 + 1];
  static bool edge[TEXT_LEN * 4 + 1], han[TEXT_LEN * 4 + 1];
  segmented plain, s;
  m->full.segmenter->path = path;
  find_edges(m, text, &plain, edge, han);
  assert_int_equal(segment_text(m->full.segmenter, text, &s, NULL), VOX_OK);
  assert_int_equal(s.len, plain.len);
  reference(m, s.cp, s.len, edge, han, from, false);
  uint32_t at = 0;
  for (uint32_t k = 0; k < s.token_count; k++) {
    while (at < s.len && s.kind[at] == CHAR_SPACE) at++;
    assert_int_equal(s.tokens[k].from, at);
    assert_int_equal(s.tokens[k].to, at + from[at].first);
    bool known = !han[at] || from[at].first > 1 || find(m, s.cp + at, 1);
    assert_int_equal(s.tokens[k].flags & TOKEN_UNKNOWN, known ? 0 : TOKEN_UNKNOWN);
    at = s.tokens[k].to;
  }
  while (at < s.len && s.kind[at] == CHAR_SPACE) at++;
  assert_int_equal(at, s.len);
}

static void compare(model *m, vox_str text) {
  for (segment_path path = PATH_FOLD; path <= path_best(); path++) compare_path(m, text, path);
}

/* A text of random characters and whole words. */
static size_t make_text(model *m, uint32_t width, bool mixed, char *out) {
  uint32_t cp[TEXT_LEN], len = 0, wanted = below(TEXT_LEN - WORD_LEN);
  while (len < wanted) {
    const word *w = &m->words[below((uint32_t)m->count)];
    if (below(3))
      memcpy(cp + len, w->cp, w->len * sizeof *cp), len += w->len;
    else
      cp[len++] = below(6) ? any_char(width, mixed) : below(2) ? 0xFF0C : ' ';
  }
  return put(cp, len, out);
}

static void run(size_t words, uint32_t width, bool mixed, int models, int texts) {
  static model m;
  static char text[TEXT_LEN * 4 + 1];
  while (models--) {
    make_model(&m, words, width, mixed);
    for (int i = 0; i < texts; i++) compare(&m, (vox_str){text, make_text(&m, width, mixed, text)});
    free_model(&m);
  }
}

static void test_dense_words(void **state) {
  (void)state;
  run(100, 3, false, 4, 30);
  run(200, 8, false, 4, 30);
}

static void test_sparse_words(void **state) {
  (void)state;
  run(WORDS, 60, false, 3, 30);
  run(WORDS, 1500, false, 2, 30);
}

static void test_mixed_words(void **state) {
  (void)state;
  run(150, 5, true, 6, 30);
  run(WORDS, 40, true, 3, 30);
}

/* Large ids: an alphabet of 6,000 characters that weigh more than those of the words. */
static void test_rare_characters(void **state) {
  (void)state;
  static char base[1 << 18], text[TEXT_LEN * 4 + 1];
  static model m;
  size_t len = 0;
  m = (model){0};
  for (uint32_t i = 100; i < HAN_CHARS; i++) {
    const uint32_t pair[2] = {han_char(i), han_char(i)};
    len += put(pair, 2, base + len);
    len += (size_t)sprintf(base + len, " 9000000 n\n");
    m.total += 9000000;
  }
  for (m.count = 0; m.count < WORDS; m.count++) {
    word *w = &m.words[m.count];
    make_word(&m, w, 100, false);
    w->ours = false;
    len += put(w->cp, w->len, base + len);
    len += (size_t)sprintf(base + len, " %llu n\n", (unsigned long long)w->count);
    m.total += w->count;
  }
  assert_true(test_dict_make(&m.plain, "", "", 1, NULL));
  assert_true(test_dict_make(&m.full, base, "", 1, NULL));
  assert_true(charmap_get(dict_charmap(m.full.dict), han_char(5)).id > 4096);
  set_costs(&m);
  for (int i = 0; i < 60; i++) compare(&m, (vox_str){text, make_text(&m, 100, false, text)});
  free_model(&m);
}

/* ---- All paths give the same arrays and tokens for any bytes ---- */

static void compare_arrays(const segmented *a, const segmented *b) {
  assert_int_equal(a->len, b->len);
  assert_memory_equal(a->cp, b->cp, a->len * sizeof *a->cp);
  assert_memory_equal(a->id, b->id, a->len * sizeof *a->id);
  assert_memory_equal(a->kind, b->kind, a->len);
  assert_memory_equal(a->begin, b->begin, (a->len + (size_t)1) * sizeof *a->begin);
  assert_int_equal(a->token_count, b->token_count);
  assert_memory_equal(a->tokens, b->tokens, a->token_count * sizeof *a->tokens);
}

/* Where nothing was dropped spans are known without a look at the text. */
static void compare_spans(const segmented *trimmed, const segmented *s) {
  assert_false(trimmed->plain);
  for (uint32_t i = 0; i < s->token_count; i++) {
    const token *last = &s->tokens[i + 1 < s->token_count ? i + 1 : i];
    vox_span one = segmented_span(trimmed, s->tokens[i].from, s->tokens[i].to);
    vox_span two = segmented_span(trimmed, s->tokens[i].from, last->to);
    vox_span one_too = segmented_span(s, s->tokens[i].from, s->tokens[i].to);
    vox_span two_too = segmented_span(s, s->tokens[i].from, last->to);
    assert_memory_equal(&one, &one_too, sizeof one);
    assert_memory_equal(&two, &two_too, sizeof two);
  }
}

static void compare_paths(const test_dict *t, segmenter *others[], vox_str text) {
  segmented folded_way, other;
  t->segmenter->path = PATH_FOLD;
  assert_int_equal(segment_text(t->segmenter, text, &folded_way, NULL), VOX_OK);
  for (segment_path path = PATH_PORTABLE; path <= path_best(); path++) {
    others[path]->path = path;
    assert_int_equal(segment_text(others[path], text, &other, NULL), VOX_OK);
    compare_arrays(&folded_way, &other);
    compare_spans(&folded_way, &other);
  }
}

static void run_paths(vox_str (*next)(void *), void *context, int count) {
  static const char words[] =
      "今天 900 n\n天气 500 n\n今 900 n\n天 900 n\n印度尼西亚 40 n\n印度 90 n\n气 9 n\n印 300 v\n";
  segmenter *others[PATH_AVX512 + 1] = {NULL};
  test_dict t;
  assert_true(test_dict_make(&t, words, "t恤\nc++\n客服\n", 1, NULL));
  for (segment_path path = PATH_PORTABLE; path <= path_best(); path++)
    assert_int_equal(segmenter_new(&others[path], &t.mem, t.dict, NULL), VOX_OK);
  while (count--) {
    vox_str text = next(context);
    char *exact = malloc(text.len ? text.len : 1); /* so that a sanitizer sees a read beyond */
    assert_non_null(exact);
    if (text.len) memcpy(exact, text.ptr, text.len);
    compare_paths(&t, others, (vox_str){exact, text.len});
    free(exact);
  }
  for (segment_path path = PATH_PORTABLE; path <= path_best(); path++) segmenter_free(others[path]);
  assert_true(test_dict_free(&t));
}

static vox_str next_random(void *context) {
  static const uint32_t odd[] = {0x2026, 0x200B, 0x200D, 0xFE0F,  0x301,  0x1F600, 0x1F1E8, 0x2103, 0xFFE3,
                                 0xFDFA, 0xAD,   0xFEFF, 0x3000,  0x20E3, 0x1161,  0xAC00,  0x7F,   0x80,
                                 0x7FF,  0x800,  0xFFFF, 0x10000, 0x3297, '1',     '[',     ']',    '(',
                                 ')',    '@',    ':',    0x1F468, 0x645,  0x94A};
  static char text[900];
  uint32_t strange = *(uint32_t *)context;
  size_t len = 0, wanted = below(150);
  for (size_t i = 0; i < wanted; i++) {
    uint32_t cp = below(3) ? 0x4E00 + below(300) : 0x20 + below(0x5F);
    if (below(100) < strange) cp = odd[below(sizeof odd / sizeof odd[0])];
    if (below(300) < strange) cp = below(0x110000);
    if ((cp & 0xFFFFF800u) == 0xD800) cp = 0x5929;
    len += utf8_put(cp, text + len);
    if (below(1000) < strange) text[len++] = (char)below(256);
  }
  return (vox_str){text, len - (len && below(8) == 0)}; /* now and then a character is cut off */
}

static vox_str next_bytes(void *context) {
  static char text[300];
  (void)context;
  size_t len = below(sizeof text);
  for (size_t i = 0; i < len; i++) text[i] = (char)(below(4) ? 0xE4 + below(5) - 40 * below(4) : below(256));
  return (vox_str){text, len};
}

static void test_paths_on_random_text(void **state) {
  (void)state;
  uint32_t strange[] = {0, 3, 30};
  for (size_t i = 0; i < 3; i++) run_paths(next_random, &strange[i], 1500);
  run_paths(next_bytes, NULL, 1500);
}

static vox_str next_line(void *rest) { return str_cut(rest, '\n'); }

static void test_paths_on_corpora(void **state) {
  (void)state;
  static const char *const sets[] = {"zh-weibo2018", "zh-appstore-smarthome", "zh-shopping10",
                                     "en-vader-tweets", "zht-restaurant-dimabsa24"};
  const char *shared = getenv("VOX_SHARED");
  size_t done = 0;
  for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
    char path[512];
    file_view view;
    snprintf(path, sizeof path, "%s/corpora/%s/dev.tsv", shared ? shared : "../shared", sets[i]);
    if (file_map(&view, path, NULL) != VOX_OK) continue;
    vox_str rest = view.bytes;
    run_paths(next_line, &rest, 1500);
    file_unmap(&view);
    done++;
  }
  if (done) return;
  printf("skipped: no corpora\n");
  skip();
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_dense_words),          cmocka_unit_test(test_sparse_words),
      cmocka_unit_test(test_mixed_words),          cmocka_unit_test(test_rare_characters),
      cmocka_unit_test(test_paths_on_random_text), cmocka_unit_test(test_paths_on_corpora),
  };
  return cmocka_run_group_tests_name("segment against a plain Viterbi", tests, NULL, NULL);
}
