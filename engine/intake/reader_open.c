/* reader_open.c - opening: encoding, format, layout, header, columns. */
#include "intake/format.h"
#include "intake/layout.h"
#include "intake/reader_parts.h"
#include "intake/sample.h"

#define HEAD        ((size_t)64 << 10) /* of the text is looked at before the first row is given out */
#define HEAD_LINES  1000u              /* of NDJSON are looked at for keys */
#define RECORD      ((size_t)4 << 20)
#define RECORD_MOST ((size_t)1 << 30)

/* The beginning of the text, always the same however it is read. */
static vox_status read_head(reader *r, vox_str *head, bool *whole, vox_error *err) {
  source *s = &r->records.source;
  vox_status status = source_want(s, HEAD, err);
  *head = source_window(s);
  *whole = s->ended && head->len <= HEAD;
  if (head->len > HEAD) head->len = HEAD;
  return status;
}

/* ---- Tables ---------------------------------------------------------------------- */

static vox_status next_header_row(reader *r, vox_error *err) {
  vox_status status = records_next(&r->records, err);
  if (status == VOX_DONE) return fail(err, VOX_ERR_NOT_FOUND, "the input is empty: there is no header");
  return status;
}

static vox_status read_names(reader *r, vox_error *err) {
  vox_status status = reader_check_bytes(r, err);
  csv *c = &r->records.csv;
  if (status != VOX_OK) return status;
  if (c->field_count > CSV_MAX_FIELDS) {
    return fail(err, VOX_ERR_LIMIT, "a header of %zu columns; %u at most", c->field_count, CSV_MAX_FIELDS);
  }
  for (size_t i = 0; i < c->fields.len; i++) {
    if (!columns_add(&r->columns, csv_text(c, records_bytes(&r->records), i))) return fail_memory(err);
  }
  return VOX_OK;
}

/* The second row of a header: other names for the same columns, or names within a question. */
static vox_status read_more_names(reader *r, header_kind kind, vox_error *err) {
  csv *c = &r->records.csv;
  vox_str question = {NULL, 0};
  for (size_t i = 0; i < r->columns.header.len; i++) {
    vox_str name =
        i < c->fields.len ? str_trim(csv_text(c, records_bytes(&r->records), i)) : (vox_str){NULL, 0};
    if (r->columns.header.ptr[i].len) question = r->columns.header.ptr[i];
    bool ok = kind == HEADER_QUALTRICS       ? columns_add_alias(&r->columns, i, name)
              : layout_is_plain_answer(name) ? true
                                             : columns_rename(&r->columns, i, question, name);
    if (!ok) return fail_memory(err);
  }
  return VOX_OK;
}

static vox_status read_header(reader *r, const layout *l, vox_error *err) {
  vox_status status = VOX_OK;
  for (size_t i = 0; i <= l->above && (status == VOX_OK || status == VOX_ERR_SYNTAX); i++) {
    status = next_header_row(r, err);
  }
  r->input.header_line = r->records.line;
  r->input.header_rows = (uint32_t)l->header_rows;
  if (status == VOX_OK) status = read_names(r, err);
  for (size_t i = 1; i < l->header_rows && status == VOX_OK; i++) {
    status = next_header_row(r, err);
    bool names = l->kind == HEADER_SURVEYMONKEY || l->header_rows == 3;
    if (status == VOX_OK && i == 1 && names) status = read_more_names(r, l->kind, err);
  }
  return status;
}

static csv_dialect dialect_of(vox_format format, const vox_reader_options *o) {
  bool quotes = format == VOX_FORMAT_CSV || o->tsv_quotes;
  return (csv_dialect){format == VOX_FORMAT_CSV ? ',' : '\t', quotes ? '"' : CSV_NONE, CSV_NONE};
}

static vox_str known_name(const vox_reader_options *o) {
  const char *name = o->text_count ? o->texts[0].column : o->score_column ? o->score_column : o->id_column;
  return str_trim(str_of(name));
}

/* The rows behind the header, as far as they lie in the head of `len` bytes, of which the first `used` are
 * read. */
static vox_status sample_rows(reader *r, size_t len, size_t used, bool whole, vox_error *err) {
  const records *rows = &r->records;
  size_t left = used < len ? len - used : 0;
  vox_str head = str_sub(source_window(&rows->source), rows->pending, rows->pending + left);
  return sample_table(&r->columns, head, whole, rows->csv.dialect) ? VOX_OK : fail_memory(err);
}

