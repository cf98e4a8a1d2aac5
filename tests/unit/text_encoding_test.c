/* text_encoding_test.c - conversion against ICU's own converters, any cutting, guesses. */
#include "intake_support.h"
#include "text/encoding.h"
#include "text/utf8.h"
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

/* UTF-8 to another encoding through ICU. */
static vox_str encode(vox_str text, encoding to, char *out, size_t cap) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t n =
      ucnv_convert(encoding_name(to), "UTF-8", out, (int32_t)cap, text.ptr, (int32_t)text.len, &status);
  assert_true(U_SUCCESS(status));
  return (vox_str){out, (size_t)n};
}

/* Through our decoder, shown `piece` bytes more at a time (0: random), with `room` for what comes out. */
static void decode(vox_str in, encoding from, size_t piece, size_t room, uint64_t seed, buf *out) {
  decoder d;
  assert_int_equal(decoder_init(&d, &test_mem, from), VOX_OK);
  size_t at = 0, shown = 0;
  while (at < in.len) {
    shown += piece ? piece : 1 + random_next(&seed) % 5;
    if (shown > in.len) shown = in.len;
    for (size_t used = 1; used;) {
      size_t made, len = shown - at;
      char *exact = malloc(len ? len : 1), *to = malloc(room);
      memcpy(exact, in.ptr + at, len);
      used = decoder_run(&d, (vox_str){exact, len}, shown == in.len, to, room, &made);
      assert_true(used <= len && made <= room);
      buf_add(out, to, made);
      at += used;
      free(exact), free(to);
    }
    assert_true(at < in.len || shown == in.len);
  }
  decoder_free(&d);
}

static void check_decoded(vox_str in, encoding from, const char *want, size_t want_len) {
  static const size_t pieces_of[] = {1, 2, 3, 4, 7, 100000, 0};
  buf out;
  buf_init(&out, &test_mem, (size_t)1 << 26);
  for (size_t i = 0; i < 7; i++) {
    buf_clear(&out);
    decode(in, from, pieces_of[i], i % 2 ? 12 : 4096, i + 1, &out);
    if (!str_eq(buf_view(&out), (vox_str){want, want_len}))
      fail_msg("%s, pieces of %zu", encoding_name(from), pieces_of[i]);
  }
  buf_free(&out);
}

static const encoding others[] = {ENCODING_GB18030, ENCODING_BIG5, ENCODING_UTF16LE, ENCODING_UTF16BE};

static void test_round_trip(void **state) {
  (void)state;
  static const char simple[] = "评论,客服态度差。abc\r\n１２\n",
                    traditional[] = "評論,客服態度差。abc\r\n１２\n";
  for (size_t i = 0; i < 4; i++) {
    const char *text = others[i] == ENCODING_BIG5 ? traditional : simple;
    char bytes[256];
    vox_str coded = encode(str_of(text), others[i], bytes, sizeof bytes);
    check_decoded(coded, others[i], text, strlen(text));
  }
  char bytes[256];
  const char *rare = "😀㐀𠀀é€"; /* four-byte sequences, surrogate pairs */
  for (size_t i = 0; i < 4; i++) {
    if (others[i] != ENCODING_BIG5) {
      check_decoded(encode(str_of(rare), others[i], bytes, sizeof bytes), others[i], rare, strlen(rare));
    }
  }
  const char *cantonese = "嘅喺冇咗啲𨋢"; /* HKSCS */
  check_decoded(encode(str_of(cantonese), ENCODING_BIG5, bytes, sizeof bytes), ENCODING_BIG5, cantonese,
                strlen(cantonese));
}

/* Every pair of bytes, and a sample of four: as ICU reads them, or refused as ICU refuses them. */
static void check_sequence(decoder *d, UConverter *icu, const char *bytes, size_t len) {
  UErrorCode status = U_ZERO_ERROR;
  UChar units[8], *to = units;
  const char *from = bytes;
  ucnv_resetToUnicode(icu);
  ucnv_toUnicode(icu, &to, units + 8, &from, bytes + len, NULL, 1, &status);
  char want[32], got[64];
  int32_t want_len = 0;
  size_t made, used = decoder_run(d, (vox_str){bytes, len}, true, got, sizeof got, &made);
  if (U_FAILURE(status)) {
    assert_non_null(memchr(got, 0xFF, made));
    return;
  }
  UErrorCode none = U_ZERO_ERROR;
  u_strToUTF8(want, sizeof want, &want_len, units, (int32_t)(to - units), &none);
  assert_int_equal(used, len);
  assert_true(str_eq((vox_str){got, made}, (vox_str){want, (size_t)want_len}));
}

