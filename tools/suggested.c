/* suggested.c - see suggested.h. */
#include "suggested.h"
#include <stdlib.h>
#include <string.h>

int suggested_init(suggested *s) {
  *s = (suggested){.words = calloc(SUGGESTED_SLOTS, sizeof *s->words)};
  return s->words != NULL;
}

void suggested_free(suggested *s) {
  for (size_t i = 0; s->words && i < SUGGESTED_SLOTS; i++) {
    free(s->words[i].text);
    free(s->words[i].themes);
    for (int k = 0; k < SUGGESTED_CONTEXTS; k++) free(s->words[i].contexts[k]);
  }
  free(s->words);
}

static counted_word *slot_of(suggested *s, const char *word, size_t len) {
  uint64_t h = 1469598103934665603u;
  for (size_t i = 0; i < len; i++) h = (h ^ (unsigned char)word[i]) * 1099511628211u;
  size_t at = (size_t)(h ^ h >> 32) % SUGGESTED_SLOTS;
  while (s->words[at].text && strcmp(s->words[at].text, word) != 0) at = (at + 1) % SUGGESTED_SLOTS;
  return &s->words[at];
}

static vox_status count_theme(counted_word *w, uint32_t theme) {
  for (uint32_t i = 0; i < w->theme_count; i++)
    if (w->themes[i].theme == theme) return w->themes[i].comments++, VOX_OK;
  if (w->theme_count == w->theme_cap) {
    uint32_t cap = w->theme_cap ? 2 * w->theme_cap : 4;
    theme_count *grown = realloc(w->themes, cap * sizeof *grown);
    if (!grown) return VOX_ERR_MEMORY;
    w->themes = grown;
    w->theme_cap = cap;
  }
  w->themes[w->theme_count++] = (theme_count){theme, 1};
  return VOX_OK;
}

vox_status suggested_count(suggested *s, const char *word, size_t len, const counted_comment *in,
                           counted_word **out) {
  counted_word *w = slot_of(s, word, len);
  vox_status status = VOX_OK;
  *out = NULL;
  if (!w->text) {
    if (s->count == SUGGESTED_FULL) return s->full = 1, VOX_OK;
    if (!(w->text = malloc(len + 1))) return VOX_ERR_MEMORY;
    memcpy(w->text, word, len + 1);
    s->count++;
  }
  if (w->latest == in->number) return VOX_OK;
  w->latest = in->number;
  w->comments++;
  w->detractors += in->detractor != 0;
  w->untagged += in->theme_count == 0;
  for (size_t i = 0; i < in->theme_count && status == VOX_OK; i++) status = count_theme(w, in->themes[i]);
  *out = w;
  return status;
}

/* ---- Contexts ---- */

static int goes_on(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

/* Where the word stands, in whatever case of a to z; text.len: nowhere. */
static size_t find_word(vox_str text, const char *word, size_t len) {
  for (size_t at = 0; at + len <= text.len; at++) {
    size_t i = 0;
    while (i < len && (text.ptr[at + i] == word[i] || (text.ptr[at + i] >= 'A' && text.ptr[at + i] <= 'Z' &&
                                                       text.ptr[at + i] + 32 == word[i])))
      i++;
    if (i == len) return at;
  }
  return text.len;
}

vox_status suggested_context(counted_word *w, vox_str text, size_t around) {
  size_t len = strlen(w->text), from = find_word(text, w->text, len), to = from + len;
  int k = 0;
  while (k < SUGGESTED_CONTEXTS && w->contexts[k]) k++;
  if (k == SUGGESTED_CONTEXTS || from == text.len) return VOX_OK; /* masked away */
  for (size_t n = around; n && from; n--) do
      from--;
    while (from && goes_on(text.ptr[from]));
  for (size_t n = around; n && to < text.len; n--) do
      to++;
    while (to < text.len && goes_on(text.ptr[to]));
  char *copy = w->contexts[k] = malloc(to - from + 1);
  if (!copy) return VOX_ERR_MEMORY;
  for (size_t i = from; i < to; i++) copy[i - from] = (unsigned char)text.ptr[i] < ' ' ? ' ' : text.ptr[i];
  copy[to - from] = 0;
  return VOX_OK;
}

/* ---- The answer ---- */

static int by_count(const void *a, const void *b) {
  const counted_word *x = a, *y = b;
  if (x->comments != y->comments) return x->comments < y->comments ? 1 : -1;
  return x->text && y->text ? strcmp(x->text, y->text) : 0;
}

/* Empty slots have no comments and come last; no word can be found any more. */
void suggested_sort(suggested *s) { qsort(s->words, SUGGESTED_SLOTS, sizeof *s->words, by_count); }

const theme_count *suggested_theme(const counted_word *w, const uint64_t *totals, uint64_t comments) {
  const theme_count *best = NULL;
  int64_t most = 0;
  for (uint32_t i = 0; i < w->theme_count; i++) {
    const theme_count *t = &w->themes[i];
    int64_t more = (int64_t)(t->comments * comments) - (int64_t)(w->comments * totals[t->theme]);
    int first = more == most && best && t->theme < best->theme;
    if (t->comments > 1 && (more > most || first)) most = more, best = t;
  }
  return best;
}
