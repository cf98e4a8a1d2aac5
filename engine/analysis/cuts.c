/* cuts.c - what is read over inside a comment: the reading in brackets behind a character, 業(yè), and text
 * that a PDF's bold type has doubled. The comment is then segmented again without it, and spans are moved
 * back into the caller's bytes. */
#include "analysis/quality.h"

static bool cut_add(arena *a, cut_list *l, uint32_t begin, uint32_t end) {
  if (l->len == l->cap) {
    uint32_t cap = l->cap ? 2 * l->cap : 16;
    vox_span *grown = arena_get(a, cap * sizeof *grown);
    if (!grown) return false;
    if (l->len) memcpy(grown, l->list, l->len * sizeof *grown);
    l->list = grown, l->cap = cap;
  }
  l->list[l->len++] = (vox_span){begin, end};
  return true;
}

/* ---- Readings ---- */

/* A vowel with a tone mark as the plain one (ü is v); a plain letter as it is; 0: no letter of pinyin. */
static char plain_letter(uint32_t cp, bool *toned) {
  static const struct {
    uint16_t cp;
    char plain;
  } is_mark[] = {{0x0101, 'a'}, {0x00E1, 'a'}, {0x01CE, 'a'}, {0x00E0, 'a'}, {0x0113, 'e'},
                 {0x00E9, 'e'}, {0x011B, 'e'}, {0x00E8, 'e'}, {0x012B, 'i'}, {0x00ED, 'i'},
                 {0x01D0, 'i'}, {0x00EC, 'i'}, {0x014D, 'o'}, {0x00F3, 'o'}, {0x01D2, 'o'},
                 {0x00F2, 'o'}, {0x016B, 'u'}, {0x00FA, 'u'}, {0x01D4, 'u'}, {0x00F9, 'u'},
                 {0x01D6, 'v'}, {0x01D8, 'v'}, {0x01DA, 'v'}, {0x01DC, 'v'}, {0x00FC, 'v'}};
  if (cp >= 'a' && cp <= 'z') return (char)cp;
  for (size_t i = 0; i < sizeof is_mark / sizeof *is_mark; i++)
    if (is_mark[i].cp == cp) return *toned = true, is_mark[i].plain;
  return 0;
}

/* The longest syllable at `w`; 0: none begins there. Loose: it knows initials and finals, not which go
 * together. */
static size_t syllable(const char *w, size_t n) {
  static const char *const finals[] = {"iang", "iong", "uang", "ang", "eng", "ing", "ong", "iao", "ian",
                                       "uai",  "uan",  "ai",   "ei",  "ao",  "ou",  "an",  "en",  "er",
                                       "ia",   "ie",   "iu",   "in",  "ua",  "uo",  "ui",  "un",  "ue",
                                       "ve",   "a",    "o",    "e",   "i",   "u",   "v"};
  size_t at = 0;
  if (n && strchr("bpmfdtnlgkhjqxrzcsyw", w[0])) at = 1;
  if (at && n > 1 && w[1] == 'h' && strchr("zcs", w[0])) at = 2;
  for (size_t i = 0; i < sizeof finals / sizeof *finals; i++) {
    size_t len = strlen(finals[i]);
    if (at + len <= n && memcmp(w + at, finals[i], len) == 0) return at + len;
  }
  return 0;
}

enum { READING_MAX = 24 };

/* Syllables in all of `w`; 0: it is no pinyin. */
static uint32_t count_syllables(const char *w, size_t n) {
  uint32_t count = 0;
  for (size_t at = 0, step; at < n; at += step, count++)
    if ((step = syllable(w + at, n - at)) == 0) return 0;
  return count;
}

typedef struct reading {
  uint32_t end; /* behind the closing bracket; 0: none stands here */
  uint32_t syllables;
  bool toned;
} reading;

static reading reading_at(const segmented *s, uint32_t open) {
  char w[READING_MAX];
  size_t n = 0;
  reading r = {0};
  uint32_t i = open + 1;
  for (; i < s->len && n < READING_MAX; i++) {
    char c = plain_letter(s->cp[i], &r.toned);
    if (!c) break;
    w[n++] = c;
  }
  if (!n || i == s->len || s->cp[i] != ')') return r;
  r.syllables = count_syllables(w, n);
  if (r.syllables) r.end = i + 1;
  return r;
}

