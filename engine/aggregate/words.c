/* words.c - see words.h. */
#include "aggregate/words.h"
#include "base/span.h"

enum { WORD_LONGEST = 24 }; /* characters */

/* Words that say nothing of a subject: pronouns, links, particles. */
static const char *const english[] = {
    "about", "after", "all",  "also",  "and",   "any",  "are",  "because", "been",  "before", "but",
    "can",   "could", "did",  "does",  "for",   "from", "had",  "has",     "have",  "her",    "here",
    "him",   "his",   "how",  "into",  "its",   "just", "like", "may",     "more",  "much",   "not",
    "now",   "off",   "one",  "only",  "other", "our",  "out",  "over",    "she",   "should", "some",
    "such",  "than",  "that", "the",   "their", "them", "then", "there",   "these", "they",   "this",
    "those", "too",   "use",  "very",  "was",   "were", "what", "when",    "where", "which",  "while",
    "who",   "will",  "with", "would", "you",   "your"};

static const char *const chinese[] = {
    "一下", "一个", "一些", "一样", "一直", "一种", "不过", "之后", "之前", "也是", "什么", "他们", "以及",
    "但是", "你们", "所以", "作为", "其他", "其实", "几个", "别的", "刚刚", "即使", "只有", "只是", "可以",
    "可是", "可能", "各种", "因为", "如果", "它们", "对于", "就是", "尤其", "已经", "并且", "怎么", "我们",
    "时候", "有些", "有点", "没有", "然后", "然而", "现在", "由于", "的话", "而且", "自己", "虽然", "觉得",
    "这个", "这么", "这些", "这样", "这种", "那个", "那么", "那些", "那种", "还是", "还有", "这是", "非常"};

static bool listed(const char *const *list, size_t n, vox_str word) {
  for (size_t i = 0; i < n; i++)
    if (str_eq(word, str_of(list[i]))) return true;
  return false;
}

bool word_is_common(vox_str word) {
  return listed(chinese, sizeof chinese / sizeof *chinese, word) ||
         listed(english, sizeof english / sizeof *english, word);
}

static char *put_character(char *at, uint32_t c) {
  if (c >= 0x800 && c < 0x10000) {
    at[0] = (char)(0xE0 | c >> 12), at[1] = (char)(0x80 | (c >> 6 & 0x3F)), at[2] = (char)(0x80 | (c & 0x3F));
    return at + 3;
  }
  if (c < 0x80) return *at = (char)c, at + 1;
  if (c < 0x800) return at[0] = (char)(0xC0 | c >> 6), at[1] = (char)(0x80 | (c & 0x3F)), at + 2;
  at[0] = (char)(0xF0 | c >> 18), at[1] = (char)(0x80 | (c >> 12 & 0x3F));
  at[2] = (char)(0x80 | (c >> 6 & 0x3F)), at[3] = (char)(0x80 | (c & 0x3F));
  return at + 4;
}

bool word_counts(const token *t) {
  uint32_t length = t->to - t->from;
  bool han = t->kind == VOX_TOKEN_HAN;
  return (han || t->kind == VOX_TOKEN_WORD) && length >= (han ? 2 : 3) && length <= WORD_LONGEST;
}

bool word_add(buf *out, const segmented *s, const token *t) {
  if (!buf_reserve(out, 4 * (size_t)WORD_LONGEST + 1)) return true;
  char *at = out->ptr + out->len;
  for (uint32_t i = t->from; i < t->to; i++) {
    /* NUL parts words; digits may number a person. */
    if (!s->cp[i] || (s->cp[i] >= '0' && s->cp[i] <= '9')) return false;
    at = put_character(at, s->cp[i]);
  }
  *at++ = 0;
  out->len = (size_t)(at - out->ptr);
  return true;
}

/* With a mark joined behind it the token is not that word. */
uint32_t word_number(const segmented *s, const token *t) {
  bool is_word = t->kind == VOX_TOKEN_HAN && !(t->flags & TOKEN_UNKNOWN) && s->kind[t->to - 1] == CHAR_HAN;
  return is_word ? t->payload : 0;
}
