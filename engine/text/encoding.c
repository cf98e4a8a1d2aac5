/* encoding.c - names and conversion; see encoding.h. */
#include "text/encoding.h"
#include "base/span.h"
#include "text/utf8.h"
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

enum { LEADS = 0xFE - 0x81 + 1, TRAILS = 0xFE - 0x40 + 1 };
#define TABLE_SIZE ((size_t)LEADS * TRAILS * sizeof(uint16_t))
#define BAD        '\xFF'
#define MOST       12u /* bytes that one sequence may become */

const char *encoding_name(encoding e) {
  static const char *const names[] = {"unknown", "UTF-8", "GB18030", "Big5-HKSCS", "UTF-16LE", "UTF-16BE"};
  return names[e];
}

encoding encoding_by_name(vox_str name) {
  static const struct {
    const char *name;
    encoding encoding;
  } known[] = {
      {"utf8", ENCODING_UTF8},       {"ascii", ENCODING_UTF8},      {"usascii", ENCODING_UTF8},
      {"gb18030", ENCODING_GB18030}, {"gbk", ENCODING_GB18030},     {"gb2312", ENCODING_GB18030},
      {"cp936", ENCODING_GB18030},   {"euccn", ENCODING_GB18030},   {"big5", ENCODING_BIG5},
      {"big5hkscs", ENCODING_BIG5},  {"cp950", ENCODING_BIG5},      {"utf16", ENCODING_UTF16LE},
      {"utf16le", ENCODING_UTF16LE}, {"utf16be", ENCODING_UTF16BE}, {"unicode", ENCODING_UTF16LE},
  };
  char plain[16];
  size_t n = 0;
  for (size_t i = 0; i < name.len; i++) {
    char c = name.ptr[i];
    if (c == '-' || c == '_' || c == ' ') continue;
    if (n == sizeof plain) return ENCODING_UNKNOWN;
    plain[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
  }
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    if (str_eq((vox_str){plain, n}, str_of(known[i].name))) return known[i].encoding;
  }
  return ENCODING_UNKNOWN;
}

/* One sequence through ICU: code units, or 0 when it is not a character. */
static size_t ask_icu(UConverter *icu, const char *bytes, size_t len, UChar out[4]) {
  UErrorCode status = U_ZERO_ERROR;
  const char *from = bytes;
  UChar *to = out;
  ucnv_resetToUnicode(icu);
  ucnv_toUnicode(icu, &to, out + 4, &from, bytes + len, NULL, 1, &status);
  return U_SUCCESS(status) && from == bytes + len ? (size_t)(to - out) : 0;
}

static void fill_table(decoder *d) {
  for (int lead = 0; lead < LEADS; lead++) {
    for (int trail = 0; trail < TRAILS; trail++) {
      char bytes[2] = {(char)(0x81 + lead), (char)(0x40 + trail)};
      UChar units[4];
      bool single = ask_icu(d->icu, bytes, 2, units) == 1 && units[0] >= 0x80;
      d->table[lead * TRAILS + trail] = single ? units[0] : 0;
    }
  }
}

vox_status decoder_init(decoder *d, mem *m, encoding from) {
  *d = (decoder){from, NULL, NULL, m};
  if (from != ENCODING_GB18030 && from != ENCODING_BIG5) return VOX_OK;
  UErrorCode status = U_ZERO_ERROR;
  d->icu = ucnv_open(encoding_name(from), &status);
  if (U_SUCCESS(status)) {
    ucnv_setToUCallBack(d->icu, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    d->table = mem_get(m, TABLE_SIZE);
  }
  if (U_SUCCESS(status) && d->table) {
    fill_table(d);
    return VOX_OK;
  }
  decoder_free(d);
  return VOX_ERR_MEMORY; /* ICU holds both converters: it fails only when memory ends, under several names */
}

void decoder_free(decoder *d) {
  if (d->icu) ucnv_close(d->icu);
  mem_put(d->mem, d->table, TABLE_SIZE);
  d->icu = NULL;
  d->table = NULL;
}

static size_t put_units(const UChar *units, size_t count, char *out) {
  size_t made = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t cp = units[i];
    if (U16_IS_LEAD(cp) && i + 1 < count) cp = (uint32_t)U16_GET_SUPPLEMENTARY(cp, units[i + 1]), i++;
    made += utf8_put(cp, out + made);
  }
  return made;
}

