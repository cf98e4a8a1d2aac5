/* reader.c - see reader.h. */
#include "intake/reader.h"
#include "intake/csv.h"
#include "intake/format.h"
#include "intake/row.h"
#include "intake/source.h"
#include "text/utf8.h"

#define HEAD        ((size_t)64 << 10) /* of the text is looked at before the first row is given out */
#define HEAD_LINES  1000u              /* of NDJSON are looked at for keys */
#define RECORD      ((size_t)4 << 20)
#define RECORD_MOST ((size_t)1 << 30)

struct reader {
  mem mem;
  source source;
  csv csv;
  columns columns;
  row_maker maker;
  cell *values;
  buf scratch;
  vox_format format;
  size_t max_record;
  size_t pending;  /* bytes of the row given out last: they are let go at the next call */
  uint64_t number; /* of the last row */
  uint64_t line, next_line;
  uint64_t rows, bad;
  vox_error final; /* what ended the reading */
};

/* ---- One record of the scanner --------------------------------------------------- */

/* The part of the window that the scanner may see: one record of the greatest length and its line end. What
 * the scanner says then depends on the text alone, not on how it was read. */
static vox_str visible(const reader *r) {
  vox_str window = source_window(&r->source);
  if (window.len > r->max_record + 2) window.len = r->max_record + 2;
  return window;
}

static bool is_last(const reader *r, vox_str window) {
  return r->source.ended && window.len == r->source.end - r->source.begin;
}

static void let_go(reader *r) {
  source_skip(&r->source, r->pending);
  r->pending = 0;
  r->line = r->next_line;
}

static void take(reader *r, size_t bytes, uint64_t lines) {
  r->pending = bytes;
  r->next_line = r->line + lines;
}

/* An error of the row at hand, which begins at the window's beginning. */
static vox_status bad_row(reader *r, vox_status status, const char *code, size_t at, const char *reason,
                          vox_error *err) {
  return fail_row(err, status, code, r->line, r->source.offset + at, "%s", reason);
}

/* The record is longer than the limit: its end is looked for, the rest is read over. */
static vox_status skip_long(reader *r, vox_error *err) {
  uint64_t line = r->line, offset = r->source.offset;
  csv_step step = CSV_MORE;
  while (step == CSV_MORE) {
    size_t seen = r->csv.at;
    csv_drop(&r->csv);
    source_skip(&r->source, seen);
    vox_status status = source_want(&r->source, 1, err);
    if (status != VOX_OK) return status;
    if (visible(r).len < 2) status = source_more(&r->source, err); /* a CR waits for the byte behind it */
    if (status != VOX_OK) return status;
    vox_str window = visible(r);
    step = csv_next(&r->csv, window, is_last(r, window));
  }
  if (step == CSV_MEMORY) return fail_memory(err);
  take(r, step == CSV_ROW ? r->csv.used : visible(r).len, step == CSV_ROW ? r->csv.lines : 1);
  return fail_row(err, VOX_ERR_LIMIT, "too_long", line, offset, "a row longer than %zu bytes", r->max_record);
}

/* A quote that is not closed within the limit: the row is given up at the end of its first line, so that one
 * stray quote does not swallow the rest of the file. */
static vox_status too_long(reader *r, vox_error *err) {
  vox_str window = visible(r);
  bool last = is_last(r, window), open = csv_is_open(&r->csv);
  if (!open || !csv_give_up(&r->csv, window, last)) return skip_long(r, err);
  take(r, r->csv.used, 1);
  return bad_row(r, VOX_ERR_SYNTAX, "bad_row", 0, "a quote is never closed", err);
}

