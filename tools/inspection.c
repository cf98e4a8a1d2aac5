/* inspection.c - the command line that repeats a reading, and the page in JSON; see inspection.h. */
#include "inspection.h"
#include "safe_text.h"
#include <string.h>

const char *name_of_format(vox_format format) {
  static const char *const names[] = {"auto", "csv", "tsv", "ndjson", "lines"};
  return names[format];
}

const char *name_of_use(vox_use use) {
  static const char *const names[] = {"-", "id", "comment", "score", "group name", "date", "segment", "kept"};
  return names[use];
}

const char *name_of_role(vox_role role) {
  static const char *const names[] = {"other", "reason_neg", "reason_pos", "suggestion", "expectation"};
  return names[role];
}

/* ---- The command line ---- */

static vox_str str(const char *text) { return (vox_str){text, text ? strlen(text) : 0}; }

static void add_option(bytes *b, const char *name, vox_str value) {
  if (!value.len) return;
  safe_format(b, " %s ", name);
  safe_add_shell(b, value);
}

static void add_list(bytes *b, const char *name, const opt_list *list) {
  for (size_t i = 0; i < list->count; i++) add_option(b, name, str(list->items[i]));
}

static void add_column(bytes *b, const vox_column *column) {
  static const char *const options[] = {
      [VOX_USE_ID] = "--id-column",       [VOX_USE_TEXT] = "--text-column",
      [VOX_USE_SCORE] = "--score-column", [VOX_USE_GROUP_NAME] = "--group-name-column",
      [VOX_USE_DATE] = "--date-column",   [VOX_USE_KEEP] = NULL};
  if (column->use == VOX_USE_NONE || !options[column->use] || !column->name.len) return;
  if (column->use != VOX_USE_TEXT || column->role == VOX_ROLE_OTHER) {
    add_option(b, options[column->use], column->name);
    return;
  }
  bytes spec = {0};
  bytes_add(&spec, column->name.ptr, column->name.len);
  safe_format(&spec, ":%s", name_of_role(column->role));
  add_option(b, "--question", (vox_str){spec.ptr, spec.len});
  bytes_free(&spec);
}

static int has_use(const inspection *i, vox_use use) {
  for (size_t k = 0; k < i->input.column_count; k++)
    if (i->input.columns[k].use == use) return 1;
  return 0;
}

void inspection_command(bytes *b, const inspection *i) {
  const input_options *in = i->in;
  safe_text(b, "voxpop score ");
  safe_add_shell(b, str(i->path));
  if (i->is_workbook)
    safe_text(b, " --format xlsx"), in->sheet ? add_option(b, "--sheet", str(in->sheet)) : (void)0;
  else
    safe_format(b, " --format %s --encoding %s", name_of_format(i->input.format), i->info.encoding);
  if (in->tsv_quotes) safe_text(b, " --tsv-quotes");
  for (size_t k = 0; k < i->input.column_count && i->input.format != VOX_FORMAT_LINES; k++)
    add_column(b, &i->input.columns[k]);
  if (has_use(i, VOX_USE_SCORE))
    add_option(b, "--score-scale", str(in->score_scale ? in->score_scale : "nps"));
  if (i->input.date_order) add_option(b, "--date-order", str(i->input.date_order));
  add_list(b, "--pack", &in->packs);
  add_list(b, "--segment-column", &in->segment_columns);
  add_list(b, "--keep", &in->keep_columns);
  add_option(b, "--where", str(in->where));
  add_option(b, "--since", str(in->since));
  add_option(b, "--until", str(in->until));
}

/* ---- JSON ---- */

static void add_key(bytes *b, const char *key) {
  if (b->len && b->ptr[b->len - 1] != '{' && b->ptr[b->len - 1] != '[') bytes_add(b, ",", 1);
  safe_add_json(b, str(key));
  bytes_add(b, ":", 1);
}

static void add_text(bytes *b, const char *key, const char *text) {
  add_key(b, key);
  if (text)
    safe_add_json(b, str(text));
  else
    safe_text(b, "null");
}

static void add_number(bytes *b, const char *key, uint64_t n) {
  add_key(b, key);
  safe_format(b, "%llu", (unsigned long long)n);
}

static void add_char(bytes *b, const char *key, char c) {
  char text[2] = {c, 0};
  add_text(b, key, c ? text : NULL);
}

