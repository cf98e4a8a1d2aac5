/* rule_scan.c - see rule_scan.h. */
#include "lexicon/rule_scan.h"
#include "text/utf8.h"

/* A code point as its ASCII form where it is a wide variant of one, or a quote. */
static uint32_t narrow(uint32_t cp) {
  static const uint32_t quotes[] = {0x201C, 0x201D, 0x201E, 0x201F, 0x300C, 0x300D, 0x300E, 0x300F};
  if (cp >= 0xFF01 && cp <= 0xFF5E) return cp - 0xFEE0;
  if (cp == 0x3000 || cp == 0xA0) return ' ';
  for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
    if (cp == quotes[i]) return '"';
  return cp;
}

/* The narrowed code point at `at`; `*next` behind it. */
static uint32_t peek(vox_str s, size_t at, size_t *next) {
  *next = at;
  return narrow(utf8_next(s, next));
}

static bool is_blank(uint32_t cp) { return cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r'; }

static bool ends_word(uint32_t cp) {
  return is_blank(cp) || cp == '(' || cp == ')' || cp == '"' || cp == '{' || cp == '}';
}

/* ---- Operators ---- */

static const struct {
  const char *name;
  rule_op op;
} OPERATORS[] = {
    {"AND", OP_AND},           {"且", OP_AND},        {"并且", OP_AND},
    {"並且", OP_AND},          {"OR", OP_OR},         {"或", OP_OR},
    {"或者", OP_OR},           {"NOT", OP_NOT},       {"非", OP_NOT},
    {"不含", OP_NOT},          {"NEAR", OP_NEAR},     {"附近", OP_NEAR},
    {"邻近", OP_NEAR},         {"鄰近", OP_NEAR},     {"BEFORE", OP_BEFORE},
    {"先于", OP_BEFORE},       {"先於", OP_BEFORE},   {"NOTNEAR", OP_NOTNEAR},
    {"不近", OP_NOTNEAR},      {"CLAUSE", OP_CLAUSE}, {"同分句", OP_CLAUSE},
    {"SENTENCE", OP_SENTENCE}, {"同句", OP_SENTENCE},
};

static bool has_reach(rule_op op) { return op == OP_NEAR || op == OP_BEFORE || op == OP_NOTNEAR; }

enum { NAME_MOST = 32 };

/* The word narrowed, into `out`; its length, or 0 where it is longer than any operator. */
static size_t narrowed(vox_str word, char out[NAME_MOST]) {
  size_t n = 0;
  for (size_t at = 0; at < word.len;) {
    if (n + 4 > NAME_MOST) return 0;
    n += utf8_put(peek(word, at, &at), out + n);
  }
  return n;
}

static bool lower_eq(vox_str word, const char *name) {
  size_t n = strlen(name);
  for (size_t i = 0; i < n; i++)
    if (word.len != n || name[i] < 'A' || word.ptr[i] != (char)(name[i] + ('a' - 'A'))) return false;
  return true;
}

static const char *read_reach(vox_str digits, rule_word *w) {
  unsigned n = 0;
  if (!has_reach(w->op)) return "this operator takes no number";
  for (size_t i = 0; i < digits.len; i++) {
    if (digits.ptr[i] < '0' || digits.ptr[i] > '9') return "a number of words stands behind the slash";
    n = n * 10 + (unsigned)(digits.ptr[i] - '0');
    if (n > RULE_REACH) return "no more than 99 words may lie between";
  }
  w->reach = (uint16_t)n;
  return digits.len ? NULL : "a number of words stands behind the slash";
}

/* Makes `w` an operator if its text is one. */
static void tell_operator(rule_word *w) {
  char bytes[NAME_MOST];
  vox_str rest = {bytes, narrowed(w->text, bytes)}, name = str_cut(&rest, '/');
  for (size_t i = 0; i < sizeof OPERATORS / sizeof *OPERATORS; i++) {
    if (lower_eq(name, OPERATORS[i].name)) {
      w->kind = WORD_BAD;
      w->problem = "operators are written in capitals; put the word in quotes to look for it";
    }
    if (!str_eq(name, str_of(OPERATORS[i].name))) continue;
    w->kind = WORD_OPERATOR;
    w->op = OPERATORS[i].op;
    w->reach = has_reach(w->op) ? RULE_REACH_STANDARD : 0;
    if (rest.ptr && (w->problem = read_reach(rest, w))) w->kind = WORD_BAD;
    return;
  }
}

/* ---- Words ---- */

static size_t end_of_word(vox_str s, size_t at) {
  size_t next;
  while (at < s.len && !ends_word(peek(s, at, &next))) at = next;
  return at;
}

/* Up to the mark that closes what began at w->at; behind it. */
static rule_word enclosed(vox_str s, rule_word w, size_t *at, uint32_t mark, const char *problem) {
  size_t from = *at, next;
  while (*at < s.len && peek(s, *at, &next) != mark) *at = next;
  if (*at == s.len) return w.kind = WORD_BAD, w.problem = problem, w;
  w.text = str_trim(str_sub(s, from, *at));
  *at = next;
  return w;
}

static rule_word named(vox_str s, rule_word w, size_t *at, const char *problem) {
  size_t from = *at;
  *at = end_of_word(s, from);
  w.text = str_sub(s, from, *at);
  if (!w.text.len) w.kind = WORD_BAD, w.problem = problem;
  return w;
}

rule_word rule_scan(vox_str s, size_t *at) {
  size_t next = *at;
  while (*at < s.len && is_blank(peek(s, *at, &next))) *at = next;
  rule_word w = {.kind = WORD_END, .at = *at};
  if (*at == s.len) return w;
  uint32_t cp = peek(s, *at, &next);
  size_t from = *at;
  *at = next;
  switch (cp) {
  case '(':
    return w.kind = WORD_OPEN, w;
  case ')':
    return w.kind = WORD_CLOSE, w;
  case '"':
    w.kind = WORD_PHRASE;
    return enclosed(s, w, at, '"', "the quote is not closed");
  case '{':
    w.kind = WORD_TEST;
    return enclosed(s, w, at, '}', "the brace is not closed");
  case '}':
    return w.kind = WORD_BAD, w.problem = "no brace is open", w;
  case '#':
    w.kind = WORD_THEME;
    return named(s, w, at, "the id of a theme stands behind #");
  case '@':
    w.kind = WORD_MACRO;
    return named(s, w, at, "the name of a macro stands behind @");
  default:
    w.kind = WORD_TERM;
    *at = end_of_word(s, from);
    w.text = str_sub(s, from, *at);
    tell_operator(&w);
    return w;
  }
}

/* ---- Conditions ---- */

static const struct {
  const char *name;
  test_field field;
} FIELDS[] = {{"group", TEST_GROUP},         {"组", TEST_GROUP},       {"組", TEST_GROUP},
              {"score", TEST_SCORE},         {"分数", TEST_SCORE},     {"分數", TEST_SCORE},
              {"sentiment", TEST_SENTIMENT}, {"情感", TEST_SENTIMENT}, {"language", TEST_LANGUAGE},
              {"lang", TEST_LANGUAGE},       {"语言", TEST_LANGUAGE},  {"語言", TEST_LANGUAGE},
              {"question", TEST_QUESTION},   {"问题", TEST_QUESTION},  {"問題", TEST_QUESTION},
              {"role", TEST_ROLE},           {"segment", TEST_SEGMENT}};

/* The relation at `at` of the text, and how many bytes it has; 0: none begins here. */
static size_t relation_at(vox_str s, size_t at, test_relation *out) {
  size_t second, third;
  uint32_t a = peek(s, at, &second), b = second < s.len ? peek(s, second, &third) : 0;
  bool two = b == '=' && (a == '<' || a == '>' || a == '!');
  if (a == 0x2260) return *out = RELATION_UNEQUAL, second - at;
  if (a == 0x2264) return *out = RELATION_AT_MOST, second - at;
  if (a == 0x2265) return *out = RELATION_AT_LEAST, second - at;
  if (a == '=') return *out = RELATION_EQUAL, second - at;
  if (a == '!' && two) return *out = RELATION_UNEQUAL, third - at;
  if (a == '<') return *out = two ? RELATION_AT_MOST : RELATION_BELOW, (two ? third : second) - at;
  if (a == '>') return *out = two ? RELATION_AT_LEAST : RELATION_ABOVE, (two ? third : second) - at;
  return 0;
}

static void name_field(vox_str name, rule_test *out) {
  out->field = TEST_SEGMENT;
  out->name = str_starts(name, STR("segment.")) ? str_sub(name, 8, name.len) : name;
  for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++)
    if (str_eq(name, str_of(FIELDS[i].name))) out->field = (uint8_t)FIELDS[i].field;
}

