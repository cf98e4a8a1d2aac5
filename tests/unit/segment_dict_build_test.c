/* The dictionary: costs, whole words, errors, same bytes; hostile sections never crash the segmenter. */
#include "base/bytes.h"
#include "dict_help.h"
#include "segment/costs.h"
#include "segment/dict_layout.h"
#include "text/utf8.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static uint64_t seed = 3;

/* The unit of a word, and its slot; false when it is none. */
static bool find(const test_dict *t, const char *word, unit *u, uint32_t *slot) {
  const charmap *chars = dict_charmap(t->dict);
  vox_str s = str_of(word);
  size_t at = 0;
  uint32_t first = charmap_get(chars, utf8_next(s, &at)).id, found;
  *u = dict_first(t->dict, first), *slot = first;
  for (bool second = true; at < s.len; second = false) {
    uint32_t id = charmap_get(chars, utf8_next(s, &at)).id;
    if (second && !dict_pair_may(t->dict, first, id)) return false;
    if (second)
      found = dict_second(t->dict, first, id), *u = dict_unit(t->dict, found);
    else if (!dict_step(t->dict, *u, id, &found, u))
      return false;
    if (unit_label(*u) != id) return false;
    *slot = t->dict->id_count + found;
  }
  return unit_is_word(*u);
}

static uint32_t cost_of(const test_dict *t, const char *word) {
  unit u;
  uint32_t slot;
  return find(t, word, &u, &slot) ? unit_cost(u) : 0;
}

static void test_costs_of_counts(void **state) {
  (void)state;
  /* round(256 * log2(total / (count + 1))), worked out with 60 digits */
  assert_int_equal(cost_of_count(0, 1024), 2560);
  assert_int_equal(cost_of_count(1, 1024), 2304);
  assert_int_equal(cost_of_count(2, 3), 1);
  assert_int_equal(cost_of_count(9, 1000), 1701);
  assert_int_equal(cost_of_count(0, 60101967), 6615);
  assert_int_equal(cost_of_count(318824, 60101967), 1935);
  assert_int_equal(cost_of_count(5, 60101967), 5954);
  assert_int_equal(cost_of_count(0, (uint64_t)1 << 47), 12032);
  for (uint64_t count = 0; count < 3000; count++)
    assert_true(cost_of_count(count, 99991) >= cost_of_count(count + 1, 99991));
}

static void test_costs_of_words(void **state) {
  (void)state;
  test_dict t;
  /* total 1023; a word rarer than its parts stays out */
  assert_true(
      test_dict_make(&t, "大 511 a\n家 255 n\n大家 127 r\n家大 1 x\n学 129 v\n", "大家学\n学家\n", 1, NULL));
  assert_int_equal(cost_of(&t, "大"), cost_of_count(511, 1023));
  assert_int_equal(cost_of(&t, "大家"), 768); /* as dear as its parts: it stays */
  assert_int_equal(cost_of(&t, "家大"), 0);
  assert_int_equal(cost_of(&t, "大家学"), 256 + 512 + cost_of(&t, "学") - 1);
  assert_int_equal(cost_of(&t, "学家"), cost_of(&t, "学") + cost_of(&t, "家") - 1);
  assert_int_equal(t.words, 6);
  assert_int_equal(dict_word_count(t.dict), 6);
  assert_true(test_dict_free(&t));
}

static void test_what_is_left_out(void **state) {
  (void)state;
  test_dict t;
  assert_true(test_dict_make(
      &t, "AT&T 900 nz\n卡拉OK 900 n\n高兴 10 a\n难过 11 a\n\n漢語 40 n\r\n汉语 2 n\n汉语 60 n\n", "app\n",
      11, NULL));
  assert_int_equal(t.words, 2);
  assert_int_equal(cost_of(&t, "高兴"), 0);
  assert_int_equal(cost_of(&t, "难过"), cost_of_count(11, 111));
  assert_int_equal(cost_of(&t, "汉语"), cost_of_count(100, 111)); /* counts of equal folded words add up */
  assert_true(test_dict_free(&t));
}

