/* jsonl.c - see jsonl.h. */
#include "intake/jsonl.h"
#include "intake/where_number.h"

#define MAX_KEYS 4096u

static vox_status pass_object(vox_str line, vox_str *object, json_fault *fault) {
  vox_status status = json_gate(line, fault);
  if (status != VOX_OK) return status;
  *object = json_token(line);
  if (json_kind_of(*object) == JSON_OBJECT) return VOX_OK;
  *fault = (json_fault){0, "bad_json", "not an object"};
  return VOX_ERR_SYNTAX;
}

static vox_str unescaped(vox_str token, buf *scratch) {
  if (json_is_plain(token)) return str_sub(token, 1, token.len - 1);
  size_t from = scratch->len;
  json_unescape(token, scratch);
  return str_sub(buf_view(scratch), from, scratch->len);
}

vox_status jsonl_keys(columns *c, vox_str line, buf *scratch) {
  json_fault fault;
  vox_str object, key, value;
  vox_status status = pass_object(line, &object, &fault);
  if (status != VOX_OK) return status;
  json_walk walk = json_walk_of(object);
  while (json_next_member(&walk, &key, &value)) {
    buf_clear(scratch);
    vox_str name = unescaped(key, scratch);
    if (scratch->status != VOX_OK) return VOX_ERR_MEMORY;
    if (columns_find(c, name) != NO_COLUMN) continue;
    if (c->header.len == MAX_KEYS) return VOX_ERR_LIMIT;
    if (!columns_add(c, name)) return VOX_ERR_MEMORY;
  }
  return VOX_OK;
}

/* Notes the token of each slot; where a key stands twice the last one counts. Gives the bytes that unescaping
 * may take. */
static size_t find_tokens(const columns *c, vox_str object, cell *values) {
  vox_str key, value;
  json_walk walk = json_walk_of(object);
  while (json_next_member(&walk, &key, &value)) {
    for (size_t i = 0; i < c->slot_count; i++) {
      if (c->slots[i].name.len && json_string_is(key, c->slots[i].name)) values[i].text = value;
    }
  }
  size_t room = 0;
  for (size_t i = 0; i < c->slot_count; i++)
    room += c->slots[i].as_token ? 0 : values[i].text.len + JSONL_MORE;
  return room;
}

/* 1e1 as 10, into `scratch`, which has the room; what is far from a score stays as it is. */
static vox_str without_exponent(vox_str token, buf *scratch) {
  size_t mark = 0, from = scratch->len;
  while (mark < token.len && token.ptr[mark] != 'e' && token.ptr[mark] != 'E') mark++;
  int64_t power;
  vox_str rest = str_sub(token, mark < token.len ? mark + 1 : mark, token.len);
  if (!where_number_read(rest, &power) || power < -12000000 || power > 12000000) return token;
  int64_t behind = 0, shift = power / 1000000; /* digits behind the point so far; places to move it */
  bool point = false;
  for (size_t i = 0; i < mark; i++) {
    if (token.ptr[i] == '.') {
      point = true;
      continue;
    }
    if (point && behind++ == shift) buf_byte(scratch, '.');
    buf_byte(scratch, token.ptr[i]);
  }
  for (; behind < shift; behind++) buf_byte(scratch, '0');
  return shift < 0 ? token : str_sub(buf_view(scratch), from, scratch->len);
}

bool jsonl_convert(cell *value, bool as_token, buf *scratch) {
  if (!value->text.len) return true;
  value->is_json = as_token;
  if (as_token) return true;
  json_kind kind = json_kind_of(value->text);
  if (kind == JSON_STRING) value->text = unescaped(value->text, scratch);
  if (kind == JSON_NUMBER) value->text = without_exponent(value->text, scratch);
  if (kind == JSON_NULL) value->text = (vox_str){NULL, 0};
  return kind != JSON_ARRAY && kind != JSON_OBJECT;
}

vox_status jsonl_read(const columns *c, vox_str line, cell *values, buf *scratch, json_fault *fault,
                      size_t *slot) {
  vox_str object;
  *slot = NO_COLUMN;
  memset(values, 0, c->slot_count * sizeof *values);
  vox_status status = pass_object(line, &object, fault);
  if (status != VOX_OK) return status;
  buf_clear(scratch);
  /* All the room at once: views into `scratch` must not move. */
  if (!buf_reserve(scratch, find_tokens(c, object, values))) return VOX_ERR_MEMORY;
  for (size_t i = 0; i < c->slot_count; i++) {
    size_t offset = values[i].text.ptr ? (size_t)(values[i].text.ptr - line.ptr) : 0;
    if (jsonl_convert(&values[i], c->slots[i].as_token, scratch)) continue;
    *fault = (json_fault){offset, "bad_field", "an object or array where a text is due"};
    *slot = i;
    return VOX_ERR_SYNTAX;
  }
  return VOX_OK;
}
