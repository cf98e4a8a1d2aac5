/* theme_write.c - learned weights of themes as a lexicon source, for people to read and to edit. */
#include "learn/themes.h"
#include <stdlib.h>

static void write_centi(int32_t n, buf *out) {
  int32_t size = n < 0 ? -n : n;
  buf_format(out, "%s%d.%02d", n < 0 ? "-" : "", size / 100, size % 100);
}

static void write_field(buf *out, const char *key, vox_str value) {
  buf_text(out, "#: ");
  buf_text(out, key);
  buf_text(out, ": ");
  buf_str(out, value);
  buf_byte(out, '\n');
}

void theme_write_head(const theme_corpus *c, const theme_header *h, buf *out) {
  write_field(out, "id", h->id);
  write_field(out, "version", h->version);
  write_field(out, "language", h->language);
  write_field(out, "licence", h->licence);
  write_field(out, "author", STR("voxpop lexicon learn --themes"));
  buf_format(out, "#: method: learned from %zu labelled comments", c->rows.len);
  if (h->leave_fold >= 0) buf_format(out, ", fold %d left out", (int)h->leave_fold);
  buf_text(out,
           "\n# A theme is found where its offset and the weights of the terms of a comment make 0 or more.\n"
           "# Behind each term: the comments with it that have the label, and those that have not.\n");
}

/* Labels may hold the mark between the two names. */
static void write_name(buf *out, vox_str name) {
  for (size_t i = 0; i < name.len; i++)
    buf_byte(out, name.ptr[i] == '|' || name.ptr[i] == '\t' ? '/' : name.ptr[i]);
}

static bool is_known(const catalogue *names, vox_str id) {
  for (uint32_t i = 0; i < names->theme_count; i++)
    if (str_eq(names->themes[i].id, id)) return true;
  return false;
}

/* The label of a theme's own; of one above it the id itself. */
static void define(const theme_corpus *c, vox_str id, buf *out) {
  vox_str name = id;
  for (size_t i = 0; i < c->labels.len; i++)
    if (str_eq(vec_at(&c->labels, i).id, id)) name = vec_at(&c->labels, i).name;
  buf_str(out, id);
  buf_text(out, "\tdefine\t");
  write_name(out, name);
  buf_text(out, " | ");
  write_name(out, name);
  buf_byte(out, '\n');
}

vox_status theme_write_definitions(theme_corpus *c, const catalogue *names, buf *out) {
  map wanted;
  map_init(&wanted, c->mem);
  bool ok = true;
  for (size_t i = 0; ok && i < c->labels.len; i++) {
    vox_str id = vec_at(&c->labels, i).id;
    for (size_t n = 1; ok && n <= id.len; n++)
      if ((n == id.len || id.ptr[n] == '.') && !is_known(names, str_sub(id, 0, n)))
        ok = map_put(&wanted, str_sub(id, 0, n), 0) != NULL;
  }
  uint32_t *order = ok ? map_sorted(&wanted, c->mem) : NULL;
  for (size_t i = 0; order && i < wanted.len; i++) define(c, wanted.list[order[i]].key, out);
  mem_put(c->mem, order, order ? wanted.len * sizeof *order : 0);
  map_free(&wanted);
  return order ? VOX_OK : VOX_ERR_MEMORY;
}

void theme_write(const theme_corpus *c, size_t label, const weighted_theme *t, buf *out) {
  const theme_label *l = &vec_at(&c->labels, label);
  buf_str(out, l->id);
  buf_text(out, "\ttheme.offset\t");
  write_centi(t->offset, out);
  buf_format(out, "\t\tfrom %u comments, F1 %d.%02d in inner cross-validation\n", t->rows, t->f1 / 100,
             t->f1 % 100);
  for (size_t i = 0; i < t->count; i++) {
    buf_str(out, c->terms.list[t->list[i].term].key);
    buf_text(out, "\ttheme.weight\t");
    buf_str(out, l->id);
    buf_byte(out, ' ');
    write_centi(t->list[i].centi, out);
    buf_format(out, "\t\t%u, %u\n", t->list[i].with, t->list[i].without);
  }
}
