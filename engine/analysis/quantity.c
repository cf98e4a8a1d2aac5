/* quantity.c - amounts that a comment names: how long (duration_s), how often (count), how much money in yuan
 * (money_cny), as exact values in 1/100 with the bytes where they stand.
 *
 * One walk over the folded text; at each place where a number may begin it is read, then its unit, then what
 * goes on with it (3小时20分, 三块五). What is vague (半天, 几十次, many times) is no amount, nor is money of
 * other countries. A month has 30 days, a year 365. */
#include "analysis/quantity.h"
#include "analysis/stages.h"

enum { WHOLE = 100 };
static const int64_t HOUR = 3600 * WHOLE, MINUTE = 60 * WHOLE;
static const int64_t MOST = INT64_C(1000000000000) * WHOLE;

typedef struct quantity_list {
  const comment *c;
  glyphs g;
  result_quantity *list;
  size_t len, cap;
} quantity_list;

static bool add_amount(quantity_list *q, uint8_t kind, int64_t value, uint32_t from, uint32_t to) {
  if (value <= 0 || value > MOST) return true;
  if (q->len == q->cap) {
    size_t cap = q->cap ? 2 * q->cap : 4;
    result_quantity *grown = arena_get(q->c->arena, cap * sizeof *grown);
    if (!grown) return false;
    if (q->len) memcpy(grown, q->list, q->len * sizeof *grown);
    q->list = grown, q->cap = cap;
  }
  q->list[q->len++] = (result_quantity){kind, value, segmented_span(&q->c->seg, from, to)};
  return true;
}

/* value and factor in 1/100; 0 where it is too large. */
static int64_t times(int64_t value, int64_t factor) {
  return value > INT64_MAX / 4 / (factor ? factor : 1) ? 0 : value * factor / WHOLE;
}

/* ---- What goes on with an amount ---- */

/* 三块五, 3块5, 两块三毛, 两百元五角: hundredths behind the unit; `*to` moves. */
static int64_t small_money(const glyphs *g, uint32_t *to) {
  static const uint32_t digits[] = U"一二三四五六七八九";
  uint32_t cp = glyph(g, *to), next = glyph(g, *to + 1);
  int64_t digit = is_figure(cp) ? (int64_t)(cp - '0') : 0;
  for (int i = 0; i < 9; i++)
    if (digits[i] == cp) digit = i + 1;
  bool named = glyph_in(next, U"毛角"),
       ends = next < 0x3400 || next > 0x9FFF || glyph_in(next, U"钱一的就才吧了都每");
  if (!digit || is_figure(next) || next == '.' || !(named || (ends && digit > 1))) return 0;
  *to += named ? 2 : 1;
  return 10 * digit;
}

/* The minutes of 3小时20分, 1 hour 20 minutes, 一个小时零十分钟: seconds in 1/100. */
static int64_t smaller_time(const glyphs *g, int64_t factor, uint32_t *to) {
  static const uint32_t *const joints[] = {U"零", U"又", U" and ", U" & ", U" ", NULL};
  uint32_t at = *to;
  numeral n;
  unit u = {.kind = 0};
  for (const uint32_t *const *j = joints; *j && at == *to; j++) at += glyphs_match(g, at, *j);
  if (!numeral_read(g, at, &n) || n.vague || n.article) return 0;
  if (unit_read(g, &n, n.to, &u)) {
    if (u.kind != QUANTITY_DURATION_S || u.factor >= factor) return 0;
    *to = u.to;
    return times(n.value, u.factor);
  }
  if (factor != HOUR || glyph(g, n.to) != U'分') return 0;
  *to = n.to + 1;
  return times(n.value, MINUTE);
}

static int64_t half_behind(const glyphs *g, int64_t factor, uint32_t *to) {
  static const uint32_t and_half[] = U" and a half";
  if (glyphs_match(g, *to, and_half)) {
    *to += glyphs_match(g, *to, and_half);
    return factor / 2;
  }
  if (glyph(g, *to) != U'半' || glyph_in(glyph(g, *to + 1), U"个价夜天路")) return 0;
  ++*to;
  return factor / 2;
}

