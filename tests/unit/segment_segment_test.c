/* Comments to tokens: Chinese by the dictionary, everything else by its own rules; properties over any text.
 */
#include "base/file.h"
#include "dict_help.h"
#include "text/utf8.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

static test_dict d;
static uint64_t seed = 5;

static const char base[] =
    "的 500000 uj\n了 300000 ul\n我 200000 r\n很 90000 d\n好 80000 a\n客 900 n\n服 900 n\n"
    "天 20000 n\n气 5000 n\n今天 9000 t\n天气 4000 n\n个 90000 q\n月 60000 n\n多 70000 m\n"
    "印 300 v\n度 3000 q\n尼 200 n\n西 2000 n\n亚 900 n\n印度 900 ns\n印度尼西亚 300 ns\n"
    "分 8000 q\n钟 900 n\n分钟 3000 q\n小时 5000 n\n块 3000 q\n钱 6000 n\n年 90000 q\n"
    "日 30000 q\n次 20000 q\n点 20000 q\n大 90000 a\n家 50000 q\n大家 20000 r\n套餐 500 n\n"
    "研究 9000 v\n研究生 3000 n\n生命 5000 n\n命 3000 n\n起源 900 n\n生 9000 v\n";
static const char ours[] = "客服\nt恤\n5g套餐\nc++\nβ细胞\na/d\n七天无理由\n7天无理由\n小姐姐\n"
                           "卡拉ok\napp\n";

static uint32_t payload_of(void *context, vox_str word) {
  (void)context;
  return str_eq(word, STR("客服")) ? 7 : str_eq(word, STR("好")) ? 9 : str_eq(word, STR("c++")) ? 11 : 0;
}

static void check(const char *text, const char *tokens) {
  char out[4096];
  assert_string_equal(test_dict_cut(&d, str_of(text), out, sizeof out), tokens);
}

static uint8_t kind_of_first(const char *text) {
  segmented s;
  assert_int_equal(segment_text(d.segmenter, str_of(text), &s, NULL), VOX_OK);
  return s.token_count ? s.tokens[0].kind : 255;
}

static void test_chinese(void **state) {
  (void)state;
  check("今天天气很好", "今天|天气|很|好");
  check("我的客服很好", "我|的|客服|很|好");
  check("印度尼西亚", "印度尼西亚");
  check("研究生命起源", "研究|生命|起源");
  check("研究生", "研究生");
  check("魑魅", "魑|魅");
  check("", "");
  check("好", "好");
}

static void test_folded_forms_are_found(void **state) {
  (void)state;
  check("今天天氣很好", "今天|天氣|很|好");
  check("Ｔ恤 T恤 t恤", "Ｔ恤|T恤|t恤");
  check("客\xE2\x80\x8B服", "客\xE2\x80\x8B服"); /* a zero-width space inside */
}

static void test_mixed_words(void **state) {
  (void)state;
  check("我的T恤很好", "我|的|T恤|很|好");
  check("5G套餐", "5G套餐");
  check("15G套餐", "15G|套餐");
  check("C++很好", "C++|很|好");
  check("C+++", "C|+++");
  check("A/D的β细胞", "A/D|的|β细胞");
  check("七天无理由的", "七天无理由|的");
  check("7天无理由", "7天无理由");
  check("17天无理由", "17天|无|理|由");
  check("我卡拉OK了", "我|卡拉OK|了");
  check("卡拉OKK", "卡|拉|OKK");
}

static void test_numbers(void **state) {
  (void)state;
  check("30分钟", "30分钟");
  check("5次 50块 3天 8点", "5次|50块|3天|8点");
  check("2026年3月1日", "2026年|3月|1日");
  check("3万多块钱", "3万多块钱");
  check("5个月", "5个月");
  check("1,234.56 3.5% ５０％ 100", "1,234.56|3.5%|５０％|100");
  check("10:30 2026-03-01 $5.99 ￥30", "10:30|2026-03-01|$5.99|￥30");
  check("12306 iPhone15Pro 10kg", "12306|iPhone15Pro|10kg");
  assert_int_equal(kind_of_first("30分钟"), VOX_TOKEN_NUMBER);
  assert_int_equal(kind_of_first("10kg"), VOX_TOKEN_NUMBER);
  assert_int_equal(kind_of_first("iPhone15Pro"), VOX_TOKEN_WORD);
}

