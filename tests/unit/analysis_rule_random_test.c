/* analysis_rule_random_test.c - random rules over random texts, held against an evaluator that does what
 * lexicon/rule.h says, word by word and by recursion: the same themes at the same places. Fixed seeds. */
#include "small_model.h"

enum { RULES = 40, TEXTS = 150, WORDS_MOST = 24, NODES = 64, PLACES = 128 };

typedef enum kind { TERM, THEME, TEST, NOT, AND, OR, NEAR, BEFORE, NOTNEAR, CLAUSE, SENTENCE } kind;

typedef struct node {
  kind kind;
  unsigned reach, which; /* of TERM: in VOCABULARY; of THEME: rule */
  int left, right;       /* nodes */
} node;

typedef struct rule {
  node nodes[NODES];
  int count, root;
  char text[2000];
} random_rule;

typedef struct where {
  unsigned from, to;
} where;

typedef struct answer {
  bool holds;
  unsigned len;
  where list[PLACES];
} answer;

typedef struct words {
  const char *word[WORDS_MOST * 2]; /* marks are words of their own */
  unsigned clause[WORDS_MOST * 2], sentence[WORDS_MOST * 2], begin[WORDS_MOST * 2], end[WORDS_MOST * 2];
  unsigned count;
  char text[400];
} words;

/* Terms of one and of two words, and beginnings. */
static const char *const VOCABULARY[] = {"ape",     "bee",     "cat", "dog",  "ape bee", "bee cat",
                                         "cat cat", "apecat*", "be*", "dog*", "ape be*", "fox"};
enum { TERMS = sizeof VOCABULARY / sizeof *VOCABULARY };
static const char *const SPOKEN[] = {"ape", "bee", "cat", "dog", "apecats", "beer", "gnu"};
enum { SPOKEN_COUNT = sizeof SPOKEN / sizeof *SPOKEN };

static uint64_t state;

static unsigned draw(unsigned below) {
  state += 0x9E3779B97F4A7C15u;
  uint64_t z = state;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return (unsigned)((z ^ z >> 31) % below);
}

/* ---- Random rules ---- */

static bool has_places(const random_rule *r, int n) {
  const node *k = &r->nodes[n];
  if (k->kind == TEST || k->kind == NOT) return false;
  if (k->kind == AND) return has_places(r, k->left) || has_places(r, k->right);
  if (k->kind == OR) return has_places(r, k->left) && has_places(r, k->right);
  return true;
}

static int grow(random_rule *r, unsigned deep, unsigned number) {
  int me = r->count++;
  node k = {.kind = TERM};
  /* Choices are what rules of people are made of. */
  if (deep && r->count < NODES - 4) k.kind = draw(3) ? (kind)(NOT + draw(SENTENCE - NOT + 1)) : OR;
  if (k.kind == TERM && draw(6) == 0) k.kind = draw(2) && number ? THEME : TEST;
  if (k.kind == TERM) k.which = draw(TERMS);
  if (k.kind == THEME) k.which = draw(number);
  if (k.kind == TEST) k.which = draw(2);
  if (k.kind >= NEAR && k.kind <= NOTNEAR) k.reach = draw(5);
  if (k.kind >= NOT) k.left = grow(r, deep - 1, number);
  if (k.kind >= AND) k.right = grow(r, deep - 1, number);
  r->nodes[me] = k;
  if (k.kind >= NEAR && !(has_places(r, k.left) && has_places(r, k.right))) r->nodes[me].kind = AND;
  return me;
}

static void spell(const random_rule *r, int n, char **to) {
  static const char *const names[] = {"",     "",       "",        "NOT",    "AND",     "OR",
                                      "NEAR", "BEFORE", "NOTNEAR", "CLAUSE", "SENTENCE"};
  const node *k = &r->nodes[n];
  if (k->kind == TERM) *to += sprintf(*to, "\"%s\"", VOCABULARY[k->which]);
  if (k->kind == THEME) *to += sprintf(*to, "#r%02u", k->which);
  if (k->kind == TEST) *to += sprintf(*to, k->which ? "{language=en|other}" : "{score<=6}");
  if (k->kind < NOT) return;
  *to += sprintf(*to, "(");
  if (k->kind != NOT) spell(r, k->left, to);
  *to += sprintf(*to, k->kind >= NEAR && k->kind <= NOTNEAR ? " %s/%u " : " %s ", names[k->kind], k->reach);
  spell(r, k->kind == NOT ? k->left : k->right, to);
  *to += sprintf(*to, ")");
}

