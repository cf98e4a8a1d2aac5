/* alert_json.c - see alert_json.h. The key is the same whenever the same alert is raised by the same row and
 * question, so that a platform knows a case that it has seen before. */
#include "output/alert_json.h"
#include "base/bytes.h"
#include "json/json_write.h"
#include <stdio.h>

enum { KEY_DIGITS = 16 };

static void add_part(sha256_state *sha, vox_str part) {
  char len[8];
  put_u64(len, part.len);
  sha256_add(sha, (vox_str){len, sizeof len});
  sha256_add(sha, part);
}

/* An id without the quotes of its JSON token: a case has one key, whichever format brought it. */
static vox_str bare_id(const vox_field *id) {
  bool quoted = id->is_json && id->value.len >= 2 && id->value.ptr[0] == '"';
  return quoted ? str_sub(id->value, 1, id->value.len - 1) : id->value;
}

/* Half of the hash of the alert's own key, the row's id and the question. */
static void add_key(buf *out, const vox_alert *a, const vox_row *row, size_t cell) {
  sha256_state sha;
  uint8_t digest[32];
  char hex[65], number[24];
  int n = snprintf(number, sizeof number, "%llu", (unsigned long long)row->number);
  bool named = row->id.value.len > 0;
  sha256_begin(&sha);
  add_part(&sha, a->key);
  add_part(&sha, named ? bare_id(&row->id) : (vox_str){number, (size_t)n});
  add_part(&sha, cell < row->cell_count ? row->cells[cell].question : STR(""));
  sha256_end(&sha, digest);
  hex256(digest, hex);
  json_escape(out, (vox_str){hex, KEY_DIGITS});
}

static void add_spans(buf *out, const vox_alert *a) {
  for (size_t i = 0; i < a->span_count; i++) {
    buf_text(out, i ? ",[" : "[");
    buf_u64(out, a->spans[i].begin);
    buf_byte(out, ',');
    buf_u64(out, a->spans[i].end);
    buf_byte(out, ']');
  }
}

void alerts_json(buf *out, const vox_result *r, const vox_row *row, size_t cell) {
  buf_byte(out, '[');
  for (size_t i = 0; i < r->alert_count; i++) {
    const vox_alert *a = &r->alerts[i];
    buf_text(out, i ? ",{\"id\":" : "{\"id\":");
    json_escape(out, a->id);
    buf_text(out, ",\"severity\":");
    json_escape(out, a->severity);
    buf_text(out, ",\"owner\":");
    if (a->owner.len)
      json_escape(out, a->owner);
    else
      buf_text(out, "null");
    buf_text(out, ",\"key\":");
    add_key(out, a, row, cell);
    buf_text(out, ",\"spans\":[");
    add_spans(out, a);
    buf_text(out, "]}");
  }
  buf_byte(out, ']');
}