static bool add_measured(quantity_list *q, const numeral *n, const unit *u, uint32_t *next) {
  int64_t value = times(n->value, u->factor) + (u->half ? u->factor / 2 : 0);
  uint32_t to = u->to;
  if (u->kind == QUANTITY_DURATION_S && value) {
    value += half_behind(&q->g, u->factor, &to);
    value += smaller_time(&q->g, u->factor, &to);
  }
  if (u->kind == QUANTITY_MONEY_CNY && u->factor == WHOLE) value += small_money(&q->g, &to);
  *next = to;
  return add_amount(q, u->kind, value, n->from, to);
}

/* ---- Money ---- */

static bool is_foreign(uint32_t cp) {
  return cp == '$' || cp == 0x20AC || cp == 0xA3 || cp == 0x20A9 || cp == 0x20B9;
}

/* ¥99, rmb 99, cny99: 1, and -1 for money of elsewhere: $20. */
static int money_mark(const glyphs *g, uint32_t i) {
  uint32_t at = i;
  while (at > 0 && i - at < 2 && is_blank(g->cp[at - 1])) at--;
  uint32_t before = glyph_before(g, at);
  if (is_foreign(before)) return -1;
  if (before == 0xA5 || before == 0xFFE5) return 1;
  bool code = at >= 3 && (glyphs_match(g, at - 3, U"rmb") || glyphs_match(g, at - 3, U"cny"));
  return code && !is_letter_az(glyph_before(g, at - 3));
}

/* 花了一千二, 花了1.5万: a large number at the end of what was paid. */
static bool is_paid(const glyphs *g, const numeral *n) {
  uint32_t next = glyph(g, n->to), at = n->from;
  if (n->value < 100 * WHOLE || (next >= 0x3400 && next <= 0x9FFF && !glyph_in(next, U"了的多就还才左以左")))
    return false;
  if (is_letter_az(next) || next == '-' || next == '%' || glyph_in(next, U"级")) return false;
  for (int most = 0; most < 3 && at > 0; most++, at--) {
    if (glyph_in(g->cp[at - 1], U"花扣罚付赔亏骗充交")) return true;
    if (g->cp[at - 1] == U'收' && n->scale > 1) return true;
    if (!glyph_in(g->cp[at - 1], U"了我掉走去")) return false;
  }
  return false;
}

/* ---- The walk ---- */

/* 第三天, 周一, v2: no amount begins here. */
static bool is_ordinal(const glyphs *g, const numeral *n) {
  uint32_t before = glyph_before(g, n->from);
  if (before == U'第' || (is_letter_az(before) && is_figure(glyph(g, n->from)))) return true;
  if (before == '-' && is_figure(glyph(g, n->from)) && n->from > 1 && is_figure(g->cp[n->from - 2]))
    return true;
  if (is_figure(before)) return true;
  return n->han && glyph_in(before, U"期周拜初");
}

static bool take_number(quantity_list *q, const numeral *n, uint32_t *next) {
  unit u = {.kind = 0};
  int mark = money_mark(&q->g, n->from);
  *next = n->to;
  if (mark < 0) return true;
  bool measured = unit_read(&q->g, n, n->to, &u);
  if (n->vague || is_ordinal(&q->g, n)) {
    if (measured) *next = u.to;
    return true;
  }
  if (mark > 0 && !(measured && u.kind != QUANTITY_MONEY_CNY))
    return add_amount(q, QUANTITY_MONEY_CNY, n->value, n->from - 1, measured ? u.to : n->to);
  if (measured) return add_measured(q, n, &u, next);
  return !is_paid(&q->g, n) || add_amount(q, QUANTITY_MONEY_CNY, n->value, n->from, n->to);
}

