/* indent.c - see indent.h. */
#include "output/indent.h"

typedef struct indenter {
  buf *out;
  vox_str text;
  size_t depth;        /* of containers that are spread over lines */
  size_t inline_depth; /* of containers inside an array that stays on one line; 0: none */
} indenter;

static void new_line(indenter *d) {
  buf_byte(d->out, '\n');
  for (size_t i = 0; i < d->depth; i++) buf_byte(d->out, ' ');
}

/* Copies a string with its quotes; returns where it ends. */
static size_t copy_string(indenter *d, size_t at) {
  size_t end = at + 1;
  while (end < d->text.len && d->text.ptr[end] != '"') end += d->text.ptr[end] == '\\' ? 2 : 1;
  end = end < d->text.len ? end + 1 : d->text.len;
  buf_str(d->out, str_sub(d->text, at, end));
  return end;
}

static char char_at(const indenter *d, size_t at) { return at < d->text.len ? d->text.ptr[at] : 0; }

static void open_container(indenter *d, size_t at) {
  char bracket = d->text.ptr[at], next = char_at(d, at + 1);
  bool stays = next == ']' || next == '}' || (bracket == '[' && next != '{' && next != '[');
  buf_byte(d->out, bracket);
  if (d->inline_depth || stays) {
    d->inline_depth++;
    return;
  }
  d->depth++;
  new_line(d);
}

static void close_container(indenter *d, char bracket) {
  if (d->inline_depth) {
    d->inline_depth--;
  } else {
    d->depth--;
    new_line(d);
  }
  buf_byte(d->out, bracket);
}

void indent_json(buf *out, vox_str compact) {
  indenter d = {out, compact, 0, 0};
  for (size_t at = 0; at < compact.len;) {
    char c = compact.ptr[at];
    if (c == '"') {
      at = copy_string(&d, at);
      continue;
    }
    if (c == '{' || c == '[') {
      open_container(&d, at);
    } else if (c == '}' || c == ']') {
      close_container(&d, c);
    } else {
      buf_byte(out, c);
      if (c == ',' && !d.inline_depth) new_line(&d);
      if (c == ',' && d.inline_depth) buf_byte(out, ' ');
      if (c == ':') buf_byte(out, ' ');
    }
    at++;
  }
}
