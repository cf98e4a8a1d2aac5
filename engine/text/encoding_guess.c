/* encoding_guess.c - which encoding a file is in; see encoding.h.
 *
 * Each candidate reads the sample and pays for what it finds: much for an invalid sequence, a little for a
 * character that is rare in survey answers. The common characters of GB18030 and Big5 lie in zones of their
 * code (level 1 and punctuation), and the one's common zone is full of the other's rare characters: a few
 * dozen characters decide. */
#include "base/span.h"
#include "text/encoding.h"
#include "text/utf8.h"

#define INVALID_COST 20u
#define HEAD         ((size_t)64 << 10)

typedef struct reading {
  size_t chars; /* above ASCII */
  size_t invalid;
  size_t rare;
} reading;

static size_t cost(reading r) { return r.invalid * INVALID_COST + r.rare; }

static reading read_utf8(vox_str s, bool cut) {
  reading r = {0, 0, 0};
  for (size_t at = 0; at < s.len;) {
    size_t from = at;
    uint32_t cp = utf8_next(s, &at);
    if (cp < 0x80) continue;
    bool replaced = cp == 0xFFFD && !(at - from == 3 && (unsigned char)s.ptr[from + 1] == 0xBF);
    if (replaced && cut && s.len - from < 4 && at == s.len) break;
    r.chars++;
    r.invalid += replaced;
    r.rare += cp < 0xA0 || (cp >= 0xE000 && cp < 0xF900);
  }
  return r;
}

static bool between(unsigned char b, unsigned low, unsigned high) { return b >= low && b <= high; }

/* Reads one character above ASCII at `p`; gives its length, 0 when it is cut off. */
typedef size_t (*read_char)(const unsigned char *p, size_t left, reading *r);

static size_t read_gb18030(const unsigned char *p, size_t left, reading *r) {
  r->chars++;
  if (!between(p[0], 0x81, 0xFE)) return r->invalid++, 1;
  if (left < 2) return 0;
  if (between(p[1], 0x30, 0x39)) {
    if (left < 4) return 0;
    if (between(p[2], 0x81, 0xFE) && between(p[3], 0x30, 0x39)) return 4;
    return r->invalid++, 1;
  }
  if (!between(p[1], 0x40, 0xFE) || p[1] == 0x7F) return r->invalid++, 1;
  bool level1 = between(p[0], 0xB0, 0xD7) && p[1] >= 0xA1,
       marks = (p[0] == 0xA1 || p[0] == 0xA3) && p[1] >= 0xA1;
  r->rare += !level1 && !marks;
  return 2;
}

static size_t read_big5(const unsigned char *p, size_t left, reading *r) {
  r->chars++;
  if (!between(p[0], 0x87, 0xFE)) return r->invalid++, 1;
  if (left < 2) return 0;
  if (!between(p[1], 0x40, 0x7E) && !between(p[1], 0xA1, 0xFE)) return r->invalid++, 1;
  bool level1 = between(p[0], 0xA4, 0xC6), marks = between(p[0], 0xA1, 0xA2);
  r->rare += !level1 && !marks;
  return 2;
}

static reading read_double(vox_str s, bool cut, read_char next) {
  reading r = {0, 0, 0};
  for (size_t at = 0; at < s.len;) {
    const unsigned char *p = (const unsigned char *)s.ptr + at;
    if (p[0] < 0x80) {
      at++;
      continue;
    }
    size_t n = next(p, s.len - at, &r);
    if (n == 0) {
      if (cut)
        r.chars--;
      else
        r.invalid++;
      break;
    }
    at += n;
  }
  return r;
}

/* Good enough to turn bytes into it: half of the characters at least are common ones. */
static bool is_credible(reading r) { return (r.invalid + r.rare) * 2 <= r.chars; }

encoding_guess encoding_guess_text(vox_str sample, bool cut) {
  size_t valid = utf8_valid_prefix(sample);
  if (valid == sample.len) return (encoding_guess){ENCODING_UTF8, 0, "well-formed UTF-8"};
  reading utf8 = read_utf8(sample, cut);
  if (utf8.invalid == 0) return (encoding_guess){ENCODING_UTF8, 0, "well-formed UTF-8"};
  reading gb = read_double(sample, cut, read_gb18030), big5 = read_double(sample, cut, read_big5);
  bool to_big5 = cost(big5) < cost(gb);
  reading best = to_big5 ? big5 : gb;
  if (cost(utf8) <= cost(best) || !is_credible(best)) {
    return (encoding_guess){ENCODING_UTF8, 0,
                            cost(utf8) <= cost(best) ? "fewest invalid sequences" : "in no known encoding"};
  }
  const char *reason = gb.invalid == big5.invalid ? "commonest characters" : "fewest invalid sequences";
  return (encoding_guess){to_big5 ? ENCODING_BIG5 : ENCODING_GB18030, 0, reason};
}

static bool is_plausible_unit(unsigned high, unsigned low) {
  if (high == 0) return low >= 0x20 || low == '\n' || low == '\r' || low == '\t';
  return high == 0x30 || high == 0xFF || (high >= 0x4E && high <= 0x9F) || high == 0x20;
}

/* UTF-16 without a mark: every comma and line end has a zero byte on the same side. Where zeros are few they
 * may be strays in a file of single bytes, which then is UTF-8 for the rest. */
static bool is_utf16(vox_str head, unsigned high_side) {
  size_t units = head.len / 2, zeros = 0, other = 0, plausible = 0;
  for (size_t i = 0; i < units; i++) {
    unsigned high = (unsigned char)head.ptr[2 * i + high_side],
             low = (unsigned char)head.ptr[2 * i + 1 - high_side];
    zeros += high == 0;
    other += low == 0 && high != 0x4E && high != 0x30; /* 一 and the ideographic space are common */
    plausible += is_plausible_unit(high, low);
  }
  bool many = zeros >= 2 && zeros >= units / 4;
  bool some = zeros >= 1 && utf8_valid_prefix(head) + 3 < head.len;
  return (many || some) && other <= zeros / 16 && plausible >= units - units / 5;
}

encoding_guess encoding_guess_head(vox_str head) {
  static const struct {
    const char *mark;
    size_t len;
    encoding encoding;
  } marks[] = {{"\xEF\xBB\xBF", 3, ENCODING_UTF8},
               {"\xFF\xFE", 2, ENCODING_UTF16LE},
               {"\xFE\xFF", 2, ENCODING_UTF16BE},
               {"\x84\x31\x95\x33", 4, ENCODING_GB18030}};
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    if (!str_starts(head, (vox_str){marks[i].mark, marks[i].len})) continue;
    return (encoding_guess){marks[i].encoding, marks[i].len, "byte order mark"};
  }
  if (head.len > HEAD) head.len = HEAD;
  if (head.len && memchr(head.ptr, 0, head.len)) {
    if (is_utf16(head, 1)) return (encoding_guess){ENCODING_UTF16LE, 0, "zero bytes of UTF-16"};
    if (is_utf16(head, 0)) return (encoding_guess){ENCODING_UTF16BE, 0, "zero bytes of UTF-16"};
  }
  return (encoding_guess){ENCODING_UNKNOWN, 0, "only ASCII so far"};
}
