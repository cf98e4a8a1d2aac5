/* unit.c - units behind numbers: of time, of times, of money; and the words in which they are none (三年级,
 * 一次性, 三块蛋糕, a second visit). */
#include "analysis/quantity.h"

enum { SECOND = 100, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, YUAN = 100 };

/* A unit, and the characters behind which it is none. `counted`: only with 个 before it. */
typedef struct unit_row {
  const uint32_t *word;
  uint8_t kind;
  uint8_t form; /* ANY, WITH_GE: 两个小时, 三个电话; BARE: never with 个 */
  int64_t factor;
  const uint32_t *not_before;
} unit_row;
enum { ANY, WITH_GE, BARE };

#define T QUANTITY_DURATION_S
#define N QUANTITY_COUNT
#define M QUANTITY_MONEY_CNY

static const unit_row HAN_UNITS[] = {
    {U"秒钟", T, BARE, SECOND, U""},
    {U"秒", T, BARE, SECOND, U"杀懂回"},
    {U"分钟", T, BARE, MINUTE, U""},
    {U"刻钟", T, BARE, 15 * MINUTE, U""},
    {U"小时", T, ANY, HOUR, U"候工"},
    {U"钟头", T, ANY, HOUR, U""},
    {U"钟", T, WITH_GE, HOUR, U"表楼"},
    {U"天", T, BARE, 24 * HOUR, U"到猫然空气下两花"},
    {U"晚上", T, WITH_GE, 0, U""},
    {U"星期", T, ANY, 604800 * INT64_C(100), U"一二三四五六日天几"},
    {U"礼拜", T, ANY, 604800 * INT64_C(100), U"一二三四五六日天几"},
    {U"周", T, BARE, 604800 * INT64_C(100), U"岁年边刊报末到"},
    {U"月", T, WITH_GE, 2592000 * INT64_C(100), U"饼"},
    {U"年", T, BARE, 31536000 * INT64_C(100), U"级代货糕纪龄四"},
    {U"次", N, BARE, 100, U"性元数序品次又日"},
    {U"遍", N, BARE, 100, U"又布地"},
    {U"趟", N, BARE, 100, U"又"},
    {U"回", N, BARE, 100, U"事家来去复购头国款答应老到合收信归"},
    {U"通电话", N, BARE, 100, U""},
    {U"电话", N, WITH_GE, 100, U"号卡亭线机"},
    {U"块钱", M, BARE, 100, U""},
    {U"元钱", M, BARE, 100, U""},
    {U"元", M, BARE, 100, U"旦素宵老件音"},
    {U"块", M, BARE, 100, U""},
    {U"毛钱", M, BARE, 10, U""},
    {U"毛", M, BARE, 10, U"病不孩衣巾发笔"},
    {U"角钱", M, BARE, 10, U""},
    {U"分钱", M, BARE, 1, U""},
    {U"人民币", M, BARE, 100, U""},
    {U"大洋", M, BARE, 100, U""},
    {U"软妹币", M, BARE, 100, U""},
};

static const struct latin_row {
  const uint32_t *word;
  uint8_t kind;
  int64_t factor;
} LATIN_UNITS[] = {{U"sec", T, SECOND},
                   {U"secs", T, SECOND},
                   {U"second", T, SECOND},
                   {U"seconds", T, SECOND},
                   {U"min", T, MINUTE},
                   {U"mins", T, MINUTE},
                   {U"minute", T, MINUTE},
                   {U"minutes", T, MINUTE},
                   {U"h", T, HOUR},
                   {U"hr", T, HOUR},
                   {U"hrs", T, HOUR},
                   {U"hour", T, HOUR},
                   {U"hours", T, HOUR},
                   {U"day", T, 24 * HOUR},
                   {U"days", T, 24 * HOUR},
                   {U"week", T, 604800 * INT64_C(100)},
                   {U"weeks", T, 604800 * INT64_C(100)},
                   {U"wk", T, 604800 * INT64_C(100)},
                   {U"wks", T, 604800 * INT64_C(100)},
                   {U"month", T, 2592000 * INT64_C(100)},
                   {U"months", T, 2592000 * INT64_C(100)},
                   {U"year", T, 31536000 * INT64_C(100)},
                   {U"years", T, 31536000 * INT64_C(100)},
                   {U"yr", T, 31536000 * INT64_C(100)},
                   {U"yrs", T, 31536000 * INT64_C(100)},
                   {U"times", N, 100},
                   {U"x", N, 100},
                   {U"calls", N, 100},
                   {U"emails", N, 100},
                   {U"visits", N, 100},
                   {U"trips", N, 100},
                   {U"attempts", N, 100},
                   {U"messages", N, 100},
                   {U"letters", N, 100},
                   {U"yuan", M, 100},
                   {U"kuai", M, 100},
                   {U"rmb", M, 100},
                   {U"cny", M, 100},
                   {U"renminbi", M, 100}};