static vox_status open_table(reader *r, const vox_reader_options *o, vox_error *err) {
  layout l;
  vox_str head;
  bool whole;
  vox_status status = read_head(r, &head, &whole, err);
  if (status != VOX_OK) return status;
  const char *delimiters = r->format == VOX_FORMAT_CSV ? ",\t;|" : "\t";
  if (!layout_find(&l, &r->mem, head, whole, dialect_of(r->format, o), delimiters, known_name(o))) {
    return fail_memory(err);
  }
  r->input.delimiter = l.dialect.delimiter;
  r->input.quote = l.dialect.quote == CSV_NONE ? 0 : l.dialect.quote;
  records_cut_rows(&r->records, &r->mem, l.dialect);
  uint64_t begin = r->records.source.offset;
  status = read_header(r, &l, err);
  if (status != VOX_OK) return status;
  size_t used = (size_t)(r->records.source.offset - begin) + r->records.pending;
  return sample_rows(r, head.len, used, whole, err);
}

/* ---- JSON and lines -------------------------------------------------------------- */

static bool names_columns(const vox_reader_options *o) {
  const char *singles[] = {o->id_column, o->score_column, o->date_column, o->group_name_column};
  bool named = o->text_count || o->segment_count || o->keep_count;
  for (size_t i = 0; i < 4; i++) named = named || (singles[i] && *singles[i]);
  return named;
}

/* One object a line, unless the text is an array or its first line is no more than an opening bracket. */
static bool spans_lines(vox_str head) {
  vox_str text = str_trim(head), line = str_cut(&text, '\n');
  return str_starts(line, STR("[")) || str_eq(str_trim(line), STR("{"));
}

/* The next record of the head, cut off it. False: there is none. */
static bool next_text(const reader *r, json_split *split, vox_str *head, bool whole, vox_str *text) {
  if (!head->len) return false;
  if (!r->records.values) return *text = str_cut(head, '\n'), true;
  if (json_split_next(split, *head, whole) != SPLIT_RECORD) return false;
  *text = str_sub(*head, 0, split->text_end);
  *head = str_sub(*head, split->used, head->len);
  return true;
}

static bool add_name(columns *c, const char *name) {
  vox_str text = str_trim(str_of(name));
  return !text.len || columns_find(c, text) != NO_COLUMN || columns_add(c, text);
}

/* The keys that the caller named, and those of the row filter: a part of a whole may not show them at its
 * beginning, be it that all of its rows are bad. */
static bool add_named(reader *r, const vox_reader_options *o) {
  columns *c = &r->columns;
  const char *singles[] = {o->id_column, o->score_column, o->date_column, o->group_name_column};
  bool ok = true;
  for (size_t i = 0; i < o->text_count && ok; i++) ok = add_name(c, o->texts[i].column);
  for (size_t i = 0; i < 4 && ok; i++) ok = add_name(c, singles[i]);
  for (size_t i = 0; i < o->segment_count && ok; i++) ok = add_name(c, o->segment_columns[i]);
  for (size_t i = 0; i < o->keep_count && ok; i++) ok = add_name(c, o->keep_columns[i]);
  for (size_t i = 0; i < r->where.names.len && ok; i++)
    ok = columns_find(c, r->where.names.ptr[i]) != NO_COLUMN || columns_add(c, r->where.names.ptr[i]);
  return ok;
}

/* The keys of the first records, which stay unread. Bad ones are met again as rows. */
static vox_status read_keys(reader *r, const vox_reader_options *o, vox_str head, bool whole,
                            vox_error *err) {
  json_split split = {0};
  vox_str text;
  for (size_t i = 0; i < HEAD_LINES && next_text(r, &split, &head, whole, &text); i++) {
    if (text.len && jsonl_keys(&r->columns, text, &r->scratch) == VOX_ERR_MEMORY) return fail_memory(err);
  }
  if (o->shard && !add_named(r, o)) return fail_memory(err);
  if (r->columns.header.len) return VOX_OK;
  return fail(err, VOX_ERR_NOT_FOUND, "no JSON object with a key is at the beginning of the input");
}

static vox_status sample_objects(reader *r, vox_str head, bool whole, vox_error *err) {
  json_split split = {0};
  vox_str text;
  bool ok = columns_begin_facts(&r->columns);
  for (size_t i = 0; ok && i < HEAD_LINES && next_text(r, &split, &head, whole, &text); i++) {
    if (text.len) ok = sample_object(&r->columns, text, &r->scratch);
  }
  return ok ? VOX_OK : fail_memory(err);
}

/* [] and nothing else: no rows, and nothing to be named. */
static bool is_empty_array(vox_str head, bool whole) {
  vox_str text = str_trim(head);
  return whole && str_starts(text, STR("[")) && str_eq(str_trim(str_sub(text, 1, text.len)), STR("]"));
}

static vox_status open_json(reader *r, const vox_reader_options *o, vox_error *err) {
  vox_str head;
  bool whole;
  vox_status status = read_head(r, &head, &whole, err);
  if (status != VOX_OK) return status;
  if (spans_lines(head)) records_cut_values(&r->records);
  if (is_empty_array(head, whole)) return r->final.status = VOX_DONE, VOX_OK;
  status = read_keys(r, o, head, whole, err);
  return status == VOX_OK ? sample_objects(r, head, whole, err) : status;
}

