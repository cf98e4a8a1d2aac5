/* row_copy.c - see row_copy.h. */
#include "row_copy.h"
#include <string.h>

/* Until rows_settle a string's `ptr` holds its offset into text. */
static int keep(rows *r, vox_str *s) {
  size_t at = r->text.len;
  if (!bytes_add(&r->text, s->ptr, s->len)) return 0;
  s->ptr = (const char *)(uintptr_t)at;
  return 1;
}

static int keep_fields(rows *r, const vox_field **list, size_t count) {
  size_t at = r->fields.len;
  for (size_t i = 0; i < count; i++) {
    vox_field f = (*list)[i];
    if (!keep(r, &f.name) || !keep(r, &f.value) || !bytes_add(&r->fields, &f, sizeof f)) return 0;
  }
  *list = (const vox_field *)(uintptr_t)at;
  return 1;
}

static int keep_cells(rows *r, vox_row *row) {
  size_t at = r->cells.len;
  for (size_t i = 0; i < row->cell_count; i++) {
    vox_cell c = row->cells[i];
    if (!keep(r, &c.question) || !keep(r, &c.text) || !bytes_add(&r->cells, &c, sizeof c)) return 0;
  }
  row->cells = (const vox_cell *)(uintptr_t)at;
  return 1;
}

static int add_slot(rows *r, const row_slot *slot) {
  if (!bytes_add(&r->slots, slot, sizeof *slot)) return 0;
  r->count++;
  return 1;
}

int rows_add(rows *r, const vox_row *row) {
  row_slot slot;
  memset(&slot, 0, sizeof slot);
  slot.row = *row;
  return keep(r, &slot.row.id.name) && keep(r, &slot.row.id.value) && keep(r, &slot.row.date) &&
         keep_cells(r, &slot.row) && keep_fields(r, &slot.row.segments, row->segment_count) &&
         keep_fields(r, &slot.row.keep, row->keep_count) && add_slot(r, &slot);
}

int rows_add_error(rows *r, const vox_error *bad) {
  row_slot slot;
  memset(&slot, 0, sizeof slot);
  slot.bad = *bad;
  return add_slot(r, &slot);
}

static void settle(const rows *r, vox_str *s) { s->ptr = r->text.ptr + (uintptr_t)s->ptr; }

static void settle_fields(rows *r, const vox_field **list, size_t count) {
  vox_field *f = (vox_field *)(void *)(r->fields.ptr + (uintptr_t)*list);
  for (size_t i = 0; i < count; i++) settle(r, &f[i].name), settle(r, &f[i].value);
  *list = f;
}

void rows_settle(rows *r) {
  for (size_t i = 0; i < r->count; i++) {
    row_slot *slot = (row_slot *)(void *)r->slots.ptr + i;
    vox_row *row = &slot->row;
    if (slot->bad.status != VOX_OK) continue;
    vox_cell *cells = (vox_cell *)(void *)(r->cells.ptr + (uintptr_t)row->cells);
    for (size_t k = 0; k < row->cell_count; k++) settle(r, &cells[k].question), settle(r, &cells[k].text);
    row->cells = cells;
    settle(r, &row->id.name), settle(r, &row->id.value), settle(r, &row->date);
    settle_fields(r, &row->segments, row->segment_count);
    settle_fields(r, &row->keep, row->keep_count);
  }
}

const row_slot *rows_at(const rows *r, size_t i) { return (const row_slot *)(const void *)r->slots.ptr + i; }

void rows_clear(rows *r) { r->text.len = r->slots.len = r->cells.len = r->fields.len = r->count = 0; }

void rows_free(rows *r) {
  bytes_free(&r->text);
  bytes_free(&r->slots);
  bytes_free(&r->cells);
  bytes_free(&r->fields);
  r->count = 0;
}
