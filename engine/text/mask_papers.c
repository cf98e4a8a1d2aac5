/* mask_papers.c - see mask_papers.h. Plates, cards and IBANs are known by their form and check digits;
 * accounts, passports and permits by the word before them, for alone they look like any code. Every pattern
 * reads a bounded number of characters. */
#include "text/mask_papers.h"
#include "text/mask_read.h"

static bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* ---- Cards ---- */

static bool has_luhn(const char *digits, size_t n) {
  unsigned sum = 0;
  for (size_t i = 0; i < n; i++) {
    unsigned d = (unsigned)(digits[n - 1 - i] - '0') << (i & 1);
    sum += d > 9 ? d - 9 : d;
  }
  return sum % 10 == 0;
}

size_t match_card(vox_str s, size_t at) {
  char digits[20];
  size_t n = 0;
  bool parted = false;
  while (n < sizeof digits && is_digit(peek(s, at))) {
    take_digits(s, &at, 1, &digits[n++]);
    size_t gap = at;
    bool ends = n % 4 == 0 && take_gap(s, &gap) && is_digit(peek(s, gap));
    if (n == 4) parted = ends;
    if (parted && n % 4 == 0 && n < 16 && !ends) return 0;
    if (ends && parted) at = gap;
  }
  if (n < 16 || n > 19 || digits[0] < '3' || digits[0] > '6' || !has_luhn(digits, n)) return 0;
  return ends_at(s, at);
}

/* ---- Plates ---- */

/* The character before the letter of a plate: a province. */
static bool is_province(uint32_t cp) {
  static const uint16_t provinces[] = {0x4EAC, 0x6D25, 0x6CAA, 0x6E1D, 0x5180, 0x8C6B, 0x4E91, 0x8FBD,
                                       0x9ED1, 0x6E58, 0x7696, 0x9C81, 0x65B0, 0x82CF, 0x6D59, 0x8D63,
                                       0x9102, 0x6842, 0x7518, 0x664B, 0x8499, 0x9655, 0x5409, 0x95FD,
                                       0x8D35, 0x7CA4, 0x9752, 0x85CF, 0x5DDD, 0x5B81, 0x743C};
  for (size_t i = 0; i < COUNT(provinces); i++)
    if (provinces[i] == cp) return true;
  return false;
}

/* 京A12345, 粤B·8K9M2, 沪AD12345: five signs or six, two figures at least. */
static size_t match_plate(vox_str s, size_t at) {
  static const char *const newer[] = {"全", "最", "更", "崭"}; /* 全新A12345 */
  if (!is_province(utf8_next(s, &at)) || any_before(s, at - 3, newer, COUNT(newer))) return 0;
  if (!is_capital(next_ascii(s, &at))) return 0;
  size_t dot = at;
  if (take(s, &dot, ' ') || take(s, &dot, '-') || utf8_next(s, &dot) == 0xB7) at = dot;
  unsigned n = 0, figures = 0;
  for (char c; n < 7 && (is_digit(c = peek(s, at)) || is_capital(c)); n++) {
    next_ascii(s, &at);
    figures += is_digit(c);
  }
  return (n == 5 || n == 6) && figures >= 2 ? ends_at(s, at) : 0;
}

/* ---- IBAN ---- */

enum { IBAN_MIN = 15, IBAN_MAX = 34 };

/* The number modulo 97, its first four signs moved to the end. */
static unsigned iban_rest(const char *signs, size_t n) {
  unsigned rest = 0;
  for (size_t i = 0; i < n; i++) {
    char c = signs[(i + 4) % n];
    rest = is_digit(c) ? rest * 10 + (unsigned)(c - '0') : rest * 100 + (unsigned)(c - 'A' + 10);
    rest %= 97;
  }
  return rest;
}

static size_t match_iban(vox_str s, size_t at) {
  char signs[IBAN_MAX];
  size_t n = 0, end = 0;
  for (char c; n < IBAN_MAX && (is_digit(c = peek(s, at)) || is_capital(c));) {
    next_ascii(s, &at);
    signs[n++] = c;
    if (n >= IBAN_MIN && !is_word(peek(s, at)) && iban_rest(signs, n) == 1) end = at;
    if (n % 4 == 0) take(s, &at, ' ');
  }
  bool form = n >= IBAN_MIN && is_capital(signs[0]) && is_capital(signs[1]) && is_digit(signs[2]) &&
              is_digit(signs[3]);
  return form ? end : 0;
}

