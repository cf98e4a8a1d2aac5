/* vox_clean.c - looks at files, masks, and texts that come again, under their public names. */
#include "api/handles.h"
#include "clean/look.h"
#include "clean/repeats.h"
#include "text/mask.h"
#include "json/json_read.h"

struct vox_look {
  mem mem;
  look *look;
};

vox_status vox_look_new(vox_look **out, vox_error *err) {
  mem first;
  if (!out) return fail(err, VOX_ERR_ARGUMENT, "no place for the look");
  mem_init(&first, NULL, 0);
  vox_look *l = mem_array(&first, 1, sizeof *l);
  if (!l) return fail_memory(err);
  l->mem = first;
  vox_status status = look_new(&l->look, &l->mem, err);
  if (status == VOX_OK)
    *out = l;
  else
    vox_look_free(l);
  return status;
}

void vox_look_free(vox_look *l) {
  if (!l) return;
  look_free(l->look);
  mem last = l->mem;
  mem_put(&last, l, sizeof *l);
}

vox_status vox_look_question(vox_look *l, vox_str text, vox_error *err) {
  return look_question(l->look, text, err);
}
vox_status vox_look_wrapper(vox_look *l, vox_str text, vox_error *err) {
  return look_wrapper(l->look, text, err);
}
vox_status vox_look_add(vox_look *l, vox_str comment, vox_error *err) {
  return look_add(l->look, comment, err);
}
vox_status vox_look_settle(vox_look *l, vox_error *err) { return look_settle(l->look, err); }

size_t vox_look_wrappers(const vox_look *l, size_t index, vox_wrapper *out) {
  const wrapper *list;
  size_t count = look_wrappers(l->look, &list);
  if (index < count && out) *out = (vox_wrapper){list[index].text, (int)list[index].place, list[index].rows};
  return count;
}

void vox_ctx_look(vox_ctx *ctx, const vox_look *l) { analyser_look(ctx->analyser, l ? l->look : NULL); }

/* ---- Masking ---- */

enum { MASK_MAX = 1 << 30 };

vox_status vox_mask(const vox_field *field, vox_write_fn write, void *payload, vox_error *err) {
  mem m;
  buf plain, masked;
  mem_init(&m, NULL, 0);
  buf_init(&plain, &m, MASK_MAX);
  buf_init(&masked, &m, MASK_MAX);
  vox_str text = field->value;
  if (field->is_json && text.len >= 2 && text.ptr[0] == '"') {
    json_fault fault;
    if (json_gate(text, &fault) != VOX_OK)
      return fail(err, VOX_ERR_SYNTAX, "the field is no JSON: %s", fault.reason);
    json_unescape(text, &plain);
    text = buf_view(&plain);
  }
  vox_status status = plain.status == VOX_OK ? mask_text(&masked, text) : plain.status;
  if (status == VOX_OK && masked.len) status = write(payload, masked.ptr, masked.len);
  buf_free(&plain);
  buf_free(&masked);
  return status == VOX_OK ? VOX_OK : fail(err, status, "the masked text could not be written");
}

/* ---- Repeats ---- */

struct vox_repeats {
  mem mem;
  repeats *repeats;
  vox_str *pieces;
  size_t room;
};

vox_status vox_repeats_new(vox_repeats **out, vox_error *err) {
  mem first;
  if (!out) return fail(err, VOX_ERR_ARGUMENT, "no place for the texts");
  mem_init(&first, NULL, 0);
  vox_repeats *r = mem_array(&first, 1, sizeof *r);
  if (!r) return fail_memory(err);
  r->mem = first;
  vox_status status = repeats_new(&r->repeats, &r->mem, err);
  if (status == VOX_OK)
    *out = r;
  else
    vox_repeats_free(r);
  return status;
}

void vox_repeats_free(vox_repeats *r) {
  if (!r) return;
  repeats_free(r->repeats);
  mem_put(&r->mem, r->pieces, r->room * sizeof *r->pieces);
  mem last = r->mem;
  mem_put(&last, r, sizeof *r);
}

static bool make_room(vox_repeats *r, size_t count) {
  if (count <= r->room) return true;
  vox_str *grown = mem_grow(&r->mem, r->pieces, r->room * sizeof *grown, count * sizeof *grown);
  if (!grown) return false;
  r->pieces = grown, r->room = count;
  return true;
}

vox_status vox_repeats_see(vox_repeats *r, vox_row *row, vox_error *err) {
  repeat found = REPEAT_NONE;
  if (!row->cell_count) return VOX_OK;
  if (!make_room(r, row->cell_count)) return fail_memory(err);
  for (size_t i = 0; i < row->cell_count; i++) r->pieces[i] = row->cells[i].text;
  vox_status status = repeats_see(r->repeats, r->pieces, row->cell_count, &found, err);
  if (found == REPEAT_SAME) row->flags |= VOX_ROW_DUPLICATE;
  if (found == REPEAT_NEAR) row->flags |= VOX_ROW_NEAR_DUPLICATE;
  return status;
}
