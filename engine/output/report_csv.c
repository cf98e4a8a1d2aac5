/* report_csv.c - see report_csv.h.
 *
 * The tables are read out of the report's own JSON, so a figure cannot differ between the two: each list of
 * objects is a table, nested objects become columns "outer.inner", intervals "ci95.low" and "ci95.high", and
 * a list of objects within (a segment's themes) is a table of its own with the outer row's key before it. */
#include "output/report_csv.h"
#include "base/status.h"
#include "base/vec.h"
#include "output/report_json.h"
#include "json/json_read.h"

typedef struct table_source {
  const char *name, *list; /* a member of the report; "a.b": within an object */
  const char *inner, *key; /* a list within each element, and the element's columns that name it */
} table_source;

static const table_source tables[] = {{"base", "base", NULL, NULL},
                                      {"nps", "nps", NULL, NULL},
                                      {"sentiment", "sentiment", NULL, NULL},
                                      {"emotions", "emotions", NULL, NULL},
                                      {"measures", "measures", NULL, NULL},
                                      {"targets", "targets", NULL, NULL},
                                      {"themes", "themes", NULL, NULL},
                                      {"theme_emotions", "themes", "emotions", "id"},
                                      {"quotes", "themes", "quotes", "id"},
                                      {"segments", "segments", NULL, NULL},
                                      {"segment_themes", "segments", "themes", "column value"},
                                      {"nodes", "hierarchy", NULL, NULL},
                                      {"node_themes", "hierarchy", "themes", "path"},
                                      {"trend", "trend", NULL, NULL},
                                      {"trend_themes", "trend", "themes", "period"},
                                      {"matrix", "matrix", NULL, NULL},
                                      {"compare", "compare", NULL, NULL},
                                      {"compare_themes", "compare", "themes", "a.name b.name"},
                                      {"compare_terms", "compare", "terms", "a.name b.name"},
                                      {"emerging", "emerging", NULL, NULL},
                                      {"drivers", "drivers.list", NULL, NULL},
                                      {"cooccurrence", "cooccurrence.list", NULL, NULL},
                                      {"weighted", "weighted.themes", NULL, NULL},
                                      {"choices", "choices.list", NULL, NULL},
                                      {"customers", "customers.list", NULL, NULL},
                                      {"terms", "terms.list", NULL, NULL},
                                      {"intents", "intents", NULL, NULL},
                                      {"quality", "quality", NULL, NULL},
                                      {"roles", "quality.roles", NULL, NULL}};
enum { TABLE_COUNT = sizeof tables / sizeof *tables, COLUMNS_MAX = 192, NAME_MAX_ = 96 };

const char *report_table_name(size_t i) { return i < TABLE_COUNT ? tables[i].name : NULL; }

typedef struct csv_table {
  buf *out;
  mem *mem;
  char names[COLUMNS_MAX][NAME_MAX_];
  vox_str cells[COLUMNS_MAX]; /* tokens of the row at hand */
  size_t columns;
} csv_table;

/* ---- Cells ---- */

static bool is_formula(vox_str s) { return s.len && strchr("=+-@\t\r", s.ptr[0]) && s.ptr[0]; }

static void add_text_cell(buf *out, vox_str text) {
  bool quoted = is_formula(text);
  for (size_t i = 0; i < text.len; i++) quoted |= text.ptr[i] && strchr(",\"\n\r", text.ptr[i]) != NULL;
  if (!quoted) {
    buf_str(out, text);
    return;
  }
  buf_byte(out, '"');
  if (is_formula(text)) buf_byte(out, '\'');
  for (size_t i = 0; i < text.len; i++) {
    if (text.ptr[i] == '"') buf_byte(out, '"');
    buf_byte(out, text.ptr[i]);
  }
  buf_byte(out, '"');
}