/* ---- What a word announces ---- */

/* How the announcing word and the number are joined. */
typedef enum joint { JOINT_NONE, JOINT_SPACE, JOINT_SAID } joint;

/* Goes back over 号码：, 是, no. and white space; says how much of that there was. */
static size_t before_joints(vox_str s, size_t at, joint *how) {
  static const char *const said[] = {"号码", "號碼", "号",  "號", ":",      "：", "是",
                                     "为",   "為",   "no.", "no", "number", "#"};
  static const char *const blank[] = {" ", "\xC2\xA0", "　"};
  *how = JOINT_NONE;
  for (int round = 0; round < 6; round++) {
    size_t k = 0;
    while (k < COUNT(blank) && !stands_before(s, at, blank[k])) k++;
    if (k < COUNT(blank)) {
      at -= strlen(blank[k]);
      if (*how == JOINT_NONE) *how = JOINT_SPACE;
      continue;
    }
    for (k = 0; k < COUNT(said) && !stands_before(s, at, said[k]);) k++;
    if (k == COUNT(said)) return at;
    at -= strlen(said[k]);
    *how = JOINT_SAID;
  }
  return at;
}

/* The figures at `at`, `least` to `most` of them, with nothing of a word behind; 0: no. */
static size_t match_figures(vox_str s, size_t at, unsigned least, unsigned most) {
  unsigned n = 0;
  for (; n <= most && is_digit(peek(s, at)); n++) next_ascii(s, &at);
  return n >= least && n <= most ? ends_at(s, at) : 0;
}

/* QQ 123456789. */
static size_t match_qq(vox_str s, size_t at) { return peek(s, at) == '0' ? 0 : match_figures(s, at, 5, 11); }

/* kele8899, wxid_a1b2c3: six signs or more, a letter first. Without 号, 是 or a colon before it a sign must
 * tell it from a word. */
static size_t match_account(vox_str s, size_t at, joint how) {
  unsigned n = 0, figures = 0, marks = 0;
  size_t from = at;
  if (!is_letter(peek(s, at))) return 0;
  for (char c; n <= 20 && (is_word(c = peek(s, at)) || c == '_' || c == '-'); n++) {
    from = at;
    next_ascii(s, &at);
    figures += is_digit(c);
    marks += c == '_' || c == '-';
  }
  if (n < 6 || n > 20 || from == at) return 0;
  return how == JOINT_SAID || marks || (how == JOINT_SPACE && figures) ? at : 0;
}

/* E12345678, EA1234567, H1234567890: one letter or two, then figures. */
static size_t match_letters_figures(vox_str s, size_t at, unsigned least, unsigned most) {
  unsigned letters = 0;
  for (; letters < 2 && is_capital(peek(s, at)); letters++) next_ascii(s, &at);
  return letters ? match_figures(s, at, least, most) : 0;
}

secret match_paper(vox_str s, size_t at, size_t *end) {
  static const char *const qq[] = {"qq", "扣扣", "企鹅", "企鵝"};
  static const char *const wechat[] = {"微信",   "薇信", "威信", "v信", "wechat",
                                       "weixin", "wx",   "vx",   "加v", "加薇"};
  static const char *const passport[] = {"护照", "護照", "passport"};
  static const char *const permit[] = {"通行证", "通行證", "回乡证", "回鄉證", "台胞证", "台胞證"};
  joint how;
  if (!peek(s, at)) return (*end = match_plate(s, at)) ? SECRET_PLATE : SECRET_NONE;
  if ((*end = match_iban(s, at)) > 0) return SECRET_ACCOUNT;
  size_t word = before_joints(s, at, &how);
  if (any_before(s, word, qq, COUNT(qq)) && (*end = match_qq(s, at)) > 0) return SECRET_ACCOUNT;
  if (any_before(s, word, wechat, COUNT(wechat)) && (*end = match_account(s, at, how)) > 0)
    return SECRET_ACCOUNT;
  if (any_before(s, word, passport, COUNT(passport)) && (*end = match_letters_figures(s, at, 7, 8)) > 0)
    return SECRET_PAPER;
  if (!any_before(s, word, permit, COUNT(permit))) return SECRET_NONE;
  *end = match_letters_figures(s, at, 7, 10);
  if (!*end) *end = match_figures(s, at, 8, 8);
  return *end ? SECRET_PAPER : SECRET_NONE;
}