static bool take_adverb(quantity_list *q, uint32_t i, uint32_t *next, bool *found) {
  uint32_t end = word_end(&q->g, i);
  int64_t value = end - i == 5 && glyphs_match(&q->g, i, U"twice")    ? 2 * WHOLE
                  : end - i == 6 && glyphs_match(&q->g, i, U"thrice") ? 3 * WHOLE
                                                                      : 0;
  *found = value != 0;
  if (!value) return true;
  *next = end;
  uint32_t at = skip_blanks(&q->g, end);
  bool compares = glyphs_match(&q->g, at, U"as ") || glyphs_match(&q->g, at, U"the ");
  bool thinks = i >= 6 && glyphs_match(&q->g, i - 6, U"think ");
  return compares || thinks || add_amount(q, QUANTITY_COUNT, value, i, end);
}

/* The characters 一二两三四五六七八九十半几数百千万俩零〇, each at a place of its own by the factor below. */
static const uint32_t NUMERALS[64] = {
    0, 0,      0x56DB, 0, 0, 0,      0, 0x4FE9, 0x6570, 0x4E09, 0, 0x4E24, 0,      0, 0,      0,
    0, 0x96F6, 0x534A, 0, 0, 0x4E07, 0, 0,      0,      0,      0, 0x5343, 0x4E5D, 0, 0x4E00, 0x51E0,
    0, 0,      0x516D, 0, 0, 0,      0, 0x5341, 0x4E8C, 0,      0, 0x767E, 0x4E03, 0, 0x516B, 0,
    0, 0x3007, 0,      0, 0, 0,      0, 0,      0,      0x4E94, 0, 0,      0,      0, 0,      0};
#define NUMERALS_FACTOR 0x6884D953u

#define LETTERS(a, b, c) (((a) - 'a') << 10 | ((b) - 'a') << 5 | ((c) - 'a'))

/* May the word at i be or begin a number, an article or twice and thrice? By its first letters. */
static bool begins_word(const glyphs *g, uint32_t i) {
  uint32_t a = glyph(g, i), b = glyph(g, i + 1), c = glyph(g, i + 2);
  if (a == 'a') return !is_letter_az(b) || (b == 'n' && !is_letter_az(c));
  if (!is_letter_az(b) || !is_letter_az(c)) return false;
  switch (LETTERS(a, b, c)) {
  case LETTERS('c', 'o', 'u'):
  case LETTERS('d', 'o', 'z'):
  case LETTERS('e', 'i', 'g'):
  case LETTERS('e', 'l', 'e'):
  case LETTERS('f', 'i', 'f'):
  case LETTERS('f', 'i', 'v'):
  case LETTERS('f', 'o', 'u'):
  case LETTERS('h', 'a', 'l'):
  case LETTERS('h', 'u', 'n'):
  case LETTERS('n', 'i', 'n'):
  case LETTERS('o', 'n', 'e'):
  case LETTERS('s', 'e', 'v'):
  case LETTERS('s', 'i', 'x'):
  case LETTERS('t', 'e', 'n'):
  case LETTERS('t', 'h', 'r'):
  case LETTERS('t', 'w', 'e'):
  case LETTERS('t', 'w', 'i'):
  case LETTERS('t', 'w', 'o'):
    return true;
  case LETTERS('f', 'o', 'r'): /* forty */
    return glyph(g, i + 3) == 't';
  case LETTERS('t', 'h', 'i'): /* thirteen, thirty */
    return glyph(g, i + 3) == 'r';
  case LETTERS('t', 'h', 'o'): /* thousand */
    return glyph(g, i + 3) == 'u';
  default:
    return false;
  }
}
#undef LETTERS