/* The next record that is not blank: VOX_OK, VOX_DONE, or the error of a row or of the reading. */
static vox_status next_record(reader *r, vox_error *err) {
  for (;;) {
    vox_str window = visible(r);
    vox_status status;
    switch (csv_next(&r->csv, window, is_last(r, window))) {
    case CSV_ROW:
      take(r, r->csv.used, r->csv.lines);
      if (r->csv.text_end > r->max_record) {
        return fail_row(err, VOX_ERR_LIMIT, "too_long", r->line, r->source.offset,
                        "a row longer than %zu bytes", r->max_record);
      }
      if (r->csv.text_end || r->csv.field_count > 1) return VOX_OK;
      let_go(r);
      break;
    case CSV_MORE:
      if (window.len > r->max_record + 1) return too_long(r, err);
      status = source_more(&r->source, err);
      if (status != VOX_OK) return status;
      break;
    case CSV_OPEN:
      return too_long(r, err);
    case CSV_END:
      return VOX_DONE;
    case CSV_MEMORY:
      return fail_memory(err);
    }
  }
}

static vox_str record_text(const reader *r) { return str_sub(source_window(&r->source), 0, r->csv.text_end); }

/* ---- From a record to slots --------------------------------------------------------- */

/* The column in which byte `at` of the record lies. */
static vox_str column_at(const reader *r, size_t at) {
  for (size_t i = 0; i < r->csv.fields.len && i < r->columns.header.len; i++) {
    if (at <= r->csv.fields.ptr[i].end) return r->columns.header.ptr[i];
  }
  return (vox_str){NULL, 0};
}

static vox_status bad_bytes(reader *r, vox_status status, const char *code, size_t at, const char *reason,
                            vox_error *err) {
  bad_row(r, status, code, at, reason, err);
  fail_column(err, column_at(r, at));
  return status;
}

static vox_status check_bytes(reader *r, vox_error *err) {
  vox_str text = record_text(r);
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
  size_t have = r->csv.field_count, want = r->columns.header.len;
  for (size_t i = want; i < have; i++) {
    if (i < r->csv.fields.len && r->csv.fields.ptr[i].begin == r->csv.fields.ptr[i].end) continue;
    return fail_row(err, VOX_ERR_SYNTAX, "bad_row", r->line, r->source.offset,
                    "%zu cells where the header has %zu", have, want);
  }
  for (size_t i = 0; have < want && i < r->columns.text_count; i++) {
    if (r->columns.slots[i].column < have) continue;
    fail_row(err, VOX_ERR_SYNTAX, "bad_row", r->line, r->source.offset, "%zu cells where the header has %zu",
             have, want);
    fail_column(err, r->columns.slots[i].name);
    return VOX_ERR_SYNTAX;
  }
  return VOX_OK;
}

static vox_status read_fields(reader *r, vox_error *err) {
  vox_status status = check_bytes(r, err);
  if (status == VOX_OK) status = check_shape(r, err);
  if (status != VOX_OK) return status;
  char *window = r->source.ptr + r->source.begin;
  for (size_t i = 0; i < r->columns.slot_count; i++) {
    size_t column = r->columns.slots[i].column;
    bool there = column < r->csv.fields.len;
    r->values[i] = (cell){there ? csv_text(&r->csv, window, column) : (vox_str){NULL, 0}, false};
  }
  return VOX_OK;
}

static vox_status read_object(reader *r, vox_error *err) {
  json_fault fault;
  size_t slot;
  vox_status status = jsonl_read(&r->columns, record_text(r), r->values, &r->scratch, &fault, &slot);
  if (status == VOX_OK) return VOX_OK;
  if (status == VOX_ERR_MEMORY) return fail_memory(err);
  bad_row(r, status, fault.code, fault.offset, fault.reason, err);
  if (slot != NO_COLUMN) fail_column(err, r->columns.slots[slot].name);
  return status;
}

/* A plain line: all of it is the text. */
static vox_status read_line(reader *r, vox_error *err) {
  vox_status status = check_bytes(r, err);
  r->values[0] = (cell){record_text(r), false};
  return status;
}

static vox_status read_record(reader *r, vox_error *err) {
  switch (r->format) {
  case VOX_FORMAT_NDJSON:
    return read_object(r, err);
  case VOX_FORMAT_LINES:
    return read_line(r, err);
  default:
    return read_fields(r, err);
  }
}

