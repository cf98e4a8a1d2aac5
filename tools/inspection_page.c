/* inspection_page.c - what was found out about a file as a page to read; see inspection.h. */
#include "inspection.h"
#include "safe_text.h"
#include <string.h>

enum { NAME_WIDTH = 24, TEXT_WIDTH = 60 };

/* Fills up with spaces to `width` columns behind what stands from `from` on. */
static void pad(bytes *b, size_t from, size_t width) {
  size_t used = vox_text_width((vox_str){b->ptr + from, b->len - from});
  do bytes_add(b, " ", 1);
  while (++used < width);
}

static void add_label(bytes *b, const char *label) { safe_format(b, "  %-12s", label); }

static void add_format(bytes *b, const vox_input *in) {
  static const char *const names[] = {"", "CSV", "TSV", "JSON, an object a row",
                                      "plain lines, a comment each"};
  add_label(b, "format");
  safe_text(b, names[in->format]);
  if (in->delimiter) {
    safe_text(b, ", delimiter \"");
    safe_add(b, (vox_str){&in->delimiter, 1}, 0);
    safe_text(b, in->quote ? "\", quote " : "\", no quoting");
    if (in->quote) bytes_add(b, &in->quote, 1);
  }
  if (in->packing) safe_format(b, ", packed by %s", in->packing);
  safe_text(b, "\n");
}

static void add_header(bytes *b, const vox_input *in) {
  if (!in->header_line) return;
  add_label(b, "header");
  safe_format(b, "line %llu", (unsigned long long)in->header_line);
  if (in->header_rows > 1) safe_format(b, ", %u rows", in->header_rows);
  safe_text(b, "\n");
}

static void add_column(bytes *b, size_t number, const vox_column *c) {
  safe_format(b, "  %4zu  ", number);
  size_t from = b->len;
  safe_add(b, c->name, NAME_WIDTH);
  pad(b, from, NAME_WIDTH + 5);
  safe_format(b, "%-10s  ", name_of_use(c->use));
  safe_text(b, c->reason ? c->reason : "");
  if (c->use == VOX_USE_TEXT && c->role != VOX_ROLE_OTHER)
    safe_format(b, "; asks for %s", name_of_role(c->role));
  if (c->sampled)
    safe_format(b, "; %u of the first %u filled, %u different", c->filled, c->sampled, c->distinct);
  safe_text(b, "\n");
}

static void add_count(bytes *b, const char *what, uint64_t n) {
  if (n) safe_format(b, ", %llu %s", (unsigned long long)n, what);
}

static void add_rows(bytes *b, const inspection *i) {
  const vox_reader_info *n = &i->info;
  add_label(b, "rows");
  safe_format(b, "%llu", (unsigned long long)n->rows);
  add_count(b, "bad", n->bad);
  add_count(b, "dropped by --where", n->dropped_where);
  add_count(b, "dropped by --since and --until", n->dropped_date);
  add_count(b, "without a comment", i->empty);
  safe_text(b, "\n");
  add_label(b, "scores");
  safe_format(b, "%llu", (unsigned long long)i->scored);
  add_count(b, "empty", n->score_empty);
  add_count(b, "out of range", n->score_out_of_range);
  add_count(b, "not whole", n->score_not_whole);
  add_count(b, "unreadable", n->score_unreadable);
  add_count(b, "against the group's name", n->group_conflicts);
  safe_text(b, "\n");
  add_label(b, "days");
  safe_format(b, "%llu", (unsigned long long)i->dated);
  add_count(b, "unreadable", n->date_unreadable);
  if (i->input.date_order)
    safe_text(b, strcmp(i->input.date_order, "dmy") == 0 ? ", day before month" : ", month before day");
  safe_text(b, "\n");
}

static void add_answers(bytes *b, const inspection *i) {
  uint64_t all = i->comments ? i->comments : 1, tenths = (i->non_answers * 1000 + all / 2) / all;
  add_label(b, "comments");
  safe_format(b, "%llu, of these %llu (%llu.%llu%%) say nothing, told by %s\n",
              (unsigned long long)i->comments, (unsigned long long)i->non_answers,
              (unsigned long long)(tenths / 10), (unsigned long long)(tenths % 10),
              i->by_lexicon ? "the lexicon" : "a short rule (no lexicon found)");
}

static void add_row(bytes *b, const vox_row *row) {
  safe_format(b, "  %4llu  ", (unsigned long long)row->number);
  if (row->id.value.len) safe_add(b, row->id.value, NAME_WIDTH), safe_text(b, "  ");
  int32_t centi = row->score_centi < 0 ? -row->score_centi : row->score_centi;
  if (row->has_score) safe_format(b, "score %s%d", row->score_centi < 0 ? "-" : "", centi / 100);
  if (row->has_score && centi % 100) safe_format(b, ".%02d", centi % 100);
  if (row->has_score) safe_text(b, "  ");
  if (row->date.len) safe_add(b, row->date, 0), safe_text(b, "  ");
  for (size_t i = 0; i < row->cell_count; i++) {
    if (i) safe_text(b, " | ");
    if (row->cells[i].question.len) safe_add(b, row->cells[i].question, NAME_WIDTH), safe_text(b, ": ");
    safe_add(b, row->cells[i].text, TEXT_WIDTH);
  }
  safe_text(b, "\n");
}

static void add_segments(bytes *b, const inspection *i) {
  int any = 0;
  for (size_t k = 0; k < i->input.column_count; k++) {
    const vox_column *c = &i->input.columns[k];
    if (!c->fits_segment || !c->name.len) continue;
    if (!any) add_label(b, "to group by");
    any = 1;
    safe_text(b, " --segment-column ");
    safe_add_shell(b, c->name);
  }
  if (any) safe_text(b, "\n");
}

void inspection_print(bytes *b, const inspection *i) {
  safe_add(b, (vox_str){i->path, strlen(i->path)}, 0);
  safe_text(b, "\n");
  if (i->is_workbook)
    add_label(b, "format"), safe_text(b, "a sheet of a workbook\n");
  else
    add_format(b, &i->input);
  add_label(b, "encoding");
  safe_format(b, "%s: %s\n", i->info.encoding, i->info.encoding_reason);
  add_header(b, &i->input);
  if (i->input.problem) {
    add_label(b, "problem");
    safe_add(b, (vox_str){i->input.problem, strlen(i->input.problem)}, 0);
    safe_text(b, "\n");
  }
  for (size_t k = 0; k < i->input.column_count; k++) add_column(b, k + 1, &i->input.columns[k]);
  add_rows(b, i);
  add_answers(b, i);
  if (i->pack) {
    add_label(b, "pack");
    safe_format(b, "--pack %s fits: words of it in %u%% of the first comments\n", i->pack, i->pack_percent);
  }
  for (size_t k = 0; k < i->first.count; k++) add_row(b, &rows_at(&i->first, k)->row);
  add_segments(b, i);
  if (i->input.problem) return;
  add_label(b, "to repeat");
  inspection_command(b, i);
  safe_text(b, "\n");
}
