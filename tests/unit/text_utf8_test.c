/* text_utf8_test.c - decoding against two public suites, a naive decoder, and every scalar value. */
#include "text_suites.h"

#include "text/utf8.h"

enum { BUFFER = 4096 };

/* `s` mended: every code point that utf8_next reads, written by utf8_put. */
static vox_str mend(vox_str s, char out[BUFFER]) {
  size_t n = 0;
  for (size_t at = 0; at < s.len;) {
    size_t before = at;
    uint32_t cp = utf8_next(s, &at);
    assert_true(at > before && at <= s.len);
    assert_true(n + 4 <= BUFFER);
    n += utf8_put(cp, out + n);
  }
  return (vox_str){out, n};
}

static vox_str bytes_of_hex(vox_str hex, char out[BUFFER]) {
  size_t n = 0;
  for (size_t i = 0; i < hex.len;) {
    if (hex.ptr[i] == ' ') {
      i++;
      continue;
    }
    vox_str two = str_sub(hex, i, i + 2);
    uint32_t byte;
    assert_true(hex_next(&two, &byte));
    assert_true(n < BUFFER);
    out[n++] = (char)byte;
    i += 2;
  }
  return (vox_str){out, n};
}

static void check_case(vox_str bytes, bool valid, vox_str expected) {
  char out[BUFFER];
  vox_str mended = mend(bytes, out);
  assert_true(str_eq(mended, expected));
  assert_int_equal(utf8_valid_prefix(bytes) == bytes.len, valid);
  assert_int_equal(utf8_valid_prefix(mended), mended.len);
}

/* One line of utf8tests.txt: num:valid:text, num:valid hex:HEX or num:invalid hex:HEX:SKIPPED:REPLACED. */
static bool check_utf8tests_line(vox_str line, size_t *ill_formed) {
  char bytes[BUFFER], replaced[BUFFER];
  if (line.len == 0 || line.ptr[0] == '#') return false;
  str_cut(&line, ':');
  vox_str kind = str_trim(str_cut(&line, ':'));
  if (str_eq(kind, STR("valid"))) return check_case(line, true, line), true;
  vox_str input = bytes_of_hex(str_cut(&line, ':'), bytes);
  if (str_eq(kind, STR("valid hex"))) return check_case(input, true, input), true;
  assert_true(str_eq(kind, STR("invalid hex")));
  str_cut(&line, ':');
  check_case(input, false, bytes_of_hex(line, replaced));
  ++*ill_formed;
  return true;
}

static void test_utf8tests(void **state) {
  (void)state;
  vox_str file = suite_read("utf8tests/utf8tests.txt"), rest = file;
  size_t cases = 0, ill_formed = 0;
  while (rest.len) cases += check_utf8tests_line(str_trim(str_cut(&rest, '\n')), &ill_formed);
  assert_int_equal(cases, 222);
  assert_int_equal(ill_formed, 145);
  free((char *)file.ptr);
}

static void test_kuhn(void **state) {
  (void)state;
  vox_str file = suite_read("kuhn-utf8/kuhn_cases.tsv"), rest = file;
  size_t cases = 0, ill_formed = 0;
  for (str_cut(&rest, '\n'); rest.len; cases++) {
    char bytes[BUFFER], replaced[BUFFER];
    vox_str line = str_cut(&rest, '\n');
    str_cut(&line, '\t');
    vox_str input = bytes_of_hex(str_cut(&line, '\t'), bytes);
    bool valid = str_eq(str_cut(&line, '\t'), STR("1"));
    check_case(input, valid, bytes_of_hex(str_trim(line), replaced));
    ill_formed += !valid;
  }
  assert_int_equal(cases, 80);
  assert_int_equal(ill_formed, 64);
  free((char *)file.ptr);
}

/* Every scalar value goes out and comes back; a surrogate's bytes are three ill-formed parts. */
static void test_scalars(void **state) {
  (void)state;
  for (uint32_t cp = 0; cp < 0x110000; cp++) {
    char bytes[4];
    size_t at = 0, len = utf8_put(cp, bytes);
    vox_str s = {bytes, len};
    bool surrogate = cp >= 0xD800 && cp < 0xE000;
    assert_int_equal(len, cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4);
    assert_int_equal(utf8_next(s, &at), surrogate ? 0xFFFD : cp);
    assert_int_equal(at, surrogate ? 1 : len);
    assert_int_equal(utf8_valid_prefix(s), surrogate ? 0 : len);
    for (size_t cut = 1; cut < len && !surrogate; cut++) {
      assert_int_equal(utf8_valid_prefix((vox_str){bytes, cut}), 0);
      at = 0;
      assert_int_equal(utf8_next((vox_str){bytes, cut}, &at), 0xFFFD);
      assert_int_equal(at, cut);
    }
  }
}

