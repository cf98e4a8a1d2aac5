/* entries.c - see entries.h. */
#include "learn/entries.h"
#include <stdlib.h>

static const char *const CLASSES[] = {
    [FEATURE_WORD] = "weight", [FEATURE_NEGATED] = "weight.negated", [FEATURE_PAIR] = "weight.pair"};

typedef struct line {
  vox_str term;
  uint32_t feature;
  uint8_t kind;
} line;

static int by_term(const void *left, const void *right) {
  const line *a = left, *b = right;
  int order = str_cmp(a->term, b->term);
  return order ? order : (a->kind > b->kind) - (a->kind < b->kind);
}

static void write_header(const entries_header *h, buf *out) {
  buf_text(out, "#: id: ");
  buf_str(out, h->id);
  buf_text(out, "\n#: version: ");
  buf_str(out, h->version);
  buf_text(out, "\n#: language: ");
  buf_str(out, h->language);
  buf_text(out, "\n#: licence: ");
  buf_str(out, h->licence);
  buf_text(out, "\n#: author: the voxpop authors\n#: method: learned by `voxpop lexicon learn`; see "
                "lexicons/README.md\n");
  buf_format(out, "#: words: %u\n", h->words);
  buf_text(out, "# Do not edit: learn anew. The note tells the positive and negative comments that an entry "
                "stands in,\n"
                "# and the number of domains in which it leans to the side of its weight.\n");
  buf_format(out, "# Goes with the setting prior_step %d.\n", h->prior_step);
  if (h->leave_fold >= 0) buf_format(out, "# Fold %d was left out.\n", h->leave_fold);
}

/* Which sets, how many comments of each, and the digest of their texts and labels. */
static void write_inputs(const weights *w, const corpus *c, buf *out) {
  buf_format(out, "# Learned from %zu different comments of:\n", w->rows);
  for (size_t i = 0; i < c->sets.len; i++) {
    uint8_t digest[32];
    char hex[65];
    if (!c->rows[i]) continue;
    sha256_state sha = c->digests[i];
    sha256_end(&sha, digest);
    hex256(digest, hex);
    buf_text(out, "#   ");
    buf_str(out, vec_at(&c->sets, i));
    buf_format(out, "  %llu rows  sha256 %s\n", (unsigned long long)c->rows[i], hex);
  }
}

static void write_line(const weights *w, const line *l, buf *out) {
  int centi = w->centi[l->feature], size = abs(centi);
  const feature_count *n = &w->seen[l->feature];
  buf_str(out, l->term);
  buf_format(out, "\t%s\t%c%d.%02d\t\t%u+ %u- in %u\n", CLASSES[l->kind], centi < 0 ? '-' : '+', size / 100,
             size % 100, n->positive, n->negative, n->groups);
}

/* The term of every kept feature, in the arena. */
static line *gather_lines(const weights *w, const corpus *c, arena *keep, mem *m, size_t *count) {
  line *lines = mem_array(m, w->kept, sizeof *lines);
  buf term;
  buf_init(&term, m, 1 << 16);
  size_t n = 0;
  bool ok = lines != NULL;
  for (size_t f = 0; ok && f < w->count; f++) {
    if (!w->centi[f]) continue;
    buf_clear(&term);
    feature_term(c, &vec_at(&c->list, f), &term);
    lines[n] = (line){arena_copy(keep, buf_view(&term)), (uint32_t)f, vec_at(&c->list, f).kind};
    ok = term.status == VOX_OK && lines[n++].term.len;
  }
  buf_free(&term);
  *count = n;
  if (ok) return lines;
  mem_put(m, lines, lines ? w->kept * sizeof *lines : 0);
  return NULL;
}

vox_status entries_write(const weights *w, const corpus *c, const entries_header *h, buf *out, mem *m,
                         vox_error *err) {
  arena keep;
  size_t n = 0;
  arena_init(&keep, m);
  line *lines = gather_lines(w, c, &keep, m, &n);
  if (lines) {
    if (n) qsort(lines, n, sizeof *lines, by_term);
    write_header(h, out);
    write_inputs(w, c, out);
    for (size_t i = 0; i < n; i++) write_line(w, &lines[i], out);
    mem_put(m, lines, w->kept * sizeof *lines);
  }
  arena_free(&keep);
  return lines && out->status == VOX_OK ? VOX_OK : fail_memory(err);
}
