/* gibberish.c - keys pressed at random. A comment in which a hand-made entry of sentiment or emotion speaks
 * is never called so: 666, 好好好 and 哈哈哈 say something, asdfgh, 的的的的 and 123123 do not. */
#include "analysis/quality.h"

enum { GIBBERISH_MAX = 400 /* characters; a longer comment is not looked at */, WORD_MAX = 64 };

bool is_hand_made(const hit_list *l) {
  for (uint32_t i = 0; i < l->len; i++)
    if (l->list[i].entry.klass == CLASS_SENTIMENT || l->list[i].entry.klass == CLASS_EMOTION ||
        l->list[i].entry.klass == CLASS_PAIR)
      return true;
  return false;
}

/* ---- Words of Latin letters ---- */

/* The place of a letter on the keyboard: 10 to a row; -1: it is no letter. */
static int key_of(char c) {
  static const char rows[] = "qwertyuiopasdfghjkl;zxcvbnm,./";
  const char *at = c ? strchr(rows, c) : NULL;
  return at && c >= 'a' && c <= 'z' ? (int)(at - rows) : -1;
}

/* 1: the key to the right, -1: to the left, 0: the same; else 9. */
static int key_step(char a, char b) {
  int from = key_of(a), to = key_of(b);
  if (from / 10 != to / 10) return 9;
  return to - from >= -1 && to - from <= 1 ? to - from : 9;
}

/* asdf, lkjh: along a row in one direction. */
static bool is_row(const char *w, size_t n) {
  int first = key_step(w[0], w[1]);
  if (first != 1 && first != -1) return false;
  for (size_t i = 1; i < n; i++)
    if (key_step(w[i - 1], w[i]) != first) return false;
  return true;
}

/* hgfhgfd: four in five steps go to a key beside. */
static bool is_along_rows(const char *w, size_t n) {
  size_t near = 0;
  for (size_t i = 1; i < n; i++) near += key_step(w[i - 1], w[i]) != 9;
  return 5 * near >= 4 * (n - 1);
}

/* qazwsx: down the columns. */
static bool is_columns(const char *w, size_t n) {
  if (n < 6 || n % 3) return false;
  for (size_t i = 0; i < n; i += 3)
    if (key_of(w[i]) >= 10 || key_of(w[i + 1]) != key_of(w[i]) + 10 || key_of(w[i + 2]) != key_of(w[i]) + 20)
      return false;
  return true;
}

static bool is_vowel(char c) { return c && strchr("aeiou", c); }

static size_t count_vowels(const char *w, size_t n) {
  size_t vowels = 0;
  for (size_t i = 0; i < n; i++) vowels += is_vowel(w[i]);
  return vowels;
}

static bool is_periodic(const char *w, size_t n, size_t period) {
  for (size_t i = period; i < n; i++)
    if (w[i] != w[i - period]) return false;
  return true;
}

static size_t count_kinds(const char *w, size_t n) {
  uint32_t seen = 0;
  for (size_t i = 0; i < n; i++) seen |= 1u << (w[i] - 'a');
  return (size_t)__builtin_popcount(seen);
}

/* grrrr, hmmm, shhhh, pfft: a sound that people write. */
static bool is_sound(const char *w, size_t n) {
  size_t first = 1;
  while (first < n && w[first] == w[0]) first++;
  return count_kinds(w, n) <= 2 && first <= 2;
}

/* The same few keys again: dfgdfg, ljljlj; not haha, okok, lala. */
static bool is_drummed(const char *w, size_t n) {
  if (n < 6) return false;
  for (size_t p = 2; p <= 4 && 2 * p <= n; p++)
    if (is_periodic(w, n, p) && (count_vowels(w, p) == 0 || (p >= 3 && is_row(w, p)))) return true;
  return false;
}

/* One letter again and again; hhh and mmm are sounds. */
static bool is_one_letter(const char *w, size_t n) {
  return n >= 4 && is_periodic(w, n, 1) && w[0] != 'h' && w[0] != 'm';
}

/* Too few vowels for a word of any language that is written so. */
static bool is_unspeakable(const char *w, size_t n) {
  static const char *const spoken[] = {"https", "rhythm", "rhythms", "nhs",   "psych", "crypt",
                                       "lymph", "gypsy",  "hymns",   "myths", "style", "dryly",
                                       "tryst", "nymph",  "shyly",   "synth", "pygmy"};
  for (size_t i = 0; i < sizeof spoken / sizeof *spoken; i++)
    if (strlen(spoken[i]) == n && memcmp(spoken[i], w, n) == 0) return false;
  size_t vowels = count_vowels(w, n);
  if (n >= 9 && vowels * 8 <= n) return true;
  return n >= 5 && vowels == 0 && !is_sound(w, n);
}

