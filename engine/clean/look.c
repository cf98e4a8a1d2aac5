/* look.c - see look.h: what a look knows and how it is asked. How wrappers are found: wrappers.c. */
#include "clean/look_parts.h"
#include "text/chars.h"
#include "text/utf8.h"

vox_status look_new(look **out, mem *m, vox_error *err) {
  look *l = mem_array(m, 1, sizeof *l);
  if (!l) return fail_memory(err);
  l->mem = m;
  arena_init(&l->texts, m);
  folded_init(&l->folded, m);
  candidates_init(&l->candidates, m);
  *out = l;
  return VOX_OK;
}

void look_free(look *l) {
  if (!l) return;
  candidates_free(&l->candidates);
  folded_free(&l->folded);
  arena_free(&l->texts);
  mem_put(l->mem, l, sizeof *l);
}

size_t look_wrappers(const look *l, const wrapper **list) {
  *list = l->wrappers;
  return l->wrapper_count;
}

vox_status look_put_wrapper(look *l, vox_str text, wrapper_place place, uint32_t rows, vox_error *err) {
  if (l->wrapper_count == LOOK_WRAPPERS)
    return fail(err, VOX_ERR_LIMIT, "more than %d texts to take off", LOOK_WRAPPERS);
  vox_str copy = arena_copy(&l->texts, text);
  if (!copy.ptr) return fail_memory(err);
  l->wrappers[l->wrapper_count++] = (wrapper){copy, place, rows};
  return VOX_OK;
}

vox_status look_wrapper(look *l, vox_str text, vox_error *err) {
  if (!text.len) return fail(err, VOX_ERR_ARGUMENT, "the text to take off is empty");
  vox_status status = look_put_wrapper(l, text, WRAPPER_BEFORE, 0, err);
  return status == VOX_OK ? look_put_wrapper(l, text, WRAPPER_BEHIND, 0, err) : status;
}

/* ---- Questions ---- */

static bool is_letter(uint8_t kind) {
  return kind == CHAR_HAN || kind == CHAR_LATIN || kind == CHAR_DIGIT || kind == CHAR_KANA ||
         kind == CHAR_HANGUL;
}

/* Two letters side by side as one number. */
static uint32_t pair_hash(uint32_t a, uint32_t b) { return a * 0x9E3779B1u ^ b * 0x85EBCA77u; }

static void sort_pairs(uint32_t *list, size_t n) {
  for (size_t i = 1; i < n; i++) {
    uint32_t pair = list[i];
    size_t k = i;
    for (; k && list[k - 1] > pair; k--) list[k] = list[k - 1];
    list[k] = pair;
  }
}

/* The letters among `cp` into `out`, at most `max` of them; more: max + 1. */
static size_t take_letters(const uint32_t *cp, const uint8_t *kind, size_t len, uint32_t *out, size_t max) {
  size_t n = 0;
  for (size_t i = 0; i < len; i++) {
    if (!is_letter(kind ? kind[i] : (uint8_t)char_kind_of(cp[i]))) continue;
    if (n == max) return max + 1;
    out[n++] = cp[i];
  }
  return n;
}

enum { WRAPS_FROM = 8 /* letters of a question that may stand before an answer */ };

vox_status look_question(look *l, vox_str text, vox_error *err) {
  if (l->question_count == LOOK_QUESTIONS)
    return fail(err, VOX_ERR_LIMIT, "more than %d questions", LOOK_QUESTIONS);
  vox_status status = fold_text(&l->folded, text);
  if (status != VOX_OK) return fail(err, status, "the question does not fit into memory");
  question *q = &l->questions[l->question_count];
  q->letters = arena_array(&l->texts, QUESTION_MAX, 2 * sizeof *q->letters);
  if (!q->letters) return fail_memory(err);
  q->pairs = q->letters + QUESTION_MAX;
  q->len = take_letters(l->folded.cp, NULL, l->folded.len, q->letters, QUESTION_MAX);
  if (q->len < 2 || q->len > QUESTION_MAX) return VOX_OK;
  for (size_t i = 0; i + 1 < q->len; i++) q->pairs[i] = pair_hash(q->letters[i], q->letters[i + 1]);
  sort_pairs(q->pairs, q->len - 1);
  l->question_count++;
  if (q->len > l->longest) l->longest = q->len;
  if (q->len < WRAPS_FROM || l->wrapper_count == LOOK_WRAPPERS) return VOX_OK;
  return look_put_wrapper(l, str_trim(text), WRAPPER_BEFORE, 0, err);
}