static void make_rule(random_rule *r, unsigned number) {
  do {
    r->count = 0;
    r->root = grow(r, 1 + draw(4), number);
  } while (!has_places(r, r->root));
  char *at = r->text;
  spell(r, r->root, &at);
  assert_true(at < r->text + sizeof r->text);
}

/* ---- Random texts ---- */

static void make_text(words *w) {
  unsigned n = 1 + draw(WORDS_MOST), clause = 0, sentence = 0, at = 0;
  w->count = 0;
  for (unsigned i = 0; i < n; i++) {
    unsigned k = w->count++;
    w->word[k] = SPOKEN[draw(SPOKEN_COUNT)];
    w->clause[k] = clause, w->sentence[k] = sentence, w->begin[k] = at;
    at += (unsigned)sprintf(w->text + at, "%s", w->word[k]);
    w->end[k] = at;
    unsigned mark = draw(8);
    if (mark < 2 && i + 1 < n) {
      k = w->count++;
      w->word[k] = mark ? "," : ".";
      w->clause[k] = clause, w->sentence[k] = sentence, w->begin[k] = at;
      at += (unsigned)sprintf(w->text + at, "%s", w->word[k]);
      w->end[k] = at;
      clause++;
      sentence += !mark;
    }
    at += (unsigned)sprintf(w->text + at, " ");
  }
  w->text[--at] = 0;
}

/* ---- The plain evaluator ---- */

static int by_place(const void *a, const void *b) {
  const where *x = a, *y = b;
  if (x->from != y->from) return x->from < y->from ? -1 : 1;
  return (x->to > y->to) - (x->to < y->to);
}

static void settle(answer *a) {
  unsigned kept = 0;
  qsort(a->list, a->len, sizeof *a->list, by_place);
  for (unsigned i = 0; i < a->len; i++)
    if (!kept || by_place(&a->list[kept - 1], &a->list[i]) != 0) a->list[kept++] = a->list[i];
  a->len = kept;
}

/* How many words of the text from `from` on spell the term; 0: they do not. */
static unsigned spells(const words *w, unsigned from, const char *term) {
  unsigned n = 0;
  for (const char *at = term; *at;) {
    size_t len = strcspn(at, " ");
    bool star = at[len - 1] == '*';
    if (from + n >= w->count) return 0;
    const char *word = w->word[from + n];
    if (strncmp(word, at, len - star) != 0 || (!star && word[len])) return 0;
    n++;
    at += len + (at[len] == ' ');
  }
  return n;
}

static bool partners(const words *w, const node *k, where a, where b) {
  bool apart = a.to <= b.from || b.to <= a.from;
  bool one = w->sentence[a.from] == w->sentence[b.from];
  if (k->kind == NOTNEAR && !apart) return true;
  if (k->kind == CLAUSE) return apart && w->clause[a.from] == w->clause[b.from];
  if (k->kind == SENTENCE) return apart && one;
  bool ahead = a.to <= b.from && b.from - a.to <= k->reach,
       behind = b.to <= a.from && a.from - b.to <= k->reach;
  return one && (ahead || (behind && k->kind != BEFORE));
}

static answer evaluate(const random_rule *all, const random_rule *r, int n, const words *w,
                       const answer *themes, int score);

static answer evaluate_places(const node *k, const words *w, const answer *a, const answer *b) {
  answer out = {.len = 0};
  for (unsigned i = 0; i < a->len; i++) {
    bool any = false;
    for (unsigned j = 0; j < b->len; j++) any |= partners(w, k, a->list[i], b->list[j]);
    if (any == (k->kind != NOTNEAR)) out.list[out.len++] = a->list[i];
  }
  for (unsigned j = 0; j < b->len && k->kind != NOTNEAR; j++) {
    bool any = false;
    for (unsigned i = 0; i < a->len; i++) any |= partners(w, k, a->list[i], b->list[j]);
    if (any) out.list[out.len++] = b->list[j];
  }
  settle(&out);
  out.holds = out.len > 0;
  return out;
}