/* Plain lines have one column without a name. */
static vox_status open_lines(reader *r, const vox_reader_options *o, vox_error *err) {
  if (names_columns(o)) return fail(err, VOX_ERR_NOT_FOUND, "plain lines have no columns to be named");
  return columns_add(&r->columns, STR("text")) ? VOX_OK : fail_memory(err);
}

/* ---- All of it ------------------------------------------------------------------- */

static vox_status find_format(reader *r, const vox_reader_options *o, vox_error *err) {
  r->format = o->format != VOX_FORMAT_AUTO ? o->format : format_by_name(o->file_name);
  if (r->format != VOX_FORMAT_AUTO) return VOX_OK;
  vox_str head;
  bool whole;
  vox_status status = read_head(r, &head, &whole, err);
  if (status == VOX_OK) r->format = format_by_content(head);
  if (r->format == VOX_FORMAT_LINES && names_columns(o)) r->format = VOX_FORMAT_CSV;
  return status;
}

static vox_status read_layout(reader *r, const vox_reader_options *o, vox_error *err) {
  return r->format == VOX_FORMAT_NDJSON  ? open_json(r, o, err)
         : r->format == VOX_FORMAT_LINES ? open_lines(r, o, err)
                                         : open_table(r, o, err);
}

static vox_status make_rows(reader *r, vox_error *err) {
  r->values = arena_array(&r->columns.arena, r->columns.slot_count, sizeof *r->values);
  return r->values ? row_maker_init(&r->maker, &r->columns, &r->columns.arena, err) : fail_memory(err);
}

/* While inspecting, what is wrong with the columns is told and not a failure. */
static vox_status note_problem(reader *r, vox_status status, const vox_error *what, vox_error *err) {
  bool bearable = status == VOX_ERR_NOT_FOUND || status == VOX_ERR_ARGUMENT;
  if (!r->inspect || !bearable) {
    if (err) *err = *what;
    return status;
  }
  r->problem = *what;
  return VOX_OK;
}

static vox_status find_columns(reader *r, const vox_reader_options *o, vox_error *err) {
  vox_error what;
  vox_status status = read_layout(r, o, err);
  if (status != VOX_OK) return status;
  memset(&what, 0, sizeof what);
  if (r->final.status == VOX_DONE) return columns_give_up(&r->columns) ? make_rows(r, err) : fail_memory(err);
  status = columns_resolve(&r->columns, o, &r->where.names, &what);
  if (status != VOX_OK) {
    reader_place_where(r, &what);
    status = note_problem(r, status, &what, err);
    where_free(&r->where, &r->mem);
    if (status == VOX_OK && !columns_give_up(&r->columns)) return fail_memory(err);
  } else {
    status = reader_check_cells(r, o, &what);
    if (status != VOX_OK) status = note_problem(r, status, &what, err);
  }
  return status == VOX_OK ? make_rows(r, err) : status;
}

static vox_status check_options(const vox_reader_options *o, encoding *declared, score_scale *scale,
                                vox_error *err) {
  vox_str name = str_of(o->encoding), scale_name = str_of(o->score_scale);
  bool guess = !name.len || str_eq(name, STR("auto"));
  *declared = guess ? ENCODING_UNKNOWN : encoding_by_name(name);
  if (!guess && *declared == ENCODING_UNKNOWN) {
    return fail(err, VOX_ERR_ARGUMENT, "no such encoding: auto, utf-8, gb18030, big5, utf-16le, utf-16be");
  }
  if (!score_scale_of(scale, scale_name.len ? scale_name : STR("nps"))) {
    return fail(err, VOX_ERR_ARGUMENT, "no such scale: nps, stars5, csat5, ces5, ces7 or MIN..MAX");
  }
  if (o->max_record > RECORD_MOST) return fail(err, VOX_ERR_ARGUMENT, "max_record is above %zu", RECORD_MOST);
  return VOX_OK;
}

vox_status reader_new(reader **out, vox_read_fn read, void *payload, const vox_reader_options *o,
                      vox_error *err) {
  encoding declared;
  score_scale scale;
  vox_status status = check_options(o, &declared, &scale, err);
  if (status != VOX_OK) return status;
  mem m;
  mem_init(&m, o->allocator, 0);
  reader *r = mem_array(&m, 1, sizeof *r);
  if (!r) return fail_memory(err);
  r->mem = m;
  r->maker.scale = scale;
  records_init(&r->records, &r->mem, read, payload, declared, o->max_record ? o->max_record : RECORD);
  columns_init(&r->columns, &r->mem);
  buf_init(&r->scratch, &r->mem, SIZE_MAX / 4);
  r->inspect = o->inspect != 0;
  status = reader_read_filters(r, o, err);
  if (status == VOX_OK) status = find_format(r, o, err);
  if (status == VOX_OK) status = find_columns(r, o, err);
  if (status == VOX_OK)
    *out = r;
  else
    reader_free(r);
  return status;
}
