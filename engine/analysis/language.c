/* language.c - which language a comment is in, by its characters: short answers leave nothing else to go by.
 */
#include "analysis/stages.h"
#include "base/bytes.h"
#include "text/utf8.h"

typedef struct script_counts {
  uint32_t han, traditional, cantonese, latin_words, other_words;
} script_counts;

/* Characters that written Cantonese uses and Mandarin does not (folded forms): 嘅唔冇咗喺佢啲哋咁嘢嚟㩒㗎,
 * each at a place of its own by the factor below. */
static const uint32_t CANTONESE[32] = {0x5187, 0x5605, 0, 0,      0,      0, 0x54CB, 0x568B, 0,      0, 0,
                                       0x3A62, 0,      0, 0x5572, 0x5514, 0, 0,      0x5497, 0x35CE, 0, 0,
                                       0x55BA, 0,      0, 0x4F62, 0,      0, 0x5481, 0,      0x5622, 0};

#define CANTONESE_FACTOR 0x0805A18Du
static inline uint32_t is_cantonese(uint32_t cp) { return CANTONESE[cp * CANTONESE_FACTOR >> 27] == cp; }

static bool is_latin_letter(uint32_t cp) {
  return (cp >= 'a' && cp <= 'z') || (cp >= 0xC0 && cp <= 0x24F) || (cp >= 0x1E00 && cp <= 0x1EFF);
}

/* An ideograph that folding changed was written in its traditional form. Nearly all have three bytes. */
static bool is_traditional(const comment *c, uint32_t i) {
  size_t at = c->seg.begin[i];
  const unsigned char *p = (const unsigned char *)c->seg.text.ptr + at;
  if ((p[0] & 0xF0) == 0xE0 && c->seg.text.len - at >= 3)
    return ((p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu)) != c->seg.cp[i];
  return utf8_next(c->seg.text, &at) != c->seg.cp[i];
}

static void count_with_care(const comment *c, uint32_t from, uint32_t to, script_counts *n) {
  for (uint32_t i = from; i < to; i++) {
    if (c->seg.kind[i] == CHAR_HAN) {
      n->han++;
      n->traditional += is_traditional(c, i);
      n->cantonese += is_cantonese(c->seg.cp[i]);
    } else {
      n->other_words += c->seg.kind[i] == CHAR_KANA || c->seg.kind[i] == CHAR_HANGUL;
    }
  }
}

/* A sum of characters without other scripts; `rare`: there are such, or Han of four bytes, and it does not
 * hold. */
typedef struct plain_counts {
  uint32_t han, traditional, cantonese, rare;
} plain_counts;

/* Four bytes may be read of each character. */
static void count_plain(const segmented *s, uint32_t from, uint32_t to, plain_counts *n) {
  for (uint32_t i = from; i < to; i++) {
    uint32_t four = get_u32(s->text.ptr + s->begin[i]), is_han = s->kind[i] == CHAR_HAN;
    uint32_t written = (four & 0xF) << 12 | (four >> 2 & 0xFC0) | (four >> 16 & 0x3F);
    n->han += is_han;
    n->traditional += is_han & (written != s->cp[i]);
    n->cantonese += is_han & is_cantonese(s->cp[i]);
    n->rare |= (is_han & ((four & 0xF0) == 0xF0)) | (s->kind[i] == CHAR_KANA) | (s->kind[i] == CHAR_HANGUL);
  }
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2")))

AVX2 static __m256i eight(uint32_t value) { return _mm256_set1_epi32((int)value); }

AVX2 static uint32_t sum_of(__m256i minus) {
  uint32_t each[8], sum = 0;
  _mm256_storeu_si256((__m256i *)(void *)each, minus);
  for (int i = 0; i < 8; i++) sum -= each[i];
  return sum;
}

/* The same of eight at a time, as far as there are eight; returns where it ended. */
AVX2 static uint32_t count_eights(const segmented *s, uint32_t from, uint32_t to, plain_counts *n) {
  __m256i all = eight(0), changed = eight(0), spoken = eight(0), rare = eight(0);
  for (; from + 8 <= to; from += 8) {
    __m256i at = _mm256_loadu_si256((const __m256i *)(const void *)(s->begin + from));
    __m256i cp = _mm256_loadu_si256((const __m256i *)(const void *)(s->cp + from));
    __m256i kind = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(const void *)(s->kind + from)));
    __m256i four = _mm256_i32gather_epi32((const int *)(const void *)s->text.ptr, at, 1);
    __m256i high = _mm256_slli_epi32(_mm256_and_si256(four, eight(0xF)), 12);
    __m256i middle = _mm256_and_si256(_mm256_srli_epi32(four, 2), eight(0xFC0));
    __m256i low = _mm256_and_si256(_mm256_srli_epi32(four, 16), eight(0x3F));
    __m256i written = _mm256_or_si256(_mm256_or_si256(high, middle), low);
    __m256i place = _mm256_srli_epi32(_mm256_mullo_epi32(cp, eight(CANTONESE_FACTOR)), 27);
    __m256i there = _mm256_i32gather_epi32((const int *)(const void *)CANTONESE, place, 4);
    __m256i is_han = _mm256_cmpeq_epi32(kind, eight(CHAR_HAN));
    __m256i is_long = _mm256_cmpeq_epi32(_mm256_and_si256(four, eight(0xF0)), eight(0xF0));
    __m256i other = _mm256_or_si256(_mm256_cmpeq_epi32(kind, eight(CHAR_KANA)),
                                    _mm256_cmpeq_epi32(kind, eight(CHAR_HANGUL)));
    all = _mm256_add_epi32(all, is_han);
    changed = _mm256_add_epi32(changed, _mm256_andnot_si256(_mm256_cmpeq_epi32(written, cp), is_han));
    spoken = _mm256_add_epi32(spoken, _mm256_and_si256(_mm256_cmpeq_epi32(there, cp), is_han));
    rare = _mm256_or_si256(rare, _mm256_or_si256(_mm256_and_si256(is_han, is_long), other));
  }
  *n = (plain_counts){sum_of(all), sum_of(changed), sum_of(spoken), !_mm256_testz_si256(rare, rare)};
  return from;
}