/* A figure, a numeral, or the first letter of a word: what else may begin a number is told by the words. */
static inline bool may_begin(const glyphs *g, uint32_t i) {
  uint32_t cp = g->cp[i];
  if (cp >= 0x80) return NUMERALS[cp * NUMERALS_FACTOR >> 26] == cp;
  return is_figure(cp) || (is_letter_az(cp) && !is_letter_az(glyph_before(g, i)));
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2")))

/* Which of eight characters lie from `first` on, `count` of them. */
AVX2 static __m256i lies_in(__m256i cp, int first, int count) {
  __m256i from = _mm256_sub_epi32(cp, _mm256_set1_epi32(first));
  return _mm256_cmpeq_epi32(_mm256_min_epu32(from, _mm256_set1_epi32(count - 1)), from);
}

/* The same of the eight characters at i, which is not 0, as bits. */
AVX2 static uint64_t eight_may_begin(const glyphs *g, uint32_t i) {
  __m256i cp = _mm256_loadu_si256((const __m256i *)(const void *)(g->cp + i));
  __m256i before = _mm256_loadu_si256((const __m256i *)(const void *)(g->cp + i - 1));
  __m256i place = _mm256_srli_epi32(_mm256_mullo_epi32(cp, _mm256_set1_epi32((int)NUMERALS_FACTOR)), 26);
  __m256i there = _mm256_i32gather_epi32((const int *)(const void *)NUMERALS, place, 4);
  __m256i sign = _mm256_andnot_si256(lies_in(cp, 0, 0x80), _mm256_cmpeq_epi32(there, cp));
  __m256i letter = _mm256_andnot_si256(lies_in(before, 'a', 26), lies_in(cp, 'a', 26));
  __m256i any = _mm256_or_si256(_mm256_or_si256(sign, letter), lies_in(cp, '0', 10));
  return (uint64_t)(uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(any));
}

/* Those of `count` characters from `at` on that were looked at, and which of them may begin a number. */
AVX2 static uint32_t most_may_begin(const glyphs *g, uint32_t at, uint32_t count, uint64_t *bits) {
  uint32_t i = 0;
  for (; i + 8 <= count; i += 8) *bits |= eight_may_begin(g, at + i) << i;
  return i;
}

static bool has_eights(void) { return __builtin_cpu_supports("avx2"); }
#else
static uint32_t most_may_begin(const glyphs *g, uint32_t at, uint32_t count, uint64_t *bits) {
  (void)g, (void)at, (void)count, (void)bits;
  return 0;
}

static bool has_eights(void) { return false; }
#endif

enum { BLOCK = 64 };

/* A bit of each of the characters from `at` on, BLOCK at most (the first, which has none before it, is by
 * itself): a number may begin there. */
static uint64_t beginnings(const glyphs *g, uint32_t at) {
  uint32_t most = at ? BLOCK : 1, count = g->len - at < most ? g->len - at : most, i = 0;
  uint64_t bits = 0;
  if (count >= 8 && has_eights()) i = most_may_begin(g, at, count, &bits);
  for (; i < count; i++) bits |= (uint64_t)may_begin(g, at + i) << i;
  return bits;
}

/* Reads what begins at i; `*next` is the first character that is not passed over by it. */
static bool take_at(quantity_list *q, uint32_t i, uint32_t *next) {
  const glyphs *g = &q->g;
  numeral n;
  bool found = false;
  *next = i + 1;
  if (is_letter_az(g->cp[i]) && !begins_word(g, i)) return true;
  if (g->cp[i] == 't' && !take_adverb(q, i, next, &found)) return false;
  if (found) return true;
  if (numeral_read(g, i, &n)) return take_number(q, &n, next);
  if (is_letter_az(g->cp[i])) *next = word_end(g, i);
  return true;
}

static bool walk_text(quantity_list *q) {
  uint32_t next = 0;
  for (uint32_t at = 0; at < q->g.len; at += at ? BLOCK : 1)
    for (uint64_t left = beginnings(&q->g, at); left; left &= left - 1) {
      uint32_t i = at + (uint32_t)__builtin_ctzll(left);
      if (i >= next && !take_at(q, i, &next)) return false;
    }
  return true;
}

vox_status answer_quantities(const comment *c, vox_result *r) {
  quantity_list q = {.c = c, .g = {c->seg.cp, c->seg.len}};
  if (!walk_text(&q)) return VOX_ERR_MEMORY;
  r->quantities = q.list;
  r->quantity_count = q.len;
  return VOX_OK;
}