static void add_cell(csv_table *t, vox_str token) {
  buf text;
  if (!token.len || json_kind_of(token) == JSON_NULL) return;
  if (json_kind_of(token) != JSON_STRING) {
    /* Numbers and lists of plain values, as they are. */
    json_kind kind = json_kind_of(token);
    kind == JSON_ARRAY ? add_text_cell(t->out, token) : buf_str(t->out, token);
    return;
  }
  buf_init(&text, t->mem, (size_t)1 << 24);
  json_unescape(token, &text);
  add_text_cell(t->out, buf_view(&text));
  if (text.status != VOX_OK) t->out->status = text.status;
  buf_free(&text);
}

/* ---- Columns ---- */

static void set_column(csv_table *t, const char *name, vox_str token) {
  size_t i = 0;
  while (i < t->columns && strcmp(t->names[i], name) != 0) i++;
  if (i == COLUMNS_MAX) return;
  if (i == t->columns) {
    size_t n = strlen(name);
    memcpy(t->names[i], name, n + 1);
    t->columns++;
  }
  t->cells[i] = token;
}

static bool join(char name[NAME_MAX_], const char *prefix, vox_str key) {
  size_t n = strlen(prefix);
  if (n + key.len + 2 > NAME_MAX_ || key.len < 2) return false;
  memcpy(name, prefix, n);
  if (n) name[n++] = '.';
  memcpy(name + n, key.ptr + 1, key.len - 2);
  name[n + key.len - 2] = 0;
  return true;
}

static bool is_pair(vox_str token) {
  vox_str value;
  size_t n = 0;
  if (json_kind_of(token) != JSON_ARRAY) return false;
  json_walk walk = json_walk_of(token);
  for (; json_next_element(&walk, &value); n++)
    if (json_kind_of(value) != JSON_NUMBER) return false;
  return n == 2;
}

static bool is_list_of_objects(vox_str token) {
  vox_str value;
  if (json_kind_of(token) != JSON_ARRAY) return false;
  json_walk walk = json_walk_of(token);
  return !json_next_element(&walk, &value) || json_kind_of(value) == JSON_OBJECT;
}

static void set_pair(csv_table *t, const char *name, vox_str token) {
  vox_str value;
  char own[NAME_MAX_];
  json_walk walk = json_walk_of(token);
  static const vox_str ends[] = {{"\"low\"", 5}, {"\"high\"", 6}};
  for (int i = 0; i < 2; i++) {
    bool known = json_kind_of(token) == JSON_ARRAY && json_next_element(&walk, &value);
    if (join(own, name, ends[i])) set_column(t, own, known ? value : STR("null"));
  }
}

/* One level of nesting at a time: objects of a report nest at most this deep. */
enum { DEPTH = 4 };

static void set_object(csv_table *t, vox_str object) {
  struct {
    json_walk walk;
    char prefix[NAME_MAX_];
  } stack[DEPTH];
  vox_str key, value;
  int depth = 0;
  stack[0].walk = json_walk_of(object);
  stack[0].prefix[0] = 0;
  while (depth >= 0) {
    char name[NAME_MAX_];
    if (!json_next_member(&stack[depth].walk, &key, &value)) {
      depth--;
      continue;
    }
    if (!join(name, stack[depth].prefix, key)) continue;
    if (json_kind_of(value) == JSON_OBJECT && depth + 1 < DEPTH) {
      depth++;
      stack[depth].walk = json_walk_of(value);
      memcpy(stack[depth].prefix, name, sizeof name);
    } else if (is_pair(value) || json_string_is(key, STR("ci95"))) {
      set_pair(t, name, value);
    } else if (!is_list_of_objects(value)) {
      set_column(t, name, value);
    }
  }
}

/* ---- Rows ---- */

static vox_str member(vox_str object, vox_str name) {
  vox_str key, value, found = {NULL, 0};
  if (!object.len || json_kind_of(object) != JSON_OBJECT) return found;
  json_walk walk = json_walk_of(object);
  while (json_next_member(&walk, &key, &value))
    if (json_string_is(key, name)) found = value;
  return found;
}