static bool is_mash(const char *w, size_t n) {
  if (n < 3) return false;
  if (is_one_letter(w, n) || (n >= 4 && is_row(w, n)) || is_columns(w, n) || is_drummed(w, n)) return true;
  return n >= 5 &&
         ((is_along_rows(w, n) && !is_periodic(w, n, 1) && !is_sound(w, n)) || is_unspeakable(w, n));
}

/* ATM, HDMI, WCDMA: written in capitals. */
static bool is_acronym(const comment *c, uint32_t from, size_t n) {
  char first = c->seg.text.ptr[c->seg.begin[from]], next = c->seg.text.ptr[c->seg.begin[from + 1]];
  return n <= 6 && first >= 'A' && first <= 'Z' && next >= 'A' && next <= 'Z';
}

typedef struct word_sums {
  uint32_t letters, mashed; /* letters of all words; of those that are mash */
  uint32_t rows;            /* words of three letters along a row: asd */
  uint32_t words;
} word_sums;

/* The letters of the word that begins at `from`, digits left out, into `w`; returns the word's end. */
static uint32_t take_word(const comment *c, uint32_t from, char w[WORD_MAX], size_t *n) {
  uint32_t i = from;
  for (*n = 0; i < c->seg.len && (c->seg.kind[i] == CHAR_LATIN || c->seg.kind[i] == CHAR_DIGIT); i++)
    if (*n < WORD_MAX && c->seg.cp[i] >= 'a' && c->seg.cp[i] <= 'z') w[(*n)++] = (char)c->seg.cp[i];
  return i;
}

static void sum_word(const comment *c, uint32_t from, const char *w, size_t n, word_sums *s) {
  if (!n) return;
  bool acronym = n >= 2 && from + 1 < c->seg.len && is_acronym(c, from, n);
  bool mash = !acronym && is_mash(w, n);
  s->words++;
  s->letters += (uint32_t)n;
  s->mashed += mash ? (uint32_t)n : 0;
  s->rows += n == 3 && is_row(w, n);
}

static bool is_latin_mash(const comment *c) {
  word_sums s = {0};
  uint32_t foreign = 0;
  for (uint32_t i = 0; i < c->seg.len;) {
    char w[WORD_MAX];
    size_t n = 0;
    uint32_t from = i;
    if (c->seg.kind[i] == CHAR_LATIN || c->seg.kind[i] == CHAR_DIGIT)
      i = take_word(c, i, w, &n);
    else
      foreign += c->seg.kind[i] == CHAR_HAN || c->seg.kind[i] == CHAR_KANA || c->seg.kind[i] == CHAR_EMOJI,
          i++;
    sum_word(c, from, w, n, &s);
  }
  if (s.rows >= 2 || (s.rows && s.mashed)) s.mashed += 3 * s.rows;
  return s.mashed && !foreign && s.mashed * 10 >= s.letters * 7;
}

/* ---- Figures ---- */

static bool is_counted_up(const comment *c, uint32_t from, uint32_t n) {
  for (uint32_t i = 1; i < n; i++)
    if (c->seg.cp[from + i] != c->seg.cp[from + i - 1] + 1) return false;
  return n >= 5;
}

static bool repeats(const uint32_t *cp, uint32_t n, uint32_t period) {
  for (uint32_t i = period; i < n; i++)
    if (cp[i] != cp[i - period]) return false;
  return true;
}

/* 666, 233, 555: what figures say when they are read aloud. */
bool is_said_number(const comment *c) {
  const uint32_t *cp = c->seg.cp;
  uint32_t n = c->seg.len;
  if (n < 3 || c->seg.kind[0] != CHAR_DIGIT) return false;
  if (cp[0] == '6' || cp[0] == '5') return repeats(cp, n, 1);
  return cp[0] == '2' && cp[1] == '3' && repeats(cp + 1, n - 1, 1);
}

/* 111, 123456, 123123; 2019 and 13912345678 mean something. */
static bool is_number_mash(const comment *c) {
  uint32_t n = c->seg.len;
  const uint32_t *cp = c->seg.cp;
  for (uint32_t i = 0; i < n; i++)
    if (c->seg.kind[i] != CHAR_DIGIT) return false;
  if (n < 3 || n > 64 || is_said_number(c) || (cp[0] == '8' && cp[1] == '8')) return false;
  return repeats(cp, n, 1) || is_counted_up(c, 0, n) || (n >= 6 && (repeats(cp, n, 3) || repeats(cp, n, 2)));
}

