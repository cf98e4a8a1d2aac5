/* packs_guess.c - which pack fits the comments of a file: the signs of each are looked for in the first ones.
 *
 * A sign is a word or phrase in the header of a pack. Signs in Latin letters match whole words without regard
 * to case, others anywhere. A pack counts a comment once. */
#include "packs.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  SIGNS_MAX = 96,
  LOOKED_AT = 2000,
  LEAST_COMMENTS = 20,
  LEAST_PERCENT = 10,
  TRADE_PERCENT = 25,
  SIGNS_LINE = 8192
};

typedef struct pack_signs {
  char *name;
  char *text; /* the header's list; signs are cut out of it */
  char *signs[SIGNS_MAX];
  size_t count;
  unsigned comments; /* in which one stands */
} pack_signs;

struct pack_guess {
  pack_signs packs[PACKS_LISTED];
  size_t count;
  unsigned looked;
};

/* ---- Reading signs ---- */

static void cut_signs(pack_signs *p) {
  for (char *at = p->text, *next; at && p->count < SIGNS_MAX; at = next) {
    if ((next = strchr(at, ','))) *next++ = 0;
    at += strspn(at, " ");
    size_t n = strlen(at);
    while (n && at[n - 1] == ' ') at[--n] = 0;
    if (n) p->signs[p->count++] = at;
  }
}

static void read_signs(pack_signs *p, const char *folder, char *name) {
  static const char key[] = "#: signs:";
  char path[PACK_PATH + 256], line[SIGNS_LINE];
  *p = (pack_signs){.name = name};
  snprintf(path, sizeof path, "%s/%s.tsv", folder, name);
  FILE *file = fopen(path, "r");
  while (file && !p->text && fgets(line, sizeof line, file) && line[0] == '#') {
    line[strcspn(line, "\r\n")] = 0;
    if (strncmp(line, key, sizeof key - 1) == 0) p->text = strdup(line + sizeof key - 1);
  }
  if (file) fclose(file);
  cut_signs(p);
}

pack_guess *pack_guess_new(const char *model) {
  char folder[PACK_PATH], *names[PACKS_LISTED];
  size_t count = packs_names(folder, sizeof folder, model, names);
  pack_guess *g = count ? calloc(1, sizeof *g) : NULL;
  for (size_t i = 0; i < count; i++)
    if (g)
      read_signs(&g->packs[g->count++], folder, names[i]);
    else
      free(names[i]);
  return g;
}

/* ---- Looking ---- */

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static int is_letter(char c) {
  c = lower(c);
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static int is_at(vox_str text, size_t at, const char *sign, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (lower(text.ptr[at + i]) != sign[i]) return 0;
  int begins = at == 0 || !is_letter(sign[0]) || !is_letter(text.ptr[at - 1]);
  return begins && (at + n == text.len || !is_letter(sign[n - 1]) || !is_letter(text.ptr[at + n]));
}

static int stands_in(vox_str text, const char *sign) {
  size_t n = strlen(sign);
  for (size_t at = 0; at + n <= text.len; at++)
    if (lower(text.ptr[at]) == sign[0] && is_at(text, at, sign, n)) return 1;
  return 0;
}

void pack_guess_look(pack_guess *g, vox_str comment) {
  if (!g || g->looked == LOOKED_AT) return;
  g->looked++;
  for (size_t i = 0; i < g->count; i++) {
    int found = 0;
    for (size_t k = 0; k < g->packs[i].count && !found; k++) found = stands_in(comment, g->packs[i].signs[k]);
    g->packs[i].comments += (unsigned)found;
  }
}

/* An app is how a trade is met: where signs of a trade stand in a quarter of the comments, the app is a
 * bank's. */
static int is_apart(const pack_guess *g, const pack_signs *p) {
  if (strcmp(p->name, "apps") != 0) return 0;
  for (size_t i = 0; i < g->count; i++)
    if (&g->packs[i] != p && g->packs[i].comments * 100 >= TRADE_PERCENT * g->looked) return 1;
  return 0;
}

const char *pack_guess_best(const pack_guess *g, unsigned *percent) {
  const pack_signs *best = NULL, *second = NULL;
  for (size_t i = 0; g && i < g->count; i++) {
    const pack_signs *p = &g->packs[i];
    if (is_apart(g, p)) continue;
    if (!best || p->comments > best->comments)
      second = best, best = p;
    else if (!second || p->comments > second->comments)
      second = p;
  }
  if (!best || g->looked < LEAST_COMMENTS || best->comments * 100 < LEAST_PERCENT * g->looked) return NULL;
  if (second && best->comments * 4 < second->comments * 5) return NULL;
  *percent = (best->comments * 100 + g->looked / 2) / g->looked;
  return best->name;
}

void pack_guess_free(pack_guess *g) {
  for (size_t i = 0; g && i < g->count; i++) {
    free(g->packs[i].name);
    free(g->packs[i].text);
  }
  free(g);
}
