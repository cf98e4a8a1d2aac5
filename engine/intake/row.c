/* row.c - see row.h. */
#include "intake/row.h"
#include "intake/cell_text.h"

vox_status row_maker_init(row_maker *m, const columns *c, arena *memory, vox_error *err) {
  m->columns = c;
  m->cells = arena_array(memory, c->text_count, sizeof *m->cells);
  m->segments = arena_array(memory, c->segment_count, sizeof *m->segments);
  m->keep = arena_array(memory, c->keep_count, sizeof *m->keep);
  return m->cells && m->segments && m->keep ? VOX_OK : fail_memory(err);
}

bool row_is_total(const row_maker *m, vox_str first, const cell *values) {
  static const char *const words[] = {"合计", "总计", "总和",  "小计", "平均",    "合計",
                                      "總計", "小計", "total", "sum",  "average", "mean"};
  if (first.len == 0 || first.len > 32) return false;
  for (size_t i = 0; i < m->columns->text_count; i++) {
    if (!cell_is_blank(values[i].text)) return false;
  }
  cell_text t;
  cell_text_of(&t, first);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    vox_str word = str_of(words[i]);
    size_t len = word.ptr[0] & 0x80 ? word.len / 3 : word.len;
    if (cell_text_has(&t, 0, words[i]) && (t.cp[len] == 0 || t.cp[len] == ':')) return true;
  }
  return false;
}

static size_t make_cells(row_maker *m, const cell *values) {
  const columns *c = m->columns;
  size_t n = 0;
  for (size_t i = 0; i < c->text_count; i++) {
    if (cell_is_blank(values[i].text)) continue;
    vox_str question = c->text_count > 1 ? c->slots[i].name : (vox_str){NULL, 0};
    m->cells[n++] = (vox_cell){question, c->slots[i].role, values[i].text};
  }
  return n;
}

static void make_fields(vox_field *fields, size_t count, const column_slot *slots, const cell *values) {
  for (size_t i = 0; i < count; i++)
    fields[i] = (vox_field){slots[i].name, values[i].text, values[i].is_json};
}

static void make_score(const score_scale *scale, vox_str value, vox_row *row, vox_reader_info *counts) {
  switch (score_cell_read(value, scale, &row->score_centi)) {
  case SCORE_READ:
    row->has_score = 1;
    break;
  case SCORE_EMPTY:
    counts->score_empty++;
    break;
  case SCORE_OUT_OF_RANGE:
    counts->score_out_of_range++;
    break;
  case SCORE_NOT_WHOLE:
    counts->score_not_whole++;
    break;
  case SCORE_UNREADABLE:
    counts->score_unreadable++;
    break;
  }
}

/* The score decides; a name that says otherwise is flagged. */
static void make_group(const score_scale *scale, vox_str name, vox_row *row, vox_reader_info *counts) {
  if (!scale->is_nps) return;
  vox_group named = score_group_named(name);
  row->group = row->has_score ? score_group(row->score_centi) : named;
  if (named == VOX_GROUP_NONE || named == row->group) return;
  row->flags |= VOX_ROW_GROUP_CONFLICT;
  counts->group_conflicts++;
}

void row_judge(const score_scale *scale, const vox_str *score, vox_str group_name, vox_row *row,
               vox_reader_info *counts) {
  if (score) make_score(scale, *score, row, counts);
  make_group(scale, group_name, row, counts);
}

void row_read_date(row_maker *m, const cell *values) {
  vox_str value = values[m->columns->date].text;
  m->dated = dates_read(value, m->order, m->date);
}

void row_make(row_maker *m, const cell *values, vox_row *row) {
  const columns *c = m->columns;
  const cell *segments = values + c->text_count, *keep = segments + c->segment_count;
  memset(row, 0, sizeof *row);
  row->id = (vox_field){{NULL, 0}, values[c->id].text, values[c->id].is_json};
  row->cells = m->cells;
  row->cell_count = make_cells(m, values);
  row_judge(&m->scale, c->slots[c->score].name.len ? &values[c->score].text : NULL,
            values[c->group_name].text, row, &m->counts);
  if (m->dated) row->date = (vox_str){m->date, 10};
  m->counts.date_unreadable += !m->dated && !cell_is_blank(values[c->date].text);
  make_fields(m->segments, c->segment_count, c->slots + c->text_count, segments);
  make_fields(m->keep, c->keep_count, c->slots + c->text_count + c->segment_count, keep);
  row->segments = m->segments;
  row->segment_count = c->segment_count;
  row->keep = m->keep;
  row->keep_count = c->keep_count;
}
