/* vox_ctx.c - one comment: analysis, its answers, its line of JSON. */
#include "api/handles.h"
#include "api/options.h"
#include "output/record_json.h"

vox_status vox_ctx_new(vox_ctx **out, const vox_model *model, const vox_ctx_options *opts, vox_error *err) {
  vox_ctx_options o = VOX_CTX_OPTIONS_INIT;
  mem first;
  if (!out || !model) return fail(err, VOX_ERR_ARGUMENT, "no place for the context, or no model");
  *out = NULL;
  vox_status status = options_take(&o, sizeof o, opts, err);
  if (status != VOX_OK) return status;
  mem_init(&first, model->allocator, o.max_memory);
  vox_ctx *c = mem_array(&first, 1, sizeof *c);
  if (!c) return fail_memory(err);
  c->mem = first;
  c->model = model;
  c->max_text = o.max_text;
  c->want = o.want;
  status = analyser_new(&c->analyser, &c->mem, model->dict, model->lexicon, model->names, err);
  if (status == VOX_OK && plugins_any(model)) status = plugins_open(c, err);
  if (status == VOX_OK) {
    analyser_abstain(c->analyser, o.abstain);
    *out = c;
  } else {
    vox_ctx_free(c);
  }
  return status;
}

void vox_ctx_free(vox_ctx *c) {
  if (!c) return;
  plugins_close(c);
  if (c->analyser) analyser_free(c->analyser);
  mem last = c->mem;
  mem_put(&last, c, sizeof *c);
}

void vox_ctx_want(vox_ctx *c, uint32_t want) { c->want = want; }

static vox_status check_length(const vox_ctx *c, vox_str text, vox_error *err) {
  if (text.len <= c->max_text) return VOX_OK;
  return fail_row(err, VOX_ERR_LIMIT, "too_long", 0, 0, "the text has %zu bytes; %zu are allowed", text.len,
                  c->max_text);
}

vox_status vox_analyse(const vox_result **out, vox_ctx *ctx, vox_str text, vox_role role, vox_error *err) {
  if (!out || !ctx) return fail(err, VOX_ERR_ARGUMENT, "no context, or no place for the result");
  vox_status status = check_length(ctx, text, err);
  if (status != VOX_OK) return status;
  if (plugins_any(ctx->model)) return plugins_analyse(ctx, text, role, out, err);
  return analyse(ctx->analyser, text, role, ctx->want & VOX_WANT_EVIDENCE, out, err);
}

vox_status vox_analyse_cell(const vox_result **out, vox_ctx *ctx, const vox_row *row, size_t cell,
                            vox_error *err) {
  if (!out || !ctx || !row)
    return fail(err, VOX_ERR_ARGUMENT, "no context, no row, or no place for the result");
  if (cell >= row->cell_count) return fail(err, VOX_ERR_ARGUMENT, "the row has no such cell");
  vox_status status = check_length(ctx, row->cells[cell].text, err);
  if (status != VOX_OK) return status;
  if (plugins_any(ctx->model))
    return plugins_analyse(ctx, row->cells[cell].text, row->cells[cell].role, out, err);
  return analyse_cell(ctx->analyser, row, &row->cells[cell], ctx->want & VOX_WANT_EVIDENCE, out, err);
}

vox_status vox_why(const vox_why_node **list, size_t *count, vox_ctx *ctx, vox_str id, const vox_row *row,
                   size_t cell, vox_error *err) {
  if (!list || !count || !ctx || !row)
    return fail(err, VOX_ERR_ARGUMENT, "no context, no row, or no place for the tree");
  if (cell >= row->cell_count) return fail(err, VOX_ERR_ARGUMENT, "the row has no such cell");
  vox_status status = check_length(ctx, row->cells[cell].text, err);
  if (status != VOX_OK) return status;
  return analyse_why(ctx->analyser, row, &row->cells[cell], id, list, count, err);
}

vox_status vox_tokenise(const vox_token **out, size_t *count, vox_ctx *ctx, vox_str text, vox_error *err) {
  if (!out || !count || !ctx) return fail(err, VOX_ERR_ARGUMENT, "no context, or no place for the tokens");
  vox_status status = check_length(ctx, text, err);
  if (status != VOX_OK) return status;
  return analyser_tokens(ctx->analyser, text, out, count, err);
}

vox_status vox_result_write_json(const vox_result *r, const vox_row *row, size_t cell, vox_write_fn write,
                                 void *payload, vox_error *err) {
  if (cell >= row->cell_count) return fail(err, VOX_ERR_ARGUMENT, "the row has no such cell");
  buf *b = r->scratch;
  buf_clear(b);
  record_json(b, r, row, cell);
  if (b->status != VOX_OK) return fail(err, b->status, "the record does not fit into memory");
  vox_status status = write(payload, b->ptr, b->len);
  return status == VOX_OK ? VOX_OK : fail(err, status, "the record could not be written");
}

vox_status vox_error_write_json(const vox_error *what, vox_write_fn write, void *payload, vox_error *err) {
  mem m;
  buf b;
  mem_init(&m, NULL, 0);
  buf_init(&b, &m, 1 << 16);
  error_json(&b, what);
  vox_status status = b.status;
  if (status == VOX_OK) status = write(payload, b.ptr, b.len);
  buf_free(&b);
  return status == VOX_OK ? VOX_OK : fail(err, status, "the error record could not be written");
}
