/* json_split.c - see json_split.h. */
#include "intake/json_split.h"
#include "json/json_scan.h"

static bool is_between(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == '[' || c == ']';
}

static uint64_t count_lines(vox_str s) {
  uint64_t n = 0;
  while (s.ptr && s.len) {
    str_cut(&s, '\n');
    n += s.ptr != NULL;
  }
  return n;
}

static split_step finish(json_split *s, vox_str window, size_t text_end) {
  s->used = s->at;
  s->text_end = text_end;
  s->lines = s->gone_lines + count_lines(str_sub(window, 0, s->at));
  s->finished = true;
  return SPLIT_RECORD;
}

/* Inside a string: to its end, or to the window's. */
static void pass_string(json_split *s, vox_str window) {
  while (s->at < window.len && s->in_string) {
    if (s->escaped) {
      s->escaped = false;
      s->at++;
      continue;
    }
    s->at = json_plain_end(window, s->at);
    if (s->at == window.len) return;
    char c = window.ptr[s->at++];
    s->escaped = c == '\\';
    s->in_string = c != '"';
  }
}

/* One byte of a value outside strings. True: the value ends before it (a scalar) or with it (a container). */
static bool pass_byte(json_split *s, char c) {
  if (s->depth == 0 && s->at > 0 && is_between(c)) return true;
  s->at++;
  if (c == '"') s->in_string = true;
  if (c == '{' || c == '[') s->depth++;
  if ((c == '}' || c == ']') && s->depth) return --s->depth == 0;
  return false;
}

static split_step pass_value(json_split *s, vox_str window, bool last) {
  while (s->at < window.len) {
    if (s->in_string)
      pass_string(s, window);
    else if (pass_byte(s, window.ptr[s->at]))
      return finish(s, window, s->at);
  }
  if (!last) return SPLIT_MORE;
  return s->depth || s->in_string ? SPLIT_OPEN : finish(s, window, s->at);
}

split_step json_split_next(json_split *s, vox_str window, bool last) {
  if (s->finished) *s = (json_split){0};
  if (!s->in_value) {
    while (s->at < window.len && is_between(window.ptr[s->at])) s->at++;
    if (s->at) return finish(s, window, 0);
    if (window.len == 0) return last ? SPLIT_END : SPLIT_MORE;
    s->in_value = true;
  }
  return pass_value(s, window, last);
}

void json_split_drop(json_split *s, vox_str window) {
  s->gone_lines += count_lines(str_sub(window, 0, s->at));
  s->at = 0;
}