static void test_figures_know_their_unit(void **state) {
  (void)state;
  segmented s;
  assert_int_equal(segment_text(d.segmenter, str_of("30分钟 12"), &s, NULL), VOX_OK);
  assert_int_equal(s.tokens[0].figure, 2);
  assert_int_equal(s.tokens[1].figure, 2);
  assert_int_equal(segment_text(d.segmenter, str_of("3万多块钱 10kg"), &s, NULL), VOX_OK);
  assert_int_equal(s.tokens[0].figure, 2);
  assert_int_equal(s.tokens[1].figure, 2);
  assert_int_equal(segment_text(d.segmenter, str_of("好"), &s, NULL), VOX_OK);
  assert_int_equal(s.tokens[0].figure, 0);
}

static void test_english(void **state) {
  (void)state;
  check("I don't like it, it's well-known.", "I|don't|like|it|,|it's|well|-|known|.");
  check("good.But U.S.A service:bad", "good|.|But|U.S.A|service|:|bad");
  check("#great #1 #话题#", "#great|#|1|#|话|题|#");
  check("naïve café привет", "naïve|café|привет");
  check("cafe\xCC\x81 nai\xCC\x88ve", "cafe\xCC\x81|nai\xCC\x88ve");
  check("snake_case you’re", "snake_case|you’re");
  check("sooooo", "sooooo");
}

static void test_links(void **state) {
  (void)state;
  check("http://t.cn/abc，很好", "http://t.cn/abc|，|很|好");
  check("见https://a.b/c?d=1&e=2。", "见|https://a.b/c?d=1&e=2|。");
  check("www.example.com/x taobao.com a@b.cn", "www.example.com/x|taobao.com|a@b.cn");
  check("@user_1 @张三 @很好的", "@user_1|@张三|@很好的");
  check("@客服很好，我", "@|客服|很|好|，|我");
  check("e.g good.but", "e.g|good|.|but");
  assert_int_equal(kind_of_first("a@b.cn"), VOX_TOKEN_LINK);
}

static void test_marks(void **state) {
  (void)state;
  check("好！！！好??", "好|！！！|好|??");
  check("……～～", "……|～～");
  check("《好》", "《|好|》");
  assert_int_equal(kind_of_first("。"), VOX_TOKEN_PUNCTUATION);
  assert_int_equal(kind_of_first("≠"), VOX_TOKEN_OTHER);
}

static void test_emoticons(void **state) {
  (void)state;
  static const char *const faces[] = {":)",      ":-)",     ":(",        ":-(",    ";D",      "XD",
                                      "T_T",     "QAQ",     "orz",       "^_^",    ">_<",     "-_-",
                                      "=_=",     "^^",      "<3",        ":'(",    "(╯°□°)╯", "(^_^)",
                                      "(￣▽￣)", "o(╯□╰)o", "(´・ω・`)", "[微笑]", "[doge]",  "(╯°□°)╯︵┻━┻"};
  for (size_t i = 0; i < sizeof faces / sizeof faces[0]; i++) {
    char text[64], tokens[64];
    snprintf(text, sizeof text, "好%s", faces[i]);
    snprintf(tokens, sizeof tokens, "好|%s", faces[i]);
    check(text, tokens);
    assert_int_equal(kind_of_first(faces[i]), VOX_TOKEN_EMOTICON);
  }
  check("(好)", "(|好|)");
  check("(3.5)", "(|3.5|)");
  check("xdrive [1] note:/x", "xdrive|[|1|]|note|:/|x");
}

static void test_emoji(void **state) {
  (void)state;
  check("👨‍👩‍👧❤️👍🏽🇨🇳1️⃣好",
        "👨‍👩‍👧|❤️|👍🏽|🇨🇳|1️⃣|好");
  check("大㊗️家", "大|㊗️|家");
  check("😀😀", "😀|😀");
  check("🇨🇳🇭🇰🇨", "🇨🇳|🇭🇰|🇨");
  assert_int_equal(kind_of_first("™️"), VOX_TOKEN_EMOJI);
}