static answer evaluate_operand(const node *k, const words *w, const answer *themes, int score) {
  answer out = {.len = 0};
  if (k->kind == TEST) out.holds = k->which ? true : score <= 6;
  if (k->kind == THEME) out = themes[k->which];
  for (unsigned i = 0; k->kind == TERM && i < w->count; i++) {
    unsigned len = spells(w, i, VOCABULARY[k->which]);
    if (len) out.list[out.len++] = (where){i, i + len}, out.holds = true;
  }
  return out;
}

static answer evaluate(const random_rule *all, const random_rule *r, int n, const words *w,
                       const answer *themes, int score) {
  const node *k = &r->nodes[n];
  if (k->kind < NOT) return evaluate_operand(k, w, themes, score);
  answer a = evaluate(all, r, k->left, w, themes, score), out = {.len = 0};
  if (k->kind == NOT) return out.holds = !a.holds, out;
  answer b = evaluate(all, r, k->right, w, themes, score);
  if (k->kind >= NEAR) return evaluate_places(k, w, &a, &b);
  out.holds = k->kind == AND ? a.holds && b.holds : a.holds || b.holds;
  if (!out.holds) return out;
  for (unsigned i = 0; i < a.len; i++) out.list[out.len++] = a.list[i];
  for (unsigned i = 0; i < b.len; i++) out.list[out.len++] = b.list[i];
  settle(&out);
  return out;
}

/* ---- Both ---- */

static char *make_lexicon(random_rule *rules) {
  char *text = malloc(1 << 18), *at = text;
  at += sprintf(at, "%s", HEAD("small"));
  for (unsigned i = 0; i < RULES; i++) {
    make_rule(&rules[i], i);
    at += sprintf(at, "r%02u\tdefine\t规 | R\nr%02u\trule\t%s\n", i, i, rules[i].text);
  }
  return text;
}

/* The places of theme `id` in the result. */
static answer told_places(const small_model *s, const words *w, const char *id) {
  const vox_evidence *list;
  size_t n = vox_result_evidence(s->result, &list);
  answer out = {.holds = theme_of(s, id) != NULL};
  for (size_t i = 0; i < n; i++) {
    if (!str_eq(list[i].id, str_of(id))) continue;
    where at = {0, 0};
    while (w->begin[at.from] < list[i].span.begin) at.from++;
    while (at.to < w->count && w->end[at.to] <= list[i].span.end) at.to++;
    out.list[out.len++] = at;
  }
  settle(&out);
  return out;
}

static void compare(const small_model *s, const random_rule *rules, const words *w, int score) {
  answer themes[RULES];
  for (unsigned i = 0; i < RULES; i++) {
    char id[8];
    snprintf(id, sizeof id, "r%02u", i);
    themes[i] = evaluate(rules, &rules[i], rules[i].root, w, themes, score);
    answer got = told_places(s, w, id);
    bool same = got.holds == themes[i].holds && got.len == themes[i].len &&
                memcmp(got.list, themes[i].list, got.len * sizeof *got.list) == 0;
    if (!same)
      fail_msg("rule %s: %s\ntext %s\nholds %d with %u places, not %d with %u", id, rules[i].text, w->text,
               got.holds, got.len, themes[i].holds, themes[i].len);
  }
}

static void test_seed(uint64_t seed) {
  static random_rule rules[RULES];
  small_model s;
  state = seed;
  char *source_text = make_lexicon(rules);
  small_open(&s, source_text, "好 4 a\n");
  unsigned held = 0;
  for (unsigned i = 0; i < TEXTS; i++) {
    static words w;
    make_text(&w);
    vox_cell cell = {.text = str_of(w.text)};
    int score = (int)draw(11);
    vox_row row = {.cells = &cell, .cell_count = 1, .has_score = 1, .score_centi = 100 * score};
    vox_error err = {0};
    assert_int_equal(vox_analyse_cell(&s.result, s.ctx, &row, 0, &err), VOX_OK);
    const vox_theme_hit *list;
    held += (unsigned)vox_result_themes(s.result, &list);
    compare(&s, rules, &w, score);
  }
  assert_in_range(held, TEXTS, RULES * TEXTS - TEXTS); /* neither all nor none */
  small_close(&s);
  free(source_text);
}

static void test_random(void **state_) {
  (void)state_;
  for (uint64_t seed = 1; seed <= 12; seed++) test_seed(seed);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_random)};
  return cmocka_run_group_tests_name("analysis/rule_random", tests, NULL, NULL);
}
