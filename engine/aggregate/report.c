/* report.c - a report's life, and a row's way into it. What a complete row counts: report_row.c. */
#include "aggregate/report.h"
#include "aggregate/state.h"
#include "base/status.h"

uint32_t report_candidates(const report *r) {
  return r->config.max_quotes ? 3 * r->config.max_quotes + 1 : 0;
}

int32_t report_step_width(const report_config *c) {
  int64_t span = (int64_t)c->scale_max - c->scale_min + 1;
  return (int32_t)((span + REPORT_STEPS - 1) / REPORT_STEPS);
}

/* ---- Life ---- */

static vox_status copy_options(report *r, vox_str options) {
  r->config.options_json = (vox_str){NULL, 0};
  if (!options.len) return VOX_OK;
  char *copy = mem_get(r->mem, options.len);
  if (!copy) return VOX_ERR_MEMORY;
  memcpy(copy, options.ptr, options.len);
  r->config.options_json = (vox_str){copy, options.len};
  return VOX_OK;
}

static vox_status take_tables(report *r, vox_str options, vox_error *err) {
  size_t n = r->names->theme_count;
  r->themes = mem_array(r->mem, n, sizeof *r->themes);
  r->contributions = mem_array(r->mem, n + 1, sizeof *r->contributions);
  r->quotes = mem_array(r->mem, n * REPORT_GROUPS, sizeof *r->quotes);
  if (!r->themes || !r->contributions || !r->quotes) return fail_memory(err);
  if (copy_options(r, options) != VOX_OK) return fail_memory(err);
  vox_status status = extras_init(&r->extras, r->mem, r->names, r->config.asks, r->config.ask_count,
                                  r->config.is_nps, r->config.max_terms, err);
  if (status != VOX_OK) return status;
  r->config.asks = r->extras.plan.asks;
  return row_tally_init(&r->row, r->mem, r->names, err);
}

vox_status report_new(report **out, mem *m, const catalogue *names, const report_config *config,
                      vox_error *err) {
  if (!config->is_nps && config->scale_max < config->scale_min)
    return fail(err, VOX_ERR_ARGUMENT, "the scale ends at %d, before it begins", (int)config->scale_max);
  report *r = mem_array(m, 1, sizeof *r);
  if (!r) return fail_memory(err);
  r->mem = m;
  buf_init(&r->masked, m, (size_t)1 << 20);
  r->names = names;
  r->config = *config;
  r->config.options_json = (vox_str){NULL, 0};
  if (r->config.max_quotes > QUOTES_MAX) r->config.max_quotes = QUOTES_MAX;
  duplicates_init(&r->duplicates, m, config->max_duplicates);
  vox_status status = take_tables(r, config->options_json, err);
  if (status == VOX_OK)
    *out = r;
  else
    report_free(r);
  return status;
}

static void free_quotes(report *r) {
  size_t lists = (size_t)r->names->theme_count * REPORT_GROUPS;
  for (size_t i = 0; r->quotes && i < lists; i++) quotes_free(r->mem, &r->quotes[i]);
  mem_put(r->mem, r->quotes, lists * sizeof *r->quotes);
}

void report_free(report *r) {
  if (!r) return;
  size_t n = r->names->theme_count;
  mem *m = r->mem;
  row_tally_free(&r->row);
  extras_free(&r->extras);
  telling_free(&r->telling, m);
  buf_free(&r->masked);
  free_quotes(r);
  mem_put(m, r->themes, n * sizeof *r->themes);
  mem_put(m, r->contributions, (n + 1) * sizeof *r->contributions);
  duplicates_free(&r->duplicates);
  for (size_t i = 0; i < r->encoding_count; i++)
    mem_put(m, (void *)(uintptr_t)r->encodings[i].ptr, r->encodings[i].len);
  mem_put(m, (void *)(uintptr_t)r->config.options_json.ptr, r->config.options_json.len);
  mem_put(m, r, sizeof *r);
}

/* ---- One row ---- */

vox_status report_begin(report *r, const vox_row *row, vox_error *err) {
  (void)err;
  row_tally_begin(&r->row, row);
  extras_begin_row(&r->extras);
  if (!r->config.is_nps) r->row.row.group = VOX_GROUP_NONE;
  r->row.quoted = !r->config.is_nps || r->row.row.group != VOX_GROUP_NONE;
  return VOX_OK;
}

