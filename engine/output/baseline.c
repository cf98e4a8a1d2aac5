/* baseline.c - see baseline.h. */
#include "output/baseline.h"
#include "aggregate/state.h"
#include "base/bytes.h"
#include "base/status.h"
#include "json/json_read.h"

static bool read_count(vox_str token, int64_t *out) {
  *out = 0;
  if (!token.len || token.len > 12) return false;
  for (size_t i = 0; i < token.len; i++) {
    if (token.ptr[i] < '0' || token.ptr[i] > '9') return false;
    *out = *out * 10 + token.ptr[i] - '0';
  }
  return true;
}

static vox_str member(vox_str object, const char *name) {
  vox_str key, value, found = {NULL, 0};
  if (json_kind_of(object) != JSON_OBJECT) return found;
  json_walk walk = json_walk_of(object);
  while (json_next_member(&walk, &key, &value))
    if (json_string_is(key, str_of(name))) found = value;
  return found;
}

/* A list's elements with their `key` and "n", ascending. Texts with escapes are left out: no theme or term
 * that we write has one. */
static vox_status read_list(mem *m, vox_str list, const char *key, telling_before **out, size_t *count) {
  vox_str element;
  size_t n = 0;
  *count = 0;
  if (!list.len || json_kind_of(list) != JSON_ARRAY) return VOX_OK;
  json_walk walk = json_walk_of(list);
  while (json_next_element(&walk, &element)) n++;
  *out = mem_array(m, n, sizeof **out);
  if (!*out) return VOX_ERR_MEMORY;
  *count = n;
  size_t kept = 0;
  walk = json_walk_of(list);
  while (json_next_element(&walk, &element)) {
    vox_str id = member(element, key);
    telling_before b;
    if (id.len < 2 || json_kind_of(id) != JSON_STRING || !json_is_plain(id) ||
        !read_count(member(element, "n"), &b.n))
      continue;
    b.id = str_sub(id, 1, id.len - 1);
    size_t at = kept++;
    for (; at && str_cmp((*out)[at - 1].id, b.id) > 0; at--) (*out)[at] = (*out)[at - 1];
    (*out)[at] = b;
  }
  /* What was left out stands behind, without an id. */
  return VOX_OK;
}

static vox_status refuse(vox_error *err) {
  return fail(err, VOX_ERR_SYNTAX, "the baseline is no report of voxpop");
}

vox_status baseline_read(report *r, vox_str document, vox_error *err) {
  json_fault fault;
  telling *t = &r->telling;
  if (json_gate(document, &fault) != VOX_OK) return refuse(err);
  char *copy = mem_get(r->mem, document.len);
  if (!copy) return fail_memory(err);
  memcpy(copy, document.ptr, document.len);
  t->before_text = (vox_str){copy, document.len};
  vox_str whole = json_token(t->before_text), terms = member(whole, "terms");
  if (!json_string_is(member(whole, "schema").len ? member(whole, "schema") : STR("\"\""),
                      STR("voxpop.report/1")))
    return refuse(err);
  if (!read_count(member(member(whole, "coverage"), "base"), &t->before_base) || !t->before_base)
    return refuse(err);
  vox_str digest = member(member(member(whole, "manifest"), "input"), "digest");
  if (digest.len == 66 && json_kind_of(digest) == JSON_STRING) t->before_digest = str_sub(digest, 1, 65);
  vox_status status =
      read_list(r->mem, member(whole, "themes"), "id", &t->before_themes, &t->before_theme_count);
  if (status == VOX_OK)
    status = read_list(r->mem, member(terms, "list"), "term", &t->before_terms, &t->before_term_count);
  if (!read_count(member(terms, "least"), &t->before_least)) t->before_least = 0;
  return status == VOX_OK ? VOX_OK : fail_memory(err);
}
