/* reader.c - see reader.h. Rows; how a reader is opened is in reader_open.c. */
#include "intake/reader_parts.h"
#include "text/utf8.h"

/* ---- From a record to slots --------------------------------------------------------- */

/* The column in which byte `at` of the record lies. */
static vox_str column_at(const reader *r, size_t at) {
  for (size_t i = 0; i < r->records.csv.fields.len && i < r->columns.header.len; i++) {
    if (at <= r->records.csv.fields.ptr[i].end) return r->columns.header.ptr[i];
  }
  return (vox_str){NULL, 0};
}

static vox_status bad_bytes(reader *r, vox_status status, const char *code, size_t at, const char *reason,
                            vox_error *err) {
  records_fail(&r->records, status, code, at, reason, err);
  fail_column(err, column_at(r, at));
  return status;
}

/* Checks on from the row at hand to the window's end at one go, once for each byte. True: the row is sound.
 */
static bool is_checked(reader *r) {
  const source *s = &r->records.source;
  uint64_t end = s->offset + r->records.text_end;
  if (end <= r->checked) return true;
  size_t from = r->checked > s->offset ? (size_t)(r->checked - s->offset) : 0;
  vox_str window = source_window(s);
  window = str_sub(window, from, window.len);
  size_t valid = utf8_valid_prefix(window);
  const char *nul = valid ? memchr(window.ptr, 0, valid) : NULL;
  r->checked = s->offset + from + (nul ? (size_t)(nul - window.ptr) : valid);
  return end <= r->checked;
}

vox_status reader_check_bytes(reader *r, vox_error *err) {
  if (is_checked(r)) return VOX_OK;
  vox_str text = records_text(&r->records);
  size_t valid = utf8_valid_prefix(text);
  if (valid < text.len)
    return bad_bytes(r, VOX_ERR_ENCODING, "bad_utf8", valid, "bytes that are not text in the file's encoding",
                     err);
  const char *nul = memchr(text.ptr, 0, text.len);
  if (!nul) return VOX_OK;
  return bad_bytes(r, VOX_ERR_SYNTAX, "bad_row", (size_t)(nul - text.ptr), "a NUL byte", err);
}

/* Too many cells are a fault unless the surplus is empty; too few are, when a text is among the missing. */
static vox_status check_shape(reader *r, vox_error *err) {
  size_t have = r->records.csv.field_count, want = r->columns.header.len;
  for (size_t i = want; i < have; i++) {
    if (i < r->records.csv.fields.len &&
        r->records.csv.fields.ptr[i].begin == r->records.csv.fields.ptr[i].end)
      continue;
    return fail_row(err, VOX_ERR_SYNTAX, "bad_row", r->records.line, r->records.source.offset,
                    "%zu cells where the header has %zu", have, want);
  }
  for (size_t i = 0; have < want && i < r->columns.text_count; i++) {
    if (r->columns.slots[i].column < have) continue;
    fail_row(err, VOX_ERR_SYNTAX, "bad_row", r->records.line, r->records.source.offset,
             "%zu cells where the header has %zu", have, want);
    fail_column(err, r->columns.slots[i].name);
    return VOX_ERR_SYNTAX;
  }
  return VOX_OK;
}

static void take_cells(reader *r) {
  char *window = records_bytes(&r->records);
  for (size_t i = 0; i < r->columns.slot_count; i++) {
    size_t column = r->columns.slots[i].column;
    bool there = column < r->records.csv.fields.len;
    r->values[i] = (cell){there ? csv_text(&r->records.csv, window, column) : (vox_str){NULL, 0}, false};
  }
}

/* A row of totals under a table, which may be shorter than the others. */
static bool is_total(reader *r) {
  return row_is_total(&r->maker, csv_text(&r->records.csv, records_bytes(&r->records), 0), r->values);
}

static vox_status read_fields(reader *r, bool *total, vox_error *err) {
  vox_status status = reader_check_bytes(r, err);
  if (status != VOX_OK) return status;
  take_cells(r);
  *total = is_total(r);
  return *total ? VOX_OK : check_shape(r, err);
}