static bool same_names(const catalogue *a, const catalogue *b) {
  return a == b ||
         (a->theme_count == b->theme_count && memcmp(a->identity.sha256, b->identity.sha256, 64) == 0);
}

static quote_body *masked_body(report *r, vox_str text, bool *nothing) {
  vox_str kept = quote_kept(text);
  buf_clear(&r->masked);
  if (r->config.mask && r->config.mask(&r->masked, kept) != VOX_OK) return NULL;
  vox_str shown = r->config.mask ? buf_view(&r->masked) : kept;
  return quote_body_new(r->mem, &r->row.row.id, text, shown, nothing);
}

/* Remembers the cell as a quote for the themes it mentions, where one of their lists may want it. */
static vox_status remember_quotes(report *r, vox_str text, vox_error *err) {
  row_tally *t = &r->row;
  quote_body *body = NULL;
  bool nothing = false, failed = false;
  for (uint32_t i = 0; i < t->touched_count && !nothing && !failed; i++) {
    uint32_t theme = t->touched[i];
    uint64_t rank = t->themes[theme].rank;
    if (t->themes[theme].latest != t->cell ||
        !quotes_want(report_quote_list(r, theme, t->row.group), report_candidates(r), rank))
      continue;
    if (!body) body = masked_body(r, text, &nothing);
    if (nothing) break;
    failed = !body || !vec_push(r->mem, &t->quotes, ((row_quote){theme, {rank, body}}));
    if (!failed) body->users++;
  }
  quote_body_drop(r->mem, body);
  return failed ? fail_memory(err) : VOX_OK;
}

vox_status report_add(report *r, size_t cell, const vox_result *result, vox_error *err) {
  row_tally *t = &r->row;
  if (!t->open) return fail(err, VOX_ERR_ARGUMENT, "a result without a row");
  if (cell >= t->row.cell_count) return fail(err, VOX_ERR_ARGUMENT, "the row has no cell %zu", cell);
  if (!same_names(r->names, result->names))
    return fail(err, VOX_ERR_ARGUMENT, "the result comes from another lexicon than the report's");
  if (text_is_blank(t->row.cells[cell].text)) return VOX_OK;
  row_tally_add(t, result, t->row.cells[cell].role);
  extras_note_cell(&r->extras, result);
  if (!t->quoted) return VOX_OK;
  return remember_quotes(r, t->row.cells[cell].text, err);
}

/* Everything that the row will need, so that counting it cannot fail half-way. */
static vox_status reserve_row(report *r, vox_error *err) {
  const row_tally *t = &r->row;
  if (!duplicates_reserve(&r->duplicates) || !extras_reserve_row(&r->extras, t)) return fail_memory(err);
  for (size_t i = 0; i < t->quotes.len; i++)
    if (!quotes_reserve(r->mem, report_quote_list(r, t->quotes.ptr[i].theme, t->row.group),
                        report_candidates(r)))
      return fail_memory(err);
  return VOX_OK;
}

vox_status report_end(report *r, vox_error *err) {
  if (!r->row.open) return fail(err, VOX_ERR_ARGUMENT, "the end of a row that did not begin");
  vox_status status = reserve_row(r, err);
  if (status == VOX_OK) report_count_row(r);
  if (status == VOX_OK) r->row.open = false;
  return status;
}

void report_bad_row(report *r) {
  r->counts.base.rows++;
  r->counts.base.bad++;
}

vox_status report_input(report *r, vox_str encoding, vox_error *err) {
  size_t at = r->encoding_count;
  while (at && str_cmp(encoding, r->encodings[at - 1]) < 0) at--;
  if (at && str_eq(encoding, r->encodings[at - 1])) return VOX_OK;
  if (at == ENCODINGS_MAX) return VOX_OK;
  char *copy = mem_get(r->mem, encoding.len);
  if (!copy) return fail_memory(err);
  if (encoding.len) memcpy(copy, encoding.ptr, encoding.len);
  if (r->encoding_count == ENCODINGS_MAX) {
    vox_str last = r->encodings[--r->encoding_count];
    mem_put(r->mem, (void *)(uintptr_t)last.ptr, last.len);
  }
  memmove(&r->encodings[at + 1], &r->encodings[at], (r->encoding_count - at) * sizeof *r->encodings);
  r->encodings[at] = (vox_str){copy, encoding.len};
  r->encoding_count++;
  return VOX_OK;
}
