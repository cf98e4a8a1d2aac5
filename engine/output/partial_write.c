/* partial_write.c - see partial.h. Keys stand in one fixed order, tables in the order of their keys. */
#include "aggregate/numbers.h"
#include "base/bytes.h"
#include "base/status.h"
#include "output/partial.h"
#include "json/json_write.h"

static void add_numbers(json_writer *w, const int64_t *at, size_t n) {
  json_array_begin(w);
  for (size_t i = 0; i < n; i++) json_int(w, at[i]);
  json_array_end(w);
}

static bool all_zero(const int64_t *at, size_t n) {
  while (n && !at[n - 1]) n--;
  return n == 0;
}

static void add_head(json_writer *w, const report *r) {
  const lexicon_identity *words = &r->names->identity;
  const report_config *c = &r->config;
  json_key(w, "schema"), json_text(w, "voxpop.partial/1");
  json_key(w, "lexicon"), json_object_begin(w);
  json_key(w, "id"), json_string(w, words->id);
  json_key(w, "version"), json_string(w, words->version);
  json_key(w, "sha256"), json_text(w, words->sha256);
  json_object_end(w);
  json_key(w, "themes"), json_int(w, r->names->theme_count);
  json_key(w, "scale"), json_array_begin(w);
  json_bool(w, c->is_nps), json_int(w, c->scale_min), json_int(w, c->scale_max);
  json_array_end(w);
  json_key(w, "bounds"), json_array_begin(w);
  json_int(w, c->max_quotes), json_int(w, c->max_duplicates), json_int(w, c->max_terms);
  json_array_end(w);
  json_key(w, "options"), json_raw(w, c->options_json.len ? c->options_json : STR("{}"));
  json_key(w, "asks"), json_array_begin(w);
  for (size_t i = 0; i < r->extras.plan.ask_count; i++) json_string(w, r->extras.plan.asks[i]);
  json_array_end(w);
}

static void add_blocks(json_writer *w, report *r) {
  number_block blocks[REPORT_BLOCKS];
  size_t n = report_blocks(r, blocks);
  json_key(w, "counts"), json_object_begin(w);
  for (size_t i = 0; i < n; i++) json_key(w, blocks[i].name), add_numbers(w, blocks[i].at, blocks[i].n);
  json_object_end(w);
}

static void add_themes(json_writer *w, const report *r) {
  json_key(w, "theme_counts"), json_array_begin(w);
  for (uint32_t i = 0; i < r->names->theme_count; i++) {
    const int64_t *words = (const int64_t *)(const void *)&r->themes[i];
    if (all_zero(words, THEME_WORDS)) continue;
    json_array_begin(w);
    json_int(w, i);
    for (size_t k = 0; k < THEME_WORDS; k++) json_int(w, words[k]);
    json_array_end(w);
  }
  json_array_end(w);
}

static void add_input(json_writer *w, const report *r) {
  char hex[65];
  hex256(r->digest, hex);
  json_key(w, "digest"), json_text(w, hex);
  json_key(w, "encodings"), json_array_begin(w);
  for (size_t i = 0; i < r->encoding_count; i++) json_string(w, r->encodings[i]);
  json_array_end(w);
}

/* Hashes as hex in one string, ascending; those that came more than once by their place. */
static void add_duplicates(json_writer *w, const duplicates *d) {
  char hex[17];
  json_key(w, "hashes"), json_raw(w, STR("\""));
  for (size_t i = 0; i < d->len; i++) {
    for (int k = 0; k < 16; k++) hex[k] = "0123456789abcdef"[d->hashes[i] >> (60 - 4 * k) & 15];
    buf_add(w->out, hex, 16);
  }
  buf_byte(w->out, '"');
  json_key(w, "repeats"), json_array_begin(w);
  for (size_t i = 0; i < d->len; i++) {
    if (d->counts[i] < 2) continue;
    json_array_begin(w);
    json_int(w, (int64_t)i), json_int(w, d->counts[i]);
    json_array_end(w);
  }
  json_array_end(w);
}