static bool one_of(vox_str value, const char *const *names) {
  for (vox_str rest = value; rest.ptr;) {
    vox_str one = str_trim(str_cut(&rest, '|'));
    size_t i = 0;
    while (names[i] && !str_eq(one, str_of(names[i]))) i++;
    if (!names[i]) return false;
  }
  return true;
}

/* Values that can be known beforehand are checked; NULL, or what is wrong. */
static const char *check_value(const rule_test *t) {
  static const char *const groups[] = {"promoter", "passive", "detractor", "none",   "推荐者",
                                       "中立者",   "贬损者",  "推薦者",    "貶損者", NULL};
  static const char *const labels[] = {"positive", "negative", "neutral", "mixed", "none", "正面",
                                       "负面",     "負面",     "中性",    "混合",  NULL};
  static const char *const langs[] = {"zh", "zh-Hans", "zh-Hant", "yue", "en", "mixed", "other", NULL};
  static const char *const roles[] = {"reason_neg", "reason_pos", "suggestion", "expectation", "other", NULL};
  bool ordered = t->relation >= RELATION_BELOW;
  if (ordered && !t->numeric) return "only a number can be compared by < or >";
  if (t->field == TEST_GROUP && !one_of(t->value, groups)) return "a group is promoter, passive or detractor";
  if (t->field == TEST_SCORE && !t->numeric) return "a score is a number";
  if (t->field == TEST_SENTIMENT && !t->numeric && !one_of(t->value, labels))
    return "a sentiment is positive, negative, neutral, mixed, none, or a number from -1 to 1";
  if (t->field == TEST_LANGUAGE && !one_of(t->value, langs))
    return "a language is zh, zh-Hans, zh-Hant, yue, en, mixed or other";
  if (t->field == TEST_ROLE && !one_of(t->value, roles))
    return "a role is reason_neg, reason_pos, suggestion, expectation or other";
  if (ordered && (t->field == TEST_GROUP || t->field == TEST_LANGUAGE || t->field >= TEST_QUESTION) &&
      t->field != TEST_SEGMENT)
    return "this field is compared by = or !=";
  return NULL;
}

const char *rule_read_test(vox_str text, rule_test *out) {
  test_relation relation = RELATION_EQUAL;
  size_t at = 0, width = 0;
  for (size_t next = 0; at < text.len && !(width = relation_at(text, at, &relation)); at = next)
    peek(text, at, &next);
  if (!width) return "a condition reads {field=value}";
  vox_str name = str_trim(str_sub(text, 0, at));
  *out = (rule_test){.relation = (uint8_t)relation, .value = str_trim(str_sub(text, at + width, text.len))};
  if (!name.len || !out->value.len) return "a condition reads {field=value}";
  name_field(name, out);
  char digits[NAME_MOST];
  out->numeric = rule_number((vox_str){digits, narrowed(out->value, digits)}, &out->number);
  return check_value(out);
}