static void test_written_bytes(void **state) {
  (void)state;
  char b[4];
  assert_int_equal(utf8_put('A', b), 1);
  assert_memory_equal(b, "A", 1);
  assert_int_equal(utf8_put(0xE9, b), 2);
  assert_memory_equal(b, "\xC3\xA9", 2);
  assert_int_equal(utf8_put(0x6162, b), 3);
  assert_memory_equal(b, "\xE6\x85\xA2", 3);
  assert_int_equal(utf8_put(0x1F600, b), 4);
  assert_memory_equal(b, "\xF0\x9F\x98\x80", 4);
}

/* Table 3-7 written out row by row. Returns the length of the well-formed sequence at `p`, or 0; `part`: the
 * length of that or of the maximal subpart of one, at least 1. */
static size_t naive_sequence(const uint8_t *p, size_t left, size_t *part) {
  static const uint8_t rows[9][9] = {
      {1, 0x00, 0x7F},
      {2, 0xC2, 0xDF, 0x80, 0xBF},
      {3, 0xE0, 0xE0, 0xA0, 0xBF, 0x80, 0xBF},
      {3, 0xE1, 0xEC, 0x80, 0xBF, 0x80, 0xBF},
      {3, 0xED, 0xED, 0x80, 0x9F, 0x80, 0xBF},
      {3, 0xEE, 0xEF, 0x80, 0xBF, 0x80, 0xBF},
      {4, 0xF0, 0xF0, 0x90, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
      {4, 0xF1, 0xF3, 0x80, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
      {4, 0xF4, 0xF4, 0x80, 0x8F, 0x80, 0xBF, 0x80, 0xBF},
  };
  *part = 1;
  for (size_t r = 0; r < 9; r++) {
    size_t len = rows[r][0], i = 0;
    while (i < len && i < left && p[i] >= rows[r][1 + 2 * i] && p[i] <= rows[r][2 + 2 * i]) i++;
    *part = i > *part ? i : *part;
    if (i == len) return len;
  }
  return 0;
}

static size_t naive_prefix(vox_str s) {
  size_t at = 0, n, part;
  while (at < s.len && (n = naive_sequence((const uint8_t *)s.ptr + at, s.len - at, &part)) > 0) at += n;
  return at;
}

/* utf8_next over all of `s` steps as the naive reading does. */
static void check_steps(vox_str s) {
  for (size_t at = 0; at < s.len;) {
    size_t part, n = naive_sequence((const uint8_t *)s.ptr + at, s.len - at, &part), next = at;
    uint32_t cp = utf8_next(s, &next);
    assert_int_equal(next - at, part);
    if (n == 0) assert_int_equal(cp, 0xFFFD);
    at = next;
  }
}

/* Every pair of bytes, alone and behind ASCII and Chinese of every length up to 40, against the naive
 * reading. */
static void test_byte_pairs(void **state) {
  (void)state;
  for (unsigned pair = 0; pair < 65536; pair++) {
    char s[48];
    size_t before = pair % 41;
    for (size_t i = 0; i < before; i++) s[i] = pair & 1 ? "\xE6\x85\xA2"[i % 3] : 'a';
    before -= pair & 1 ? before % 3 : 0;
    s[before] = (char)(pair >> 8), s[before + 1] = (char)pair, s[before + 2] = 'z';
    vox_str all = {s, before + 3}, two = {s + before, 2};
    assert_int_equal(utf8_valid_prefix(all), naive_prefix(all));
    assert_int_equal(utf8_valid_prefix(two), naive_prefix(two));
    check_steps(all);
    check_steps(two);
  }
}

/* Random strings of well-formed characters with one byte broken. */
static void test_broken_text(void **state) {
  (void)state;
  uint64_t seed = 20221;
  for (int round = 0; round < 20000; round++) {
    char s[256];
    size_t len = 0;
    while (len < 200) {
      uint32_t r = random_next(&seed), cp = r & 1 ? r >> 25 : r & 2 ? 0x4E00 + r % 0x5000 : r >> 12;
      if (cp < 0x110000 && (cp < 0xD800 || cp > 0xDFFF)) len += utf8_put(cp, s + len);
    }
    vox_str text = {s, len};
    assert_int_equal(utf8_valid_prefix(text), len);
    s[random_next(&seed) % len] = (char)random_next(&seed);
    assert_int_equal(utf8_valid_prefix(text), naive_prefix(text));
    check_steps(text);
  }
}

static void test_empty(void **state) {
  (void)state;
  assert_int_equal(utf8_valid_prefix((vox_str){NULL, 0}), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_utf8tests),  cmocka_unit_test(test_kuhn),
      cmocka_unit_test(test_scalars),    cmocka_unit_test(test_written_bytes),
      cmocka_unit_test(test_byte_pairs), cmocka_unit_test(test_broken_text),
      cmocka_unit_test(test_empty),
  };
  return cmocka_run_group_tests_name("text_utf8", tests, NULL, NULL);
}