static void test_numerals_with_classifiers(void **state) {
  (void)state;
  test_dict t;
  assert_true(
      test_dict_make(&t, "一个 90 m\n第一次 80 m\n一点 70 m\n万岁 60 m\n三星 50 nz\n二十年 40 m\n两本 30 m\n",
                     "两本\n", 1, NULL));
  assert_int_equal(cost_of(&t, "一个"), 0);
  assert_int_equal(cost_of(&t, "第一次"), 0);
  assert_int_equal(cost_of(&t, "二十年"), 0);
  assert_true(cost_of(&t, "一点") && cost_of(&t, "万岁") && cost_of(&t, "三星"));
  assert_true(cost_of(&t, "两本")); /* ours */
  assert_true(test_dict_free(&t));
}

/* The list that the base dictionary comes back as makes the same dictionary. */
static void test_list_of_the_base(void **state) {
  (void)state;
  static const char base[] = "一个 90 m\n漢語 40 n\n汉语 60 n\n语 7 n\n汉 9 n\n";
  mem m;
  dict_builder *b;
  buf list;
  test_dict x, y;
  mem_init(&m, NULL, 0);
  buf_init(&list, &m, 1 << 16);
  assert_int_equal(dict_builder_new(&b, &m, 1, NULL), VOX_OK);
  assert_int_equal(dict_builder_base(b, STR(base), NULL), VOX_OK);
  assert_int_equal(dict_builder_list(b, &list, NULL), VOX_OK);
  buf_byte(&list, 0);
  assert_true(strstr(list.ptr, "汉语 100 "));
  assert_true(test_dict_make(&x, base, "", 1, NULL));
  assert_true(test_dict_make(&y, list.ptr, "", 1, NULL));
  assert_int_equal(x.bytes.len, y.bytes.len);
  assert_memory_equal(x.bytes.ptr, y.bytes.ptr, x.bytes.len);
  assert_true(test_dict_free(&x) && test_dict_free(&y));
  dict_builder_free(b);
  buf_free(&list);
  assert_int_equal(m.used, 0);
}

static void test_errors_name_the_line(void **state) {
  (void)state;
  static const char *const bad[] = {"好 1 a\n坏\n", "好 1 a\n坏 x a\n", "好 1 a\n坏 a\n",
                                    "好 1 a\n坏 99999999999999 a\n", "好 1 a\n坏 -1 a\n"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    mem m;
    dict_builder *b;
    vox_error err;
    mem_init(&m, NULL, 0);
    assert_int_equal(dict_builder_new(&b, &m, 1, NULL), VOX_OK);
    assert_int_equal(dict_builder_base(b, str_of(bad[i]), &err), VOX_ERR_SYNTAX);
    assert_int_equal(err.line, 2);
    assert_int_equal(err.offset, 8);
    dict_builder_free(b);
    assert_int_equal(m.used, 0);
  }
}

static void test_wrong_words(void **state) {
  (void)state;
  mem m;
  dict_builder *b;
  char longest[WORD_MAX * 3 + 4] = "";
  mem_init(&m, NULL, 0);
  assert_int_equal(dict_builder_new(&b, &m, 1, NULL), VOX_OK);
  assert_int_equal(dict_builder_word(b, str_of("服务 态度"), NULL), VOX_ERR_ARGUMENT);
  assert_int_equal(dict_builder_word(b, str_of(""), NULL), VOX_ERR_LIMIT);
  for (uint32_t i = 0; i <= WORD_MAX; i++) {
    if (i) assert_int_equal(dict_builder_word(b, str_of(longest), NULL), VOX_OK);
    strcat(longest, "好");
  }
  assert_int_equal(dict_builder_word(b, str_of(longest), NULL), VOX_ERR_LIMIT);
  buf x;
  uint32_t count;
  buf_init(&x, &m, 1 << 20);
  assert_int_equal(dict_builder_lay(b, NULL, NULL, &x, &count, &x, NULL), VOX_ERR_ARGUMENT);
  dict_builder_free(b);
  assert_int_equal(m.used, 0);
}

static uint32_t payload_of(void *context, vox_str word) {
  (void)context;
  return word.len % 7 == 6 ? (uint32_t)word.len * 1000 + (unsigned char)word.ptr[2] : 0;
}

/* Characters that fold to themselves. */
static size_t random_word(char *out, uint32_t chars, uint32_t width) {
  size_t len = 0;
  while (chars--) {
    uint32_t cp = 0x8001 + test_random(&seed) % width;
    while (char_fold(cp) != cp) cp++;
    len += utf8_put(cp, out + len);
  }
  out[len] = 0;
  return len;
}

