/* make_tables.c - prints the tables of tables.h as C, at build time: make_tables > text_tables.c
 *
 * A host program, no part of the library. It asks ICU (properties, NFKC_Casefold, Traditional to Simplified)
 * about every code point and utf8proc about the combining class, and stops with a message when what they say
 * does not hold together: a fold that is not stable under itself, a table too big for its index. */
#include "text/tables.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include <utf8proc.h>

enum { CODE_POINTS = 0x110000, PARTS_MAX = 32, POOL_MAX = 65536, PROPS_MAX = 256, PAIRS_MAX = 2048 };

/* Some code points; long enough for every decomposition (the longest has 18). */
typedef struct points {
  uint32_t at[PARTS_MAX];
  size_t n;
} points;

static uint32_t simple[CODE_POINTS]; /* Traditional -> Simplified with variants */
static uint32_t fold[CODE_POINTS];
static uint32_t parts_at[CODE_POINTS];
static uint32_t pool[POOL_MAX];
static size_t pool_len = 1; /* pool[0]: the empty entry */
static uint32_t props_index[CODE_POINTS];
static char_props props[PROPS_MAX];
static size_t props_len;
static char_pair pairs[PAIRS_MAX];
static size_t pairs_len;

static const UNormalizer2 *nfc, *nfd, *nfkc_cf;

static void die(const char *why, uint32_t cp) {
  fprintf(stderr, "make_tables: %s at U+%04X\n", why, (unsigned)cp);
  exit(1);
}

static void check(UErrorCode status, uint32_t cp) {
  if (U_FAILURE(status)) die(u_errorName(status), cp);
}

/* Characters that ICU leaves alone or sends elsewhere, in pairs: the first is matched as the second. Matching
 * is all that the fold is for, and lexicon and comment are folded alike, so two characters that writers use
 * for each other may share one form even where an editor would keep them apart. */
static const UChar variants[] =
    u"妳你祢你枱台麪面祇只祗只衹只牠它覆复帳账帐账甦苏噁恶峯峰畧略汚污鹻碱揹背竝并幷并濛蒙矇蒙囬回彫雕"
    u"鵰雕韆千鞦秋拚拼鬪斗嶽岳硃朱鏇旋寗宁甯宁嬾懒鍊链麴曲薰熏輭软嵗岁歳岁痺痹俱俱跤跤劵券岀出巿市髙高"
    u"晩晚毎每淸清価价査查浄净銭钱鉄铁気气対对広广応应黒黑駅驿乗乘雑杂恵惠徳德嗮晒発发帰归変变続续歓欢"
    u"増增寛宽値值塩盐焼烧寳宝幇帮羙美暸了舘馆愽博衞卫隣邻鐡铁尙尚靑青淩凌’'‘'ʼ'";

static uint32_t next_utf16(const UChar *text, int32_t *at) {
  uint32_t high = text[(*at)++];
  return U16_IS_LEAD(high) ? ((high & 0x3FF) << 10 | (text[(*at)++] & 0x3FFu)) + 0x10000 : high;
}

static void read_variants(void) {
  int32_t at = 0, len = u_strlen(variants);
  while (at < len) {
    uint32_t from = next_utf16(variants, &at);
    if (at == len) die("half a pair of variants", from);
    simple[from] = next_utf16(variants, &at);
  }
}

/* ICU's rule for one ideograph, `cp` itself where the rule gives more or less than one code point. */
static uint32_t simplified_by_icu(UTransliterator *trans, uint32_t cp) {
  UChar text[16];
  int32_t len = 0, limit;
  UErrorCode status = U_ZERO_ERROR;
  U16_APPEND_UNSAFE(text, len, cp);
  limit = len;
  utrans_transUChars(trans, text, &len, 16, 0, &limit, &status);
  check(status, cp);
  int32_t at = 0;
  uint32_t to = next_utf16(text, &at);
  return at == len ? to : cp;
}

/* Follows chains (A -> B, B -> C gives A -> C), so that folding twice is folding once. */
static void close_chains(void) {
  for (uint32_t cp = 0; cp < CODE_POINTS; cp++) {
    for (int steps = 0; simple[simple[cp]] != simple[cp]; steps++) {
      if (steps == 8) die("a ring of variants", cp);
      simple[cp] = simple[simple[cp]];
    }
  }
}