#undef T
#undef N
#undef M

/* ---- Chinese ---- */

/* 三块蛋糕 is no money, 三块的, 三块钱, 50块的 and 三块 at the end are. */
static bool is_money_kuai(const glyphs *g, const numeral *n, uint32_t to) {
  uint32_t next = glyph(g, to);
  if (n->value >= 10 * YUAN) return !glyph_in(next, U"儿");
  if (n->value == YUAN && next != U'钱') return false;
  return next < 0x3400 || next > 0x9FFF ||
         glyph_in(next, U"的多就了吧呢还才也左以不一二三四五六七八九半给买");
}

/* 第三天 is asked by the caller; here words that the number makes: 有一天, 每一次, 下一次. */
static bool is_other_one(const glyphs *g, const numeral *n, const unit_row *u) {
  uint32_t before = glyph_before(g, n->from);
  if (!n->han || n->value != YUAN) return false;
  if (u->kind == QUANTITY_COUNT)
    return glyph_in(before, U"下上每这那有头再某另何唯同逐首初末一第复又") ||
           glyph_in(glyph(g, n->to + 1), U"都也");
  return glyph_in(before, U"有哪某那每同这第前后另");
}

/* 7天无理由, 24小时客服: what a service is called. */
static bool is_name(const glyphs *g, const numeral *n, uint32_t to) {
  static const uint32_t *const after[] = {U"无理由", U"营业", U"客服", U"在线", U"服务", U"热水",
                                          U"值班",   U"自助", U"人工", U"便利", U"酒店", U"热线"};
  if (n->han && n->value < 700) return false;
  for (size_t i = 0; i < sizeof after / sizeof *after; i++)
    if (glyphs_match(g, to, after[i])) return true;
  return false;
}

static bool fits(const glyphs *g, const numeral *n, const unit_row *u, uint32_t to, bool ge) {
  if (!u->factor || (u->form == WITH_GE && !ge) || (u->form == BARE && ge)) return false;
  if (glyph_in(glyph(g, to), u->not_before)) return false;
  if (u->word[0] == U'年' && (n->value >= 190000 || glyph(g, to) == U'前')) return n->value < 190000;
  if (n->value == 50 && glyph_in(u->word[0], U"天块次遍元毛回")) return false;
  if (u->word[0] == U'块' && !u->word[1] && !is_money_kuai(g, n, to)) return false;
  return !is_other_one(g, n, u) && !(u->kind == QUANTITY_DURATION_S && is_name(g, n, to));
}

/* 个, 多, 半, 整 between a number and its unit. */
typedef struct between {
  uint32_t to;
  bool ge, half;
} between;

static between read_between(const glyphs *g, uint32_t i) {
  between b = {skip_blanks(g, i), false, false};
  if (glyph_in(glyph(g, b.to), U"多来余几")) b.to++;
  if (glyph(g, b.to) == U'个') b.ge = true, b.to++;
  if (b.ge && glyph(g, b.to) == U'半') b.half = true, b.to++;
  if (glyph_in(glyph(g, b.to), U"多整")) b.to++;
  return b;
}

/* The low bytes of the characters with which those units begin: a bit of 256. */
static const uint64_t UNIT_LOW[4] = {0x1820028284008140, 0x0010810004802008, 0x0400000080000000,
                                     0x0000000048040000};

static bool may_be_unit(uint32_t cp) { return cp >= 0x80 && UNIT_LOW[cp >> 6 & 3] >> (cp & 63) & 1; }

static bool read_han_unit(const glyphs *g, const numeral *n, uint32_t i, unit *out, bool *half) {
  between b = read_between(g, i);
  if (!may_be_unit(glyph(g, b.to))) return false;
  bool half_month = n->han && n->value == 50 && glyph(g, i) == U'月';
  for (size_t k = 0; k < sizeof HAN_UNITS / sizeof *HAN_UNITS; k++) {
    const unit_row *u = &HAN_UNITS[k];
    uint32_t length = u->word[0] == glyph(g, b.to) ? glyphs_match(g, b.to, u->word) : 0;
    if (!length) continue;
    if (!fits(g, n, u, b.to + length, b.ge || half_month)) return false;
    *out = (unit){.kind = u->kind, .factor = u->factor, .to = b.to + length};
    *half = b.half;
    return true;
  }
  return false;
}

