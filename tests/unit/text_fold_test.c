/* text_fold_test.c - folding: exact forms, the way back to bytes, and a reference built from utf8proc. */
#include "text_suites.h"

#include "text/chars.h"
#include "text/fold.h"
#include "text/utf8.h"
#include <utf8proc.h>

enum { MARKS = 1000000, REFERENCE_MAX = 4096 };

typedef struct reference {
  utf8proc_int32_t cp[REFERENCE_MAX];
  size_t len;
} reference;

static mem plain;

static void fold_ok(folded *f, vox_str text) { assert_int_equal(fold_text(f, text), VOX_OK); }

/* The folded form of `text` is `expected`, and the begins are those listed (`n` + 1 of them; n 0: not asked).
 */
static void check_fold(const char *text, const char *expected, const uint32_t *begin, size_t n) {
  folded f;
  buf out;
  folded_init(&f, &plain);
  buf_init(&out, &plain, 1 << 20);
  fold_ok(&f, str_of(text));
  fold_to_utf8(&f, &out);
  buf_byte(&out, 0);
  assert_string_equal(out.ptr, expected);
  if (n) {
    assert_int_equal(f.len, n);
    assert_memory_equal(f.begin, begin, (n + 1) * sizeof *begin);
  }
  buf_free(&out);
  folded_free(&f);
}

#define CHECK_FOLD(text, expected, ...)                                                                      \
  check_fold(text, expected, (const uint32_t[]){__VA_ARGS__},                                                \
             sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t) - 1)

static void test_forms(void **state) {
  (void)state;
  CHECK_FOLD("ABC xyz", "abc xyz", 0);
  CHECK_FOLD("ＡＢＣ　１２３！", "abc 123!", 0);
  CHECK_FOLD("服務態度很差，價錢太貴", "服务态度很差,价钱太贵", 0);
  CHECK_FOLD("乾淨 凈 净 裡裏 臺台 麵 後 祇 係 傢 嚐 牠 妳 祢 著",
             "干净 净 净 里里 台台 面 后 只 系 家 尝 它 你 你 着", 0);
  CHECK_FOLD("喺哋佢咁嘅唔冇嚟睇咗", "喺哋佢咁嘅唔冇嚟睇咗", 0);
  CHECK_FOLD("帳號 账号 帐号 答覆 優惠劵", "账号 账号 账号 答复 优惠券", 0);
  CHECK_FOLD("乾坤俱樂部 摔跤", "干坤俱乐部 摔跤", 0);
  CHECK_FOLD("Straße ΣΑΣ İ ﬁ ㎏ ① …", "strasse σασ i\xCC\x87 fi kg 1 ...", 0);
  CHECK_FOLD("ｶﾞｷﾞ ｱ", "ガギ ア", 0);
  CHECK_FOLD("a\xC2\xA0"
             "b",
             "a b", 0);
  CHECK_FOLD("a\xFF\xE6\x85"
             "b",
             "a\xEF\xBF\xBD\xEF\xBF\xBD"
             "b",
             0);
  CHECK_FOLD("👨\u200D👩 ❤\uFE0F", "👨👩 ❤", 0);
}

static void test_begins(void **state) {
  (void)state;
  CHECK_FOLD("", "", 0);
  CHECK_FOLD("慢A", "慢a", 0, 3, 4);
  CHECK_FOLD("é", "é", 0, 2);
  CHECK_FOLD("xe\u0301y", "xéy", 0, 1, 4, 5);         /* two characters fold to one */
  CHECK_FOLD("x㎏y", "xkgy", 0, 1, 4, 4, 5);          /* one folds to two: nothing lies behind the second */
  CHECK_FOLD("㎏", "kg", 0, 3, 3);                    /* the same at the end */
  CHECK_FOLD("㎏\u200By", "kgy", 0, 6, 6, 7);         /* what is dropped belongs to the one before it */
  CHECK_FOLD("a\u200B\u0301z", "áz", 0, 6, 7);        /* and keeps no mark from its letter */
  CHECK_FOLD("\uFEFF\u200B慢", "慢", 0, 9);           /* at the start, to the first */
  CHECK_FOLD("\u200B\u200B", "", 6);                  /* nothing is left */
  CHECK_FOLD("é\u0323", "ẹ\u0301", 0, 2, 4);          /* marks change places, begins do not fall */
  CHECK_FOLD("\u0301a", "\u0301a", 0, 2, 3);          /* a mark without a letter */
  CHECK_FOLD("\u1100\u1161\u11A8z", "각z", 0, 9, 10); /* jamo */
  CHECK_FOLD("가\u11A8", "각", 0, 6);
  CHECK_FOLD("a\xFFz", "a\uFFFDz", 0, 1, 2, 3);
}