static vox_status read_object(reader *r, vox_error *err) {
  json_fault fault;
  size_t slot;
  vox_status status =
      jsonl_read(&r->columns, records_text(&r->records), r->values, &r->scratch, &fault, &slot);
  if (status == VOX_OK) return VOX_OK;
  if (status == VOX_ERR_MEMORY) return fail_memory(err);
  records_fail(&r->records, status, fault.code, fault.offset, fault.reason, err);
  if (slot != NO_COLUMN) fail_column(err, r->columns.slots[slot].name);
  return status;
}

/* A plain line: all of it is the text. */
static vox_status read_line(reader *r, vox_error *err) {
  vox_status status = reader_check_bytes(r, err);
  r->values[0] = (cell){records_text(&r->records), false};
  return status;
}

static vox_status read_record(reader *r, bool *total, vox_error *err) {
  *total = false;
  switch (r->format) {
  case VOX_FORMAT_NDJSON:
    return read_object(r, err);
  case VOX_FORMAT_LINES:
    return read_line(r, err);
  default:
    return read_fields(r, total, err);
  }
}

static bool is_row_error(vox_status status) {
  return status == VOX_ERR_SYNTAX || status == VOX_ERR_ENCODING || status == VOX_ERR_LIMIT;
}

static vox_status next_row(reader *r, vox_error *err) {
  vox_status status;
  bool total = false;
  do {
    status = records_next(&r->records, err);
    if (status == VOX_OK) status = read_record(r, &total, err);
  } while (status == VOX_OK && total);
  return status;
}

/* Does the row at hand pass the filters? Counts it if not. */
static bool is_wanted(reader *r) {
  row_read_date(&r->maker, r->values);
  if (!where_holds(&r->where, r->values + r->columns.filters)) return r->dropped_where++, false;
  const char *day = r->maker.date;
  bool early = *r->since && (!r->maker.dated || memcmp(day, r->since, 10) < 0);
  bool late = *r->until && (!r->maker.dated || memcmp(day, r->until, 10) > 0);
  r->dropped_date += early || late;
  return !early && !late;
}

/* Nothing can be read after this: the end, or an error that is not a row's. */
static vox_status end_reading(reader *r, vox_status status, const vox_error *why, vox_error *err) {
  vox_error final = *why;
  final.status = status;
  r->final = final;
  if (err && status != VOX_DONE) *err = r->final;
  return status;
}

vox_status reader_next(reader *r, vox_row *row, vox_error *err) {
  vox_error local;
  local.status = VOX_OK;
  if (r->final.status != VOX_OK) return end_reading(r, r->final.status, &r->final, err);
  vox_status status;
  do {
    status = next_row(r, &local);
    if (status != VOX_OK && !is_row_error(status)) return end_reading(r, status, &local, err);
    r->number++;
  } while (status == VOX_OK && !is_wanted(r));
  if (status != VOX_OK) {
    r->bad++;
    if (err) *err = local;
    return status;
  }
  row_make(&r->maker, r->values, row);
  row->number = r->number;
  row->line = r->records.line;
  row->offset = r->records.source.offset;
  r->rows++;
  return VOX_OK;
}

void reader_info(const reader *r, vox_reader_info *info) {
  *info = r->maker.counts;
  info->format = r->format;
  info->encoding = encoding_name(r->records.source.encoding == ENCODING_UNKNOWN ? ENCODING_UTF8
                                                                                : r->records.source.encoding);
  info->encoding_reason = r->records.source.reason;
  if (r->records.source.encoding == ENCODING_UNKNOWN && r->records.source.ended)
    info->encoding_reason = "only ASCII";
  info->dropped_where = r->dropped_where;
  info->dropped_date = r->dropped_date;
  info->rows = r->rows;
  info->bad = r->bad;
}

void reader_input(const reader *r, vox_input *input) {
  static const char *const packings[] = {
      [PACKING_UNKNOWN] = NULL, [PACKING_NONE] = NULL, [PACKING_GZIP] = "gzip", [PACKING_ZSTD] = "zstd"};
  *input = r->input;
  input->format = r->format;
  input->packing = packings[r->records.source.unpack.packing];
  input->columns = r->columns.told;
  input->column_count = r->columns.header.len;
  input->problem = r->problem.message[0] ? r->problem.message : NULL;
}

void reader_free(reader *r) {
  if (!r) return;
  buf_free(&r->scratch);
  where_free(&r->where, &r->mem);
  columns_free(&r->columns);
  records_free(&r->records);
  mem m = r->mem;
  mem_put(&m, r, sizeof *r);
}
