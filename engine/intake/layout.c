/* layout.c - see layout.h. */
#include "intake/layout.h"

#define ROWS       40u /* are looked at */
#define ROWS_ABOVE 20u /* at most stand above a header */

/* The shape of one of the first rows. */
typedef struct row_shape {
  size_t fields, filled;
  uint64_t holes; /* the empty ones among the first 64 cells */
  bool named;     /* one cell is the name that is known */
  bool import_id; /* a cell of Qualtrics' third row */
  bool answers;   /* cells of SurveyMonkey's second row */
} row_shape;

typedef struct sample {
  row_shape rows[ROWS];
  size_t len;
} sample;

static bool same_word(vox_str a, const char *word) {
  vox_str b = str_of(word);
  for (size_t i = 0; i < a.len && a.len == b.len; i++) {
    char c = a.ptr[i];
    if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != b.ptr[i]) return false;
  }
  return a.len == b.len;
}

bool layout_is_plain_answer(vox_str cell) {
  static const char *const words[] = {"",     "response", "open-ended response", "开放式回答", "开放式答复",
                                      "答复", "回答"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (same_word(str_trim(cell), words[i])) return true;
  }
  return false;
}

/* A cell as it stands in the head, doubled quotes and all. */
static vox_str cell_at(const csv *c, vox_str row, size_t i) {
  csv_field f = c->fields.ptr[i];
  return str_trim(str_sub(row, f.begin, f.end));
}

static bool is_import_id(vox_str cell) {
  return str_starts(cell, STR("{\"ImportId\"")) || str_starts(cell, STR("\"{\"\"ImportId\"\"")) ||
         str_starts(cell, STR("{'ImportId'"));
}

static row_shape shape_of(const csv *c, vox_str row, vox_str name) {
  row_shape s = {c->field_count, 0, 0, false, false, false};
  for (size_t i = 0; i < c->fields.len; i++) {
    vox_str cell = cell_at(c, row, i);
    s.filled += cell.len > 0;
    if (!cell.len && i < 64) s.holes |= (uint64_t)1 << i;
    s.named = s.named || (name.len && str_eq(cell, name));
    s.import_id = s.import_id || is_import_id(cell);
    s.answers = s.answers || (cell.len && layout_is_plain_answer(cell));
  }
  return s;
}

/* The first rows as `dialect` cuts them. False: memory ended. */
static bool take_sample(sample *s, mem *m, vox_str head, bool whole, csv_dialect dialect, vox_str name) {
  csv c;
  csv_init(&c, m, dialect);
  csv_step step = CSV_ROW;
  s->len = 0;
  while (s->len < ROWS && (step = csv_next(&c, head, whole)) == CSV_ROW) {
    if (c.text_end || c.field_count > 1) s->rows[s->len++] = shape_of(&c, head, name);
    head = str_sub(head, c.used, head.len);
  }
  csv_free(&c);
  return step != CSV_MEMORY;
}

/* The number of fields that most rows have; `*rows`: how many have it. */
static size_t common_width(const sample *s, size_t *rows) {
  size_t best = 0;
  *rows = 0;
  for (size_t i = 0; i < s->len; i++) {
    size_t count = 0;
    for (size_t j = 0; j < s->len; j++) count += s->rows[j].fields == s->rows[i].fields;
    if (count > *rows || (count == *rows && s->rows[i].fields > best))
      *rows = count, best = s->rows[i].fields;
  }
  return best;
}

/* How well a delimiter fits: rows of the same width, and of more than one field. */
static size_t fitness(const sample *s) {
  size_t rows, width = common_width(s, &rows);
  bool named = false;
  for (size_t i = 0; i < s->len && i < ROWS_ABOVE; i++) named = named || (s->rows[i].named && width > 1);
  size_t columns = width > 9 ? 8 : width ? width - 1 : 0;
  return s->len ? rows * 1000 / s->len * columns + (named ? 1000000 : 0) : 0;
}

/* The row with Qualtrics' import ids among the first; 0: none. */
static size_t import_row(const sample *s) {
  for (size_t i = 1; i < s->len && i <= ROWS_ABOVE; i++) {
    if (s->rows[i].import_id) return i;
  }
  return 0;
}

/* A second row of answers to the questions of the first. */
static bool has_answers(const sample *s, size_t header) {
  if (header + 1 >= s->len) return false;
  row_shape first = s->rows[header], second = s->rows[header + 1];
  bool full = first.filled == first.fields && second.filled == first.fields;
  if (second.fields != first.fields || full) return false;
  /* Nothing under the id, and a name under every cell without one. */
  bool fills = first.holes && !(first.holes & second.holes) && (second.holes & 1);
  return second.answers || fills;
}

/* The row that holds the names: the first that has the known one, or cells enough to be a header. */
static size_t find_header(const sample *s) {
  size_t rows, width = common_width(s, &rows), need = width >= 4 ? 3 : width >= 2 ? 2 : 1;
  for (size_t i = 0; i < s->len && i <= ROWS_ABOVE; i++) {
    if (s->rows[i].named) return i && has_answers(s, i - 1) ? i - 1 : i;
  }
  for (size_t i = 0; i < s->len && i <= ROWS_ABOVE; i++) {
    if (s->rows[i].filled >= need && s->rows[i].fields + 1 >= width) return i;
  }
  return 0;
}

static void find_rows(layout *l, const sample *s) {
  size_t import = import_row(s);
  if (import) {
    l->kind = HEADER_QUALTRICS;
    l->header_rows = import >= 2 ? 3 : 2;
    l->above = import + 1 - l->header_rows;
    return;
  }
  l->above = find_header(s);
  if (!has_answers(s, l->above)) return;
  l->kind = HEADER_SURVEYMONKEY;
  l->header_rows = 2;
}

/* "sep=;" alone on the first line. */
static char sep_line(vox_str head) {
  vox_str line = str_trim(str_cut(&head, '\n'));
  if (str_starts(line, STR("\"")) && line.len == 7) line = str_sub(line, 1, 6);
  return line.len == 5 && same_word(str_sub(line, 0, 4), "sep=") ? line.ptr[4] : 0;
}

bool layout_find(layout *l, mem *m, vox_str head, bool whole, csv_dialect dialect, const char *delimiters,
                 vox_str name) {
  *l = (layout){dialect, 0, 1, HEADER_SINGLE};
  char said[2] = {delimiters[1] ? sep_line(head) : 0, 0};
  bool has_sep = said[0] != 0;
  if (has_sep) {
    delimiters = said;
    str_cut(&head, '\n');
  }
  sample now, best = {.len = 0};
  size_t best_fit = 0;
  for (const char *d = delimiters; *d; d++) {
    dialect.delimiter = *d;
    if (!take_sample(&now, m, head, whole, dialect, name)) return false;
    size_t fit = fitness(&now);
    if (d != delimiters && fit <= best_fit) continue;
    best = now, best_fit = fit;
    l->dialect.delimiter = *d;
  }
  find_rows(l, &best);
  l->above += has_sep;
  return true;
}
