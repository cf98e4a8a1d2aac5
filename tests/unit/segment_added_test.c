/* Words added at run time: the same tokens as with the words compiled in, and none ever taken apart. */
#include "dict_help.h"
#include "segment/added.h"
#include "segment/work.h"
#include "text/utf8.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static uint64_t seed = 23;
static uint32_t below(uint32_t n) { return test_random(&seed) % n; }

/* ---- A dictionary with words added ---- */

static added_verdict offer(added *a, const char *word, uint64_t count) {
  added_verdict verdict = ADDED_WORD;
  assert_int_equal(added_put(a, str_of(word), count, &verdict, NULL), VOX_OK);
  return verdict;
}

/* `words`: lines. */
static void extend(test_dict *t, const char *words, uint64_t count) {
  added *a = NULL;
  assert_int_equal(added_new(&a, &t->mem, t->dict, 0, NULL), VOX_OK);
  for (vox_str rest = str_of(words); rest.ptr && rest.len;) {
    added_verdict verdict = ADDED_WORD;
    vox_str word = str_cut(&rest, '\n');
    if (word.len) assert_int_equal(added_put(a, word, count, &verdict, NULL), VOX_OK);
  }
  assert_int_equal(added_settle(a, NULL, NULL, NULL), VOX_OK);
  dict_extend(t->dict, a);
}

#define BASE                                                                                                               \
  "的 500000 uj\n了 300000 ul\n我 200000 r\n很 90000 d\n好 80000 a\n差 900 a\n出差 900 v\n印度 4000 ns\n"        \
  "印度尼西亚 300 ns\n尼 90 n\n西 900 n\n亚 900 n\n差点 700 d\n月 60000 n\n经 9000 n\n月经 90 n\n"           \
  "七天 900 m\n理由 900 n\n无 9000 v\n细胞 900 n\n转换 900 v\n器 900 n\n学 9000 v\n语言 900 n\n不 90000 d\n" \
  "调 900 v\n去 9000 v\n小米 300 n\n退货 90 v\n"

static void expect_cut(test_dict *t, const char *text, const char *want) {
  char out[1000];
  for (segment_path path = PATH_FOLD; path <= path_best(); path++) {
    t->segmenter->path = path;
    assert_string_equal(test_dict_cut(t, str_of(text), out, sizeof out), want);
  }
}

static void test_symbols_and_spaces(void **state) {
  (void)state;
  test_dict t;
  assert_true(test_dict_make(&t, BASE, "", 1, NULL));
  expect_cut(&t, "a/d转换", "a|/|d|转换");
  extend(&t, "a/d\nβ细胞\nC++\n七天无理由\niPhone 15 Pro\n小米  14\n.NET\n①号链\n", 0);
  expect_cut(&t, "a/d转换器,β细胞", "a/d|转换|器|,|β细胞");
  expect_cut(&t, "xa/d转换a/dx", "xa|/|d|转换|a|/|dx");
  expect_cut(&t, "学Ｃ＋＋语言", "学|Ｃ＋＋|语言");
  expect_cut(&t, "七天无理由退货", "七天无理由|退货");
  expect_cut(&t, "我的iphone 15 PRO很好", "我|的|iphone 15 PRO|很|好");
  expect_cut(&t, "iPhone  15　Pro", "iPhone  15　Pro");
  expect_cut(&t, "iPhone 15\nPro", "iPhone|15|Pro");
  expect_cut(&t, "iPhone15 Pro", "iPhone15|Pro");
  expect_cut(&t, "小米 14很好", "小米 14|很|好");
  expect_cut(&t, "小米 145很好", "小米|145|很|好");
  expect_cut(&t, "学 .NET 语言", "学|.NET|语言");
  expect_cut(&t, "我的①号链好", "我|的|①号链|好");
  assert_true(test_dict_free(&t));
}

