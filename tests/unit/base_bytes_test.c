/* base_bytes_test.c - numbers in bytes, the checksum by both of its ways against one bit at a time, SHA-256
 * and hash64 against published and pinned values.
 *
 * The source itself is included: on one machine crc32c takes one way only, and the other must be reached too.
 */
#include "text_suites.h"

#include "base/bytes.c"
#include <sha2.h>

/* The definition, one bit after the other. */
static uint32_t crc_bitwise(uint32_t crc, const unsigned char *p, size_t len) {
  crc = ~crc;
  while (len--) {
    crc ^= *p++;
    for (int i = 0; i < 8; i++) crc = crc >> 1 ^ (crc & 1 ? 0x82F63B78u : 0);
  }
  return ~crc;
}

static void check_crc(const void *bytes, size_t len, uint32_t want) {
  assert_int_equal(crc32c(0, bytes, len), want);
  assert_int_equal(crc_portable(0, bytes, len), want);
}

/* RFC 3720, B.4 */
static void test_crc_vectors(void **state) {
  (void)state;
  unsigned char bytes[32];
  check_crc("", 0, 0);
  check_crc("123456789", 9, 0xE3069283u);
  memset(bytes, 0, 32);
  check_crc(bytes, 32, 0x8A9136AAu);
  memset(bytes, 0xFF, 32);
  check_crc(bytes, 32, 0x62A8AB43u);
  for (int i = 0; i < 32; i++) bytes[i] = (unsigned char)i;
  check_crc(bytes, 32, 0x46DD794Eu);
  for (int i = 0; i < 32; i++) bytes[i] = (unsigned char)(31 - i);
  check_crc(bytes, 32, 0x113FDB5Cu);
}

static void test_crc_lengths_and_alignments(void **state) {
  (void)state;
  unsigned char bytes[400];
  uint64_t seed = 5;
  for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char)random_next(&seed);
  for (size_t from = 0; from < 16; from++)
    for (size_t len = 0; len <= 300; len++) {
      uint32_t start = len % 2 ? random_next(&seed) : 0, want = crc_bitwise(start, bytes + from, len);
      if (crc32c(start, bytes + from, len) != want) fail_msg("%zu bytes from %zu", len, from);
      if (crc_portable(start, bytes + from, len) != want) fail_msg("portable: %zu bytes from %zu", len, from);
    }
}

/* Long ones go in three lanes at a time. */
static void test_crc_of_many(void **state) {
  (void)state;
  enum { MOST = 200000 };
  unsigned char *bytes = malloc(MOST);
  uint64_t seed = 7;
  assert_non_null(bytes);
  for (size_t i = 0; i < MOST; i++) bytes[i] = (unsigned char)random_next(&seed);
  for (size_t len = 3 * 8192 - 9; len + 16 < MOST; len += len / 3 + 1) {
    size_t from = len % 16;
    uint32_t start = random_next(&seed);
    assert_int_equal(crc32c(start, bytes + from, len), crc_bitwise(start, bytes + from, len));
    assert_int_equal(crc32c(start, bytes, 3 * 8192), crc_portable(start, bytes, 3 * 8192));
  }
  free(bytes);
}

static void test_crc_in_pieces(void **state) {
  (void)state;
  unsigned char bytes[100];
  uint64_t seed = 6;
  for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char)random_next(&seed);
  uint32_t whole = crc32c(0, bytes, sizeof bytes);
  for (size_t cut = 0; cut <= sizeof bytes; cut++) {
    uint32_t head = crc32c(0, bytes, cut);
    assert_int_equal(crc32c(head, bytes + cut, sizeof bytes - cut), whole);
    assert_int_equal(crc_portable(crc_portable(0, bytes, cut), bytes + cut, sizeof bytes - cut), whole);
  }
}

static void check_sha(const char *text, size_t times, const char *want) {
  uint8_t digest[32];
  char hex[65];
  sha256_state s;
  sha256_begin(&s);
  for (size_t i = 0; i < times; i++) sha256_add(&s, str_of(text));
  sha256_end(&s, digest);
  hex256(digest, hex);
  assert_string_equal(hex, want);
  if (times != 1) return;
  memset(digest, 0, sizeof digest);
  sha256(text, strlen(text), digest);
  hex256(digest, hex);
  assert_string_equal(hex, want);
}