/* Traditional to Simplified alone, for the reference: char_fold tells it for ideographs; and the apostrophes.
 */
static utf8proc_int32_t simplified(utf8proc_int32_t cp) {
  if (cp == 0x2018 || cp == 0x2019 || cp == 0x02BC) return '\'';
  uint32_t to = char_kind_of((uint32_t)cp) == CHAR_HAN ? char_fold((uint32_t)cp) : FOLD_SLOW;
  return to < FOLD_SLOW ? (utf8proc_int32_t)to : cp;
}

/* NFKC_Casefold by utf8proc, again until nothing changes, then Simplified. */
static void refer(vox_str text, reference *r) {
  const utf8proc_option_t options =
      UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
  utf8proc_ssize_t n = utf8proc_decompose((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len,
                                          r->cp, REFERENCE_MAX, options);
  assert_true(n >= 0 && n <= REFERENCE_MAX);
  n = utf8proc_normalize_utf32(r->cp, n, options);
  assert_true(n >= 0);
  r->len = (size_t)n;
  for (size_t i = 0; i < r->len; i++) r->cp[i] = simplified(r->cp[i]);
}

static bool equals(const folded *f, const reference *r) {
  return f->len == r->len && (f->len == 0 || memcmp(f->cp, r->cp, f->len * sizeof *f->cp) == 0);
}

/* What fold.h promises of begins. */
static void check_begins(const folded *f, vox_str text) {
  assert_int_equal(f->begin[f->len], text.len);
  if (f->len) assert_int_equal(f->begin[0], 0);
  for (size_t i = 0; i < f->len; i++) {
    assert_true(f->begin[i] <= f->begin[i + 1]);
    if (f->begin[i] < text.len) assert_true(((uint8_t)text.ptr[f->begin[i]] & 0xC0) != 0x80);
  }
}

static size_t put_points(vox_str *line, char *out) {
  vox_str field = str_cut(line, ';');
  size_t n = 0;
  for (uint32_t cp; hex_next(&field, &cp); field = str_trim(field)) n += utf8_put(cp, out + n);
  return n;
}

/* All five columns of a row fold as the reference does. Do they fold alike? */
static bool check_row(folded *f, vox_str line) {
  static reference first, other;
  bool alike = true;
  for (int column = 0; column < 5; column++) {
    char bytes[512];
    vox_str text = {bytes, put_points(&line, bytes)};
    reference *r = column ? &other : &first;
    refer(text, r);
    fold_ok(f, text);
    assert_true(equals(f, r));
    alike = alike && equals(f, &first);
    check_begins(f, text);
  }
  return alike;
}

static void test_normalization_suite(void **state) {
  (void)state;
  vox_str file = suite_read("unicode-15.0.0/NormalizationTest.txt"), rest = file;
  counted count = {0, SIZE_MAX};
  vox_allocator allocator = counted_allocator(&count);
  mem m;
  folded f;
  mem_init(&m, &allocator, 0);
  folded_init(&f, &m);
  char longest[2048] = {0};
  fold_ok(&f, (vox_str){longest, sizeof longest});
  size_t rows = 0, alike = 0, warm = count.calls;
  while (rest.len) {
    vox_str line = data_line(&rest);
    if (line.len == 0 || line.ptr[0] == '@') continue;
    alike += check_row(&f, line);
    rows++;
  }
  assert_int_equal(rows, 19074);
  assert_int_equal(alike,
                   19062); /* in 12 rows U+0345, a mark that folds to a letter, stands among other marks */
  assert_int_equal(count.calls, warm); /* warmed up, it asks for no memory */
  folded_free(&f);
  assert_int_equal(m.used, 0);
  free((char *)file.ptr);
}

/* Folds `text` and its folded form: the second changes nothing. */
static void check_twice(folded *f, folded *again, buf *bytes, vox_str text) {
  fold_ok(f, text);
  buf_clear(bytes);
  fold_to_utf8(f, bytes);
  fold_ok(again, buf_view(bytes));
  assert_int_equal(again->len, f->len);
  if (f->len) assert_memory_equal(again->cp, f->cp, f->len * sizeof *f->cp);
}

/* Unassigned default ignorables: NFKC_Casefold drops them, utf8proc's does not. */
static bool is_reserved_ignorable(uint32_t cp) {
  if (utf8proc_category((utf8proc_int32_t)cp) != UTF8PROC_CATEGORY_CN) return false;
  return cp == 0x2065 || (cp >= 0xFFF0 && cp <= 0xFFF8) || (cp >= 0xE0000 && cp <= 0xE0FFF);
}

/* Every scalar value: as the reference, twice is once, and char_fold tells the same. */
static void test_scalars(void **state) {
  (void)state;
  static reference r;
  folded f, again;
  buf bytes;
  folded_init(&f, &plain);
  folded_init(&again, &plain);
  buf_init(&bytes, &plain, 1 << 20);
  for (uint32_t cp = 0; cp < 0x110000; cp++) {
    if (cp >= 0xD800 && cp < 0xE000) continue;
    char out[4];
    vox_str text = {out, utf8_put(cp, out)};
    check_twice(&f, &again, &bytes, text);
    refer(text, &r);
    if (is_reserved_ignorable(cp)) r.len = 0;
    if (!equals(&f, &r)) fail_msg("U+%04X differs from the reference", (unsigned)cp);
    uint32_t to = char_fold(cp);
    if (to == FOLD_DROP)
      assert_int_equal(f.len, 0);
    else if (to != FOLD_SLOW)
      assert_true(f.len == 1 && f.cp[0] == to);
    else
      assert_true(f.len >= 1);
  }
  folded_free(&f);
  folded_free(&again);
  buf_free(&bytes);
}

/* A random scalar value, mostly of the ranges where characters meet: marks, jamo, kana, compatibility. */
static uint32_t random_point(uint64_t *seed) {
  static const uint32_t ranges[][2] = {
      {0x20, 0x7E},     {0xC0, 0x24F},    {0x300, 0x345},     {0x1100, 0x11FF}, {0x3040, 0x30FF},
      {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3}, {0xFF00, 0xFFEF},   {0x1E00, 0x1FFF}, {0x200B, 0x202E},
      {0x900, 0xDFF},   {0xF900, 0xFAFF}, {0x1D100, 0x1D1FF}, {0x300, 0x345},   {0, 0xD7FF}};
  const uint32_t *range = ranges[random_next(seed) % (sizeof ranges / sizeof ranges[0])];
  uint32_t cp = range[0] + random_next(seed) % (range[1] - range[0] + 1);
  return is_reserved_ignorable(cp) ? 'x' : cp;
}

static void test_random_strings(void **state) {
  (void)state;
  static reference r;
  uint64_t seed = 15000;
  folded f, again;
  buf bytes;
  folded_init(&f, &plain);
  folded_init(&again, &plain);
  buf_init(&bytes, &plain, 1 << 20);
  for (int round = 0; round < 60000; round++) {
    char out[320];
    vox_str text = {out, 0};
    bool many_marks = round % 8 == 0;
    for (uint32_t n = random_next(&seed) % (many_marks ? 70 : 18); n > 0; n--)
      text.len +=
          utf8_put(many_marks ? 0x300 + random_next(&seed) % 0x4F : random_point(&seed), out + text.len);
    check_twice(&f, &again, &bytes, text);
    fold_ok(&f, text);
    check_begins(&f, text);
    refer(text, &r);
    if (!equals(&f, &r)) fail_msg("string %d differs from the reference", round);
  }
  folded_free(&f);
  folded_free(&again);
  buf_free(&bytes);
}

/* Bytes of any kind: never a fault, begins in order. */
static void test_random_bytes(void **state) {
  (void)state;
  uint64_t seed = 7;
  folded f;
  folded_init(&f, &plain);
  for (int round = 0; round < 50000; round++) {
    char out[64];
    vox_str text = {out, random_next(&seed) % sizeof out};
    for (size_t i = 0; i < text.len; i++) out[i] = (char)(random_next(&seed) | (round & 1 ? 0x80 : 0));
    fold_ok(&f, text);
    assert_int_equal(f.begin[f.len], text.len);
    for (size_t i = 0; i < f.len; i++) {
      assert_true(f.begin[i] <= f.begin[i + 1]);
      assert_true(f.cp[i] < 0x110000 && (f.cp[i] & 0xFFFFF800) != 0xD800);
    }
  }
  folded_free(&f);
}

/* A million marks behind one letter, in the worst order: they come out sorted, none is lost, and soon. */
static void test_many_marks(void **state) {
  (void)state;
  char *text = malloc(1 + MARKS * 2);
  assert_non_null(text);
  size_t len = utf8_put('q', text), below = 0;
  for (size_t i = 0; i < MARKS; i++)
    len += utf8_put(i % 2 ? 0x323 : 0x300, text + len); /* classes 220 and 230 */
  folded f;
  folded_init(&f, &plain);
  fold_ok(&f, (vox_str){text, len});
  assert_int_equal(f.len, MARKS + 1);
  while (below < MARKS && f.cp[below + 1] == 0x323) below++;
  assert_int_equal(below, MARKS / 2);
  for (size_t i = below; i < MARKS; i++)
    if (f.cp[i + 1] != 0x300) fail_msg("mark %zu is out of place", i);
  folded_free(&f);
  free(text);
}

/* One character of 3 bytes that folds to 18, many times: memory grows as needed. */
static void test_long_expansion(void **state) {
  (void)state;
  enum { TIMES = 20000, PARTS = 18 };
  char *text = malloc(TIMES * 3);
  assert_non_null(text);
  for (size_t i = 0; i < TIMES; i++) utf8_put(0xFDFA, text + i * 3);
  folded f;
  folded_init(&f, &plain);
  fold_ok(&f, (vox_str){text, TIMES * 3});
  assert_int_equal(f.len, TIMES * PARTS);
  for (size_t i = 0; i < f.len; i++) {
    size_t character = i / PARTS + (i % PARTS ? 1 : 0);
    if (f.begin[i] != character * 3) fail_msg("begin %zu is wrong", i);
  }
  assert_int_equal(f.begin[f.len], TIMES * 3);
  folded_free(&f);
  free(text);
}

/* Memory that ends at the n-th request: VOX_ERR_MEMORY, nothing lost, and the next call works. */
static void test_memory_ends(void **state) {
  (void)state;
  vox_str text = STR("a\xCC\xA3\xCC\x80\xEF\xB7\xBA\xEF\xB7\xBA\xEF\xB7\xBA\xEF\xB7\xBA\xEF\xB7\xBA"
                     "b");
  size_t failures = 0;
  for (size_t n = 0; n < 10; n++) {
    counted count = {0, n};
    vox_allocator allocator = counted_allocator(&count);
    mem m;
    folded f;
    mem_init(&m, &allocator, 0);
    folded_init(&f, &m);
    vox_status status = fold_text(&f, text);
    assert_true(status == VOX_OK || status == VOX_ERR_MEMORY);
    failures += status == VOX_ERR_MEMORY;
    count.left = SIZE_MAX;
    fold_ok(&f, text);
    assert_int_equal(f.len, 2 + 5 * 18 + 1);
    folded_free(&f);
    assert_int_equal(m.used, 0);
  }
  assert_in_range(failures, 2, 9);
}

static void test_limit(void **state) {
  (void)state;
  folded f;
  folded_init(&f, &plain);
  assert_int_equal(fold_text(&f, (vox_str){"", ((size_t)1 << 30) + 1}), VOX_ERR_LIMIT);
  folded_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_forms),
      cmocka_unit_test(test_begins),
      cmocka_unit_test(test_normalization_suite),
      cmocka_unit_test(test_scalars),
      cmocka_unit_test(test_random_strings),
      cmocka_unit_test(test_random_bytes),
      cmocka_unit_test(test_many_marks),
      cmocka_unit_test(test_long_expansion),
      cmocka_unit_test(test_memory_ends),
      cmocka_unit_test(test_limit),
  };
  mem_init(&plain, NULL, 0);
  return cmocka_run_group_tests_name("text_fold", tests, NULL, NULL);
}