/* The lists of spaces and line ends survive a region that is cut anew. */
static void test_flags(void **state) {
  (void)state;
  test_dict t;
  segmented s;
  assert_true(test_dict_make(&t, BASE, "", 1, NULL));
  extend(&t, "小米 14\n好链\n", 0);
  assert_int_equal(segment_text(t.segmenter, STR("我 小米 14\n好链 很"), &s, NULL), VOX_OK);
  assert_int_equal(s.token_count, 4);
  assert_int_equal(s.tokens[1].flags, TOKEN_SPACE | TOKEN_LINE_END);
  assert_int_equal(s.tokens[2].flags, TOKEN_SPACE);
  assert_int_equal(s.tokens[3].flags, TOKEN_SPACE);
  assert_int_equal(s.tokens[1].kind, VOX_TOKEN_HAN);
  assert_true(test_dict_free(&t));
}

/* A frequency must not split what was added, nor the words of the dictionary. */
static void test_frequencies(void **state) {
  (void)state;
  static const uint64_t counts[] = {0, 1, 5, 1000, (uint64_t)1 << 39};
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
    test_dict t;
    assert_true(test_dict_make(&t, BASE, "", 1, NULL));
    extend(&t, "月经\n不调\n印度\n差\n的了\n很好\n", counts[i]);
    expect_cut(&t, "月经不调", "月经|不调");
    expect_cut(&t, "去印度尼西亚很好", "去|印度尼西亚|很好");
    expect_cut(&t, "我出差", "我|出差");
    expect_cut(&t, "的了", "的了");
    assert_true(test_dict_free(&t));
  }
}

/* A small count, or none, is raised to the least. */
static void test_least_count(void **state) {
  (void)state;
  static const uint64_t least[] = {0, 4000};
  for (int i = 0; i < 2; i++) {
    test_dict t;
    added *a = NULL;
    assert_true(test_dict_make(&t, BASE "不顺 9000 a\n滑 900 a\n顺 900 a\n", "", 1, NULL));
    assert_int_equal(added_new(&a, &t.mem, t.dict, least[i], NULL), VOX_OK);
    assert_int_equal(offer(a, "顺滑", 3), ADDED_WORD);
    assert_int_equal(added_settle(a, NULL, NULL, NULL), VOX_OK);
    dict_extend(t.dict, a);
    expect_cut(&t, "很不顺滑", i ? "很|不|顺滑" : "很|不顺|滑");
    expect_cut(&t, "很顺滑", "很|顺滑");
    assert_true(test_dict_free(&t));
  }
}

static void test_verdicts(void **state) {
  (void)state;
  test_dict t;
  added *a = NULL;
  char longest[64 * 3 + 1] = "";
  assert_true(test_dict_make(&t, BASE, "", 1, NULL));
  assert_int_equal(added_new(&a, &t.mem, t.dict, 0, NULL), VOX_OK);
  assert_int_equal(offer(a, "好", 1), ADDED_WHOLE);
  assert_int_equal(offer(a, "iPhone", 1), ADDED_WHOLE);
  assert_int_equal(offer(a, "\xE2\x80\x8B", 1), ADDED_NOTHING);
  assert_int_equal(offer(a, " ", 1), ADDED_NOTHING);
  assert_int_equal(offer(a, "好\x01好", 1), ADDED_CONTROL);
  for (int i = 0; i < 63; i++) strcat(longest, "好");
  assert_int_equal(offer(a, longest, 1), ADDED_WORD);
  strcat(longest, "好");
  assert_int_equal(offer(a, longest, 1), ADDED_TOO_LONG);
  assert_int_equal(a->words.len, 1);
  added_free(a);
  assert_true(test_dict_free(&t));
}

/* ---- Random words ---- */

enum { LINES = 1 << 19 };

static size_t put(const uint32_t *cp, size_t len, char *out) {
  size_t at = 0;
  for (size_t i = 0; i < len; i++) at += utf8_put(cp[i], out + at);
  out[at] = 0;
  return at;
}

static uint32_t han_char(uint32_t n) {
  uint32_t cp = 0x6000;
  for (uint32_t i = 0; i < n || char_fold(cp) != cp; cp++) i += char_fold(cp) == cp;
  return cp;
}