static vox_str path_of(vox_str object, const char *path) {
  vox_str rest = str_of(path);
  while (rest.len && object.len) object = member(object, str_cut(&rest, '.'));
  return object;
}

/* Columns of the outer element that name an inner row. */
static void set_keys(csv_table *t, vox_str outer, const char *keys) {
  vox_str rest = str_of(keys);
  while (rest.len) {
    char name[NAME_MAX_], path[NAME_MAX_];
    vox_str key = str_cut(&rest, ' ');
    if (key.len + 8 > NAME_MAX_) return;
    memcpy(path, key.ptr, key.len);
    path[key.len] = 0;
    memcpy(name, "of_", 3);
    memcpy(name + 3, path, key.len + 1);
    set_column(t, name, path_of(outer, path));
  }
}

typedef void (*row_fn)(csv_table *t);

static void print_row(csv_table *t) {
  for (size_t i = 0; i < t->columns; i++) {
    if (i) buf_byte(t->out, ',');
    add_cell(t, t->cells[i]);
  }
  buf_byte(t->out, '\n');
}

static void skip_row(csv_table *t) { (void)t; }

static void visit_row(csv_table *t, vox_str outer, const char *keys, vox_str row, row_fn done) {
  for (size_t i = 0; i < t->columns; i++) t->cells[i] = (vox_str){NULL, 0};
  if (keys) set_keys(t, outer, keys);
  set_object(t, row);
  done(t);
}

static void visit_list(csv_table *t, const table_source *s, vox_str list, row_fn done) {
  vox_str element, row;
  if (!list.len) return;
  if (json_kind_of(list) == JSON_OBJECT) {
    visit_row(t, list, NULL, list, done);
    return;
  }
  if (json_kind_of(list) != JSON_ARRAY) return;
  json_walk walk = json_walk_of(list);
  while (json_next_element(&walk, &element)) {
    if (!s->inner) {
      visit_row(t, element, NULL, element, done);
      continue;
    }
    vox_str inner = member(element, str_of(s->inner));
    if (!inner.len || json_kind_of(inner) != JSON_ARRAY) continue;
    json_walk rows = json_walk_of(inner);
    while (json_next_element(&rows, &row)) visit_row(t, element, s->key, row, done);
  }
}

/* Once to learn the columns, once to print. */
static void add_table(csv_table *t, const table_source *s, vox_str document) {
  vox_str list = path_of(document, s->list);
  visit_list(t, s, list, skip_row);
  if (!t->columns) return;
  for (size_t i = 0; i < t->columns; i++) {
    if (i) buf_byte(t->out, ',');
    buf_text(t->out, t->names[i]);
  }
  buf_byte(t->out, '\n');
  visit_list(t, s, list, print_row);
}

vox_status report_csv(buf *out, const report *r, const char *table, bool bom, vox_error *err) {
  size_t i = 0;
  while (i < TABLE_COUNT && strcmp(tables[i].name, table) != 0) i++;
  if (i == TABLE_COUNT) return fail(err, VOX_ERR_NOT_FOUND, "a report has no such table");
  buf document;
  buf_init(&document, out->mem, out->ceiling);
  csv_table *t = mem_array(out->mem, 1, sizeof *t);
  vox_status status = t ? report_json(&document, r, err) : fail_memory(err);
  if (status == VOX_OK) {
    t->out = out, t->mem = out->mem;
    size_t from = out->len;
    if (bom) buf_text(out, "\xEF\xBB\xBF");
    size_t head = out->len;
    add_table(t, &tables[i], json_token(buf_view(&document)));
    if (out->len == head) out->len = from;
    status = out->status == VOX_OK ? VOX_OK : fail(err, out->status, "the table does not fit into memory");
  }
  buf_free(&document);
  mem_put(out->mem, t, sizeof *t);
  return status;
}
