/* Words made by rule: which there are, what they cost, and that they take the place of their parts and of
 * nothing else. */
#include "base/map.h"
#include "dict_help.h"
#include "segment/forms.h"
#include "segment/walk.h"
#include "text/utf8.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define TEXT(s) ((vox_str){s, sizeof(s) - 1})

/* ---- The list ---- */

typedef struct form_list {
  mem mem;
  map seen;
  size_t count, left; /* `left`: forms until the taker gives up */
} form_list;

static vox_status take(void *self, vox_str form, vox_error *err) {
  form_list *l = self;
  size_t at = 0, chars = 0;
  for (; at < form.len; chars++) assert_int_equal(char_kind_of(utf8_next(form, &at)), CHAR_HAN);
  assert_in_range(chars, 2, 6);
  if (!l->left--) {
    if (err) err->status = VOX_ERR_LIMIT;
    return VOX_ERR_LIMIT;
  }
  assert_non_null(map_put(&l->seen, form, l->count++));
  return VOX_OK;
}

static void list_init(form_list *l) {
  *l = (form_list){.left = SIZE_MAX};
  mem_init(&l->mem, NULL, 0);
  map_init(&l->seen, &l->mem);
}

static void test_list(void **state) {
  (void)state;
  static const char *const there[] = {"看一看",     "看了看",   "试试",   "一个个",   "一步一步",
                                      "一次又一次", "咬不动",   "听得见", "看不出来", "登不上去",
                                      "进不去",     "懂不懂",   "来没来", "知不知道", "考虑考虑",
                                      "雪白雪白",   "吵吵闹闹", "帮帮忙", "走来走去"};
  static const char *const absent[] = {"慢慢慢慢", "爱了爱", "说不去", "用不到", "记得了", "好好看看"};
  form_list l;
  list_init(&l);
  assert_int_equal(forms_each(take, &l, NULL), VOX_OK);
  assert_int_equal(forms_of_adjective(TEXT("好看"), take, &l, NULL), VOX_OK);
  for (size_t i = 0; i < sizeof there / sizeof *there; i++)
    assert_non_null(map_find(&l.seen, str_of(there[i])));
  for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
    assert_null(map_find(&l.seen, str_of(absent[i])));
  assert_in_range(l.seen.len, 8000, 20000);
  map_free(&l.seen);
  assert_int_equal(l.mem.used, 0);
}

static void test_adjectives(void **state) {
  (void)state;
  form_list l;
  list_init(&l);
  assert_int_equal(forms_of_adjective(TEXT("干净"), take, &l, NULL), VOX_OK);
  assert_non_null(map_find(&l.seen, TEXT("干干净净")));
  /* one character, three, two alike */
  assert_int_equal(forms_of_adjective(TEXT("快"), take, &l, NULL), VOX_OK);
  assert_int_equal(forms_of_adjective(TEXT("不干净"), take, &l, NULL), VOX_OK);
  assert_int_equal(forms_of_adjective(TEXT("慢慢"), take, &l, NULL), VOX_OK);
  assert_int_equal(l.seen.len, 1);
  map_free(&l.seen);
}

static void test_taker_ends_the_walk(void **state) {
  (void)state;
  form_list l;
  vox_error err = {0};
  list_init(&l);
  l.left = 7;
  assert_int_equal(forms_each(take, &l, &err), VOX_ERR_LIMIT);
  assert_int_equal(l.count, 7);
  map_free(&l.seen);
}

/* ---- In a dictionary ---- */