/* Words of Han characters and, with `symbols`, of letters, figures, marks and inner spaces. */
static size_t random_word(uint32_t width, bool symbols, char *out) {
  static const uint32_t others[] = {'a', 'C', '5', '7',  '+',   '-',  '/', '&', '.', '\'',   '#',
                                    '*', '_', '%', 0xB7, 0x3B2, 0xB0, ' ', '(', ')', 0x2460, 0xE9};
  uint32_t cp[6], len = 2 + below(5);
  for (uint32_t i = 0; i < len; i++) {
    bool other = symbols && below(2);
    cp[i] = other ? others[below(sizeof others / sizeof others[0])] : han_char(below(width));
  }
  if (cp[0] == ' ') cp[0] = 'b';
  if (cp[len - 1] == ' ') cp[len - 1] = '9';
  return put(cp, len, out);
}

static size_t random_base(uint32_t words, uint32_t width, char *out) {
  size_t at = 0;
  for (uint32_t i = 0; i < words; i++) {
    char word[64];
    random_word(width, false, word);
    at += (size_t)sprintf(out + at, "%s %u n\n", word, 1 + below(below(2) ? 20 : 4000));
  }
  for (uint32_t i = 0; i < width; i++) {
    uint32_t cp = han_char(i);
    at += put(&cp, 1, out + at);
    at += (size_t)sprintf(out + at, " %u n\n", 1 + below(9000));
  }
  return at;
}

static size_t random_list(uint32_t words, uint32_t width, bool symbols, char *out) {
  size_t at = 0;
  out[0] = 0;
  while (words--) {
    at += random_word(width, symbols, out + at);
    out[at++] = '\n', out[at] = 0;
  }
  return at;
}

static void compare(test_dict *one, test_dict *two, const char *text) {
  segmented a, b;
  for (segment_path path = PATH_FOLD; path <= path_best(); path++) {
    one->segmenter->path = two->segmenter->path = path;
    assert_int_equal(segment_text(one->segmenter, str_of(text), &a, NULL), VOX_OK);
    assert_int_equal(segment_text(two->segmenter, str_of(text), &b, NULL), VOX_OK);
    assert_int_equal(a.token_count, b.token_count);
    for (uint32_t k = 0; k < a.token_count; k++) {
      assert_int_equal(a.tokens[k].from, b.tokens[k].from);
      assert_int_equal(a.tokens[k].to, b.tokens[k].to);
      assert_int_equal(a.tokens[k].kind, b.tokens[k].kind);
      assert_int_equal(a.tokens[k].flags, b.tokens[k].flags);
    }
  }
}

static void random_text(const char *list, uint32_t width, char *text) {
  size_t at = 0;
  text[0] = 0;
  for (uint32_t n = below(60); n; n--) {
    const char *from = list + below((uint32_t)strlen(list));
    while (from > list && from[-1] != '\n') from--;
    uint32_t cp = below(8) ? han_char(below(width)) : below(2) ? 0xFF0C : below(2) ? ' ' : 'a' + below(3);
    if (below(2))
      at += put(&cp, 1, text + at);
    else
      at += (size_t)sprintf(text + at, "%.*s", (int)strcspn(from, "\n"), from);
  }
}

/* The builder takes words that are folded already, and without spaces. */
static void fold_list(char *list, size_t size) {
  mem m;
  folded f;
  buf out;
  mem_init(&m, NULL, 0);
  folded_init(&f, &m);
  buf_init(&out, &m, size);
  for (char *p = list; *p; p++) *p = *p == ' ' ? '+' : *p;
  assert_int_equal(fold_text(&f, str_of(list)), VOX_OK);
  fold_to_utf8(&f, &out);
  assert_true(out.len < size);
  memcpy(list, out.ptr, out.len);
  list[out.len] = 0;
  buf_free(&out);
  folded_free(&f);
}

/* Added words and the same words compiled in give the same tokens. */
static void test_like_compiled(void **state) {
  (void)state;
  static char base[LINES], list[LINES], text[4000];
  for (uint32_t round = 0; round < 12; round++) {
    test_dict compiled, added_to;
    uint32_t width = round % 3 == 0 ? 4 : round % 3 == 1 ? 12 : 60;
    base[random_base(120, width, base)] = 0;
    random_list(60, width, round % 2, list);
    fold_list(list, sizeof list);
    assert_true(test_dict_make(&compiled, base, list, 1, NULL));
    assert_true(test_dict_make(&added_to, base, "", 1, NULL));
    extend(&added_to, list, 0);
    for (int i = 0; i < 150; i++) {
      random_text(list, width, text);
      compare(&compiled, &added_to, text);
    }
    assert_true(test_dict_free(&compiled));
    assert_true(test_dict_free(&added_to));
  }
}