/* Chinese characters right before `at`, at most `most`. */
static uint32_t han_before(const segmented *s, uint32_t at, uint32_t most) {
  uint32_t n = 0;
  while (n < most && at > n && s->kind[at - n - 1] == CHAR_HAN) n++;
  return n;
}

/* Toned syllables behind as many characters. Untoned ones only beside toned ones: 工号(wang) may be a name.
 */
static bool is_reading(const segmented *s, uint32_t open, const reading *r, bool any_toned) {
  if (!r->end || !(r->toned || (any_toned && r->syllables == 1))) return false;
  return han_before(s, open, r->syllables) == r->syllables;
}

static bool any_toned_reading(const segmented *s) {
  for (uint32_t i = 1; i < s->len; i++) {
    if (s->cp[i] != '(') continue;
    reading r = reading_at(s, i);
    if (r.toned && is_reading(s, i, &r, false)) return true;
  }
  return false;
}

static bool cut_readings(arena *a, const segmented *s, cut_list *out) {
  if (!any_toned_reading(s)) return true;
  for (uint32_t i = 1; i < s->len; i++) {
    if (s->cp[i] != '(') continue;
    reading r = reading_at(s, i);
    if (!is_reading(s, i, &r, true)) continue;
    if (!cut_add(a, out, s->begin[i], s->begin[r.end])) return false;
    i = r.end - 1;
  }
  return true;
}

/* ---- Doubled text ---- */

enum {
  GRAM = 4,        /* characters by which a repetition is found */
  DOUBLE_MAX = 80, /* characters of what is doubled */
  DOUBLE_SURE = 6, /* so many letters are doubled by no one for emphasis */
  DOUBLE_SLOTS = 256
};

typedef struct doubled {
  uint32_t from, len; /* text at from..from+len stands again behind itself */
} doubled;

static bool is_word_kind(uint8_t k) {
  return k == CHAR_HAN || k == CHAR_LATIN || k == CHAR_DIGIT || k == CHAR_KANA || k == CHAR_HANGUL;
}

static uint32_t count_letters(const segmented *s, uint32_t from, uint32_t to) {
  uint32_t n = 0;
  for (uint32_t i = from; i < to; i++) n += is_word_kind(s->kind[i]) && s->kind[i] != CHAR_DIGIT;
  return n;
}

/* Four characters as a number of DOUBLE_SLOTS. */
static uint32_t gram_slot(const uint32_t *cp) {
  uint32_t h = cp[0] * 0x9E3779B1u ^ cp[1] * 0x85EBCA77u ^ cp[2] * 0xC2B2AE3Du ^ cp[3] * 0x27D4EB2Fu;
  return (h ^ h >> 15) * 0x2C1B3C6Du >> 24;
}

/* Do the two copies of `len` characters agree? Asked of their ends and middles first: nearly all that begin
 * alike go on differently. */
static inline bool is_square(const segmented *s, uint32_t from, uint32_t len) {
  if (from + 2 * len > s->len) return false;
  const uint32_t *a = s->cp + from, *b = a + len;
  if ((a[len - 1] ^ b[len - 1]) | (a[len / 2] ^ b[len / 2]) | (a[0] ^ b[0])) return false;
  return memcmp(s->cp + from, s->cp + from + len, len * sizeof *s->cp) == 0;
}

/* Do four characters agree? */
static inline uint64_t same_gram(const uint32_t *a, const uint32_t *b) {
  uint64_t x[2], y[2];
  memcpy(x, a, sizeof x), memcpy(y, b, sizeof y);
  return !((x[0] ^ y[0]) | (x[1] ^ y[1]));
}

enum { NOWHERE = 0x80 }; /* each byte of a place that is none, and far from every other */

/* The next doubled text whose second copy begins at `*at` or later and behind that of the last one, `*out`.
 */
static bool next_doubled(const segmented *s, uint32_t last[DOUBLE_SLOTS], uint32_t *at, doubled *out) {
  for (uint32_t i = *at; i + GRAM <= s->len; i++) {
    uint32_t slot = gram_slot(s->cp + i), len = i - last[slot];
    uint32_t near = len - GRAM <= DOUBLE_MAX - GRAM, before = i - (len & (0u - near));
    last[slot] = i;
    /* Whether the slot's last gram is near cannot be foretold: no branch. That it is another can. */
    if (!(near & same_gram(s->cp + before, s->cp + i)) || !is_square(s, before, len)) continue;
    if (i < out->from + 2 * out->len) continue; /* inside the one before */
    *out = (doubled){before, len};
    *at = i + 1;
    return true;
  }
  return false;
}

