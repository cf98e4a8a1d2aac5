/* alike.c - see alike.h.
 *
 * This floor knows no Unicode tables, so letters are told from marks by ranges: ASCII by its classes, the
 * blocks of general, Chinese and full-width punctuation as marks, all else as letters. That is enough to
 * compare; nothing of it is printed. */
#include "aggregate/alike.h"

enum { LETTERS_MAX = 256 };

/* Well-formed UTF-8 is read as such; of anything else each byte stands for itself. */
static uint32_t next_character(vox_str s, size_t *at) {
  const unsigned char *p = (const unsigned char *)s.ptr + *at;
  size_t more = p[0] < 0xC0 ? 0 : p[0] < 0xE0 ? 1 : p[0] < 0xF0 ? 2 : 3;
  if (more >= s.len - *at) more = 0;
  uint32_t cp = more ? p[0] & (0x3Fu >> more) : p[0];
  for (size_t i = 1; i <= more; i++) cp = cp << 6 | (p[i] & 0x3Fu);
  *at += more + 1;
  return cp;
}

/* The letter or digit to compare, 0 for a mark. */
static uint32_t letter_of(uint32_t cp) {
  if (cp >= 0xFF01 && cp <= 0xFF5E) cp -= 0xFEE0; /* full width */
  if (cp >= 'A' && cp <= 'Z') return cp + 32;
  if (cp < 0x80) return (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9') ? cp : 0;
  if (cp < 0xC0 || (cp >= 0x2000 && cp <= 0x206F) || (cp >= 0x3000 && cp <= 0x303F)) return 0;
  return cp >= 0xFE00 && cp <= 0xFE6F ? 0 : cp;
}

static size_t letters_of(vox_str s, uint32_t *out) {
  size_t n = 0;
  for (size_t at = 0; at < s.len && n < LETTERS_MAX;) {
    uint32_t letter = letter_of(next_character(s, &at));
    if (letter) out[n++] = letter;
  }
  return n;
}

/* Sorted distinct pairs of neighbours, by insertion: at most 255 of them. */
static size_t pairs_of(const uint32_t *letters, size_t n, uint64_t *out) {
  size_t count = 0;
  for (size_t i = 1; i < n; i++) {
    uint64_t pair = (uint64_t)letters[i - 1] << 32 | letters[i];
    size_t at = count;
    while (at && out[at - 1] > pair) at--;
    if (at && out[at - 1] == pair) continue;
    memmove(&out[at + 1], &out[at], (count - at) * sizeof *out);
    out[at] = pair;
    count++;
  }
  return count;
}

static size_t common(const uint64_t *a, size_t n, const uint64_t *b, size_t m) {
  size_t both = 0;
  for (size_t i = 0, k = 0; i < n && k < m;) {
    both += a[i] == b[k];
    bool a_on = a[i] <= b[k], b_on = b[k] <= a[i];
    i += a_on, k += b_on;
  }
  return both;
}

bool texts_alike(vox_str a, vox_str b) {
  uint32_t left[LETTERS_MAX], right[LETTERS_MAX];
  uint64_t left_pairs[LETTERS_MAX], right_pairs[LETTERS_MAX];
  size_t n = letters_of(a, left), m = letters_of(b, right);
  if (n == m && memcmp(left, right, n * sizeof *left) == 0) return true;
  size_t p = pairs_of(left, n, left_pairs), q = pairs_of(right, m, right_pairs);
  return p + q && 10 * common(left_pairs, p, right_pairs, q) >= 4 * (p + q);
}