static void test_flags(void **state) {
  (void)state;
  segmented s;
  assert_int_equal(segment_text(d.segmenter, str_of("好 魑\n\n客服 C++"), &s, NULL), VOX_OK);
  assert_int_equal(s.token_count, 4);
  assert_int_equal(s.tokens[0].flags, 0);
  assert_int_equal(s.tokens[1].flags, TOKEN_SPACE | TOKEN_UNKNOWN | TOKEN_LINE_END);
  assert_int_equal(s.tokens[2].flags, TOKEN_SPACE);
  assert_int_equal(s.tokens[3].flags, TOKEN_SPACE);
  assert_int_equal(s.tokens[0].payload, 9);
  assert_int_equal(s.tokens[1].payload, 0);
  assert_int_equal(s.tokens[2].payload, 7);
  assert_int_equal(s.tokens[3].payload, 11);
  assert_int_equal(s.tokens[3].kind, VOX_TOKEN_WORD);
}

static void test_other_scripts(void **state) {
  (void)state;
  check("テスト ﾃｽﾄ 한국어", "テスト|ﾃｽﾄ|한국어");
  check("เป็น", "เ|ป็|น"); /* UAX #29 knows no Thai words */
}

static void test_spans(void **state) {
  (void)state;
  segmented s;
  const char *text = "\xEF\xBB\xBF好\xE2\x80\x8B \xE2\x84\x83x";
  assert_int_equal(segment_text(d.segmenter, str_of(text), &s, NULL), VOX_OK);
  vox_span span = segmented_span(&s, s.tokens[0].from, s.tokens[0].to);
  assert_int_equal(span.begin, 3); /* without the byte order mark before and the zero-width space behind */
  assert_int_equal(span.end, 6);
  span = segmented_span(&s, s.tokens[1].from, s.tokens[1].to); /* one character that folds to two */
  assert_int_equal(span.begin, 10);
  assert_true(span.end >= 13);
}

/* ---- Properties ---- */

static bool is_left_out(uint32_t cp) {
  char_kind kind = char_kind_of(cp);
  return kind == CHAR_SPACE || kind == CHAR_NEWLINE || char_fold(cp) == FOLD_DROP;
}

/* Tokens stand in order, do not overlap, are never empty, and hold every character but white space and
 * dropped ones. */
static void check_cover(vox_str text) {
  segmented s;
  assert_int_equal(segment_text(d.segmenter, text, &s, NULL), VOX_OK);
  size_t at = 0;
  uint32_t end = 0;
  for (uint32_t k = 0; k <= s.token_count; k++) {
    vox_span span = {(uint32_t)text.len, (uint32_t)text.len};
    if (k < s.token_count) {
      const token *t = &s.tokens[k];
      assert_true(t->from >= end && t->to > t->from && t->to <= s.len && t->kind <= VOX_TOKEN_OTHER);
      end = t->to;
      span = segmented_span(&s, t->from, t->to);
      assert_true(span.begin < span.end && span.begin >= at);
    }
    while (at < span.begin) assert_true(is_left_out(utf8_next(text, &at)));
    assert_int_equal(at, span.begin);
    at = span.end;
  }
}

static void test_random_text(void **state) {
  (void)state;
  static const uint32_t pool[] = {
      0x4ECA, 0x5929, 0x6C14, 'a',    'Z',     '5',     ' ',     '\n',    '.',    ',',    0xFF0C, 0x2026,
      0x200B, 0x200D, 0xFE0F, 0x301,  0x1F600, 0x1F1E8, 0x1F3FD, 0x2103,  0xFFE3, '(',    ')',    '[',
      ']',    '@',    '#',    ':',    '/',     '_',     '\'',    0x30C6,  0xFF9F, 0xAC00, 0x1161, '0',
      0x20E3, 0xFDFA, 0xAD,   0xFEFF, 0x3000,  0x633,   0xE0067, 0x1F3F4, 0x3297, '-',    '%',    '+'};
  char text[1200];
  for (int round = 0; round < 3000; round++) {
    size_t len = 0, wanted = test_random(&seed) % 200;
    for (size_t i = 0; i < wanted; i++) {
      uint32_t cp = pool[test_random(&seed) % (sizeof pool / sizeof pool[0])];
      if (test_random(&seed) % 20 == 0) cp = test_random(&seed) % 0x110000;
      if ((cp & 0xFFFFF800u) == 0xD800) cp = 'x';
      len += utf8_put(cp, text + len);
      if (test_random(&seed) % 50 == 0) text[len++] = (char)(test_random(&seed) & 255);
    }
    char *exact = malloc(len ? len : 1);
    assert_non_null(exact);
    memcpy(exact, text, len);
    check_cover((vox_str){exact, len});
    free(exact);
  }
}