static uint32_t count_most(const segmented *s, uint32_t from, uint32_t to, plain_counts *n) {
  return to - from >= 16 && __builtin_cpu_supports("avx2") ? count_eights(s, from, to, n) : from;
}
#else
static uint32_t count_most(const segmented *s, uint32_t from, uint32_t to, plain_counts *n) {
  (void)s, (void)to, (void)n;
  return from;
}
#endif

/* The same as count_with_care, without a branch, as far as four bytes may be read of each character and no
 * other script and no Han of four bytes is met. */
static void count_characters(const comment *c, uint32_t from, uint32_t to, script_counts *n) {
  plain_counts plain = {0, 0, 0, 0};
  uint32_t end = to;
  while (end > from && c->seg.text.len - c->seg.begin[end - 1] < 4) end--;
  count_plain(&c->seg, count_most(&c->seg, from, end, &plain), end, &plain);
  if (plain.rare) {
    end = from;
  } else {
    n->han += plain.han;
    n->traditional += plain.traditional;
    n->cantonese += plain.cantonese;
  }
  count_with_care(c, end, to, n);
}

static void count_word(const comment *c, const token *t, script_counts *n) {
  if (is_latin_letter(c->seg.cp[t->from]))
    n->latin_words++;
  else
    n->other_words++;
}

/* May a token of the kind hold letters that are to be counted one by one? */
static bool is_counted(uint8_t kind) {
  return kind != VOX_TOKEN_WORD && kind != VOX_TOKEN_LINK && kind != VOX_TOKEN_PUNCTUATION;
}

/* Words count by their first letter, links not at all, other tokens by their characters. Those are counted in
 * stretches as long as can be. */
static script_counts count_scripts(const comment *c) {
  script_counts n = {0};
  uint32_t from = 0;
  bool plain = !c->survey.words && !c->survey.links, any = plain;
  for (uint32_t i = 0; !plain && i < c->seg.token_count; i++) {
    const token *t = &c->seg.tokens[i];
    any |= is_counted(t->kind);
    if (t->kind != VOX_TOKEN_WORD && t->kind != VOX_TOKEN_LINK) continue;
    if (any) count_characters(c, from, t->from, &n);
    if (t->kind == VOX_TOKEN_WORD) count_word(c, t, &n);
    from = t->to;
    any = false;
  }
  if (any) count_characters(c, from, c->seg.len, &n);
  return n;
}

static result_lang chinese(const script_counts *n) {
  if (n->cantonese && n->cantonese * 25 >= n->han) return LANG_YUE;
  return n->traditional * 10 >= n->han && n->traditional ? LANG_ZH_HANT : LANG_ZH_HANS;
}

void tell_language(comment *c) {
  script_counts n = count_scripts(c);
  if (n.other_words > n.han && n.other_words > n.latin_words)
    c->lang = LANG_OTHER;
  else if (n.han && n.latin_words >= 2 && 4 * n.latin_words >= n.han)
    c->lang = n.latin_words > 3 * n.han ? LANG_EN : LANG_MIXED;
  else if (n.han)
    c->lang = chinese(&n);
  else if (n.latin_words)
    c->lang = LANG_EN;
  else
    c->lang = LANG_OTHER;
  c->foreign = n.other_words > 0;
}