/* As test_dict_make, with forms. */
static void make(test_dict *t, const char *base, const char *ours, dict_skip_fn skip) {
  dict_builder *b = NULL;
  *t = (test_dict){0};
  mem_init(&t->mem, NULL, 0);
  buf_init(&t->bytes, &t->mem, (size_t)1 << 28);
  assert_int_equal(dict_builder_new(&b, &t->mem, 1, NULL), VOX_OK);
  assert_int_equal(dict_builder_base(b, str_of(base), NULL), VOX_OK);
  for (vox_str rest = str_of(ours); rest.len;)
    assert_int_equal(dict_builder_word(b, str_cut(&rest, '\n'), NULL), VOX_OK);
  assert_int_equal(dict_builder_forms(b, skip, t, NULL), VOX_OK);
  assert_true(test_dict_lay(t, b, NULL));
  dict_builder_free(b);
  assert_int_equal(pack_open(&t->pack, buf_view(&t->bytes), NULL), VOX_OK);
  assert_int_equal(dict_open(&t->dict, &t->mem, &t->pack, NULL), VOX_OK);
  assert_int_equal(segmenter_new(&t->segmenter, &t->mem, t->dict, NULL), VOX_OK);
}

static void expect_cut(test_dict *t, const char *text, const char *expected) {
  char out[256];
  assert_string_equal(test_dict_cut(t, str_of(text), out, sizeof out), expected);
}

#define BASE                                                                                                         \
  "看 900 v\n一 800 m\n不 800 d\n清 90 a\n清楚 300 a\n楚 3 g\n出 400 v\n来 700 v\n出来 300 v\n干净 60 " \
  "a\n干 80 v\n"                                                                                                    \
  "净 20 a\n的 999 u\n门 90 n\n出门 60 v\n一看 200 d\n"

static void test_forms_in_texts(void **state) {
  (void)state;
  test_dict t;
  make(&t, BASE, "", NULL);
  expect_cut(&t, "看一看的", "看一看|的");
  expect_cut(&t, "看不出来的", "看不出来|的");
  expect_cut(&t, "看不出的", "看不出|的");
  expect_cut(&t, "干干净净的", "干干净净|的");
  expect_cut(&t, "不干净", "不|干净");
  /* a word that is cheaper than its parts keeps them together */
  expect_cut(&t, "看不清楚", "看|不|清楚");
  expect_cut(&t, "看不出门", "看|不|出门");
  /* told are the 16 words of the dictionary */
  assert_int_equal(dict_word_count(t.dict), 16);
  assert_true(test_dict_free(&t));
}

/* Of characters that the dictionary does not have no forms are made: a small dictionary stays small. */
static void test_unknown_parts(void **state) {
  (void)state;
  test_dict t;
  make(&t, "看 9 v\n的 9 u\n", "", NULL);
  expect_cut(&t, "看一看的", "看|一|看|的");
  assert_true(test_dict_free(&t));
}

static void test_our_words_stay(void **state) {
  (void)state;
  test_dict t;
  make(&t, BASE, "一看\n不出\n", NULL);
  expect_cut(&t, "看一看", "看|一看");
  expect_cut(&t, "看不出", "看|不出");
  assert_true(test_dict_free(&t));
}

static bool has_out(const void *context, vox_str form, uint64_t edges) {
  (void)context;
  if (str_eq(form, TEXT("看不出来"))) assert_int_equal(edges, 7); /* 看|不|出来 */
  if (str_eq(form, TEXT("看一看"))) assert_int_equal(edges, 3);   /* 看|一看 */
  return str_eq(form, TEXT("看不出来"));
}

static void test_skipped(void **state) {
  (void)state;
  test_dict t;
  make(&t, BASE, "", has_out);
  expect_cut(&t, "看不出来", "看|不|出来");
  expect_cut(&t, "看不出", "看不出");
  assert_true(test_dict_free(&t));
}

/* The base dictionary as it is kept for later knows its adjectives. */
static void test_list_of_the_base(void **state) {
  (void)state;
  static const char words[] = "三天 9 m\n好 4 x\n干净 60 a\n";
  mem m;
  buf out;
  dict_builder *b = NULL;
  mem_init(&m, NULL, 0);
  buf_init(&out, &m, 1 << 20);
  assert_int_equal(dict_builder_new(&b, &m, 1, NULL), VOX_OK);
  assert_int_equal(dict_builder_base(b, TEXT(words), NULL), VOX_OK);
  assert_int_equal(dict_builder_list(b, &out, NULL), VOX_OK);
  assert_non_null(strstr(out.ptr, "干净 60 a\n"));
  assert_non_null(strstr(out.ptr, "三天 9 m\n"));
  assert_non_null(strstr(out.ptr, "好 4 x\n"));
  dict_builder_free(b);
  buf_free(&out);
  assert_int_equal(m.used, 0);
}

