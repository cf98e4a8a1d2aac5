/* sample.c - see sample.h. */
#include "intake/sample.h"
#include "json/json_read.h"

static void add_row(columns *c, csv *rows, char *row) {
  for (size_t i = 0; i < c->fact_count; i++) {
    facts_add(&c->facts[i], i < rows->fields.len ? csv_text(rows, row, i) : (vox_str){NULL, 0});
  }
}

/* `text` is a copy: taking quotes out changes it. */
static bool walk_rows(columns *c, char *text, size_t len, bool whole, csv_dialect dialect) {
  csv rows;
  csv_init(&rows, c->mem, dialect);
  csv_step step;
  while ((step = csv_next(&rows, (vox_str){text, len}, whole)) == CSV_ROW) {
    bool blank = rows.text_end == 0 && rows.field_count == 1;
    if (!blank) add_row(c, &rows, text);
    text += rows.used, len -= rows.used;
  }
  csv_free(&rows);
  return step != CSV_MEMORY;
}

bool sample_table(columns *c, vox_str head, bool whole, csv_dialect dialect) {
  char *copy = mem_get(c->mem, head.len);
  if (!copy) return false;
  if (head.len) memcpy(copy, head.ptr, head.len);
  bool ok = columns_begin_facts(c) && walk_rows(c, copy, head.len, whole, dialect);
  mem_put(c->mem, copy, head.len);
  return ok;
}

/* Unescaped; a number or a truth value as it is written; null, objects and arrays are empty. */
static vox_str text_of(vox_str token, buf *scratch) {
  json_kind kind = json_kind_of(token);
  if (kind == JSON_NUMBER || kind == JSON_BOOL) return token;
  if (kind != JSON_STRING) return (vox_str){NULL, 0};
  if (json_is_plain(token)) return str_sub(token, 1, token.len - 1);
  buf_clear(scratch);
  json_unescape(token, scratch);
  return buf_view(scratch);
}

bool sample_object(columns *c, vox_str text, buf *scratch) {
  json_fault fault;
  vox_str key, value;
  if (json_gate(text, &fault) != VOX_OK) return true;
  vox_str object = json_token(text);
  if (json_kind_of(object) != JSON_OBJECT) return true;
  for (json_walk walk = json_walk_of(object); json_next_member(&walk, &key, &value);) {
    buf_clear(scratch);
    json_unescape(key, scratch);
    if (scratch->status != VOX_OK) return false;
    size_t column = columns_find(c, buf_view(scratch));
    if (column < c->fact_count) facts_add(&c->facts[column], text_of(value, scratch));
    if (scratch->status != VOX_OK) return false;
  }
  return true;
}
