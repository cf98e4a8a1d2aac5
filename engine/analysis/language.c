/* language.c - which language a comment is in, by its characters: short answers leave nothing else to go by.
 */
#include "analysis/stages.h"
#include "base/bytes.h"
#include "text/utf8.h"

typedef struct script_counts {
  uint32_t han, traditional, cantonese, latin_words, other_words;
} script_counts;

/* Characters that written Cantonese uses and Mandarin does not (folded forms): 嘅唔冇咗喺佢啲哋咁嘢嚟㩒㗎, each
 * at a place of its own by the factor below. */
static const uint16_t CANTONESE[32] = {
    0x5187, 0x5605, 0, 0, 0, 0, 0x54CB, 0x568B,
    0, 0, 0, 0x3A62, 0, 0, 0x5572, 0x5514,
    0, 0, 0x5497, 0x35CE, 0, 0, 0x55BA, 0,
    0, 0x4F62, 0, 0, 0x5481, 0, 0x5622, 0};

static inline uint32_t is_cantonese(uint32_t cp) { return CANTONESE[cp * 0x0805A18Du >> 27] == cp; }

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

/* The same without a branch, as long as four bytes may be read of each character and no other script and no
 * Han of four bytes is met. */
static void count_characters(const comment *c, uint32_t from, uint32_t to, script_counts *n) {
  const char *text = c->seg.text.ptr;
  const uint32_t *begin = c->seg.begin, *cp = c->seg.cp;
  const uint8_t *kind = c->seg.kind;
  uint32_t han = 0, traditional = 0, cantonese = 0, rare = 0, end = to;
  while (end > from && c->seg.text.len - begin[end - 1] < 4) end--;
  for (uint32_t i = from; i < end; i++) {
    uint32_t four = get_u32(text + begin[i]), is_han = kind[i] == CHAR_HAN;
    uint32_t written = (four & 0xF) << 12 | (four >> 2 & 0xFC0) | (four >> 16 & 0x3F);
    han += is_han;
    traditional += is_han & (written != cp[i]);
    cantonese += is_han & is_cantonese(cp[i]);
    rare |= (is_han & ((four & 0xF0) == 0xF0)) | (kind[i] == CHAR_KANA) | (kind[i] == CHAR_HANGUL);
  }
  if (rare) {
    end = from;
  } else {
    n->han += han;
    n->traditional += traditional;
    n->cantonese += cantonese;
  }
  count_with_care(c, end, to, n);
}

static void count_word(const comment *c, const token *t, script_counts *n) {
  if (is_latin_letter(c->seg.cp[t->from]))
    n->latin_words++;
  else
    n->other_words++;
}

/* Words count by their first letter, links not at all, other tokens by their characters. Those are counted in
 * stretches as long as can be. */
static script_counts count_scripts(const comment *c) {
  script_counts n = {0};
  uint32_t from = 0;
  bool plain = !c->survey.words && !c->survey.links;
  for (uint32_t i = 0; !plain && i < c->seg.token_count; i++) {
    const token *t = &c->seg.tokens[i];
    if (t->kind != VOX_TOKEN_WORD && t->kind != VOX_TOKEN_LINK) continue;
    count_characters(c, from, t->from, &n);
    if (t->kind == VOX_TOKEN_WORD) count_word(c, t, &n);
    from = t->to;
  }
  count_characters(c, from, c->seg.len, &n);
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