/* ---- English ---- */

static bool is_one_of(const glyphs *g, uint32_t from, uint32_t to, const uint32_t *const *words) {
  for (; *words; words++)
    if (to > from && glyphs_match(g, from, *words) == to - from) return true;
  return false;
}

/* The word that ends before i, blanks between passed over. */
static uint32_t word_before(const glyphs *g, uint32_t i, uint32_t *from) {
  uint32_t end = i;
  while (end > 0 && i - end < 3 && is_blank(g->cp[end - 1])) end--;
  *from = end;
  while (*from > 0 && end - *from < 16 && (is_letter_az(g->cp[*from - 1]) || is_figure(g->cp[*from - 1])))
    --*from;
  return end;
}

/* a day in twice a day, what a day, $5 a day, once a week. */
static bool is_rate(const glyphs *g, const numeral *n) {
  static const uint32_t *const words[] = {U"times",   U"time",   U"once",  U"twice", U"thrice", U"what",
                                          U"such",    U"quite",  U"per",   U"yuan",  U"rmb",    U"bucks",
                                          U"dollars", U"pounds", U"euros", U"calls", U"many",   U"cups",
                                          U"minutes", U"hours",  NULL};
  uint32_t from, end = word_before(g, n->from, &from);
  return n->article && end > from && (is_figure(g->cp[from]) || is_one_of(g, from, end, words));
}

/* 10 times better compares. */
static bool compares(const glyphs *g, uint32_t to) {
  static const uint32_t *const words[] = {U"better", U"more",   U"faster", U"cheaper", U"worse", U"slower",
                                          U"as",     U"harder", U"bigger", U"easier",  U"the",   NULL};
  uint32_t at = skip_blanks(g, to);
  return is_one_of(g, at, word_end(g, at), words);
}

static uint32_t skip_adjective(const glyphs *g, uint32_t at) {
  static const uint32_t *const words[] = {U"whole",      U"full",     U"solid",     U"entire",   U"good",
                                          U"long",       U"business", U"working",   U"of",       U"phone",
                                          U"more",       U"straight", U"different", U"separate", U"extra",
                                          U"additional", U"further",  U"odd",       U"plus",     NULL};
  for (int most = 0; most < 2; most++) {
    uint32_t end = word_end(g, at);
    if (!is_one_of(g, at, end, words)) break;
    at = skip_blanks(g, end);
  }
  return at;
}

/* `at` to `end` is the unit's word. Of the words for seconds only "second" has six letters: it also ranks. */
static bool is_wrong_latin(const glyphs *g, const numeral *n, const struct latin_row *u, uint32_t at,
                           uint32_t end) {
  bool figures = is_figure(g->cp[n->from]);
  if (u->factor == SECOND && end - at == 6) return !figures && (n->article || n->value != YUAN);
  if ((u->word[0] == U'h' || u->word[0] == U'x') && !u->word[1] && !figures) return true;
  return (u->kind == QUANTITY_COUNT && compares(g, end)) || is_rate(g, n) ||
         (n->article && u->kind == QUANTITY_COUNT);
}

static bool read_latin_unit(const glyphs *g, const numeral *n, uint32_t i, unit *out, bool *half) {
  static const uint32_t *const halves[] = {U" and a half ", U" and a half-", U" 1/2 ", NULL};
  uint32_t at = i;
  *half = false;
  if (glyph(g, i) > 0x3000) return false; /* no blank, mark or letter with which one may begin */
  for (const uint32_t *const *h = halves; *h && !*half; h++)
    if (glyphs_match(g, i, *h)) *half = true, at = i + glyphs_match(g, i, *h);
  if (glyph(g, at) == '+') at++;
  at = glyph(g, at) == '-' ? at + 1 : skip_blanks(g, at);
  at = skip_adjective(g, at);
  uint32_t end = word_end(g, at);
  if (end == at || end - at > 8) return false;
  for (size_t k = 0; k < sizeof LATIN_UNITS / sizeof *LATIN_UNITS; k++) {
    const struct latin_row *u = &LATIN_UNITS[k];
    if (u->word[0] != g->cp[at] || glyphs_match(g, at, u->word) != end - at) continue;
    if (is_wrong_latin(g, n, u, at, end)) return false;
    *out = (unit){.kind = u->kind, .factor = u->factor, .to = end};
    return true;
  }
  return false;
}

bool unit_read(const glyphs *g, const numeral *n, uint32_t i, unit *out) {
  bool half;
  if (!read_han_unit(g, n, i, out, &half) && !read_latin_unit(g, n, i, out, &half)) return false;
  if (half) out->half = true;
  return true;
}