static void add_json_column(bytes *b, const vox_column *c) {
  safe_text(b, b->ptr[b->len - 1] == '[' ? "{" : ",{");
  add_key(b, "name");
  safe_add_json(b, c->name);
  add_text(b, "use", c->use == VOX_USE_NONE ? NULL : name_of_use(c->use));
  add_text(b, "role", c->use == VOX_USE_TEXT ? name_of_role(c->role) : NULL);
  add_key(b, "guessed");
  safe_text(b, c->guessed ? "true" : "false");
  add_text(b, "reason", c->reason);
  add_key(b, "fits_segment");
  safe_text(b, c->fits_segment ? "true" : "false");
  add_number(b, "sampled", c->sampled);
  add_number(b, "filled", c->filled);
  add_number(b, "distinct", c->distinct);
  safe_text(b, "}");
}

static void add_value(bytes *b, const char *key, vox_str value) {
  add_key(b, key);
  if (value.len)
    safe_add_json(b, value);
  else
    safe_text(b, "null");
}

static void add_json_row(bytes *b, const vox_row *row) {
  safe_text(b, b->ptr[b->len - 1] == '[' ? "{" : ",{");
  add_number(b, "row", row->number);
  add_number(b, "line", row->line);
  add_value(b, "id", row->id.value);
  add_key(b, "score");
  if (row->has_score)
    safe_format(b, "%s%d.%02d", row->score_centi < 0 ? "-" : "",
                (row->score_centi < 0 ? -1 : 1) * row->score_centi / 100,
                (row->score_centi < 0 ? -1 : 1) * row->score_centi % 100);
  else
    safe_text(b, "null");
  add_value(b, "date", row->date);
  add_key(b, "comments");
  safe_text(b, "[");
  for (size_t i = 0; i < row->cell_count; i++) {
    if (i) safe_text(b, ",");
    safe_add_json(b, row->cells[i].text);
  }
  safe_text(b, "]}");
}

static void add_counts(bytes *b, const inspection *i) {
  const vox_reader_info *n = &i->info;
  const struct {
    const char *key;
    uint64_t n;
  } counts[] = {{"rows", n->rows},
                {"bad", n->bad},
                {"dropped_where", n->dropped_where},
                {"dropped_date", n->dropped_date},
                {"rows_without_comment", i->empty},
                {"comments", i->comments},
                {"non_answers", i->non_answers},
                {"scored", i->scored},
                {"score_empty", n->score_empty},
                {"score_out_of_range", n->score_out_of_range},
                {"score_not_whole", n->score_not_whole},
                {"score_unreadable", n->score_unreadable},
                {"group_conflicts", n->group_conflicts},
                {"dated", i->dated},
                {"date_unreadable", n->date_unreadable}};
  for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) add_number(b, counts[k].key, counts[k].n);
}

void inspection_print_json(bytes *b, const inspection *i) {
  bytes line = {0};
  safe_text(b, "{");
  add_text(b, "file", i->path);
  add_text(b, "format", i->is_workbook ? "xlsx" : name_of_format(i->input.format));
  add_text(b, "packing", i->input.packing);
  add_text(b, "encoding", i->info.encoding);
  add_text(b, "encoding_reason", i->info.encoding_reason);
  add_char(b, "delimiter", i->input.delimiter);
  add_char(b, "quote", i->input.quote);
  add_number(b, "header_line", i->input.header_line);
  add_number(b, "header_rows", i->input.header_rows);
  add_text(b, "date_order", i->input.date_order);
  add_text(b, "problem", i->input.problem);
  add_key(b, "columns");
  safe_text(b, "[");
  for (size_t k = 0; k < i->input.column_count; k++) add_json_column(b, &i->input.columns[k]);
  safe_text(b, "]");
  add_counts(b, i);
  add_text(b, "pack", i->pack);
  add_text(b, "non_answers_by", i->by_lexicon ? "lexicon" : "rule");
  add_key(b, "first_rows");
  safe_text(b, "[");
  for (size_t k = 0; k < i->first.count; k++) add_json_row(b, &rows_at(&i->first, k)->row);
  safe_text(b, "]");
  if (!i->input.problem) inspection_command(&line, i);
  add_value(b, "command", (vox_str){line.ptr, line.len});
  safe_text(b, "}\n");
  bytes_free(&line);
}