/* FIPS 180-4 and its examples */
static void test_sha_vectors(void **state) {
  (void)state;
  check_sha("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  check_sha("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  check_sha("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  check_sha("aaaaaaaaaa", 100000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* Any text in any pieces, against libmd. */
static void test_sha_in_pieces(void **state) {
  (void)state;
  uint8_t text[300], want[32], got[32];
  for (size_t i = 0; i < sizeof text; i++) text[i] = (uint8_t)(i * 37 + i / 7);
  for (size_t len = 0; len <= sizeof text; len++) {
    SHA2_CTX c;
    SHA256Init(&c), SHA256Update(&c, text, len), SHA256Final(want, &c);
    for (size_t piece = 1; piece < 200; piece += 13) {
      sha256_state s;
      sha256_begin(&s);
      for (size_t at = 0; at < len; at += piece)
        sha256_add(&s, (vox_str){(const char *)text + at, len - at < piece ? len - at : piece});
      sha256_end(&s, got);
      assert_memory_equal(got, want, sizeof want);
    }
  }
}

/* Pinned: samples and tables that other machines made rest on these values. */
static void test_hash_is_stable(void **state) {
  (void)state;
  assert_true(hash64("", 0, 0) == hash64(NULL, 0, 0));
  assert_true(hash64("", 0, 0) == 0);
  assert_true(hash64("a", 1, 0) == 0x511BC6BE53F3B765u);
  assert_true(hash64("12345678", 8, 0) == 0x6F62CDD9DC7950E6u);
  assert_true(hash64("123456789", 9, 42) == 0x51E67ED1F54B0DC3u);
}

static void test_hash_spreads(void **state) {
  (void)state;
  enum { BINS = 256, KEYS = 25600 };
  static uint32_t low[BINS], high[BINS];
  unsigned char key[24] = {0};
  for (uint32_t i = 0; i < KEYS; i++) {
    put_u32(key, i);
    uint64_t h = hash64(key, 4 + i % 20, 9);
    low[h % BINS]++, high[h >> 56]++;
  }
  for (int i = 0; i < BINS; i++) {
    assert_in_range(low[i], 50, 160);
    assert_in_range(high[i], 50, 160);
  }
}

/* Length, seed and every bit of the content count, wherever the bytes lie. */
static void test_hash_depends_on_all(void **state) {
  (void)state;
  unsigned char bytes[64] = {0};
  for (size_t len = 0; len < 24; len++) {
    uint64_t h = hash64(bytes, len, 0);
    assert_true(h == hash64(bytes + 13, len, 0));
    assert_true(h != hash64(bytes, len + 1, 0));
    assert_true(h != hash64(bytes, len, 1));
    for (size_t bit = 0; bit < 8 * len; bit++) {
      bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
      assert_true(h != hash64(bytes, len, 0));
      bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
  }
}

static void test_little_endian(void **state) {
  (void)state;
  unsigned char at[9];
  put_u64(at + 1, 0x0123456789ABCDEFu);
  assert_memory_equal(at + 1, "\xEF\xCD\xAB\x89\x67\x45\x23\x01", 8);
  assert_true(get_u64(at + 1) == 0x0123456789ABCDEFu);
  assert_int_equal(get_u32(at + 1), 0x89ABCDEFu);
  assert_int_equal(get_u16(at + 1), 0xCDEF);
  put_u32(at + 1, 0xFFFFFFFEu);
  assert_int_equal(get_u32(at + 1), 0xFFFFFFFEu);
  put_u16(at + 3, 0x8001);
  assert_memory_equal(at + 1, "\xFE\xFF\x01\x80\x67", 5);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_crc_vectors),         cmocka_unit_test(test_crc_lengths_and_alignments),
      cmocka_unit_test(test_crc_of_many),         cmocka_unit_test(test_crc_in_pieces),
      cmocka_unit_test(test_sha_vectors),         cmocka_unit_test(test_sha_in_pieces),
      cmocka_unit_test(test_hash_is_stable),      cmocka_unit_test(test_hash_spreads),
      cmocka_unit_test(test_hash_depends_on_all), cmocka_unit_test(test_little_endian),
  };
  return cmocka_run_group_tests_name("base/bytes", tests, NULL, NULL);
}