static void test_payloads(void **state) {
  (void)state;
  static char base[200000], words[1000][16];
  test_dict t;
  size_t len = 0, some = 0;
  for (int i = 0; i < 1000; i++) {
    random_word(words[i], 1 + test_random(&seed) % 3, 300);
    len += (size_t)sprintf(base + len, "%s 500 n\n", words[i]);
  }
  assert_true(test_dict_make(&t, base, "", 1, payload_of));
  for (int i = 0; i < 1000; i++) {
    unit u;
    uint32_t slot;
    if (!find(&t, words[i], &u, &slot)) continue; /* dearer than its parts */
    uint32_t wanted = payload_of(NULL, str_of(words[i]));
    assert_int_equal(unit_has_payload(u), wanted != 0);
    assert_int_equal(dict_payload(t.dict, slot), wanted);
    some += wanted != 0;
  }
  assert_true(some > 50);
  assert_true(test_dict_free(&t));
}

static void test_order_does_not_matter(void **state) {
  (void)state;
  test_dict x, y;
  assert_true(
      test_dict_make(&x, "大 511 a\n家 255 n\n大家 127 r\n家大 1 x\n", "大学\n学家\nt恤\n", 1, payload_of));
  assert_true(test_dict_make(&y, "家大 1 x\n大家 127 r\n大 500 a\n家 255 n\n大 11 a\n",
                             "t恤\n学家\n大学\n学家\n", 1, payload_of));
  assert_int_equal(x.bytes.len, y.bytes.len);
  assert_memory_equal(x.bytes.ptr, y.bytes.ptr, x.bytes.len);
  assert_true(test_dict_free(&x) && test_dict_free(&y));
}

/* Words of ours stand whole between characters that begin or end no word with them, whatever their parts'
 * frequencies. */
static void test_added_words_are_whole(void **state) {
  (void)state;
  enum { OURS = 1200 };
  static char base[400000], ours[60000], words[OURS][32];
  test_dict t;
  size_t len = 0, ours_len = 0, whole = 0;
  for (int i = 0; i < 3000; i++) {
    char word[32];
    random_word(word, 1 + test_random(&seed) % 3, 60);
    len += (size_t)sprintf(base + len, "%s %u n\n", word, 1 + test_random(&seed) % 100000);
  }
  for (int i = 0; i < OURS; i++) {
    static const char *const inner[] = {"", "", "", "x", "5g", "++", "/", "β"};
    size_t n = random_word(words[i], 1 + test_random(&seed) % 3, 60);
    n += (size_t)sprintf(words[i] + n, "%s", inner[test_random(&seed) % 8]);
    random_word(words[i] + n, 1 + test_random(&seed) % 3, 60);
    ours_len += (size_t)sprintf(ours + ours_len, "%s\n", words[i]);
  }
  assert_true(test_dict_make(&t, base, ours, 1, NULL));
  for (int i = 0; i < OURS; i++) {
    static const char *const contexts[] = {"%s", "，%s。", "abc %s！", "一%s，", "😀%s😀"};
    for (size_t k = 0; k < 5; k++) {
      char text[80], out[200];
      int n = snprintf(text, sizeof text, contexts[k], words[i]);
      test_dict_cut(&t, (vox_str){text, (size_t)n}, out, sizeof out);
      const char *at = strstr(out, words[i]);
      whole += at && (at == out || at[-1] == '|') && (at[strlen(words[i])] == '|' || !at[strlen(words[i])]);
    }
  }
  assert_int_equal(whole, OURS * 5);
  assert_true(test_dict_free(&t));
}

/* ---- Hostile artefacts with right checksums ---- */

static void repair(unsigned char *bytes) {
  uint32_t count = get_u32(bytes + 12);
  for (uint32_t i = 0; i < count; i++) {
    unsigned char *row = bytes + PACK_HEADER + PACK_TABLE_ROW * i;
    put_u32(row + 24, crc32c(0, bytes + get_u64(row + 8), (size_t)get_u64(row + 16)));
  }
  put_u32(bytes + 28, crc32c(crc32c(0, bytes, 28), bytes + 32, 32 + (size_t)PACK_TABLE_ROW * count));
}

