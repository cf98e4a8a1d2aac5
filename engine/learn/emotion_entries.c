/* emotion_entries.c - see emotion_entries.h. */
#include "learn/emotion_entries.h"
#include <stdlib.h>

typedef struct line {
  vox_str term;
  uint32_t feature;
  uint8_t emotion;
} line;

static int by_term(const void *left, const void *right) {
  const line *a = left, *b = right;
  int order = str_cmp(a->term, b->term);
  return order ? order : (a->emotion > b->emotion) - (a->emotion < b->emotion);
}

static void write_centi(int centi, buf *out) {
  buf_format(out, "%c%d.%02d", centi < 0 ? '-' : '+', abs(centi) / 100, abs(centi) % 100);
}

static void write_offsets(const emotions *w, const entries_header *h, buf *out) {
  for (unsigned e = 0; e < EMOTION_COUNT; e++) {
    const emotion_weights *one = &w->of[e];
    if (!one->learned) continue;
    buf_text(out, "emotion_offset.");
    buf_str(out, h->language);
    buf_format(out, ".%s\tsetting\t%d\t\t%zu comments have it, %zu words speak of it\n",
               emotion_name((emotion)e), (int)one->offset, one->gold, one->kept);
  }
}

static void write_line(const emotions *w, const line *l, buf *out) {
  const emotion_weights *one = &w->of[l->emotion];
  buf_str(out, l->term);
  buf_format(out, "\temotion_weight.%s\t", emotion_name((emotion)l->emotion));
  write_centi(one->centi[l->feature], out);
  buf_format(out, "\t\t%u of %u\n", one->rows[l->feature], w->rows[l->feature]);
}

static size_t kept_in_all(const emotions *w) {
  size_t n = 0;
  for (unsigned e = 0; e < EMOTION_COUNT; e++) n += w->of[e].kept;
  return n;
}

/* The term of every kept word, in the arena. */
static bool gather(const emotions *w, const corpus *c, arena *keep, mem *m, line *lines) {
  buf term;
  buf_init(&term, m, 1 << 16);
  size_t n = 0;
  bool ok = true;
  for (unsigned e = 0; e < EMOTION_COUNT; e++)
    for (size_t f = 0; ok && w->of[e].learned && f < w->count; f++) {
      if (!w->of[e].centi[f]) continue;
      buf_clear(&term);
      feature_term(c, &vec_at(&c->list, f), &term);
      lines[n] = (line){arena_copy(keep, buf_view(&term)), (uint32_t)f, (uint8_t)e};
      ok = term.status == VOX_OK && lines[n++].term.len;
    }
  buf_free(&term);
  return ok;
}

vox_status emotion_entries_write(const emotions *w, const corpus *c, const entries_header *h, buf *out,
                                 mem *m, vox_error *err) {
  arena keep;
  size_t n = kept_in_all(w), cap = n + 1;
  arena_init(&keep, m);
  line *lines = mem_array(m, cap, sizeof *lines);
  bool ok = lines && gather(w, c, &keep, m, lines);
  if (ok) {
    if (n) qsort(lines, n, sizeof *lines, by_term);
    entries_write_head(h, out);
    buf_text(out, "# Do not edit: learn anew. A comment's sum for an emotion, of these weights and of "
                  "hand-made entries,\n"
                  "# must exceed the emotion's offset. The note tells how many comments of those with the "
                  "word have it.\n");
    if (h->leave_fold >= 0) buf_format(out, "# Fold %d was left out.\n", h->leave_fold);
    entries_write_inputs(w->row_count, c, out);
    write_offsets(w, h, out);
    for (size_t i = 0; i < n; i++) write_line(w, &lines[i], out);
  }
  mem_put(m, lines, lines ? cap * sizeof *lines : 0);
  arena_free(&keep);
  return ok && out->status == VOX_OK ? VOX_OK : fail_memory(err);
}
