/* mask.c - see mask.h.
 *
 * The text is read left to right. Where a word or number may begin, each pattern is tried; a pattern reads a
 * bounded number of characters, but for the e-mail address, whose run of letters is tried once from its
 * beginning. A pattern answers with the byte behind what it matched, 0 for no match. */
#include "text/mask.h"
#include "text/chars.h"
#include "text/mask_papers.h"
#include "text/mask_read.h"
#include "text/utf8.h"

/* ---- Patterns: from byte `at` on ---- */

/* 13800000000元: an amount. */
static bool is_money(vox_str s, size_t at) {
  if (at == s.len) return false;
  uint32_t cp = utf8_next(s, &at);
  return cp == 0x5143 || cp == 0x5757 || cp == 0x5706; /* 元块圆 */
}

/* 13812345678, 138-1234-5678, 138 1234 5678; +86 and its like before it. */
static size_t match_mobile(vox_str s, size_t at) {
  size_t start = at;
  bool plus = take(s, &at, '+'), zeros = !plus && take(s, &at, '0') && take(s, &at, '0');
  if (!plus && !zeros) at = start;
  size_t code = at;
  if (take(s, &code, '8') && take(s, &code, '6')) {
    take_gap(s, &code);
    at = code;
  } else if (plus || zeros) {
    return 0;
  }
  char head[3];
  if (!take_digits(s, &at, 3, head) || head[0] != '1' || head[1] < '3') return 0;
  bool parted = take_gap(s, &at);
  if (!take_digits(s, &at, 4, NULL) || take_gap(s, &at) != parted || !take_digits(s, &at, 4, NULL)) return 0;
  return is_money(s, at) ? 0 : ends_at(s, at);
}

/* 010, 02x, 0xxx: how many digits of an area code stand here; they are skipped. */
static unsigned take_area(vox_str s, size_t *at) {
  char head[3];
  if (!take_digits(s, at, 3, head) || head[0] != '0' || head[1] == '0') return 0;
  if (head[1] <= '2') return head[1] == '2' || head[2] == '0' ? 3 : 0;
  return take_digits(s, at, 1, NULL) ? 4 : 0;
}

/* Seven or eight digits, in one piece or parted before the last four; returns how many. */
static unsigned take_local(vox_str s, size_t *at, bool may_part) {
  unsigned digits = 0;
  for (; digits < 9 && is_digit(peek(s, *at)); digits++) {
    take_digits(s, at, 1, NULL);
    size_t gap = *at;
    if (may_part && (digits == 2 || digits == 3) && take_gap(s, &gap) && is_digit(peek(s, gap))) *at = gap;
  }
  return digits;
}

/* 010-12345678, (0571)87654321, 02187654321. */
static size_t match_landline(vox_str s, size_t at) {
  bool bracket = take(s, &at, '(');
  unsigned area = take_area(s, &at);
  if (!area || (bracket && !take(s, &at, ')'))) return 0;
  bool parted = take_gap(s, &at) || bracket;
  char first = peek(s, at);
  if (first == '0' || (!parted && first == '1')) return 0;
  unsigned digits = take_local(s, &at, parted);
  return digits == 8 || (digits == 7 && area == 4) ? ends_at(s, at) : 0;
}

/* Area codes that nobody pays for: service numbers, here and in North America. */
static bool is_service_code(const char d[3]) {
  if (d[0] == '4') return d[1] == '0' && d[2] == '0';
  return d[0] == '8' && (d[1] == d[2] && d[1] != '1' && d[1] != '9');
}

/* 415-555-0100, (415) 555-0100. */
static size_t match_american(vox_str s, size_t at) {
  char area[3], exchange[3];
  bool bracket = take(s, &at, '(');
  if (!take_digits(s, &at, 3, area) || area[0] < '2' || is_service_code(area)) return 0;
  if (bracket && !take(s, &at, ')')) return 0;
  char mark = peek(s, at);
  if (!take_gap(s, &at) && !bracket) return 0;
  if (!take_digits(s, &at, 3, exchange) || exchange[0] < '2') return 0;
  if (!take(s, &at, bracket ? '-' : mark) || !take_digits(s, &at, 4, NULL)) return 0;
  return peek(s, at) == '-' ? 0 : ends_at(s, at);
}

/* The check digit of GB 11643: weights are powers of 2 modulo 11. */
static size_t match_identity(vox_str s, size_t at) {
  char digits[17];
  if (!take_digits(s, &at, 17, digits)) return 0;
  unsigned sum = 0;
  for (unsigned i = 0; i < 17; i++) sum = (sum + (unsigned)(digits[i] - '0')) * 2 % 11;
  char want = "10X98765432"[sum], c = next_ascii(s, &at);
  if (c != want && !(want == 'X' && c == 'x')) return 0;
  return ends_at(s, at);
}

