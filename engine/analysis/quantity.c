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

/* Figures, and the letters with which words of numbers begin, twice and thrice among them. */
static const uint64_t PLAIN_BEGINS[2] = {0x03FF000000000000, 0x0018C17A00000000};
/* The low bytes of the characters below: a bit of 256. Nearly every other character ends here. */
static const uint64_t HAN_LOW[4] = {0x0000001000000289, 0x400128002000040A, 0x0000000000101000,
                                    0x0040020108000000};

static bool begins_han(uint32_t cp) {
  switch (cp) {
  case U'一':
  case U'二':
  case U'两':
  case U'三':
  case U'四':
  case U'五':
  case U'六':
  case U'七':
  case U'八':
  case U'九':
  case U'十':
  case U'半':
  case U'几':
  case U'数':
  case U'百':
  case U'千':
  case U'万':
  case U'俩':
  case U'零':
  case U'〇':
    return true;
  default:
    return false;
  }
}

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

/* May a number begin with the character? Most do not. */
static inline bool may_begin(const glyphs *g, uint32_t i) {
  uint32_t cp = g->cp[i];
  if (cp >= 0x80) return HAN_LOW[cp >> 6 & 3] >> (cp & 63) & 1 && begins_han(cp);
  if (!(PLAIN_BEGINS[cp >> 6] >> (cp & 63) & 1)) return false;
  return is_figure(cp) || (!is_letter_az(glyph_before(g, i)) && begins_word(g, i));
}

static bool walk_text(quantity_list *q) {
  const glyphs *g = &q->g;
  numeral n;
  for (uint32_t i = 0, next; i < g->len; i = next) {
    bool found = false;
    next = i + 1;
    if (!may_begin(g, i)) continue;
    if (g->cp[i] == 't' && !take_adverb(q, i, &next, &found)) return false;
    if (found) continue;
    if (numeral_read(g, i, &n)) {
      if (!take_number(q, &n, &next)) return false;
    } else if (is_letter_az(g->cp[i])) {
      next = word_end(g, i);
    }
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