static void fill_simple(void) {
  static const UChar id[] = u"Traditional-Simplified";
  UErrorCode status = U_ZERO_ERROR;
  UTransliterator *trans = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
  check(status, 0);
  for (uint32_t cp = 0; cp < CODE_POINTS; cp++) {
    bool han = u_hasBinaryProperty((UChar32)cp, UCHAR_UNIFIED_IDEOGRAPH);
    simple[cp] = han ? simplified_by_icu(trans, cp) : cp;
  }
  utrans_close(trans);
  read_variants();
  close_chains();
}

static points normalize(const UNormalizer2 *form, const points *in) {
  UChar from[2 * PARTS_MAX], to[2 * PARTS_MAX];
  int32_t len = 0;
  UErrorCode status = U_ZERO_ERROR;
  for (size_t i = 0; i < in->n; i++) U16_APPEND_UNSAFE(from, len, in->at[i]);
  len = unorm2_normalize(form, from, len, to, 2 * PARTS_MAX, &status);
  check(status, in->n ? in->at[0] : 0);
  points out = {.n = 0};
  for (int32_t at = 0; at < len;) {
    if (out.n == PARTS_MAX) die("a decomposition too long", in->at[0]);
    out.at[out.n++] = next_utf16(to, &at);
  }
  return out;
}

static bool same(const points *a, const points *b) {
  return a->n == b->n && memcmp(a->at, b->at, a->n * sizeof a->at[0]) == 0;
}

/* NFKC_Casefold until it changes nothing, then Traditional to Simplified; composed. */
static points folded_form(uint32_t cp) {
  points now = {.at = {cp}, .n = 1}, next = normalize(nfkc_cf, &now);
  for (int steps = 0; !same(&now, &next); steps++) {
    if (steps == 8) die("a case fold that never rests", cp);
    now = next;
    next = normalize(nfkc_cf, &now);
  }
  for (size_t i = 0; i < now.n; i++) now.at[i] = simple[now.at[i]];
  next = normalize(nfkc_cf, &now);
  if (!same(&now, &next)) die("simplified form is not normalised", cp);
  return now;
}

static bool is_syllable(uint32_t cp) { return cp >= 0xAC00 && cp <= 0xD7A3; }

static void add_parts(uint32_t cp, const points *parts) {
  if (pool_len + parts->n + 1 > POOL_MAX) die("table_parts is full", cp);
  parts_at[cp] = (uint32_t)pool_len;
  pool[pool_len++] = (uint32_t)parts->n;
  for (size_t i = 0; i < parts->n; i++) pool[pool_len++] = parts->at[i];
}

static void fill_fold(void) {
  for (uint32_t cp = 0; cp < CODE_POINTS; cp++) {
    if (U_IS_SURROGATE(cp)) continue;
    points whole = folded_form(cp), parts = normalize(nfd, &whole);
    bool slow = whole.n > 1 || (whole.n == 1 && !unorm2_hasBoundaryBefore(nfc, (UChar32)whole.at[0]));
    uint32_t to = slow ? FOLD_SLOW : whole.n ? whole.at[0] : FOLD_DROP;
    fold[cp] = to - cp;
    if (!is_syllable(cp) && (parts.n > 1 || (slow && parts.at[0] != cp))) add_parts(cp, &parts);
  }
}

static void fill_pairs(void) {
  for (uint32_t cp = 0; cp < CODE_POINTS; cp++) {
    UChar text[8];
    UErrorCode status = U_ZERO_ERROR;
    if (is_syllable(cp)) continue;
    int32_t at = 0, len = unorm2_getRawDecomposition(nfc, (UChar32)cp, text, 8, &status);
    check(status, cp);
    if (len < 2) continue;
    uint32_t first = next_utf16(text, &at);
    if (at == len) continue;
    uint32_t second = next_utf16(text, &at);
    if (unorm2_composePair(nfc, (UChar32)first, (UChar32)second) != (UChar32)cp) continue;
    if (pairs_len == PAIRS_MAX) die("table_pairs is full", cp);
    pairs[pairs_len++] = (char_pair){first, second, cp};
  }
}

static int by_pair(const void *a, const void *b) {
  const char_pair *x = a, *y = b;
  if (x->first != y->first) return x->first < y->first ? -1 : 1;
  return (x->second > y->second) - (x->second < y->second);
}