static bool is_row_error(vox_status status) {
  return status == VOX_ERR_SYNTAX || status == VOX_ERR_ENCODING || status == VOX_ERR_LIMIT;
}

vox_status reader_next(reader *r, vox_row *row, vox_error *err) {
  if (r->final.status != VOX_OK) {
    if (err && r->final.status != VOX_DONE) *err = r->final;
    return r->final.status;
  }
  vox_error local;
  let_go(r);
  uint64_t number = r->number + 1;
  vox_status status = next_record(r, &local);
  if (status == VOX_OK) status = read_record(r, &local);
  if (status != VOX_OK && !is_row_error(status)) {
    if (status == VOX_DONE) local = (vox_error){.status = VOX_DONE};
    r->final = local;
    if (err && status != VOX_DONE) *err = local;
    return status;
  }
  r->number = number;
  if (status != VOX_OK) {
    r->bad++;
    if (err) *err = local;
    return status;
  }
  row_make(&r->maker, r->values, row);
  row->number = number;
  row->line = r->line;
  row->offset = r->source.offset;
  r->rows++;
  return VOX_OK;
}

/* ---- Opening ---------------------------------------------------------------------------- */

static vox_status read_header(reader *r, vox_error *err) {
  vox_status status = next_record(r, err);
  if (status == VOX_DONE) return fail(err, VOX_ERR_NOT_FOUND, "the input is empty: there is no header");
  if (status == VOX_OK) status = check_bytes(r, err);
  if (status != VOX_OK) return status;
  if (r->csv.field_count > CSV_MAX_FIELDS) {
    return fail(err, VOX_ERR_LIMIT, "a header of %zu columns; %u at most", r->csv.field_count,
                CSV_MAX_FIELDS);
  }
  for (size_t i = 0; i < r->csv.fields.len; i++) {
    if (!columns_add(&r->columns, csv_text(&r->csv, r->source.ptr + r->source.begin, i)))
      return fail_memory(err);
  }
  let_go(r);
  return VOX_OK;
}

/* The keys of the first records, which stay unread. Bad ones are met again as rows. */
static vox_status read_keys(reader *r, vox_error *err) {
  vox_status status = source_want(&r->source, HEAD, err);
  if (status != VOX_OK) return status;
  vox_str rest = source_window(&r->source);
  if (rest.len > HEAD) rest.len = HEAD;
  for (size_t i = 0; i < HEAD_LINES && rest.len; i++) {
    vox_str line = str_cut(&rest, '\n');
    status = line.len ? jsonl_keys(&r->columns, line, &r->scratch) : VOX_OK;
    if (status == VOX_ERR_MEMORY) return fail_memory(err);
  }
  return VOX_OK;
}

/* Plain lines have one column without a name. */
static vox_status name_lines(reader *r, const vox_reader_options *o, vox_error *err) {
  bool named = o->text_count || o->segment_count || o->keep_count || (o->id_column && *o->id_column) ||
               (o->score_column && *o->score_column) || (o->date_column && *o->date_column) ||
               (o->group_name_column && *o->group_name_column);
  if (named) return fail(err, VOX_ERR_NOT_FOUND, "plain lines have no columns to be named");
  return columns_add(&r->columns, STR("text")) ? VOX_OK : fail_memory(err);
}

static csv_dialect dialect_of(vox_format format, const vox_reader_options *o) {
  csv_dialect none = {CSV_NONE, CSV_NONE, CSV_NONE};
  if (format == VOX_FORMAT_CSV) return (csv_dialect){',', '"', CSV_NONE};
  if (format == VOX_FORMAT_TSV) return (csv_dialect){'\t', o->tsv_quotes ? '"' : CSV_NONE, CSV_NONE};
  return none;
}

