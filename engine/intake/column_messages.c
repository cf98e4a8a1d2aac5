/* column_messages.c - errors that list columns: names only, cut, without control characters. See columns.h.
 */
#include "base/buf.h"
#include "intake/column_names.h"
#include "intake/columns.h"

#define LISTED_NAME  40u /* bytes of one name in a message */
#define MESSAGE_ROOM 180u

static void add_name(buf *out, vox_str name) {
  size_t n = name.len < LISTED_NAME ? name.len : LISTED_NAME;
  while (n && n < name.len && ((unsigned char)name.ptr[n] & 0xC0) == 0x80) n--;
  for (size_t i = 0; i < n; i++)
    buf_byte(out, (unsigned char)name.ptr[i] < 0x20 || name.ptr[i] == 0x7F ? ' ' : name.ptr[i]);
  if (n < name.len) buf_text(out, "...");
}

/* As many as fit a message. */
static void add_names(buf *out, const columns *c, const uint8_t *pick, bool reasons) {
  bool first = true;
  for (size_t i = 0; i < c->header.len; i++) {
    if (pick && !pick[i]) continue;
    if (!first) buf_text(out, ", ");
    first = false;
    const char *reason = reasons ? c->told[i].reason : NULL;
    if (out->len + LISTED_NAME + (reason ? strlen(reason) + 3 : 0) > MESSAGE_ROOM) {
      buf_text(out, "...");
      return;
    }
    add_name(out, c->header.ptr[i]);
    if (reason) buf_text(out, " ("), buf_text(out, reason), buf_text(out, ")");
  }
}

/* Is the first row a header, by one name that is well known? A file without one has a comment there, and
 * comments are never quoted. */
static bool is_header(const columns *c) {
  for (size_t i = 0; i < c->header.len; i++) {
    vox_str name = c->header.ptr[i];
    if (column_name_question(name) != QUESTION_NONE) return true;
    for (int m = COLUMN_TEXT; m <= COLUMN_DATE; m++)
      if (column_name_rank(name, (column_meaning)m)) return true;
  }
  return false;
}

static void add_all_names(buf *out, const columns *c) {
  if (is_header(c)) {
    buf_text(out, "; columns: ");
    add_names(out, c, NULL, false);
  } else {
    buf_format(out, "; the first row names %zu columns, none of them well known: is it a header?",
               c->header.len);
  }
}

vox_status columns_fail(columns *c, const char *what, vox_str name, const uint8_t *pick, bool reasons,
                        vox_error *err) {
  buf text;
  buf_init(&text, c->mem, 1024);
  buf_text(&text, what);
  if (name.len) buf_text(&text, " \""), add_name(&text, name), buf_text(&text, "\"");
  if (pick)
    buf_text(&text, "; candidates: "), add_names(&text, c, pick, reasons);
  else
    add_all_names(&text, c);
  vox_status status = text.status == VOX_OK ? fail(err, VOX_ERR_NOT_FOUND, "%.*s", (int)text.len, text.ptr)
                                            : fail_memory(err);
  if (status == VOX_ERR_NOT_FOUND) fail_column(err, name);
  buf_free(&text);
  return status;
}

/* Marks the names nearest to `name`; false when none is near. */
static bool mark_nearest(const columns *c, vox_str name, uint8_t *pick) {
  unsigned best = 64;
  size_t compared = c->header.len < 1024 ? c->header.len : 1024;
  for (size_t i = 0; i < compared; i++) {
    unsigned d = column_name_distance(name, c->header.ptr[i]);
    if (d < best) best = d;
  }
  for (size_t i = 0; i < compared; i++) pick[i] = column_name_distance(name, c->header.ptr[i]) == best;
  return best <= 1 + name.len / 4;
}

vox_status columns_fail_missing(columns *c, vox_str name, vox_error *err) {
  uint8_t *pick = mem_array(c->mem, c->header.len, 1);
  if (!pick) return fail_memory(err);
  bool near = mark_nearest(c, name, pick);
  vox_status status = columns_fail(c, near ? "no such column; near to it" : "no such column", name,
                                   near ? pick : NULL, false, err);
  mem_put(c->mem, pick, c->header.len);
  return status;
}