/* ---- Random texts: the cheapest path costs the same with forms as without, and has fewer words ---- */

static uint64_t seed = 5;
static uint32_t below(uint32_t n) { return test_random(&seed) % n; }

/* Characters of many rules. */
static const uint32_t alphabet[] =
    U"看听说走试想一不没了得着来去出上下动到起开清完见又个次步条干净高兴的好天";
enum { LETTERS = sizeof alphabet / sizeof *alphabet - 1 };

static size_t some_text(size_t len, char *out) {
  size_t at = 0;
  uint32_t before = 0;
  while (len--) {
    uint32_t cp = before && !below(4) ? before : alphabet[below(LETTERS)];
    at += utf8_put(cp, out + at);
    before = below(2) ? cp : alphabet[below(12)];
  }
  out[at] = 0;
  return at;
}

static void random_base(char *out) {
  char word[32];
  size_t at = 0;
  for (size_t i = 0; i < LETTERS; i++) {
    word[utf8_put(alphabet[i], word)] = 0;
    at += (size_t)sprintf(out + at, "%s %u v\n", word, 1 + below(5000));
  }
  for (int i = 0; i < 60; i++) {
    some_text(2 + below(3), word);
    at += (size_t)sprintf(out + at, "%s %u %s\n", word, 1 + below(400), below(2) ? "a" : "n");
  }
}

static uint32_t cost_of(const dict *d, const segmented *s, const token *t) {
  unit first = dict_first(d, s->id[t->from]);
  if (t->to - t->from == 1) return unit_is_word(first) ? unit_cost(first) : d->unknown_cost;
  walk w = walk_from(d, s->id, s->len, t->from);
  while (walk_on(&w) && w.end < t->to) continue;
  assert_int_equal(w.end, t->to);
  return unit_cost(w.u);
}

static uint64_t path_cost(const test_dict *t, vox_str text, uint32_t *tokens) {
  segmented s;
  uint64_t sum = 0;
  assert_int_equal(segment_text(t->segmenter, text, &s, NULL), VOX_OK);
  for (uint32_t i = 0; i < s.token_count; i++) sum += cost_of(t->dict, &s, &s.tokens[i]);
  *tokens = s.token_count;
  return sum;
}

static void test_random_texts(void **state) {
  (void)state;
  static char base[1 << 14], text[1 << 12];
  size_t joined = 0;
  for (int round = 0; round < 12; round++) {
    test_dict with, without;
    random_base(base);
    make(&with, base, "", NULL);
    assert_true(test_dict_make(&without, base, "", 1, NULL));
    for (int i = 0; i < 60; i++) {
      vox_str some = {text, some_text(200, text)};
      uint32_t fewer = 0, more = 0;
      uint64_t cost = path_cost(&with, some, &fewer);
      assert_int_equal(cost, path_cost(&without, some, &more));
      assert_true(fewer <= more);
      joined += more - fewer;
    }
    assert_true(test_dict_free(&with));
    assert_true(test_dict_free(&without));
  }
  assert_true(joined > 1000);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_list),           cmocka_unit_test(test_adjectives),
      cmocka_unit_test(test_forms_in_texts), cmocka_unit_test(test_taker_ends_the_walk),
      cmocka_unit_test(test_unknown_parts),  cmocka_unit_test(test_our_words_stay),
      cmocka_unit_test(test_skipped),        cmocka_unit_test(test_list_of_the_base),
      cmocka_unit_test(test_random_texts),
  };
  return cmocka_run_group_tests_name("segment_forms", tests, NULL, NULL);
}
