/* entries.c - see entries.h. */
#include "learn/entries.h"
#include "learn/number.h"
#include <stdlib.h>

static const char *const CLASSES[] = {
    [FEATURE_WORD] = "weight", [FEATURE_NEGATED] = "weight.negated", [FEATURE_PAIR] = "weight.pair"};

/* A weight laid over a model: the one that the model gives already and what adapting adds to it. */
enum { WEIGHT_MAX = 999 };

typedef struct line {
  vox_str term;
  double effect; /* adapting: how much the entry changes; the greatest stand first */
  uint32_t feature;
  uint8_t kind;
} line;

static int by_term(const void *left, const void *right) {
  const line *a = left, *b = right;
  if (a->effect != b->effect) return a->effect > b->effect ? -1 : 1;
  int order = str_cmp(a->term, b->term);
  return order ? order : (a->kind > b->kind) - (a->kind < b->kind);
}

static void write_approval(const entries_header *h, buf *out) {
  buf_format(out,
             "# Learned without labels: comments whose sum was %d.%02d or more to one side count as of it.\n",
             h->sure / 100, h->sure % 100);
  buf_text(out,
           "# Read every line, delete what is no reason for an opinion, and use the rest with --overlay.\n"
           "# The note: `new`, or the weight so far; then the positive and negative comments that the entry\n"
           "# stands in. What changes most stands first.\n");
  buf_format(out, "slope\tsetting\t%d\t\tkeeps the scores as far from 0 in the mean as they were\n",
             h->slope);
}

void entries_write_head(const entries_header *h, buf *out) {
  buf_text(out, "#: id: ");
  buf_str(out, h->id);
  buf_text(out, "\n#: version: ");
  buf_str(out, h->version);
  buf_text(out, "\n#: language: ");
  buf_str(out, h->language);
  buf_text(out, "\n#: licence: ");
  buf_str(out, h->licence);
  buf_format(out,
             "\n#: author: %s\n#: method: learned by `voxpop lexicon %s`; see lexicons/README.md\n"
             "#: words: %u\n",
             h->sure ? "voxpop and whoever approved the entries" : "the voxpop authors",
             h->sure ? "adapt" : "learn", h->words);
}

static void write_notes(const entries_header *h, buf *out) {
  if (h->sure) {
    write_approval(h, out);
    return;
  }
  buf_text(out, "# Do not edit: learn anew. The note tells the positive and negative comments that an entry "
                "stands in,\n"
                "# and the number of domains in which it leans to the side of its weight.\n");
  buf_format(out, "# Goes with the setting prior_step %d.\n", h->prior_step);
  if (h->leave_fold >= 0) buf_format(out, "# Fold %d was left out.\n", h->leave_fold);
}

void entries_write_inputs(size_t rows, const corpus *c, buf *out) {
  buf_format(out, "# Learned from %zu different comments of:\n", rows);
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

static void write_centi(int centi, buf *out) {
  int size = abs(centi);
  buf_format(out, "%c%d.%02d", centi < 0 ? '-' : '+', size / 100, size % 100);
}

/* Against praise, then against blame; one number where both are the same. */
static void write_neutral(neutral_weights n, buf *out) {
  if (!n.praised && !n.blamed) return;
  buf_text(out, "neutral=");
  write_centi(n.praised, out);
  if (n.blamed == n.praised) return;
  buf_byte(out, '/');
  write_centi(n.blamed, out);
}

/* The new weight, or - where nothing is left of it, and what there was before. */
static void write_change(const weights *w, const corpus *c, const line *l, buf *out) {
  int known = vec_at(&c->list, l->feature).known, now = known + w->centi[l->feature];
  const feature_count *n = &w->seen[l->feature];
  buf_str(out, l->term);
  buf_format(out, "\t%s\t", CLASSES[l->kind]);
  neutral_weights neutral = vec_at(&c->list, l->feature).known_neutral;
  if (!now && !neutral.praised && !neutral.blamed)
    buf_byte(out, '-');
  else
    write_centi(now > WEIGHT_MAX ? WEIGHT_MAX : now < -WEIGHT_MAX ? -WEIGHT_MAX : now, out);
  buf_byte(out, '\t');
  write_neutral(neutral, out);
  buf_text(out, known ? "\twas " : "\tnew");
  if (known) write_centi(known, out);
  buf_format(out, ", %u+ %u-\n", n->positive, n->negative);
}

/* Of how many comments in which it stands, where both are known, how many take no side. */
static void write_middle(const feature_count *n, buf *out) {
  buf_format(out, ", %u of %u neutral in %u", n->positive, n->positive + n->negative, n->groups);
}

static bool is_neutral(const weights *w, size_t f) { return w->neutral[f].praised || w->neutral[f].blamed; }

static void write_line(const weights *w, const line *l, buf *out) {
  const feature_count *n = &w->seen[l->feature];
  buf_str(out, l->term);
  buf_format(out, "\t%s\t", CLASSES[l->kind]);
  write_centi(w->centi[l->feature], out);
  buf_byte(out, '\t');
  write_neutral(w->neutral[l->feature], out);
  buf_format(out, "\t%u+ %u- in %u", n->positive, n->negative, n->groups);
  if (is_neutral(w, l->feature)) write_middle(&w->seen_neutral[l->feature], out);
  buf_byte(out, '\n');
}

static double effect_of(const weights *w, size_t f) {
  return abs(w->centi[f]) * root_of(w->seen[f].positive + w->seen[f].negative);
}

/* The term of every kept feature, in the arena. */
static line *gather_lines(const weights *w, const corpus *c, bool by_effect, arena *keep, mem *m,
                          size_t *count) {
  line *lines = mem_array(m, w->kept, sizeof *lines);
  buf term;
  buf_init(&term, m, 1 << 16);
  size_t n = 0;
  bool ok = lines != NULL;
  for (size_t f = 0; ok && f < w->count; f++) {
    if (!w->centi[f] && !is_neutral(w, f)) continue;
    buf_clear(&term);
    feature_term(c, &vec_at(&c->list, f), &term);
    lines[n] = (line){arena_copy(keep, buf_view(&term)), by_effect ? effect_of(w, f) : 0, (uint32_t)f,
                      vec_at(&c->list, f).kind};
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
  line *lines = gather_lines(w, c, h->sure != 0, &keep, m, &n);
  if (lines) {
    if (n) qsort(lines, n, sizeof *lines, by_term);
    entries_write_head(h, out);
    write_notes(h, out);
    if (!h->sure) entries_write_inputs(w->rows, c, out);
    for (size_t i = 0; i < n; i++)
      if (h->sure)
        write_change(w, c, &lines[i], out);
      else
        write_line(w, &lines[i], out);
    mem_put(m, lines, w->kept * sizeof *lines);
  }
  arena_free(&keep);
  return lines && out->status == VOX_OK ? VOX_OK : fail_memory(err);
}