static bool is_domain(char c) { return is_word(c) || c == '-'; }

/* `run` is the end of the letters from `at` on. Behind the @ at least one dot; the last label begins with a
 * letter. */
static size_t match_email(vox_str s, size_t at, size_t run) {
  size_t end = 0, from = run;
  if (at == run || !take(s, &from, '@')) return 0;
  for (bool dotted = false;; dotted = true) {
    size_t label = end_of_run(s, from, is_domain);
    if (label == from) return end;
    if (dotted && is_letter(peek(s, from))) end = label;
    from = label;
    if (!take(s, &from, '.')) return end;
  }
}

/* ---- What stands before a number ---- */

/* The number is called an order's: the name right before it, but for a few joining marks. */
static bool is_order_number(vox_str s, size_t at) {
  static const char *const joints[] = {" ", ":", "：", "#", ".", "是", "为", "為", "号", "號"};
  static const char *const names[] = {"订单", "訂單", "单号", "單號",   "运单",  "運單",     "工单",
                                      "编号", "編號", "流水", "流水号", "order", "order no", "order number"};
  for (int i = 0; i < 5; i++) {
    if (any_before(s, at, names, sizeof names / sizeof *names)) return true;
    size_t k = 0, count = sizeof joints / sizeof *joints;
    while (k < count && !stands_before(s, at, joints[k])) k++;
    if (k == count) return false;
    at -= strlen(joints[k]);
  }
  return false;
}

/* May a number begin behind the character before it? Letters make it part of a code, but for those that
 * announce a telephone. */
static bool may_begin(vox_str s, size_t at, char before, char before_that) {
  static const char *const heralds[] = {"tel", "phone", "mobile", "wx", "vx", "weixin", "dh", "sj"};
  size_t letters = at;
  if (before == '-' || before == '.') before = before_that, letters = at - 1;
  if (is_digit(before)) return false;
  return !is_letter(before) || any_before(s, letters, heralds, sizeof heralds / sizeof *heralds);
}

/* ---- The text ---- */

static secret match_number(vox_str s, size_t at, size_t *end) {
  if ((*end = match_identity(s, at)) > 0) return SECRET_IDENTITY;
  if ((*end = match_card(s, at)) > 0) return SECRET_CARD;
  if ((*end = match_mobile(s, at)) > 0) return SECRET_MOBILE;
  if ((*end = match_landline(s, at)) > 0 || (*end = match_american(s, at)) > 0) return SECRET_PHONE;
  return SECRET_NONE;
}

static const char *placeholder(secret found, bool chinese) {
  static const char *const names[][2] = {{"", ""},
                                         {"[phone]", "[手机号]"},
                                         {"[phone]", "[电话]"},
                                         {"[email]", "[邮箱]"},
                                         {"[id]", "[身份证号]"},
                                         {"[card]", "[银行卡号]"},
                                         {"[plate]", "[车牌号]"},
                                         {"[account]", "[账号]"},
                                         {"[document]", "[证件号]"}};
  return names[found][chinese];
}

static bool has_han(vox_str s) {
  for (size_t at = 0; at < s.len;)
    if (char_kind_of(utf8_next(s, &at)) == CHAR_HAN) return true;
  return false;
}

vox_status mask_text(buf *out, vox_str text) {
  bool chinese = has_han(text);
  char before = 0, before_that = 0; /* the two characters before `at` */
  for (size_t at = 0, next; at < text.len; at = next) {
    secret found = SECRET_NONE;
    next = at;
    char c = next_ascii(text, &next);
    size_t end = 0;
    if (is_local(c) && !is_local(before)) {
      end = match_email(text, at, end_of_run(text, at, is_local));
      if (end) found = SECRET_EMAIL;
    }
    bool begins = !is_word(before) || (is_digit(c) && is_letter(before)); /* QQ123456 */
    if (!found && (is_word(c) || !c) && begins) found = match_paper(text, at, &end);
    if (!found && (is_digit(c) || c == '+' || c == '(') && may_begin(text, at, before, before_that) &&
        !is_order_number(text, at))
      found = match_number(text, at, &end);
    if (found) {
      buf_text(out, placeholder(found, chinese));
      next = end;
      before_that = 0, before = ']';
      continue;
    }
    buf_str(out, str_sub(text, at, next));
    before_that = before, before = c;
  }
  return out->status;
}