static bool has(uint32_t cp, UProperty p) { return u_hasBinaryProperty((UChar32)cp, p); }

static bool is_newline(uint32_t cp) {
  return (cp >= 0x0A && cp <= 0x0D) || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

static UScriptCode script_of(uint32_t cp) {
  UErrorCode status = U_ZERO_ERROR;
  UScriptCode script = uscript_getScript((UChar32)cp, &status);
  check(status, cp);
  return script;
}

/* A letter by its script. Letters of other scripts without spaces (Thai, ...) go with the spaced ones: they
 * too are taken run by run. */
static char_kind kind_of_letter(uint32_t cp) {
  switch (script_of(cp)) {
  case USCRIPT_HAN:
    return CHAR_HAN;
  case USCRIPT_HANGUL:
    return CHAR_HANGUL;
  case USCRIPT_HIRAGANA:
  case USCRIPT_KATAKANA:
  case USCRIPT_BOPOMOFO:
    return CHAR_KANA;
  default:
    break;
  }
  if (uscript_hasScript((UChar32)cp, USCRIPT_KATAKANA)) return CHAR_KANA; /* the length mark, repeat marks */
  return uscript_hasScript((UChar32)cp, USCRIPT_HAN) ? CHAR_HAN : CHAR_LATIN;
}

/* ASCII's signs ($ + < = > ^ ` | ~) are punctuation to us, in their wide and small forms too. */
static bool is_ascii_sign(uint32_t cp) {
  uint32_t to = cp + fold[cp];
  return to < 0x80 && U_GET_GC_MASK((UChar32)to) & (U_GC_P_MASK | U_GC_S_MASK);
}

static char_kind kind_of(uint32_t cp) {
  uint32_t category = U_GET_GC_MASK((UChar32)cp);
  if (is_newline(cp)) return CHAR_NEWLINE;
  if (has(cp, UCHAR_WHITE_SPACE) || category == U_GC_CC_MASK) return CHAR_SPACE;
  if (category & U_GC_M_MASK || cp == 0x200D) return CHAR_MARK;
  if (cp + fold[cp] == FOLD_DROP) return CHAR_INVISIBLE;
  if (category == U_GC_ND_MASK) return CHAR_DIGIT;
  if (is_ascii_sign(cp)) return CHAR_PUNCTUATION;
  if (has(cp, UCHAR_EMOJI_PRESENTATION) || has(cp, UCHAR_EXTENDED_PICTOGRAPHIC)) return CHAR_EMOJI;
  if (category & U_GC_P_MASK) return CHAR_PUNCTUATION;
  if (category & (U_GC_L_MASK | U_GC_NL_MASK)) return kind_of_letter(cp);
  return script_of(cp) == USCRIPT_HAN ? CHAR_HAN : CHAR_OTHER; /* radicals */
}

static bool is_regional(uint32_t cp) { return cp >= 0x1F1E6 && cp <= 0x1F1FF; }

static uint8_t width_of(uint32_t cp) {
  uint32_t category = U_GET_GC_MASK((UChar32)cp);
  int32_t syllable = u_getIntPropertyValue((UChar32)cp, UCHAR_HANGUL_SYLLABLE_TYPE);
  int32_t wide = u_getIntPropertyValue((UChar32)cp, UCHAR_EAST_ASIAN_WIDTH);
  if (category & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CC_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK)) return 0;
  if (has(cp, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) return 0;
  if (syllable == U_HST_VOWEL_JAMO || syllable == U_HST_TRAILING_JAMO) return 0;
  if (wide == U_EA_WIDE || wide == U_EA_FULLWIDTH) return 2;
  return has(cp, UCHAR_EMOJI_PRESENTATION) && !is_regional(cp) ? 2 : 1;
}

static const uint8_t grapheme_of[U_GCB_COUNT] = {
    [U_GCB_CR] = GB_CR,
    [U_GCB_LF] = GB_LF,
    [U_GCB_CONTROL] = GB_CONTROL,
    [U_GCB_EXTEND] = GB_EXTEND,
    [U_GCB_ZWJ] = GB_ZWJ,
    [U_GCB_REGIONAL_INDICATOR] = GB_REGIONAL,
    [U_GCB_PREPEND] = GB_PREPEND,
    [U_GCB_SPACING_MARK] = GB_SPACING,
    [U_GCB_L] = GB_L,
    [U_GCB_V] = GB_V,
    [U_GCB_T] = GB_T,
    [U_GCB_LV] = GB_LV,
    [U_GCB_LVT] = GB_LVT,
};

static const uint8_t word_of[U_WB_COUNT] = {
    [U_WB_CR] = WB_CR,
    [U_WB_LF] = WB_LF,
    [U_WB_NEWLINE] = WB_NEWLINE,
    [U_WB_EXTEND] = WB_EXTEND,
    [U_WB_ZWJ] = WB_ZWJ,
    [U_WB_FORMAT] = WB_FORMAT,
    [U_WB_REGIONAL_INDICATOR] = WB_REGIONAL,
    [U_WB_KATAKANA] = WB_KATAKANA,
    [U_WB_HEBREW_LETTER] = WB_HEBREW,
    [U_WB_ALETTER] = WB_ALETTER,
    [U_WB_SINGLE_QUOTE] = WB_SINGLE_QUOTE,
    [U_WB_DOUBLE_QUOTE] = WB_DOUBLE_QUOTE,
    [U_WB_MIDNUMLET] = WB_MIDNUMLET,
    [U_WB_MIDLETTER] = WB_MIDLETTER,
    [U_WB_MIDNUM] = WB_MIDNUM,
    [U_WB_NUMERIC] = WB_NUMERIC,
    [U_WB_EXTENDNUMLET] = WB_EXTENDNUMLET,
    [U_WB_WSEGSPACE] = WB_SPACE,
};

static const uint8_t sentence_of[U_SB_COUNT] = {
    [U_SB_CR] = SB_CR,           [U_SB_LF] = SB_LF,
    [U_SB_SEP] = SB_SEP,         [U_SB_EXTEND] = SB_EXTEND,
    [U_SB_FORMAT] = SB_FORMAT,   [U_SB_SP] = SB_SP,
    [U_SB_LOWER] = SB_LOWER,     [U_SB_UPPER] = SB_UPPER,
    [U_SB_OLETTER] = SB_OLETTER, [U_SB_NUMERIC] = SB_NUMERIC,
    [U_SB_ATERM] = SB_ATERM,     [U_SB_STERM] = SB_STERM,
    [U_SB_CLOSE] = SB_CLOSE,     [U_SB_SCONTINUE] = SB_SCONTINUE,
};

static char_props props_of(uint32_t cp) {
  UChar32 c = (UChar32)cp;
  return (char_props){.kind = (uint8_t)kind_of(cp),
                      .grapheme = grapheme_of[u_getIntPropertyValue(c, UCHAR_GRAPHEME_CLUSTER_BREAK)],
                      .word = word_of[u_getIntPropertyValue(c, UCHAR_WORD_BREAK)],
                      .sentence = sentence_of[u_getIntPropertyValue(c, UCHAR_SENTENCE_BREAK)],
                      .width = width_of(cp),
                      .pictographic = has(cp, UCHAR_EXTENDED_PICTOGRAPHIC)};
}

static void fill_props(void) {
  for (uint32_t cp = 0; cp < CODE_POINTS; cp++) {
    char_props p = props_of(cp);
    size_t i = 0;
    while (i < props_len && memcmp(&props[i], &p, sizeof p) != 0) i++;
    if (i == PROPS_MAX) die("table_props is full", cp);
    if (i == props_len) props[props_len++] = p;
    props_index[cp] = (uint32_t)i;
  }
}

static void print_numbers(const char *type, const char *name, const char *size, const uint32_t *at,
                          size_t n) {
  printf("const %s %s[%s] = {", type, name, size);
  for (size_t i = 0; i < n; i++) printf("%s%lu,", i % 16 ? "" : "\n", (unsigned long)at[i]);
  printf("\n};\n\n");
}

/* One property of all code points in two levels: `block_name` and `value_name` of `type`. */
static void print_table(const char *block_name, const char *type, const char *value_name,
                        const uint32_t *value) {
  static uint32_t block[TABLE_BLOCKS], kept[CODE_POINTS];
  size_t blocks = 0;
  for (size_t b = 0; b < TABLE_BLOCKS; b++) {
    const uint32_t *these = value + b * TABLE_BLOCK;
    size_t i = 0;
    while (i < blocks && memcmp(kept + i * TABLE_BLOCK, these, TABLE_BLOCK * sizeof *these) != 0) i++;
    if (i == blocks) memcpy(kept + blocks++ * TABLE_BLOCK, these, TABLE_BLOCK * sizeof *these);
    block[b] = (uint32_t)i;
  }
  print_numbers("uint16_t", block_name, "TABLE_BLOCKS", block, TABLE_BLOCKS);
  print_numbers(type, value_name, "", kept, blocks * TABLE_BLOCK);
}

static void print_classes(void) {
  static uint32_t class_of[CODE_POINTS];
  for (uint32_t cp = 0; cp < CODE_POINTS; cp++) {
    class_of[cp] = (uint32_t)utf8proc_get_property((utf8proc_int32_t)cp)->combining_class;
    if (class_of[cp] != u_getCombiningClass((UChar32)cp)) die("ICU and utf8proc disagree", cp);
  }
  print_table("table_class_block", "uint8_t", "table_class_value", class_of);
}

static void print_props(void) {
  print_table("table_props_block", "uint8_t", "table_props_index", props_index);
  printf("const char_props table_props[] = {\n");
  for (size_t i = 0; i < props_len; i++) {
    const char_props *p = &props[i];
    printf("{%d,%d,%d,%d,%d,%d},\n", p->kind, p->grapheme, p->word, p->sentence, p->width, p->pictographic);
  }
  printf("};\n\n");
}

static void print_pairs(void) {
  printf("const char_pair table_pairs[] = {\n");
  for (size_t i = 0; i < pairs_len; i++) {
    const char_pair *p = &pairs[i];
    printf("{%lu,%lu,%lu},\n", (unsigned long)p->first, (unsigned long)p->second, (unsigned long)p->composed);
  }
  printf("};\n\nconst size_t table_pair_count = %zu;\n", pairs_len);
}

/* The ideographs of daily use: level 1 of GB 2312, rows 16 to 55, in folded form. */
static uint32_t common_han[COMMON_HAN_WORDS];

static void fill_common_han(void) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter *gbk = ucnv_open("GBK", &status);
  check(status, 0);
  for (unsigned cell = 0; cell < 40 * 94; cell++) {
    char bytes[2] = {(char)(0xB0 + cell / 94), (char)(0xA1 + cell % 94)};
    const char *from = bytes;
    uint32_t cp = (uint32_t)ucnv_getNextUChar(gbk, &from, bytes + 2, &status);
    check(status, cell);
    cp += fold[cp];
    if (cp >= COMMON_HAN_FIRST && cp < COMMON_HAN_FIRST + 32 * COMMON_HAN_WORDS)
      common_han[(cp - COMMON_HAN_FIRST) / 32] |= 1u << (cp - COMMON_HAN_FIRST) % 32;
  }
  ucnv_close(gbk);
}

int main(void) {
  UErrorCode status = U_ZERO_ERROR;
  nfc = unorm2_getNFCInstance(&status);
  nfd = unorm2_getNFDInstance(&status);
  nfkc_cf = unorm2_getNFKCCasefoldInstance(&status);
  check(status, 0);
  if (strncmp(U_UNICODE_VERSION, CHARS_UNICODE, strlen(U_UNICODE_VERSION)) != 0)
    die("another Unicode version", 0);
  fill_simple();
  fill_fold();
  fill_pairs();
  qsort(pairs, pairs_len, sizeof pairs[0], by_pair);
  fill_props();
  printf("/* Printed by make_tables.c from Unicode %s. */\n#include \"text/tables.h\"\n\n", CHARS_UNICODE);
  print_table("table_fold_block", "uint32_t", "table_fold_delta", fold);
  print_table("table_parts_block", "uint16_t", "table_parts_at", parts_at);
  print_numbers("uint32_t", "table_parts", "", pool, pool_len);
  print_classes();
  print_props();
  print_pairs();
  fill_common_han();
  print_numbers("uint32_t", "table_common_han", "", common_han, COMMON_HAN_WORDS);
  return fflush(stdout) != 0 || ferror(stdout) != 0;
}