/* Is folded place `at` an edge between the tokens of a segmenter without words? */
static bool edge_at(const segmented *s, uint32_t at) {
  for (uint32_t k = 0; k < s->token_count; k++)
    if (s->tokens[k].from == at || s->tokens[k].to == at) return true;
  return false;
}

/* The word stands at byte `begin` of `text`: whole, or nothing of it where its ends are no edges. */
static bool stands_whole(test_dict *t, segmenter *atoms, vox_str text, size_t begin, size_t end) {
  segmented plain, s;
  uint32_t from = 0, to = 0;
  assert_int_equal(segment_text(atoms, text, &plain, NULL), VOX_OK);
  while (plain.begin[from] < begin) from++;
  for (to = from; to < plain.len && plain.begin[to] < end;) to++;
  if (!edge_at(&plain, from) || !edge_at(&plain, to)) return false;
  assert_int_equal(segment_text(t->segmenter, text, &s, NULL), VOX_OK);
  for (uint32_t k = 0; k < s.token_count; k++)
    if (s.tokens[k].from <= from && s.tokens[k].to >= to) return true;
  fail_msg("\"%.*s\" is cut in \"%.*s\"", (int)(end - begin), text.ptr + begin, (int)text.len, text.ptr);
  return false;
}

/* 5,000 words of Han, Latin, figures, symbols and spaces, in five surroundings each. */
static void test_whole_in_context(void **state) {
  (void)state;
  static const char *const before[] = {"", "，", "龘靐", "买了 ", "「"}, *const after[] = {"", "。", "龘",
                                                                                           " ok", "」"};
  static char base[LINES], list[LINES];
  test_dict t;
  segmenter *atoms = NULL;
  size_t checked = 0, words = 0;
  base[random_base(3000, 300, base)] = 0;
  random_list(5000, 300, true, list);
  assert_true(test_dict_make(&t, base, "", 1, NULL));
  extend(&t, list, 3);
  assert_int_equal(segmenter_new(&atoms, &t.mem, NULL, NULL), VOX_OK);
  for (vox_str rest = str_of(list); rest.ptr && rest.len; words++) {
    vox_str word = str_cut(&rest, '\n');
    for (int i = 0; i < 5 && word.len; i++) {
      char text[200];
      size_t begin = strlen(before[i]);
      int len = snprintf(text, sizeof text, "%s%.*s%s", before[i], (int)word.len, word.ptr, after[i]);
      checked += stands_whole(&t, atoms, (vox_str){text, (size_t)len}, begin, begin + word.len);
    }
  }
  assert_int_equal(words, 5000);
  assert_in_range(checked, 5000 * 4, 5000 * 5);
  segmenter_free(atoms);
  assert_true(test_dict_free(&t));
}

/* ---- The digest ---- */

static void digest_of(const char *words, uint64_t count, uint8_t out[32]) {
  test_dict t;
  assert_true(test_dict_make(&t, BASE, "", 1, NULL));
  extend(&t, words, count);
  assert_int_equal(added_digest(t.dict->added, out, NULL), VOX_OK);
  assert_true(test_dict_free(&t));
}

static void test_digest(void **state) {
  (void)state;
  uint8_t a[32], b[32];
  digest_of("很好\n七天无理由\nc++\n", 3, a);
  digest_of("C++\n很好\n七天無理由\n很好\n", 3, b);
  assert_memory_equal(a, b, 32);
  digest_of("很好\n七天无理由\nc++\n", 4, b);
  assert_memory_not_equal(a, b, 32);
  digest_of("很好\n七天无理由\n", 3, b);
  assert_memory_not_equal(a, b, 32);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_symbols_and_spaces),
      cmocka_unit_test(test_flags),
      cmocka_unit_test(test_frequencies),
      cmocka_unit_test(test_verdicts),
      cmocka_unit_test(test_like_compiled),
      cmocka_unit_test(test_whole_in_context),
      cmocka_unit_test(test_digest),
      cmocka_unit_test(test_least_count),
  };
  return cmocka_run_group_tests_name("words added at run time", tests, NULL, NULL);
}