static void use(mem *m, vox_str view, size_t *opened) {
  static const char text[] = "大家学家好大家大学，T恤abc大学家家😀5g学\n家大大家学大家学";
  pack p;
  dict *words;
  segmenter *s;
  segmented out;
  if (pack_open(&p, view, NULL) != VOX_OK) return;
  if (dict_open(&words, m, &p, NULL) != VOX_OK) return;
  ++*opened;
  assert_int_equal(segmenter_new(&s, m, words, NULL), VOX_OK);
  assert_int_equal(segment_text(s, STR(text), &out, NULL), VOX_OK);
  uint32_t end = 0;
  for (uint32_t k = 0; k < out.token_count; k++) {
    assert_true(out.tokens[k].from >= end && out.tokens[k].to > out.tokens[k].from &&
                out.tokens[k].to <= out.len);
    end = out.tokens[k].to;
  }
  segmenter_free(s);
  dict_free(words, m);
}

static size_t interesting(const unsigned char *bytes, size_t len) {
  uint32_t row = test_random(&seed) % 3;
  const unsigned char *at = bytes + PACK_HEADER + PACK_TABLE_ROW * row;
  size_t from = (size_t)get_u64(at + 8), size = (size_t)get_u64(at + 16);
  if (test_random(&seed) % 4 == 0) return from + test_random(&seed) % 80;
  for (int tries = 0; tries < 4000; tries++) { /* most of it is empty */
    size_t place = from + test_random(&seed) % size;
    if (place < len && bytes[place] != 0 && bytes[place] != 0xFF) return place;
  }
  return from;
}

static void test_hostile_artefacts(void **state) {
  (void)state;
  test_dict t;
  size_t opened = 0;
  mem m;
  mem_init(&m, NULL, 0);
  assert_true(test_dict_make(&t, "大 511 a\n家 255 n\n大家 127 r\n学 30 n\n大学 40 n\n学家 9 n\n",
                             "大家学\nt恤\n5g学\n", 1, payload_of));
  unsigned char *bytes = malloc(t.bytes.len);
  assert_non_null(bytes);
  memcpy(bytes, t.bytes.ptr, t.bytes.len);
  for (int round = 0; round < 600; round++) {
    size_t at[3];
    unsigned char old[3];
    for (int k = 0; k < 3; k++) {
      at[k] = interesting(bytes, t.bytes.len);
      old[k] = bytes[at[k]];
      bytes[at[k]] = (unsigned char)test_random(&seed);
    }
    repair(bytes);
    use(&m, (vox_str){(char *)bytes, t.bytes.len}, &opened);
    for (int k = 3; k-- > 0;) bytes[at[k]] = old[k];
  }
  assert_true(opened > 20 && opened < 590);
  assert_int_equal(m.used, 0);
  free(bytes);
  assert_true(test_dict_free(&t));
}

static void test_other_fold_is_refused(void **state) {
  (void)state;
  test_dict t;
  dict *other;
  assert_true(test_dict_make(&t, "大 511 a\n", "", 1, NULL));
  t.pack.fold_version++;
  assert_int_equal(dict_open(&other, &t.mem, &t.pack, NULL), VOX_ERR_VERSION);
  t.pack.fold_version--;
  t.pack.unicode[0] = '9';
  assert_int_equal(dict_open(&other, &t.mem, &t.pack, NULL), VOX_ERR_VERSION);
  t.pack.unicode[0] = '1';
  t.pack.section_count--;
  assert_int_equal(dict_open(&other, &t.mem, &t.pack, NULL), VOX_ERR_CORRUPT);
  assert_true(test_dict_free(&t));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_costs_of_counts),       cmocka_unit_test(test_costs_of_words),
      cmocka_unit_test(test_what_is_left_out),      cmocka_unit_test(test_numerals_with_classifiers),
      cmocka_unit_test(test_list_of_the_base),      cmocka_unit_test(test_errors_name_the_line),
      cmocka_unit_test(test_wrong_words),           cmocka_unit_test(test_payloads),
      cmocka_unit_test(test_order_does_not_matter), cmocka_unit_test(test_added_words_are_whole),
      cmocka_unit_test(test_hostile_artefacts),     cmocka_unit_test(test_other_fold_is_refused),
  };
  return cmocka_run_group_tests_name("dictionary", tests, NULL, NULL);
}