static void test_all_pairs(void **state) {
  (void)state;
  for (size_t i = 0; i < 2; i++) {
    UErrorCode status = U_ZERO_ERROR;
    UConverter *icu = ucnv_open(encoding_name(others[i]), &status);
    ucnv_setToUCallBack(icu, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    assert_true(U_SUCCESS(status));
    decoder d;
    assert_int_equal(decoder_init(&d, &test_mem, others[i]), VOX_OK);
    for (int lead = 0x81; lead < 0x100; lead++) {
      for (int trail = 0; trail < 0x100; trail++) {
        check_sequence(&d, icu, (char[2]){(char)lead, (char)trail}, 2);
      }
    }
    uint64_t seed = 18030;
    for (int round = 0; i == 0 && round < 50000; round++) {
      uint32_t r = random_next(&seed);
      char four[4] = {(char)(0x81 + r % 126), (char)(0x30 + (r >> 8) % 10), (char)(0x81 + (r >> 12) % 126),
                      (char)(0x30 + (r >> 20) % 10)};
      check_sequence(&d, icu, four, 4);
    }
    decoder_free(&d);
    ucnv_close(icu);
  }
}

static void test_invalid(void **state) {
  (void)state;
  check_decoded(STR("a\xC4\n\xC4\xE3,\xFF\x80x"), ENCODING_GB18030, "a\xFF\n你,\xFF\xFFx", 10);
  check_decoded(STR("\xC4"), ENCODING_GB18030, "\xFF", 1);
  check_decoded(STR("\x81\x30\x81"), ENCODING_GB18030, "\xFF\x30\xFF", 3);
  check_decoded(STR("\xA7\x41\xA6"), ENCODING_BIG5, "你\xFF", 4);
  check_decoded((vox_str){"a\0\x3D\xD8"
                          "b\0\x00",
                          7},
                ENCODING_UTF16LE,
                "a\xFF"
                "b\xFF",
                4);
  check_decoded((vox_str){"\xD8\x3D", 2}, ENCODING_UTF16BE, "\xFF", 1);
}

/* Random bytes: whatever comes out is UTF-8 with 0xFF in it, the same for any cutting. */
static void test_any_bytes(void **state) {
  (void)state;
  uint64_t seed = 5;
  buf out;
  buf_init(&out, &test_mem, (size_t)1 << 20);
  for (int round = 0; round < 20; round++) {
    char bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++) {
      uint32_t r = random_next(&seed);
      bytes[i] = r % 3 ? (char)(r >> 8 | 0x80) : "09a,\n"[r % 5];
    }
    vox_str in = {bytes, sizeof bytes};
    for (size_t i = 0; i < 4; i++) {
      buf_clear(&out);
      decode(in, others[i], sizeof bytes, 4096, 1, &out);
      for (size_t at = 0; at < out.len;) {
        at += utf8_valid_prefix(str_sub(buf_view(&out), at, out.len));
        if (at < out.len) assert_int_equal((unsigned char)out.ptr[at++], 0xFF);
      }
      check_decoded(in, others[i], out.ptr, out.len);
    }
  }
  buf_free(&out);
}

/* ---- Guesses -------------------------------------------------------------------- */

static void check_guess(vox_str bytes, encoding want) {
  encoding_guess g = encoding_guess_head(bytes);
  size_t high = 0;
  while (high < bytes.len && (unsigned char)bytes.ptr[high] < 0x80) high++;
  if (g.encoding == ENCODING_UNKNOWN) g = encoding_guess_text(str_sub(bytes, high, bytes.len), false);
  if (g.encoding != want)
    fail_msg("%s instead of %s: %s", encoding_name(g.encoding), encoding_name(want), g.reason);
}