/* A sequence outside the table. Gives its length and writes what it stands for; 0: its end is not in sight.
 */
static size_t convert_rare(decoder *d, vox_str in, bool last, char *out, size_t *made) {
  const unsigned char *p = (const unsigned char *)in.ptr;
  bool led = p[0] >= 0x81 && p[0] <= 0xFE,
       four = d->from == ENCODING_GB18030 && in.len > 1 && p[1] >= 0x30 && p[1] <= 0x39;
  size_t len = four ? 4 : 2;
  if (led && in.len < len && !last) return 0;
  UChar units[4];
  size_t count = led && in.len >= len ? ask_icu(d->icu, in.ptr, len, units) : 0;
  if (count) {
    *made = put_units(units, count, out);
    return len;
  }
  *out = BAD;
  *made = 1;
  return led && !four && in.len > 1 && p[1] >= 0x80 ? 2 : 1; /* an ASCII byte behind a lone lead is itself */
}

/* Copies ASCII; stops at the first byte above it. */
static size_t copy_ascii(const char *in, size_t len, char *out) {
  size_t n = 0;
  for (uint64_t word; len - n >= 8; n += 8) {
    memcpy(&word, in + n, 8);
    if (word & 0x8080808080808080u) break;
    memcpy(out + n, &word, 8);
  }
  for (; n < len && (unsigned char)in[n] < 0x80; n++) out[n] = in[n];
  return n;
}

static size_t put3(uint32_t cp, char *out) {
  if (cp < 0x800) return utf8_put(cp, out);
  out[0] = (char)(0xE0 | cp >> 12), out[1] = (char)(0x80 | (cp >> 6 & 0x3F)),
  out[2] = (char)(0x80 | (cp & 0x3F));
  return 3;
}

static uint16_t look_up(const decoder *d, const unsigned char *p) {
  if (p[0] < 0x81 || p[0] > 0xFE || p[1] < 0x40 || p[1] > 0xFE) return 0;
  return d->table[(size_t)(p[0] - 0x81) * TRAILS + (p[1] - 0x40u)];
}

static size_t run_double(decoder *d, vox_str in, bool last, char *out, size_t cap, size_t *made) {
  size_t at = 0, to = 0;
  while (at < in.len && cap - to >= MOST) {
    const unsigned char *p = (const unsigned char *)in.ptr + at;
    if (p[0] < 0x80) {
      size_t room = in.len - at < cap - to ? in.len - at : cap - to,
             n = copy_ascii(in.ptr + at, room, out + to);
      at += n, to += n;
      continue;
    }
    uint32_t cp = in.len - at > 1 ? look_up(d, p) : 0;
    size_t used = 2, wrote = cp ? put3(cp, out + to) : 0;
    if (!cp) used = convert_rare(d, str_sub(in, at, in.len), last, out + to, &wrote);
    if (!used) break;
    at += used, to += wrote;
  }
  *made = to;
  return at;
}

static uint32_t unit_at(const decoder *d, const unsigned char *p) {
  return d->from == ENCODING_UTF16LE ? (uint32_t)(p[0] | p[1] << 8) : (uint32_t)(p[0] << 8 | p[1]);
}

static size_t run_utf16(decoder *d, vox_str in, bool last, char *out, size_t cap, size_t *made) {
  size_t at = 0, to = 0;
  while (in.len - at >= 2 && cap - to >= MOST) {
    const unsigned char *p = (const unsigned char *)in.ptr + at;
    uint32_t unit = unit_at(d, p);
    size_t used = 2;
    if (U16_IS_LEAD(unit)) {
      if (in.len - at < 4 && !last) break;
      uint32_t trail = in.len - at < 4 ? 0 : unit_at(d, p + 2);
      if (U16_IS_TRAIL(trail)) unit = (uint32_t)U16_GET_SUPPLEMENTARY(unit, trail), used = 4;
    }
    if (U16_IS_SURROGATE(unit))
      out[to++] = BAD;
    else
      to += utf8_put(unit, out + to);
    at += used;
  }
  if (last && in.len - at == 1 && to < cap) out[to++] = BAD, at++;
  *made = to;
  return at;
}

size_t decoder_run(decoder *d, vox_str in, bool last, char *out, size_t cap, size_t *made) {
  bool wide = d->from == ENCODING_UTF16LE || d->from == ENCODING_UTF16BE;
  return wide ? run_utf16(d, in, last, out, cap, made) : run_double(d, in, last, out, cap, made);
}