/* A phrase of a spaced script comes back by itself (a medium and a medium); a [tag] is put twice on purpose.
 */
static bool is_phrase(const segmented *s, const doubled *d) {
  enum { PHRASE_MAX = 24 };
  uint32_t spaces = 0, latin = 0, last = d->from + d->len - 1;
  if (s->cp[d->from] == '[' && s->cp[last] == ']') return true;
  for (uint32_t i = d->from; i <= last; i++)
    spaces += s->kind[i] == CHAR_SPACE, latin += s->kind[i] == CHAR_LATIN;
  return spaces && 2 * latin > d->len && d->len < PHRASE_MAX;
}

/* Few letters: people say a thing twice for emphasis. */
static bool is_short(const segmented *s, const doubled *d) {
  return count_letters(s, d->from, d->from + d->len) < DOUBLE_SURE;
}

typedef struct doubled_list {
  cut_list second;    /* characters of the second copies */
  uint32_t sure;      /* how many are too long for emphasis */
  uint32_t different; /* how many different short ones: 1 or 2, which stands for more */
} doubled_list;

static bool list_doubled(arena *a, const segmented *s, doubled_list *out) {
  uint32_t last[DOUBLE_SLOTS], at = 0, known = 0;
  memset(last, NOWHERE, sizeof last);
  for (doubled d = {0, 0}; next_doubled(s, last, &at, &d);) {
    if (count_letters(s, d.from, d.from + d.len) < GRAM || is_phrase(s, &d)) continue;
    bool is_new = !out->different || memcmp(s->cp + known, s->cp + d.from, GRAM * sizeof *s->cp) != 0;
    out->sure += !is_short(s, &d);
    if (is_short(s, &d) && is_new && out->different < 2) out->different++, known = d.from;
    if (!cut_add(a, &out->second, d.from + d.len, d.from + 2 * d.len)) return false;
  }
  return true;
}

/* Short ones count where the comment has others: bold type is doubled all over a text. */
static bool cut_doubled(arena *a, const segmented *s, cut_list *out) {
  doubled_list found = {{0}, 0, 0};
  if (!list_doubled(a, s, &found)) return false;
  bool all = found.sure || found.different == 2;
  for (uint32_t i = 0; all && i < found.second.len; i++)
    if (!cut_add(a, out, s->begin[found.second.list[i].begin], s->begin[found.second.list[i].end]))
      return false;
  return true;
}

/* ---- Both ---- */

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2")))

/* Characters as bytes: of different ones some are the same byte, and what stands behind the last is any. */
enum { WINDOW = 64, BYTES_BEHIND = WINDOW + DOUBLE_MAX };

AVX2 static __m256i sixteen_bytes(const uint16_t *ids) {
  __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)ids);
  return _mm256_and_si256(_mm256_xor_si256(x, _mm256_srli_epi16(x, 8)), _mm256_set1_epi16(0xFF));
}

AVX2 static void lay_bytes(const uint16_t *ids, uint32_t len, uint8_t *bytes) {
  for (uint32_t i = 0; i < len; i += 32) {
    __m256i mixed = _mm256_packus_epi16(sixteen_bytes(ids + i), sixteen_bytes(ids + i + 16));
    _mm256_storeu_si256((__m256i *)(void *)(bytes + i), _mm256_permute4x64_epi64(mixed, 0xD8));
  }
}

AVX2 static uint64_t same_bytes(const uint8_t *a, const uint8_t *b) {
  __m256i low = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(const void *)a),
                                  _mm256_loadu_si256((const __m256i *)(const void *)b));
  __m256i high = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(const void *)(a + 32)),
                                   _mm256_loadu_si256((const __m256i *)(const void *)(b + 32)));
  return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

/* Do `run` bytes that follow each other come again `shift` bytes behind? The first `count` are asked. `run`
 * is 4, 8 or 16; windows overlap by it. */