/* How many elements two sorted lists share. */
static size_t count_shared(const uint32_t *a, size_t n, const uint32_t *b, size_t m) {
  size_t shared = 0;
  for (size_t i = 0, k = 0; i < n && k < m;) {
    if (a[i] == b[k])
      shared++, i++, k++;
    else if (a[i] < b[k])
      i++;
    else
      k++;
  }
  return shared;
}

enum { NEAR_FROM = 8 /* letters */, NEAR_PERCENT = 62 };

/* Pairs of letters in common, of all that both have. */
static bool is_near(const question *q, const uint32_t *letters, size_t n) {
  uint32_t pairs[QUESTION_MAX];
  if (q->len < NEAR_FROM || n < NEAR_FROM || n * 3 < q->len * 2 || q->len * 3 < n * 2) return false;
  for (size_t i = 0; i + 1 < n; i++) pairs[i] = pair_hash(letters[i], letters[i + 1]);
  sort_pairs(pairs, n - 1);
  size_t shared = count_shared(pairs, n - 1, q->pairs, q->len - 1);
  return shared * 100 >= (n + q->len - 2 - shared) * NEAR_PERCENT;
}

bool look_is_question(const look *l, const uint32_t *cp, const uint8_t *kind, size_t len) {
  uint32_t letters[QUESTION_MAX];
  if (!l->question_count || len > 2 * l->longest) return false;
  size_t n = take_letters(cp, kind, len, letters, QUESTION_MAX);
  if (n < 2 || n > QUESTION_MAX) return false;
  for (size_t i = 0; i < l->question_count; i++) {
    const question *q = &l->questions[i];
    if (q->len == n && memcmp(q->letters, letters, n * sizeof *letters) == 0) return true;
    if (is_near(q, letters, n)) return true;
  }
  return false;
}

/* ---- Taking off ---- */

static bool str_ends(vox_str s, vox_str tail) {
  return s.len >= tail.len && str_eq(str_sub(s, s.len - tail.len, s.len), tail);
}

/* Nothing but marks and white space. */
static bool is_bare(vox_str s) {
  for (size_t at = 0; at < s.len;)
    if (is_letter((uint8_t)char_kind_of(utf8_next(s, &at)))) return false;
  return true;
}

static bool take_off(vox_str *text, const wrapper *w) {
  vox_str rest = str_trim(*text);
  if (w->place == WRAPPER_BEFORE && str_starts(rest, w->text)) {
    rest = str_sub(rest, w->text.len, rest.len);
  } else if (w->place == WRAPPER_BEHIND && str_ends(rest, w->text)) {
    rest.len -= w->text.len;
  } else if (w->place == WRAPPER_REPLY) {
    size_t at = reply_at(rest, w->text);
    if (at == rest.len) return false;
    rest.len = at;
  } else {
    return false;
  }
  if (w->rows == 0 && is_bare(rest)) return false; /* the question alone is a copied question */
  *text = str_trim(rest);
  return true;
}

vox_str look_unwrap(const look *l, vox_str text) {
  enum { ROUNDS = 3 };
  for (int round = 0; round < ROUNDS; round++) {
    bool any = false;
    for (size_t i = 0; i < l->wrapper_count; i++) any |= take_off(&text, &l->wrappers[i]);
    if (!any) break;
  }
  return text;
}
