/* joins.c - tokens that are put together at the end: a number and its Chinese unit, parts of one character.
 */
#include "segment/work.h"

enum { MULTIPLIER_MAX = 4, MEASURE_MAX = MULTIPLIER_MAX + 3 };

static const uint32_t units[][4] = {
    U"年",   U"月",   U"日",   U"号",   U"天",   U"周",   U"时",   U"点",  U"分", U"秒",   U"分钟",
    U"小时", U"点钟", U"秒钟", U"个月", U"年份", U"月份", U"星期", U"元",  U"块", U"角",   U"毛",
    U"块钱", U"元钱", U"毛钱", U"分钱", U"美元", U"港币", U"次",   U"遍",  U"回", U"趟",   U"个",
    U"件",   U"份",   U"条",   U"张",   U"片",   U"包",   U"盒",   U"袋",  U"瓶", U"杯",   U"碗",
    U"箱",   U"斤",   U"克",   U"两",   U"吨",   U"米",   U"里",   U"寸",  U"尺", U"公斤", U"公里",
    U"千克", U"厘米", U"毫米", U"千米", U"英寸", U"毫升", U"平米", U"升",  U"层", U"楼",   U"岁",
    U"位",   U"名",   U"台",   U"部",   U"辆",   U"本",   U"页",   U"套",  U"间", U"级",   U"倍",
    U"折",   U"度",   U"颗",   U"粒",   U"根",   U"双",   U"款",   U"星",  U"格", U"兆",   U"条",
    U"只",   U"家",   U"步",   U"代",   U"万元", U"亿元", U"多万", U"多元"};

#define UNITS (sizeof units / sizeof units[0])
_Static_assert(UNITS <= UNIT_CHAIN, "there is room for the chains");

/* Units are chained by the low byte of their first character; a filter over these bytes, with those of
 * multipliers and rests, keeps out most words behind a number. */
void joins_init(segmenter *s) {
  static const uint32_t others[] = U"十百千万亿多几余来";
  for (uint32_t i = 0; i < UNITS; i++) {
    uint32_t head = units[i][0] & 255;
    bit_set(s->unit_heads, head);
    s->unit_next[i] = s->unit_first[head];
    s->unit_first[head] = (uint8_t)(i + 1);
  }
  for (size_t i = 0; others[i]; i++) bit_set(s->unit_heads, others[i] & 255);
}

/* The lengths of the units that begin at `from`, a bit each. */
static uint32_t unit_lengths(const segmenter *s, uint32_t from) {
  uint32_t lengths = 0, first = cp_at(s, from);
  for (uint32_t more = s->unit_first[first & 255]; more; more = s->unit_next[more - 1]) {
    uint32_t i = more - 1;
    if (units[i][0] != first) continue;
    uint32_t n = 1;
    while (units[i][n] && units[i][n] == cp_at(s, from + n)) n++;
    if (!units[i][n]) lengths |= 1u << n;
  }
  return lengths;
}

static bool is_scale(uint32_t cp) { /* 十百千万亿 */
  return cp == 0x5341 || cp == 0x767E || cp == 0x5343 || cp == 0x4E07 || cp == 0x4EBF;
}

static bool is_rest(uint32_t cp) { /* 多几余来 */
  return cp == 0x591A || cp == 0x51E0 || cp == 0x4F59 || cp == 0x6765;
}

/* How long what measures a number that ends at `from` may be, a bit for each length: 分钟, 多块, 万,
 * 万多块钱. */
static uint32_t measure_lengths(const segmenter *s, uint32_t from) {
  uint32_t lengths = unit_lengths(s, from), n = 0;
  bool scaled = false;
  for (; n < MULTIPLIER_MAX && (is_scale(cp_at(s, from + n)) || is_rest(cp_at(s, from + n))); n++) {
    scaled |= is_scale(cp_at(s, from + n));
    if (scaled) lengths |= 1u << (n + 1);
  }
  return n ? lengths | unit_lengths(s, from + n) << n : lengths;
}

/* How many tokens behind number `k` are its unit, as many as possible. */
static uint32_t unit_tokens(const segmenter *s, uint32_t k) {
  uint32_t found = 0, from = s->tokens[k].to;
  if (!bit_get(s->unit_heads, cp_at(s, from) & 255)) return 0;
  uint32_t lengths = measure_lengths(s, from);
  for (uint32_t n = 1; k + n < s->token_count; n++) {
    const token *t = &s->tokens[k + n];
    if (t->kind != VOX_TOKEN_HAN || t->flags & TOKEN_SPACE || t->to - from > MEASURE_MAX) break;
    if (lengths >> (t->to - from) & 1) found = n;
  }
  return found;
}

/* The figure of a number takes the scales behind it: 3万块 has the figure 3万. */
static void take_scales(const segmenter *s, token *t) {
  uint32_t at = t->from + t->figure;
  while (at < t->to && is_scale(s->cp[at])) at++;
  t->figure = at - t->from < UINT16_MAX ? (uint16_t)(at - t->from) : UINT16_MAX;
}

static void absorb(token *into, const token *from) {
  into->to = from->to;
  into->flags |= from->flags & TOKEN_LINE_END;
}

uint32_t joins_unit(segmenter *s, token *number) {
  uint32_t from = number->to, found = from;
  if (s->kind[from - 1] != CHAR_DIGIT || !bit_get(s->unit_heads, cp_at(s, from) & 255)) return from;
  uint32_t lengths = measure_lengths(s, from);
  for (uint32_t at = from; bit_get(s->han, at);) {
    while (!bit_get(s->lasts, at)) at++;
    if (++at - from > MEASURE_MAX) break;
    if (lengths >> (at - from) & 1) found = at;
  }
  if (found == from) return from;
  number->to = found;
  take_scales(s, number);
  tokens_cover(s, number->from, found);
  return found;
}

void joins_units(segmenter *s) {
  uint32_t out = 0;
  for (uint32_t k = 0; k < s->token_count; k++) {
    token t = s->tokens[k];
    bool number = t.kind == VOX_TOKEN_NUMBER && s->kind[t.to - 1] == CHAR_DIGIT;
    uint32_t more = number ? unit_tokens(s, k) : 0;
    for (uint32_t n = 0; n < more; n++) absorb(&t, &s->tokens[++k]);
    if (more) take_scales(s, &t);
    s->tokens[out++] = t;
  }
  s->token_count = out;
}

/* The first token that ends behind place `at`. */
static uint32_t token_over(const segmenter *s, uint32_t at) {
  uint32_t low = 0, high = s->token_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (s->tokens[middle].to <= at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

void joins_parts(segmenter *s) {
  uint32_t k = token_over(s, s->first_part), end = token_over(s, s->last_part), out = k;
  for (; k < s->token_count && k <= end; k++) {
    token t = s->tokens[k];
    bool part = s->begin[t.from] == s->begin[t.from + 1];
    if (part && out)
      absorb(&s->tokens[out - 1], &t);
    else
      s->tokens[out++] = t;
  }
  memmove(s->tokens + out, s->tokens + k, (s->token_count - k) * sizeof *s->tokens);
  s->token_count -= k - out;
}