static void test_short_texts(void **state) {
  (void)state;
  static const char *const simple[] = {"id,text\n1,客服态度差\n", "评论\n很好\n", "不错",
                                       "id,评论,推荐度\n1,物流慢但是包装好,3\n", "text\n质量太差了！\n"};
  static const char *const traditional[] = {"id,text\n1,客服態度差\n", "評論\n很好\n",
                                            "id,評論,推薦度\n1,物流慢但是包裝好,3\n",
                                            "text\n服務態度惡劣，唔會再嚟\n"};
  char bytes[256];
  for (size_t i = 0; i < sizeof simple / sizeof *simple; i++) {
    check_guess(str_of(simple[i]), ENCODING_UTF8);
    check_guess(encode(str_of(simple[i]), ENCODING_GB18030, bytes, sizeof bytes), ENCODING_GB18030);
  }
  for (size_t i = 0; i < sizeof traditional / sizeof *traditional; i++) {
    check_guess(str_of(traditional[i]), ENCODING_UTF8);
    check_guess(encode(str_of(traditional[i]), ENCODING_BIG5, bytes, sizeof bytes), ENCODING_BIG5);
    check_guess(encode(str_of(traditional[i]), ENCODING_UTF16LE, bytes, sizeof bytes), ENCODING_UTF16LE);
    check_guess(encode(str_of(traditional[i]), ENCODING_UTF16BE, bytes, sizeof bytes), ENCODING_UTF16BE);
  }
}

static void test_marks(void **state) {
  (void)state;
  assert_int_equal(encoding_guess_head(STR("\xEF\xBB\xBFid")).encoding, ENCODING_UTF8);
  assert_int_equal(encoding_guess_head(STR("\xEF\xBB\xBFid")).bom, 3);
  assert_int_equal(encoding_guess_head(STR("\xFF\xFEi")).encoding, ENCODING_UTF16LE);
  assert_int_equal(encoding_guess_head(STR("\xFE\xFF")).encoding, ENCODING_UTF16BE);
  assert_int_equal(encoding_guess_head(STR("\x84\x31\x95\x33id")).encoding, ENCODING_GB18030);
  assert_int_equal(encoding_guess_head(STR("id,text\n")).encoding, ENCODING_UNKNOWN);
  assert_int_equal(encoding_guess_head((vox_str){"id,te\0xt\n1,abc\n", 15}).encoding, ENCODING_UNKNOWN);
}

static void test_not_ours(void **state) {
  (void)state;
  check_guess(STR("caf\xE9 is open, na\xEFve\n"), ENCODING_UTF8);
  check_guess(STR("很好\n差\xFF\n不错，很喜欢\n"), ENCODING_UTF8);
}

static void test_names(void **state) {
  (void)state;
  assert_int_equal(encoding_by_name(STR("UTF-8")), ENCODING_UTF8);
  assert_int_equal(encoding_by_name(STR("utf_16le")), ENCODING_UTF16LE);
  assert_int_equal(encoding_by_name(STR("GBK")), ENCODING_GB18030);
  assert_int_equal(encoding_by_name(STR("Big5-HKSCS")), ENCODING_BIG5);
  assert_int_equal(encoding_by_name(STR("latin1")), ENCODING_UNKNOWN);
  assert_int_equal(encoding_by_name(STR("a-very-long-name-of-none")), ENCODING_UNKNOWN);
  assert_int_equal(encoding_by_name(STR("")), ENCODING_UNKNOWN);
}

#define WITH_MEM(test) cmocka_unit_test_setup_teardown(test, mem_begin, mem_end)

int main(void) {
  const struct CMUnitTest tests[] = {
      WITH_MEM(test_round_trip),  WITH_MEM(test_all_pairs), WITH_MEM(test_invalid),  WITH_MEM(test_any_bytes),
      WITH_MEM(test_short_texts), WITH_MEM(test_marks),     WITH_MEM(test_not_ours), WITH_MEM(test_names),
  };
  return cmocka_run_group_tests_name("text_encoding", tests, NULL, NULL);
}