static vox_status find_format(reader *r, const vox_reader_options *o, vox_error *err) {
  r->format = o->format;
  if (o->format != VOX_FORMAT_AUTO) return VOX_OK;
  r->format = format_by_name(o->file_name);
  if (r->format != VOX_FORMAT_AUTO) return VOX_OK;
  vox_status status = source_want(&r->source, HEAD, err);
  vox_str head = source_window(&r->source);
  if (head.len > HEAD) head.len = HEAD;
  if (status == VOX_OK) r->format = format_by_content(head);
  return status;
}

static vox_status find_columns(reader *r, const vox_reader_options *o, vox_error *err) {
  vox_status status = r->format == VOX_FORMAT_NDJSON  ? read_keys(r, err)
                      : r->format == VOX_FORMAT_LINES ? name_lines(r, o, err)
                                                      : read_header(r, err);
  if (status != VOX_OK) return status;
  if (r->format == VOX_FORMAT_NDJSON && !r->columns.header.len) {
    return fail(err, VOX_ERR_NOT_FOUND, "no JSON object with a key is at the beginning of the input");
  }
  status = columns_resolve(&r->columns, o, err);
  if (status != VOX_OK) return status;
  r->values = arena_array(&r->columns.arena, r->columns.slot_count, sizeof *r->values);
  return r->values ? row_maker_init(&r->maker, &r->columns, &r->columns.arena, err) : fail_memory(err);
}

static vox_status open_reader(reader *r, const vox_reader_options *o, vox_error *err) {
  vox_str scale = o->score_scale && *o->score_scale ? str_of(o->score_scale) : STR("nps");
  if (!score_scale_of(&r->maker.scale, scale)) {
    return fail(err, VOX_ERR_ARGUMENT, "no such scale: nps, stars5, csat5, ces5, ces7 or MIN..MAX");
  }
  if (o->max_record > RECORD_MOST) return fail(err, VOX_ERR_ARGUMENT, "max_record is above %zu", RECORD_MOST);
  r->max_record = o->max_record ? o->max_record : RECORD;
  vox_status status = find_format(r, o, err);
  if (status != VOX_OK) return status;
  csv_init(&r->csv, &r->mem, dialect_of(r->format, o));
  return find_columns(r, o, err);
}

static bool find_encoding(const char *name, encoding *out) {
  *out = ENCODING_UNKNOWN;
  if (!name || !*name || str_eq(str_of(name), STR("auto"))) return true;
  *out = encoding_by_name(str_of(name));
  return *out != ENCODING_UNKNOWN;
}

vox_status reader_new(reader **out, vox_read_fn read, void *payload, const vox_reader_options *options,
                      vox_error *err) {
  encoding declared;
  if (!find_encoding(options->encoding, &declared)) {
    return fail(err, VOX_ERR_ARGUMENT, "no such encoding: auto, utf-8, gb18030, big5, utf-16le, utf-16be");
  }
  mem m;
  mem_init(&m, options->allocator, 0);
  reader *r = mem_array(&m, 1, sizeof *r);
  if (!r) return fail_memory(err);
  r->mem = m;
  r->line = r->next_line = 1;
  source_init(&r->source, &r->mem, read, payload, declared);
  columns_init(&r->columns, &r->mem);
  csv_init(&r->csv, &r->mem, (csv_dialect){CSV_NONE, CSV_NONE, CSV_NONE});
  buf_init(&r->scratch, &r->mem, SIZE_MAX / 4);
  vox_status status = open_reader(r, options, err);
  if (status != VOX_OK) {
    reader_free(r);
    return status;
  }
  *out = r;
  return VOX_OK;
}

void reader_info(const reader *r, vox_reader_info *info) {
  *info = r->maker.counts;
  info->format = r->format;
  info->encoding = encoding_name(r->source.encoding == ENCODING_UNKNOWN ? ENCODING_UTF8 : r->source.encoding);
  info->rows = r->rows;
  info->bad = r->bad;
}

void reader_free(reader *r) {
  if (!r) return;
  buf_free(&r->scratch);
  csv_free(&r->csv);
  columns_free(&r->columns);
  source_free(&r->source);
  mem m = r->mem;
  mem_put(&m, r, sizeof *r);
}