static void test_random_bytes(void **state) {
  (void)state;
  unsigned char bytes[300];
  for (int round = 0; round < 2000; round++) {
    size_t len = test_random(&seed) % sizeof bytes;
    for (size_t i = 0; i < len; i++) bytes[i] = (unsigned char)test_random(&seed);
    check_cover((vox_str){(char *)bytes, len});
  }
}

static const char *shared(void) {
  const char *from = getenv("VOX_SHARED");
  return from ? from : "../shared";
}

/* Every emoji of Unicode's list is one token with its whole span. */
static void test_emoji_list(void **state) {
  (void)state;
  char path[512];
  file_view view;
  snprintf(path, sizeof path, "%s/suites/unicode-15.0.0/emoji-test.txt", shared());
  if (file_map(&view, path, NULL) != VOX_OK) {
    printf("skipped: no %s\n", path);
    skip();
  }
  vox_str rest = view.bytes;
  size_t right = 0, all = 0;
  while (rest.len) {
    vox_str line = str_cut(&rest, '\n');
    char text[128];
    size_t len = 0, at = 0;
    const char *status = line.len ? memchr(line.ptr, ';', line.len) : NULL;
    if (!line.len || line.ptr[0] == '#' || !status ||
        !str_starts((vox_str){status, 20}, STR("; fully-qualified")))
      continue;
    while (line.ptr[at] != ';') {
      char *next;
      len += utf8_put((uint32_t)strtoul(line.ptr + at, &next, 16), text + len);
      at = (size_t)(next - line.ptr);
      while (line.ptr[at] == ' ') at++;
    }
    segmented s;
    assert_int_equal(segment_text(d.segmenter, (vox_str){text, len}, &s, NULL), VOX_OK);
    vox_span span = s.token_count ? segmented_span(&s, s.tokens[0].from, s.tokens[0].to) : (vox_span){0, 0};
    all++;
    right += s.token_count == 1 && span.begin == 0 && span.end == len;
  }
  file_unmap(&view);
  assert_int_equal(all, 3655);
  assert_int_equal(right, all);
}

static void test_corpora(void **state) {
  (void)state;
  static const char *const sets[] = {"zh-weibo2018", "zh-appstore-smarthome", "en-vader-tweets",
                                     "zht-restaurant-dimabsa24"};
  size_t done = 0;
  for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
    char path[512];
    file_view view;
    snprintf(path, sizeof path, "%s/corpora/%s/dev.tsv", shared(), sets[i]);
    if (file_map(&view, path, NULL) != VOX_OK) continue;
    vox_str rest = view.bytes;
    for (int n = 0; rest.len && n < 2500; n++) check_cover(str_cut(&rest, '\n'));
    file_unmap(&view);
    done++;
  }
  if (done == 0) {
    printf("skipped: no corpora\n");
    skip();
  }
}

/* ---- Time and memory ---- */

static double seconds_for(const char *piece, size_t bytes) {
  char *text = malloc(bytes + 64);
  size_t len = 0, n = strlen(piece);
  assert_non_null(text);
  while (len < bytes) memcpy(text + len, piece, n), len += n;
  struct timespec a, b;
  segmented s;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
  assert_int_equal(segment_text(d.segmenter, (vox_str){text, len}, &s, NULL), VOX_OK);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
  free(text);
  return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
}