/* ---- Chinese ---- */

/* Laughter, tears and sighs are heard. */
static bool is_voice(uint32_t cp) {
  static const uint32_t voices[] = {0x54C8, 0x5475, 0x563F, 0x563B,
                                    0x545C, 0x5514, 0x55EF, 0x6069}; /* 哈呵嘿嘻呜唔嗯恩 */
  for (size_t i = 0; i < sizeof voices / sizeof *voices; i++)
    if (voices[i] == cp) return true;
  return false;
}

/* 哈哈哈哈, 嗯嗯: a voice and nothing else says nothing; tears do. */
bool is_only_voice(const comment *c) {
  for (uint32_t i = 0; i < c->seg.len; i++)
    if (!(is_voice(c->seg.cp[i]) && c->seg.cp[i] != 0x545C) && c->seg.kind[i] != CHAR_PUNCTUATION)
      return false;
  return c->seg.len >= 2 && c->seg.kind[0] == CHAR_HAN;
}

typedef struct han_sums {
  uint32_t n;         /* Chinese characters */
  uint32_t run;       /* the longest run of one of them */
  uint32_t kinds;     /* how many different ones; 3 stands for more */
  uint32_t first[3];  /* these */
  bool other, voiced; /* something else stands there too; laughter */
} han_sums;

static void sum_han(han_sums *s, uint32_t cp, uint32_t run) {
  uint32_t k = 0;
  s->n++;
  s->voiced |= is_voice(cp);
  if (run > s->run) s->run = run;
  while (k < s->kinds && s->first[k] != cp) k++;
  if (k == s->kinds && k < 3) s->first[s->kinds++] = cp;
}

/* Does a word of two different characters stand there (闪退)? */
static bool has_word(const comment *c) {
  for (uint32_t k = 0; k < c->seg.token_count; k++) {
    const token *t = &c->seg.tokens[k];
    if (t->kind == VOX_TOKEN_HAN && t->to - t->from > 1 && c->seg.cp[t->from] != c->seg.cp[t->to - 1])
      return true;
  }
  return false;
}

/* 啊啊啊啊, 咯咯咯哦咯咯: one or two characters, again and again. */
static bool is_han_drummed(const comment *c) {
  han_sums s = {0};
  for (uint32_t i = 0, run = 0; i < c->seg.len; i++) {
    uint8_t k = c->seg.kind[i];
    if (k == CHAR_HAN) {
      run = i && c->seg.cp[i] == c->seg.cp[i - 1] ? run + 1 : 1;
      sum_han(&s, c->seg.cp[i], run);
    } else {
      s.other |= k == CHAR_LATIN || k == CHAR_DIGIT || k == CHAR_EMOJI;
    }
  }
  if (s.other || s.voiced || s.kinds > 2) return false;
  return s.kinds == 1 ? s.n >= 4 : s.n >= 6 && s.run >= 3 && !has_word(c) && !c->hits[FAMILY_FUNCTION].len;
}

/* 阿斯顿发射点发: pieces that an input method makes of asdf cover most of it. */
static bool is_ime_mash(const comment *c) {
  const hit_list *l = &c->hits[FAMILY_JUNK];
  uint32_t letters = 0, covered = 0;
  for (uint32_t i = 0; i < c->seg.len; i++)
    letters += c->seg.kind[i] == CHAR_HAN || c->seg.kind[i] == CHAR_LATIN;
  for (uint32_t i = 0; i < l->len; i++)
    if (l->list[i].entry.label == JUNK_MASH)
      covered += c->seg.tokens[l->list[i].to - 1].to - c->seg.tokens[l->list[i].from].from;
  return covered && covered * 10 >= letters * 6;
}

bool is_gibberish(const comment *c) {
  const survey *v = &c->survey;
  if (c->seg.len < 3 || c->seg.len > GIBBERISH_MAX) return false;
  if (is_hand_made(&c->hits[FAMILY_SENTIMENT]) || is_hand_made(&c->hits[FAMILY_EMOTION])) return false;
  if (v->han == 0 && v->numbers && is_number_mash(c)) return true;
  if (v->han == 0) return (v->words || v->numbers) && is_latin_mash(c);
  if (c->hits[FAMILY_JUNK].len && is_ime_mash(c)) return true;
  return v->words + v->numbers + v->others == 0 && is_han_drummed(c);
}