static void add_quote(json_writer *w, uint32_t theme, int group, const quote *q) {
  const quote_body *b = q->body;
  char hex[65];
  hex256(b->key, hex);
  json_array_begin(w);
  json_int(w, theme), json_int(w, group);
  json_uint(w, q->rank);
  json_text(w, hex);
  json_bool(w, b->is_cut), json_bool(w, b->id_is_json);
  if (b->id_is_json && b->id.len)
    json_raw(w, b->id);
  else
    json_string(w, b->id);
  json_string(w, b->text);
  json_array_end(w);
}

static void add_quotes(json_writer *w, const report *r) {
  json_key(w, "quotes"), json_array_begin(w);
  for (uint32_t theme = 0; theme < r->names->theme_count; theme++)
    for (int g = 0; g < REPORT_GROUPS; g++) {
      const quote_list *l = report_quote_list(r, theme, (vox_group)g);
      for (uint32_t i = 0; i < l->len; i++) add_quote(w, theme, g, &l->list[i]);
    }
  json_array_end(w);
}

static void add_sparse(json_writer *w, const sparse *s, uint32_t width) {
  json_array_begin(w);
  for (uint32_t i = 0; i < s->len; i++) {
    const int64_t *v = s->values + (size_t)i * width;
    if (all_zero(v, width)) continue;
    json_array_begin(w);
    json_int(w, s->ids[i]);
    for (uint32_t k = 0; k < width; k++) json_int(w, v[k]);
    json_array_end(w);
  }
  json_array_end(w);
}

static void add_pairs(json_writer *w, const report *r) {
  json_key(w, "all_themes"), add_sparse(w, &r->extras.all_themes, T_FIELDS);
  json_key(w, "pairs"), json_array_begin(w);
  for (uint32_t a = 0; a < r->names->theme_count; a++) {
    if (!r->extras.pairs[a].len) continue;
    json_array_begin(w);
    json_int(w, a), add_sparse(w, &r->extras.pairs[a], PAIR_FIELDS);
    json_array_end(w);
  }
  json_array_end(w);
}

static vox_status add_table(json_writer *w, const report *r, extras_table table, vox_error *err) {
  const ledger *l = &r->extras.tables[table];
  const tally_cell **list = mem_array(r->mem, l->len, sizeof *list);
  size_t n = 0;
  if (!list) return fail_memory(err);
  ledger_in_order(l, list, &n);
  json_key(w, table_names[table]), json_object_begin(w);
  json_key(w, "bounded"), json_bool(w, ledger_bounded(l));
  json_key(w, "rows"), json_array_begin(w);
  for (size_t i = 0; i < n; i++) {
    json_array_begin(w);
    json_string(w, list[i]->key);
    add_numbers(w, list[i]->v, l->width);
    if (l->sub_width) add_sparse(w, &list[i]->sub, l->sub_width);
    json_array_end(w);
  }
  json_array_end(w);
  json_object_end(w);
  mem_put(r->mem, list, l->len * sizeof *list);
  return VOX_OK;
}

vox_status partial_write(buf *out, report *r, vox_error *err) {
  json_writer w;
  vox_status status = duplicates_settle(&r->duplicates) ? VOX_OK : fail_memory(err);
  json_writer_init(&w, out);
  json_object_begin(&w);
  add_head(&w, r);
  add_input(&w, r);
  add_blocks(&w, r);
  add_themes(&w, r);
  add_duplicates(&w, &r->duplicates);
  add_quotes(&w, r);
  add_pairs(&w, r);
  json_key(&w, "tables"), json_object_begin(&w);
  for (int i = 0; i < TABLES && status == VOX_OK; i++) status = add_table(&w, r, (extras_table)i, err);
  json_object_end(&w);
  json_object_end(&w);
  buf_byte(out, '\n');
  if (status == VOX_OK && out->status != VOX_OK)
    status = fail(err, out->status, "the partial report does not fit into memory");
  return status;
}