static void test_linear_time(void **state) {
  (void)state;
  static const char *const shapes[] = {
      "好",   "今天", "天",  "a",   "a.", "a-",       "a@",           "http://",       "1,", "(",
      "(^",   "[好",  "@好", ":",   "'",  "\xCC\x81", "\xE2\x80\x8D", "😀\xE2\x80\x8D", "🇨",  "…",
      "℃",    "\xFF", "t恤", "c++", "カ", "1️⃣",  "#a",           "印度尼西",      "\n", "\xEF\xB7\xBA",
      "a.a@", "5个"};
  for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
    seconds_for(shapes[i], 200000);
    double once = seconds_for(shapes[i], 100000), twice = seconds_for(shapes[i], 200000);
    if (twice > 3 * once + 0.02) printf("shape %zu: %f then %f\n", i, once, twice);
    assert_true(twice <= 3 * once + 0.02);
  }
}

static size_t allocations;
static void *counted_get(void *payload, size_t size) {
  (void)payload;
  allocations++;
  return malloc(size);
}
static void *counted_grow(void *payload, void *block, size_t old_size, size_t size) {
  (void)payload, (void)old_size;
  allocations++;
  return realloc(block, size);
}
static void counted_put(void *payload, void *block, size_t size) {
  (void)payload, (void)size;
  free(block);
}

static void test_no_allocation_after_warm_up(void **state) {
  (void)state;
  const vox_allocator counted = {NULL, counted_get, counted_grow, counted_put};
  static const char *const texts[] = {"今天天气很好", "我的T恤…", "👨‍👩‍👧 cafe\xCC\x81",
                                      "a@b.cn 30分钟"};
  char longest[4000];
  mem m;
  segmenter *s;
  segmented out;
  memset(longest, 'x', sizeof longest);
  memcpy(longest, "…T恤", 7);
  mem_init(&m, &counted, 0);
  assert_int_equal(segmenter_new(&s, &m, d.dict, NULL), VOX_OK);
  assert_int_equal(segment_text(s, (vox_str){longest, sizeof longest}, &out, NULL), VOX_OK);
  allocations = 0;
  for (int i = 0; i < 400; i++) assert_int_equal(segment_text(s, str_of(texts[i % 4]), &out, NULL), VOX_OK);
  assert_int_equal(allocations, 0);
  segmenter_free(s);
  assert_int_equal(m.used, 0);
}

static void test_memory_ends(void **state) {
  (void)state;
  mem m;
  segmenter *s = NULL;
  segmented out;
  char *text = calloc(1, 1 << 20);
  assert_non_null(text);
  mem_init(&m, NULL, 1000);
  assert_int_equal(segmenter_new(&s, &m, d.dict, NULL), VOX_ERR_MEMORY);
  assert_int_equal(m.used, 0);
  mem_init(&m, NULL, 1 << 18);
  assert_int_equal(segmenter_new(&s, &m, d.dict, NULL), VOX_OK);
  assert_int_equal(segment_text(s, (vox_str){text, 1 << 20}, &out, NULL), VOX_ERR_MEMORY);
  assert_int_equal(segment_text(s, str_of("今天"), &out, NULL), VOX_OK);
  assert_int_equal(out.token_count, 1);
  segmenter_free(s);
  free(text);
  assert_int_equal(m.used, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_chinese),
      cmocka_unit_test(test_folded_forms_are_found),
      cmocka_unit_test(test_mixed_words),
      cmocka_unit_test(test_numbers),
      cmocka_unit_test(test_figures_know_their_unit),
      cmocka_unit_test(test_english),
      cmocka_unit_test(test_links),
      cmocka_unit_test(test_marks),
      cmocka_unit_test(test_emoticons),
      cmocka_unit_test(test_emoji),
      cmocka_unit_test(test_flags),
      cmocka_unit_test(test_other_scripts),
      cmocka_unit_test(test_spans),
      cmocka_unit_test(test_random_text),
      cmocka_unit_test(test_random_bytes),
      cmocka_unit_test(test_emoji_list),
      cmocka_unit_test(test_corpora),
      cmocka_unit_test(test_linear_time),
      cmocka_unit_test(test_no_allocation_after_warm_up),
      cmocka_unit_test(test_memory_ends),
  };
  if (!test_dict_make(&d, base, ours, 1, payload_of)) return 1;
  int failed = cmocka_run_group_tests_name("segment", tests, NULL, NULL);
  return test_dict_free(&d) ? failed : 1;
}