AVX2 static inline bool comes_again(const uint8_t *bytes, uint32_t count, uint32_t shift, uint32_t run) {
  uint64_t any = 0;
  for (uint32_t at = 0; at < count; at += WINDOW + 1 - run) {
    uint64_t same = same_bytes(bytes + at, bytes + at + shift), left = count - at;
    if (left < WINDOW) same &= ((uint64_t)1 << left) - 1;
    same &= same >> 1, same &= same >> 2;
    if (run > 4) same &= same >> 4;
    if (run > 8) same &= same >> 8;
    any |= same;
  }
  return any;
}

/* What is doubled comes again right behind itself, whatever its length. */
AVX2 static bool is_any_doubled_avx2(const uint8_t *bytes, uint32_t len) {
  uint32_t most = len / 2 < DOUBLE_MAX ? len / 2 : DOUBLE_MAX, shift = GRAM;
  bool any = false;
  for (; shift <= most && shift < 8; shift++) any |= comes_again(bytes, len - shift, shift, 4);
  for (; shift <= most && shift < 16; shift++) any |= comes_again(bytes, len - shift, shift, 8);
  for (; shift <= most; shift++) any |= comes_again(bytes, len - shift, shift, 16);
  return any;
}

/* Room for the bytes and what is read behind them, ids too; NULL: another way will do. */
static uint8_t *room_for_bytes(arena *a, const segmented *s) {
  return __builtin_cpu_supports("avx2") ? arena_get(a, s->len + (size_t)BYTES_BEHIND + 32) : NULL;
}
#else
static uint8_t *room_for_bytes(arena *a, const segmented *s) {
  (void)a, (void)s;
  return NULL;
}
static void lay_bytes(const uint16_t *ids, uint32_t len, uint8_t *bytes) {
  (void)ids, (void)len, (void)bytes;
}
static bool is_any_doubled_avx2(const uint8_t *bytes, uint32_t len) { return (void)bytes, (void)len, true; }
#endif

/* May anything be doubled, be it for emphasis or a phrase? Most comments end here. Without the instructions
 * the slower list says it. */
static bool may_be_doubled(arena *a, const segmented *s) {
  uint8_t *bytes;
  if (s->len < 2 * GRAM) return false;
  if (!(bytes = room_for_bytes(a, s))) return true;
  lay_bytes(s->id, s->len, bytes);
  return is_any_doubled_avx2(bytes, s->len);
}

vox_status find_cuts(arena *a, const segmented *s, const survey *v, cut_list *out, uint32_t *flags) {
  cut_list twice = {0};
  *out = (cut_list){0};
  if (v->bracket && v->han && v->words && !cut_readings(a, s, out)) return VOX_ERR_MEMORY;
  if (out->len) *flags |= FLAG_RUBY;
  if (out->len || !may_be_doubled(a, s)) return VOX_OK;
  if (!cut_doubled(a, s, &twice)) return VOX_ERR_MEMORY;
  if (twice.len) *flags |= FLAG_DOUBLED;
  *out = twice;
  return VOX_OK;
}

vox_str without_cuts(arena *a, vox_str text, const cut_list *cuts) {
  char *out = arena_get(a, text.len + 1);
  size_t len = 0, from = 0;
  if (!out) return (vox_str){NULL, 0};
  for (uint32_t i = 0; i <= cuts->len; i++) {
    size_t to = i < cuts->len ? cuts->list[i].begin : text.len;
    memcpy(out + len, text.ptr + from, to - from);
    len += to - from;
    if (i < cuts->len) from = cuts->list[i].end;
  }
  return (vox_str){out, len};
}

/* The byte that stands at `at` of the text without cuts. */
static uint32_t byte_over_cuts(const cut_list *cuts, uint32_t at) {
  for (uint32_t i = 0; i < cuts->len && cuts->list[i].begin <= at; i++)
    at += cuts->list[i].end - cuts->list[i].begin;
  return at;
}

vox_span span_over_cuts(const cut_list *cuts, vox_span span, size_t shift) {
  uint32_t begin = byte_over_cuts(cuts, span.begin), end = begin;
  if (span.end > span.begin) end = byte_over_cuts(cuts, span.end - 1) + 1;
  return (vox_span){begin + (uint32_t)shift, end + (uint32_t)shift};
}
